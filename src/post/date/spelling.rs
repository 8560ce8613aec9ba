//! The parser of dates in their many spellings. It reads from left to right.

use jiff::civil;
use jiff::tz::Offset;

use super::Date;
use super::cursor::DateCursor;
use super::names::{MONTHS, WEEKDAYS, ZONES};

/// Maximum length of a date, in bytes; a longer text is prose.
const MAX_DATE_BYTES: usize = 80;

/// Parses `text`, which must consist of one date.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() > MAX_DATE_BYTES {
        return None;
    }
    let mut cursor = DateCursor { unread: text };
    cursor.skip_weekday();
    let start = cursor.unread;
    if let Some(day) = cursor.read_numeric_day().or_else(|| {
        cursor.unread = start;
        cursor.read_day_month_year()
    }) {
        return cursor.read_time_and_end(day);
    }
    cursor.unread = start;
    cursor.read_date_with_month_first()
}

/// Returns the day at the start of a file or folder name, and the text after the day. Returns `None` if neither a separator nor
/// the end of the name follows the day.
pub(super) fn leading_day(name: &str) -> Option<(Date, &str)> {
    let mut cursor = DateCursor { unread: name };
    let year = cursor.read_number(4..=4)?;
    cursor.skip_char('-')?;
    let month = cursor.read_number(1..=2)?;
    cursor.skip_char('-')?;
    let day = cursor.read_number(1..=2)?;
    if !(cursor.unread.is_empty() || cursor.unread.starts_with(['-', '_', '.', ' '])) {
        return None;
    }
    Some((day_of(year, month, day)?, cursor.unread))
}

/// Returns a day, or `None` if the calendar has no such day.
fn day_of(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::from_day(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
}

impl DateCursor<'_> {
    /// Reads a day in digits: `2024-02-07`, `2024/2/7`, `2024年2月7日`, `20240207`, `03/29/2022`, `12-9-2014`.
    fn read_numeric_day(&mut self) -> Option<Date> {
        let count = self.unread.bytes().take_while(u8::is_ascii_digit).count();
        match count {
            8 => {
                let number = self.read_number(8..=8)?;
                day_of(number / 10_000, number / 100 % 100, number % 100)
            }
            4 => {
                let year = self.read_number(4..=4)?;
                let separator = self.read_number_separator()?;
                let month = self.read_number(1..=2)?;
                self.skip_char(if separator == '年' { '月' } else { separator })?;
                let day = self.read_number(1..=2)?;
                if separator == '年' {
                    let _ = self.skip_char('日');
                }
                day_of(year, month, day)
            }
            1 | 2 => {
                let first = self.read_number(1..=2)?;
                let separator = self.read_number_separator().filter(|char| *char != '年')?;
                let second = self.read_number(1..=2)?;
                self.skip_char(separator)?;
                let year = self.read_number(4..=4)?;
                // With slashes, the month comes first (American order); with other separators, the day. If this gives an invalid
                // month, the order is the opposite.
                let is_month_first = (separator == '/' && first <= 12) || second > 12;
                if is_month_first {
                    day_of(year, first, second)
                } else {
                    day_of(year, second, first)
                }
            }
            _ => None,
        }
    }

    /// Reads a day such as `5 April 2013`, `5th Apr. 2013`, `05-Apr-2013`.
    fn read_day_month_year(&mut self) -> Option<Date> {
        let day = self.read_number(1..=2)?;
        self.skip_ordinal();
        self.skip_month_separators();
        let month = self.read_month()?;
        self.skip_month_separators();
        let year = self.read_number(4..=4)?;
        day_of(year, month, day)
    }

    /// Reads a date whose month comes first, such as `April 5, 2013`, with an optional time and offset. The year may follow the
    /// time: `Sep  3 11:21:31 CEST 2021`. Returns `None` if other text follows.
    fn read_date_with_month_first(&mut self) -> Option<Date> {
        let month = self.read_month()?;
        self.skip_white_space();
        let day = self.read_number(1..=2)?;
        self.skip_ordinal();
        let _ = self.skip_char(',');
        self.skip_white_space();
        if self.unread.bytes().take_while(u8::is_ascii_digit).count() == 4 {
            let year = self.read_number(4..=4)?;
            return self.read_time_and_end(day_of(year, month, day)?);
        }
        let time = self.read_time()?;
        self.skip_white_space();
        let offset = self.read_offset();
        self.skip_white_space();
        let year = self.read_number(4..=4)?;
        let date = day_of(year, month, day)?;
        self.unread.trim().is_empty().then_some(Date {
            time: Some(time),
            offset,
            ..date
        })
    }

    /// Reads the optional time and offset after a day; returns `None` if other text follows.
    fn read_time_and_end(&mut self, date: Date) -> Option<Date> {
        if self.unread.trim().is_empty() {
            return Some(date);
        }
        let has_separator = self.unread.starts_with([' ', ',', 'T', 't', '\t', '_']);
        if !has_separator {
            return None;
        }
        self.unread = self
            .unread
            .trim_start_matches([' ', ',', '\t', '_'])
            .trim_start_matches(['T', 't'])
            .trim_start_matches("at ");
        let time = self.read_time()?;
        self.skip_white_space();
        let offset = self.read_offset();
        self.skip_zone_name();
        self.unread.trim().is_empty().then_some(Date {
            time: Some(time),
            offset,
            ..date
        })
    }

    /// Reads a time of day: `9:05`, `09:05:31`, `09:05:31.123456789`, `9:05 pm`.
    fn read_time(&mut self) -> Option<civil::Time> {
        let mut hour = self.read_number(1..=2)?;
        self.skip_char(':')?;
        let minute = self.read_number(2..=2)?;
        let mut second = 0;
        let mut nanosecond = 0;
        if self.skip_char(':').is_some() {
            second = self.read_number(1..=2)?;
            if self.unread.starts_with(['.', ',']) {
                self.unread = &self.unread[1..];
                nanosecond = self.read_fraction()?;
            }
        }
        let after_time = self.unread;
        self.skip_white_space();
        match self.read_word().to_ascii_lowercase().as_str() {
            "am" if hour <= 12 => hour %= 12,
            "pm" if hour <= 12 => hour = hour % 12 + 12,
            _ => self.unread = after_time,
        }
        // RFC 3339 allows the leap second 60, `civil::Time` does not, so the second before it is used.
        let second = if second == 60 { 59 } else { second };
        civil::Time::new(
            hour.try_into().ok()?,
            minute.try_into().ok()?,
            second.try_into().ok()?,
            nanosecond,
        )
        .ok()
    }

    /// Reads the fraction of a second as nanoseconds; digits after the ninth are ignored.
    fn read_fraction(&mut self) -> Option<i32> {
        let count = self.unread.bytes().take_while(u8::is_ascii_digit).count();
        let digits = &self.unread[..count.min(9)];
        let number: i32 = digits.parse().ok()?;
        self.unread = &self.unread[count..];
        Some(number * 10_i32.pow(9 - digits.len() as u32))
    }

    /// Reads an offset from UTC: `Z`, `UTC`, `CEST`, `+0900`, `+09:00`, `-05`, `UTC+2`.
    fn read_offset(&mut self) -> Option<Offset> {
        let start = self.unread;
        let name = self.read_word().to_ascii_lowercase();
        let zone = ZONES.iter().find(|(zone, _)| *zone == name);
        if !name.is_empty() && zone.is_none() {
            self.unread = start;
            return None;
        }
        if self.unread.starts_with(['+', '-']) {
            let start = self.unread;
            let offset = self.read_signed_offset();
            if offset.is_none() {
                // An invalid offset stays unread. The caller then rejects the text, because it is not read to its end.
                self.unread = start;
            }
            return offset;
        }
        let (_, minutes) = zone?;
        Offset::from_seconds(minutes * 60).ok()
    }

    /// Reads an offset that starts with a sign.
    fn read_signed_offset(&mut self) -> Option<Offset> {
        let sign = if self.unread.starts_with('-') { -1 } else { 1 };
        self.unread = &self.unread[1..];
        let count = self.unread.bytes().take_while(u8::is_ascii_digit).count();
        let (hours, minutes) = match count {
            1 | 2 => {
                let hours = self.read_number(1..=2)?;
                let minutes = match self.skip_char(':') {
                    Some(()) => self.read_number(2..=2)?,
                    None => 0,
                };
                (hours, minutes)
            }
            4 => {
                let number = self.read_number(4..=4)?;
                (number / 100, number % 100)
            }
            _ => return None,
        };
        // A larger offset is a mistake, because no time zone has one.
        if hours > 15 || minutes > 59 {
            return None;
        }
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
    }

    /// Skips the rest of the text if it is the name of a time zone: `EST`, `(EST)`, `Europe/Berlin`. An offset may precede the
    /// name, as in `-0500 EST`, which Go prints.
    fn skip_zone_name(&mut self) {
        self.skip_white_space();
        let name = self.unread.trim_start_matches(['(', '[']);
        let name = name.trim_end_matches([')', ']']);
        let is_zone_name = name.chars().all(|char| char.is_ascii_alphabetic())
            || (name.contains('/')
                && name
                    .chars()
                    .all(|char| char.is_ascii_alphanumeric() || "/_+-".contains(char)));
        if is_zone_name {
            self.unread = "";
        }
    }

    /// Skips a weekday, if one comes next: `Fri`, `Friday,`, `Fri.`. The weekday is not compared with the date.
    fn skip_weekday(&mut self) {
        let start = self.unread;
        let word = self.read_word().to_ascii_lowercase();
        if word.len() >= 2 && WEEKDAYS.iter().any(|day| day.starts_with(&word)) {
            self.unread = self.unread.trim_start_matches(['.', ',', ' ']);
        } else {
            self.unread = start;
        }
    }

    /// Reads the name of a month, or at least its first three letters, and returns its number, from 1.
    fn read_month(&mut self) -> Option<i32> {
        let word = self.read_word().to_ascii_lowercase();
        if word.len() < 3 {
            return None;
        }
        let short = if word == "sept" { "sep" } else { &word };
        let index = MONTHS.iter().position(|month| month.starts_with(short))?;
        let _ = self.skip_char('.');
        i32::try_from(index + 1).ok()
    }
}
