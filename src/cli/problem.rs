//! Problems in JSON, for `folio list` and `folio check`. `folio check` also prints them in rows of tab-separated fields.

use serde::Serialize;

use crate::post::{Problem, Severity};

/// A problem as an object in JSON, or as a row of tab-separated fields. The names of the fields are stable.
#[derive(Debug, Serialize)]
pub(super) struct ProblemRow<'a> {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) severity: &'static str,
    pub(super) code: &'a str,
    pub(super) message: &'a str,
    pub(super) hint: &'a str,
}

impl<'a> ProblemRow<'a> {
    /// Creates the row of a problem. `path` is the path of the post.
    pub(super) fn new(problem: &'a Problem, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            line: problem.line,
            column: problem.column,
            severity: match problem.severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            code: problem.code,
            message: &problem.message,
            hint: &problem.hint,
        }
    }
}
