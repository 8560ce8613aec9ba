//! A panic's message belongs on the screen that the user gets back, not on the one that goes.

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::{io, panic, thread};

use super::{FOUND, Found, leave};
use crate::text::Clean;

/// Messages of background threads, kept until the terminal is given back.
static KEPT: Mutex<Vec<Clean<'static>>> = Mutex::new(Vec::new());

/// From now on a panic gives the terminal back before its message is printed.
///
/// A panic of any other thread than the one that took the terminal ends no reader: its message waits. A message may
/// quote a post, as that of a slice out of bounds does, so it is cleaned like all else that is printed.
pub fn restore_on_panic() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message = info.to_string();
        let clean = Clean::block(&message);
        if is_elsewhere() {
            let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push(clean);
            return;
        }
        leave();
        if *clean == *message {
            report(info);
        } else {
            let _ = writeln!(io::stderr(), "{clean}");
        }
    }));
}

/// Prints what was kept.
pub(super) fn report_kept() {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    for message in kept.drain(..) {
        let _ = writeln!(io::stderr(), "folio: in the background, {message}");
    }
}

/// Whether another thread than this one has the terminal.
fn is_elsewhere() -> bool {
    let Ok(found) = FOUND.try_lock() else {
        return false;
    };
    matches!(&*found, Some(Found { thread, .. }) if *thread != thread::current().id())
}
