//! Reads the user's key bindings with their positions in the file.

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::ConfigErrorKind;
use super::error::PositionedError;
use crate::app::keymap::{BindingError, Context, UserBinding};

/// Skips the `keys` table when serde deserializes the file: serde reports no positions inside the table, so
/// [`parse_bindings`] parses it.
pub(super) fn skip<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<UserBinding>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

/// Parses the bindings in a file's text, which is valid TOML.
pub(super) fn parse_bindings(text: &str) -> Result<Vec<UserBinding>, PositionedError> {
    let Ok(file) = DeTable::parse(text) else {
        return Ok(Vec::new());
    };
    let mut bindings = Vec::new();
    let Some((_, table)) = file
        .get_ref()
        .iter()
        .find(|(name, _)| name.get_ref() == "keys")
    else {
        return Ok(bindings);
    };
    let DeValue::Table(entries) = table.get_ref() else {
        return Err(PositionedError::new(table, ConfigErrorKind::KeysNotATable));
    };
    for (name, value) in in_order(entries) {
        if let DeValue::Table(view_table) = value.get_ref() {
            let view = parse_view(name)?;
            for (key, action) in in_order(view_table) {
                bindings.push(parse_binding(Some(view), key, action)?);
            }
        } else {
            bindings.push(parse_binding(None, name, value)?);
        }
    }
    Ok(bindings)
}

/// Returns the entries of a table in the order of the file, because later bindings override earlier ones.
pub(super) fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

/// Returns the view that a table below `keys` is for.
fn parse_view(name: &Spanned<DeString<'_>>) -> Result<Context, PositionedError> {
    let mut views = Context::ALL.iter();
    let view = views.find(|(_, known)| known == name.get_ref());
    view.map(|(view, _)| *view).ok_or_else(|| {
        let unknown = name.get_ref().to_string();
        PositionedError::new(name, ConfigErrorKind::UnknownView { name: unknown })
    })
}

/// Parses a binding in `view`, or in all views.
fn parse_binding(
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
        let offset = match error {
            BindingError::Key(_) => key.span().start,
            BindingError::Action(_) => action.span().start,
        };
        let kind = ConfigErrorKind::Binding(error);
        PositionedError { offset, kind }
    })
}
