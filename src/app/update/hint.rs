//! Following by number: `F` numbers what can be followed on the screen, digits choose.

use crate::app::article::Place;
use crate::app::hints::{Hints, Target};
use crate::app::message::{Code, Effect, Key};
use crate::app::{Model, links};
use crate::layout::Anchor;
use crate::library::Destination;
use crate::text::Clean;

impl Model {
    pub(super) fn number_links(&mut self) {
        let height = self.article_height();
        let Some(article) = &self.article else { return };
        self.hints = Hints::new(article, height);
        if self.hints.is_none() {
            self.notice = Some(Clean::literal("No link on the screen."));
        }
    }

    /// What a key does while the numbers stand; `None` where it is no business of theirs, and they go.
    pub(super) fn hint_key(&mut self, key: Key) -> Option<Vec<Effect>> {
        let hints = self.hints.as_mut()?;
        let chosen = match key.code {
            Code::Char(digit) if digit.is_ascii_digit() && !key.ctrl && !key.alt => {
                hints.push(digit);
                hints.chosen(false)
            }
            Code::Enter => hints.chosen(true),
            Code::Backspace if hints.typed.pop().is_some() => None,
            Code::Esc | Code::Backspace => {
                self.hints = None;
                return Some(Vec::new());
            }
            _ => {
                self.hints = None;
                return None;
            }
        };
        Some(chosen.map_or_else(Vec::new, |target| self.go_to_target(target)))
    }

    fn go_to_target(&mut self, target: Target) -> Vec<Effect> {
        self.hints = None;
        match target {
            Target::Link(link) => {
                (self.link, self.noted) = (Some(link), None);
                match self.destination(link) {
                    Some(Destination::Outside(_)) => self.browse(),
                    _ => self.follow_link(),
                }
            }
            Target::Note(number) => {
                self.go_to_mark(number);
                Vec::new()
            }
        }
    }

    /// Goes from a footnote to its first mark, and selects that.
    fn go_to_mark(&mut self, number: u32) {
        self.leave_place();
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let document = &article.body.document;
        let note = document.notes().get(number as usize - 1);
        let Some(mark) = note.and_then(|note| note.reference) else {
            return;
        };
        self.link = links::at(document, mark);
        let block = document.block_at(mark as usize);
        let start = document.blocks()[block].start;
        let place = Place::Body(Anchor {
            block: block as u32,
            offset: mark - start,
            rows: 0,
        });
        article.restore(place);
        article.top = article
            .top
            .saturating_sub(height / 3)
            .min(article.last_top(height));
    }
}
