//! Checks that folio sends nothing but text and its own sequences.

/// Fails if anything but text and what the reader itself sends is in `bytes`.
#[track_caller]
pub(crate) fn assert_tame(bytes: &[u8]) {
    check(bytes, |sequence| match sequence {
        Sequence::Csi(parameters, last) => match (parameters.strip_prefix('?'), last) {
            (Some(mode), 'h' | 'l') => ["7", "25", "1004", "1049", "2004", "2026"].contains(&mode),
            (Some(_), _) => false,
            (None, 'C' | 'G' | 'H' | 'J' | 'm') => true,
            // The question for the terminal's attributes.
            (None, 'c') => parameters.is_empty(),
            _ => false,
        },
        Sequence::Osc("11;?") => true,
        Sequence::Osc(text) => is_link(text),
        Sequence::Control(control) => control == '\r',
    });
}

/// Fails if anything but lines of text, their styles and their links is in `bytes`.
#[track_caller]
pub(crate) fn assert_harmless(bytes: &[u8]) {
    check(bytes, |sequence| match sequence {
        Sequence::Csi(_, last) => last == 'm',
        Sequence::Osc(text) => is_link(text),
        // Between the columns of a table for other programs.
        Sequence::Control(control) => matches!(control, '\n' | '\t'),
    });
}

/// All parameters of `Select Graphic Rendition`, sequence by sequence.
pub(crate) fn styles(bytes: &[u8]) -> Vec<String> {
    let mut styles = Vec::new();
    check(bytes, |sequence| {
        if let Sequence::Csi(parameters, 'm') = sequence {
            styles.push(parameters.to_owned());
        }
        true
    });
    styles
}

/// Anything but text.
#[derive(Debug)]
enum Sequence<'a> {
    /// Parameters and final character.
    Csi(&'a str, char),
    /// The bytes between `ESC ]` and its end.
    Osc(&'a str),
    /// Any other control, and what turns text round.
    Control(char),
}

/// Hyperlinks, with no more than a URI in printable ASCII.
fn is_link(text: &str) -> bool {
    text.strip_prefix("8;;")
        .is_some_and(|uri| uri.bytes().all(|byte| byte.is_ascii_graphic()))
}

#[track_caller]
fn check(bytes: &[u8], mut is_ours: impl FnMut(Sequence<'_>) -> bool) {
    let text = std::str::from_utf8(bytes).expect("all text is UTF-8");
    let mut rest = text;
    while let Some(start) = rest.find(is_control) {
        let (sequence, length) = sequence(&rest[start..]);
        let told = format!("{sequence:?}");
        let at = text.len() - rest.len() + start;
        assert!(
            is_ours(sequence),
            "{told} at byte {at}: {:?}",
            around(text, at)
        );
        rest = &rest[start + length..];
    }
}

/// Returns the sequence at the start of `text`, which starts with a control, and its bytes.
fn sequence(text: &str) -> (Sequence<'_>, usize) {
    let control = text.chars().next().unwrap_or_default();
    let alone = (Sequence::Control(control), control.len_utf8());
    if let Some(rest) = text.strip_prefix("\x1b[") {
        let end = rest.find(|char: char| !matches!(char, ' '..='?'));
        let Some(last) = end.and_then(|end| rest[end..].chars().next()) else {
            return alone;
        };
        let parameters = &rest[..end.unwrap_or(0)];
        return (
            Sequence::Csi(parameters, last),
            2 + parameters.len() + last.len_utf8(),
        );
    }
    if let Some(rest) = text.strip_prefix("\x1b]") {
        let ends = ["\x1b\\", "\x07"].map(|end| rest.find(end).map(|at| (at, end.len())));
        return match ends.into_iter().flatten().min() {
            Some((at, end)) => (Sequence::Osc(&rest[..at]), 2 + at + end),
            None => alone,
        };
    }
    alone
}

fn is_control(char: char) -> bool {
    let turns = matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    char.is_control() || turns
}

fn around(text: &str, at: usize) -> String {
    let near = |(start, _): &(usize, char)| (at.saturating_sub(60)..at + 60).contains(start);
    let chars = text.char_indices().filter(near);
    chars.map(|(_, char)| char).collect()
}
