//! A program in a pseudo-terminal, with the times at which its screen changes. `benches/terminal.rs` uses this file too.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// Rows of the screen.
const ROWS: u16 = 40;
/// Columns of the screen.
const COLUMNS: u16 = 120;
/// Time without a change of the screen after which the response to a key is complete.
const QUIET_AFTER_KEY: Duration = Duration::from_millis(250);
/// Time without a change of the screen after which the program has drawn its first screen.
const QUIET_AFTER_START: Duration = Duration::from_millis(1500);

/// A program in a pseudo-terminal.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    /// The output of the program, with the time at which each chunk arrived.
    chunks: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser<QueryAnswers>,
    started: Instant,
    /// The rows of the screen with their styles.
    rows: Vec<String>,
    /// The time of the last change of the screen.
    last_change: Instant,
    _master: Box<dyn MasterPty + Send>,
    /// An empty home folder, so that settings and saved state have no effect.
    _home: TempDir,
}

impl Terminal {
    /// Starts a program in a terminal with an empty home folder.
    pub(crate) fn start(mut command: CommandBuilder) -> Self {
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        for name in ["COLORTERM", "LESS", "NO_COLOR", "TERM_PROGRAM", "TMUX"] {
            command.env_remove(name);
        }
        for kind in ["CACHE", "CONFIG", "DATA", "STATE"] {
            command.env_remove(format!("XDG_{kind}_HOME"));
        }
        let home = TempDir::new().expect("there is room for a folder");
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, chunks) = channel();
        let started = Instant::now();
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let chunk = (Instant::now(), buffer[..count].to_vec());
                if sender.send(chunk).is_err() {
                    return;
                }
            }
        });
        let [rows, columns] = [ROWS, COLUMNS].map(|side| NonZeroU16::new(side).expect("not zero"));
        Self {
            child,
            writer,
            chunks,
            parser: vt100::Parser::new_with_callbacks(rows, columns, 0, QueryAnswers::default()),
            started,
            rows: Vec::new(),
            last_change: started,
            _master: pair.master,
            _home: home,
        }
    }

    /// Waits until the screen shows a text. Returns the time from the start until then, or `None` on a timeout or if the program
    /// has ended.
    pub(crate) fn wait_for_text(&mut self, text: &str, limit: Duration) -> Option<Duration> {
        let deadline = Instant::now() + limit;
        while !self.screen().contains(text) {
            self.read_chunk(deadline).ok()?;
        }
        Some(self.last_change - self.started)
    }

    /// Waits until the screen no longer changes. Returns the time from the start to the last change, or `None` on a timeout.
    pub(crate) fn wait_until_unchanged(&mut self, limit: Duration) -> Option<Duration> {
        let last_change = self.wait_for_quiet(QUIET_AFTER_START, limit)?;
        Some(last_change - self.started)
    }

    /// Sends a key. Returns the time until the last byte that changed the screen, or `None` if nothing changed or the screen
    /// did not stop changing within `limit`.
    pub(crate) fn press(&mut self, key: &[u8], limit: Duration) -> Option<Duration> {
        let key_time = Instant::now();
        self.send(key);
        while self.last_change < key_time {
            self.read_chunk(key_time + limit).ok()?;
        }
        let last_change = self.wait_for_quiet(QUIET_AFTER_KEY, limit)?;
        Some(last_change - key_time)
    }

    /// Returns the text of the screen.
    pub(crate) fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits until the screen has not changed for the time `quiet`, and returns the time of the last change. Returns `None` if
    /// the screen is still changing after `limit`.
    fn wait_for_quiet(&mut self, quiet: Duration, limit: Duration) -> Option<Instant> {
        let begin = Instant::now();
        while begin.elapsed() < limit {
            match self.read_chunk(self.last_change.max(begin) + quiet) {
                Ok(()) => {}
                // The screen has not changed for `quiet`, or the program has ended.
                Err(_) => return Some(self.last_change),
            }
        }
        None
    }

    /// Reads the next chunk of output, and answers the queries in it. Fails on a timeout, or if the program has ended.
    fn read_chunk(&mut self, deadline: Instant) -> Result<(), RecvTimeoutError> {
        let remaining = deadline.saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            return Err(RecvTimeoutError::Timeout);
        }
        let (arrival, chunk) = self.chunks.recv_timeout(remaining)?;
        self.parser.process(&chunk);
        let answers = std::mem::take(&mut self.parser.callbacks_mut().0);
        self.send(&answers);
        // Compares the rows, since some programs write repeatedly without changing the screen.
        let rows = self.parser.screen().rows_formatted(0, COLUMNS).collect();
        if rows != self.rows {
            self.last_change = arrival;
            self.rows = rows;
        }
        Ok(())
    }

    /// Sends bytes to the program, like typed keys.
    fn send(&mut self, bytes: &[u8]) {
        // Fails if the program has ended, which the next read reports.
        let _ = self.writer.write_all(bytes);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Answers of a dark terminal to the queries that programs send before they draw.
#[derive(Default)]
struct QueryAnswers(Vec<u8>);

impl vt100::Callbacks for QueryAnswers {
    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        first_intermediate: Option<u8>,
        second_intermediate: Option<u8>,
        parameters: &[&[u16]],
        final_byte: char,
    ) {
        let first_parameter = parameters.first().and_then(|group| group.first()).copied();
        let answer = match (
            first_intermediate,
            second_intermediate,
            first_parameter,
            final_byte,
        ) {
            // The device attributes: colors, but no sixels. Then the version, first as a number, then with the name.
            (None, None, _, 'c') => "\x1b[?62;22c".to_owned(),
            (Some(b'>'), None, _, 'c') => "\x1b[>41;354;0c".to_owned(),
            (Some(b'>'), None, _, 'q') => "\x1bP>|XTerm(354)\x1b\\".to_owned(),
            // The status, which is fine, and the position of the cursor.
            (None, None, Some(5), 'n') => "\x1b[0n".to_owned(),
            (None, None, Some(6), 'n') => {
                let (row, column) = screen.cursor_position();
                format!("\x1b[{};{}R", row + 1, column + 1)
            }
            // The sizes of the screen and of a cell in pixels, and the size of the screen in cells.
            (None, None, Some(14), 't') => format!("\x1b[4;{};{}t", ROWS * 16, COLUMNS * 8),
            (None, None, Some(16), 't') => "\x1b[6;16;8t".to_owned(),
            (None, None, Some(18), 't') => format!("\x1b[8;{ROWS};{COLUMNS}t"),
            // The state of a mode: synchronized output (2026) is supported and off, and every other mode is unknown.
            (Some(b'?'), Some(b'$'), Some(mode), 'p') => {
                format!("\x1b[?{mode};{}$y", if mode == 2026 { 2 } else { 0 })
            }
            _ => return,
        };
        self.0.extend(answer.bytes());
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        self.0.extend(match parameters {
            [b"10", b"?"] => b"\x1b]10;rgb:e0e0/e0e0/e0e0\x1b\\".as_slice(),
            [b"11", b"?"] => b"\x1b]11;rgb:1010/1010/1010\x1b\\",
            _ => return,
        });
    }
}
