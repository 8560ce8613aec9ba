//! Styles and hyperlinks as bytes for a terminal, for the screen and for `folio show`.
//!
//! Knows escape sequences and the colors that a terminal can show. The caller writes the bytes.

mod hyperlink;
mod level;
mod sgr;

pub use hyperlink::{close_link, has_hyperlinks, open_link};
pub(crate) use level::indexed_rgb;
pub use level::{ColorLevel, Shade, reduce};
pub use sgr::write_style;
