//! Posts gathered from several threads and handed over in batches.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Scanned;
use crate::library::compare_paths;
use crate::post::{Post, Problem};

/// The first batch fills a screen and should be there at once. Fewer in tests, so that folders of a few posts are walked.
pub(super) const FIRST: usize = if cfg!(test) { 3 } else { 32 };

/// No batch is larger, so that taking one in never holds up a frame.
const MOST: usize = 512;

/// A batch is handed over when it is this old: about two frames.
const OLDEST: Duration = Duration::from_millis(30);

pub(super) struct Batches<'a> {
    sink: &'a (dyn Fn(Scanned) + Sync),
    state: Mutex<State>,
}

struct State {
    posts: Vec<Post>,
    problems: Vec<(PathBuf, Problem)>,
    limit: usize,
    since: Instant,
}

impl<'a> Batches<'a> {
    pub(super) fn new(sink: &'a (dyn Fn(Scanned) + Sync)) -> Self {
        Self {
            sink,
            state: Mutex::new(State {
                posts: Vec::new(),
                problems: Vec::new(),
                limit: FIRST,
                since: Instant::now(),
            }),
        }
    }

    pub(super) fn post(&self, post: Post) {
        let mut state = self.lock();
        state.posts.push(post);
        let is_due = state.posts.len() >= state.limit || state.since.elapsed() >= OLDEST;
        if !is_due {
            return;
        }
        let mut batch = std::mem::take(&mut state.posts);
        state.limit = MOST;
        state.since = Instant::now();
        // The sink may block; the other threads need not wait for it.
        drop(state);
        // Here, and not where frames are drawn: the library has less to compare.
        batch.sort_by(|one, other| compare_paths(&one.path, &other.path));
        (self.sink)(Scanned::Batch(batch));
    }

    pub(super) fn problem(&self, path: PathBuf, problem: Problem) {
        self.lock().problems.push((path, problem));
    }

    /// Hands over what is left, and that it was the last.
    pub(super) fn finish(self) {
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if !state.posts.is_empty() {
            (self.sink)(Scanned::Batch(state.posts));
        }
        let mut problems = state.problems;
        problems.sort_by(|one, other| one.0.cmp(&other.0));
        (self.sink)(Scanned::Done { problems });
    }

    /// The state is whole between two statements, so a panic elsewhere has not harmed it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
