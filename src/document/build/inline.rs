//! The text of a block and its inline formats.

use super::{Builder, OpenBlock, OpenFormats};
use crate::document::{InlineFormats, Kind, LinkId, SourceMapping, Span};
use crate::text;

impl Builder<'_> {
    /// Appends text from byte `source` of the file, and repairs double-encoded characters, such as `Ã©` for `é`. Code is not
    /// repaired, because it may contain such characters on purpose.
    pub(crate) fn push_text_at(&mut self, raw: &str, source: usize) {
        let first_double_encoded = if self.in_code() {
            None
        } else {
            text::double_encoded(raw).into_iter().next()
        };
        match first_double_encoded {
            None => self.push_text(raw),
            Some(first) => {
                let offset = source + first.range.start;
                self.document.double_encoded_offsets.push(offset as u32);
                self.push_text(&text::repaired(raw));
            }
        }
    }

    /// Records that the following text comes from byte `source` of the file, if `ParseOptions::map_source` is set.
    pub(crate) fn record_source(&mut self, source: usize) {
        if !self.options.map_source {
            return;
        }
        let text_end = self.document.text.len() as u32;
        let map = &mut self.document.source_map;
        // Text can be removed after its mapping was recorded. The mappings of removed text are dropped here.
        while map.last().is_some_and(|last| last.text >= text_end) {
            map.pop();
        }
        map.push(SourceMapping {
            text: text_end,
            source: source as u32,
        });
    }

    /// Appends text. In running text, a run of white space becomes one blank, or none at the start of a block
    /// or after a hard line break.
    pub(crate) fn push_text(&mut self, raw: &str) {
        self.push_blank_after_image(raw);
        if self.in_code() {
            self.document.text.push(raw);
            return;
        }
        if !has_collapsible_blanks(raw) {
            let raw = if self.at_block_start() || self.document.text.ends_with([' ', '\n']) {
                raw.trim_start_matches(' ')
            } else {
                raw
            };
            self.document.text.push(raw);
            return;
        }
        let is_white_space = |char| matches!(char, ' ' | '\t' | '\n' | '\r');
        if raw.starts_with(is_white_space) {
            self.push_blank();
        }
        for word in raw.split(is_white_space).filter(|word| !word.is_empty()) {
            self.document.text.push(word);
            self.push_blank();
        }
        if !raw.ends_with(is_white_space) {
            let without_last_blank = self.document.text.len() - 1;
            self.document.text.truncate(without_last_blank);
        }
    }

    /// Appends one blank, unless the block's text is empty or ends with a blank or a line end.
    pub(crate) fn push_blank(&mut self) {
        if !self.at_block_start() && !self.document.text.ends_with([' ', '\n']) {
            self.document.text.push(" ");
        }
    }

    /// Appends the end of a source line. In running text, this is a blank. Between two wide characters, nothing is appended,
    /// because Chinese and Japanese are written without blanks (CSS Text 3, 4.1.3). In code, this is a line end. The next
    /// line begins at byte `next_start` of the file.
    pub(crate) fn push_soft_break(&mut self, next_start: usize) {
        if self.in_code() {
            return self.push_text("\n");
        }
        let last = self.document.text.chars().next_back();
        if last.is_some_and(is_written_without_blanks) {
            let next_line = self.source.get(next_start..).unwrap_or_default();
            // The next line may begin with the markers of quotes.
            let next = next_line
                .trim_start_matches([' ', '\t', '>'])
                .chars()
                .next();
            if next.is_some_and(is_written_without_blanks) {
                return;
            }
        }
        self.push_blank();
    }

    /// Appends a hard line break, at which a row ends at any width.
    pub(crate) fn push_hard_break(&mut self) {
        let trimmed = self.document.text.trim_end_matches(' ').len();
        let start = self.block.as_ref().map_or(0, |block| block.start);
        self.document.text.truncate(trimmed.max(start));
        self.inline.span_start = self.inline.span_start.min(self.document.text.len());
        // A span that covered only the removed blanks must not extend into the following text.
        let first = self.block.as_ref().map_or(0, |block| block.first_span);
        self.trim_spans(first, self.document.text.len() as u32);
        self.document.text.push("\n");
    }

    /// Applies `formats` to the following text, until [`Builder::close_formats`] closes them.
    pub(crate) fn open_formats(&mut self, formats: InlineFormats, link: Option<LinkId>) {
        self.flush_span();
        self.push_formats(formats, link);
        if formats == InlineFormats::LINK {
            self.inline.link_start = self.document.text.len();
        }
    }

    /// Adds `formats` to the open formats, without ending the current span.
    fn push_formats(&mut self, formats: InlineFormats, link: Option<LinkId>) {
        let enclosing = self.inline.formats.last();
        let all_formats =
            enclosing.map_or(formats, |enclosing| enclosing.all_formats.with(formats));
        let outermost_link = enclosing
            .and_then(|enclosing| enclosing.outermost_link)
            .or(link);
        self.inline.formats.push(OpenFormats {
            formats,
            link,
            all_formats,
            outermost_link,
        });
    }

    /// Closes the innermost open `formats`; formats that were opened after them stay open.
    pub(crate) fn close_formats(&mut self, formats: InlineFormats) {
        self.flush_span();
        let Some(index) = self
            .inline
            .formats
            .iter()
            .rposition(|open| open.formats == formats)
        else {
            return;
        };
        let inside = self.inline.formats.split_off(index + 1);
        text::work::count_steps_for_tests(inside.len());
        let closed = self.inline.formats.pop();
        for open in inside {
            self.push_formats(open.formats, open.link);
        }
        if formats == InlineFormats::LINK
            && self.options.number_links
            && let Some(link) = closed.and_then(|closed| closed.link)
        {
            self.append_link_number(link);
        }
    }

    /// Appends a link's number to the link's text, unless the text shows the target.
    fn append_link_number(&mut self, link: LinkId) {
        let target = self.document.links.get(link).target;
        // The start may be beyond the end of the text, if text was removed after the link was opened.
        let start = self.inline.link_start.min(self.document.text.len());
        let text = &self.document.text[start..];
        if text == target || target.strip_prefix("mailto:") == Some(text) {
            return;
        }
        let next = self.link_numbers.len() + 1;
        let number = *self.link_numbers.entry(target.to_owned()).or_insert(next);
        let is_new_target = number == next;
        if is_new_target {
            self.document.links.numbered.push(target.to_owned());
        }
        // The number has the format of a footnote reference, because it also refers to an entry of a list.
        self.push_formatted(&format!("[{number}]"), InlineFormats::FOOTNOTE);
    }

    /// Appends text with `formats`.
    pub(crate) fn push_formatted(&mut self, raw: &str, formats: InlineFormats) {
        self.push_blank_after_image(raw);
        self.open_formats(formats, None);
        self.document.text.push(raw);
        self.close_formats(formats);
    }

    /// Replaces each character at or after byte `from` with the character that `replacement` returns for it. `None` leaves
    /// the character unchanged. Does nothing if [`Self::can_replace_from`] returns false.
    pub(crate) fn replace_chars(
        &mut self,
        from: usize,
        replacement: impl Fn(char) -> Option<char>,
    ) {
        if !self.can_replace_from(from) {
            return;
        }
        let old = self.document.text[from..].to_owned();
        let new: String = old
            .chars()
            .map(|char| replacement(char).unwrap_or(char))
            .collect();
        // Both the indices and the values are relative to `from`.
        let mut new_offsets = vec![0; old.len() + 1];
        let pairs = old.char_indices().zip(new.char_indices());
        for ((old_offset, _), (new_offset, _)) in pairs {
            new_offsets[old_offset] = new_offset;
        }
        new_offsets[old.len()] = new.len();
        self.replace(from, &new, |offset| from + new_offsets[offset - from]);
    }

    /// Inserts `prefix` before the text at byte `from`. Does nothing if [`Self::can_replace_from`] returns false.
    pub(crate) fn insert(&mut self, from: usize, prefix: &'static str) {
        if !self.can_replace_from(from) {
            return;
        }
        let new = format!("{prefix}{}", &self.document.text[from..]);
        self.replace(from, &new, |offset| offset + prefix.len());
    }

    /// Adds `formats` to all spans that start at or after byte `from`.
    pub(crate) fn format_from(&mut self, from: usize, formats: InlineFormats) {
        self.flush_span();
        let spans = self.document.spans.iter_mut().rev();
        for span in spans.take_while(|span| span.start as usize >= from) {
            text::work::count_steps_for_tests(1);
            span.formats = span.formats.with(formats);
        }
    }

    /// Returns true if the text from byte `from` to the end can be replaced: no image is open, and the text contains no footnote
    /// reference. (A replacement would not update the recorded positions of either.) Ends the current span, so that all spans
    /// are known.
    fn can_replace_from(&mut self, from: usize) -> bool {
        self.flush_span();
        let spans = self.document.spans.iter().rev();
        let mut spans = spans.take_while(|span| span.start as usize >= from);
        !self.images.is_open() && !spans.any(|span| span.formats.has(InlineFormats::FOOTNOTE))
    }

    /// Replaces the text from byte `from` to the end with `new`. `new_offset` converts the recorded positions in the old text to
    /// positions in the new text.
    fn replace(&mut self, from: usize, new: &str, new_offset: impl Fn(usize) -> usize) {
        let spans = self.document.spans.iter_mut().rev();
        for span in spans.take_while(|span| span.start as usize >= from) {
            span.start = new_offset(span.start as usize) as u32;
            span.end = new_offset(span.end as usize) as u32;
        }
        if self.inline.link_start > from {
            self.inline.link_start = new_offset(self.inline.link_start);
        }
        let source_mappings = self.document.source_map.iter_mut().rev();
        for mapping in source_mappings.take_while(|mapping| mapping.text as usize > from) {
            mapping.text = new_offset(mapping.text as usize) as u32;
        }
        // The ranges of the closed images are outdated now.
        self.images.clear_closed();
        self.document.text.truncate(from);
        self.document.text.push(new);
        self.inline.span_start = self.document.text.len();
    }

    /// Returns the outermost open link.
    pub(super) fn outermost_open_link(&self) -> Option<LinkId> {
        self.inline.formats.last()?.outermost_link
    }

    /// Removes the text and the spans from byte `start` to the end of the open block.
    pub(super) fn remove_open_text(&mut self, start: usize) {
        self.flush_span();
        self.document.text.truncate(start);
        // 0 is the index of the first span to check. Spans that end at or before `start` stay unchanged.
        self.trim_spans(0, start as u32);
        self.inline.span_start = start;
    }

    /// Adds a span with the open formats for the text since the last call. Adds none if no format is open or there is no such
    /// text.
    pub(crate) fn flush_span(&mut self) {
        let (start, end) = (self.inline.span_start, self.document.text.len());
        self.inline.span_start = end;
        if let Some(open) = self.inline.formats.last().filter(|_| start < end) {
            let (formats, link) = (open.all_formats, open.outermost_link);
            let (start, end) = (start as u32, end as u32);
            self.document.spans.push(Span {
                start,
                end,
                formats,
                link,
            });
        }
    }

    /// Returns true if the following text is code, or the text of a source view.
    fn in_code(&self) -> bool {
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

/// Returns true if the text has adjacent blanks, a tab or a line end. [`Builder::push_text`] replaces them with one blank.
/// Checks all bytes without an early exit, so that the compiler vectorizes the loop.
fn has_collapsible_blanks(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let has_double_spaces = pairs.fold(false, |any, pair| any | matches!(pair, (b' ', b' ')));
    let has_tabs_or_line_ends = bytes
        .iter()
        .fold(false, |any, byte| any | matches!(byte, b'\t' | b'\n'));
    has_double_spaces | has_tabs_or_line_ends
}

/// Returns true if a character is two columns wide and its script is written without blanks. Excludes Hangul and emoji.
fn is_written_without_blanks(char: char) -> bool {
    // The first range ends before the emoji. The second range is Hangul.
    ('\u{2e80}'..'\u{1f000}').contains(&char)
        && !('\u{ac00}'..='\u{d7ff}').contains(&char)
        && text::width(char.encode_utf8(&mut [0; 4])) == 2
}
