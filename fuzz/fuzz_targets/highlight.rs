//! Highlights any code. The first byte of the input selects the language, and the code follows it. The runs must cover the code
//! without gaps.
#![no_main]

use std::cell::RefCell;

use folio::highlight::Highlighter;
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 8] = ["rust", "js", "html", "md", "sh", "yaml", "py", "cpp"];

thread_local! {
    static HIGHLIGHTER: RefCell<Highlighter> = RefCell::default();
}

fuzz_target!(|input: &[u8]| {
    if let Some((selector, code)) = input.split_first() {
        let language = LANGUAGES[usize::from(*selector) % LANGUAGES.len()];
        let code = String::from_utf8_lossy(code);
        // `false`: the result is still needed, so highlighting goes on to the end.
        let runs = HIGHLIGHTER.with_borrow_mut(|highlighter| highlighter.highlight_code(language, &code, || false));
        let runs = runs.expect("highlighting was not canceled");
        let mut end = 0;
        for (range, _) in runs.split(0..code.len()) {
            assert_eq!(range.start, end);
            assert!(code.is_char_boundary(range.end));
            end = range.end;
        }
        assert_eq!(end, code.len());
    }
});
