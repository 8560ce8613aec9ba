//! One article for a subcommand: from a file or from standard input.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Outside, path};
use crate::document::Dialect;
use crate::site::{self, Disk, Source};

/// Reads `file` (`-` is standard input) and tells its dialect, `chosen` by the caller or by the site around it.
pub(super) fn read(
    file: &Path,
    chosen: Option<Dialect>,
    outside: &Outside<'_>,
) -> Result<(Source, Dialect)> {
    if file == Path::new("-") {
        let bytes = (outside.stdin)().context("standard input")?;
        return Ok((
            Source::new(Path::new("standard input"), bytes),
            chosen.unwrap_or_default(),
        ));
    }
    let found = site::resolve_path(Some(file), &outside.around, &Disk);
    let found = found.map_err(|missing| path::explain(&missing))?;
    let Some(open) = &found.open else {
        bail!(
            "{}: is a folder; `folio list` prints its posts",
            file.display()
        );
    };
    let bytes = std::fs::read(open).with_context(|| file.display().to_string())?;
    let below = open.strip_prefix(&found.library).unwrap_or(open);
    let dialect = chosen.unwrap_or_else(|| found.site.dialect.of_file(below));
    Ok((Source::in_folder(&found.library, below, bytes), dialect))
}

/// The words of a file's article; `None` where it can't be read.
pub(super) fn words(file: &Path, dialect: Dialect) -> Option<usize> {
    let source = Source::new(file, std::fs::read(file).ok()?);
    Some(source.document(dialect).words())
}
