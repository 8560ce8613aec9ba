//! Tests that apply to all dialects.

use folio::document::{BodyParser, Dialect, Document};

use super::rendering::{assert_renders, assert_renders_as_gfm, render};

/// Constructs of every dialect, in one body.
const ALL_CONSTRUCTS: &str = "{{< a >}} {{% b %}} {{ c(d=1) }} {% e(f=1) %} {% if g %} {: .h} :::i [[j]] ==k== %%l%% $m^2$ {n}\n\n# T {#o}\n";

#[test]
fn commonmark_and_gfm_render_constructs_as_text() {
    for dialect in [Dialect::CommonMark, Dialect::Gfm] {
        let shown = render(ALL_CONSTRUCTS, dialect);
        for construct in [
            "{{< a >}}",
            "{{% b %}}",
            "{{ c(d=1) }}",
            "{% if g %}",
            "{: .h}",
            ":::i",
            "[[j]]",
            "$m^2$",
            "T {#o}",
        ] {
            // A construct may be wrapped at the end of a row.
            assert!(
                shown.replace('\n', " ").contains(construct),
                "{dialect}: {construct} in {shown}"
            );
        }
    }
}

#[test]
fn emoji_names_render_as_emoji_in_gfm_but_not_in_commonmark() {
    assert_renders(Dialect::CommonMark, ":tada:\n", ":tada:");
    assert_renders(
        Dialect::Gfm,
        ":tada: :+1: :no_such_name: 10:30:20 a::b::c `:tada:`\n",
        "🎉 👍 :no_such_name: 10:30:20 a::b::c :tada:",
    );
}

#[test]
fn code_renders_unchanged_in_every_dialect() {
    let code = format!("```text\n{ALL_CONSTRUCTS}```\n");
    for (dialect, _) in Dialect::ALL {
        assert_renders_as_gfm(dialect, &code);
    }
}

#[test]
fn blocks_record_their_source_ranges() {
    let markdown = "{{< figure\n  src=\"a.png\"\n>}}\n\nfirst\n\n{{% note %}}\n\nsecond\n\n{{% /note %}}\n\nthird\n";
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Hugo);
    for word in ["first", "second", "third"] {
        let block = document
            .blocks()
            .iter()
            .find(|block| &*document.block_text(block) == word);
        let source = block.expect("the word is a block").source.clone();
        assert_eq!(
            markdown[source.start as usize..source.end as usize].trim(),
            word
        );
    }
}

#[test]
fn constructs_in_footnotes_render() {
    assert_renders(
        Dialect::Hugo,
        "A[^1] b.\n\n[^1]: Note {{< youtube x >}} here.\n\nAfter {{< y >}}.\n",
        "A¹ b.\n\nAfter ⟨y⟩.\n\n\n1 Note ▶ YouTube here.",
    );
}

#[test]
fn first_part_of_a_long_article_is_the_start_of_the_complete_document() {
    let body = format!(
        "{{{{% notice %}}}}\n\n{}{{{{% /notice %}}}}\n",
        "Some text.\n\n".repeat(40_000)
    );
    let document = Document::parse(&body, 0..body.len(), Dialect::Hugo);
    assert!(document.text().starts_with("Note\nSome text."));
    let parser = BodyParser::new(&body, 0..body.len(), Dialect::Hugo);
    let first_part = parser
        .parse_first_part(32 * 1024)
        .expect("the body is long enough");
    let first_text = first_part.document.text();
    assert!(first_text.contains("Some text.") && document.text().starts_with(&**first_text));
}

/// Dialects with formulas between dollars.
const DIALECTS_WITH_FORMULAS: [Dialect; 9] = [
    Dialect::Hugo,
    Dialect::Zola,
    Dialect::Mdx,
    Dialect::Docusaurus,
    Dialect::PythonMarkdown,
    Dialect::Quarto,
    Dialect::Obsidian,
    Dialect::Nikola,
    Dialect::Franklin,
];

#[test]
fn braces_and_brackets_in_formulas_begin_no_construct() {
    for dialect in DIALECTS_WITH_FORMULAS {
        assert_renders(dialect, "a $\\sum_{i=1}^{n} x_{i}$ b\n", "a ∑ᵢ₌₁ⁿ xᵢ b");
        // The formula has 11 columns and is centered in 60.
        let centered = format!("{}xᵢ₌₁[[1,2]]", " ".repeat(24));
        assert_renders(dialect, "$$\nx_{i=1} [[1,2]]\n$$\n", &centered);
    }
}

#[test]
fn brackets_after_two_backslashes_enclose_a_formula() {
    // The formula has 5 columns and is centered in 60.
    let shown = format!("a x b\n\n{}y + 1", " ".repeat(27));
    for dialect in [Dialect::Hugo, Dialect::Jekyll, Dialect::PythonMarkdown] {
        assert_renders(dialect, "a \\\\(x\\\\) b \\\\[y+1\\\\]\n", &shown);
    }
}

#[test]
fn bare_urls_contain_no_construct() {
    let text = "https://a.org/==x==/%%y%%/$z$ and https://a.org/a^b^c~d~e";
    for dialect in [Dialect::Obsidian, Dialect::PythonMarkdown, Dialect::Quarto] {
        assert_renders(dialect, text, text);
    }
}

#[test]
fn construct_after_a_no_break_space_renders() {
    for dialect in [Dialect::Obsidian, Dialect::PythonMarkdown] {
        assert_renders(dialect, "10\u{a0}==a== b", "10 a b");
    }
}

#[test]
fn inline_note_alone_on_its_line_becomes_a_footnote() {
    for dialect in [Dialect::Obsidian, Dialect::Quarto] {
        let shown = render("a\n\n^[of *its* own]\n\nb\n", dialect);
        assert_eq!(shown, "a\n\n¹\n\nb\n\n\n1 of its own", "{dialect}");
    }
}

#[test]
fn colon_without_a_blank_after_it_begins_no_definition() {
    for dialect in [Dialect::Hugo, Dialect::Jekyll, Dialect::Quarto] {
        assert_renders(
            dialect,
            "Term\n:x-note a\n\nTerm\n: yes\n",
            "Term :x-note a\n\nTerm\n  yes",
        );
    }
}

#[test]
fn callout_may_begin_a_list_item() {
    assert_renders(
        Dialect::Obsidian,
        "1. > [!tip] Only a title\n2. next\n",
        "1. ▎ ✦ Tip · Only a title\n2. next",
    );
    // Only the number 1 begins a list within a paragraph (CommonMark 5.3).
    assert_renders(
        Dialect::Obsidian,
        "text\n2. > [!tip] no list\n",
        "text 2. > [!tip] no list",
    );
}

#[test]
fn speakers_of_a_dialogue_are_lines_of_their_own() {
    assert_renders(
        Dialect::Auto,
        "<Conv name=\"Aoi\">\nWhy?\n</Conv>\n\n<Conv name=\"Bo\">\nBecause.\n</Conv>\n\nText <Conv name=\"Ci\">in</Conv> it.\n",
        "Aoi\n\nWhy?\n\nBo\n\nBecause.\n\nText Ci in it.",
    );
}
