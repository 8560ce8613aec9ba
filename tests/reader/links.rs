//! Selecting and following links, and the way back.

use folio::app::Focus;
use folio::app::message::Effect;

use crate::sim::Sim;

const LINKED: [(&str, &str); 3] = [
    (
        "a.md",
        "+++\ntitle = \"A\"\ndate = 2024-01-03\n+++\nSee [the other](b.md#part-two), [here](#end), a note[^1], \
         [outside](https://example.org/) and [nowhere](gone.md).\n\n[^1]: A note.\n\n# End\n\nText.",
    ),
    (
        "b.md",
        "+++\ntitle = \"B\"\ndate = 2024-01-02\n+++\n# Part one\n\nText.\n\n# Part two\n\nBack to [A](a.md).",
    ),
    (
        "c.md",
        "+++\ntitle = \"C\"\ndate = 2024-01-01\n+++\nNo links.",
    ),
];

#[test]
fn link_goes_to_section_of_other_post_and_back() {
    let mut sim = Sim::new(&LINKED, 120, 20);
    sim.press("<Enter>)");
    assert!(
        sim.screen()
            .last()
            .expect("a footer")
            .contains("B › part-two")
    );
    sim.press("<Enter>");
    assert_eq!(
        (sim.open_title(), sim.section()),
        ("B".into(), Some("Part two".into()))
    );
    assert_eq!(sim.selected(), "B", "the list selects the opened post");
    sim.press("<BS>");
    assert_eq!((sim.open_title(), sim.selected()), ("A".into(), "A".into()));
    sim.press(">");
    assert_eq!(
        (sim.open_title(), sim.section()),
        ("B".into(), Some("Part two".into()))
    );
    sim.press("<");
    assert_eq!(sim.open_title(), "A");
}

#[test]
fn link_within_article_is_followed_and_dead_link_is_not() {
    let mut sim = Sim::new(&LINKED, 120, 20);
    sim.press("<Enter>))<Enter>");
    assert_eq!(sim.section().as_deref(), Some("End"));
    sim.press("<BS>");
    assert_eq!(sim.section(), None);
    // The jump back has deselected the link. The fifth link from the start is dead.
    sim.press(")))))");
    assert!(sim.screen().last().expect("a footer").contains("Dead link"));
    sim.press("<Enter>");
    assert_eq!(sim.open_title(), "A");
    sim.press("<Esc>");
    assert_eq!(
        (sim.model.selected_link(), sim.model.screen.focus),
        (None, Focus::Article)
    );
}

#[test]
fn only_the_browser_key_opens_the_browser() {
    let mut sim = Sim::new(&LINKED, 120, 20);
    sim.press("<Enter>))))<Enter>");
    assert_eq!(sim.effects, []);
    sim.press("o");
    assert_eq!(sim.effects, [Effect::Browse("https://example.org/".into())]);
}

#[test]
fn link_opens_post_hidden_by_filter() {
    let mut sim = Sim::new(&LINKED, 120, 20);
    sim.press("/A<Enter><Enter>)<Enter>");
    assert_eq!(
        (sim.open_title(), sim.titles()),
        ("B".into(), vec!["A".to_owned()])
    );
    sim.press("jk");
    assert_eq!(sim.open_title(), "B", "the linked post stays open");
}

#[test]
fn footer_shows_date_tags_and_summary_of_the_linked_post() {
    let files = [
        ("a.md", "---\ndate: 2024-02-02\n---\n[there](b.md)\n"),
        (
            "b.md",
            "---\ntitle: B\ndate: 2024-02-01\ntags: [rust]\nsummary: In short.\n---\nText.\n",
        ),
    ];
    let mut sim = Sim::new(&files, 100, 20);
    sim.press("<Enter>)");
    let footer = sim.screen().pop().expect("a footer");
    assert!(
        footer.contains("B · 2024-02-01 #rust · In short."),
        "{footer}"
    );
}
