//! Error messages of other layers, which the model only shows.

use std::fmt;

use crate::text::Clean;

/// The reason why something failed, as a message for the user. Where code must distinguish errors, an enum is used instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Reason(pub Clean<'static>);

impl Reason {
    /// Creates a reason from the message of an error.
    pub fn of(error: &impl fmt::Display) -> Self {
        Self(Clean::line(&error.to_string()).into_owned())
    }
}

impl From<Reason> for Clean<'static> {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}
