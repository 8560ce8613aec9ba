//! Tests of the Nikola dialect.

use folio::document::Dialect::Nikola;

use super::rendering::assert_renders;

#[test]
fn shortcodes_emphasis_and_definition_lists_render_without_teaser_ends() {
    assert_renders(
        Nikola,
        "{{% youtube abc %}}\n\nText. <!-- TEASER_END --> *More*.\n\nTerm\n: What\n",
        "▶ YouTube\n\nText. More.\n\nTerm\n  What",
    );
}
