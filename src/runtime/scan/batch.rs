//! Collects posts from several threads and passes them on in batches.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Scanned;
use crate::library::compare_paths;
use crate::post::{Post, Problem};

/// Number of posts in the first batch: a screenful, so that the list appears at once.
pub(super) const FIRST_BATCH_POSTS: usize = 32;

/// Number of posts in later batches: small enough that the library can add a batch within a frame.
const MAX_BATCH_POSTS: usize = 512;

/// Maximum age of an incomplete batch: about two frames.
const MAX_BATCH_AGE: Duration = Duration::from_millis(30);

/// The posts and problems that are not passed on yet.
pub(super) struct Batches<'a> {
    sink: &'a (dyn Fn(Scanned) + Sync),
    state: Mutex<BatchState>,
}

struct BatchState {
    posts: Vec<Post>,
    problems: Vec<(PathBuf, Problem)>,
    limit: usize,
    since: Instant,
}

impl<'a> Batches<'a> {
    pub(super) fn new(sink: &'a (dyn Fn(Scanned) + Sync)) -> Self {
        Self {
            sink,
            state: Mutex::new(BatchState {
                posts: Vec::new(),
                problems: Vec::new(),
                limit: FIRST_BATCH_POSTS,
                since: Instant::now(),
            }),
        }
    }

    pub(super) fn post(&self, post: Post) {
        let mut state = self.lock();
        state.posts.push(post);
        let is_due = state.posts.len() >= state.limit || state.since.elapsed() >= MAX_BATCH_AGE;
        if !is_due {
            return;
        }
        let mut batch = std::mem::take(&mut state.posts);
        state.limit = MAX_BATCH_POSTS;
        state.since = Instant::now();
        // Unlocked first: the sink may block, and the other threads must not wait for it.
        drop(state);
        // Sorted here, so that the library has less work on the drawing thread.
        batch.sort_by(|one, other| compare_paths(&one.path, &other.path));
        (self.sink)(Scanned::Batch(batch));
    }

    pub(super) fn problem(&self, path: PathBuf, problem: Problem) {
        self.lock().problems.push((path, problem));
    }

    /// Passes on the remaining posts and the end of the scan.
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

    /// Locks the state. Ignores poisoning: each statement leaves the state consistent, even if a thread panics.
    fn lock(&self) -> MutexGuard<'_, BatchState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
