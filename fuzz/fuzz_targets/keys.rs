//! Decodes any bytes from a terminal. Decoded in one piece or byte by byte, they must give the same events.
#![no_main]

use folio::runtime::input::decode::Decoder;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut one_piece = Decoder::default();
    let mut expected = one_piece.feed(input);
    expected.extend(one_piece.expire());
    let mut bytewise = Decoder::default();
    let mut events = Vec::new();
    for byte in input {
        events.extend(bytewise.feed(&[*byte]));
    }
    events.extend(bytewise.expire());
    assert_eq!(events, expected);
});
