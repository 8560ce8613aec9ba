//! Filtering: the line, the picker, and its counts.

use folio::library::{Choice, Filter};
use proptest::prelude::*;

use crate::sim::Sim;

#[test]
fn two_tags_wanted_and_one_excluded_by_keys_alone() {
    let mut sim = Sim::tour(140, 40);
    let select = |sim: &mut Sim, tag: &str| {
        sim.press("g");
        while &*sim
            .model
            .tags
            .as_ref()
            .expect("the picker")
            .selected_facet()
            .expect("a tag")
            .name
            != tag
        {
            sim.press("j");
        }
    };
    sim.press("t");
    select(&mut sim, "tour");
    sim.press("<Space>");
    select(&mut sim, "keys");
    sim.press("<Space>");
    assert_eq!(sim.titles().len(), 4);
    select(&mut sim, "markdown");
    sim.press("-<Enter>");
    assert_eq!(
        sim.titles(),
        [
            "Welcome to folio",
            "Filtering by tag",
            "Keys you already know"
        ]
    );
    assert!(sim.model.tags.is_none());
    sim.press("T");
    assert_eq!(sim.titles().len(), 12);
}

#[test]
fn the_line_filters_as_one_types() {
    let mut sim = Sim::tour(120, 40);
    sim.press("/front");
    let typed = sim.titles().len();
    assert!((1..12).contains(&typed));
    sim.press("<Esc>");
    assert_eq!(sim.titles().len(), 12, "Esc drops it");
    sim.press("/#front-matter -#scripting yaml<Enter>");
    assert_eq!(sim.titles().len(), 1);
    assert!(sim.screen()[0].contains("1 of 12 posts"));
    sim.press("<Esc>");
    assert_eq!(sim.titles().len(), 12);
}

#[test]
fn a_pasted_filter_is_one_line() {
    let mut sim = Sim::tour(120, 40);
    sim.press("/");
    sim.send(folio::app::message::Message::Paste("#tour\n#keys".into()));
    assert_eq!(sim.titles().len(), 4);
}

#[test]
fn a_filter_that_matches_nothing_says_what_to_do() {
    let mut sim = Sim::tour(120, 40);
    sim.press("/#tour #scripting<Enter>");
    let said = sim.list_pane();
    assert!(
        said.contains("No post has all of #tour #scripting."),
        "{said}"
    );
    assert!(said.contains("Esc clears the filter"), "{said}");
    sim.press("jkGg<Enter>");
    sim.press("h<Esc>");
    assert_eq!(sim.titles().len(), 12);
}

#[test]
fn an_empty_folder_says_what_to_do() {
    let sim = Sim::new(&[], 120, 40);
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("No posts here.") && screen.contains("folio PATH opens"),
        "{screen}"
    );
}

#[test]
fn the_picker_narrows() {
    let mut sim = Sim::tour(120, 40);
    sim.press("t/front<Enter><Space><Esc>");
    assert_eq!(sim.model.filter.to_string(), "#front-matter");
}

#[test]
fn the_selection_stays_on_its_post_through_a_filter() {
    let mut sim = Sim::tour(120, 40);
    sim.press("jjj");
    let before = sim.selected();
    sim.press("/#tour<Enter>");
    assert_eq!(sim.selected(), before);
    sim.press("<Esc>");
    assert_eq!(sim.selected(), before);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    /// Whatever was chosen before, a count is what choosing that tag leaves.
    #[test]
    fn counts_tell_what_a_choice_leaves(keys in "[j ]{0,6}-?[jk ]{0,6}") {
        let mut sim = Sim::tour(140, 40);
        sim.press("t").press(&keys.replace(' ', "<Space>"));
        let facets = sim.model.tags.as_ref().expect("the picker").facets.clone();
        for facet in facets {
            let mut filter: Filter = sim.model.filter.clone();
            if facet.choice == Choice::Neither {
                filter.toggle_wanted(&facet.name);
            }
            prop_assert_eq!(sim.model.library.select(&filter).len(), facet.posts, "{}", facet.name);
        }
    }
}
