//! What was asked for, checked as far as that goes without looking at files.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::args::{CheckFormat, Color, Format, Links};
use super::tags::TagKind;
use crate::config::ThemeChoice;
use crate::document::Dialect;
use crate::library::{Filter, Sort};

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each is a subcommand with its options")]
pub enum Command {
    /// The path may be a file, or `-` for standard input.
    Read {
        posts: Posts,
        looks: Looks,
    },
    List {
        posts: Posts,
        format: Format,
    },
    Tags {
        posts: Posts,
        kind: TagKind,
        format: Format,
    },
    Search(Search),
    Check(Check),
    Toc(Toc),
    Show(Show),
    State(State),
    Completions(clap_complete::Shell),
    Man,
}

/// How the reader looks; what is not said here is the configuration's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looks {
    /// Which colours.
    pub theme: Option<ThemeChoice>,
    /// Columns of running text, at most.
    pub measure: Option<u16>,
    /// Whether it may know of runs before, and tell those to come.
    pub state: bool,
}

/// `folio state`, each with the PATH of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Print the file.
    Path(Option<PathBuf>),
    /// Remove what is kept of the library.
    Clear(Option<PathBuf>),
    /// Remove what is kept of all libraries.
    ClearAll,
}

/// Which posts, in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct Posts {
    /// PATH, where one was given.
    pub path: Option<PathBuf>,
    /// How to order them.
    pub sort: Sort,
    /// Whether an order was asked for.
    pub(super) sorted: bool,
    /// Overrides the site's.
    pub dialect: Option<Dialect>,
    /// Also what git ignores, and a site's output.
    pub ignored: bool,
    pub(super) tags: Vec<String>,
    pub(super) not_tags: Vec<String>,
    pub(super) query: Option<String>,
}

/// `folio search`.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// What to look for.
    pub query: String,
    /// In which posts.
    pub posts: Posts,
    /// How to print what is found.
    pub format: Format,
    /// When to colour.
    pub color: Color,
}

/// `folio check`.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Which posts.
    pub posts: Posts,
    /// How to print what is wrong.
    pub format: CheckFormat,
    /// Say what this code means instead.
    pub explain: Option<String>,
}

/// `folio toc`.
#[derive(Clone, Debug, PartialEq)]
pub struct Toc {
    /// The article; `-` is standard input.
    pub file: PathBuf,
    /// How to print its headings.
    pub format: Format,
    /// Overrides the site's.
    pub dialect: Option<Dialect>,
}

/// `folio show`.
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// The article; `-` is standard input.
    pub file: PathBuf,
    /// Columns to set it in, at least 1.
    pub width: Option<u16>,
    /// When to colour.
    pub color: Color,
    /// How links show where they lead; `None` leaves it to what the terminal can do.
    pub links: Option<Links>,
    /// With the masthead.
    pub header: bool,
    /// Overrides the site's.
    pub dialect: Option<Dialect>,
}

impl Posts {
    /// Whether the arguments say which posts to show, be it all of them.
    pub(super) fn names_filter(&self) -> bool {
        self.query.is_some() || !self.tags.is_empty() || !self.not_tags.is_empty()
    }

    /// What `--query`, `--tag` and `--not-tag` ask for together.
    ///
    /// # Errors
    /// The first term of the query that makes no sense: in a script, a list that ignores it would be taken for the answer.
    pub fn filter(&self) -> Result<Filter> {
        let filter = Filter::parse(self.query.as_deref().unwrap_or_default());
        if let Some(problem) = filter.problems().first() {
            bail!("--query: {problem}");
        }
        let filter = self
            .tags
            .iter()
            .fold(filter, |filter, tag| filter.with_required(tag));
        let not_tags = self.not_tags.iter();
        Ok(not_tags.fold(filter, |filter, tag| filter.with_excluded(tag)))
    }
}
