//! The sections of a library: the folders that posts are filed under, each within the one above it.

use std::collections::HashMap;

use super::PostId;
use super::tags::fold;
use crate::post::Post;

/// A section of one library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SectionId(u32);

/// All sections, and which one each post is in.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections {
    ids: HashMap<Box<str>, SectionId>,
    all: Vec<Section>,
    /// By post.
    of_post: Vec<Option<SectionId>>,
}

/// A section and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Its folders, `/` between them, as they are spelt first.
    pub(super) name: Box<str>,
    /// The same without case.
    pub(super) folded: Box<str>,
    above: Option<SectionId>,
    /// Posts in it or below it.
    pub(super) posts: u32,
}

impl Sections {
    /// Takes in the next post.
    pub(super) fn learn(&mut self, post: &Post) {
        let id = PostId(self.of_post.len() as u32);
        self.of_post.push(None);
        self.put(id, post);
    }

    /// Puts a post that is in no section into its own.
    pub(super) fn put(&mut self, id: PostId, post: &Post) {
        let name = post.section();
        self.of_post[id.index()] = (!name.is_empty()).then(|| self.id(&name));
        self.tally(id, |posts| posts + 1);
    }

    /// Takes a post out of its section.
    pub(super) fn take(&mut self, id: PostId) {
        self.tally(id, |posts| posts - 1);
        self.of_post[id.index()] = None;
    }

    fn tally(&mut self, id: PostId, count: impl Fn(u32) -> u32) {
        let mut next = self.of_post[id.index()];
        while let Some(id) = next {
            let section = &mut self.all[id.0 as usize];
            section.posts = count(section.posts);
            next = section.above;
        }
    }

    fn id(&mut self, name: &str) -> SectionId {
        let folded = fold(name);
        if let Some(&id) = self.ids.get(&*folded) {
            return id;
        }
        // As deep as a path has parts.
        let above = name.rsplit_once('/').map(|(above, _)| self.id(above));
        let id = SectionId(self.all.len() as u32);
        let folded: Box<str> = folded.into();
        self.ids.insert(folded.clone(), id);
        self.all.push(Section {
            name: name.into(),
            folded,
            above,
            posts: 0,
        });
        id
    }

    /// Adds a post to the counts of its section and of those above.
    pub(super) fn count(&self, post: PostId, counts: &mut [u32]) {
        for id in self.around(post) {
            counts[id.0 as usize] += 1;
        }
    }

    /// The section of this name, in any case, if a post is in it.
    pub(super) fn find(&self, name: &str) -> Option<SectionId> {
        let id = self.ids.get(&*fold(name)).copied();
        id.filter(|id| self.all[id.0 as usize].posts > 0)
    }

    /// Whether a post is in a section or below it.
    pub(super) fn holds(&self, section: SectionId, post: PostId) -> bool {
        self.around(post).any(|id| id == section)
    }

    /// A post's section and those above it, innermost first.
    fn around(&self, post: PostId) -> impl Iterator<Item = SectionId> {
        let innermost = self.of_post[post.index()];
        std::iter::successors(innermost, |id| self.all[id.0 as usize].above)
    }

    pub(super) fn all(&self) -> &[Section] {
        &self.all
    }
}
