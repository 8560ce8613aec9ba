//! stub
/// x
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// x
    CommonMark,
    /// x
    Gfm,
    /// x
    #[default]
    Auto,
}
