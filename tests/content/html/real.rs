//! Tests of real posts with HTML: folio shows every word that a browser would show.
//!
//! Reads posts from `$FOLIO_SHARED/blogs`, by default `../shared/blogs`. If the folder is missing, prints a note and
//! skips the test.

use std::collections::HashMap;
use std::path::Path;

use folio::document::{Dialect, Document};
use folio::site::Source;
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::blogs::posts;

/// Converts Markdown to HTML with the same words: raw HTML is unchanged, other text is escaped.
fn html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut html = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Event::Html(raw) | Event::InlineHtml(raw) => html.push_str(&raw),
            Event::SoftBreak | Event::HardBreak => html.push(' '),
            Event::Start(tag) if !is_inline(tag.to_end()) => html.push(' '),
            Event::End(tag) if !is_inline(tag) => html.push(' '),
            _ => {}
        }
    }
    html
}

/// Returns true for elements that do not separate words.
fn is_inline(tag: pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd as End;
    matches!(
        tag,
        End::Emphasis | End::Strong | End::Strikethrough | End::Link
    )
}

/// Removes the elements whose content is not shown. In place of some of them, folio shows links.
fn without_hidden_elements(html: &str) -> String {
    let mut visible = html.to_owned();
    for name in [
        "script", "style", "template", "svg", "iframe", "video", "audio", "object", "rp",
    ] {
        let element = format!("(?is)<{name}[\\s>].*?</{name}\\s*>");
        let element = regex::Regex::new(&element).expect("a valid pattern");
        visible = element.replace_all(&visible, "").into_owned();
    }
    visible
}

/// Counts the words that a browser would show. Superscripts and subscripts are separate words.
fn words_in_browser(html: &str) -> HashMap<String, usize> {
    let mut text = String::new();
    for Ok(token) in Tokenizer::new(&without_hidden_elements(html)) {
        let name = match &token {
            Token::String(words) => {
                text.push_str(&String::from_utf8_lossy(words));
                continue;
            }
            Token::StartTag(tag) => &tag.name,
            Token::EndTag(tag) => &tag.name,
            _ => continue,
        };
        let separates_words = !matches!(
            &***name,
            b"em"
                | b"i"
                | b"b"
                | b"strong"
                | b"a"
                | b"span"
                | b"u"
                | b"code"
                | b"font"
                | b"mark"
                | b"ruby"
        );
        if separates_words {
            text.push(' ');
        }
    }
    words(&text)
}

/// Counts the words of a text, ignoring case.
fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    let parts = text.split(|char: char| !char.is_alphanumeric());
    for word in parts.filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// Replaces superscript and subscript characters by normal characters, and separates them from other text by blanks.
fn with_normal_size(text: &str) -> String {
    let (small, large) = (
        "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
        "01234567890123456789abcdefghijklmnoprstuvwxyzaehijklmnoprstuvx",
    );
    let (small, large): (Vec<char>, Vec<char>) = (small.chars().collect(), large.chars().collect());
    let mut normal_size = String::new();
    let mut was_small = false;
    for char in text.chars() {
        let index = small.iter().position(|known| *known == char);
        if index.is_some() != was_small {
            normal_size.push(' ');
        }
        was_small = index.is_some();
        normal_size.push(index.map_or(char, |index| large[index]));
    }
    normal_size
}

/// Appends to each emoji its names, because the source may contain a name instead of the emoji.
fn with_names(text: &str) -> String {
    let mut text_with_names = String::new();
    for grapheme in text.graphemes(true) {
        text_with_names.push_str(grapheme);
        let emoji = (!grapheme.is_ascii())
            .then(|| emojis::get(grapheme))
            .flatten();
        for name in emoji.into_iter().flat_map(emojis::Emoji::shortcodes) {
            text_with_names.push_str(&format!(" {name} "));
        }
    }
    text_with_names
}

/// Compares a post in folio and in a browser. Returns the words that folio shows less often than the browser.
fn missing_words(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).expect("a post can be read");
    let source = Source::new(path, bytes);
    let body = &source.text[source.body.clone()];
    let document = Document::parse(body, 0..body.len(), Dialect::Gfm);
    let formulas = document.formulas().iter().map(|formula| &*formula.tex);
    let shown = format!("{} {}", &**document.text(), formulas.collect::<String>());
    let shown = words(&with_normal_size(&with_names(&shown)));
    let expected = words_in_browser(&with_normal_size(&html(body)));
    let is_missing =
        |(word, count): &(String, usize)| shown.get(word).copied().unwrap_or(0) < *count;
    expected
        .into_iter()
        .filter(is_missing)
        .map(|(word, _)| word)
        .collect()
}

#[test]
fn every_word_of_real_posts_is_shown() {
    // The components of MDX are not HTML.
    let is_mdx = |path: &Path| path.extension().is_some_and(|extension| extension == "mdx");
    let posts_with_missing_words: Vec<_> = posts()
        .iter()
        .filter(|path| !is_mdx(path))
        .map(|path| (path.clone(), missing_words(path)))
        .filter(|(_, missing)| !missing.is_empty())
        .collect();
    assert!(
        posts_with_missing_words.is_empty(),
        "{} posts: {posts_with_missing_words:#?}",
        posts_with_missing_words.len()
    );
}
