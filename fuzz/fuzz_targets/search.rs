//! Searches any post in any dialect for words that the rendered post contains. Each search must find its word.
#![no_main]

use folio::document::{Document, ParseOptions};
use folio::post;
use folio::search::CompiledQuery;
use folio_fuzz::{options_and_text, parse_options};
use libfuzzer_sys::fuzz_target;

/// Maximum number of words that are searched for in each post.
const MAX_WORDS: usize = 4;

fuzz_target!(|input: &[u8]| {
    // The second byte is the number of words to skip.
    let Some((options_byte, skipped_words, post_text)) = options_and_text(input) else {
        return;
    };
    let options = ParseOptions {
        number_links: false,
        map_source: true,
        ..parse_options(options_byte)
    };
    // Decoded as in the search: for example, a byte order mark is removed.
    let decoded = post::decode(post_text.as_bytes()).text;
    let body = post::split(&decoded, options.dialect.ambiguous_form()).body;
    let document = Document::parse(&decoded, body, options);
    let words = document.text().split(|char: char| !char.is_alphanumeric());
    for word in words.filter(|word| !word.is_empty()).skip(skipped_words.into()).take(MAX_WORDS) {
        if let Some(query) = CompiledQuery::new(word) {
            // One hit is enough.
            let post_hits = query.find(post_text.as_bytes(), options.dialect, 1);
            assert!(!post_hits.hits.is_empty(), "{word:?} is not found");
        }
    }
});
