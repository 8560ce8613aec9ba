//! Which other posts somebody who reads one may want next: those that lead here, its series, its neighbours in time, and
//! those with the same rare tags.

use std::cmp::Ordering;
use std::path::Path;

use super::order;
use super::tags::fold;
use super::{Library, PostId};
use crate::post::{Date, Post};

/// Posts that are alike by their tags: so many are named.
const ALIKE: usize = 8;

/// A post that has to do with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The post.
    pub post: PostId,
    /// What it has to do with the other.
    pub relation: Relation,
}

/// What a post has to do with another.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// It has a link to it.
    LinksHere,
    /// It is the part of the same series before it or behind it: which part, of how many, from 1.
    Part {
        /// Which part.
        number: usize,
        /// Of how many.
        of: usize,
    },
    /// It was written next, after it.
    Newer,
    /// It was written last, before it.
    Older,
    /// It has tags in common with it, the rarest first.
    Alike(Vec<Box<str>>),
}

impl Library {
    /// What has to do with a post, the closest first; `links` are the posts with a link to it.
    pub fn related(&self, post: PostId, links: &[PostId]) -> Vec<Related> {
        let mut links: Vec<PostId> = links.iter().copied().filter(|id| *id != post).collect();
        links.sort_by(|a, b| order::newest_first(self.post(*a), self.post(*b)));
        links.dedup();
        let mut related: Vec<Related> = links
            .into_iter()
            .map(|post| Related {
                post,
                relation: Relation::LinksHere,
            })
            .collect();
        related.extend(self.parts(post));
        related.extend(self.neighbours(post));
        let alike = self.alike(post, &related);
        related.extend(alike);
        related
    }

    /// The parts of the post's series before and behind it.
    fn parts(&self, post: PostId) -> Vec<Related> {
        let Some(series) = self.post(post).series().map(fold) else {
            return Vec::new();
        };
        let mut parts: Vec<PostId> = self
            .by_path()
            .filter(|id| self.post(*id).series().map(fold).as_ref() == Some(&series))
            .filter(|id| self.speaks_as(*id, post))
            .collect();
        parts.sort_by(|a, b| by_part(self.post(*a), self.post(*b)));
        let Some(here) = parts.iter().position(|id| *id == post) else {
            return Vec::new();
        };
        let part = |at: usize| Related {
            post: parts[at],
            relation: Relation::Part {
                number: at + 1,
                of: parts.len(),
            },
        };
        let before = here.checked_sub(1).map(part);
        let behind = Some(here + 1).filter(|at| *at < parts.len()).map(part);
        before.into_iter().chain(behind).collect()
    }

    /// The posts written next and last.
    fn neighbours(&self, post: PostId) -> Vec<Related> {
        let this = self.post(post);
        if this.date.is_none() {
            return Vec::new();
        }
        let compare = |id: PostId| order::newest_first(self.post(id), this);
        let others = || {
            let dated = |id: &PostId| *id != post && self.post(*id).date.is_some();
            self.by_path()
                .filter(dated)
                .filter(|id| self.speaks_as(*id, post))
        };
        let between = |a: &PostId, b: &PostId| order::newest_first(self.post(*a), self.post(*b));
        let newer = others().filter(|id| compare(*id).is_lt()).max_by(between);
        let older = others().filter(|id| compare(*id).is_gt()).min_by(between);
        let of = |relation: Relation| move |post| Related { post, relation };
        let newer = newer.map(of(Relation::Newer));
        newer
            .into_iter()
            .chain(older.map(of(Relation::Older)))
            .collect()
    }

    /// The posts that share the rarest tags. A tag counts by how few have it (inverse document frequency), so that what
    /// all posts have says nothing.
    fn alike(&self, post: PostId, known: &[Related]) -> Vec<Related> {
        let all = f64::from(self.len() as u32);
        let names: Vec<_> = self.vocabulary.iter().map(|(_, name)| name).collect();
        let weight =
            |tag: &super::tags::TagId| (all / f64::from(names[tag.index()].posts.max(1))).ln();
        let own = self.tags_of(post);
        let mut scored: Vec<(f64, PostId)> = Vec::new();
        for id in self.by_path() {
            let is_known = id == post || known.iter().any(|related| related.post == id);
            if is_known || !self.speaks_as(id, post) {
                continue;
            }
            let shared = self.tags_of(id).iter().filter(|tag| own.contains(tag));
            let score: f64 = shared.map(weight).sum();
            if score > 0.0 {
                scored.push((score, id));
            }
        }
        scored.sort_by(|(a, one), (b, other)| {
            let newest = || order::newest_first(self.post(*one), self.post(*other));
            b.total_cmp(a).then_with(newest)
        });
        let tags = |id: PostId| {
            let mut shared: Vec<_> = self
                .tags_of(id)
                .iter()
                .filter(|tag| own.contains(tag))
                .collect();
            shared.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
            let spelt = |tag: &&super::tags::TagId| {
                let name = names[tag.index()];
                name.tag.shown().or(name.category.shown()).map(Into::into)
            };
            shared.iter().filter_map(spelt).collect()
        };
        scored
            .iter()
            .take(ALIKE)
            .map(|(_, id)| Related {
                post: *id,
                relation: Relation::Alike(tags(*id)),
            })
            .collect()
    }

    /// Whether two posts are in the same language, as far as they say.
    fn speaks_as(&self, one: PostId, other: PostId) -> bool {
        self.post(one).language == self.post(other).language
    }
}

/// In which order the parts of a series are read: by weight where they have one (Hugo, "Default sort order"), else the
/// oldest first.
fn by_part(a: &Post, b: &Post) -> Ordering {
    let weight = |post: &Post| post.weight().unwrap_or(i64::MAX);
    let date = |post: &Post| post.date.as_ref().map(Date::key);
    let path = |post: &Post| -> Box<Path> { post.path.clone().into() };
    weight(a)
        .cmp(&weight(b))
        .then_with(|| date(a).cmp(&date(b)))
        .then_with(|| order::by_path(&path(a), &path(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Sort;
    use crate::post;

    fn library(posts: &[(&str, &str)]) -> Library {
        let read = |(path, front): &(&str, &str)| {
            let text = format!("+++\n{front}\n+++\n");
            post::read(Path::new(path), &post::decode(text.as_bytes()))
        };
        let mut library = Library::new(Sort::default());
        library.extend(posts.iter().map(read).collect());
        library
    }

    /// What has to do with a post: `path relation`.
    fn related(library: &Library, path: &str, links: &[&str]) -> Vec<String> {
        let find = |path: &str| library.find(Path::new(path)).expect("a post");
        let links: Vec<_> = links.iter().map(|path| find(path)).collect();
        let related = library.related(find(path), &links);
        let shown = related.into_iter().map(|related| {
            let path = library.post(related.post).path.display().to_string();
            let relation = match related.relation {
                Relation::LinksHere => "links".to_owned(),
                Relation::Part { number, of } => format!("part {number}/{of}"),
                Relation::Newer => "newer".to_owned(),
                Relation::Older => "older".to_owned(),
                Relation::Alike(tags) => tags.join(","),
            };
            format!("{path} {relation}")
        });
        shown.collect()
    }

    #[test]
    fn links_come_first_and_once() {
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
    fn a_series_is_read_by_weight_or_date() {
        let by_date = library(&[
            ("x", "date = 2024-03-01\nseries = [\"Go\"]"),
            ("y", "date = 2024-01-01\nseries = [\"go\"]"),
            ("z", "date = 2024-02-01\nseries = \"GO\""),
            ("other", "series = \"Rust\""),
        ]);
        let parts = |library: &Library, path| -> Vec<String> {
            let all = related(library, path, &[]);
            all.into_iter().filter(|one| one.contains("part")).collect()
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
    fn neighbours_in_time_are_in_the_same_language() {
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
    fn rare_tags_weigh_more_than_common_ones() {
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
