//! The screen: the terminal's size, the focus, and the visible panes.

use super::Model;
use super::action::Action;
use super::direction::Direction;
use super::event::{MouseReceiver, Size};
use super::keymap::View;
use super::panes::{ContentsColumn, SIDE_BY_SIDE_COLUMNS, clamp_list_columns};
use crate::clean;
use crate::text::Clean;

/// Number of columns by which one key press changes the width of the list.
const LIST_STEP_COLUMNS: isize = 2;

/// The pane that receives key input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum Focus {
    #[default]
    List,
    Article,
    Contents,
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct Screen {
    /// The terminal's size.
    pub size: Size,
    /// The pane that receives key input.
    pub focus: Focus,
    /// True if zen is on: the article's text fills the screen, without header and footer.
    pub is_zen: bool,
    /// Maximum width of running text, in columns.
    pub measure: u16,
    /// The user's choice to show (true) or hide (false) the contents beside the article; `None` uses the post's `toc` field.
    pub(super) contents_choice: Option<bool>,
    /// The receiver of mouse events: the terminal or folio.
    pub(super) mouse: MouseReceiver,
}

impl Screen {
    /// Returns the receiver of mouse events: the terminal or folio.
    pub fn mouse(&self) -> MouseReceiver {
        self.mouse
    }

    pub(super) fn new(size: Size, measure: u16, focus: Focus) -> Self {
        Self {
            size,
            focus,
            measure,
            ..Self::default()
        }
    }
}

impl Model {
    /// Shows or hides the contents column. Shows a notice if there is too little room, or if the post has no headings.
    pub(super) fn toggle_contents_column(&mut self) {
        if self.panes().has_contents_column() {
            self.screen.contents_choice = Some(false);
            if self.screen.focus == Focus::Contents {
                self.screen.focus = Focus::Article;
            }
            return;
        }
        let previous_choice = self.screen.contents_choice.replace(true);
        if self.panes().has_contents_column() {
            return;
        }
        // The choice is now to show the column, so `Hidden` can only mean that there are no headings.
        self.notice = Some(if self.contents_column() == ContentsColumn::Hidden {
            Clean::literal("This post has no headings.")
        } else {
            let key = self.key_for(View::Article, Action::Contents);
            clean!("No room for the contents column; {key} opens the contents.")
        });
        self.screen.contents_choice = previous_choice;
    }

    /// Shows only the article's text, or the panes again.
    pub(super) fn toggle_zen(&mut self) {
        self.screen.is_zen = !self.screen.is_zen;
        if self.screen.is_zen {
            let (zen_key, back_key) = (
                self.key_for(View::Zen, Action::Zen),
                self.key_for(View::Zen, Action::Back),
            );
            self.notice = Some(clean!("{zen_key} or {back_key} shows the panes again."));
        }
    }

    /// Hides the list beside the article, or shows it again.
    pub(super) fn toggle_list(&mut self) {
        if self.folder.is_piped_text {
            self.notice = Some(Clean::literal("Only one text is open."));
        } else if self.screen.size.width < SIDE_BY_SIDE_COLUMNS {
            self.notify_too_narrow();
        } else {
            self.list.is_hidden = !self.list.is_hidden;
            if self.list.is_hidden && self.screen.focus == Focus::List {
                // Makes the article pane open the selected post, even if this post has failed to open before.
                self.allow_opening_selection_again();
                self.screen.focus = Focus::Article;
            }
        }
    }

    /// Widens the list beside the article, or narrows it if `steps` is negative.
    pub(super) fn resize_list(&mut self, steps: isize) {
        let panes = self.panes();
        let Some(list) = panes.list.filter(|_| panes.is_side_by_side()) else {
            self.notify_too_narrow();
            return;
        };
        let change = steps.saturating_mul(LIST_STEP_COLUMNS);
        let columns = usize::from(list.width).saturating_add_signed(change);
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        self.list.columns = Some(clamp_list_columns(columns, self.screen.size.width));
    }

    fn notify_too_narrow(&mut self) {
        self.notice = Some(clean!(
            "List and article side by side need at least {SIDE_BY_SIDE_COLUMNS} columns."
        ));
    }

    /// Focuses the next or previous pane. The contents are included only if they are visible. The list and the article are
    /// included even if they are hidden, because focusing them shows them. A piped text has no list.
    pub(super) fn cycle_focus(&mut self, direction: Direction) {
        let mut panes = Vec::with_capacity(3);
        if !self.folder.is_piped_text {
            panes.push(Focus::List);
        }
        panes.push(Focus::Article);
        if self.panes().has_contents_column() || self.screen.focus == Focus::Contents {
            panes.push(Focus::Contents);
        }
        let focused = panes.iter().position(|pane| *pane == self.screen.focus);
        let step = match direction {
            Direction::Forward => 1,
            // In a circle of panes, this number of steps forward leads to the previous pane.
            Direction::Backward => panes.len() - 1,
        };
        match panes[(focused.unwrap_or(0) + step) % panes.len()] {
            Focus::Contents => self.open_contents(),
            pane => self.screen.focus = pane,
        }
    }
}
