//! Checks shared by the fuzz targets.

use folio::document::{Dialect, Document, ParseOptions};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Maximum number of rows that are painted, evenly distributed over the document.
const MAX_PAINTED_ROWS: usize = 64;

/// Minimum width, in columns, at which every row must fit. A table shown as records takes six columns, and a marker in front of
/// it takes two.
const MIN_COLUMNS: u16 = 8;

/// Parses a body, lays it out at a width, and paints some of its rows. No row may be wider than `width` or contain a control
/// character.
pub fn render(text: &str, options: impl Into<ParseOptions>, width: u16) {
    let document = Document::parse(text, 0..text.len(), options);
    let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
    let step = layout.rows() / MAX_PAINTED_ROWS + 1;
    for row in (0..layout.rows()).step_by(step) {
        let row = paint::row(&document, &layout, row);
        let fits = row.width() <= usize::from(width) || width < MIN_COLUMNS;
        assert!(fits, "a row is too wide");
        let painted = row.to_text();
        assert!(!painted.contains(char::is_control), "control in {painted:?}");
    }
}

/// Returns the options that a byte selects: the dialect, numbered links, and source positions.
pub fn parse_options(byte: u8) -> ParseOptions {
    let (dialect, _) = Dialect::ALL[usize::from(byte) % Dialect::ALL.len()];
    let flags = usize::from(byte) / Dialect::ALL.len();
    ParseOptions {
        dialect,
        number_links: flags & 1 > 0,
        map_source: flags & 2 > 0,
        ..ParseOptions::default()
    }
}

/// Splits an input into its first two bytes, which select options, and the text after them. Returns `None` if the input is
/// shorter.
pub fn options_and_text(input: &[u8]) -> Option<(u8, u8, String)> {
    let (&[first, second], text) = input.split_first_chunk()?;
    Some((first, second, String::from_utf8_lossy(text).into_owned()))
}
