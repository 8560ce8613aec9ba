//! Loads the library of a command: resolves PATH, loads the posts, and reports files that could not be read.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

use super::command::PostSelection;
use super::context::CliContext;
use super::path;
use crate::library::{Filter, Library, LibraryUpdate, PostId, SortBy};
use crate::post::PostProblem;
use crate::runtime::panics::INTERNAL_ERROR;
use crate::runtime::scan::{ScanOptions, WantedText};
use crate::runtime::store::StateFile;
use crate::site::OpenTarget;
use crate::text::Clean;

/// A loaded library.
pub(super) struct LoadedLibrary {
    pub(super) library: Library,
    pub(super) filter: Filter,
    pub(super) target: OpenTarget,
    /// Files and folders that could not be read.
    pub(super) scan_errors: Vec<PostProblem>,
}

impl LoadedLibrary {
    /// Returns the path of the file at PATH, relative to the library's folder. Returns `None` if PATH is not a file.
    pub(super) fn argument_post_path(&self) -> Option<&Path> {
        let file = self.target.file_to_open.as_ref()?;
        file.strip_prefix(&self.target.library_folder).ok()
    }

    /// If PATH is a file, removes all posts except the post of this file.
    pub(super) fn retain_argument_post(&mut self) {
        let Some(argument_post_path) = self.argument_post_path() else {
            return;
        };
        let ids = self.library.by_path();
        let paths = ids.map(|id| self.library.post(id).path.clone());
        // The update has no posts, so the library removes its posts at the scanned paths.
        let removal = LibraryUpdate {
            scanned_paths: paths.filter(|path| path != argument_post_path).collect(),
            ..LibraryUpdate::default()
        };
        self.library.apply_changes(removal);
    }

    /// Returns the posts that match the filter, in the library's order. If PATH is a file, returns no other post.
    pub(super) fn selected_posts(&self) -> Vec<PostId> {
        let argument_post_path = self.argument_post_path();
        let mut posts = self.library.select(&self.filter);
        posts
            .retain(|id| argument_post_path.is_none_or(|path| path == self.library.post(*id).path));
        posts
    }
}

/// Loads the library that PATH refers to.
pub(super) fn load(selection: &PostSelection, context: &CliContext<'_>) -> Result<LoadedLibrary> {
    load_posts_containing(selection, WantedText::Any, context)
}

/// Loads the posts in the library that PATH refers to, except posts that certainly do not contain the text `wanted`.
pub(super) fn load_posts_containing(
    selection: &PostSelection,
    wanted: WantedText,
    context: &CliContext<'_>,
) -> Result<LoadedLibrary> {
    // The filter is parsed first, so that an invalid filter is reported before a large folder is read.
    let filter = selection.filter(&context.config.filters)?;
    if selection.path.as_deref() == Some(Path::new("-")) {
        bail!("standard input is not a folder; `folio show -` shows an article from it");
    }
    let target = path::resolve(selection.path.as_deref(), context)?;
    let default_sort = context.default_sort();
    let sort = selection.order(default_sort).unwrap_or(default_sort);
    let mut library = Library::new(sort)
        .with_now(context.now)
        .with_languages(target.rules.languages.clone());
    if filter.depends_on_flags() || sort.by == SortBy::Unread {
        library = library.with_flags(load_flags(&target, context));
    }
    let options = ScanOptions {
        rules: Arc::new(target.rules.clone()),
        wanted,
        ..scan_options(selection)
    };
    let scan_errors = (context.load)(&target.library_folder, options, &mut |batch| {
        library.extend(batch);
    })?;
    Ok(LoadedLibrary {
        library,
        filter,
        target,
        scan_errors,
    })
}

/// Returns the options of the scan for a selection of posts.
pub(super) fn scan_options(selection: &PostSelection) -> ScanOptions {
    ScanOptions {
        ignored: selection.ignored,
        ..ScanOptions::default()
    }
}

/// Loads the read and starred flags of a library's posts. Returns no flags if the configuration disables saving state.
fn load_flags(
    target: &OpenTarget,
    context: &CliContext<'_>,
) -> HashMap<PathBuf, crate::library::Flags> {
    let Some(state_folder) = context.enabled_state_folder() else {
        return HashMap::new();
    };
    let posts = StateFile::new(state_folder, &target.library_folder)
        .load()
        .state
        .posts;
    let flags = posts.into_iter().map(|(path, post)| (path, post.flags));
    flags.collect()
}

/// Reports on standard error which files could not be read, and on which posts folio itself failed. Returns the exit status: 1 if
/// folio itself failed on a post, otherwise 0.
pub(super) fn report(
    scan_errors: &[PostProblem],
    target: &OpenTarget,
    err: &mut impl Write,
) -> io::Result<u8> {
    for PostProblem { path, problem } in scan_errors {
        let file = target.path_from_working_folder(path);
        let line = format!("folio: {}: {}", file.display(), problem.message);
        writeln!(err, "{}", Clean::line(&line))?;
    }
    let has_failed = scan_errors
        .iter()
        .any(|error| error.problem.code == INTERNAL_ERROR);
    Ok(u8::from(has_failed))
}

/// Returns the message for an empty list.
pub(super) fn empty_list_message(loaded: &LoadedLibrary) -> Clean<'static> {
    if loaded.library.is_empty() {
        let folder = loaded.target.library_folder.display();
        crate::clean!("{folder}: no posts; folio lists .md, .markdown and .mdx files")
    } else {
        let (posts, filter) = (loaded.library.len(), &loaded.filter);
        crate::clean!("none of {posts} posts matches {filter}")
    }
}
