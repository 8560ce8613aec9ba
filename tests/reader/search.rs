//! Searching in the open article.

use folio::app::Focus;

use crate::reading::blog;
use crate::sim::Sim;

#[test]
fn search_steps_through_matches_and_wraps() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>/section<Enter>");
    assert_eq!(
        sim.model.search().map(|search| search.matches.len()),
        Some(6)
    );
    sim.press("nn");
    assert!(
        sim.model
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("3/6"))
    );
    sim.press("4n");
    assert!(
        sim.model
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("1/6 · wrapped"))
    );
    sim.press("N");
    assert!(
        sim.model
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("6/6"))
    );
    let is_visible = sim.screen().iter().any(|row| row.contains("Section 6"));
    assert!(is_visible, "the match is on the screen");
}

#[test]
fn cancelled_search_restores_the_position_and_confirmed_search_stays_at_the_match() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>5j");
    let before = sim.screen();
    sim.press("/part b");
    assert!(sim.screen().iter().any(|row| row.contains("Part B")));
    sim.press("<Esc>");
    assert_eq!(sim.screen(), before);
    sim.press("/part b<Enter>");
    let confirmed_top = sim.top();
    sim.press("<Esc>");
    assert!(sim.model.search().is_none(), "Esc removes the highlights");
    assert_eq!(sim.top(), confirmed_top);
    assert_eq!(sim.model.screen.focus, Focus::Article);
}

#[test]
fn search_without_matches_shows_notice() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>/zebra<Enter>");
    assert!(
        sim.model
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("No match for"))
    );
    sim.press("<Esc>n");
    assert!(sim.model.notice.is_some());
}

#[test]
fn every_visible_match_is_highlighted() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>/some words<Enter>");
    // Matches are underlined. The frame as text lists the style of each of them.
    let match_count = sim.frame().matches("underlined").count();
    assert!(match_count > 5, "{}", sim.frame());
    // Only the current match is reversed.
    assert_eq!(sim.frame().matches("reversed").count(), 1);
}

/// Starts a reader of an article of more than 1 MiB. The word "needle" occurs once, far below the start.
fn long_article() -> Sim {
    let text = format!(
        "{}The needle.\n\n{}",
        "Some hay.\n\n".repeat(80_000),
        "More hay.\n\n".repeat(40_000)
    );
    Sim::new(&[("long.md", &text)], 100, 30)
}

#[test]
fn search_in_a_long_article_finds_a_distant_match_and_esc_returns() {
    let mut sim = long_article();
    sim.press("<Enter>/needle<Enter>");
    let screen = sim.screen().join("\n");
    assert!(screen.contains("The needle."), "{screen}");
    assert!(screen.contains("needle  1/1"), "{screen}");
    sim.press("g/hay<Esc>");
    assert_eq!(sim.top(), 0);
}

#[test]
fn last_search_can_be_repeated() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>/section 3<Enter>");
    let first_top = sim.top();
    // Each key sequence first goes to the top and removes the highlights. Then an empty query, `n` or the query from the history
    // repeats the search.
    for keys in ["g<Esc>/<Enter>", "<Esc>gn", "<Esc>g/<Up><Enter>"] {
        sim.press(keys);
        assert_eq!(
            sim.model.search().map(|search| &*search.query),
            Some("section 3"),
            "{keys}"
        );
        assert_eq!(sim.top(), first_top, "{keys}");
    }
}
