//! Matches the start tags and end tags of templates.

use std::collections::HashMap;
use std::ops::Range;

/// The kind of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// Starts a pair, or stands alone if no end tag matches.
    Open,
    Close,
    SelfClosing,
}

/// A tag of a shortcode or a template.
#[derive(Clone, Debug)]
pub(super) struct TemplateTag<'s> {
    /// The range of the tag in the body.
    pub(super) range: Range<usize>,
    pub(super) kind: TagKind,
    /// The name of the tag; empty for an end tag without a name.
    pub(super) name: &'s str,
    /// The text after the name.
    pub(super) args: &'s str,
}

/// Returns, for each tag, the index of the other tag of its pair. `tags` yields kinds and names in text order. An end
/// tag without a name ends the innermost pair. A start tag within a pair that has no end tag stands alone.
pub(super) fn match_tags<'n>(tags: impl Iterator<Item = (TagKind, &'n str)>) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (index, (kind, name)) in tags.enumerate() {
        pairs.push(None);
        match kind {
            TagKind::SelfClosing => {}
            TagKind::Open => {
                open.push((index, name));
                *counts.entry(name).or_default() += 1;
            }
            TagKind::Close => {
                let is_open = name.is_empty() || counts.get(name).is_some_and(|count| *count > 0);
                while let Some((opener, opened)) = open.pop_if(|_| is_open) {
                    if let Some(count) = counts.get_mut(opened) {
                        *count -= 1;
                    }
                    if name.is_empty() || name == opened {
                        pairs[opener] = Some(index);
                        pairs[index] = Some(opener);
                        break;
                    }
                }
            }
        }
    }
    pairs
}

/// Matches the tags of a template; see [`match_tags`].
pub(super) fn match_template_tags(tags: &[TemplateTag<'_>]) -> Vec<Option<usize>> {
    match_tags(tags.iter().map(|tag| (tag.kind, tag.name)))
}

#[cfg(test)]
mod tests {
    use super::TagKind::{Close, Open, SelfClosing};
    use super::match_tags;

    #[test]
    fn end_tags_match_their_start_tags() {
        let tags = [
            (Open, "a"),
            (Open, "single"),
            (Open, "b"),
            (Close, "b"),
            (Close, "never"),
            (SelfClosing, "a"),
            (Close, "a"),
            (Close, ""),
            (Open, "c"),
            (Close, ""),
        ];
        let pairs = match_tags(tags.into_iter());
        // For each tag, the index of the other tag of its pair.
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
