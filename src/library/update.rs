//! Updates of the library after changes on disk: posts that were added, edited, renamed or removed.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::search_text::search_text;
use super::{Library, PostId, SortBy, order};
use crate::post::Post;
use crate::text::Case;

/// A rename of a file or folder. Paths are relative to the library's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The old path.
    pub from: PathBuf,
    /// The new path.
    pub to: PathBuf,
}

impl Rename {
    /// Creates a rename from one path to another.
    pub fn new(from: impl Into<PathBuf>, to: impl Into<PathBuf>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
        }
    }
}

/// The result of scanning paths again after a change on disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryUpdate {
    /// The files and folders that were scanned, relative to the library's folder; the empty path is the library's folder.
    pub scanned_paths: Vec<PathBuf>,
    /// The posts that are now at these paths and below them.
    pub posts: Vec<Post>,
    /// The renames of files and folders that the file system reported.
    pub renames: Vec<Rename>,
}

/// The changes that an update made to the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateOutcome {
    /// The posts that have a new path.
    pub renames: Vec<Rename>,
    /// The paths of posts that were removed and not renamed.
    pub removed: Vec<PathBuf>,
    /// True if the list of posts may change: a post was added, renamed or removed, or its metadata changed. In a library sorted
    /// by length, the list may also change if only the text of a post changed.
    pub may_change_list: bool,
}

impl UpdateOutcome {
    /// Returns the new path of the post that was at `path`, or `None` if the update did not rename it.
    pub fn new_path(&self, path: &Path) -> Option<&Path> {
        let mut renames = self.renames.iter();
        renames
            .find(|rename| rename.from == path)
            .map(|rename| rename.to.as_path())
    }
}

/// Maximum number of pairs of posts that are compared to detect renames that were not reported. A pair is a removed post and an
/// added post.
const MAX_RENAME_PAIRS: usize = 1 << 20;

impl Library {
    /// Replaces the posts at and below the scanned paths by the posts of the update.
    ///
    /// A post whose path did not change keeps its id. The id of a removed post is not reused for another path, and
    /// [`Library::post`] still returns the last state of the post. A renamed post gets a new id and keeps its flags.
    ///
    /// Updating k of n posts takes k log n comparisons and a few passes over n ids.
    pub fn apply_changes(&mut self, update: LibraryUpdate) -> UpdateOutcome {
        let LibraryUpdate {
            scanned_paths,
            posts: mut scanned,
            renames: reported_renames,
        } = update;
        scanned.sort_by(|a, b| order::compare_paths(&a.path, &b.path));
        // The scan may visit a folder twice if the folder is renamed during the scan.
        scanned.dedup_by(|a, b| a.path == b.path);
        let removed = self.removed_ids(&scanned_paths, &scanned);
        let renames = self.match_renames(&removed, &scanned, &reported_renames);
        // The flags are read before the posts are removed, because removed posts are not found by path.
        let flags: Vec<_> = renames
            .iter()
            .map(|rename| self.find(&rename.from).map(|post| self.flags(post)))
            .collect();
        // Posts that did not change are left as they are.
        scanned.retain(|post| self.find(&post.path).is_none_or(|id| self.post(id) != post));
        let may_change_list =
            !removed.is_empty() || scanned.iter().any(|post| self.may_change_list(post));
        // The groups of translations are computed again when they are next needed.
        self.translations.take();
        self.remove(&removed);
        self.insert_or_replace(scanned);
        for (Rename { from, to }, flags) in renames.iter().zip(flags) {
            self.flags.remove(from);
            if let (Some(post), Some(flags)) = (self.find(to), flags) {
                self.set_flags(post, flags);
            }
        }
        let old_paths: HashSet<&Path> = renames.iter().map(|rename| &*rename.from).collect();
        let removed = removed.iter().map(|id| &self.post(*id).path);
        let removed = removed.filter(|path| !old_paths.contains(path.as_path()));
        let removed = removed.cloned().collect();
        UpdateOutcome {
            renames,
            removed,
            may_change_list,
        }
    }

    /// Returns true if a post is new, or if its new version may change the list. An edit that changes only the text can change
    /// only a list that is sorted by length.
    fn may_change_list(&self, post: &Post) -> bool {
        let Some(id) = self.find(&post.path) else {
            return true;
        };
        let old = self.post(id);
        let with_old_length = Post {
            body_bytes: old.body_bytes,
            ..post.clone()
        };
        self.chosen_sort().by == SortBy::Length || with_old_length != *old
    }

    /// Returns the removed posts: those that were at and below the scanned paths, and that the scan did not find again.
    fn removed_ids(&self, scanned_paths: &[PathBuf], scanned: &[Post]) -> Vec<PostId> {
        let former = scanned_paths.iter().flat_map(|path| self.posts_below(path));
        let mut removed: Vec<_> = former
            .filter(|id| !contains_path(scanned, &self.post(**id).path))
            .copied()
            .collect();
        removed.sort_unstable();
        removed.dedup();
        removed
    }

    /// Returns the posts at and below a path.
    fn posts_below(&self, path: &Path) -> &[PostId] {
        let path_of = |id: &PostId| &self.post(*id).path;
        let by_path = self.sort_index.by_path();
        let start = by_path.partition_point(|id| order::compare_paths(path_of(id), path).is_lt());
        let posts = &by_path[start..];
        &posts[..posts.partition_point(|id| path_of(id).starts_with(path))]
    }

    /// Returns the renames of removed posts: the reported renames, and the renames that [`unique_matches`] detects. If there are
    /// more than [`MAX_RENAME_PAIRS`] pairs of posts, no pair is compared.
    fn match_renames(
        &self,
        removed: &[PostId],
        scanned: &[Post],
        reported: &[Rename],
    ) -> Vec<Rename> {
        let reported: HashMap<&Path, &Path> = reported
            .iter()
            .map(|rename| (&*rename.from, &*rename.to))
            .collect();
        let mut renames = Vec::new();
        let mut unmatched = Vec::new();
        for &id in removed {
            let path = &self.post(id).path;
            let mut candidates = path.ancestors().filter_map(|from| {
                let subpath = path.strip_prefix(from).ok()?;
                // Joining an empty path appends a slash, which `components` removes.
                let to: PathBuf = reported.get(from)?.join(subpath).components().collect();
                contains_path(scanned, &to).then_some(to)
            });
            match candidates.next() {
                Some(to) => renames.push(Rename::new(path, to)),
                None => unmatched.push(self.post(id)),
            }
        }
        let rename_targets: HashSet<&Path> = renames.iter().map(|rename| &*rename.to).collect();
        let added: Vec<&Post> = scanned
            .iter()
            .filter(|post| self.find(&post.path).is_none() && !rename_targets.contains(&*post.path))
            .collect();
        if unmatched.len().saturating_mul(added.len()) <= MAX_RENAME_PAIRS {
            renames.extend(unique_matches(&unmatched, &added));
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

    /// Adds posts that were edited, restored or created. A restored post has the path of a removed post, and gets the id of
    /// the removed post. So repeatedly removing and adding a file does not use more memory each time.
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
        // The path of an edited post did not change, so only its position in the chosen order can change.
        let edited_ids: HashSet<_> = edited.iter().copied().collect();
        self.sort_index
            .remove_from_chosen_order(|id| edited_ids.contains(&id));
        self.sort_index.insert(restored, &self.posts);
        self.sort_index
            .insert_into_chosen_order(edited, &self.posts);
        self.extend(created);
    }

    /// Subtracts a post from the counts of tags and sections.
    fn remove_from_counts(&mut self, id: PostId) {
        let tags = std::mem::take(&mut self.post_tags[id.index()]);
        self.tag_index.remove(&self.posts[id.index()], &tags);
        self.sections.remove(id);
    }

    /// Replaces a post that [`Self::remove_from_counts`] has removed from the counts, and counts the new post.
    fn replace(&mut self, id: PostId, post: Post) {
        self.post_tags[id.index()] = self.tag_index.add(&post);
        self.sections.insert(id, &post);
        self.search_texts[id.index()] = search_text(&post, Case::Insensitive);
        self.sort_index.set_key(id, &post);
        self.flags.restore(id, &post.path);
        self.posts[id.index()] = post;
    }
}

/// Returns true if `posts`, which are sorted by path, contain a post at `path`.
fn contains_path(posts: &[Post], path: &Path) -> bool {
    let position = posts.binary_search_by(|post| order::compare_paths(&post.path, path));
    position.is_ok()
}

/// Pairs each removed post with the added post that has the same metadata, if no other removed or added post has this metadata.
fn unique_matches(removed: &[&Post], added: &[&Post]) -> Vec<Rename> {
    let only_match = |posts: &[&Post], post: &Post| {
        let mut matches = (0..posts.len()).filter(|index| has_same_metadata(posts[*index], post));
        matches.next().filter(|_| matches.next().is_none())
    };
    let pairs = removed.iter().filter_map(|post| {
        let renamed = added[only_match(added, post)?];
        only_match(removed, renamed)?;
        Some(Rename::new(&post.path, &renamed.path))
    });
    pairs.collect()
}

/// Returns true if two posts have the same metadata, apart from `toc`, the draft flag and the language. The draft flag and the
/// language may come from the path, so a rename may change them. A rename that changes the title or the date, because it comes
/// from the file name, is not detected.
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
