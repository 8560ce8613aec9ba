//! Tag soup, which is random tags between words: nothing panics, and every word is shown.

use folio::document::{Dialect, Document};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;
use proptest::prelude::*;

use super::{parse, render};

/// Names of elements whose text is shown; some are unknown in HTML.
const ELEMENTS: &[&str] = &[
    "p",
    "div",
    "b",
    "em",
    "code",
    "kbd",
    "mark",
    "small",
    "u",
    "q",
    "abbr",
    "sub",
    "sup",
    "a",
    "span",
    "details",
    "summary",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "pre",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "h1",
    "h4",
    "figure",
    "figcaption",
    "center",
    "section",
    "aside",
    "noscript",
    "ruby",
    "rt",
    "unknown",
    "folio-placeholder",
    "folio-math",
];

const ATTRIBUTES: &[&str] = &[
    "",
    " class=\"note\"",
    " class='admonition tip' title=\"a > b\"",
    " colspan=3 rowspan='2' align=right",
    " href=\"#x\" id=y",
    " class=\"language-rs\"",
    " title=\"spelled out\" start=7 value=-1",
];

/// Markdown syntax, and HTML tags that have no content.
const MARKDOWN_AND_VOID_TAGS: &[&str] = &[
    " ",
    "\n",
    "\n\n",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n  ",
    "\n\n    ",
    "\n# ",
    "\n\n```\n",
    "| a | b |\n|--|--|\n| ",
    " | ",
    "*",
    "**",
    "`",
    "[",
    "](x)",
    "![",
    "\n---\n",
    "<br>",
    "<hr>",
    "<img src=x>",
    "<!-- -->",
    "<input type=checkbox>",
];

/// Maximum number of words and pieces of markup in a body.
const MAX_PARTS: usize = 60;

/// Generates bodies of unique words between tags, Markdown and blanks.
fn soup() -> impl Strategy<Value = String> {
    // `None` is replaced by a unique word.
    let part = prop_oneof![
        3 => Just(None),
        2 => proptest::sample::select(ELEMENTS).prop_flat_map(|name| {
            proptest::sample::select(ATTRIBUTES).prop_map(move |attributes| Some(format!("<{name}{attributes}>")))
        }),
        2 => proptest::sample::select(ELEMENTS).prop_map(|name| Some(format!("</{name}>"))),
        2 => proptest::sample::select(MARKDOWN_AND_VOID_TAGS).prop_map(|text| Some(text.to_owned())),
    ];
    proptest::collection::vec(part, 0..MAX_PARTS).prop_map(|parts| {
        let numbered = parts.into_iter().enumerate();
        numbered
            .map(|(number, part)| part.unwrap_or_else(|| word(number)))
            .collect()
    })
}

/// Returns a unique word. folio knows no superscripts and subscripts of the letters of the word. So `<sup>` and `<sub>` do not
/// change the word.
fn word(number: usize) -> String {
    let letters = ['Q', 'X', 'Y', 'Z'];
    // The digits of the number in base 4.
    let digits = [number / 16 % 4, number / 4 % 4, number % 4];
    let letters: String = digits.iter().map(|digit| letters[*digit]).collect();
    format!("C{letters}C")
}

/// Returns true if the rules of Markdown may hide `word`. The tables in [`MARKDOWN_AND_VOID_TAGS`] have two columns, and a third
/// cell in a row is ignored (GFM, section 4.10). So a word after two bars may be hidden. The info string of a fence is not shown
/// (CommonMark, section 4.5).
fn may_vanish(soup: &str, word: &str) -> bool {
    let before = soup.split(word).next().unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.matches('|').count() > 1 || line.contains("```")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_word_between_random_tags_is_shown(soup in soup()) {
        let document = parse(&soup);
        for number in 0..MAX_PARTS {
            let word = word(number);
            if soup.contains(&word) && !may_vanish(&soup, &word) {
                prop_assert!(document.text().contains(&word), "{word} in {soup:?}: {:?}", &**document.text());
            }
        }
        // Layout and painting must not panic.
        for width in [8, 30, 80] {
            let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
            for row in 0..layout.rows() {
                paint::row(&document, &layout, row);
            }
        }
    }

    #[test]
    fn random_text_does_not_panic(text in "[<>/a-c=\"'&;! \n|-]{0,80}") {
        for width in [2, 40] {
            let document = Document::parse(&text, 0..text.len(), Dialect::Auto);
            let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
            for row in 0..layout.rows() {
                paint::row(&document, &layout, row);
            }
        }
    }
}

#[test]
fn text_in_a_thousand_nested_elements_is_shown() {
    for name in [
        "div",
        "details",
        "ul",
        "li",
        "blockquote",
        "b",
        "sup",
        "q",
        "dd",
        "pre",
        "table",
        "h2",
        "summary",
        "span",
    ] {
        let deep = format!(
            "{}deep{}\n\nafter",
            format!("<{name}>").repeat(1000),
            format!("</{name}>").repeat(1000)
        );
        let shown = render(&deep, 60);
        assert!(
            shown.contains("deep") && shown.ends_with("after"),
            "{name}: {shown}"
        );
        let unclosed = format!("{}deep\n\nafter", format!("<{name}>\n\n").repeat(1000));
        let shown = render(&unclosed, 60);
        assert!(
            shown.contains("deep") && shown.contains("after"),
            "{name}: {shown}"
        );
        let stray = format!("deep{}\n\nafter", format!("</{name}>").repeat(1000));
        let shown = render(&stray, 60);
        assert!(
            shown.contains("deep") && shown.ends_with("after"),
            "{name}: {shown}"
        );
    }
    let tables = format!("{}deep", "<table><tr><td>".repeat(1000));
    assert!(render(&tables, 60).contains("deep"));
    let tables = format!(
        "{}deep{}",
        "<table><tr><td>".repeat(1000),
        "</table>".repeat(1000)
    );
    assert!(render(&tables, 60).contains("deep"));
}
