//! Keys of the reader's own, beside those of the table or in their place.

use std::borrow::Cow;

use super::{Binding, Context, LETTERS, actions, bindings, first, parse};
use crate::app::action::Action;

/// Keys that mean the same whatever a reader likes: what opens, what comes back, what ends all.
const FIXED: [&str; 3] = ["Enter", "Esc", "^C"];

/// A key as its reader wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserBinding {
    /// Where it holds; everywhere where the action can be done, if nothing is said.
    context: Option<Context>,
    /// As the table writes it.
    spec: String,
    /// `None` for nothing.
    action: Option<Action>,
}

impl UserBinding {
    /// Reads a key and the name of what it is to do.
    ///
    /// # Errors
    /// There is no such key, it can't have another meaning, or nothing is called so, there or anywhere; in a sentence that
    /// says what to do about it, and whether it is the key that is wrong or what it is to do.
    pub fn new(context: Option<Context>, key: &str, name: &str) -> Result<Self, BindingError> {
        let spec = spec(key).map_err(BindingError::Key)?;
        let action = action(context, name).map_err(BindingError::Action)?;
        let is_lettered = spec.ends_with(LETTERS) && spec != LETTERS;
        let takes_letter = matches!(action, Some(Action::SetMark | Action::GoToMark));
        if action.is_some() && is_lettered != takes_letter {
            let message = if takes_letter {
                format!(
                    "\"{name}\" takes a letter: write the key as \"{} {LETTERS}\"",
                    first(&spec)
                )
            } else {
                format!("\"{name}\" takes no letter behind its key")
            };
            return Err(BindingError::Key(message));
        }
        Ok(Self {
            context,
            spec,
            action,
        })
    }
}

/// What is wrong with a key of the reader's own, and with which part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BindingError {
    Key(String),
    Action(String),
}

fn spec(key: &str) -> Result<String, String> {
    let names: Vec<&str> = key.split(' ').filter(|name| !name.is_empty()).collect();
    let is_known =
        |(at, name): (usize, &&str)| (*name == LETTERS && at == 1) || parse(name).is_some();
    if !(1..=2).contains(&names.len()) || !names.iter().enumerate().all(is_known) {
        return Err(format!(
            "there is no key \"{key}\"; write one as the help view does (j, ^D, Space, PgDn, Alt-Left), or two as \"s d\""
        ));
    }
    if names.len() == 2 && names[0].chars().count() > 1 {
        return Err("the first of two keys is a letter or a sign".to_owned());
    }
    if FIXED.contains(&names[0]) {
        return Err(format!("{} keeps its meaning; take another key", names[0]));
    }
    if names[0].starts_with(|char: char| char.is_ascii_digit()) {
        return Err("digits say how often; take another key".to_owned());
    }
    Ok(names.join(" "))
}

/// The action of that name, `nothing` for none; blanks, hyphens and underscores part its words.
fn action(context: Option<Context>, name: &str) -> Result<Option<Action>, String> {
    let name = name.to_lowercase().replace(['-', '_'], " ");
    if name == "nothing" {
        return Ok(None);
    }
    let holds = |action: Action| {
        let mut here = bindings().filter(|one| one.action == action);
        here.any(|one| context.is_none_or(|context| one.context == context))
    };
    let all = || bindings().map(|one| one.action);
    match all().find(|action| action.words() == name) {
        Some(action) if holds(action) => Ok(Some(action)),
        Some(_) => Err(format!(
            "\"{name}\" can't be done there; leave the place out, or take another one"
        )),
        None => {
            let distance = |action: &Action| strsim::osa_distance(&action.words(), &name);
            let nearest = all()
                .min_by_key(distance)
                .filter(|action| distance(action) < 4);
            let nearest = nearest.map(|action| format!("; \"{}\" is near", action.words()));
            Err(format!(
                "nothing is called \"{name}\"{}; the palette (`:`) lists what can be done",
                nearest.unwrap_or_default()
            ))
        }
    }
}

/// The bindings of the table with the reader's own, of which the later win.
pub(super) fn apply(mut bindings: Vec<Binding>, own: &[UserBinding]) -> Vec<Binding> {
    for UserBinding {
        context,
        spec,
        action,
    } in own
    {
        let places = Context::ALL.map(|(place, _)| place).into_iter();
        for place in places.filter(|place| context.is_none_or(|context| context == *place)) {
            let entry = action.map(|action| actions(place).find(|(_, known)| *known == action));
            // Where the action can't be done, the key keeps its meaning.
            if let Some(found) = entry {
                let (Some((entry, _)), Some(action)) = (found, *action) else {
                    continue;
                };
                clear(&mut bindings, place, spec);
                let same = |one: &Binding| one.context == place && one.action == action;
                let at = bindings.iter().position(same).unwrap_or(bindings.len());
                let spec = Cow::Owned(spec.clone());
                let context = place;
                bindings.insert(
                    at,
                    Binding {
                        context,
                        action,
                        entry,
                        spec,
                    },
                );
            } else {
                clear(&mut bindings, place, spec);
            }
        }
    }
    bindings
}

/// Takes the meaning of a key away: of itself, and of what begins with it or what it begins with.
fn clear(bindings: &mut Vec<Binding>, place: Context, spec: &str) {
    bindings.retain(|one| {
        let is_same_length = one.spec.contains(' ') == spec.contains(' ');
        let clashes = if is_same_length {
            one.spec == spec
        } else {
            first(&one.spec) == first(spec)
        };
        one.context != place || !clashes
    });
}

#[cfg(test)]
mod tests;
