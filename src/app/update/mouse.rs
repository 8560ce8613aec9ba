//! What the mouse does: its wheel scrolls what is under it, a press selects, and once more opens.

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::list::ListRow;
use crate::app::message::Effect;
use crate::app::mouse::{MouseCapture, MouseEvent, MouseEventKind};
use crate::app::panes::Rect;
use crate::app::{Focus, Model, links};
use crate::library::Destination;
use crate::text::Clean;

/// Rows of an article by which a turn of the wheel scrolls.
const TURN: usize = 3;

impl Model {
    /// Gives the mouse to folio, or back to the terminal.
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        let (owner, said) = match self.mouse {
            MouseCapture::Terminal => (
                MouseCapture::Folio,
                "The mouse scrolls and selects posts; M gives it back to the terminal.",
            ),
            MouseCapture::Folio => (MouseCapture::Terminal, "The mouse is the terminal's again."),
        };
        self.mouse = owner;
        self.notice = Some(Clean::literal(said));
        vec![Effect::CaptureMouse(owner)]
    }

    pub(super) fn moused(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        self.notice = None;
        if self.prompt.is_some() {
            return Vec::new();
        }
        self.hints = None;
        let panes = self.panes();
        match self.context() {
            Context::List | Context::Article | Context::Contents => {}
            // What stands in the place of the panes scrolls as a whole.
            _ => return self.turn_wheel(mouse.kind),
        }
        let under = |pane: Option<Rect>| pane.filter(|pane| pane.holds(mouse.x, mouse.y));
        if let Some(area) = under(panes.list) {
            return self.mouse_in_list(mouse, area);
        }
        if let Some(area) = under(panes.article) {
            return self.mouse_in_article(mouse, area);
        }
        if under(panes.contents).is_some() {
            if mouse.kind == MouseEventKind::Press {
                self.act(Action::Contents, None);
            } else if self.focus == Focus::Contents {
                return self.turn_wheel(mouse.kind);
            }
        }
        Vec::new()
    }

    fn turn_wheel(&mut self, kind: MouseEventKind) -> Vec<Effect> {
        match kind {
            MouseEventKind::WheelDown => self.act(Action::Down, Some(TURN)),
            MouseEventKind::WheelUp => self.act(Action::Up, Some(TURN)),
            MouseEventKind::Press => Vec::new(),
        }
    }

    fn mouse_in_list(&mut self, mouse: MouseEvent, area: Rect) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::WheelDown => self.list.select(self.list.selected + 1),
            MouseEventKind::WheelUp => self.list.select(self.list.selected.saturating_sub(1)),
            MouseEventKind::Press => {
                let row = self.list.top + usize::from(mouse.y - area.y);
                if row >= self.list.rows() {
                    return Vec::new();
                }
                if let ListRow::Post(at, _) = self.list.row(row) {
                    let again = at == self.list.selected && self.focus == Focus::List;
                    self.list.select(at);
                    self.focus = Focus::List;
                    if again {
                        return self.act(Action::Open, None);
                    }
                }
            }
        }
        Vec::new()
    }

    fn mouse_in_article(&mut self, mouse: MouseEvent, area: Rect) -> Vec<Effect> {
        let height = usize::from(area.height);
        let left = area.x + self.text_area().left;
        let Some(article) = &mut self.article else {
            return Vec::new();
        };
        match mouse.kind {
            MouseEventKind::WheelDown => article.scroll(TURN as isize, height),
            MouseEventKind::WheelUp => article.scroll(-(TURN as isize), height),
            MouseEventKind::Press => {
                let row = article.top + usize::from(mouse.y - area.y);
                let link = links::at_column(article, row, i32::from(mouse.x) - i32::from(left));
                let again = link.is_some() && self.link == link;
                self.focus = Focus::Article;
                self.link = link;
                if let Some(link) = link.filter(|_| again) {
                    return match self.destination(link) {
                        Some(Destination::Outside(_)) => self.browse(),
                        _ => self.follow_link(),
                    };
                }
            }
        }
        Vec::new()
    }
}
