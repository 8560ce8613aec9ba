//! What to say when a PATH leads nowhere.

use anyhow::{Error, anyhow};
use clap::CommandFactory;

use super::args::Args;
use crate::site::PathNotFound;

/// A mistyped subcommand arrives as a PATH, so the nearest one is named.
pub(super) fn explain(missing: &PathNotFound) -> Error {
    let typed = missing.0.to_string_lossy().into_owned();
    let command = Args::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    let nearest = names
        .map(|name| (strsim::osa_distance(&typed, name), name))
        .min();
    match nearest {
        Some((distance, name)) if distance <= 2 && distance < name.len() => {
            anyhow!("{missing}; did you mean `folio {name}`?")
        }
        _ => anyhow!("{missing}; name a folder of Markdown posts, or run folio in one"),
    }
}
