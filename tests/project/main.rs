//! Checks of the project itself: that modules import only the modules they may import, and that the documentation matches the
//! program's tables, such as the key table.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod docs;
mod layers;
