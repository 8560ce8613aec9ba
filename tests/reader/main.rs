//! The reader without a terminal: keys in, state and complete frames out.
//!
//! Tests press the default keys; the table in README.md says what each key does. Most tests start with `<Enter>`, which opens the
//! selected post. The guided tour of `Sim::tour` is the folder `posts` of the repository.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod code;
mod filtering;
mod folding;
mod frame_bytes;
mod frames;
mod fs_changes;
mod help;
mod highlight;
mod hints_and_copy;
mod html;
mod libraries;
mod links;
mod mouse;
mod persistence;
mod pictures;
mod post_search;
mod previews;
mod queued_keys;
mod reading;
mod related;
mod search;
mod settings;
mod sim;
mod source;
mod streaming;
mod tables;
mod themes;
mod translations;
