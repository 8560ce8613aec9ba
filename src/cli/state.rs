//! `folio state`: prints the path of a library's state file, or removes state files.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::command::StateCommand;
use super::context::CliContext;
use super::path;
use crate::runtime::store::{StateFile, remove_all};
use crate::text::Clean;

/// Prints the path of the state file, or removes state files and prints what was removed.
pub(super) fn state(
    command: &StateCommand,
    context: &CliContext<'_>,
    out: &mut impl Write,
) -> Result<()> {
    let state_folder = context.state_folder.as_deref();
    let state_folder = state_folder.context("there is no home folder for state files")?;
    let line = match command {
        StateCommand::Path(path) => {
            let file = state_file(path.as_deref(), state_folder, context)?;
            file.path().display().to_string()
        }
        StateCommand::Clear(path) => {
            let file = state_file(path.as_deref(), state_folder, context)?;
            let path_text = file.path().display().to_string();
            if file.remove().with_context(|| path_text.clone())? {
                format!("removed {path_text}")
            } else {
                format!("there is no saved state: {path_text} does not exist")
            }
        }
        StateCommand::ClearAll => {
            let path_text = state_folder.display();
            match remove_all(state_folder).with_context(|| path_text.to_string())? {
                0 => format!("there is no saved state in {path_text}"),
                1 => format!("removed the state of 1 library in {path_text}"),
                removed => format!("removed the state of {removed} libraries in {path_text}"),
            }
        }
    };
    Ok(writeln!(out, "{}", Clean::line(&line))?)
}

/// Returns the state file of the library that the argument `path` refers to.
fn state_file(
    path: Option<&Path>,
    state_folder: &Path,
    context: &CliContext<'_>,
) -> Result<StateFile> {
    let target = path::resolve(path, context)?;
    Ok(StateFile::new(state_folder, &target.library_folder))
}
