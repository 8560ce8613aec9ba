//! The terminal on Windows, through crossterm. `unix.rs` documents the functions that have no comment here.

#![expect(
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "the functions have the signatures of those on Unix"
)]

use std::io::{self, IsTerminal, Write};

use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::app::event::Size;
use crate::layout::PixelSize;

/// The console's mode. The type is empty, because crossterm stores the mode.
#[derive(Debug)]
pub(super) struct TerminalMode(());

impl TerminalMode {
    pub(super) fn current() -> io::Result<Self> {
        // `supports_ansi` also enables escape sequences.
        if crossterm::ansi_support::supports_ansi() {
            Ok(Self(()))
        } else {
            Err(io::Error::other(
                "the console does not understand escape sequences",
            ))
        }
    }

    pub(super) fn make_raw(&self) -> io::Result<()> {
        enable_raw_mode()
    }

    pub(super) fn restore(&self) -> io::Result<()> {
        disable_raw_mode()
    }
}

pub(super) fn has_screen() -> bool {
    io::stdout().is_terminal()
}

/// Always succeeds: the console has an input even if standard input is redirected.
pub(super) fn check_keyboard() -> io::Result<()> {
    Ok(())
}

pub(super) fn size() -> io::Result<Size> {
    let (width, height) = crossterm::terminal::size()?;
    Ok(Size { width, height })
}

/// Always returns `None`: the console does not report its size in pixels.
pub(super) fn cell_size() -> Option<PixelSize> {
    None
}

/// Enables mouse events by the modes of the console, which has no escape sequence for this.
pub(super) fn capture_mouse() -> io::Result<()> {
    crossterm::execute!(io::stdout(), EnableMouseCapture)
}

pub(super) fn release_mouse() -> io::Result<()> {
    crossterm::execute!(io::stdout(), DisableMouseCapture)
}

pub(super) fn has_job_control() -> bool {
    false
}

pub(super) fn stop_job() -> io::Result<()> {
    Ok(())
}

pub(super) fn write(bytes: &[u8]) -> io::Result<usize> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()?;
    Ok(bytes.len())
}

pub(super) fn write_all(bytes: &[u8]) -> io::Result<()> {
    write(bytes).map(drop)
}
