//! The text of a block and its inline marks.

use super::{Builder, OpenBlock, OpenMark};
use crate::document::{Kind, LinkId, Marks, SourceMark, Span};
use crate::text;

impl Builder<'_> {
    /// Appends text as the parser gives it, and repairs what was encoded twice. Code stays as it is: there, `Ã©` may be
    /// what it is about. The text stands at byte `source` of the file.
    pub(crate) fn text_at(&mut self, raw: &str, source: usize) {
        let found = if self.is_code() {
            None
        } else {
            text::double_encoded(raw).into_iter().next()
        };
        match found {
            None => self.text(raw),
            Some(first) => {
                let at = source + first.range.start;
                self.document.double_encoded.push(at as u32);
                self.text(&text::repaired(raw));
            }
        }
    }

    /// Records that the following text comes from byte `source` of the file, if `ParseOptions::map_source` is set.
    pub(crate) fn mark_source(&mut self, source: usize) {
        if !self.options.map_source {
            return;
        }
        let text = self.document.text.len() as u32;
        let map = &mut self.document.source_map;
        // Text that was dropped in the meantime.
        while map.last().is_some_and(|last| last.text >= text) {
            map.pop();
        }
        map.push(SourceMark {
            text,
            source: source as u32,
        });
    }

    /// Appends text; in running text, runs of blanks become one.
    pub(crate) fn text(&mut self, raw: &str) {
        self.separate_from_image(raw);
        if self.is_code() {
            self.document.text.push(raw);
            return;
        }
        if !has_wide_blanks(raw) {
            let raw = if self.at_start() || self.document.text.ends_with([' ', '\n']) {
                raw.trim_start_matches(' ')
            } else {
                raw
            };
            self.document.text.push(raw);
            return;
        }
        let blank = |char| matches!(char, ' ' | '\t' | '\n' | '\r');
        if raw.starts_with(blank) {
            self.blank();
        }
        for word in raw.split(blank).filter(|word| !word.is_empty()) {
            self.document.text.push(word);
            self.blank();
        }
        if !raw.ends_with(blank) {
            let kept = self.document.text.len() - 1;
            self.document.text.truncate(kept);
        }
    }

    /// One blank, unless the block's text is empty or ends with one.
    pub(crate) fn blank(&mut self) {
        if !self.at_start() && !self.document.text.ends_with([' ', '\n']) {
            self.document.text.push(" ");
        }
    }

    /// The end of a source line within running text, before byte `source` of the file: a blank, but nothing
    /// between two wide characters, because Chinese and Japanese have no blanks (CSS Text 3, 4.1.3).
    pub(crate) fn soft_break(&mut self, source: usize) {
        if self.is_code() {
            return self.text("\n");
        }
        let before = self.document.text.chars().next_back();
        if before.is_some_and(is_wide) {
            let after = self.source.get(source..).unwrap_or_default();
            let next = after.trim_start_matches([' ', '\t', '>']).chars().next();
            if next.is_some_and(is_wide) {
                return;
            }
        }
        self.blank();
    }

    /// Ends a row at any width.
    pub(crate) fn hard_break(&mut self) {
        let kept = self.document.text.trim_end_matches(' ').len();
        let start = self.block.as_ref().map_or(0, |block| block.start);
        self.document.text.truncate(kept.max(start));
        self.span_start = self.span_start.min(self.document.text.len());
        // A mark over nothing but those blanks must not reach into what follows.
        let first = self.block.as_ref().map_or(0, |block| block.spans);
        self.trim_spans(first, self.document.text.len() as u32);
        self.document.text.push("\n");
    }

    /// Opens `marks` for the following text, until [`Builder::leave`] closes them.
    pub(crate) fn enter(&mut self, marks: Marks, link: Option<LinkId>) {
        self.flush_span();
        self.push_mark(marks, link);
        if marks == Marks::LINK {
            self.link_start = self.document.text.len();
        }
    }

    fn push_mark(&mut self, marks: Marks, link: Option<LinkId>) {
        let around = self.marks.last();
        let all = around.map_or(marks, |around| around.all.with(marks));
        let outermost = around.and_then(|around| around.outermost).or(link);
        self.marks.push(OpenMark {
            marks,
            link,
            all,
            outermost,
        });
    }

    /// Closes the innermost `marks`; marks that are open inside stay open.
    pub(crate) fn leave(&mut self, marks: Marks) {
        self.flush_span();
        let Some(at) = self.marks.iter().rposition(|open| open.marks == marks) else {
            return;
        };
        let inside = self.marks.split_off(at + 1);
        text::work::count(inside.len());
        let closed = self.marks.pop();
        for open in inside {
            self.push_mark(open.marks, open.link);
        }
        if marks == Marks::LINK
            && self.options.number_links
            && let Some(link) = closed.and_then(|closed| closed.link)
        {
            self.number(link);
        }
    }

    /// Appends a link's number to its text, unless the text is its target.
    fn number(&mut self, link: LinkId) {
        let target = self.document.links.get(link).target;
        let text = &self.document.text[self.link_start.min(self.document.text.len())..];
        if text == target || target.strip_prefix("mailto:") == Some(text) {
            return;
        }
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(target.to_owned()).or_insert(next);
        if number == next {
            self.document.numbered.push(target.to_owned());
        }
        self.marked(&format!("[{number}]"), Marks::NOTE);
    }

    /// Appends text with `marks`.
    pub(crate) fn marked(&mut self, raw: &str, marks: Marks) {
        self.separate_from_image(raw);
        self.enter(marks, None);
        self.document.text.push(raw);
        self.leave(marks);
    }

    /// Replaces the text from byte `from` on, character by character.
    pub(crate) fn respell(&mut self, from: usize, spell: impl Fn(char) -> Option<char>) {
        if !self.may_change(from) {
            return;
        }
        let old = self.document.text[from..].to_owned();
        let new: String = old
            .chars()
            .map(|char| spell(char).unwrap_or(char))
            .collect();
        let mut places = vec![0; old.len() + 1];
        let pairs = old.char_indices().zip(new.char_indices());
        for ((before, _), (after, _)) in pairs {
            places[before] = after;
        }
        places[old.len()] = new.len();
        self.replace(from, &new, |at| from + places[at - from]);
    }

    /// Inserts `sign` before the text at byte `from`.
    pub(crate) fn insert(&mut self, from: usize, sign: &'static str) {
        if !self.may_change(from) {
            return;
        }
        let new = format!("{sign}{}", &self.document.text[from..]);
        self.replace(from, &new, |at| at + sign.len());
    }

    /// Adds `marks` to the text from byte `from` on, at which a mark was opened.
    pub(crate) fn mark_from(&mut self, from: usize, marks: Marks) {
        self.flush_span();
        let since = self.document.spans.iter_mut().rev();
        for span in since.take_while(|span| span.start as usize >= from) {
            text::work::count(1);
            span.marks = span.marks.with(marks);
        }
    }

    /// Returns true if no recorded position behind byte `from` would be wrong after a change of the text.
    fn may_change(&mut self, from: usize) -> bool {
        self.flush_span();
        let since = self.document.spans.iter().rev();
        let mut since = since.take_while(|span| span.start as usize >= from);
        !self.images.is_open() && !since.any(|span| span.marks.has(Marks::NOTE))
    }

    fn replace(&mut self, from: usize, new: &str, place: impl Fn(usize) -> usize) {
        let since = self.document.spans.iter_mut().rev();
        for span in since.take_while(|span| span.start as usize >= from) {
            span.start = place(span.start as usize) as u32;
            span.end = place(span.end as usize) as u32;
        }
        if self.link_start > from {
            self.link_start = place(self.link_start);
        }
        let moved = self.document.source_map.iter_mut().rev();
        for mark in moved.take_while(|mark| mark.text as usize > from) {
            mark.text = place(mark.text as usize) as u32;
        }
        self.images.forget_last();
        self.document.text.truncate(from);
        self.document.text.push(new);
        self.span_start = self.document.text.len();
    }

    pub(crate) fn flush_span(&mut self) {
        let (start, end) = (self.span_start, self.document.text.len());
        self.span_start = end;
        if let Some(open) = self.marks.last().filter(|_| start < end) {
            let (marks, link) = (open.all, open.outermost);
            let (start, end) = (start as u32, end as u32);
            self.document.spans.push(Span {
                start,
                end,
                marks,
                link,
            });
        }
    }

    fn is_code(&self) -> bool {
        self.is_code_in_cell()
            || matches!(
                self.block,
                Some(OpenBlock {
                    kind: Kind::Code { .. } | Kind::Source { .. },
                    ..
                })
            )
    }
}

/// Returns true for a text with adjacent blanks, tabs or line ends. It looks at all bytes, so that the loop is vectorized.
fn has_wide_blanks(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let double = pairs.filter(|(a, b)| **a == b' ' && **b == b' ').count();
    let others = bytes
        .iter()
        .filter(|byte| matches!(byte, b'\t' | b'\n'))
        .count();
    double + others > 0
}

/// A character of two columns that is written without blanks around it: neither Hangul nor an emoji.
fn is_wide(char: char) -> bool {
    ('\u{2e80}'..'\u{1f000}').contains(&char)
        && !('\u{ac00}'..='\u{d7ff}').contains(&char)
        && text::width(char.encode_utf8(&mut [0; 4])) == 2
}
