//! Dates as authors write them.
//!
//! A [`Date`] has the precision of its source text: no time or offset is added. The accepted spellings are in `spelling`.
//! `fields` decides which key of the front matter gives the date of a post.

use std::fmt;
use std::path::{Component, Path};

use jiff::civil;
use jiff::tz::Offset;

mod cursor;
mod format;
mod names;
mod spelling;
#[cfg(test)]
mod tests;

pub use format::{DateFormat, InvalidDateFormat};

/// A day or a point in time, with the precision of its source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, the month and the day of the month.
    pub calendar_day: civil::Date,
    /// The time of day, if the text contains a time.
    pub time: Option<civil::Time>,
    /// The offset from UTC, if the text contains an offset.
    pub offset: Option<Offset>,
}

impl Date {
    /// Creates a day without a time; returns `None` if the calendar has no such day, or the year is not from 1 to 9999.
    pub fn from_day(year: i16, month: i8, day: i8) -> Option<Self> {
        // Years are limited to four digits, because longer numbers are rarely years.
        if !(1..=9999).contains(&year) {
            return None;
        }
        Some(Self {
            calendar_day: civil::Date::new(year, month, day).ok()?,
            time: None,
            offset: None,
        })
    }

    /// Parses the spellings that are common in front matter. Returns `None` for other text and for invalid days.
    ///
    /// - RFC 3339, variants of it, and RFC 2822
    /// - `2022/03/29`
    /// - `03/29/2022`: the month comes first, unless there is no such month
    /// - `12-9-2014` and `12.9.2014`: the day comes first, unless there is no such month
    /// - `5 April 2013` and `April 5, 2013`
    /// - `Fri Sep  3 11:21:31 CEST 2021`, the output of the program `date`
    pub fn parse(text: &str) -> Option<Self> {
        spelling::parse(text)
    }

    /// Parses the day at the start of a file or folder name: `2024-02-07-slug`, `2024-02-07_slug`, `2024-02-07`. This is
    /// Jekyll's rule for posts, and Hugo's `:filename` (see “Configure front matter” in Hugo's documentation).
    pub fn from_name(name: &str) -> Option<Self> {
        Some(spelling::leading_day(name)?.0)
    }

    /// Removes the date at the start of a file or folder name, and the separator after the date. The date is spelled as for
    /// [`Self::from_name`]. A name without other text after the date stays as it is.
    pub fn without_date_prefix(name: &str) -> &str {
        let bare_name = spelling::leading_day(name)
            .and_then(|(_, separator_and_rest)| separator_and_rest.get(1..));
        bare_name.filter(|bare| !bare.is_empty()).unwrap_or(name)
    }

    /// Parses the day in the name of a file or of its folder (`2021-12-17-slug/index.md`), else the day in three consecutive
    /// names of a path (`2021/12/17/slug.md`, `2021/12/17-slug.md`). If a path contains several days, returns the last one.
    pub fn from_path(path: &Path) -> Option<Self> {
        // Splitting is skipped for the many paths that contain no year of four digits.
        let bytes = path.as_os_str().as_encoded_bytes();
        let is_year = |window: &[u8]| window.iter().all(u8::is_ascii_digit);
        if !bytes.windows(4).any(is_year) {
            return None;
        }
        let parts: Vec<_> = path
            .components()
            .filter_map(|part| match part {
                Component::Normal(name) => Some(name.to_string_lossy()),
                _ => None,
            })
            .collect();
        // The day may be in the name of the file or of its folder.
        let day_in_one_name = parts
            .iter()
            .rev()
            .take(2)
            .find_map(|name| Self::from_name(name));
        // Else the parts of the day may be three consecutive names.
        day_in_one_name.or_else(|| {
            parts
                .windows(3)
                .rev()
                .filter(|parts| parts[0].len() == 4)
                .find_map(|parts| Self::from_name(&parts.join("-")))
        })
    }

    /// Returns a sort key: seconds since 1970 in UTC, then nanoseconds. A time without an offset is treated as UTC, and
    /// a day without a time as midnight.
    pub fn sort_key(&self) -> (i64, i32) {
        let time = self.time.unwrap_or(civil::Time::midnight());
        let epoch = civil::date(1970, 1, 1).to_datetime(civil::Time::midnight());
        let since_epoch = self.calendar_day.to_datetime(time).duration_since(epoch);
        let offset = self.offset.map_or(0, |offset| i64::from(offset.seconds()));
        (since_epoch.as_secs() - offset, time.subsec_nanosecond())
    }

    /// Returns the year, from 1 to 9999.
    pub fn year(&self) -> i16 {
        self.calendar_day.year()
    }

    /// Returns the month, from 1 to 12.
    pub fn month(&self) -> i8 {
        self.calendar_day.month()
    }

    /// Returns the day of the month, from 1 to 31.
    pub fn day(&self) -> i8 {
        self.calendar_day.day()
    }
}

/// Writes `2024-02-07`, `2024-02-07T10:30:00` or `2024-02-07T10:30:00+09:00`; UTC is written as `Z`. Fractions of a second
/// are omitted.
impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day());
        let time = self.time.map_or_else(String::new, |time| {
            format!(
                "T{:02}:{:02}:{:02}",
                time.hour(),
                time.minute(),
                time.second()
            )
        });
        let offset = match self.offset.map(Offset::seconds) {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        };
        formatter.pad(&format!("{day}{time}{offset}"))
    }
}
