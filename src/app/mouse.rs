//! Mouse input: the wheel scrolls or moves the selection, a press selects, a second press on the same item opens it.

use super::action::Action;
use super::event::{MouseEvent, MouseEventKind, MouseReceiver};
use super::keymap::View;
use super::list::ListRow;
use super::message::{Effect, Effects, PressedPart};
use super::overlay::Overlay;
use super::panes::Rect;
use super::prompt::PromptKind;
use super::{Focus, Model};
use crate::clean;
use crate::library::Destination;
use crate::text::Clean;

/// Number of rows by which one wheel step scrolls.
const WHEEL_ROWS: usize = 3;

impl Model {
    /// Captures the mouse, or gives it back to the terminal.
    pub(super) fn toggle_mouse(&mut self, effects: &mut Effects) {
        self.screen.mouse = match self.screen.mouse {
            MouseReceiver::Terminal => MouseReceiver::Folio,
            MouseReceiver::Folio => MouseReceiver::Terminal,
        };
        let key = self.key_for(View::List, Action::Mouse);
        self.notice = Some(match self.screen.mouse {
            MouseReceiver::Folio => clean!("Mouse on. Press {key} to turn it off and select text."),
            MouseReceiver::Terminal => Clean::literal("Mouse off: the terminal selects text."),
        });
        effects.push(Effect::SetMouseReceiver(self.screen.mouse));
    }

    /// Handles a mouse event in the pane under the pointer, or a wheel step in the open overlay. `on_overlay_mouse_press` handles a
    /// press in an overlay.
    pub(super) fn on_mouse(&mut self, event: MouseEvent, effects: &mut Effects) {
        self.notice = None;
        // A press in a pane does not interrupt typing in a prompt.
        if self.prompt.is_some() && event.kind == MouseEventKind::Press {
            return;
        }
        self.hide_hints();
        let panes = self.panes();
        let is_in_tag_picker = self.active_view() == View::Tags;
        if self.overlay().is_some() && !is_in_tag_picker {
            // Overlays other than the tag picker cover the panes, so the wheel scrolls the overlay wherever the pointer is.
            return self.scroll_by_wheel(event.kind, effects);
        }
        let under_pointer =
            |pane: Option<Rect>| pane.filter(|pane| pane.contains(event.x, event.y));
        if under_pointer(panes.list).is_some() && is_in_tag_picker {
            self.scroll_by_wheel(event.kind, effects);
        } else if let Some(area) = under_pointer(panes.list) {
            self.on_mouse_in_list(event, area, effects);
        } else if let Some(area) = under_pointer(panes.article) {
            self.on_mouse_in_article(event, area, effects);
        } else if let Some(area) = under_pointer(panes.contents) {
            if event.kind == MouseEventKind::Press {
                self.press_contents(area, event.y);
            } else if self.screen.focus == Focus::Contents && !is_in_tag_picker {
                self.scroll_by_wheel(event.kind, effects);
            } else {
                self.scroll_contents(event.kind, area);
            }
        }
    }

    /// Handles a press while an overlay or a palette is open. A press on an item selects the item, and a second press chooses
    /// the item. A press outside of the view closes the view.
    pub(super) fn on_overlay_mouse_press(&mut self, pressed: PressedPart, effects: &mut Effects) {
        self.notice = None;
        match pressed {
            PressedPart::Inside => {}
            PressedPart::Outside => self.close_top_view(),
            PressedPart::Item(index) => self.press_item(index, effects),
        }
    }

    /// Closes the palette, or else the top overlay together with its prompt.
    fn close_top_view(&mut self) {
        let is_palette = self.palette().is_some();
        self.prompt = None;
        if !is_palette {
            self.close_overlay();
        }
    }

    /// Selects the item at `index`, or chooses it if it is already selected.
    fn press_item(&mut self, index: usize, effects: &mut Effects) {
        let prompt_kind = self.prompt.as_mut().map(|prompt| &mut prompt.kind);
        if let Some(PromptKind::Palette(palette)) = prompt_kind {
            let was_selected = std::mem::replace(&mut palette.selected, index) == index;
            if was_selected {
                self.submit_prompt(effects);
            }
            return;
        }
        let (selected, action) = match self.overlays.top_mut() {
            Some(Overlay::Tags(tags)) => (&mut tags.selected, Action::RequireTag),
            Some(Overlay::Related(view)) => (&mut view.selected, Action::Open),
            Some(Overlay::Libraries(picker)) => (&mut picker.selected, Action::Open),
            Some(Overlay::PostSearch) => (&mut self.post_search.selected, Action::Open),
            _ => return,
        };
        let was_selected = std::mem::replace(selected, index) == index;
        if was_selected {
            // Opening an item closes the overlay. The prompt for the overlay's query must close too.
            if action == Action::Open {
                self.prompt = None;
            }
            self.act(action, None, effects);
        }
    }

    /// Scrolls the active view, or moves its selection, by a wheel step.
    fn scroll_by_wheel(&mut self, kind: MouseEventKind, effects: &mut Effects) {
        match kind {
            MouseEventKind::WheelDown => self.act(Action::Down, Some(WHEEL_ROWS), effects),
            MouseEventKind::WheelUp => self.act(Action::Up, Some(WHEEL_ROWS), effects),
            MouseEventKind::Press => {}
        }
    }

    /// Handles a mouse event in the list: the wheel moves the selection, a press selects a post, a second press opens it.
    fn on_mouse_in_list(&mut self, event: MouseEvent, area: Rect, effects: &mut Effects) {
        match event.kind {
            MouseEventKind::WheelDown => self.list.step_selection(1),
            MouseEventKind::WheelUp => self.list.step_selection(-1),
            MouseEventKind::Press => {
                let row = self.list.top + usize::from(event.y - area.y);
                if !self.list.visible_rows(area.height.into()).contains(&row) {
                    return;
                }
                if let ListRow::Post(index, _) = self.list.row(row) {
                    let is_second_press =
                        index == self.list.selected && self.screen.focus == Focus::List;
                    self.list.select(index);
                    self.screen.focus = Focus::List;
                    if is_second_press {
                        self.act(Action::Open, None, effects);
                    }
                }
            }
        }
    }

    /// Handles a mouse event in the article: the wheel scrolls, a press selects a link or toggles a fold, a second press
    /// follows the link. A press outside of links deselects the link.
    fn on_mouse_in_article(&mut self, event: MouseEvent, area: Rect, effects: &mut Effects) {
        let height = usize::from(area.height);
        let left = area.x + self.text_area().left;
        let Some(article) = &mut self.article else {
            return;
        };
        match event.kind {
            MouseEventKind::WheelDown => article.scroll(WHEEL_ROWS as isize, height),
            MouseEventKind::WheelUp => article.scroll(-(WHEEL_ROWS as isize), height),
            MouseEventKind::Press => {
                let row = article.top + usize::from(event.y - area.y);
                let link = article.link_at_column(row, i32::from(event.x) - i32::from(left));
                let is_second_press = link.is_some() && article.links.selected == link;
                article.links.selected = link;
                if let Some(id) = article.foldable_at(row).filter(|_| link.is_none()) {
                    article.toggle_fold(id);
                }
                self.screen.focus = Focus::Article;
                if let Some(link) = link.filter(|_| is_second_press) {
                    match self.destination(link) {
                        Some(Destination::Web(_)) => self.browse_link(effects),
                        _ => self.follow_link(effects),
                    }
                }
            }
        }
    }
}
