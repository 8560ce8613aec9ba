//! A post as the library knows it: what its front matter says, and what was wrong with it.
//!
//! Knows bytes and values; leaves files to `runtime::scan`, bodies to `document`.

use std::fmt;
use std::path::{Path, PathBuf};

pub mod date;
mod decode;
mod front_matter;
mod lines;
mod meaning;
mod name;
mod split;
mod status;
mod title;
mod value;

#[cfg(test)]
mod tests;

pub use date::Date;
pub use decode::{Decoded, decode, is_binary, whole_characters};
pub(crate) use front_matter::top_level;
pub use lines::{Line, lines, place};
pub use name::{ENDINGS, is_bundle, is_markdown};
pub use split::{Format, Front, Split, split};
pub use status::Status;

use crate::text::repaired;
use value::Report;

/// One Markdown file, without its body.
///
/// All text is as the author wrote it; it is cleaned where it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    /// Path below the library's folder.
    pub path: PathBuf,
    /// From the front matter, else the first level-1 heading, else the file's name. Never empty.
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
    /// Its language as the author writes it (`pt-br`), from the front matter, the file's name or the first folder.
    pub language: Option<Box<str>>,
    /// What few posts say; the methods of [`Post`] look into it.
    pub rare: Option<Box<Rare>>,
    /// Everything wrong with the front matter, in the order of its lines.
    pub problems: Vec<Problem>,
}

/// What few posts say, kept apart so that the others stay small.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rare {
    /// When it is to be published (Hugo's `publishDate`), beside the date it is about.
    pub publish: Option<Date>,
    /// When it is to be taken down (Hugo's `expiryDate`).
    pub expires: Option<Date>,
    /// The series that it belongs to.
    pub series: Option<Box<str>>,
    /// Its place among its siblings: light ones first.
    pub weight: Option<i64>,
    /// The last part of its URL.
    pub slug: Option<Box<str>>,
    /// Its URL or the path of it, as written: `url`, `path` or `permalink`.
    pub url: Option<Box<str>>,
    /// Where it was before.
    pub aliases: Vec<Box<str>>,
}

impl Post {
    /// The moment from which on it is public, if one is written: `publishDate` where there is one, else the date. In the
    /// future, the post is scheduled.
    pub fn publish(&self) -> Option<Date> {
        self.rare
            .as_ref()
            .and_then(|rare| rare.publish)
            .or(self.date)
    }

    /// The moment from which on it is not public any more.
    pub fn expires(&self) -> Option<Date> {
        self.rare.as_ref()?.expires
    }

    /// The series that it belongs to.
    pub fn series(&self) -> Option<&str> {
        self.rare.as_ref()?.series.as_deref()
    }

    /// Its place among its siblings: light ones first.
    pub fn weight(&self) -> Option<i64> {
        self.rare.as_ref()?.weight
    }

    /// The last part of its URL, where the author chose it.
    pub fn slug(&self) -> Option<&str> {
        self.rare.as_ref()?.slug.as_deref()
    }

    /// Its URL or the path of it, where the author chose it.
    pub fn url(&self) -> Option<&str> {
        self.rare.as_ref()?.url.as_deref()
    }

    /// Where it was before.
    pub fn aliases(&self) -> &[Box<str>] {
        self.rare.as_ref().map_or(&[], |rare| &rare.aliases)
    }

    /// The folders that it is filed under, with `/` between them; without a bundle's own folder, dates, the language and
    /// `_posts`. Empty at the top.
    pub fn section(&self) -> String {
        name::section(&self.path)
    }

    /// Whether it is a page bundle, `slug/index.md` (Hugo, "Page bundles").
    pub fn is_bundle(&self) -> bool {
        name::is_bundle(&self.path)
    }
}

/// Longest block of front matter that is parsed, in bytes.
pub const MAX_FRONT_MATTER_BYTES: usize = 1 << 20;

/// Reads a post from the head of its file: what its front matter says, and where that is silent, its first heading and
/// its name. Whatever the text, there is a post, with a title.
///
/// `path` is the path below the library's folder. `head` must reach to the end of the front matter as
/// [`head_is_complete`] tells; where it breaks off before, after [`MAX_FRONT_MATTER_BYTES`] at the latest, that is a problem.
pub fn read(path: &Path, head: &Decoded<'_>) -> Post {
    read_in(Path::new(""), path, head)
}

/// The same for a post in `folder`, after which an `index.md` right in it is called.
pub fn read_in(folder: &Path, path: &Path, head: &Decoded<'_>) -> Post {
    let text = &*head.text;
    let mut post = Post {
        path: path.to_owned(),
        date: Date::from_path(path),
        draft: name::is_draft(path),
        language: name::language(path).map(Into::into),
        ..Post::default()
    };
    let mut split = split(text);
    let mut problems: Vec<_> = head.problem.iter().cloned().collect();
    let too_long = too_long(text, &split);
    if too_long.is_none() {
        problems.append(&mut split.problems);
    }
    let mut report = Report::new(text, problems);
    if let Some(front) = too_long {
        report.error(
            front.range.start,
            "front-matter-too-long",
            "the front matter is longer than 1 MiB; only its first plain lines are read",
            "close it, or move what is long into the text",
        );
        let entries =
            front_matter::plain_lines(front.format, &text[front.range.clone()], front.range.start);
        meaning::apply(&mut post, &entries, &mut report);
    } else if let Some(front) = &split.front {
        let fixed = lines::with_newlines(text, front.range.clone());
        let block = fixed.as_deref().unwrap_or(&text[front.range.clone()]);
        let mut entries = front_matter::parse(front.format, block, front.range.start, &mut report);
        value::repair(&mut entries, &mut report);
        meaning::apply(&mut post, &entries, &mut report);
    }
    if post.title.is_empty() {
        let heading = title::heading(&text[split.body]);
        let title = heading.unwrap_or_else(|| name::title(folder, path));
        post.title = meaning::cut(&repaired(&title));
    }
    post.problems = report.into_problems();
    post
}

/// Whether the first bytes of a file, as many as are [`whole_characters`], tell where its front matter ends, or that it has
/// none; otherwise more must be read.
pub fn head_is_complete(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(text) => split::is_complete(text),
        Err(_) => split::is_complete(&decode(head).text),
    }
}

/// The block of front matter, if it is too long to be parsed.
fn too_long(text: &str, split: &Split) -> Option<Front> {
    match &split.front {
        Some(front) => (front.range.len() >= MAX_FRONT_MATTER_BYTES).then(|| front.clone()),
        None if text.len() >= MAX_FRONT_MATTER_BYTES && !split.problems.is_empty() => {
            split::unfinished(text)
        }
        None => None,
    }
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

impl Problem {
    /// Text that was encoded twice: `found` stands there for `meant`.
    pub(crate) fn double_encoding(line: u32, column: u32, found: &str, meant: char) -> Self {
        Self {
            severity: Severity::Warning,
            code: "double-encoding",
            line,
            column,
            message: format!("`{found}` stands for `{meant}`: the text was encoded twice").into(),
            hint: "it is shown repaired; read the file as UTF-8, write it as Windows-1252, and it is UTF-8 again".into(),
        }
    }
}

/// `line:column: severity[code]: message`, to follow a path and a colon.
impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            severity,
            code,
            line,
            column,
            message,
            ..
        } = self;
        write!(formatter, "{line}:{column}: {severity}[{code}]: {message}")
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}
