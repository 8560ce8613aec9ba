//! A slot that passes the latest request from one thread to another.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A slot for one request.
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

    /// Stores a request. Replaces a request that was not taken yet.
    pub(super) fn put(&self, request: T) {
        *self.lock() = Some(request);
        self.filled.notify_one();
    }

    /// Waits for a request and removes it from the slot.
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

    /// Returns true if the slot contains a request that satisfies `holds`.
    pub(super) fn has(&self, holds: impl Fn(&T) -> bool) -> bool {
        self.lock().as_ref().is_some_and(holds)
    }
}
