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

/// Returns, for each tag, the index of the other tag of its pair, or `None` if the tag stands alone. `tags` yields kinds and
/// names in text order. An end tag without a name ends the innermost open pair. A start tag without an end tag stands alone.
pub(super) fn match_tags<'n>(tags: impl Iterator<Item = (TagKind, &'n str)>) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    // The number of tags in `open` with each name.
    let mut open_counts: HashMap<&str, usize> = HashMap::new();
    for (index, (kind, name)) in tags.enumerate() {
        pairs.push(None);
        match kind {
            TagKind::SelfClosing => {}
            TagKind::Open => {
                open.push((index, name));
                *open_counts.entry(name).or_default() += 1;
            }
            TagKind::Close => {
                let is_open =
                    name.is_empty() || open_counts.get(name).is_some_and(|count| *count > 0);
                if !is_open {
                    continue;
                }
                // The tags that are popped before the matching one have no end tag.
                while let Some((opener, open_name)) = open.pop() {
                    if let Some(count) = open_counts.get_mut(open_name) {
                        *count -= 1;
                    }
                    if name.is_empty() || name == open_name {
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
        // Each tag with the index of the other tag of its pair.
        let expected = [
            (Open, "a", Some(6)),
            (Open, "single", None),
            (Open, "b", Some(3)),
            (Close, "b", Some(2)),
            (Close, "never opened", None),
            (SelfClosing, "a", None),
            (Close, "a", Some(0)),
            (Close, "", None),
            (Open, "c", Some(9)),
            (Close, "", Some(8)),
        ];
        let tags = expected.into_iter().map(|(kind, name, _)| (kind, name));
        assert_eq!(match_tags(tags), expected.map(|(_, _, other)| other));
    }
}
