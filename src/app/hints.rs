//! Hints: numbers beside the visible links, footnotes and foldable containers, or beside code blocks. Typing a number
//! follows the link, goes from the footnote back to its reference, folds or unfolds the container, or copies the code
//! block.

use super::event::{self, Key};
use super::message::{Effect, Effects};
use super::position::Position;
use super::{Model, targets};
use crate::document::{ContainerId, LinkId};
use crate::layout::Anchor;
use crate::library::Destination;
use crate::text::Clean;

/// The target that a number refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintTarget {
    /// A link.
    Link(LinkId),
    /// A footnote, identified by its number. The first footnote has the number 1.
    Footnote(u32),
    /// The title of a container that can be folded.
    Fold(ContainerId),
    /// A code block, identified by its index in the document's blocks.
    Code(usize),
}

/// A target with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberedTarget {
    /// The row of the article on which the number is shown.
    pub row: usize,
    /// The target.
    pub target: HintTarget,
}

/// The numbered targets and the digits typed so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// The targets in the order of their numbers, which start at 1.
    pub targets: Vec<NumberedTarget>,
    /// The digits typed so far.
    pub typed: String,
}

impl Hints {
    /// Returns true if the hints number code blocks.
    pub fn is_for_code(&self) -> bool {
        let first = self.targets.first();
        first.is_some_and(|numbered| matches!(numbered.target, HintTarget::Code(_)))
    }

    /// Returns the number to show for a target on a row of the article. A target that takes several rows has its number on one of
    /// them. Returns `None` for the other rows, or if the number does not begin with the digits typed so far.
    pub fn shown_number(&self, row: usize, target: HintTarget) -> Option<String> {
        let index = self
            .targets
            .iter()
            .position(|numbered| *numbered == NumberedTarget { row, target })?;
        let number = (index + 1).to_string();
        number.starts_with(&self.typed).then_some(number)
    }

    /// Returns the number to show at the start of a row of the article, for a footnote, a container or a code block. Returns
    /// `None` if the row has no such number, or if the number does not begin with the digits typed so far.
    pub fn shown_number_at_row_start(&self, row: usize) -> Option<String> {
        let is_at_start_of_row = |numbered: &&NumberedTarget| {
            numbered.row == row && !matches!(numbered.target, HintTarget::Link(_))
        };
        let numbered = self.targets.iter().find(is_at_start_of_row)?;
        self.shown_number(row, numbered.target)
    }

    /// Returns the target whose number was typed.
    fn typed_target(&self) -> Option<HintTarget> {
        let number: usize = self.typed.parse().ok()?;
        let numbered = self.targets.get(number.checked_sub(1)?)?;
        Some(numbered.target)
    }

    /// Returns the target whose number was typed, unless the typed digits also begin a longer number: `1` is ambiguous if
    /// there are ten targets.
    fn unambiguous_target(&self) -> Option<HintTarget> {
        let number: usize = self.typed.parse().ok()?;
        self.typed_target()
            .filter(|_| number * 10 > self.targets.len())
    }

    /// Adds a digit to the typed digits, if the number of a target begins with the resulting digits.
    fn push_digit(&mut self, digit: char) {
        self.typed.push(digit);
        let number: usize = self.typed.parse().unwrap_or(0);
        if number == 0 || number > self.targets.len() {
            self.typed.pop();
        }
    }
}

impl Model {
    /// Returns the hints, while they are shown.
    pub fn hints(&self) -> Option<&Hints> {
        self.article.as_ref()?.links.hints.as_ref()
    }

    /// Shows hints for the visible links, footnotes and foldable containers, or a notice if there are none.
    pub(super) fn show_link_hints(&mut self) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        article.links.hints = article.link_hints(height);
        if article.links.hints.is_none() {
            self.notice = Some(Clean::literal("No link on the screen."));
        }
    }

    pub(super) fn hide_hints(&mut self) {
        if let Some(article) = &mut self.article {
            article.links.hints = None;
        }
    }

    /// Handles a key while hints are shown. If the key has no meaning for hints, hides the hints and returns false. Also
    /// returns false if no hints are shown.
    pub(super) fn handle_hint_key(&mut self, key: Key, effects: &mut Effects) -> bool {
        let article = self.article.as_mut();
        let Some(hints) = article.and_then(|article| article.links.hints.as_mut()) else {
            return false;
        };
        let chosen = match key.code {
            event::Code::Char(digit) if digit.is_ascii_digit() && !key.ctrl && !key.alt => {
                hints.push_digit(digit);
                hints.unambiguous_target()
            }
            event::Code::Enter => hints.typed_target(),
            event::Code::Backspace if hints.typed.pop().is_some() => None,
            event::Code::Esc | event::Code::Backspace => {
                self.hide_hints();
                return true;
            }
            _ => {
                self.hide_hints();
                return false;
            }
        };
        if let Some(target) = chosen {
            self.follow_hint(target, effects);
        }
        true
    }

    /// Follows a link, goes to a footnote's reference, toggles a fold, or copies a code block.
    fn follow_hint(&mut self, target: HintTarget, effects: &mut Effects) {
        self.hide_hints();
        match target {
            HintTarget::Link(link) => {
                self.select_link(link);
                match self.destination(link) {
                    Some(Destination::Web(_)) => self.browse_link(effects),
                    _ => self.follow_link(effects),
                }
            }
            HintTarget::Footnote(number) => self.go_to_reference(number),
            HintTarget::Fold(id) => {
                if let Some(article) = &mut self.article {
                    article.toggle_fold(id);
                }
            }
            HintTarget::Code(block) => effects.extend(self.code_request(block).map(Effect::Copy)),
        }
    }

    /// Goes from a footnote to its first reference, and selects the reference.
    fn go_to_reference(&mut self, number: u32) {
        self.push_jump();
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let document = &article.body.document;
        let footnote = document.footnotes().get(number as usize - 1);
        let Some(reference) = footnote.and_then(|footnote| footnote.reference) else {
            return;
        };
        article.links.selected = targets::link_at(document, reference);
        let block = document.block_at(reference as usize);
        let start = document.blocks()[block].start;
        article.reveal(block);
        article.scroll_to_position(Position::Body(Anchor {
            block: block as u32,
            offset: reference - start,
            row_in_block: 0,
        }));
        // The text above the reference takes a third of the pane.
        article.top = article
            .top
            .saturating_sub(height / 3)
            .min(article.last_top(height));
    }
}
