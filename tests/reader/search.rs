//! Searching in the open article.

use folio::app::Focus;

use crate::reading::blog;
use crate::sim::Sim;

#[test]
fn a_search_goes_to_its_matches_and_around_the_end() {
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
    let shown = sim.screen().iter().any(|row| row.contains("Section 6"));
    assert!(shown, "the match is on the screen");
}

#[test]
fn leaving_a_search_goes_back_and_keeping_it_stays() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>5j");
    let before = sim.screen();
    sim.press("/part b");
    assert!(sim.screen().iter().any(|row| row.contains("Part B")));
    sim.press("<Esc>");
    assert_eq!(sim.screen(), before);
    sim.press("/part b<Enter>");
    let kept = sim.model.article.as_ref().map(|article| article.top);
    sim.press("<Esc>");
    assert!(sim.model.search().is_none(), "Esc takes the marks away");
    assert_eq!(sim.model.article.as_ref().map(|article| article.top), kept);
    assert_eq!(sim.model.screen.focus, Focus::Article);
}

#[test]
fn a_search_without_matches_says_so() {
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
fn every_match_in_sight_is_marked() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>/some words<Enter>");
    let marked = sim.frame().matches("underlined").count();
    assert!(marked > 5, "{}", sim.frame());
    assert_eq!(sim.frame().matches("reversed").count(), 1);
}

/// Returns an article of 1 MiB with its match far down.
fn long() -> Sim {
    let text = format!(
        "{}The needle.\n\n{}",
        "Some hay.\n\n".repeat(80_000),
        "More hay.\n\n".repeat(40_000)
    );
    Sim::new(&[("long.md", &text)], 100, 30)
}

#[test]
fn a_long_article_is_searched_as_one_types() {
    let mut sim = long();
    sim.press("<Enter>/needle<Enter>");
    let screen = sim.screen().join("\n");
    assert!(screen.contains("The needle."), "{screen}");
    assert!(screen.contains("needle  1/1"), "{screen}");
    sim.press("g/hay<Esc>");
    assert_eq!(sim.model.article.as_ref().expect("it is open").top, 0);
}

#[test]
fn the_last_search_is_repeated() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>/section 3<Enter>");
    let found = sim.model.article.as_ref().map(|article| article.top);
    for again in ["g<Esc>/<Enter>", "<Esc>gn", "<Esc>g/<Up><Enter>"] {
        sim.press(again);
        assert_eq!(
            sim.model.search().map(|search| &*search.query),
            Some("section 3"),
            "{again}"
        );
        let top = sim.model.article.as_ref().map(|article| article.top);
        assert_eq!(top, found, "{again}");
    }
}
