//! Search of all posts, and jumps to its hits.

use folio::app::Focus;
use folio::app::message::{Effect, Message, SearchResults};

use crate::sim::Sim;

const POSTS: [(&str, &str); 4] = [
    (
        "a.md",
        "+++\ntitle = \"Apples\"\ndate = 2024-03-03\ntags = [\"fruit\"]\n+++\nAn apple a day.\n\n# The *tree*\n\nIts roots\nare deep. A pear\ngrows beside it, and another pear.\n",
    ),
    (
        "b.md",
        "+++\ntitle = \"Bread\"\ndate = 2024-02-02\n+++\nNo fruit here. See [the pear](pear.md).\n\n```\n# a pear in code\n```\n",
    ),
    (
        "c.md",
        "+++\ntitle = \"Cherries\"\ndate = 2024-01-01\ntags = [\"fruit\"]\n+++\nCherries, and a Pear.\n",
    ),
    (
        "d.md",
        "+++\ntitle = \"A pear in the title\"\ndate = 2023-01-01\n+++\nNothing.\n",
    ),
];

/// Starts a reader of [`POSTS`].
fn sim() -> Sim {
    Sim::new(&POSTS, 120, 30)
}

/// Returns the listed hits as `path:line`.
fn listed_hits(sim: &Sim) -> Vec<String> {
    let posts = sim.model.post_search.posts.iter();
    posts
        .flat_map(|post| {
            let line =
                move |hit: &folio::search::Hit| format!("{}:{}", post.path.display(), hit.line);
            post.hits.iter().map(line)
        })
        .collect()
}

#[test]
fn filtered_posts_are_searched_while_typing() {
    let mut sim = sim();
    sim.press("Spear");
    assert_eq!(
        listed_hits(&sim),
        ["a.md:11", "a.md:12", "b.md:5", "b.md:8", "c.md:6"]
    );
    sim.press("<BS><BS><BS><BS>Pear");
    assert_eq!(
        listed_hits(&sim),
        ["c.md:6"],
        "a query with a capital letter is case-sensitive"
    );
    sim.press("<C-u>roots are");
    assert_eq!(listed_hits(&sim), ["a.md:10"], "words on two lines match");
    sim.press("<C-u><Esc>/#fruit<Enter>Spear");
    assert_eq!(listed_hits(&sim), ["a.md:11", "a.md:12", "c.md:6"]);
}

#[test]
fn enter_goes_to_hit_and_backspace_returns() {
    let mut sim = sim();
    sim.press("jj");
    assert_eq!(sim.open_title(), "Cherries");
    sim.press("Spear<Down><Enter>");
    assert_eq!(
        (sim.open_title(), sim.selected()),
        ("Apples".into(), "Apples".into())
    );
    assert_eq!(sim.model.screen.focus, Focus::Article);
    let search = sim.model.search().expect("a search");
    assert_eq!((search.matches.len(), search.current), (2, 1));
    assert!(
        sim.frame().contains("reversed"),
        "the current match has reversed colors"
    );
    sim.press("n");
    let notice = sim.model.notice.as_ref().expect("a notice");
    assert!(notice.contains("1/2 · wrapped"), "{notice:?}");
    sim.press("<BS>");
    assert!(sim.is_post_search_open(), "back to the results");
    sim.press("<Esc><BS>");
    assert_eq!(sim.open_title(), "Cherries");
}

#[test]
fn reopened_search_keeps_hits_and_selection() {
    let mut sim = sim();
    sim.press("Spear<Down><Down><Enter>");
    assert_eq!(sim.open_title(), "Bread");
    sim.press("S");
    assert_eq!(sim.model.post_search.selected, 2);
    assert_eq!(sim.model.prompt.as_ref().expect("a prompt").text, "pear");
    sim.press("<Up><Enter>");
    assert_eq!(sim.open_title(), "Apples");
    sim.press("h/bread<Enter>S");
    assert_eq!(
        listed_hits(&sim),
        ["b.md:5", "b.md:8"],
        "the filter has changed"
    );
}

#[test]
fn esc_closes_one_thing_at_a_time() {
    let mut sim = sim();
    sim.press("Spear<Esc>");
    assert!(sim.is_post_search_open() && sim.model.prompt.is_none());
    sim.press("jj");
    assert_eq!(sim.model.post_search.selected, 2);
    sim.press("/<Esc><Esc>");
    assert!(!sim.is_post_search_open());
    assert_eq!(sim.model.screen.focus, Focus::List);
    sim.press("S<C-u>");
    assert!(listed_hits(&sim).is_empty());
    sim.press("<Esc>");
    assert!(
        !sim.is_post_search_open(),
        "there are no hits to choose from, so one Esc closes the search"
    );
}

#[test]
fn link_targets_are_not_searched() {
    let mut sim = sim();
    sim.press("Spear.md");
    assert!(listed_hits(&sim).is_empty());
}

#[test]
fn results_of_older_query_are_dropped() {
    let mut sim = sim();
    sim.press("Spear");
    let before = listed_hits(&sim);
    let stale = SearchResults {
        is_done: true,
        ..SearchResults::default()
    };
    let older_id = folio::app::message::RequestId(0);
    sim.send(Message::PostsSearched(older_id, stale));
    assert_eq!(listed_hits(&sim), before);
}

#[test]
fn listed_hits_are_limited_and_others_counted() {
    let text = format!("+++\ntitle = \"Long\"\n+++\n{}", "word\n\n".repeat(50));
    let paths: Vec<String> = (0..60).map(|number| format!("{number:02}.md")).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (&**path, &*text)).collect();
    let mut sim = Sim::new(&files, 100, 30);
    sim.press("Sword");
    let search = &sim.model.post_search;
    assert_eq!((search.hit_count, search.post_count), (3000, 60));
    // At most 20 hits of a post are listed, and at most 1000 in all. So 50 of the 60 posts are listed. The other 10 have 500
    // hits.
    assert_eq!(search.listed_hit_count(), 1000);
    let unlisted = search.unlisted();
    assert_eq!((unlisted.posts, unlisted.hits), (10, 500));
    sim.press("<Esc>G");
    let screen = sim.screen().join("\n");
    assert!(screen.contains("30 more in this post"), "{screen}");
    assert!(screen.contains("500 more in 10 posts"), "{screen}");
    assert!(screen.contains("3000 hits in 60 posts"), "{screen}");
}

#[test]
fn piped_text_has_no_post_search() {
    let start = folio::app::StartOptions {
        open: Some("a.md".into()),
        is_piped_text: true,
        ..Default::default()
    };
    let mut sim = Sim::start(&[("a.md", "Text.")], 80, 20, start);
    sim.press("S");
    assert!(!sim.is_post_search_open() && sim.model.notice.is_some());
    assert_eq!(sim.effects, Vec::<Effect>::new());
}

#[test]
fn post_search_frames_match() {
    let mut sim = Sim::tour(120, 30);
    sim.press("Sthe page");
    insta::assert_snapshot!("post_search_120", sim.frame());
    sim.resize(60, 20);
    insta::assert_snapshot!("post_search_60", sim.frame());
    sim.press("<C-u>Nowhere at all");
    insta::assert_snapshot!("post_search_without_hits_60", sim.frame());
}

#[test]
fn enter_before_the_first_hit_opens_the_hit_on_arrival() {
    for (keys, opened) in [
        ("<Enter>", Some("Cherries")),
        ("<Enter><Enter>", Some("Cherries")),
        ("<Enter><Esc>", None),
        // The letter is typed into the query; it does not move the selection.
        ("<Enter>j", None),
        ("", None),
    ] {
        let mut sim = sim();
        // An earlier search, whose hits Enter must not open.
        sim.press("Spear<Esc><Esc>S<C-u>");
        // The results are held back until `answer_search`.
        sim.holds_searches = true;
        sim.press("Pear").press(keys);
        assert_eq!(sim.model.screen.focus, Focus::List, "{keys}");
        sim.answer_search();
        let is_open = sim.model.screen.focus == Focus::Article;
        assert_eq!(is_open, opened.is_some(), "{keys}");
        if let Some(title) = opened {
            assert_eq!(sim.open_title(), title, "{keys}");
        }
    }
}
