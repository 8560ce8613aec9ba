//! Tests of the `VuePress` dialect.

use folio::document::Dialect::{Auto, VuePress};

use super::rendering::{assert_renders, assert_renders_as_gfm, slugs_and_lines};

#[test]
fn containers_and_emoji_render_and_toc_markers_and_ids_are_not_shown() {
    assert_renders(
        VuePress,
        "[[toc]]\n\n::: tip My title\nText *x*\n:::\n",
        "▎ ✦ Tip · My title\n▎ Text x",
    );
    assert_renders(VuePress, "::: details More\nText\n:::\n", "▾ More\n│ Text");
    assert_renders(VuePress, "::: code-group\nText\n:::\n", "Text");
    assert_renders(VuePress, "Text :tada:\n\n[[note]]\n", "Text 🎉\n\n[[note]]");
    assert_eq!(
        slugs_and_lines(VuePress, "## A {#b}\n"),
        [("b".to_owned(), 1)]
    );
}

#[test]
fn constructs_in_code_and_in_other_dialects_render_as_in_gfm() {
    assert_renders_as_gfm(VuePress, "`[[toc]]` `::: tip`\n\n```\n::: tip\n:::\n```\n");
    assert_renders_as_gfm(Auto, "[[toc]]\n");
}
