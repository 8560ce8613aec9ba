//! The settings of a site's configuration that folio uses.

use std::path::{Component, Path, PathBuf};

use super::permalink::AddressRules;
use crate::document::Dialect;
use crate::library::LanguageFolder;
use crate::post::{Format, flattened_entries};

/// The settings of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SiteSettings {
    pub(super) title: Option<Box<str>>,
    pub(super) base_url: Option<Box<str>>,
    /// The folder that contains the generator's default content folders, relative to the root.
    pub(super) source_folder: PathBuf,
    /// The content folders that the configuration names, relative to the root. Posts are listed from all of these folders
    /// that exist.
    pub(super) content_folders: Vec<PathBuf>,
    /// The language of posts that do not set a language.
    pub(super) default_language: Option<Box<str>>,
    /// The folders of languages, relative to the root.
    pub(super) language_folders: Vec<LanguageFolder>,
    /// The dialect of posts, if the configuration overrides the generator's dialect.
    pub(super) dialect: Option<Dialect>,
    /// The posts that the configuration lists as drafts, as paths relative to the root.
    pub(super) drafts: Vec<PathBuf>,
    /// The rules for the addresses of posts.
    pub(super) addresses: AddressRules,
}

/// The keys of all tables of a configuration file, each with the text of a scalar or the texts of a list. Keys are in lower
/// case, because Hugo ignores case; nested keys are written `table.key`.
#[derive(Debug)]
pub(super) struct ConfigTable(Vec<(String, Vec<String>)>);

impl ConfigTable {
    /// Parses the text of the file `name`: TOML, YAML or JSON, depending on the extension. An invalid file is parsed as far as
    /// possible.
    pub(super) fn parse(name: &str, text: &str) -> Self {
        let entries = flattened_entries(Format::of_file(name), text).into_iter();
        Self(
            entries
                .map(|(key, value)| (key.to_lowercase(), value))
                .collect(),
        )
    }

    /// Returns true if the table contains a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }

    /// Returns the text of a scalar, or of the first item of a list; `None` if the text is blank.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        let text = self.list(key).first()?.trim();
        Some(text).filter(|text| !text.is_empty())
    }

    /// Returns the texts of a list; a scalar is a list of one text.
    pub(super) fn list(&self, key: &str) -> &[String] {
        let entry = self.0.iter().find(|(name, _)| name == key);
        entry.map_or(&[], |(_, texts)| texts)
    }

    /// Returns the names of the keys and tables directly in the table `table_name`, sorted and without repetitions.
    pub(super) fn names_in(&self, table_name: &str) -> Vec<&str> {
        let keys = self.0.iter().filter_map(|(key, _)| {
            let inner = key.strip_prefix(table_name)?.strip_prefix('.')?;
            inner.split('.').next()
        });
        let mut names: Vec<_> = keys.collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns each key with the text of its scalar or of the first item of its list, in the order of the file. Omits empty lists,
    /// but not blank texts. If a list contains several tables (`[[table]]` in TOML), a key that occurs in each of them is returned
    /// once for each.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.0.iter();
        entries.filter_map(|(key, texts)| Some((&**key, texts.first()?.trim())))
    }

    /// Creates a table without keys.
    pub(super) fn empty() -> Self {
        Self(Vec::new())
    }

    /// Adds the keys of `other` that `self` does not have. The keys of `other` belong to the table `table_name`, or to no table if
    /// `table_name` is empty.
    pub(super) fn add_missing(&mut self, table_name: &str, other: Self) {
        // A key that `other` has several times is added each time.
        let own_count = self.0.len();
        for (key, texts) in other.0 {
            let key = if table_name.is_empty() {
                key
            } else {
                format!("{table_name}.{key}")
            };
            if !self.0[..own_count].iter().any(|(name, _)| *name == key) {
                self.0.push((key, texts));
            }
        }
    }

    /// Returns the text of `key` as the path of a folder relative to the root; `None` if there is no text, or if the folder
    /// could be outside of the root.
    pub(super) fn folder(&self, key: &str) -> Option<PathBuf> {
        self.text(key).and_then(path_inside_root)
    }

    /// For each key `table_name.x.key` whose text is not blank, returns `x` and the text, sorted by `x`.
    pub(super) fn nested(&self, table_name: &str, key: &str) -> Vec<(&str, &str)> {
        let mut pairs: Vec<_> = self
            .entries()
            .filter_map(|(name, text)| {
                let inner = name.strip_prefix(table_name)?.strip_prefix('.')?;
                let inner = inner.strip_suffix(key)?.strip_suffix('.')?;
                (!text.is_empty()).then_some((inner, text))
            })
            .collect();
        pairs.sort_unstable();
        pairs
    }

    /// Returns settings with only the title and the base URL. They are the texts of the keys `title_key` and `base_url_key`.
    pub(super) fn settings(&self, title_key: &str, base_url_key: &str) -> SiteSettings {
        SiteSettings {
            title: self.text(title_key).map(Into::into),
            base_url: self.text(base_url_key).map(Into::into),
            ..SiteSettings::default()
        }
    }
}

/// Returns a URL with a path appended to its end, separated by `/`.
pub(super) fn with_path(url: &str, path: &str) -> Box<str> {
    let url = url.trim_end_matches('/');
    match path.trim_matches('/') {
        "" => url.into(),
        path => format!("{url}/{path}").into(),
    }
}

/// Returns the text as a relative path without `..`, or `None` if the path could lead out of the root.
pub(super) fn path_inside_root(text: &str) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    for part in Path::new(text).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(path)
}

/// Returns the text of the first `key: 'text'` or `key = 'text'` in a configuration that is a program. The program is not
/// executed, so computed values are unknown.
pub(super) fn string_literal<'a>(script: &'a str, key: &str) -> Option<&'a str> {
    script.match_indices(key).find_map(|(position, _)| {
        // The key may be the end of another name, such as `subtitle` or `theme.title`.
        let is_name_char = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$' | '.');
        if script[..position].ends_with(is_name_char) {
            return None;
        }
        // The key may be in quotation marks.
        let after_key = script[position + key.len()..]
            .trim_start_matches(['\'', '"'])
            .trim_start();
        let value = after_key.strip_prefix([':', '='])?.trim_start();
        let quote = value
            .chars()
            .next()
            .filter(|char| matches!(char, '\'' | '"' | '`'))?;
        let (text, _) = value[1..].split_once(quote)?;
        // A text of several lines is rejected, since it is probably the code between two literals. A text with `$` is rejected as
        // well, since `$` may begin an expression.
        Some(text).filter(|text| !text.contains(['\n', '$']))
    })
}

/// Returns settings with only the title and the base URL, from a configuration that is a program. They are the texts of the
/// keys `title_key` and `base_url_key`.
pub(super) fn settings_of_script(
    script: &str,
    title_key: &str,
    base_url_key: &str,
) -> SiteSettings {
    SiteSettings {
        title: string_literal(script, title_key).map(Into::into),
        base_url: string_literal(script, base_url_key).map(Into::into),
        ..SiteSettings::default()
    }
}

/// Returns the quoted texts in the list or tuple that a Python script assigns to `key`, including texts in nested lists.
pub(super) fn quoted_list<'a>(script: &'a str, key: &str) -> Vec<&'a str> {
    let list = script.match_indices(key).find_map(|(position, _)| {
        let is_line_start = position == 0 || script[..position].ends_with('\n');
        let after_key = script[position + key.len()..].trim_start();
        let list = after_key.strip_prefix('=')?.trim_start();
        (is_line_start && list.starts_with(['(', '['])).then_some(list)
    });
    let Some(list) = list else {
        return Vec::new();
    };
    let mut depth = 0_usize;
    let mut texts = Vec::new();
    let mut remaining = list;
    while let Some(position) = remaining.find(['(', '[', ')', ']', '"', '\'', '#']) {
        let delimiter = remaining.as_bytes()[position];
        remaining = &remaining[position + 1..];
        match delimiter {
            b'(' | b'[' => depth += 1,
            b')' | b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            // A comment.
            b'#' => remaining = remaining.split_once('\n').map_or("", |(_, below)| below),
            quote => {
                let Some((text, after)) = remaining.split_once(char::from(quote)) else {
                    break;
                };
                texts.push(text);
                remaining = after;
            }
        }
    }
    texts
}
