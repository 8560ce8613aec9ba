//! Finds the Markdown markup in a line of source. The lines are not parsed as Markdown; the rules are approximate, which
//! suffices for colors.

use std::ops::Range;

use crate::document::InlineFormats;
use crate::document::dialect::{self, Fence};

/// Maximum length of a line in which emphasis, code and links are found, in bytes.
const MAX_LINE_BYTES: usize = 4096;

/// The markup of a line of source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Markup {
    /// The level of the heading on the line, from 1; 0 if the line is not a heading.
    pub(super) heading: u8,
    /// Byte ranges of the line with their formats: in order, nested or disjoint.
    pub(super) ranges: Vec<(Range<usize>, InlineFormats)>,
}

/// The construct that is open at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The first line of the file, which may open front matter.
    Start,
    /// Front matter, closed by a line equal to `fence`.
    FrontMatter { fence: &'static str },
    /// The body, outside code blocks.
    Body,
    /// A code block. It ends with a line of the fence's character that is at least as long as the fence.
    Code(Fence),
}

/// Finds the markup of the lines of a file, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Scanner {
    state: State,
}

impl Scanner {
    /// Creates a scanner at the start of a file.
    pub(super) fn new() -> Self {
        Self {
            state: State::Start,
        }
    }

    /// Returns the markup of `line`, the next line of the file. `line` may end with a line end. `following` is the line below, or
    /// empty.
    pub(super) fn scan_line(&mut self, line: &str, following: &str) -> Markup {
        let line = line.trim_end_matches(['\n', '\r']);
        let whole_line = |formats| Markup {
            heading: 0,
            ranges: vec![(0..line.len(), formats)],
        };
        match self.state {
            State::Start => {
                let fence = ["---", "+++"]
                    .into_iter()
                    .find(|fence| line.trim_end() == *fence);
                if let Some(fence) = fence {
                    self.state = State::FrontMatter { fence };
                    return whole_line(InlineFormats::SECONDARY);
                }
                self.state = State::Body;
            }
            State::FrontMatter { fence } => {
                if line.trim_end() == fence {
                    self.state = State::Body;
                    return whole_line(InlineFormats::SECONDARY);
                }
                return front_matter_markup(line);
            }
            State::Code(fence) => {
                if fence.is_closed_by(line.trim()) {
                    self.state = State::Body;
                    return whole_line(InlineFormats::SECONDARY);
                }
                return Markup::default();
            }
            State::Body => {}
        }
        // A fence may be in a block quote.
        let text = line.trim_start_matches([' ', '>', '\t']);
        if let Some(fence) = dialect::fence(text) {
            self.state = State::Code(fence);
            return whole_line(InlineFormats::SECONDARY);
        }
        Markup {
            heading: heading_level(line, following),
            ranges: inline_ranges(line),
        }
    }
}

/// Returns the markup of a line of front matter: its key.
fn front_matter_markup(line: &str) -> Markup {
    let key_end = line.find([':', '=']).map(|separator| separator + 1);
    // List items, comments and quoted text have no key.
    let key_end = key_end.filter(|end| !line[..*end].trim_start().starts_with(['-', '#', '"']));
    Markup {
        heading: 0,
        ranges: key_end
            .map(|end| (0..end, InlineFormats::SECONDARY))
            .into_iter()
            .collect(),
    }
}

/// Returns the level of a heading (CommonMark 0.31.2, 4.2 and 4.3), or 0 if the line is not a heading. Of the
/// text of a setext heading, only the line right above the underline counts.
fn heading_level(line: &str, following: &str) -> u8 {
    let text = line.trim_start_matches(' ');
    if line.len() - text.len() > 3 {
        return 0;
    }
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    if level > 0 {
        let is_heading =
            level <= 6 && matches!(text.as_bytes().get(level), None | Some(b' ' | b'\t'));
        return if is_heading { level as u8 } else { 0 };
    }
    let may_be_heading_text =
        text.starts_with(char::is_alphanumeric) || text.starts_with(['*', '`', '"', '[']);
    let underline = following.trim_end();
    let first = underline.bytes().next();
    // A shorter underline is rare, and may be the marker of an empty list item.
    match first.filter(|_| may_be_heading_text && underline.len() >= 3) {
        Some(b'=') if underline.bytes().all(|byte| byte == b'=') => 1,
        Some(b'-') if underline.bytes().all(|byte| byte == b'-') => 2,
        _ => 0,
    }
}

/// Returns the ranges of the markup in a line: of block quote and list markers at the start, and of code, links and emphasis.
/// Only the markers are found in a line longer than [`MAX_LINE_BYTES`].
fn inline_ranges(line: &str) -> Vec<(Range<usize>, InlineFormats)> {
    let mut ranges = Vec::new();
    let marker = marker_range(line);
    if !marker.is_empty() {
        ranges.push((marker.clone(), InlineFormats::SECONDARY));
    }
    if line.len() > MAX_LINE_BYTES {
        return ranges;
    }
    let bytes = line.as_bytes();
    let counterparts = closing_counterparts(bytes);
    let counterpart_of = |opening: usize| counterparts.get(opening).copied().flatten();
    // Delimiters without a closing delimiter in the rest of the line.
    let mut unclosed: Vec<&str> = Vec::new();
    // Each open emphasis: its delimiter and its end.
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut position = marker.end;
    while let Some(byte) = bytes.get(position) {
        open.retain(|(_, end)| *end > position);
        match byte {
            // An escaped character is no delimiter.
            b'\\' => position += 2,
            b'`' => {
                let delimiter = run_at(line, position);
                let end = find_closing(line, position, delimiter, &mut unclosed);
                if let Some(end) = end {
                    ranges.push((position..end, InlineFormats::CODE));
                }
                position = end.unwrap_or(position + delimiter.len());
            }
            b'[' => {
                // The text of a link, and the target in parentheses or the label in brackets directly after it.
                let text_end = counterpart_of(position).map(|close| close + 1);
                let target_end = text_end.and_then(counterpart_of).map(|close| close + 1);
                if let (Some(text_end), Some(target_end)) = (text_end, target_end) {
                    ranges.push((position..text_end, InlineFormats::LINK));
                    ranges.push((text_end..target_end, InlineFormats::SECONDARY));
                    position = target_end;
                } else {
                    position += 1;
                }
            }
            b'*' | b'_' => {
                let delimiter = run_at(line, position);
                let is_open = open.iter().any(|(opened, _)| *opened == delimiter);
                let end = (!is_open && can_open_emphasis(line, position, delimiter))
                    .then(|| find_closing(line, position, delimiter, &mut unclosed))
                    .flatten();
                // Emphasis does not extend beyond the emphasis around it.
                let end = end.filter(|end| open.last().is_none_or(|(_, outer)| end <= outer));
                if let Some(end) = end {
                    let formats = match delimiter.len() {
                        1 => InlineFormats::EMPHASIS,
                        2 => InlineFormats::STRONG,
                        _ => InlineFormats::STRONG.with(InlineFormats::EMPHASIS),
                    };
                    ranges.push((position..end, formats));
                    open.push((delimiter, end));
                }
                position += delimiter.len();
            }
            _ => position += 1,
        }
    }
    without_partial_overlaps(ranges)
}

/// Removes each range that overlaps an earlier range without being within it.
fn without_partial_overlaps(
    ranges: Vec<(Range<usize>, InlineFormats)>,
) -> Vec<(Range<usize>, InlineFormats)> {
    let mut open: Vec<usize> = Vec::new();
    let mut kept = Vec::with_capacity(ranges.len());
    for (range, formats) in ranges {
        while open.last().is_some_and(|end| *end <= range.start) {
            open.pop();
        }
        if open.last().is_none_or(|end| range.end <= *end) {
            open.push(range.end);
            kept.push((range, formats));
        }
    }
    kept
}

/// Returns the range of the block quote markers and the list marker at the start of a line. The range includes the blanks after
/// them. It is empty if there is no marker.
fn marker_range(line: &str) -> Range<usize> {
    let quote_markers_len = line.len() - line.trim_start_matches([' ', '>', '\t']).len();
    let text = &line[quote_markers_len..];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let item_marker_len = match text.as_bytes().get(digits..) {
        Some([b'-' | b'*' | b'+', b' ', ..]) if digits == 0 => 2,
        Some([b'.' | b')', b' ', ..]) if digits > 0 => digits + 2,
        _ => 0,
    };
    let has_marker = item_marker_len > 0 || line[..quote_markers_len].contains('>');
    if has_marker {
        0..quote_markers_len + item_marker_len
    } else {
        0..0
    }
}

/// Returns the run of equal ASCII characters that starts at byte `position`.
fn run_at(line: &str, position: usize) -> &str {
    let bytes = &line.as_bytes()[position..];
    let length = bytes.iter().take_while(|byte| **byte == bytes[0]).count();
    &line[position..position + length]
}

/// Returns true if the delimiter at byte `position` may open emphasis.
fn can_open_emphasis(line: &str, position: usize, delimiter: &str) -> bool {
    let after = line[position + delimiter.len()..].chars().next();
    let before = line[..position].chars().next_back();
    let is_within_word = delimiter.starts_with('_') && before.is_some_and(char::is_alphanumeric);
    delimiter.len() <= 3 && after.is_some_and(|char| !char.is_whitespace()) && !is_within_word
}

/// Returns the byte after the run that closes the delimiter at byte `position`: a later run of the same character and length.
/// If there is no such run, returns `None` and adds the delimiter to `unclosed`, so that the run is not searched for again.
fn find_closing<'l>(
    line: &'l str,
    position: usize,
    delimiter: &'l str,
    unclosed: &mut Vec<&'l str>,
) -> Option<usize> {
    if unclosed.contains(&delimiter) {
        return None;
    }
    let is_code = delimiter.starts_with('`');
    let mut search_start = position + delimiter.len();
    while let Some(distance) = line[search_start..].find(delimiter) {
        let start = search_start + distance;
        let closing = run_at(line, start);
        let closing_end = start + closing.len();
        let before = line[..start].chars().next_back();
        let is_after_text = is_code || before.is_some_and(|char| !char.is_whitespace());
        if closing.len() == delimiter.len() && is_after_text {
            return Some(closing_end);
        }
        search_start = closing_end;
    }
    unclosed.push(delimiter);
    None
}

/// Returns a value for each byte of a line. For an opening bracket or parenthesis with a counterpart, the value is the
/// position of the counterpart. The value is `None` for any other byte. Returns an empty list for a line without an opening
/// bracket, which has no links.
fn closing_counterparts(line: &[u8]) -> Vec<Option<usize>> {
    if memchr::memchr(b'[', line).is_none() {
        return Vec::new();
    }
    let mut closing = vec![None; line.len()];
    let mut open: Vec<(usize, u8)> = Vec::new();
    for (index, byte) in line.iter().enumerate() {
        match byte {
            b'[' => open.push((index, b']')),
            b'(' => open.push((index, b')')),
            b']' | b')' => {
                if open.last().is_some_and(|(_, close)| close == byte)
                    && let Some((start, _)) = open.pop()
                {
                    closing[start] = Some(index);
                }
            }
            _ => {}
        }
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns, for each line, the level of its heading and its marked pieces, such as `1: em(*a*)`.
    fn marked(text: &str) -> String {
        let mut scanner = Scanner::new();
        let lines: Vec<&str> = text.lines().collect();
        let mut out = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let markup = scanner.scan_line(line, lines.get(index + 1).copied().unwrap_or_default());
            let level = match markup.heading {
                0 => String::new(),
                level => format!("{level}: "),
            };
            let names = [
                (InlineFormats::EMPHASIS, "em"),
                (InlineFormats::STRONG, "strong"),
                (InlineFormats::CODE, "code"),
                (InlineFormats::LINK, "link"),
                (InlineFormats::SECONDARY, "dim"),
            ];
            let pieces = markup.ranges.iter().map(|(range, formats)| {
                let (_, name) = names
                    .iter()
                    .find(|(format, _)| formats.has(*format))
                    .unwrap();
                format!("{name}({})", &line[range.clone()])
            });
            out.push(level + &pieces.collect::<Vec<_>>().join(" "));
        }
        out.join("\n")
    }

    #[test]
    fn headings_are_found_outside_code_and_front_matter() {
        assert_eq!(
            marked(
                "---\ntitle: A\n# no\n---\n# One\n### Three #\n#no\n```sh\n# no\n```\nTwo\n---\n\nOne\n==="
            ),
            "dim(---)\ndim(title:)\n\ndim(---)\n1: \n3: \n\ndim(```sh)\n\ndim(```)\n2: \n\n\n1: \n"
        );
    }

    #[test]
    fn emphasis_code_links_and_markers_are_found() {
        for (line, expected) in [
            ("a *b* **c d** _e_ f", "em(*b*) strong(**c d**) em(_e_)"),
            ("snake_case_name * not *", ""),
            ("**a *b* c**", "strong(**a *b* c**) em(*b*)"),
            ("`a *b*` ``c ` d``", "code(`a *b*`) code(``c ` d``)"),
            (
                "[a](b (c).md) [d][e] [f] ![g](h)",
                "link([a]) dim((b (c).md)) link([d]) dim([e]) link([g]) dim((h))",
            ),
            ("*[a](b)*", "em(*[a](b)*) link([a]) dim((b))"),
            ("- a", "dim(- )"),
            ("> 12. a *b*", "dim(> 12. ) em(*b*)"),
            ("\\*a\\* *é*", "em(*é*)"),
        ] {
            assert_eq!(marked(line), expected, "{line}");
        }
    }
}
