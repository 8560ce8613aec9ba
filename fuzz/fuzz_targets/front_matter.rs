//! Reads any bytes as a post: decodes them, splits off the front matter, and parses the front matter. Each problem must have
//! a line and a column.
#![no_main]

use std::path::Path;

use folio::post;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let decoded = post::decode(input);
    let read = post::read(Path::new("2024-05-06-a-post.md"), &decoded);
    for problem in &read.problems {
        assert!(problem.line > 0 && problem.column > 0, "{problem:?}");
    }
});
