//! What is kept: posts read and marked.

use folio::app::state::Change;

use crate::sim::Sim;

const SHORT: &str = "---\ntitle: Short\ndate: 2024-03-01\n---\nA line.\n";

/// A post of many screens.
fn long() -> String {
    let sections = (1..=30).map(|number| format!("## Part {number}\n\nText of part {number}.\n\n"));
    format!(
        "---\ntitle: Long\ndate: 2024-02-01\n---\n{}",
        sections.collect::<String>()
    )
}

fn two_posts(width: u16) -> Sim {
    Sim::new(&[("short.md", SHORT), ("long.md", &long())], width, 20)
}

/// The titles that a filter leaves.
fn filtered(sim: &mut Sim, filter: &str) -> Vec<String> {
    sim.press(&format!("g/{filter}<Enter>"));
    let titles = sim.titles();
    sim.press("<Esc>");
    titles
}

#[test]
fn x_and_a_say_what_was_done_with_a_post_and_take_it_back() {
    let mut sim = two_posts(120);
    sim.press("xja");
    assert_eq!(
        sim.kept,
        [
            Change::Read("short.md".into(), true),
            Change::Marked("long.md".into(), true)
        ]
    );
    assert_eq!(
        sim.list_pane(),
        "2024 Short Mar 1 short.md ✓ ▌• Long Feb 1 ▌★ long.md"
    );
    assert_eq!(filtered(&mut sim, "is:read"), ["Short"]);
    assert_eq!(filtered(&mut sim, "is:unread"), ["Long"]);
    assert_eq!(filtered(&mut sim, "is:marked"), ["Long"]);
    sim.press("gxja");
    assert_eq!(filtered(&mut sim, "is:read"), [""; 0]);
    assert_eq!(filtered(&mut sim, "is:marked"), [""; 0]);
}

#[test]
fn a_post_is_read_once_its_end_was_in_sight_in_the_pane_with_the_keys() {
    for width in [60, 120] {
        let mut sim = two_posts(width);
        sim.press("jk");
        assert_eq!(sim.kept, [], "a look beside the list is no reading");
        sim.press("<Enter>");
        assert_eq!(sim.kept, [Change::Read("short.md".into(), true)]);
        sim.press("hj<Enter>d");
        assert_eq!(sim.kept.len(), 1, "the end is still below");
        sim.press("G");
        assert_eq!(sim.kept[1..], [Change::Read("long.md".into(), true)]);
    }
}

#[test]
fn a_post_that_was_taken_back_stays_unread_until_it_is_opened_again() {
    let mut sim = two_posts(120);
    sim.press("<Enter>x");
    assert_eq!(
        sim.kept.last(),
        Some(&Change::Read("short.md".into(), false))
    );
    sim.press("jkr");
    assert_eq!(sim.kept.len(), 2);
    sim.press("JK");
    assert_eq!(
        sim.kept.last(),
        Some(&Change::Read("short.md".into(), true))
    );
}

#[test]
fn a_filter_does_not_take_a_post_away_while_it_is_being_read() {
    let mut sim = two_posts(120);
    sim.press("/is:unread<Enter><Enter>");
    assert_eq!(sim.open_title(), "Short");
    assert_eq!(sim.titles(), ["Short", "Long"]);
    sim.press("r");
    assert_eq!(
        sim.open_title(),
        "Short",
        "nor when the folder is read again"
    );
    sim.press("h");
    assert_eq!(sim.titles(), ["Long"]);
}

#[test]
fn flags_outlive_reading_the_folder_again() {
    let mut sim = two_posts(60);
    sim.press("xar");
    assert_eq!(filtered(&mut sim, "is:read is:marked"), ["Short"]);
}

#[test]
fn where_no_list_stands_it_is_said() {
    let mut sim = two_posts(60);
    sim.press("j<Enter>a");
    assert!(sim.screen()[19].contains("Marked; the filter is:marked finds it."));
    sim.press("x");
    assert!(sim.screen()[19].contains("Read."));
}

#[test]
fn the_list_with_signs() {
    for width in [60, 100, 120] {
        let mut sim = Sim::tour(width, 20);
        sim.press("xjajxaj<Enter>Ghj");
        insta::assert_snapshot!(format!("signs_{width}"), sim.frame());
        if width == 100 {
            insta::assert_snapshot!("signs_plain", sim.frame_in(&folio::theme::Theme::PLAIN));
        }
    }
}
