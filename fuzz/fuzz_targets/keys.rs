//! Any bytes from a terminal: decoded in one piece or byte by byte, they give the same events.
#![no_main]

use folio::runtime::input::decode::Decoder;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut whole = Decoder::default();
    let mut expected = whole.feed(input);
    expected.extend(whole.expire());
    let mut pieces = Decoder::default();
    let mut found = Vec::new();
    for byte in input {
        found.extend(pieces.feed(&[*byte]));
    }
    found.extend(pieces.expire());
    assert_eq!(found, expected);
});
