//! Posts related to a post: translations, posts that link to the post, neighbors in the series, neighbors by date, and posts with
//! the same rare tags.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::order;
use super::tags::{TagId, folded_name};
use super::{Library, PostId};
use crate::post::{Date, Post};

/// Maximum number of related posts that share tags.
const MAX_POSTS_WITH_SHARED_TAGS: usize = 8;

/// A post that is related to another post.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The post.
    pub post: PostId,
    /// The relation of `post` to the other post.
    pub relation: Relation,
}

/// The relation of a post to another post.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// The post is a translation of the other post.
    Translation,
    /// The post links to the other post.
    Backlink,
    /// The post is the previous or next part of the same series.
    SeriesPart {
        /// The number of the part within the series, from 1.
        number: usize,
        /// The number of parts in the series.
        total: usize,
    },
    /// The post is the next by date.
    Newer,
    /// The post is the previous by date.
    Older,
    /// The post shares these tags with the other post, the rarest first.
    SharedTags(Vec<Box<str>>),
}

impl Library {
    /// Returns the posts related to a post, the closest relation first; `backlinks` are the posts that link to it. A post with
    /// several relations is listed for each of them. Shared tags count only for a post without another relation.
    pub fn related(&self, post: PostId, backlinks: &[PostId]) -> Vec<Related> {
        let language_versions = self.language_versions(post);
        // Links from a language version of the post are omitted.
        let is_same_post = |id: PostId| id == post || language_versions.contains(&id);
        let mut backlinks: Vec<PostId> = backlinks.to_vec();
        backlinks.retain(|id| !is_same_post(*id));
        backlinks.sort_by(|a, b| order::compare_newest_first(self.post(*a), self.post(*b)));
        backlinks.dedup();
        let translations = language_versions.iter().filter(|id| **id != post);
        let mut related: Vec<Related> = translations
            .map(|id| Related {
                post: *id,
                relation: Relation::Translation,
            })
            .collect();
        related.extend(backlinks.into_iter().map(|post| Related {
            post,
            relation: Relation::Backlink,
        }));
        related.extend(self.series_neighbors(post));
        related.extend(self.date_neighbors(post));
        let similar = self.posts_with_shared_tags(post, &related);
        related.extend(similar);
        related
    }

    /// Returns the previous and the next part of the post's series in the same language, if the post belongs to a series.
    fn series_neighbors(&self, post: PostId) -> Vec<Related> {
        let Some(series) = self.post(post).series().map(folded_name) else {
            return Vec::new();
        };
        let mut parts: Vec<PostId> = self
            .by_path()
            .filter(|id| self.post(*id).series().map(folded_name).as_ref() == Some(&series))
            .filter(|id| self.has_same_language(*id, post))
            .collect();
        parts.sort_by(|a, b| compare_parts(self.post(*a), self.post(*b)));
        let Some(current) = parts.iter().position(|id| *id == post) else {
            return Vec::new();
        };
        let part = |index: usize| Related {
            post: parts[index],
            relation: Relation::SeriesPart {
                number: index + 1,
                total: parts.len(),
            },
        };
        let previous = current.checked_sub(1).map(part);
        let next = Some(current + 1)
            .filter(|index| *index < parts.len())
            .map(part);
        previous.into_iter().chain(next).collect()
    }

    /// Returns the next and the previous post by date in the same language, if the post has a date.
    fn date_neighbors(&self, post: PostId) -> Vec<Related> {
        let current = self.post(post);
        if current.date.is_none() {
            return Vec::new();
        }
        let compare_to_current = |id: PostId| order::compare_newest_first(self.post(id), current);
        let others = || {
            let is_dated = |id: &PostId| *id != post && self.post(*id).date.is_some();
            self.by_path()
                .filter(is_dated)
                .filter(|id| self.has_same_language(*id, post))
        };
        let by_date =
            |a: &PostId, b: &PostId| order::compare_newest_first(self.post(*a), self.post(*b));
        // The newest post is first in the order, so the last of the newer posts and the first of the older posts are nearest.
        let is_newer = |id: &PostId| compare_to_current(*id).is_lt();
        let is_older = |id: &PostId| compare_to_current(*id).is_gt();
        let newer = others().filter(is_newer).max_by(by_date);
        let older = others().filter(is_older).min_by(by_date);
        let with_relation = |relation: Relation| move |post| Related { post, relation };
        let newer = newer.map(with_relation(Relation::Newer));
        newer
            .into_iter()
            .chain(older.map(with_relation(Relation::Older)))
            .collect()
    }

    /// Returns up to [`MAX_POSTS_WITH_SHARED_TAGS`] posts in the same language that share tags with `post`, without the posts in
    /// `listed`. The posts with the highest sum of rarities of shared tags come first; posts whose sum is zero are omitted. The
    /// rarity of a tag is its inverse document frequency, so the rarity of a tag that all posts have is zero.
    fn posts_with_shared_tags(&self, post: PostId, listed: &[Related]) -> Vec<Related> {
        let post_count = f64::from(self.len() as u32);
        let rarity =
            |tag: &TagId| (post_count / f64::from(self.tag_index.entry(*tag).posts.max(1))).ln();
        let own_tags = self.tags_of(post);
        let mut excluded: HashSet<PostId> = listed.iter().map(|related| related.post).collect();
        excluded.insert(post);
        let mut scored: Vec<(f64, PostId)> = Vec::new();
        for id in self.by_path() {
            if excluded.contains(&id) || !self.has_same_language(id, post) {
                continue;
            }
            let shared = self.tags_of(id).iter().filter(|tag| own_tags.contains(tag));
            let score: f64 = shared.map(rarity).sum();
            if score > 0.0 {
                scored.push((score, id));
            }
        }
        scored.sort_by(|(score_a, a), (score_b, b)| {
            let by_date = || order::compare_newest_first(self.post(*a), self.post(*b));
            score_b.total_cmp(score_a).then_with(by_date)
        });
        let shared_tags = |id: PostId| {
            let mut shared: Vec<_> = self
                .tags_of(id)
                .iter()
                .filter(|tag| own_tags.contains(tag))
                .collect();
            shared.sort_by(|a, b| rarity(b).total_cmp(&rarity(a)));
            let spelling = |tag: &&TagId| {
                let entry = self.tag_index.entry(**tag);
                let spelling = entry
                    .tag_spellings
                    .most_common()
                    .or(entry.category_spellings.most_common());
                spelling.map(Into::into)
            };
            shared.iter().filter_map(spelling).collect()
        };
        scored
            .iter()
            .take(MAX_POSTS_WITH_SHARED_TAGS)
            .map(|(_, id)| Related {
                post: *id,
                relation: Relation::SharedTags(shared_tags(*id)),
            })
            .collect()
    }

    /// Returns true if both posts have the same language, or both have no language.
    fn has_same_language(&self, a: PostId, b: PostId) -> bool {
        self.language(a) == self.language(b)
    }
}

/// Compares the parts of a series: by the `weight` in their front matter (Hugo, "Default sort order"), then oldest first. Parts
/// without a weight come last. Among parts of equal weight, those without a date come first.
fn compare_parts(a: &Post, b: &Post) -> Ordering {
    let weight = |post: &Post| post.weight().unwrap_or(i64::MAX);
    let date = |post: &Post| post.date.as_ref().map(Date::sort_key);
    weight(a)
        .cmp(&weight(b))
        .then_with(|| date(a).cmp(&date(b)))
        .then_with(|| order::compare_paths(&a.path, &b.path))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::library::Sort;
    use crate::post;

    /// Creates a library from pairs of path and TOML front matter.
    fn library(posts: &[(&str, &str)]) -> Library {
        let read = |(path, front_matter): &(&str, &str)| {
            let text = format!("+++\n{front_matter}\n+++\n");
            post::read(Path::new(path), &post::decode(text.as_bytes()))
        };
        let mut library = Library::new(Sort::default());
        library.extend(posts.iter().map(read).collect());
        library
    }

    /// Returns the posts related to the post at `path`, as `path relation`. `backlinks` are the paths of the posts that link to
    /// this post.
    fn related(library: &Library, path: &str, backlinks: &[&str]) -> Vec<String> {
        let find = |path: &str| library.find(Path::new(path)).expect("a post");
        let backlinks: Vec<_> = backlinks.iter().map(|path| find(path)).collect();
        let related = library.related(find(path), &backlinks);
        let rows = related.into_iter().map(|related| {
            let path = library.post(related.post).path.display().to_string();
            let relation = match related.relation {
                Relation::Translation => "translation".to_owned(),
                Relation::Backlink => "links".to_owned(),
                Relation::SeriesPart { number, total } => format!("part {number}/{total}"),
                Relation::Newer => "newer".to_owned(),
                Relation::Older => "older".to_owned(),
                Relation::SharedTags(tags) => tags.join(","),
            };
            format!("{path} {relation}")
        });
        rows.collect()
    }

    #[test]
    fn backlinks_come_first_and_without_repetitions() {
        let library = library(&[
            ("a", "date = 2024-01-01"),
            ("b", "date = 2024-01-02"),
            ("c", ""),
        ]);
        assert_eq!(
            related(&library, "a", &["c", "b", "c", "a"]),
            ["b links", "c links", "b newer"]
        );
    }

    #[test]
    fn series_parts_are_ordered_by_weight_or_date() {
        let by_date = library(&[
            ("x", "date = 2024-03-01\nseries = [\"Go\"]"),
            ("y", "date = 2024-01-01\nseries = [\"go\"]"),
            ("z", "date = 2024-02-01\nseries = \"GO\""),
            ("other", "series = \"Rust\""),
        ]);
        let parts = |library: &Library, path| -> Vec<String> {
            let related = related(library, path, &[]);
            related
                .into_iter()
                .filter(|row| row.contains("part"))
                .collect()
        };
        assert_eq!(parts(&by_date, "z"), ["y part 1/3", "x part 3/3"]);
        assert_eq!(parts(&by_date, "y"), ["z part 2/3"]);
        let by_weight = library(&[
            ("x", "weight = 1\nseries = \"Go\""),
            ("y", "weight = 2\nseries = \"Go\"\ndate = 2020-01-01"),
        ]);
        assert_eq!(parts(&by_weight, "x"), ["y part 2/2"]);
    }

    #[test]
    fn newer_and_older_posts_have_the_same_language() {
        let library = library(&[
            ("a", "date = 2024-01-01"),
            ("b", "date = 2024-01-02"),
            ("b.de", "date = 2024-01-03\nlang = \"de\""),
            ("c", "date = 2024-01-04"),
            ("undated", ""),
        ]);
        assert_eq!(related(&library, "b", &[]), ["c newer", "a older"]);
        assert_eq!(related(&library, "c", &[]), ["b older"]);
        assert_eq!(related(&library, "undated", &[]), Vec::<String>::new());
        assert_eq!(related(&library, "b.de", &[]), Vec::<String>::new());
    }

    #[test]
    fn posts_that_share_rarer_tags_come_first() {
        let library = library(&[
            ("a", "tags = [\"all\", \"common\", \"Rare\"]"),
            ("b", "tags = [\"all\", \"common\"]"),
            ("c", "tags = [\"all\", \"rare\", \"common\"]"),
            ("d", "tags = [\"all\", \"common\"]\ndate = 2024-01-01"),
            ("e", "tags = [\"all\"]"),
        ]);
        assert_eq!(
            related(&library, "a", &[]),
            ["c Rare,common,all", "d common,all", "b common,all"]
        );
    }
}
