//! Tests of the Nikola dialect.

use folio::document::Dialect::Nikola;

use super::page::assert_renders;

#[test]
fn shortcodes_render_and_teaser_ends_are_not_shown() {
    assert_renders(
        Nikola,
        "{{% youtube abc %}}\n\nText. <!-- TEASER_END --> *More*.\n\nTerm\n: What\n",
        "▶ YouTube\n\nText. More.\n\nTerm\n  What",
    );
}
