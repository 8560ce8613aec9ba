//! Resolves the PATH argument to a library folder and an optional file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result, anyhow, bail};
use clap::CommandFactory;

use super::args::CliArgs;
use super::context::CliContext;
use crate::config::LibraryName;
use crate::runtime::file_system::RealFs;
use crate::site::{self, OpenTarget, PathNotFound};

/// Maximum number of edits between a mistyped name and the name that the error message suggests.
const MAX_TYPO_EDITS: usize = 2;

/// Resolves PATH to a library folder and an optional file. `@work` is the folder of the library `work` in the configuration,
/// and `@work/posts` is a path in this folder.
pub(super) fn resolve(path: Option<&Path>, context: &CliContext<'_>) -> Result<OpenTarget> {
    let library_name = path
        .and_then(Path::to_str)
        .and_then(|text| text.strip_prefix('@'));
    let named_folder = library_name.map(|name| library_folder(name, &context.config.libraries));
    let named_folder = named_folder.transpose()?;
    let path = named_folder.as_deref().or(path);
    let environment = &context.environment;
    let has_working_folder = !environment.working_folder.as_os_str().is_empty();
    let path_or_configured = path.or(environment.configured_folder.as_deref());
    if !has_working_folder && !path_or_configured.is_some_and(Path::is_absolute) {
        bail!("the working folder no longer exists; give the full path of a folder");
    }
    site::resolve_path(path, environment, &RealFs::default()).map_err(|missing| not_found(&missing))
}

/// Returns the folder of a library in the configuration. For a `name` such as `work/posts`, returns the path in this folder.
fn library_folder(name: &str, libraries: &BTreeMap<LibraryName, PathBuf>) -> Result<PathBuf> {
    let (name, relative_path) = name.split_once('/').unwrap_or((name, ""));
    let library = libraries.iter().find(|(other, _)| other.0 == name);
    if let Some((_, folder)) = library {
        return Ok(if relative_path.is_empty() {
            folder.clone()
        } else {
            folder.join(relative_path)
        });
    }
    let distance = |other: &&str| strsim::osa_distance(other, name);
    let names = libraries.keys().map(|library| &*library.0);
    match names.min_by_key(distance) {
        Some(nearest) if distance(&nearest) <= MAX_TYPO_EDITS => {
            bail!("unknown library `@{name}`; did you mean `@{nearest}`?")
        }
        Some(_) => {
            let names: Vec<String> = libraries
                .keys()
                .map(|library| format!("@{}", library.0))
                .collect();
            bail!("unknown library `@{name}`; use {}", names.join(", "))
        }
        None => {
            bail!("unknown library `@{name}`; add it below `[libraries]` in the configuration file")
        }
    }
}

/// Returns the error for a PATH that does not exist. A mistyped subcommand is parsed as PATH, so the error suggests the most
/// similar subcommand if only a few letters differ.
fn not_found(missing: &PathNotFound) -> Error {
    let text = missing.0.to_string_lossy().into_owned();
    let command = CliArgs::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    let nearest = names
        .map(|name| (strsim::osa_distance(&text, name), name))
        .min();
    match nearest {
        Some((distance, name)) if distance <= MAX_TYPO_EDITS => {
            anyhow!("{missing}; did you mean `folio {name}`?")
        }
        _ => anyhow!("{missing}; give the path of a folder of Markdown posts, or run folio in one"),
    }
}
