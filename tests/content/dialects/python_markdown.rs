//! Python-Markdown.

use folio::document::Dialect::PythonMarkdown;

use super::page::{is_left_alone, shows, slugs};

#[test]
fn admonitions_hold_indented_markdown() {
    shows(
        PythonMarkdown,
        "!!! note \"My title\"\n\n    Some **bold**.\n\n    ```sh\n    echo one\n    ```\n\n    !!! tip\n        Nested.\n\n??? tip \"Folded\"\n    Hidden.\n\nAfter.\n",
        "▎ ✎ Note · My title\n▎ Some bold.\n▎                                                        sh\n▎   echo one\n▎\n▎ ▎ ✦ Tip\n▎ ▎ Nested.\n\n▾ Folded\n│ Hidden.\n\nAfter.",
    );
    shows(
        PythonMarkdown,
        "/// tip | Try it\nSoon.\n///\n\n/// x\n",
        "▎ ✦ Tip · Try it\n▎ Soon.\n\n/// x",
    );
    is_left_alone(PythonMarkdown, "Wow!!! note\n\n!!!\n\n    code\n");
}

#[test]
fn tabs_are_titles() {
    shows(
        PythonMarkdown,
        "=== \"A\"\n\n    One *x*.\n\n=== \"B\"\n\n    Two.\n\nTitle\n=====\n",
        "A\n\nOne x.\n\nB\n\nTwo.\n\n\nTitle\n━━━━━",
    );
}

#[test]
fn inline_marks() {
    shows(
        PythonMarkdown,
        "Press ++ctrl+alt+del++, ==marked== ^^in^^ H~2~O x^2^ {++a++}{--b--} :material-check: ok.\n",
        "Press Ctrl+Alt+Del, marked in H₂O x² ab ok.",
    );
    shows(
        PythonMarkdown,
        "C++ and ++i are words, a == b, 2^10 and 2^20, [^1] `++a++`.\n",
        "C++ and ++i are words, a == b, 2^10 and 2^20, [^1] ++a++.",
    );
}

#[test]
fn lists_of_attributes_and_other_marks_are_no_text() {
    shows(
        PythonMarkdown,
        "[TOC]\n\n[Get it](https://e.org){ .button } here {not} this.\n\nA paragraph.\n{ .lead }\n\n--8<-- \"a/b.md\"\n\n## Last { #own }\n",
        "Get it here {not} this.\n\nA paragraph.\n\n⟨include a/b.md⟩\n\n\nLast\n────",
    );
    assert_eq!(
        slugs(PythonMarkdown, "## A { #own }\n"),
        [("own".to_owned(), 1)]
    );
}

#[test]
fn code_may_name_its_language() {
    shows(
        PythonMarkdown,
        "Text\n\n    :::python\n    a = 1\n\n    b\n\nEnd\n",
        "Text\n                                                     python\n  a = 1\n\n  b\n\nEnd",
    );
}

#[test]
fn repeated_headings_end_in_an_underscore() {
    let expected = [("set-up", 1), ("set-up_1", 3), ("set-up_2", 5)];
    assert_eq!(
        slugs(PythonMarkdown, "# Set up\n\n# Set up\n\n# Set & up\n"),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
}
