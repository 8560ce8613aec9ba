//! Output formats: aligned columns, tab-separated fields, JSON.

use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::color::Colors;
use crate::text::{Clean, width};
use crate::theme::Role;

/// Maximum display width of an aligned column of a table. The cells to the right of a wider cell are not aligned.
const MAX_COLUMN_WIDTH: usize = 60;

/// Writes a JSON array with one element per line.
pub(super) fn write_json(rows: &[impl Serialize], out: &mut impl Write) -> io::Result<()> {
    let mut array = JsonArray::default();
    for row in rows {
        array.push(row, out)?;
    }
    array.end(out)
}

/// A writer for a JSON array, which writes one element at a time, each on its own line.
#[derive(Debug, Default)]
pub(super) struct JsonArray {
    has_elements: bool,
}

impl JsonArray {
    /// Writes an element.
    pub(super) fn push(
        &mut self,
        element: &impl Serialize,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let separator = if self.has_elements { ",\n" } else { "[\n" };
        out.write_all(separator.as_bytes())?;
        self.has_elements = true;
        let mut serializer = Serializer::with_formatter(out, EscapingFormatter);
        element.serialize(&mut serializer).map_err(io::Error::from)
    }

    /// Writes the end of the array.
    pub(super) fn end(self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}", if self.has_elements { "\n]" } else { "[]" })
    }
}

/// Writes a header line, then one line per row. Tabs and line breaks in fields become spaces.
pub(super) fn write_tsv<const N: usize>(
    names: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
    out: &mut impl Write,
) -> io::Result<()> {
    write_tsv_header(names, out)?;
    rows.into_iter().try_for_each(|row| write_tsv_row(row, out))
}

/// Writes the header line; the caller then writes the rows one by one.
pub(super) fn write_tsv_header<const N: usize>(
    names: [&str; N],
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "{}", names.join("\t"))
}

/// Writes one row as a line. Tabs and line breaks in fields become spaces.
pub(super) fn write_tsv_row<const N: usize>(
    row: [String; N],
    out: &mut impl Write,
) -> io::Result<()> {
    let fields = row.map(|field| Clean::line(&field).into_string());
    writeln!(out, "{}", fields.join("\t"))
}

/// The alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnAlign {
    Left,
    Right,
}

/// Number of spaces between two columns of a table.
const COLUMN_GAP_SPACES: usize = 2;

/// Writes columns that are aligned by display width. A column that is empty in all rows is omitted.
pub(super) fn write_table<const N: usize>(
    columns: [(ColumnAlign, Role); N],
    rows: &[[Clean<'_>; N]],
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut widths = [0; N];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).min(MAX_COLUMN_WIDTH).max(*widest);
        }
    }
    let mut line = Vec::new();
    for row in rows {
        line.clear();
        // Spaces are written only before a non-empty cell, so that no line ends with spaces.
        let mut spaces = 0;
        for ((cell, &widest), (align, role)) in row.iter().zip(&widths).zip(columns) {
            if widest == 0 {
                continue;
            }
            let padding = widest.saturating_sub(width(cell));
            let (before, after) = match align {
                ColumnAlign::Left => (0, padding),
                ColumnAlign::Right => (padding, 0),
            };
            spaces += before;
            if !cell.is_empty() {
                line.resize(line.len() + spaces, b' ');
                spaces = 0;
                colors.push(&mut line, cell, role);
            }
            spaces += after + COLUMN_GAP_SPACES;
        }
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// Returns a path with `/` as the separator on every system; invalid UTF-8 becomes U+FFFD.
pub(super) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(MAIN_SEPARATOR, "/")
    }
}

/// A formatter for compact JSON. Escapes all control characters that a terminal or an editor interprets; `serde_json` by itself
/// escapes only C0 controls.
#[derive(Debug)]
struct EscapingFormatter;

impl Formatter for EscapingFormatter {
    /// Writes a part of a string, with escapes.
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut unwritten = fragment;
        while let Some(position) = unwritten.find(must_be_escaped) {
            let (safe, following) = unwritten.split_at(position);
            writer.write_all(safe.as_bytes())?;
            let mut chars = following.chars();
            if let Some(char) = chars.next() {
                write!(writer, "\\u{:04x}", u32::from(char))?;
            }
            unwritten = chars.as_str();
        }
        writer.write_all(unwritten.as_bytes())
    }
}

/// Returns true for DEL, C1 controls, bidi controls (UAX #9, section 2), and line and paragraph separators. All are below
/// U+10000, so that one `\u` escape with four digits is enough.
fn must_be_escaped(char: char) -> bool {
    matches!(
        char,
        '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}
