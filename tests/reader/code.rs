//! Long lines of code: wrapped, unwrapped, and scrolled sideways.

use super::sim::Sim;

const POST: &str = "---\ntitle: Code\n---\nIt is long:\n\n```\n0123456789 0123456789 0123456789 0123456789 0123456789 end\nshort\n```\n\nAfter.\n";

/// Presses keys and returns four rows: the code block and the rows below it.
fn code_rows_after(keys: &str) -> String {
    let mut sim = Sim::new(&[("code.md", POST)], 40, 20);
    sim.press("<Enter>").press(keys);
    let screen = sim.screen();
    let text_row = screen
        .iter()
        .position(|row| row.contains("It is long"))
        .expect("the text is shown");
    // An empty row separates the code from the text.
    let rows: Vec<_> = screen[text_row + 2..text_row + 6]
        .iter()
        // Removes the scrollbar at the right edge.
        .map(|row| row.trim_end_matches('▐').trim_end())
        .collect();
    rows.join("\n")
}

#[test]
fn long_lines_are_wrapped_or_scrolled_sideways() {
    // `L` scrolls 8 columns to the right. Wrapping forgets the scrolled columns.
    for (keys, rows) in [
        (
            "",
            "   0123456789 0123456789 0123456789\n ↪ 0123456789 0123456789 end\n   short\n",
        ),
        (
            "w",
            "   0123456789 0123456789 0123456789 0›\n   short\n\n After.",
        ),
        (
            "wL",
            " ‹ 89 0123456789 0123456789 012345678›\n ‹\n\n After.",
        ),
        (
            "wLL",
            " ‹ 56789 0123456789 0123456789 012345›\n ‹\n\n After.",
        ),
        (
            "w9L",
            " ‹ 23456789 0123456789 0123456789 end\n ‹\n\n After.",
        ),
        (
            "w9L9H",
            "   0123456789 0123456789 0123456789 0›\n   short\n\n After.",
        ),
        (
            "wLww",
            "   0123456789 0123456789 0123456789 0›\n   short\n\n After.",
        ),
    ] {
        assert_eq!(
            code_rows_after(keys),
            rows,
            "{keys}\n{}",
            code_rows_after(keys)
        );
    }
}

#[test]
fn only_unwrapped_code_scrolls_sideways() {
    let mut sim = Sim::new(&[("code.md", POST)], 40, 20);
    sim.press("<Enter>L");
    assert!(
        sim.model
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("Press w to scroll it sideways"))
    );
    let mut plain = Sim::new(&[("plain.md", "Text.")], 40, 20);
    plain.press("<Enter>wL");
    assert!(
        plain
            .model
            .notice
            .is_some_and(|notice| notice.contains("No code or table"))
    );
    // The text around the code does not scroll.
    let before = sim.screen();
    sim.press("w3L");
    for text in ["It is long", "After."] {
        let row = |screen: &[String]| screen.iter().find(|row| row.contains(text)).cloned();
        assert_eq!(row(&before), row(&sim.screen()));
    }
    // In a wider window, the complete line fits and is not scrolled.
    assert!(
        sim.resize(120, 40)
            .screen()
            .iter()
            .any(|row| row.contains("789 end"))
    );
}
