//! The jump list: back and forward over posts and jumps, as in a browser.

use std::path::{Path, PathBuf};

use super::action::Action;
use super::direction::Direction::{self, Backward, Forward};
use super::message::Effects;
use super::position::Position;
use super::state::SavedPosition;
use super::{Focus, Model};
use crate::clean;
use crate::text::Clean;

/// Maximum number of positions in the jump list.
const MAX_VISITS: usize = 500;

/// A position in a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The post.
    pub path: PathBuf,
    /// The position.
    pub position: Position,
}

/// The jump list.
#[derive(Debug, Default)]
pub struct History {
    back: Vec<Visit>,
    forward: Vec<Visit>,
    /// The position from which the last jump was made.
    before_jump: Option<Visit>,
    /// A jump that is made once the target is loaded.
    pub(super) pending: Option<PendingJump>,
    /// The post that going back or forward opens. Opening this post adds no new visit.
    pub(super) revisited: Option<PathBuf>,
}

/// A jump to a post that is still loading, at least in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PendingJump {
    pub(super) path: PathBuf,
    pub(super) target: JumpTarget,
}

impl PendingJump {
    /// Returns true if the jump restores an earlier reading position.
    pub(super) fn is_return(&self) -> bool {
        matches!(self.target, JumpTarget::Position(_) | JumpTarget::Saved(_))
    }
}

/// The target of a jump within its post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JumpTarget {
    /// A section or a footnote, by its slug.
    Fragment(String),
    /// A position of this session.
    Position(Position),
    /// A saved position.
    Saved(SavedPosition),
    /// A hit of the search of all posts, by its byte offset in the file.
    Hit { query: String, offset: u32 },
    /// The first match after `origin` of the search in the article.
    FirstMatch { origin: Position },
}

impl History {
    /// Adds the position from which a jump is about to be made.
    pub fn push(&mut self, visit: Visit) {
        self.forward.clear();
        self.before_jump = Some(visit.clone());
        if self.back.last() != Some(&visit) {
            self.back.push(visit);
        }
        if self.back.len() > MAX_VISITS {
            self.back.remove(0);
        }
    }

    /// Replaces the path of a renamed post.
    pub fn rename(&mut self, from: &Path, to: &Path) {
        let visits = self.back.iter_mut().chain(&mut self.forward);
        let paths = visits
            .chain(&mut self.before_jump)
            .map(|visit| &mut visit.path);
        for path in paths.chain(&mut self.revisited) {
            if path == from {
                to.clone_into(path);
            }
        }
    }

    /// Returns the previous or the next position, and adds `current` to the list of the opposite direction.
    pub fn go(&mut self, direction: Direction, current: Visit) -> Option<Visit> {
        let (from, to) = match direction {
            Backward => (&mut self.back, &mut self.forward),
            Forward => (&mut self.forward, &mut self.back),
        };
        let visit = from.pop()?;
        to.push(current.clone());
        self.before_jump = Some(current);
        Some(visit)
    }

    /// Returns the position from which the last jump was made.
    pub fn before_jump(&self) -> Option<&Visit> {
        self.before_jump.as_ref()
    }
}

impl Model {
    /// Adds the current position to the jump list.
    pub(super) fn push_jump(&mut self) {
        self.post_search.is_left_for_hit = false;
        if let Some(current) = self.current_visit() {
            self.history.push(current);
        }
    }

    /// Adds the current position to the jump list if `action` is the first of a series of steps, such as from match to match.
    /// The series counts as a single jump, so that going back once undoes all steps.
    pub(super) fn record_jump(&mut self, action: Action) {
        let continues_series = self.input.last_action.is_some_and(Action::is_jump_step);
        if action.is_jump_step() && !continues_series {
            self.push_jump();
        }
        self.input.last_action = Some(action);
    }

    fn current_visit(&self) -> Option<Visit> {
        let article = self.rendered_article()?;
        Some(Visit {
            path: article.path().to_owned(),
            position: article.position(),
        })
    }

    /// Goes to the previous or the next position in the jump list.
    pub(super) fn travel_history(&mut self, direction: Direction, effects: &mut Effects) {
        let visit = self
            .current_visit()
            .and_then(|current| self.history.go(direction, current));
        let Some(visit) = visit else {
            self.notice = Some(Clean::literal(match direction {
                Backward => "No earlier position.",
                Forward => "No later position.",
            }));
            return;
        };
        self.history.revisited = Some(visit.path.clone());
        self.go_to_visit(visit, effects);
    }

    /// Goes to the position from which the last jump was made. Repeating the action alternates between the two positions.
    pub(super) fn go_before_jump(&mut self, effects: &mut Effects) {
        let Some(visit) = self.history.before_jump().cloned() else {
            self.notice = Some(Clean::literal("No jump yet."));
            return;
        };
        self.push_jump();
        self.go_to_visit(visit, effects);
    }

    fn go_to_visit(&mut self, visit: Visit, effects: &mut Effects) {
        self.jump_to(visit.path, JumpTarget::Position(visit.position), effects);
    }

    /// Goes to a position in a post, and opens the post first if necessary.
    pub(super) fn jump_to(&mut self, path: PathBuf, target: JumpTarget, effects: &mut Effects) {
        self.leave_source_view();
        self.select_no_link();
        if self.open_path() == Some(&*path) {
            self.screen.focus = Focus::Article;
        } else {
            self.visit(path.clone(), effects);
        }
        self.history.pending = Some(PendingJump { path, target });
        self.make_pending_jump();
    }

    /// Makes the pending jump if its post is open and the target is loaded.
    pub(super) fn make_pending_jump(&mut self) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let path = article.path();
        let Some(jump) = self.history.pending.take_if(|jump| jump.path == path) else {
            return;
        };
        let is_done = match &jump.target {
            JumpTarget::Fragment(fragment) => article.go_to_fragment(fragment, height),
            JumpTarget::Position(position) => article.go_to_position(*position),
            JumpTarget::Saved(position) => article.go_to_saved(position),
            JumpTarget::Hit { query, offset } if article.is_complete => {
                self.notice = article.go_to_hit(query, *offset, height);
                true
            }
            JumpTarget::FirstMatch { origin } if article.is_complete => {
                article.begin_search(*origin);
                let query = article.search.take().map(|search| search.query);
                self.update_search(&query.unwrap_or_default());
                return self.confirm_search();
            }
            JumpTarget::Hit { .. } | JumpTarget::FirstMatch { .. } => false,
        };
        if is_done {
            return;
        }
        if !article.is_complete {
            self.history.pending = Some(jump);
        } else if let JumpTarget::Fragment(fragment) = jump.target {
            self.notice = Some(clean!("This post has no section {fragment}."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(name: &str) -> Visit {
        Visit {
            path: name.into(),
            position: Position::Masthead(0),
        }
    }

    #[test]
    fn going_back_and_forward_works_as_in_a_browser() {
        let mut history = History::default();
        history.push(visit("a"));
        history.push(visit("b"));
        assert_eq!(history.go(Backward, visit("c")), Some(visit("b")));
        assert_eq!(history.go(Backward, visit("b")), Some(visit("a")));
        assert_eq!(history.go(Backward, visit("a")), None);
        assert_eq!(history.go(Forward, visit("a")), Some(visit("b")));
        history.push(visit("b"));
        assert_eq!(
            history.go(Forward, visit("d")),
            None,
            "a new jump clears the forward list"
        );
        assert_eq!(history.go(Backward, visit("d")), Some(visit("b")));
    }
}
