//! The user's own key bindings, from the configuration file.

use std::borrow::Cow;

use super::{ANY_LETTER, Binding, Context, actions, bindings, first_key, parse};
use crate::app::action::Action;

/// Reserved keys: users must always be able to open, to leave and to quit.
const FIXED_KEYS: [&str; 3] = ["Enter", "Esc", "^C"];

/// A key binding of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserBinding {
    /// The view in which the binding applies; `None` for every view that has the action.
    context: Option<Context>,
    /// The key sequence in the notation of the key table.
    keys: String,
    /// The action; `None` unbinds the key.
    action: Option<Action>,
}

impl UserBinding {
    /// Reads a key sequence and the name of an action, or `nothing`.
    ///
    /// # Errors
    /// Returns a message with a hint if the key is unknown or reserved, or if the view has no such action.
    pub fn new(context: Option<Context>, keys: &str, name: &str) -> Result<Self, BindingError> {
        let keys = key_sequence(keys).map_err(BindingError::Key)?;
        let action = action(context, name).map_err(BindingError::Action)?;
        let has_letter = keys.ends_with(ANY_LETTER) && keys != ANY_LETTER;
        let takes_letter = matches!(action, Some(Action::SetMark | Action::GoToMark));
        if action.is_some() && has_letter != takes_letter {
            let message = if takes_letter {
                let first = first_key(&keys);
                format!("\"{name}\" takes a letter: write the key as \"{first} {ANY_LETTER}\"")
            } else {
                format!("\"{name}\" takes no letter after its key")
            };
            return Err(BindingError::Key(message));
        }
        Ok(Self {
            context,
            keys,
            action,
        })
    }
}

/// The invalid part of a binding, and why it is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BindingError {
    Key(String),
    Action(String),
}

fn key_sequence(text: &str) -> Result<String, String> {
    let names: Vec<&str> = text.split(' ').filter(|name| !name.is_empty()).collect();
    let is_known = |(index, name): (usize, &&str)| {
        (*name == ANY_LETTER && index == 1) || parse(name).is_some()
    };
    if !(1..=2).contains(&names.len()) || !names.iter().enumerate().all(is_known) {
        return Err(format!(
            "there is no key \"{text}\"; write it as the help does (j, ^D, Space, PgDn, Alt-Left), a sequence of two as \"s d\""
        ));
    }
    if names.len() == 2 && names[0].chars().count() > 1 {
        return Err("a sequence starts with a letter or a sign".to_owned());
    }
    if FIXED_KEYS.contains(&names[0]) {
        return Err(format!("{} can't be bound; take another key", names[0]));
    }
    if names[0].starts_with(|char: char| char.is_ascii_digit()) {
        return Err("digits are counts; take another key".to_owned());
    }
    Ok(names.join(" "))
}

/// Parses the name of an action; `nothing` is `None`.
fn action(context: Option<Context>, name: &str) -> Result<Option<Action>, String> {
    if name.eq_ignore_ascii_case("nothing") {
        return Ok(None);
    }
    let Some(action) = Action::from_name(name) else {
        let nearest = Action::nearest_name(name);
        let nearest = nearest.map(|nearest| format!("; did you mean \"{nearest}\"?"));
        return Err(format!(
            "there is no action \"{name}\"{}; the palette (`:`) lists all",
            nearest.unwrap_or_default()
        ));
    };
    let mut bound = bindings().filter(|binding| binding.action == action);
    if bound.any(|binding| context.is_none_or(|context| context == binding.context)) {
        Ok(Some(action))
    } else {
        Err(format!("this view has no action \"{name}\""))
    }
}

/// Applies the user's bindings to the default bindings. Later bindings override earlier bindings.
pub(super) fn apply(mut bindings: Vec<Binding>, user: &[UserBinding]) -> Vec<Binding> {
    for UserBinding {
        context: wanted,
        keys,
        action,
    } in user
    {
        let contexts = Context::ALL.map(|(context, _)| context).into_iter();
        for context in contexts.filter(|context| wanted.is_none_or(|wanted| wanted == *context)) {
            let Some(action) = *action else {
                unbind(&mut bindings, context, keys);
                continue;
            };
            // Views that do not have the action keep the key's binding.
            let Some((entry, _)) = actions(context).find(|(_, known)| *known == action) else {
                continue;
            };
            unbind(&mut bindings, context, keys);
            let is_same =
                |binding: &Binding| binding.context == context && binding.action == action;
            let index = bindings.iter().position(is_same).unwrap_or(bindings.len());
            let keys = Cow::Owned(keys.clone());
            bindings.insert(
                index,
                Binding {
                    context,
                    action,
                    entry,
                    keys,
                },
            );
        }
    }
    bindings
}

/// Removes the binding of a key sequence, and bindings that conflict because one sequence is a prefix of the other.
fn unbind(bindings: &mut Vec<Binding>, context: Context, keys: &str) {
    bindings.retain(|binding| {
        let is_same_length = binding.keys.contains(' ') == keys.contains(' ');
        let clashes = if is_same_length {
            binding.keys == keys
        } else {
            first_key(&binding.keys) == first_key(keys)
        };
        binding.context != context || !clashes
    });
}

#[cfg(test)]
mod tests;
