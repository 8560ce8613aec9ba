//! Response times in a pseudo-terminal: from the start of the program to its first frame, and from a key to the last byte
//! of the answer.
//!
//! Ratios within one run: a 10 MiB article beside a 10 KiB one, and a folder of 100,000 posts beside one of 10; of a
//! folder its first frame, and the first that shows a post.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]
#![expect(clippy::expect_used, reason = "a benchmark fails by panicking")]

#[path = "../examples/screen/terminal.rs"]
mod terminal;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use portable_pty::CommandBuilder;
use tempfile::TempDir;
use terminal::Terminal;

/// Longest wait on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);
/// Text that only the list shows, because an article may be visible before the list is.
const LISTED: &str = "Jan  2";
const RUNS: usize = 15;
const POSTS: [usize; 2] = [10, 100_000];
const SIZES: [usize; 2] = [10 * 1024, 10 * 1024 * 1024];

fn main() {
    // `cargo test --benches` only checks that the benchmark runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let ground = TempDir::new().expect("there is room for a folder");
    let articles = SIZES.map(|size| article(ground.path(), size));
    let first = articles
        .each_ref()
        .map(|path| fastest(|| start(path, "A section").1));
    ratio("exec to first screen of 10 MiB ÷ of 10 KiB", first, 1.5);
    let keys = pressed(articles.each_ref().map(|path| start(path, "A section").0));
    ratio("key to last byte in 10 MiB ÷ in 10 KiB", keys, 1.2);
    let folders = POSTS.map(|count| folder(ground.path(), count));
    let first = folders
        .each_ref()
        .map(|path| fastest(|| start(path, "folio").1));
    ratio("exec to first frame of 100,000 posts ÷ of 10", first, 1.2);
    let posts = folders
        .each_ref()
        .map(|path| fastest(|| start(path, LISTED).1));
    ratio("exec to the first post of 100,000 ÷ of 10", posts, 1.2);
    let keys = pressed(folders.each_ref().map(|path| start(path, LISTED).0));
    ratio("key to last byte in 100,000 posts ÷ in 10", keys, 1.2);
}

fn ratio(what: &str, [small, large]: [Duration; 2], budget: f64) {
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("{what}: {large:.1?} ÷ {small:.1?} = {ratio:.2} (budget {budget})");
}

fn fastest(mut run: impl FnMut() -> Duration) -> Duration {
    let times = (0..RUNS).map(|_| run());
    times.min().unwrap_or(Duration::ZERO)
}

/// Returns the shortest response to a key in each terminal. Alternates between `j` and `k`, so that each key changes the screen,
/// and between the terminals, so that other load on the machine affects both equally.
fn pressed(mut terminals: [Terminal; 2]) -> [Duration; 2] {
    for terminal in &mut terminals {
        terminal.rests(LIMIT).expect("folio rests");
    }
    let mut best = [Duration::MAX; 2];
    for key in [b"j", b"k"].into_iter().cycle().take(2 * RUNS) {
        for (terminal, best) in terminals.iter_mut().zip(&mut best) {
            let time = terminal.answers(key, LIMIT).expect("folio answers");
            *best = time.min(*best);
        }
    }
    best
}

/// Starts folio and returns the time until the screen shows a text.
fn start(path: &Path, shown: &str) -> (Terminal, Duration) {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_folio"));
    command.arg(path);
    let mut terminal = Terminal::start(command);
    let time = terminal.shows(shown, LIMIT).expect("folio shows it");
    (terminal, time)
}

/// Writes Markdown of about this many bytes to a file in a folder of its own.
fn article(ground: &Path, bytes: usize) -> PathBuf {
    let part = "## A section\n\nSome *words* of a paragraph, with a [link](https://example.org) and `code`, \
                long enough to take a few rows on any screen that is worth the name.\n\n- one\n- two\n\n";
    let folder = ground.join(format!("article-{bytes}"));
    std::fs::create_dir(&folder).expect("there is room for a folder");
    let file = folder.join("post.md");
    std::fs::write(&file, part.repeat(bytes / part.len())).expect("there is room for a file");
    file
}

/// Writes this many posts to a folder.
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
