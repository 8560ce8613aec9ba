//! Addresses for the browser.

use std::path::Path;

use anyhow::Result;

use super::clipboard;
use super::rim::Rim;
use crate::app::message::Message;
use crate::app::update;
use crate::text::Clean;

impl Rim {
    /// Shows a post's own address in the browser, where the site tells what that is.
    pub(super) fn browse_post(&mut self, path: &Path) -> Result<()> {
        let url = self.address(path);
        let is_web = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
        let notice = match url.as_ref().filter(is_web) {
            Some(url) => browse(url)?,
            None => Clean::literal("The site's configuration does not tell this post's address."),
        };
        update(&mut self.model, Message::Notice(notice));
        Ok(())
    }

    /// A post's own address, where the site tells what that is.
    pub(super) fn address(&self, path: &Path) -> Option<String> {
        let post = self.model.library.find(path)?;
        self.site.as_ref()?.url(self.model.library.post(post))
    }
}

/// Shows an address in the browser, which goes on by itself, and says so. Over ssh there is no browser to be seen, so the
/// address goes to the reader's clipboard.
pub(super) fn browse(url: &str) -> Result<Clean<'static>> {
    if !clipboard::is_remote(|name| std::env::var_os(name)) {
        return Ok(match open::that_detached(url) {
            Ok(()) => crate::clean!("Opening {url}"),
            Err(_) => crate::clean!("No browser starts here: {url}"),
        });
    }
    let done = clipboard::copy(url, |name| std::env::var_os(name))?;
    Ok(match done {
        clipboard::Done::Copied => crate::clean!("Over ssh no browser starts; copied {url}"),
        clipboard::Done::TooLong => crate::clean!("{url}"),
    })
}
