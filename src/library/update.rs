//! Changes on disk applied to the library: posts that were added, edited, renamed or removed.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::search_text::search_text;
use super::{Library, PostId, order};
use crate::post::Post;
use crate::text::Case;

/// A file or folder that was renamed, by its paths below the library's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The path before.
    pub from: PathBuf,
    /// The path now.
    pub to: PathBuf,
}

impl Rename {
    /// A rename from one path to another.
    pub fn new(from: impl Into<PathBuf>, to: impl Into<PathBuf>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
        }
    }
}

/// The result of scanning some paths again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryUpdate {
    /// The files and folders that were scanned, below the library's folder; the empty path stands for all of it.
    pub scanned_paths: Vec<PathBuf>,
    /// The posts that are now at these paths and below them.
    pub posts: Vec<Post>,
    /// Files and folders whose rename was reported by the file system.
    pub renames: Vec<Rename>,
}

/// The changes that an update made to the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateOutcome {
    /// Posts that have another path now.
    pub renames: Vec<Rename>,
    /// Posts that are gone and have no other path.
    pub removed: Vec<PathBuf>,
    /// True if any post was added, edited, renamed or removed.
    pub has_changes: bool,
}

impl UpdateOutcome {
    /// Returns the new path of a post that was renamed.
    pub fn new_path(&self, path: &Path) -> Option<&Path> {
        let mut renames = self.renames.iter();
        renames
            .find(|rename| rename.from == path)
            .map(|rename| rename.to.as_path())
    }
}

/// Pairs of removed and added posts that are compared at most, to find renames that were not reported.
const MAX_RENAME_PAIRS: usize = 1 << 20;

impl Library {
    /// Replaces the posts at and below the scanned paths by those of the update.
    ///
    /// A post that stays keeps its id. The id of a removed post is not reused for another path and still returns the post
    /// as it was. A renamed post gets a new id and keeps its flags.
    ///
    /// k changed posts of n take k log n comparisons and a few passes over n ids.
    pub fn apply_changes(&mut self, update: LibraryUpdate) -> UpdateOutcome {
        let LibraryUpdate {
            scanned_paths,
            posts: mut found,
            renames: reported,
        } = update;
        found.sort_by(|a, b| order::compare_paths(&a.path, &b.path));
        // A folder that was renamed while it was walked may have been visited twice.
        found.dedup_by(|a, b| a.path == b.path);
        let removed = self.removed_ids(&scanned_paths, &found);
        let renames = self.match_renames(&removed, &found, &reported);
        let flags: Vec<_> = renames
            .iter()
            .map(|rename| self.find(&rename.from).map(|post| self.flags(post)))
            .collect();
        found.retain(|post| self.find(&post.path).is_none_or(|id| self.post(id) != post));
        let has_changes = !removed.is_empty() || !found.is_empty();
        self.remove(&removed);
        self.insert_or_replace(found);
        for (Rename { from, to }, flags) in renames.iter().zip(flags) {
            self.flags.remove(from);
            if let (Some(post), Some(flags)) = (self.find(to), flags) {
                self.set_flags(post, flags);
            }
        }
        let moved_from: HashSet<&Path> = renames.iter().map(|rename| &*rename.from).collect();
        let removed = removed.iter().map(|id| &self.post(*id).path);
        let removed = removed.filter(|path| !moved_from.contains(path.as_path()));
        let removed = removed.cloned().collect();
        UpdateOutcome {
            renames,
            removed,
            has_changes,
        }
    }

    /// Returns the posts at and below the scanned paths that were not found again.
    fn removed_ids(&self, scanned_paths: &[PathBuf], found: &[Post]) -> Vec<PostId> {
        let below = scanned_paths.iter().flat_map(|path| self.below(path));
        let mut removed: Vec<_> = below
            .filter(|id| !contains_path(found, &self.post(**id).path))
            .copied()
            .collect();
        removed.sort_unstable();
        removed.dedup();
        removed
    }

    /// Returns the posts at a path and below it.
    fn below(&self, path: &Path) -> &[PostId] {
        let path_of = |id: &PostId| &self.post(*id).path;
        let by_path = self.sort_index.by_path();
        let start = by_path.partition_point(|id| order::compare_paths(path_of(id), path).is_lt());
        let rest = &by_path[start..];
        &rest[..rest.partition_point(|id| path_of(id).starts_with(path))]
    }

    /// Returns the new paths of removed posts: by a reported rename, or because exactly one new post has the same
    /// metadata.
    fn match_renames(
        &self,
        removed: &[PostId],
        found: &[Post],
        reported: &[Rename],
    ) -> Vec<Rename> {
        let reported: HashMap<&Path, &Path> = reported
            .iter()
            .map(|rename| (&*rename.from, &*rename.to))
            .collect();
        let mut renames = Vec::new();
        let mut lost = Vec::new();
        for &id in removed {
            let path = &self.post(id).path;
            let mut candidates = path.ancestors().filter_map(|from| {
                let rest = path.strip_prefix(from).ok()?;
                // Joined with an empty path, a path would end in a slash.
                let to: PathBuf = reported.get(from)?.join(rest).components().collect();
                contains_path(found, &to).then_some(to)
            });
            match candidates.next() {
                Some(to) => renames.push(Rename::new(path, to)),
                None => lost.push(self.post(id)),
            }
        }
        let taken: HashSet<&Path> = renames.iter().map(|rename| &*rename.to).collect();
        let added: Vec<&Post> = found
            .iter()
            .filter(|post| self.find(&post.path).is_none() && !taken.contains(&*post.path))
            .collect();
        if lost.len().saturating_mul(added.len()) <= MAX_RENAME_PAIRS {
            renames.extend(unique_matches(&lost, &added));
        }
        renames
    }

    /// Removes posts from the library.
    fn remove(&mut self, removed: &[PostId]) {
        for &id in removed {
            self.remove_from_counts(id);
            self.removed.insert(self.post(id).path.clone(), id);
        }
        let removed: HashSet<_> = removed.iter().copied().collect();
        self.sort_index.remove(|id| removed.contains(&id));
    }

    /// Adds posts that were edited, restored or created. A restored post gets its id back, so that a post that comes and
    /// goes does not use more memory each time.
    fn insert_or_replace(&mut self, posts: Vec<Post>) {
        let (mut edited, mut restored, mut created) = (Vec::new(), Vec::new(), Vec::new());
        for post in posts {
            if let Some(id) = self.find(&post.path) {
                self.remove_from_counts(id);
                self.replace(id, post);
                edited.push(id);
            } else if let Some(id) = self.removed.remove(&post.path) {
                self.replace(id, post);
                restored.push(id);
            } else {
                created.push(post);
            }
        }
        let moving: HashSet<_> = edited.iter().copied().collect();
        self.sort_index.remove_chosen(|id| moving.contains(&id));
        self.sort_index.insert(restored, &self.posts);
        self.sort_index.insert_chosen(edited, &self.posts);
        self.extend(created);
    }

    fn remove_from_counts(&mut self, id: PostId) {
        let tags = std::mem::take(&mut self.post_tags[id.index()]);
        self.tag_index.remove(&self.posts[id.index()], &tags);
        self.sections.remove(id);
    }

    /// Replaces a post that is in no counts.
    fn replace(&mut self, id: PostId, post: Post) {
        self.post_tags[id.index()] = self.tag_index.add(&post);
        self.sections.insert(id, &post);
        self.search_texts[id.index()] = search_text(&post, Case::Insensitive);
        self.sort_index.set_key(id, &post);
        self.flags.restore(id, &post.path);
        self.posts[id.index()] = post;
    }
}

/// Returns true if one of the posts, which are ordered by path, is at `path`.
fn contains_path(posts: &[Post], path: &Path) -> bool {
    let place = posts.binary_search_by(|post| order::compare_paths(&post.path, path));
    place.is_ok()
}

/// Pairs each lost post with the only added post of the same metadata, if no other lost post has them too.
fn unique_matches(lost: &[&Post], added: &[&Post]) -> Vec<Rename> {
    let only = |all: &[&Post], post: &Post| {
        let mut same = (0..all.len()).filter(|at| has_same_metadata(all[*at], post));
        same.next().filter(|_| same.next().is_none())
    };
    let pairs = lost.iter().filter_map(|post| {
        let twin = added[only(added, post)?];
        only(lost, twin)?;
        Some(Rename::new(&post.path, &twin.path))
    });
    pairs.collect()
}

/// Compares all metadata. A title or a date that comes from the file name changes with it, so such a post is not matched.
fn has_same_metadata(a: &Post, b: &Post) -> bool {
    a.title == b.title
        && a.date == b.date
        && a.updated == b.updated
        && a.tags == b.tags
        && a.categories == b.categories
        && a.authors == b.authors
        && a.summary == b.summary
        && a.rare == b.rare
        && a.problems == b.problems
}
