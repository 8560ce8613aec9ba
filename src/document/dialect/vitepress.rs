//! Inclusions of `VitePress` (“Markdown Extensions”). `<<< @/file#region` includes code, and `<!--@include: file-->` includes
//! Markdown. Placeholders show the names of the files.

use super::html_writer;
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;
use crate::text;

/// Maximum length of an inclusion, in bytes.
const MAX_INCLUSION_BYTES: usize = 1024;

/// Replaces lines `<<< file`.
pub(super) fn snippets(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for LineMatch { match_start, line } in rewriter.lines_with("<<<") {
        let range = match_start..line.start + body[line].trim_end().len();
        let file = body[range.clone()].trim_start_matches('<').trim();
        let is_file = file.starts_with(['@', '.', '/']);
        if is_file && rewriter.is_block_level(&range) && rewriter.may_rewrite(&range) {
            // Highlighted lines or a language in braces, or a label in brackets, may follow the file.
            let file = file.split(['{', '[']).next().unwrap_or(file);
            rewriter.replace(range, html_writer::placeholder(&format!("include {file}")));
        }
    }
}

/// Replaces comments `<!--@include: file-->`.
pub(super) fn includes(rewriter: &mut Rewriter<'_>) {
    const OPENER: &str = "<!--";
    let body = rewriter.body;
    for start in rewriter.occurrences(OPENER) {
        let limit = text::floor_char_boundary(body, start + MAX_INCLUSION_BYTES);
        let inside = body[start + OPENER.len()..limit].trim_start();
        let Some(after_keyword) = inside.strip_prefix("@include:") else {
            continue;
        };
        let Some(file_bytes) = after_keyword.find("-->") else {
            continue;
        };
        let end = limit - after_keyword.len() + file_bytes + "-->".len();
        // The comment counts as code because it is HTML, so `may_rewrite` would reject it.
        if rewriter.is_block_level(&(start..end)) {
            let file = &after_keyword[..file_bytes];
            let placeholder = html_writer::placeholder(&format!("include {file}"));
            rewriter.replace_block(start..end, placeholder);
        }
    }
}
