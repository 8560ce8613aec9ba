use std::fmt::Write as _;

use super::*;
use crate::cli::tests::called_with;

const SECTION: &str = "## A section\n\nSome *words* of it, a [link](https://example.org) and `code`, so many that they take \
                       a second row.\n\n- one\n  - two\n\n```rust\nfn a() {}\n```\n\n| a | b |\n|--|--|\n| c | d |\n\n";

/// A post of many parts, with a paragraph that depends on the end in its middle.
fn long(middle: &str, end: &str) -> String {
    let half = SECTION.repeat(400_000 / SECTION.len());
    format!("{half}{middle}\n\n{half}{end}\n")
}

/// Returns all rows of a document that was parsed and laid out at once.
fn in_one(text: &str) -> String {
    let document = Document::parse(text, 0..text.len(), Dialect::Auto);
    let layout = Layout::new(&document, Widths::all(60), LayoutOptions::default());
    (0..layout.rows()).fold(String::new(), |mut all, row| {
        let row = paint::row(&document, &layout, row);
        writeln!(all, "{}", row.to_text()).unwrap();
        all
    })
}

#[test]
fn long_article_in_two_parts_equals_the_complete_article() {
    for (middle, end) in [
        ("", ""),
        (
            "A [link][x], a note[^n].",
            "[x]: there\n\n[^n]: The note.\n",
        ),
        ("<div>", "</div>"),
        ("```", "```"),
        ("{{< details >}}", "{{< /details >}}"),
    ] {
        let text = long(middle, end);
        let printed = called_with("show --width 60 -", text.as_bytes());
        assert_eq!(printed.0, 0);
        // Not compared by the test's own words: they would be printed whole.
        assert!(printed.1 == in_one(&text), "{middle}");
    }
}

/// A writer that accepts some bytes and then fails, like a pipe whose reader has exited.
struct Closing {
    left: usize,
    taken: Vec<u8>,
}

impl Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.left);
        self.left -= taken;
        self.taken.extend(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn first_rows_are_printed_before_the_article_is_complete() {
    let text = long("", "");
    let source = Source::new(std::path::Path::new("a.md"), text.clone().into_bytes());
    let head = source
        .parser(Dialect::Auto)
        .head(HeadSize::Pipe)
        .expect("it is long");
    assert!(head.is_exact);
    let mut out = Closing {
        left: 1000,
        taken: Vec::new(),
    };
    let mut printer = RowPrinter {
        out: &mut out,
        theme: Theme::PLAIN,
        level: None,
        bytes: Vec::new(),
    };
    let result = ArticlePrinter::new(Widths::all(60)).print(&head.document, &mut printer);
    let error = result.expect_err("the pipe is closed");
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    assert!(in_one(&text).as_bytes().starts_with(&out.taken));
}
