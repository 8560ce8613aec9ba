//! Metadata that a post inherits from a metadata file of its folder.

use super::front_matter;
use super::value::{ProblemList, find};
use super::{Format, Header, Post, fields, split};

/// The metadata that posts inherit, stored in the fields of a [`Post`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inherited(Post);

impl Inherited {
    /// Reads a metadata file; an invalid file is read as far as possible.
    pub fn read(format: Format, text: &str) -> Self {
        let mut report = ProblemList::new(text, Vec::new());
        let entries = front_matter::parse(format, text, 0, &mut report);
        let mut post = Post::default();
        fields::apply_fields(&mut post, format, &entries, &mut report);
        Self(post)
    }

    /// Reads the `cascade` of a section's front matter (Hugo, "Cascade").
    pub fn read_cascade(text: &str) -> Self {
        let mut post = Post::default();
        let split = split(text, Header::Fenced);
        if let Some(block) = split.front_matter {
            let mut report = ProblemList::new(text, Vec::new());
            let (start, block_text) = (block.range.start, &text[block.range]);
            let entries = front_matter::parse(block.format, block_text, start, &mut report);
            if let Some(cascade) = find(&entries, "cascade") {
                let cascaded = cascade.node.value.entries();
                fields::apply_fields(&mut post, block.format, cascaded, &mut report);
            }
        }
        Self(post)
    }

    /// Returns true if nothing is inherited.
    pub fn is_empty(&self) -> bool {
        self.0 == Post::default()
    }

    /// Adds the fields of an outer folder's metadata that are not set yet.
    pub fn add_outer(&mut self, outer: &Self) {
        outer.apply(&mut self.0);
    }

    /// Sets the fields that the post itself does not set.
    pub(super) fn apply(&self, post: &mut Post) {
        let Self(inherited) = self;
        post.draft |= inherited.draft;
        post.date = post.date.or(inherited.date);
        post.toc = post.toc.or(inherited.toc);
        if post.title.is_empty() {
            post.title.clone_from(&inherited.title);
        }
        for (own, inherited) in [
            (&mut post.tags, &inherited.tags),
            (&mut post.categories, &inherited.categories),
            (&mut post.authors, &inherited.authors),
        ] {
            if own.is_empty() {
                own.clone_from(inherited);
            }
        }
        if post.language.is_none() {
            post.language.clone_from(&inherited.language);
        }
    }

    /// Removes tags for which `is_collection` returns true: they only name a collection of pages (Eleventy, "Collections").
    pub fn remove_tags(&mut self, is_collection: impl Fn(&str) -> bool) {
        self.0.tags.retain(|tag| !is_collection(tag));
    }
}
