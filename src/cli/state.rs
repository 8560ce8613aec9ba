//! `folio state`: where it is kept what was read and marked, and how to be rid of it.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Outside, State};
use crate::library::Flags;
use crate::runtime::store::{StateFile, remove_all};
use crate::site::{self, Disk, OpenTarget};
use crate::text::Clean;

/// Prints the file, or removes it and says so.
pub(super) fn state(asked: &State, outside: &Outside<'_>, out: &mut impl Write) -> Result<()> {
    let states = outside.states.as_deref();
    let states = states.context("there is no home folder to keep anything in")?;
    let line = match asked {
        State::Path(path) => {
            let file = file(path.as_deref(), states, outside)?;
            file.path().display().to_string()
        }
        State::Clear(path) => {
            let file = file(path.as_deref(), states, outside)?;
            let shown = file.path().display().to_string();
            if file.remove().with_context(|| shown.clone())? {
                format!("removed {shown}")
            } else {
                format!("nothing was kept: there is no {shown}")
            }
        }
        State::ClearAll => {
            let shown = states.display();
            match remove_all(states).with_context(|| shown.to_string())? {
                0 => format!("nothing was kept in {shown}"),
                1 => format!("removed what was kept of 1 library in {shown}"),
                removed => format!("removed what was kept of {removed} libraries in {shown}"),
            }
        }
    };
    Ok(writeln!(out, "{}", Clean::line(&line))?)
}

/// The file of the library that a PATH asks for.
fn file(path: Option<&Path>, states: &Path, outside: &Outside<'_>) -> Result<StateFile> {
    let chosen = site::resolve_path(path, &outside.around, &Disk);
    let chosen = chosen.map_err(|missing| super::path::explain(&missing))?;
    Ok(StateFile::new(states, &chosen.library))
}

/// What was read and marked in a library, for filters that ask.
pub(super) fn flags(chosen: &OpenTarget, outside: &Outside<'_>) -> HashMap<PathBuf, Flags> {
    let Some(states) = outside.kept_states() else {
        return HashMap::new();
    };
    let posts = StateFile::new(states, &chosen.library).load().state.posts;
    let flags = posts.into_iter().map(|(path, record)| (path, record.flags));
    flags.collect()
}
