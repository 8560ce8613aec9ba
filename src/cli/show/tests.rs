use std::fmt::Write as _;
use std::io::BufWriter;

use super::*;
use crate::cli::tests::{called_into, called_with};
use crate::document::Dialect;
use crate::text::work;

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
fn long_article_in_parts_equals_the_complete_article() {
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
fn article_is_not_parsed_to_its_end_if_the_pipe_is_closed() {
    let text = long("", "");
    let mut printed = Vec::new();
    let steps_of_all = work::counted(|| {
        let (status, _) = called_into("show --width 60 -", text.as_bytes(), &mut printed);
        assert_eq!(status, 0);
    });
    // Nothing reaches this pipe before a flush.
    let mut out = BufWriter::with_capacity(
        printed.len(),
        Closing {
            left: 1000,
            taken: Vec::new(),
        },
    );
    let steps = work::counted(|| {
        let (status, err) = called_into("show --width 60 -", text.as_bytes(), &mut out);
        assert_eq!((status, &*err), (0, ""));
    });
    let pipe = out.into_parts().0;
    assert_eq!(pipe.taken, printed[..1000]);
    assert!(steps * 3 < steps_of_all, "{steps} of {steps_of_all}");
}
