//! `folio state`: the path of the state file, and removing it.

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
    let states = context.state_folder.as_deref();
    let states = states.context("there is no home folder for state files")?;
    let line = match command {
        StateCommand::Path(path) => {
            let file = file(path.as_deref(), states, context)?;
            file.path().display().to_string()
        }
        StateCommand::Clear(path) => {
            let file = file(path.as_deref(), states, context)?;
            let path_text = file.path().display().to_string();
            if file.remove().with_context(|| path_text.clone())? {
                format!("removed {path_text}")
            } else {
                format!("there is no saved state: {path_text} does not exist")
            }
        }
        StateCommand::ClearAll => {
            let path_text = states.display();
            match remove_all(states).with_context(|| path_text.to_string())? {
                0 => format!("there is no saved state in {path_text}"),
                1 => format!("removed the state of 1 library in {path_text}"),
                removed => format!("removed the state of {removed} libraries in {path_text}"),
            }
        }
    };
    Ok(writeln!(out, "{}", Clean::line(&line))?)
}

/// Returns the state file of the library that PATH refers to.
fn file(path: Option<&Path>, states: &Path, context: &CliContext<'_>) -> Result<StateFile> {
    let target = path::resolve(path, context)?;
    Ok(StateFile::new(states, &target.library))
}
