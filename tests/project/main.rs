//! Checks of the project itself: that modules import only the modules they may import, and that the documents match the program's
//! tables.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod docs;
mod layers;
