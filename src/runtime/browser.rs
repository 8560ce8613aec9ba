//! The system's browser.

use std::io;

use super::clipboard::{self, CopyOutcome};
use super::environment::os_variable;
use crate::text::Clean;

/// Opens an address in the browser, which runs on by itself, and returns the notice. Over ssh a browser would open on the
/// wrong machine, so the address is copied to the clipboard instead.
///
/// # Errors
/// The terminal is gone.
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
