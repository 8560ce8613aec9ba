//! Parses a long article on all cores.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::document::{Document, Reading, Whole};
use crate::site::Source;

/// Threads at most: joining the parts is done by one, and more would mostly wait for it.
const MOST: usize = 8;

/// Bytes of a piece of memory that is its own, whoever gives it: what is no larger, glibc keeps when it is dropped, in case
/// that the next article wants it (mallopt(3), `M_MMAP_THRESHOLD`). No more of it is taken than is filled.
pub(super) const APART: usize = if cfg!(all(target_os = "linux", target_pointer_width = "64")) {
    33 << 20
} else {
    0
};

/// The whole body of `source`, parsed in parts side by side where it is long.
pub fn document(source: &Source, reading: impl Into<Reading>) -> Document {
    let whole = Whole::new(&source.text, source.body.clone(), reading);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let Some(parts) = whole.parts() else {
        return whole.document();
    };
    let next = AtomicUsize::new(0);
    let join = Mutex::new(parts.join(APART));
    // Whether to go on.
    let add = |at, part| {
        let mut join = join.lock().unwrap_or_else(PoisonError::into_inner);
        join.add(at, part);
        !join.is_lost()
    };
    let work = || {
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && at < parts.len()
            && add(at, parts.parse(at))
        {}
    };
    thread::scope(|scope| {
        let threads = 1..cores.min(MOST).min(parts.len());
        let others: Vec<_> = threads.map(|_| scope.spawn(work)).collect();
        work();
        // One that failed leaves its part out; then the body is parsed in one go, and may fail there.
        for other in others {
            let _ = other.join();
        }
    });
    let join = join.into_inner().unwrap_or_else(PoisonError::into_inner);
    join.finish()
}
