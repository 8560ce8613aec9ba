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
    asked: &StateCommand,
    context: &CliContext<'_>,
    out: &mut impl Write,
) -> Result<()> {
    let states = context.states.as_deref();
    let states = states.context("there is no home folder for state files")?;
    let line = match asked {
        StateCommand::Path(path) => {
            let file = file(path.as_deref(), states, context)?;
            file.path().display().to_string()
        }
        StateCommand::Clear(path) => {
            let file = file(path.as_deref(), states, context)?;
            let shown = file.path().display().to_string();
            if file.remove().with_context(|| shown.clone())? {
                format!("removed {shown}")
            } else {
                format!("there is no saved state: {shown} does not exist")
            }
        }
        StateCommand::ClearAll => {
            let shown = states.display();
            match remove_all(states).with_context(|| shown.to_string())? {
                0 => format!("there is no saved state in {shown}"),
                1 => format!("removed the state of 1 library in {shown}"),
                removed => format!("removed the state of {removed} libraries in {shown}"),
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
