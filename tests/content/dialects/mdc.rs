//! Tests of the MDC dialect: components of Nuxt Content.

use folio::document::Dialect::Mdc;

use super::rendering::{assert_renders, assert_renders_as_gfm};

#[test]
fn block_components_render_as_containers() {
    assert_renders(
        Mdc,
        "::card{title=\"Begin\" icon=\"i\"}\nSome **words**.\n::\n\n::hero\n---\ntitle: Big\nicon: a\n---\n#description\nText\n  :::inner\n  deep\n  :::\n::\n\nAfter\n",
        "Begin\n\nSome words.\n\nBig\n\nText\n\ndeep\n\nAfter",
    );
    assert_renders_as_gfm(Mdc, "std::vector\n\na: b\n");
}

#[test]
fn yaml_is_read_below_attributes_and_in_lists() {
    assert_renders(
        Mdc,
        "::card{title=\"Begin\"}\n---\nicon: a\n---\nText\n::\n\nAfter\n",
        "Begin\n\nText\n\nAfter",
    );
    assert_renders(
        Mdc,
        "- one\n  ::tip\n  ---\n  title: Big\n  ---\n  Text\n  ::\n- two\n",
        "• one\n\n  ▎ ✦ Tip · Big\n  ▎ Text\n\n• two",
    );
}

#[test]
fn inline_components_render_their_text() {
    assert_renders(
        Mdc,
        "An :icon{name=\"x\"} and a :badge[New *one*]{type=\"a\"}, [span]{.b}, 10:30 a:b.\n",
        "An and a New one, span, 10:30 a:b.",
    );
    // A `:name[` whose text spans lines is not a component, so it stays text. Attributes after it are removed nevertheless.
    assert_renders(Mdc, "A :badge[New\none] here.\n", "A :badge[New one] here.");
    assert_renders(
        Mdc,
        "A :badge[New\none]{.a} here.\n",
        "A :badge[New one] here.",
    );
}
