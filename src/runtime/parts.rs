//! Parses a long article on all cores.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
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
    match in_parts(&whole, |_, _| Ok::<(), Infallible>(())) {
        Ok(document) => document,
        Err(never) => match never {},
    }
}

/// The same; `settled` is told on the way of what is there, and how many of its blocks are as they will be in the whole.
///
/// # Errors
/// Those of `settled`; what is left is not parsed then.
pub fn document_by_and_by<E>(
    source: &Source,
    reading: impl Into<Reading>,
    settled: impl FnMut(&Document, usize) -> Result<(), E>,
) -> Result<Document, E> {
    let whole = Whole::new(&source.text, source.body.clone(), reading);
    in_parts(&whole, settled)
}

fn in_parts<E>(
    whole: &Whole<'_>,
    mut settled: impl FnMut(&Document, usize) -> Result<(), E>,
) -> Result<Document, E> {
    let Some(parts) = whole.parts() else {
        return Ok(whole.document());
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(MOST).min(parts.len());
    let mut join = parts.join(APART);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, parsed) = sync_channel(threads);
        for _ in 0..threads {
            let (sender, next, parts) = (sender.clone(), &next, &parts);
            scope.spawn(move || {
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && at < parts.len()
                    // One that fails leaves its part out; then the body is parsed in one go, and may fail there.
                    && let Ok(part) = catch_unwind(AssertUnwindSafe(|| parts.parse(at)))
                    && sender.send((at, part)).is_ok()
                {}
            });
        }
        drop(sender);
        for (at, part) in parsed {
            join.add(at, part);
            if join.is_lost() {
                break;
            }
            if let Some((document, blocks)) = join.settled() {
                settled(document, blocks)?;
            }
        }
        Ok(())
    })?;
    Ok(join.finish())
}
