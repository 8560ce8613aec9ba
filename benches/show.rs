//! `folio show`, compared with the Markdown parser alone, for posts of 10 KB, 1 MB and 10 MB.
//!
//! Below divan's table, prints ratios to the parser's time:
//!
//! - parsing a post into a document
//! - parsing a post and laying out its document
//! - laying out a document again at another width
//! - all of `folio show`, except that the rows are written to memory

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::BytesCount;
use folio::document::{Dialect, Document};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;
use folio::site::Source;
use pulldown_cmark::{Options, Parser};

const POST_BYTES: [usize; 3] = [10_000, 1_000_000, 10_000_000];

fn main() {
    divan::main();
    // `cargo test --benches` only checks that the benchmark runs.
    if std::env::args().any(|argument| argument == "--bench") {
        POST_BYTES.into_iter().for_each(report);
    }
}

#[divan::bench(args = POST_BYTES, sample_count = 10)]
fn bare_parse(bencher: Bencher<'_, '_>, size: usize) {
    let text = post(size);
    bencher
        .counter(BytesCount::new(size))
        .bench(|| event_count(text));
}

#[divan::bench(args = POST_BYTES, sample_count = 10)]
fn document(bencher: Bencher<'_, '_>, size: usize) {
    let text = post(size);
    bencher.counter(BytesCount::new(size)).bench(|| parse(text));
}

#[divan::bench(args = POST_BYTES, sample_count = 10)]
fn layout(bencher: Bencher<'_, '_>, size: usize) {
    let document = parse(post(size));
    bencher
        .counter(BytesCount::new(size))
        .bench(|| lay_out(&document, 80));
}

#[divan::bench(args = POST_BYTES, sample_count = 5)]
fn show(bencher: Bencher<'_, '_>, size: usize) {
    let text = post(size);
    bencher
        .counter(BytesCount::new(size))
        .bench(|| show_rows(text));
}

/// Runs the Markdown parser alone, with the extensions that folio uses. Returns the number of events.
fn event_count(text: &str) -> usize {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    Parser::new_ext(text, options).count()
}

/// Parses a post that has no front matter.
fn parse(text: &str) -> Document {
    Document::parse(text, 0..text.len(), Dialect::Gfm)
}

/// Lays out a document with `width` columns for running text, code and tables.
fn lay_out(document: &Document, width: u16) -> Layout {
    Layout::new(document, Widths::all(width), LayoutOptions::default())
}

/// Renders a file as `folio show` does without colors, but in one piece, and returns the text of all rows.
fn show_rows(text: &str) -> String {
    let source = Source::new(Path::new("post.md"), text.as_bytes().to_vec());
    let document = source.document(Dialect::Gfm);
    let layout = lay_out(&document, 80);
    let mut out = String::with_capacity(text.len());
    for row in 0..layout.rows() {
        for run in paint::row(&document, &layout, row).runs {
            out.push_str(&run.text);
        }
        out.push('\n');
    }
    out
}

/// Prints the ratios for a post of `size` bytes.
fn report(size: usize) {
    let text = post(size);
    let document = parse(text);
    let mut shortest_times = [Duration::MAX; 5];
    // The steps are measured in turn, and the fastest run of each step counts. So other load on the machine affects all steps
    // equally.
    let runs = if size > 100_000 { 10 } else { 500 };
    for _ in 0..runs {
        let times = [
            timed(|| event_count(text)),
            timed(|| parse(text)),
            timed(|| lay_out(&parse(text), 80)),
            timed(|| lay_out(&document, 60)),
            timed(|| show_rows(text)),
        ];
        for (shortest, time) in shortest_times.iter_mut().zip(times) {
            *shortest = time.min(*shortest);
        }
    }
    let [bare, document_time, with_layout, layout_again, show_time] = shortest_times;
    let ratio = |time: Duration| time.as_secs_f64() / bare.as_secs_f64();
    println!(
        "{size} bytes, bare parse {bare:.1?}; times the bare parse: document {:.2}, document and layout {:.2}, layout at another width {:.2} (budget 0.5), show {:.2}",
        ratio(document_time),
        ratio(with_layout),
        ratio(layout_again),
        ratio(show_time)
    );
}

/// Measures `run`, without the time to drop its result.
fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    let result = divan::black_box(run());
    let elapsed = started.elapsed();
    drop(result);
    elapsed
}

/// Returns a post of about `size` bytes, which must be one of [`POST_BYTES`]. Each call returns the same post.
fn post(size: usize) -> &'static str {
    static POSTS: [OnceLock<String>; 3] = [const { OnceLock::new() }; 3];
    let index = POST_BYTES.iter().position(|other| *other == size).unwrap();
    POSTS[index].get_or_init(|| {
        // The last section may exceed `size`.
        let mut text = String::with_capacity(size + 4096);
        let mut section = 0;
        while text.len() < size {
            section += 1;
            write_section(&mut text, section);
        }
        text
    })
}

/// Appends a section of a typical technical post: mostly prose, with a list, code, a quote and sometimes a table.
fn write_section(text: &mut String, section: usize) {
    let prose = "When a program reads what people write, it meets *everything* that people can think of, and\n\
                 then some: `code` in the middle of a line, a [link](https://example.org/a/b?c=d) to a page that\n\
                 has moved, and **strong words** about it. Most of it is plain, though, and reads like this one\n\
                 does, sentence after sentence, with a comma here and there; nothing to see, move along.\n\n";
    write!(text, "## Section {section}\n\n").unwrap();
    for _ in 0..4 {
        text.push_str(prose);
    }
    text.push_str("- a first thing, said in a few words\n- a second one\n  - and what follows from it\n- a third, with `code`\n\n");
    text.push_str(
        "```rust\nfn main() {\n    let answer = 6 * 7;\n\tprintln!(\"{answer}\");\n}\n```\n\n",
    );
    text.push_str(
        "> A quotation, for the air that it gives a page,\n> and for its bar at the left.\n\n",
    );
    if section.is_multiple_of(4) {
        text.push_str("| name | value | note |\n|:--|--:|---|\n| alpha | 1 | the first |\n| beta | 22 | **the** second |\n\n");
    }
}
