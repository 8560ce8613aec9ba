//! Nuxt Content's inline components `:name[text]{…}` and slots `#name` (Nuxt Content, “Markdown”, “MDC”). Block
//! components are handled as containers, in `container`.

use memchr::memmem;

use super::args::{self, TagArgs};
use super::line::{self, LineCursor};
use super::rewriter::Rewriter;
use super::{html_writer, shortcode};

/// Maximum length of the text or the properties of an inline component, in bytes.
const MAX_PART_BYTES: usize = 1024;

/// Replaces inline components.
pub(super) fn inline_components(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    while let Some(distance) = memchr::memchr(b':', &body.as_bytes()[position..]) {
        let start = position + distance;
        position = start + 1;
        let name =
            args::leading_name(&body[position..line::floor(body, position + MAX_PART_BYTES)]);
        let is_separate =
            !body[..start].ends_with(|char: char| char.is_alphanumeric() || char == ':');
        if !is_separate || !name.starts_with(|char: char| char.is_ascii_lowercase()) {
            continue;
        }
        let mut end = position + name.len();
        let text = bracketed_part(body, &mut end, Brackets::Square);
        let properties = bracketed_part(body, &mut end, Brackets::Curly);
        let range = start..end;
        if text.is_none() && properties.is_none() || !rewriter.is_unclaimed(&range) {
            continue;
        }
        position = end;
        let args = TagArgs::parse(properties.unwrap_or_default());
        let html = match text {
            Some(text) => html_writer::inline_markdown(text),
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

/// Reads the brackets that open at byte `end`: returns their content, and moves `end` past the closing bracket.
fn bracketed_part<'s>(body: &'s str, end: &mut usize, brackets: Brackets) -> Option<&'s str> {
    let (open, close) = match brackets {
        Brackets::Square => ('[', ']'),
        Brackets::Curly => ('{', '}'),
    };
    let limit = line::floor(body, *end + MAX_PART_BYTES);
    let rest = body[*end..limit].strip_prefix(open)?;
    let length = rest.find(close)?;
    *end += length + 2;
    (!rest[..length].contains('\n')).then_some(&rest[..length])
}

/// Erases the names of slots within block components: lines such as `#title`.
pub(super) fn slots(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    let mut position = 0;
    // Slots come after the start of a component.
    let first = memmem::find(body.as_bytes(), b"::").unwrap_or(body.len());
    while let Some(distance) = memchr::memchr(b'#', &body.as_bytes()[position..]) {
        let start = position + distance;
        let line = cursor.line(start);
        position = line.end;
        let text = body[line.clone()].trim();
        let name = text.strip_prefix('#').unwrap_or_default();
        let is_slot = name.starts_with(|char: char| char.is_ascii_lowercase())
            && args::leading_name(name).len() == name.len();
        let range = start..start + text.len();
        if is_slot && start > first && rewriter.is_unclaimed(&range) {
            rewriter.erase(range);
        }
    }
}
