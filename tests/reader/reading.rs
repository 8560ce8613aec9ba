//! Movement, sections, panes, positions, sorting, problems, the help and the editor.

use folio::app::message::{EditPosition, Effect, Message, RequestId};
use folio::app::{Focus, StartOptions};

use crate::sim::Sim;

const LONG_FRONT_MATTER: &str =
    "+++\ntitle = \"Long\"\ndate = 2024-02-24\ntoc = true\ntags = [\"a\", \"b\"]\n+++\n";

/// Returns a post that has six sections. The third section has two subsections.
fn long_post() -> String {
    let mut text = LONG_FRONT_MATTER.to_owned();
    for section in 1..=6 {
        text.push_str(&format!("# Section {section}\n\n"));
        for paragraph in 0..6 {
            text.push_str(&format!(
                "{} {section}.{paragraph}\n\n",
                "Some words to read.".repeat(8)
            ));
        }
        if section == 3 {
            for part in ["A", "B"] {
                text.push_str(&format!(
                    "## Part {part}\n\n{}\n\n",
                    "More to read. ".repeat(30)
                ));
            }
        }
    }
    text
}

/// Starts a reader of a long post, two short posts, and a post without a date.
pub(crate) fn blog(width: u16, height: u16) -> Sim {
    let long = long_post();
    let files = [
        ("long.md", &*long),
        (
            "short.md",
            "+++\ntitle = \"Short\"\ndate = 2023-05-01\n+++\nOne paragraph.",
        ),
        (
            "old.md",
            "+++\ntitle = \"Old\"\ndate = 2023-04-01\n+++\nAnother.",
        ),
        ("undated.md", "# Undated\n\nText."),
    ];
    Sim::new(&files, width, height)
}

/// Returns the number of the screen row on which the article shows a heading. Rows of the contents are skipped: they mark the
/// heading with `▸`.
fn heading_row(sim: &Sim, heading: &str) -> usize {
    let screen = sim.screen();
    let is_heading = |row: &String| row.contains(heading) && !row.contains('▸');
    screen
        .iter()
        .position(is_heading)
        .unwrap_or_else(|| panic!("{heading} is not on the screen:\n{}", screen.join("\n")))
}

#[test]
fn article_follows_selection() {
    let mut sim = blog(120, 40);
    assert_eq!(sim.open_title(), "Long");
    sim.press("j");
    assert_eq!(
        (sim.selected(), sim.open_title()),
        ("Short".into(), "Short".into())
    );
    assert_eq!(sim.model.screen.focus, Focus::List);
    sim.press("G");
    assert_eq!(sim.open_title(), "Undated");
    sim.press("2k<Enter>");
    assert_eq!(
        (sim.open_title(), sim.model.screen.focus),
        ("Short".into(), Focus::Article)
    );
}

#[test]
fn enter_in_contents_and_section_keys_go_to_sections() {
    for (width, height) in [(140, 40), (60, 20)] {
        let mut sim = blog(width, height);
        // The fourth heading of the contents.
        sim.press("<Enter>tgjjj<Enter>");
        assert_eq!(sim.section().as_deref(), Some("Part A"), "{width}");
        // The heading is near the top of the screen.
        assert!(heading_row(&sim, "Part A") < 8, "{width}");
        sim.press("]");
        assert_eq!(sim.section().as_deref(), Some("Part B"));
        sim.press("}");
        assert_eq!(sim.section().as_deref(), Some("Section 4"));
        sim.press("[[");
        assert_eq!(sim.section().as_deref(), Some("Part A"));
        sim.press("{");
        assert_eq!(sim.section().as_deref(), Some("Section 3"));
        sim.press("2}");
        assert_eq!(sim.section().as_deref(), Some("Section 5"));
        sim.press("5]");
        assert_eq!(sim.section().as_deref(), Some("Section 6"));
        assert!(
            sim.model.notice.is_some(),
            "a notice says that there is no later section"
        );
    }
}

#[test]
fn previous_section_first_goes_to_start_of_current_section() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>]]jjj");
    assert_eq!(sim.section().as_deref(), Some("Section 2"));
    sim.press("[");
    assert_eq!(sim.section().as_deref(), Some("Section 2"));
    sim.press("[");
    assert_eq!(sim.section().as_deref(), Some("Section 1"));
    sim.press("[");
    assert_eq!(sim.top(), 0);
}

#[test]
fn resize_keeps_the_section_at_the_top() {
    let mut sim = blog(140, 40);
    sim.press("<Enter>3]j");
    for (width, height) in [(60, 20), (200, 60), (40, 10), (100, 30), (140, 40)] {
        sim.resize(width, height);
        assert_eq!(
            sim.section().as_deref(),
            Some("Section 3"),
            "{width}x{height}"
        );
        let article = sim.model.article.as_ref().expect("an article is open");
        assert_eq!(article.body.layout.widths(), sim.model.text_area().widths);
    }
}

#[test]
fn resizing_back_restores_position() {
    let mut sim = blog(140, 40);
    sim.press("<Enter>30j");
    let before = sim.screen();
    sim.resize(140, 12).resize(140, 40);
    assert_eq!(sim.screen(), before);
}

#[test]
fn keys_go_to_the_start_a_percentage_and_the_end() {
    let mut sim = blog(120, 40);
    let footer = |sim: &Sim| sim.screen().pop().expect("a footer");
    sim.press("<Enter>G");
    assert!(footer(&sim).contains("100 %"));
    sim.press("50%");
    // The top row at half of the article may be rounded down.
    assert!(footer(&sim).contains(" 50 %") || footer(&sim).contains(" 49 %"));
    sim.press("g");
    assert!(footer(&sim).contains(" 0 %"));
}

#[test]
fn space_at_the_end_offers_next_post_and_opens_it_when_repeated() {
    let mut sim = blog(120, 40);
    sim.press("j<Enter><Space>");
    assert_eq!(sim.open_title(), "Short");
    assert!(
        sim.model
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("Old"))
    );
    sim.press("<Space>");
    assert_eq!(
        (sim.open_title(), sim.model.screen.focus),
        ("Old".into(), Focus::Article)
    );
    sim.press("<Space>k<Space>");
    assert_eq!(sim.open_title(), "Old", "another key withdraws the offer");
}

#[test]
fn next_and_previous_post_keep_focus() {
    let mut sim = blog(60, 20);
    sim.press("<Enter>J");
    assert_eq!(
        (sim.open_title(), sim.model.screen.focus),
        ("Short".into(), Focus::Article)
    );
    // Only two posts follow, so the last one opens.
    sim.press("3J");
    assert_eq!(sim.open_title(), "Undated");
    sim.press("J");
    assert!(sim.model.notice.is_some());
    sim.press("2K");
    assert_eq!(sim.open_title(), "Short");
}

#[test]
fn returning_to_a_post_restores_position() {
    let mut sim = blog(120, 40);
    // Scrolls in the first post, opens the next post, and goes back.
    sim.press("<Enter>2]jJK");
    assert_eq!(sim.section().as_deref(), Some("Section 2"));
}

#[test]
fn tab_cycles_through_panes() {
    let mut sim = blog(140, 40);
    assert!(sim.model.panes().has_contents_column());
    let focused: Vec<Focus> = (0..4)
        .map(|_| sim.press("<Tab>").model.screen.focus)
        .collect();
    assert_eq!(
        focused,
        [Focus::Article, Focus::Contents, Focus::List, Focus::Article]
    );
    sim.press("<S-Tab>");
    assert_eq!(sim.model.screen.focus, Focus::List);
    let mut narrow = blog(60, 20);
    let focused: Vec<Focus> = (0..3)
        .map(|_| narrow.press("<Tab>").model.screen.focus)
        .collect();
    assert_eq!(focused, [Focus::Article, Focus::List, Focus::Article]);
}

#[test]
fn escape_undoes_one_thing_at_a_time_and_never_quits() {
    let mut sim = blog(120, 40);
    // Filters the list, opens a post, filters its contents, and clears that filter.
    sim.press("/long<Enter><Enter>t/sec<Enter><Esc>");
    assert_eq!(
        (sim.model.screen.focus, &*sim.contents().query),
        (Focus::Contents, "")
    );
    sim.press("<Esc>");
    assert_eq!(sim.model.screen.focus, Focus::Article);
    sim.press("<Esc>");
    assert_eq!(
        (sim.model.screen.focus, sim.model.filter.is_empty()),
        (Focus::List, false)
    );
    sim.press("<Esc>");
    assert!(sim.model.filter.is_empty());
    sim.press("<Esc><Esc>");
    assert_eq!(sim.effects, []);
}

#[test]
fn q_closes_the_article_and_then_quits() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>q");
    assert_eq!(
        (sim.model.screen.focus, sim.effects.len()),
        (Focus::List, 0)
    );
    sim.press("q");
    assert_eq!(sim.effects, [Effect::Quit]);
}

#[test]
fn one_key_quits_from_anywhere() {
    for keys in ["Q", "<C-c>", "<Enter>Q", "tQ", "?Q", "<Enter>tQ"] {
        let mut sim = blog(120, 40);
        assert_eq!(sim.press(keys).effects, [Effect::Quit], "{keys}");
    }
}

#[test]
fn keys_suspend_and_redraw() {
    let mut sim = blog(120, 40);
    assert_eq!(
        sim.press("<C-z><C-l>").effects,
        [Effect::Suspend, Effect::Redraw]
    );
}

#[test]
fn headings_collapse_and_expand_in_contents() {
    let mut sim = blog(120, 40);
    // The third of six sections has two subsections.
    sim.press("<Enter>tgjjh");
    assert_eq!(sim.contents().visible.len(), 6);
    sim.press("l");
    assert_eq!(sim.contents().visible.len(), 6 + 2);
    sim.press("jh");
    assert_eq!(
        sim.contents().selected,
        2,
        "in an entry without children, h selects the parent"
    );
}

#[test]
fn contents_are_filtered_while_typing() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>t/part<Down>");
    assert_eq!(sim.contents().visible.len(), 2);
    sim.press("<Enter><Enter>");
    assert_eq!(sim.section().as_deref(), Some("Part B"));
    sim.press("t/zz<Esc>");
    assert_eq!(
        sim.contents().visible.len(),
        8,
        "Esc discards the query, so all headings are visible"
    );
    sim.press("/ptb");
    let heading = sim.contents().selected_heading();
    assert_eq!(
        sim.contents().visible.len(),
        1,
        "the letters of a query need not be adjacent"
    );
    sim.press("<Enter><Enter>");
    assert_eq!(
        sim.model
            .article
            .as_ref()
            .and_then(folio::app::article::Article::section),
        heading
    );
}

#[test]
fn key_toggles_contents_column() {
    let mut sim = blog(140, 40);
    sim.press("<Enter>c");
    assert!(!sim.model.panes().has_contents_column());
    sim.press("c");
    assert!(sim.model.panes().has_contents_column());
    sim.resize(100, 40);
    assert!(
        sim.model.panes().has_contents_column(),
        "the column that the key has opened needs only 100 columns"
    );
    sim.resize(90, 40).press("c");
    let notice = sim.model.notice.take().expect("a notice shows the reason");
    assert_eq!(
        &*notice,
        "No room for the contents column; t opens the contents."
    );
    sim.resize(140, 40);
    assert!(
        sim.model.panes().has_contents_column(),
        "pressing the key without room changes nothing"
    );
}

#[test]
fn keys_resize_and_toggle_list() {
    let mut sim = blog(140, 40);
    let list_columns = |sim: &Sim| sim.model.panes().list.map(|list| list.width);
    assert_eq!(list_columns(&sim), Some(46));
    // Each press changes the width by 2 columns.
    sim.press("3+");
    assert_eq!(list_columns(&sim), Some(52));
    sim.press("-");
    assert_eq!(list_columns(&sim), Some(50));
    sim.press("C");
    assert_eq!(
        (list_columns(&sim), sim.model.screen.focus),
        (None, Focus::Article)
    );
    sim.press("h");
    assert_eq!(
        list_columns(&sim),
        Some(50),
        "the hidden list is visible while it has the focus"
    );
    sim.press("<Enter>");
    assert_eq!(list_columns(&sim), None);
    sim.press("C");
    assert_eq!(
        (list_columns(&sim), sim.model.screen.focus),
        (Some(50), Focus::Article)
    );
    sim.press("h999-");
    assert_eq!(list_columns(&sim), Some(24), "the minimum width");
}

#[test]
fn keys_step_by_month_and_year_in_list() {
    let mut sim = blog(120, 40);
    sim.press("]");
    assert_eq!(sim.selected(), "Short");
    sim.press("}");
    assert_eq!(sim.selected(), "Undated");
    sim.press("{");
    assert_eq!(sim.selected(), "Short");
    // Unlike these keys, ^N moves down by one post, as `j` does.
    sim.press("<C-n>");
    assert_eq!(sim.selected(), "Old");
}

#[test]
fn sorting_keeps_selection_and_repeating_reverses_order() {
    let mut sim = blog(120, 40);
    sim.press("jst");
    assert_eq!(sim.titles(), ["Long", "Old", "Short", "Undated"]);
    assert_eq!(sim.selected(), "Short");
    sim.press("st");
    assert_eq!(sim.titles(), ["Undated", "Short", "Old", "Long"]);
    sim.press("sp");
    assert_eq!(sim.titles(), ["Long", "Old", "Short", "Undated"]);
    sim.press("sd");
    assert_eq!(sim.titles(), ["Long", "Short", "Old", "Undated"]);
}

#[test]
fn list_is_sorted_by_revision_by_length_and_by_read_flag() {
    let post = |title: &str, front_matter: &str, words: usize| {
        format!(
            "---\ntitle: {title}\n{front_matter}\n---\n{}\n",
            "word ".repeat(words)
        )
    };
    let [old, new, long] = [
        post("Old", "date: 2020-01-01\nupdated: 2024-06-01", 10),
        post("New", "date: 2024-01-01", 5),
        post("Long", "date: 2022-01-01", 900),
    ];
    let files = [("old.md", &*old), ("new.md", &*new), ("long.md", &*long)];
    let mut sim = Sim::new(&files, 120, 40);
    for (keys, titles, order) in [
        ("su", ["Old", "New", "Long"], "latest revision first"),
        ("su", ["Long", "New", "Old"], "oldest revision first"),
        ("sl", ["Long", "Old", "New"], "longest first"),
        ("sl", ["New", "Old", "Long"], "shortest first"),
        // Sorts by date, marks the first post as read, and sorts by the read flag.
        ("sdgxsr", ["Long", "Old", "New"], "unread first"),
        ("sr", ["New", "Long", "Old"], "read first"),
    ] {
        sim.press(keys);
        assert_eq!(sim.titles(), titles, "{keys}");
        assert!(sim.screen()[0].ends_with(order), "{keys}");
    }
    sim.press("sl");
    assert!(
        sim.list_pane().contains("2022-01-01 · 5 kB"),
        "{}",
        sim.list_pane()
    );
}

#[test]
fn reloading_finds_new_posts_and_keeps_the_position() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>3]");
    sim.files.insert(
        "new.md".into(),
        "+++\ntitle = \"New\"\ndate = 2025-01-01\n+++\n".into(),
    );
    sim.press("r");
    assert_eq!(sim.titles()[0], "New");
    assert_eq!(
        (sim.selected(), sim.section().as_deref()),
        ("Long".into(), Some("Section 3"))
    );
}

#[test]
fn opening_a_deleted_post_shows_error() {
    let mut sim = blog(120, 40);
    sim.files.remove(std::path::Path::new("short.md"));
    sim.press("j");
    assert!(sim.screen().join("\n").contains("short.md: gone"));
    sim.press("j");
    assert_eq!(sim.open_title(), "Old");
}

#[test]
fn file_from_command_line_is_opened_and_selected() {
    let start = StartOptions {
        open: Some("old.md".into()),
        ..StartOptions::default()
    };
    let files = [
        ("new.md", "+++\ndate = 2024-01-01\n+++\n"),
        ("old.md", "+++\ndate = 2020-01-01\ntitle = \"Old\"\n+++\n"),
    ];
    let sim = Sim::start(&files, 120, 40, start);
    assert_eq!(
        (sim.open_title(), sim.selected(), sim.model.screen.focus),
        ("Old".into(), "Old".into(), Focus::Article)
    );
}

#[test]
fn piped_text_has_no_list() {
    let start = StartOptions {
        open: Some("-".into()),
        is_piped_text: true,
        ..StartOptions::default()
    };
    let mut sim = Sim::start(&[("-", "# A text\n\nWords.")], 120, 20, start);
    assert!(sim.model.panes().list.is_none());
    sim.press("h<Esc><Tab>");
    assert_eq!(sim.model.screen.focus, Focus::Article);
    assert_eq!(sim.press("q").effects, [Effect::Quit]);
}

#[test]
fn every_terminal_size_is_drawn_without_panic() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>");
    for (width, height) in [
        (0, 0),
        (1, 1),
        (2, 3),
        (5, 2),
        (10, 5),
        (99, 1),
        (100, 4),
        (300, 100),
    ] {
        for keys in [
            "", "t", "<Esc>", "?", "?", "h", "t", "<Esc>", "/x", "<Esc>", "<Enter>",
        ] {
            sim.resize(width, height).press(keys);
            sim.screen();
        }
    }
}

#[test]
fn go_back_undoes_going_to_the_end() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>10jG<BS>");
    assert_eq!(sim.top(), 10);
    sim.press("<BS>");
    assert!(sim.model.notice.is_some());
}

#[test]
fn editor_opens_at_current_position() {
    let mut sim = blog(120, 40);
    sim.press("<Enter>2]e");
    let text = &sim.files[std::path::Path::new("long.md")];
    let [
        Effect::Edit {
            path,
            position: EditPosition::Offset(offset),
        },
    ] = &sim.effects[..]
    else {
        panic!("{:?}", sim.effects)
    };
    assert_eq!(path, std::path::Path::new("long.md"));
    assert!(text[*offset as usize..].starts_with("# Section 2"));
    sim.effects.clear();
    sim.files.insert(
        "long.md".into(),
        long_post().replace("Section 2", "Section two"),
    );
    sim.send(Message::Edited("long.md".into(), Ok(())));
    assert_eq!(sim.section().as_deref(), Some("Section two"));
}

#[test]
fn key_opens_and_closes_problems() {
    let files = [
        (
            "a.md",
            "---\ntitle: A\ndate: 2021-13-45\ntags: [x\n---\n\nText.\n",
        ),
        ("b.md", "# B\n"),
    ];
    let mut sim = Sim::new(&files, 100, 30);
    // The second row of the entry shows a tag and the symbol for problems. The invalid line of the tags is read as one tag, `[x`.
    assert!(sim.list_pane().contains("▌[x !"), "{}", sim.list_pane());
    for open in ["", "<Enter>"] {
        sim.press(open).press("!");
        let screen = sim.screen().join("\n");
        for part in [
            "a.md",
            "error  3:7  invalid-date",
            "`2021-13-45` is not a date",
            "write it as 2024-02-07",
        ] {
            assert!(screen.contains(part), "{part}: {screen}");
        }
        // The selected problem is at the top of the view, so the problem before it is not visible.
        sim.press("j");
        assert!(!sim.screen().join("\n").contains("2021-13-45"));
        // The first `!` closes the open view; the other keys open and close it again.
        for close in ["!", "!q", "!<Esc>"] {
            sim.press(close);
        }
        assert!(sim.problems().is_none());
    }
    sim.press("hG!");
    assert!(sim.problems().is_none());
    assert!(sim.screen().join("\n").contains("No problems in this post"));
}

#[test]
fn problems_include_problems_in_the_text() {
    let files = [
        (
            "a.md",
            "---\ndate: 2024-02-01\n---\n# A\n\nSee [it](gone.md), [there](#nowhere).",
        ),
        (
            "b.md",
            "---\ndate: 2024-13-45\n---\n# B\n\nSee [it](gone.md).",
        ),
    ];
    let mut sim = Sim::new(&files, 100, 30);
    sim.press("<Enter>!");
    let screen = sim.screen().join("\n");
    for part in [
        "dead-link",
        "`gone.md` does not exist",
        "missing-heading",
        "6:5",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    sim.press("!");
    // Late results of a check are dropped once the overlay is closed.
    sim.send(Message::ProblemsFound(RequestId(0), Vec::new()));
    assert!(sim.problems().is_none());
    sim.press("J!");
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("invalid-date") && screen.contains("dead-link"),
        "{screen}"
    );
}

#[test]
fn help_opens_at_current_view_and_can_be_filtered() {
    let mut sim = blog(80, 24);
    sim.press("<Enter>?");
    // The header and an empty row are above the help.
    let first_row = |sim: &Sim| sim.screen()[2].trim().to_owned();
    assert_eq!(first_row(&sim), "Article");
    sim.press("/jump list");
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("back, forward in the jump list"),
        "{screen}"
    );
    assert!(!screen.contains("next, previous match"), "{screen}");
    sim.press("<Esc>");
    assert!(sim.screen().join("\n").contains("Movement"));
    // The row of `/` is not checked, because its description ("… is:unread …") has an ellipsis of its own.
    let is_truncated = |row: &String| row.contains('…') && !row.contains("is:unread");
    assert!(!sim.screen().iter().any(is_truncated));
    sim.press("<Esc>");
    assert!(sim.model.overlay().is_none());
}

#[test]
fn q_quits_from_a_file_given_on_the_command_line() {
    let start = StartOptions {
        open: Some("long.md".into()),
        ..StartOptions::default()
    };
    let text = long_post();
    let mut sim = Sim::start(&[("long.md", &text)], 120, 40, start);
    sim.press("?q");
    assert!(sim.effects.is_empty(), "q closes the help");
    sim.press("q");
    assert_eq!(sim.effects, [Effect::Quit]);
}

#[test]
fn footer_shows_no_list_keys_for_piped_text() {
    let start = StartOptions {
        open: Some("-".into()),
        is_piped_text: true,
        ..StartOptions::default()
    };
    let sim = Sim::start(&[("-", "# Text\n\nWords.\n")], 120, 20, start);
    let footer = sim.screen().pop().expect("a footer");
    assert!(footer.contains("help"), "{footer}");
    assert!(
        !footer.contains("list") && !footer.contains("post"),
        "{footer}"
    );
}

#[test]
fn long_notice_takes_as_many_rows_as_it_needs() {
    let mut sim = Sim::new(&[("a.md", "# A\n\nWords.\n")], 40, 12);
    sim.press("<Enter><Enter>");
    let rows = |sim: &Sim| sim.screen()[10..].to_vec();
    assert_eq!(
        rows(&sim),
        [" No link is selected. Press ) to select", " the next link."]
    );
    sim.press("j");
    assert!(!rows(&sim).concat().contains("link"));
}

#[test]
fn editor_opens_at_the_line_of_the_selected_problem() {
    let text = "---\ntitle: A\ndate: 2021-13-45\ndraft: perhaps\n---\nText.\n";
    let mut sim = Sim::new(&[("a.md", text)], 100, 30);
    sim.press("!");
    let problems = &sim.problems().expect("the problems").problems;
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["invalid-date", "wrong-type"]);
    sim.press("je");
    let edit = Effect::Edit {
        path: "a.md".into(),
        position: EditPosition::Line(4),
    };
    assert_eq!(sim.effects.last(), Some(&edit));
}
