//! Panics: one in the work on a post costs that post, any other gives the terminal back before it is reported.
//!
//! [`isolate`] wraps whatever is done to a single post: parsing, checking, searching, highlighting, printing. A panic in
//! there becomes an error-level [`Problem`] of the post and a line in the log; nothing is printed. A panic elsewhere is a
//! panic: on the thread that has the terminal it ends the reader, on another one its message waits until the terminal is
//! given back.
//!
//! Both need [`install_hook`], which the program calls first of all.

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

/// The code of the problem that a panic becomes.
pub const INTERNAL_ERROR: &str = "internal-error";

thread_local! {
    /// Number of running calls of [`catch`] on this thread.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// The full message of the last panic inside [`catch`], with its place in the source.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Messages of panics on background threads, held until the terminal is given back.
static BACKGROUND: Mutex<Vec<Clean<'static>>> = Mutex::new(Vec::new());

/// Runs `work` on one post. A panic in it is logged and becomes a problem of the post.
///
/// Whatever `work` changes must be dropped by the caller on error: it may be half done.
///
/// # Errors
/// The problem, if `work` panicked.
pub fn isolate<T>(post: &Path, work: impl FnOnce() -> T) -> Result<T, Problem> {
    catch(work).map_err(|caught| {
        log::error!("{}: {}", post.display(), caught.logged);
        Problem {
            severity: Severity::Error,
            code: INTERNAL_ERROR,
            line: 1,
            column: 1,
            message: format!("folio failed on this post: {}", caught.message).into(),
            hint: "other posts are not affected; please report this together with the file".into(),
        }
    })
}

/// Runs work that belongs to no single post, such as a request of a worker. A panic in it is logged.
pub fn isolate_request<T>(name: &str, work: impl FnOnce() -> T) -> Option<T> {
    let log = |caught: Caught| log::error!("{name}: {}", caught.logged);
    catch(work).map_err(log).ok()
}

/// A panic that was caught.
struct Caught {
    /// The message of the panic.
    message: String,
    /// The message with its place in folio's source.
    logged: String,
}

fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Caught> {
    DEPTH.set(DEPTH.get() + 1);
    // `isolate` tells its callers to drop what the work has touched.
    let result = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|payload| {
        let message = payload_text(&*payload).to_owned();
        // Without the hook nobody has noted the place.
        let logged = CAUGHT.take().unwrap_or_else(|| message.clone());
        Caught { message, logged }
    })
}

fn payload_text(payload: &(dyn Any + Send)) -> &str {
    let literal = payload.downcast_ref::<&'static str>().copied();
    literal
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("unknown reason")
}

/// Installs the panic hook of the program.
///
/// A message may quote a post, as that of a slice out of bounds does, so it is sanitized before it is printed.
pub fn install_hook() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message = info.to_string();
        if DEPTH.get() > 0 {
            CAUGHT.set(Some(message));
            return;
        }
        log::error!("{message}");
        let clean = Clean::block(&message);
        if terminal::is_taken_by_another_thread() {
            background().push(clean.into_owned());
            return;
        }
        terminal::leave();
        report_background();
        print(info, &clean, &message, &report);
    }));
}

fn print(
    info: &PanicHookInfo<'_>,
    clean: &Clean<'_>,
    message: &str,
    report: &dyn Fn(&PanicHookInfo<'_>),
) {
    if **clean == *message {
        report(info);
    } else {
        let _ = writeln!(io::stderr(), "{clean}");
    }
}

/// Prints the messages of panics on background threads. To be called once the terminal is given back.
pub fn report_background() {
    for message in background().drain(..) {
        let _ = writeln!(io::stderr(), "folio: in the background, {message}");
    }
}

fn background() -> std::sync::MutexGuard<'static, Vec<Clean<'static>>> {
    BACKGROUND.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem_of_the_post() {
        let post = Path::new("a.md");
        assert_eq!(isolate(post, || 3), Ok(3));
        let index = std::hint::black_box(7);
        let problem = isolate(post, || [1, 2, 3][index]).expect_err("it panics");
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
    fn an_inner_panic_leaves_the_outer_work_running() {
        let post = Path::new("a.md");
        let outer = isolate(post, || {
            let inner = isolate(post, || panic!("inner {}", "one"));
            inner.map_err(|problem| problem.message)
        });
        assert_eq!(
            outer,
            Ok(Err("folio failed on this post: inner one".into()))
        );
        assert_eq!(isolate_request("request", || panic!("outer")), None::<()>);
    }
}
