//! Marks: positions that are named by a letter.

use super::Model;
use super::action::Action;
use super::jump_list::JumpTarget;
use super::keymap::{self, View};
use super::message::Effects;
use super::state::{Change, Mark};
use crate::clean;
use crate::text::Clean;

impl Model {
    /// Sets the mark of a letter, or goes to this mark.
    pub(super) fn set_or_go_to_mark(
        &mut self,
        action: Action,
        letter: char,
        effects: &mut Effects,
    ) {
        if action == Action::SetMark {
            self.set_mark(letter);
        } else {
            self.go_to_mark(letter, effects);
        }
    }

    fn set_mark(&mut self, letter: char) {
        let Some(article) = self.rendered_article() else {
            return;
        };
        let mark = Mark {
            path: article.path().to_owned(),
            position: article.saved_position(),
        };
        let title = Clean::line(&article.body.post.title);
        self.notice = Some(clean!("Mark {letter} set: {title}"));
        self.session.marks.insert(letter, mark.clone());
        self.save(Change::Mark(letter, mark));
    }

    fn go_to_mark(&mut self, letter: char, effects: &mut Effects) {
        let Some(mark) = self.session.marks.get(&letter).cloned() else {
            let mut sequences = self.input.keymap.keys(View::Article, Action::SetMark);
            let sequence = sequences.next().unwrap_or_default();
            // A sequence such as `m a-z` ends with the letter of the mark.
            let prefix = sequence.trim_end_matches(keymap::ANY_LETTER).trim_end();
            self.notice = Some(clean!(
                "No mark {letter}. Press {prefix}{letter} to set it."
            ));
            return;
        };
        self.push_jump();
        self.jump_to(mark.path, JumpTarget::Saved(mark.position), effects);
    }
}
