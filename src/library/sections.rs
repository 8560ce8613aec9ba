//! The sections of a library: the folders that contain posts, nested like the folders.

use std::collections::HashMap;

use super::tags::folded_name;
use super::{Library, PostId};
use crate::post::Post;

/// The id of a section in one library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SectionId(u32);

/// All sections, and the section of each post.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections {
    /// The ids by folded name.
    ids: HashMap<Box<str>, SectionId>,
    /// The sections by id.
    all: Vec<SectionEntry>,
    /// The section of each post, by post id.
    section_of_post: Vec<Option<SectionId>>,
}

/// A section with its number of posts.
#[derive(Clone, Debug)]
pub(super) struct SectionEntry {
    /// Folder names joined with `/`, in the spelling of the first post.
    pub(super) name: Box<str>,
    /// The folded name, for comparisons.
    pub(super) folded: Box<str>,
    parent: Option<SectionId>,
    /// Number of posts in the section or below it.
    pub(super) posts: u32,
}

impl Sections {
    /// Adds the post with the next id to its section.
    pub(super) fn push(&mut self, post: &Post) {
        let id = PostId(self.section_of_post.len() as u32);
        self.section_of_post.push(None);
        self.insert(id, post);
    }

    /// Assigns a post to the section of its folder. The post must not be assigned to a section yet.
    pub(super) fn insert(&mut self, id: PostId, post: &Post) {
        let name = post.section();
        self.section_of_post[id.index()] = (!name.is_empty()).then(|| self.find_or_add(&name));
        self.adjust_counts(id, |posts| posts + 1);
    }

    /// Removes a post from its section.
    pub(super) fn remove(&mut self, id: PostId) {
        self.adjust_counts(id, |posts| posts - 1);
        self.section_of_post[id.index()] = None;
    }

    /// Replaces the counts of a post's section and of the enclosing sections by the results of `adjust`.
    fn adjust_counts(&mut self, id: PostId, adjust: impl Fn(u32) -> u32) {
        let mut next = self.section_of_post[id.index()];
        while let Some(section_id) = next {
            let section = &mut self.all[section_id.0 as usize];
            section.posts = adjust(section.posts);
            next = section.parent;
        }
    }

    /// Returns the section with this name. If it does not exist, adds it and the missing sections around it.
    fn find_or_add(&mut self, name: &str) -> SectionId {
        let folded = folded_name(name);
        if let Some(&id) = self.ids.get(&*folded) {
            return id;
        }
        // The recursion is as deep as the folders are nested, so the length of paths limits it.
        let parent = name
            .rsplit_once('/')
            .map(|(parent, _)| self.find_or_add(parent));
        let id = SectionId(self.all.len() as u32);
        let folded: Box<str> = folded.into();
        self.ids.insert(folded.clone(), id);
        self.all.push(SectionEntry {
            name: name.into(),
            folded,
            parent,
            posts: 0,
        });
        id
    }

    /// Adds a post to the `counts` (by section id) of its section and of the enclosing sections.
    pub(super) fn add_to_counts(&self, post: PostId, counts: &mut [u32]) {
        for id in self.ancestors(post) {
            counts[id.0 as usize] += 1;
        }
    }

    /// Returns the section with this name, ignoring case, if it contains a post.
    pub(super) fn find(&self, name: &str) -> Option<SectionId> {
        let id = self.ids.get(&*folded_name(name)).copied();
        id.filter(|id| self.all[id.0 as usize].posts > 0)
    }

    /// Returns true if a post is in a section or in a section below it.
    pub(super) fn contains(&self, section: SectionId, post: PostId) -> bool {
        self.ancestors(post).any(|id| id == section)
    }

    /// Returns a post's section and the enclosing sections, innermost first.
    fn ancestors(&self, post: PostId) -> impl Iterator<Item = SectionId> {
        let innermost = self.section_of_post[post.index()];
        std::iter::successors(innermost, |id| self.all[id.0 as usize].parent)
    }

    /// Returns the name of a post's section.
    fn name_of(&self, post: PostId) -> Option<&str> {
        let id = self.section_of_post[post.index()]?;
        Some(&self.all[id.0 as usize].name)
    }

    /// Returns true if posts are in several top-level sections.
    fn has_several_top_level_sections(&self) -> bool {
        let sections = self.all.iter();
        let mut top_level =
            sections.filter(|section| section.parent.is_none() && section.posts > 0);
        top_level.nth(1).is_some()
    }

    pub(super) fn all(&self) -> &[SectionEntry] {
        &self.all
    }
}

impl Library {
    /// Returns the section of a post. Returns `None` if the post is in no section, or if all sections are within one top-level
    /// section, whose name would be the same for each post.
    pub fn section(&self, id: PostId) -> Option<&str> {
        self.sections
            .name_of(id)
            .filter(|_| self.sections.has_several_top_level_sections())
    }
}
