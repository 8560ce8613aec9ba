//! Time to parse a body of 10 MB in several dialects. One body has no constructs of these dialects, the other has many.
//!
//! Prints the ratios to the time of the Markdown parser alone. The difference between the ratio of a dialect and the ratio of
//! GFM is the cost of the dialect.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::BytesCount;
use folio::document::{Dialect, Document};
use pulldown_cmark::{Options, Parser};

const BODY_BYTES: usize = 10_000_000;
const DIALECTS: [Dialect; 6] = [
    Dialect::Gfm,
    Dialect::Auto,
    Dialect::Hugo,
    Dialect::Jekyll,
    Dialect::Mdx,
    Dialect::Obsidian,
];

fn main() {
    divan::main();
    // `cargo test --benches` only checks that the benchmark runs.
    if std::env::args().any(|argument| argument == "--bench") {
        report("without constructs", plain_body());
        report("with many", rich_body());
    }
}

#[divan::bench(sample_count = 5)]
fn bare_parse(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::new(BODY_BYTES))
        .bench(|| event_count(plain_body()));
}

#[divan::bench(args = DIALECTS, sample_count = 5)]
fn without_constructs(bencher: Bencher<'_, '_>, dialect: Dialect) {
    bencher
        .counter(BytesCount::new(BODY_BYTES))
        .bench(|| document(plain_body(), dialect));
}

#[divan::bench(args = DIALECTS, sample_count = 5)]
fn with_many_constructs(bencher: Bencher<'_, '_>, dialect: Dialect) {
    bencher
        .counter(BytesCount::new(BODY_BYTES))
        .bench(|| document(rich_body(), dialect));
}

/// Parses with the Markdown parser alone and returns the number of events.
fn event_count(text: &str) -> usize {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    Parser::new_ext(text, options).count()
}

/// Parses a body in a dialect.
fn document(text: &str, dialect: Dialect) -> Document {
    Document::parse(text, 0..text.len(), dialect)
}

/// Returns paragraphs, lists, links and code without constructs of a dialect.
fn plain_body() -> &'static str {
    static BODY: OnceLock<String> = OnceLock::new();
    BODY.get_or_init(|| {
        body(
            "## A section of it\n\nSome *text* of a post with a [link](https://example.org/a) and `code`, as long as most \
             paragraphs are, so that it fills some rows.\n\n- one item\n- another item, longer than the first\n\n\
             ```rust\nfn main() { println!(\"{}\", 1); }\n```\n\n",
        )
    })
}

/// Returns a body with many constructs of dialects.
fn rich_body() -> &'static str {
    static BODY: OnceLock<String> = OnceLock::new();
    BODY.get_or_init(|| {
        body(
            "## A section of it {#id}\n\nSome *text* with a [link]({{< ref \"a.md\" >}}), `code` and {{< param x >}} :tada: in \
             it, as long as most paragraphs are, and $x^2$.\n\n{{< figure src=\"a.png\" caption=\"A *caption*\" >}}\n\n\
             {% if x %}Liquid{% endif %} {{ site.title }} [[a note]]\n\n:::note Title\nInside.\n:::\n\n\
             ```rust\nfn main() { println!(\"{{< x >}}\"); }\n```\n\n<Tip>One **tip**</Tip>\n\n",
        )
    })
}

/// Repeats a part of a body up to a length of [`BODY_BYTES`].
fn body(part: &str) -> String {
    part.repeat(BODY_BYTES / part.len())
}

/// Prints the time of each dialect for `text`, as a multiple of the time of the Markdown parser alone.
fn report(name: &str, text: &str) {
    let bare = fastest(|| event_count(text));
    println!("\n{name}, relative to the bare parse:");
    for dialect in DIALECTS {
        let time = fastest(|| document(text, dialect));
        println!(
            "  {dialect:<10} {:.2}",
            time.as_secs_f64() / bare.as_secs_f64()
        );
    }
}

/// Returns the shortest time of five runs.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut time = || {
        let start = Instant::now();
        divan::black_box(work());
        start.elapsed()
    };
    (0..5).map(|_| time()).min().unwrap_or_default()
}
