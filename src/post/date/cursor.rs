//! A cursor over the words, numbers and punctuation of a date.

/// A cursor that reads a text from left to right; `unread` is the unread part.
pub(super) struct DateCursor<'a> {
    pub(super) unread: &'a str,
}

impl<'a> DateCursor<'a> {
    /// Skips an ordinal suffix: the `th` of `5th`, or the dot of `5.`.
    pub(super) fn skip_ordinal(&mut self) {
        for ending in ["st", "nd", "rd", "th", "."] {
            if let Some(after_ending) = self.unread.strip_prefix(ending) {
                self.unread = after_ending;
                return;
            }
        }
    }

    /// Reads ASCII letters; returns an empty word if there are none.
    pub(super) fn read_word(&mut self) -> &'a str {
        let end = self
            .unread
            .find(|char: char| !char.is_ascii_alphabetic())
            .unwrap_or(self.unread.len());
        let (word, unread) = self.unread.split_at(end);
        self.unread = unread;
        word
    }

    /// Reads a number whose count of digits is in the range `digit_count`.
    pub(super) fn read_number(
        &mut self,
        digit_count: std::ops::RangeInclusive<usize>,
    ) -> Option<i32> {
        let count = self.unread.bytes().take_while(u8::is_ascii_digit).count();
        if !digit_count.contains(&count) {
            return None;
        }
        let (digits, unread) = self.unread.split_at(count);
        self.unread = unread;
        digits.parse().ok()
    }

    /// Reads a separator between two numbers of a date.
    pub(super) fn read_number_separator(&mut self) -> Option<char> {
        let separator = self.unread.chars().next()?;
        "-/.年".contains(separator).then(|| {
            self.unread = &self.unread[separator.len_utf8()..];
            separator
        })
    }

    /// Skips `expected`; returns `None` if another character comes next.
    pub(super) fn skip_char(&mut self, expected: char) -> Option<()> {
        self.unread = self.unread.strip_prefix(expected)?;
        Some(())
    }

    /// Skips white space.
    pub(super) fn skip_white_space(&mut self) {
        self.unread = self.unread.trim_start();
    }

    /// Skips spaces, hyphens and commas between the name of a month and a number before or after it.
    pub(super) fn skip_month_separators(&mut self) {
        self.unread = self.unread.trim_start_matches([' ', '-', ',']);
    }
}
