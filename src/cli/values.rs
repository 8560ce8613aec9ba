//! Value types of options: output formats, colors, links.

use clap::ValueEnum;

/// The output format of all commands that have formats, except `folio check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Aligned columns
    #[default]
    Text,
    /// One array, an object per line
    Json,
    /// Tab-separated fields, with their names in the first line
    Tsv,
}

/// The output format of `folio check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// `path:line:column: severity[code]: message`, and a hint
    #[default]
    Text,
    /// One array, an object per line
    Json,
    /// Tab-separated fields, with their names in the first line
    Tsv,
    /// Workflow commands, which GitHub shows next to the lines
    Github,
}

/// The condition on which output is colored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// In a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Also when piped or written to a file
    Always,
    /// Never
    Never,
}

/// The form in which link targets are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LinkForm {
    /// No targets, only the text of the links
    Hidden,
    /// A number after each link, and a list of the targets at the end
    Numbered,
    /// Links that can be clicked in terminals with support for them (OSC 8)
    Hyperlink,
}
