//! A child process in a pseudo-terminal, and a parser of its output. No test sleeps for a fixed time: the child's output
//! ends a wait, and a wait fails at a deadline. The screen is read only between two frames, because a frame may arrive in
//! several parts.

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
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// A running child and its terminal. Dropping a `Pty` kills the child.
pub(crate) struct Pty {
    /// The terminal's master end, or `None` after `hang_up`.
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    shared: Arc<Shared>,
    reading_thread: Option<JoinHandle<()>>,
}

/// The output of the child, shared by the test and the thread that reads the output.
struct Shared {
    output: Mutex<ChildOutput>,
    changed: Condvar,
}

/// The output of the child.
struct ChildOutput {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// True after the last byte, or after `hang_up`.
    has_ended: bool,
}

impl Pty {
    /// Starts a program in a terminal of the given size. The program gets `TERM=xterm-256color` and the variables in `env`, but
    /// no other variables that describe a terminal.
    pub(crate) fn spawn_program(argv: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::from_argv(argv.iter().map(Into::into).collect());
        for name in ["NO_COLOR", "COLORTERM", "COLORFGBG", "TMUX", "TERM_PROGRAM"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in env {
            command.env(name, value);
        }
        Self::spawn_command(command, size)
    }

    /// Starts a command in a terminal of the given columns and rows.
    pub(crate) fn spawn_command(command: CommandBuilder, (width, height): (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(width, height)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::new(Shared {
            output: Mutex::new(ChildOutput {
                parser: vt100::Parser::new(nonzero(height), nonzero(width), 0),
                bytes: Vec::new(),
                has_ended: false,
            }),
            changed: Condvar::new(),
        });
        let shared_by_thread = Arc::clone(&shared);
        let reading_thread = thread::spawn(move || shared_by_thread.read(reader));
        Self {
            reading_thread: Some(reading_thread),
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

    /// Waits until the screen satisfies `condition` after a complete frame. At the deadline or the end of the output, panics with
    /// `description` and the text of the screen.
    #[track_caller]
    pub(crate) fn wait_for(&self, description: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        self.wait(description, |output| {
            !output.is_awaiting_rest_of_frame() && condition(output.parser.screen())
        });
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub(crate) fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the output of the child contains `expected`.
    #[track_caller]
    pub(crate) fn wait_for_bytes(&self, expected: &[u8]) {
        let description = expected.escape_ascii().to_string();
        self.wait(&description, |output| {
            memchr::memmem::find(&output.bytes, expected).is_some()
        });
    }

    /// Waits until the output of the child after byte `start` contains `expected`.
    #[track_caller]
    pub(crate) fn wait_for_bytes_after(&self, start: usize, expected: &[u8]) {
        let description = format!("{} after {start}", expected.escape_ascii());
        self.wait(&description, |output| {
            memchr::memmem::find(&output.bytes[start..], expected).is_some()
        });
    }

    /// Waits until a condition holds. Checks the condition at intervals too, so the condition may depend on more than the output.
    #[track_caller]
    pub(crate) fn wait_until(&self, description: &str, mut condition: impl FnMut() -> bool) {
        let end = Instant::now() + DEADLINE;
        while !condition() {
            let output = self.shared.output();
            let is_late = Instant::now() >= end;
            assert!(!is_late, "timeout: {description:?}\n{}", output.describe());
            let _ = self.shared.changed.wait_timeout(output, POLL_INTERVAL);
        }
    }

    /// Sends two pieces of input, the second after the child has read the first, to simulate a sequence split by a slow
    /// connection. Returns an upper bound of the delay between the two pieces.
    #[track_caller]
    pub(crate) fn send_in_two(&mut self, first: &[u8], second: &[u8]) -> Duration {
        let terminal = self.slave();
        let start = Instant::now();
        self.send(first);
        while rustix::io::ioctl_fionread(&terminal).unwrap() > 0 {
            assert!(start.elapsed() < DEADLINE, "the input is not read");
            thread::yield_now();
        }
        self.send(second);
        start.elapsed()
    }

    /// Waits until the output satisfies `condition`. At the deadline or the end of the output, panics with `description` and the
    /// text of the screen.
    #[track_caller]
    fn wait(&self, description: &str, condition: impl Fn(&ChildOutput) -> bool) {
        let output = self.shared.output();
        let (output, _) = self
            .shared
            .changed
            .wait_timeout_while(output, DEADLINE, |output| {
                !output.has_ended && !condition(output)
            })
            .unwrap_or_else(PoisonError::into_inner);
        assert!(
            condition(&output),
            "timeout: {description:?}\n{}",
            output.describe()
        );
    }

    /// Returns all bytes that the child has written so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.shared.output().bytes.clone()
    }

    /// Calls `read` with the screen and returns the result. Waits for the end of an incomplete frame first.
    pub(crate) fn screen<T>(&self, read: impl FnOnce(&vt100::Screen) -> T) -> T {
        let output = self.shared.output();
        let (output, _) = self
            .shared
            .changed
            .wait_timeout_while(output, DEADLINE, |output| {
                output.is_awaiting_rest_of_frame()
            })
            .unwrap_or_else(PoisonError::into_inner);
        read(output.parser.screen())
    }

    /// Resizes the terminal; the kernel notifies the child.
    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        // The lock is held until the end, so that no output is parsed between the two changes of the size.
        let mut output = self.shared.output();
        output.parser.set_size(nonzero(height), nonzero(width));
        let master = self.master.as_ref().expect("not hung up");
        master.resize(size(width, height)).unwrap();
    }

    /// Sends a signal to the child, but not to its own child processes.
    pub(crate) fn kill(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Returns the process id of the child.
    pub(crate) fn pid(&self) -> Pid {
        let pid = self.child.process_id().unwrap().cast_signed();
        Pid::from_raw(pid).unwrap()
    }

    /// Returns the modes of the terminal as text, for comparison.
    pub(crate) fn modes(&self) -> String {
        describe_modes(&tcgetattr(self.slave()).unwrap())
    }

    /// Sets the terminal to canonical mode with echo, as a shell does.
    pub(crate) fn set_canonical_mode(&self) {
        let terminal = self.slave();
        let mut termios = tcgetattr(&terminal).unwrap();
        termios.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        termios.output_modes |= OutputModes::OPOST;
        tcsetattr(terminal, OptionalActions::Now, &termios).unwrap();
    }

    /// Writes to the terminal like another program that shares the terminal.
    pub(crate) fn write_as_other_program(&self, bytes: &[u8]) {
        let mut unwritten = bytes;
        while !unwritten.is_empty() {
            let written = rustix::io::write(self.slave(), unwritten).unwrap();
            unwritten = &unwritten[written..];
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
        self.shared.output().has_ended = true;
        // Only output wakes the reading thread, which then closes its end of the terminal.
        self.write_as_other_program(b" ");
        if let Some(thread) = self.reading_thread.take() {
            thread.join().unwrap();
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
            let output = self.shared.output();
            assert!(
                Instant::now() < end,
                "the child does not exit\n{}",
                output.describe()
            );
            // Output and its end wake this thread; after `hang_up`, only polling notices the exit.
            let _ = self.shared.changed.wait_timeout(output, POLL_INTERVAL);
        };
        let output = self.shared.output();
        let _ = self
            .shared
            .changed
            .wait_timeout_while(output, DEADLINE, |output| !output.has_ended);
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
    /// Locks the output, even after a panic in another thread: only this first panic is reported.
    fn output(&self) -> MutexGuard<'_, ChildOutput> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the output of the child until its end.
    fn read(&self, mut reader: Box<dyn Read + Send>) {
        let mut buffer = [0; 4096];
        loop {
            // Once no process has the terminal open, reading fails. This is the end of the output.
            let count = reader.read(&mut buffer).unwrap_or(0);
            let mut output = self.output();
            output.bytes.extend(&buffer[..count]);
            output.parser.process(&buffer[..count]);
            output.has_ended |= count == 0;
            self.changed.notify_all();
            if output.has_ended {
                return;
            }
        }
    }
}

impl ChildOutput {
    /// Returns true if the rest of the last frame is still to come. After the end of the output nothing more comes, so the
    /// result is false even if the frame is incomplete.
    fn is_awaiting_rest_of_frame(&self) -> bool {
        let last = |sequence| memchr::memmem::rfind(&self.bytes, sequence);
        !self.has_ended && last(FRAME_START) > last(FRAME_END)
    }

    /// Returns the rows of the screen and the last bytes of the output, for error messages.
    fn describe(&self) -> String {
        let (_, width) = self.parser.screen().size();
        let mut description = String::new();
        for row in self.parser.screen().rows(0, width.get()) {
            writeln!(description, "|{row}").unwrap();
        }
        let tail = &self.bytes[self.bytes.len().saturating_sub(400)..];
        writeln!(description, "last bytes: {}", tail.escape_ascii()).unwrap();
        description
    }
}

/// Creates a size from columns and rows.
fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

/// Converts a number of columns or rows, which must not be zero.
fn nonzero(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

/// Returns the modes as text.
fn describe_modes(termios: &Termios) -> String {
    format!(
        "{:?} {:?} {:?} {:?}",
        termios.input_modes, termios.output_modes, termios.control_modes, termios.local_modes
    )
}
