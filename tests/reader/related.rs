//! Related posts: backlinks, series, neighbors by date, and shared tags.

use std::path::Path;

use folio::app::Focus;
use folio::app::message::{Message, RequestId};

use crate::sim::Sim;

const POSTS: [(&str, &str); 5] = [
    (
        "one.md",
        "+++\ntitle = \"Part one\"\ndate = 2024-01-01\nseries = \"Boats\"\ntags = [\"sea\", \"wood\"]\n+++\nText.\n",
    ),
    (
        "two.md",
        "+++\ntitle = \"Part two\"\ndate = 2024-02-01\nseries = \"Boats\"\ntags = [\"sea\"]\n+++\nSee [one](one.md).\n",
    ),
    (
        "tree.md",
        "+++\ntitle = \"A tree\"\ndate = 2024-03-01\ntags = [\"wood\"]\n+++\nA [boat](/one/).\n",
    ),
    (
        "fish.md",
        "+++\ntitle = \"A fish\"\ndate = 2024-04-01\ntags = [\"sea\"]\n+++\nText.\n",
    ),
    ("note.md", "+++\ntitle = \"A note\"\n+++\nText.\n"),
];

/// Returns the rows of the view of related posts, without empty rows. Each run of blanks becomes one blank.
fn related_rows(sim: &Sim) -> Vec<String> {
    let rows = sim.screen();
    let rows = rows[2..rows.len() - 1].iter();
    rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|row| !row.is_empty())
        .collect()
}

#[test]
fn related_posts_include_backlinks_series_neighbors_and_shared_tags() {
    let mut sim = Sim::new(&POSTS, 100, 30);
    sim.press("jjj");
    assert_eq!(sim.selected(), "Part one");
    sim.press("R");
    assert_eq!(
        related_rows(&sim),
        [
            "Related Part one",
            "Links here",
            "▌ A tree 1 March 2024",
            "Part two 1 February 2024",
            "Series “Boats”",
            "2 of 2 Part two 1 February 2024",
            "Previous and next by date",
            "newer Part two 1 February 2024",
            "Similar tags",
            "A fish sea 1 April 2024",
        ]
    );
}

#[test]
fn enter_opens_related_post_and_backspace_returns() {
    let mut sim = Sim::new(&POSTS, 100, 30);
    sim.press("jjj<Enter>Rj<Enter>");
    assert_eq!(
        (sim.open_title(), sim.selected()),
        ("Part two".into(), "Part two".into())
    );
    assert_eq!(sim.model.screen.focus, Focus::Article);
    sim.press("<BS>");
    assert_eq!(sim.open_title(), "Part one");
    // Esc closes the view without opening the selected post.
    sim.press("RG<Esc>");
    assert!(sim.related().is_none());
    assert_eq!(sim.open_title(), "Part one");
    sim.press("RR");
    assert!(
        sim.related().is_none(),
        "pressing the key again closes the view"
    );
}

#[test]
fn post_without_related_posts_shows_a_message() {
    let mut sim = Sim::new(&POSTS, 100, 30);
    sim.press("GR");
    let screen = sim.screen().join("\n");
    assert!(screen.contains("no links from other posts"), "{screen}");
    sim.press("<Enter>");
    assert!(
        sim.related().is_some(),
        "the view stays, as it has no post to open"
    );
}

#[test]
fn backlinks_that_were_not_requested_are_dropped() {
    let mut sim = Sim::new(&POSTS, 100, 30);
    sim.press("jjjR");
    let before = sim.related().expect("a view").posts.len();
    sim.send(Message::BacklinksFound(
        RequestId(0),
        folio::app::message::Backlinks::new(),
    ));
    let after = sim.related().expect("a view").posts.len();
    assert_eq!(before, after);
}

#[test]
fn backlinks_are_found_again_after_a_reload() {
    let mut sim = Sim::new(&POSTS, 100, 30);
    // Opens the view, which finds the backlinks, and closes it.
    sim.press("jjjRR");
    sim.files
        .insert("new.md".into(), "A [boat](one.md).".into());
    // Reads the folder again, and opens the view.
    sim.press("rR");
    assert!(
        related_rows(&sim).iter().any(|row| row == "new"),
        "{:?}",
        related_rows(&sim)
    );
}

#[test]
fn selected_post_stays_selected_when_its_relation_changes() {
    let plank = "+++\ntitle = \"A plank\"\ntags = [\"wood\"]\n+++\nText.\n";
    let mut posts = POSTS.to_vec();
    posts.push(("plank.md", plank));
    let mut sim = Sim::new(&posts, 100, 30);
    // Shows the related posts of "Part one" and selects the last of them.
    sim.press("jjjRG");
    let selected_row = |sim: &Sim| {
        let mut rows = related_rows(sim).into_iter();
        rows.find(|row| row.starts_with('▌'))
    };
    assert_eq!(selected_row(&sim).as_deref(), Some("▌ A plank wood"));
    // Once "A plank" links to "Part one", it is listed under "Links here" and no longer under "Similar tags".
    let text = sim.files.get_mut(Path::new("plank.md")).expect("a post");
    text.push_str("A [boat](one.md).\n");
    sim.send(Message::RescanNeeded);
    assert_eq!(selected_row(&sim).as_deref(), Some("▌ A plank"));
}

#[test]
fn end_of_article_shows_next_post_and_key_for_related_posts() {
    let text = format!(
        "+++\ntitle = \"Long\"\ndate = 2025-01-01\n+++\n{}",
        "Text.\n\n".repeat(40)
    );
    let mut posts = POSTS.to_vec();
    posts.push(("long.md", &text));
    let mut sim = Sim::new(&posts, 100, 20);
    let footer = |sim: &Sim| sim.screen().pop().expect("a footer");
    sim.press("<Enter>");
    assert!(!footer(&sim).contains("next:"), "the end is not visible");
    sim.press("G");
    assert!(
        footer(&sim).contains("Space next: A fish  R related"),
        "{}",
        footer(&sim)
    );
    sim.press("k");
    assert!(!footer(&sim).contains("next:"));
    sim.press("G<Space><Space>");
    assert_eq!(sim.open_title(), "A fish");
}

#[test]
fn related_frames_match() {
    let mut sim = Sim::new(&POSTS, 100, 24);
    sim.press("jjjR");
    insta::assert_snapshot!("related_100", sim.frame());
    sim.resize(60, 20).press("jj");
    insta::assert_snapshot!("related_60", sim.frame());
}
