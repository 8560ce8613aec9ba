//! Tests of HTML blocks: paragraphs, lists, quotes, code, details.

use folio::document::Kind;

use super::{assert_renders, parse};

#[test]
fn paragraphs_headings_and_rules_render_as_in_markdown() {
    assert_renders(
        "<p>one<p>two</p>\n<hr>\n<p>three",
        10,
        "one\n\ntwo\n\n──────────\n\nthree",
    );
    let document = parse("# A\n\n<h2 id=\"own\">B <em>c</em></h2>\n\n## A\n\n<h3>own</h3>\n");
    let headings: Vec<_> = (0..)
        .zip(document.toc().headings())
        .map(|(index, heading)| (heading.level, document.slug(index), heading.line))
        .collect();
    assert_eq!(
        headings,
        [(1, "a", 1), (2, "own", 3), (2, "a-1", 5), (3, "own-1", 7)]
    );
    assert_renders(
        "<h2>\n\n*Markdown*\n\n</h2>\n\ntext",
        20,
        "Markdown\n────────\n\ntext",
    );
    assert_renders("<h2>a</h3>b", 20, "a\n─\n\nb");
    assert_renders("<h2></h2>\n\na", 20, "a");
}

#[test]
fn lists_render_as_in_markdown() {
    assert_renders(
        "<ul>\n<li>one\n<li>two\n<ol start=9><li>a</li><li value=12>b</ol>\n</ul>\nafter",
        20,
        "• one\n• two\n   9. a\n  12. b\n\nafter",
    );
    assert_renders(
        "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>",
        20,
        "• a\n\n• b\n\n  c",
    );
    assert_renders(
        "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
        20,
        "• a\n  ◦ b\n• c",
    );
    assert_renders(
        "<ul>\n<li>\n\n**a**\n\n- b\n\n</li>\n<li></li>\n</ul>",
        20,
        "• a\n\n  ◦ b\n•",
    );
    assert_renders("<li>a</li>", 20, "• a");
    assert_renders("<ul><li><input type=checkbox checked> a</ul>", 20, "• ☑ a");
}

#[test]
fn definitions_follow_their_terms() {
    assert_renders(
        "<dl>\n<dt>Term</dt>\n<dd>What it means, in some words.</dd>\n<dd>And more.\n<dt>One<dt>Two<dd>Both</dl>",
        20,
        "
Term
  What it means, in
  some words.
  And more.

One
Two
  Both",
    );
    let document = parse("<dl><dt>T<dd>\n\n**x**\n\n</dd></dl>");
    let kinds: Vec<_> = document.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Kind::Term, Kind::Paragraph]);
}

#[test]
fn code_keeps_its_lines_and_its_language() {
    let document =
        parse("<pre><code class=\"language-rs\">\nfn a() {\n\n    &lt;b&gt;\n}\n</code></pre>");
    let block = &document.blocks()[0];
    assert_eq!(&*document.block_text(block), "fn a() {\n\n    <b>\n}");
    assert_eq!(document.language(block).as_deref(), Some("rs"));
    let document =
        parse("<div class=\"highlight highlight-source-shell\"><pre>ls <b>x</b><br>y</pre></div>");
    assert_eq!(&*document.block_text(&document.blocks()[0]), "ls x\ny");
    assert_eq!(
        document.language(&document.blocks()[0]).as_deref(),
        Some("shell")
    );
    assert_renders("<pre>\n  a\n\n  b</pre>c", 20, "    a\n\n    b\n\nc");
    // The blank line ends the HTML block. Markdown removes the indentation of the text below. This text is still code.
    assert_renders(
        "<div>\n<pre>\n  a\n\n  b\n</pre>\n</div>\n\nc",
        20,
        "    a\n\n  b\n\nc",
    );
    assert_renders("<pre></pre>\n\na", 20, "a");
}

#[test]
fn details_render_their_content() {
    assert_renders(
        "<details>\n<summary>More of <b>it</b></summary>\n\n- a\n- b\n\n```\ncode\n```\n</details>\n\nafter",
        30,
        "
▾ More of it
│ • a
│ • b
│
│   code

after",
    );
    assert_renders(
        "<details>no summary</details>after",
        30,
        "▾ no summary\n\nafter",
    );
    assert_renders(
        "<details open=\"\"><summary>A</summary><details><summary>B</summary>c</details></details>d",
        30,
        "▾ A\n│ ▾ B\n│ │ c\n\nd",
    );
    assert_renders(
        "- <details><summary>A</summary>\n\n  b\n\n- c",
        30,
        "• ▾ A\n  │ b\n• c",
    );
    assert_renders("- a\n\n  <details>\n\n  b\n- c", 30, "• a\n\n  ▾ b\n\n• c");
}

#[test]
fn end_tags_within_a_list_take_effect_after_the_list() {
    assert_renders(
        "<details>\n\n- a\n\n  </details>\n- b\n\nc",
        30,
        "▾ • a\n│\n│ • b\n\nc",
    );
    assert_renders("- a\n\n  </details>\n\nb", 30, "• a\n\nb");
}

#[test]
fn quotes_and_figures_render_as_blocks() {
    assert_renders(
        "<blockquote>\n\n*a*\n\n> b\n\n</blockquote>\n\nc",
        20,
        "▎ a\n▎\n▎ ▎ b\n\nc",
    );
    assert_renders(
        "<figure>\n<img src=\"a.png\" alt=\"A\">\n<figcaption>What <b>it</b> is</figcaption>\n</figure>\nb",
        30,
        "╭ ▣ A\n╰ a.png\nWhat it is\n\nb",
    );
    assert_renders(
        "x\n\n<figure><figcaption>Above</figcaption><pre>a</pre></figure>",
        30,
        "x\n\nAbove\n\n  a",
    );
}

#[test]
fn admonitions_render_a_symbol_a_kind_and_a_title() {
    assert_renders(
        "<aside class=\"admonition warning\" title=\"Mind the *gap*\">\n\nText and\n\n- list\n\n</aside>\n\nafter",
        40,
        "
▎ ▲ Warning · Mind the *gap*
▎ Text and
▎
▎ • list

after",
    );
    assert_renders("<div class=\"note\">a</div>b", 40, "▎ ✎ Note\n▎ a\n\nb");
    assert_renders("<p class=\"tip\">a</p>b", 40, "▎ ✦ Tip\n▎ a\n\nb");
    assert_renders(
        "<div class=\"alert alert-danger\" role=alert>a</div>",
        40,
        "▎ ⊗ Danger\n▎ a",
    );
    assert_renders(
        "<aside class=\"admonition wisdom\">a</aside>",
        40,
        "▎ ✎ Wisdom\n▎ a",
    );
    assert_renders(
        "<aside class=\"admonition tldr\" title=\"tl;dr\">a</aside>",
        40,
        "▎ ≡ TL;DR\n▎ a",
    );
    assert_renders(
        "<div class=note><div>a</div>b</div>c",
        40,
        "▎ ✎ Note\n▎ a\n▎\n▎ b\n\nc",
    );
    // These classes make no admonition.
    assert_renders("<div class=\"custom-block details\">a</div>", 40, "a");
    assert_renders("<div class=\"columns\">a</div>", 40, "a");
}

#[test]
fn only_footnotes_outside_hidden_content_are_shown() {
    assert_renders(
        "A[^x].\n\n[^x]: note\n\n<video src=a.mp4>\n\nfoo\n\n</video>\n\nEnd",
        20,
        "A¹.\n\n▶ a.mp4\n\nEnd\n\n\n1 note",
    );
    assert_renders(
        "A[^x].\n\n<div>\n<!--\n\n[^x]: hidden\n\n-->\n\nEnd[^y]\n\n[^y]: note\n",
        20,
        "A¹.\n\nEnd²\n\n\n2 note",
    );
}
