//! The source view: opening and closing it keeps the position.

use folio::app::message::{EditPosition, Effect};
use folio::theme::Theme;

use crate::sim::Sim;

/// Returns two posts. The first is long and links to the second. It has front matter, lists, and code with a tab character.
fn files() -> Vec<(&'static str, String)> {
    let mut text = "+++\ntitle = \"A\"\ndate = 2024-01-03\n+++\n".to_owned();
    for section in 1..=12 {
        text.push_str(&format!("\n## Section {section}\n\n"));
        text.push_str(
            &format!("Words of section {section}, **strong** and [linked](b.md). ").repeat(8),
        );
        text.push_str("\n\n- one\n- two\n\n```make\nall:\n\tcc\n```\n");
    }
    let linked_post = "+++\ntitle = \"B\"\ndate = 2024-01-02\n+++\nText.";
    vec![("a.md", text), ("b.md", linked_post.to_owned())]
}

/// Opens the long post in a reader.
fn sim(width: u16, height: u16) -> Sim {
    let files = files();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, &**text)).collect();
    let mut sim = Sim::new(&files, width, height);
    sim.press("<Enter>");
    sim
}

/// Returns the screen as one text.
fn screen_text(sim: &Sim) -> String {
    sim.screen().join("\n")
}

/// Returns true if the source view is open.
fn is_source_view_open(sim: &Sim) -> bool {
    sim.model
        .article
        .as_ref()
        .is_some_and(|article| article.body.document.is_source())
}

#[test]
fn key_toggles_source_view() {
    let mut sim = sim(120, 30);
    let before = sim.screen();
    sim.press("\\");
    assert!(
        is_source_view_open(&sim)
            && screen_text(&sim).contains(" 1  +++")
            && screen_text(&sim).contains("title = \"A\"")
    );
    sim.press("\\");
    assert_eq!(sim.screen(), before);
    for leave in ["<Esc>", "q"] {
        sim.press("\\");
        assert!(is_source_view_open(&sim));
        sim.press(leave);
        assert_eq!(sim.screen(), before, "{leave}");
    }
}

#[test]
fn source_view_keeps_position_both_ways() {
    let mut sim = sim(100, 30);
    sim.press("7]");
    let before = sim.screen();
    assert_eq!(sim.section().as_deref(), Some("Section 7"));
    sim.press("\\");
    let rows = sim.screen();
    assert!(
        rows[2].contains("## Section 7") || rows[3].contains("## Section 7"),
        "{}",
        rows.join("\n")
    );
    // If the position has not moved in the source view, closing it shows exactly the same rows as before.
    sim.press("\\");
    assert_eq!(sim.screen(), before);
    // If the position has moved in the source view, closing it shows the same part of the text.
    sim.press("\\/## Section 9<Enter>\\");
    assert!(!is_source_view_open(&sim));
    assert!(
        screen_text(&sim).contains("Section 9"),
        "{}",
        screen_text(&sim)
    );
    assert!(
        sim.model.search().is_none(),
        "the search in the source ends"
    );
}

#[test]
fn source_view_supports_search_scrolling_and_editing() {
    let mut sim = sim(100, 30);
    sim.press("\\/**strong**<Enter>");
    let matches = sim.model.search().map(|search| search.matches.len());
    // Each of the twelve sections has eight matches.
    assert_eq!(matches, Some(96));
    sim.press("<Esc>");
    assert!(
        sim.model.search().is_none() && is_source_view_open(&sim),
        "the first Esc ends only the search"
    );
    sim.press("G");
    assert!(screen_text(&sim).contains("Section 12"));
    sim.press("ge");
    assert_eq!(
        sim.effects.last(),
        Some(&Effect::Edit {
            path: "a.md".into(),
            position: EditPosition::Offset(0),
        })
    );
}

#[test]
fn wrapped_source_lines_show_their_numbers_once() {
    let mut sim = sim(60, 30);
    sim.press("\\");
    let rows = sim.screen();
    let rows_with = |text: &str| rows.iter().filter(|row| row.contains(text)).count();
    assert!(rows_with("↪") > 3, "{}", rows.join("\n"));
    assert_eq!(rows_with("  8  Words"), 1, "{}", rows.join("\n"));
    // `w` ends wrapping. Then `›` marks lines that are cut off.
    sim.press("w");
    assert!(!screen_text(&sim).contains('↪') && screen_text(&sim).contains('›'));
}

#[test]
fn source_lines_scrolled_sideways_keep_their_numbers() {
    let mut sim = sim(60, 30);
    sim.press("\\wL");
    // `L` hides eight columns, `Words of`.
    assert!(
        screen_text(&sim).contains("  8‹  section 1, "),
        "{}",
        screen_text(&sim)
    );
}

#[test]
fn source_view_closes_when_the_next_post_opens() {
    let mut sim = sim(120, 30);
    sim.press("\\<Space>");
    while is_source_view_open(&sim) {
        sim.press("<Space>");
    }
    assert_eq!(sim.open_title(), "B");
    sim.press("K");
    assert!(!is_source_view_open(&sim) && sim.open_title() == "A");
}

#[test]
fn reload_updates_source_view() {
    let mut sim = sim(120, 30);
    sim.press("\\");
    let edited = sim.files[std::path::Path::new("a.md")].replace("Section 1\n", "Section One\n");
    sim.files.insert("a.md".into(), edited);
    sim.send(folio::app::message::Message::Edited("a.md".into(), Ok(())));
    assert!(
        is_source_view_open(&sim) && screen_text(&sim).contains("## Section One"),
        "{}",
        screen_text(&sim)
    );
    sim.press("\\");
    assert!(!is_source_view_open(&sim) && screen_text(&sim).contains("Section One"));
}

#[test]
fn source_frames_match() {
    for (width, height) in [(120, 30), (60, 20)] {
        let mut sim = sim(width, height);
        sim.press("2]\\");
        insta::assert_snapshot!(format!("source_{width}"), sim.frame());
        insta::assert_snapshot!(format!("source_plain_{width}"), sim.frame_in(&Theme::PLAIN));
    }
}

#[test]
fn section_keys_go_from_heading_to_heading_in_the_source() {
    let mut sim = sim(100, 30);
    sim.press("\\");
    for (keys, section) in [("]", "Section 1"), ("3]", "Section 4"), ("[", "Section 3")] {
        sim.press(keys);
        let row = format!("## {section}");
        assert!(
            is_source_view_open(&sim) && sim.screen()[3].contains(&row),
            "{keys}"
        );
    }
    sim.press("\\");
    assert!(screen_text(&sim).contains("Section 3"));
    assert!(!screen_text(&sim).contains("## Section 3"));
}

#[test]
fn contents_column_stays_beside_the_source() {
    let mut sim = sim(140, 30);
    sim.press("c");
    let column = |sim: &Sim| sim.model.panes().contents;
    let before = column(&sim);
    assert!(before.is_some());
    sim.press("\\");
    assert_eq!(column(&sim), before);
    assert!(
        screen_text(&sim).contains("  Section 2"),
        "{}",
        screen_text(&sim)
    );
}
