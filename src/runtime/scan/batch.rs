//! Collects posts from several threads and passes them on in batches.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Scanned;
use crate::library::compare_paths;
use crate::post::{Post, PostProblem, Problem};

/// Maximum number of posts in the first batch: a screenful, so that the list appears at once.
pub(super) const FIRST_BATCH_POSTS: usize = 32;

/// Maximum number of posts in later batches: small enough that the library can add a batch within a frame.
pub(super) const MAX_BATCH_POSTS: usize = 512;

/// Maximum age of an incomplete batch: about two frames.
const MAX_BATCH_AGE: Duration = Duration::from_millis(30);

/// Collects posts and problems. Passes on the batch of collected posts when it is full or old.
pub(super) struct BatchCollector<'a> {
    sink: &'a (dyn Fn(Scanned) + Sync),
    state: Mutex<BatchState>,
}

/// The posts and problems that are not passed on yet.
struct BatchState {
    posts: Vec<Post>,
    problems: Vec<PostProblem>,
    /// Number of posts at which the batch is passed on.
    max_posts: usize,
    /// The start of this batch: the time at which the previous batch was passed on, or the start of the scan.
    started: Instant,
}

impl<'a> BatchCollector<'a> {
    pub(super) fn new(sink: &'a (dyn Fn(Scanned) + Sync)) -> Self {
        Self {
            sink,
            state: Mutex::new(BatchState {
                posts: Vec::new(),
                problems: Vec::new(),
                max_posts: FIRST_BATCH_POSTS,
                started: Instant::now(),
            }),
        }
    }

    /// Adds a post, and passes on the batch if it is due.
    pub(super) fn add_post(&self, post: Post) {
        let mut state = self.lock();
        state.posts.push(post);
        let is_due =
            state.posts.len() >= state.max_posts || state.started.elapsed() >= MAX_BATCH_AGE;
        if !is_due {
            return;
        }
        let mut batch = std::mem::take(&mut state.posts);
        state.max_posts = MAX_BATCH_POSTS;
        state.started = Instant::now();
        // Unlocked first: the sink may block, and the other threads must not wait for it.
        drop(state);
        // Sorted here, so that the library has less work on the drawing thread.
        batch.sort_by(|a, b| compare_paths(&a.path, &b.path));
        (self.sink)(Scanned::Batch(batch));
    }

    /// Adds a problem, which is passed on at the end of the scan.
    pub(super) fn add_problem(&self, path: PathBuf, problem: Problem) {
        self.lock().problems.push(PostProblem { path, problem });
    }

    /// Passes on the remaining posts. Then passes on the end of the scan, with all problems.
    pub(super) fn finish(self) {
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if !state.posts.is_empty() {
            (self.sink)(Scanned::Batch(state.posts));
        }
        let mut problems = state.problems;
        problems.sort_by(|a, b| a.path.cmp(&b.path));
        (self.sink)(Scanned::Done { problems });
    }

    /// Locks the state. Ignores poisoning: each statement leaves the state consistent, even if a thread panics.
    fn lock(&self) -> MutexGuard<'_, BatchState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
