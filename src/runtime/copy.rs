//! What a key copies, found and put on the clipboard.

use std::ops::Range;
use std::path::Path;

use anyhow::Result;

use super::clipboard;
use super::rim::Rim;
use crate::app::message::{CopyRequest, Message};
use crate::app::update;
use crate::document;
use crate::text::Clean;

impl Rim {
    /// Copies, and says what.
    pub(super) fn copy(&mut self, copied: CopyRequest) -> Result<()> {
        let notice = match self.find(copied) {
            Ok((text, named)) => match clipboard::copy(&text, |name| std::env::var_os(name))? {
                clipboard::Done::Copied => named,
                clipboard::Done::TooLong => crate::clean!(
                    "Too long for the terminal's clipboard, which takes {} bytes at most.",
                    clipboard::MOST
                ),
            },
            Err(why) => why,
        };
        update(&mut self.model, Message::Notice(notice));
        Ok(())
    }

    /// The text to copy and what is said about it, or why there is none.
    fn find(&self, copied: CopyRequest) -> Result<(String, Clean<'static>), Clean<'static>> {
        match copied {
            CopyRequest::Link(link) => {
                let named = crate::clean!("Copied the link {link}");
                Ok((link, named))
            }
            CopyRequest::Path(path) => {
                let file = self.background.file(&path).unwrap_or(path);
                let file = std::path::absolute(&file).unwrap_or(file);
                let named = crate::clean!("Copied the path {}", file.display());
                Ok((file.to_string_lossy().into_owned(), named))
            }
            CopyRequest::Address {
                path,
                section,
                instead,
            } => {
                let own = self.address(&path).map(|url| match &section {
                    Some(section) => format!("{url}#{section}"),
                    None => url,
                });
                let found = own.or(instead).ok_or_else(|| {
                    Clean::literal("The site's configuration does not tell this post's address.")
                })?;
                let named = crate::clean!("Copied the address {found}");
                Ok((found, named))
            }
            CopyRequest::Section { path, name, source } => {
                let text = self.source(&path, source)?;
                let text = format!("{}\n", text.trim_end());
                let named = if name.is_empty() {
                    crate::clean!("Copied the introduction, {}", lines(&text))
                } else {
                    crate::clean!("Copied the section {name}, {}", lines(&text))
                };
                Ok((text, named))
            }
            CopyRequest::Code {
                path,
                shown,
                source,
            } => {
                let text = document::code_as_written(&shown, &self.source(&path, source)?);
                let named = crate::clean!("Copied the code, {}", lines(&text));
                Ok((text, named))
            }
        }
    }

    /// A part of a post's file as it stands now.
    fn source(&self, path: &Path, range: Range<usize>) -> Result<String, Clean<'static>> {
        let text = self
            .background
            .text(path)
            .map_err(|error| crate::clean!("{}: {error}", path.display()))?;
        // The file may have changed since it was read.
        let border = |at: usize| {
            let mut borders = (0..=at.min(text.len())).rev();
            borders.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        let start = border(range.start);
        Ok(text[start..border(range.end).max(start)].to_owned())
    }
}

fn lines(text: &str) -> Clean<'static> {
    match text.lines().count() {
        1 => Clean::literal("1 line"),
        lines => crate::clean!("{lines} lines"),
    }
}
