//! Terminal input: a thread that reads bytes and decodes them into events.
//!
//! On Unix folio decodes the bytes itself, because the input of crossterm has four faults:
//!
//! - It blocks in the middle of a sequence, so its thread can't be stopped.
//! - It never returns an event if it is polled with a timeout of zero.
//! - After a hangup, it loops without blocking.
//! - It decodes an arrow key that arrives in two pieces as Esc.

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
use crate::app::event::{Key, MouseEvent, Size};
use crate::app::image_choice::DrawingMethod;
use crate::layout::PixelSize;

#[cfg(unix)]
pub use self::unix::Input;
#[cfg(windows)]
pub use self::windows::Input;

/// An event of the terminal or the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key press or repeat.
    Key(Key),
    /// A mouse event.
    Mouse(MouseEvent),
    /// Pasted text with `\n` as line ends. Not sanitized: the receiver must sanitize the text before displaying it.
    Paste(String),
    /// The terminal reported its background: after a change, or as an answer to folio. The answer may arrive when folio no
    /// longer waits for it.
    Background(TerminalBackground),
    /// The method to draw pictures, which folio derives from the name that the terminal reported.
    Graphics(DrawingMethod),
    /// The terminal reported the size of a cell.
    CellSize(PixelSize),
    /// The terminal answered the last query. No more answers follow: terminals answer in order.
    DeviceAttributes {
        /// True if the terminal supports sixels.
        has_sixels: bool,
    },
    /// The terminal's window was focused.
    Focus,
    /// The terminal's new size.
    Resize(Size),
    /// folio must quit.
    End(Exit),
    /// SIGTSTP from another process; in raw mode ^Z is a key.
    Suspend,
    /// SIGCONT: the process continues after a stop.
    Continue,
}

/// The reason why folio quits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exit {
    /// The user quit.
    #[default]
    Quit,
    /// The terminal has disappeared: SIGHUP, or the end of the input.
    Hangup,
    /// SIGINT from another process; in raw mode ^C is a key.
    Interrupt,
    /// SIGQUIT.
    QuitSignal,
    /// SIGTERM.
    Terminate,
}

impl Exit {
    /// Returns the exit status of the process. After a signal, the status is 128 plus the signal's number, as in shells.
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
