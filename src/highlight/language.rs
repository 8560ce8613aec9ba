//! The names of languages in info strings, and their grammars.

use std::path::Path;

use syntaxmate::Catalog;

/// Names that the grammar catalog lacks or assigns to another language, with the grammar to use instead.
///
/// Most are aliases on GitHub (Linguist) or in Hugo (Chroma).
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("adb", "ada"),
    ("ads", "ada"),
    ("assembly", "asm"),
    ("atom", "xml"),
    ("bash-session", "shellscript"),
    ("caddy", "nginx"),
    ("caddyfile", "nginx"),
    ("cfg", "ini"),
    ("console", "shellscript"),
    ("containerfile", "docker"),
    ("cp", "cpp"),
    ("csx", "csharp"),
    ("dash", "shellscript"),
    ("dosini", "ini"),
    ("editorconfig", "ini"),
    ("eex", "elixir"),
    ("fsx", "fsharp"),
    ("gemfile", "ruby"),
    ("geojson", "json"),
    ("gitconfig", "ini"),
    ("go-html-template", "html"),
    ("go-template", "html"),
    ("golang", "go"),
    ("gomod", "go"),
    ("gotmpl", "html"),
    ("heex", "elixir"),
    ("htm", "html"),
    ("html+erb", "erb"),
    ("html+jinja", "jinja-html"),
    ("htmldjango", "jinja-html"),
    ("inf", "ini"),
    ("ipython", "python"),
    ("irb", "ruby"),
    ("j2", "jinja"),
    ("java-properties", "ini"),
    ("javascriptreact", "javascript"),
    ("jinja2", "jinja"),
    ("jruby", "ruby"),
    ("ksh", "shellscript"),
    ("m", "objective-c"),
    ("mak", "make"),
    ("mk", "make"),
    ("mm", "objective-cpp"),
    ("mysql", "sql"),
    ("neovim", "viml"),
    ("njk", "jinja-html"),
    ("nunjucks", "jinja-html"),
    ("objective-c++", "objective-cpp"),
    ("objectivec", "objective-c"),
    ("opentofu", "terraform"),
    ("patch", "diff"),
    ("pgsql", "sql"),
    ("pl", "perl"),
    ("plist", "xml"),
    ("plsql", "sql"),
    ("pm", "perl"),
    ("podman", "docker"),
    ("py3", "python"),
    ("pycon", "python"),
    ("pyi", "python"),
    ("python2", "python"),
    ("rake", "ruby"),
    ("rakefile", "ruby"),
    ("rlang", "r"),
    ("rss", "xml"),
    ("sbt", "scala"),
    ("sh-session", "shellscript"),
    ("shell-script", "shellscript"),
    ("shell-session", "shellscript"),
    ("shellsession", "shellscript"),
    ("splus", "r"),
    ("sqlite", "sql"),
    ("sv", "system-verilog"),
    ("svg", "xml"),
    ("systemverilog", "system-verilog"),
    ("terminal", "shellscript"),
    ("toml+jinja", "toml"),
    ("tsql", "sql"),
    ("udiff", "diff"),
    ("vimrc", "viml"),
    ("visualbasic", "vb"),
    ("webmanifest", "json"),
    ("xhtml", "html"),
    ("xsd", "xml"),
    ("yaml+jinja", "yaml"),
    ("zsh-session", "shellscript"),
];

/// Names for plain text.
const PLAIN_TEXT: &[&str] = &[
    "text",
    "txt",
    "plain",
    "plaintext",
    "none",
    "nohighlight",
    "raw",
    "output",
];

/// The names in [`ALIASES`] that stand for a shell session: commands together with their output.
const SESSIONS: &[&str] = &[
    "bash-session",
    "console",
    "sh-session",
    "shell-session",
    "shellsession",
    "terminal",
    "zsh-session",
];

/// The language of a code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Language {
    /// The name of the grammar in the catalog.
    pub(super) grammar: String,
    /// True if the block alternates between commands and their output.
    pub(super) is_session: bool,
}

impl Language {
    /// Returns the language for `name`, the first word of an info string. `name` may be an alias, a name in the catalog, a file
    /// name or a file extension. Returns `None` for plain text and unknown names.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let name = name.strip_prefix("language-").unwrap_or(&name);
        let name = name.strip_prefix("lang-").unwrap_or(name);
        if name.is_empty() || PLAIN_TEXT.contains(&name) {
            return None;
        }
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
        let name = alias.map_or(name, |(_, grammar)| grammar);
        let catalog = Catalog::bundled();
        let grammar = catalog
            .canonical_language(name)
            .or_else(|| catalog.detect_path(Path::new(name)))
            // If the name is a file extension, `_` completes it to a file name.
            .or_else(|| catalog.detect_path(format!("_.{name}")))?;
        Some(Self {
            grammar: grammar.to_owned(),
            is_session: alias.is_some_and(|(alias, _)| SESSIONS.contains(alias)),
        })
    }
}

/// Returns true if `name`, the first word of an info string, means terminal output with escape sequences for its colors.
pub(super) fn is_terminal_output(name: &str) -> bool {
    name.eq_ignore_ascii_case("ansi")
}
