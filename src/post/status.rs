//! The publication status of a post.

use super::{Date, Post};
use crate::text::Clean;

/// The reason why a post is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The post is marked as a draft.
    Draft,
    /// The date from which the post is public is in the future (Hugo, "Draft, future, and expired content").
    Scheduled,
    /// The `expiryDate` is in the past.
    Expired,
}

impl Status {
    /// Returns the status in one word.
    pub fn name(self) -> Clean<'static> {
        match self {
            Self::Draft => Clean::literal("draft"),
            Self::Scheduled => Clean::literal("scheduled"),
            Self::Expired => Clean::literal("expired"),
        }
    }
}

impl Post {
    /// Returns the reason why the post is not published at the time `now`, or `None` if it is published. Without a time,
    /// only drafts are detected.
    pub fn status(&self, now: Option<Date>) -> Option<Status> {
        if self.draft {
            return Some(Status::Draft);
        }
        let now = now?.sort_key();
        if self
            .expiry_date()
            .is_some_and(|date| date.sort_key() <= now)
        {
            return Some(Status::Expired);
        }
        let is_in_future = self
            .publish_date()
            .is_some_and(|date| date.sort_key() > now);
        is_in_future.then_some(Status::Scheduled)
    }
}
