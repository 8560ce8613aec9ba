//! The jump list: the positions from which jumps were made. Going back and forward works as in a browser.

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
const MAX_JUMP_POSITIONS: usize = 500;

/// A position in a post, as an entry of the jump list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JumpPosition {
    /// The post.
    pub path: PathBuf,
    /// The position.
    pub position: Position,
}

/// The jump list.
#[derive(Debug, Default)]
pub struct JumpList {
    /// The positions that going back returns to; the latest is last.
    back: Vec<JumpPosition>,
    /// The positions that going forward returns to; the next one is last.
    forward: Vec<JumpPosition>,
    /// The position from which the last jump was made, also if the jump went back or forward.
    before_jump: Option<JumpPosition>,
    /// A jump that is made once the target is loaded.
    pub(super) pending: Option<PendingJump>,
    /// The post of the position to which the user is going back or forward. Opening this post adds no position to the jump
    /// list. `None` once the post is open.
    pub(super) revisited: Option<PathBuf>,
}

/// A jump to a target that is not loaded yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PendingJump {
    pub(super) path: PathBuf,
    pub(super) target: JumpTarget,
}

impl PendingJump {
    /// Returns true if the jump restores an earlier reading position.
    pub(super) fn restores_position(&self) -> bool {
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
    /// The first match of the search in the article at or after `origin`.
    FirstMatch { origin: Position },
}

impl JumpList {
    /// Adds the position from which a jump is about to be made, and removes the positions to go forward to.
    pub fn push(&mut self, position: JumpPosition) {
        self.forward.clear();
        self.before_jump = Some(position.clone());
        if self.back.last() != Some(&position) {
            self.back.push(position);
        }
        if self.back.len() > MAX_JUMP_POSITIONS {
            self.back.remove(0);
        }
    }

    /// Replaces the path of a renamed post in all positions and in the pending jump.
    pub fn rename(&mut self, from: &Path, to: &Path) {
        let positions = self.back.iter_mut().chain(&mut self.forward);
        let paths = positions
            .chain(&mut self.before_jump)
            .map(|position| &mut position.path);
        let pending_path = self.pending.as_mut().map(|jump| &mut jump.path);
        for path in paths.chain(&mut self.revisited).chain(pending_path) {
            if path == from {
                to.clone_into(path);
            }
        }
    }

    /// Removes and returns the previous or the next position, and adds `current` to the positions of the opposite direction.
    pub fn pop(&mut self, direction: Direction, current: JumpPosition) -> Option<JumpPosition> {
        let (positions, opposite) = match direction {
            Backward => (&mut self.back, &mut self.forward),
            Forward => (&mut self.forward, &mut self.back),
        };
        let target = positions.pop()?;
        opposite.push(current.clone());
        self.before_jump = Some(current);
        Some(target)
    }

    /// Returns the position from which the last jump was made.
    pub fn before_jump(&self) -> Option<&JumpPosition> {
        self.before_jump.as_ref()
    }
}

impl Model {
    /// Adds the current position to the jump list.
    pub(super) fn push_jump(&mut self) {
        self.post_search.last_jump_went_to_a_hit = false;
        if let Some(current) = self.current_position() {
            self.jump_list.push(current);
        }
    }

    /// Records the action as the last action. If it is the first of a series of steps, such as from match to match, first adds
    /// the current position to the jump list. The series counts as a single jump, so that going back once undoes all steps.
    pub(super) fn record_action(&mut self, action: Action) {
        let continues_series = self.input.last_action.is_some_and(Action::is_jump_step);
        if action.is_jump_step() && !continues_series {
            self.push_jump();
        }
        self.input.last_action = Some(action);
    }

    /// Returns the position in the open article.
    fn current_position(&self) -> Option<JumpPosition> {
        let article = self.rendered_article()?;
        Some(JumpPosition {
            path: article.path().to_owned(),
            position: article.position(),
        })
    }

    /// Goes to the previous or the next position in the jump list.
    pub(super) fn travel_jump_list(&mut self, direction: Direction, effects: &mut Effects) {
        let target = self
            .current_position()
            .and_then(|current| self.jump_list.pop(direction, current));
        let Some(target) = target else {
            self.notice = Some(Clean::literal(match direction {
                Backward => "No earlier position.",
                Forward => "No later position.",
            }));
            return;
        };
        self.jump_list.revisited = Some(target.path.clone());
        self.go_to_jump_position(target, effects);
    }

    /// Goes to the position from which the last jump was made. This is a jump too, so the next call returns to the current
    /// position.
    pub(super) fn go_before_jump(&mut self, effects: &mut Effects) {
        let Some(target) = self.jump_list.before_jump().cloned() else {
            self.notice = Some(Clean::literal("No jump yet."));
            return;
        };
        self.push_jump();
        self.go_to_jump_position(target, effects);
    }

    fn go_to_jump_position(&mut self, target: JumpPosition, effects: &mut Effects) {
        self.jump_to(target.path, JumpTarget::Position(target.position), effects);
    }

    /// Goes to a position in a post, and opens the post first if necessary.
    pub(super) fn jump_to(&mut self, path: PathBuf, target: JumpTarget, effects: &mut Effects) {
        self.leave_source_view();
        self.deselect_link();
        if self.open_path() == Some(&*path) {
            self.screen.focus = Focus::Article;
        } else {
            self.open_and_select(path.clone(), effects);
        }
        self.jump_list.pending = Some(PendingJump { path, target });
        self.carry_out_pending_jump();
    }

    /// Carries out the pending jump if its post is open and the target is loaded.
    pub(super) fn carry_out_pending_jump(&mut self) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let path = article.path();
        let Some(jump) = self.jump_list.pending.take_if(|jump| jump.path == path) else {
            return;
        };
        let is_done = match &jump.target {
            JumpTarget::Fragment(fragment) => article.go_to_fragment(fragment, height),
            JumpTarget::Position(position) => article.go_to_position(*position),
            JumpTarget::Saved(position) => article.go_to_saved(position),
            JumpTarget::Hit { query, offset } if article.is_complete => {
                self.notice = Some(article.go_to_hit(query, *offset, height));
                true
            }
            JumpTarget::FirstMatch { origin } if article.is_complete => {
                article.store_state_before_search(*origin);
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
            self.jump_list.pending = Some(jump);
        } else if let JumpTarget::Fragment(fragment) = jump.target {
            self.notice = Some(clean!("This post has no section {fragment}."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(name: &str) -> JumpPosition {
        JumpPosition {
            path: name.into(),
            position: Position::Masthead(0),
        }
    }

    #[test]
    fn pending_jump_and_positions_follow_a_renamed_post() {
        let mut jump_list = JumpList::default();
        jump_list.push(position("old"));
        jump_list.pending = Some(PendingJump {
            path: "old".into(),
            target: JumpTarget::Fragment("section".to_owned()),
        });
        jump_list.rename(Path::new("old"), Path::new("new"));
        let pending_path = jump_list.pending.as_ref().map(|jump| &*jump.path);
        assert_eq!(pending_path, Some(Path::new("new")));
        assert_eq!(jump_list.before_jump(), Some(&position("new")));
        assert_eq!(
            jump_list.pop(Backward, position("b")),
            Some(position("new"))
        );
    }

    #[test]
    fn going_back_and_forward_works_as_in_a_browser() {
        let mut jump_list = JumpList::default();
        jump_list.push(position("a"));
        jump_list.push(position("b"));
        assert_eq!(jump_list.pop(Backward, position("c")), Some(position("b")));
        assert_eq!(jump_list.pop(Backward, position("b")), Some(position("a")));
        assert_eq!(jump_list.pop(Backward, position("a")), None);
        assert_eq!(jump_list.pop(Forward, position("a")), Some(position("b")));
        jump_list.push(position("b"));
        assert_eq!(
            jump_list.pop(Forward, position("d")),
            None,
            "a new jump clears the forward list"
        );
        assert_eq!(jump_list.pop(Backward, position("d")), Some(position("b")));
    }
}
