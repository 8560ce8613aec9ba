//! The user's key bindings, from the configuration file.

use std::borrow::Cow;

use super::bindings::{Binding, actions, bindings};
use super::key::{ANY_LETTER, first_key, parse};
use super::view::View;
use crate::app::action::Action;

/// Keys that can't be bound, so that users can always open a post, go back and quit.
const FIXED_KEYS: [&str; 3] = ["Enter", "Esc", "^C"];

/// A key binding of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserBinding {
    /// The view in which the binding applies; `None` for every view that has the action.
    view: Option<View>,
    /// The key sequence in the notation of the key table.
    keys: String,
    /// The action; `None` unbinds the key.
    action: Option<Action>,
}

impl UserBinding {
    /// Parses a key sequence, and the name of an action or `nothing`.
    ///
    /// # Errors
    /// Fails if a key is unknown or reserved, or if the view has no such action. The key sequence of an action that takes
    /// a letter must end in the placeholder `a-z`. The key sequence of any other action must not.
    pub fn new(view: Option<View>, keys: &str, name: &str) -> Result<Self, BindingError> {
        let keys = parse_sequence(keys)?;
        let action = parse_action(view, name)?;
        let has_placeholder = keys.ends_with(ANY_LETTER);
        let takes_letter = matches!(action, Some(Action::SetMark | Action::GoToMark));
        if action.is_some() && has_placeholder != takes_letter {
            let name = name.to_owned();
            let error = if takes_letter {
                let first = first_key(&keys).to_owned();
                KeyError::MissingLetter { name, first }
            } else {
                KeyError::UnexpectedLetter { name }
            };
            return Err(error.into());
        }
        Ok(Self { view, keys, action })
    }
}

/// The invalid part of a binding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum BindingError {
    Key(#[from] KeyError),
    Action(#[from] ActionError),
}

/// The reason why a key sequence is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not one or two keys in the notation of the key table.
    #[error(
        "unknown key \"{0}\"; keys are written as in the help, such as j, ^D, Space, PgDn or Alt-Left, and a sequence of two keys as \"s d\""
    )]
    Unknown(String),
    /// A sequence of two keys whose first key has a name, such as `Space`, or a modifier, such as `^D`.
    #[error("the first key of a sequence must be a single character")]
    NamedPrefix,
    /// The first key is one of `FIXED_KEYS`.
    #[error("{0} can't be bound; choose another key")]
    Fixed(&'static str),
    /// The first key is a digit.
    #[error("digits are reserved for counts, as in 5j; choose another key")]
    Digit,
    /// A key sequence without `a-z`, for an action that takes a letter.
    #[error("\"{name}\" takes a letter: write the key as \"{first} {ANY_LETTER}\"")]
    MissingLetter {
        /// The name of the action.
        name: String,
        /// The first key.
        first: String,
    },
    /// A key sequence with `a-z`, for an action that takes no letter.
    #[error("\"{name}\" takes no letter after its key")]
    UnexpectedLetter {
        /// The name of the action.
        name: String,
    },
}

/// The reason why an action can't be bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// An action that does not exist.
    #[error("unknown action \"{name}\"{}; the palette (`:`) lists all", did_you_mean(*nearest))]
    Unknown {
        /// The name.
        name: String,
        /// The most similar name of an action.
        nearest: Option<&'static str>,
    },
    /// An action that the view does not have.
    #[error("this view has no action \"{0}\"")]
    NotInView(String),
}

/// Returns a question that suggests `name`, or an empty text if `name` is `None`.
fn did_you_mean(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}

/// Parses one or two key names separated by spaces, and returns them separated by a single space.
fn parse_sequence(text: &str) -> Result<String, KeyError> {
    let names: Vec<&str> = text.split(' ').filter(|name| !name.is_empty()).collect();
    let is_known = |(index, name): (usize, &&str)| {
        let is_placeholder_after_key = *name == ANY_LETTER && index == 1;
        is_placeholder_after_key || parse(name).is_some()
    };
    if !(1..=2).contains(&names.len()) || !names.iter().enumerate().all(is_known) {
        return Err(KeyError::Unknown(text.to_owned()));
    }
    if names.len() == 2 && names[0].chars().count() > 1 {
        return Err(KeyError::NamedPrefix);
    }
    if let Some(fixed) = FIXED_KEYS.iter().find(|key| **key == names[0]) {
        return Err(KeyError::Fixed(fixed));
    }
    if names[0].starts_with(|char: char| char.is_ascii_digit()) {
        return Err(KeyError::Digit);
    }
    Ok(names.join(" "))
}

/// Parses the name of an action in a view, or in any view if `view` is `None`. Returns `Ok(None)` for the name `nothing`.
fn parse_action(view: Option<View>, name: &str) -> Result<Option<Action>, ActionError> {
    if name.eq_ignore_ascii_case("nothing") {
        return Ok(None);
    }
    let Some(action) = Action::from_name(name) else {
        return Err(ActionError::Unknown {
            name: name.to_owned(),
            nearest: Action::nearest_name(name),
        });
    };
    let mut defaults = bindings().filter(|binding| binding.action == action);
    if defaults.any(|binding| view.is_none_or(|view| view == binding.view)) {
        Ok(Some(action))
    } else {
        Err(ActionError::NotInView(name.to_owned()))
    }
}

/// Applies the user's bindings to the default bindings. Later bindings override earlier bindings.
pub(super) fn apply(mut bindings: Vec<Binding>, user: &[UserBinding]) -> Vec<Binding> {
    for UserBinding {
        view: user_view,
        keys,
        action,
    } in user
    {
        let views = View::ALL.map(|(view, _)| view).into_iter();
        for view in views.filter(|view| user_view.is_none_or(|wanted| wanted == *view)) {
            let Some(action) = *action else {
                unbind(&mut bindings, view, keys);
                continue;
            };
            // In a view without the action, the key keeps its default binding.
            let Some((table_entry, _)) = actions(view).find(|(_, known)| *known == action) else {
                continue;
            };
            unbind(&mut bindings, view, keys);
            // The user's keys come before the default keys, so that the footer and the help show them first.
            let has_action = |binding: &Binding| binding.view == view && binding.action == action;
            let index = bindings.iter().position(has_action);
            let index = index.unwrap_or(bindings.len());
            let keys = Cow::Owned(keys.clone());
            bindings.insert(
                index,
                Binding {
                    view,
                    action,
                    entry: table_entry,
                    keys,
                },
            );
        }
    }
    bindings
}

/// Removes the binding of a key sequence, and bindings that conflict with it because one sequence is a prefix of the other.
fn unbind(bindings: &mut Vec<Binding>, view: View, keys: &str) {
    bindings.retain(|binding| {
        let is_same_length = binding.keys.contains(' ') == keys.contains(' ');
        let is_conflict = if is_same_length {
            binding.keys == keys
        } else {
            first_key(&binding.keys) == first_key(keys)
        };
        binding.view != view || !is_conflict
    });
}

#[cfg(test)]
mod tests;
