//! Converts signals to events: a thread waits for signals, so that the handlers only write a byte.
//!
//! While another program, such as an editor, owns the terminal, ^C, ^\ and ^Z typed there reach this process too. ^C and ^\
//! are then ignored. ^Z stops this process at once, because the shell waits until all processes of the job have stopped;
//! without a shell that could continue the job, ^Z is ignored too.

#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::thread::{self, JoinHandle};

#[cfg(unix)]
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
#[cfg(unix)]
use signal_hook::iterator::{Handle, Signals as Arriving};
#[cfg(unix)]
use signal_hook::low_level::emulate_default_handler;

#[cfg(unix)]
use super::input::{Event, Exit};
#[cfg(unix)]
use super::terminal;

/// A handle to the thread that waits for signals; dropping it stops the thread.
#[cfg(unix)]
#[derive(Debug)]
pub struct Signals {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

#[cfg(unix)]
impl Signals {
    /// Starts to send SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT and SIGWINCH to `sink`.
    pub fn start(sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        let mut arriving =
            Arriving::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
        let handle = arriving.handle();
        let wait = move || arriving.forever().filter_map(event).for_each(sink);
        let thread = thread::Builder::new().name("signals".into()).spawn(wait)?;
        Ok(Self {
            handle,
            thread: Some(thread),
        })
    }
}

#[cfg(unix)]
impl Drop for Signals {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(unix)]
fn event(signal: i32) -> Option<Event> {
    match signal {
        SIGINT | SIGQUIT if !terminal::is_taken() => return None,
        SIGTSTP if !terminal::is_taken() => {
            if terminal::has_job_control() {
                let _ = emulate_default_handler(SIGTSTP);
            }
            return None;
        }
        _ => {}
    }
    Some(match signal {
        SIGTERM => Event::End(Exit::Terminate),
        SIGHUP => Event::End(Exit::Hangup),
        SIGINT => Event::End(Exit::Interrupt),
        SIGQUIT => Event::End(Exit::QuitSignal),
        SIGTSTP => Event::Suspend,
        SIGCONT => Event::Continue,
        SIGWINCH => Event::Resize(terminal::size()),
        _ => return None,
    })
}

/// A placeholder: Windows has no signals, and the console's events arrive as input.
#[cfg(windows)]
#[derive(Debug)]
pub struct Signals(());

#[cfg(windows)]
impl Signals {
    /// Does nothing.
    pub fn start(_: impl Fn(super::input::Event) + Send + 'static) -> std::io::Result<Self> {
        Ok(Self(()))
    }
}
