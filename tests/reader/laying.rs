//! Long articles at another size: what is in sight at once, the rest when it comes.

use folio::app::Focus;

use crate::sim::Sim;

/// A post of eighty sections, a hundred kilobytes, with a table and code in between.
fn long() -> String {
    let mut text = "+++\ntitle = \"Long\"\n+++\n".to_owned();
    for section in 0..80 {
        let words = format!("Words of section {section} to read. ").repeat(30);
        text.push_str(&format!("# Section {section}\n\n{words}\n\n"));
        text.push_str("| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n\n- one\n- two\n\n");
    }
    text
}

fn reader() -> Sim {
    let mut sim = Sim::new(&[("long.md", &long())], 140, 40);
    sim.press("<Enter>");
    sim.lays_out_late = true;
    sim
}

fn is_complete(sim: &Sim) -> bool {
    let article = sim.model.article.as_ref().expect("it is open");
    article.is_complete()
}

/// The rows of the article, without its scrollbar.
fn rows(sim: &Sim) -> Vec<String> {
    let rows = sim.screen();
    let right = rows[1..rows.len() - 1].iter().map(|row| {
        let pane = row.rsplit_once('▏').map_or("", |(_, pane)| pane);
        pane.trim_end_matches(['┊', '▐', ' ']).to_owned()
    });
    right.collect()
}

#[test]
fn a_resize_shows_what_is_in_sight_and_the_rest_changes_nothing() {
    for keys in ["", "G", "50%", "10]", "10]jjj", "/section 44<Enter>"] {
        let mut sim = reader();
        sim.press(keys).resize(100, 30);
        assert_eq!(sim.laying.len(), 1, "{keys}: asked once");
        assert!(!is_complete(&sim), "{keys}");
        let shown = rows(&sim);
        let full = shown.iter().filter(|row| !row.is_empty()).count();
        assert!(full > 10, "{keys}: {shown:#?}");
        assert!(sim.screen().join("\n").contains('┊'), "{keys}");
        sim.lay_out();
        assert!(is_complete(&sim), "{keys}");
        assert_eq!(rows(&sim), shown, "{keys}");
        assert!(!sim.screen().join("\n").contains('┊'), "{keys}");
    }
}

#[test]
fn only_the_last_of_many_sizes_counts() {
    let mut sim = reader();
    sim.press("20]").resize(100, 30).resize(120, 35);
    let second = sim.laying.pop().expect("each asks");
    sim.lay_out();
    assert!(!is_complete(&sim), "the first size's rows are not taken");
    sim.laying.push(second);
    sim.lay_out();
    assert!(is_complete(&sim));
    assert_eq!(sim.section().as_deref(), Some("Section 19"));
}

#[test]
fn one_can_go_anywhere_before_all_rows_are_there() {
    for keys in [
        "G",
        "Gg",
        "30]",
        "t/section 66<Enter><Enter>",
        "/section 33<Enter>",
        "900j",
        "900j300k",
        "ffffffffffbbb",
        "Gkkkkbb",
        "G40[",
    ] {
        let mut sim = reader();
        sim.resize(100, 30).press(keys);
        assert!(!is_complete(&sim), "{keys}");
        assert_eq!(sim.laying.len(), 1, "{keys}: asked once");
        let before = rows(&sim);
        assert_eq!(sim.model.focus, Focus::Article, "{keys}");
        sim.lay_out();
        assert_eq!(rows(&sim), before, "{keys}");
        let mut complete = reader();
        complete.resize(100, 30);
        complete.lay_out();
        complete.press(keys);
        assert_eq!(rows(&complete), before, "{keys}");
    }
}

#[test]
fn a_share_of_rows_that_are_not_counted_yet_is_that_of_the_text() {
    let mut sim = reader();
    sim.resize(100, 30).press("50%");
    assert_eq!(sim.section().as_deref(), Some("Section 40"));
    sim.lay_out();
    assert_eq!(sim.section().as_deref(), Some("Section 40"));
}

#[test]
fn a_long_article_in_part_is_not_read_to_its_end() {
    let mut sim = reader();
    sim.resize(100, 30);
    for _ in 0..60 {
        sim.press("<Space>");
        let notice = sim.model.notice.as_ref().map(ToString::to_string);
        assert_eq!(notice, None, "there is always more");
    }
    sim.lay_out();
    sim.press("G<Space>");
    assert!(sim.model.notice.is_some(), "the end is said");
}
