//! Any text in the filter line, complete or being typed: written out again, it is the same filter.
#![no_main]

use folio::library::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let filter = Filter::parse(text);
    let again = filter.to_string();
    assert_eq!(Filter::parse(&again).to_string(), again);
    let _ = Filter::parse_unfinished(text);
});
