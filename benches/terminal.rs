//! What a person waits for: from starting the program to its first frame, and from a key to the last byte that answers
//! it, in a terminal of its own.
//!
//! Ratios within one run: a 10 MiB article beside a 10 KiB one, and a folder of 100,000 posts beside one of 10; of a
//! folder its first frame, and the first that shows a post.

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]
#![expect(
    clippy::expect_used,
    reason = "a bench without a terminal has nothing to say"
)]

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// Ends each frame: the end of synchronized output.
const FRAME: &[u8] = b"\x1b[?2026l";
/// What folio asks a terminal last before its first frame, and what one answers that is dark.
const ASKED: &[u8] = b"\x1b[c";
const ANSWER: &[u8] = b"\x1b]11;rgb:1010/1010/1010\x1b\\\x1b[?62;22c";

const RUNS: usize = 15;
const POSTS: [usize; 2] = [10, 100_000];
const SIZES: [usize; 2] = [10 * 1024, 10 * 1024 * 1024];

fn main() {
    // `cargo test --benches` wants to know whether it runs, not how fast.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let ground = TempDir::new().expect("there is room for a folder");
    let articles = SIZES.map(|size| article(ground.path(), size));
    let first = articles
        .each_ref()
        .map(|path| fastest(|| start(path, "A section").1));
    ratio("exec to first screen of 10 MiB ÷ of 10 KiB", first);
    let keys = articles
        .each_ref()
        .map(|path| pressed(start(path, "A section").0));
    ratio("key to last byte in 10 MiB ÷ in 10 KiB", keys);
    let folders = POSTS.map(|count| folder(ground.path(), count));
    let first = folders
        .each_ref()
        .map(|path| fastest(|| start(path, "folio").1));
    ratio("exec to first frame of 100,000 posts ÷ of 10", first);
    let posts = folders
        .each_ref()
        .map(|path| fastest(|| start(path, "Post").1));
    ratio("exec to the first post of 100,000 ÷ of 10", posts);
    let keys = folders
        .each_ref()
        .map(|path| pressed(start(path, "Post").0));
    ratio("key to last byte in 100,000 posts ÷ in 10", keys);
}

fn ratio(what: &str, [small, large]: [Duration; 2]) {
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("{what}: {large:.1?} ÷ {small:.1?} = {ratio:.2} (budget 1.2)");
}

fn fastest(mut run: impl FnMut() -> Duration) -> Duration {
    let times = (0..RUNS).map(|_| run());
    times.min().unwrap_or(Duration::ZERO)
}

/// How long a key takes; there and back, for one that changes nothing sends nothing.
fn pressed(mut terminal: Terminal) -> Duration {
    terminal.settle(Duration::from_millis(1500));
    let mut keys = [b"j", b"k"].into_iter().cycle();
    let time = fastest(|| {
        let elapsed = terminal.press(keys.next().unwrap_or(b"j"));
        // The article that follows has a frame of its own; two keys before it are there and back at once, and no frame.
        terminal.settle(Duration::from_millis(50));
        elapsed
    });
    terminal.quit();
    time
}

/// Starts folio, and waits for a frame that shows a text; how long that took.
fn start(path: &Path, shown: &str) -> (Terminal, Duration) {
    let started = Instant::now();
    let mut terminal = Terminal::start(path);
    terminal.wait(ASKED);
    terminal.send(ANSWER);
    terminal.wait(shown.as_bytes());
    terminal.wait(FRAME);
    let elapsed = started.elapsed();
    (terminal, elapsed)
}

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    pieces: Receiver<Vec<u8>>,
    /// What has come and was not waited for.
    rest: Vec<u8>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(path: &Path) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_folio"));
        command.arg(path);
        command.env("TERM", "xterm-256color");
        let home = path.parent().unwrap_or(path);
        command.env("HOME", home);
        command.env("XDG_STATE_HOME", home.join("state"));
        let child = pair.slave.spawn_command(command).expect("folio starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            writer,
            pieces,
            rest: Vec::new(),
            _master: pair.master,
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).expect("folio reads");
    }

    /// Waits for bytes, and forgets all up to them.
    fn wait(&mut self, wanted: &[u8]) {
        loop {
            if let Some(at) = memchr::memmem::find(&self.rest, wanted) {
                self.rest.drain(..at + wanted.len());
                return;
            }
            let piece = self.pieces.recv_timeout(Duration::from_secs(20));
            self.rest.extend(piece.expect("folio answers"));
        }
    }

    /// Waits until nothing more comes: the whole of an article, or the last posts.
    fn settle(&mut self, quiet: Duration) {
        while self.pieces.recv_timeout(quiet).is_ok() {}
        self.rest.clear();
    }

    fn press(&mut self, key: &[u8]) -> Duration {
        let started = Instant::now();
        self.send(key);
        self.wait(FRAME);
        started.elapsed()
    }

    fn quit(mut self) {
        self.send(b"Q");
        // What it says at its end is of no interest.
        let _ = self.child.wait();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Markdown of about so many bytes in a file of its own folder, the same in each run.
fn article(ground: &Path, bytes: usize) -> PathBuf {
    let part = "## A section\n\nSome *words* of a paragraph, with a [link](https://example.org) and `code`, \
                long enough to take a few rows on any screen that is worth the name.\n\n- one\n- two\n\n";
    let folder = ground.join(format!("article-{bytes}"));
    std::fs::create_dir(&folder).expect("there is room for a folder");
    let file = folder.join("post.md");
    std::fs::write(&file, part.repeat(bytes / part.len())).expect("there is room for a file");
    file
}

/// So many posts in one folder.
fn folder(ground: &Path, posts: usize) -> PathBuf {
    let folder = ground.join(format!("posts-{posts}"));
    std::fs::create_dir(&folder).expect("there is room for a folder");
    let mut text = String::new();
    for number in 0..posts {
        text.clear();
        let year = number % 25;
        write!(
            text,
            "+++\ntitle = \"Post {number}\"\ndate = 20{year:02}-01-02\n+++\nWords.\n"
        )
        .expect("memory does not fail");
        let file = folder.join(format!("{number}.md"));
        std::fs::write(file, &text).expect("there is room for a file");
    }
    folder
}
