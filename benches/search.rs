//! Two kinds of search. The search of all posts is compared with `rg`, or, if `rg` is not installed, with reading each file
//! once. The search in one long article is compared with a search for the bytes of the query.
//!
//! The budget is a ratio within one run: searching 10,000 posts may take twice as long as `rg` takes for the same words in the
//! same folder. The ratios are printed below divan's table.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use folio::document::{Dialect, Document, Needle};
use folio::runtime::search::{Job, search};
use folio::search::CompiledQuery;
use tempfile::TempDir;

const POSTS: usize = 10_000;
const THREADS: usize = 2;
/// A word of one post in a hundred, a word of every post, and two words of every section that are on adjacent lines.
const QUERIES: [&str; 3] = ["lighthouse", "paragraph", "to fill"];
const LONG_ARTICLE_BYTES: usize = 10 * 1024 * 1024;

fn main() {
    divan::main();
    // `cargo test --benches` only checks that the benchmark runs.
    if std::env::args().any(|argument| argument == "--bench") {
        report();
    }
}

#[divan::bench(args = QUERIES, sample_count = 10)]
fn all_posts(bencher: Bencher<'_, '_>, query: &str) {
    let (folder, posts) = folder();
    bencher
        .counter(ItemsCount::new(posts.len()))
        .bench(|| line_count(folder, posts, query));
}

#[divan::bench(args = ["lighthouse", "section", "e", "nowhere"], sample_count = 10)]
fn one_article(bencher: Bencher<'_, '_>, query: &str) {
    let document = long_article();
    let needle = Needle::new(query).unwrap();
    bencher
        .counter(BytesCount::new(document.text().len()))
        .bench(|| needle.find(document).len());
}

#[divan::bench(sample_count = 10)]
fn one_article_by_memmem(bencher: Bencher<'_, '_>) {
    let document = long_article();
    bencher
        .counter(BytesCount::new(document.text().len()))
        .bench(|| memmem(document, "lighthouse"));
}

/// Prints folio's times divided by those of ripgrep, and by those of a search for the bytes of the query.
fn report() {
    let (folder, posts) = folder();
    let has_rg = run_rg(folder, "lighthouse").is_some();
    for query in QUERIES {
        assert!(line_count(folder, posts, query) > 0, "{query} is not found");
        let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
        // Both are measured in turn, and the fastest run of each counts, so that other load on the machine affects both
        // equally.
        for _ in 0..15 {
            ours = ours.min(timed(|| line_count(folder, posts, query)));
            theirs = theirs.min(timed(|| {
                if has_rg {
                    run_rg(folder, query).unwrap()
                } else {
                    read_all(folder, posts)
                }
            }));
        }
        let reference = if has_rg { "rg" } else { "reading each file" };
        print_ratio(
            &format!("searching 10,000 posts for “{query}” ÷ {reference}"),
            [ours, theirs],
            Some(2.0),
        );
    }
    let document = long_article();
    for query in ["lighthouse", "e"] {
        let needle = Needle::new(query).unwrap();
        let ours = fastest(|| needle.find(document).len());
        let theirs = fastest(|| memmem(document, query));
        print_ratio(
            &format!("“{query}” in an article of 10 MiB ÷ memmem"),
            [ours, theirs],
            None,
        );
    }
}

/// Prints the ratio of folio's time to the time of the reference.
fn print_ratio(label: &str, [ours, theirs]: [Duration; 2], budget: Option<f64>) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let budget = budget.map_or_else(String::new, |budget| format!(" (budget {budget})"));
    println!("{label}: {ours:.1?} ÷ {theirs:.1?} = {ratio:.2}{budget}");
}

/// Returns the shortest time of 15 runs.
fn fastest<T>(run: impl Fn() -> T) -> Duration {
    (0..15).map(|_| timed(&run)).min().unwrap_or_default()
}

/// Measures `run`, without the time to drop its result.
fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    let result = run();
    let elapsed = started.elapsed();
    drop(result);
    elapsed
}

/// Returns the number of lines that `folio search` finds.
fn line_count(folder: &Path, posts: &[PathBuf], query: &str) -> usize {
    let compiled = CompiledQuery::new(query).unwrap();
    let job = Job {
        folder,
        posts,
        query: &compiled,
        dialect: &|_| Dialect::Auto,
        max_hits: usize::MAX,
        threads: THREADS,
    };
    let mut lines = 0;
    search(job, &|| false, |batch| {
        lines += batch
            .found
            .iter()
            .map(|(_, found)| found.hits.len())
            .sum::<usize>();
        true
    });
    lines
}

/// Runs ripgrep without printing its output. A match may continue on the next line, as in folio. Returns the length of the
/// output, or `None` if ripgrep is not installed.
fn run_rg(folder: &Path, query: &str) -> Option<usize> {
    let mut command = Command::new("rg");
    if query.contains(' ') {
        command.arg("--multiline");
    }
    command
        .args(["--ignore-case", "--line-number", "--column"])
        .args(["--threads", &THREADS.to_string()])
        .args(["-e", &query.replace(' ', r"\s+")])
        .arg(folder);
    let output = command.stderr(Stdio::null()).output().ok()?;
    Some(output.stdout.len())
}

/// Reads all files, which is the least work that any search must do. Returns the number of bytes.
fn read_all(folder: &Path, posts: &[PathBuf]) -> usize {
    std::thread::scope(|scope| {
        let read_half = |posts: &'_ [PathBuf]| -> usize {
            posts
                .iter()
                .map(|post| fs::read(folder.join(post)).unwrap().len())
                .sum()
        };
        let (first, second) = posts.split_at(posts.len() / 2);
        let second = scope.spawn(move || read_half(second));
        read_half(first) + second.join().unwrap()
    })
}

/// Returns the number of places where the text of the document contains the bytes of the query.
fn memmem(document: &Document, query: &str) -> usize {
    memchr::memmem::find_iter(document.text().as_bytes(), query).count()
}

/// Returns a folder of posts, and the paths of the posts in it. The posts are the same in each run.
fn folder() -> (&'static Path, &'static [PathBuf]) {
    static FOLDER: OnceLock<(TempDir, Vec<PathBuf>)> = OnceLock::new();
    let (folder, posts) = FOLDER.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let posts: Vec<_> = (0..POSTS)
            .map(|number| PathBuf::from(format!("section-{}/post-{number}.md", number % 40)))
            .collect();
        for (number, path) in posts.iter().enumerate() {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, post(number)).unwrap();
        }
        (folder, posts)
    });
    (folder.path(), posts)
}

/// Returns a post of 2 to 20 KB.
fn post(number: usize) -> String {
    let mut text = format!("+++\ntitle = \"Post number {number}\"\ndate = 2024-01-01\n+++\n");
    for section in 0..4 + number * 31 % 40 {
        let words =
            "words that stand for the text of a post, long enough to\nfill lines, ".repeat(6);
        write!(text, "\n## Section {section}\n\n{words}\n").unwrap();
    }
    text.push_str("\nOne paragraph more.\n");
    if number.is_multiple_of(100) {
        text.push_str("\nThe Lighthouse stands alone.\n");
    }
    text
}

/// Returns an article of [`LONG_ARTICLE_BYTES`] with the word *lighthouse* at its end.
fn long_article() -> &'static Document {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let part = "## A section\n\nSome *words* of a paragraph, with a [link](https://example.org) and `code`, \
                    long enough to take a few rows on any screen that is worth the name.\n\n- one\n- two\n\n";
        let text = part.repeat(LONG_ARTICLE_BYTES / part.len()) + "The lighthouse stands alone.\n";
        Document::parse(&text, 0..text.len(), Dialect::Auto)
    })
}
