//! Nikola.

use folio::document::Dialect::Nikola;

use super::page::shows;

#[test]
fn shortcodes_and_the_end_of_a_teaser() {
    shows(
        Nikola,
        "{{% youtube abc %}}\n\nText. <!-- TEASER_END --> *More*.\n\nTerm\n: What\n",
        "▶ YouTube\n\nText. More.\n\nTerm\n  What",
    );
}
