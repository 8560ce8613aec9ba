//! Renders raw HTML. The input's text is put into an element, so that most of the text reaches the HTML parser.
#![no_main]

use folio::document::Dialect;
use folio_fuzz::{options_and_text, render};
use libfuzzer_sys::fuzz_target;

const ELEMENTS: [&str; 8] = [
    "div", "table", "ul", "dl", "details", "p", "figure", "svg",
];

fuzz_target!(|input: &[u8]| {
    if let Some((element, width, text)) = options_and_text(input) {
        let element = ELEMENTS[usize::from(element) % ELEMENTS.len()];
        let text = format!("<{element}>{text}</{element}>\n\nA paragraph.\n");
        render(&text, Dialect::Gfm, u16::from(width % 160) + 1);
    }
});
