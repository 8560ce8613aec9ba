//! The check for tags that differ only in spelling.

use std::collections::HashMap;

use super::LibraryProblem;
use crate::library::Library;
use crate::post::{Post, Severity};

/// Reports every spelling of a tag or category except the most common one, at the first post that uses the spelling.
pub(super) fn check(library: &Library) -> Vec<LibraryProblem<'_>> {
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

/// Reports the rarer spellings of the values that `tags` returns: tags or categories. `kind` is the word for such a value
/// in messages.
fn check_kind<'a>(
    library: &'a Library,
    kind: &str,
    tags: impl Fn(&'a Post) -> &'a [Box<str>],
) -> Vec<LibraryProblem<'a>> {
    let mut groups: HashMap<String, Vec<TagSpelling<'a>>> = HashMap::new();
    for id in library.by_path() {
        let post = library.post(id);
        for text in tags(post).iter().map(|tag| tag.trim()) {
            let group = groups.entry(group_key(text)).or_default();
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
    let problems = groups.iter().flat_map(|group| {
        let (common, rare) = (&group[0], &group[1..]);
        rare.iter().map(|rare| problem(kind, rare, common))
    });
    problems.collect()
}

/// Returns the same key for tags that generators map to the same address. The key is in lower case, and has `-` for blanks
/// and `_`.
fn group_key(tag: &str) -> String {
    let parts = tag.split(|char: char| char.is_whitespace() || char == '-' || char == '_');
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-").to_lowercase()
}

/// Creates the problem of a `rare` spelling; `kind` is the word for a tag or a category.
fn problem<'a>(kind: &str, rare: &TagSpelling<'a>, common: &TagSpelling<'a>) -> LibraryProblem<'a> {
    let TagSpelling { text, posts, .. } = common;
    let plural = if *posts == 1 { "" } else { "s" };
    LibraryProblem {
        post: rare.first,
        subject: rare.text.to_owned(),
        severity: Severity::Warning,
        code: "near-duplicate-tag",
        message: format!(
            "the {kind} `{}` is written `{text}` in {posts} post{plural}",
            rare.text
        ),
        hint: format!("write `{text}` everywhere"),
    }
}
