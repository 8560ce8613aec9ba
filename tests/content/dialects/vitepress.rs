//! Tests of the `VitePress` dialect.

use folio::document::Dialect::{VitePress, VuePress};

use super::rendering::assert_renders;

#[test]
fn containers_and_code_groups_render_their_content() {
    assert_renders(
        VitePress,
        "[[toc]]\n\n::: tip\nSmall.\n:::\n\n::: code-group\n\n```js [a.js]\none() // [!code ++]\n// [!code focus]\n```\n\n```ts [a.ts]\ntwo()\n```\n\n:::\n\nEnd\n",
        "▎ ✦ Tip\n▎ Small.\n\na.js\n                                                         js\n  one()\n\na.ts\n                                                         ts\n  two()\n\nEnd",
    );
    assert_renders(
        VitePress,
        "::: details Click {open}\nx\n:::\n",
        "▾ Click\n│ x",
    );
}

#[test]
fn inclusions_render_file_names() {
    assert_renders(
        VitePress,
        "<<< @/a.js{2}\n\n<!--@include: ./b.md-->\n\na <<< b\n",
        "⟨include @/a.js⟩\n\n⟨include ./b.md⟩\n\na <<< b",
    );
}

#[test]
fn interpolated_expressions_render_in_brackets() {
    assert_renders(
        VitePress,
        "x {{ $frontmatter.title }} y\n",
        "x ⟨$frontmatter.title⟩ y",
    );
}

#[test]
fn attributes_after_a_link_are_hidden() {
    assert_renders(VitePress, "x [a](b){target=\"c\"}\n", "x a");
}

#[test]
fn comments_that_mark_code_lines_are_removed_but_their_line_ends_stay() {
    assert_renders(
        VitePress,
        "```js\nlet a // [!code focus]\nlet b // [!code ++]\r\nlet c\n```\n",
        "                                                         js\n  let a\n  let b\n  let c",
    );
}

#[test]
fn tags_with_vue_attributes_are_elements() {
    // An element is read as HTML. Other tags are literal text.
    for dialect in [VitePress, VuePress] {
        // `<MyThing @x />` has no content or label that could be shown in its place, so it stays.
        assert_renders(
            dialect,
            "Press <button @click=\"go\">Go</button>, <Badge @x.once='y' #z text='new' /> <MyThing @x /> and <a :href=\"x\" v-on:[e]=\"f\">a link</a>.\n\n- <button\n    @click=\"a > b\">Two</button>\n\n<Box #[slot]=\"{ a }\" @update:x=\"b\">In a box</Box>\n",
            "Press Go, new <MyThing @x /> and a link.\n\n• Two\n\nIn a box",
        );
        assert_renders(
            dialect,
            "<template #one>One</template>\n\n<Card>\n<template #header>Head</template>\n<template v-if=\"x\">\n\n*Body*\n\n</template>\n</Card>\n",
            "One\n\nHead\n\nBody",
        );
    }
    // A name that is no element, a tag without an end tag, and code stay as they are.
    assert_renders(
        VitePress,
        "mail <me @home>, <b @x> and `<b @x>y</b>`\n",
        "mail <me @home>, <b @x> and <b @x>y</b>",
    );
}
