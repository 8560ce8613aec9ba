//! A counter of processing steps, with which tests detect worse than linear run time without measuring time.
//!
//! Functions whose cost grows with their input add it to the counter: bytes of text that are cleaned, measured or
//! split, segments that are wrapped, spans that are moved. Outside tests, counting does nothing.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// Adds `steps` to this thread's counter.
#[cfg(test)]
pub(crate) fn count(steps: usize) {
    COUNT.with(|count| count.set(count.get() + steps as u64));
}

/// Does nothing; in tests, adds to this thread's counter.
#[cfg(not(test))]
pub(crate) const fn count(_steps: usize) {}

/// Returns the number of steps that `run` counts on this thread.
#[cfg(test)]
pub(crate) fn counted(run: impl FnOnce()) -> u64 {
    let before = COUNT.get();
    run();
    COUNT.get() - before
}
