//! What is wrong with one post, while it is shown.

use std::path::PathBuf;

use crate::post::Problem;

/// The view of a post's problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemView {
    /// The post, below the library's folder.
    pub path: PathBuf,
    /// What is wrong with it, in the order of its lines.
    pub problems: Vec<Problem>,
    /// The first one on the screen.
    pub top: usize,
}

impl ProblemView {
    /// `None` where nothing is wrong.
    pub fn new(path: PathBuf, problems: Vec<Problem>) -> Option<Self> {
        (!problems.is_empty()).then_some(Self {
            path,
            problems,
            top: 0,
        })
    }

    /// Takes over all that was found; what is read stays on top.
    pub fn update(&mut self, problems: Vec<Problem>) {
        let first = self.problems.get(self.top).cloned();
        self.problems = problems;
        let at = self
            .problems
            .iter()
            .position(|one| Some(one) == first.as_ref());
        self.top = at.unwrap_or(0);
    }

    /// Scrolls by so many problems.
    pub fn step(&mut self, problems: isize) {
        let last = self.problems.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(problems).min(last);
    }
}
