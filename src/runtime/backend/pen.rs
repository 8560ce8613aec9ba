//! The pen: tracks the terminal's cursor, style and link, and collects the bytes of a frame.

use std::io::Write;

use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::kitty;
use crate::ansi::{self, ColorLevel};
use crate::theme;

/// Collects the bytes of a frame. Omits sequences that would not change the terminal's state.
#[derive(Debug)]
pub(super) struct Pen {
    /// The bytes collected so far.
    pub(super) out: Vec<u8>,
    level: ColorLevel,
    /// The style that is set in the terminal.
    style: theme::Style,
    /// The link that is open in the terminal.
    link: Option<String>,
    /// The number of the picture that is set as the text color.
    picture: Option<u32>,
    /// The cursor's row, or `None` if unknown.
    row: Option<usize>,
    /// The cursor's column, or `None` if unknown.
    column: Option<usize>,
}

impl Pen {
    pub(super) fn new(level: ColorLevel) -> Self {
        Self {
            out: Vec::new(),
            level,
            style: theme::Style::default(),
            link: None,
            picture: None,
            row: None,
            column: None,
        }
    }

    /// Draws one cell of a row of `width` columns.
    pub(super) fn draw_cell(
        &mut self,
        x: usize,
        y: usize,
        cell: &Cell,
        width: usize,
        link: Option<&str>,
    ) {
        let (symbol, columns) = (cell.symbol(), usize::from(cell.cell_width()));
        if x + columns > width {
            // The wide character does not fit, so a space is drawn: some terminals would wrap the character and scroll the screen.
            return self.draw_cell(x, y, Cell::new(" ").set_style(cell.style()), width, link);
        }
        self.move_to(x, y);
        self.set_style(style(cell));
        self.set_link(link);
        let is_width_certain = is_width_certain(symbol, columns);
        if !is_width_certain && columns > 1 {
            // A terminal that draws the character narrower would leave old content in the remaining columns.
            self.out.extend(std::iter::repeat_n(b' ', columns));
            self.column = None;
            self.move_to(x, y);
        }
        self.push_symbol(cut_to_fit(symbol, width - x));
        let next_x = x + columns.max(1);
        self.column = is_width_certain.then_some(next_x);
        if next_x >= width {
            // After the last column the position of the cursor differs between terminals.
            (self.row, self.column) = (None, None);
        }
    }

    /// Draws a placeholder: one cell of a picture in kitty's protocol, with the picture's number as the text color. All terminals
    /// that know placeholders draw them one column wide, so the cursor's position is known afterwards.
    pub(super) fn draw_placeholder(&mut self, x: usize, y: usize, cell: &Cell, number: u32) {
        self.move_to(x, y);
        self.set_link(None);
        if self.picture != Some(number) {
            kitty::style(&mut self.out, number);
            self.picture = Some(number);
        }
        self.push_symbol(cell.symbol());
        self.column = Some(x + 1);
    }

    /// Paints a picture whose top left cell is at column `x` and row `y`. `paint` appends the sequence of the picture. The
    /// position of the cursor after this sequence differs between terminals.
    pub(super) fn paint_picture(&mut self, x: usize, y: usize, paint: impl FnOnce(&mut Vec<u8>)) {
        self.move_to(x, y);
        self.set_link(None);
        paint(&mut self.out);
        (self.row, self.column) = (None, None);
    }

    /// Moves the cursor, if necessary, by the shortest of four sequences (ECMA-48, 8.3.15, 8.3.20, 8.3.9 and 8.3.21): CR goes to
    /// the start of the row, CUF some columns to the right, CHA to a column, and CUP to a row and a column.
    pub(super) fn move_to(&mut self, x: usize, y: usize) {
        let is_same_row = self.row == Some(y);
        let columns_ahead = self.column.and_then(|column| x.checked_sub(column));
        // CUF and CHA need the cursor in the same row. Writing to memory cannot fail.
        let _ = match (is_same_row, columns_ahead) {
            (true, Some(0)) => return,
            (true, _) if x == 0 => write!(self.out, "\r"),
            (true, Some(1)) => write!(self.out, "\x1b[C"),
            (true, Some(columns)) => write!(self.out, "\x1b[{columns}C"),
            (true, _) => write!(self.out, "\x1b[{}G", x + 1),
            (false, _) if x == 0 => write!(self.out, "\x1b[{}H", y + 1),
            (false, _) => write!(self.out, "\x1b[{};{}H", y + 1, x + 1),
        };
        (self.row, self.column) = (Some(y), Some(x));
    }

    /// Returns the column from which to go on drawing a row. Between the last drawn cell and the next stale cell is a gap: cells
    /// that are up to date. If redrawing the gap takes fewer bytes than moving the cursor over it, returns the start of the gap.
    /// Otherwise returns the column of the stale cell.
    ///
    /// `drawn_end` is the column where the gap starts. `cells` are all cells of the row to the left of the stale cell.
    pub(super) fn next_column_to_draw(&self, drawn_end: usize, cells: &[Cell]) -> usize {
        let gap = &cells[drawn_end..];
        let takes_one_byte = |cell: &Cell| {
            matches!(cell.symbol().as_bytes(), [b' '..=b'~']) && style(cell) == self.style
        };
        // Moving the cursor takes at least three bytes for one column, and four for two or three columns.
        if self.link.is_none() && gap.len() <= 3 && gap.iter().all(takes_one_byte) {
            drawn_end
        } else {
            cells.len()
        }
    }

    /// Ends the frame in plain style and without a link. The next frame treats the cursor's position as unknown.
    pub(super) fn end_frame(&mut self) {
        self.set_style(theme::Style::default());
        self.set_link(None);
        (self.row, self.column) = (None, None);
    }

    /// Erases the screen (ECMA-48, 8.3.39 ED) in plain style, since terminals erase with the current background.
    pub(super) fn clear(&mut self) {
        self.out.extend(b"\x1b[m\x1b[H\x1b[2J");
        self.style = theme::Style::default();
        self.picture = None;
        self.link = None;
        (self.row, self.column) = (Some(0), Some(0));
    }

    fn set_style(&mut self, style: theme::Style) {
        // If the text color is the number of a picture, the terminal's style differs from `self.style`.
        if self.picture.take().is_some() {
            self.out.extend(b"\x1b[m");
            self.style = theme::Style::default();
        }
        ansi::write_style(&mut self.out, self.style, style, self.level);
        self.style = style;
    }

    fn set_link(&mut self, link: Option<&str>) {
        if self.link.as_deref() == link {
            return;
        }
        // An empty or too long URI does not open a link.
        let is_opened = link.is_some_and(|uri| ansi::write_link_start(&mut self.out, uri));
        if !is_opened && self.link.is_some() {
            ansi::write_link_end(&mut self.out);
        }
        self.link = link.filter(|_| is_opened).map(str::to_owned);
    }

    /// Appends the text of a cell. The text is already sanitized; controls are replaced here again as a safeguard.
    fn push_symbol(&mut self, symbol: &str) {
        if symbol.is_empty() {
            self.out.push(b' ');
        } else if symbol.chars().any(char::is_control) {
            self.out
                .extend(symbol.replace(char::is_control, "\u{fffd}").bytes());
        } else {
            self.out.extend(symbol.bytes());
        }
    }
}

/// Returns true if all terminals agree that a symbol takes `columns` columns. Terminals disagree on several characters in one
/// cell, on ambiguous widths (UAX #11), and on emoji, whose widths depend on the version of Unicode.
fn is_width_certain(symbol: &str, columns: usize) -> bool {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (None | Some('\0'..='\x7f'), None) => true,
        (Some('\u{80}'..'\u{1f000}'), None) => {
            symbol.width() == columns && symbol.width_cjk() == columns
        }
        _ => false,
    }
}

/// Returns the columns that a symbol takes in a terminal that does not join the symbol's characters. Such a terminal draws, for
/// example, an emoji and its skin tone side by side.
pub(super) fn columns_if_not_joined(symbol: &str) -> usize {
    symbol.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// Returns a symbol, or only its first character if the symbol is an emoji that may not fit in `room` columns. A terminal that
/// does not join the characters of an emoji needs more columns. It would wrap the emoji and could scroll the screen.
fn cut_to_fit(symbol: &str, room: usize) -> &str {
    let mut chars = symbol.chars();
    match chars.next() {
        Some(first) if first.width() == Some(2) && columns_if_not_joined(symbol) > room => {
            &symbol[..first.len_utf8()]
        }
        _ => symbol,
    }
}

/// Converts the style of a cell.
fn style(cell: &Cell) -> theme::Style {
    let attrs = [
        (Modifier::BOLD, theme::Attrs::BOLD),
        (Modifier::DIM, theme::Attrs::DIM),
        (Modifier::ITALIC, theme::Attrs::ITALIC),
        (Modifier::UNDERLINED, theme::Attrs::UNDERLINE),
        (Modifier::REVERSED, theme::Attrs::REVERSE),
        (Modifier::CROSSED_OUT, theme::Attrs::STRIKE),
    ];
    theme::Style {
        fg: color(cell.fg),
        bg: color(cell.bg),
        attrs: attrs
            .into_iter()
            .filter(|(modifier, _)| cell.modifier.contains(*modifier))
            .fold(theme::Attrs::NONE, |all, (_, attr)| all.with(attr)),
    }
}

/// Converts a color. Returns `None` for the terminal's own color.
fn color(color: Color) -> Option<theme::Color> {
    Some(theme::Color::Ansi(match color {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some(theme::Color::Rgb(r, g, b)),
        Color::Indexed(index @ 16..) => {
            let [r, g, b] = ansi::indexed_rgb(index);
            return Some(theme::Color::Rgb(r, g, b));
        }
        Color::Indexed(number) => number,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    }))
}
