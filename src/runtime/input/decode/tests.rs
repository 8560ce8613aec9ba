use proptest::prelude::*;

use super::*;
use crate::app::message::Key;

/// A key as people write it: `C-a`, `M-Left`.
fn spell(event: &Event) -> String {
    match event {
        Event::Key(Key { code, ctrl, alt }) => {
            let name = match code {
                Code::Char(char) => char.to_string(),
                code => format!("{code:?}"),
            };
            let prefix = |held: bool, name| if held { name } else { "" };
            format!("{}{}{name}", prefix(*ctrl, "C-"), prefix(*alt, "M-"))
        }
        Event::Mouse(mouse) => format!("{:?} {} {}", mouse.kind, mouse.x, mouse.y),
        Event::Paste(text) => format!("paste {text:?}"),
        other => format!("{other:?}"),
    }
}

fn spelled(events: &[Event]) -> String {
    events.iter().map(spell).collect::<Vec<_>>().join(" ")
}

/// What comes of bytes after which nothing more comes.
fn decoded(bytes: &[u8]) -> String {
    let mut decoder = Decoder::default();
    let mut events = decoder.feed(bytes);
    events.extend(decoder.expire());
    assert_eq!(decoder.patience(), None);
    spelled(&events)
}

const WHOLE: &[(&[u8], &str)] = &[
    (b"aZ\xc3\xa9\xe4\xb8\xad", "a Z é 中"),
    (b"\r\t\x7f\x08", "Enter Tab Backspace Backspace"),
    (b"\x00\x03\n\x1a\x1c\x1f", "C-  C-c C-j C-z C-\\ C-_"),
    (b"\x1b[A\x1bOB\x1b[C\x1bOD", "Up Down Right Left"),
    (b"\x1b[H\x1b[1~\x1bOF\x1b[8~", "Home Home End End"),
    (b"\x1b[3~\x1b[5~\x1b[6~", "Delete PageUp PageDown"),
    (b"\x1b[1;5A\x1b[1;3D\x1b[1;2C", "C-Up M-Left Right"),
    (b"\x1b[1;9D\x1b\x1b[D\x1b\x1bOC", "M-Left M-Left M-Right"),
    (
        b"\x1bOP\x1b[11~\x1b[[A\x1b[24~\x1b[15;5~",
        "F(1) F(1) F(1) F(12) C-F(5)",
    ),
    (b"\x1b[Z\x1b[9;2u\x1b[27;2;9~", "BackTab BackTab BackTab"),
    (b"\x1bj\x1b<\x1b\r\x1b\x7f", "M-j M-< M-Enter M-Backspace"),
    (b"\x1b[97;5u\x1b[106;3u\x1b[27;5;99~", "C-a M-j C-c"),
    (b"\x1b[97;1:3u\x1b[97;1:2u\x1b[57441u", "a"),
    (b"\x1bOa\x1b[a\x1bOM\x1bOx", "C-Up Up Enter 8"),
    (
        b"\x1b[200~a\r\nb\x1b[A\rc\x1b[201~d",
        "paste \"a\\nb\\u{1b}[A\\nc\" d",
    ),
    (b"\x1b[<0;1;1M\x1b[<0;1;1m", "Press 0 0"),
    (
        b"\x1b[<64;100;30M\x1b[<69;3;4M",
        "WheelUp 99 29 WheelDown 2 3",
    ),
    (b"\x1b[<2;1;1M\x1b[<32;1;1M\x1b[<0;0;1Ma", "a"),
    (b"\xff\xc3(a", "( a"),
];

/// Answers of the terminal.
const ANSWERS: &[(&[u8], &str)] = &[
    (b"\x1b]11;rgb:ffff/ffff/ffff\x07", " Background(Light)"),
    (b"\x1b]11;rgb:0000/0000/0000\x1b\\", " Background(Dark)"),
    (b"\x1b]10;rgb:0000/0000/0000\x1b\\", ""),
    (b"\x1b[?62;22c", " Answered"),
    (b"\x1b[12;40R", ""),
    (b"\x1bP>|XTerm(388)\x1b\\", ""),
    (b"\x1b[I", " Focus"),
    (b"\x1b[O", ""),
    (b"\x1b[2~", ""),
];

#[test]
fn keys_are_what_the_terminals_send() {
    for (bytes, expected) in WHOLE {
        assert_eq!(decoded(bytes), *expected);
    }
}

#[test]
fn answers_are_no_keys() {
    for (answer, expected) in ANSWERS {
        let bytes = [b"a", *answer, b"b"].concat();
        assert_eq!(decoded(&bytes), format!("a{expected} b"));
    }
}

#[test]
fn what_stands_alone_was_typed() {
    for (bytes, expected) in [
        (&b"\x1b"[..], "Esc"),
        (b"\x1b\x1b", "Esc Esc"),
        (b"\x1b\x1bq", "Esc M-q"),
        (b"\x1b[", "M-["),
        (b"\x1bO", "M-O"),
        (b"\x1b]", "M-]"),
        (b"\x1b\x1b[", "Esc M-["),
        (b"\x1bP\r", "M-P Enter"),
        (b"\x1b[\x1b[A", "M-[ Up"),
        (b"\x1bOz", "M-O z"),
    ] {
        assert_eq!(decoded(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn what_is_broken_off_is_dropped() {
    assert_eq!(decoded(b"a\x1b[1;"), "a");
    assert_eq!(decoded(b"\x1b[1;\x1b[B"), "Down");
    assert_eq!(decoded(b"a\xe4\xb8"), "a");
    assert_eq!(decoded(b"\x1b]11;rgb:ff"), "");
    assert_eq!(decoded(b"\x1b[200~half"), "paste \"half\"");
}

#[test]
fn an_endless_string_is_given_up() {
    let mut decoder = Decoder::default();
    let mut events = decoder.feed(b"\x1b]");
    for _ in 0..100 {
        events.extend(decoder.feed(&[b'x'; 100]));
    }
    events.extend(decoder.expire());
    assert!(decoder.pending.is_empty());
}

#[test]
fn an_arrow_key_in_two_pieces_is_no_escape() {
    let mut decoder = Decoder::default();
    assert_eq!(spelled(&decoder.feed(b"\x1b")), "");
    assert_eq!(decoder.patience(), Some(TYPED));
    assert_eq!(spelled(&decoder.feed(b"[")), "");
    assert_eq!(spelled(&decoder.feed(b"A")), "Up");
    assert_eq!(decoder.patience(), None);
}

proptest! {
    /// Wherever a slow line cuts, the same keys come out.
    #[test]
    fn cuts_make_no_difference(
        picked in prop::collection::vec(0..WHOLE.len() + ANSWERS.len(), 1..5),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let pieces = picked.iter().map(|&at| {
            let (bytes, _) = WHOLE.iter().chain(ANSWERS).nth(at).unwrap();
            *bytes
        });
        let bytes = pieces.collect::<Vec<_>>().concat();
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        for ends in cuts.windows(2) {
            events.extend(decoder.feed(&bytes[ends[0]..ends[1]]));
        }
        events.extend(decoder.expire());
        prop_assert_eq!(spelled(&events), decoded(&bytes));
    }

    /// No bytes make it panic, stay stuck or hold anything for ever.
    #[test]
    fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        decoded(&bytes);
    }
}
