//! Escape sequences for styles and hyperlinks, for the screen and for `folio show`.
//!
//! Also reduces colors to those that the terminal can show. Writing the bytes to the terminal is left to the caller.

mod hyperlink;
mod level;
mod sgr;

pub use hyperlink::{terminal_supports_hyperlinks, write_link_end, write_link_start};
pub(crate) use level::indexed_rgb;
pub use level::{ColorLevel, Shade, reduce};
pub use sgr::write_style;
