//! Tests that parsing, layout and painting take at most linear work for any repeated Markdown construct.

use crate::document::{Dialect, Document, ParseOptions};
use crate::layout::{Layout, LayoutOptions, Widths};
use crate::text::work::counted;

/// Maximum ratio of the work for twice the repetitions to the work for the repetitions.
const MAX_RATIO: f64 = 2.5;

/// Minimum work assumed for the smaller text, so that constant costs do not distort the ratio.
const MIN_WORK: u64 = 2_000;

/// The repeated text, with the text before and after it.
const CONSTRUCTS: [(&str, &str, &str); 47] = [
    ("", "a ", ""),
    ("", "a", ""),
    ("", "中", ""),
    ("", "e\u{301}", ""),
    ("e", "\u{301}", ""),
    ("", "👩\u{200d}", ""),
    ("", "\u{1100}", ""),
    ("", "a\u{ad}", ""),
    ("", "a\t", ""),
    ("", "\n", ""),
    ("", "a\n\n", ""),
    ("", "***\n", ""),
    ("", "*** ", ""),
    ("", "- - -\n", ""),
    ("", "# a\n", ""),
    ("", "- a\n", ""),
    ("", "1. a\n", ""),
    ("", "> a\n", ""),
    ("", "> ", "a"),
    ("", "- ", "a"),
    ("", "a\n: b\n\n", ""),
    ("", "*a **b ", ""),
    ("", "~~a ", ""),
    ("", "`", ""),
    ("", "` a ``", ""),
    ("", "[", ""),
    ("", "![", ""),
    ("", "[^", ""),
    ("", "[^a] ", "\n\n[^a]: b\n"),
    ("", "[a](b) ", ""),
    ("", "![](a.png)b ", ""),
    ("", "[[a]] ", ""),
    ("", "www.a.b/_c_ ", ""),
    ("", "a@b.c ", ""),
    ("", "==a== ", ""),
    ("", "{{ a ", ""),
    ("", "{.a} ", ""),
    ("", "$a^b$ ", ""),
    ("", "<b>", ""),
    ("", "<div>\n", ""),
    ("", "<sup>a ", ""),
    ("", "<a href=x>", ""),
    ("", "<td>x", ""),
    ("```\n", "a\t👩\u{200d}", "\n```\n"),
    ("```ansi\n", "\u{1b}[31m\u{1b}]", "\n```\n"),
    ("| a | b |\n|---|---|\n", "| c | d |\n", ""),
    ("| a | b |\n|---|---|\n| ", "word ", "| d |\n"),
];

/// Counts the steps of parsing a text, laying it out and painting all its rows.
fn work(markdown: &str, dialect: Dialect) -> u64 {
    counted(|| {
        let options = ParseOptions {
            dialect,
            number_links: true,
            map_source: true,
        };
        let document = Document::parse(markdown, 0..markdown.len(), options);
        let layout = Layout::new(&document, Widths::all(60), LayoutOptions::default());
        for row in 0..layout.rows() {
            super::row(&document, &layout, row).to_text();
        }
    })
}

#[track_caller]
fn assert_linear(name: &str, dialect: Dialect, text: impl Fn(usize) -> String) {
    let (once, twice) = (work(&text(1), dialect), work(&text(2), dialect));
    let ratio = steps(twice) / steps(once.max(MIN_WORK));
    assert!(
        ratio <= MAX_RATIO,
        "{name:?} in {dialect}: {once} steps, then {twice}"
    );
}

#[test]
fn repeated_constructs_take_linear_work() {
    for (dialect, _) in Dialect::ALL {
        for (before, piece, behind) in CONSTRUCTS {
            assert_linear(piece, dialect, |times| {
                format!("{before}{}{behind}", piece.repeat(1000 * times))
            });
        }
    }
}

#[test]
fn tables_of_many_columns_take_linear_work() {
    let row = |cell: &str, columns: usize| format!("|{}\n", cell.repeat(columns));
    assert_linear("columns", Dialect::Gfm, |times| {
        let columns = 300 * times;
        row("a|", columns) + &row("-|", columns) + &row("b c|", columns)
    });
    assert_linear("records", Dialect::Gfm, |times| {
        row("a|", 100) + &row("-|", 100) + &row("b c|", 100).repeat(20 * times)
    });
    assert_linear("short rows", Dialect::Gfm, |times| {
        row("a|", 100) + &row("-|", 100) + &row("b|", 1).repeat(20 * times)
    });
    assert_linear("a grid with a long cell", Dialect::Gfm, |times| {
        let cell = "word ".repeat(500 * times);
        format!("| a | b |\n|---|---|\n| {cell} | c |\n")
    });
}

/// Converts a count of steps; counts above `u32::MAX` become `u32::MAX`.
fn steps(work: u64) -> f64 {
    u32::try_from(work).unwrap_or(u32::MAX).into()
}
