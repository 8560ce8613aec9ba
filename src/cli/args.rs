//! The arguments: one definition for parser, help, completions and man page.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, value_parser};
use log::LevelFilter;

use super::command::{
    CheckOptions, Command, ConfigCommand, DisplayArgs, Invocation, PostSelection, SearchOptions,
    ShowOptions, StateCommand, TocOptions,
};
use super::tags::NameKind;
use super::values::{CheckFormat, ColorChoice, LinkForm, OutputFormat};
use crate::config::ImageChoice;
use crate::document::Dialect;
use crate::library::{Sort, SortBy};
use crate::runtime::scan::IgnoredFiles;

/// The arguments as typed.
#[derive(Debug, Parser)]
#[command(
    name = "folio",
    version,
    about = "Read a folder of Markdown blog posts",
    long_about = "folio reads folders of Markdown blog posts: it lists them newest first, filters them by tag, and shows them \
                  with a table of contents. It opens PATH: a folder, a file, @NAME for a library of the configuration, or - for standard input.",
    after_help = "If a folder has the name of a command, such as list, open it as ./list.",
    args_conflicts_with_subcommands = true
)]
pub(super) struct CliArgs {
    #[command(subcommand)]
    command: Option<SubcommandArgs>,
    #[command(flatten)]
    posts: PostArgs,
    #[command(flatten)]
    reader: ReaderArgs,
    #[command(flatten)]
    log: LogArg,
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct LogArg {
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        value_parser = log_level_parser(),
        help = "Write a log to folio.log in the state folder (also: FOLIO_LOG)"
    )]
    log: Option<LevelFilter>,
}

/// Creates the parser for log levels.
fn log_level_parser() -> impl TypedValueParser<Value = LevelFilter> {
    PossibleValuesParser::new(["off", "error", "warn", "info", "debug", "trace"])
        .try_map(|name| name.parse::<LevelFilter>())
}

/// Options of the reader.
#[derive(Clone, Debug, clap::Args)]
struct ReaderArgs {
    /// Color theme: auto, dark, light, plain, nord …, or a theme of your own
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Maximum text width in columns
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(20..=200))]
    measure: Option<u16>,
    /// Form of images: `none` shows their alternative texts, `auto` selects the best form
    #[arg(long, value_name = "HOW", value_parser = image_choice_parser())]
    images: Option<ImageChoice>,
    /// Do not load or save state: positions, read and starred flags, the last filter
    #[arg(long)]
    no_state: bool,
}

#[derive(Debug, Subcommand)]
enum SubcommandArgs {
    /// Print the posts, newest first
    List {
        #[command(flatten)]
        posts: PostArgs,
        #[command(flatten)]
        format: FormatArg,
    },
    /// Print the tags with their counts, most used first
    Tags {
        #[command(flatten)]
        posts: PostArgs,
        #[command(flatten)]
        format: FormatArg,
        /// Print the categories instead
        #[arg(long)]
        categories: bool,
    },
    /// Print the lines that match a query, with their post and section
    ///
    /// Searches the text of each post as it is shown, without its front matter. Lowercase letters match both cases, uppercase
    /// letters only themselves. A match may span line breaks within a paragraph. Exit status 1 if nothing is found.
    Search {
        /// The words to find, in this order
        // Not named `query`, which is the id of the option `--query`.
        #[arg(value_name = "QUERY")]
        search_query: String,
        #[command(flatten)]
        posts: PostArgs,
        #[command(flatten)]
        format: FormatArg,
        /// When to use colors
        #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
        color: ColorChoice,
    },
    /// Print the problems of the posts: broken front matter, dead links, duplicate slugs …
    Check {
        #[command(flatten)]
        posts: PostArgs,
        /// Output format
        #[arg(long, value_enum, default_value_t)]
        format: CheckFormat,
        /// Explain a problem code and exit
        #[arg(long, value_name = "CODE")]
        explain: Option<String>,
    },
    /// Print the headings of an article
    Toc {
        /// The article, or - for standard input
        file: PathBuf,
        #[command(flatten)]
        format: FormatArg,
        #[command(flatten)]
        dialect: DialectArg,
    },
    /// Print an article as the reader shows it
    Show {
        /// The article, or - for standard input
        file: PathBuf,
        /// Width in columns [default: terminal width, at most the measure; 80 when piped]
        #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..))]
        width: Option<u16>,
        /// When to use colors
        #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
        color: ColorChoice,
        /// Form of link targets [default: hyperlink if the terminal supports it, else hidden]
        #[arg(long, value_enum, value_name = "HOW")]
        links: Option<LinkForm>,
        /// Form of images [default: the setting `images` in a terminal, `none` when piped]
        #[arg(long, value_name = "HOW", value_parser = image_choice_parser())]
        images: Option<ImageChoice>,
        /// Print title, date and tags first
        #[arg(long)]
        header: bool,
        #[command(flatten)]
        dialect: DialectArg,
    },
    /// Print the settings in use and the source of each
    #[command(args_conflicts_with_subcommands = true)]
    Config {
        #[command(subcommand)]
        command: Option<ConfigSubcommand>,
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Show or remove the saved state: positions, read and starred flags, the last filter
    #[command(subcommand)]
    State(StateSubcommand),
    /// Print the completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

#[derive(Debug, Subcommand)]
enum ConfigSubcommand {
    /// Print the path of the configuration file
    Path,
    /// Print a configuration file with every setting explained and commented out
    Default,
    /// Print the names of the themes
    Themes,
}

#[derive(Debug, Subcommand)]
enum StateSubcommand {
    /// Print the path of the state file
    Path {
        /// A folder of posts or a file [default: the folder that `folio` opens without arguments]
        path: Option<PathBuf>,
    },
    /// Remove the saved state
    Clear {
        /// A folder of posts or a file [default: the folder that `folio` opens without arguments]
        path: Option<PathBuf>,
        /// Remove the state of all libraries
        #[arg(long, conflicts_with = "path")]
        all: bool,
    },
}

#[derive(Clone, Debug, clap::Args)]
struct PostArgs {
    /// A folder of posts, a file, or @NAME for a library of the configuration [default: the site's content folder, else the
    /// working folder]
    path: Option<PathBuf>,
    /// Only posts with this tag or category; repeatable, all must match
    #[arg(long, short, value_name = "TAG")]
    tag: Vec<String>,
    /// Only posts without this tag or category
    #[arg(long, value_name = "TAG")]
    not_tag: Vec<String>,
    /// Only posts that match this filter, such as '#rust -#draft words year:2024'
    // A filter may start with a negated term: `-is:draft`.
    #[arg(long, short, value_name = "FILTER", allow_hyphen_values = true)]
    query: Option<String>,
    /// Sort key; the newest, longest or unread posts come first
    #[arg(long, value_name = "BY", value_parser = sort_key_parser())]
    sort: Option<SortBy>,
    /// Reverse the order; posts without a date stay last
    #[arg(long)]
    reverse: bool,
    /// Include the site generator's output folder and files ignored by git
    #[arg(long)]
    ignored: bool,
    #[command(flatten)]
    dialect: DialectArg,
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct FormatArg {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct DialectArg {
    /// Markdown dialect [default: detected from the site and the file extension]
    #[arg(long, value_parser = dialect_parser())]
    dialect: Option<Dialect>,
}

impl CliArgs {
    /// Converts the arguments to a validated command and the log level.
    pub(super) fn into_invocation(self) -> Invocation {
        Invocation {
            log: self.log.log,
            command: self.into_command(),
        }
    }

    /// Converts the arguments to a validated command.
    fn into_command(self) -> Command {
        match self.command {
            Some(subcommand) => subcommand.into(),
            None => Command::Read {
                posts: self.posts.into(),
                display: self.reader.into(),
            },
        }
    }
}

impl From<SubcommandArgs> for Command {
    fn from(args: SubcommandArgs) -> Self {
        match args {
            SubcommandArgs::List { posts, format } => Self::List {
                posts: posts.into(),
                format: format.format,
            },
            SubcommandArgs::Tags {
                posts,
                format,
                categories,
            } => Self::Tags {
                posts: posts.into(),
                kind: if categories {
                    NameKind::Category
                } else {
                    NameKind::Tag
                },
                format: format.format,
            },
            SubcommandArgs::Search {
                search_query,
                posts,
                format,
                color,
            } => Self::Search(SearchOptions {
                query: search_query,
                posts: posts.into(),
                format: format.format,
                color,
            }),
            SubcommandArgs::Check {
                posts,
                format,
                explain,
            } => Self::Check(CheckOptions {
                posts: posts.into(),
                format,
                explain,
            }),
            SubcommandArgs::Toc {
                file,
                format,
                dialect,
            } => Self::Toc(TocOptions {
                file,
                format: format.format,
                dialect: dialect.dialect,
            }),
            SubcommandArgs::Show {
                file,
                width,
                color,
                links,
                images,
                header,
                dialect,
            } => Self::Show(ShowOptions {
                file,
                width,
                color,
                links,
                images,
                header,
                dialect: dialect.dialect,
            }),
            SubcommandArgs::Config { command, reader } => Self::Config(match command {
                Some(subcommand) => subcommand.into(),
                None => ConfigCommand::Show(reader.into()),
            }),
            SubcommandArgs::State(subcommand) => Self::State(subcommand.into()),
            SubcommandArgs::Completions { shell } => Self::Completions(shell),
            SubcommandArgs::Man => Self::Man,
        }
    }
}

impl From<ConfigSubcommand> for ConfigCommand {
    fn from(args: ConfigSubcommand) -> Self {
        match args {
            ConfigSubcommand::Path => Self::Path,
            ConfigSubcommand::Default => Self::Default,
            ConfigSubcommand::Themes => Self::Themes,
        }
    }
}

impl From<StateSubcommand> for StateCommand {
    fn from(args: StateSubcommand) -> Self {
        match args {
            StateSubcommand::Path { path } => Self::Path(path),
            StateSubcommand::Clear { all: true, .. } => Self::ClearAll,
            StateSubcommand::Clear { path, .. } => Self::Clear(path),
        }
    }
}

// `DisplayArgs` are the same options, for the modules that do not parse arguments.
impl From<ReaderArgs> for DisplayArgs {
    fn from(args: ReaderArgs) -> Self {
        Self {
            theme: args.theme,
            measure: args.measure,
            images: args.images,
            uses_state: !args.no_state,
        }
    }
}

impl From<PostArgs> for PostSelection {
    fn from(args: PostArgs) -> Self {
        Self {
            path: args.path,
            sort: Sort {
                by: args.sort.unwrap_or_default(),
                reversed: args.reverse,
            },
            is_sort_explicit: args.sort.is_some(),
            tags: args.tag,
            not_tags: args.not_tag,
            query: args.query,
            dialect: args.dialect.dialect,
            ignored: if args.ignored {
                IgnoredFiles::Include
            } else {
                IgnoredFiles::Skip
            },
        }
    }
}

/// Creates the parser for the values of `--images`.
fn image_choice_parser() -> impl TypedValueParser<Value = ImageChoice> {
    PossibleValuesParser::new(ImageChoice::ALL.map(|(_, name)| name))
        .try_map(|name| name.parse::<ImageChoice>())
}

/// Creates the parser for sort keys.
fn sort_key_parser() -> impl TypedValueParser<Value = SortBy> {
    let names = SortBy::ALL.map(|(_, name)| name);
    // Each possible value is the name of a sort key, so the default is never used.
    PossibleValuesParser::new(names).map(|name| SortBy::named(&name).unwrap_or_default())
}

/// Creates the parser for dialects.
fn dialect_parser() -> impl TypedValueParser<Value = Dialect> {
    let names = Dialect::ALL.map(|(_, name)| name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Dialect>())
}
