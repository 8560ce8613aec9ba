//! folio: a terminal reader for folders of Markdown blog posts.
//!
//! The layers, in reading order; each imports only what stands above it, `tests/layers.rs` checks this.

pub mod text;

pub mod post;

pub mod theme;

pub mod app;

pub mod runtime;
