//! Pelican (getpelican.com).

use super::super::permalink::{AddressRules, AddressedPost, SlugSource, hyphenated};
use super::super::settings::{Settings, inside_root, literal, of_script, quoted_list};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Pelican",
    root_files: "`pelicanconf.py`",
    detect,
    content_folders: &["content"],
    dialect: Dialect::PythonMarkdown,
    metadata: "`Key: value` lines up to the first blank line",
    drafts: "`Status: draft`",
    permalink: Some("/:slug.html"),
    token,
    static_folder: Some("content"),
    links: "`{filename}path.md`, `{static}path`",
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let script = root.read("pelicanconf.py")?;
    let content = literal(&script, "PATH").and_then(inside_root);
    let articles = quoted_list(&script, "ARTICLE_PATHS").into_iter();
    let below = content.clone().unwrap_or_else(|| "content".into());
    let articles = articles.filter_map(inside_root);
    let mut folders: Vec<_> = articles.map(|folder| below.join(folder)).collect();
    if folders.is_empty() {
        folders.extend(content);
    }
    let mut settings = of_script(&script, "SITENAME", "SITEURL");
    if settings.base_url.as_deref().is_none_or(str::is_empty) {
        // "Publishing your site": the address is only set for publication.
        let published = root.read("publishconf.py").unwrap_or_default();
        settings.base_url = literal(&published, "SITEURL").map(Into::into);
    }
    Some(Settings {
        folders,
        addresses: addresses(&script),
        ..settings
    })
}

/// Returns the pattern of articles ("URL settings").
fn addresses(script: &str) -> AddressRules {
    let pattern = literal(script, "ARTICLE_URL").map(|pattern| ("".into(), tokens(pattern).into()));
    // "Metadata": the name of a file may be the source of the slug.
    let names_are_slugs =
        literal(script, "SLUGIFY_SOURCE") == Some("basename") || script.contains("(?P<slug>");
    let slugs = if names_are_slugs {
        SlugSource::FileName
    } else {
        SlugSource::Title
    };
    AddressRules {
        patterns: pattern.into_iter().collect(),
        slugs,
        keeps_unicode: script.contains("SLUGIFY_USE_UNICODE = True"),
        has_dated_names: true,
        ..AddressRules::default()
    }
}

/// Rewrites a pattern of Python's format strings, `{date:%Y}/{slug}`, with tokens `:year/:slug`.
fn tokens(pattern: &str) -> String {
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
    let mut written = String::new();
    let mut rest = pattern;
    while let Some((before, (field, after))) = rest
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        written.push_str(before);
        match field.split_once(':') {
            Some(("date", format)) => {
                let mut format = format.to_owned();
                for (directive, token) in DATES {
                    format = format.replace(directive, token);
                }
                written.push_str(&format);
            }
            _ => written.push_str(&format!(":{field}")),
        }
        rest = after;
    }
    written + rest
}

/// Returns the value of a token ("URL settings").
fn token(address: &AddressedPost<'_>, token: &str) -> Option<String> {
    let slug = |text: &str| slug(text, address.site.addresses.keeps_unicode);
    match token {
        "slug" => match address.post.slug() {
            Some(slug) => Some(slug.to_owned()),
            None => match address.site.addresses.slugs {
                SlugSource::FileName => slug(address.undated_name()),
                SlugSource::Title => slug(&address.post.title),
            },
        },
        "lang" => address.post.language.as_deref().map(str::to_owned),
        // The folder of an article is its category, unless it has one ("Categories").
        "category" => match address.post.categories.first() {
            Some(category) => slug(category),
            None => slug(address.folders.last()?),
        },
        "author" => slug(address.post.authors.first()?),
        _ => address.date_token(token),
    }
}

/// Returns the slug of a text (`SLUG_REGEX_SUBSTITUTIONS`); `None` if it would be transliterated.
fn slug(text: &str, keeps_unicode: bool) -> Option<String> {
    let is_kept =
        |char: &char| char.is_alphanumeric() || char.is_whitespace() || matches!(char, '_' | '-');
    let kept: String = text.chars().filter(is_kept).collect();
    let slug = || hyphenated(&kept, |char| !char.is_whitespace()).to_lowercase();
    (keeps_unicode || kept.is_ascii()).then(slug)
}
