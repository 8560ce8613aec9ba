//! Counts with a noun in the singular or plural: `1 post`, `12 posts`.

use crate::clean;
use crate::text::Clean;

/// Returns the text for a number of posts.
pub(super) fn posts(count: usize) -> Clean<'static> {
    with_noun(count, "post", "posts")
}

/// Returns the text for a number of drafts.
pub(super) fn drafts(count: usize) -> Clean<'static> {
    with_noun(count, "draft", "drafts")
}

/// Returns the text for a number of search hits.
pub(super) fn hits(count: usize) -> Clean<'static> {
    with_noun(count, "hit", "hits")
}

/// Returns the text for a number of headings.
pub(super) fn headings(count: usize) -> Clean<'static> {
    with_noun(count, "heading", "headings")
}

/// Returns the text for a number of tags.
pub(super) fn tags(count: usize) -> Clean<'static> {
    with_noun(count, "tag", "tags")
}

/// Returns a number with its noun.
fn with_noun(count: usize, singular: &str, plural: &str) -> Clean<'static> {
    clean!("{count} {}", if count == 1 { singular } else { plural })
}
