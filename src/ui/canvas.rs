//! The drawing surface of one frame. It prints sanitized text into cells. It also collects the parts of the frame that are
//! not stored in cells, such as links and the cursor.
//!
//! Only this module of `ui` writes to the frame. A [`RowArea`] determines the position of text. Each `print` method returns the
//! part of the area that is still free. A row can thus be drawn piece by piece, without counting columns.

use std::ops::Range;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Color as CellColor, Modifier, Style as CellStyle};

use super::{ClickableItem, ClickableView, Extras, LinkArea, PictureArea};
use crate::app::image_choice::DrawingMethod;
use crate::app::panes::Rect;
use crate::document::LinkId;
use crate::paint::picture::PictureCell;
use crate::paint::{self, PictureRow, Pixels, Rgb};
use crate::text::{self, Clean, Fit};
use crate::theme::{Attrs, Color, Role, Style, StyledRole, Theme};

/// Adjacent columns of one screen row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowArea {
    /// The first column.
    pub(super) x: u16,
    /// The screen row.
    pub(super) y: u16,
    /// The number of columns.
    pub(super) width: u16,
}

impl RowArea {
    /// Returns the top row of a rectangle, even if the rectangle has no rows.
    pub(super) fn top_of(area: Rect) -> Self {
        Self {
            x: area.x,
            y: area.y,
            width: area.width,
        }
    }

    /// Returns each row of a rectangle, from top to bottom.
    pub(super) fn rows_of(area: Rect) -> impl Iterator<Item = Self> {
        (area.y..area.y + area.height).map(move |y| Self {
            y,
            ..Self::top_of(area)
        })
    }

    /// Returns the column after the last column.
    pub(super) fn end(self) -> u16 {
        self.x + self.width
    }

    /// Returns the area without its first `columns`.
    pub(super) fn skip(self, columns: u16) -> Self {
        let columns = columns.min(self.width);
        Self {
            x: self.x + columns,
            width: self.width - columns,
            ..self
        }
    }

    /// Returns the area without its last `columns`.
    pub(super) fn shorten(self, columns: u16) -> Self {
        Self {
            width: self.width.saturating_sub(columns),
            ..self
        }
    }

    /// Returns the first `columns` of the area, or the complete area if it has fewer columns.
    pub(super) fn limit(self, columns: u16) -> Self {
        Self {
            width: self.width.min(columns),
            ..self
        }
    }
}

/// The frame that is being drawn, and the parts of the frame that are not stored in cells.
pub(super) struct Canvas<'f, 'b> {
    frame: &'f mut Frame<'b>,
    theme: &'f Theme,
    extras: Extras,
}

/// Returns a string literal as sanitized text.
pub(super) const fn literal(text: &'static str) -> Clean<'static> {
    Clean::literal(text)
}

impl<'f, 'b> Canvas<'f, 'b> {
    /// Creates a canvas, and fills the frame with the background of the theme.
    pub(super) fn new(frame: &'f mut Frame<'b>, theme: &'f Theme) -> Self {
        let area = frame.area();
        frame.buffer_mut().set_style(area, cell_style(theme.page()));
        Self {
            frame,
            theme,
            extras: Extras::default(),
        }
    }

    /// Returns the parts of the frame that are not stored in cells.
    pub(super) fn finish(self) -> Extras {
        self.extras
    }

    /// Sets the overlay or palette that receives mouse presses. `area` contains all its cells.
    pub(super) fn set_clickable_view(&mut self, area: Rect) {
        self.extras.clickable_view = Some(ClickableView {
            area,
            items: Vec::new(),
        });
    }

    /// Records that a mouse press on this row selects the item at `index`.
    pub(super) fn add_clickable_item(&mut self, row: RowArea, index: usize) {
        if let Some(view) = &mut self.extras.clickable_view {
            view.items.push(ClickableItem { row, index });
        }
    }

    fn buffer(&mut self) -> &mut Buffer {
        self.frame.buffer_mut()
    }

    /// Prints as much of `text` as fits; returns the free columns to the right.
    pub(super) fn print(
        &mut self,
        row: RowArea,
        text: &Clean<'_>,
        styled_role: impl Into<StyledRole>,
    ) -> RowArea {
        let style = cell_style(self.theme.style(styled_role.into()));
        let screen = self.buffer().area;
        if row.y >= screen.bottom() || row.x >= screen.right() {
            return row;
        }
        let room = usize::from(row.width.min(screen.right() - row.x));
        let fitting = text::prefix_size(text, room);
        self.buffer()
            .set_stringn(row.x, row.y, &text[..fitting.bytes], room, style);
        row.skip(fitting.columns as u16)
    }

    /// Prints `text`, with an ellipsis at the end if it is too long; returns the free columns to the right.
    pub(super) fn print_truncated(
        &mut self,
        row: RowArea,
        text: &Clean<'_>,
        styled_role: impl Into<StyledRole>,
    ) -> RowArea {
        self.print_matches(row, text, styled_role, &[])
    }

    /// Prints the end of `text`, with an ellipsis at the start if it is too long; returns the free columns to the right.
    pub(super) fn print_truncated_left(
        &mut self,
        row: RowArea,
        text: &Clean<'_>,
        styled_role: impl Into<StyledRole>,
    ) -> RowArea {
        let styled_role = styled_role.into();
        let excess = text::width(text).saturating_sub(usize::from(row.width));
        if excess == 0 {
            return self.print(row, text, styled_role);
        }
        // The ellipsis takes a column too.
        let hidden_columns = excess + 1;
        let first =
            text::graphemes(text).find(|(byte, _)| text::width(&text[..*byte]) >= hidden_columns);
        let start = first.map_or(text.len(), |(byte, _)| byte);
        let free = self.print(row, &literal("…"), styled_role);
        self.print(free, &text.slice(start..text.len()), styled_role)
    }

    /// Prints `text`, with an ellipsis at the end if the text is too long. The byte ranges `matches` are printed in
    /// [`Role::Match`].
    ///
    /// Returns the free columns to the right.
    pub(super) fn print_matches(
        &mut self,
        row: RowArea,
        text: &Clean<'_>,
        styled_role: impl Into<StyledRole>,
        matches: &[Range<usize>],
    ) -> RowArea {
        let styled_role = styled_role.into();
        let Fit {
            bytes: text_end,
            is_cut,
        } = text::fit(text, usize::from(row.width));
        let (mut free, mut printed_bytes) = (row, 0);
        // An empty match at the end, so that the text after the last match is printed too.
        let end_match = text_end..text_end;
        for range in matches.iter().chain([&end_match]) {
            let start = grapheme_boundary(text, range.start.min(text_end), printed_bytes);
            let end = grapheme_boundary(text, range.end.min(text_end), start);
            for (part, role) in [
                (printed_bytes..start, styled_role),
                (start..end, Role::Match.into()),
            ] {
                free = self.print(free, &text.slice(part), role);
            }
            printed_bytes = end;
        }
        if is_cut {
            self.print(free, &literal("…"), styled_role)
        } else {
            free
        }
    }

    /// Prints as much of `text` as fits at the right end of the row; returns the free columns to the left.
    pub(super) fn print_right(
        &mut self,
        row: RowArea,
        text: &Clean<'_>,
        styled_role: impl Into<StyledRole>,
    ) -> RowArea {
        let free = row.shorten(text::width(text).min(usize::from(row.width)) as u16);
        self.print(row.skip(free.width), text, styled_role);
        free
    }

    /// Prints a painted row without links. Otherwise like [`Canvas::print_painted`].
    pub(super) fn print_without_links(
        &mut self,
        position: Position,
        clip: Rect,
        row: &paint::Row<'_>,
    ) {
        self.print_painted(position, clip, row, |_| None);
    }

    /// Prints a painted row whose text starts at a position of the screen, clipped to `clip`.
    ///
    /// `target` returns the target of a link. A link for which `target` returns `None` is printed as text.
    pub(super) fn print_painted<'d>(
        &mut self,
        Position { x, y }: Position,
        clip: Rect,
        row: &paint::Row<'d>,
        target: impl Fn(LinkId) -> Option<&'d str>,
    ) {
        if let Some(background) = &row.background {
            let area = RowArea {
                x: x + background.columns.start,
                y,
                width: background.columns.end - background.columns.start,
            };
            self.fill_background(area, background.role);
        }
        // A wide table begins to the left of the running text.
        let x = x.saturating_sub(row.columns_left_of_text).max(clip.x);
        let mut free = RowArea {
            x,
            y,
            width: (clip.x + clip.width).saturating_sub(x),
        };
        for run in &row.runs {
            let start = free.x;
            free = self.print(free, &run.text, run.styled_role);
            if free.x > start
                && let Some(target) = run.link.and_then(&target).and_then(text::web_uri)
            {
                self.add_link(LinkArea {
                    y,
                    start,
                    end: free.x,
                    target,
                });
            }
        }
    }

    /// Draws a row of a picture, clipped to `clip`. The row starts at a position of the screen.
    pub(super) fn print_picture(
        &mut self,
        Position { x, y }: Position,
        clip: Rect,
        PictureRow { placed, row }: PictureRow,
        drawing_method: DrawingMethod,
        pixels: &Arc<Pixels>,
    ) {
        let screen = self.buffer().area;
        let end = (clip.x + clip.width).min(screen.right());
        if y >= screen.bottom() || x >= end {
            return;
        }
        let color = |[red, green, blue]: Rgb| CellColor::Rgb(red, green, blue);
        let protocol = drawing_method.protocol(placed.size);
        let mut is_drawn_by_terminal = false;
        for (x, picture_cell) in (x..end).zip(protocol.row(pixels, placed.size, row)) {
            let cell = &mut self.buffer()[(x, y)];
            is_drawn_by_terminal |= !matches!(picture_cell, PictureCell::HalfBlock(_));
            match picture_cell {
                // The terminal paints the picture over a half block of the kind `PaintedOver`.
                PictureCell::HalfBlock(block) | PictureCell::PaintedOver(block) => {
                    cell.set_symbol("▀").set_fg(color(block.upper));
                    if let Some(lower) = block.lower {
                        cell.set_bg(color(lower));
                    }
                }
                PictureCell::Placeholder(chars) => {
                    cell.set_symbol(&chars.iter().collect::<String>());
                }
            }
        }
        if is_drawn_by_terminal {
            self.extras.pictures.push(PictureArea {
                y,
                start: x,
                end: end.min(x + placed.size.columns),
                id: placed.info.id,
                row,
                drawing_method,
                size: placed.size,
                pixels: Arc::clone(pixels),
            });
        }
    }

    /// Adds the cells of a link. Cells that follow those of the last link, and have the same target, are added to that link.
    fn add_link(&mut self, area: LinkArea) {
        match self.extras.links.last_mut() {
            Some(last)
                if last.y == area.y && last.end == area.start && last.target == area.target =>
            {
                last.end = area.end;
            }
            _ => self.extras.links.push(area),
        }
    }

    /// Prints `text` over existing text, and replaces the styles of its cells.
    pub(super) fn print_over(
        &mut self,
        Position { x, y }: Position,
        text: &Clean<'_>,
        styled_role: impl Into<StyledRole>,
    ) {
        let row = RowArea {
            x,
            y,
            width: text::width(text) as u16,
        };
        self.reset_cells(ratatui::layout::Rect::new(x, y, row.width, 1));
        self.print(row, text, styled_role);
    }

    /// Clears the cells of an area and removes the links that start in it.
    pub(super) fn clear(&mut self, area: Rect) {
        let rows = area.y..area.y + area.height;
        let columns = area.x..area.x + area.width;
        self.extras
            .links
            .retain(|link| !rows.contains(&link.y) || !columns.contains(&link.start));
        self.reset_cells(ratatui::layout::Rect::new(
            area.x,
            area.y,
            area.width,
            area.height,
        ));
    }

    /// Resets the cells of an area that are on the screen.
    fn reset_cells(&mut self, area: ratatui::layout::Rect) {
        let page = cell_style(self.theme.page());
        let on_screen = area.intersection(self.buffer().area);
        for position in on_screen.positions() {
            self.buffer()[position].reset();
        }
        self.buffer().set_style(on_screen, page);
    }

    /// Sets the background of a row to the background of `role`, without changing the text.
    pub(super) fn fill_background(&mut self, row: RowArea, role: Role) {
        let style = self.theme.style(role.into());
        if style.bg.is_none() {
            return;
        }
        let rect = ratatui::layout::Rect::new(row.x, row.y, row.width, 1);
        let style = cell_style(Style { fg: None, ..style });
        let on_screen = rect.intersection(self.buffer().area);
        self.buffer().set_style(on_screen, style);
    }

    /// Shows the terminal's cursor at a column and a row.
    pub(super) fn set_cursor(&mut self, x: u16, y: u16) {
        self.extras.cursor = Some(Position { x, y });
    }
}

/// Rounds byte `position` up to a grapheme boundary. The result is at least `min`, which is a grapheme boundary itself.
fn grapheme_boundary(text: &str, position: usize, min: usize) -> usize {
    if position <= min {
        return min;
    }
    let mut ends =
        text::graphemes(&text[min..]).map(|(start, grapheme)| min + start + grapheme.len());
    ends.find(|end| *end >= position).unwrap_or(text.len())
}

/// Converts a style to the style of a ratatui cell.
fn cell_style(style: Style) -> CellStyle {
    let color = |color| match color {
        Color::Ansi(number) => CellColor::Indexed(number),
        Color::Rgb(red, green, blue) => CellColor::Rgb(red, green, blue),
    };
    let mut modifier = Modifier::empty();
    for (attr, bit) in [
        (Attrs::BOLD, Modifier::BOLD),
        (Attrs::DIM, Modifier::DIM),
        (Attrs::ITALIC, Modifier::ITALIC),
        (Attrs::UNDERLINE, Modifier::UNDERLINED),
        (Attrs::REVERSE, Modifier::REVERSED),
        (Attrs::STRIKE, Modifier::CROSSED_OUT),
    ] {
        if style.attrs.has(attr) {
            modifier |= bit;
        }
    }
    CellStyle {
        fg: style.fg.map(color),
        bg: style.bg.map(color),
        ..CellStyle::new()
    }
    .add_modifier(modifier)
}
