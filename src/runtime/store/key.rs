//! Paths of posts as keys of the state file.

use std::path::{Path, PathBuf};

/// Prefix of the key of a path that is not UTF-8; the bytes of the path follow in hexadecimal. No path contains this character.
const BYTES_PREFIX: char = '\0';

/// Returns the key of a path. On Windows, returns `None` for a path that is not Unicode.
pub(super) fn of(path: &Path) -> Option<String> {
    path.to_str()
        .map(str::to_owned)
        .or_else(|| hexadecimal_key(path))
}

/// Returns the path of a key. Returns `None` for an invalid key, and on Windows for a path in hexadecimal.
pub(super) fn path(key: &str) -> Option<PathBuf> {
    match key.strip_prefix(BYTES_PREFIX) {
        None => Some(PathBuf::from(key)),
        Some(hexadecimal) => hexadecimal_path(hexadecimal),
    }
}

#[cfg(unix)]
fn hexadecimal_key(path: &Path) -> Option<String> {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;
    let mut key = String::from(BYTES_PREFIX);
    for byte in path.as_os_str().as_bytes() {
        write!(key, "{byte:02x}").ok()?;
    }
    Some(key)
}

#[cfg(unix)]
fn hexadecimal_path(hexadecimal: &str) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    let byte = |index| u8::from_str_radix(hexadecimal.get(index..index + 2)?, 16).ok();
    let bytes = (0..hexadecimal.len()).step_by(2).map(byte);
    let bytes: Option<Vec<u8>> = bytes.collect();
    Some(std::ffi::OsString::from_vec(bytes?).into())
}

#[cfg(not(unix))]
fn hexadecimal_key(_: &Path) -> Option<String> {
    None
}

#[cfg(not(unix))]
fn hexadecimal_path(_: &str) -> Option<PathBuf> {
    None
}
