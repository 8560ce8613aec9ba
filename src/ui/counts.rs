//! Counts with a noun in the singular or plural: `1 post`, `12 posts`.

use crate::clean;
use crate::text::Clean;

/// Returns `1 post` or, for example, `12 posts`.
pub(super) fn posts(count: usize) -> Clean<'static> {
    counted(count, "post", "posts")
}

/// Returns `1 draft` or, for example, `12 drafts`.
pub(super) fn drafts(count: usize) -> Clean<'static> {
    counted(count, "draft", "drafts")
}

/// Returns the number of search hits with its noun.
pub(super) fn hits(count: usize) -> Clean<'static> {
    counted(count, "hit", "hits")
}

/// Returns `1 heading` or, for example, `12 headings`.
pub(super) fn headings(count: usize) -> Clean<'static> {
    counted(count, "heading", "headings")
}

/// Returns `1 tag` or, for example, `12 tags`.
pub(super) fn tags(count: usize) -> Clean<'static> {
    counted(count, "tag", "tags")
}

fn counted(count: usize, singular: &str, plural: &str) -> Clean<'static> {
    clean!("{count} {}", if count == 1 { singular } else { plural })
}
