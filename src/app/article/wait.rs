//! What a reader asked for in the head of an article that only the whole can give.

use super::Place;
use crate::app::state::SavedPosition;
use crate::text::Clean;

/// What waits until all of an article is there, and is done then. Any other key gives it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Going to a share of it, in percent.
    Percent(usize),
    /// Going to a section or a footnote.
    Fragment(String),
    /// Opening the contents.
    Contents,
    /// Going to what was searched for, from a place on.
    Search(Place),
    /// Going on by so many matches.
    Match(isize),
    /// Going to where the reader was.
    Place(Place),
    /// The same, where that is known in words only.
    SavedPosition(SavedPosition),
}

impl Wait {
    /// What the reader is told.
    pub const fn words(&self) -> Clean<'static> {
        Clean::literal(match self {
            Self::Percent(_) => "Reading the rest; then there. Esc stays here.",
            Self::Fragment(_) => "Reading as far as that; then there. Esc stays here.",
            Self::Contents => "Reading the rest; then the contents. Esc stays here.",
            Self::Search(_) | Self::Match(_) => {
                "Reading the rest; then the next match. Esc stays here."
            }
            Self::Place(_) | Self::SavedPosition(_) => {
                "Reading on to where you were. Esc stays here."
            }
        })
    }
}
