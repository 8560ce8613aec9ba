use proptest::prelude::*;

use super::super::sequence::{MAX_PASTE_BYTES, MAX_SEQUENCE_BYTES};
use super::*;
use crate::app::event::Key;

/// Formats an event. Keys are in Emacs notation: `C-a`, `M-Left`.
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

/// Formats events, separated by blanks.
fn spell_all(events: &[Event]) -> String {
    events.iter().map(spell).collect::<Vec<_>>().join(" ")
}

/// Decodes bytes that are followed by a timeout, and formats the events.
fn decode(bytes: &[u8]) -> String {
    let mut decoder = Decoder::default();
    let mut events = decoder.feed(bytes);
    events.extend(decoder.expire());
    assert_eq!(decoder.timeout(), None);
    spell_all(&events)
}

/// Bytes that form complete events, and the events.
const COMPLETE_INPUTS: &[(&[u8], &str)] = &[
    (b"aZ\xc3\xa9\xe4\xb8\xad", "a Z é 中"),
    (b"\r\t\x7f\x08", "Enter Tab Backspace Backspace"),
    // The first key is the blank with Control.
    (b"\x00\x03\n\x1a\x1c\x1f", "C-  C-c C-j C-z C-\\ C-_"),
    // Arrow keys in normal and in application mode.
    (b"\x1b[A\x1bOB\x1b[C\x1bOD", "Up Down Right Left"),
    (b"\x1b[H\x1b[1~\x1bOF\x1b[8~", "Home Home End End"),
    (b"\x1b[3~\x1b[5~\x1b[6~", "Delete PageUp PageDown"),
    // The modifiers 5, 3, 2 and 9 are Control, Alt, Shift and Meta. Shift does not change arrow keys. rxvt sends Alt as ESC.
    (b"\x1b[1;5A\x1b[1;3D\x1b[1;2C", "C-Up M-Left Right"),
    (b"\x1b[1;9D\x1b\x1b[D\x1b\x1bOC", "M-Left M-Left M-Right"),
    (
        b"\x1bOP\x1b[11~\x1b[[A\x1b[24~\x1b[15;5~",
        "F(1) F(1) F(1) F(12) C-F(5)",
    ),
    (b"\x1b[Z\x1b[9;2u\x1b[27;2;9~", "BackTab BackTab BackTab"),
    (b"\x1bj\x1b<\x1b\r\x1b\x7f", "M-j M-< M-Enter M-Backspace"),
    // Code points in the formats of kitty's protocol and of xterm.
    (b"\x1b[97;5u\x1b[106;3u\x1b[27;5;99~", "C-a M-j C-c"),
    // A release, a repeat, and a press of the Shift key alone: only the repeat is an event.
    (b"\x1b[97;1:3u\x1b[97;1:2u\x1b[57441u", "a"),
    // Arrow keys with Control and with Shift, as rxvt sends them. Then two keys of the keypad.
    (b"\x1bOa\x1b[a\x1bOM\x1bOx", "C-Up Up Enter 8"),
    (
        b"\x1b[200~a\r\nb\x1b[A\rc\x1b[201~d",
        "paste \"a\\nb\\u{1b}[A\\nc\" d",
    ),
    // Only the press of the left button is an event, not the release.
    (b"\x1b[<0;1;1M\x1b[<0;1;1m", "Press 0 0"),
    // The wheel, without a modifier and with Shift.
    (
        b"\x1b[<64;100;30M\x1b[<69;3;4M",
        "WheelUp 99 29 WheelDown 2 3",
    ),
    // The right button, a movement and an invalid column are not events.
    (b"\x1b[<2;1;1M\x1b[<32;1;1M\x1b[<0;0;1Ma", "a"),
    // Invalid UTF-8 is skipped.
    (b"\xff\xc3(a", "( a"),
];

/// Answers and reports of the terminal, with their events. A blank precedes each event.
const ANSWERS: &[(&[u8], &str)] = &[
    (b"\x1b]11;rgb:ffff/ffff/ffff\x07", " Background(Light)"),
    (b"\x1b]11;rgb:0000/0000/0000\x1b\\", " Background(Dark)"),
    // The color of text, which is not used.
    (b"\x1b]10;rgb:0000/0000/0000\x1b\\", ""),
    (b"\x1b[?62;22c", " DeviceAttributes { has_sixels: false }"),
    (b"\x1b[?62;4;22c", " DeviceAttributes { has_sixels: true }"),
    (b"\x1b[?997;1n", " Background(Dark)"),
    (b"\x1b[?997;2n", " Background(Light)"),
    // Unknown reports.
    (b"\x1b[?997;3n", ""),
    (b"\x1b[?997n\x1b[?0n", ""),
    // The position of the cursor.
    (b"\x1b[12;40R", ""),
    (b"\x1bP>|XTerm(388)\x1b\\", " Graphics(Blocks)"),
    (b"\x1b[I", " Focus"),
    // The loss of the focus, and the key Insert, are not used.
    (b"\x1b[O", ""),
    (b"\x1b[2~", ""),
];

#[test]
fn keys_pastes_and_mouse_reports_are_decoded() {
    for (bytes, expected) in COMPLETE_INPUTS {
        assert_eq!(decode(bytes), *expected);
    }
}

#[test]
fn answers_are_not_decoded_as_keys() {
    for (answer, expected) in ANSWERS {
        let bytes = [b"a", *answer, b"b"].concat();
        assert_eq!(decode(&bytes), format!("a{expected} b"));
    }
}

#[test]
fn bytes_that_a_user_may_have_typed_become_keys() {
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
        assert_eq!(decode(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn truncated_sequences_are_dropped_except_for_pastes() {
    assert_eq!(decode(b"a\x1b[1;"), "a");
    assert_eq!(decode(b"\x1b[1;\x1b[B"), "Down");
    assert_eq!(decode(b"a\xe4\xb8"), "a");
    assert_eq!(decode(b"\x1b]11;rgb:ff"), "");
    assert_eq!(decode(b"\x1b[200~half"), "paste \"half\"");
}

#[test]
fn overlong_sequence_is_not_decoded_as_keys() {
    for (start, end) in [
        (&b"\x1bP1$r"[..], &b"\x1b\\"[..]),
        (b"\x1b]52;c;", b"\x07"),
        (b"\x1b_G", b"\x1b\\"),
        (b"\x1b[1", b"m"),
    ] {
        for piece_bytes in [7, 100, 4096, 20_000] {
            let bytes = [start, &b"1".repeat(20_000), end, b"q"].concat();
            let mut decoder = Decoder::default();
            let mut events = Vec::new();
            for piece in bytes.chunks(piece_bytes) {
                events.extend(decoder.feed(piece));
                assert!(
                    decoder.pending.len() <= MAX_SEQUENCE_BYTES,
                    "skipped bytes are not held"
                );
            }
            assert_eq!(
                spell_all(&events),
                "q",
                "{start:?} in pieces of {piece_bytes}"
            );
            assert_eq!(decoder.timeout(), None);
        }
    }
    let mut decoder = Decoder::default();
    assert_eq!(
        decoder.feed(&[b"\x1bP", &b"x".repeat(9000)[..]].concat()),
        []
    );
    assert!(decoder.timeout().is_some());
    assert_eq!(decoder.expire(), []);
    assert_eq!(spell_all(&decoder.feed(b"x")), "x", "the sequence expired");
}

#[test]
fn a_line_end_inside_a_long_answer_does_not_end_the_answer() {
    // The line end comes after more than `MAX_TYPED_BYTES` bytes, so a user can't have typed them.
    assert_eq!(decode(b"\x1bP1234567890123456\r\nxyz\x1b\\a"), "a");
}

#[test]
fn overlong_paste_is_truncated_and_its_remaining_bytes_are_dropped() {
    for piece_bytes in [100, 4096, 50_000] {
        let bytes = [b"\x1b[200~", &b"x".repeat(40_000)[..], b"\x1b[201~q"].concat();
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        for piece in bytes.chunks(piece_bytes) {
            events.extend(decoder.feed(piece));
        }
        let Some(Event::Paste(text)) = events.first() else {
            panic!("{events:?}");
        };
        // A few bytes at the end may be missing, since they could be the start of the sequence that ends the paste.
        let is_cut_near_the_limit = (MAX_PASTE_BYTES - 10..=MAX_PASTE_BYTES).contains(&text.len());
        assert!(is_cut_near_the_limit, "{}", text.len());
        assert_eq!(spell_all(&events[1..]), "q");
    }
}

#[test]
fn overlong_paste_is_decoded_before_its_end() {
    let mut decoder = Decoder::default();
    let events = decoder.feed(&[b"\x1b[200~", &b"x".repeat(40_000)[..]].concat());
    assert!(matches!(&*events, [Event::Paste(_)]), "{events:?}");
    assert_eq!(spell_all(&decoder.feed(b"xx\x1b[201~q")), "q");
}

#[test]
fn split_arrow_key_is_not_decoded_as_escape() {
    let mut decoder = Decoder::default();
    assert_eq!(spell_all(&decoder.feed(b"\x1b")), "");
    assert_eq!(decoder.timeout(), Some(ESC_TIMEOUT));
    assert_eq!(spell_all(&decoder.feed(b"[")), "");
    assert_eq!(spell_all(&decoder.feed(b"A")), "Up");
    assert_eq!(decoder.timeout(), None);
}

proptest! {
    /// The events do not depend on how the bytes are split.
    #[test]
    fn splitting_the_input_does_not_change_the_events(
        indices in prop::collection::vec(0..COMPLETE_INPUTS.len() + ANSWERS.len(), 1..5),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let inputs = indices.iter().map(|&index| {
            let (bytes, _) = COMPLETE_INPUTS.iter().chain(ANSWERS).nth(index).unwrap();
            *bytes
        });
        let bytes = inputs.collect::<Vec<_>>().concat();
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        for range in cuts.windows(2) {
            events.extend(decoder.feed(&bytes[range[0]..range[1]]));
        }
        events.extend(decoder.expire());
        prop_assert_eq!(spell_all(&events), decode(&bytes));
    }

    /// Any bytes are decoded without a panic, and `decode` asserts that no byte is held after the timeout.
    #[test]
    fn arbitrary_bytes_are_decoded_completely(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        decode(&bytes);
    }
}
