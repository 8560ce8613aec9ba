//! Any text, in any dialect, at any width from 1 to 160.
#![no_main]

use folio_fuzz::{DIALECTS, options_and_text, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((dialect, width, text)) = options_and_text(input) {
        let dialect = DIALECTS[usize::from(dialect) % DIALECTS.len()];
        render(&text, 0, dialect, u16::from(width % 160) + 1);
    }
});
