//! Real posts with HTML: no word that a browser would show is lost.
//!
//! Reads `../shared/blogs` (`FOLIO_SHARED` names another folder than `../shared`), and prints a note if it is missing.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use folio::document::{Dialect, Document};
use folio::site::Source;
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser};
use unicode_segmentation::UnicodeSegmentation as _;

fn posts() -> Vec<PathBuf> {
    let shared = std::env::var_os("FOLIO_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let mut folders = vec![shared.join("blogs")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(ending, Some("md" | "markdown")) {
                found.push(path);
            }
        }
    }
    found
}

/// Returns Markdown as HTML with the same words: raw HTML unchanged, everything else escaped.
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

fn is_inline(tag: pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd as End;
    matches!(
        tag,
        End::Emphasis | End::Strong | End::Strikethrough | End::Link
    )
}

/// Removes elements that show nothing or are shown as a link.
fn visible(html: &str) -> String {
    let mut visible = html.to_owned();
    for name in [
        "script", "style", "template", "svg", "iframe", "video", "audio", "object", "rp",
    ] {
        let element = format!("(?is)<{name}[\\s>].*?</{name}\\s*>");
        let element = regex::Regex::new(&element).expect("it is one");
        visible = element.replace_all(&visible, "").into_owned();
    }
    visible
}

/// Counts the words of a page. Superscripts and subscripts are separate words.
fn shown_in_a_browser(html: &str) -> HashMap<String, usize> {
    let mut text = String::new();
    for Ok(token) in Tokenizer::new(&visible(html)) {
        let name = match &token {
            Token::String(words) => {
                text.push_str(&String::from_utf8_lossy(words));
                continue;
            }
            Token::StartTag(tag) => &tag.name,
            Token::EndTag(tag) => &tag.name,
            _ => continue,
        };
        let parts = !matches!(
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
        if parts {
            text.push(' ');
        }
    }
    words(&text)
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    let parts = text.split(|char: char| !char.is_alphanumeric());
    for word in parts.filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// With small letters and digits large, and apart from others.
fn large(text: &str) -> String {
    let (small, large) = (
        "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
        "01234567890123456789abcdefghijklmnoprstuvwxyzaehijklmnoprstuvx",
    );
    let (small, large): (Vec<char>, Vec<char>) = (small.chars().collect(), large.chars().collect());
    let mut out = String::new();
    let mut was_small = false;
    for char in text.chars() {
        let at = small.iter().position(|one| *one == char);
        if at.is_some() != was_small {
            out.push(' ');
        }
        was_small = at.is_some();
        out.push(at.map_or(char, |at| large[at]));
    }
    out
}

/// With the names of emoji behind them, which authors write in their place.
fn with_names(text: &str) -> String {
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        out.push_str(grapheme);
        let emoji = (!grapheme.is_ascii())
            .then(|| emojis::get(grapheme))
            .flatten();
        for name in emoji.into_iter().flat_map(emojis::Emoji::shortcodes) {
            out.push_str(&format!(" {name} "));
        }
    }
    out
}

fn missing(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).expect("a post can be read");
    let source = Source::new(path, bytes);
    let body = &source.text[source.body.clone()];
    let document = Document::parse(body, 0..body.len(), Dialect::Gfm);
    let shown = words(&large(&with_names(document.text())));
    let wanted = shown_in_a_browser(&large(&html(body)));
    let is_missing =
        |(word, count): &(String, usize)| shown.get(word).copied().unwrap_or(0) < *count;
    wanted
        .into_iter()
        .filter(is_missing)
        .map(|(word, _)| word)
        .collect()
}

#[test]
fn every_word_of_real_posts_is_there() {
    let faults: Vec<_> = posts()
        .iter()
        .map(|path| (path.clone(), missing(path)))
        .filter(|(_, missing)| !missing.is_empty())
        .collect();
    assert!(faults.is_empty(), "{} posts: {faults:#?}", faults.len());
}
