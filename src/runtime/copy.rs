//! The texts that the copy keys put on the clipboard, each with the notice that is then shown. Pure: files are read by a worker.

use std::ops::Range;
use std::path::Path;

use crate::app::message::LoadError;
use crate::document;
use crate::text::{self, Clean};

/// The reason why there is nothing to copy.
#[derive(Debug, thiserror::Error)]
pub(super) enum CopyError {
    /// The published URL of a post is unknown.
    #[error("The site's configuration does not say how to compute this post's address.")]
    UnknownUrl,
    /// The post could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// A text for the clipboard.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CopyText {
    pub(super) text: String,
    /// The notice shown after the text is copied.
    pub(super) notice: Clean<'static>,
}

/// Returns the target of a link, without characters that a shell or a terminal would interpret when the text is pasted.
pub(super) fn link(target: &str) -> CopyText {
    let target = text::escaped_uri(target);
    let notice = crate::clean!("Copied the link {target}");
    CopyText {
        text: target,
        notice,
    }
}

/// Returns a formula in TeX.
pub(super) fn formula(tex: String) -> CopyText {
    CopyText {
        text: tex,
        notice: Clean::literal("Copied the formula as TeX"),
    }
}

/// Returns the absolute path of a file.
pub(super) fn path(file: &Path) -> CopyText {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    CopyText {
        text: file.to_string_lossy().into_owned(),
        notice: crate::clean!("Copied the path {}", file.display()),
    }
}

/// Returns the published URL of a post. If a section is given, the URL leads to this section. Without a URL, returns
/// `fallback`, such as the target of a link as the author wrote it.
///
/// # Errors
/// Fails if there is neither a URL nor `fallback`.
pub(super) fn post_url(
    url: Option<String>,
    section: Option<&str>,
    fallback: Option<String>,
) -> Result<CopyText, CopyError> {
    let url = url.map(|url| match section {
        Some(section) => format!("{url}#{section}"),
        None => url,
    });
    let text = url.or(fallback).ok_or(CopyError::UnknownUrl)?;
    let text = text::escaped_uri(&text);
    let notice = crate::clean!("Copied the address {text}");
    Ok(CopyText { text, notice })
}

/// Returns the source of a section: the bytes `range` of a file's text. `name` is empty for the text above the first heading.
pub(super) fn section(text: &str, range: Range<usize>, name: &Clean<'_>) -> CopyText {
    let text = format!("{}\n", slice(text, range).trim_end());
    let lines = line_count(&text);
    let notice = if name.is_empty() {
        crate::clean!("Copied the introduction, {lines}")
    } else {
        crate::clean!("Copied the section {name}, {lines}")
    };
    CopyText { text, notice }
}

/// Returns the source of a code block: the bytes `range` of a file's text. `shown` is the text of the block in the article.
pub(super) fn code(text: &str, range: Range<usize>, shown: &Clean<'_>) -> CopyText {
    let text = document::code_as_written(shown, slice(text, range));
    let notice = crate::clean!("Copied the code, {}", line_count(&text));
    CopyText { text, notice }
}

/// Returns a range of a text. The text may have changed since the range was computed, so the range is truncated to the text
/// and to character boundaries.
fn slice(text: &str, range: Range<usize>) -> &str {
    let boundary_at_or_before = |position: usize| {
        let mut positions = (0..=position.min(text.len())).rev();
        positions
            .find(|position| text.is_char_boundary(*position))
            .unwrap_or(0)
    };
    let start = boundary_at_or_before(range.start);
    &text[start..boundary_at_or_before(range.end).max(start)]
}

fn line_count(text: &str) -> Clean<'static> {
    match text.lines().count() {
        1 => Clean::literal("1 line"),
        lines => crate::clean!("{lines} lines"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_section_begins_and_ends_at_a_character_boundary() {
        let name = Clean::literal("Goals");
        // Byte 3 is inside `ü`, and byte 99 is after the end.
        let copied = section("Grüße\n\n", 3..99, &name);
        assert_eq!(copied.text, "üße\n");
        assert_eq!(&*copied.notice, "Copied the section Goals, 1 line");
    }

    #[test]
    fn fallback_is_copied_if_the_url_is_unknown() {
        let url = Some("https://example.org/a/".to_owned());
        let text = |copied: Result<CopyText, _>| copied.ok().map(|copied| copied.text);
        let with_section = text(post_url(url, Some("goals"), None));
        assert_eq!(
            with_section.as_deref(),
            Some("https://example.org/a/#goals")
        );
        let fallback = text(post_url(None, Some("goals"), Some("a.md#goals".to_owned())));
        assert_eq!(fallback.as_deref(), Some("a.md#goals"));
        assert_eq!(text(post_url(None, None, None)), None);
    }
}
