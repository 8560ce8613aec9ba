//! The terminal's modes: taken on start, given back on quit, on error, on a panic, and around a stop or an editor.
//!
//! Drawing is left to `backend`, keys to `input`.

mod background;
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

pub use self::background::{TerminalBackground, ask_background};
#[cfg(unix)]
use self::unix as platform;
#[cfg(windows)]
use self::windows as platform;
use crate::app::message::MouseCapture;
use crate::app::message::Size;

#[cfg(unix)]
pub(super) use self::unix::keyboard;

/// Largest size that is drawn. A terminal may claim 65535 by 65535, whose cells would take 400 GB.
const MAX_SIZE: Size = Size {
    width: 1000,
    height: 1000,
};

/// The size of a terminal that does not know its own, such as a serial line.
const DEFAULT_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// The reason for which the terminal can't be taken.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Standard output is redirected.
    #[error("standard output is not a terminal")]
    NoScreen,
    /// Standard input is redirected, and the process has no terminal of its own.
    #[error("there is no terminal to read keys from: {0}")]
    NoKeyboard(io::Error),
    /// `TERM=dumb`.
    #[error("the terminal can't place text (TERM=dumb)")]
    Dumb,
    /// The terminal does not accept its settings.
    #[error("the terminal can't be set up: {0}")]
    Io(#[from] io::Error),
}

/// The terminal, taken; dropping this gives it back.
#[derive(Debug)]
pub struct TerminalSession(());

/// The owner of the terminal. `mode` is the one that it had before folio took it.
#[derive(Debug)]
enum TerminalState {
    /// Not folio.
    Released,
    /// folio, for this thread.
    Taken {
        mode: platform::TerminalMode,
        thread: ThreadId,
    },
    /// A program that folio has started and waits for.
    Lent { mode: platform::TerminalMode },
}

impl TerminalState {
    fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Released)
    }
}

/// Static, since a panic hook has no other access to it.
static STATE: Mutex<TerminalState> = Mutex::new(TerminalState::Released);

/// True if folio captures the mouse while it has the terminal.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// True if [`STATE`] is [`TerminalState::Taken`], readable without its lock.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the terminal: raw mode, alternate screen, hidden cursor, bracketed paste, focus events. The mouse is left to the
/// terminal, so that text can be selected.
///
/// Line wrap is off, so that a character wider than expected can't scroll the screen.
///
/// # Errors
/// There is no terminal to draw on, none to read keys from, or it can't be set up; it is then as before.
pub fn enter() -> Result<TerminalSession, TerminalError> {
    if !platform::has_screen() {
        return Err(TerminalError::NoScreen);
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(TerminalError::Dumb);
    }
    platform::check_keyboard().map_err(TerminalError::NoKeyboard)?;
    resume()?;
    Ok(TerminalSession(()))
}

/// Takes the terminal again after a stop or an editor, whatever state it was left in.
pub fn resume() -> io::Result<()> {
    let mut state = lock();
    let mode = match state.take() {
        // After a stop from outside (SIGSTOP) or an editor, which may have died in raw mode: the mode to give back in the
        // end is the old one.
        TerminalState::Taken { mode, .. } | TerminalState::Lent { mode } => mode,
        TerminalState::Released => platform::TerminalMode::current()?,
    };
    let thread = thread::current().id();
    mode.make_raw()?;
    *state = TerminalState::Taken { mode, thread };
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
        platform::capture_mouse()?;
    }
    Ok(())
}

/// Gives the terminal back, if folio has it. Errors are not reported: there is nowhere to report them.
pub fn leave() {
    give_back(|_| TerminalState::Released);
}

/// Gives the terminal to a program that is started next; call [`resume`] when it has ended.
pub fn lend() {
    give_back(|mode| TerminalState::Lent { mode });
}

fn give_back(next: impl FnOnce(platform::TerminalMode) -> TerminalState) {
    let mut state = match STATE.try_lock() {
        Ok(state) => state,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        // A panic while this thread holds the lock: waiting for it would hang.
        Err(TryLockError::WouldBlock) => return,
    };
    let mode = match state.take() {
        TerminalState::Taken { mode, .. } => mode,
        other => {
            *state = other;
            return;
        }
    };
    TAKEN.store(false, Ordering::Release);
    if MOUSE.load(Ordering::Acquire) {
        let _ = platform::release_mouse();
    }
    // A frame may have been cut off: end synchronized output, the link and the style.
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
    *state = next(mode);
}

/// Returns true if folio has the terminal at the moment, and not a shell or an editor.
pub fn is_taken() -> bool {
    TAKEN.load(Ordering::Acquire)
}

/// Returns true if another thread than this one has taken the terminal.
pub(super) fn is_taken_by_another_thread() -> bool {
    let Ok(state) = STATE.try_lock() else {
        return false;
    };
    matches!(&*state, TerminalState::Taken { thread, .. } if *thread != thread::current().id())
}

/// Returns true if a shell could continue folio after a stop.
pub(super) fn has_job_control() -> bool {
    platform::has_job_control()
}

/// Captures the mouse or leaves it to the terminal, also after later stops.
pub(super) fn capture_mouse(capture: MouseCapture) -> io::Result<()> {
    let is_ours = capture == MouseCapture::Folio;
    MOUSE.store(is_ours, Ordering::Release);
    match (is_taken(), is_ours) {
        (false, _) => Ok(()),
        (true, true) => platform::capture_mouse(),
        (true, false) => platform::release_mouse(),
    }
}

/// Writes a sequence outside of a frame; nothing while folio does not have the terminal.
pub(super) fn send(bytes: &[u8]) -> io::Result<()> {
    if is_taken() {
        platform::write_all(bytes)?;
    }
    Ok(())
}

/// Gives the terminal back and stops the whole job, as the shell's ^Z does; call [`resume`] when SIGCONT arrives. Does
/// nothing if no shell could continue the job.
///
/// The job is more than this process: `cargo run` and `sudo` wait in it, and would keep the terminal from the shell.
/// Writes to [`Output`] are dropped until [`resume`].
pub fn suspend() -> io::Result<()> {
    if platform::has_job_control() {
        leave();
        platform::stop_job()?;
    }
    Ok(())
}

/// The terminal's size, at least 1 by 1 and at most 1000 by 1000.
pub fn size() -> Size {
    match platform::size() {
        Ok(size) if size.width > 0 && size.height > 0 => clamp(size),
        _ => DEFAULT_SIZE,
    }
}

/// Limits a size to what is drawn.
pub(super) fn clamp(size: Size) -> Size {
    Size {
        width: size.width.min(MAX_SIZE.width),
        height: size.height.min(MAX_SIZE.height),
    }
}

/// The terminal as an unbuffered writer, which drops everything while folio does not have the terminal.
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

impl TerminalSession {
    /// Returns the writer for the backend.
    pub fn output(&self) -> Output {
        Output(())
    }
}

impl Drop for TerminalSession {
    fn drop(&mut self) {
        leave();
    }
}

/// The lock is free of half-done changes: [`give_back`] and [`resume`] replace the whole state.
fn lock() -> MutexGuard<'static, TerminalState> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_no_screen_has_is_cut() {
        let size = |width, height| Size { width, height };
        assert_eq!(clamp(size(65535, 65535)), size(1000, 1000));
        assert_eq!(clamp(size(80, 24)), size(80, 24));
    }
}
