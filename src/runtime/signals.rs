//! Converts signals to events on a thread of its own. The handlers wake this thread. The handlers of SIGINT and SIGQUIT
//! also set a flag.
//!
//! While another program, such as an editor, owns the terminal, ^C, ^\ and ^Z typed there send signals to this process too:
//!
//! - ^C and ^\: the handler sets the flag `IS_INTERRUPT_PENDING` and wakes the thread. The thread ignores the signal if the other
//!   program still owns the terminal, or if the flag is not set. `discard_interrupts` clears the flag when the other program has
//!   exited. Thus the thread ignores the signal even if it handles the signal only after that program has exited.
//! - ^Z stops this process immediately, because the shell waits until all processes of the job have stopped. If no shell could
//!   continue the job, ^Z is ignored.

#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(unix)]
use std::thread::JoinHandle;

#[cfg(unix)]
use signal_hook::SigId;
#[cfg(unix)]
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
#[cfg(unix)]
use signal_hook::flag;
#[cfg(unix)]
use signal_hook::iterator::{Handle, Signals as SignalIterator};
#[cfg(unix)]
use signal_hook::low_level::{emulate_default_handler, unregister};

#[cfg(unix)]
use super::input::{Event, Exit};
#[cfg(unix)]
use super::terminal;
#[cfg(unix)]
use super::threads;

/// True after a SIGINT or SIGQUIT, until the thread handles the signal or [`discard_interrupts`] is called. The handlers set the
/// flag. Such a signal ends the reader only if the flag is still set when the thread handles the signal.
#[cfg(unix)]
static IS_INTERRUPT_PENDING: AtomicBool = AtomicBool::new(false);

/// A handle to the thread that waits for signals; dropping it stops the thread.
#[cfg(unix)]
#[derive(Debug)]
pub struct Signals {
    handle: Handle,
    /// The registrations of the handlers that set [`IS_INTERRUPT_PENDING`].
    flag_handlers: Vec<SigId>,
    thread: Option<JoinHandle<()>>,
}

#[cfg(unix)]
impl Signals {
    /// Starts a thread that converts SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT and SIGWINCH to events for `sink`.
    pub fn start(sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        Self::start_with(terminal::is_owned_by_folio, sink)
    }

    /// Starts like [`Signals::start`]; `owns_terminal` returns true while this process owns the terminal.
    fn start_with(
        owns_terminal: impl Fn() -> bool + Send + 'static,
        sink: impl Fn(Event) + Send + 'static,
    ) -> io::Result<Self> {
        // The handlers of a signal run in the order of their registration: the flag is set before the thread wakes up.
        let flag_handlers =
            [SIGINT, SIGQUIT].map(|signal| flag::register(signal, &IS_INTERRUPT_PENDING));
        let flag_handlers = flag_handlers.into_iter().collect::<io::Result<_>>()?;
        let mut signals =
            SignalIterator::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
        let handle = signals.handle();
        let wait = move || {
            let signals = signals.forever();
            signals
                .filter_map(|signal| event_of_signal(signal, owns_terminal()))
                .for_each(sink);
        };
        let thread = threads::start("signals", wait)?;
        Ok(Self {
            handle,
            flag_handlers,
            thread: Some(thread),
        })
    }
}

#[cfg(unix)]
impl Drop for Signals {
    fn drop(&mut self) {
        for handler in self.flag_handlers.drain(..) {
            unregister(handler);
        }
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Makes the thread ignore every SIGINT and SIGQUIT that has arrived before this call, even if the thread has not handled it yet.
/// Called when a program that owned the terminal, such as an editor, has exited. The handlers ran while the caller waited for the
/// exit, so they have set the flag by now.
#[cfg(unix)]
pub(super) fn discard_interrupts() {
    IS_INTERRUPT_PENDING.store(false, Ordering::SeqCst);
}

/// Converts a signal to an event, or returns `None` if the signal is ignored. `owns_terminal` is true if this process owns the
/// terminal; otherwise SIGTSTP stops the process at once.
#[cfg(unix)]
fn event_of_signal(signal: i32, owns_terminal: bool) -> Option<Event> {
    Some(match signal {
        SIGTERM => Event::End(Exit::Terminate),
        SIGHUP => Event::End(Exit::Hangup),
        SIGINT | SIGQUIT
            if !IS_INTERRUPT_PENDING.swap(false, Ordering::SeqCst) || !owns_terminal =>
        {
            return None;
        }
        SIGINT => Event::End(Exit::Interrupt),
        SIGQUIT => Event::End(Exit::QuitSignal),
        SIGTSTP if !owns_terminal => {
            if terminal::has_job_control() {
                let _ = emulate_default_handler(SIGTSTP);
            }
            return None;
        }
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

/// Does nothing.
#[cfg(windows)]
pub(super) fn discard_interrupts() {}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use rustix::process::{Signal, getpid, kill_process};

    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(120);

    /// Runs [`handle_signals_late`] in another process, since the handlers of the signals stay installed.
    #[test]
    fn signals_typed_in_an_editor_do_not_end_the_reader_later() {
        let name = "runtime::signals::tests::handle_signals_late";
        let mut test_program = Command::new(std::env::current_exe().unwrap());
        let output = test_program
            .args(["--exact", name, "--ignored"])
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&output.stdout);
        assert!(output.contains("1 passed"), "{output}");
    }

    /// Blocks the signal thread while it passes an event to the sink. Meanwhile SIGQUIT and SIGINT arrive, as if they were typed in
    /// an editor. The thread handles these signals only after the editor has exited.
    #[test]
    #[ignore = "a part of another test, which runs it in a process of its own"]
    fn handle_signals_late() {
        let (sender, events) = channel();
        // After each event, the sink blocks the thread until the test sends a permit.
        let (permit_sender, permits) = channel();
        let sink = move |event| {
            sender.send(event).unwrap();
            permits.recv_timeout(TIMEOUT).unwrap();
        };
        // folio owns the terminal all the time.
        let _signals = Signals::start_with(|| true, sink).unwrap();
        let next_event = || events.recv_timeout(TIMEOUT).unwrap();
        let raise = |signal| kill_process(getpid(), signal).unwrap();
        raise(Signal::CONT);
        assert_eq!(next_event(), Event::Continue);
        for signal in [Signal::QUIT, Signal::INT] {
            IS_INTERRUPT_PENDING.store(false, Ordering::SeqCst);
            raise(signal);
            // Waits until the handler of the signal has run.
            while !IS_INTERRUPT_PENDING.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
        }
        discard_interrupts();
        // The thread handles pending signals in the order of their numbers, so it handles SIGINT and SIGQUIT before SIGTERM.
        raise(Signal::TERM);
        permit_sender.send(()).unwrap();
        assert_eq!(next_event(), Event::End(Exit::Terminate));
        permit_sender.send(()).unwrap();
        for (signal, exit) in [
            (Signal::QUIT, Exit::QuitSignal),
            (Signal::INT, Exit::Interrupt),
        ] {
            raise(signal);
            assert_eq!(next_event(), Event::End(exit));
            permit_sender.send(()).unwrap();
        }
    }
}
