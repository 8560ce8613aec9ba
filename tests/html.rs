//! HTML in, rows out: raw HTML in Markdown, at some widths.

use folio::document::{Dialect, Document, Kind, LinkKind, Marks};
use folio::layout::{Choices, Layout, Widths};
use folio::paint;

fn parse(markdown: &str) -> Document {
    Document::parse(markdown, 0..markdown.len(), Dialect::Gfm)
}

fn page(markdown: &str, width: u16) -> String {
    let document = parse(markdown);
    let layout = Layout::new(&document, Widths::all(width), Choices::default());
    let row = |row| paint::row(&document, &layout, row).to_text();
    let rows: Vec<_> = (0..layout.rows()).map(row).collect();
    rows.join("\n").replace('\u{a0}', " ")
}

#[track_caller]
fn check(markdown: &str, width: u16, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    let shown = page(markdown, width);
    assert_eq!(shown, expected, "\n{shown}\n");
}

/// The text of what is marked so.
fn marked(markdown: &str, marks: Marks) -> Vec<String> {
    let document = parse(markdown);
    let all = document.spans(0..document.text().len()).iter();
    let wanted = all.filter(|span| span.marks.has(marks));
    let text = |span: &folio::document::Span| {
        document.text()[span.start as usize..span.end as usize].to_owned()
    };
    wanted.map(text).collect()
}

/// The text, target and title of each link that is no image.
fn links(markdown: &str) -> Vec<(String, String, String)> {
    let document = parse(markdown);
    let spans = document.spans(0..document.text().len()).iter();
    let link = |span: &folio::document::Span| {
        let link = document.link(span.link?);
        let text = document.text()[span.start as usize..span.end as usize].replace('\u{a0}', " ");
        (link.kind == LinkKind::Text).then(|| (text, link.target.to_owned(), link.title.to_owned()))
    };
    spans.filter_map(link).collect()
}

#[test]
fn marks_are_those_of_markdown_and_some_more() {
    for (html, marks) in [
        ("<em>x</em> <i>x</i> <cite>x</cite>", Marks::EMPHASIS),
        ("<strong>x</strong> <b>x</b>", Marks::STRONG),
        ("<del>x</del> <s>x</s> <strike>x</strike>", Marks::STRIKE),
        ("<u>x</u> <ins>x</ins>", Marks::UNDERLINE),
        ("<code>x</code> <samp>x</samp>", Marks::CODE),
        ("<kbd>x</kbd>", Marks::KEY),
        ("<mark>x</mark>", Marks::MARK),
        ("<folio-math>x</folio-math>", Marks::MATH),
    ] {
        for text in [format!("a {html} b"), format!("<div>a {html} b</div>")] {
            let found = marked(&text, marks);
            assert!(
                !found.is_empty() && found.iter().all(|found| found == "x"),
                "{text}"
            );
        }
    }
    assert_eq!(
        marked("a <mark>b *c* d</mark> e", Marks::MARK).concat(),
        "b c d"
    );
    assert_eq!(marked("a <b>b\n\nnext", Marks::STRONG), ["b"]);
    assert_eq!(marked("<p><b>a<p>b</b>c", Marks::STRONG), ["a", "b"]);
    check("a </b> c <nothing>d</nothing>", 40, "a c d");
}

#[test]
fn scripts_are_small_where_every_character_can_be() {
    check(
        "H<sub>2</sub>O, x<sup>n+1</sup>, 1<sup>st</sup>, Acme<sup>TM</sup>",
        60,
        "H₂O, xⁿ⁺¹, 1ˢᵗ, Acmeᵀᴹ",
    );
    check(
        "x<sub>b</sub>, x<sup>q</sup>, x<sub>max,y</sub>, x<sup>p/q</sup>",
        60,
        "x_b, x^q, x_(max,y), x^(p/q)",
    );
    check(
        "word<sup>[1]</sup>, Folio<sup>®</sup>, f<sup>′</sup>",
        60,
        "word[1], Folio®, f′",
    );
    check(
        "see<sup>[^1]</sup> *e*<sup>**2**</sup>\n\n[^1]: Note.",
        40,
        "see¹ e²\n\n\n1 Note.",
    );
    check(
        "<sup>1</sup> A note. <sub>Photo: me</sub>",
        40,
        "¹ A note. Photo: me",
    );
    assert_eq!(
        marked("a <sub>Photo: me</sub>", Marks::DETAIL),
        ["Photo: me"]
    );
    check("x<sup>2 y<sub>3</sub> <sup></sup>", 40, "x2 y₃");
    let link = links("a<sup><a href=\"#fn1\">12</a></sup> b");
    assert_eq!(link, [("¹²".to_owned(), "#fn1".to_owned(), String::new())]);
    let link = links("a<sup>p<a href=\"#x\">q</a></sup>");
    assert_eq!(link, [("q".to_owned(), "#x".to_owned(), String::new())]);
    check("<sup>a<a href=x>1</sup>2</a> b", 40, "a12 b");
}

#[test]
fn a_title_is_spelled_out_once() {
    check(
        "<abbr title=\"Cascading Style Sheets\">CSS</abbr> and <abbr title=\"Cascading Style Sheets\">CSS</abbr>, <abbr>X</abbr>",
        60,
        "CSS (Cascading Style Sheets) and CSS, X",
    );
}

#[test]
fn what_is_said_stands_in_quotation_marks() {
    check("He: <q>She said <q>no</q>.</q>", 40, "He: “She said ‘no’.”");
    check("<p><q>a</p>\n<p>b</q></p>", 40, "“a\n\nb”");
    check(
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        40,
        "漢(kan)",
    );
}

#[test]
fn a_chip_is_a_name_in_brackets() {
    check(
        "a <folio-chip>gallery dir=img</folio-chip> b",
        40,
        "a ⟨gallery dir=img⟩ b",
    );
    check("<folio-chip>toc</folio-chip>", 40, "⟨toc⟩");
    assert_eq!(
        marked("<folio-chip>toc</folio-chip>", Marks::CHIP),
        ["⟨toc⟩"]
    );
}

#[test]
fn links_and_pictures() {
    let link = links("a <a href='/x?a=1&amp;b=2' title='A &gt; B'>*text*</a>");
    assert_eq!(
        link,
        [(
            "text".to_owned(),
            "/x?a=1&b=2".to_owned(),
            "A > B".to_owned()
        )]
    );
    check("<a name=\"here\"></a>\n\ntext <a id=x>y</a>", 40, "text y");
    check(
        "<img src=\"a/b.png\" alt=\"A > B\">",
        40,
        "╭ ▣ A > B\n╰ b.png",
    );
    check(
        "<p align=center>\n  <a href=x><img data-src=\"b.png\"></a>\n</p>",
        40,
        "╶ ▣ b.png",
    );
    check(
        "<picture><source srcset=a.webp><img srcset=\"b.png 2x, c.png\" alt=c></picture>",
        40,
        "╭ ▣ c\n╰ b.png",
    );
}

#[test]
fn what_plays_is_a_link() {
    for (html, text, target) in [
        (
            "<iframe width=5 src=\"https://www.youtube.com/embed/x\"></iframe>",
            "▶ youtube.com",
            "https://www.youtube.com/embed/x",
        ),
        (
            "<iframe src='//x.org/' title='A talk'>none</iframe>",
            "▶ A talk",
            "//x.org/",
        ),
        (
            "<video controls><source src=/v/demo.mp4 type=video/mp4><p>Old browser</p></video>",
            "▶ demo.mp4",
            "/v/demo.mp4",
        ),
        ("<audio src=a.ogg></audio>", "♪ a.ogg", "a.ogg"),
        ("<embed src=a.swf>", "▶ a.swf", "a.swf"),
        ("<object data=a.pdf>no</object>", "▶ a.pdf", "a.pdf"),
    ] {
        let all = [(text.to_owned(), target.to_owned(), String::new())];
        assert_eq!(links(html), all, "{html}");
        assert_eq!(links(&format!("a {html} b")), all, "{html}");
        check(&format!("{html}\n\nnext"), 40, &format!("{text}\n\nnext"));
    }
    check("<video><p>Nothing to play</p></video>\n\nx", 40, "x");
}

#[test]
fn what_is_no_text_is_hidden_but_nothing_behind_it() {
    check(
        "a<script>if (a<b) {\"</p>\"}</script>b<style>p{}</style>c<!-- d -->e",
        40,
        "abce",
    );
    check(
        "<div>\n<script>\n\n    x()\n\ny()\n</script>\nafter\n</div>\n\nnext",
        40,
        "after\n\nnext",
    );
    check(
        "<svg><title>t</title><text>u</text></svg>\n\nafter",
        40,
        "after",
    );
    check("a <svg>b c\n\nd", 40, "a b c\n\nd");
    check("<div>\n<!-- a\n\nb -->\nc\n</div>", 40, "c");
    check("<noscript><p>Shown.</p></noscript>", 40, "Shown.");
    check(
        "<template>\n\n# no\n\n- no\n\n</template>\n\nafter",
        40,
        "•\n\nafter",
    );
}

#[test]
fn paragraphs_headings_and_rules() {
    check(
        "<p>one<p>two</p>\n<hr>\n<p>three",
        10,
        "one\n\ntwo\n\n──────────\n\nthree",
    );
    let document = parse("# A\n\n<h2 id=\"own\">B <em>c</em></h2>\n\n## A\n\n<h3>own</h3>\n");
    let slugs: Vec<_> = document
        .toc()
        .headings()
        .iter()
        .map(|one| (one.level, &*one.slug, one.line))
        .collect();
    assert_eq!(
        slugs,
        [(1, "a", 1), (2, "own", 3), (2, "a-1", 5), (3, "own-1", 7)]
    );
    check(
        "<h2>\n\n*Markdown*\n\n</h2>\n\ntext",
        20,
        "Markdown\n────────\n\ntext",
    );
    check("<h2>a</h3>b", 20, "a\n─\n\nb");
    check("<h2></h2>\n\na", 20, "a");
}

#[test]
fn lines_end_where_they_are_broken() {
    check("a<br>b<br/>c</br>d", 20, "a\nb\nc\nd");
    check("| a |\n|--|\n| b<br>c |", 20, "a\n─\nb\nc");
    check("<br>\n\na", 20, "a");
}

#[test]
fn lists() {
    check(
        "<ul>\n<li>one\n<li>two\n<ol start=9><li>a</li><li value=12>b</ol>\n</ul>\nafter",
        20,
        "• one\n• two\n   9. a\n  12. b\n\nafter",
    );
    check(
        "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>",
        20,
        "• a\n\n• b\n\n  c",
    );
    check(
        "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
        20,
        "• a\n  ◦ b\n• c",
    );
    check(
        "<ul>\n<li>\n\n**a**\n\n- b\n\n</li>\n<li></li>\n</ul>",
        20,
        "• a\n\n  ◦ b\n•",
    );
    check("<li>a</li>", 20, "• a");
    check("<ul><li><input type=checkbox checked> a</ul>", 20, "• ☑ a");
}

#[test]
fn definitions_stand_below_their_terms() {
    check(
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
    check("<pre>\n  a\n\n  b</pre>c", 20, "    a\n\n    b\n\nc");
    check(
        "<div>\n<pre>\n  a\n\n  b\n</pre>\n</div>\n\nc",
        20,
        "    a\n\n  b\n\nc",
    );
    check("<pre></pre>\n\na", 20, "a");
}

#[test]
fn what_can_be_folded_is_open() {
    check(
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
    check(
        "<details>no summary</details>after",
        30,
        "▾ no summary\n\nafter",
    );
    check(
        "<details open=\"\"><summary>A</summary><details><summary>B</summary>c</details></details>d",
        30,
        "▾ A\n│ ▾ B\n│ │ c\n\nd",
    );
    check(
        "- <details><summary>A</summary>\n\n  b\n\n- c",
        30,
        "• ▾ A\n  │ b\n• c",
    );
    check("- a\n\n  <details>\n\n  b\n- c", 30, "• a\n\n  ▾ b\n\n• c");
}

#[test]
fn an_end_tag_in_a_list_ends_what_is_around_it_after_the_list() {
    check(
        "<details>\n\n- a\n\n  </details>\n- b\n\nc",
        30,
        "▾ • a\n\n│ • b\n\nc"
            .replace("\n\n│ • b", "\n│\n│ • b")
            .as_str(),
    );
    check("- a\n\n  </details>\n\nb", 30, "• a\n\nb");
}

#[test]
fn quotes_and_figures() {
    check(
        "<blockquote>\n\n*a*\n\n> b\n\n</blockquote>\n\nc",
        20,
        "▎ a\n▎\n▎ ▎ b\n\nc",
    );
    check(
        "<figure>\n<img src=\"a.png\" alt=\"A\">\n<figcaption>What <b>it</b> is</figcaption>\n</figure>\nb",
        30,
        "╭ ▣ A\n╰ a.png\nWhat it is\n\nb",
    );
    check(
        "x\n\n<figure><figcaption>Above</figcaption><pre>a</pre></figure>",
        30,
        "x\n\nAbove\n\n  a",
    );
}

#[test]
fn admonitions_have_a_sign_a_word_and_their_own_title() {
    check(
        "<aside class=\"admonition warning\" title=\"Mind the *gap*\">\n\nText and\n\n- list\n\n</aside>\n\nafter",
        40,
        "
▎ ▲ Warning · Mind the *gap*
▎ Text and
▎
▎ • list

after",
    );
    check("<div class=\"note\">a</div>b", 40, "▎ ✎ Note\n▎ a\n\nb");
    check("<p class=\"tip\">a</p>b", 40, "▎ ✦ Tip\n▎ a\n\nb");
    check(
        "<div class=\"alert alert-danger\" role=alert>a</div>",
        40,
        "▎ ⊗ Danger\n▎ a",
    );
    check("<div class=\"custom-block details\">a</div>", 40, "a");
    check(
        "<aside class=\"admonition wisdom\">a</aside>",
        40,
        "▎ ✎ Wisdom\n▎ a",
    );
    check(
        "<aside class=\"admonition tldr\" title=\"tl;dr\">a</aside>",
        40,
        "▎ ≡ TL;DR\n▎ a",
    );
    check("<div class=\"columns\">a</div>", 40, "a");
    check(
        "<div class=note><div>a</div>b</div>c",
        40,
        "▎ ✎ Note\n▎ a\n▎\n▎ b\n\nc",
    );
}

#[test]
fn tables_are_those_of_markdown() {
    check(
        "<table>\n<caption>Sizes</caption>\n<thead><tr><th>Name<th style=\"text-align: right\">Size</tr></thead>\n<tbody>\n<tr>\n<td><b>a</b></td>\n<td align=\"left\">10</td>\n</tr>\n<tr><td>b c<td>9</table>\nafter",
        40,
        "
Sizes
Name │ Size
─────┼─────
a    │   10
b c  │    9

after",
    );
    check(
        "<table><tr><td>a<td>b<tr><td>c<td>d<td>e</table>",
        40,
        "a │ b\nc │ d │ e",
    );
    check(
        "<table><tr><th>k<td>v<tr><th>l<td>w</table>",
        40,
        "k │ v\nl │ w",
    );
    check(
        "<table></table>\n\na\n\n<table><tr></tr></table>\n\nb\n\n| c |\n|--|\n| d |",
        40,
        "a\n\nb\n\nc\n─\nd",
    );
}

#[test]
fn cells_reach_over_columns_and_rows() {
    check(
        "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>d<td colspan=2>e<tr><td>f<td>g</table>",
        40,
        "a │ b │ c\n──┼───┼──\nd │ e\n  │ f │ g",
    );
    check(
        "<table><tr><td colspan=99999999999>a<td rowspan=-1>b</table>",
        60,
        "a\nb",
    );
}

#[test]
fn markdown_stays_in_its_cell() {
    check(
        "<table>\n<tr>\n<td>\n\n**a** and\n`b`\n\n- c\n- d\n  1. e\n\n```\nx  y\nz\n```\n\n</td>\n<td>\n\n> q\n\n## H\n\n| i | j |\n|--|--|\n| k | l |\n\n</td>\n</tr>\n</table>\n\n## after",
        40,
        "
a and b │ q
• c     │ H
• d     │ i · j
  1. e  │ k · l
x  y    │
z       │


after
─────",
    );
    let document = parse("<table><tr><td>\n\n# no\n\n</td></tr></table>\n\n# yes");
    assert_eq!(document.toc().headings().len(), 1);
    assert_eq!(document.tables().len(), 1);
}

#[test]
fn html_stays_in_a_cell_of_markdowns() {
    check(
        "| a | b |\n|--|--|\n| <ul><li>c</li><li>d</li></ul> | <details><summary>e</summary>f |\n| <p>g</p><p>h | i |",
        40,
        "
a   │ b
────┼────
• c │ ▾ e
• d │ f

g   │ i
h   │",
    );
    check(
        "| a |\n|--|\n| <table><tr><td>b<td>c<tr><td>d</table> |\n\ne",
        40,
        "a\n─────\nb · c\nd\n\ne",
    );
}

#[test]
fn what_stands_between_cells_makes_one() {
    check(
        "<table><tr><td>a</td>x<td>b</td></tr>y<tr><td>c</td></tr></table>z",
        40,
        "a │ x │ b\ny\nc\n\nz",
    );
    check("<table>x<tr><td>a</td></tr></table>", 40, "x\n\na");
    check(
        "<table><tr><td>a</td></tr>\n\n# b\n\n- c\n\n</table>\n\nd",
        40,
        "a\n\nb\n• c\n\nd",
    );
}

#[test]
fn a_cell_without_table_is_text() {
    check("a <td>b</td><td>c</td> d", 40, "a · b · c d");
    check("<td>b</td>\n<td>c</td>\n\n## d", 40, "b · c\n\n\nd\n─");
    check(
        "<table><tr><td>a<td>b\n\n# c\n\nd",
        40,
        "a · b\n\n\nc\n━\n\nd",
    );
    check("</td></tr></table>a", 40, "a");
}

#[test]
fn a_wide_table_without_headings_becomes_records() {
    check(
        "<table><tr><td>alpha beta gamma<td>one two three<td>long words here</tr><tr><td>x<td>y<td>z</table>",
        16,
        "
alpha beta gamma
one two three
long words here
─────
x
y
z",
    );
    check(
        "<table><tr><th>alpha<th>beta<th>gamma<tr><td>one two three<td>four<td>five<td>more and more",
        16,
        "alpha · beta ·\ngamma\n\none two three\n· four · five ·\nmore and more",
    );
}

#[test]
fn tables_stand_in_containers() {
    check(
        "- <table>\n  <tr><td>a<td>b\n  </table>\n- c",
        20,
        "• a │ b\n\n• c",
    );
    check(
        "> <table>\n> <tr><td>a\n>\n> b\n\nc",
        20,
        "▎ a\n▎\n▎ b\n\nc",
    );
    check(
        "<details><summary>s</summary><table><tr><td>a<td>b</table></details>",
        20,
        "▾ s\n│ a │ b",
    );
}
