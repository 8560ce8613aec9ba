//! Texts that provoke slow parsing. If the run time grew faster than about linearly, these tests would not finish.

use std::fmt::Write as _;

use folio::document::{Dialect, Document, ParseOptions};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Stack size, in bytes, with which each text must be processed.
const STACK_BYTES: usize = 256 * 1024;

/// Parses a text, lays it out at two widths and paints a few rows, on a thread that has a small stack.
fn render(markdown: &str) -> Document {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK_BYTES);
        let thread = builder.spawn_scoped(scope, || render_on_this_thread(markdown));
        thread.expect("the thread starts").join().expect("no panic")
    })
}

/// Parses a text, lays it out at two widths, and paints about twenty rows of each layout.
fn render_on_this_thread(markdown: &str) -> Document {
    let options = ParseOptions {
        dialect: Dialect::Gfm,
        number_links: true,
        map_source: true,
        without_segments: false,
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

/// Returns the concatenation of `piece(0)` to `piece(count - 1)`.
fn numbered(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

#[test]
fn deep_nesting_is_rendered() {
    render(&">".repeat(100_000));
    render(&"- ".repeat(50_000));
    render(&"1. ".repeat(50_000));
    render(&"*a **b ".repeat(30_000));
    render(&format!("{}x{}", "*".repeat(50_000), "*".repeat(50_000)));
    render(&format!(
        "{}x{}",
        "**a *b ".repeat(10_000),
        "b* a**".repeat(10_000)
    ));
}

#[test]
fn unclosed_delimiters_are_rendered() {
    for delimiter in [
        "[", "![", "[a](", "`", "``` ", "<", "<a ", "<!--", "~", "\\", "&", "|", "_a", "[^",
    ] {
        render(&delimiter.repeat(100_000));
    }
}

#[test]
fn very_long_lines_are_rendered() {
    for repeated in [
        "a", "a ", "中", "é-", "e\u{301}", "\u{ad}", "\t", "a@", "www.", "http://", "a.b@c.d ",
    ] {
        let text = repeated.repeat(300_000 / repeated.len());
        render(&text);
        render(&format!("```\n{text}\n```"));
    }
}

#[test]
fn many_footnotes_links_code_languages_and_headings_are_rendered() {
    let references = numbered(50_000, |number| format!("[^{number}] "));
    let definitions = numbered(50_000, |number| format!("\n\n[^{number}]: note {number}"));
    assert_eq!(
        render(&(references + &definitions)).footnotes().len(),
        50_000
    );
    assert_eq!(render(&definitions).footnotes().len(), 50_000);
    let links = numbered(50_000, |number| {
        format!("[a](b{number}) *c* https://d.ex/{number} ")
    });
    assert_eq!(render(&links).numbered_links().len(), 50_000);
    render(&numbered(50_000, |number| format!("```l{number}\n```\n")));
    render(&numbered(50_000, |_| "# a\n".to_owned()));
}

#[test]
fn tables_with_many_rows_or_columns_are_rendered() {
    let rows = numbered(50_000, |number| format!("| {number} | b |\n"));
    render(&format!("| a | b |\n|---|---|\n{rows}"));
    let mut wide = "|a".repeat(30_000);
    write!(
        wide,
        "|\n{}|\n{}|\n",
        "|-".repeat(30_000),
        "|b".repeat(30_000)
    )
    .unwrap();
    render(&wide);
    render(&format!(
        "{}|\n{}|\n{}",
        "|a".repeat(3_000),
        "|-".repeat(3_000),
        "|b|\n".repeat(3_000)
    ));
}

#[test]
fn unclosed_html_is_rendered() {
    for opening in [
        "<div>\n",
        "<b>",
        "<script>",
        "<a href=x>",
        "<!-- ",
        "<img alt=",
        "</p>",
        "<td>x",
    ] {
        render(&opening.repeat(50_000));
    }
}

#[test]
fn tags_with_many_attributes_are_rendered() {
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
        render(&tag);
    }
}
