//! Decodes any bytes as the input of a terminal, once in one piece and once byte by byte. The events must be the same.
#![no_main]

use folio::runtime::input::decode::Decoder;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut one_piece = Decoder::default();
    let mut expected = one_piece.feed(input);
    // The bytes of an incomplete sequence are events only after a timeout.
    expected.extend(one_piece.expire());
    let mut bytewise = Decoder::default();
    let mut events = Vec::new();
    for byte in input {
        events.extend(bytewise.feed(&[*byte]));
    }
    events.extend(bytewise.expire());
    assert_eq!(events, expected);
});
