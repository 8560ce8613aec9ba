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
use super::output::{JsonArray, slashed, write_tsv_header, write_tsv_row};
use super::values::OutputFormat;
use crate::library::PostId;
use crate::post::{Post, PostProblem};
use crate::runtime::scan::THREAD_PER_CPU;
use crate::runtime::search::{Batch, Job, search as search_files};
use crate::search::{CompiledQuery, Hit};
use crate::site::OpenTarget;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Columns to which a hit's text is truncated on a terminal if a long path leaves fewer columns. The line is then wider than the
/// terminal. On a terminal with fewer columns than this, the text is truncated to the terminal's width.
const MIN_TEXT_COLUMNS: usize = 24;

/// A hit in JSON. The keys are stable.
#[derive(Serialize)]
struct HitRow<'a> {
    /// The post's path relative to the argument PATH, or to the library if PATH is not given.
    path: &'a str,
    /// The post's path relative to the working folder.
    file: &'a str,
    line: u32,
    column: u32,
    heading: Option<&'a str>,
    text: &'a str,
}

/// Compiles the query to find.
pub(super) fn compile_query(query: &str) -> Result<CompiledQuery> {
    if query.trim().is_empty() {
        bail!("the query is empty; give one or more words, such as: folio search 'soft break'");
    }
    match CompiledQuery::new(query) {
        Some(query) => Ok(query),
        None => bail!("the query is too long"),
    }
}

/// The result of [`search`].
pub(super) struct SearchOutcome {
    /// The number of printed hits.
    pub(super) hit_count: usize,
    /// The posts that could not be read or searched, with the problems.
    pub(super) failed: Vec<PostProblem>,
}

/// Searches the posts that match the filter, in the library's order, and prints the lines that contain the query. If PATH is a
/// file, searches no other post. Prints each batch before the next batch is searched, so that memory use stays small.
pub(super) fn search(
    options: &SearchOptions,
    query: &CompiledQuery,
    loaded: &LoadedLibrary,
    context: &CliContext<'_>,
    out: &mut impl Write,
) -> Result<SearchOutcome> {
    let LoadedLibrary {
        library, target, ..
    } = loaded;
    let ids = loaded.selected_posts();
    let path = |id: &PostId| library.post(*id).path.clone();
    let posts: Vec<PathBuf> = ids.iter().map(path).collect();
    let dialect = options.posts.dialect;
    let job = Job {
        folder: &target.library_folder,
        posts: &posts,
        query,
        dialect: &|path| dialect.unwrap_or_else(|| target.site.dialect.of_file(path)),
        max_hits: usize::MAX,
        threads: THREAD_PER_CPU,
    };
    let mut printer = HitPrinter {
        target,
        colors: Colors::for_choice(options.color, context),
        columns: context.columns.map(usize::from),
        json_array: JsonArray::default(),
        section: None,
        out,
        hit_count: 0,
    };
    let (mut failed, mut write_error) = (Vec::new(), None);
    if options.format == OutputFormat::Tsv {
        printer.print_tsv_header()?;
    }
    // No later request replaces this search.
    let is_stale = || false;
    search_files(job, &is_stale, |batch| {
        let Batch {
            found, unreadable, ..
        } = batch;
        failed.extend(unreadable.into_iter().map(|(index, problem)| PostProblem {
            path: posts[index].clone(),
            problem,
        }));
        for (index, post_hits) in found {
            let post = library.post(ids[index]);
            if let Err(error) = printer.print(post, &post_hits.hits, options.format) {
                write_error = Some(error);
                // Ends the search.
                return false;
            }
        }
        true
    });
    if let Some(error) = write_error {
        return Err(error.into());
    }
    if options.format == OutputFormat::Json {
        printer.json_array.end(printer.out)?;
    }
    Ok(SearchOutcome {
        hit_count: printer.hit_count,
        failed,
    })
}

/// A printer for the hits of several posts.
struct HitPrinter<'a, W> {
    target: &'a OpenTarget,
    colors: Colors,
    /// The terminal's width in columns, or `None` if the output is not a terminal.
    columns: Option<usize>,
    /// The writer for the array of all hits, for output as JSON.
    json_array: JsonArray,
    /// The last section whose title line was printed. Title lines are printed only on a terminal.
    section: Option<PrintedSection>,
    out: &'a mut W,
    /// The number of printed hits.
    hit_count: usize,
}

/// A section of a post in which hits were printed.
struct PrintedSection {
    post: PathBuf,
    heading: Option<Arc<str>>,
}

impl<W: Write> HitPrinter<'_, W> {
    /// Prints the hits of a post in a format.
    fn print(&mut self, post: &Post, hits: &[Hit], format: OutputFormat) -> io::Result<()> {
        self.hit_count += hits.len();
        match format {
            OutputFormat::Text => self.print_text(post, hits),
            OutputFormat::Tsv => self.print_tsv(post, hits),
            OutputFormat::Json => self.print_json(post, hits),
        }
    }

    /// Prints `path:line:column: text` for each hit. On a terminal, truncates the lines to the terminal's width and highlights
    /// the matches. There, a line with the post's title and the heading precedes the hits of each section.
    fn print_text(&mut self, post: &Post, hits: &[Hit]) -> io::Result<()> {
        let file = slashed(&self.target.path_from_working_folder(&post.path));
        for hit in hits {
            let mut output = Vec::new();
            let is_same_section = |section: &PrintedSection| {
                section.post == post.path && section.heading == hit.heading
            };
            if self.columns.is_some() && !self.section.as_ref().is_some_and(is_same_section) {
                self.push_section(post, hit, &mut output);
                self.section = Some(PrintedSection {
                    post: post.path.clone(),
                    heading: hit.heading.clone(),
                });
            }
            let location = crate::clean!("{file}:{}:{}: ", hit.line, hit.column);
            self.colors.push(&mut output, &location, Role::Dim);
            let text_columns = self.columns.map(|columns| {
                columns
                    .saturating_sub(text::width(&location))
                    .max(MIN_TEXT_COLUMNS.min(columns))
            });
            self.push_hit(hit, text_columns, &mut output);
            output.push(b'\n');
            self.out.write_all(&output)?;
        }
        Ok(())
    }

    /// Appends a line with the post's title and the hit's heading.
    fn push_section(&self, post: &Post, hit: &Hit, output: &mut Vec<u8>) {
        self.colors
            .push(output, &Clean::line(&post.title), Role::Title);
        if let Some(heading) = &hit.heading {
            self.colors.push(output, &Clean::literal(" › "), Role::Dim);
            self.colors.push(output, &Clean::line(heading), Role::Text);
        }
        output.push(b'\n');
    }

    /// Appends a hit's text with highlighted matches, truncated to `text_columns` if given.
    fn push_hit(&self, hit: &Hit, text_columns: Option<usize>, output: &mut Vec<u8>) {
        let excerpt = hit.excerpt(text_columns.unwrap_or(usize::MAX));
        // An excerpt starts near the first match, but extends to the end of the line, so it may be wider than `text_columns`.
        let end = text_columns.map_or(excerpt.text.len(), |columns| {
            text::fit(&excerpt.text, columns).bytes
        });
        // The end of the text that is already printed, in bytes.
        let mut printed = 0;
        for range in &excerpt.matches {
            let (match_start, match_end) = (range.start.min(end), range.end.min(end));
            self.colors.push(
                output,
                &excerpt.text.slice(printed..match_start),
                Role::Text,
            );
            self.colors.push(
                output,
                &excerpt.text.slice(match_start..match_end),
                Role::Match,
            );
            printed = match_end;
        }
        self.colors
            .push(output, &excerpt.text.slice(printed..end), Role::Text);
        if end < excerpt.text.len() {
            self.colors.push(output, &Clean::literal("…"), Role::Dim);
        }
    }

    /// Prints the names of the tab-separated fields.
    fn print_tsv_header(&mut self) -> io::Result<()> {
        let names = ["path", "file", "line", "column", "heading", "text"];
        write_tsv_header(names, self.out)
    }

    /// Prints the hits of a post as tab-separated fields.
    fn print_tsv(&mut self, post: &Post, hits: &[Hit]) -> io::Result<()> {
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
            write_tsv_row(fields, self.out)?;
        }
        Ok(())
    }

    /// Prints the hits of a post as elements of the JSON array.
    fn print_json(&mut self, post: &Post, hits: &[Hit]) -> io::Result<()> {
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
            self.json_array.push(&row, self.out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
