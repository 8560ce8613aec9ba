//! Where the reader has been: back and forth over posts and jumps, as in a browser.

use std::path::{Path, PathBuf};

use super::article::Place;

/// A post and a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The post, below the library's folder.
    pub path: PathBuf,
    /// The place.
    pub place: Place,
}

/// Visits that lie behind, and those that were left by going back.
#[derive(Debug, Default)]
pub struct History {
    behind: Vec<Visit>,
    ahead: Vec<Visit>,
    /// The place that the last jump left, there or back.
    left: Option<Visit>,
}

/// Visits that are kept.
const MOST: usize = 500;

impl History {
    /// Remembers a place that is about to be left by a jump.
    pub fn leave(&mut self, visit: Visit) {
        self.ahead.clear();
        self.left = Some(visit.clone());
        if self.behind.last() != Some(&visit) {
            self.behind.push(visit);
        }
        if self.behind.len() > MOST {
            self.behind.remove(0);
        }
    }

    /// A post has another path now.
    pub fn rename(&mut self, from: &Path, to: &Path) {
        let visits = self.behind.iter_mut().chain(&mut self.ahead);
        let visits = visits.chain(&mut self.left);
        for visit in visits.filter(|visit| visit.path == from) {
            to.clone_into(&mut visit.path);
        }
    }

    /// The visit before, `here` being left; or the one that going back has left.
    pub fn go(&mut self, back: bool, here: Visit) -> Option<Visit> {
        let (from, to) = if back {
            (&mut self.behind, &mut self.ahead)
        } else {
            (&mut self.ahead, &mut self.behind)
        };
        let visit = from.pop()?;
        to.push(here.clone());
        self.left = Some(here);
        Some(visit)
    }

    /// The place that the last jump left.
    pub fn left(&self) -> Option<&Visit> {
        self.left.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(name: &str) -> Visit {
        Visit {
            path: name.into(),
            place: Place::Masthead(0),
        }
    }

    #[test]
    fn back_and_forth_is_a_browsers() {
        let mut history = History::default();
        history.leave(visit("a"));
        history.leave(visit("b"));
        assert_eq!(history.go(true, visit("c")), Some(visit("b")));
        assert_eq!(history.go(true, visit("b")), Some(visit("a")));
        assert_eq!(history.go(true, visit("a")), None);
        assert_eq!(history.go(false, visit("a")), Some(visit("b")));
        history.leave(visit("b"));
        assert_eq!(
            history.go(false, visit("d")),
            None,
            "a new jump forgets what was ahead"
        );
        assert_eq!(history.go(true, visit("d")), Some(visit("b")));
    }
}
