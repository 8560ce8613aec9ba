//! A counter of work, so that tests can tell linear time from more without a clock.
//!
//! Functions whose cost grows with their input count it: bytes of text that are cleaned, measured or split, segments that are
//! wrapped, spans that are moved. Outside tests, counting does nothing.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// Counts `steps` on this thread.
#[cfg(test)]
pub(crate) fn count(steps: usize) {
    COUNT.with(|count| count.set(count.get() + steps as u64));
}

/// Counts `steps` on this thread in tests.
#[cfg(not(test))]
pub(crate) const fn count(_steps: usize) {}

/// Returns the steps that `run` takes on this thread.
#[cfg(test)]
pub(crate) fn counted(run: impl FnOnce()) -> u64 {
    let before = COUNT.get();
    run();
    COUNT.get() - before
}
