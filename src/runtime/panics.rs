//! Panics. A panic while processing a post affects only that post. Before any other panic is reported, the terminal is restored.
//!
//! [`isolate`] wraps work on a single post, such as parsing, checking, searching and printing. A panic in this work becomes a
//! [`Problem`] of the post and a line in the log; nothing is printed. [`catch_panic`] and [`isolate_fatal`] wrap other work,
//! and only log a panic. A panic elsewhere is not caught. On the thread that took the terminal, it ends the reader. On another
//! thread, its message is held until the terminal is restored.
//!
//! The panic hook restores the terminal, holds messages, and finds the location of a caught panic for the log. The program calls
//! [`install_hook`] before anything else.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::{io, panic};

use super::terminal;
use crate::post::{Problem, Severity};
use crate::text::Clean;

/// The code of problems that are caused by a panic.
pub const INTERNAL_ERROR: &str = "internal-error";

thread_local! {
    /// Number of running calls of [`catch`] on this thread.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// The full message of the last panic inside [`catch`], with its location in the source code.
    static CAUGHT_MESSAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Messages of panics on background threads, held until the terminal is restored.
static BACKGROUND_MESSAGES: Mutex<Vec<Clean<'static>>> = Mutex::new(Vec::new());

/// Runs `work` on one post. A panic of `work` is logged and becomes a problem of the post.
///
/// On error the caller must drop everything that `work` has changed, since it may be inconsistent.
///
/// # Errors
/// Returns the problem if `work` panicked.
pub fn isolate<T>(post: &Path, work: impl FnOnce() -> T) -> Result<T, Problem> {
    catch(work).map_err(|caught| caught.log_as_problem(post))
}

/// Runs work that is not about a single post, such as a request of a worker. If the work panics, logs the panic under `name` and
/// returns `None`.
pub fn catch_panic<T>(name: &str, work: impl FnOnce() -> T) -> Option<T> {
    catch(work).map_err(|caught| caught.log(name)).ok()
}

/// Runs work without which the program can't continue. A panic is logged under `name`; the program must then end.
///
/// # Errors
/// Fails if `work` panicked.
pub fn isolate_fatal<T>(name: &str, work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch(work).map_err(|caught| {
        caught.log(name);
        Panicked {
            message: caught.message,
        }
    })
}

/// A panic after which the program must end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Panicked {
    /// The message of the panic.
    message: String,
}

/// A panic that was caught.
struct Caught {
    /// The message of the panic.
    message: String,
    /// The message with its location in folio's source code.
    logged: String,
}

impl Caught {
    /// Creates the description of a panic on this thread from the payload of the panic.
    fn new(payload: &(dyn Any + Send)) -> Self {
        let message = payload_text(payload).to_owned();
        // Without the hook the location of the panic is unknown, so only the message is logged.
        let logged = CAUGHT_MESSAGE.take().unwrap_or_else(|| message.clone());
        Self { message, logged }
    }

    /// Logs the panic of the work `name`.
    fn log(&self, name: &str) {
        log::error!("{name}: {}", self.logged);
    }

    /// Logs the panic and returns it as a problem of `post`.
    fn log_as_problem(&self, post: &Path) -> Problem {
        log::error!("{}: {}", post.display(), self.logged);
        Problem {
            severity: Severity::Error,
            code: INTERNAL_ERROR,
            line: 1,
            column: 1,
            message: format!("folio failed on this post: {}", self.message).into(),
            hint: "other posts are not affected; please report this together with the file".into(),
        }
    }
}

/// Runs `work` and catches a panic.
fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Caught> {
    DEPTH.set(DEPTH.get() + 1);
    // Unwind-safe, because callers drop everything that the work has changed (see `isolate`).
    let result = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|payload| Caught::new(&*payload))
}

/// Returns the message in the payload of a panic.
fn payload_text(payload: &(dyn Any + Send)) -> &str {
    let literal = payload.downcast_ref::<&'static str>().copied();
    literal
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("unknown reason")
}

/// Installs the panic hook of the program.
///
/// Messages are sanitized before they are printed, since they may quote a post, for example if a slice is out of bounds.
pub fn install_hook() {
    let standard_hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message = info.to_string();
        if DEPTH.get() > 0 {
            CAUGHT_MESSAGE.set(Some(message));
            return;
        }
        log::error!("{message}");
        let clean = Clean::block(&message);
        if terminal::is_taken_by_another_thread() {
            background_messages().push(clean.into_owned());
            return;
        }
        terminal::leave();
        report_background_panics();
        print(info, &clean, &message, &standard_hook);
    }));
}

/// Prints the message of a panic. `clean` is the sanitized message. `standard_hook` does not sanitize, so it is called only if
/// sanitizing changes nothing.
fn print(
    info: &PanicHookInfo<'_>,
    clean: &Clean<'_>,
    message: &str,
    standard_hook: &dyn Fn(&PanicHookInfo<'_>),
) {
    if **clean == *message {
        standard_hook(info);
    } else {
        let _ = writeln!(io::stderr(), "{clean}");
    }
}

/// Prints the messages of panics on background threads. Must be called after the terminal is restored.
pub fn report_background_panics() {
    for message in background_messages().drain(..) {
        let _ = writeln!(io::stderr(), "folio: a background thread {message}");
    }
}

/// Locks the messages of panics on background threads.
fn background_messages() -> std::sync::MutexGuard<'static, Vec<Clean<'static>>> {
    BACKGROUND_MESSAGES
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_becomes_a_problem_of_the_post() {
        let post = Path::new("a.md");
        assert_eq!(isolate(post, || 3), Ok(3));
        let index = std::hint::black_box(7);
        let problem = isolate(post, || [1, 2, 3][index]).expect_err("a panic");
        assert_eq!(
            (problem.severity, problem.code),
            (Severity::Error, INTERNAL_ERROR)
        );
        assert!(
            problem.message.contains("index out of bounds"),
            "{problem:?}"
        );
    }

    #[test]
    fn panic_in_nested_work_does_not_stop_the_outer_work() {
        let post = Path::new("a.md");
        let outer = isolate(post, || {
            let inner = isolate(post, || panic!("inner {}", "one"));
            inner.map_err(|problem| problem.message)
        });
        assert_eq!(
            outer,
            Ok(Err("folio failed on this post: inner one".into()))
        );
        assert_eq!(catch_panic("request", || panic!("outer")), None::<()>);
    }
}
