//! One row of a layout as runs of text, each with its face. Shared by the reader and `folio show`.

use crate::document::{Block, Document, Kind, LinkId};
use crate::highlight::Colors;
use crate::layout::{self, Choices, Layout, Widths};
use crate::text::{self, Clean};
use crate::theme::{Face, Role};

mod code;
mod find;
mod masthead;
mod prefix;
mod slide;
mod source;
mod table;

pub use masthead::{Masthead, long_date};
pub use slide::slide;

/// A piece of a row that is drawn alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// What is drawn; never holds a line end.
    pub text: Clean<'a>,
    /// How.
    pub face: Face,
    /// Where it leads.
    pub link: Option<LinkId>,
    /// Where it stands in the document's text, if that is where it is from.
    pub start: Option<u32>,
}

/// A row, from the left edge of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<'a> {
    /// Columns by which it starts to the left of that edge.
    pub left: u16,
    /// Its text.
    pub runs: Vec<Run<'a>>,
    /// The ground behind part of it: a role, the first column and the column behind the last.
    pub ground: Option<(Role, u16, u16)>,
}

impl<'a> Row<'a> {
    /// Appends a run, unless it is empty.
    pub fn push(&mut self, text: Clean<'a>, face: impl Into<Face>) {
        if !text.is_empty() {
            self.runs.push(Run {
                text,
                face: face.into(),
                link: None,
                start: None,
            });
        }
    }

    /// Appends blanks.
    pub fn pad(&mut self, columns: usize) {
        if columns > 0 {
            self.push(blanks(columns), Role::Text);
        }
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.runs.iter().map(|run| text::width(&run.text)).sum()
    }

    /// Its text alone, without blanks at the end.
    pub fn to_text(&self) -> String {
        let text: String = self.runs.iter().map(|run| &*run.text).collect();
        text.trim_end().to_owned()
    }
}

/// What is drawn over a document's own rows: the colours of code, what a search has found, the selected link.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overlay<'a> {
    /// The colours of code, as far as they are known.
    pub colors: Option<&'a Colors>,
    /// What was found: bytes of the document's text, in order and apart.
    pub places: &'a [std::ops::Range<u32>],
    /// Which of them the reader is at.
    pub here: Option<usize>,
    /// The link that is selected.
    pub link: Option<LinkId>,
}

/// Draws one row of a document.
pub fn row<'a>(document: &'a Document, layout: &Layout, row: usize) -> Row<'a> {
    overlaid(document, layout, row, Overlay::default())
}

/// Draws one row of a document with what lies over it.
pub fn overlaid<'a>(
    document: &'a Document,
    layout: &Layout,
    row: usize,
    overlay: Overlay<'_>,
) -> Row<'a> {
    let mut out = colored(document, layout, overlay.colors, row);
    find::mark(document, overlay, &mut out);
    out
}

fn colored<'a>(
    document: &'a Document,
    layout: &Layout,
    colors: Option<&Colors>,
    row: usize,
) -> Row<'a> {
    let mut out = Row::default();
    if row >= layout.rows() {
        return out;
    }
    let (at, index) = layout.locate(document, row);
    let block = &document.blocks()[at];
    prefix::push(document, layout, (at, index), &mut out);
    if index < 0 {
        if index == -1 {
            label(document, layout, at, &mut out);
        }
        return out;
    }
    match block.kind {
        Kind::Row { table, row } => {
            table::push(document, layout, (table, row), index as usize, &mut out);
        }
        Kind::Rule => {
            let columns = layout.text_width(document, at);
            out.push(repeat("─", usize::from(columns)), Role::Rule);
        }
        Kind::Source { line, digits } => {
            source::push(document, layout, (at, row), (line, digits), &mut out);
        }
        Kind::Code { .. } => code::push(document, layout, colors, (at, row), &mut out),
        Kind::Heading(level) if is_under(document, layout, row, at) => {
            under(document, layout, at, level, &mut out);
        }
        kind => {
            sign(kind, index, layout.end_row(at) == row + 1, &mut out);
            let range = layout.row_text(document, row);
            push_text(document, range, role(block), &mut out);
        }
    }
    out
}

fn role(block: &Block) -> Role {
    match block.kind {
        Kind::Heading(level) => Role::Heading(level),
        Kind::Label(alert) => Role::Alert(alert),
        Kind::Summary => Role::Summary,
        Kind::Term => Role::Term,
        Kind::Caption => Role::Caption,
        Kind::Image => Role::Image,
        _ => Role::Text,
    }
}

/// A code block's language, quietly, at the right end of the empty row above it.
fn label<'a>(document: &'a Document, layout: &Layout, at: usize, out: &mut Row<'a>) {
    let Some(language) = document.language(&document.blocks()[at]) else {
        return;
    };
    let room = usize::from(layout.widths().measure).saturating_sub(out.width() + 1);
    let (kept, _) = text::fit(&language, room);
    let name = text::width(&language[..kept]);
    out.pad(room.saturating_sub(name));
    out.push(Clean::line(&language[..kept]).into_owned(), Role::CodeSign);
}

fn is_under(document: &Document, layout: &Layout, row: usize, at: usize) -> bool {
    let block = &document.blocks()[at];
    layout::is_underlined(block.kind) && block.start < block.end && layout.end_row(at) == row + 1
}

/// The line below a heading, as long as its longest row.
fn under(document: &Document, layout: &Layout, at: usize, level: u8, out: &mut Row<'_>) {
    let rows = layout.first_row(document, at)..layout.end_row(at) - 1;
    let columns = rows.map(|row| {
        let range = layout.row_text(document, row);
        text::width(document.text()[range].trim_end_matches([' ', '\n']))
    });
    let line = match level {
        1 => "━",
        2 => "─",
        _ => "┄",
    };
    out.push(
        repeat(line, columns.max().unwrap_or(0)),
        Role::HeadingRule(level),
    );
}

/// The sign in front of a block's own rows.
fn sign(kind: Kind, index: i32, is_last: bool, out: &mut Row<'_>) {
    let (sign, role) = match (kind, index, is_last) {
        (Kind::Label(alert), 0, _) => return out.push(alert.sign(), Role::Alert(alert)),
        (Kind::Heading(4), 0, _) => ("▪ ", Role::Marker),
        (Kind::Heading(5), 0, _) => ("▫ ", Role::Marker),
        (Kind::Heading(6), 0, _) => ("· ", Role::Marker),
        (Kind::Image, 0, true) => ("╶ ", Role::Rule),
        (Kind::Image, 0, false) => ("╭ ", Role::Rule),
        (Kind::Image, _, true) => ("╰ ", Role::Rule),
        (Kind::Image, _, false) => ("│ ", Role::Rule),
        (kind, _, _) if layout::sign_columns(kind) > 0 => ("  ", Role::Text),
        _ => return,
    };
    out.push(Clean::literal(sign), role);
}

/// The text at `range`, without the blanks a row's end drops, cut where its face changes.
fn push_text<'a>(
    document: &'a Document,
    range: std::ops::Range<usize>,
    role: Role,
    out: &mut Row<'a>,
) {
    let text = &document.text()[range.clone()];
    let kept = text.trim_end_matches([' ', '\n']);
    let range = range.start..range.start + kept.len();
    let mut at = range.start;
    for span in document.spans(range.clone()) {
        let (start, end) = (
            (span.start as usize).max(at),
            (span.end as usize).min(range.end),
        );
        push_piece(document, at..start, Face::from(role), None, out);
        push_piece(
            document,
            start..end,
            Face {
                role,
                marks: span.marks,
            },
            span.link,
            out,
        );
        at = end;
    }
    push_piece(document, at..range.end, Face::from(role), None, out);
    if layout::is_shortened(kept)
        && document.text()[range.end..].starts_with(|char: char| char != '\n')
    {
        out.push(Clean::literal("-"), role);
    }
}

/// A piece of one face; soft hyphens are not drawn.
fn push_piece<'a>(
    document: &'a Document,
    range: std::ops::Range<usize>,
    face: Face,
    link: Option<LinkId>,
    out: &mut Row<'a>,
) {
    let mut at = range.start;
    for piece in document.text()[range].split('\u{ad}') {
        if !piece.is_empty() {
            let text = document.text().slice(at..at + piece.len());
            out.runs.push(Run {
                text,
                face,
                link,
                start: Some(at as u32),
            });
        }
        at += piece.len() + '\u{ad}'.len_utf8();
    }
}

/// `columns` blanks.
pub fn blanks(columns: usize) -> Clean<'static> {
    repeat(" ", columns)
}

/// A literal of one column, `columns` times.
pub fn repeat(literal: &'static str, columns: usize) -> Clean<'static> {
    Clean::line(&literal.repeat(columns)).into_owned()
}

/// Text that is no Markdown, in as many rows as it takes.
pub fn plain(words: &Clean<'_>, role: Role, columns: u16) -> Vec<Row<'static>> {
    let document = Document::plain(words);
    let layout = Layout::new(&document, Widths::all(columns), Choices::default());
    let row = |row| {
        let mut out = Row::default();
        let range = layout.row_text(&document, row);
        out.push(
            Clean::line(document.text()[range].trim_end()).into_owned(),
            role,
        );
        out
    };
    (0..layout.rows()).map(row).collect()
}
