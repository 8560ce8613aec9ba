//! Response times in a pseudo-terminal: from the start of the program to its first frame, and from a key to the last byte
//! that the program then writes.
//!
//! Prints ratios within one run:
//!
//! - a 10 MiB article ÷ a 10 KiB article
//! - an article with 200 images ÷ the same article without images
//! - a folder of 100,000 posts ÷ a folder of 10 posts: the first frame, and the first frame with a post

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

/// Maximum time to wait for a change of the screen; long enough for a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The date of the posts as the list shows it. An article, which may be visible before the list, does not contain this text.
const LIST_TEXT: &str = "Jan  2";
/// Number of runs, of which the fastest counts.
const RUNS: usize = 15;
/// Numbers of posts in the small and in the large folder.
const POST_COUNTS: [usize; 2] = [10, 100_000];
/// Sizes of the short and of the long article.
const ARTICLE_BYTES: [usize; 2] = [10 * 1024, 10 * 1024 * 1024];

fn main() {
    // `cargo test --benches` only checks that the benchmark runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let parent = TempDir::new().expect("there is room for a folder");
    let articles = ARTICLE_BYTES.map(|size| write_article(parent.path(), size));
    let times = articles
        .each_ref()
        .map(|path| fastest(|| start_time(path, "A section")));
    print_ratio("exec to first screen of 10 MiB ÷ of 10 KiB", times, 1.5);
    let times = response_times(articles.each_ref().map(|path| start(path, "A section").0));
    print_ratio("key to last byte in 10 MiB ÷ in 10 KiB", times, 1.2);
    let articles =
        [false, true].map(|has_images| write_short_paragraphs(parent.path(), has_images));
    let times = articles
        .each_ref()
        .map(|path| fastest(|| start_time(path, "Words number 0.")));
    print_ratio("exec to first words with 200 images ÷ without", times, 1.1);
    let folders = POST_COUNTS.map(|count| write_folder(parent.path(), count));
    // The header of the first frame shows "folio".
    let times = folders
        .each_ref()
        .map(|path| fastest(|| start_time(path, "folio")));
    print_ratio("exec to first frame of 100,000 posts ÷ of 10", times, 1.2);
    let times = folders
        .each_ref()
        .map(|path| fastest(|| start_time(path, LIST_TEXT)));
    print_ratio("exec to the first post of 100,000 ÷ of 10", times, 1.2);
    let times = response_times(folders.each_ref().map(|path| start(path, LIST_TEXT).0));
    print_ratio("key to last byte in 100,000 posts ÷ in 10", times, 1.2);
}

/// Prints the ratio of the larger case to the smaller case.
fn print_ratio(label: &str, [small, large]: [Duration; 2], budget: f64) {
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("{label}: {large:.1?} ÷ {small:.1?} = {ratio:.2} (budget {budget})");
}

/// Returns the shortest of the times that [`RUNS`] calls return.
fn fastest(mut run: impl FnMut() -> Duration) -> Duration {
    let times = (0..RUNS).map(|_| run());
    times.min().unwrap_or(Duration::ZERO)
}

/// Returns the shortest response time to a key in each terminal. Presses `j` and `k` alternately, so that each key changes the
/// screen. Each key is pressed in both terminals, so that other load on the machine affects both equally.
fn response_times(mut terminals: [Terminal; 2]) -> [Duration; 2] {
    for terminal in &mut terminals {
        terminal
            .wait_until_unchanged(TIMEOUT)
            .expect("the screen stops changing");
    }
    let mut best = [Duration::MAX; 2];
    for key in [b"j", b"k"].into_iter().cycle().take(2 * RUNS) {
        for (terminal, best) in terminals.iter_mut().zip(&mut best) {
            let time = terminal.press(key, TIMEOUT).expect("the screen changes");
            *best = time.min(*best);
        }
    }
    best
}

/// Starts folio, and returns only the time until the screen shows `text`.
fn start_time(path: &Path, text: &str) -> Duration {
    let (_, time) = start(path, text);
    time
}

/// Starts folio. Returns its terminal and the time until the screen shows `text`.
fn start(path: &Path, text: &str) -> (Terminal, Duration) {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_folio"));
    command.arg(path);
    let mut terminal = Terminal::start(command);
    let time = terminal
        .wait_for_text(text, TIMEOUT)
        .expect("folio shows the text");
    (terminal, time)
}

/// Writes Markdown of about this number of bytes to a file in a new folder.
fn write_article(parent: &Path, bytes: usize) -> PathBuf {
    let part = "## A section\n\nSome *words* of a paragraph, with a [link](https://example.org) and `code`, \
                long enough to take a few rows on any screen that is worth the name.\n\n- one\n- two\n\n";
    let folder = parent.join(format!("article-{bytes}"));
    std::fs::create_dir(&folder).expect("there is room for a folder");
    let file = folder.join("post.md");
    std::fs::write(&file, part.repeat(bytes / part.len())).expect("there is room for a file");
    file
}

/// Writes an article of short paragraphs to a file in a new folder. If `has_images`, an image follows each paragraph.
fn write_short_paragraphs(parent: &Path, has_images: bool) -> PathBuf {
    const PARAGRAPHS: u32 = 200;
    let folder = parent.join(format!("words-{has_images}"));
    std::fs::create_dir(&folder).expect("there is room for a folder");
    let mut text = String::new();
    for number in 0..PARAGRAPHS {
        writeln!(text, "Words number {number}.\n").expect("memory does not fail");
        if has_images {
            writeln!(text, "![An image]({number}.png)\n").expect("memory does not fail");
            let color = |x, y| image::Rgb([(x + number) as u8, y as u8, (x ^ y) as u8]);
            let image = image::RgbImage::from_fn(400, 300, color);
            let file = folder.join(format!("{number}.png"));
            image.save(file).expect("there is room for a file");
        }
    }
    let file = folder.join("post.md");
    std::fs::write(&file, text).expect("there is room for a file");
    file
}

/// Writes this many posts to a folder.
fn write_folder(parent: &Path, posts: usize) -> PathBuf {
    let folder = parent.join(format!("posts-{posts}"));
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
