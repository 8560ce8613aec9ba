//! The body while passes rewrite it: constructs are overwritten at equal length, and their meaning is recorded beside.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Dialect;
use super::annotations::{
    Annotations, Callout, CodeLabel, CodeLabelText, HeadingId, IndentScope, LinkPlaceholder,
    PLACEHOLDER, Prepared, Replacement, SyntheticMarker, encode_number,
};
use super::code::CodeRanges;
use super::{html_writer, line};
use crate::text::work;

/// Multiple of the body's length that may be scanned for ends that are not there.
const SCAN_BUDGET_FACTOR: usize = 8;
/// Bytes of that budget that even the shortest body has.
const MIN_SCAN_BUDGET: usize = 1 << 20;

/// Bytes before a construct that are read to tell where it stands.
const CONTEXT_BYTES: usize = 1024;

/// The position of a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConstructPlace {
    Text,
    /// In the destination of a link, an image or a link reference definition.
    Target,
    /// In an attribute of an HTML tag.
    Attribute,
}

/// A body and what passes have recorded about it so far.
pub(super) struct Rewriter<'s> {
    /// The body as its author wrote it.
    pub(super) body: &'s str,
    pub(super) dialect: Dialect,
    /// The body as the parser will see it; empty until something is overwritten.
    bytes: Vec<u8>,
    /// Found when first asked for.
    code: Option<CodeRanges>,
    /// Ranges that passes have already read: start to end.
    reserved: BTreeMap<usize, usize>,
    annotations: Annotations,
    /// Bytes that may still be scanned for ends that are not there.
    scan_budget: usize,
}

impl<'s> Rewriter<'s> {
    pub(super) fn new(body: &'s str, dialect: Dialect) -> Self {
        Self {
            body,
            dialect,
            bytes: Vec::new(),
            code: None,
            reserved: BTreeMap::new(),
            annotations: Annotations::default(),
            scan_budget: SCAN_BUDGET_FACTOR * body.len() + MIN_SCAN_BUDGET,
        }
    }

    /// Charges a construct that has no end within `bytes`. Returns true once such constructs have used up the budget: a
    /// pass stops then, so that its time stays linear in the body's length.
    pub(super) fn out_of_budget(&mut self, bytes: usize) -> bool {
        work::count(bytes.min(self.scan_budget));
        self.scan_budget = self.scan_budget.saturating_sub(bytes);
        self.scan_budget == 0
    }

    pub(super) fn finish(mut self) -> Prepared<'s> {
        self.annotations.sort();
        // Whole characters are overwritten by whole characters, so this is valid UTF-8.
        let text = match String::from_utf8(self.bytes) {
            Ok(text) if !text.is_empty() => Cow::Owned(text),
            _ => Cow::Borrowed(self.body),
        };
        Prepared {
            text,
            annotations: self.annotations,
        }
    }

    /// Returns true if a range begins outside code and no pass has read any of it.
    pub(super) fn is_unclaimed(&mut self, range: &Range<usize>) -> bool {
        let before = self
            .reserved
            .range(..range.end.max(range.start + 1))
            .next_back();
        let is_reserved = before.is_some_and(|(_, end)| *end > range.start);
        !is_reserved && !self.is_code(range.start)
    }

    /// Returns true if byte `at` is code.
    pub(super) fn is_code(&mut self, at: usize) -> bool {
        let code = self
            .code
            .get_or_insert_with(|| CodeRanges::of(self.body, self.dialect));
        code.holds(at)
    }

    /// Shows nothing of a range within code.
    pub(super) fn hide_in_code(&mut self, range: Range<usize>) {
        self.annotations.hidden_in_code.push(range);
    }

    /// Notes a language or a title that the code at byte `at` names itself.
    pub(super) fn label_code(&mut self, at: usize, text: CodeLabelText) {
        self.annotations.code_labels.push(CodeLabel { at, text });
    }

    /// Keeps later passes away from a range that stays as it is.
    pub(super) fn reserve(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.reserved.insert(range.start, range.end);
        }
    }

    /// Shows HTML in place of a range: as a block where the range is alone on its lines, else within its line.
    pub(super) fn replace(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let html = html.into();
        let is_inline =
            !self.is_block_level(&range) || is_phrasing(&html) && self.continues_paragraph(&range);
        if is_inline {
            self.replace_inline(range, html);
        } else if html.is_empty() {
            self.erase(range);
        } else {
            self.replace_block(range, html);
        }
    }

    /// Shows HTML in place of a range, as a block where it can be one.
    pub(super) fn replace_block(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let has_room =
            range.len() > 3 && !self.body.as_bytes()[range.start..][..3].contains(&b'\n');
        if !has_room || !self.is_block_level(&range) {
            return self.replace_inline(range, html);
        }
        // A declaration ends with the line that holds its `>` (CommonMark 4.6, kind 4).
        let line_start = line::start(self.body, range.start);
        let (quotes, _) = line::quotes(self.body, line_start, range.start);
        self.overwrite(range.clone(), |byte, has_text| match byte {
            b' ' | b'\t' => b' ',
            b'>' if quotes > 0 => b'>',
            _ if has_text => b'x',
            _ => b' ',
        });
        self.write_frame(&range, b"<!x");
        self.record(range, html.into());
    }

    /// Shows HTML in place of a range, within its line.
    pub(super) fn replace_inline(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let inside = &self.body[range.clone()];
        let has_blank_line = inside.lines().skip(1).any(|line| line.trim().is_empty());
        let has_room = range.len() > 2 && self.body.as_bytes()[range.start + 1] != b'\n';
        if !has_room || has_blank_line {
            self.overwrite(range.clone(), |_, _| b' ');
        } else {
            // A tag with an unknown name starts no block unless it is alone on its line (CommonMark 4.6, kind 7).
            self.overwrite(range.clone(), |_, _| b'x');
            self.write_frame(&range, b"<x");
        }
        self.record(range, html.into());
    }

    /// Shows nothing in place of a range: the parser sees blanks.
    pub(super) fn erase(&mut self, range: Range<usize>) {
        self.overwrite(range.clone(), |_, _| b' ');
        self.reserve(range);
    }

    /// The parser sees blanks; the HTML is shown before whatever follows them.
    pub(super) fn erase_block(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        self.overwrite(range.clone(), |_, _| b' ');
        self.record(range, html.into());
    }

    /// Writes other text of the same length, which the parser reads as Markdown.
    pub(super) fn overwrite_with(&mut self, range: Range<usize>, text: &str) {
        debug_assert_eq!(range.len(), text.len(), "no byte moves");
        self.overwrite(range.clone(), |byte, _| byte);
        if let Some(bytes) = self.bytes.get_mut(range.clone())
            && bytes.len() == text.len()
        {
            bytes.copy_from_slice(text.as_bytes());
        }
        self.reserve(range);
    }

    /// Replaces a construct wherever it stands. In a link's target and in an attribute it becomes `target`, or stays as
    /// it was written without one; in text it becomes `html`.
    pub(super) fn replace_in_context(
        &mut self,
        range: Range<usize>,
        target: Option<&str>,
        html: impl FnOnce() -> String,
    ) {
        let body = self.body;
        let target = target.unwrap_or(&body[range.clone()]);
        match self.place(range.start) {
            ConstructPlace::Target => self.replace_target(range, target),
            ConstructPlace::Attribute => self.replace_attribute(range, target),
            ConstructPlace::Text => self.replace(range, html()),
        }
    }

    /// Resolves a construct within a link's target to `target`.
    pub(super) fn replace_target(&mut self, range: Range<usize>, target: &str) {
        let number = self.annotations.placeholders.len();
        let Some(room) = range.len().checked_sub(PLACEHOLDER.len()) else {
            return;
        };
        let has_lines = self.body[range.clone()].contains('\n');
        let Some(digits) = encode_number(number, room).filter(|_| !has_lines) else {
            return self.reserve(range);
        };
        self.overwrite_with(range.clone(), &format!("{PLACEHOLDER}{digits:x<room$}"));
        self.annotations.placeholders.push(LinkPlaceholder {
            length: range.len(),
            resolved: target.into(),
            original: self.body[range].into(),
        });
    }

    /// Puts `value` in place of a construct within an attribute.
    fn replace_attribute(&mut self, range: Range<usize>, value: &str) {
        self.overwrite(range.clone(), |_, _| b'x');
        self.record(range, html_writer::escape(value).into());
    }

    /// Gives the heading that holds a range an id, and erases the range.
    pub(super) fn set_heading_id(&mut self, range: Range<usize>, id: &str) {
        self.set_id_at(range.start, id);
        self.erase(range);
    }

    /// Gives the heading that ends right before byte `at` an id.
    pub(super) fn set_id_of_heading_before(&mut self, at: usize, id: &str) {
        self.set_id_at(at.saturating_sub(1), id);
    }

    fn set_id_at(&mut self, at: usize, id: &str) {
        self.annotations
            .heading_ids
            .push(HeadingId { at, id: id.into() });
    }

    /// Makes the quote whose `>` is byte `at` an admonition, and erases `range`, which named kind and title.
    pub(super) fn set_callout(&mut self, at: usize, range: Range<usize>, kind: &str, title: &str) {
        self.annotations.callouts.push(Callout {
            at,
            kind: kind.into(),
            title: title.into(),
        });
        self.erase(range);
    }

    /// Replaces the start of an element with indented content. A list marker is written in front of that content, so
    /// that the parser takes it as part of an item and not as code (CommonMark 5.2).
    pub(super) fn wrap_indented(
        &mut self,
        range: Range<usize>,
        html: impl Into<Box<str>>,
        scope: IndentScope,
    ) {
        let next_line = self.body[line::end(self.body, range.end - 1)..]
            .lines()
            .next();
        let is_followed = next_line.is_some_and(|line| !line.trim().is_empty());
        let column = range.start - line::start(self.body, range.start);
        let last = line::start(self.body, range.end.saturating_sub(1)).max(range.start - column);
        let at = last + column;
        let room = range.end.saturating_sub(at);
        let marker: &[u8] = match room {
            6.. => b"+ <!x",
            1.. if is_followed && !self.continues_paragraph(&range) => b"+",
            5 if !is_followed => b"+ <x",
            _ => return self.replace_block(range, html),
        };
        let indentation = &self.body.as_bytes()[range.start - column..range.start];
        if indentation.iter().any(|byte| *byte != b' ') {
            return self.replace_block(range, html);
        }
        self.overwrite(range.clone(), |_, _| b' ');
        self.bytes[at..at + marker.len()].copy_from_slice(marker);
        let mut content = at;
        if marker.len() > 1 {
            self.bytes[range.end - 1] = b'>';
            content += 2;
        }
        let marker = SyntheticMarker { at, scope };
        self.annotations.synthetic_list_markers.push(marker);
        self.reserve(range.clone());
        self.annotations.replacements.push(Replacement {
            range: content..range.end,
            html: html.into(),
        });
    }

    fn record(&mut self, range: Range<usize>, html: Box<str>) {
        self.reserve(range.clone());
        let replacement = Replacement { range, html };
        self.annotations.replacements.push(replacement);
    }

    /// Overwrites each byte except line ends. `with` gets the byte, and whether its line has anything but blanks up to
    /// and including it.
    fn overwrite(&mut self, range: Range<usize>, with: impl Fn(u8, bool) -> u8) {
        if self.bytes.is_empty() {
            self.bytes = self.body.as_bytes().to_vec();
        }
        let mut has_text = true;
        for byte in &mut self.bytes[range] {
            match *byte {
                b'\n' => has_text = false,
                b'\r' => {}
                old => {
                    has_text |= !matches!(old, b' ' | b'\t' | b'>');
                    *byte = with(old, has_text);
                }
            }
        }
    }

    /// Writes `opener` at the start of a range and `>` at its end.
    fn write_frame(&mut self, range: &Range<usize>, opener: &[u8]) {
        let bytes = &mut self.bytes[range.clone()];
        bytes[..opener.len()].copy_from_slice(opener);
        if let Some(last) = bytes.last_mut() {
            *last = b'>';
        }
    }

    /// The prepared text of a range, as it is by now.
    fn current(&self, range: Range<usize>) -> &str {
        work::count(range.len());
        if self.bytes.is_empty() {
            return &self.body[range];
        }
        str::from_utf8(&self.bytes[range]).unwrap_or_default()
    }

    /// Returns true if a range shares its lines only with blanks and the markers of containers.
    pub(super) fn is_block_level(&self, range: &Range<usize>) -> bool {
        self.is_line_start(range) && self.is_at_line_end(range)
    }

    /// Returns true if only blanks and the markers of containers stand before a range on its line.
    pub(super) fn is_line_start(&self, range: &Range<usize>) -> bool {
        let start = self.near_line_start(range.start);
        start.is_some_and(|start| line::is_prefix(self.current(start..range.start)))
    }

    /// Returns the start of the line that holds byte `at`; `None` where it is more than [`CONTEXT_BYTES`] away, so that
    /// many constructs in one long line do not each scan all of it.
    fn near_line_start(&self, at: usize) -> Option<usize> {
        let near = self.context_start(at);
        let line = memchr::memrchr(b'\n', &self.body.as_bytes()[near..at]);
        let first = (near == 0).then_some(0);
        line.map_or(first, |before| Some(near + before + 1))
    }

    /// Returns true if only blanks follow a range on its last line.
    fn is_at_line_end(&self, range: &Range<usize>) -> bool {
        let bytes = if self.bytes.is_empty() {
            self.body.as_bytes()
        } else {
            &self.bytes
        };
        let has_line_end = self.body[range.clone()].ends_with('\n');
        let mut behind = bytes[range.end..].iter();
        has_line_end
            || behind
                .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
                .is_none_or(|byte| *byte == b'\n')
    }

    /// Returns true if the line of a range continues a paragraph of the line above.
    pub(super) fn continues_paragraph(&self, range: &Range<usize>) -> bool {
        let start = line::start(self.body, range.start);
        let Some(before) = start.checked_sub(1) else {
            return false;
        };
        let above = self.current(line::start(self.body, before)..before);
        let (_, at) = line::quotes(above, 0, above.len());
        let text = above[at..].trim();
        let prefix = self.current(start..range.start);
        let starts_block = !line::is_prefix(prefix.trim_matches([' ', '\t', '>']))
            || line::marker(prefix.trim_start()).is_some();
        !(text.is_empty()
            || starts_block
            || text.starts_with("<!")
            || text.starts_with('#')
            || text.starts_with('|')
            || line::fence(text).is_some()
            || text.trim_start_matches(['-', '=', '*', ' ']).is_empty())
    }

    /// Returns where a construct at byte `at` stands, judged by the text before it.
    pub(super) fn place(&self, at: usize) -> ConstructPlace {
        let start = self
            .near_line_start(at)
            .unwrap_or_else(|| self.context_start(at));
        let before = self.current(start..at);
        if let Some(opener) = before.rfind("](") {
            let between = before[opener + 2..].trim_start_matches('<');
            if !without_templates(between).contains([' ', '\t', ')']) {
                return ConstructPlace::Target;
            }
        }
        let definition = before.trim_start_matches([' ', '>']);
        if definition.starts_with('[')
            && let Some((_, target)) = definition.split_once("]:")
            && !without_templates(target.trim_start()).contains([' ', '\t'])
        {
            return ConstructPlace::Target;
        }
        let before = self.current(self.context_start(at)..at);
        let is_in_tag = before.rfind('<').is_some_and(|opener| {
            let tag = &before[opener + 1..];
            tag.starts_with(|char: char| char.is_ascii_alphabetic())
                && !tag.contains('>')
                && tag.matches(['"', '\'']).count() % 2 == 1
        });
        if is_in_tag {
            ConstructPlace::Attribute
        } else {
            ConstructPlace::Text
        }
    }

    fn context_start(&self, at: usize) -> usize {
        line::floor(self.body, at.saturating_sub(CONTEXT_BYTES))
    }
}

/// Returns true if HTML is part of a line of text. Empty HTML is not.
fn is_phrasing(html: &str) -> bool {
    const BLOCKS: [&str; 10] = [
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
    !html.is_empty() && !BLOCKS.iter().any(|block| html.starts_with(block))
}

/// Removes templates `{{ … }}` and `{% … %}` from an address.
fn without_templates(address: &str) -> String {
    let (mut out, mut rest) = (String::new(), address);
    while let Some((at, closer)) = ["{{", "{%"]
        .into_iter()
        .zip(["}}", "%}"])
        .filter_map(|(opener, closer)| Some((rest.find(opener)?, closer)))
        .min()
    {
        let Some(length) = rest[at..].find(closer) else {
            break;
        };
        out.push_str(&rest[..at]);
        rest = &rest[at + length + 2..];
    }
    out + rest
}
