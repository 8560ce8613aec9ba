//! A slot that passes the latest request from one thread to another.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A slot for one request.
#[derive(Debug)]
pub(super) struct Slot<T> {
    content: Mutex<SlotContent<T>>,
    /// The condition on which a thread waits: notified after each change of `content`.
    changed: Condvar,
}

/// The state of a slot.
#[derive(Debug)]
struct SlotContent<T> {
    /// The request that was not taken yet.
    request: Option<T>,
    is_closed: bool,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            content: Mutex::new(SlotContent {
                request: None,
                is_closed: false,
            }),
            changed: Condvar::new(),
        }
    }
}

impl<T> Slot<T> {
    fn lock(&self) -> MutexGuard<'_, SlotContent<T>> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores a request. Replaces a request that was not taken yet.
    pub(super) fn put(&self, request: T) {
        self.lock().request = Some(request);
        self.changed.notify_one();
    }

    /// Closes the slot. [`Slot::wait`] then returns `None`, even if the slot still contains a request.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Waits for a request and removes it from the slot. Returns `None` once the slot is closed.
    pub(super) fn wait(&self) -> Option<T> {
        let mut content = self.lock();
        loop {
            if content.is_closed {
                return None;
            }
            if let Some(request) = content.request.take() {
                return Some(request);
            }
            content = self
                .changed
                .wait(content)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Returns true if the slot contains a request.
    pub(super) fn has_request(&self) -> bool {
        self.lock().request.is_some()
    }

    /// Returns true if the slot contains a request for which `condition` returns true.
    pub(super) fn has_request_with(&self, condition: impl Fn(&T) -> bool) -> bool {
        self.lock().request.as_ref().is_some_and(condition)
    }
}
