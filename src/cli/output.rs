//! Output for people and for programs: aligned columns, tab-separated fields, JSON.

use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::color::Colors;
use crate::text::{Clean, width};
use crate::theme::Role;

/// Columns beyond which a long cell no longer pushes the next one to the right.
const WIDEST: usize = 60;

/// One array, each element on a line of its own.
pub(super) fn json(rows: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Lines::default());
    rows.serialize(&mut serializer).map_err(io::Error::from)?;
    writeln!(out)
}

/// A line of names, then a line a row; what would break a field is cleaned away.
pub(super) fn tsv<const N: usize>(
    names: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
    out: &mut impl Write,
) -> io::Result<()> {
    tsv_names(names, out)?;
    rows.into_iter().try_for_each(|row| tsv_row(row, out))
}

/// The line of names alone, for rows that come one by one.
pub(super) fn tsv_names<const N: usize>(names: [&str; N], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", names.join("\t"))
}

/// One row alone.
pub(super) fn tsv_row<const N: usize>(row: [String; N], out: &mut impl Write) -> io::Result<()> {
    let fields = row.map(|field| Clean::line(&field).into_string());
    writeln!(out, "{}", fields.join("\t"))
}

/// Where a cell stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Columns two blanks apart, aligned by display width; a column that is empty in all rows is left out.
pub(super) fn table<const N: usize>(
    columns: [(Align, Role); N],
    rows: &[[Clean<'_>; N]],
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut widths = [0; N];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).min(WIDEST).max(*widest);
        }
    }
    let mut line = Vec::new();
    for row in rows {
        line.clear();
        // Blanks are written when something follows them, so that no line ends with any.
        let mut blanks = 0;
        for ((cell, &widest), (align, role)) in row.iter().zip(&widths).zip(columns) {
            if widest == 0 {
                continue;
            }
            let gap = widest.saturating_sub(width(cell));
            let (before, after) = match align {
                Align::Left => (0, gap),
                Align::Right => (gap, 0),
            };
            blanks += before;
            if !cell.is_empty() {
                line.resize(line.len() + blanks, b' ');
                blanks = 0;
                colors.push(&mut line, cell, role);
            }
            blanks += after + 2;
        }
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// A path with `/` between its parts, whatever the system writes; what is no UTF-8 becomes U+FFFD.
pub(super) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(MAIN_SEPARATOR, "/")
    }
}

/// Compact JSON, but for a line an element of the outermost array. Escapes what a terminal or an editor would act
/// on: serde's own writer stops at C0.
#[derive(Debug, Default)]
struct Lines {
    depth: usize,
    filled: bool,
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth == 1 {
            self.filled = true;
            writer.write_all(b"\n")?;
        }
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth == 0 && self.filled {
            writer.write_all(b"\n")?;
        }
        writer.write_all(b"]")
    }

    /// Only ever called for the text of strings, so an escape can't land elsewhere.
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unsafe) {
            let (plain, tail) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut chars = tail.chars();
            if let Some(char) = chars.next() {
                write!(writer, "\\u{:04x}", u32::from(char))?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// DEL, C1, bidi controls (UAX #9, 2) and the line and paragraph separators; all below U+10000.
fn is_unsafe(char: char) -> bool {
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
