//! Painting: turns one row of a layout into runs of text with roles, for the screen and for `folio show`.

use std::ops::Range;

use crate::document::{Block, Document, Kind, LinkId};
use crate::highlight::CodeRoles;
use crate::layout::{self, BlockRow, Layout, LayoutOptions, PlacedImage, Widths};
use crate::text::{self, Clean};
use crate::theme::{Role, StyledRole};

mod code;
mod decorations;
mod formula;
#[cfg(test)]
mod linear_work;
mod masthead;
pub mod picture;
mod prefix;
mod sideways;
mod table;

pub use decorations::Decorations;
pub use masthead::{Masthead, MastheadContext, long_date};
pub use picture::{Pixels, Rgb};
pub use sideways::scroll_sideways;

/// A piece of a row with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// The text; never contains a line end.
    pub text: Clean<'a>,
    /// The role and the inline formats of the text.
    pub styled_role: StyledRole,
    /// The link that the text is part of.
    pub link: Option<LinkId>,
    /// The byte in the document's text at which the run starts; `None` for markers, bars and blanks.
    pub start: Option<u32>,
}

/// A row as runs of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<'a> {
    /// The number of columns by which the row begins to the left of the running text. Some wide tables need this space; for
    /// other rows the number is 0.
    pub columns_left_of_text: u16,
    /// The pieces of the row, from left to right.
    pub runs: Vec<Run<'a>>,
    /// The background behind part of the row.
    pub background: Option<Background>,
    /// The index of the first run that scrolls sideways; `None` if the row does not scroll.
    pub scrolls_from: Option<usize>,
    /// The row of a picture to the right of the runs.
    pub picture: Option<PictureRow>,
}

/// A row of a picture. The caller that draws the row adds the pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRow {
    /// The picture.
    pub placed: PlacedImage,
    /// The row within the picture, from 0.
    pub row: u16,
}

/// A background behind part of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Background {
    /// The role whose background color is used.
    pub role: Role,
    /// The columns covered by the background.
    pub columns: Range<u16>,
}

/// The position of a row in the layout and in the row's block.
#[derive(Clone, Copy, Debug)]
struct RowPosition {
    /// The row in the layout.
    row: usize,
    /// The block that the row belongs to.
    block: usize,
    /// The index of the row within the block; negative for the empty rows above the block.
    index: i32,
}

impl<'a> Row<'a> {
    /// Appends a run, unless it is empty.
    pub fn push(&mut self, text: Clean<'a>, styled_role: impl Into<StyledRole>) {
        if !text.is_empty() {
            self.runs.push(Run {
                text,
                styled_role: styled_role.into(),
                link: None,
                start: None,
            });
        }
    }

    /// Appends spaces.
    pub fn pad(&mut self, columns: usize) {
        if columns > 0 {
            self.push(blanks(columns), Role::Text);
        }
    }

    /// Returns the width of the runs in columns.
    pub fn width(&self) -> usize {
        self.runs.iter().map(|run| text::width(&run.text)).sum()
    }

    /// Returns the text of the row without white space at its end.
    pub fn to_text(&self) -> String {
        let mut text: String = self.runs.iter().map(|run| &*run.text).collect();
        text.truncate(self.trimmed_len());
        text
    }

    /// Returns the length of the text in bytes, without white space at its end.
    pub fn trimmed_len(&self) -> usize {
        let mut runs = self.runs.iter();
        while let Some(run) = runs.next_back() {
            let trimmed = run.text.trim_end().len();
            if trimmed > 0 {
                return runs.map(|run| run.text.len()).sum::<usize>() + trimmed;
            }
        }
        0
    }
}

/// Paints one row of a document; a row after the last row is empty.
pub fn row<'a>(document: &'a Document, layout: &Layout, row: usize) -> Row<'a> {
    decorated_row(document, layout, row, Decorations::default())
}

/// Paints one row of a document with search matches, the selected link and code colors.
pub fn decorated_row<'a>(
    document: &'a Document,
    layout: &Layout,
    row: usize,
    decorations: Decorations<'_>,
) -> Row<'a> {
    let mut out = colored_row(document, layout, decorations.code_roles, row);
    decorations::add_match_and_link_formats(document, decorations, &mut out);
    if !decorations.matches.is_empty() && row < layout.rows() {
        let block = layout.locate(document, row).block;
        // A row of a formula in two dimensions has no bytes of its own, so no match in it is marked yet.
        if layout.formula(document, block).is_some() {
            let formula = document.blocks()[block].text_range();
            decorations::add_match_formats_to_formula_row(decorations, &formula, &mut out);
        }
    }
    out
}

/// Paints one row of a document, with colored code if `code_roles` has the block's roles.
fn colored_row<'a>(
    document: &'a Document,
    layout: &Layout,
    code_roles: Option<&CodeRoles>,
    row: usize,
) -> Row<'a> {
    let mut out = Row::default();
    if row >= layout.rows() {
        return out;
    }
    let BlockRow { block, index } = layout.locate(document, row);
    let position = RowPosition { row, block, index };
    prefix::push(document, layout, position, &mut out);
    if index < 0 {
        // The row directly above a block of code shows its language.
        if index == -1 {
            code::push_language(document, layout, block, &mut out);
        }
        return out;
    }
    if let Some(formula) = layout.formula(document, block) {
        let columns = layout.text_width(document, block);
        formula::push(formula, index as usize, columns, &mut out);
        return out;
    }
    push_content(document, layout, code_roles, position, &mut out);
    out
}

/// Paints the content of a block in one of its rows, after the prefix of the row.
fn push_content<'a>(
    document: &'a Document,
    layout: &Layout,
    code_roles: Option<&CodeRoles>,
    position: RowPosition,
    out: &mut Row<'a>,
) {
    let block = &document.blocks()[position.block];
    match block.kind {
        Kind::TableRow { table, row } => {
            let table_position = table::TablePosition {
                table_index: table,
                row,
                screen_row: position.index as usize,
            };
            table::push(document, layout, table_position, out);
        }
        Kind::Rule => {
            let columns = layout.text_width(document, position.block);
            out.push(repeat("─", usize::from(columns)), Role::Rule);
        }
        Kind::Source {
            line,
            digits,
            heading,
        } => {
            let lines = code::SourceLines {
                first: line,
                digits: usize::from(digits),
                role: match heading {
                    // The line is not a heading.
                    0 => Role::Text,
                    level => Role::Heading(level),
                },
            };
            code::push_source(document, layout, position, lines, out);
        }
        Kind::Code { .. } => code::push_code(document, layout, code_roles, position, out),
        Kind::Heading(level) if is_underline(document, layout, position) => {
            push_underline(document, layout, position.block, level, out);
        }
        Kind::Image { .. } => push_image(document, layout, position, out),
        kind => {
            push_block_marker(kind, position.index, out);
            let range = layout.block_row_range(document, position.block, position.row);
            push_text(document, range, role(block), out);
            let is_last = layout.end_row(position.block) == position.row + 1;
            if is_last && let Some(rows) = layout.hidden_rows(position.block) {
                push_hidden_rows(rows, layout.widths().measure, out);
            }
        }
    }
}

/// Returns the role of a block's text.
fn role(block: &Block) -> Role {
    match block.kind {
        Kind::Heading(level) => Role::Heading(level),
        Kind::AdmonitionTitle(kind) => Role::Admonition(kind),
        Kind::Summary => Role::Summary,
        Kind::Term => Role::Term,
        Kind::Caption => Role::Caption,
        Kind::Image { .. } => Role::Image,
        _ => Role::Text,
    }
}

/// Returns true if the row is the underline that the layout adds below the text of a heading.
fn is_underline(document: &Document, layout: &Layout, position: RowPosition) -> bool {
    let block = &document.blocks()[position.block];
    layout::is_underlined(block.kind)
        && block.start < block.end
        && layout.end_row(position.block) == position.row + 1
}

/// Paints the underline of a heading, as wide as the heading's widest row.
fn push_underline(
    document: &Document,
    layout: &Layout,
    block: usize,
    level: u8,
    out: &mut Row<'_>,
) {
    let rows = layout.first_row(document, block)..layout.end_row(block) - 1;
    let columns = rows.map(|row| {
        let range = layout.block_row_range(document, block, row);
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

/// Paints the number of rows that a fold hides, if there is room.
fn push_hidden_rows(rows: usize, columns: u16, out: &mut Row<'_>) {
    let unit = if rows == 1 { "line" } else { "lines" };
    let label = crate::clean!(" · {rows} {unit}");
    if out.width() + text::width(&label) <= usize::from(columns) {
        out.push(label, Role::Label);
    }
}

/// Paints a row of an image. An image with a picture has the rows of the picture, and the rows of its text below. An image
/// without a picture has only the rows of its text, in a frame.
fn push_image<'a>(
    document: &'a Document,
    layout: &Layout,
    position: RowPosition,
    out: &mut Row<'a>,
) {
    if let Some(placed) = layout.image(position.block) {
        let row = position.index as u16;
        if row < placed.size.rows() {
            out.picture = Some(PictureRow { placed, row });
            return;
        }
    } else {
        let is_last = layout.end_row(position.block) == position.row + 1;
        let frame = match (position.index, is_last) {
            (0, true) => "╶ ",
            (0, false) => "╭ ",
            (_, true) => "╰ ",
            (_, false) => "│ ",
        };
        out.push(Clean::literal(frame), Role::Rule);
    }
    let range = layout.block_row_range(document, position.block, position.row);
    push_text(document, range, Role::Image, out);
}

/// Paints the marker of a block's first row, or the indentation of its other rows.
fn push_block_marker(kind: Kind, index: i32, out: &mut Row<'_>) {
    let (marker, role) = match (kind, index) {
        (Kind::AdmonitionTitle(kind), 0) => return out.push(kind.symbol(), Role::Admonition(kind)),
        (Kind::Heading(4), 0) => ("▪ ", Role::Marker),
        (Kind::Heading(5), 0) => ("▫ ", Role::Marker),
        (Kind::Heading(6), 0) => ("· ", Role::Marker),
        (kind, _) if layout::marker_columns(kind) > 0 => ("  ", Role::Text),
        _ => return,
    };
    out.push(Clean::literal(marker), role);
}

/// Paints the text at `range` without trailing spaces, in one run per role.
fn push_text<'a>(document: &'a Document, range: Range<usize>, role: Role, out: &mut Row<'a>) {
    let text = &document.text()[range.clone()];
    crate::text::work::count_steps_for_tests(text.len());
    let trimmed = text.trim_end_matches([' ', '\n']);
    let range = range.start..range.start + trimmed.len();
    let mut next_byte = range.start;
    for span in document.spans(range.clone()) {
        let (start, end) = (
            (span.start as usize).max(next_byte),
            (span.end as usize).min(range.end),
        );
        push_piece(
            document,
            next_byte..start,
            StyledRole::from(role),
            None,
            out,
        );
        push_piece(
            document,
            start..end,
            StyledRole {
                role,
                formats: span.formats,
            },
            span.link,
            out,
        );
        next_byte = end;
    }
    push_piece(
        document,
        next_byte..range.end,
        StyledRole::from(role),
        None,
        out,
    );
    // A soft hyphen at the end of a row is shown only within a word. If a blank follows it, `text` ends in this blank, not in the
    // soft hyphen. The second condition excludes the end of a line.
    if layout::ends_at_soft_hyphen(text)
        && document.text()[range.end..].starts_with(|char: char| char != '\n')
    {
        out.push(Clean::literal("-"), role);
    }
}

/// Paints text of one role, without its soft hyphens.
fn push_piece<'a>(
    document: &'a Document,
    range: Range<usize>,
    styled_role: StyledRole,
    link: Option<LinkId>,
    out: &mut Row<'a>,
) {
    let mut next_byte = range.start;
    for piece in document.text()[range].split('\u{ad}') {
        if !piece.is_empty() {
            let text = document.text().slice(next_byte..next_byte + piece.len());
            out.runs.push(Run {
                text,
                styled_role,
                link,
                start: Some(next_byte as u32),
            });
        }
        next_byte += piece.len() + '\u{ad}'.len_utf8();
    }
}

/// Returns `columns` spaces.
pub fn blanks(columns: usize) -> Clean<'static> {
    repeat(" ", columns)
}

/// Returns `literal`, which is one column wide, repeated to fill `columns`.
pub fn repeat(literal: &'static str, columns: usize) -> Clean<'static> {
    Clean::line(&literal.repeat(columns)).into_owned()
}

/// Wraps a text without markup to `columns`, and paints its rows.
pub fn plain(text: &Clean<'_>, role: Role, columns: u16) -> Vec<Row<'static>> {
    let document = Document::plain(text);
    let layout = Layout::new(&document, Widths::all(columns), LayoutOptions::default());
    let row = |row| {
        let mut out = Row::default();
        let range = layout.row_range(&document, row);
        out.push(
            Clean::line(document.text()[range].trim_end()).into_owned(),
            role,
        );
        out
    };
    (0..layout.rows()).map(row).collect()
}
