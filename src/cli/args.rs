//! What can be asked on the command line: the one definition behind parser, help, completions and man page.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum, value_parser};

use super::command::{Check, Command, Looks, Posts, Search, Show, State, Toc};
use super::tags::TagKind;
use crate::config::ThemeChoice;
use crate::document::Dialect;
use crate::library::{Sort, SortBy};

/// The arguments as they are typed.
#[derive(Debug, Parser)]
#[command(
    name = "folio",
    version,
    about = "Read a folder of Markdown blog posts",
    long_about = "folio reads folders of Markdown blog posts: it lists them newest first, filters them by tag, and shows them \
                  with a table of contents. It opens PATH: a folder, a file, or - for standard input.",
    after_help = "A folder that is named like a command opens as ./list.",
    args_conflicts_with_subcommands = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    posts: PostArgs,
    #[command(flatten)]
    looks: LookArgs,
}

/// How the reader looks.
#[derive(Clone, Copy, Debug, clap::Args)]
struct LookArgs {
    /// Which colours: auto, dark, light or plain
    #[arg(long, value_parser = themes())]
    theme: Option<ThemeChoice>,
    /// Columns of running text, at most
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(20..=200))]
    measure: Option<u16>,
    /// Neither use nor keep what was read, marked and filtered
    #[arg(long)]
    no_state: bool,
}

fn themes() -> impl TypedValueParser<Value = ThemeChoice> {
    PossibleValuesParser::new(ThemeChoice::ALL.map(|(_, name)| name)).try_map(|name| name.parse())
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Print the posts, newest first
    List {
        #[command(flatten)]
        posts: PostArgs,
        #[command(flatten)]
        format: FormatArg,
    },
    /// Print the tags with their counts, the commonest first
    Tags {
        #[command(flatten)]
        posts: PostArgs,
        #[command(flatten)]
        format: FormatArg,
        /// Print the categories instead
        #[arg(long)]
        categories: bool,
    },
    /// Print the lines that hold a phrase, with the post and the section they stand in
    ///
    /// The text of each post is searched, without its front matter. Small letters find capitals as well; a capital finds
    /// only itself. A line that is broken within a paragraph goes on in the next one as behind a blank. Nothing found is
    /// exit status 1.
    Search {
        /// The words, as they follow each other
        #[arg(value_name = "QUERY")]
        phrase: String,
        #[command(flatten)]
        posts: PostArgs,
        #[command(flatten)]
        format: FormatArg,
        /// When to colour
        #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
        color: Color,
    },
    /// Print what is wrong with the posts: broken front matter, dead links, clashing slugs …
    Check {
        #[command(flatten)]
        posts: PostArgs,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: CheckFormat,
        /// Say what a code means, and check nothing
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
        /// Set it in this many columns [default: the terminal's, at most the measure; 80 when piped]
        #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..))]
        width: Option<u16>,
        /// When to colour
        #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
        color: Color,
        /// How links show where they lead [default: hyperlink where the terminal has it, else hidden]
        #[arg(long, value_enum, value_name = "HOW")]
        links: Option<Links>,
        /// Put title, date and tags on top
        #[arg(long)]
        header: bool,
        #[command(flatten)]
        dialect: DialectArg,
    },
    /// Show or remove what is kept between runs: places, what was read and marked, the last filter
    #[command(subcommand)]
    State(StateSub),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

#[derive(Debug, Subcommand)]
enum StateSub {
    /// Print the file that it is kept in
    Path {
        /// A folder of posts or a file [default: the folder that folio opens]
        path: Option<PathBuf>,
    },
    /// Remove what is kept
    Clear {
        /// A folder of posts or a file [default: the folder that folio opens]
        path: Option<PathBuf>,
        /// Of all libraries
        #[arg(long, conflicts_with = "path")]
        all: bool,
    },
}

#[derive(Clone, Debug, clap::Args)]
struct PostArgs {
    /// A folder of posts or a file [default: the site's content folder, else the working folder]
    path: Option<PathBuf>,
    /// Only posts with this tag or category; repeat it for posts with all of them
    #[arg(long, short, value_name = "TAG")]
    tag: Vec<String>,
    /// Only posts without this tag or category
    #[arg(long, value_name = "TAG")]
    not_tag: Vec<String>,
    /// Only posts that meet this filter, such as '#rust -#draft words year:2024'
    #[arg(long, short, value_name = "FILTER")]
    query: Option<String>,
    /// What to order by
    #[arg(long, value_enum, value_name = "BY")]
    sort: Option<By>,
    /// Turn the order round; posts without a date stay last
    #[arg(long)]
    reverse: bool,
    /// Also what .gitignore leaves out, and a site's output
    #[arg(long)]
    ignored: bool,
    #[command(flatten)]
    dialect: DialectArg,
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct FormatArg {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct DialectArg {
    /// Whose Markdown it is [default: what the site and the file's ending say]
    #[arg(long, value_parser = dialects())]
    dialect: Option<Dialect>,
}

/// How output is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns for people
    #[default]
    Text,
    /// One array, an object a line
    Json,
    /// Fields with tabs between them, their names in the first line
    Tsv,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// `path:line:column: severity[code]: message`, and a hint
    #[default]
    Text,
    /// One array, an object a line
    Json,
    /// Fields with tabs between them, their names in the first line
    Tsv,
    /// Workflow commands, which GitHub shows beside the lines
    Github,
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Also into pipes
    Always,
    /// Not at all
    Never,
}

/// How links show where they lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Links {
    /// Not at all
    Hidden,
    /// By a number, and a list at the end
    Numbered,
    /// By an escape sequence that terminals make clickable (OSC 8)
    Hyperlink,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum By {
    #[default]
    Date,
    Title,
    Path,
}

impl Args {
    pub(super) fn into_command(self) -> Command {
        match self.command {
            None => Command::Read {
                posts: self.posts.into(),
                looks: Looks {
                    theme: self.looks.theme,
                    measure: self.looks.measure,
                    state: !self.looks.no_state,
                },
            },
            Some(Sub::List { posts, format }) => Command::List {
                posts: posts.into(),
                format: format.format,
            },
            Some(Sub::Tags {
                posts,
                format,
                categories,
            }) => Command::Tags {
                posts: posts.into(),
                kind: if categories {
                    TagKind::Category
                } else {
                    TagKind::Tag
                },
                format: format.format,
            },
            Some(Sub::Search {
                phrase,
                posts,
                format,
                color,
            }) => Command::Search(Search {
                query: phrase,
                posts: posts.into(),
                format: format.format,
                color,
            }),
            Some(Sub::Check {
                posts,
                format,
                explain,
            }) => Command::Check(Check {
                posts: posts.into(),
                format,
                explain,
            }),
            Some(Sub::Toc {
                file,
                format,
                dialect,
            }) => Command::Toc(Toc {
                file,
                format: format.format,
                dialect: dialect.dialect,
            }),
            Some(Sub::Show {
                file,
                width,
                color,
                links,
                header,
                dialect,
            }) => Command::Show(Show {
                file,
                width,
                color,
                links,
                header,
                dialect: dialect.dialect,
            }),
            Some(Sub::State(StateSub::Path { path })) => Command::State(State::Path(path)),
            Some(Sub::State(StateSub::Clear { all: true, .. })) => Command::State(State::ClearAll),
            Some(Sub::State(StateSub::Clear { path, .. })) => Command::State(State::Clear(path)),
            Some(Sub::Completions { shell }) => Command::Completions(shell),
            Some(Sub::Man) => Command::Man,
        }
    }
}

impl From<PostArgs> for Posts {
    fn from(args: PostArgs) -> Self {
        let by = match args.sort.unwrap_or_default() {
            By::Date => SortBy::Date,
            By::Title => SortBy::Title,
            By::Path => SortBy::Path,
        };
        Self {
            path: args.path,
            sort: Sort {
                by,
                reversed: args.reverse,
            },
            sorted: args.sort.is_some() || args.reverse,
            tags: args.tag,
            not_tags: args.not_tag,
            query: args.query,
            dialect: args.dialect.dialect,
            ignored: args.ignored,
        }
    }
}

fn dialects() -> impl TypedValueParser<Value = Dialect> {
    let names = Dialect::ALL.map(|(_, name)| name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Dialect>())
}
