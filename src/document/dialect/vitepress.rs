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
        let Some(from_file) = inside.strip_prefix("@include:") else {
            continue;
        };
        let Some(length) = from_file.find("-->") else {
            continue;
        };
        let end = limit - from_file.len() + length + "-->".len();
        // The comment counts as code because it is HTML, so `may_rewrite` would reject it.
        if rewriter.is_block_level(&(start..end)) {
            let name = html_writer::placeholder(&format!("include {}", &from_file[..length]));
            rewriter.replace_block(start..end, name);
        }
    }
}
