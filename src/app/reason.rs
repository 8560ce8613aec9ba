//! Reasons in words, for errors of the outer layers that the model only shows.

use std::fmt;

use crate::text::Clean;

/// The reason why something failed, in words for the user. Nothing is decided by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Reason(pub Clean<'static>);

impl Reason {
    /// Creates the reason that an error displays.
    pub fn of(error: &impl fmt::Display) -> Self {
        Self(Clean::line(&error.to_string()).into_owned())
    }
}

impl From<Reason> for Clean<'static> {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}
