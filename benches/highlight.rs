//! Time from opening an article until its first visible code block is highlighted, compared with the time to parse the
//! article. The article is visible before its code is highlighted. `cold` includes the time to prepare the grammar, `warm` is a
//! second article in the same language, and `cached` is the first article again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking, and prints its results"
)]

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use divan::{Bencher, black_box};
use folio::app::message::{HighlightRequest, Message, RequestId, Shared};
use folio::document::{Dialect, Document};
use folio::highlight::Highlighter;
use folio::runtime::highlighter;

const LANGUAGES: &[&str] = &[
    "rust", "js", "ts", "python", "sh", "yaml", "json", "go", "diff",
];

fn main() {
    println!("time until the first visible block is highlighted:");
    for language in LANGUAGES {
        let [cold, warm, cached] = time_until_highlighted(language);
        let parse = parse_time(language);
        println!(
            "{language:>8}: cold {cold:>8.2?}, warm {warm:>8.2?}, cached {cached:>8.2?}; bare parse {parse:>8.2?}"
        );
    }
    divan::main();
}

/// Returns a few lines of code with keywords, strings, numbers and comments.
fn code(language: &str) -> &'static str {
    match language {
        "rust" => {
            "/// Why.\npub fn largest<T: Ord>(list: &[T]) -> Option<&T> {\n    let first = list.first()?;\n    Some(list.iter().fold(first, |a, b| if a > b { a } else { b })) // \"x\" 42\n}\n"
        }
        "js" | "ts" => {
            "import { a } from \"b\";\nexport async function go(x = 1) {\n  const y = await fetch(`/x/${x}`, { method: \"GET\" });\n  return y.ok ? null : [1, 2, 3].map((z) => z + 1); // c\n}\n"
        }
        "python" => {
            "from a import b\n\n@c\ndef f(x: int = 3) -> str:\n    return f\"{x!r} {b}\" if not x else None  # d\n"
        }
        "sh" => {
            "for f in *.md; do\n  grep -q \"draft\" \"$f\" && echo \"${f%.md}\" | tee -a out.txt # note\ndone\n"
        }
        "yaml" => "title: \"x\"\nlist:\n  - a: 1\n  - b: true # c\n",
        "json" => "{\"a\": [1, true, null, \"b\"], \"c\": {\"d\": \"e\"}}\n",
        "go" => {
            "func (s *Server) Run(ctx context.Context) error {\n\tfor i := 0; i < 10; i++ {\n\t\tfmt.Println(\"a\", nil)\n\t}\n\treturn nil\n}\n"
        }
        _ => "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n",
    }
}

/// Returns a post of 20 sections; a third of its text is code. `salt` is the number of spaces at the end of each block of code. A
/// post with another `salt` thus has other code, which is not in the cache yet.
fn post(language: &str, salt: usize) -> String {
    let section = |number: usize| {
        format!(
            "## Section {number}\n\n{}\n\n```{language}\n{}{}\n```\n\n",
            "Some *words* about [it](a.md), and `code`. ".repeat(12),
            code(language),
            " ".repeat(salt),
        )
    };
    (0..20).map(section).collect()
}

/// Parses the post of a language.
fn document(language: &str, salt: usize) -> Arc<Document> {
    let source = post(language, salt);
    Arc::new(Document::parse(&source, 0..source.len(), Dialect::Auto))
}

/// Returns the times until the first visible block is highlighted: in the first article in a language, in a second article, and
/// in the first article again.
fn time_until_highlighted(language: &str) -> [Duration; 3] {
    let (sender, results) = channel();
    let send = move |message| sender.send(message).is_ok();
    let worker = highlighter::HighlightWorker::start(send).unwrap();
    [(1, 0), (2, 1), (3, 0)].map(|(number, salt)| {
        let document = document(language, salt);
        let start = Instant::now();
        let id = RequestId(number);
        worker.highlight(HighlightRequest {
            id,
            document: Shared(document),
            first_block: 0,
        });
        loop {
            match results.recv().unwrap() {
                Message::Highlighted(answered, _, _) if answered == id => return start.elapsed(),
                _ => {}
            }
        }
    })
}

/// Returns the shortest time of 20 runs of the Markdown parser alone.
fn parse_time(language: &str) -> Duration {
    let source = post(language, 0);
    let run = |_| {
        let start = Instant::now();
        let parser = pulldown_cmark::Parser::new_ext(&source, pulldown_cmark::Options::all());
        black_box(parser.count());
        start.elapsed()
    };
    (0..20).map(run).min().unwrap_or_default()
}

#[divan::bench(args = LANGUAGES)]
fn bare_parse(bencher: Bencher, language: &str) {
    let source = post(language, 0);
    bencher.bench(|| {
        pulldown_cmark::Parser::new_ext(black_box(&source), pulldown_cmark::Options::all()).count()
    });
}

/// Highlights one block of code with a highlighter that has highlighted the same code before.
#[divan::bench(args = LANGUAGES)]
fn visible_block_warm(bencher: Bencher, language: &str) {
    let mut highlighter = Highlighter::default();
    let is_stale = || false;
    highlighter.highlight_code(language, code(language), is_stale);
    bencher
        .bench_local(|| highlighter.highlight_code(language, black_box(code(language)), is_stale));
}

/// Highlights one block of code with a new highlighter, which prepares the grammar first.
#[divan::bench(args = LANGUAGES, sample_count = 5, sample_size = 1)]
fn visible_block_cold(bencher: Bencher, language: &str) {
    let is_stale = || false;
    bencher.bench(|| {
        Highlighter::default().highlight_code(language, black_box(code(language)), is_stale)
    });
}
