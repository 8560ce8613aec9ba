//! The input thread: `poll` over the keyboard and a wake pipe.

use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::Event;
use super::decode::Decoder;
use crate::runtime::terminal;

/// Orders through the wake pipe, each answered by itself. Its end means stop.
const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';

/// The thread that reads the keyboard; dropping this ends it.
#[derive(Debug)]
pub struct Input {
    orders: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl Input {
    /// Starts to read. `sink` must not wait for the caller of the other methods: they wait for the thread.
    ///
    /// # Errors
    /// Without a keyboard, or without a thread.
    pub fn start(sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        Self::reading(terminal::keyboard()?, sink)
    }

    fn reading(keyboard: OwnedFd, sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        let (orders, taken) = UnixStream::pair()?;
        let reader = Reader {
            keyboard,
            orders: taken,
            decoder: Decoder::default(),
            is_paused: false,
            sink,
        };
        let thread = thread::Builder::new()
            .name("input".into())
            .spawn(move || reader.run())?;
        Ok(Self {
            orders,
            thread: Some(thread),
        })
    }

    /// Stops reading; when this returns, all that is typed from now on is another program's.
    pub fn pause(&mut self) {
        self.order(PAUSE);
    }

    /// Reads again.
    pub fn resume(&mut self) {
        self.order(RESUME);
    }

    /// Waits for the answer. An error means that the thread has ended, and reads no more either.
    fn order(&mut self, order: u8) {
        let mut answer = [0];
        let _ = self
            .orders
            .write_all(&[order])
            .and_then(|()| self.orders.read_exact(&mut answer));
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        let _ = self.orders.shutdown(std::net::Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Reader<S> {
    keyboard: OwnedFd,
    orders: UnixStream,
    decoder: Decoder,
    is_paused: bool,
    sink: S,
}

/// What woke the thread.
#[derive(Default)]
struct Woken {
    by_order: bool,
    by_keys: bool,
}

impl<S: Fn(Event)> Reader<S> {
    /// Until the other end of the pipe is gone, or the terminal is: then [`Event::Hangup`].
    fn run(mut self) {
        loop {
            let woken = match self.wait() {
                Ok(woken) => woken,
                Err(Errno::INTR) => continue,
                Err(_) => return (self.sink)(Event::Hangup),
            };
            if woken.by_order && !self.obey() {
                return;
            }
            // An order may just have forbidden to read; what is there stays there.
            if woken.by_keys && !self.is_paused && !self.read() {
                return (self.sink)(Event::Hangup);
            }
            if !woken.by_order && !woken.by_keys {
                self.decoder.expire().into_iter().for_each(&self.sink);
            }
        }
    }

    /// Waits for an order, for keys, or for as long as a half sequence is held.
    fn wait(&self) -> Result<Woken, Errno> {
        // A fraction of a second always is a `Timespec`.
        let timeout = self
            .decoder
            .patience()
            .and_then(|patience| Timespec::try_from(patience).ok());
        let mut fds = [
            PollFd::new(&self.orders, PollFlags::IN),
            PollFd::new(&self.keyboard, PollFlags::IN),
        ];
        let watched = if self.is_paused { 1 } else { 2 };
        poll(&mut fds[..watched], timeout.as_ref())?;
        let [by_order, by_keys] = fds.map(|fd| !fd.revents().is_empty());
        Ok(Woken { by_order, by_keys })
    }

    /// False when the thread is to end.
    fn obey(&mut self) -> bool {
        let mut order = [0];
        if self.orders.read_exact(&mut order).is_err() {
            return false;
        }
        self.is_paused = order == [PAUSE];
        // The rest of a sequence that was cut in two will be another program's.
        self.decoder = Decoder::default();
        self.orders.write_all(&order).is_ok()
    }

    /// Reads once, which does not block after `poll`. False at a hang-up: a raw terminal ends in no other way.
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
    use crate::app::message::{Code, Key};

    /// A keyboard made of a socket, which is as readable and as hung up as a terminal.
    fn keyboard() -> (UnixStream, Input, Receiver<Event>) {
        let (typed, keyboard) = UnixStream::pair().unwrap();
        let (sender, events) = channel();
        let sink = move |event| drop(sender.send(event));
        let input = Input::reading(keyboard.into(), sink).unwrap();
        (typed, input, events)
    }

    fn next(events: &Receiver<Event>) -> Event {
        events.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    fn key(code: Code) -> Event {
        let (ctrl, alt) = (false, false);
        Event::Key(Key { code, ctrl, alt })
    }

    #[test]
    fn a_lone_escape_is_a_key_of_its_own() {
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
    fn a_hang_up_is_told_once_and_ends_the_thread() {
        let (typed, mut input, events) = keyboard();
        drop(typed);
        assert_eq!(next(&events), Event::Hangup);
        input.pause();
        input.resume();
        drop(input);
        assert!(events.recv().is_err());
    }

    #[test]
    fn dropping_it_joins_the_thread() {
        let (_typed, input, events) = keyboard();
        drop(input);
        assert!(events.recv().is_err());
    }
}
