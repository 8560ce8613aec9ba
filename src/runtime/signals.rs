//! Signals as events: a thread waits for them, so that no handler does more than write a byte.
//!
//! While another program has the terminal, an editor say, its ^C and ^Z reach this process too. The first is not meant
//! for it, and at the second it has to stop at once, or the shell waits for it in vain.

#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::thread::{self, JoinHandle};

#[cfg(unix)]
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
#[cfg(unix)]
use signal_hook::iterator::{Handle, Signals as Arriving};
#[cfg(unix)]
use signal_hook::low_level::emulate_default_handler;

#[cfg(unix)]
use super::input::Event;
#[cfg(unix)]
use super::terminal;

/// The thread that waits for signals; dropping this ends it.
#[cfg(unix)]
#[derive(Debug)]
pub struct Signals {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

#[cfg(unix)]
impl Signals {
    /// From now on SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT and SIGWINCH go to `sink` instead of doing what they do.
    pub fn start(sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        let mut arriving = Arriving::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH])?;
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
        SIGINT if !terminal::is_taken() => return None,
        SIGTSTP if !terminal::is_taken() => {
            let _ = emulate_default_handler(SIGTSTP);
            return None;
        }
        _ => {}
    }
    Some(match signal {
        SIGTERM => Event::Terminate,
        SIGHUP => Event::Hangup,
        SIGINT => Event::Interrupt,
        SIGTSTP => Event::Suspend,
        SIGCONT => Event::Continue,
        SIGWINCH => Event::Resize(terminal::size()),
        _ => return None,
    })
}

/// There are none to wait for; the console's events come with the input.
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
