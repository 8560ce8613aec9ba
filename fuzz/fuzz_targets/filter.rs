//! Parses any text as a complete filter and as an unfinished filter. A filter that is written and parsed again must be the same.
#![no_main]

use folio::library::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let filter = Filter::parse(text);
    let written = filter.to_string();
    assert_eq!(Filter::parse(&written).to_string(), written);
    let _ = Filter::parse_unfinished(text);
});
