//! HTML: what stands in a source as raw HTML, and what a dialect's construct means, said in HTML.
//!
//! Reads html5gum's tokens, which never fail, into the same blocks, containers and marks that Markdown makes. An
//! element that is open goes on over the Markdown that follows, until its end tag or the end of the container of
//! Markdown's in which it began. Nothing is recursive, and no end tag looks further back than [`open::SEEN`] elements.
//!
//! Beside HTML's own there are `<aside class="admonition KIND" title="…">` for admonitions of every dialect,
//! `<folio-placeholder>` for the name of what can't be shown, and `<folio-math>` for a formula as it was written.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

use html5gum::Token;

use super::build::Builder;

mod admonition;
mod blocks;
mod element;
mod inline;
mod math;
mod media;
mod open;
mod region;
mod script;
mod table;
mod tag;
mod tokens;

use element::Element;
use tag::Tag;

/// What stands open between one piece of HTML and the next.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Blocks and containers, and among them the containers of Markdown's.
    open: Vec<open::Open>,
    /// How many of them end as soon as the containers of Markdown's in which their end tags stood have ended.
    ending: usize,
    /// Marks within a row.
    inline: Vec<inline::Inline>,
    /// The bytes of the source that were hidden last.
    hidden: Range<usize>,
    /// Elements that have no end tag further down.
    endless: HashSet<String>,
    /// How many tables stand open whose rows are set as such: none or one.
    grids: usize,
    /// A `<p>` has begun, of which there is no text yet.
    in_paragraph: bool,
    /// Titles that have been spelled out.
    spelled: HashSet<String>,
}

impl State {
    /// Whether nothing stands open, nothing behind byte `source` is hidden, and nothing is to be remembered.
    pub(super) fn is_at_rest(&self, source: usize) -> bool {
        self.open.is_empty()
            && self.inline.is_empty()
            && self.hidden.end <= source
            && self.spelled.is_empty()
    }

    /// Whether what stands at byte `source` of the file is not to be shown.
    pub(super) fn hides(&self, source: usize) -> bool {
        self.hidden.contains(&source)
    }

    /// Reads one piece: a whole HTML block, a single inline tag, or what a dialect says in its place. `source` is the
    /// byte of the file where it stands.
    pub(super) fn feed(&mut self, build: &mut Builder<'_>, raw: &str, source: usize) {
        let is_source = build.is_source(raw, source);
        let mut from = 0;
        if self.hides(source) {
            let behind = self.hidden.end - source;
            if !is_source || behind >= raw.len() {
                return;
            }
            from = behind;
        }
        let mut reader = Reader {
            state: self,
            build,
            raw,
            source,
            is_source,
            behind: 0,
            endless: Vec::new(),
        };
        while from < raw.len() {
            from = reader.read(from);
        }
    }

    /// The end of what a row's marks may reach: of a paragraph, a heading, a cell.
    pub(super) fn end_row(&mut self) {
        self.inline.clear();
    }
}

/// A piece of HTML being read.
struct Reader<'r, 's> {
    state: &'r mut State,
    build: &'r mut Builder<'s>,
    raw: &'r str,
    /// The byte of the file where it stands.
    source: usize,
    /// Whether it is a part of the file as it is, so that places in it are places in the file.
    is_source: bool,
    /// The byte of the piece behind the tag being read.
    behind: usize,
    /// Elements that have no end tag in what is left of the piece.
    endless: Vec<String>,
}

impl<'s> Reader<'_, 's> {
    /// Reads from byte `from` on; gives back where to go on behind a part that is skipped, else the end.
    fn read(&mut self, from: usize) -> usize {
        let raw = self.raw;
        let is_cut = Cell::new(false);
        let mut end = from;
        for Ok(token) in tokens::tokens(&raw[from..], &is_cut) {
            end = end.max(from + end_of(&token));
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    let (at, behind) = (from + tag.span.start, from + tag.span.end);
                    let Some(element) = Element::named(&name) else {
                        continue;
                    };
                    if let Some(next) = self.skip(element, &name, &Tag(&tag), (at, behind)) {
                        return next;
                    }
                    self.behind = behind;
                    self.start(element, &Tag(&tag), self.place(at));
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    if let Some(element) = Element::named(&name) {
                        self.end(element, self.place(from + tag.span.start));
                    }
                }
                Token::String(text) => {
                    let at = self.place(from + text.span.start);
                    self.words(&String::from_utf8_lossy(&text.value), at);
                }
                Token::Comment(comment) => {
                    let behind = from + comment.span.end;
                    if behind >= raw.len() && !raw.ends_with('>') {
                        self.hide("-->", behind);
                    }
                }
                _ => {}
            }
        }
        if is_cut.get() {
            // The tag with too many attributes, and what follows it, is shown as it is written.
            self.words(&raw[end..], self.place(end));
        }
        raw.len()
    }

    /// The byte of the file for a byte of the piece.
    fn place(&self, at: usize) -> usize {
        if self.is_source {
            self.source + at
        } else {
            self.source
        }
    }

    fn start(&mut self, element: Element, tag: &Tag<'_>, at: usize) {
        match element {
            Element::Break => self.line_end(at),
            Element::Image => self.image(tag, at),
            Element::Input => self.input(tag, at),
            Element::Media(sign) => self.media(sign, tag, "", at),
            Element::Hidden | Element::Markdown => {}
            element if element.is_inline() => self.start_inline(element, tag, at),
            element => self.start_block(element, tag, at),
        }
    }

    fn end(&mut self, element: Element, at: usize) {
        match element {
            // As browsers have it.
            Element::Break => self.line_end(at),
            element if element.is_inline() => self.end_inline(element),
            element => self.end_block(element, at),
        }
    }

    fn words(&mut self, text: &str, at: usize) {
        if self.state.is_preformatted() {
            let is_first =
                !self.build.in_block() || self.build.in_cell() && self.build.at_line_start();
            let text = text.strip_prefix('\n').filter(|_| is_first).unwrap_or(text);
            if is_first && text.is_empty() {
                return;
            }
            self.state.running(self.build, at);
            self.build.text(text);
            return;
        }
        let is_blank = text.trim().is_empty();
        if is_blank && (!self.build.in_block() || self.in_math()) {
            return;
        }
        if self.is_formula() {
            return self.formula(text, at);
        }
        self.state.running(self.build, at);
        self.build.text_at(text, at);
    }

    /// The end of a row within a block; between blocks there is nothing to end.
    fn line_end(&mut self, at: usize) {
        if self.state.is_preformatted() {
            self.words("\n", at);
        } else if self.build.in_block() {
            self.build.hard_break();
        }
    }

    /// If what the element holds is not read: the byte of the piece at which it goes on.
    fn skip(
        &mut self,
        element: Element,
        name: &str,
        tag: &Tag<'_>,
        (at, behind): (usize, usize),
    ) -> Option<usize> {
        let is_media = matches!(element, Element::Media(_));
        let is_single =
            tag.0.self_closing && name != "script" && name != "iframe" || name == "embed";
        if is_single || !(is_media || element == Element::Hidden) {
            return None;
        }
        let raw = self.raw;
        let inside = &raw[behind..];
        let (held, next) = match self.end_within(inside, name) {
            Some((end, next)) => (&inside[..end], Some(behind + next)),
            None => match self.hide(name, behind) {
                Some(held) => (held, Some(self.raw.len())),
                // CommonMark has them reach to the end of the text.
                None if matches!(name, "script" | "style") => (inside, Some(self.raw.len())),
                None => (inside, None),
            },
        };
        if let Element::Media(sign) = element {
            self.media(sign, tag, held, self.place(at));
        }
        next
    }

    /// Where the end tag of an element stands in the rest of this piece; where there was none, there is none further on.
    fn end_within(&mut self, rest: &str, name: &str) -> Option<(usize, usize)> {
        if self.endless.iter().any(|endless| endless == name) {
            return None;
        }
        let end = region::end_of(rest, name);
        if end.is_none() {
            self.endless.push(name.to_owned());
        }
        end
    }

    /// Hides what follows this piece up to an end tag of `name`, if there is one further down, and gives it back.
    fn hide(&mut self, name: &str, behind: usize) -> Option<&'s str> {
        if self.state.endless.contains(name) {
            return None;
        }
        let from = self.place(behind);
        let rest = self.build.source_from(from);
        let end = match name {
            "-->" => memchr::memmem::find(rest.as_bytes(), b"-->").map(|at| (at, at + 3)),
            _ => region::end_of(rest, name),
        };
        let Some((end, next)) = end else {
            self.state.endless.insert(name.to_owned());
            return None;
        };
        self.state.hidden = from..from + next;
        rest.get(..end)
    }
}

/// The byte behind a token in the text it was read from.
fn end_of(token: &Token<usize>) -> usize {
    match token {
        Token::StartTag(tag) => tag.span.end,
        Token::EndTag(tag) => tag.span.end,
        Token::String(text) => text.span.end,
        Token::Comment(comment) => comment.span.end,
        Token::Doctype(doctype) => doctype.span.end,
        Token::Error(_) => 0,
    }
}
