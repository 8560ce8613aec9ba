//! A post as the library knows it: what its front matter says, and what was wrong with it.
//!
//! Knows bytes and values; leaves files to `runtime::scan`, bodies to `document`.

use std::path::PathBuf;

pub mod date;
mod decode;
mod front_matter;
mod lines;
mod split;
mod value;

pub use date::Date;
pub use decode::{Decoded, decode, whole_characters};
pub use split::{Format, Front, Split, head_is_complete, split};

/// One Markdown file, without its body.
///
/// All text is as the author wrote it; it is cleaned where it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    /// Path below the library's folder.
    pub path: PathBuf,
    /// From the front matter, else the first level-1 heading, else the file's name.
    pub title: Box<str>,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was last revised, where the author says so.
    pub updated: Option<Date>,
    /// Tags in the author's order and spelling.
    pub tags: Vec<Box<str>>,
    /// Categories in the author's order and spelling.
    pub categories: Vec<Box<str>>,
    /// Authors in the author's order and spelling.
    pub authors: Vec<Box<str>>,
    /// Not for publication yet.
    pub draft: bool,
    /// Whether the author asked for a table of contents; `None` where nothing is said.
    pub toc: Option<bool>,
    /// The author's own summary.
    pub summary: Option<Box<str>>,
    /// Everything wrong with the front matter, in the order of its lines.
    pub problems: Vec<Problem>,
}

/// Something wrong with a post; data, never a reason to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name, such as `unclosed-front-matter`.
    pub code: &'static str,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in the line, from 1, in characters.
    pub column: u32,
    /// What is wrong, in one sentence, without its place.
    pub message: Box<str>,
    /// What to do about it.
    pub hint: Box<str>,
}

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The post reads as meant; something about it is doubtful.
    Warning,
    /// Something the author wrote could not be used.
    Error,
}
