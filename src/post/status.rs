//! The publication status of a post.

use super::{Date, Post};
use crate::text::Clean;

/// The reason why a post is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is marked as a draft.
    Draft,
    /// Its date is in the future (Hugo, "Draft, future, and expired content").
    Scheduled,
    /// Its `expiryDate` is in the past.
    Expired,
}

impl Status {
    /// The status in one word.
    pub fn name(self) -> Clean<'static> {
        match self {
            Self::Draft => Clean::literal("draft"),
            Self::Scheduled => Clean::literal("scheduled"),
            Self::Expired => Clean::literal("expired"),
        }
    }
}

impl Post {
    /// Returns why the post is not published at the time `now`; `None` if it is. Without a time, only drafts are known.
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
