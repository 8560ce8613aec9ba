//! Numbers with their nouns: `1 post`, `12 posts`.

use crate::clean;
use crate::text::Clean;

/// Returns a number of posts in words.
pub(super) fn posts(count: usize) -> Clean<'static> {
    counted(count, "post", "posts")
}

/// Returns a number of drafts in words.
pub(super) fn drafts(count: usize) -> Clean<'static> {
    counted(count, "draft", "drafts")
}

/// Returns a number of search hits in words.
pub(super) fn hits(count: usize) -> Clean<'static> {
    counted(count, "hit", "hits")
}

/// Returns a number of headings in words.
pub(super) fn headings(count: usize) -> Clean<'static> {
    counted(count, "heading", "headings")
}

/// Returns a number of tags in words.
pub(super) fn tags(count: usize) -> Clean<'static> {
    counted(count, "tag", "tags")
}

fn counted(count: usize, one: &str, many: &str) -> Clean<'static> {
    clean!("{count} {}", if count == 1 { one } else { many })
}
