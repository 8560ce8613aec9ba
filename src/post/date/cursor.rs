//! A cursor over the words, numbers and punctuation of a date.

/// A cursor that reads a text from left to right; `rest` is the unread part.
pub(super) struct DateCursor<'a> {
    pub(super) rest: &'a str,
}

impl<'a> DateCursor<'a> {
    /// Skips an ordinal suffix: the `th` of `5th`, or the dot of `5.`.
    pub(super) fn skip_ordinal(&mut self) {
        for ending in ["st", "nd", "rd", "th", "."] {
            if let Some(rest) = self.rest.strip_prefix(ending) {
                self.rest = rest;
                return;
            }
        }
    }

    /// Reads ASCII letters; returns an empty word if there are none.
    pub(super) fn read_word(&mut self) -> &'a str {
        let end = self
            .rest
            .find(|char: char| !char.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// Reads a number whose count of digits is in the range `allowed`.
    pub(super) fn read_digits(&mut self, allowed: std::ops::RangeInclusive<usize>) -> Option<i32> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !allowed.contains(&count) {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        digits.parse().ok()
    }

    /// Reads a separator between the numbers of a date.
    pub(super) fn read_separator(&mut self) -> Option<char> {
        let separator = self.rest.chars().next()?;
        "-/.年".contains(separator).then(|| {
            self.rest = &self.rest[separator.len_utf8()..];
            separator
        })
    }

    /// Skips `expected`; returns `None` if another character comes next.
    pub(super) fn skip_char(&mut self, expected: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    /// Skips blanks.
    pub(super) fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Skips separators between a month's name and the numbers around it.
    pub(super) fn skip_blanks_or_hyphens(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '-', ',']);
    }
}
