//! The URL of a post on its site. The front matter sets the URL, or a pattern of the site or of the generator determines
//! it.
//!
//! Patterns contain tokens such as `:year`. This module knows the tokens of dates; the file of each generator knows the
//! generator's other tokens. The URL is unknown in three cases: a program determines it (Astro, Next), a pattern contains
//! an unknown token, or the post has no value for a token.

use std::path::{Path, PathBuf};

use super::Site;
use crate::post::{Date, Post};

/// The rules of a site for the addresses of its posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AddressRules {
    /// The patterns of the addresses in each section. If several of the sections contain a post, the pattern of the innermost
    /// section applies.
    pub(super) patterns: Vec<SectionPattern>,
    /// The language whose addresses do not start with a language folder; `None` if the site has one language.
    pub(super) default_language: Option<Box<str>>,
    /// True if a date at the start of a file's name is left out of the address.
    pub(super) omits_date_prefix: bool,
    /// The source of the slugs of posts whose front matter does not set a slug.
    pub(super) slug_source: SlugSource,
    /// True if addresses keep letters that are not ASCII. Otherwise such letters are transliterated.
    pub(super) keeps_unicode: bool,
    /// The folder of sources, relative to the site's root. Addresses do not contain this folder.
    pub(super) source_folder: PathBuf,
    /// True if folio cannot compute addresses: a program determines them, or a setting that folio does not support changes
    /// them.
    pub(super) cannot_be_computed: bool,
}

/// The pattern of the addresses of the posts in a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SectionPattern {
    /// The path of the section's folder, below the content folder or below the root; empty for all posts.
    pub(super) section: Box<str>,
    /// The pattern, or its name.
    pub(super) pattern: Box<str>,
}

impl SectionPattern {
    /// Creates the pattern of a section.
    pub(super) fn new(section: impl Into<Box<str>>, pattern: impl Into<Box<str>>) -> Self {
        Self {
            section: section.into(),
            pattern: pattern.into(),
        }
    }

    /// Creates the pattern of all posts that are in no section with a pattern of its own.
    pub(super) fn of_all_posts(pattern: impl Into<Box<str>>) -> Self {
        Self::new("", pattern)
    }
}

/// The source of the slug of a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SlugSource {
    #[default]
    Title,
    FileName,
}

/// A post, and the parts of its file's path that determine its URL.
pub(super) struct AddressedPost<'a> {
    pub(super) site: &'a Site,
    pub(super) post: &'a Post,
    /// The names of the folders that contain the post's file, below the site's content folder, without the folder of a
    /// language.
    pub(super) folders: Vec<String>,
    /// The name of the post's file without the extension. If the site has several languages, the language is left out too.
    pub(super) stem: String,
    /// The language in the post's path, if it is not the site's default language.
    language: Option<String>,
}

impl Site {
    /// Returns the full URL of the post in `file`, an absolute path; `None` if the site's base URL or the post's address is
    /// unknown, or if the post is not published.
    pub fn url(&self, file: &Path, post: &Post) -> Option<String> {
        let base = self.base_url.as_deref()?.trim_end_matches('/');
        if self.addresses.cannot_be_computed {
            return None;
        }
        let addressed = AddressedPost::new(self, file, post);
        let path = match post.url() {
            Some(url) if url.contains("://") => return Some(url.to_owned()),
            // With `permalink: false`, the page is not published (Eleventy, "Permalinks").
            Some("false") => return None,
            Some(path) => addressed.address_by_front_matter(path)?,
            None => addressed.address_by_pattern()?,
        };
        // `/a/index.html` is published as `/a/`.
        let folder = path.strip_suffix("index.html");
        let folder = folder.filter(|folder| folder.ends_with('/'));
        let path = folder.unwrap_or(&path);
        Some(format!("{base}/{}", path.trim_start_matches('/')))
    }
}

impl<'a> AddressedPost<'a> {
    /// Splits the path of a post's file into folders, stem and language. `file` is absolute.
    fn new(site: &'a Site, file: &Path, post: &'a Post) -> Self {
        let path = file.strip_prefix(&site.content).unwrap_or(&post.path);
        let mut folders: Vec<String> = path
            .parent()
            .into_iter()
            .flat_map(Path::components)
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        // Middleman: the source of `a.html` may be called `a.html.md`.
        let mut stem = name.strip_suffix(".html").unwrap_or(&name).to_owned();
        let mut language = None;
        if let Some(default) = &site.addresses.default_language {
            let path_language = crate::post::language_of_path(path);
            if let Some(path_language) = &path_language {
                if let Some(bare) = stem.strip_suffix(&format!(".{path_language}")) {
                    stem = bare.to_owned();
                } else if folders.first() == Some(path_language) {
                    folders.remove(0);
                }
            }
            language = path_language.filter(|language| !language.eq_ignore_ascii_case(default));
        }
        Self {
            site,
            post,
            folders,
            stem,
            language,
        }
    }

    /// Returns the name of the post's file or bundle, without the language. A bundle is a folder whose file `index` is the post.
    pub(super) fn name(&self) -> &str {
        match self.folders.last() {
            Some(folder) if self.stem == "index" => folder,
            _ => &self.stem,
        }
    }

    /// Returns the name of the post's file or bundle, without a date if the site's addresses have none.
    pub(super) fn undated_name(&self) -> &str {
        if self.site.addresses.omits_date_prefix {
            Date::without_date_prefix(self.name())
        } else {
            self.name()
        }
    }

    /// Returns the names of the folders that contain the post's file or bundle.
    pub(super) fn folders_above(&self) -> &[String] {
        match self.folders.split_last() {
            Some((_, above)) if self.stem == "index" => above,
            _ => &self.folders,
        }
    }

    /// Returns the address that results from the pattern of the post's section or of the generator.
    fn address_by_pattern(&self) -> Option<String> {
        let path = self.fill_pattern(self.pattern()?)?;
        Some(match &self.language {
            Some(language) => format!("/{}{path}", language.to_lowercase()),
            None => path,
        })
    }

    /// Returns the address that the front matter sets, with tokens replaced by their values.
    fn address_by_front_matter(&self, path: &str) -> Option<String> {
        let generator = self.site.generator.map(|generator| generator.0);
        let path = generator
            .and_then(|spec| spec.named_pattern)
            .map_or(path, |resolve_name| resolve_name(path));
        let generator_has_tokens = generator.is_some_and(|spec| spec.permalink.is_some());
        match path {
            // A template, such as `/{{ title | slug }}/`.
            path if path.contains(['{', '$', '<']) => {
                generator.and_then(|spec| (spec.expand_permalink)(self, path))
            }
            // A path is a pattern only if a colon starts one of its parts. Otherwise its colons are text.
            path if generator_has_tokens && (path.starts_with(':') || path.contains("/:")) => {
                self.fill_pattern(path)
            }
            path => Some(path.to_owned()),
        }
    }

    /// Returns the names of the folders that contain the post's file, below the root of the site.
    pub(super) fn folders_in_site(&self) -> Vec<String> {
        let content = self.site.content.strip_prefix(&self.site.root);
        let outer = content.into_iter().flat_map(Path::components);
        let outer = outer.map(|part| part.as_os_str().to_string_lossy().into_owned());
        outer.chain(self.folders.iter().cloned()).collect()
    }

    /// Returns the names of the folders that contain the post's file, below the folder of sources.
    pub(super) fn folders_in_source(&self) -> Vec<String> {
        let depth = self.site.addresses.source_folder.components().count();
        self.folders_in_site().into_iter().skip(depth).collect()
    }

    /// Returns the address of a page that is published under the names of its folders and its file: `folders`, then the name
    /// of the file with `suffix`. The files `index` and `README` are published at the address of their folder.
    pub(super) fn page_path(&self, folders: &[String], suffix: &str) -> String {
        let mut parts = folders.to_vec();
        if matches!(&*self.stem, "index" | "README") {
            parts.push(String::new());
        } else {
            parts.push(format!("{}{suffix}", self.stem));
        }
        parts.join("/")
    }

    /// Returns the pattern of the innermost section that contains the post and has a pattern.
    fn section_pattern(&self) -> Option<&'a SectionPattern> {
        let (in_content, in_site) = (self.folders.join("/"), self.folders_in_site().join("/"));
        let contains_post = |section: &str| {
            section.is_empty()
                || [&in_content, &in_site].into_iter().any(|folder| {
                    let below = folder.strip_prefix(section);
                    below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
                })
        };
        let patterns = self.site.addresses.patterns.iter();
        patterns
            .filter(|SectionPattern { section, .. }| contains_post(section))
            .max_by_key(|SectionPattern { section, .. }| section.len())
    }

    /// Returns the names of the post's folders below its section.
    pub(super) fn folders_in_section(&self) -> Vec<String> {
        let depth = self
            .section_pattern()
            .map_or(0, |SectionPattern { section, .. }| {
                section.split('/').filter(|part| !part.is_empty()).count()
            });
        self.folders_in_site().into_iter().skip(depth).collect()
    }

    /// Returns the pattern of the post's section, else of the generator. A name such as `pretty` is replaced by its pattern.
    fn pattern(&self) -> Option<&'a str> {
        let spec = self.site.generator?.0;
        let pattern = self.section_pattern().map(|section| &*section.pattern);
        let pattern = pattern.or(spec.permalink)?;
        Some(
            spec.named_pattern
                .map_or(pattern, |resolve_name| resolve_name(pattern)),
        )
    }

    /// Replaces the tokens of a pattern, and repeated slashes by one; returns `None` if the post has no value for a token.
    fn fill_pattern(&self, pattern: &str) -> Option<String> {
        let token_value = self.site.generator?.0.token;
        let mut path = String::new();
        let mut remaining = pattern;
        while let Some((before, after)) = remaining.split_once(':') {
            path.push_str(before);
            let end = after.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
            let end = end.unwrap_or(after.len());
            // A slice in brackets belongs to the token: `:sections[1:]` (Hugo, "Permalinks").
            let closing_bracket = after[end..]
                .find(']')
                .filter(|_| after[end..].starts_with('['));
            let end = closing_bracket.map_or(end, |offset| end + offset + 1);
            let (name, following) = after.split_at(end);
            path.push_str(&token_value(self, name)?);
            remaining = following;
        }
        path.push_str(remaining);
        while path.contains("//") {
            path = path.replace("//", "/");
        }
        Some(path)
    }

    /// Returns the value of a token that has the same meaning for all generators: a part of the date. Returns `None` for
    /// other tokens, and for a post without a date.
    pub(super) fn date_token(&self, token_name: &str) -> Option<String> {
        let Date {
            calendar_day: day,
            time,
            ..
        } = self.post.date?;
        let time = || time.unwrap_or_default();
        let english = |format: &str| day.strftime(format).to_string();
        Some(match token_name {
            "year" => format!("{:04}", day.year()),
            "short_year" => format!("{:02}", day.year() % 100),
            "month" => format!("{:02}", day.month()),
            "i_month" => day.month().to_string(),
            "short_month" => english("%b"),
            "long_month" => english("%B"),
            "monthname" => english("%B").to_lowercase(),
            "day" => format!("{:02}", day.day()),
            "i_day" => day.day().to_string(),
            "short_day" => english("%a"),
            "long_day" => english("%A"),
            "weekdayname" => english("%A").to_lowercase(),
            "weekday" => english("%w"),
            "week" => english("%V"),
            "w_year" => english("%G"),
            "y_day" => format!("{:03}", day.day_of_year()),
            "yearday" => day.day_of_year().to_string(),
            "hour" => format!("{:02}", time().hour()),
            "minute" => format!("{:02}", time().minute()),
            "second" => format!("{:02}", time().second()),
            _ => return None,
        })
    }

    /// Returns the categories joined with `/`, each converted by `slug`.
    pub(super) fn categories(&self, slug: impl Fn(&str) -> String) -> String {
        let names = self.post.categories.iter().map(|name| slug(name));
        names.collect::<Vec<_>>().join("/")
    }
}

/// Replaces hyphens and the characters that `is_kept` rejects. Each run of them becomes one `-`. The result has no `-` at the
/// ends.
pub(super) fn hyphenated(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let words = text.split(|char| !is_kept(char) || char == '-');
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hyphenated() {
        assert_eq!(hyphenated(" a & b--c! ", char::is_alphanumeric), "a-b-c");
    }
}
