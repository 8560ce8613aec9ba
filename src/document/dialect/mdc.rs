//! MDC, the Markdown with components of Nuxt Content: inline components `:name[text]{…}` and slots `#name` (Nuxt Content,
//! “Markdown”). Block components are handled as containers, in `container`.

use super::args::{self, TagArgs};
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;
use super::{html_writer, shortcode};
use crate::text;

/// Maximum length of each part of an inline component in bytes: its name, its text, its properties.
const MAX_PART_BYTES: usize = 1024;

/// Replaces inline components.
pub(super) fn inline_components(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut colons = rewriter.occurrences(":");
    while let Some(start) = colons.next() {
        let name_start = start + 1;
        let limit = text::floor_char_boundary(body, name_start + MAX_PART_BYTES);
        let name = args::leading_name(&body[name_start..limit]);
        let follows_word_or_colon =
            body[..start].ends_with(|char: char| char.is_alphanumeric() || char == ':');
        if follows_word_or_colon || !name.starts_with(|char: char| char.is_ascii_lowercase()) {
            continue;
        }
        let mut end = name_start + name.len();
        let text = bracketed_part(body, &mut end, Brackets::Square);
        let properties = bracketed_part(body, &mut end, Brackets::Curly);
        let range = start..end;
        if text.is_none() && properties.is_none() || !rewriter.may_rewrite(&range) {
            continue;
        }
        colons.skip_to(end);
        let args = TagArgs::parse(properties.unwrap_or_default());
        let html = match text {
            Some(text) => html_writer::inline_markdown(text),
            // A component without a text shows the label in its properties. Without a label, it shows nothing.
            None => shortcode::label(name, &args).unwrap_or_default(),
        };
        rewriter.replace(range, html);
    }
}

/// The brackets around a part of an inline component.
#[derive(Clone, Copy)]
enum Brackets {
    Square,
    Curly,
}

/// Returns the content of the brackets that open at byte `position`, and moves `position` past the closing bracket. Returns
/// `None` and does not move `position` if no brackets open there, or if the content has a line end or is longer than
/// [`MAX_PART_BYTES`].
fn bracketed_part<'s>(body: &'s str, position: &mut usize, brackets: Brackets) -> Option<&'s str> {
    let (open, close) = match brackets {
        Brackets::Square => ('[', ']'),
        Brackets::Curly => ('{', '}'),
    };
    let limit = text::floor_char_boundary(body, *position + MAX_PART_BYTES);
    let after_opener = body[*position..limit].strip_prefix(open)?;
    let (content, _) = after_opener.split_once(close)?;
    if content.contains('\n') {
        return None;
    }
    *position += content.len() + open.len_utf8() + close.len_utf8();
    Some(content)
}

/// Removes the names of slots, which are lines such as `#title`. A line above the first `::` is kept: slots are in block
/// components, which start with `::`.
pub(super) fn slots(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let first_double_colon = rewriter.occurrences("::").next().unwrap_or(body.len());
    for LineMatch { match_start, line } in rewriter.lines_with("#") {
        let trimmed_line = body[line].trim();
        let name = trimmed_line.strip_prefix('#').unwrap_or_default();
        let is_slot = name.starts_with(|char: char| char.is_ascii_lowercase())
            && args::leading_name(name).len() == name.len();
        let range = match_start..match_start + trimmed_line.len();
        if is_slot && match_start > first_double_colon && rewriter.may_rewrite(&range) {
            rewriter.overwrite_with_blanks(range);
        }
    }
}
