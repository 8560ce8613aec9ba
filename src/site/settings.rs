//! What a site's configuration says, as far as a reader needs it.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use crate::post::{Format, top_level};

/// The settings that matter here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) title: Option<Box<str>>,
    pub(super) base_url: Option<Box<str>>,
    /// Where the configuration says that content or sources are, below the root.
    pub(super) content: Option<PathBuf>,
    /// Patterns of addresses by section; the empty one is for all.
    pub(super) permalinks: Vec<(Box<str>, Box<str>)>,
}

/// A configuration file's top level, keys in lower case (Hugo's are without case), with the text of those that have one.
#[derive(Debug)]
pub(super) struct Table(HashMap<String, Option<String>>);

impl Table {
    /// Reads TOML, YAML or JSON, as the file's ending says; what does not parse, as far as it goes.
    pub(super) fn read(name: &str, text: &str) -> Self {
        let format = match Path::new(name)
            .extension()
            .and_then(|ending| ending.to_str())
        {
            Some("toml") => Format::Toml,
            Some("json") => Format::Json,
            _ => Format::Yaml,
        };
        let entries = top_level(format, text).into_iter();
        Self(
            entries
                .map(|(key, value)| (key.to_lowercase(), value))
                .collect(),
        )
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    fn text(&self, key: &str) -> Option<&str> {
        let text = self.0.get(key)?.as_deref()?.trim();
        Some(text).filter(|text| !text.is_empty())
    }

    /// A folder below the root; one that leads out of it is as good as none.
    pub(super) fn folder(&self, key: &str) -> Option<PathBuf> {
        self.text(key).and_then(inner)
    }

    /// Jekyll's and Hexo's one pattern, and Hugo's by section, which newer sites keep below `page`.
    fn permalinks(&self) -> Vec<(Box<str>, Box<str>)> {
        let section = |key: &str| -> Option<Box<str>> {
            let below = key.strip_prefix("permalinks.")?;
            Some(below.strip_prefix("page.").unwrap_or(below).into())
        };
        let all = self
            .text("permalink")
            .map(|pattern| ("".into(), pattern.into()));
        let named = self
            .0
            .keys()
            .filter_map(|key| Some((section(key)?, self.text(key)?.into())));
        all.into_iter().chain(named).collect()
    }

    /// The settings, the base address and the content folder under these keys.
    pub(super) fn settings(&self, base_url: &str, content: Option<PathBuf>) -> Settings {
        Settings {
            title: self.text("title").map(Into::into),
            base_url: self.text(base_url).map(Into::into),
            content,
            permalinks: self.permalinks(),
        }
    }
}

/// A relative path that stays where it is joined.
fn inner(text: &str) -> Option<PathBuf> {
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

/// Settings from a configuration that is a program: the first plain text behind each key. It is not run, so what
/// it computes stays unknown.
pub(super) fn of_script(text: &str, base_url: &str, content: Option<&str>) -> Settings {
    Settings {
        title: literal(text, "title").map(Into::into),
        base_url: literal(text, base_url).map(Into::into),
        permalinks: Vec::new(),
        content: content.and_then(|key| inner(literal(text, key)?)),
    }
}

/// The text in `key: 'text'`.
fn literal<'a>(script: &'a str, key: &str) -> Option<&'a str> {
    script.match_indices(key).find_map(|(at, _)| {
        let is_name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$' | '.');
        if script[..at].ends_with(is_name) {
            return None;
        }
        let rest = script[at + key.len()..]
            .trim_start_matches(['\'', '"'])
            .trim_start();
        let value = rest.strip_prefix(':')?.trim_start();
        let quote = value
            .chars()
            .next()
            .filter(|char| matches!(char, '\'' | '"' | '`'))?;
        let (text, _) = value[1..].split_once(quote)?;
        Some(text).filter(|text| !text.contains(['\n', '$']))
    })
}
