//! The terminal on Unix: termios and process groups.
//!
//! crossterm is not used for raw mode and the size. It assumes that raw mode is still on after a shell has switched it off
//! (SIGSTOP, then `fg`). It also runs `tput` if `ioctl` reports no size.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use rustix::stdio::stdout;
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetwinsize, tcsetattr};

use crate::app::event::Size;
use crate::layout::PixelSize;

/// The saved mode of the terminal from which keys are read.
#[derive(Debug)]
pub(super) struct TerminalMode {
    keyboard: OwnedFd,
    termios: Termios,
}

impl TerminalMode {
    /// Returns the terminal's current mode.
    pub(super) fn current() -> io::Result<Self> {
        let keyboard = keyboard()?;
        let termios = tcgetattr(&keyboard)?;
        Ok(Self { keyboard, termios })
    }

    /// Switches to raw mode. Keeps keys that were typed before.
    pub(super) fn make_raw(&self) -> io::Result<()> {
        let mut raw = self.termios.clone();
        raw.make_raw();
        Ok(tcsetattr(&self.keyboard, OptionalActions::Now, &raw)?)
    }

    /// Sets the saved mode.
    pub(super) fn restore(&self) -> io::Result<()> {
        Ok(tcsetattr(
            &self.keyboard,
            OptionalActions::Now,
            &self.termios,
        )?)
    }
}

/// Opens the keyboard: standard input if it is a terminal, else the controlling terminal.
pub(crate) fn keyboard() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if isatty(&stdin) {
        return stdin.as_fd().try_clone_to_owned();
    }
    // macOS can't `poll` `/dev/tty`, but it can `poll` the underlying device.
    if cfg!(target_vendor = "apple")
        && let Ok(name) = rustix::termios::ttyname(stdout(), Vec::new())
        && let Ok(name) = name.into_string()
        && let Ok(file) = File::open(name)
    {
        return Ok(file.into());
    }
    Ok(File::open("/dev/tty")?.into())
}

/// Returns true if standard output is a terminal.
pub(super) fn has_screen() -> bool {
    isatty(stdout())
}

/// Fails if there is no terminal to read keys from.
pub(super) fn check_keyboard() -> io::Result<()> {
    keyboard().map(drop)
}

pub(super) fn size() -> io::Result<Size> {
    let size = tcgetwinsize(stdout())?;
    Ok(Size {
        width: size.ws_col,
        height: size.ws_row,
    })
}

/// Returns the size of a cell in pixels. Returns 0 by 0 if the system does not know the window's size in pixels. Returns `None`
/// if the system does not know the size in cells either.
pub(super) fn cell_size() -> Option<PixelSize> {
    let size = tcgetwinsize(stdout()).ok()?;
    Some(PixelSize {
        width: u32::from(size.ws_xpixel.checked_div(size.ws_col)?),
        height: u32::from(size.ws_ypixel.checked_div(size.ws_row)?),
    })
}

/// Enables reports of mouse buttons and the wheel, in SGR coordinates (xterm, "Mouse Tracking": modes 1000 and 1006).
pub(super) fn capture_mouse() -> io::Result<()> {
    write_all(b"\x1b[?1000h\x1b[?1006h")
}

pub(super) fn release_mouse() -> io::Result<()> {
    write_all(b"\x1b[?1006l\x1b[?1000l")
}

/// Returns true if a shell runs folio as a job. After `xterm -e folio`, for example, folio is in the first process group of a
/// session. No shell could continue this group, and the terminal's own ^Z does not stop it either.
pub(super) fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the process group with SIGSTOP, since folio handles SIGTSTP itself.
pub(super) fn stop_job() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::STOP)?)
}

/// Writes as many bytes as the terminal accepts, at least one. Waits if necessary: another process that shares the terminal
/// may have made it non-blocking.
pub(super) fn write(bytes: &[u8]) -> io::Result<usize> {
    loop {
        match rustix::io::write(stdout(), bytes) {
            Err(rustix::io::Errno::AGAIN) => {
                let stdout = stdout();
                poll(&mut [PollFd::new(&stdout, PollFlags::OUT)], None)?;
            }
            result => return Ok(result?),
        }
    }
}

/// Writes all bytes to the terminal.
pub(super) fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
