//! The input thread on Unix: polls the keyboard and a wake pipe.

use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::decode::Decoder;
use super::{Event, Exit};
use crate::runtime::terminal;

/// Commands sent through the wake pipe. The thread echoes each command; the end of the pipe stops the thread.
const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';

/// A handle to the thread that reads the keyboard; dropping it stops the thread.
#[derive(Debug)]
pub struct Input {
    commands: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl Input {
    /// Starts the thread. `sink` must not block on a caller of the other methods, since they wait for the thread.
    ///
    /// # Errors
    /// Fails if there is no keyboard, or if the thread can't be started.
    pub fn start(sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        Self::reading(terminal::keyboard()?, sink)
    }

    fn reading(keyboard: OwnedFd, sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        let (commands, taken) = UnixStream::pair()?;
        let reader = KeyboardReader {
            keyboard,
            commands: taken,
            decoder: Decoder::default(),
            is_paused: false,
            sink,
        };
        let thread = thread::Builder::new()
            .name("input".into())
            .spawn(move || reader.run())?;
        Ok(Self {
            commands,
            thread: Some(thread),
        })
    }

    /// Stops reading. After this returns, other programs receive the typed keys.
    pub fn pause(&mut self) {
        self.command(PAUSE);
    }

    /// Starts reading again.
    pub fn resume(&mut self) {
        self.command(RESUME);
    }

    /// Sends a command and waits for the echo. Errors are ignored: they mean that the thread has ended and no longer reads.
    fn command(&mut self, command: u8) {
        let mut answer = [0];
        let _ = self
            .commands
            .write_all(&[command])
            .and_then(|()| self.commands.read_exact(&mut answer));
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        let _ = self.commands.shutdown(std::net::Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct KeyboardReader<S> {
    keyboard: OwnedFd,
    commands: UnixStream,
    decoder: Decoder,
    is_paused: bool,
    sink: S,
}

/// The reasons for which the thread woke up.
#[derive(Default)]
struct Woken {
    by_command: bool,
    by_keys: bool,
}

impl<S: Fn(Event)> KeyboardReader<S> {
    /// Runs until the wake pipe is closed or the terminal has disappeared; then sends [`Exit::Hangup`] in the latter case.
    fn run(mut self) {
        loop {
            let woken = match self.wait() {
                Ok(woken) => woken,
                Err(Errno::INTR) => continue,
                Err(_) => return (self.sink)(Event::End(Exit::Hangup)),
            };
            if woken.by_command && !self.obey() {
                return;
            }
            // Checked before the keys: after a pause command the keys belong to another program.
            if woken.by_keys && !self.is_paused && !self.read() {
                return (self.sink)(Event::End(Exit::Hangup));
            }
            if !woken.by_command && !woken.by_keys {
                self.decoder.expire().into_iter().for_each(&self.sink);
            }
        }
    }

    /// Waits for a command, for keys, or until a held sequence expires.
    fn wait(&self) -> Result<Woken, Errno> {
        // A fraction of a second always fits into a `Timespec`.
        let timeout = self
            .decoder
            .timeout()
            .and_then(|timeout| Timespec::try_from(timeout).ok());
        let mut fds = [
            PollFd::new(&self.commands, PollFlags::IN),
            PollFd::new(&self.keyboard, PollFlags::IN),
        ];
        let watched = if self.is_paused { 1 } else { 2 };
        poll(&mut fds[..watched], timeout.as_ref())?;
        let [by_command, by_keys] = fds.map(|fd| !fd.revents().is_empty());
        Ok(Woken {
            by_command,
            by_keys,
        })
    }

    /// Carries out a command. Returns false if the thread must end.
    fn obey(&mut self) -> bool {
        let mut command = [0];
        if self.commands.read_exact(&mut command).is_err() {
            return false;
        }
        self.is_paused = command == [PAUSE];
        // Dropped, because another program will read the rest of a held sequence.
        self.decoder = Decoder::default();
        self.commands.write_all(&command).is_ok()
    }

    /// Reads once, which does not block after `poll`. Returns false on a hangup, the only end of input in raw mode.
    fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        match rustix::io::read(&self.keyboard, &mut bytes) {
            Ok(0) => false,
            Ok(count) => {
                let events = self.decoder.feed(&bytes[..count]);
                events.into_iter().for_each(&self.sink);
                true
            }
            Err(Errno::INTR | Errno::AGAIN) => true,
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use super::*;
    use crate::app::event::{Code, Key};

    /// Creates a keyboard from a socket, which can be read and closed like a terminal.
    fn keyboard() -> (UnixStream, Input, Receiver<Event>) {
        let (typed, keyboard) = UnixStream::pair().unwrap();
        let (sender, events) = channel();
        let sink = move |event| drop(sender.send(event));
        let input = Input::reading(keyboard.into(), sink).unwrap();
        (typed, input, events)
    }

    fn next(events: &Receiver<Event>) -> Event {
        events.recv_timeout(Duration::from_secs(120)).unwrap()
    }

    fn key(code: Code) -> Event {
        let (ctrl, alt) = (false, false);
        Event::Key(Key { code, ctrl, alt })
    }

    #[test]
    fn lone_escape_is_a_key() {
        let (mut typed, _input, events) = keyboard();
        typed.write_all(b"\x1b").unwrap();
        assert_eq!(next(&events), key(Code::Esc));
        typed.write_all(b"[").unwrap();
        assert_eq!(next(&events), key(Code::Char('[')));
    }

    #[test]
    fn nothing_is_read_while_paused() {
        let (mut typed, mut input, events) = keyboard();
        input.pause();
        typed.write_all(b"x").unwrap();
        input.pause();
        assert!(events.try_recv().is_err());
        input.resume();
        assert_eq!(next(&events), key(Code::Char('x')));
    }

    #[test]
    fn hangup_is_reported_once_and_ends_the_thread() {
        let (typed, mut input, events) = keyboard();
        drop(typed);
        assert_eq!(next(&events), Event::End(Exit::Hangup));
        input.pause();
        input.resume();
        drop(input);
        assert!(events.recv().is_err());
    }

    #[test]
    fn dropping_the_input_joins_the_thread() {
        let (_typed, input, events) = keyboard();
        drop(input);
        assert!(events.recv().is_err());
    }
}
