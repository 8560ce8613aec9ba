//! Parsed commands, validated as far as possible without reading files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use log::LevelFilter;

use super::tags::NameKind;
use super::values::{CheckFormat, ColorChoice, LinkForm, OutputFormat};
use crate::config::ImageChoice;
use crate::document::Dialect;
use crate::library::{Filter, Sort};
use crate::runtime::scan::IgnoredFiles;

/// A command with the options that all commands have.
#[derive(Clone, Debug, PartialEq)]
pub struct Invocation {
    /// The log level, if it was given.
    pub log: Option<LevelFilter>,
    /// The command.
    pub command: Command,
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each is a subcommand with its options")]
pub enum Command {
    /// Opens the reader. The path of `posts` may also be a file, or `-` for standard input.
    Read {
        posts: PostSelection,
        display: DisplayArgs,
    },
    List {
        posts: PostSelection,
        format: OutputFormat,
    },
    Tags {
        posts: PostSelection,
        kind: NameKind,
        format: OutputFormat,
    },
    Search(SearchOptions),
    Check(CheckOptions),
    Toc(TocOptions),
    Show(ShowOptions),
    Config(ConfigCommand),
    State(StateCommand),
    Completions(clap_complete::Shell),
    Man,
}

/// Options of the reader: the display, and the use of state. `None` selects the value in the configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplayArgs {
    /// The theme.
    pub theme: Option<String>,
    /// Maximum width of running text, in columns.
    pub measure: Option<u16>,
    /// The display of images.
    pub images: Option<ImageChoice>,
    /// False with `--no-state`. State is loaded and saved only if the configuration enables it too.
    pub uses_state: bool,
}

/// The subcommands of `folio config`.
#[derive(Clone, Debug, PartialEq)]
pub enum ConfigCommand {
    /// Prints the settings in use with these options, and the source of each.
    Show(DisplayArgs),
    /// Prints the path of the configuration file.
    Path,
    /// Prints a configuration file with a comment on each setting.
    Default,
    /// Prints the names of the themes.
    Themes,
}

/// The subcommands of `folio state`, with the PATH of a library, if it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateCommand {
    /// Prints the path of the state file.
    Path(Option<PathBuf>),
    /// Removes the state of the library.
    Clear(Option<PathBuf>),
    /// Removes the state of all libraries.
    ClearAll,
}

/// The selected posts and their order.
#[derive(Clone, Debug, PartialEq)]
pub struct PostSelection {
    /// The argument PATH, if it was given.
    pub path: Option<PathBuf>,
    /// The values of `--sort` and `--reverse`. Without `--sort`, only `reversed` is used.
    pub sort: Sort,
    /// True if `--sort` was given.
    pub(super) is_sort_explicit: bool,
    /// The dialect that replaces the dialect of the site.
    pub dialect: Option<Dialect>,
    /// The treatment of files that git ignores or a site generator has written.
    pub ignored: IgnoredFiles,
    /// The values of `--tag`.
    pub(super) tags: Vec<String>,
    /// The values of `--not-tag`.
    pub(super) not_tags: Vec<String>,
    /// The value of `--query`: a filter, or `@NAME` for a filter of the configuration.
    pub(super) query: Option<String>,
}

/// The options of `folio search`.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchOptions {
    /// The query to find.
    pub query: String,
    /// The posts to search.
    pub posts: PostSelection,
    /// The output format.
    pub format: OutputFormat,
    /// When to use colors.
    pub color: ColorChoice,
}

/// The options of `folio check`.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckOptions {
    /// The posts to check.
    pub posts: PostSelection,
    /// The output format.
    pub format: CheckFormat,
    /// The code of a problem. If it is given, the code is explained and no posts are checked.
    pub explain: Option<String>,
}

/// The options of `folio toc`.
#[derive(Clone, Debug, PartialEq)]
pub struct TocOptions {
    /// The article; `-` is standard input.
    pub file: PathBuf,
    /// The output format.
    pub format: OutputFormat,
    /// The dialect that replaces the dialect of the site.
    pub dialect: Option<Dialect>,
}

/// The options of `folio show`.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowOptions {
    /// The article; `-` is standard input.
    pub file: PathBuf,
    /// The width in columns, at least 1. `None` selects the terminal's width, and the default measure when piped.
    pub width: Option<u16>,
    /// When to use colors.
    pub color: ColorChoice,
    /// The form of link targets. `None` selects hyperlinks if the terminal supports them, else no targets.
    pub links: Option<LinkForm>,
    /// The display of images. `None` selects the setting in a terminal, and text when piped.
    pub images: Option<ImageChoice>,
    /// True if the masthead is printed: title, dates, tags and reading time.
    pub header: bool,
    /// The dialect that replaces the dialect of the site.
    pub dialect: Option<Dialect>,
}

impl PostSelection {
    /// Returns true if the arguments specify a filter, even if the filter is empty.
    pub(super) fn has_filter(&self) -> bool {
        self.query.is_some() || !self.tags.is_empty() || !self.not_tags.is_empty()
    }

    /// Returns the order that the arguments specify, or `None` if they specify no order. `--reverse` without `--sort` reverses
    /// `default`.
    pub(super) fn order(&self, default: Sort) -> Option<Sort> {
        match (self.is_sort_explicit, self.sort.reversed) {
            (true, _) => Some(self.sort),
            (false, false) => None,
            (false, true) => Some(Sort {
                by: default.by,
                reversed: !default.reversed,
            }),
        }
    }

    /// Returns the filter that combines `--query`, `--tag` and `--not-tag`.
    ///
    /// # Errors
    /// Fails if a term of `--query` is invalid. (The reader ignores such a term, but a script would not notice that.) Also fails
    /// if `--query` is `@NAME` and NAME is not among `named_filters`, the filters of the configuration.
    pub fn filter(&self, named_filters: &BTreeMap<String, String>) -> Result<Filter> {
        let query = self.query.as_deref().unwrap_or_default();
        let query = match query.strip_prefix('@') {
            None => query,
            Some(name) => match named_filters.get(name) {
                Some(query) => query,
                None => bail!(
                    "--query: unknown filter `{name}`; name it below `[filters]` in the configuration"
                ),
            },
        };
        let filter = Filter::parse(query);
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
