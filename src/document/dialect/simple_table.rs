//! Simple and multiline tables of Pandoc (“Tables”, extensions `simple_tables` and `multiline_tables`): the columns are
//! marked by a line of dashes, such as `-----  --- ------`. The header is above that line. The position of a column's header
//! relative to the dashes determines the alignment of the column. In a multiline table, blank lines separate the rows.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::rewriter::Rewriter;
use super::{grid_table, html_writer, line};

/// Replaces simple and multiline tables with HTML tables.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let lines = Lines::new(rewriter.body);
    let mut index = 0;
    while index < lines.all.len() {
        let table = lines.table_at(index);
        let Some(table) = table.filter(|table| lines.may_replace_table(table, rewriter)) else {
            index += 1;
            continue;
        };
        let end = table.end;
        let last = lines.all[end - 1];
        let range = lines.all[index].start..last.start + last.text.len();
        rewriter.replace_block(range, lines.to_html(&table));
        if let Some(caption) = lines.find_caption(index, end) {
            grid_table::replace_caption(rewriter, caption.start);
        }
        index = end;
    }
}

/// A line of the body.
#[derive(Clone, Copy)]
struct Line<'s> {
    /// The byte at which the line starts.
    start: usize,
    /// The text without blanks at the end.
    text: &'s str,
    kind: LineKind,
}

/// The kind of a [`Line`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineKind {
    Blank,
    /// A single run of dashes.
    SingleRun,
    /// Several runs of dashes, with blanks between them.
    Columns,
    /// A line of a block that cannot be part of a table: a heading, a code fence, the fence of a div, a block quote.
    OtherBlock,
    /// Any other line.
    Text,
}

impl LineKind {
    /// Returns the kind of the line `text`.
    fn of(text: &str) -> Self {
        let content = text.trim_start();
        if content.is_empty() {
            Self::Blank
        } else if has_only_runs_of_dashes(content) {
            if content.contains(' ') {
                Self::Columns
            } else {
                Self::SingleRun
            }
        } else if is_heading(text)
            || line::fence(text).is_some()
            || text.starts_with(":::")
            || text.starts_with('>')
        {
            Self::OtherBlock
        } else {
            Self::Text
        }
    }

    /// Returns true for a line of dashes: a single run or several runs.
    fn is_dashes(self) -> bool {
        matches!(self, Self::SingleRun | Self::Columns)
    }
}

/// Returns true for a heading. A row of a table may also start with `#`, but has several blanks between its cells.
fn is_heading(text: &str) -> bool {
    let title = text.trim_start_matches('#');
    title.len() < text.len() && title.starts_with(' ') && !title.trim().contains("  ")
}

/// Returns true if a text consists of runs of at least two dashes.
fn has_only_runs_of_dashes(text: &str) -> bool {
    let mut runs = text.split(' ').filter(|run| !run.is_empty());
    runs.all(|run| run.len() > 1 && run.bytes().all(|byte| byte == b'-'))
}

/// A column: a run of dashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Column {
    /// The display column at which the dashes start.
    start: usize,
    /// The number of dashes.
    width: usize,
}

/// A table as indices of lines.
struct Table {
    /// The lines of the header; empty if the table has no header.
    header: Range<usize>,
    /// The line that marks the columns.
    columns_line: usize,
    /// The lines of the rows.
    rows: Range<usize>,
    /// The index after the last line.
    end: usize,
    /// True if blank lines separate the rows.
    is_multiline: bool,
}

/// The lines of a body.
struct Lines<'s> {
    all: Vec<Line<'s>>,
    /// For each line, the index of the first closing line at or below this line; the number of lines if there is none. A
    /// closing line is a line of dashes with a blank line or nothing below it.
    next_closing_line: Vec<usize>,
    /// For each line, the index of the first [`LineKind::OtherBlock`] line at or below this line; the number of lines if there is
    /// none.
    next_other_block: Vec<usize>,
}

impl<'s> Lines<'s> {
    /// Splits a body into lines.
    fn new(body: &'s str) -> Self {
        let mut all = Vec::new();
        let mut start = 0;
        while start < body.len() {
            let end = line::end(body, start);
            let text = body[start..end].trim_end();
            all.push(Line {
                start,
                text,
                kind: LineKind::of(text),
            });
            start = end;
        }
        let count = all.len();
        let (mut next_closing_line, mut next_other_block) =
            (vec![count; count], vec![count; count]);
        let (mut closing_line, mut other_block) = (count, count);
        for index in (0..count).rev() {
            let is_above_blank = all
                .get(index + 1)
                .is_none_or(|below| below.kind == LineKind::Blank);
            if all[index].kind.is_dashes() && is_above_blank {
                closing_line = index;
            }
            if all[index].kind == LineKind::OtherBlock {
                other_block = index;
            }
            (next_closing_line[index], next_other_block[index]) = (closing_line, other_block);
        }
        Self {
            all,
            next_closing_line,
            next_other_block,
        }
    }

    /// Returns the kind of line `index`; the kind after the last line is `Blank`.
    fn kind(&self, index: usize) -> LineKind {
        self.all
            .get(index)
            .map_or(LineKind::Blank, |line| line.kind)
    }

    /// Returns the index after the consecutive lines of text from line `index` on.
    fn text_end(&self, index: usize) -> usize {
        let lines = self.all.iter().skip(index);
        index + lines.take_while(|line| line.kind == LineKind::Text).count()
    }

    /// Returns the table that starts at line `index`. Tries the kinds of tables in Pandoc's order.
    fn table_at(&self, index: usize) -> Option<Table> {
        let above = index.checked_sub(1).map(|above| self.all[above]);
        // A table may follow the fence of a div without a blank line.
        let starts_block = above
            .is_none_or(|above| above.kind == LineKind::Blank || above.text.starts_with(":::"));
        if !starts_block {
            return None;
        }
        match self.kind(index) {
            LineKind::Text if self.kind(index + 1) == LineKind::Columns => {
                self.simple_table(index..index + 1, index + 1)
            }
            LineKind::SingleRun => self.multiline_with_header(index),
            LineKind::Columns => self
                .multiline_with_header(index)
                .or_else(|| self.simple_table(index..index, index))
                .or_else(|| self.multiline_without_header(index)),
            _ => None,
        }
    }

    /// Returns a simple table. It ends at the first line that is not text. This line must be a closing line of dashes. If
    /// the table has a header, a blank line may also end the table.
    fn simple_table(&self, header: Range<usize>, columns_line: usize) -> Option<Table> {
        let rows = columns_line + 1..self.text_end(columns_line + 1);
        let is_closed =
            self.kind(rows.end).is_dashes() && self.next_closing_line[rows.end] == rows.end;
        let is_ended = is_closed || !header.is_empty() && self.kind(rows.end) == LineKind::Blank;
        (!rows.is_empty() && is_ended).then(|| Table {
            header,
            columns_line,
            end: rows.end + usize::from(is_closed),
            rows,
            is_multiline: false,
        })
    }

    /// Returns a multiline table with a header. Line `index` is the line of dashes above the header; the line below the header
    /// marks the columns.
    fn multiline_with_header(&self, index: usize) -> Option<Table> {
        let header = index + 1..self.text_end(index + 1);
        let has_columns = self.kind(header.end) == LineKind::Columns;
        if header.is_empty() || !has_columns {
            return None;
        }
        self.multiline_table(header.clone(), header.end)
    }

    /// Returns a multiline table without a header. The lines above and below its rows must be equal. Lines of dashes that differ
    /// may be thematic breaks.
    fn multiline_without_header(&self, index: usize) -> Option<Table> {
        let table = self.multiline_table(index..index, index)?;
        let are_equal = self.all[index].text == self.all[table.rows.end].text;
        are_equal.then_some(table)
    }

    /// Returns a multiline table with the given header, whose columns are marked by line `columns_line`.
    fn multiline_table(&self, header: Range<usize>, columns_line: usize) -> Option<Table> {
        let rows = columns_line + 1..*self.next_closing_line.get(columns_line + 1)?;
        let starts_with_text = self.kind(rows.start) == LineKind::Text;
        let is_closed = rows.end < self.all.len();
        let has_other_block = self.next_other_block[rows.start] < rows.end;
        (starts_with_text && is_closed && !has_other_block).then(|| Table {
            header,
            columns_line,
            end: rows.end + 1,
            rows,
            is_multiline: true,
        })
    }

    /// Returns true if the pass may rewrite the table: it is not code, and no other pass has claimed it.
    fn may_replace_table(&self, table: &Table, rewriter: &mut Rewriter<'_>) -> bool {
        // The header is not checked, because it may be indented by four columns, like code.
        let columns = self.all[table.columns_line];
        let last = self.all[table.end - 1];
        rewriter.may_rewrite(&(columns.start..last.start + last.text.len()))
    }

    /// Returns the HTML of a table.
    fn to_html(&self, table: &Table) -> String {
        let columns = parse_columns(self.all[table.columns_line].text);
        let header: Vec<&str> = self.texts(table.header.clone());
        // Without a header, the first line of the rows determines the alignments.
        let aligning_lines = if header.is_empty() {
            self.texts(table.rows.start..table.rows.start + 1)
        } else {
            header.clone()
        };
        let aligns = column_aligns(&aligning_lines, &columns);
        let mut html = String::from("<table>");
        if !header.is_empty() {
            push_row(&mut html, "th", &header, &columns, &aligns);
        }
        let row_lines = self.texts(table.rows.clone());
        if table.is_multiline {
            for row in row_lines.split(|line| line.is_empty()) {
                if !row.is_empty() {
                    push_row(&mut html, "td", row, &columns, &aligns);
                }
            }
        } else {
            // In a simple table, each line is a row.
            for row in row_lines.chunks(1) {
                push_row(&mut html, "td", row, &columns, &aligns);
            }
        }
        html + "</table>"
    }

    /// Returns the texts of lines.
    fn texts(&self, lines: Range<usize>) -> Vec<&'s str> {
        self.all[lines].iter().map(|line| line.text).collect()
    }

    /// Returns the line at which the caption of a table starts. The table is in the lines `start..end`. The caption is below
    /// the table, else above it.
    fn find_caption(&self, start: usize, end: usize) -> Option<Line<'s>> {
        let is_not_blank = |line: &&Line<'_>| line.kind != LineKind::Blank;
        let is_caption = |line: &&Line<'_>| grid_table::is_caption(line.text);
        let lines_below = self.all[end..].iter();
        let below = lines_below
            .take(grid_table::MAX_LINES_TO_TABLE)
            .find(is_not_blank);
        let lines_above = self.all[..start].iter().rev();
        let above = lines_above
            .take(grid_table::MAX_LINES_TO_TABLE)
            .find(is_not_blank);
        below
            .filter(is_caption)
            .or_else(|| above.filter(is_caption))
            .copied()
    }
}

/// Returns the columns that a line of dashes marks.
fn parse_columns(dashes: &str) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut follows_dash = false;
    for (start, byte) in dashes.bytes().enumerate() {
        match columns.last_mut() {
            _ if byte != b'-' => {}
            Some(column) if follows_dash => column.width += 1,
            _ => columns.push(Column { start, width: 1 }),
        }
        follows_dash = byte == b'-';
    }
    columns
}

/// Splits a line at the starts of the columns. Text before the first column belongs to the first cell.
fn split_cells<'s>(line: &'s str, columns: &[Column]) -> Vec<&'s str> {
    let mut cells = Vec::with_capacity(columns.len());
    let (mut start, mut display_column) = (0, 0);
    for (offset, char) in line.char_indices() {
        while columns
            .get(cells.len() + 1)
            .is_some_and(|next| display_column >= next.start)
        {
            cells.push(&line[start..offset]);
            start = offset;
        }
        display_column += match char {
            // Pandoc's tab stops are four columns apart.
            '\t' => 4 - display_column % 4,
            char => char.width().unwrap_or(0),
        };
    }
    cells.push(&line[start..]);
    cells.resize(columns.len(), "");
    cells
}

/// Returns the value of the attribute `align` for each column. The position of the column's text relative to the column's dashes
/// determines the value. If a column has text on several lines, the shortest text is used.
fn column_aligns(lines: &[&str], columns: &[Column]) -> Vec<&'static str> {
    let mut shortest: Vec<&str> = vec![""; columns.len()];
    for line in lines {
        for (shortest, cell) in shortest.iter_mut().zip(split_cells(line, columns)) {
            let cell = cell.trim_end();
            if !cell.is_empty() && (shortest.is_empty() || cell.len() < shortest.len()) {
                *shortest = cell;
            }
        }
    }
    let pairs = shortest.into_iter().zip(columns);
    pairs
        .map(|(cell, column)| {
            let cell_width = cell
                .chars()
                .map(|char| char.width().unwrap_or(0))
                .sum::<usize>();
            let is_shorter_than_dashes = cell_width < column.width;
            match (cell.starts_with(' '), is_shorter_than_dashes) {
                (true, false) => "right",
                (true, true) => "center",
                (false, _) => "left",
            }
        })
        .collect()
}

/// Appends a row, in which the lines of each cell are joined. `element` is the name of the cells' element: `td` or `th`.
fn push_row(html: &mut String, element: &str, lines: &[&str], columns: &[Column], aligns: &[&str]) {
    let mut joined: Vec<String> = vec![String::new(); columns.len()];
    for line in lines {
        for (joined, cell) in joined.iter_mut().zip(split_cells(line, columns)) {
            let cell = cell.trim();
            if !joined.is_empty() && !cell.is_empty() {
                joined.push(' ');
            }
            joined.push_str(cell);
        }
    }
    html.push_str("<tr>");
    for (text, align) in joined.iter().zip(aligns) {
        let text = html_writer::inline_markdown_without_blocks(text);
        html.push_str(&format!("<{element} align=\"{align}\">{text}</{element}>"));
    }
    html.push_str("</tr>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_at_the_starts_of_the_columns() {
        let columns = parse_columns("  ---  -- ----");
        let starts_and_widths: Vec<_> = columns
            .iter()
            .map(|column| (column.start, column.width))
            .collect();
        assert_eq!(starts_and_widths, [(2, 3), (7, 2), (10, 4)]);
        assert_eq!(
            split_cells(" a b   c  d e f", &columns),
            [" a b   ", "c  ", "d e f"]
        );
        // `x` is at column 8, because `中` is two columns wide, and `b` is at the tab stop 4.
        assert_eq!(split_cells("中中中中x", &columns), ["中中中中", "x", ""]);
        assert_eq!(split_cells("a\tb", &columns), ["a\tb", "", ""]);
        assert_eq!(split_cells("a", &columns), ["a", "", ""]);
    }

    #[test]
    fn position_of_the_header_aligns_a_column() {
        let columns = parse_columns("------- ------- ------- -------");
        let header = "  right left      mid   default";
        assert_eq!(
            column_aligns(&[header], &columns),
            ["right", "left", "center", "left"]
        );
    }
}
