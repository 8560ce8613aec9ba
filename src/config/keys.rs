//! Reads the user's key bindings with their positions in the file.

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::ConfigErrorKind;
use super::error::PositionedError;
use crate::app::keymap::{BindingError, UserBinding, View};

/// Skips the `keys` table when serde deserializes the file. [`parse_bindings`] parses the table, because serde reports no
/// positions inside it.
pub(super) fn skip<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<UserBinding>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

/// Parses the bindings in a file's text and appends the errors to `errors`. For invalid TOML, returns no bindings and appends no
/// error, since `read_settings` reports the invalid TOML.
pub(super) fn parse_bindings(text: &str, errors: &mut Vec<PositionedError>) -> Vec<UserBinding> {
    let Ok(file) = DeTable::parse(text) else {
        return Vec::new();
    };
    let mut settings = file.get_ref().iter();
    let Some((_, keys)) = settings.find(|(name, _)| name.get_ref() == "keys") else {
        return Vec::new();
    };
    let DeValue::Table(entries) = keys.get_ref() else {
        errors.push(PositionedError::new(keys, ConfigErrorKind::KeysNotATable));
        return Vec::new();
    };
    let mut bindings = Vec::new();
    for (name, value) in in_order(entries) {
        match value.get_ref() {
            DeValue::Table(view_table) => match parse_view(name) {
                Ok(view) => {
                    let view_entries = in_order(view_table).into_iter();
                    let parse = |(key, action)| parse_binding(Some(view), key, action);
                    bindings.extend(view_entries.map(parse));
                }
                Err(error) => errors.push(error),
            },
            _ => bindings.push(parse_binding(None, name, value)),
        }
    }
    let (valid, invalid): (Vec<_>, Vec<_>) = bindings.into_iter().partition(Result::is_ok);
    errors.extend(invalid.into_iter().filter_map(Result::err));
    valid.into_iter().filter_map(Result::ok).collect()
}

/// Returns the entries of a table in the order of the file. The order matters because a later binding overrides an earlier one.
pub(super) fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

/// Returns the view that a table below `keys` is for.
fn parse_view(name: &Spanned<DeString<'_>>) -> Result<View, PositionedError> {
    let mut views = View::ALL.iter();
    let view = views.find(|(_, known)| known == name.get_ref());
    view.map(|(view, _)| *view).ok_or_else(|| {
        let unknown = name.get_ref().to_string();
        PositionedError::new(name, ConfigErrorKind::UnknownView { name: unknown })
    })
}

/// Parses a binding for `view`. Without a view, the binding is for every view that has the action.
fn parse_binding(
    view: Option<View>,
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
