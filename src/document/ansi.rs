//! `ansi` fences: a terminal's output. Its control sequences are taken out of the text; those that set colors and
//! attributes (ECMA-48, 8.3.117, SGR) are stored next to it.

use crate::text::Clean;

/// Stands for ESC in clean text.
const ESCAPE: char = '␛';

/// Takes the sequences out of `text` from byte `start` on; notes the parameters of each SGR with the byte from which they
/// hold.
pub(super) fn take(text: &mut Clean<'static>, start: usize, controls: &mut Vec<(u32, Box<str>)>) {
    if !text[start..].contains(ESCAPE) {
        return;
    }
    let all = text[start..].to_owned();
    text.truncate(start);
    let (mut at, mut commands) = (0, Commands::default());
    while let Some(escape) = all[at..].find(ESCAPE) {
        text.push(&all[at..at + escape]);
        at += escape + ESCAPE.len_utf8();
        match all.as_bytes().get(at) {
            Some(b'[') => {
                let (length, parameters) = control_sequence(&all[at..]);
                if let Some(parameters) = parameters {
                    controls.push((text.len() as u32, parameters.into()));
                }
                at += length;
            }
            Some(b']') => at = commands.end(&all, at).unwrap_or(at),
            Some(0x20..=0x7e) => at += 1,
            _ => {}
        }
    }
    text.push(&all[at..]);
}

/// The bytes of a control sequence (ECMA-48, 5.4) that begins with `[`, and its parameters if it is an SGR. One without an end
/// reaches to the end of its line.
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

/// Finds the ends of operating system commands: titles, links (ECMA-48, 8.3.89).
#[derive(Default)]
struct Commands {
    /// The byte up to which no command ends: a line is searched once, however many commands begin on it.
    searched: usize,
}

impl Commands {
    /// The byte behind the command that begins at `at`: behind BEL or ST on its line.
    fn end(&mut self, text: &str, at: usize) -> Option<usize> {
        let from = at.max(self.searched);
        let line = memchr::memchr(b'\n', &text.as_bytes()[from..]);
        let line = &text[from..line.map_or(text.len(), |line| from + line)];
        crate::text::work::count(line.len());
        let ends = ["␇", "␛\\"].map(|end| line.find(end).map(|at| from + at + end.len()));
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

    fn taken(raw: &str) -> (String, Vec<(u32, Box<str>)>) {
        let (mut text, mut controls) = (Clean::block(raw), Vec::new());
        take(&mut text, 0, &mut controls);
        (text.into_string(), controls)
    }

    #[test]
    fn colors_are_noted_and_the_rest_goes() {
        let (text, controls) = taken("\x1b[1;31merror\x1b[0m: \x1b[2Kgone\x1b]0;title\x07.\n");
        assert_eq!(text, "error: gone.\n");
        assert_eq!(controls, [(0, "1;31".into()), (5, "0".into())]);
    }

    #[test]
    fn what_is_cut_short_takes_no_other_line_along() {
        assert_eq!(taken("a\x1b[31\nb\x1b]0;c\nd\x1b").0, "a\nb]0;c\nd");
        assert_eq!(taken("a\x1b[3é\x1b[\u{9b}31m").0, "aé\u{fffd}31m");
    }
}
