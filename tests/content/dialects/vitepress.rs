//! `VitePress`.

use folio::document::Dialect::VitePress;

use super::page::shows;

#[test]
fn containers_and_code_groups() {
    shows(
        VitePress,
        "[[toc]]\n\n::: tip\nSmall.\n:::\n\n::: code-group\n\n```js [a.js]\none() // [!code ++]\n// [!code focus]\n```\n\n```ts [a.ts]\ntwo()\n```\n\n:::\n\nEnd\n",
        "▎ ✦ Tip\n▎ Small.\n\na.js\n                                                         js\n  one()\n\na.ts\n                                                         ts\n  two()\n\nEnd",
    );
    shows(
        VitePress,
        "::: details Click {open}\nx\n:::\n",
        "▾ Click\n│ x",
    );
}

#[test]
fn inclusions_are_named() {
    shows(
        VitePress,
        "<<< @/a.js{2}\n\n<!--@include: ./b.md-->\n\na <<< b\n",
        "⟨include @/a.js⟩\n\n⟨include ./b.md⟩\n\na <<< b",
    );
    shows(
        VitePress,
        "x {{ $frontmatter.title }} [a](b){target=\"c\"}\n",
        "x ⟨$frontmatter.title⟩ a",
    );
}
