//! Tests of what a reader sees of Markdown: rows, links, headings and colors, without a terminal.
//!
//! One binary, because linking costs more time than these tests take.

#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and prints why it skips a folder that is missing"
)]

mod addresses;
mod blogs;
mod commonmark;
mod dialects;
mod formulas;
mod generators;
mod gfm;
mod highlight;
mod hostile;
mod html;
mod images;
mod layout;
mod links;
mod page;
mod spec;
mod typography;
