//! Tests of the Franklin dialect.

use folio::document::Dialect::Franklin;

use super::rendering::assert_renders;

#[test]
fn definitions_and_classes_are_hidden_and_unknown_commands_kept() {
    assert_renders(
        Franklin,
        "@def title = \"A\"\n@def tags = [\"x\"]\n\n\\toc\n\n@@box\nIn a **box**.\n@@\n\nHalve {{fill author}} it, \\fig{/a.png} \\other{x}.\n",
        "In a box.\n\nHalve ⟨fill author⟩ it, ▣ a.png \\other{x}.",
    );
}

#[test]
fn html_between_tildes_is_rendered() {
    assert_renders(
        Franklin,
        "~~~\n<b>raw</b> <i>html</i>\n~~~\n\nEnd\n",
        "raw html\n\nEnd",
    );
}

#[test]
fn code_lines_with_a_hide_comment_are_not_shown() {
    assert_renders(
        Franklin,
        "```julia:x\ny = 1\nz = 2 #hide\n```\n",
        "                                                      julia\n  y = 1",
    );
}

#[test]
fn definitions_of_commands_are_hidden_and_references_shown() {
    assert_renders(
        Franklin,
        "\\newcommand{\\red}[1]{~~~<b>#1{x}</b>~~~}\n\nSee \\eqref{sum} and \\citep{ann}.\n",
        "See (sum) and [ann].",
    );
}

/// Blanks in place of the definition would indent the text as code.
#[test]
fn text_after_a_command_definition_is_no_code() {
    assert_renders(
        Franklin,
        "\\newcommand{\\R}{\\mathbb R} Then *text* $x^2$.\n",
        "Then text x².",
    );
}
