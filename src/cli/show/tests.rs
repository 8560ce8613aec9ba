use std::fmt::Write as _;
use std::io::BufWriter;

use super::*;
use crate::cli::tests::{run_folio_into, run_folio_with_stdin};
use crate::document::Dialect;
use crate::text::work;

/// A section with several kinds of constructs. A long post repeats this section.
const SECTION: &str = "## A section\n\nSome *words* of it, a [link](https://example.org) and `code`, so many that they take \
                       a second row.\n\n- one\n  - two\n\n```rust\nfn a() {}\n```\n\n| a | b |\n|--|--|\n| c | d |\n\n";

/// Returns a post of 800 KB, which `show` prints in many parts. A construct in `middle` may be closed or defined by `end`.
fn long_post(middle: &str, end: &str) -> String {
    let half = SECTION.repeat(400_000 / SECTION.len());
    format!("{half}{middle}\n\n{half}{end}\n")
}

/// Returns the rows that `show` prints if a document is parsed and laid out in one piece.
fn output_in_one_piece(text: &str) -> String {
    let document = Document::parse(text, 0..text.len(), Dialect::Auto);
    let layout = Layout::new(&document, Widths::all(60), LayoutOptions::default());
    (0..layout.rows()).fold(String::new(), |mut all, row| {
        let row = paint::row(&document, &layout, row);
        writeln!(all, "{}", row.to_text()).unwrap();
        all
    })
}

#[test]
fn printing_in_parts_gives_the_output_of_printing_in_one_piece() {
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
        let text = long_post(middle, end);
        let (status, output, _) = run_folio_with_stdin("show --width 60 -", text.as_bytes());
        assert_eq!(status, 0);
        // `assert_eq!` would print both long texts.
        assert!(output == output_in_one_piece(&text), "{middle}");
    }
}

/// A writer that accepts some bytes and then fails, like a pipe whose reader has exited.
struct ClosingPipe {
    /// Number of bytes until the pipe is closed.
    remaining: usize,
    received: Vec<u8>,
}

impl Write for ClosingPipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.remaining == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let length = bytes.len().min(self.remaining);
        self.remaining -= length;
        self.received.extend(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn article_is_not_parsed_to_its_end_if_the_pipe_is_closed() {
    let text = long_post("", "");
    let mut printed = Vec::new();
    let steps_to_end = work::steps_of(|| {
        let (status, _) = run_folio_into("show --width 60 -", text.as_bytes(), &mut printed);
        assert_eq!(status, 0);
    });
    // The buffer holds the complete output, so bytes reach the pipe only at a flush.
    let mut out = BufWriter::with_capacity(
        printed.len(),
        ClosingPipe {
            remaining: 1000,
            received: Vec::new(),
        },
    );
    let steps = work::steps_of(|| {
        let (status, err) = run_folio_into("show --width 60 -", text.as_bytes(), &mut out);
        assert_eq!((status, &*err), (0, ""));
    });
    let pipe = out.into_parts().0;
    assert_eq!(pipe.received, printed[..1000]);
    // The closed pipe is noticed at the flush after the first of many parts.
    assert!(steps * 3 < steps_to_end, "{steps} of {steps_to_end}");
}
