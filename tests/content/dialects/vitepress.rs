//! Tests of the `VitePress` dialect.

use folio::document::Dialect::VitePress;

use super::page::assert_renders;

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
    assert_renders(
        VitePress,
        "x {{ $frontmatter.title }} [a](b){target=\"c\"}\n",
        "x ⟨$frontmatter.title⟩ a",
    );
}

#[test]
fn code_notations_keep_the_line_ends() {
    assert_renders(
        VitePress,
        "```js\nlet a // [!code focus]\nlet b // [!code ++]\r\nlet c\n```\n",
        "                                                         js\n  let a\n  let b\n  let c",
    );
}
