//! Text that may reach a terminal: cleaning, display width, graphemes and slugs.
//!
//! The ground of all other layers; it knows nothing of posts, Markdown or screens.

mod clean;
mod slug;
mod width;

pub use clean::Clean;
pub use slug::{Slugs, slug};
pub use width::{fit, grapheme_width, graphemes, prefix, width};
