//! Renders any text, in any dialect, at any width from 1 to 160 columns.
#![no_main]

use folio_fuzz::{options_and_text, parse_options, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((options_byte, width_byte, text)) = options_and_text(input) {
        render(
            &text,
            parse_options(options_byte),
            u16::from(width_byte % 160) + 1,
        );
    }
});
