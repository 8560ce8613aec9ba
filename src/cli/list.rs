//! `folio list`: the posts.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::color::Colors;
use super::library::LoadedLibrary;
use super::output::{ColumnAlign, slashed, write_json, write_table, write_tsv};
use super::problem::ProblemRow;
use super::values::OutputFormat;
use crate::library::{Library, PostId};
use crate::post::{Date, Post, PostProblem, Problem, Status};
use crate::runtime::panics::isolate;
use crate::site::OpenTarget;
use crate::text::Clean;
use crate::theme::Role;

/// A post in JSON. The keys are stable.
#[derive(Serialize)]
struct PostRow<'a> {
    /// The path relative to PATH or, if no PATH is given, to the configured folder. If that is a file, or if neither is given,
    /// the path is relative to the library.
    path: String,
    /// The path relative to the working folder.
    file: String,
    /// The bytes of the path if they are not valid UTF-8; `path` has replacement characters then.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<Vec<u8>>,
    title: &'a str,
    date: Option<String>,
    updated: Option<String>,
    tags: &'a [Box<str>],
    categories: &'a [Box<str>],
    draft: bool,
    toc: Option<bool>,
    lang: Option<&'a str>,
    /// The number of words; `None` if they could not be counted.
    words: Option<usize>,
    problems: Vec<ProblemRow<'a>>,
}

/// The result of [`list`].
#[derive(Debug, Default)]
pub(super) struct ListOutcome {
    /// The number of printed posts.
    pub(super) post_count: usize,
    /// The posts on which folio failed while it counted their words, each with the problem.
    pub(super) failed: Vec<PostProblem>,
}

/// Prints the posts that match the filter, in the library's order. `count_words` takes the path of a post, relative to
/// the library. It returns the number of words, or `None` if the file can't be read. Only JSON contains the number of words.
pub(super) fn list(
    loaded: &LoadedLibrary,
    format: OutputFormat,
    count_words: &dyn Fn(&Path) -> Option<usize>,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<ListOutcome> {
    let LoadedLibrary {
        library,
        filter,
        target,
        ..
    } = loaded;
    let ids = library.select(filter);
    let posts = || ids.iter().map(|&id| library.post(id));
    let mut failed_posts = Vec::new();
    match format {
        OutputFormat::Text => print_table(posts(), library, target, colors, out)?,
        OutputFormat::Tsv => print_tsv(posts(), target, out)?,
        OutputFormat::Json => {
            // A panic becomes a problem of the post whose words were being counted.
            let word_counts: Vec<_> = posts()
                .map(|post| isolate(&post.path, || count_words(&post.path)))
                .collect();
            let rows = ids.iter().zip(&word_counts);
            let rows = rows.map(|(id, words)| PostRow::new(library, *id, target, words.as_ref()));
            write_json(&rows.collect::<Vec<_>>(), out)?;
            let failed = posts().zip(word_counts).filter_map(|(post, words)| {
                let path = post.path.clone();
                words.err().map(|problem| PostProblem { path, problem })
            });
            failed_posts.extend(failed);
        }
    }
    Ok(ListOutcome {
        post_count: ids.len(),
        failed: failed_posts,
    })
}

/// Prints a table with the day, the status of unpublished posts, the title, the tags, and the file.
fn print_table<'a>(
    posts: impl Iterator<Item = &'a Post>,
    library: &Library,
    target: &OpenTarget,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let row = |post: &'a Post| {
        let day = post
            .date
            .map(|date| date.calendar_day.to_string())
            .unwrap_or_default();
        [
            Clean::line(&day).into_owned(),
            post.status(library.now())
                .map(Status::name)
                .unwrap_or_default(),
            Clean::line(&post.title),
            Clean::line(&post.tags.join(", ")).into_owned(),
            Clean::line(
                &target
                    .path_from_working_folder(&post.path)
                    .to_string_lossy(),
            )
            .into_owned(),
        ]
    };
    let rows: Vec<_> = posts.map(row).collect();
    let roles = [Role::Dim, Role::Draft, Role::Title, Role::Tag, Role::Dim];
    write_table(
        roles.map(|role| (ColumnAlign::Left, role)),
        &rows,
        colors,
        out,
    )
}

/// Prints the posts as tab-separated fields, with a header line.
fn print_tsv<'a>(
    posts: impl Iterator<Item = &'a Post>,
    target: &OpenTarget,
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
            format_date(post.date).unwrap_or_default(),
            post.title.to_string(),
            post.tags.join(","),
            post.categories.join(","),
            post.draft.to_string(),
            slashed(&target.path_from_argument(&post.path)),
            slashed(&target.path_from_working_folder(&post.path)),
        ]
    };
    write_tsv(names, posts.map(row), out)
}

impl<'a> PostRow<'a> {
    /// Creates the row of a post. `words` is `Ok(Some)` with the number of words, `Ok(None)` if the file could not be read, or
    /// `Err` with the problem if folio failed on the post.
    fn new(
        library: &'a Library,
        id: PostId,
        target: &OpenTarget,
        words: Result<&Option<usize>, &'a Problem>,
    ) -> Self {
        let post = library.post(id);
        let path = target.path_from_argument(&post.path);
        let displayed_path = slashed(&path);
        let problems = post.problems.iter().chain(words.err());
        Self {
            file: slashed(&target.path_from_working_folder(&post.path)),
            path_bytes: path
                .to_str()
                .is_none()
                .then(|| path.as_os_str().as_encoded_bytes().to_vec()),
            title: &post.title,
            date: format_date(post.date),
            updated: format_date(post.updated),
            tags: &post.tags,
            categories: &post.categories,
            draft: post.draft,
            toc: post.toc,
            lang: library.language(id),
            words: words.ok().copied().flatten(),
            problems: problems
                .map(|problem| ProblemRow::new(problem, &displayed_path))
                .collect(),
            path: displayed_path,
        }
    }
}

/// Returns a date such as `2024-02-24` or `2024-02-24T09:30:00-03:30`.
fn format_date(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
