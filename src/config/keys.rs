//! The keys of the reader's own, with the place of each in the file.

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::app::keymap::{BindingError, Context, UserBinding};

/// What is wrong, and at which byte.
type Error = (usize, String);

/// Passes the table over, which [`read`] reads: of what it holds, serde would not say where it stands.
pub(super) fn table<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<UserBinding>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

/// The keys of a file's text, which is TOML.
pub(super) fn read(text: &str) -> Result<Vec<UserBinding>, Error> {
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
        let message =
            "keys are a table: `[keys]`, and below it lines like `\"J\" = \"next section\"`";
        return Err((table.span().start, message.to_owned()));
    };
    for (name, value) in in_order(entries) {
        if let DeValue::Table(inside) = value.get_ref() {
            let place = place(name)?;
            for (key, action) in in_order(inside) {
                keys.push(own(Some(place), key, action)?);
            }
        } else {
            keys.push(own(None, name, value)?);
        }
    }
    Ok(keys)
}

/// The entries as they stand in the file, for the later wins.
fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

fn place(name: &Spanned<DeString<'_>>) -> Result<Context, Error> {
    let all = Context::ALL.iter();
    let found = all.clone().find(|(_, known)| known == name.get_ref());
    found.map(|(place, _)| *place).ok_or_else(|| {
        let known: Vec<&str> = all.map(|(_, known)| *known).collect();
        let message = format!(
            "there is no place \"{}\"; there are {}",
            name.get_ref(),
            known.join(", ")
        );
        (name.span().start, message)
    })
}

fn own(
    place: Option<Context>,
    key: &Spanned<DeString<'_>>,
    action: &Spanned<DeValue<'_>>,
) -> Result<UserBinding, Error> {
    let DeValue::String(name) = action.get_ref() else {
        let message = "a key does what a name in quotes says, such as \"next section\"";
        return Err((action.span().start, message.to_owned()));
    };
    UserBinding::new(place, key.get_ref(), name).map_err(|wrong| match wrong {
        BindingError::Key(message) => (key.span().start, message),
        BindingError::Action(message) => (action.span().start, message),
    })
}
