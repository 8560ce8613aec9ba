//! `VuePress`.

use folio::document::Dialect::{Auto, VuePress};

use super::page::{is_left_alone, shows, slugs};

#[test]
fn containers_and_contents() {
    shows(
        VuePress,
        "[[toc]]\n\n::: tip My title\nText *x*\n:::\n",
        "▎ ✦ Tip · My title\n▎ Text x",
    );
    shows(VuePress, "::: details More\nText\n:::\n", "▾ More\n│ Text");
    shows(VuePress, "::: code-group\nText\n:::\n", "Text");
    shows(VuePress, "Text :tada:\n\n[[note]]\n", "Text 🎉\n\n[[note]]");
    assert_eq!(slugs(VuePress, "## A {#b}\n"), [("b".to_owned(), 1)]);
}

#[test]
fn similar_text_is_left_alone() {
    is_left_alone(VuePress, "`[[toc]]` `::: tip`\n\n```\n::: tip\n:::\n```\n");
    is_left_alone(Auto, "[[toc]]\n");
}
