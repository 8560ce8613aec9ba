//! Tests of inline HTML: formats, superscripts and subscripts, links, images, media, and hidden elements.

use folio::document::InlineFormats;

use super::{assert_renders, links, texts_with};

#[test]
fn inline_elements_become_inline_formats() {
    for (html, formats) in [
        (
            "<em>x</em> <i>x</i> <cite>x</cite>",
            InlineFormats::EMPHASIS,
        ),
        ("<strong>x</strong> <b>x</b>", InlineFormats::STRONG),
        (
            "<del>x</del> <s>x</s> <strike>x</strike>",
            InlineFormats::STRIKE,
        ),
        ("<u>x</u> <ins>x</ins>", InlineFormats::UNDERLINE),
        ("<code>x</code> <samp>x</samp>", InlineFormats::CODE),
        ("<kbd>x</kbd>", InlineFormats::KEY),
        ("<mark>x</mark>", InlineFormats::HIGHLIGHT),
    ] {
        for source in [format!("a {html} b"), format!("<div>a {html} b</div>")] {
            let formatted_texts = texts_with(&source, formats);
            assert!(
                !formatted_texts.is_empty() && formatted_texts.iter().all(|text| text == "x"),
                "{source}"
            );
        }
    }
    assert_eq!(
        texts_with("a <mark>b *c* d</mark> e", InlineFormats::HIGHLIGHT).concat(),
        "b c d"
    );
    assert_eq!(
        texts_with("a <b class=x>b\n\nnext", InlineFormats::STRONG),
        ["b"]
    );
    assert_eq!(
        texts_with("<p><b>a<p>b</b>c", InlineFormats::STRONG),
        ["a", "b"]
    );
    assert_renders("a </b> c <font>d</font>", 40, "a c d");
}

#[test]
fn each_spelling_of_superscripts_and_subscripts_renders() {
    assert_renders(
        "H<sub>2</sub>O, x<sup>n+1</sup>, 1<sup>st</sup>, Acme<sup>TM</sup>",
        60,
        "H₂O, xⁿ⁺¹, 1ˢᵗ, Acmeᵀᴹ",
    );
    // No small form exists.
    assert_renders(
        "x<sub>b</sub>, x<sup>q</sup>, x<sub>max,y</sub>, x<sup>p/q</sup>",
        60,
        "x_b, x^q, x_(max,y), x^(p/q)",
    );
    // The text is unchanged.
    assert_renders(
        "word<sup>[1]</sup>, Folio<sup>®</sup>, f<sup>′</sup>",
        60,
        "word[1], Folio®, f′",
    );
    assert_renders(
        "see<sup>[^1]</sup> *e*<sup>**2**</sup>\n\n[^1]: Note.",
        40,
        "see¹ e²\n\n\n1 Note.",
    );
    // Several words are dimmed.
    assert_renders(
        "<sup>1</sup> A note. <sub>Photo: me</sub>",
        40,
        "¹ A note. Photo: me",
    );
    assert_eq!(
        texts_with("a <sub>Photo: me</sub>", InlineFormats::SECONDARY),
        ["Photo: me"]
    );
    assert_renders("x<sup>2 y<sub>3</sub> <sup></sup>", 40, "x2 y₃");
    let found = links("a<sup><a href=\"#fn1\">12</a></sup> b");
    assert_eq!(found, [("¹²".to_owned(), "#fn1".to_owned(), String::new())]);
    let found = links("a<sup>p<a href=\"#x\">q</a></sup>");
    assert_eq!(found, [("q".to_owned(), "#x".to_owned(), String::new())]);
    assert_renders("<sup>a<a href=x>1</sup>2</a> b", 40, "a12 b");
}

#[test]
fn mathml_formulas_render_on_one_line() {
    assert_renders(
        "It is <math><mi>O</mi><mrow><mo>(</mo><msup><mn>2</mn><mi>n</mi></msup><mo>)</mo></mrow></math>.",
        40,
        "It is O(2ⁿ).",
    );
    assert_renders(
        "<math display=block>\n<msubsup><mi>x</mi> <mi>i</mi> <mn>2</mn></msubsup>\n<mo>=</mo>\n<mfrac><mi>a</mi><msqrt><mi>b</mi></msqrt></mfrac>\n</math>",
        40,
        "xᵢ² = a/√b",
    );
    assert_renders(
        "<math><semantics><mi>y</mi><annotation>y_tex</annotation></semantics></math>",
        40,
        "y",
    );
}

#[test]
fn formula_that_cannot_be_set_renders_its_source() {
    assert_renders(
        "<div><folio-math tex=\"\\a &amp;= b \\\\\n&amp;= c\"></div>",
        40,
        "\\a &= b \\\\\n&= c",
    );
}

#[test]
fn abbreviations_are_expanded_once() {
    assert_renders(
        "<abbr title=\"Cascading Style Sheets\">CSS</abbr> and <abbr title=\"Cascading Style Sheets\">CSS</abbr>, <abbr>X</abbr>",
        60,
        "CSS (Cascading Style Sheets) and CSS, X",
    );
}

#[test]
fn quotations_render_quotation_marks() {
    assert_renders("He: <q>She said <q>no</q>.</q>", 40, "He: “She said ‘no’.”");
    assert_renders("<p><q>a</p>\n<p>b</q></p>", 40, "“a\n\nb”");
}

#[test]
fn pronunciations_render_in_parentheses() {
    assert_renders(
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        40,
        "漢(kan)",
    );
}

#[test]
fn placeholders_render_names_in_brackets() {
    assert_renders(
        "a <folio-placeholder>gallery dir=img</folio-placeholder> b",
        40,
        "a ⟨gallery dir=img⟩ b",
    );
    assert_renders("<folio-placeholder>toc</folio-placeholder>", 40, "⟨toc⟩");
    assert_eq!(
        texts_with(
            "<folio-placeholder>toc</folio-placeholder>",
            InlineFormats::PLACEHOLDER
        ),
        ["⟨toc⟩"]
    );
}

#[test]
fn links_and_images_render_as_in_markdown() {
    let found = links("a <a href='/x?a=1&amp;b=2' title='A &gt; B'>*text*</a>");
    assert_eq!(
        found,
        [(
            "text".to_owned(),
            "/x?a=1&b=2".to_owned(),
            "A > B".to_owned()
        )]
    );
    assert_renders("<a name=\"here\"></a>\n\ntext <a id=x>y</a>", 40, "text y");
    assert_renders(
        "<img src=\"a/b.png\" alt=\"A > B\">",
        40,
        "╭ ▣ A > B\n╰ b.png",
    );
    assert_renders(
        "<p align=center>\n  <a href=x><img data-src=\"b.png\"></a>\n</p>",
        40,
        "╶ ▣ b.png",
    );
    assert_renders(
        "<picture><source srcset=a.webp><img srcset=\"b.png 2x, c.png\" alt=c></picture>",
        40,
        "╭ ▣ c\n╰ b.png",
    );
}

#[test]
fn videos_and_audio_render_as_links() {
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
        ("<video src=a.mp4>", "▶ a.mp4", "a.mp4"),
        ("<embed src=a.swf>", "▶ a.swf", "a.swf"),
        ("<object data=a.pdf>no</object>", "▶ a.pdf", "a.pdf"),
    ] {
        let expected = [(text.to_owned(), target.to_owned(), String::new())];
        assert_eq!(links(html), expected, "{html}");
        assert_eq!(links(&format!("a {html} b")), expected, "{html}");
        assert_renders(&format!("{html}\n\nnext"), 40, &format!("{text}\n\nnext"));
    }
    assert_renders("<video><p>Nothing to play</p></video>\n\nx", 40, "x");
}

#[test]
fn scripts_styles_drawings_templates_and_comments_are_hidden() {
    assert_renders(
        "a<script>if (a<b) {\"</p>\"}</script>b<style>p{}</style>c<!-- d -->e",
        40,
        "abce",
    );
    assert_renders(
        "<div>\n<script>\n\n    x()\n\ny()\n</script>\nafter\n</div>\n\nnext",
        40,
        "after\n\nnext",
    );
    assert_renders(
        "<svg><title>t</title><text>u</text></svg>\n\nafter",
        40,
        "after",
    );
    // Without an end tag, `<svg>` is text.
    assert_renders("a <svg>b c\n\nd", 40, "a <svg>b c\n\nd");
    assert_renders("<div>\n<!-- a\n\nb -->\nc\n</div>", 40, "c");
    assert_renders("<noscript><p>Shown.</p></noscript>", 40, "Shown.");
    // Of the Markdown in a template, only the bullet of the list is shown.
    assert_renders(
        "<template>\n\n# no\n\n- no\n\n</template>\n\nafter",
        40,
        "•\n\nafter",
    );
}

#[test]
fn br_elements_break_lines() {
    assert_renders("a<br>b<br/>c</br>d", 20, "a\nb\nc\nd");
    assert_renders("| a |\n|--|\n| b<br>c |", 20, "a\n─\nb\nc");
    assert_renders("<br>\n\na", 20, "a");
}

#[test]
fn unknown_tags_in_prose_render_as_text() {
    assert_renders(
        "git clone <url>, a Vec<String>, <C-x> and <user-name>.",
        60,
        "git clone <url>, a Vec<String>, <C-x> and <user-name>.",
    );
    assert_renders(
        "# A Vec<Token>\n\n<name>",
        40,
        "A Vec<Token>\n━━━━━━━━━━━━\n\n<name>",
    );
    assert_renders("| a |\n|---|\n| <file> |", 40, "a\n──────\n<file>");
    assert_renders("x <key>A</key> y", 40, "x <key>A</key> y");
    assert_renders("if a <b and c> d", 40, "if a <b and c> d");
    // With an end tag, `<b>` is an element.
    assert_renders("a <b hidden>b</b> c", 40, "a b c");
    assert_renders("x <app/> y <App /> z", 40, "x <app/> y <App /> z");
    assert_renders("<pre>Vec<T> x</pre>", 40, "  Vec<T> x");
}

#[test]
fn components_render_their_attributes() {
    assert_renders("a <my-box>b</my-box> c <Box>d</Box>", 40, "a b c d");
    assert_renders("New <Badge type=\"tip\" text=\"beta\" />", 40, "New beta");
    assert_renders(
        "<Note title=\"Mind\">\n\nText\n\n</Note>",
        40,
        "Mind\n\nText",
    );
    // The name of an icon is no label, so the element would show nothing. The tag is shown as text instead.
    assert_renders("<Icon name=\"a:b\" /> x", 40, "<Icon name=\"a:b\" /> x");
    assert_eq!(
        links("<TalkEmbed src=\"https://e.org/v\" title=\"A talk\" />"),
        [("A talk".into(), "https://e.org/v".into(), String::new())]
    );
}

#[test]
fn names_of_elements_in_prose_render_as_text() {
    for text in [
        "cp <source> <target> and <input>",
        "the <title> and the <b> element",
        "• <script> too",
        "a <table> of <select>",
        "<input>",
    ] {
        // The rendered text is also the source, except for the bullet of the list.
        assert_renders(&text.replace('•', "-"), 60, text);
    }
    assert_renders(
        "# The <title> element",
        60,
        "The <title> element\n━━━━━━━━━━━━━━━━━━━",
    );
    assert_renders("| a |\n|--|\n| <details> |", 40, "a\n─────────\n<details>");
    // These tags have an effect without attributes and end tags.
    assert_renders("a<br>b<wbr>c <p>d", 40, "a\nbc\n\nd");
}

#[test]
fn unclosed_comment_is_shown() {
    assert_renders("a\n\n<!-- b\n\nc", 40, "a\n\n<!-- b c");
}
