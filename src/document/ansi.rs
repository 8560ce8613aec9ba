//! `ansi` fences, which contain terminal output. Control sequences are removed from the text. The parameters of the sequences
//! that set colors and attributes (ECMA-48, 8.3.117, SGR) are stored separately.

use crate::text::Clean;

/// The character that represents ESC in clean text.
const ESCAPE: char = '␛';

/// The parameters of an SGR sequence that was removed from an `ansi` fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SgrParameters {
    /// Offset in the document's text from which the parameters apply, in bytes.
    pub start: u32,
    /// The parameters, such as `1;31`.
    pub parameters: Box<str>,
}

/// Removes the control sequences at or after byte `start` of `text`, and appends the parameters of each SGR sequence to
/// `sgr_parameters`.
pub(super) fn extract_sgr(
    text: &mut Clean<'static>,
    start: usize,
    sgr_parameters: &mut Vec<SgrParameters>,
) {
    if !text[start..].contains(ESCAPE) {
        return;
    }
    let raw = text[start..].to_owned();
    text.truncate(start);
    let (mut position, mut command_search) = (0, CommandSearch::default());
    while let Some(escape) = raw[position..].find(ESCAPE) {
        text.push(&raw[position..position + escape]);
        position += escape + ESCAPE.len_utf8();
        match raw.as_bytes().get(position) {
            Some(b'[') => {
                let (length, parameters) = control_sequence(&raw[position..]);
                if let Some(parameters) = parameters {
                    sgr_parameters.push(SgrParameters {
                        start: text.len() as u32,
                        parameters: parameters.into(),
                    });
                }
                position += length;
            }
            // If an operating system command has no end, only its ESC is removed.
            Some(b']') => position = command_search.find_end(&raw, position).unwrap_or(position),
            // A sequence of ESC and one character is removed, too.
            Some(0x20..=0x7e) => position += 1,
            _ => {}
        }
    }
    text.push(&raw[position..]);
}

/// Returns the length in bytes of the control sequence (ECMA-48, 5.4) that begins with `[`, and its parameters if it is
/// an SGR sequence. An incomplete sequence ends before the first character that cannot belong to a sequence.
fn control_sequence(text: &str) -> (usize, Option<&str>) {
    let bytes = text.as_bytes();
    let parameters = bytes[1..].iter();
    let parameters = parameters.take_while(|byte| (0x20..=0x3f).contains(*byte));
    let end = 1 + parameters.count();
    match bytes.get(end) {
        Some(b'm') => (end + 1, Some(&text[1..end])),
        Some(0x40..=0x7e) => (end + 1, None),
        _ => (end, None),
    }
}

/// Finds the ends of operating system commands, which set window titles and hyperlinks (ECMA-48, 8.3.89).
#[derive(Default)]
struct CommandSearch {
    /// End of the latest line that was searched without finding the end of a command. Without this field, a line with many
    /// command starts would be searched once for each start.
    searched: usize,
}

impl CommandSearch {
    /// Returns the end of the command that begins at byte `start`: after BEL or ST on the same line.
    fn find_end(&mut self, text: &str, start: usize) -> Option<usize> {
        let from = start.max(self.searched);
        let line_end = memchr::memchr(b'\n', &text.as_bytes()[from..]);
        let line = &text[from..line_end.map_or(text.len(), |index| from + index)];
        crate::text::work::count_steps_for_tests(line.len());
        let ends = ["␇", "␛\\"].map(|end| line.find(end).map(|index| from + index + end.len()));
        let end = ends.into_iter().flatten().min();
        if end.is_none() {
            self.searched = from + line.len();
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text without control sequences, and the removed SGR parameters.
    fn extract(raw: &str) -> (String, Vec<SgrParameters>) {
        let (mut text, mut sgr_parameters) = (Clean::block(raw), Vec::new());
        extract_sgr(&mut text, 0, &mut sgr_parameters);
        (text.into_string(), sgr_parameters)
    }

    #[test]
    fn sgr_parameters_are_stored_and_other_sequences_removed() {
        let (text, sgr_parameters) =
            extract("\x1b[1;31merror\x1b[0m: \x1b[2Kgone\x1b]0;title\x07.\n");
        assert_eq!(text, "error: gone.\n");
        let expected = [(0, "1;31"), (5, "0")].map(|(start, parameters)| SgrParameters {
            start,
            parameters: parameters.into(),
        });
        assert_eq!(sgr_parameters, expected);
    }

    #[test]
    fn incomplete_sequences_do_not_hide_text() {
        assert_eq!(extract("a\x1b[31\nb\x1b]0;c\nd\x1b").0, "a\nb]0;c\nd");
        assert_eq!(extract("a\x1b[3é\x1b[\u{9b}31m").0, "aé\u{fffd}31m");
    }
}
