//! Taking the terminal and giving it back as it was found: on quit, on error, on a panic, and around a stop.
//!
//! What is drawn on it is the backend's business, what is typed the input's.

mod background;
mod panic;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, ThreadId};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use crossterm::queue;
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen,
};

pub use self::background::{Background, ask_background};
pub use self::panic::restore_on_panic;
#[cfg(unix)]
use self::unix as platform;
#[cfg(windows)]
use self::windows as platform;
use crate::app::message::Size;
use crate::app::mouse::MouseCapture;

#[cfg(unix)]
pub(super) use self::unix::keyboard;

/// Why the terminal cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Standard output leads elsewhere.
    #[error("standard output is not a terminal")]
    NoScreen,
    /// Standard input leads elsewhere and the process has no terminal of its own.
    #[error("there is no terminal to read keys from: {0}")]
    NoKeyboard(io::Error),
    /// `TERM=dumb`.
    #[error("the terminal cannot place text (TERM=dumb)")]
    Dumb,
    /// The terminal is there but does not take orders.
    #[error("the terminal cannot be set up: {0}")]
    Io(#[from] io::Error),
}

/// The terminal, taken; dropping this gives it back.
#[derive(Debug)]
pub struct Session(());

/// How the terminal was, and who took it. Static, for a panic hook has nothing else to go by.
#[derive(Debug)]
struct Found {
    mode: platform::Mode,
    thread: ThreadId,
}

static FOUND: Mutex<Option<Found>> = Mutex::new(None);

/// Whether the mouse is folio's while the terminal is.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Whether [`FOUND`] holds something, readable without its lock.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the terminal: raw mode, alternate screen, no cursor, bracketed paste, word of the window's focus. The mouse stays the terminal's, so
/// that text can be selected.
///
/// Lines are not wrapped, so that a character wider than the terminal was believed to draw it cannot scroll the
/// screen.
///
/// # Errors
/// Without a terminal to draw on, without one to read keys from, or when it cannot be set up; it is then as before.
pub fn enter() -> Result<Session, Error> {
    if !platform::has_screen() {
        return Err(Error::NoScreen);
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(Error::Dumb);
    }
    platform::check_keyboard().map_err(Error::NoKeyboard)?;
    resume()?;
    Ok(Session(()))
}

/// Takes the terminal anew after a stop, ours or another's (SIGSTOP), whatever state it was left in.
pub fn resume() -> io::Result<()> {
    let mut found = lock();
    let mode = match found.take() {
        // Stopped from outside: what was found then still is what to give back.
        Some(Found { mode, .. }) => mode,
        None => platform::Mode::current()?,
    };
    let thread = thread::current().id();
    mode.make_raw()?;
    *found = Some(Found { mode, thread });
    TAKEN.store(true, Ordering::Release);
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange,
        DisableLineWrap,
        Hide,
        Clear(ClearType::All)
    )?;
    platform::write_all(&bytes)?;
    if MOUSE.load(Ordering::Acquire) {
        platform::take_mouse(true)?;
    }
    Ok(())
}

/// Gives the terminal back; does nothing if it is not taken. Errors are not reported: there is nowhere left to.
pub fn leave() {
    let found = match FOUND.try_lock() {
        Ok(mut found) => found.take(),
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner().take(),
        // A panic amid taking or giving back, on this very thread: waiting for the lock would hang.
        Err(TryLockError::WouldBlock) => None,
    };
    let Some(Found { mode, .. }) = found else {
        return;
    };
    TAKEN.store(false, Ordering::Release);
    // A frame may have been cut off: plain style, no link, no synchronized output.
    if MOUSE.load(Ordering::Acquire) {
        let _ = platform::take_mouse(false);
    }
    let mut bytes = b"\x1b[?2026l\x1b]8;;\x1b\\\x1b[m".to_vec();
    let _ = queue!(
        bytes,
        EnableLineWrap,
        DisableBracketedPaste,
        DisableFocusChange,
        Show,
        LeaveAlternateScreen
    );
    let _ = platform::write_all(&bytes);
    let _ = mode.restore();
    panic::report_kept();
}

/// Whether the terminal is ours at the moment, and not a shell's or an editor's.
pub fn is_taken() -> bool {
    TAKEN.load(Ordering::Acquire)
}

/// Gives the mouse to folio or back to the terminal, also after each stop.
pub(super) fn give_mouse(owner: MouseCapture) -> io::Result<()> {
    let is_ours = owner == MouseCapture::Folio;
    MOUSE.store(is_ours, Ordering::Release);
    if is_taken() {
        platform::take_mouse(is_ours)?;
    }
    Ok(())
}

/// Writes a sequence that is no part of a frame; nothing while the terminal is not taken.
pub(super) fn send(bytes: &[u8]) -> io::Result<()> {
    if is_taken() {
        platform::write_all(bytes)?;
    }
    Ok(())
}

/// Gives the terminal back and stops the whole job, as the shell's ^Z does; call [`resume`] when SIGCONT arrives.
/// False, and nothing happens, where no shell would ever continue it.
///
/// The job is more than this process: `cargo run` and `sudo` wait in it, and would keep the terminal from the shell.
/// What is written to [`Output`] from here on is dropped, so a frame that is drawn too early does no harm.
pub fn suspend() -> io::Result<bool> {
    if !platform::has_job_control() {
        return Ok(false);
    }
    leave();
    platform::stop_job()?;
    Ok(true)
}

/// The terminal's size; 80 by 24 where it has none, as on a serial line.
pub fn size() -> Size {
    match platform::size() {
        Ok(size) if size.width > 0 && size.height > 0 => size,
        _ => Size {
            width: 80,
            height: 24,
        },
    }
}

/// The terminal as a writer: no buffer of its own, and deaf while the terminal is not taken.
#[derive(Debug, Default)]
pub struct Output(());

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_taken() {
            platform::write(bytes)
        } else {
            Ok(bytes.len())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Session {
    /// The writer for the backend.
    pub fn output(&self) -> Output {
        Output(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave();
    }
}

/// A panic while the lock was held has already given the terminal back or could not.
fn lock() -> MutexGuard<'static, Option<Found>> {
    FOUND.lock().unwrap_or_else(PoisonError::into_inner)
}
