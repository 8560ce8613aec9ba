//! The system's browser.

use std::io;

use super::clipboard::{self, CopyOutcome};
use super::environment::os_variable;
use crate::text::Clean;

/// Opens a URL in the browser without waiting for it to exit, and returns a notice. Over ssh the browser would open on the
/// remote machine, so the URL is copied to the clipboard instead.
///
/// # Errors
/// Fails if the terminal has disappeared.
pub(super) fn open(url: &str) -> io::Result<Clean<'static>> {
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
        CopyOutcome::TooLong => crate::clean!("{url}"),
    })
}
