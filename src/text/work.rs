//! A counter of processing steps. With it, tests detect a run time that grows faster than the input, without measuring time.
//!
//! Functions whose cost grows with their input add steps to the counter. A step is a byte of text that is cleaned, measured,
//! split or searched, a segment that is wrapped, or a span that is moved. The program never reads the counter; adding to it takes
//! about a nanosecond.

use std::cell::Cell;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// Adds `steps` to this thread's counter. Only tests read the counter.
pub(crate) fn count_steps_for_tests(steps: usize) {
    COUNT.set(COUNT.get().wrapping_add(steps as u64));
}

/// Returns the number of steps that `run` counts on this thread.
#[cfg(test)]
pub(crate) fn steps_of(run: impl FnOnce()) -> u64 {
    let before = COUNT.get();
    run();
    COUNT.get() - before
}
