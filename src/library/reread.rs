//! Posts read again: what has changed on disk takes its place among the others.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::briefs::Brief;
use super::{Library, PostId, order};
use crate::post::Post;

/// What was found where files were looked at again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reread {
    /// The files and folders that were looked at, below the library's folder; the empty path is all of it.
    pub looked: Vec<PathBuf>,
    /// The posts that are there now, at these paths and below them.
    pub posts: Vec<Post>,
    /// Files and folders that were seen to be renamed: before, and now.
    pub moved: Vec<(PathBuf, PathBuf)>,
}

/// What reading posts again has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Posts that have another path now: before, and now.
    pub moved: Vec<(PathBuf, PathBuf)>,
    /// Posts that are gone, and have no other path.
    pub gone: Vec<PathBuf>,
    /// Whether any post is another, is new, or is gone.
    pub differs: bool,
}

impl Changed {
    /// Where a post is now that has another path.
    pub fn now(&self, path: &Path) -> Option<&Path> {
        let mut moved = self.moved.iter();
        moved
            .find(|(from, _)| from == path)
            .map(|(_, to)| to.as_path())
    }
}

/// Pairs of posts that are compared at most, to find those that were renamed unseen.
const PAIRS: usize = 1 << 20;

impl Library {
    /// Takes over what was found: the posts at and below the paths that were looked at are those, and no others.
    ///
    /// The id of a post that is still there stays its own. That of one that is gone is no other's, and gives it as it was.
    /// One that was renamed is a new post, to which is handed on what was done with it.
    ///
    /// For k posts of n this costs k log n comparisons and a few passes over n numbers.
    pub fn reread(&mut self, reread: Reread) -> Changed {
        let Reread {
            looked,
            posts: mut found,
            moved: seen,
        } = reread;
        found.sort_by(|a, b| order::by_path(&a.path, &b.path));
        // A folder that was renamed while it was walked may have been met twice.
        found.dedup_by(|a, b| a.path == b.path);
        let gone = self.gone(&looked, &found);
        let moved = self.moved(&gone, &found, &seen);
        let flags: Vec<_> = moved
            .iter()
            .map(|(from, _)| self.find(from).map(|post| self.flags(post)))
            .collect();
        found.retain(|post| self.find(&post.path).is_none_or(|id| self.post(id) != post));
        let differs = !gone.is_empty() || !found.is_empty();
        self.remove(&gone);
        self.put(found);
        for ((from, to), flags) in moved.iter().zip(flags) {
            self.flags.forget(from);
            if let (Some(post), Some(flags)) = (self.find(to), flags) {
                self.set_flags(post, flags);
            }
        }
        let renamed: HashSet<&Path> = moved.iter().map(|(from, _)| from.as_path()).collect();
        let gone = gone.iter().map(|id| &self.post(*id).path);
        let gone = gone.filter(|path| !renamed.contains(path.as_path()));
        let gone = gone.cloned().collect();
        Changed {
            moved,
            gone,
            differs,
        }
    }

    /// The posts at and below the paths that were looked at, without those that were found there.
    fn gone(&self, looked: &[PathBuf], found: &[Post]) -> Vec<PostId> {
        let below = looked.iter().flat_map(|path| self.below(path));
        let mut gone: Vec<_> = below
            .filter(|id| !holds(found, &self.post(**id).path))
            .copied()
            .collect();
        gone.sort_unstable();
        gone.dedup();
        gone
    }

    /// The posts at a path and below it.
    fn below(&self, path: &Path) -> &[PostId] {
        let path_of = |id: &PostId| &self.post(*id).path;
        let by_path = self.orders.by_path();
        let start = by_path.partition_point(|id| order::by_path(path_of(id), path).is_lt());
        let rest = &by_path[start..];
        &rest[..rest.partition_point(|id| path_of(id).starts_with(path))]
    }

    /// Where posts that are gone are now: those that were seen to be renamed, and those of which one new post says the
    /// same and no other does.
    fn moved(
        &self,
        gone: &[PostId],
        found: &[Post],
        seen: &[(PathBuf, PathBuf)],
    ) -> Vec<(PathBuf, PathBuf)> {
        let seen: HashMap<&Path, &Path> = seen.iter().map(|(from, to)| (&**from, &**to)).collect();
        let mut moved = Vec::new();
        let mut lost = Vec::new();
        for &id in gone {
            let path = &self.post(id).path;
            let mut renamed = path.ancestors().filter_map(|from| {
                let rest = path.strip_prefix(from).ok()?;
                // Joined with nothing, a path would end in a slash.
                let to: PathBuf = seen.get(from)?.join(rest).components().collect();
                holds(found, &to).then_some(to)
            });
            match renamed.next() {
                Some(to) => moved.push((path.clone(), to)),
                None => lost.push(self.post(id)),
            }
        }
        let taken: HashSet<&Path> = moved.iter().map(|(_, to)| &**to).collect();
        let new: Vec<&Post> = found
            .iter()
            .filter(|post| self.find(&post.path).is_none() && !taken.contains(&*post.path))
            .collect();
        if lost.len().saturating_mul(new.len()) <= PAIRS {
            let twins = twins(&lost, &new);
            moved.extend(twins);
        }
        moved
    }

    /// Takes posts out of the library.
    fn remove(&mut self, gone: &[PostId]) {
        for &id in gone {
            self.forget(id);
            self.gone.insert(self.post(id).path.clone(), id);
        }
        let gone: HashSet<_> = gone.iter().copied().collect();
        self.orders.remove(|id| gone.contains(&id));
    }

    /// Takes in posts that have changed, come back, or are new. Those that come back get their ids again, so that coming
    /// and going does not fill the memory.
    fn put(&mut self, posts: Vec<Post>) {
        let (mut changed, mut back, mut new) = (Vec::new(), Vec::new(), Vec::new());
        for post in posts {
            if let Some(id) = self.find(&post.path) {
                self.forget(id);
                self.set(id, post);
                changed.push(id);
            } else if let Some(id) = self.gone.remove(&post.path) {
                self.set(id, post);
                back.push(id);
            } else {
                new.push(post);
            }
        }
        let moving: HashSet<_> = changed.iter().copied().collect();
        self.orders.displace(|id| moving.contains(&id));
        self.orders.insert(back, &self.posts, &self.words);
        self.orders.place(changed, &self.words);
        self.extend(new);
    }

    /// Takes a post out of all counts.
    fn forget(&mut self, id: PostId) {
        let range = self.tag_range(id);
        self.vocabulary
            .forget(&self.posts[id.index()], &self.tags[range]);
        self.sections.take(id);
        self.set_tags(id, &[]);
    }

    /// Gives the id of a forgotten post another.
    fn set(&mut self, id: PostId, post: Post) {
        let mut tags = Vec::new();
        self.vocabulary.learn(&post, &mut tags);
        self.sections.put(id, &post);
        self.words.relearn(id, &post);
        self.orders.relearn(id, &post);
        self.briefs[id.index()] = Brief::of(&post);
        self.flags.relearn(id, &post.path);
        self.set_tags(id, &tags);
        self.posts[id.index()] = post;
    }

    fn set_tags(&mut self, id: PostId, tags: &[super::TagId]) {
        let range = self.tag_range(id);
        let (before, after) = (range.len() as u32, tags.len() as u32);
        self.tags.splice(range, tags.iter().copied());
        if before != after {
            for end in &mut self.tag_ends[id.index()..] {
                *end = *end + after - before;
            }
        }
    }
}

/// Whether one of these posts, which are in the order of their paths, is at `path`.
fn holds(posts: &[Post], path: &Path) -> bool {
    let place = posts.binary_search_by(|post| order::by_path(&post.path, path));
    place.is_ok()
}

/// Posts that say the same as exactly one of the others, and that one as no other of these.
fn twins(lost: &[&Post], new: &[&Post]) -> Vec<(PathBuf, PathBuf)> {
    let only = |all: &[&Post], post: &Post| {
        let mut same = (0..all.len()).filter(|at| says_same(all[*at], post));
        same.next().filter(|_| same.next().is_none())
    };
    let pairs = lost.iter().filter_map(|post| {
        let twin = new[only(new, post)?];
        only(lost, twin)?;
        Some((post.path.clone(), twin.path.clone()))
    });
    pairs.collect()
}

/// Whether two files have the same front matter. A title or a date that a file has from its name does not outlive that.
fn says_same(a: &Post, b: &Post) -> bool {
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
