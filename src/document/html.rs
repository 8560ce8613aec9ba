//! Raw HTML: its text is shown, its inline marks and its blocks are kept as far as Markdown has the like.
//!
//! Reads html5gum's tokens, which never fail. What Markdown has no like of falls back to its text.

use html5gum::{HtmlString, Token, Tokenizer};

use super::build::Builder;
use super::{Kind, LinkKind, Marks};

/// What stands open between one piece of HTML and the next.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The element whose content is not text, such as `script`.
    hidden: Option<String>,
}

impl State {
    /// Whether text that comes now is not to be shown.
    pub(super) fn hides_text(&self) -> bool {
        self.hidden.is_some()
    }

    /// Reads one piece: a whole HTML block, or a single inline tag. `source` is its byte in the file.
    pub(super) fn feed(&mut self, build: &mut Builder<'_>, raw: &str, source: usize) {
        let is_source = build.is_source(raw, source);
        let mut found = 0;
        for Ok(token) in Tokenizer::new(raw) {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    if is_source && matches!(&*name, "a" | "img") {
                        found = next_tag(raw, found, &name);
                    }
                    let attribute = |name: &str| {
                        let value = tag.attributes.get(&HtmlString(name.as_bytes().to_vec()));
                        value.map(|value| String::from_utf8_lossy(value).into_owned())
                    };
                    self.start(build, &name, attribute, source + found.saturating_sub(1));
                }
                Token::EndTag(tag) => self.end(build, &String::from_utf8_lossy(&tag.name), source),
                Token::String(text) if self.hidden.is_none() => {
                    words(build, &String::from_utf8_lossy(&text), source);
                }
                _ => {}
            }
        }
    }

    fn start(
        &mut self,
        build: &mut Builder<'_>,
        name: &str,
        attribute: impl Fn(&str) -> Option<String>,
        source: usize,
    ) {
        if self.hidden.is_some() {
            return;
        }
        match name {
            "script" | "style" | "template" | "noscript" | "svg" => {
                self.hidden = Some(name.to_owned());
            }
            "br" if build.in_block() => build.hard_break(),
            "hr" => {
                build.begin(Kind::Rule, source);
                build.end(source);
            }
            "img" => image(build, attribute, source),
            "a" => {
                if let Some(target) = attribute("href") {
                    let title = attribute("title").unwrap_or_default();
                    let link = build
                        .document
                        .links
                        .push(LinkKind::Text, &target, &title, source);
                    build.enter(Marks::LINK, Some(link));
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                build.begin(Kind::Heading(name.as_bytes()[1] - b'0'), source);
            }
            "pre" => build.begin(Kind::Code { language: None }, source),
            _ if is_block(name) => build.end(source),
            _ => {
                if let Some(marks) = marks(name) {
                    build.enter(marks, None);
                }
            }
        }
    }

    fn end(&mut self, build: &mut Builder<'_>, name: &str, source: usize) {
        if let Some(hidden) = &self.hidden {
            if hidden == name {
                self.hidden = None;
            }
            return;
        }
        match name {
            "a" => build.leave(Marks::LINK),
            "td" | "th" if build.in_block() => build.text("  "),
            _ if is_block(name) => build.end(source),
            _ => {
                if let Some(marks) = marks(name) {
                    build.leave(marks);
                }
            }
        }
    }
}

/// The byte behind the `<` of the next tag of this name, counted from byte `from`.
fn next_tag(raw: &str, from: usize, name: &str) -> usize {
    let is_it = |at: &usize| {
        let tag = raw.get(at + 1..at + 1 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
    };
    let mut tags = memchr::memchr_iter(b'<', &raw.as_bytes()[from..]).map(|at| from + at);
    tags.find(is_it).map_or(from, |at| at + 1)
}

fn words(build: &mut Builder<'_>, text: &str, source: usize) {
    if !build.in_block() {
        if text.trim().is_empty() {
            return;
        }
        build.begin(Kind::Paragraph, source);
    }
    build.text_at(text, source);
}

fn image(build: &mut Builder<'_>, attribute: impl Fn(&str) -> Option<String>, source: usize) {
    if !build.in_block() {
        build.begin(Kind::Paragraph, source);
    }
    let text = |name| attribute(name).unwrap_or_default();
    let kind = LinkKind::Image {
        described: attribute("alt").is_some(),
    };
    build.start_image(kind, &text("src"), &text("title"), source);
    build.text_at(&text("alt"), source);
    build.end_image();
}

fn marks(name: &str) -> Option<Marks> {
    Some(match name {
        "em" | "i" | "cite" | "dfn" | "var" => Marks::EMPHASIS,
        "strong" | "b" | "summary" | "dt" | "th" => Marks::STRONG,
        "del" | "s" | "strike" => Marks::STRIKE,
        "code" | "kbd" | "samp" | "tt" => Marks::CODE,
        _ => return None,
    })
}

/// Elements that start and end on rows of their own (WHATWG HTML, 15.3 “Non-replaced elements”).
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}
