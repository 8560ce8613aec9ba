//! HTML: raw HTML in the source, and the HTML that replaces a dialect's constructs.
//!
//! html5gum splits HTML into tokens. These are converted to blocks, containers and inline formats like those of Markdown.
//! html5gum accepts any text, so there are no errors. An element may contain Markdown. The element ends at its end tag, or with
//! the Markdown container that contains its start tag. Nothing is recursive. The search for the start tag that belongs to an end
//! tag is limited to [`stack::MAX_LOOKBACK`] elements.
//!
//! The HTML of dialects consists of standard elements and of these:
//!
//! - `<aside class="admonition KIND" title="…">`: an admonition
//! - `<folio-placeholder>`: the name of something that a terminal cannot show
//! - `<folio-math tex="…">`: a formula within a line
//! - `<folio-display-math tex="…">`: a formula on lines of its own

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use html5gum::Token;

use super::build::Builder;
use crate::text::{bare_start_tag_has_effect, is_markup_element, is_void_element};

mod admonition;
mod blocks;
mod component;
mod element;
mod end_tag;
mod formula;
mod grid;
mod inline;
mod math;
mod media;
mod stack;
mod sub_and_superscript;
mod table;
mod tag;
mod tokens;

use element::Element;
use tag::HtmlTag;

/// Attributes with the address of a component (a tag that is not an HTML element), in order of precedence.
pub(super) const ADDRESS_ATTRIBUTES: [&str; 4] = ["src", "url", "href", "to"];

/// Attributes with the label of such a component, in order of precedence.
pub(super) const LABEL_ATTRIBUTES: [&str; 4] = ["title", "name", "label", "alt"];

/// The state that is carried from one piece of HTML to the next.
#[derive(Debug, Default)]
pub(super) struct HtmlState {
    /// Open block elements, and the boundaries of the open Markdown containers.
    open: Vec<stack::OpenElement>,
    /// Number of elements in `open` whose end tag was read too early: in a Markdown container that is open within the element.
    /// Such an element ends right after that container.
    pending_ends: usize,
    /// The open inline elements, innermost last.
    inline: Vec<inline::OpenInline>,
    /// The last range of the source file that is not shown.
    hidden: Range<usize>,
    /// Names of elements known to have no end tag in the rest of the source; `-->` if a comment has no end.
    missing_ends: HashSet<String>,
    /// The offset of the last end tag of each name in the source, computed on first use.
    last_ends: Option<HashMap<String, usize>>,
    /// True if a table that is laid out in columns is open. A table within a cell is then shown as lines of that cell.
    has_grid: bool,
    /// True if a `<p>` without text is open.
    in_empty_paragraph: bool,
    /// The expansions that have been shown after an abbreviation. Each expansion is shown once.
    expanded_titles: HashSet<String>,
}

impl HtmlState {
    /// Returns true if no element is open.
    pub(super) fn is_closed(&self) -> bool {
        self.open.is_empty() && self.inline.is_empty()
    }

    /// Returns true if the state does not affect the text at or after byte `source` of the file. No element may be open, no byte
    /// of that text may be hidden, and no abbreviation may have been expanded.
    pub(super) fn is_balanced(&self, source: usize) -> bool {
        self.is_closed() && self.hidden.end <= source && self.expanded_titles.is_empty()
    }

    /// Returns true if byte `source` of the file is hidden.
    pub(super) fn hides(&self, source: usize) -> bool {
        self.hidden.contains(&source)
    }

    /// Reads one piece of HTML, which is an HTML block or the HTML of a dialect's construct. `source` is its offset in the
    /// file.
    pub(super) fn feed(&mut self, builder: &mut Builder<'_>, raw: &str, source: usize) {
        self.read_piece(builder, raw, source, PieceKind::Block);
    }

    /// Reads a tag in running text. The parameters are those of [`HtmlState::feed`].
    pub(super) fn feed_inline(&mut self, builder: &mut Builder<'_>, raw: &str, source: usize) {
        self.read_piece(builder, raw, source, PieceKind::Inline);
    }

    /// Reads one piece of HTML at byte `source` of the file.
    fn read_piece(&mut self, builder: &mut Builder<'_>, raw: &str, source: usize, kind: PieceKind) {
        let is_in_source = builder.is_in_source(raw, source);
        let mut from = 0;
        // Only HTML from the file can continue after the hidden range. Other HTML has no position but `source`, which is hidden.
        if self.hides(source) {
            let hidden_bytes = self.hidden.end - source;
            if !is_in_source || hidden_bytes >= raw.len() {
                return;
            }
            from = hidden_bytes;
        }
        let mut reader = HtmlReader {
            state: self,
            builder,
            raw,
            source,
            is_in_source,
            kind,
            tag_end: 0,
            missing_ends_in_piece: Vec::new(),
        };
        while from < raw.len() {
            from = reader.read_tokens(from);
        }
    }

    /// Ends all inline elements at the end of a paragraph, a heading or a cell.
    pub(super) fn end_inline_elements(&mut self) {
        self.inline.clear();
    }
}

/// The syntactic position of a piece of HTML.
#[derive(Clone, Copy, PartialEq)]
enum PieceKind {
    /// Between blocks. HTML that folio generates counts as such a piece, unless it is part of a tag in running text.
    Block,
    /// A tag in running text.
    Inline,
}

/// A reader of one piece of HTML.
struct HtmlReader<'r, 's> {
    state: &'r mut HtmlState,
    builder: &'r mut Builder<'s>,
    /// The text of the piece.
    raw: &'r str,
    /// The offset of the piece in the file.
    source: usize,
    /// True if the piece is unchanged text of the file, so that its positions map to the file.
    is_in_source: bool,
    kind: PieceKind,
    /// The end of the current tag, as an offset in the piece.
    tag_end: usize,
    /// Names of elements known to have no end tag in the rest of the piece.
    missing_ends_in_piece: Vec<String>,
}

impl<'s> HtmlReader<'_, 's> {
    /// Reads the tokens of the piece that start at or after byte `from`. Returns the offset at which to continue: after skipped
    /// content, or at the end of the piece.
    fn read_tokens(&mut self, from: usize) -> usize {
        let raw = self.raw;
        // Becomes true if the tokens end at a tag with too many attributes.
        let is_cut = Cell::new(false);
        let mut end = from;
        for Ok(token) in tokens::tokens(&raw[from..], &is_cut) {
            end = end.max(from + token_end(&token));
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    let range = from + tag.span.start..from + tag.span.end;
                    self.tag_end = range.end;
                    if self.is_only_mentioned(&name, &HtmlTag(&tag), &range) {
                        self.add_text(&raw[range.clone()], self.file_offset(range.start));
                        continue;
                    }
                    let Some(element) = Element::named(&name) else {
                        // Tags of other HTML elements are ignored.
                        if !is_markup_element(&name) {
                            self.start_unknown(&name, &HtmlTag(&tag), &range);
                        }
                        continue;
                    };
                    // Only attributes without values, and no end tag: such a tag is probably text (`a <b and c> d`).
                    let is_probably_text = element.is_inline()
                        && HtmlTag(&tag).has_only_empty_attributes()
                        && !self.has_end(&name);
                    if is_probably_text {
                        self.add_text(&raw[range.clone()], self.file_offset(range.start));
                        continue;
                    }
                    if let Some(next) = self.skip_content(element, &name, &HtmlTag(&tag), &range) {
                        return next;
                    }
                    self.start_element(element, &HtmlTag(&tag), self.file_offset(range.start));
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    let range = from + tag.span.start..from + tag.span.end;
                    match Element::named(&name) {
                        Some(element) => self.end_element(element, self.file_offset(range.start)),
                        None if !is_markup_element(&name) => self.end_unknown(&name, &range),
                        None => {}
                    }
                }
                Token::String(text) => {
                    let source = self.file_offset(from + text.span.start);
                    self.add_text(&String::from_utf8_lossy(&text.value), source);
                }
                Token::Comment(comment) => {
                    let comment_end = from + comment.span.end;
                    let is_unclosed = comment_end >= raw.len() && !raw.ends_with('>');
                    if is_unclosed && self.hide_to_end("-->", comment_end).is_none() {
                        let start = from + comment.span.start;
                        self.add_text(&raw[start..], self.file_offset(start));
                    }
                }
                _ => {}
            }
        }
        if is_cut.get() {
            // The tag with too many attributes and the text after it are shown as text.
            self.add_text(&raw[end..], self.file_offset(end));
        }
        raw.len()
    }

    /// Returns true if a start tag only mentions an element, such as the tag in `the <title> element`. Such a tag has no
    /// attributes, and no end tag follows. A tag that has an effect even then, such as `<br>` or `<li>`, is not a mention.
    /// Between blocks, only the tag of a void element can be a mention, and only outside other elements. An example is
    /// `<input>`, which has no effect without attributes. `range` is the range of the tag in the piece.
    fn is_only_mentioned(&mut self, name: &str, tag: &HtmlTag<'_>, range: &Range<usize>) -> bool {
        let may_be_mention = match self.kind {
            PieceKind::Inline => true,
            PieceKind::Block => is_void_element(name) && self.state.open.is_empty(),
        };
        let is_alone_in_piece = self.raw.trim() == &self.raw[range.clone()];
        may_be_mention
            && is_alone_in_piece
            && self.is_in_source
            && !tag.0.self_closing
            && tag.0.attributes.is_empty()
            && is_markup_element(name)
            && !bare_start_tag_has_effect(name)
            && (is_void_element(name) || !self.has_end(name))
    }

    /// Converts an offset in the piece to an offset in the file.
    fn file_offset(&self, offset: usize) -> usize {
        if self.is_in_source {
            self.source + offset
        } else {
            self.source
        }
    }

    /// Handles the start tag of an element.
    fn start_element(&mut self, element: Element, tag: &HtmlTag<'_>, source: usize) {
        match element {
            Element::Break => self.add_line_break(source),
            Element::Image => self.add_image(tag, source),
            Element::Input => self.start_input(tag, source),
            Element::Formula => self.add_inline_formula(tag, source),
            Element::DisplayFormula => self.add_display_formula(tag, source),
            // A player that cannot have content, such as `<embed>`. `skip_content` adds the other players.
            Element::Media(symbol) => self.add_media(symbol, tag, "", source),
            Element::Hidden | Element::MarkdownBoundary => {}
            element if element.is_inline() => self.start_inline_element(element, tag, source),
            element => self.start_block_element(element, tag, source),
        }
    }

    /// Handles the end tag of an element.
    fn end_element(&mut self, element: Element, source: usize) {
        match element {
            // Browsers treat `</br>` as `<br>`.
            Element::Break => self.add_line_break(source),
            element if element.is_inline() => self.end_inline_element(element),
            element => self.end_block_element(element, source),
        }
    }

    /// Adds text to the open block, and starts a block unless a block is open. Blank text is ignored between blocks and
    /// between the tags of a formula.
    fn add_text(&mut self, text: &str, source: usize) {
        if self.state.is_preformatted() {
            // In a cell, preformatted text begins on a line of the cell's block.
            let is_at_start =
                !self.builder.in_block() || self.builder.in_cell() && self.builder.at_line_start();
            // A line end right after `<pre>` is not part of the text (WHATWG HTML, 13.1.2.5).
            let text = text
                .strip_prefix('\n')
                .filter(|_| is_at_start)
                .unwrap_or(text);
            if is_at_start && text.is_empty() {
                return;
            }
            self.state.ensure_block(self.builder, source);
            self.builder.push_text(text);
            return;
        }
        let is_blank = text.trim().is_empty();
        if is_blank && (!self.builder.in_block() || self.in_math()) {
            return;
        }
        self.state.ensure_block(self.builder, source);
        self.builder.push_text_at(text, source);
    }

    /// Adds a line break to preformatted text or to the open block. Does nothing between other blocks.
    fn add_line_break(&mut self, source: usize) {
        if self.state.is_preformatted() {
            self.add_text("\n", source);
        } else if self.builder.in_block() {
            self.builder.push_hard_break();
        }
    }

    /// Skips an element whose content is not parsed: a player, which is shown as a link, or a hidden element. Returns the offset
    /// in the piece at which to continue:
    ///
    /// - after the element, if it ends in this piece,
    /// - at the end of the piece, if the element ends in a later piece,
    /// - after the start tag, if the element has no end; for `<script>` and `<style>`, at the end of the piece.
    ///
    /// Returns `None` if the content of the element is parsed, or if it has no content. `range` is the range of the start tag in
    /// the piece.
    fn skip_content(
        &mut self,
        element: Element,
        name: &str,
        tag: &HtmlTag<'_>,
        range: &Range<usize>,
    ) -> Option<usize> {
        let is_media = matches!(element, Element::Media(_));
        // The `/` in `<script />` and `<iframe />` has no effect, as in a browser.
        let has_no_content =
            tag.0.self_closing && name != "script" && name != "iframe" || name == "embed";
        if has_no_content || !(is_media || element == Element::Hidden) {
            return None;
        }
        let raw = self.raw;
        let after_tag = &raw[range.end..];
        let (content, element_end) = match self.find_end_in_piece(after_tag, name) {
            Some(end_tag) => (&after_tag[..end_tag.start], range.end + end_tag.end),
            None => match self.hide_to_end(name, range.end) {
                Some(content) => (content, raw.len()),
                // Without an end tag, these elements extend to the end of the file (CommonMark 4.6, kind 1). A tag without
                // attributes only mentions the element.
                None if matches!(name, "script" | "style") => {
                    if tag.0.attributes.is_empty() {
                        self.add_text(&raw[range.start..], self.file_offset(range.start));
                    }
                    return Some(raw.len());
                }
                // If the element is a player, its address may be in the text after the tag. This text is also parsed.
                None => (after_tag, range.end),
            },
        };
        if let Element::Media(symbol) = element {
            self.add_media(symbol, tag, content, self.file_offset(range.start));
        }
        Some(element_end)
    }

    /// Returns the range of an element's end tag in `after_tag`, the text of this piece after the start tag. Stores the name of a
    /// missing end tag in `missing_ends_in_piece`, so that this end tag is not searched for again.
    fn find_end_in_piece(&mut self, after_tag: &str, name: &str) -> Option<Range<usize>> {
        if self
            .missing_ends_in_piece
            .iter()
            .any(|missing| missing == name)
        {
            return None;
        }
        let end = end_tag::find(after_tag, name);
        if end.is_none() {
            self.missing_ends_in_piece.push(name.to_owned());
        }
        end
    }

    /// Returns true if the source contains an end tag of `name` after the current tag. `name` is in lower case.
    fn has_end(&mut self, name: &str) -> bool {
        let builder = &*self.builder;
        let last_ends = self
            .state
            .last_ends
            .get_or_insert_with(|| end_tag::last_end_tags(builder.source_from(0)));
        let last = last_ends.get(name).copied();
        last.is_some_and(|last| last >= self.file_offset(self.tag_end))
    }

    /// Hides the source from byte `from` of this piece to the next terminator, with the terminator. `terminator` is `-->` or the
    /// name of an end tag. Returns the hidden text before the terminator, or `None` if there is none.
    fn hide_to_end(&mut self, terminator: &str, from: usize) -> Option<&'s str> {
        if self.state.missing_ends.contains(terminator) {
            return None;
        }
        let from = self.file_offset(from);
        let following = self.builder.source_from(from);
        let end_range = match terminator {
            "-->" => following
                .find("-->")
                .map(|content_end| content_end..content_end + "-->".len()),
            name => end_tag::find(following, name),
        };
        let Some(end_range) = end_range else {
            self.state.missing_ends.insert(terminator.to_owned());
            return None;
        };
        self.state.hidden = from..from + end_range.end;
        following.get(..end_range.start)
    }
}

/// Returns the end offset of a token, or 0 for an error, which contains no text.
fn token_end(token: &Token<usize>) -> usize {
    match token {
        Token::StartTag(tag) => tag.span.end,
        Token::EndTag(tag) => tag.span.end,
        Token::String(text) => text.span.end,
        Token::Comment(comment) => comment.span.end,
        Token::Doctype(doctype) => doctype.span.end,
        Token::Error(_) => 0,
    }
}
