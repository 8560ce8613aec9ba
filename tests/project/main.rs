//! Checks of the project itself: which module may import which, and documents that match the program's tables.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod docs;
mod layers;
