//! The terminal's modes: set on start, and restored on quit, on errors, on panics, and while folio is suspended or an editor
//! runs.
//!
//! To *take* the terminal is to set folio's modes, to *give it back* is to restore the previous ones. `backend` draws;
//! `input` reads keys.

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

pub use self::background::{
    TerminalBackground, ask_background, ask_device_attributes, ask_graphics,
    graphics_from_environment,
};
#[cfg(unix)]
use self::unix as platform;
#[cfg(windows)]
use self::windows as platform;
use crate::app::event::{MouseReceiver, Size};
use crate::layout::PixelSize;

#[cfg(unix)]
pub(super) use self::unix::keyboard;

/// Maximum size that is drawn. A terminal may report 65535 by 65535 cells, which would need 400 GB of memory.
const MAX_SIZE: Size = Size {
    width: 1000,
    height: 1000,
};

/// The size assumed for a terminal that does not report its size, such as a serial line.
const DEFAULT_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// Enables reports of a changed color scheme: mode 2031 (documentation of the terminal Contour, "Color palette update
/// notifications"). Terminals that do not know the mode ignore it.
const COLOR_REPORTS_ON: &[u8] = b"\x1b[?2031h";
/// Disables the reports that [`COLOR_REPORTS_ON`] enables.
const COLOR_REPORTS_OFF: &[u8] = b"\x1b[?2031l";

/// The reason why folio can't use the terminal.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Standard output is redirected.
    #[error("standard output is not a terminal")]
    NoScreen,
    /// Standard input is redirected, and the process has no controlling terminal.
    #[error("there is no terminal to read keys from: {0}")]
    NoKeyboard(io::Error),
    /// `TERM=dumb`.
    #[error("the terminal can't place text (TERM=dumb)")]
    Dumb,
    /// The terminal rejects the new modes.
    #[error("the terminal can't be set up: {0}")]
    Io(#[from] io::Error),
}

/// A guard for the taken terminal; dropping it gives the terminal back.
#[derive(Debug)]
pub struct TerminalSession(());

/// The state of the terminal: who owns it. `mode` is the terminal mode before folio took the terminal.
#[derive(Debug)]
enum TerminalState {
    /// Owned by the program that started folio, such as a shell.
    Released,
    /// Owned by folio; `thread` is the thread that took the terminal.
    Taken {
        mode: platform::TerminalMode,
        thread: ThreadId,
    },
    /// Owned by a program that folio has started, such as an editor; folio waits for it to exit.
    Lent { mode: platform::TerminalMode },
}

impl TerminalState {
    /// Replaces the state with [`TerminalState::Released`] and returns the previous state.
    fn replace_with_released(&mut self) -> Self {
        std::mem::replace(self, Self::Released)
    }
}

/// The current state. Static, because the panic hook needs access.
static STATE: Mutex<TerminalState> = Mutex::new(TerminalState::Released);

/// True if folio captures the mouse whenever it owns the terminal.
static SHOULD_CAPTURE_MOUSE: AtomicBool = AtomicBool::new(false);

/// True if [`STATE`] is [`TerminalState::Taken`]. Can be read without the lock of [`STATE`].
static IS_OWNED_BY_FOLIO: AtomicBool = AtomicBool::new(false);

/// Takes the terminal: raw mode, alternate screen, hidden cursor, bracketed paste, focus events, reports of the color scheme.
/// The mouse is not captured by default, so that the terminal can select text.
///
/// Line wrap is off, so that a character wider than expected can't scroll the screen.
///
/// # Errors
/// Fails if there is no terminal to draw on or to read keys from, or if the terminal can't be set up. After a failure, the
/// previous modes are restored.
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

/// Takes the terminal at the start, and again after folio was stopped or an editor has exited. Taking it again does not read
/// the terminal's current mode: the mode that was saved at the start is kept.
///
/// # Errors
/// Fails if the modes can't be set; the terminal is then given back.
pub fn resume() -> io::Result<()> {
    let mut state = lock();
    let mode = match state.replace_with_released() {
        // The current mode may be wrong, after SIGSTOP from another process or after an editor crashed in raw mode. Therefore the
        // saved mode is kept.
        TerminalState::Taken { mode, .. } | TerminalState::Lent { mode } => mode,
        TerminalState::Released => platform::TerminalMode::current()?,
    };
    let thread = thread::current().id();
    mode.make_raw()?;
    *state = TerminalState::Taken { mode, thread };
    IS_OWNED_BY_FOLIO.store(true, Ordering::Release);
    // Unlocked, because `leave` does nothing while the state is locked.
    drop(state);
    let prepared = prepare_screen();
    if prepared.is_err() {
        leave();
    }
    prepared
}

/// Sets the modes of the screen and the mouse of a terminal in raw mode.
fn prepare_screen() -> io::Result<()> {
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
    bytes.extend(COLOR_REPORTS_ON);
    platform::write_all(&bytes)?;
    if SHOULD_CAPTURE_MOUSE.load(Ordering::Acquire) {
        platform::capture_mouse()?;
    }
    Ok(())
}

/// Gives the terminal back, if folio owns it. Does nothing while the state is locked. Errors are ignored: there is no place to
/// report them.
pub fn leave() {
    give_back(|_| TerminalState::Released);
}

/// Gives the terminal to a program that is started next; call [`resume`] when the program has exited.
pub fn lend() {
    give_back(|mode| TerminalState::Lent { mode });
}

/// Restores the modes and sets the next state, if folio owns the terminal.
fn give_back(next: impl FnOnce(platform::TerminalMode) -> TerminalState) {
    let mut state = match STATE.try_lock() {
        Ok(state) => state,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        // The panic hook calls this function. If this thread panicked while it held the lock, waiting would never end.
        Err(TryLockError::WouldBlock) => return,
    };
    let mode = match state.replace_with_released() {
        TerminalState::Taken { mode, .. } => mode,
        not_taken => {
            *state = not_taken;
            return;
        }
    };
    IS_OWNED_BY_FOLIO.store(false, Ordering::Release);
    if SHOULD_CAPTURE_MOUSE.load(Ordering::Acquire) {
        let _ = platform::release_mouse();
    }
    // The last frame may be incomplete: end synchronized output, the hyperlink and the style.
    let mut bytes = b"\x1b[?2026l\x1b]8;;\x1b\\\x1b[m".to_vec();
    bytes.extend(COLOR_REPORTS_OFF);
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

/// Returns true if folio owns the terminal now, and not a shell or an editor.
pub fn is_owned_by_folio() -> bool {
    IS_OWNED_BY_FOLIO.load(Ordering::Acquire)
}

/// Returns true if a thread other than the current one has taken the terminal. Returns false while the state is locked.
pub(super) fn is_taken_by_another_thread() -> bool {
    // Does not wait: the panic hook calls this function, and this thread may have panicked while it held the lock.
    let Ok(state) = STATE.try_lock() else {
        return false;
    };
    matches!(&*state, TerminalState::Taken { thread, .. } if *thread != thread::current().id())
}

/// Returns true if folio runs as a job of a shell. The shell can continue the job after a stop.
#[cfg(unix)]
pub(super) fn has_job_control() -> bool {
    platform::has_job_control()
}

/// Captures or releases the mouse. The setting also applies each time the terminal is taken again.
pub(super) fn set_mouse_receiver(receiver: MouseReceiver) -> io::Result<()> {
    let should_capture = receiver == MouseReceiver::Folio;
    SHOULD_CAPTURE_MOUSE.store(should_capture, Ordering::Release);
    match (is_owned_by_folio(), should_capture) {
        (false, _) => Ok(()),
        (true, true) => platform::capture_mouse(),
        (true, false) => platform::release_mouse(),
    }
}

/// Writes an escape sequence outside of a frame. Does nothing while folio does not own the terminal.
pub(super) fn send(bytes: &[u8]) -> io::Result<()> {
    if is_owned_by_folio() {
        platform::write_all(bytes)?;
    }
    Ok(())
}

/// Gives the terminal back and stops the job, as ^Z does in a shell; call [`resume`] when SIGCONT arrives. Does nothing if
/// no shell could continue the job.
///
/// All processes of the job must stop: parents such as `cargo run` or `sudo` would otherwise keep the shell waiting.
/// Writes to [`Output`] are dropped until [`resume`].
pub fn suspend() -> io::Result<()> {
    if platform::has_job_control() {
        leave();
        platform::stop_job()?;
    }
    Ok(())
}

/// Returns the terminal's size, at least 1 by 1 and at most 1000 by 1000. Returns 80 by 24 if the terminal does not report its
/// size.
pub fn size() -> Size {
    match platform::size() {
        Ok(size) if size.width > 0 && size.height > 0 => limit_size(size),
        _ => DEFAULT_SIZE,
    }
}

/// Returns the size of a cell in pixels, if the system knows the window's size in pixels and the size of a cell is plausible.
pub fn cell_size() -> Option<PixelSize> {
    // Many terminals report 0 as the window's size in pixels.
    platform::cell_size().filter(|size| size.is_plausible_cell())
}

/// Limits a size to [`MAX_SIZE`].
pub(super) fn limit_size(size: Size) -> Size {
    Size {
        width: size.width.min(MAX_SIZE.width),
        height: size.height.min(MAX_SIZE.height),
    }
}

/// An unbuffered writer to the terminal. It discards all output while folio does not own the terminal.
#[derive(Debug, Default)]
pub struct Output(());

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_owned_by_folio() {
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

/// Locks the state. Ignores poisoning: [`give_back`] and [`resume`] assign the complete state, so the state is never
/// inconsistent.
fn lock() -> MutexGuard<'static, TerminalState> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_is_limited_to_1000_by_1000() {
        let size = |width, height| Size { width, height };
        assert_eq!(limit_size(size(65535, 65535)), size(1000, 1000));
        assert_eq!(limit_size(size(80, 24)), size(80, 24));
    }
}
