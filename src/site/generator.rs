//! Which program builds a site, told from the names and the contents of its configuration.

use std::fmt;
use std::path::{Path, PathBuf};

use super::files::Files;
use super::settings::{Settings, Table, of_script};
use crate::document::Dialect;

/// A site generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the programs' own")]
pub enum Generator {
    Hugo,
    Zola,
    Jekyll,
    Hexo,
    Astro,
    Eleventy,
    Docusaurus,
    VuePress,
    Next,
    Obsidian,
}

const DATA: [&str; 4] = ["toml", "yaml", "yml", "json"];
const SCRIPTS: [&str; 5] = ["js", "mjs", "cjs", "ts", "mts"];

/// Keys that only Hugo's configuration has ("Configure Hugo: all settings"), in lower case.
const HUGO_KEYS: [&str; 9] = [
    "baseurl",
    "contentdir",
    "defaultcontentlanguage",
    "languagecode",
    "languages",
    "markup",
    "module",
    "params",
    "permalinks",
];

/// Keys that only Zola's configuration has ("Configuration"); the first is required.
const ZOLA_KEYS: [&str; 5] = [
    "base_url",
    "build_search_index",
    "compile_sass",
    "generate_feed",
    "generate_feeds",
];

impl Generator {
    /// Who builds the site whose configuration lies in `folder`, and what that says.
    pub(super) fn recognise(folder: &Path, files: &impl Files) -> Option<(Self, Settings)> {
        let read = |name: &str| files.read(&folder.join(name));
        data(&read)
            .or_else(|| scripts(&read))
            .or_else(|| jekyll_or_hexo(folder, files))
            .or_else(|| {
                first(&read, "next.config", &SCRIPTS).map(|_| (Self::Next, Settings::default()))
            })
            .or_else(|| {
                let is_vault = files.is_folder(&folder.join(".obsidian"));
                is_vault.then(|| (Self::Obsidian, Settings::default()))
            })
    }

    /// Its Markdown.
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Self::Hugo => Dialect::Hugo,
            Self::Zola => Dialect::Zola,
            Self::Jekyll => Dialect::Jekyll,
            Self::Eleventy => Dialect::Eleventy,
            Self::Docusaurus => Dialect::Docusaurus,
            Self::VuePress => Dialect::VuePress,
            Self::Obsidian => Dialect::Obsidian,
            // Plain GFM until a file's ending says MDX.
            Self::Astro | Self::Next => Dialect::Gfm,
            // Nunjucks tags around GFM, which no dialect of ours has alone.
            Self::Hexo => Dialect::Auto,
        }
    }

    /// Where its posts may lie below the root, the likeliest first; empty where they lie anywhere below it.
    pub(super) fn content_folders(self, settings: &Settings) -> Vec<PathBuf> {
        let configured = settings.content.clone();
        let below = |folder: Option<PathBuf>, names: &[&str]| {
            let folder = folder.unwrap_or_default();
            names.iter().map(|name| folder.join(name)).collect()
        };
        match self {
            Self::Hugo => below(configured.or_else(|| Some("content".into())), &[""]),
            Self::Zola => below(None, &["content"]),
            Self::Jekyll => below(configured, &["_posts", ""]),
            Self::Hexo => below(
                configured.or_else(|| Some("source".into())),
                &["_posts", ""],
            ),
            Self::Astro => {
                let names = [
                    "content/blog",
                    "content/posts",
                    "content",
                    "pages/blog",
                    "pages",
                ];
                below(configured.or_else(|| Some("src".into())), &names)
            }
            Self::Eleventy => {
                let names = [
                    "content/blog",
                    "content/posts",
                    "content",
                    "posts",
                    "blog",
                    "_posts",
                ];
                let mut folders: Vec<_> = below(configured.clone(), &names);
                folders.extend(configured.or_else(|| Some("src/posts".into())));
                folders
            }
            Self::Docusaurus => below(None, &["blog", "docs"]),
            Self::VuePress => below(None, &["_posts", "posts", "blog", "blogs", ""]),
            Self::Next => below(None, &["_posts", "posts", "content/posts", "data/blog"]),
            Self::Obsidian => Vec::new(),
        }
    }
}

impl fmt::Display for Generator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Jekyll => "Jekyll",
            Self::Hexo => "Hexo",
            Self::Astro => "Astro",
            Self::Eleventy => "Eleventy",
            Self::Docusaurus => "Docusaurus",
            Self::VuePress => "VuePress",
            Self::Next => "Next.js",
            Self::Obsidian => "Obsidian",
        })
    }
}

/// The first file `stem.ending` that is there, with its name.
fn first(
    read: &impl Fn(&str) -> Option<String>,
    stem: &str,
    endings: &[&str],
) -> Option<(String, String)> {
    endings.iter().find_map(|ending| {
        let name = format!("{stem}.{ending}");
        let text = read(&name)?;
        Some((name, text))
    })
}

/// Hugo and Zola, which both may call it `config.toml`: their keys tell them apart.
fn data(read: &impl Fn(&str) -> Option<String>) -> Option<(Generator, Settings)> {
    let hugo = |table: &Table| {
        let content = table.folder("contentdir");
        (Generator::Hugo, table.settings("baseurl", content))
    };
    for stem in ["hugo", "config/_default/hugo"] {
        if let Some((name, text)) = first(read, stem, &DATA) {
            return Some(hugo(&Table::read(&name, &text)));
        }
    }
    for stem in ["config", "config/_default/config", "zola"] {
        let Some((name, text)) = first(read, stem, &DATA) else {
            continue;
        };
        let table = Table::read(&name, &text);
        if name.ends_with("toml") && ZOLA_KEYS.iter().any(|key| table.has(key)) {
            return Some((Generator::Zola, table.settings("base_url", None)));
        }
        if HUGO_KEYS.iter().any(|key| table.has(key)) {
            return Some(hugo(&table));
        }
    }
    None
}

/// Generators that are configured in JavaScript.
fn scripts(read: &impl Fn(&str) -> Option<String>) -> Option<(Generator, Settings)> {
    for (generator, stem, base_url, content) in [
        (Generator::Docusaurus, "docusaurus.config", "url", None),
        (Generator::Astro, "astro.config", "site", Some("srcDir")),
        (Generator::Eleventy, "eleventy.config", "url", Some("input")),
        (Generator::Eleventy, ".eleventy", "url", Some("input")),
        (Generator::VuePress, ".vuepress/config", "hostname", None),
    ] {
        if let Some((_, text)) = first(read, stem, &SCRIPTS) {
            return Some((generator, of_script(&text, base_url, content)));
        }
    }
    let (name, text) = first(read, ".vuepress/config", &DATA)?;
    let settings = Table::read(&name, &text).settings("hostname", None);
    Some((Generator::VuePress, settings))
}

/// Both call it `_config.yml`; Hexo has a source folder with posts in it, or says where it writes them.
fn jekyll_or_hexo(folder: &Path, files: &impl Files) -> Option<(Generator, Settings)> {
    let read = |name: &str| files.read(&folder.join(name));
    let (name, text) = first(&read, "_config", &["yml", "yaml", "toml"])?;
    let table = Table::read(&name, &text);
    let is_hexo = table.has("new_post_name")
        || table.has("public_dir")
        || table.has("source_dir")
        || files.is_folder(&folder.join("source/_posts"));
    Some(if is_hexo {
        (
            Generator::Hexo,
            table.settings("url", table.folder("source_dir")),
        )
    } else {
        let source = table.folder("source").unwrap_or_default();
        let collections = table.folder("collections_dir").unwrap_or_default();
        (
            Generator::Jekyll,
            table.settings("url", Some(source.join(collections))),
        )
    })
}
