//! Reads the user's key bindings with their positions in the file.

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::ConfigErrorKind;
use crate::app::keymap::{BindingError, Context, UserBinding};

/// An error and the byte offset in the file at which it occurred.
pub(super) struct PositionedError {
    pub(super) at: usize,
    pub(super) kind: ConfigErrorKind,
}

impl PositionedError {
    fn new<T>(part: &Spanned<T>, kind: ConfigErrorKind) -> Self {
        Self {
            at: part.span().start,
            kind,
        }
    }
}

/// Skips the `keys` table when serde reads the file. [`read`] reads the table, since serde reports no positions inside it.
pub(super) fn table<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<UserBinding>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

/// Reads the bindings in a file's text, which is valid TOML.
pub(super) fn read(text: &str) -> Result<Vec<UserBinding>, PositionedError> {
    let Ok(file) = DeTable::parse(text) else {
        return Ok(Vec::new());
    };
    let mut keys = Vec::new();
    let Some((_, table)) = file
        .get_ref()
        .iter()
        .find(|(name, _)| name.get_ref() == "keys")
    else {
        return Ok(keys);
    };
    let DeValue::Table(entries) = table.get_ref() else {
        return Err(PositionedError::new(table, ConfigErrorKind::KeysNotATable));
    };
    for (name, value) in in_order(entries) {
        if let DeValue::Table(inside) = value.get_ref() {
            let view = view(name)?;
            for (key, action) in in_order(inside) {
                keys.push(binding(Some(view), key, action)?);
            }
        } else {
            keys.push(binding(None, name, value)?);
        }
    }
    Ok(keys)
}

/// Returns the entries in the order of the file, since later entries override earlier ones.
pub(super) fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

fn view(name: &Spanned<DeString<'_>>) -> Result<Context, PositionedError> {
    let mut views = Context::ALL.iter();
    let found = views.find(|(_, known)| known == name.get_ref());
    found.map(|(view, _)| *view).ok_or_else(|| {
        let unknown = name.get_ref().to_string();
        PositionedError::new(name, ConfigErrorKind::UnknownView { name: unknown })
    })
}

fn binding(
    view: Option<Context>,
    key: &Spanned<DeString<'_>>,
    action: &Spanned<DeValue<'_>>,
) -> Result<UserBinding, PositionedError> {
    let DeValue::String(name) = action.get_ref() else {
        return Err(PositionedError::new(
            action,
            ConfigErrorKind::ActionNotAString,
        ));
    };
    UserBinding::new(view, key.get_ref(), name).map_err(|error| {
        let at = match error {
            BindingError::Key(_) => key.span().start,
            BindingError::Action(_) => action.span().start,
        };
        let kind = ConfigErrorKind::Binding(error);
        PositionedError { at, kind }
    })
}
