//! What generators add to Markdown, as it is read: rows of text, links and headings.

#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test ends where its ground is gone, and says what it skips"
)]

mod blogs;
mod common;
mod eleventy;
mod hugo;
mod jekyll;
mod mdx;
mod obsidian;
mod page;
mod vuepress;
mod zola;
