//! Letters that stand for places, and the place before the last jump.

use crate::app::action::Action;
use crate::app::history::Visit;
use crate::app::message::{Code, Effect, Key};
use crate::app::state::{Change, Mark};
use crate::app::{Focus, Model};
use crate::text::Clean;

impl Model {
    /// Waits for the letter, as if the first key of the two had been pressed: the palette names only the action.
    pub(super) fn ask_letter(&mut self, action: Action) {
        let first = if action == Action::SetMark { 'm' } else { '\'' };
        self.prefix = Some(Key {
            code: Code::Char(first),
            ctrl: false,
            alt: false,
        });
    }

    /// Does what an action does with a letter.
    pub(super) fn act_on(&mut self, action: Action, letter: char) -> Vec<Effect> {
        if action == Action::SetMark {
            self.set_mark(letter);
            return Vec::new();
        }
        self.go_to_letter(letter)
    }

    fn set_mark(&mut self, letter: char) {
        let open = match &self.behind {
            Some(behind) => Some(&behind.article),
            None => self.article.as_ref(),
        };
        let Some(article) = open else { return };
        let path = article.body.post.path.clone();
        let mark = Mark {
            path,
            spot: article.spot(),
        };
        let title = Clean::line(&article.body.post.title);
        self.notice = Some(crate::clean!("'{letter} comes back here: {title}"));
        self.marks.insert(letter, mark.clone());
        self.keep(Change::Mark(letter, mark));
    }

    fn go_to_letter(&mut self, letter: char) -> Vec<Effect> {
        let Some(mark) = self.marks.get(&letter).cloned() else {
            self.notice = Some(crate::clean!(
                "No place is marked {letter}; m{letter} marks the one being read."
            ));
            return Vec::new();
        };
        self.leave_place();
        self.leave_source();
        (self.link, self.noted) = (None, None);
        match &mut self.article {
            Some(article) if article.body.post.path == mark.path => {
                article.go_to_spot(&mark.spot);
                self.focus = Focus::Article;
                Vec::new()
            }
            _ => {
                self.arrival = Some((mark.path.clone(), mark.spot));
                vec![self.visit(mark.path)]
            }
        }
    }

    /// Goes where the reader was before the last jump; once more, and it is the other way round.
    pub(super) fn go_before_jump(&mut self) -> Vec<Effect> {
        let Some(visit) = self.history.left().cloned() else {
            self.notice = Some(Clean::literal("There was no jump yet."));
            return Vec::new();
        };
        self.leave_place();
        self.go_to_visit(visit)
    }

    /// Goes to a place of before, in this post or another.
    pub(super) fn go_to_visit(&mut self, visit: Visit) -> Vec<Effect> {
        self.leave_source();
        (self.link, self.noted) = (None, None);
        match &mut self.article {
            Some(article) if article.body.post.path == visit.path => {
                article.restore(visit.place);
                self.focus = Focus::Article;
                Vec::new()
            }
            _ => {
                let effect = self.visit(visit.path.clone());
                // After `visit`, which remembers the place that is left.
                self.places.insert(visit.path, visit.place);
                vec![effect]
            }
        }
    }

    /// Remembers the place that a jump leaves. A run of steps from section to section, or from match to match, is one
    /// jump: the way back is not to be as long as the way there.
    pub(super) fn leave_by(&mut self, action: Action) {
        let is_step = |action: Action| {
            use Action::{
                NextChapter, NextMatch, NextSection, PreviousChapter, PreviousMatch,
                PreviousSection,
            };
            let sections = [NextSection, PreviousSection, NextChapter, PreviousChapter];
            sections.contains(&action) || matches!(action, NextMatch | PreviousMatch)
        };
        let goes_on = self.last_action.is_some_and(is_step);
        if is_step(action) && !goes_on {
            self.leave_place();
        }
        self.last_action = Some(action);
    }
}
