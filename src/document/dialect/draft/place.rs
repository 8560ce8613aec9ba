//! Where a construct stands, by what stands around it.

use std::ops::Range;

use super::Draft;
use crate::document::dialect::line;

/// Where a construct stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect) enum Place {
    /// In text.
    Text,
    /// In the destination of a link, an image or a definition.
    Target,
    /// In the attribute of an HTML tag.
    Attribute,
}

/// Bytes that are looked at before a construct to tell where it stands.
const BEFORE: usize = 1024;

impl Draft<'_> {
    /// Whether nothing but containers and blanks stands beside a range on its lines.
    pub(in crate::document::dialect) fn is_alone(&self, range: &Range<usize>) -> bool {
        let start = self.line_start(range.start);
        start.is_some_and(|start| line::is_prefix(self.seen(start..range.start)))
            && self.ends_line(range)
    }

    /// The start of the line that holds byte `at`, unless it is so far away that much must stand in between: in a long line
    /// it would be looked for again and again.
    fn line_start(&self, at: usize) -> Option<usize> {
        let near = self.floor(at);
        let line = memchr::memrchr(b'\n', &self.body.as_bytes()[near..at]);
        let first = (near == 0).then_some(0);
        line.map_or(first, |before| Some(near + before + 1))
    }

    /// Whether nothing but blanks stands behind a range on its last line.
    fn ends_line(&self, range: &Range<usize>) -> bool {
        let bytes = if self.bytes.is_empty() {
            self.body.as_bytes()
        } else {
            &self.bytes
        };
        let has_line_end = self.body[range.clone()].ends_with('\n');
        let mut behind = bytes[range.end..].iter();
        has_line_end
            || behind
                .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
                .is_none_or(|byte| *byte == b'\n')
    }

    /// Whether the line above a range is running text that goes on in it.
    pub(in crate::document::dialect) fn goes_on(&self, range: &Range<usize>) -> bool {
        let start = line::start(self.body, range.start);
        let Some(before) = start.checked_sub(1) else {
            return false;
        };
        let above = self.seen(line::start(self.body, before)..before);
        let (_, at) = line::quotes(above, 0, above.len());
        let text = above[at..].trim();
        let is_prefixed =
            !line::is_prefix(self.seen(start..range.start).trim_matches([' ', '\t', '>']))
                || line::marker(self.seen(start..range.start).trim_start()).is_some();
        !(text.is_empty()
            || is_prefixed
            || text.starts_with("<!")
            || text.starts_with('#')
            || text.starts_with('|')
            || line::fence(text).is_some()
            || text.trim_start_matches(['-', '=', '*', ' ']).is_empty())
    }

    /// The body as it is by now.
    pub(in crate::document::dialect) fn seen(&self, range: Range<usize>) -> &str {
        if self.bytes.is_empty() {
            return &self.body[range];
        }
        str::from_utf8(&self.bytes[range]).unwrap_or_default()
    }

    /// Where a construct that begins at byte `at` stands.
    pub(in crate::document::dialect) fn place(&self, at: usize) -> Place {
        let start = self.line_start(at).unwrap_or_else(|| self.floor(at));
        let before = self.seen(start..at);
        if let Some(opener) = before.rfind("](") {
            let between = before[opener + 2..].trim_start_matches('<');
            if !without_templates(between).contains([' ', '\t', ')']) {
                return Place::Target;
            }
        }
        let definition = before.trim_start_matches([' ', '>']);
        if definition.starts_with('[')
            && let Some((_, target)) = definition.split_once("]:")
            && !without_templates(target.trim_start()).contains([' ', '\t'])
        {
            return Place::Target;
        }
        let before = self.seen(self.floor(at)..at);
        let is_tag = before.rfind('<').is_some_and(|opener| {
            let tag = &before[opener + 1..];
            tag.starts_with(|char: char| char.is_ascii_alphabetic())
                && !tag.contains('>')
                && tag.matches(['"', '\'']).count() % 2 == 1
        });
        if is_tag {
            Place::Attribute
        } else {
            Place::Text
        }
    }

    fn floor(&self, at: usize) -> usize {
        line::floor(self.body, at.saturating_sub(BEFORE))
    }
}

/// The rest of an address in which templates stand.
fn without_templates(address: &str) -> String {
    let (mut out, mut rest) = (String::new(), address);
    while let Some((at, closer)) = ["{{", "{%"]
        .into_iter()
        .zip(["}}", "%}"])
        .filter_map(|(opener, closer)| Some((rest.find(opener)?, closer)))
        .min()
    {
        let Some(length) = rest[at..].find(closer) else {
            break;
        };
        out.push_str(&rest[..at]);
        rest = &rest[at + length + 2..];
    }
    out + rest
}
