//! Dates as authors write them.

use jiff::civil;
use jiff::tz::Offset;

/// A day, or a moment of one, as precise as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The day.
    pub day: civil::Date,
    /// The time of day, where one was written.
    pub time: Option<civil::Time>,
    /// The offset from UTC, where one was written.
    pub offset: Option<Offset>,
}
