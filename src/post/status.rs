//! Whether a post is published: not yet, or no longer.

use super::{Date, Post};
use crate::text::Clean;

/// Why a post is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The author is not done with it.
    Draft,
    /// Its date is still to come (Hugo, "Draft, future, and expired content").
    Scheduled,
    /// Its `expiryDate` has passed.
    Expired,
}

impl Status {
    /// In a word.
    pub fn name(self) -> Clean<'static> {
        match self {
            Self::Draft => Clean::literal("draft"),
            Self::Scheduled => Clean::literal("scheduled"),
            Self::Expired => Clean::literal("expired"),
        }
    }
}

impl Post {
    /// Why it is not published at the moment `now`; `None` if it is. Without a moment, only a draft is known.
    pub fn status(&self, now: Option<Date>) -> Option<Status> {
        if self.draft {
            return Some(Status::Draft);
        }
        let now = now?.key();
        if self.expires().is_some_and(|date| date.key() <= now) {
            return Some(Status::Expired);
        }
        let is_to_come = self.publish().is_some_and(|date| date.key() > now);
        is_to_come.then_some(Status::Scheduled)
    }
}
