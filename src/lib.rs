//! folio: a terminal reader for folders of Markdown blog posts.
//!
//! The layers, in reading order. Each layer imports only layers that come before it in this list; `tests/project/layers.rs`
//! checks this.

pub mod text;

pub mod post;

pub mod library;

pub mod document;

pub mod layout;

pub mod theme;

pub mod highlight;

pub mod search;

pub mod ansi;

pub mod paint;

pub mod site;

pub mod app;

pub mod ui;

pub mod config;

pub mod runtime;

pub mod cli;
