//! `folio search`: the lines that contain a query, with their post and section.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::Serialize;

use super::color::Colors;
use super::command::SearchOptions;
use super::context::CliContext;
use super::library::LoadedLibrary;
use super::output::{JsonArray, slashed, tsv_names, tsv_row};
use super::values::OutputFormat;
use crate::library::PostId;
use crate::post::Post;
use crate::runtime::search::{Batch, Job, search as search_files};
use crate::search::{CompiledQuery, Hit};
use crate::site::OpenTarget;
use crate::site::check::PostProblem as Unread;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Minimum width of a line's text on a terminal, in columns.
const MIN_TEXT_COLUMNS: usize = 24;

/// A hit in JSON. The keys are stable.
#[derive(Serialize)]
struct HitRow<'a> {
    path: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    heading: Option<&'a str>,
    text: &'a str,
}

/// Parses the query to find.
pub(super) fn phrase(query: &str) -> Result<CompiledQuery> {
    if query.trim().is_empty() {
        bail!("the query is empty; name a word or a phrase, such as: folio search 'soft break'");
    }
    match CompiledQuery::new(query) {
        Some(phrase) => Ok(phrase),
        None => bail!("the query is too long"),
    }
}

/// Prints the matching lines of the posts that match the filter, in the library's order. If PATH is a file, searches only
/// that file. Returns the number of hits and the files that could not be read. Prints each batch before the next one, so
/// that memory use stays small.
pub(super) fn search(
    options: &SearchOptions,
    phrase: &CompiledQuery,
    loaded: &LoadedLibrary,
    context: &CliContext<'_>,
    out: &mut impl Write,
) -> Result<(usize, Vec<Unread>)> {
    let LoadedLibrary {
        library, target, ..
    } = loaded;
    let wanted = loaded.selected();
    let paths = |id: &PostId| library.post(*id).path.clone();
    let posts: Vec<PathBuf> = wanted.iter().map(paths).collect();
    let dialect = options.posts.dialect;
    let job = Job {
        folder: &target.library,
        posts: &posts,
        phrase,
        dialect: &|path| dialect.unwrap_or_else(|| target.site.dialect.of_file(path)),
        max_hits: usize::MAX,
        threads: 0,
    };
    let mut printer = HitPrinter {
        target,
        colors: Colors::when(options.color, context),
        columns: context.columns.map(usize::from),
        array: JsonArray::default(),
        section: None,
        out,
        lines: 0,
    };
    let (mut errors, mut failure) = (Vec::new(), None);
    if options.format == OutputFormat::Tsv {
        printer.names()?;
    }
    search_files(job, &|| false, |batch| {
        let Batch {
            found,
            unread: failed,
            ..
        } = batch;
        errors.extend(
            failed
                .into_iter()
                .map(|(at, problem)| (posts[at].clone(), problem)),
        );
        for (at, found) in found {
            let post = library.post(wanted[at]);
            printer.lines += found.hits.len();
            let done = match options.format {
                OutputFormat::Text => printer.text(post, &found.hits),
                OutputFormat::Tsv => printer.fields(post, &found.hits),
                OutputFormat::Json => printer.json(post, &found.hits),
            };
            if let Err(error) = done {
                failure = Some(error);
                return false;
            }
        }
        true
    });
    if let Some(error) = failure {
        return Err(error.into());
    }
    if options.format == OutputFormat::Json {
        printer.array.end(printer.out)?;
    }
    Ok((printer.lines, errors))
}

/// A printer for the hits of one post after the other.
struct HitPrinter<'a, W> {
    target: &'a OpenTarget,
    colors: Colors,
    /// The terminal's width in columns, or `None` if the output is not a terminal.
    columns: Option<usize>,
    array: JsonArray,
    /// The post and the heading of the last printed section.
    section: Option<(PathBuf, Option<Arc<str>>)>,
    out: &'a mut W,
    /// The number of printed hits.
    lines: usize,
}

impl<W: Write> HitPrinter<'_, W> {
    /// Prints `path:line:column: text`. On a terminal, truncates the lines to the terminal's width, highlights the hits, and
    /// prints the post and heading before each section.
    fn text(&mut self, post: &Post, hits: &[Hit]) -> io::Result<()> {
        let file = slashed(&self.target.path_from_working_folder(&post.path));
        for hit in hits {
            let mut line = Vec::new();
            let is_same = |(path, heading): &(PathBuf, Option<Arc<str>>)| {
                *path == post.path && *heading == hit.heading
            };
            if self.columns.is_some() && !self.section.as_ref().is_some_and(is_same) {
                self.head(post, hit, &mut line);
                self.section = Some((post.path.clone(), hit.heading.clone()));
            }
            let place = crate::clean!("{file}:{}:{}: ", hit.line, hit.column);
            self.colors.push(&mut line, &place, Role::Dim);
            let room = self.columns.map(|columns| {
                columns
                    .saturating_sub(text::width(&place))
                    .max(MIN_TEXT_COLUMNS.min(columns))
            });
            self.marked(hit, room, &mut line);
            line.push(b'\n');
            self.out.write_all(&line)?;
        }
        Ok(())
    }

    fn head(&self, post: &Post, hit: &Hit, line: &mut Vec<u8>) {
        self.colors
            .push(line, &Clean::line(&post.title), Role::Title);
        if let Some(heading) = &hit.heading {
            self.colors.push(line, &Clean::literal(" › "), Role::Dim);
            self.colors.push(line, &Clean::line(heading), Role::Text);
        }
        line.push(b'\n');
    }

    fn marked(&self, hit: &Hit, room: Option<usize>, line: &mut Vec<u8>) {
        let excerpt = hit.excerpt(room.unwrap_or(usize::MAX));
        let end = room.map_or(excerpt.text.len(), |room| {
            let (bytes, _) = text::fit(&excerpt.text, room);
            bytes
        });
        let mut at = 0;
        for place in &excerpt.places {
            let (from, to) = (place.start.min(end), place.end.min(end));
            self.colors
                .push(line, &excerpt.text.slice(at..from), Role::Text);
            self.colors
                .push(line, &excerpt.text.slice(from..to), Role::Match);
            at = to;
        }
        self.colors
            .push(line, &excerpt.text.slice(at..end), Role::Text);
        if end < excerpt.text.len() {
            self.colors.push(line, &Clean::literal("…"), Role::Dim);
        }
    }

    fn names(&mut self) -> io::Result<()> {
        let names = ["path", "file", "line", "column", "heading", "text"];
        tsv_names(names, self.out)
    }

    fn fields(&mut self, post: &Post, hits: &[Hit]) -> io::Result<()> {
        let path = slashed(&self.target.path_from_argument(&post.path));
        let file = slashed(&self.target.path_from_working_folder(&post.path));
        for hit in hits {
            let fields = [
                path.clone(),
                file.clone(),
                hit.line.to_string(),
                hit.column.to_string(),
                hit.heading.as_deref().unwrap_or_default().to_owned(),
                hit.text.to_string(),
            ];
            tsv_row(fields, self.out)?;
        }
        Ok(())
    }

    fn json(&mut self, post: &Post, hits: &[Hit]) -> io::Result<()> {
        let path = slashed(&self.target.path_from_argument(&post.path));
        let file = slashed(&self.target.path_from_working_folder(&post.path));
        for hit in hits {
            let row = HitRow {
                path: &path,
                file: &file,
                line: hit.line,
                column: hit.column,
                heading: hit.heading.as_deref(),
                text: &hit.text,
            };
            self.array.push(&row, self.out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
