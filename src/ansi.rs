//! Styles and hyperlinks as bytes for a terminal: pure, shared by the screen's backend and `folio show`.
//!
//! Knows the escape sequences and what a terminal can show of a colour; where the bytes go is the caller's.

mod hyperlink;
mod level;
mod sgr;

pub use hyperlink::{close_link, has_hyperlinks, open_link};
pub(crate) use level::indexed_rgb;
pub use level::{ColorLevel, Shade, reduce};
pub use sgr::write_style;
