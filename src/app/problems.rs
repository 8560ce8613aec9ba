//! What is wrong with one post, while it is shown.

use std::path::PathBuf;

use crate::post::{Post, Problem};

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
    pub fn new(post: &Post) -> Option<Self> {
        (!post.problems.is_empty()).then(|| Self {
            path: post.path.clone(),
            problems: post.problems.clone(),
            top: 0,
        })
    }

    /// Scrolls by so many problems.
    pub fn step(&mut self, problems: isize) {
        let last = self.problems.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(problems).min(last);
    }
}
