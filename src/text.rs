//! Text processing: cleaning for the terminal, repair of encodings, display width, graphemes, folding for comparison, names of
//! HTML elements, URIs and slugs.
//!
//! This layer imports no other layer of folio, and knows nothing of posts, Markdown and screens.

mod clean;
mod elements;
mod fold;
mod repair;
mod slug;
mod uri;
mod width;
// Counts processing steps for tests.
pub(crate) mod work;

pub use clean::Clean;
pub use elements::{bare_start_tag_has_effect, is_markup_element, is_void_element};
pub use fold::{
    Case, NO_GLYPH, blank_pattern, fold, fold_pattern, folded_chars,
    may_contain_super_or_subscripts, super_or_subscript_base,
};
pub use repair::{DoubleEncoded, double_encoded, repaired};
pub use slug::{SlugStyle, Slugs, slug};
pub use uri::{escaped_uri, percent_decoded, scheme, web_uri};
pub use width::{
    Fit, PrefixSize, fit, floor_char_boundary, grapheme_width, graphemes, prefix_size, width,
    wrapped,
};
