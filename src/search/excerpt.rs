//! The part of a line that is shown in a row: the first match and the text around it.

use std::borrow::Cow;
use std::ops::Range;

use super::Hit;
use crate::text::{self, Clean};

/// Maximum length of a hit's text after [`Hit::shorten`], in bytes.
const MAX_HIT_BYTES: usize = 512;

/// The part of a matching line that is shown in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text; starts with an ellipsis if text at the beginning of the line is omitted.
    pub text: Clean<'static>,
    /// The byte ranges of the matches in `text`, in order.
    pub matches: Vec<Range<usize>>,
}

impl Hit {
    /// Returns the line without its indentation. Omits more of its beginning if necessary, so that the first match starts
    /// within `columns`. The caller truncates the text to this width.
    pub fn excerpt(&self, columns: usize) -> Excerpt {
        let first_match = self.matches.first().map_or(0..0, usize_range);
        let text_start = self.text.len() - self.text.trim_start().len();
        let excerpt_start = self.excerpt_start(text_start, &first_match, columns);
        let mut excerpt = Excerpt::default();
        if excerpt_start > text_start {
            excerpt.text = Clean::literal("…");
        }
        let mut copied_end = excerpt_start;
        for matched in self.matches.iter().map(usize_range) {
            let matched = matched.start.max(copied_end)..matched.end.max(copied_end);
            excerpt.push(&self.text[copied_end..matched.start]);
            let start = excerpt.text.len();
            excerpt.push(&self.text[matched.clone()]);
            excerpt.matches.push(start..excerpt.text.len());
            copied_end = matched.end;
        }
        excerpt.push(&self.text[copied_end..]);
        excerpt
    }

    /// Returns the byte at which the excerpt begins. `text_start` is the byte of the line's first character that is not white
    /// space. The excerpt begins at `text_start` if the complete first match then fits in `columns`.
    ///
    /// Otherwise the excerpt begins with a word, and the text before the match takes at most a third of `columns`. If this text
    /// has no blank, the excerpt may begin within a word.
    fn excerpt_start(
        &self,
        text_start: usize,
        first_match: &Range<usize>,
        columns: usize,
    ) -> usize {
        let text_before = &self.text[text_start.min(first_match.start)..first_match.start];
        let needed = text::width(text_before) + text::width(&self.text[first_match.clone()]);
        if needed < columns {
            return text_start.min(first_match.start);
        }
        let (mut byte, mut columns_before) = (first_match.start, 0);
        for (offset, char) in text_before.char_indices().rev() {
            columns_before += text::width(char.encode_utf8(&mut [0; 4]));
            if columns_before > columns / 3 {
                break;
            }
            byte = first_match.start - text_before.len() + offset;
        }
        // `byte` may be within a word: advance to the next word before the match, if there is one.
        let searched = &self.text[byte..first_match.start];
        searched.find(' ').map_or(byte, |blank| byte + blank + 1)
    }

    /// Shortens a long line to the text around the first match, to limit the memory of many hits.
    pub fn shorten(&mut self) {
        if self.text.len() <= MAX_HIT_BYTES {
            return;
        }
        let first = self
            .matches
            .first()
            .map_or(0, |matched| matched.start as usize);
        // Up to a quarter of the shortened text precedes the match.
        let start = text::floor_char_boundary(&self.text, first.saturating_sub(MAX_HIT_BYTES / 4));
        let end = text::floor_char_boundary(&self.text, start + MAX_HIT_BYTES);
        let mut text = self.text[start..end].to_owned();
        let mut ellipsis_bytes = 0;
        if start > 0 {
            text.insert(0, '…');
            ellipsis_bytes = '…'.len_utf8();
        }
        self.matches
            .retain(|matched| (matched.start as usize) < end);
        for matched in &mut self.matches {
            let shifted =
                |offset: u32| ((offset as usize).min(end) - start + ellipsis_bytes) as u32;
            *matched = shifted(matched.start)..shifted(matched.end);
        }
        self.text = text.into();
    }
}

impl Excerpt {
    /// Appends a part of the hit's text, made clean. Tabs and line ends become blanks.
    fn push(&mut self, part: &str) {
        // `Clean::line` would drop tabs and line ends at the start and at the end of the part.
        let line = match memchr::memchr3(b'\t', b'\n', b'\r', part.as_bytes()) {
            None => Cow::Borrowed(part),
            Some(_) => Cow::Owned(part.replace(['\t', '\n', '\r'], " ")),
        };
        self.text.push_clean(&Clean::line(&line));
    }
}

fn usize_range(matched: &Range<u32>) -> Range<usize> {
    matched.start as usize..matched.end as usize
}
