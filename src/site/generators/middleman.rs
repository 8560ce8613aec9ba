//! Middleman with its blog extension (middlemanapp.com). Titles in quotes are pages or sections of its documentation.

use std::path::{Path, PathBuf};

use super::super::permalink::{AddressRules, AddressedPost, SectionPattern, hyphenated};
use super::super::settings::{SiteSettings, path_inside_root, string_literal, with_path};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Middleman",
    documentation: Documentation {
        root_files: "`config.rb` with `activate :blog`",
        drafts: "`published: false`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &["posts", "blog", ""],
    dialect: Dialect::Middleman,
    permalink: Some("/:year/:month/:day/:title.html"),
    token,
    ..DEFAULT
};

/// Keys of the site's URL. Middleman does not need the URL, so each site chooses a key.
const URL_KEYS: [&str; 6] = [
    "site_url", "url_root", "base_url", "url", "host", "hostname",
];

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = without_comments(&root.read("config.rb")?);
    let blogs = blogs(&script);
    if blogs.is_empty() {
        return None;
    }
    let source = setting(&script, "source").and_then(path_inside_root);
    let source = source.unwrap_or_else(|| "source".into());
    let folders = blogs
        .iter()
        .map(Blog::folder)
        .filter(|folder| !folder.as_os_str().is_empty());
    let url = URL_KEYS.iter().find_map(|key| setting(&script, key));
    let url = url.filter(|url| url.contains("://"));
    let path = setting(&script, "http_prefix").unwrap_or_default();
    Some(SiteSettings {
        content_folders: folders.map(|folder| source.join(folder)).collect(),
        title: ["site_title", "title", "site_name"]
            .iter()
            .find_map(|key| setting(&script, key))
            .map(Into::into),
        base_url: url.map(|url| with_path(url, path)),
        addresses: addresses(
            &blogs,
            &source,
            script.contains("activate :directory_indexes"),
        ),
        // Posts are rendered by kramdown, unless another engine is set ("Template Engines").
        dialect: script.contains(":redcarpet").then_some(Dialect::Gfm),
        source_folder: source,
        ..SiteSettings::default()
    })
}

/// Returns a script of Ruby without the lines that are comments.
fn without_comments(script: &str) -> String {
    let lines = script.lines();
    let lines = lines.filter(|line| !line.trim_start().starts_with('#'));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the text of `set :key, "text"` or `config[:key] = "text"`.
fn setting<'s>(script: &'s str, key: &str) -> Option<&'s str> {
    script.lines().find_map(|line| {
        let line = line.trim();
        let value = line
            .strip_prefix("set :")
            .and_then(|after_set| after_set.strip_prefix(key)?.trim_start().strip_prefix(','))
            .or_else(|| {
                let after_key = line.strip_prefix("config[:")?.strip_prefix(key)?;
                after_key.strip_prefix(']')?.trim_start().strip_prefix('=')
            })?;
        quoted_text(value.trim_start())
    })
}

/// Returns the quoted text at the start of `value`; `None` if the text contains an expression.
fn quoted_text(value: &str) -> Option<&str> {
    let quote = value
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    let (text, _) = value[1..].split_once(quote)?;
    (!is_computed(text)).then_some(text)
}

/// Returns true if a quoted text contains an expression.
fn is_computed(text: &str) -> bool {
    text.contains("#{")
}

/// A blog of a site ("Blogging", "Multiple blogs").
struct Blog<'s> {
    /// The pattern of the paths of source files, without `prefix`; empty if a program computes it.
    sources: String,
    /// The pattern of the addresses, without `prefix`; `None` if a program computes it.
    permalink: Option<String>,
    /// The folder before `sources` and before `permalink`; may be empty.
    prefix: &'s str,
}

/// Returns the blogs that a script activates. Options are set in a block, `blog.prefix = "…"`, or as arguments.
fn blogs(script: &str) -> Vec<Blog<'_>> {
    let calls = script.split("activate :blog").skip(1);
    // The name of another extension may start with `blog`.
    let calls =
        calls.filter(|call| !call.starts_with(|char: char| char.is_alphanumeric() || char == '_'));
    calls
        .map(|call| {
            // `activate :blog do |blog|`, then a line for each option, then `end`.
            let (line, below) = call.split_once('\n').unwrap_or((call, ""));
            let variable = line
                .split_once('|')
                .and_then(|(_, after_bar)| after_bar.split_once('|'));
            let (options, option_prefix) = match variable {
                Some((variable, _)) => {
                    let block_lines = below.lines().take_while(|line| line.trim() != "end");
                    let length = block_lines.map(|line| line.len() + 1).sum::<usize>();
                    let block = &below[..length.min(below.len())];
                    (block, format!("{}.", variable.trim()))
                }
                None => (line, String::new()),
            };
            let name_of = |key: &str| format!("{option_prefix}{key}");
            let is_set = |key: &str| options.contains(&name_of(key));
            let text = |key: &str| {
                string_literal(options, &name_of(key)).filter(|text| !is_computed(text))
            };
            let text_or_default = |key: &str, default: &str| match text(key) {
                Some(text) => Some(with_tokens(text)),
                None => (!is_set(key)).then(|| default.to_owned()),
            };
            Blog {
                sources: text_or_default("sources", ":year-:month-:day-:title.html")
                    .unwrap_or_default(),
                permalink: text_or_default("permalink", "/:year/:month/:day/:title.html"),
                prefix: text("prefix").unwrap_or_default(),
            }
        })
        .collect()
}

/// Rewrites a pattern `{year}/{title}` with tokens `:year/:title`.
fn with_tokens(pattern: &str) -> String {
    pattern.replace('{', ":").replace('}', "")
}

impl Blog<'_> {
    /// Returns the folder of the posts, relative to the site's source folder. The path is empty if the posts are in the source
    /// folder itself.
    fn folder(&self) -> PathBuf {
        let sources = Path::new(self.prefix.trim_matches('/')).join(self.sources.trim_matches('/'));
        let parts_without_tokens = sources
            .parent()
            .into_iter()
            .flat_map(Path::components)
            .take_while(|part| !part.as_os_str().to_string_lossy().contains(':'));
        path_inside_root(&parts_without_tokens.collect::<PathBuf>().to_string_lossy())
            .unwrap_or_default()
    }

    /// Returns the pattern of the name of a post's file, or of the name of its folder if each file is an `index.html`. The token
    /// `:title` of an address is taken from this name.
    fn source_name(&self) -> &str {
        let sources = self.sources.trim_end_matches(".html");
        let sources = sources.trim_end_matches("/index");
        sources.rsplit('/').next().unwrap_or(sources)
    }
}

/// Returns the patterns of the addresses of each blog ("Blogging", "Pretty URLs").
fn addresses(blogs: &[Blog<'_>], source: &Path, has_directory_indexes: bool) -> AddressRules {
    let mut patterns = Vec::new();
    let mut cannot_be_computed = false;
    for blog in blogs {
        // From a name with another pattern, `token` can't take the title.
        cannot_be_computed |= !matches!(blog.source_name(), ":title" | ":year-:month-:day-:title");
        let Some(permalink) = &blog.permalink else {
            cannot_be_computed = true;
            continue;
        };
        let mut pattern = format!("/{}/{}", blog.prefix.trim_matches('/'), permalink);
        let is_index = pattern.ends_with("/index.html");
        if let Some(bare) = pattern.strip_suffix(".html")
            && has_directory_indexes
            && !is_index
        {
            pattern = format!("{bare}/");
        }
        let folder = blog.folder();
        let section = if folder.as_os_str().is_empty() {
            PathBuf::new()
        } else {
            source.join(folder)
        };
        patterns.push(SectionPattern::new(section.to_string_lossy(), pattern));
    }
    AddressRules {
        patterns,
        omits_date_prefix: blogs.iter().any(|blog| blog.source_name() != ":title"),
        cannot_be_computed,
        ..AddressRules::default()
    }
}

/// Returns the value of a token ("Blogging", "Custom article paths"). It is the title in the source file's name, a part of
/// the date, or a field of the front matter.
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let post = addressed.post;
    match token_name {
        "title" => match post.slug() {
            Some(slug) => parameterized(slug),
            None => Some(addressed.undated_name().to_owned()),
        },
        "slug" => parameterized(post.slug()?),
        "category" => parameterized(post.categories.first()?),
        "lang" | "locale" => post.language.as_deref().map(str::to_owned),
        _ => addressed.date_token(token_name),
    }
}

/// Rewrites a text for an address: in lower case, with hyphens between words. Returns `None` if Middleman would transliterate
/// letters of the text.
fn parameterized(text: &str) -> Option<String> {
    let is_kept = |char: char| char.is_ascii_alphanumeric();
    text.is_ascii()
        .then(|| hyphenated(&text.to_lowercase(), is_kept))
}
