//! Input of the terminal: a thread reads it and decodes it into events.
//!
//! On Unix the bytes are decoded here. crossterm's reader can't be used from a thread that has to stop: it blocks in the
//! middle of a sequence, returns nothing for a poll without a timeout, spins after a hangup, and takes the first byte of an
//! arrow key that arrives in two pieces for Esc.

#[cfg(any(unix, test))]
mod answer;
#[cfg(any(windows, test))]
mod console;
#[cfg(any(unix, test))]
pub mod decode;
#[cfg(any(unix, test))]
mod keys;
#[cfg(any(unix, test))]
mod sequence;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use super::terminal::TerminalBackground;
use crate::app::message::MouseEvent;
use crate::app::message::{Key, Size};

#[cfg(unix)]
pub use self::unix::Input;
#[cfg(windows)]
pub use self::windows::Input;

/// An event of the terminal or the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed, or repeats.
    Key(Key),
    /// A mouse event.
    Mouse(MouseEvent),
    /// Text was pasted, with `\n` as line ends. Raw: it must be sanitized before it is shown.
    Paste(String),
    /// The terminal reported its background, however late.
    Background(TerminalBackground),
    /// The terminal answered every query.
    Answered,
    /// The terminal's window got the focus.
    Focus,
    /// The terminal's new size.
    Resize(Size),
    /// The reader must end.
    End(Exit),
    /// SIGTSTP from outside; ^Z is a key.
    Suspend,
    /// SIGCONT: running again after any stop.
    Continue,
}

/// The reason for which a reader ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exit {
    /// The user quit.
    #[default]
    Quit,
    /// The terminal is gone: SIGHUP, or the end of its input.
    Hangup,
    /// SIGINT from outside; ^C is a key.
    Interrupt,
    /// SIGQUIT.
    QuitSignal,
    /// SIGTERM.
    Terminate,
}

impl Exit {
    /// The exit status of the process: after a signal 128 and its number, as shells report it.
    pub fn status(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Hangup => 128 + 1,
            Self::Interrupt => 128 + 2,
            Self::QuitSignal => 128 + 3,
            Self::Terminate => 128 + 15,
        }
    }
}
