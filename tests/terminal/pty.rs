//! A child process in a pseudo-terminal, and a parser of its output. Nothing sleeps for a fixed time: waits are woken by the
//! child's output and fail at a deadline. The screen is only looked at between two frames, because a frame may arrive in
//! several pieces.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, OutputModes, Termios, tcgetattr, tcsetattr};

/// Maximum time of every wait, long enough for a busy machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(120);

/// Start and end of a frame (synchronized output: mode 2026).
const FRAME_START: &[u8] = b"\x1b[?2026h";
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Interval between checks that are not triggered by output.
const TICK: Duration = Duration::from_millis(10);

/// A running child and its terminal. Dropping it kills the child.
pub(crate) struct Pty {
    /// The terminal's master end, or `None` after `hang_up`.
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
}

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

/// The output of the child.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    is_over: bool,
}

impl Pty {
    /// Starts a program in a terminal of the given size, with `TERM=xterm-256color` and the variables in `env`; removes all
    /// other variables that describe the terminal.
    pub(crate) fn spawn(argv: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::from_argv(argv.iter().map(Into::into).collect());
        for name in ["NO_COLOR", "COLORTERM", "COLORFGBG", "TMUX", "TERM_PROGRAM"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in env {
            command.env(name, value);
        }
        Self::start(command, size)
    }

    /// Starts a command in a terminal of the given columns and rows.
    pub(crate) fn start(command: CommandBuilder, (width, height): (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(width, height)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: vt100::Parser::new(nonzero(height), nonzero(width), 0),
                bytes: Vec::new(),
                is_over: false,
            }),
            changed: Condvar::new(),
        });
        let sharing = Arc::clone(&shared);
        let reader = thread::spawn(move || sharing.read(reader));
        Self {
            reader: Some(reader),
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            child,
            shared,
        }
    }

    /// Sends bytes to the child, as typed keys or as an answer of the terminal.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().expect("not hung up");
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    /// Waits until the screen satisfies `wanted` after a complete frame. Panics with a picture of the screen at the deadline.
    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |seen| {
            !seen.is_in_frame() && wanted(seen.parser.screen())
        });
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub(crate) fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the output of the child contains `wanted`.
    #[track_caller]
    pub(crate) fn wait_for_bytes(&self, wanted: &[u8]) {
        let what = wanted.escape_ascii().to_string();
        self.wait(&what, |seen| {
            memchr::memmem::find(&seen.bytes, wanted).is_some()
        });
    }

    /// Waits until the output of the child after byte `start` contains `wanted`.
    #[track_caller]
    pub(crate) fn wait_for_bytes_after(&self, start: usize, wanted: &[u8]) {
        let what = format!("{} after {start}", wanted.escape_ascii());
        self.wait(&what, |seen| {
            memchr::memmem::find(&seen.bytes[start..], wanted).is_some()
        });
    }

    /// Waits until a condition holds that does not depend on the child's output.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let end = Instant::now() + DEADLINE;
        while !holds() {
            let seen = self.shared.seen();
            let is_late = Instant::now() >= end;
            assert!(!is_late, "waited in vain for {what:?}\n{}", seen.picture());
            let _ = self.shared.changed.wait_timeout(seen, TICK);
        }
    }

    /// Sends two pieces of input, the second after the child has read the first, to simulate a sequence split by a slow
    /// connection. Returns the maximum delay between the two.
    #[track_caller]
    pub(crate) fn send_in_two(&mut self, first: &[u8], second: &[u8]) -> Duration {
        let terminal = self.slave();
        let start = Instant::now();
        self.send(first);
        while rustix::io::ioctl_fionread(&terminal).unwrap() > 0 {
            assert!(start.elapsed() < DEADLINE, "what is typed is not read");
            thread::yield_now();
        }
        self.send(second);
        start.elapsed()
    }

    #[track_caller]
    fn wait(&self, what: &str, wanted: impl Fn(&Seen) -> bool) {
        let seen = self.shared.seen();
        let (seen, _) = self
            .shared
            .changed
            .wait_timeout_while(seen, DEADLINE, |seen| !seen.is_over && !wanted(seen))
            .unwrap_or_else(PoisonError::into_inner);
        assert!(
            wanted(&seen),
            "waited in vain for {what:?}\n{}",
            seen.picture()
        );
    }

    /// Returns all bytes that the child has written so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.shared.seen().bytes.clone()
    }

    /// Calls `look` with the screen after the last complete frame and returns the result.
    pub(crate) fn screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        let seen = self.shared.seen();
        let (seen, _) = self
            .shared
            .changed
            .wait_timeout_while(seen, DEADLINE, |seen| seen.is_in_frame())
            .unwrap_or_else(PoisonError::into_inner);
        look(seen.parser.screen())
    }

    /// Resizes the terminal; the kernel notifies the child.
    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        let mut seen = self.shared.seen();
        seen.parser.set_size(nonzero(height), nonzero(width));
        let master = self.master.as_ref().expect("not hung up");
        master.resize(size(width, height)).unwrap();
    }

    /// Sends a signal to the child process only.
    pub(crate) fn kill(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub(crate) fn pid(&self) -> Pid {
        let pid = self.child.process_id().unwrap().cast_signed();
        Pid::from_raw(pid).unwrap()
    }

    /// Returns the modes of the terminal as text, for comparison.
    pub(crate) fn modes(&self) -> String {
        describe(&tcgetattr(self.slave()).unwrap())
    }

    /// Sets the terminal to canonical mode with echo, as a shell does.
    pub(crate) fn make_cooked(&self) {
        let terminal = self.slave();
        let mut termios = tcgetattr(&terminal).unwrap();
        termios.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        termios.output_modes |= OutputModes::OPOST;
        tcsetattr(terminal, OptionalActions::Now, &termios).unwrap();
    }

    /// Writes to the terminal like another program that shares the terminal.
    pub(crate) fn write_as_other_program(&self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = rustix::io::write(self.slave(), rest).unwrap();
            rest = &rest[written..];
        }
    }

    /// Opens the child's end of the terminal.
    fn slave(&self) -> OwnedFd {
        let master = self.master.as_ref().expect("not hung up");
        let name = master.tty_name().expect("a terminal has a name");
        let options = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
        rustix::fs::open(name, options, rustix::fs::Mode::empty()).unwrap()
    }

    /// Closes the terminal, like a closed window or a broken connection.
    pub(crate) fn hang_up(&mut self) {
        self.shared.seen().is_over = true;
        // Only output wakes the reading thread, which then closes its end of the terminal.
        self.write_as_other_program(b" ");
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        (self.writer, self.master) = (None, None);
    }

    /// Waits for the child to exit and for the rest of its output.
    #[track_caller]
    pub(crate) fn exit_status(&mut self) -> ExitStatus {
        let end = Instant::now() + DEADLINE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            let seen = self.shared.seen();
            assert!(Instant::now() < end, "it does not end\n{}", seen.picture());
            // Woken by output and by the end of the terminal; after `hang_up` only polling works.
            let _ = self.shared.changed.wait_timeout(seen, TICK);
        };
        let seen = self.shared.seen();
        let _ = self
            .shared
            .changed
            .wait_timeout_while(seen, DEADLINE, |seen| !seen.is_over);
        status
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Shared {
    /// Locks the output. Ignores poisoning, so that a panic in a test does not hide the original failure.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, mut reader: Box<dyn Read + Send>) {
        let mut buffer = [0; 4096];
        loop {
            let count = reader.read(&mut buffer).unwrap_or(0);
            let mut seen = self.seen();
            seen.bytes.extend(&buffer[..count]);
            seen.parser.process(&buffer[..count]);
            seen.is_over |= count == 0;
            self.changed.notify_all();
            if seen.is_over {
                return;
            }
        }
    }
}

impl Seen {
    /// Returns true if the last frame is not complete yet. After the end of the output it never will be.
    fn is_in_frame(&self) -> bool {
        let last = |wanted| memchr::memmem::rfind(&self.bytes, wanted);
        !self.is_over && last(FRAME_START) > last(FRAME_END)
    }

    fn picture(&self) -> String {
        let (_, width) = self.parser.screen().size();
        let mut picture = String::new();
        for row in self.parser.screen().rows(0, width.get()) {
            writeln!(picture, "|{row}").unwrap();
        }
        let tail = &self.bytes[self.bytes.len().saturating_sub(400)..];
        writeln!(picture, "last bytes: {}", tail.escape_ascii()).unwrap();
        picture
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

fn nonzero(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

fn describe(termios: &Termios) -> String {
    format!(
        "{:?} {:?} {:?} {:?}",
        termios.input_modes, termios.output_modes, termios.control_modes, termios.local_modes
    )
}
