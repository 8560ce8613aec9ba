//! Starts named threads.

use std::io;
use std::thread::{Builder, JoinHandle};

/// Runs `work` on a new thread.
///
/// # Errors
/// Fails if the system can't start another thread.
pub(super) fn start(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    // Boxed, so that the code that starts a thread is compiled once and not for each kind of work.
    let work: Box<dyn FnOnce() + Send> = Box::new(work);
    Builder::new().name(name.to_owned()).spawn(work)
}
