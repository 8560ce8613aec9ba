//! Puts clean text into cells. Nothing else in the view writes to the screen.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::style::{Color as CellColor, Modifier, Style as CellStyle};

use super::{Extras, LinkArea};
use crate::app::panes::Rect;
use crate::paint;
use crate::text::{self, Clean};
use crate::theme::{Attrs, Color, Face, Role, Style, Theme};

/// A frame being drawn.
pub(super) struct Pen<'f, 'b> {
    frame: &'f mut Frame<'b>,
    theme: &'f Theme,
    extras: Extras,
}

/// The first border between graphemes from byte `at` on, not before `from`.
fn grapheme_end(text: &str, at: usize, from: usize) -> usize {
    if at <= from {
        return from;
    }
    let mut ends =
        text::graphemes(&text[from..]).map(|(start, grapheme)| from + start + grapheme.len());
    ends.find(|end| *end >= at).unwrap_or(text.len())
}

/// A literal of the view's own.
pub(super) const fn literal(text: &'static str) -> Clean<'static> {
    Clean::literal(text)
}

impl<'f, 'b> Pen<'f, 'b> {
    pub(super) fn new(frame: &'f mut Frame<'b>, theme: &'f Theme) -> Self {
        Self {
            frame,
            theme,
            extras: Extras::default(),
        }
    }

    pub(super) fn finish(self) -> Extras {
        self.extras
    }

    fn buffer(&mut self) -> &mut Buffer {
        self.frame.buffer_mut()
    }

    /// Puts `text` at a column and row, within `room` columns; returns the columns it took.
    pub(super) fn put(
        &mut self,
        (x, y): (u16, u16),
        room: u16,
        text: &Clean<'_>,
        face: impl Into<Face>,
    ) -> u16 {
        let style = cell_style(self.theme.style(face.into()));
        let area = self.buffer().area;
        if y >= area.bottom() || x >= area.right() {
            return 0;
        }
        let room = room.min(area.right() - x);
        let (bytes, columns) = text::prefix(text, usize::from(room));
        self.buffer()
            .set_stringn(x, y, &text[..bytes], usize::from(room), style);
        columns as u16
    }

    /// The same, with an ellipsis where it is cut.
    pub(super) fn put_short(
        &mut self,
        (x, y): (u16, u16),
        room: u16,
        text: &Clean<'_>,
        face: impl Into<Face>,
    ) -> u16 {
        let face = face.into();
        let (bytes, cut) = text::fit(text, usize::from(room));
        let taken = self.put((x, y), room, &text.slice(0..bytes), face);
        if cut && taken < room {
            return taken + self.put((x + taken, y), 1, &literal("…"), face);
        }
        taken
    }

    /// The same, with parts of the text (bytes, in order) in another face.
    pub(super) fn put_marked(
        &mut self,
        (x, y): (u16, u16),
        room: u16,
        text: &Clean<'_>,
        (face, marked): (Role, Role),
        ranges: &[std::ops::Range<usize>],
    ) -> u16 {
        let (bytes, cut) = text::fit(text, usize::from(room));
        let (mut taken, mut at) = (0, 0);
        let ends = bytes..bytes;
        for range in ranges.iter().chain([&ends]) {
            let start = grapheme_end(text, range.start.min(bytes), at);
            let end = grapheme_end(text, range.end.min(bytes), start);
            for (part, role) in [(at..start, face), (start..end, marked)] {
                taken += self.put((x + taken, y), room - taken, &text.slice(part), role);
            }
            at = end;
        }
        if cut && taken < room {
            taken += self.put((x + taken, y), 1, &literal("…"), face);
        }
        taken
    }

    /// The same, ending at `room` columns from `x`; returns the columns it left free.
    pub(super) fn put_right(
        &mut self,
        (x, y): (u16, u16),
        room: u16,
        text: &Clean<'_>,
        face: impl Into<Face>,
    ) -> u16 {
        let columns = text::width(text).min(usize::from(room)) as u16;
        self.put((x + room - columns, y), columns, text, face);
        room - columns
    }

    /// Puts a painted row with its text's edge at `x`, within `area`. `target` tells where a link leads.
    pub(super) fn put_row<'d>(
        &mut self,
        (x, y): (u16, u16),
        area: Rect,
        row: &paint::Row<'d>,
        target: impl Fn(crate::document::LinkId) -> Option<&'d str>,
    ) {
        let end = area.x + area.width;
        if let Some((role, from, to)) = row.ground {
            self.ground(
                Rect {
                    x: x + from,
                    y,
                    width: to - from,
                    height: 1,
                },
                role,
            );
        }
        let mut x = x.saturating_sub(row.left).max(area.x);
        for run in &row.runs {
            let start = x;
            x += self.put((x, y), end.saturating_sub(x), &run.text, run.face);
            if let Some(target) = run.link.and_then(&target)
                && is_absolute(target)
                && x > start
            {
                self.link(LinkArea {
                    y,
                    start,
                    end: x,
                    target: target.to_owned(),
                });
            }
        }
    }

    fn link(&mut self, area: LinkArea) {
        match self.extras.links.last_mut() {
            Some(last)
                if last.y == area.y && last.end == area.start && last.target == area.target =>
            {
                last.end = area.end;
            }
            _ => self.extras.links.push(area),
        }
    }

    /// Puts `text` over what stands there, of which no style stays.
    pub(super) fn put_over(&mut self, (x, y): (u16, u16), text: &Clean<'_>, face: impl Into<Face>) {
        let area = self.buffer().area;
        let columns = text::width(text) as u16;
        if y < area.bottom() {
            for x in x..(x + columns).min(area.right()) {
                self.buffer()[(x, y)].reset();
            }
        }
        self.put((x, y), columns, text, face);
    }

    /// Takes away what stands there.
    pub(super) fn clear(&mut self, area: Rect) {
        let rect = ratatui::layout::Rect::new(area.x, area.y, area.width, area.height);
        let rect = rect.intersection(self.buffer().area);
        let rows = area.y..area.y + area.height;
        let columns = area.x..area.x + area.width;
        self.extras
            .links
            .retain(|link| !rows.contains(&link.y) || !columns.contains(&link.start));
        for y in rect.top()..rect.bottom() {
            for x in rect.left()..rect.right() {
                self.buffer()[(x, y)].reset();
            }
        }
    }

    /// Lays a role's background under what stands there.
    pub(super) fn ground(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(role.into());
        if style.bg.is_none() {
            return;
        }
        let rect = ratatui::layout::Rect::new(area.x, area.y, area.width, area.height);
        let style = cell_style(Style { fg: None, ..style });
        let visible = rect.intersection(self.buffer().area);
        self.buffer().set_style(visible, style);
    }

    /// Shows the terminal's cursor there.
    pub(super) fn cursor(&mut self, x: u16, y: u16) {
        self.extras.cursor = Some((x, y));
    }
}

/// What a terminal can open by itself.
fn is_absolute(target: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| {
        target
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

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
