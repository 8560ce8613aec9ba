//! Pelican (getpelican.com). Titles in quotes are pages or sections of its documentation.

use super::super::permalink::{
    AddressRules, AddressedPost, SectionPattern, SlugSource, hyphenated,
};
use super::super::settings::{
    SiteSettings, path_inside_root, quoted_list, settings_of_script, string_literal,
};
use super::{DEFAULT, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Pelican",
    documentation: Documentation {
        root_files: "`pelicanconf.py`",
        metadata: "`Key: value` lines up to the first blank line",
        drafts: "`Status: draft`",
        links: "`{filename}path.md`, `{static}path`",
    },
    detect,
    content_folders: &["content"],
    dialect: Dialect::PythonMarkdown,
    permalink: Some("/:slug.html"),
    token,
    static_folder: Some("content"),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root.read("pelicanconf.py")?;
    let content = string_literal(&script, "PATH").and_then(path_inside_root);
    let content_folder = content.clone().unwrap_or_else(|| "content".into());
    let article_folders = quoted_list(&script, "ARTICLE_PATHS").into_iter();
    let mut content_folders: Vec<_> = article_folders
        .filter_map(path_inside_root)
        .map(|folder| content_folder.join(folder))
        .collect();
    if content_folders.is_empty() {
        // Without `PATH`, this list stays empty, and the content folder of `SPEC` is used.
        content_folders.extend(content);
    }
    let mut settings = settings_of_script(&script, "SITENAME", "SITEURL");
    if settings.base_url.as_deref().is_none_or(str::is_empty) {
        // "Publishing your site": the base URL may be set only in the configuration for publication.
        let publication_script = root.read("publishconf.py").unwrap_or_default();
        settings.base_url = string_literal(&publication_script, "SITEURL").map(Into::into);
    }
    Some(SiteSettings {
        content_folders,
        addresses: addresses(&script),
        ..settings
    })
}

/// Returns the rules for the addresses of articles ("URL settings").
fn addresses(script: &str) -> AddressRules {
    let pattern = string_literal(script, "ARTICLE_URL")
        .map(|pattern| SectionPattern::of_all_posts(with_tokens(pattern)));
    // The slug comes from the name of the file if `SLUGIFY_SOURCE` says so, or if the regular expression
    // `FILENAME_METADATA` has a group called `slug` ("Metadata").
    let uses_file_names = string_literal(script, "SLUGIFY_SOURCE") == Some("basename")
        || script.contains("(?P<slug>");
    let slug_source = if uses_file_names {
        SlugSource::FileName
    } else {
        SlugSource::Title
    };
    AddressRules {
        patterns: pattern.into_iter().collect(),
        slug_source,
        keeps_unicode: script.contains("SLUGIFY_USE_UNICODE = True"),
        omits_date_prefix: true,
        ..AddressRules::default()
    }
}

/// Converts a Python format string, `{date:%Y}/{slug}`, to a pattern with tokens, `:year/:slug`.
fn with_tokens(pattern: &str) -> String {
    const DATES: [(&str, &str); 9] = [
        ("%Y", ":year"),
        ("%y", ":short_year"),
        ("%m", ":month"),
        ("%d", ":day"),
        ("%b", ":short_month"),
        ("%B", ":long_month"),
        ("%j", ":y_day"),
        ("%H", ":hour"),
        ("%M", ":minute"),
    ];
    let mut pattern_with_tokens = String::new();
    let mut remaining = pattern;
    while let Some((before, (field, after))) = remaining
        .split_once('{')
        .and_then(|(before, remaining)| Some((before, remaining.split_once('}')?)))
    {
        pattern_with_tokens.push_str(before);
        match field.split_once(':') {
            Some(("date", format)) => {
                let mut format = format.to_owned();
                for (directive, token) in DATES {
                    format = format.replace(directive, token);
                }
                pattern_with_tokens.push_str(&format);
            }
            _ => pattern_with_tokens.push_str(&format!(":{field}")),
        }
        remaining = after;
    }
    pattern_with_tokens + remaining
}

/// Returns the value of a token ("URL settings").
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let slug_of = |text: &str| slug(text, addressed.site.addresses.keeps_unicode);
    match token_name {
        "slug" => match addressed.post.slug() {
            Some(slug) => Some(slug.to_owned()),
            None => match addressed.site.addresses.slug_source {
                SlugSource::FileName => slug_of(addressed.undated_name()),
                SlugSource::Title => slug_of(&addressed.post.title),
            },
        },
        "lang" => addressed.post.language.as_deref().map(str::to_owned),
        // Without a category in the front matter, the article's folder is its category ("Categories").
        "category" => match addressed.post.categories.first() {
            Some(category) => slug_of(category),
            None => slug_of(addressed.folders.last()?),
        },
        "author" => slug_of(addressed.post.authors.first()?),
        _ => addressed.date_token(token_name),
    }
}

/// Returns the slug of a text (`SLUG_REGEX_SUBSTITUTIONS`); `None` if Pelican would transliterate letters of the text.
fn slug(text: &str, keeps_unicode: bool) -> Option<String> {
    let is_kept =
        |char: &char| char.is_alphanumeric() || char.is_whitespace() || matches!(char, '_' | '-');
    let kept: String = text.chars().filter(is_kept).collect();
    let slug = || hyphenated(&kept, |char| !char.is_whitespace()).to_lowercase();
    (keeps_unicode || kept.is_ascii()).then(slug)
}
