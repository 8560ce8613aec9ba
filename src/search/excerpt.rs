//! The part of a line around a match that fits a row.

use std::ops::Range;

use super::Hit;
use crate::text::{self, Clean};

/// Maximum length of a hit's text after [`Hit::shorten`], in bytes.
const MAX_KEPT_BYTES: usize = 512;

/// The part of a matching line that is shown in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text; starts with an ellipsis if the beginning of the line is omitted.
    pub text: Clean<'static>,
    /// The byte ranges of the matches in `text`, in order.
    pub places: Vec<Range<usize>>,
}

impl Hit {
    /// Returns the line from a start at which the first match is visible within `columns`. The caller truncates text beyond
    /// `columns`.
    pub fn excerpt(&self, columns: usize) -> Excerpt {
        let first = self.places.first().map_or(0..0, usizes);
        let start = self.text.len() - self.text.trim_start().len();
        let from = self.start(start, &first, columns);
        let mut excerpt = Excerpt::default();
        if from > start {
            excerpt.text = Clean::literal("…");
        }
        let mut copied = from;
        for place in self.places.iter().map(usizes) {
            let place = place.start.max(copied)..place.end.max(copied);
            excerpt.push(&self.text[copied..place.start]);
            let start = excerpt.text.len();
            excerpt.push(&self.text[place.clone()]);
            excerpt.places.push(start..excerpt.text.len());
            copied = place.end;
        }
        excerpt.push(&self.text[copied..]);
        excerpt
    }

    /// Returns the byte at which the excerpt begins: `start` if the first match then fits, otherwise the start of a
    /// word, about a third of `columns` before the match.
    fn start(&self, start: usize, first: &Range<usize>, columns: usize) -> usize {
        let before = &self.text[start.min(first.start)..first.start];
        let needed = text::width(before) + text::width(&self.text[first.clone()]);
        if needed < columns {
            return start.min(first.start);
        }
        let (mut from, mut taken) = (first.start, 0);
        for (at, char) in before.char_indices().rev() {
            taken += text::width(char.encode_utf8(&mut [0; 4]));
            if taken > columns / 3 {
                break;
            }
            from = first.start - before.len() + at;
        }
        // Advance to the start of the next word before the match, if there is one.
        let tail = &self.text[from..first.start];
        tail.find(' ').map_or(from, |blank| from + blank + 1)
    }

    /// Shortens a long line to the text around the first match, to limit the memory of many hits.
    pub fn shorten(&mut self) {
        if self.text.len() <= MAX_KEPT_BYTES {
            return;
        }
        let first = self.places.first().map_or(0, |place| place.start as usize);
        let from = text::floor_char_boundary(&self.text, first.saturating_sub(MAX_KEPT_BYTES / 4));
        let to = text::floor_char_boundary(&self.text, (from + MAX_KEPT_BYTES).max(first));
        let mut text = self.text[from..to].to_owned();
        let mut inserted = 0;
        if from > 0 {
            text.insert(0, '…');
            inserted = '…'.len_utf8();
        }
        let end = to as u32;
        self.places.retain(|place| place.start < end);
        for place in &mut self.places {
            let shifted = |offset: u32| (offset.min(end) as usize - from + inserted) as u32;
            *place = shifted(place.start)..shifted(place.end);
        }
        self.text = text.into();
    }
}

impl Excerpt {
    fn push(&mut self, raw: &str) {
        // `Clean::line` would drop tabs and line ends at the ends of the piece.
        let line = raw.replace(['\t', '\n', '\r'], " ");
        self.text.push_clean(&Clean::line(&line));
    }
}

fn usizes(place: &Range<u32>) -> Range<usize> {
    place.start as usize..place.end as usize
}
