//! Parses a long article on all cores.

use std::thread;

use crate::document::{Document, Parts, Reading};
use crate::site::Source;

/// Threads at most: joining the parts is done by one, and more would mostly wait for it.
const MOST: usize = 8;

/// The whole body of `source`, parsed in parts side by side where it is long.
pub fn document(source: &Source, reading: impl Into<Reading>) -> Document {
    let reading = reading.into();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let parts = Parts::new(&source.text, source.body.clone(), reading, cores.min(MOST));
    let Some(parts) = parts else {
        return source.document(reading);
    };
    let parsed = thread::scope(|scope| {
        let parts = &parts;
        let rest = (1..parts.len()).map(|at| scope.spawn(move || parts.parse(at)));
        let rest: Vec<_> = rest.collect();
        let first = parts.parse(0);
        // A thread that failed leaves its part out; then the body is parsed in one go, and may fail there.
        let rest = rest.into_iter().filter_map(|part| part.join().ok());
        std::iter::once(first).chain(rest).collect()
    });
    parts.join(parsed)
}
