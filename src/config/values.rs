//! The types of the values in the configuration file. The conversion to such a type fails on an invalid value.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::error::{hint, nearest};
use crate::app::settings::HiddenPanes;
use crate::library::{Sort, SortBy};
use crate::post::DateFormat;

/// A maximum width of running text: 20 to 200 columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct Measure(pub u16);

impl TryFrom<i64> for Measure {
    type Error = InvalidColumns;

    fn try_from(columns: i64) -> Result<Self, InvalidColumns> {
        InvalidColumns::check("measure", columns, 20, 200).map(Self)
    }
}

/// A width of the list beside an article: 24 to 200 columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct ListWidth(pub u16);

impl TryFrom<i64> for ListWidth {
    type Error = InvalidColumns;

    fn try_from(columns: i64) -> Result<Self, InvalidColumns> {
        InvalidColumns::check("list width", columns, 24, 200).map(Self)
    }
}

/// A number of columns that is not valid for a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {name} can't be {columns}; use {min} to {max} columns")]
pub struct InvalidColumns {
    name: &'static str,
    columns: i64,
    min: u16,
    max: u16,
}

impl InvalidColumns {
    /// Returns `columns`, or an error if the number is not between `min` and `max`.
    fn check(name: &'static str, columns: i64, min: u16, max: u16) -> Result<u16, Self> {
        let width = u16::try_from(columns).ok();
        width
            .filter(|width| (min..=max).contains(width))
            .ok_or(Self {
                name,
                columns,
                min,
                max,
            })
    }
}

/// A language code (BCP 47), such as `de` or `pt-BR`. The parts of a code are separated by `-` or `_`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LanguageCode(pub Box<str>);

impl TryFrom<String> for LanguageCode {
    type Error = InvalidLanguage;

    fn try_from(code: String) -> Result<Self, InvalidLanguage> {
        let mut parts = code.split(['-', '_']);
        let is_language = |part: &str| {
            (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let is_subtag = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if parts.next().is_some_and(is_language) && parts.all(is_subtag) {
            Ok(Self(code.into()))
        } else {
            Err(InvalidLanguage { code })
        }
    }
}

/// A text that is not a valid [`LanguageCode`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{code}\" is not a language code; write a code such as \"de\" or \"pt-BR\"")]
pub struct InvalidLanguage {
    code: String,
}

/// The name of a library, which follows `@` on the command line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct LibraryName(pub String);

impl TryFrom<String> for LibraryName {
    type Error = InvalidLibraryName;

    fn try_from(name: String) -> Result<Self, InvalidLibraryName> {
        let is_valid = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.');
        if !name.is_empty() && name.chars().all(is_valid) {
            Ok(Self(name))
        } else {
            Err(InvalidLibraryName { name })
        }
    }
}

/// A text that is not a valid [`LibraryName`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a library can't be named \"{name}\"; use letters, digits, `-`, `_` and `.`")]
pub struct InvalidLibraryName {
    name: String,
}

/// An order of the list, written as a sort key and optionally the word `reversed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SortSetting(pub Sort);

impl TryFrom<String> for SortSetting {
    type Error = InvalidSort;

    fn try_from(text: String) -> Result<Self, InvalidSort> {
        let (name, reversed) = match text.strip_suffix(" reversed") {
            Some(name) => (name, true),
            None => (&*text, false),
        };
        let names = || SortBy::ALL.iter().map(|(_, name)| *name);
        match SortBy::named(name) {
            Some(by) => Ok(Self(Sort { by, reversed })),
            None => Err(InvalidSort {
                hint: hint(nearest(name, names()), names()),
                value: text,
            }),
        }
    }
}

/// A text that is not a valid [`SortSetting`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("posts can't be sorted by \"{value}\"; {hint}")]
pub struct InvalidSort {
    value: String,
    hint: String,
}

/// Deserializes the format of dates. Always returns `Some`: `None` means that the setting is missing.
pub(super) fn date_format<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateFormat>, D::Error> {
    let pattern = String::deserialize(deserializer)?;
    DateFormat::new(&pattern)
        .map(Some)
        .map_err(D::Error::custom)
}

/// Deserializes the panes to hide. Always returns `Some`: `None` means that the setting is missing.
pub(super) fn hidden_panes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<HiddenPanes>, D::Error> {
    let mut hidden = HiddenPanes::default();
    for name in Vec::<String>::deserialize(deserializer)? {
        match &*name {
            "list" => hidden.list = true,
            "contents" => hidden.contents = true,
            _ => {
                let names = ["list", "contents"].into_iter();
                let hint = hint(nearest(&name, names.clone()), names);
                return Err(D::Error::custom(format!(
                    "there is no pane \"{name}\"; {hint}"
                )));
            }
        }
    }
    Ok(Some(hidden))
}
