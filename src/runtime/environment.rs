//! Environment variables. An empty variable counts as unset, as in the XDG Base Directory Specification.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// Returns a variable as text, or `None` if the variable is unset, empty or not UTF-8.
pub fn environment_variable(name: &str) -> Option<String> {
    os_variable(name)?.into_string().ok()
}

/// Returns a variable as a path, or `None` if the variable is unset or empty.
pub fn path_variable(name: &str) -> Option<PathBuf> {
    os_variable(name).map(PathBuf::from)
}

/// Returns a variable, or `None` if the variable is unset or empty.
pub(super) fn os_variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
