//! Filtering: the prompt, the tag picker, and its counts.

use folio::library::{Filter, Requirement};
use proptest::prelude::*;

use crate::sim::Sim;

/// Number of posts in the tour.
const TOUR_POSTS: usize = 12;

/// Number of posts in the tour that have both tags `tour` and `keys`.
const POSTS_ABOUT_TOUR_AND_KEYS: usize = 4;

#[test]
fn tag_picker_requires_two_tags_and_excludes_one() {
    let mut sim = Sim::tour(140, 40);
    let select = |sim: &mut Sim, tag: &str| {
        sim.press("g");
        while &*sim
            .model
            .tag_picker()
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
    assert_eq!(sim.titles().len(), POSTS_ABOUT_TOUR_AND_KEYS);
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
    assert!(sim.model.tag_picker().is_none());
    sim.press("T");
    assert_eq!(sim.titles().len(), TOUR_POSTS);
}

#[test]
fn list_is_filtered_while_typing() {
    let mut sim = Sim::tour(120, 40);
    sim.press("/front");
    let match_count = sim.titles().len();
    assert!((1..TOUR_POSTS).contains(&match_count));
    sim.press("<Esc>");
    assert_eq!(
        sim.titles().len(),
        TOUR_POSTS,
        "Esc discards the typed filter"
    );
    sim.press("/#front-matter -#scripting yaml<Enter>");
    assert_eq!(sim.titles().len(), 1);
    assert!(sim.screen()[0].contains("1 of 12 posts"));
    sim.press("<Esc>");
    assert_eq!(sim.titles().len(), TOUR_POSTS);
}

#[test]
fn pasted_line_breaks_become_spaces() {
    let mut sim = Sim::tour(120, 40);
    sim.press("/");
    sim.send(folio::app::message::Message::Paste("#tour\n#keys".into()));
    assert_eq!(sim.titles().len(), POSTS_ABOUT_TOUR_AND_KEYS);
}

#[test]
fn filter_without_matches_shows_hint() {
    let mut sim = Sim::tour(120, 40);
    sim.press("/#tour #scripting<Enter>");
    let pane = sim.list_pane();
    assert!(
        pane.contains("No post has both #tour and #scripting."),
        "{pane}"
    );
    assert!(pane.contains("Esc clears the filter"), "{pane}");
    // Movement and Enter do nothing in an empty list.
    sim.press("jkGg<Enter>");
    sim.press("h<Esc>");
    assert_eq!(sim.titles().len(), TOUR_POSTS);
}

#[test]
fn empty_folder_shows_hint() {
    let sim = Sim::new(&[], 120, 40);
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("No posts in this folder.") && screen.contains("folio PATH opens"),
        "{screen}"
    );
}

#[test]
fn tag_picker_can_be_filtered() {
    let mut sim = Sim::tour(120, 40);
    sim.press("t/front<Enter><Space><Esc>");
    assert_eq!(sim.model.filter.to_string(), "#front-matter");
}

#[test]
fn selection_stays_on_post_while_filtering() {
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

    /// Checks, for any filter, that the count of a tag is the number of posts that match if the tag is required as well.
    #[test]
    fn tag_count_is_number_of_matches_if_tag_is_required(keys in "[j ]{0,6}-?[jk ]{0,6}") {
        let mut sim = Sim::tour(140, 40);
        sim.press("t").press(&keys.replace(' ', "<Space>"));
        let facets = sim.model.tag_picker().as_ref().expect("the picker").facets.clone();
        for facet in facets {
            let mut filter: Filter = sim.model.filter.clone();
            if facet.requirement.is_none() {
                filter.toggle_tag(&facet.name, Requirement::Required);
            }
            prop_assert_eq!(sim.model.library.select(&filter).len(), facet.posts, "{}", facet.name);
        }
    }
}

#[test]
fn sections_can_be_required_like_tags() {
    let files = [
        ("news/a.md", "# A"),
        ("news/rust/b.md", "# B"),
        ("2024/c.md", "# C"),
        ("guides/d/index.md", "# D"),
    ];
    let mut sim = Sim::new(&files, 120, 40);
    sim.press("t");
    let pane = sim.list_pane();
    assert!(
        pane.ends_with("Sections ▌ guides 1 news 2 news/rust 1"),
        "{pane}"
    );
    sim.press("j<Space>");
    assert_eq!(sim.model.filter.to_string(), "in:news");
    assert_eq!(sim.titles(), ["A", "B"]);
    sim.press("j-");
    assert_eq!(sim.model.filter.to_string(), "in:news -in:news/rust");
    assert_eq!(sim.titles(), ["A"]);
    // Two presses of `-` remove the exclusion and set it again.
    sim.press("--");
    assert_eq!(sim.titles(), ["A"]);
    // Removes the exclusion, and then the requirement of `news`.
    sim.press("-k<Space>");
    assert!(sim.model.filter.is_empty());
}

#[test]
fn toggled_tag_keeps_its_row() {
    let files = [("a.md", "---\ntags: [one, two, six]\n---\n")];
    let mut sim = Sim::new(&files, 120, 40);
    let names = |sim: &Sim| {
        let facets = &sim.model.tag_picker().as_ref().expect("the picker").facets;
        facets
            .iter()
            .map(|facet| facet.name.to_string())
            .collect::<Vec<_>>()
    };
    sim.press("tjj<Space>");
    assert_eq!(names(&sim), ["one", "six", "two"]);
    // A picker that is opened again lists the tags in the filter first.
    sim.press("<Enter>t");
    assert_eq!(names(&sim), ["two", "one", "six"]);
    sim.press("g<Space>");
    assert_eq!(names(&sim), ["two", "one", "six"]);
}

#[test]
fn matches_of_the_filter_are_underlined() {
    let mut sim = Sim::new(&[("a.md", "# Some words here")], 120, 10);
    sim.press("/word<Enter>");
    // The four columns of `word` in the title with their colors, then their attributes, which `|` separates.
    assert!(
        sim.frame()
            .contains("7-10 #e0a458 on #313742 bold | underlined"),
        "{}",
        sim.frame()
    );
}

#[test]
fn unpublished_posts_have_a_badge() {
    let start = folio::app::StartOptions {
        now: folio::post::Date::parse("2024-05-01"),
        ..folio::app::StartOptions::default()
    };
    let files = [
        ("a.md", "---\ndate: 2024-06-01\n---\n# A"),
        (
            "b.md",
            "---\ndate: 2024-01-01\nexpiryDate: 2024-02-01\n---\n# B",
        ),
    ];
    let mut sim = Sim::start(&files, 60, 12, start);
    assert!(
        sim.list_pane().contains("▌Jun 1 · scheduled · a.md"),
        "{}",
        sim.list_pane()
    );
    assert!(
        sim.list_pane().contains("B Jan 1 · expired · b.md"),
        "{}",
        sim.list_pane()
    );
    for (keys, expected) in [
        ("<Enter>", "scheduled · 1 June 2024"),
        ("J", "expired · 1 January 2024"),
    ] {
        sim.press(keys);
        let screen = sim.screen().join("\n");
        assert!(screen.contains(expected), "{screen}");
    }
    sim.press("h");
    // A reload keeps the value of `now`, on which the status depends.
    sim.press("r/is:scheduled<Enter>");
    assert_eq!(sim.titles(), ["A"]);
}

#[test]
fn one_key_clears_tags_categories_and_sections() {
    let files = [
        ("notes/a.md", "---\ntags: [x]\ncategories: [c]\n---\n# A"),
        ("b.md", "# B words"),
    ];
    let mut sim = Sim::new(&files, 120, 20);
    sim.press("/#x in:notes #c words<Enter>");
    assert!(sim.titles().is_empty());
    sim.press("T");
    assert_eq!(sim.titles(), ["B words"], "the words of the filter stay");
    assert_eq!(sim.model.filter.to_string(), "words");
}

#[test]
fn tab_completes_tags_filter_keys_and_states() {
    for (typed, completed) in [
        ("#ru<Tab>", "#rust"),
        ("-#ru<Tab>", "-#rust"),
        ("ye<Tab>", "year:"),
        ("is:un<Tab>", "is:unread"),
        // The second Tab gives the next completion.
        ("is:<Tab><Tab>", "is:read"),
        ("#rust se<Tab>", "#rust series:"),
        ("zzz<Tab>", "zzz"),
    ] {
        let files = [("a.md", "---\ntags: [rust, go]\n---\nText.\n")];
        let mut sim = Sim::new(&files, 120, 30);
        sim.press("/").press(typed);
        let prompt = sim.model.prompt.as_ref().expect("a prompt");
        assert_eq!(prompt.text, completed, "{typed}");
    }
}

#[test]
fn prompt_starts_with_the_filter_and_a_space() {
    let mut sim = Sim::tour(140, 40);
    sim.press("/is:unread<Enter>/");
    assert_eq!(
        sim.model.prompt.as_ref().expect("a prompt").text,
        "is:unread "
    );
    sim.press("<Esc>");
    assert_eq!(sim.model.filter.to_string(), "is:unread");
}

#[test]
fn error_of_an_invalid_term_replaces_the_filter_help() {
    let mut sim = Sim::tour(140, 40);
    sim.press("/");
    // The row above the prompt.
    let help = |sim: &Sim| sim.screen()[38].clone();
    assert!(help(&sim).contains("~fuzzy"), "{}", help(&sim));
    sim.press("is:foo ");
    assert!(help(&sim).contains("expects unread"), "{}", help(&sim));
}

#[test]
fn arrow_keys_recall_earlier_filters() {
    let mut sim = Sim::tour(140, 40);
    sim.press("/one<Enter><Esc>/two<Enter><Esc>/<Up>");
    let text = |sim: &Sim| sim.model.prompt.as_ref().expect("a prompt").text.clone();
    assert_eq!(text(&sim), "two");
    sim.press("<Up>");
    assert_eq!(text(&sim), "one");
    sim.press("<Up><Down>");
    assert_eq!(text(&sim), "two");
    sim.press("<Down>");
    assert_eq!(text(&sim), "");
}

#[test]
fn tag_required_in_the_prompt_of_the_picker_is_listed_first() {
    let files = [
        ("a.md", "---\ntags: [rust]\n---\nText.\n"),
        ("b.md", "---\ntags: [go, rust]\n---\nText.\n"),
    ];
    let mut sim = Sim::new(&files, 120, 30);
    sim.press("t/go<Space>");
    assert_eq!(sim.model.filter.to_string(), "#go");
    sim.press("<Enter><Enter>ts");
    let names = |sim: &Sim| -> Vec<String> {
        let tags = sim.model.tag_picker().expect("the picker");
        tags.facets
            .iter()
            .map(|facet| facet.name.to_string())
            .collect()
    };
    assert_eq!(
        names(&sim),
        ["go", "rust"],
        "tags in the filter are listed first"
    );
    // The filter is cleared. A picker that is opened again is sorted by name; `s` changes the order.
    sim.press("<Esc><Esc>ts");
    assert_eq!(names(&sim), ["rust", "go"], "sorted by count");
    sim.press("s");
    assert_eq!(names(&sim), ["go", "rust"], "sorted by name again");
}

#[test]
fn tags_are_listed_in_natural_order() {
    let post = |tag: &str| format!("---\ntags: [{tag}]\n---\n");
    let [v1, v2, v10] = ["v1", "v2", "v10"].map(post);
    let files = [("a.md", &*v10), ("b.md", &*v2), ("c.md", &*v1)];
    let mut sim = Sim::new(&files, 120, 40);
    let names = |sim: &Sim| -> Vec<String> {
        let picker = sim.model.tag_picker().expect("the picker");
        picker
            .facets
            .iter()
            .map(|facet| facet.name.to_string())
            .collect()
    };
    sim.press("t");
    assert_eq!(names(&sim), ["v1", "v2", "v10"]);
    sim.press("s");
    assert_eq!(names(&sim), ["v1", "v2", "v10"], "the counts are equal");
}

#[test]
fn tag_picker_shows_the_closing_key_at_any_width() {
    for width in [30, 40, 60, 80, 140] {
        let mut sim = Sim::tour(width, 20);
        sim.press("t");
        let rows = sim.screen();
        assert!(rows[19].contains("⏎ done"), "{}", rows[19]);
    }
}

#[test]
fn selection_survives_a_cancelled_filter() {
    for (keys, selected) in [
        ("jj/zzzz<Esc>", 2),
        ("jj/zz<BS><BS><BS>", 2),
        // C-n moves the selection while the prompt is open.
        ("jj/#tour<C-n><Esc>", 3),
        ("/zzzz<Esc>", 0),
    ] {
        let mut sim = Sim::tour(120, 40);
        sim.press(keys);
        assert_eq!(sim.model.list.selected, selected, "{keys}");
    }
}

#[test]
fn empty_result_is_shown_in_both_panes() {
    let mut sim = Sim::tour(140, 20);
    sim.press("/zzzz");
    let rows = sim.screen();
    assert_eq!(rows.join("\n").matches("No post matches zzzz.").count(), 2);
    assert!(
        !rows.join("\n").contains("Esc clears"),
        "Esc cancels the open prompt, and does not clear the filter"
    );
}

#[test]
fn footer_of_an_empty_result_offers_only_usable_keys() {
    let mut sim = Sim::tour(140, 20);
    sim.press("/zzzz<Enter>");
    let footer = sim.screen()[19].clone();
    assert!(
        !footer.contains("read") && !footer.contains("move"),
        "{footer}"
    );
    assert!(
        footer.contains("/ filter") && footer.contains("? help"),
        "{footer}"
    );
    assert!(!footer.contains('%'), "{footer}");
    sim.press("<Enter>");
    assert!(sim.screen()[19].contains("No post is selected."));
    sim.press("<Esc>");
    assert!(sim.screen().join("\n").contains("Welcome to folio"));
}

#[test]
fn filter_help_fits_the_screen() {
    for width in [30, 40, 60, 80, 100, 140] {
        let mut sim = Sim::tour(width, 20);
        sim.press("/");
        let help = sim.screen()[18].clone();
        assert!(
            help.contains("#tag") && !help.ends_with('…'),
            "{width}: {help}"
        );
        assert!(
            width < 40 || help.contains("Tab completes"),
            "{width}: {help}"
        );
    }
}

#[test]
fn esc_in_the_tag_picker_undoes_one_thing_at_a_time() {
    let mut sim = Sim::tour(120, 40);
    sim.press("t/ma<Space><Enter>");
    let state = |sim: &Sim| {
        let query = sim.model.tag_picker().map(|picker| picker.query.clone());
        (query, sim.titles().len())
    };
    // The first tag that matches the query is selected. Four posts have this tag.
    assert_eq!(state(&sim), (Some("ma".to_owned()), 4));
    sim.press("<Esc>");
    assert_eq!(
        state(&sim),
        (Some(String::new()), 4),
        "Esc clears the query"
    );
    sim.press("<Esc>");
    assert_eq!(state(&sim), (None, 4), "Esc closes the picker");
    sim.press("<Esc>");
    assert_eq!(state(&sim), (None, TOUR_POSTS), "Esc clears the filter");
}

#[test]
fn header_names_the_section_if_the_library_has_several() {
    let posts = [
        ("a.md", "---\ndate: 2024-03-01\n---\n"),
        ("_notes/b.md", "---\ndate: 2024-02-01\n---\n# B\n\nText.\n"),
        ("guides/deep/c.md", "---\ndate: 2024-01-01\n---\n"),
        ("_posts/2023-01-01-d.md", "# D\n"),
    ];
    let mut sim = Sim::new(&posts, 120, 30);
    let header = |sim: &Sim| sim.screen()[0].trim_end().to_owned();
    assert!(header(&sim).ends_with(" newest first") && !header(&sim).contains("in "));
    sim.press("j");
    assert!(
        header(&sim).ends_with(" in notes · newest first"),
        "{}",
        header(&sim)
    );
    sim.press("j");
    assert!(header(&sim).ends_with(" in guides/deep · newest first"));
    // With one pane (80 columns), the section follows the library's name.
    let mut sim = Sim::new(&posts, 80, 30);
    sim.press("j<Enter>");
    assert!(header(&sim).contains("blog › notes"), "{}", header(&sim));
    // The header names no section in a narrow window, or if the library has only one.
    let mut sim = Sim::new(&posts, 60, 30);
    sim.press("j");
    assert!(!header(&sim).contains("notes"));
    let mut sim = Sim::new(&posts[..2], 120, 30);
    sim.press("j");
    assert!(!header(&sim).contains("notes"), "{}", header(&sim));
}

#[test]
fn tags_are_sorted_by_name_or_by_count() {
    let files = [
        ("a.md", "---\ntags: [x, y]\n---\n"),
        ("b.md", "---\ntags: [y]\n---\n"),
    ];
    let mut sim = Sim::new(&files, 120, 40);
    for (keys, expected) in [("t", ["x", "y"]), ("s", ["y", "x"]), ("s", ["x", "y"])] {
        sim.press(keys);
        let facets = &sim.model.tag_picker().expect("the picker").facets;
        let names: Vec<_> = facets.iter().map(|facet| &*facet.name).collect();
        assert_eq!(names, expected);
    }
}
