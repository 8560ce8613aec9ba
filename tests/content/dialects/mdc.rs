//! Components of Nuxt Content.

use folio::document::Dialect::Mdc;

use super::page::{is_left_alone, shows};

#[test]
fn components_are_containers() {
    shows(
        Mdc,
        "::card{title=\"Begin\" icon=\"i\"}\nSome **words**.\n::\n\n::hero\n---\ntitle: Big\nicon: a\n---\n#description\nText\n  :::inner\n  deep\n  :::\n::\n\nAfter\n",
        "Begin\n\nSome words.\n\nBig\n\nText\n\ndeep\n\nAfter",
    );
    is_left_alone(Mdc, "std::vector\n\na: b\n");
}

#[test]
fn inline_components_keep_their_text() {
    shows(
        Mdc,
        "An :icon{name=\"x\"} and a :badge[New *one*]{type=\"a\"}, [span]{.b}, 10:30 a:b.\n",
        "An and a New one, span, 10:30 a:b.",
    );
}
