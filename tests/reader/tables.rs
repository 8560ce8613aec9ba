//! Tables that are wider than the pane: scrolled sideways, or shown as records.

use super::sim::Sim;

/// A table with many columns of numbers.
const FIGURES: &str = "---\ntitle: Figures\n---\n| Year | First quarter | Second quarter | Third quarter | Fourth quarter | Total amount | Change |\n|---|--:|--:|--:|--:|--:|--:|\n| 2023 | 10,120 | 20,450 | 30,100 | 40,900 | 101,570 | +4.5% |\n| 2024 | 11,300 | 21,000 | 31,400 | 41,200 | 104,900 | [+3.3%](#total) |\n\nAfter.\n";

/// A table of prose with one long cell.
const PROSE: &str = "---\ntitle: Prose\n---\n| Option | What it does | Since | Default | Note |\n|---|---|---|---|---|\n| `--width` | The number of columns that running text may take, counted from its left edge to the margin at the right | 2.0.0-beta | 80 columns | none at all |\n\nAfter.\n";

/// Opens a post, presses keys, and returns the rows of the post's table, without the scrollbar.
fn table_after_keys(post: &str, width: u16, keys: &str) -> String {
    let mut sim = Sim::new(&[("a.md", post)], width, 24);
    sim.press("<Enter>").press(keys);
    let rows = sim.screen();
    let end = rows.iter().position(|row| row.contains("After."));
    // The first six rows are the header and the masthead. `▐` is the scrollbar.
    let rows: Vec<_> = rows[6..end.expect("the text after the table is visible")]
        .iter()
        .map(|row| row.trim_end_matches('▐').trim_end())
        .collect();
    rows.join("\n").trim_end().to_owned()
}

#[test]
fn table_of_many_compact_columns_scrolls_sideways() {
    insta::assert_snapshot!("figures", table_after_keys(FIGURES, 60, ""));
    insta::assert_snapshot!("figures_scrolled", table_after_keys(FIGURES, 60, "L"));
    assert_eq!(
        table_after_keys(FIGURES, 60, "99L"),
        table_after_keys(FIGURES, 60, "3L"),
        "scrolling ends at the last column"
    );
    assert_eq!(
        table_after_keys(FIGURES, 60, "3L3H"),
        table_after_keys(FIGURES, 60, "")
    );
}

#[test]
fn column_borders_of_a_scrolled_table_stay_aligned() {
    let borders = |row: &str| -> Vec<usize> {
        let chars = row.chars().enumerate();
        let borders = chars.filter(|(_, char)| matches!(char, '│' | '┼'));
        borders.map(|(column, _)| column).collect()
    };
    for presses in 1..=3 {
        let rows = table_after_keys(FIGURES, 50, &"L".repeat(presses));
        let table: Vec<_> = rows.lines().filter(|row| !row.is_empty()).collect();
        // Two rows of column names, a rule, and two rows of numbers.
        assert_eq!(table.len(), 5, "{rows}");
        for row in &table[1..] {
            let (actual, expected) = (borders(row), borders(table[0]));
            // If one row shows more borders than the other, the borders that only this row shows are not compared.
            let compared = actual.len().min(expected.len());
            assert_eq!(actual[..compared], expected[..compared], "{rows}");
        }
    }
}

#[test]
fn table_that_fits_does_not_scroll() {
    assert_eq!(
        table_after_keys(FIGURES, 99, "L"),
        table_after_keys(FIGURES, 99, "")
    );
}

#[test]
fn table_with_a_long_cell_is_shown_as_records_until_w_is_pressed() {
    insta::assert_snapshot!("prose", table_after_keys(PROSE, 60, ""));
    insta::assert_snapshot!("prose_unwrapped", table_after_keys(PROSE, 60, "w3L"));
    assert_eq!(
        table_after_keys(PROSE, 60, "w3Lw"),
        table_after_keys(PROSE, 60, "")
    );
}

#[test]
fn link_in_a_table_gets_a_hint_once_scrolled_into_view() {
    let mut sim = Sim::new(&[("a.md", FIGURES)], 60, 24);
    sim.press("<Enter>F");
    assert!(sim.model.hints().is_none(), "the link is not visible");
    sim.press("9LF");
    assert!(sim.model.hints().is_some());
}

#[test]
fn match_in_a_hidden_column_scrolls_into_view() {
    let mut sim = Sim::new(&[("a.md", FIGURES)], 60, 24);
    sim.press("<Enter>");
    let shows = |sim: &Sim, text: &str| sim.screen().join("\n").contains(text);
    assert!(!shows(&sim, "+3.3%"));
    sim.press("/3.3<Enter>");
    assert!(shows(&sim, "+3.3%"));
    sim.press("/2023<Enter>");
    assert!(shows(&sim, "2023"));
}
