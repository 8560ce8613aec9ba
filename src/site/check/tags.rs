//! The check for tags that differ only in spelling.

use std::collections::HashMap;

use super::PostProblem;
use crate::library::Library;
use crate::post::{Post, Problem, Severity};

/// Reports every spelling of a tag or category except the most common one, at the first post that uses the spelling.
pub(super) fn check(library: &Library) -> Vec<PostProblem> {
    let mut problems = check_kind(library, "tag", |post| &post.tags);
    problems.extend(check_kind(library, "category", |post| &post.categories));
    problems
}

/// A spelling, the number of posts that use it, and the first of these posts.
struct TagSpelling<'a> {
    text: &'a str,
    posts: usize,
    first: &'a Post,
}

fn check_kind<'a>(
    library: &'a Library,
    kind: &str,
    tags: impl Fn(&'a Post) -> &'a [Box<str>],
) -> Vec<PostProblem> {
    let mut groups: HashMap<String, Vec<TagSpelling<'a>>> = HashMap::new();
    for id in library.by_path() {
        let post = library.post(id);
        for text in tags(post).iter().map(|tag| tag.trim()) {
            let group = groups.entry(folded(text)).or_default();
            match group.iter_mut().find(|spelling| spelling.text == text) {
                Some(spelling) => spelling.posts += 1,
                None => group.push(TagSpelling {
                    text,
                    posts: 1,
                    first: post,
                }),
            }
        }
    }
    let mut groups: Vec<_> = groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect();
    for group in &mut groups {
        group.sort_by(|a, b| b.posts.cmp(&a.posts).then(a.text.cmp(b.text)));
    }
    groups.sort_by(|a, b| a[0].text.cmp(b[0].text));
    let with_most_common = |group: Vec<TagSpelling<'a>>| {
        let mut spellings = group.into_iter();
        let common = spellings.next();
        spellings.zip(std::iter::repeat(
            common.map_or(("", 0), |common| (common.text, common.posts)),
        ))
    };
    groups
        .into_iter()
        .flat_map(with_most_common)
        .map(|(rare, (common, posts))| {
            (
                rare.first.path.clone(),
                problem(kind, rare.text, common, posts),
            )
        })
        .collect()
}

/// Returns a key for a tag: in lower case, with `-` for blanks and `_`, because generators map such tags to the same
/// address.
fn folded(tag: &str) -> String {
    let parts = tag.split(|char: char| char.is_whitespace() || char == '-' || char == '_');
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-").to_lowercase()
}

fn problem(kind: &str, rare: &str, common: &str, posts: usize) -> Problem {
    let plural = if posts == 1 { "" } else { "s" };
    Problem {
        severity: Severity::Warning,
        code: "near-duplicate-tag",
        line: 1,
        column: 1,
        message: format!("the {kind} `{rare}` is written `{common}` in {posts} post{plural}")
            .into(),
        hint: format!("write `{common}` everywhere").into(),
    }
}
