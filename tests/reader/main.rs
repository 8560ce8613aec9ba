//! The reader without a terminal: keys in, state and whole frames out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test ends where its ground is gone"
)]

mod bytes;
mod code;
mod coloring;
mod early;
mod filtering;
mod finding;
mod fingers;
mod frames;
mod html;
mod keeping;
mod links;
mod mouse;
mod reading;
mod relating;
mod searching;
mod sim;
mod source;
mod streaming;
mod watching;
