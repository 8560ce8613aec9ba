//! Posts that would be published at the same address.

use std::collections::HashMap;
use std::path::Path;

use super::PostProblem;
use crate::library::{Library, PostId};
use crate::post::{Post, Problem, Severity};
use crate::site::Site;

pub(super) fn check(library: &Library, site: &Site) -> Vec<PostProblem> {
    let mut places: HashMap<String, PostId> = HashMap::new();
    let mut found = Vec::new();
    for id in library.by_path() {
        let post = library.post(id);
        let Some((address, name)) = address(post, site).filter(|_| !post.draft) else {
            continue;
        };
        match places.get(&address) {
            None => {
                places.insert(address, id);
            }
            Some(&first) => {
                let first = library.post(first).path.display();
                found.push((post.path.clone(), clash(&name, &first.to_string())));
            }
        }
    }
    found
}

fn clash(name: &str, first: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        code: "duplicate-slug",
        line: 1,
        column: 1,
        message: format!("`{name}` is also the address of {first}").into(),
        hint: "give one of them another slug: only one can be published there".into(),
    }
}

/// Returns a key that is equal for posts at the same address, and the post's name in messages. The day is part of the key
/// where it may be part of the address. `None` where the author chose a pattern as address.
fn address(post: &Post, site: &Site) -> Option<(String, String)> {
    let language = post.language.as_deref().unwrap_or_default();
    if let Some(url) = post.url() {
        let is_pattern = url.contains([':', '{', '$']);
        return (!is_pattern).then(|| {
            (
                format!("{language}\0{}", url.trim_matches('/')),
                url.to_owned(),
            )
        });
    }
    let mut folder = post.path.parent().unwrap_or(Path::new(""));
    let name = if post.is_bundle() {
        let name = folder.file_name()?;
        folder = folder.parent().unwrap_or(Path::new(""));
        name
    } else {
        post.path.file_stem()?
    };
    let name = match post.slug() {
        Some(slug) => slug.trim_matches('/').to_owned(),
        None => name.to_string_lossy().into_owned(),
    };
    let by_day = !site
        .generator
        .is_some_and(|generator| generator.0.has_undated_addresses);
    let day = post
        .date
        .filter(|_| by_day)
        .map(|date| date.day.to_string());
    let folder = folder.to_string_lossy();
    Some((
        format!("{language}\0{folder}\0{}\0{name}", day.unwrap_or_default()),
        name,
    ))
}
