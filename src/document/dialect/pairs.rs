//! Which closing tag ends which opening one.

use std::collections::HashMap;
use std::ops::Range;

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins something, or stands for itself.
    Opens,
    Closes,
    /// Stands for itself.
    Single,
}

/// A shortcode's or a template's tag.
#[derive(Clone, Debug)]
pub(super) struct Tag<'s> {
    /// Its bytes in the body.
    pub(super) range: Range<usize>,
    pub(super) role: Role,
    /// Empty where a closer names nothing.
    pub(super) name: &'s str,
    pub(super) args: &'s str,
}

impl<'s> Tag<'s> {
    /// What [`pair`] goes by.
    pub(super) fn named(&self) -> (Role, &'s str) {
        (self.role, self.name)
    }
}

/// For each tag in the order of the text the other one of its pair. A closer without a name ends what began last;
/// what it leaves open within stands for itself.
pub(super) fn pair<'n>(tags: impl Iterator<Item = (Role, &'n str)>) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (at, (role, name)) in tags.enumerate() {
        pairs.push(None);
        match role {
            Role::Single => {}
            Role::Opens => {
                open.push((at, name));
                *counts.entry(name).or_default() += 1;
            }
            Role::Closes => {
                let is_open = name.is_empty() || counts.get(name).is_some_and(|count| *count > 0);
                while let Some((opener, opened)) = open.pop_if(|_| is_open) {
                    if let Some(count) = counts.get_mut(opened) {
                        *count -= 1;
                    }
                    if name.is_empty() || name == opened {
                        pairs[opener] = Some(at);
                        pairs[at] = Some(opener);
                        break;
                    }
                }
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Role::*, pair};

    #[test]
    fn closers_find_their_openers() {
        let tags = [
            (Opens, "a"),
            (Opens, "single"),
            (Opens, "b"),
            (Closes, "b"),
            (Closes, "never"),
            (Single, "a"),
            (Closes, "a"),
            (Closes, ""),
            (Opens, "c"),
            (Closes, ""),
        ];
        let pairs = pair(tags.into_iter());
        let expected = [
            Some(6),
            None,
            Some(3),
            Some(2),
            None,
            None,
            Some(0),
            None,
            Some(9),
            Some(8),
        ];
        assert_eq!(pairs, expected);
    }
}
