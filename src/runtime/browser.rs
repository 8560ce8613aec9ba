//! The system's browser, and its programs for images.

use std::borrow::Cow;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};

use super::clipboard::{self, CopyOutcome};
use super::environment::os_variable;
use crate::text::Clean;

/// Extensions of image files. No system runs a file with such an extension as a program.
const IMAGE_EXTENSIONS: [&str; 10] = [
    "avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "tif", "tiff", "webp",
];

/// Opens an image file in the system's default program, and returns a notice. Does not wait until the program exits. Files
/// that are not images are not opened, and over ssh no file is opened.
pub(super) fn open_file(file: &Path) -> Clean<'static> {
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if !IMAGE_EXTENSIONS.contains(&&*extension.to_lowercase()) {
        return crate::clean!("folio opens only image files, not {name}");
    }
    if clipboard::is_remote(os_variable) {
        return crate::clean!("Over ssh, folio opens no files: {name}");
    }
    match open::that_detached(&*without_windows_prefix(file, MAIN_SEPARATOR)) {
        Ok(()) => crate::clean!("Opening {name}"),
        Err(error) => {
            log::warn!("{}: {error}", file.display());
            crate::clean!("Could not open {name}")
        }
    }
}

/// Removes the prefix `\\?\` from a path on a drive of Windows, since many programs can't open a path with this prefix. Windows
/// adds the prefix when it resolves symbolic links. If `path_separator` is not `\`, the system is not Windows, and the path
/// stays.
fn without_windows_prefix(file: &Path, path_separator: char) -> Cow<'_, Path> {
    let path = file.to_string_lossy();
    match path.strip_prefix(r"\\?\") {
        // A colon follows the letter of a drive. A network path begins with `UNC`.
        Some(short) if path_separator == '\\' && short.as_bytes().get(1) == Some(&b':') => {
            Cow::Owned(short.into())
        }
        _ => Cow::Borrowed(file),
    }
}

/// Opens a URL in the browser, and returns a notice. Does not wait until the browser exits. Over ssh the browser would open on
/// the remote machine, so the URL is copied to the clipboard instead.
///
/// # Errors
/// Fails if the URL must be copied, but the terminal has disappeared.
pub(super) fn open_url(url: &str) -> io::Result<Clean<'static>> {
    if !clipboard::is_remote(os_variable) {
        return Ok(match open::that_detached(url) {
            Ok(()) => crate::clean!("Opening {url}"),
            Err(error) => {
                log::warn!("no browser: {error}");
                crate::clean!("Could not start a browser for {url}")
            }
        });
    }
    let outcome = clipboard::copy(url, os_variable)?;
    Ok(match outcome {
        CopyOutcome::Copied => crate::clean!("No browser over ssh; copied {url}"),
        // The user can select the URL with the mouse.
        CopyOutcome::TooLong => crate::clean!("{url}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_programs_get_paths_on_windows_drives_without_prefix() {
        for (path, separator, expected) in [
            (r"\\?\C:\blog\a.png", '\\', r"C:\blog\a.png"),
            (r"\\?\UNC\host\blog\a.png", '\\', r"\\?\UNC\host\blog\a.png"),
            (r"C:\blog\a.png", '\\', r"C:\blog\a.png"),
            (r"\\?\C:\blog\a.png", '/', r"\\?\C:\blog\a.png"),
            ("/blog/a.png", '/', "/blog/a.png"),
        ] {
            let found = without_windows_prefix(Path::new(path), separator);
            assert_eq!(found, Path::new(expected));
        }
    }
}
