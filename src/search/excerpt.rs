//! The part of a line around a match that fits a row.

use std::ops::Range;

use super::Hit;
use crate::text::{self, Clean};

/// Bytes of a line's text that are kept around what was found, where many hits are kept.
const MAX_KEPT_BYTES: usize = 512;

/// A part of a line, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text; an ellipsis replaces omitted text in front.
    pub text: Clean<'static>,
    /// The bytes of it that were found, in order.
    pub places: Vec<Range<usize>>,
}

impl Hit {
    /// The line from so far before the first place that it is in sight within `columns`. What goes beyond them is left
    /// to whoever shows it.
    pub fn excerpt(&self, columns: usize) -> Excerpt {
        let first = self.places.first().map_or(0..0, usizes);
        let start = self.text.len() - self.text.trim_start().len();
        let from = self.start(start, &first, columns);
        let mut excerpt = Excerpt::default();
        if from > start {
            excerpt.text = Clean::literal("…");
        }
        let mut at = from;
        for place in self.places.iter().map(usizes) {
            let place = place.start.max(at)..place.end.max(at);
            excerpt.push(&self.text[at..place.start]);
            let start = excerpt.text.len();
            excerpt.push(&self.text[place.clone()]);
            excerpt.places.push(start..excerpt.text.len());
            at = place.end;
        }
        excerpt.push(&self.text[at..]);
        excerpt
    }

    /// The byte to begin at: `start` if the first match then fits, otherwise a word about a third of the columns before it.
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
        // At a word, if one begins there before the place itself.
        let tail = &self.text[from..first.start];
        tail.find(' ').map_or(from, |blank| from + blank + 1)
    }

    /// Shortens a long line to the text around the first match.
    pub fn shorten(&mut self) {
        if self.text.len() <= MAX_KEPT_BYTES {
            return;
        }
        let first = self.places.first().map_or(0, |place| place.start as usize);
        let from = text::floor_char_boundary(&self.text, first.saturating_sub(MAX_KEPT_BYTES / 4));
        let to = text::floor_char_boundary(&self.text, (from + MAX_KEPT_BYTES).max(first));
        let mut text = self.text[from..to].to_owned();
        let mut moved = 0;
        if from > 0 {
            text.insert(0, '…');
            moved = '…'.len_utf8();
        }
        let end = to as u32;
        self.places.retain(|place| place.start < end);
        for place in &mut self.places {
            let shifted = |at: u32| (at.min(end) as usize - from + moved) as u32;
            *place = shifted(place.start)..shifted(place.end);
        }
        self.text = text.into();
    }
}

impl Excerpt {
    fn push(&mut self, raw: &str) {
        // By itself a piece would lose the tabs at its ends.
        let line = raw.replace(['\t', '\n', '\r'], " ");
        self.text.push_clean(&Clean::line(&line));
    }
}

fn usizes(place: &Range<u32>) -> Range<usize> {
    place.start as usize..place.end as usize
}
