//! Texts made to be slow: anything that takes more than about linear time would not finish here.

use std::fmt::Write as _;

use folio::document::{Dialect, Document, ParseOptions};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Bytes of the stack that each text has to do with.
const STACK_BYTES: usize = 256 * 1024;

/// Parses a text, lays it out at two widths, and paints a few of its rows, all on a small stack.
fn read(markdown: &str) -> Document {
    std::thread::scope(|scope| {
        let small = std::thread::Builder::new().stack_size(STACK_BYTES);
        let reader = small.spawn_scoped(scope, || read_here(markdown));
        reader.expect("a thread").join().expect("no panic")
    })
}

fn read_here(markdown: &str) -> Document {
    let options = ParseOptions {
        dialect: Dialect::Gfm,
        number_links: true,
        map_source: true,
    };
    let document = Document::parse(markdown, 0..markdown.len(), options);
    for width in [20, 80] {
        let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
        let step = layout.rows() / 20 + 1;
        for row in (0..layout.rows()).step_by(step) {
            assert!(paint::row(&document, &layout, row).width() <= usize::from(width));
        }
    }
    document
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn deep_nesting_of_every_kind() {
    read(&">".repeat(100_000));
    read(&"- ".repeat(50_000));
    read(&"1. ".repeat(50_000));
    read(&"*a **b ".repeat(30_000));
    read(&format!("{}x{}", "*".repeat(50_000), "*".repeat(50_000)));
    read(&format!(
        "{}x{}",
        "**a *b ".repeat(10_000),
        "b* a**".repeat(10_000)
    ));
}

#[test]
fn brackets_and_ticks_that_never_close() {
    for piece in [
        "[", "![", "[a](", "`", "``` ", "<", "<a ", "<!--", "~", "\\", "&", "|", "_a", "[^",
    ] {
        read(&piece.repeat(100_000));
    }
}

#[test]
fn a_very_long_line() {
    for piece in [
        "a", "a ", "中", "é-", "e\u{301}", "\u{ad}", "\t", "a@", "www.", "http://", "a.b@c.d ",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        read(&text);
        read(&format!("```\n{text}\n```"));
    }
}

#[test]
fn many_notes_links_and_languages() {
    let used = numbered(50_000, |at| format!("[^{at}] "));
    let defined = numbered(50_000, |at| format!("\n\n[^{at}]: note {at}"));
    assert_eq!(read(&(used + &defined)).footnotes().len(), 50_000);
    assert_eq!(read(&defined).footnotes().len(), 50_000);
    let links = numbered(50_000, |at| format!("[a](b{at}) *c* https://d.ex/{at} "));
    assert_eq!(read(&links).numbered().len(), 50_000);
    read(&numbered(50_000, |at| format!("```l{at}\n```\n")));
    read(&numbered(50_000, |_| "# a\n".to_owned()));
}

#[test]
fn tables_of_many_rows_and_of_many_columns() {
    let rows = numbered(50_000, |at| format!("| {at} | b |\n"));
    read(&format!("| a | b |\n|---|---|\n{rows}"));
    let mut wide = "|a".repeat(30_000);
    write!(
        wide,
        "|\n{}|\n{}|\n",
        "|-".repeat(30_000),
        "|b".repeat(30_000)
    )
    .unwrap();
    read(&wide);
    read(&format!(
        "{}|\n{}|\n{}",
        "|a".repeat(3_000),
        "|-".repeat(3_000),
        "|b|\n".repeat(3_000)
    ));
}

#[test]
fn html_that_never_ends() {
    for piece in [
        "<div>\n",
        "<b>",
        "<script>",
        "<a href=x>",
        "<!-- ",
        "<img alt=",
        "</p>",
        "<td>x",
    ] {
        read(&piece.repeat(50_000));
    }
}

#[test]
fn many_attributes_in_one_tag() {
    for tag in [
        format!("<i {}", r#"a="" "#.repeat(6_500)),
        format!("<i {}>z", r#"a="" "#.repeat(6_500)),
        format!(
            "<div><!-- <i a=' -->\n<p {} '>x</div>",
            r#"a="b""#.repeat(6_500)
        ),
        format!("<video {}>{0}</video>", r#"a="b" "#.repeat(6_500)),
        "<i ".to_owned() + &"a=b c='d' /".repeat(50_000),
    ] {
        read(&tag);
    }
}
