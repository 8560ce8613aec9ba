//! `folio search`: the lines that hold a phrase, with the post and the section they stand in.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::Format;
use super::color::Colors;
use super::command::Search;
use super::output::{json, slashed, tsv_names, tsv_row};
use super::{Loaded, Outside};
use crate::library::PostId;
use crate::post::Post;
use crate::runtime::search::{Batch, Job, search as look};
use crate::search::{Hit, Phrase};
use crate::site::OpenTarget;
use crate::site::check::Found as Unread;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Fewest columns of a line's text on a terminal.
const NARROW: usize = 24;

/// A hit in JSON; its keys are a promise.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    heading: Option<&'a str>,
    text: &'a str,
}

/// The phrase, if there is any.
pub(super) fn phrase(query: &str) -> Result<Phrase> {
    if query.trim().is_empty() {
        bail!("nothing to search for; name a word or a phrase: folio search 'soft break'");
    }
    match Phrase::new(query) {
        Some(phrase) => Ok(phrase),
        None => bail!("this is too long to be searched for"),
    }
}

/// Prints the lines of the posts that the filter leaves, in the library's order; a file that was named is searched alone.
/// Returns how many there are, and what could not be read.
pub(super) fn search(
    options: &Search,
    phrase: &Phrase,
    loaded: &Loaded,
    outside: &Outside<'_>,
    out: &mut impl Write,
) -> Result<(usize, Vec<Unread>)> {
    let Loaded {
        library, chosen, ..
    } = loaded;
    let only = chosen
        .open
        .as_ref()
        .and_then(|open| open.strip_prefix(&chosen.library).ok());
    let mut wanted = library.select(&options.posts.filter()?);
    wanted.retain(|id| only.is_none_or(|only| only == library.post(*id).path));
    let paths = |id: &PostId| library.post(*id).path.clone();
    let posts: Vec<PathBuf> = wanted.iter().map(paths).collect();
    let dialect = options.posts.dialect;
    let job = Job {
        folder: &chosen.library,
        posts: &posts,
        phrase,
        dialect: &|path| dialect.unwrap_or_else(|| chosen.site.dialect.of_file(path)),
        max_hits: usize::MAX,
        threads: 0,
    };
    let mut printer = Printer {
        chosen,
        colors: Colors::when(options.color, outside),
        columns: outside.columns.map(usize::from),
        out,
        lines: 0,
    };
    let (mut kept, mut unread, mut failure) = (Vec::new(), Vec::new(), None);
    if options.format == Format::Tsv {
        printer.names()?;
    }
    look(job, &|| false, |batch| {
        let Batch {
            found,
            unread: failed,
            ..
        } = batch;
        unread.extend(
            failed
                .into_iter()
                .map(|(at, problem)| (posts[at].clone(), problem)),
        );
        for (at, found) in found {
            let post = library.post(wanted[at]);
            printer.lines += found.hits.len();
            let done = match options.format {
                Format::Text => printer.text(post, &found.hits),
                Format::Tsv => printer.fields(post, &found.hits),
                Format::Json => {
                    kept.push((post, found.hits));
                    Ok(())
                }
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
    if options.format == Format::Json {
        printer.json(&kept)?;
    }
    Ok((printer.lines, unread))
}

/// What prints the hits of one post after the other.
struct Printer<'a, W> {
    chosen: &'a OpenTarget,
    colors: Colors,
    /// The terminal's; `None` where nobody looks.
    columns: Option<usize>,
    out: &'a mut W,
    /// Printed so far.
    lines: usize,
}

impl<W: Write> Printer<'_, W> {
    /// `path:line:column: text`; on a terminal what was found is marked in as much of the line as a row holds, and above
    /// the lines of a section stand its post and its heading.
    fn text(&mut self, post: &Post, hits: &[Hit]) -> io::Result<()> {
        let file = slashed(&self.chosen.file(&post.path));
        let mut section: Option<&Hit> = None;
        for hit in hits {
            let mut line = Vec::new();
            if self.columns.is_some() && section.is_none_or(|last| last.heading != hit.heading) {
                self.head(post, hit, &mut line);
            }
            section = Some(hit);
            let place = crate::clean!("{file}:{}:{}: ", hit.line, hit.column);
            self.colors.push(&mut line, &place, Role::Dim);
            let room = self.columns.map(|columns| {
                columns
                    .saturating_sub(text::width(&place))
                    .max(NARROW.min(columns))
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
        let path = slashed(&self.chosen.path(&post.path));
        let file = slashed(&self.chosen.file(&post.path));
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

    fn json(&mut self, found: &[(&Post, Vec<Hit>)]) -> io::Result<()> {
        let paths: Vec<_> = found
            .iter()
            .map(|(post, _)| {
                [self.chosen.path(&post.path), self.chosen.file(&post.path)]
                    .map(|path| slashed(&path))
            })
            .collect();
        let rows = found.iter().zip(&paths).flat_map(|((_, hits), paths)| {
            let [path, file] = paths;
            hits.iter().map(move |hit| Row {
                path,
                file,
                line: hit.line,
                column: hit.column,
                heading: hit.heading.as_deref(),
                text: &hit.text,
            })
        });
        json(&rows.collect::<Vec<_>>(), self.out)
    }
}

#[cfg(test)]
mod tests;
