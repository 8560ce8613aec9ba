//! One slot between two threads: the latest request is the only one.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Holds at most one request.
#[derive(Debug)]
pub(super) struct Slot<T> {
    next: Mutex<Option<T>>,
    filled: Condvar,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            next: Mutex::new(None),
            filled: Condvar::new(),
        }
    }
}

impl<T> Slot<T> {
    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a request in the place of one that still waits.
    pub(super) fn put(&self, request: T) {
        *self.lock() = Some(request);
        self.filled.notify_one();
    }

    /// Takes the next request, once there is one.
    pub(super) fn wait(&self) -> T {
        let mut next = self.lock();
        loop {
            if let Some(request) = next.take() {
                return request;
            }
            next = self
                .filled
                .wait(next)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether a request waits for which `holds` is true.
    pub(super) fn has(&self, holds: impl Fn(&T) -> bool) -> bool {
        self.lock().as_ref().is_some_and(holds)
    }
}
