//! The terminal by the Windows console, through crossterm.

use std::io::{self, IsTerminal, Write};

use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::app::message::Size;

/// The console's modes; crossterm keeps them.
#[derive(Debug)]
pub(super) struct Mode(());

impl Mode {
    pub(super) fn current() -> io::Result<Self> {
        // Also switches escape sequences on.
        if crossterm::ansi_support::supports_ansi() {
            Ok(Self(()))
        } else {
            Err(io::Error::other("the console reads no escape sequences"))
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

/// The console's input is there whatever standard input is.
pub(super) fn check_keyboard() -> io::Result<()> {
    Ok(())
}

pub(super) fn size() -> io::Result<Size> {
    let (width, height) = crossterm::terminal::size()?;
    Ok(Size { width, height })
}

/// By the console's own modes: it takes no sequence for this.
pub(super) fn take_mouse(ours: bool) -> io::Result<()> {
    if ours {
        crossterm::execute!(io::stdout(), EnableMouseCapture)
    } else {
        crossterm::execute!(io::stdout(), DisableMouseCapture)
    }
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
