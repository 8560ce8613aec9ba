//! The user's own key bindings, from the configuration file.

use std::borrow::Cow;

use super::{ANY_LETTER, Binding, Context, actions, bindings, first_key, parse};
use crate::app::action::Action;

/// Keys that can't be bound otherwise: a user must always be able to open, to leave and to quit.
const FIXED_KEYS: [&str; 3] = ["Enter", "Esc", "^C"];

/// A key binding of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserBinding {
    /// The view where it applies; `None` for every view that has the action.
    context: Option<Context>,
    /// The key sequence as the key table writes it.
    keys: String,
    /// The action; `None` unbinds the key.
    action: Option<Action>,
}

impl UserBinding {
    /// Reads a key sequence and the name of an action, or `nothing`.
    ///
    /// # Errors
    /// There is no such key, it can't be bound, or there is no such action in the view; as a sentence with a hint.
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
    let is_known =
        |(at, name): (usize, &&str)| (*name == ANY_LETTER && at == 1) || parse(name).is_some();
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

/// The action of a name, or `None` for `nothing`.
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
    let mut bound = bindings().filter(|one| one.action == action);
    if bound.any(|one| context.is_none_or(|context| context == one.context)) {
        Ok(Some(action))
    } else {
        Err(format!("this view has no action \"{name}\""))
    }
}

/// Applies the user's bindings to the default ones. Later ones win.
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
            // In a view without the action, the key keeps its binding.
            let Some((entry, _)) = actions(context).find(|(_, known)| *known == action) else {
                continue;
            };
            unbind(&mut bindings, context, keys);
            let same = |one: &Binding| one.context == context && one.action == action;
            let at = bindings.iter().position(same).unwrap_or(bindings.len());
            let keys = Cow::Owned(keys.clone());
            bindings.insert(
                at,
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

/// Removes the binding of a key sequence, and those that begin with it or that it begins with.
fn unbind(bindings: &mut Vec<Binding>, context: Context, keys: &str) {
    bindings.retain(|one| {
        let is_same_length = one.keys.contains(' ') == keys.contains(' ');
        let clashes = if is_same_length {
            one.keys == keys
        } else {
            first_key(&one.keys) == first_key(keys)
        };
        one.context != context || !clashes
    });
}

#[cfg(test)]
mod tests;
