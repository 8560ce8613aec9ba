//! Parses any formula and converts it in two ways. As text, the formula may contain no control characters except line ends.
//! In two dimensions, the formula has at most 24 rows. All rows must have the same width, and may contain no control characters.
#![no_main]

use folio::document::ParsedFormula;
use folio::text;
use libfuzzer_sys::fuzz_target;

/// Maximum number of rows of a formula in two dimensions.
const MAX_ROWS: usize = 24;

fuzz_target!(|input: &[u8]| {
    let tex = String::from_utf8_lossy(input);
    let Some(formula) = ParsedFormula::parse(&tex) else {
        return;
    };
    let as_text = formula.to_text();
    assert!(!as_text.contains(|char: char| char.is_control() && char != '\n'));
    if let Some(laid_out) = formula.lay_out() {
        assert!(laid_out.rows().len() <= MAX_ROWS);
        for row in laid_out.rows() {
            assert_eq!(text::width(row), usize::from(laid_out.width()));
            assert!(!row.contains(char::is_control));
        }
    }
});
