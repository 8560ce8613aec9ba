//! Translations: posts that are versions of one text in several languages.
//!
//! Two posts are translations of each other if they have different languages and one of these properties in common:
//!
//! - the path without the language (Hugo, Zola and most others); the file's name or a folder contains the language,
//! - the front matter's `translationKey` (Hugo),
//! - the address (Jekyll with Polyglot),
//! - the slug together with the date (Jekyll with Polyglot).
//!
//! The last two count only for posts whose metadata, file name or first folder sets a language.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{Library, PostId};
use crate::post::Post;

/// The languages of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteLanguages {
    /// The language of posts that do not set a language; `None` if the site's configuration has no default language.
    pub default: Option<Box<str>>,
    /// The folders with posts of one language, relative to the library's folder.
    pub folders: Vec<LanguageFolder>,
}

impl SiteLanguages {
    /// Returns the language of a post at `path` (relative to the library's folder) that does not set a language: the language
    /// of its folder, else the default.
    pub fn of_path(&self, path: &Path) -> Option<&str> {
        let folder = self.language_folder(path).map(|folder| &*folder.language);
        folder.or(self.default.as_deref())
    }

    fn language_folder(&self, path: &Path) -> Option<&LanguageFolder> {
        let mut folders = self.folders.iter();
        folders.find(|folder| path.starts_with(&folder.folder))
    }
}

/// A folder with the posts of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageFolder {
    /// The language code.
    pub language: Box<str>,
    /// The path of the folder, relative to the library's folder.
    pub folder: PathBuf,
}

/// The versions of each post that a library lists: all of them, or only one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    /// Every version is an entry.
    #[default]
    AllVersions,
    /// A post and its translations are one entry. The entry shows the version in the user's language, else the version in the
    /// site's default language. If there is neither, it shows the first version by path.
    OneVersion {
        /// The user's language, if it is set.
        language: Option<Box<str>>,
    },
}

/// Groups of posts that are translations of each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Translations {
    /// Groups of at least two posts. The posts of a group are ordered by [`Library::rank`], then by path; the first is listed,
    /// unless the filter asks for another language.
    groups: Vec<Vec<PostId>>,
    /// The index of a post's group.
    group_of: HashMap<PostId, usize>,
}

impl Translations {
    /// Returns the post and its translations, the listed version first. Returns an empty slice for a post without
    /// translations.
    pub(super) fn group(&self, id: PostId) -> &[PostId] {
        let group = self.group_of.get(&id);
        group.map_or(&[], |group| &self.groups[*group])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Returns the number of posts that are not listed, because another version is listed instead.
    fn hidden_post_count(&self) -> usize {
        self.groups.iter().map(|group| group.len() - 1).sum()
    }

    /// Finds the groups of translations in a library.
    fn find(library: &Library) -> Self {
        // Most libraries have neither languages nor translation keys, so there is nothing to find.
        let may_have_translations = |id: PostId| {
            let post = library.post(id);
            post.language.is_some() || post.translation_key().is_some()
        };
        if library.languages.folders.is_empty() && !library.by_path().any(may_have_translations) {
            return Self::default();
        }
        let mut groups: Vec<Group> = Vec::new();
        let mut by_key: HashMap<TranslationKey<'_>, usize> = HashMap::new();
        for id in library.by_path() {
            let keys = library.translation_keys(id);
            let language = library.language(id).map(normalized_code);
            // A group has at most one post of each language.
            let mut candidates = keys.iter().filter_map(|key| by_key.get(key).copied());
            let group = candidates.find(|group| !groups[*group].languages.contains(&language));
            let group = group.unwrap_or_else(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            groups[group].languages.push(language);
            groups[group].posts.push(id);
            for key in keys {
                by_key.entry(key).or_insert(group);
            }
        }
        let groups = groups.into_iter().map(|group| group.posts);
        let mut groups: Vec<_> = groups.filter(|posts| posts.len() > 1).collect();
        for posts in &mut groups {
            posts.sort_by_cached_key(|id| library.rank(*id));
        }
        let mut group_of = HashMap::new();
        for (index, posts) in groups.iter().enumerate() {
            group_of.extend(posts.iter().map(|id| (*id, index)));
        }
        Self { groups, group_of }
    }
}

/// A group to which posts are being added.
#[derive(Default)]
struct Group {
    posts: Vec<PostId>,
    /// The normalized languages of the posts; `None` for a post without a language.
    languages: Vec<Option<String>>,
}

/// A property that translations of each other have in common.
#[derive(PartialEq, Eq, Hash)]
enum TranslationKey<'a> {
    Path(Cow<'a, OsStr>),
    FrontMatter(&'a str),
    Address(&'a str),
    DatedSlug(&'a str, jiff::civil::Date),
}

impl Library {
    /// Sets the languages of the site.
    #[must_use]
    pub fn with_languages(mut self, languages: SiteLanguages) -> Self {
        self.languages = languages;
        self
    }

    /// Changes the languages of the site. Earlier results of [`Library::select`] are not updated.
    pub fn set_languages(&mut self, languages: SiteLanguages) {
        self.languages = languages;
        self.translations.take();
    }

    /// Sets whether all versions of each post are listed, or only one.
    #[must_use]
    pub fn with_listing(mut self, listing: Listing) -> Self {
        self.set_listing(listing);
        self
    }

    /// Sets whether all versions of each post are listed, or only one. Earlier results of [`Library::select`] are not updated.
    pub fn set_listing(&mut self, listing: Listing) {
        self.listing = listing;
        self.translations.take();
    }

    /// Returns the language that the post's metadata, file name or first folder sets. Otherwise returns the language that the
    /// site gives to the post's folder, else the site's default language.
    pub fn language(&self, id: PostId) -> Option<&str> {
        let post = self.post(id);
        let post_language = post.language.as_deref();
        post_language
            .or_else(|| Some(&*self.language_folder(&post.path)?.language))
            .or(self.languages.default.as_deref())
    }

    /// Returns true if the post's language and the site's default language are known and different. Regions are not compared.
    pub fn is_in_other_language(&self, id: PostId) -> bool {
        let default = self.languages.default.as_deref().map(normalized_code);
        let language = self.language(id).map(normalized_code);
        default.zip(language).is_some_and(|(default, language)| {
            primary_subtag(&default) != primary_subtag(&language)
        })
    }

    fn language_folder(&self, path: &Path) -> Option<&LanguageFolder> {
        self.languages.language_folder(path)
    }

    /// Returns the post and its translations, the listed version first. Returns an empty slice for a post without
    /// translations, or if all versions are listed.
    pub fn language_versions(&self, id: PostId) -> &[PostId] {
        self.translations().group(id)
    }

    /// Returns the number of entries in a list of all posts.
    pub fn entry_count(&self) -> usize {
        self.len() - self.translations().hidden_post_count()
    }

    /// Returns the groups of translations. There are no groups if all versions are listed.
    pub(super) fn translations(&self) -> &Translations {
        self.translations.get_or_init(|| match self.listing {
            Listing::AllVersions => Translations::default(),
            Listing::OneVersion { .. } => Translations::find(self),
        })
    }

    /// Returns the rank of a version; the version with the lowest rank is listed. Ranks are in this order: the user's language
    /// and region, the user's language, the site's default language (no language if the site sets none), other languages.
    fn rank(&self, id: PostId) -> u8 {
        let Listing::OneVersion {
            language: user_language,
        } = &self.listing
        else {
            return 0;
        };
        let language = self.language(id).map(normalized_code);
        let has_code = |code: &str| language.as_deref() == Some(code);
        let is_default = match &self.languages.default {
            Some(default) => has_code(&normalized_code(default)),
            None => language.is_none(),
        };
        let user_language = user_language.as_deref().map(normalized_code);
        match &user_language {
            Some(user_language) if has_code(user_language) => 0,
            Some(user_language)
                if language.as_deref().is_some_and(|language| {
                    primary_subtag(language) == primary_subtag(user_language)
                }) =>
            {
                1
            }
            _ if is_default => 2,
            _ => 3,
        }
    }

    /// Returns the properties of a post that identify its translations.
    fn translation_keys(&self, id: PostId) -> Vec<TranslationKey<'_>> {
        let post = self.post(id);
        let path = match self.language_folder(&post.path) {
            Some(LanguageFolder { folder, .. }) => post.path.strip_prefix(folder),
            None => Ok(&*post.path),
        };
        let path = match Post::path_without_language(path.unwrap_or(&post.path)) {
            Cow::Borrowed(path) => Cow::Borrowed(path.as_os_str()),
            Cow::Owned(path) => Cow::Owned(path.into_os_string()),
        };
        let mut keys = vec![TranslationKey::Path(path)];
        keys.extend(post.translation_key().map(TranslationKey::FrontMatter));
        if post.language.is_some() {
            let address = post.url().map(|url| url.trim_matches('/'));
            let address = address.filter(|address| !address.is_empty());
            keys.extend(address.map(TranslationKey::Address));
            if let (Some(slug), Some(date)) = (post.slug(), post.date) {
                keys.push(TranslationKey::DatedSlug(slug, date.calendar_day));
            }
        }
        keys
    }
}

/// Returns a language code in lower case with hyphens: `pt_BR` becomes `pt-br`.
pub(super) fn normalized_code(language: &str) -> String {
    language.to_lowercase().replace('_', "-")
}

/// Returns the first part of a normalized language code: `zh` for `zh-hant-tw`.
fn primary_subtag(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

/// Returns true if a language matches `requested`, a normalized code. A requested `pt` matches the language `pt-BR`, and a
/// requested `pt-br` matches the language `pt_BR`.
pub(super) fn matches_language(language: &str, requested: &str) -> bool {
    let letters = language.chars().flat_map(char::to_lowercase);
    let mut letters = letters.map(|letter| if letter == '_' { '-' } else { letter });
    requested
        .chars()
        .all(|letter| letters.next() == Some(letter))
        && matches!(letters.next(), None | Some('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Filter, Sort, SortBy};
    use crate::post;

    /// Creates a library that lists one version of each post, from pairs of path and YAML front matter. `language` is the
    /// user's language, `default` the site's default language.
    fn library(posts: &[(&str, &str)], language: Option<&str>, default: Option<&str>) -> Library {
        let read = |(path, front_matter): &(&str, &str)| {
            let text = format!("---\n{front_matter}\n---\n");
            post::read(Path::new(path), &post::decode(text.as_bytes()))
        };
        let languages = SiteLanguages {
            default: default.map(Into::into),
            folders: vec![LanguageFolder {
                language: "fr".into(),
                folder: "french".into(),
            }],
        };
        let mut library = Library::new(Sort::by(SortBy::Path))
            .with_languages(languages)
            .with_listing(Listing::OneVersion {
                language: language.map(Into::into),
            });
        library.extend(posts.iter().map(read).collect());
        library
    }

    /// Returns the paths of the versions that the library lists for a filter.
    fn listed_paths(library: &Library, filter: &str) -> String {
        let ids = library.select(&Filter::parse(filter));
        let paths = ids
            .iter()
            .map(|id| library.post(*id).path.to_string_lossy());
        paths.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn versions_have_the_same_path_translation_key_address_or_dated_slug() {
        for (posts, entry_count) in [
            (&[("a.md", ""), ("a.de.md", ""), ("b.md", "")][..], 2),
            (&[("s/index.md", ""), ("s/index.zh-CN.md", "")], 1),
            (&[("en/a.md", ""), ("de/a.md", ""), ("a.md", "")], 1),
            (&[("french/a.md", ""), ("a.md", "")], 1),
            (&[("_posts/en/a.md", ""), ("_posts/de/a.md", "")], 1),
            (&[("de/a.md", ""), ("de/b.md", ""), ("de/c/a.md", "")], 3),
            (
                &[
                    ("x.md", "lang: en\npermalink: /about/"),
                    ("y.md", "lang: de\npermalink: /about"),
                    ("z.md", "permalink: /about"),
                ],
                2,
            ),
            (
                &[
                    ("x.md", "lang: en\nslug: s\ndate: 2024-01-01"),
                    ("y.md", "lang: de\nslug: s\ndate: 2024-01-01"),
                    ("z.md", "lang: fr\nslug: s\ndate: 2024-01-02"),
                ],
                2,
            ),
            (
                &[
                    ("x.md", "translationKey: k"),
                    ("y.md", "lang: de\ntranslationKey: k"),
                ],
                1,
            ),
            // Two posts in one language are not translations of each other.
            (&[("a.md", "lang: de"), ("a.de.md", "")], 2),
            (
                &[("x.md", "lang: de\nurl: /a"), ("y.md", "lang: de\nurl: /a")],
                2,
            ),
            (&[("a.md", ""), ("b.md", "")], 2),
        ] {
            let library = library(posts, None, None);
            assert_eq!(library.entry_count(), entry_count, "{posts:?}");
            assert_eq!(
                library.select(&Filter::default()).len(),
                entry_count,
                "{posts:?}"
            );
        }
    }

    #[test]
    fn the_users_language_is_preferred_to_the_default_language() {
        let posts = [
            ("a.md", ""),
            ("a.de.md", ""),
            ("a.pt-br.md", ""),
            ("b.de.md", ""),
            ("b.fr.md", ""),
        ];
        for (language, default, expected) in [
            (None, None, "a.md b.de.md"),
            (None, Some("en"), "a.md b.de.md"),
            (Some("de"), Some("en"), "a.de.md b.de.md"),
            (Some("de-AT"), Some("en"), "a.de.md b.de.md"),
            (Some("pt"), Some("en"), "a.pt-br.md b.de.md"),
            (Some("ru"), Some("fr"), "a.md b.fr.md"),
        ] {
            let library = library(&posts, language, default);
            assert_eq!(
                listed_paths(&library, ""),
                expected,
                "{language:?} {default:?}"
            );
        }
    }

    #[test]
    fn language_terms_select_the_listed_version() {
        let posts = [
            ("a.md", "tags: [x]\ntitle: One"),
            ("a.de.md", "tags: [y]\ntitle: Eins"),
            ("b.md", "tags: [x]"),
        ];
        let library = library(&posts, None, Some("en"));
        for (filter, expected) in [
            ("", "a.md b.md"),
            ("lang:de", "a.de.md"),
            ("lang:en", "a.md b.md"),
            ("-lang:en", "a.de.md"),
            ("lang:fr", ""),
            ("#x", "a.md b.md"),
            ("#y", ""),
            ("#y lang:de", "a.de.md"),
            ("eins", ""),
        ] {
            assert_eq!(listed_paths(&library, filter), expected, "{filter}");
        }
        let facets = library.facets(&Filter::default());
        let facets = facets
            .iter()
            .map(|facet| (&*facet.name, facet.posts, facet.total));
        assert_eq!(facets.collect::<Vec<_>>(), [("x", 2, 2)]);
    }

    #[test]
    fn a_section_counts_a_post_and_its_translations_once() {
        let posts = [("news/a.md", ""), ("news/a.de.md", ""), ("news/b.md", "")];
        let library = library(&posts, None, Some("en"));
        let facets = library.facets(&Filter::parse("b"));
        let facets = facets
            .iter()
            .map(|facet| (&*facet.name, facet.posts, facet.total));
        assert_eq!(facets.collect::<Vec<_>>(), [("news", 1, 2)]);
    }

    #[test]
    fn added_and_removed_posts_change_the_versions() {
        let mut library = library(&[("a.md", "")], None, None);
        assert_eq!(library.entry_count(), 1);
        library.extend(vec![post::read(Path::new("a.de.md"), &post::decode(b""))]);
        assert_eq!(library.entry_count(), 1);
        let id = library.find(Path::new("a.md")).unwrap();
        assert_eq!(library.language_versions(id).len(), 2);
        // A scanned path without a post removes the post.
        library.apply_changes(crate::library::LibraryUpdate {
            scanned_paths: vec!["a.md".into()],
            ..Default::default()
        });
        assert_eq!(listed_paths(&library, ""), "a.de.md");
        assert_eq!(library.entry_count(), 1);
    }
}
