//! The input thread on Unix: polls the keyboard, and a socket for commands.

use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::thread::JoinHandle;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::decode::Decoder;
use super::{Event, Exit};
use crate::runtime::terminal;
use crate::runtime::threads;

/// The command to stop reading.
const PAUSE: u8 = b'p';
/// The command to start reading again.
const RESUME: u8 = b'r';

/// A handle to the thread that reads the keyboard; dropping it stops the thread.
#[derive(Debug)]
pub struct Input {
    /// The socket for commands. The thread echoes each command, and ends when this end of the socket is closed.
    commands: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl Input {
    /// Starts the thread, which calls `sink` with the events. `sink` must not wait for a thread that calls [`Input::pause`] or
    /// [`Input::resume`], since these methods wait for the input thread.
    ///
    /// # Errors
    /// Fails if there is no keyboard, or if the thread can't be started.
    pub fn start(sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        Self::start_with(terminal::keyboard()?, sink)
    }

    /// Starts a thread that reads `keyboard`.
    fn start_with(keyboard: OwnedFd, sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        let (commands, thread_commands) = UnixStream::pair()?;
        let reader = KeyboardReader {
            keyboard,
            commands: thread_commands,
            decoder: Decoder::default(),
            is_paused: false,
            sink,
        };
        let thread = threads::start("input", move || reader.run())?;
        Ok(Self {
            commands,
            thread: Some(thread),
        })
    }

    /// Stops reading. After this returns, other programs receive the typed keys.
    pub fn pause(&mut self) {
        self.send_command(PAUSE);
    }

    /// Starts reading again.
    pub fn resume(&mut self) {
        self.send_command(RESUME);
    }

    /// Sends a command and waits for the echo. Errors are ignored: they mean that the thread has ended and no longer reads.
    fn send_command(&mut self, command: u8) {
        let mut echo = [0];
        let _ = self
            .commands
            .write_all(&[command])
            .and_then(|()| self.commands.read_exact(&mut echo));
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

/// The state of the input thread.
struct KeyboardReader<S> {
    keyboard: OwnedFd,
    commands: UnixStream,
    decoder: Decoder,
    is_paused: bool,
    sink: S,
}

/// The reasons why the thread woke up. If both are false, the time for the rest of the decoder's incomplete sequence is over.
#[derive(Default)]
struct WakeReasons {
    has_command: bool,
    has_keys: bool,
}

impl<S: Fn(Event)> KeyboardReader<S> {
    /// Runs until the socket for commands is closed or the terminal has disappeared. If the terminal has disappeared, sends
    /// [`Exit::Hangup`].
    fn run(mut self) {
        loop {
            let reasons = match self.wait() {
                Ok(reasons) => reasons,
                Err(Errno::INTR) => continue,
                Err(_) => return (self.sink)(Event::End(Exit::Hangup)),
            };
            // Commands come before keys: after a pause, the keys belong to another program.
            if reasons.has_command && !self.carry_out_command() {
                return;
            }
            if reasons.has_keys && !self.is_paused && !self.read() {
                return (self.sink)(Event::End(Exit::Hangup));
            }
            if !reasons.has_command && !reasons.has_keys {
                self.decoder.expire().into_iter().for_each(&self.sink);
            }
        }
    }

    /// Waits for a command, for keys, or until the decoder's incomplete sequence expires.
    fn wait(&self) -> Result<WakeReasons, Errno> {
        // A fraction of a second always fits into a `Timespec`.
        let timeout = self
            .decoder
            .timeout()
            .and_then(|timeout| Timespec::try_from(timeout).ok());
        let mut fds = [
            PollFd::new(&self.commands, PollFlags::IN),
            PollFd::new(&self.keyboard, PollFlags::IN),
        ];
        // While paused, the keyboard is not polled.
        let polled_count = if self.is_paused { 1 } else { 2 };
        poll(&mut fds[..polled_count], timeout.as_ref())?;
        let [has_command, has_keys] = fds.map(|fd| !fd.revents().is_empty());
        Ok(WakeReasons {
            has_command,
            has_keys,
        })
    }

    /// Carries out a command. Returns false if the thread must end.
    fn carry_out_command(&mut self) -> bool {
        let mut command = [0];
        if self.commands.read_exact(&mut command).is_err() {
            return false;
        }
        self.is_paused = command == [PAUSE];
        // An incomplete sequence is dropped, because another program reads its remaining bytes.
        self.decoder = Decoder::default();
        self.commands.write_all(&command).is_ok()
    }

    /// Reads the available keys. Does not block, since `poll` has reported them. Returns false at the end of the input, which in
    /// raw mode means that the terminal has disappeared.
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

    /// Starts an input thread whose keyboard is a socket, which can be read and closed like a terminal. Returns the other end of
    /// the socket, into which a test types; the handle of the thread; and the events.
    fn start_with_socket() -> (UnixStream, Input, Receiver<Event>) {
        let (typing_end, keyboard) = UnixStream::pair().unwrap();
        let (sender, events) = channel();
        let sink = move |event| drop(sender.send(event));
        let input = Input::start_with(keyboard.into(), sink).unwrap();
        (typing_end, input, events)
    }

    fn receive(events: &Receiver<Event>) -> Event {
        events.recv_timeout(Duration::from_secs(120)).unwrap()
    }

    fn key(code: Code) -> Event {
        let (ctrl, alt) = (false, false);
        Event::Key(Key { code, ctrl, alt })
    }

    #[test]
    fn lone_escape_is_a_key() {
        let (mut typing_end, _input, events) = start_with_socket();
        typing_end.write_all(b"\x1b").unwrap();
        assert_eq!(receive(&events), key(Code::Esc));
        // The lone Esc is complete, so `[` is a key of its own and continues no sequence.
        typing_end.write_all(b"[").unwrap();
        assert_eq!(receive(&events), key(Code::Char('[')));
    }

    #[test]
    fn nothing_is_read_while_paused() {
        let (mut typing_end, mut input, events) = start_with_socket();
        input.pause();
        typing_end.write_all(b"x").unwrap();
        // When this call returns, the thread has handled a command that was sent after the key.
        input.pause();
        assert!(events.try_recv().is_err());
        input.resume();
        assert_eq!(receive(&events), key(Code::Char('x')));
    }

    #[test]
    fn hangup_is_reported_once_and_ends_the_thread() {
        let (typing_end, mut input, events) = start_with_socket();
        drop(typing_end);
        assert_eq!(receive(&events), Event::End(Exit::Hangup));
        // The commands return, although the thread has ended.
        input.pause();
        input.resume();
        drop(input);
        assert!(events.recv().is_err());
    }

    #[test]
    fn dropping_the_input_joins_the_thread() {
        let (_typing_end, input, events) = start_with_socket();
        drop(input);
        assert!(events.recv().is_err());
    }
}
