//! The body of a post while passes rewrite it. The passes overwrite constructs with text of the same length. The HTML that is
//! shown in place of a construct is recorded as an annotation.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Dialect;
use super::annotations::{
    Annotations, Callout, CodeLabel, CodeLabelText, EndRule, HeadingId, LinkPlaceholder,
    PLACEHOLDER_START, Prepared, Replacement, SyntheticMarker, encode_number,
};
use super::code::CodeRanges;
use super::occurrences::{MatchingLines, Occurrences};
use super::{args, html_writer, line};
use crate::text;
use crate::text::work;

/// The part of the scan budget that grows with the body, as a multiple of the body's length. Scans that do not find the end of
/// a construct spend the budget.
const SCAN_BUDGET_FACTOR: usize = 8;
/// The part of the scan budget that does not depend on the body's length, in bytes.
const BASE_SCAN_BUDGET_BYTES: usize = 1 << 20;

/// The start of a tag that the parser reads as a block of HTML: the start of a declaration (CommonMark 4.6, kind 4).
const BLOCK_TAG_START: &[u8] = b"<!x";
/// The start of a tag that the parser reads as inline HTML. Alone on the first line of a block, the tag would be a block of HTML
/// (CommonMark 4.6, kind 7).
const INLINE_TAG_START: &[u8] = b"<x";

/// Minimum length of a range in which [`Rewriter::replace_inline`] can write a tag, in bytes: `<x>`.
pub(super) const MIN_INLINE_TAG_BYTES: usize = INLINE_TAG_START.len() + 1;

/// Maximum number of bytes before a construct that are read to determine its [`ConstructPlace`] or its line start.
const CONTEXT_BYTES: usize = 1024;

/// The syntactic position of a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConstructPlace {
    /// In running text or between blocks.
    Text,
    /// In the destination of a link, an image or a link reference definition.
    Target,
    /// In an attribute of an HTML tag.
    Attribute,
}

/// The texts at the start and at the end of a template tag, such as `{%` and `%}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delimiters {
    pub(super) opener: &'static str,
    pub(super) closer: &'static str,
}

impl Delimiters {
    /// Creates a pair of delimiters.
    pub(super) const fn new(opener: &'static str, closer: &'static str) -> Self {
        Self { opener, closer }
    }

    /// Returns the first of `all` whose opener is at the start of `text`.
    pub(super) fn at_start(text: &str, all: &[Self]) -> Option<Self> {
        let mut all = all.iter().copied();
        all.find(|delimiters| text.starts_with(delimiters.opener))
    }
}

/// A template tag, such as `{% … %}`, before its content is parsed.
pub(super) struct UnparsedTemplateTag<'s> {
    /// The range of the tag in the body, with its delimiters.
    pub(super) range: Range<usize>,
    /// The text between the delimiters.
    pub(super) content: &'s str,
}

/// A body, its rewritten text, and the annotations that passes have recorded so far.
pub(super) struct Rewriter<'s> {
    /// The body as the author wrote it.
    pub(super) body: &'s str,
    pub(super) dialect: Dialect,
    /// The rewritten body for the parser. Empty if no pass has overwritten anything; the parser then gets `body`.
    rewritten_bytes: Vec<u8>,
    /// Ranges of code in `body`, computed on first use.
    code: Option<CodeRanges>,
    /// Ranges that later passes must not rewrite, as a map from start to end.
    claimed: BTreeMap<usize, usize>,
    annotations: Annotations,
    /// Number of bytes that may still be scanned without finding the end of a construct.
    scan_budget: usize,
}

impl<'s> Rewriter<'s> {
    /// Creates a rewriter without annotations.
    pub(super) fn new(body: &'s str, dialect: Dialect) -> Self {
        Self {
            body,
            dialect,
            rewritten_bytes: Vec::new(),
            code: None,
            claimed: BTreeMap::new(),
            annotations: Annotations::default(),
            scan_budget: SCAN_BUDGET_FACTOR * body.len() + BASE_SCAN_BUDGET_BYTES,
        }
    }

    /// Subtracts `bytes` from the scan budget, for a construct whose end was not found within that many bytes. Returns
    /// false if the budget is used up: the pass must stop then, so that its time stays linear in the body's length.
    pub(super) fn try_spend_scan_budget(&mut self, bytes: usize) -> bool {
        work::count_steps_for_tests(bytes.min(self.scan_budget));
        self.scan_budget = self.scan_budget.saturating_sub(bytes);
        self.scan_budget > 0
    }

    /// Subtracts `bytes` from the scan budget as [`Self::try_spend_scan_budget`] does. If the budget is used up, ends `search`:
    /// the pass then finds no more constructs.
    pub(super) fn spend_scan_budget_or_end_search(
        &mut self,
        search: &mut Occurrences<'_, '_>,
        bytes: usize,
    ) {
        if !self.try_spend_scan_budget(bytes) {
            search.skip_to(self.body.len());
        }
    }

    /// Returns the template tag whose opener `search` has found at byte `start`. If the tag has no end, spends scan budget as
    /// [`Self::spend_scan_budget_or_end_search`] does, and returns `None`.
    pub(super) fn template_tag_at(
        &mut self,
        start: usize,
        delimiters: Delimiters,
        search: &mut Occurrences<'_, '_>,
    ) -> Option<UnparsedTemplateTag<'s>> {
        let Delimiters { opener, closer } = delimiters;
        let content_start = start + opener.len();
        let Some(closer) = args::find_closer(self.body, content_start, opener, closer) else {
            self.spend_scan_budget_or_end_search(search, args::MAX_TAG_BYTES);
            return None;
        };
        Some(UnparsedTemplateTag {
            range: start..closer.end,
            content: &self.body[content_start..closer.start],
        })
    }

    /// Sorts the annotations and returns them with the rewritten body.
    pub(super) fn finish(mut self) -> Prepared<'s> {
        self.annotations.sort();
        // Passes overwrite complete characters with complete characters, so the bytes are valid UTF-8.
        let text = match String::from_utf8(self.rewritten_bytes) {
            Ok(text) if !text.is_empty() => Cow::Owned(text),
            _ => Cow::Borrowed(self.body),
        };
        Prepared {
            text,
            annotations: self.annotations,
        }
    }

    /// Returns an iterator over the offsets of `needle` in the body.
    pub(super) fn occurrences<'n>(&self, needle: &'n str) -> Occurrences<'s, 'n> {
        Occurrences::new(self.body, needle)
    }

    /// Returns an iterator over the lines of the body that contain `needle`.
    pub(super) fn lines_with<'n>(&self, needle: &'n str) -> MatchingLines<'s, 'n> {
        MatchingLines::new(self.body, needle)
    }

    /// Returns true if a pass may rewrite a range: the range begins outside code, and no pass has claimed any part of it. An empty
    /// range is treated like the byte at its start.
    pub(super) fn may_rewrite(&mut self, range: &Range<usize>) -> bool {
        let range_end = range.end.max(range.start + 1);
        let nearest_claimed = self.claimed.range(..range_end).next_back();
        let is_claimed = nearest_claimed.is_some_and(|(_, end)| *end > range.start);
        !is_claimed && !self.is_code(range.start)
    }

    /// Returns true if the byte at offset `offset` is code.
    pub(super) fn is_code(&mut self, offset: usize) -> bool {
        let code = self
            .code
            .get_or_insert_with(|| CodeRanges::find(self.body, self.dialect));
        code.contains(offset)
    }

    /// Hides a range within code.
    pub(super) fn hide_in_code(&mut self, range: Range<usize>) {
        self.annotations.hidden_in_code.push(range);
    }

    /// Records the language or the title of the code at byte `offset`.
    pub(super) fn label_code(&mut self, offset: usize, text: CodeLabelText) {
        self.annotations
            .code_labels
            .push(CodeLabel { offset, text });
    }

    /// Claims a range: prevents later passes from rewriting it. Leaves the text of the range unchanged.
    pub(super) fn claim(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.claimed.insert(range.start, range.end);
        }
    }

    /// Replaces a range with HTML. The HTML is inline if the range shares its lines with other text. It is also inline if `html`
    /// is inline content and the range continues a paragraph. Otherwise it is a block. Empty HTML removes the range.
    pub(super) fn replace(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let html = html.into();
        let is_inline = !self.is_block_level(&range)
            || is_inline_html(&html) && self.continues_paragraph(&range);
        if is_inline {
            self.replace_inline(range, html);
        } else if html.is_empty() {
            self.overwrite_with_blanks(range);
        } else {
            self.replace_block(range, html);
        }
    }

    /// Removes a range: overwrites it with blanks. If the range shares its lines with other text, replaces it with an inline tag
    /// that shows nothing.
    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Replaces a range with a block of HTML. The HTML becomes inline if the range shares its lines with other text. It also
    /// becomes inline if the tag of a block does not fit into the range.
    pub(super) fn replace_block(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        // There must be room for the start of the tag on the first line, and for `>`.
        let start_bytes = BLOCK_TAG_START.len();
        let fits_tag = range.len() > start_bytes
            && !self.body.as_bytes()[range.start..][..start_bytes].contains(&b'\n');
        if !fits_tag || !self.is_block_level(&range) {
            return self.replace_inline(range, html);
        }
        // The parser ends the block with the line of the first `>` that is not a quote marker. So each such `>` is overwritten, and
        // one is written at the end of the range. Quote markers are only in the prefix of a line: the blanks and `>` at its
        // start.
        let line_start = line::start(self.body, range.start);
        let quote_depth = line::quote_markers(self.body, line_start, range.start).depth;
        self.overwrite(range.clone(), |byte, is_past_prefix| match byte {
            b' ' | b'\t' => b' ',
            b'>' if quote_depth > 0 && !is_past_prefix => b'>',
            _ if is_past_prefix => b'x',
            _ => b' ',
        });
        self.write_tag_start_and_end(&range, BLOCK_TAG_START);
        self.record_replacement(range, html.into());
    }

    /// Replaces a range with inline HTML. The parser gets a tag, or blanks if the range is too short for a tag or contains a
    /// blank line.
    pub(super) fn replace_inline(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let original = &self.body[range.clone()];
        let has_blank_line = original.lines().skip(1).any(|line| line.trim().is_empty());
        // There must be room for the start of the tag on the first line, and for `>`.
        let fits_tag =
            range.len() >= MIN_INLINE_TAG_BYTES && self.body.as_bytes()[range.start + 1] != b'\n';
        if !fits_tag || has_blank_line {
            self.overwrite(range.clone(), |_, _| b' ');
        } else {
            self.overwrite(range.clone(), |_, _| b'x');
            self.write_tag_start_and_end(&range, INLINE_TAG_START);
        }
        self.record_replacement(range, html.into());
    }

    /// Overwrites a range with blanks for the parser, and shows nothing in its place.
    pub(super) fn overwrite_with_blanks(&mut self, range: Range<usize>) {
        self.overwrite(range.clone(), |_, _| b' ');
        self.claim(range);
    }

    /// Replaces a range with HTML like [`Self::replace_block`], but the parser gets blanks instead of a tag.
    pub(super) fn replace_without_tag(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        self.overwrite(range.clone(), |_, _| b' ');
        self.record_replacement(range, html.into());
    }

    /// Overwrites a range with text of the same length, which the parser reads as Markdown.
    pub(super) fn overwrite_with(&mut self, range: Range<usize>, text: &str) {
        debug_assert_eq!(range.len(), text.len(), "byte positions must not change");
        if let Some(bytes) = self.rewritten_bytes_mut().get_mut(range.clone())
            && bytes.len() == text.len()
        {
            bytes.copy_from_slice(text.as_bytes());
        }
        self.claim(range);
    }

    /// Replaces a construct depending on its [`ConstructPlace`]. In text, `html` replaces it. In a link's target or an attribute,
    /// `plain_text` replaces it; if `plain_text` is `None`, the construct is shown as it was written.
    pub(super) fn replace_in_context(
        &mut self,
        range: Range<usize>,
        plain_text: Option<&str>,
        html: impl FnOnce() -> String,
    ) {
        let body = self.body;
        let plain_text = plain_text.unwrap_or(&body[range.clone()]);
        match self.construct_place(range.start) {
            ConstructPlace::Target => self.replace_target(range, plain_text),
            ConstructPlace::Attribute => self.replace_attribute(range, plain_text),
            ConstructPlace::Text => self.replace(range, html()),
        }
    }

    /// Replaces a construct in text with `html`. A construct in a link's target or an attribute is shown as it was written.
    pub(super) fn replace_in_text(&mut self, range: Range<usize>, html: impl FnOnce() -> String) {
        self.replace_in_context(range, None, html);
    }

    /// Replaces a construct within a link's target with a placeholder that resolves to `target`. Leaves the construct as it was
    /// written if it contains a line end or has no room for a placeholder.
    pub(super) fn replace_target(&mut self, range: Range<usize>, target: &str) {
        let index = self.annotations.placeholders.len();
        let Some(room) = range.len().checked_sub(PLACEHOLDER_START.len()) else {
            return;
        };
        let has_line_end = self.body[range.clone()].contains('\n');
        let Some(encoded_index) = encode_number(index, room).filter(|_| !has_line_end) else {
            return self.claim(range);
        };
        // The encoded index ends with an upper-case letter, so a lower-case `x` after it is not part of the index. The rest of
        // the range is filled with such `x`.
        self.overwrite_with(
            range.clone(),
            &format!("{PLACEHOLDER_START}{encoded_index:x<room$}"),
        );
        self.annotations.placeholders.push(LinkPlaceholder {
            length: range.len(),
            resolved: target.into(),
            original: self.body[range].into(),
        });
    }

    /// Replaces a construct within an attribute with `value`.
    fn replace_attribute(&mut self, range: Range<usize>, value: &str) {
        self.overwrite(range.clone(), |_, _| b'x');
        self.record_replacement(range, html_writer::escape(value).into());
    }

    /// Sets the id of the heading that contains `range`, and removes the range.
    pub(super) fn set_heading_id(&mut self, range: Range<usize>, id: &str) {
        self.set_id_of_heading_at(range.start, id);
        self.overwrite_with_blanks(range);
    }

    /// Sets the id of the heading that ends right before byte `end`.
    pub(super) fn set_id_of_heading_before(&mut self, end: usize, id: &str) {
        self.set_id_of_heading_at(end.saturating_sub(1), id);
    }

    /// Sets the id of the heading that contains byte `offset`.
    pub(super) fn set_id_of_heading_at(&mut self, offset: usize, id: &str) {
        self.annotations.heading_ids.push(HeadingId {
            offset,
            id: id.into(),
        });
    }

    /// Replaces the byte at `offset`, which must be alone on its line, with an empty heading. The heading ends the block above
    /// and is not shown.
    pub(super) fn end_block(&mut self, offset: usize) {
        // An empty heading can interrupt any block, and needs only one byte (CommonMark 4.2).
        self.overwrite_with(offset..offset + 1, "#");
        self.annotations.block_ends.push(offset);
    }

    /// Records a callout: a block quote that is shown as an admonition. Removes `range`, which contains the kind and the title of
    /// the callout.
    pub(super) fn set_callout(&mut self, callout: Callout, range: Range<usize>) {
        self.annotations.callouts.push(callout);
        self.overwrite_with_blanks(range);
    }

    /// Replaces `range` with `html`. The range is the start of a construct whose content is indented, such as an admonition. A
    /// list marker is written before the content. The parser then reads the content as part of a list item, not as indented
    /// code (CommonMark 5.2). `end_rule` tells where the construct ends.
    pub(super) fn wrap_indented(
        &mut self,
        range: Range<usize>,
        html: impl Into<Box<str>>,
        end_rule: EndRule,
    ) {
        let last_byte = range.end - 1;
        let next_line = self.body[line::end(self.body, last_byte)..].lines().next();
        let has_text_below = next_line.is_some_and(|line| !line.trim().is_empty());
        let line_start = line::start(self.body, range.start);
        let bytes_before = range.start - line_start;
        // The marker is written on the last line of the range, directly above the content. It is in the column in which the
        // range starts.
        let marker_start = line::start(self.body, last_byte) + bytes_before;
        let room = range.end.saturating_sub(marker_start);
        // The list marker and, if it fits, the start of a tag that represents the construct. The `>` of the tag is written below.
        let marker_and_tag: &[u8] = match room {
            // `+ <!x>`: an HTML block `<!x>` ends on its own line (CommonMark 4.6, kind 4).
            6.. => b"+ <!x",
            // No room for a tag, so only the marker is written. It starts a list item only if the next line has text and the
            // range does not continue a paragraph (5.2).
            1.. if has_text_below && !self.continues_paragraph(&range) => b"+",
            // `+ <x>`: an HTML block `<x>` ends at a blank line (4.6, kind 7), so the next line must be blank.
            5 if !has_text_below => b"+ <x",
            _ => return self.replace_block(range, html),
        };
        let after_quote_markers = line::quote_markers(self.body, line_start, range.start).end;
        let before_range = &self.body.as_bytes()[after_quote_markers..range.start];
        let has_text_before = !before_range.trim_ascii_start().is_empty();
        if has_text_before {
            return self.replace_block(range, html);
        }
        self.overwrite(range.clone(), |_, _| b' ');
        self.rewritten_bytes[marker_start..marker_start + marker_and_tag.len()]
            .copy_from_slice(marker_and_tag);
        // The HTML replaces the tag. Without a tag, it replaces the marker.
        let mut replaced_start = marker_start;
        let has_tag = marker_and_tag.len() > 1;
        if has_tag {
            self.rewritten_bytes[last_byte] = b'>';
            replaced_start += "+ ".len();
        }
        let marker = SyntheticMarker {
            offset: marker_start,
            end_rule,
        };
        self.annotations.synthetic_list_markers.push(marker);
        self.claim(range.clone());
        self.annotations.replacements.push(Replacement {
            range: replaced_start..range.end,
            html: html.into(),
        });
    }

    /// Claims a range and records the HTML that replaces it.
    fn record_replacement(&mut self, range: Range<usize>, html: Box<str>) {
        self.claim(range.clone());
        let replacement = Replacement { range, html };
        self.annotations.replacements.push(replacement);
    }

    /// Returns the rewritten body, which is a copy of the body at first.
    fn rewritten_bytes_mut(&mut self) -> &mut [u8] {
        if self.rewritten_bytes.is_empty() {
            self.rewritten_bytes = self.body.as_bytes().to_vec();
        }
        &mut self.rewritten_bytes
    }

    /// Replaces each byte of a range by the result of `new_byte`, but leaves line ends as they are. The first argument of
    /// `new_byte` is the old byte. The second is true if the byte is past the prefix of its line: the blanks and `>` at the
    /// start. These `>` may be markers of the block quotes around the range. The first line of the range has no prefix.
    fn overwrite(&mut self, range: Range<usize>, new_byte: impl Fn(u8, bool) -> u8) {
        let mut is_past_prefix = true;
        for byte in &mut self.rewritten_bytes_mut()[range] {
            match *byte {
                b'\n' => is_past_prefix = false,
                b'\r' => {}
                old => {
                    is_past_prefix |= !matches!(old, b' ' | b'\t' | b'>');
                    *byte = new_byte(old, is_past_prefix);
                }
            }
        }
    }

    /// Writes `opener` at the start of a range and `>` at its end.
    fn write_tag_start_and_end(&mut self, range: &Range<usize>, opener: &[u8]) {
        let bytes = &mut self.rewritten_bytes[range.clone()];
        bytes[..opener.len()].copy_from_slice(opener);
        if let Some(last) = bytes.last_mut() {
            *last = b'>';
        }
    }

    /// Returns the text of a range in the rewritten body.
    fn rewritten(&self, range: Range<usize>) -> &str {
        work::count_steps_for_tests(range.len());
        if self.rewritten_bytes.is_empty() {
            return &self.body[range];
        }
        str::from_utf8(&self.rewritten_bytes[range]).unwrap_or_default()
    }

    /// Returns true if a range does not share its lines with other text. Blanks and container markers, such as `>` or `-`, may be
    /// before the range, and blanks after it.
    pub(super) fn is_block_level(&self, range: &Range<usize>) -> bool {
        self.is_at_line_start(range) && self.is_at_line_end(range)
    }

    /// Returns true if only blanks and container markers come before a range on its line. Returns false if the line starts more
    /// than [`CONTEXT_BYTES`] before the range.
    pub(super) fn is_at_line_start(&self, range: &Range<usize>) -> bool {
        let line_start = self.near_line_start(range.start);
        line_start
            .is_some_and(|start| line::is_container_prefix(self.rewritten(start..range.start)))
    }

    /// Returns the start of the line that contains byte `offset`, or `None` if the start is more than [`CONTEXT_BYTES`] away.
    /// Without this limit, each of many constructs in a long line would scan the complete line.
    fn near_line_start(&self, offset: usize) -> Option<usize> {
        let context = self.context_start(offset);
        let line_feed = memchr::memrchr(b'\n', &self.body.as_bytes()[context..offset]);
        let body_start = (context == 0).then_some(0);
        line_feed.map_or(body_start, |line_feed| Some(context + line_feed + 1))
    }

    /// Returns true if a range ends with a line end, or if only blanks follow it on its last line.
    fn is_at_line_end(&self, range: &Range<usize>) -> bool {
        let bytes = if self.rewritten_bytes.is_empty() {
            self.body.as_bytes()
        } else {
            &self.rewritten_bytes
        };
        let has_line_end = self.body[range.clone()].ends_with('\n');
        let mut bytes_after = bytes[range.end..].iter();
        has_line_end
            || bytes_after
                .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
                .is_none_or(|byte| *byte == b'\n')
    }

    /// Returns true if a range begins the text of its line, and this text continues the paragraph of the line above.
    pub(super) fn continues_paragraph(&self, range: &Range<usize>) -> bool {
        let start = line::start(self.body, range.start);
        let Some(end_above) = start.checked_sub(1) else {
            return false;
        };
        let prefix = self.rewritten(start..range.start);
        let has_text_before = !line::is_container_prefix(prefix.trim_matches([' ', '\t', '>']));
        let starts_list_item = line::list_marker(prefix.trim_start()).is_some();
        if has_text_before || starts_list_item {
            return false;
        }
        let above = self.rewritten(line::start(self.body, end_above)..end_above);
        let text_start = line::quote_markers(above, 0, above.len()).end;
        let text_above = above[text_start..].trim();
        let is_rule_or_underline = || {
            text_above
                .trim_start_matches(['-', '=', '*', ' '])
                .is_empty()
        };
        // The text above is not a paragraph if it is an HTML block, a heading, a row of a table, or a code fence.
        !(text_above.is_empty()
            || text_above.starts_with("<!")
            || text_above.starts_with('#')
            || text_above.starts_with('|')
            || line::fence(text_above).is_some()
            || is_rule_or_underline())
    }

    /// Returns the syntactic position of a construct at byte `offset`, determined from the text before it.
    pub(super) fn construct_place(&self, offset: usize) -> ConstructPlace {
        // The start of the line if it is near enough, otherwise the start of the context.
        let start = self
            .near_line_start(offset)
            .unwrap_or_else(|| self.context_start(offset));
        let line_before = self.rewritten(start..offset);
        if let Some(opener) = line_before.rfind("](") {
            let target = line_before[opener + "](".len()..].trim_start();
            let target = target.strip_prefix('<').unwrap_or(target);
            if !without_templates(target).contains([' ', '\t', ')']) {
                return ConstructPlace::Target;
            }
        }
        let definition = line_before.trim_start_matches([' ', '>']);
        if definition.starts_with('[')
            && let Some((_label, target)) = definition.split_once("]:")
            && !without_templates(target.trim_start()).contains([' ', '\t'])
        {
            return ConstructPlace::Target;
        }
        let context = self.rewritten(self.context_start(offset)..offset);
        let is_in_attribute = context.rfind('<').is_some_and(|opener| {
            let tag = &context[opener + 1..];
            let is_in_quotation_marks = || tag.matches(['"', '\'']).count() % 2 == 1;
            tag.starts_with(|char: char| char.is_ascii_alphabetic())
                && !tag.contains('>')
                && is_in_quotation_marks()
        });
        if is_in_attribute {
            ConstructPlace::Attribute
        } else {
            ConstructPlace::Text
        }
    }

    /// Returns the byte from which the text before byte `offset` is read: at most [`CONTEXT_BYTES`] before `offset`.
    fn context_start(&self, offset: usize) -> usize {
        text::floor_char_boundary(self.body, offset.saturating_sub(CONTEXT_BYTES))
    }
}

/// Returns true if `html` is inline content. Returns false for a block, and for empty HTML.
fn is_inline_html(html: &str) -> bool {
    const BLOCK_OPENERS: [&str; 10] = [
        "<aside",
        "</aside",
        "<details",
        "</details",
        "<figure",
        "<pre",
        "<p>",
        "<h",
        "<dl",
        "<table",
    ];
    !html.is_empty() && !BLOCK_OPENERS.iter().any(|opener| html.starts_with(opener))
}

/// Returns an address without its template tags `{{ … }}` and `{% … %}`.
fn without_templates(address: &str) -> String {
    let (mut out, mut remaining) = (String::new(), address);
    while let Some((start, closer)) = ["{{", "{%"]
        .into_iter()
        .zip(["}}", "%}"])
        .filter_map(|(opener, closer)| Some((remaining.find(opener)?, closer)))
        .min()
    {
        let Some(length) = remaining[start..].find(closer) else {
            break;
        };
        out.push_str(&remaining[..start]);
        remaining = &remaining[start + length + closer.len()..];
    }
    out + remaining
}
