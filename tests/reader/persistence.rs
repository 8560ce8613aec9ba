//! State that is saved between sessions: positions, flags and marks.

use folio::app::StartOptions;
use folio::app::state::{Change, FlagValue, LastPost, SavedState};
use folio::library::Filter;
use folio::text::Clean;

use crate::sim::Sim;

const SHORT: &str = "---\ntitle: Short\ndate: 2024-03-01\n---\nA line.\n";

/// Returns a post of many screens.
fn long_post() -> String {
    let sections = (1..=30).map(|number| format!("## Part {number}\n\nText of part {number}.\n\n"));
    format!(
        "---\ntitle: Long\ndate: 2024-02-01\n---\n{}",
        sections.collect::<String>()
    )
}

/// Starts a reader of a short post and a long post.
fn reader_of_two_posts(width: u16) -> Sim {
    Sim::new(&[("short.md", SHORT), ("long.md", &long_post())], width, 20)
}

/// Returns the changes of flags that were saved.
fn saved_flags(sim: &Sim) -> Vec<Change> {
    let is_flag = |change: &&Change| matches!(change, Change::Read(..) | Change::Starred(..));
    sim.saved_changes.iter().filter(is_flag).cloned().collect()
}

/// Sets a filter, returns the titles of the matching posts, and clears the filter.
fn titles_after_filter(sim: &mut Sim, filter: &str) -> Vec<String> {
    sim.press(&format!("g/{filter}<Enter>"));
    let titles = sim.titles();
    sim.press("<Esc>");
    titles
}

#[test]
fn marking_all_posts_as_read_can_be_undone() {
    let mut sim = reader_of_two_posts(120);
    // Marks the second post as read, and then all posts.
    sim.press("jxX");
    assert_eq!(titles_after_filter(&mut sim, "is:unread"), [""; 0]);
    // Marks the selected post as unread.
    sim.press("x");
    let before = titles_after_filter(&mut sim, "is:unread");
    sim.press("X");
    assert!(footer(&sim).contains("Marked 1 post as read. X undoes it."));
    sim.press("X");
    assert!(footer(&sim).contains("The posts are unread again."));
    assert_eq!(titles_after_filter(&mut sim, "is:unread"), before);
    // After another key, `X` undoes nothing.
    sim.press("XjX");
    assert!(footer(&sim).contains("All listed posts are read already."));
    assert_eq!(titles_after_filter(&mut sim, "is:unread"), [""; 0]);
}

#[test]
fn keys_toggle_the_read_flag_and_the_star() {
    let mut sim = reader_of_two_posts(120);
    sim.press("xja");
    assert_eq!(
        saved_flags(&sim),
        [
            Change::Read("short.md".into(), FlagValue::Set),
            Change::Starred("long.md".into(), FlagValue::Set)
        ]
    );
    assert_eq!(
        sim.list_pane(),
        "2024 Short Mar 1 · short.md ✓ ▌Long ▌Feb 1 · long.md ★"
    );
    assert_eq!(titles_after_filter(&mut sim, "is:read"), ["Short"]);
    assert_eq!(titles_after_filter(&mut sim, "is:unread"), ["Long"]);
    assert_eq!(titles_after_filter(&mut sim, "is:starred"), ["Long"]);
    sim.press("gxja");
    assert_eq!(titles_after_filter(&mut sim, "is:read"), [""; 0]);
    assert_eq!(titles_after_filter(&mut sim, "is:starred"), [""; 0]);
}

#[test]
fn reaching_the_end_in_focused_article_marks_post_as_read() {
    for width in [60, 120] {
        let mut sim = reader_of_two_posts(width);
        sim.press("jk");
        assert_eq!(
            saved_flags(&sim),
            [],
            "a post shown beside the list is not marked as read"
        );
        sim.press("<Enter>");
        assert_eq!(
            saved_flags(&sim),
            [Change::Read("short.md".into(), FlagValue::Set)]
        );
        sim.press("hj<Enter>d");
        assert_eq!(saved_flags(&sim).len(), 1, "the end is not visible yet");
        sim.press("G");
        assert_eq!(
            saved_flags(&sim)[1..],
            [Change::Read("long.md".into(), FlagValue::Set)]
        );
    }
}

#[test]
fn post_marked_unread_stays_unread_until_reopened() {
    let mut sim = reader_of_two_posts(120);
    sim.press("<Enter>x");
    assert_eq!(
        saved_flags(&sim).last(),
        Some(&Change::Read("short.md".into(), FlagValue::Unset))
    );
    // Scrolls down and up, and reads the folder again: the post stays unread.
    sim.press("jkr");
    assert_eq!(saved_flags(&sim).len(), 2);
    // Opens the next post, and then the first post again.
    sim.press("JK");
    assert_eq!(
        saved_flags(&sim).last(),
        Some(&Change::Read("short.md".into(), FlagValue::Set))
    );
}

#[test]
fn reading_a_post_does_not_remove_it_from_filtered_list() {
    let mut sim = reader_of_two_posts(120);
    sim.press("/is:unread<Enter><Enter>");
    assert_eq!(sim.open_title(), "Short");
    assert_eq!(sim.titles(), ["Short", "Long"]);
    sim.press("r");
    assert_eq!(
        sim.open_title(),
        "Short",
        "a reload does not remove the post either"
    );
    sim.press("h");
    assert_eq!(sim.titles(), ["Long"]);
}

#[test]
fn flags_survive_reload() {
    let mut sim = reader_of_two_posts(60);
    sim.press("xar");
    assert_eq!(
        titles_after_filter(&mut sim, "is:read is:starred"),
        ["Short"]
    );
}

#[test]
fn toggling_flags_shows_notice_if_list_is_hidden() {
    let mut sim = reader_of_two_posts(60);
    sim.press("j<Enter>a");
    assert!(footer(&sim).contains("Starred."));
    sim.press("x");
    assert!(footer(&sim).contains("Marked as read."));
}

#[test]
fn list_frames_with_flags_match() {
    for width in [60, 100, 120] {
        let mut sim = Sim::tour(width, 20);
        // Marks three posts as read, starred, or both, and reads the fourth to its end.
        sim.press("xjajxaj<Enter>Ghj");
        insta::assert_snapshot!(format!("flags_{width}"), sim.frame());
        if width == 100 {
            insta::assert_snapshot!("flags_plain", sim.frame_in(&folio::theme::Theme::PLAIN));
        }
    }
}

/// Returns the state that `sim` has saved.
fn saved_state(sim: &Sim) -> SavedState {
    let mut state = SavedState::default();
    for change in &sim.saved_changes {
        state.apply(change.clone());
    }
    state
}

/// Starts a second session with the state that `sim` has saved. `edit` changes the text of each post before the start.
fn restart(sim: &Sim, width: u16, edit: impl Fn(&str) -> String) -> Sim {
    let files: Vec<(String, String)> = sim
        .files
        .iter()
        .map(|(path, text)| (path.display().to_string(), edit(text)))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let start = StartOptions {
        label: Clean::line("a blog"),
        state: saved_state(sim),
        ..StartOptions::default()
    };
    Sim::start(&files, width, 20, start)
}

/// Returns the second row of the article's pane. The first row, below the header, may be blank.
fn second_row(sim: &Sim) -> String {
    let rows = sim.screen();
    rows[2]
        .split('▏')
        .next_back()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn restart_after_quitting_in_article_restores_article_and_position() {
    for width in [60, 120] {
        for quit in ["Q", "<C-c>"] {
            let mut sim = reader_of_two_posts(width);
            sim.press("j<Enter>ddjjj");
            let (screen_before, top_before) = (sim.screen(), sim.top());
            sim.press(quit);
            let restarted = restart(&sim, width, str::to_owned);
            assert_eq!(restarted.screen(), screen_before);
            assert_eq!(restarted.top(), top_before);
            assert!(
                restarted.saved_changes.is_empty(),
                "{:?}",
                restarted.saved_changes
            );
        }
    }
}

#[test]
fn position_is_restored_at_other_width_and_after_edits() {
    let mut sim = reader_of_two_posts(120);
    sim.press("j<Enter>dd");
    while !second_row(&sim).trim().starts_with("Text of part") {
        sim.press("j");
    }
    let (row, section) = (second_row(&sim), sim.section());
    assert!(row.trim().starts_with("Text of part"), "{row}");
    sim.press("Q");
    let restarted = restart(&sim, 60, str::to_owned);
    assert_eq!(
        (second_row(&restarted).trim(), restarted.section()),
        (row.trim(), section.clone())
    );
    let restarted = restart(&sim, 120, |text| {
        text.replace("## Part 1\n", "## Another part\n\nNew text.\n\n## Part 1\n")
    });
    assert_eq!(
        (second_row(&restarted), restarted.section()),
        (row, section)
    );
}

#[test]
fn restart_after_quitting_in_list_restores_selection_and_positions() {
    let mut sim = reader_of_two_posts(120);
    // The final `k` comes after quitting with `q`, so it does not change the selection that is restored.
    sim.press("j<Enter>ddhqk");
    let changes = sim.saved_changes.iter().rev();
    let mut changes = changes.filter(|change| matches!(change, Change::Last(_)));
    assert_eq!(
        changes.next(),
        Some(&Change::Last(LastPost {
            path: "long.md".into(),
            is_article_focused: false
        }))
    );
    let mut restarted = restart(&sim, 120, str::to_owned);
    assert_eq!(restarted.selected(), "Long");
    assert_eq!(restarted.model.screen.focus, folio::app::Focus::List);
    assert!(
        restarted.list_pane().contains("▌Feb 1 · long.md"),
        "{}",
        restarted.list_pane()
    );
    // The text of the list's pane ends with the progress in the selected post, such as `40 %`.
    let percent = restarted
        .list_pane()
        .split(' ')
        .rev()
        .nth(1)
        .unwrap()
        .to_owned();
    assert!(
        footer(&restarted).contains(&format!("{percent} %")),
        "{:?}",
        restarted.screen()
    );
    assert!(restarted.top() > 0);
    restarted.press("k");
    restarted.press("j");
    assert!(restarted.top() > 0);
    assert_eq!(
        restarted.saved_changes,
        [],
        "looking at posts beside the list changes nothing"
    );
}

#[test]
fn filter_and_order_are_restored_unless_given_on_command_line() {
    let mut sim = reader_of_two_posts(120);
    // Sorts by title, filters, and quits.
    sim.press("st/lon<Enter>q");
    assert_eq!(sim.model.filter.to_string(), "lon");
    let restarted = restart(&sim, 120, str::to_owned);
    assert_eq!(restarted.titles(), ["Long"]);
    let header = &restarted.screen()[0];
    assert!(
        header.contains("1 of 2 posts · lon") && header.contains("by title"),
        "{header}"
    );
    let files = [("short.md", SHORT), ("long.md", &long_post())];
    // An empty filter on the command line replaces the saved filter, so all posts are listed.
    let with_empty_filter = StartOptions {
        filter: Some(Filter::default()),
        state: saved_state(&sim),
        ..StartOptions::default()
    };
    let mut unfiltered = Sim::start(&files, 120, 20, with_empty_filter);
    assert_eq!(unfiltered.titles(), ["Long", "Short"]);
    unfiltered.press("q");
    assert!(
        !unfiltered
            .saved_changes
            .iter()
            .any(|change| matches!(change, Change::List(_)))
    );
    // If the command line names a post, the saved filter is not restored.
    let with_post = StartOptions {
        open: Some("short.md".into()),
        state: saved_state(&sim),
        ..StartOptions::default()
    };
    let opened = Sim::start(&files, 120, 20, with_post);
    assert_eq!(
        (opened.open_title(), opened.titles().len()),
        ("Short".to_owned(), 2)
    );
}

#[test]
fn deleted_post_that_was_open_last_is_ignored() {
    for width in [60, 120] {
        let mut sim = reader_of_two_posts(width);
        sim.press("j<Enter>dQ");
        sim.files.remove(std::path::Path::new("long.md"));
        let restarted = restart(&sim, width, str::to_owned);
        assert_eq!(restarted.model.open_error, None);
        assert_eq!(restarted.model.screen.focus, folio::app::Focus::List);
        assert_eq!(restarted.selected(), "Short");
    }
}

#[test]
fn position_is_saved_while_scrolling() {
    let mut sim = reader_of_two_posts(120);
    sim.press("j<Enter>dd");
    let saved_positions = |sim: &Sim| {
        sim.saved_changes
            .iter()
            .filter(|change| matches!(change, Change::Progress(..)))
            .count()
    };
    assert_eq!(saved_positions(&sim), 0);
    sim.press("ddd");
    assert_eq!(
        saved_positions(&sim),
        1,
        "scrolling by two screens saves the position"
    );
    sim.press("<Space>k");
    assert_eq!(saved_positions(&sim), 1);
    sim.press("K");
    assert_eq!(
        saved_positions(&sim),
        2,
        "opening another post saves the position"
    );
}

#[test]
fn piped_text_saves_nothing() {
    let start = StartOptions {
        open: Some("standard input".into()),
        is_piped_text: true,
        ..StartOptions::default()
    };
    let mut sim = Sim::start(&[("standard input", &long_post())], 80, 20, start);
    // Goes to the end, toggles both flags, scrolls and quits.
    sim.press("GaxgddQ");
    assert_eq!(sim.saved_changes, []);
}

/// Saves and restores the position of every row of every post of the tour.
#[test]
fn saved_position_restores_row() {
    let mut sim = Sim::tour(100, 30);
    for _ in 0..sim.titles().len() {
        let title = sim.open_title();
        let article = sim.model.article.as_mut().expect("an article");
        for row in 0..article.rows() {
            article.top = row;
            let saved = article.saved_position();
            let is_restored = article.go_to_saved(&saved);
            assert!(is_restored, "{title}: the text at {saved:?} is not loaded");
            assert_eq!(article.top, row, "{title}: {saved:?}");
        }
        sim.press("j");
    }
}

/// Returns the title of the open post and the number of its top row.
fn title_and_top(sim: &Sim) -> (String, usize) {
    (sim.open_title(), sim.top())
}

/// Returns the last row of the screen.
fn footer(sim: &Sim) -> String {
    sim.screen().last().cloned().unwrap_or_default()
}

#[test]
fn mark_restores_position_in_this_and_next_session() {
    let mut sim = reader_of_two_posts(120);
    // Scrolls in the long post and sets mark a.
    sim.press("j<Enter>ddjma");
    let marked = title_and_top(&sim);
    assert!(
        footer(&sim).contains("Mark a set: Long"),
        "{}",
        footer(&sim)
    );
    sim.press("g'a");
    assert_eq!(title_and_top(&sim), marked);
    sim.press("Kmb");
    assert_eq!(sim.open_title(), "Short");
    sim.press("h'a");
    assert_eq!(
        title_and_top(&sim),
        marked,
        "the mark works in the list and while another post is open"
    );
    assert_eq!(
        (sim.model.screen.focus, sim.selected()),
        (folio::app::Focus::Article, "Long".into())
    );
    sim.press("ggQ");
    let mut restarted = restart(&sim, 120, str::to_owned);
    restarted.press("'b");
    assert_eq!(restarted.open_title(), "Short");
    restarted.press("'a");
    assert_eq!(title_and_top(&restarted), marked);
    restarted.press("'z");
    assert!(footer(&restarted).contains("No mark z. Press mz to set it."));
    assert_eq!(title_and_top(&restarted), marked);
}

#[test]
fn two_apostrophes_go_back_and_forth_over_the_last_jump() {
    let mut sim = reader_of_two_posts(120);
    sim.press("''");
    assert!(footer(&sim).contains("No jump yet."));
    sim.press("j<Enter>ddj");
    let before = title_and_top(&sim);
    for jump in ["G", "g", "50%", "]]]", "/part 9<Enter>n", "K"] {
        sim.press(jump);
        let after = title_and_top(&sim);
        assert_ne!(after, before, "{jump}");
        sim.press("''");
        assert_eq!(title_and_top(&sim), before, "{jump}");
        sim.press("''");
        assert_eq!(title_and_top(&sim), after, "{jump}");
        sim.press("''");
    }
}

#[test]
fn consecutive_section_steps_are_one_entry_of_the_jump_list() {
    let mut sim = reader_of_two_posts(120);
    sim.press("<Enter>J");
    assert_eq!(sim.open_title(), "Long");
    sim.press("j]]]");
    let last_section = title_and_top(&sim);
    sim.press("hk<Enter>");
    assert_eq!(sim.open_title(), "Short");
    sim.press("<BS>");
    assert_eq!(title_and_top(&sim), last_section);
    sim.press("<BS>");
    assert_eq!(
        title_and_top(&sim),
        ("Long".into(), 1),
        "three section steps are one jump"
    );
    sim.press("<BS>");
    assert_eq!(sim.open_title(), "Short");
    sim.press("<BS>");
    assert!(footer(&sim).contains("No earlier position."));
    sim.press(">>");
    assert_eq!(title_and_top(&sim), last_section);
    sim.press(">");
    assert_eq!(sim.open_title(), "Short");
}

#[test]
fn marks_are_listed_while_waiting_for_letter() {
    for width in [60, 120] {
        let mut sim = reader_of_two_posts(width);
        // Sets a mark in each post, and begins to go to a mark.
        sim.press("<Enter>maJddjmb'");
        insta::assert_snapshot!(format!("marks_{width}"), sim.frame());
        sim.press("<Esc>");
        assert!(!footer(&sim).starts_with(" '"));
    }
}

#[test]
fn prompt_history_is_restored_in_next_session() {
    let mut sim = reader_of_two_posts(120);
    // Filters the list, and searches an article.
    sim.press("/is:unread<Enter><Esc><Enter>/text of<Enter>q");
    let mut restarted = restart(&sim, 120, str::to_owned);
    // `q` leaves the article if it is focused, so that `/` opens the prompt of the list.
    restarted.press("q/<Up>");
    let text = |sim: &Sim| sim.model.prompt.as_ref().expect("a prompt").text.clone();
    assert_eq!(text(&restarted), "is:unread");
    restarted.press("<Esc><Enter>/<Up>");
    assert_eq!(text(&restarted), "text of");
}
