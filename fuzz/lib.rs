//! Checks shared by the fuzz targets.

use folio::document::{Dialect, Document};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Every dialect, for the first byte of an input to choose from.
pub const DIALECTS: [Dialect; 11] = [
    Dialect::Auto,
    Dialect::CommonMark,
    Dialect::Gfm,
    Dialect::Hugo,
    Dialect::Zola,
    Dialect::Jekyll,
    Dialect::Eleventy,
    Dialect::Mdx,
    Dialect::Docusaurus,
    Dialect::VuePress,
    Dialect::Obsidian,
];

/// Rows painted of each document, spread over all of it.
const PAINTED_ROWS: usize = 64;

/// Columns from which no row may be too wide. In fewer a sign and a wide character have no room next to each other.
const MIN_COLUMNS: u16 = 8;

/// Parses a body, lays it out at a width, and paints some of its rows: none may be wider, and none may contain a
/// control character.
pub fn render(text: &str, start: usize, dialect: Dialect, width: u16) {
    let document = Document::parse(text, start..text.len(), dialect);
    let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
    let step = layout.rows() / PAINTED_ROWS + 1;
    for row in (0..layout.rows()).step_by(step) {
        let row = paint::row(&document, &layout, row);
        let fits = row.width() <= usize::from(width) || width < MIN_COLUMNS;
        assert!(fits, "a row is too wide");
        let text = row.to_text();
        assert!(!text.contains(char::is_control), "control in {text:?}");
    }
}

/// Splits an input into its first two bytes, which choose options, and the text after them.
pub fn options_and_text(input: &[u8]) -> Option<(u8, u8, String)> {
    let (&[first, second], text) = input.split_first_chunk()?;
    Some((first, second, String::from_utf8_lossy(text).into_owned()))
}
