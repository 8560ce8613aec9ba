//! `folio list`: the posts.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::args::Format;
use super::color::Colors;
use super::output::{Align, json, slashed, table, tsv};
use super::problem::ProblemRow;
use crate::library::{Filter, Library};
use crate::post::{Date, Post, Status};
use crate::site::OpenTarget;
use crate::text::Clean;
use crate::theme::Role;

/// A post in JSON; its keys are a promise.
#[derive(Serialize)]
struct Row<'a> {
    path: String,
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<Vec<u8>>,
    title: &'a str,
    date: Option<String>,
    updated: Option<String>,
    tags: &'a [Box<str>],
    categories: &'a [Box<str>],
    draft: bool,
    toc: Option<bool>,
    words: Option<usize>,
    problems: Vec<ProblemRow<'a>>,
}

/// Prints the posts that the filter leaves, in the library's order, and returns how many. `words` counts those of a post
/// by its path in the library; it is asked only for output that shows them.
pub fn list(
    library: &Library,
    filter: &Filter,
    format: Format,
    chosen: &OpenTarget,
    words: &dyn Fn(&Path) -> Option<usize>,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<usize> {
    let ids = library.select(filter);
    let posts = || ids.iter().map(|&id| library.post(id));
    match format {
        Format::Text => text(posts(), library, chosen, colors, out)?,
        Format::Tsv => fields(posts(), chosen, out)?,
        Format::Json => {
            let rows: Vec<_> = posts().map(|post| Row::new(post, chosen, words)).collect();
            json(&rows, out)?;
        }
    }
    Ok(ids.len())
}

/// The day, whether it is not published, the title, the tags, and the file to open.
fn text<'a>(
    posts: impl Iterator<Item = &'a Post>,
    library: &Library,
    chosen: &OpenTarget,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let row = |post: &'a Post| {
        let day = post
            .date
            .map(|date| date.day.to_string())
            .unwrap_or_default();
        [
            Clean::line(&day).into_owned(),
            post.status(library.now())
                .map(Status::name)
                .unwrap_or_default(),
            Clean::line(&post.title),
            Clean::line(&post.tags.join(", ")).into_owned(),
            Clean::line(&chosen.file(&post.path).to_string_lossy()).into_owned(),
        ]
    };
    let rows: Vec<_> = posts.map(row).collect();
    let roles = [Role::Dim, Role::Draft, Role::Title, Role::Tag, Role::Dim];
    table(roles.map(|role| (Align::Left, role)), &rows, colors, out)
}

fn fields<'a>(
    posts: impl Iterator<Item = &'a Post>,
    chosen: &OpenTarget,
    out: &mut impl Write,
) -> io::Result<()> {
    let names = [
        "date",
        "title",
        "tags",
        "categories",
        "draft",
        "path",
        "file",
    ];
    let row = |post: &Post| {
        [
            written(post.date).unwrap_or_default(),
            post.title.to_string(),
            post.tags.join(","),
            post.categories.join(","),
            post.draft.to_string(),
            slashed(&chosen.path(&post.path)),
            slashed(&chosen.file(&post.path)),
        ]
    };
    tsv(names, posts.map(row), out)
}

impl<'a> Row<'a> {
    fn new(post: &'a Post, chosen: &OpenTarget, words: &dyn Fn(&Path) -> Option<usize>) -> Self {
        let path = chosen.path(&post.path);
        let shown = slashed(&path);
        let problems = post.problems.iter();
        Self {
            file: slashed(&chosen.file(&post.path)),
            path_bytes: path
                .to_str()
                .is_none()
                .then(|| path.as_os_str().as_encoded_bytes().to_vec()),
            title: &post.title,
            date: written(post.date),
            updated: written(post.updated),
            tags: &post.tags,
            categories: &post.categories,
            draft: post.draft,
            toc: post.toc,
            words: words(&post.path),
            problems: problems
                .map(|problem| ProblemRow::new(problem, &shown))
                .collect(),
            path: shown,
        }
    }
}

fn written(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
