//! Tests of the Python-Markdown dialect.

use folio::document::Dialect::PythonMarkdown;

use super::rendering::{assert_renders, assert_renders_as_gfm, slugs_and_lines};

#[test]
fn admonitions_render_indented_markdown() {
    assert_renders(
        PythonMarkdown,
        "!!! note \"My title\"\n\n    Some **bold**.\n\n    ```sh\n    echo one\n    ```\n\n    !!! tip\n        Nested.\n\n??? tip \"Folded\"\n    Hidden.\n\nAfter.\n",
        "▎ ✎ Note · My title\n▎ Some bold.\n▎                                                        sh\n▎   echo one\n▎\n▎ ▎ ✦ Tip\n▎ ▎ Nested.\n\n▾ Folded\n│ Hidden.\n\nAfter.",
    );
    assert_renders(
        PythonMarkdown,
        "/// tip | Try it\nSoon.\n///\n\n/// x\n",
        "▎ ✦ Tip · Try it\n▎ Soon.\n\n/// x",
    );
    assert_renders_as_gfm(PythonMarkdown, "Wow!!! note\n\n!!!\n\n    code\n");
}

#[test]
fn content_tabs_render_their_titles() {
    // The last line of equals signs is the underline of a heading.
    assert_renders(
        PythonMarkdown,
        "=== \"A\"\n\n    One *x*.\n\n=== \"B\"\n\n    Two.\n\nTitle\n=====\n",
        "A\n\nOne x.\n\nB\n\nTwo.\n\n\nTitle\n━━━━━",
    );
}

#[test]
fn inline_constructs_render_as_inline_formats() {
    assert_renders(
        PythonMarkdown,
        "Press ++ctrl+alt+del++, ==marked== ^^in^^ H~2~O x^2^ {++a++}{--b--} :material-check: ok.\n",
        "Press Ctrl+Alt+Del, marked in H₂O x² ab ok.",
    );
    assert_renders(
        PythonMarkdown,
        "C++ and ++i are words, a == b, 2^10 and 2^20, [^1] `++a++`.\n",
        "C++ and ++i are words, a == b, 2^10 and 2^20, [^1] ++a++.",
    );
}

#[test]
fn attribute_lists_and_toc_markers_are_not_shown() {
    assert_renders(
        PythonMarkdown,
        "[TOC]\n\n[Get it](https://e.org){ .button } here {not} this.\n\nA paragraph.\n{ .lead }\n\n## Last { #own }\n",
        "Get it here {not} this.\n\nA paragraph.\n\n\nLast\n────",
    );
    assert_eq!(
        slugs_and_lines(PythonMarkdown, "## A { #own }\n"),
        [("own".to_owned(), 1)]
    );
}

#[test]
fn snippets_render_file_names() {
    assert_renders(
        PythonMarkdown,
        "A\n\n--8<-- \"a/b.md\"\n\nB\n",
        "A\n\n⟨include a/b.md⟩\n\nB",
    );
}

#[test]
fn language_lines_in_code_are_hidden() {
    assert_renders(
        PythonMarkdown,
        "Text\n\n    :::python\n    a = 1\n\n    b\n\nEnd\n",
        "Text\n                                                     python\n  a = 1\n\n  b\n\nEnd",
    );
}

#[test]
fn slugs_of_repeated_headings_end_in_an_underscore_and_a_number() {
    let expected = [("set-up", 1), ("set-up_1", 3), ("set-up_2", 5)];
    assert_eq!(
        slugs_and_lines(PythonMarkdown, "# Set up\n\n# Set up\n\n# Set & up\n"),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
}

#[test]
fn annotation_markers_in_code_lose_their_exclamation_mark() {
    assert_renders(
        PythonMarkdown,
        "``` py\nx = 1 # (1)!\ny = f(2)!=3\n```\n\n1.  One.\n",
        "                                                         py\n  x = 1 # (1)\n  y = f(2)!=3\n\n1. One.",
    );
}

#[test]
fn admonitions_in_quotes_and_indented_with_tab_characters_render() {
    assert_renders(
        PythonMarkdown,
        "> !!! note \"T\"\n>     body\n",
        "▎ ▎ ✎ Note · T\n▎ ▎ body",
    );
    let nested = "!!! note\n    a\n\n    !!! tip \"T\"\n        b\n\n    c\n";
    let shown = "▎ ✎ Note\n▎ a\n▎\n▎ ▎ ✦ Tip · T\n▎ ▎ b\n▎\n▎ c";
    assert_renders(PythonMarkdown, nested, shown);
    assert_renders(PythonMarkdown, &nested.replace("    ", "\t"), shown);
    assert_renders(
        PythonMarkdown,
        "!!!note \"T\"\n    b\n",
        "▎ ✎ Note · T\n▎ b",
    );
    // A title needs double quotation marks.
    assert_renders(PythonMarkdown, "!!! note 'T'\n", "!!! note 'T'");
}

#[test]
fn options_in_slash_blocks_and_attributes_of_icons_are_hidden() {
    assert_renders(
        PythonMarkdown,
        "/// details | Summary\n    type: warning\nContent\n///\n\nA :octicons-heart-24:{ .heart } b :material-x: { c }\n",
        "▾ Summary\n│ Content\n\nA b { c }",
    );
}

#[test]
fn folded_admonitions_without_a_title_show_their_type() {
    assert_renders(
        PythonMarkdown,
        "??? question\n    Why?\n",
        "▾ Question\n│ Why?",
    );
}

#[test]
fn attributes_of_emoji_and_of_cells_are_not_shown() {
    assert_renders(
        PythonMarkdown,
        "| a | b |\n| - | - |\n| :smile:{ .big } | two { .wide } |\n| c: {d} | e |\n",
        "a      │ b\n───────┼────\n😄     │ two\nc: {d} │ e",
    );
    assert_renders_as_gfm(PythonMarkdown, "Ratio 1:{ .5 } and text { .x } here\n");
}
