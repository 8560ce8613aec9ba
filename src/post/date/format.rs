//! The format of dates on the screen.

use std::sync::Arc;

use jiff::civil;
use jiff::fmt::strtime;

use super::Date;

/// A format for dates: a pattern, or folio's long and short forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateFormat(Option<Arc<str>>);

/// A pattern that can't be used as a [`DateFormat`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the date format \"{pattern}\" can't be used: {reason}")]
pub struct InvalidDateFormat {
    pattern: String,
    reason: String,
}

impl DateFormat {
    /// Creates a format from a pattern with the conversions of `strftime`, such as `%Y-%m-%d`.
    ///
    /// # Errors
    /// Fails on an unknown conversion, and on a conversion that needs a time of day, such as `%H`.
    pub fn new(pattern: &str) -> Result<Self, InvalidDateFormat> {
        // Any day shows if the pattern can be used.
        match strtime::format(pattern, civil::date(2024, 2, 7)) {
            Ok(_) => Ok(Self(Some(pattern.into()))),
            Err(error) => Err(InvalidDateFormat {
                pattern: pattern.to_owned(),
                reason: error.to_string(),
            }),
        }
    }

    /// Returns the date in the format's pattern, or else in full: `24 February 2024`.
    pub fn long(&self, date: &Date) -> String {
        self.with_default(date, "%-d %B %Y")
    }

    /// Returns the date in the format's pattern, or else in a short form: `2024-02-24`, or `Feb 24` below a
    /// heading with the year.
    pub fn short(&self, date: &Date, is_below_year: bool) -> String {
        let default = if is_below_year { "%b %e" } else { "%Y-%m-%d" };
        self.with_default(date, default)
    }

    /// Returns the date in the format's pattern, or in the pattern `default` if the format has none.
    fn with_default(&self, date: &Date, default: &str) -> String {
        let pattern = self.0.as_deref().unwrap_or(default);
        // A pattern that works for one day works for every day, so the fallback is never seen.
        strtime::format(pattern, date.calendar_day)
            .unwrap_or_else(|_| date.calendar_day.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pattern_replaces_the_long_and_the_short_form() {
        let date = Date::from_day(2024, 2, 7).expect("the day exists");
        let default = DateFormat::default();
        assert_eq!(default.long(&date), "7 February 2024");
        assert_eq!(default.short(&date, true), "Feb  7");
        assert_eq!(default.short(&date, false), "2024-02-07");
        let format = DateFormat::new("%d.%m.%Y").expect("the pattern is valid");
        assert_eq!(format.long(&date), "07.02.2024");
        assert_eq!(format.short(&date, true), "07.02.2024");
    }

    #[test]
    fn unusable_patterns_are_rejected() {
        for pattern in ["%H:%M", "%!", "%"] {
            let error = DateFormat::new(pattern).expect_err(pattern).to_string();
            assert!(error.starts_with("the date format \""), "{error}");
        }
    }
}
