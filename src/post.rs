//! Posts: the metadata of a Markdown file, and the problems in it.
//!
//! This module reads no files: it gets their bytes from `runtime::scan` and others. `document` parses the bodies.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub mod date;
mod decode;
mod fields;
mod front_matter;
mod inherited;
mod lines;
mod name;
mod split;
mod status;
mod title;
mod value;

#[cfg(test)]
mod tests;

pub use date::{Date, DateFormat, InvalidDateFormat};
pub use decode::{Decoded, complete_characters_len, decode, is_binary};
pub(crate) use front_matter::flattened_entries;
pub use inherited::Inherited;
pub use lines::{TextLine, line_and_column, lines, lines_from};
pub(crate) use name::language as language_of_path;
pub use name::{EXTENSIONS, is_bundle_index, is_markdown};
pub use split::{AmbiguousForm, Format, FrontMatterBlock, Split, split};
pub use status::Status;

use crate::text::repaired;
pub use value::ProblemList;

/// One Markdown file, without its body.
///
/// All text is as the author wrote it; it is sanitized where it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    /// The path of the file, below the library's folder.
    pub path: PathBuf,
    /// The title from the front matter, else from the inherited metadata, else from a level-1 heading that opens the body, else
    /// from the path. Never empty.
    pub title: Box<str>,
    /// The date of publication.
    pub date: Option<Date>,
    /// The date of the last revision, if the author gives one.
    pub updated: Option<Date>,
    /// Tags in the author's order and spelling.
    pub tags: Vec<Box<str>>,
    /// Categories in the author's order and spelling.
    pub categories: Vec<Box<str>>,
    /// Authors in the author's order and spelling.
    pub authors: Vec<Box<str>>,
    /// True if the post is marked as a draft.
    pub draft: bool,
    /// True if the author wants a table of contents, false if not; `None` if the front matter does not set it.
    pub toc: Option<bool>,
    /// The author's own summary.
    pub summary: Option<Box<str>>,
    /// The language as the author writes it (`pt-br`), from the front matter, the file's name or the first folder.
    pub language: Option<Box<str>>,
    /// The length of the body in bytes of the file.
    pub body_bytes: u32,
    /// The fields that few posts have; use the methods of [`Post`] to read them.
    pub rare: Option<Box<RareFields>>,
    /// The problems of the front matter, in the order of its lines.
    pub problems: Vec<Problem>,
}

/// The fields that few posts have, boxed so that a [`Post`] without these fields stays small.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RareFields {
    /// The date from which the post is public (Hugo's `publishDate`).
    pub publish_date: Option<Date>,
    /// The date until which the post is public (Hugo's `expiryDate`).
    pub expiry_date: Option<Date>,
    /// The series that the post belongs to.
    pub series: Option<Box<str>>,
    /// The weight of the post; posts with lower weights come first.
    pub weight: Option<i64>,
    /// The last part of the post's URL.
    pub slug: Option<Box<str>>,
    /// The URL of the post, or the path of the URL, as the author wrote it. The key is `url`, `path` or `permalink`.
    pub url: Option<Box<str>>,
    /// The former addresses of the post.
    pub aliases: Vec<Box<str>>,
    /// The key that all translations of the post share (Hugo's `translationKey`).
    pub translation_key: Option<Box<str>>,
}

impl Post {
    /// Returns the date from which the post is public: Hugo's `publishDate`, else [`Post::date`].
    pub fn publish_date(&self) -> Option<Date> {
        self.rare
            .as_ref()
            .and_then(|rare| rare.publish_date)
            .or(self.date)
    }

    /// Returns the date until which the post is public.
    pub fn expiry_date(&self) -> Option<Date> {
        self.rare.as_ref()?.expiry_date
    }

    /// Returns the series that the post belongs to.
    pub fn series(&self) -> Option<&str> {
        self.rare.as_ref()?.series.as_deref()
    }

    /// Returns the weight of the post; posts with lower weights come first.
    pub fn weight(&self) -> Option<i64> {
        self.rare.as_ref()?.weight
    }

    /// Returns the last part of the post's URL, if the front matter sets it.
    pub fn slug(&self) -> Option<&str> {
        self.rare.as_ref()?.slug.as_deref()
    }

    /// Returns the URL of the post, or the path of the URL, if the front matter sets it.
    pub fn url(&self) -> Option<&str> {
        self.rare.as_ref()?.url.as_deref()
    }

    /// Returns the key that all translations of the post share.
    pub fn translation_key(&self) -> Option<&str> {
        self.rare.as_ref()?.translation_key.as_deref()
    }

    /// Returns a path without the language in the file's name and in the first folder.
    pub fn path_without_language(path: &Path) -> Cow<'_, Path> {
        name::without_language(path)
    }

    /// Returns the former addresses of the post.
    pub fn aliases(&self) -> &[Box<str>] {
        self.rare.as_ref().map_or(&[], |rare| &rare.aliases)
    }

    /// Returns the names of the folders that contain the post, joined with `/`. Leaves out folders that do not name a section: a
    /// bundle's own folder, dates, the language, `_posts` and `_drafts`. Empty for a post directly in the library's folder.
    pub fn section(&self) -> String {
        name::section(&self.path)
    }

    /// Returns true for the post of a page bundle, `slug/index.md` (Hugo, "Page bundles").
    pub fn is_bundle(&self) -> bool {
        name::is_bundle_index(&self.path)
    }
}

/// Maximum size in bytes of a block of front matter that is parsed completely.
pub const MAX_FRONT_MATTER_BYTES: usize = 1 << 20;

/// The information that is needed to parse a post, besides the head of its file.
#[derive(Clone, Copy, Debug)]
pub struct ReadContext<'a> {
    /// The library's folder. An `index.md` directly in the folder gets the folder's name as title.
    pub folder: &'a Path,
    /// The form of front matter that could be confused with body text, but that the site's generator reads.
    pub ambiguous_form: AmbiguousForm,
    /// The metadata that the post inherits, if there is any.
    pub inherited: Option<&'a Inherited>,
    /// The size of the file in bytes if only its head is read, or 0 if the complete file is read.
    pub file_bytes: u64,
}

impl Default for ReadContext<'_> {
    fn default() -> Self {
        Self {
            folder: Path::new(""),
            ambiguous_form: AmbiguousForm::default(),
            inherited: None,
            file_bytes: 0,
        }
    }
}

/// The result of parsing a file: the post, and the range of its body.
#[derive(Clone, Debug)]
pub struct ParsedPost {
    /// The metadata and problems.
    pub post: Post,
    /// The byte range of the body in the file's text.
    pub body: Range<usize>,
}

/// Parses a post that belongs to no site, without the range of its body; see [`parse`]. Reads no file.
pub fn read(path: &Path, head: &Decoded<'_>) -> Post {
    parse(ReadContext::default(), path, head).post
}

/// Parses a post without the range of its body; see [`parse`]. Reads no file.
pub fn read_with_context(context: ReadContext<'_>, path: &Path, head: &Decoded<'_>) -> Post {
    parse(context, path, head).post
}

/// Parses a post from `head`, the first bytes of its file.
///
/// `path` is relative to the library's folder. `head` must contain the complete front matter (see [`head_is_complete`]) or at
/// least [`MAX_FRONT_MATTER_BYTES`]. Front matter that is not closed within `head` is reported as a problem.
pub fn parse(context: ReadContext<'_>, path: &Path, head: &Decoded<'_>) -> ParsedPost {
    let text = &*head.text;
    let mut post = Post {
        path: path.to_owned(),
        date: Date::from_path(path),
        draft: name::is_draft(path),
        language: name::language(path).map(Into::into),
        ..Post::default()
    };
    let mut split = split(text, context.ambiguous_form);
    if split.front_matter.is_none() && is_mdx(path) {
        split.front_matter = metadata_export(text);
    }
    let mut problems: Vec<_> = head.problem.iter().cloned().collect();
    let too_long = too_long_block(text, &split, context.ambiguous_form);
    // Splitting reports only unclosed blocks. A block that is too long is reported below instead.
    if too_long.is_none() {
        problems.append(&mut split.problems);
    }
    let mut report = ProblemList::new(text, problems);
    if let Some(block) = too_long {
        report.error(
            block.range.start,
            "front-matter-too-long",
            "the front matter is longer than 1 MiB; only its first plain lines are read",
            "close it, or move long values into the text",
        );
        let (start, block_text) = (block.range.start, &text[block.range]);
        let entries = front_matter::parse_single_lines(block.format, block_text, start);
        fields::apply_fields(&mut post, block.format, &entries, &mut report);
    } else if let Some(block) = &split.front_matter {
        // A lone CR ends a line too, but the parsers expect LF.
        let without_lone_crs = lines::replace_lone_crs(text, block.range.clone());
        let raw = without_lone_crs
            .as_deref()
            .unwrap_or(&text[block.range.clone()]);
        let without_tabs = (block.format == Format::Yaml)
            .then(|| front_matter::yaml::with_flow_tabs_as_blanks(raw))
            .flatten();
        let raw = without_tabs.as_deref().unwrap_or(raw);
        let mut entries = front_matter::parse(block.format, raw, block.range.start, &mut report);
        value::repair(&mut entries, &mut report);
        fields::apply_fields(&mut post, block.format, &entries, &mut report);
    }
    if let Some(inherited) = context.inherited {
        inherited.apply(&mut post);
    }
    if post.title.is_empty() {
        let heading = title::opening_heading(&text[split.body.clone()]);
        let title = heading.unwrap_or_else(|| name::title(context.folder, path));
        post.title = fields::truncated(&repaired(&title));
    }
    let file_bytes = context.file_bytes.max(text.len() as u64);
    let body_bytes = file_bytes - split.body.start as u64;
    post.body_bytes = body_bytes.try_into().unwrap_or(u32::MAX);
    post.problems = report.into_problems();
    ParsedPost {
        post,
        body: split.body,
    }
}

fn is_mdx(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("mdx"))
}

/// Returns the object that an MDX file exports as `metadata`, as a block of front matter.
fn metadata_export(text: &str) -> Option<FrontMatterBlock> {
    let range = front_matter::metadata_export::find(text)?;
    Some(FrontMatterBlock {
        format: Format::MetadataExport,
        line: line_and_column(text, range.start).0,
        range,
    })
}

/// Returns true if `head`, the first bytes of a file, contains the complete front matter, or shows that there is none. If
/// false, more of the file must be read. `head` must end at a character boundary (see [`complete_characters_len`]).
pub fn head_is_complete(head: &[u8], ambiguous_form: AmbiguousForm) -> bool {
    match std::str::from_utf8(head) {
        Ok(text) => split::is_complete(text, ambiguous_form),
        Err(_) => split::is_complete(&decode(head).text, ambiguous_form),
    }
}

/// Returns the block of front matter if it is at least [`MAX_FRONT_MATTER_BYTES`] long, even if it is not closed within `text`.
fn too_long_block(
    text: &str,
    split: &Split,
    ambiguous_form: AmbiguousForm,
) -> Option<FrontMatterBlock> {
    match &split.front_matter {
        Some(block) => (block.range.len() >= MAX_FRONT_MATTER_BYTES).then(|| block.clone()),
        // The only problem that splitting reports is a block that is not closed within `text`.
        None if text.len() >= MAX_FRONT_MATTER_BYTES && !split.problems.is_empty() => {
            split::unclosed_block(text, ambiguous_form)
        }
        None => None,
    }
}

/// A problem of a post. Problems are returned as data; a post with problems is still loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The severity.
    pub severity: Severity,
    /// A stable name, such as `unclosed-front-matter`.
    pub code: &'static str,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in the line, from 1, in characters.
    pub column: u32,
    /// The problem in one sentence, without line and column.
    pub message: Box<str>,
    /// A suggestion for fixing the problem.
    pub hint: Box<str>,
}

/// A problem of a post in a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostProblem {
    /// The post's path relative to the library's folder.
    pub path: PathBuf,
    /// The problem.
    pub problem: Problem,
}

/// The severity of a [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The post could be read, but something in it is probably a mistake.
    Warning,
    /// A value in the file could not be used.
    Error,
}

impl Problem {
    /// Creates the problem of text that was encoded twice: the file contains `text` where the author wrote `intended`.
    pub(crate) fn double_encoding(line: u32, column: u32, text: &str, intended: char) -> Self {
        Self {
            severity: Severity::Warning,
            code: "double-encoding",
            line,
            column,
            message: format!("`{text}` stands for `{intended}`: the text was encoded twice").into(),
            hint: "folio shows the intended text; to repair the file, convert it once from UTF-8 to Windows-1252: the result is correct UTF-8".into(),
        }
    }
}

/// Writes `line:column: severity[code]: message`, to be printed after a path and a colon.
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
