//! The names that authors give languages, and the grammars that read them.

use syntect::parsing::{SyntaxReference, SyntaxSet};

/// Names that no grammar goes by itself, as on GitHub (Linguist's aliases) and in Hugo (Chroma's), with the file
/// ending whose grammar reads them.
///
/// JavaScript is read by the grammar of TSX, which holds it whole: components stand in many a block that is called `js`,
/// and to a grammar that does not know them their first apostrophe begins a string.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("assembly", "asm"),
    ("astro", "html"),
    ("bash-session", "sh"),
    ("c#", "cs"),
    ("caddy", "conf"),
    ("caddyfile", "conf"),
    ("cjs", "tsx"),
    ("console", "sh"),
    ("containerfile", "Dockerfile"),
    ("csharp", "cs"),
    ("dash", "sh"),
    ("docker", "Dockerfile"),
    ("dosini", "ini"),
    ("dotenv", ".env"),
    ("eex", "html.eex"),
    ("elisp", "el"),
    ("emacs-lisp", "el"),
    ("erlang", "erl"),
    ("f#", "fs"),
    ("fsharp", "fs"),
    ("geojson", "json"),
    ("gherkin", "yaml"),
    ("gitignore", "gitignore"),
    ("go-html-template", "html"),
    ("go-template", "html"),
    ("golang", "go"),
    ("gomod", "go.mod"),
    ("handlebars", "html"),
    ("haskell", "hs"),
    ("hbs", "html"),
    ("hcl", "tf"),
    ("heex", "html.eex"),
    ("html+erb", "erb"),
    ("html+jinja", "jinja2"),
    ("htmldjango", "jinja2"),
    ("ipython", "py"),
    ("irb", "rb"),
    ("java-properties", "properties"),
    ("javascript", "tsx"),
    ("javascriptreact", "tsx"),
    ("jinja-html", "jinja2"),
    ("jruby", "rb"),
    ("js", "tsx"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("jsx", "tsx"),
    ("julia", "jl"),
    ("kotlin", "kt"),
    ("ksh", "sh"),
    ("latex", "tex"),
    ("liquid", "jinja2"),
    ("markdown", "md"),
    ("mdx", "md"),
    ("mjs", "tsx"),
    ("mysql", "sql"),
    ("ndjson", "json"),
    ("neovim", "vim"),
    ("njk", "jinja2"),
    ("node", "tsx"),
    ("nunjucks", "jinja2"),
    ("objc", "m"),
    ("objective-c", "m"),
    ("objective-c++", "mm"),
    ("objectivec", "m"),
    ("ocaml", "ml"),
    ("opentofu", "tf"),
    ("perl", "pl"),
    ("perl6", "pl"),
    ("pgsql", "sql"),
    ("plist", "xml"),
    ("plsql", "sql"),
    ("podman", "Dockerfile"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("prisma", "graphql"),
    ("py3", "py"),
    ("pycon", "py"),
    ("python2", "py"),
    ("python3", "py"),
    ("raku", "pl"),
    ("rlang", "r"),
    ("scheme", "scm"),
    ("sh-session", "sh"),
    ("shell", "sh"),
    ("shell-script", "sh"),
    ("shell-session", "sh"),
    ("shellscript", "sh"),
    ("shellsession", "sh"),
    ("splus", "r"),
    ("sqlite", "sql"),
    ("starlark", "bzl"),
    ("systemd", "ini"),
    ("terminal", "sh"),
    ("toml+jinja", "toml"),
    ("tsql", "sql"),
    ("typescriptreact", "tsx"),
    ("udiff", "diff"),
    ("viml", "vim"),
    ("vimscript", "vim"),
    ("webmanifest", "json"),
    ("xhtml", "html"),
    ("yaml+jinja", "yaml"),
    ("yml", "yaml"),
    ("zsh-session", "sh"),
];

/// Names for text that is no language at all.
const PLAIN: &[&str] = &[
    "text",
    "txt",
    "plain",
    "plaintext",
    "none",
    "nohighlight",
    "raw",
    "output",
];

/// Names for a shell's commands together with what they print.
const SESSIONS: &[&str] = &[
    "bash-session",
    "console",
    "sh-session",
    "shell-session",
    "shellsession",
    "terminal",
    "zsh-session",
];

/// A language by the name that leads to its grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Language {
    token: String,
    session: bool,
}

impl Language {
    /// What an info string's first word means; `None` for plain text.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let name = name.strip_prefix("language-").unwrap_or(&name);
        let name = name.strip_prefix("lang-").unwrap_or(name);
        if name.is_empty() || PLAIN.contains(&name) {
            return None;
        }
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
        Some(Self {
            token: alias.map_or(name, |(_, token)| token).to_owned(),
            session: SESSIONS.contains(&name),
        })
    }

    /// Whether commands and what they print alternate.
    pub(super) fn is_session(&self) -> bool {
        self.session
    }

    /// Its grammar.
    pub(super) fn syntax<'s>(&self, syntaxes: &'s SyntaxSet) -> Option<&'s SyntaxReference> {
        syntaxes.find_syntax_by_token(&self.token)
    }
}

/// Whether a name stands for a terminal's output with its colours.
pub(super) fn is_output(name: &str) -> bool {
    name.eq_ignore_ascii_case("ansi")
}
