//! One example for each section of CommonMark 0.31.2, compared as rendered rows.

use folio::document::{Dialect, Document};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Renders `markdown` without its empty rows. Joins the other rows with `/`.
fn rendered(markdown: &str) -> String {
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::CommonMark);
    let layout = Layout::new(&document, Widths::all(60), LayoutOptions::default());
    let rows = (0..layout.rows()).map(|row| paint::row(&document, &layout, row).to_text());
    rows.filter(|row| !row.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn each_section_is_rendered_as_specified() {
    for (section, markdown, expected) in [
        ("2.2 tabs", "-\tone\n\n\ttwo", "• one/  two"),
        (
            "2.4 backslash escapes",
            r"\*plain\* \# \[x\]",
            "*plain* # [x]",
        ),
        ("2.5 entities", "&copy; &#8212; &amp;lt;", "© — &lt;"),
        ("3.1 precedence", "- `one\n- two`", "• `one/• two`"),
        (
            "4.1 thematic breaks",
            "a\n\n* * *",
            "a/────────────────────────────────────────────────────────────",
        ),
        ("4.2 ATX headings", "## Two ##", "Two/───"),
        ("4.3 setext headings", "One\ntwo\n===", "One two/━━━━━━━"),
        ("4.4 indented code", "    a  *b*", "  a  *b*"),
        ("4.5 fenced code", "~~~\n``` *x*\n~~~", "  ``` *x*"),
        (
            "4.6 HTML blocks",
            "<div>\n*raw*\n\n*read*\n</div>",
            "*raw*/read",
        ),
        (
            "4.7 link reference definitions",
            "[a]\n\n[A]: /x 'title'",
            "a",
        ),
        ("4.8 paragraphs", "one\n   two", "one two"),
        ("4.9 blank lines", "\n\none\n\n\n\ntwo\n\n", "one/two"),
        ("5.1 block quotes", "> one\ntwo\n\nthree", "▎ one two/three"),
        ("5.2 list items", "3) three\n\n   more", "3. three/   more"),
        ("5.3 lists", "- a\n+ b\n\n1. c", "• a/• b/1. c"),
        ("6.1 code spans", "`` a ` b ``", "a ` b"),
        ("6.2 emphasis", "*a* **b** ***c*** d_e_f", "a b c d_e_f"),
        (
            "6.3 links",
            "[a](</x y> \"t\") [b][c] [d]\n\n[c]: /c",
            "a b [d]",
        ),
        ("6.4 images", "see ![a *b*](c.png)", "see ▣\u{a0}a b"),
        (
            "6.5 autolinks",
            "<https://example.org/?q=1> <me@example.org>",
            "https://example.org/?q=1 me@example.org",
        ),
        ("6.6 raw HTML", "a <b class='x'>c</b><!-- d --> e", "a c e"),
        ("6.7 hard breaks", "one  \ntwo\\\nthree", "one/two/three"),
        ("6.8 soft breaks", "one \n two", "one two"),
        ("6.9 textual content", "hello $.;'there", "hello $.;'there"),
    ] {
        assert_eq!(rendered(markdown), expected, "{section}");
    }
}

#[test]
fn toc_contains_every_heading() {
    let markdown =
        "# A\n\nA\n===\n\n> ## In a quote\n\n- ### In a list\n\n```\n# not one\n```\n\n## A";
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::CommonMark);
    let headings = (0..).zip(document.toc().headings());
    let actual: Vec<_> = headings
        .map(|(index, heading)| (heading.level, document.slug(index), heading.line))
        .collect();
    let expected = [
        (1, "a", 1),
        (1, "a-1", 3),
        (2, "in-a-quote", 6),
        (3, "in-a-list", 8),
        (2, "a-2", 14),
    ];
    assert_eq!(actual, expected);
}
