//! Franklin.

use folio::document::Dialect::Franklin;

use super::page::shows;

#[test]
fn variables_commands_and_classes_are_no_text() {
    shows(
        Franklin,
        "@def title = \"A\"\n@def tags = [\"x\"]\n\n\\toc\n\n@@box\nIn a **box**.\n@@\n\nHalve {{fill author}} it, \\fig{/a.png} \\other{x}.\n",
        "In a box.\n\nHalve ⟨fill author⟩ it, ▣ a.png \\other{x}.",
    );
}

#[test]
fn tildes_hold_html() {
    shows(
        Franklin,
        "~~~\n<b>raw</b> <i>html</i>\n~~~\n\nEnd\n",
        "raw html\n\nEnd",
    );
    shows(
        Franklin,
        "```julia:x\ny = 1\nz = 2 #hide\n```\n",
        "                                                      julia\n  y = 1",
    );
}
