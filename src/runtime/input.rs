//! What the terminal sends: a thread that waits for it, and only reads what is there.
//!
//! On Unix the bytes are decoded here. crossterm's reader cannot be used from a thread that has to stop: it blocks
//! in the middle of a sequence, returns nothing at all for a poll of no time, spins at a hang-up, and takes the first
//! byte of an arrow key that arrives in two pieces for Esc.

#[cfg(any(unix, test))]
mod answer;
#[cfg(any(windows, test))]
mod console;
#[cfg(any(unix, test))]
mod decode;
#[cfg(any(unix, test))]
mod keys;
#[cfg(any(unix, test))]
mod sequence;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use super::terminal::Background;
use crate::app::message::{Key, Size};
use crate::app::mouse::MouseEvent;

#[cfg(unix)]
pub use self::unix::Input;
#[cfg(windows)]
pub use self::windows::Input;

/// What reaches the reader from its terminal and from the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed, or repeats.
    Key(Key),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// Text was pasted, line ends as `\n`. Raw: to be cleaned before it is shown.
    Paste(String),
    /// The terminal has told its background, however late.
    Background(Background),
    /// The terminal has answered all that it was asked.
    Answered,
    /// The terminal's window has the focus again.
    Focus,
    /// The terminal has this size now.
    Resize(Size),
    /// The terminal is gone, or SIGHUP. Nothing more will be typed.
    Hangup,
    /// SIGTERM.
    Terminate,
    /// SIGINT from outside; ^C is a key.
    Interrupt,
    /// SIGTSTP from outside; ^Z is a key.
    Suspend,
    /// SIGCONT: running again after a stop, whosever it was.
    Continue,
}
