//! `ansi` fences: a terminal's output. Its control sequences are taken out of the text; those that set colours and
//! attributes (ECMA-48, 8.3.117, SGR) are kept beside it.

use crate::text::Clean;

/// What stands for ESC in clean text.
const ESCAPE: char = '␛';

/// Takes the sequences out of `text` from byte `start` on; notes each SGR's parameters with the byte from which
/// they hold.
pub(super) fn take(text: &mut Clean<'static>, start: usize, controls: &mut Vec<(u32, Box<str>)>) {
    if !text[start..].contains(ESCAPE) {
        return;
    }
    let all = text[start..].to_owned();
    text.truncate(start);
    let mut rest = all.as_str();
    while let Some(at) = rest.find(ESCAPE) {
        text.push(&rest[..at]);
        let behind = &rest[at + ESCAPE.len_utf8()..];
        let (length, parameters) = sequence(behind);
        if let Some(parameters) = parameters {
            controls.push((text.len() as u32, parameters.into()));
        }
        rest = &behind[length..];
    }
    text.push(rest);
}

/// The bytes of the sequence behind an ESC, and the parameters if it is an SGR.
fn sequence(behind: &str) -> (usize, Option<&str>) {
    let line = &behind[..behind.find('\n').unwrap_or(behind.len())];
    match line.as_bytes().first() {
        Some(b'[') => {
            let end = line
                .bytes()
                .skip(1)
                .position(|byte| !(0x20..=0x3f).contains(&byte));
            match end.map(|end| end + 1) {
                // It has no end.
                None => (line.len(), None),
                Some(end) if line.as_bytes()[end] == b'm' => (end + 1, Some(&line[1..end])),
                Some(end) if (0x40..=0x7e).contains(&line.as_bytes()[end]) => (end + 1, None),
                Some(end) => (end, None),
            }
        }
        // Operating system commands: titles, links (ECMA-48, 8.3.89), up to BEL or ST.
        Some(b']') => {
            let bell = line.find('␇').map(|at| at + '␇'.len_utf8());
            let end = line.find("␛\\").map(|at| at + "␛\\".len());
            let end = bell.into_iter().chain(end).min();
            (end.unwrap_or(0), None)
        }
        Some(0x20..=0x7e) => (1, None),
        _ => (0, None),
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
    fn colours_are_noted_and_the_rest_goes() {
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
