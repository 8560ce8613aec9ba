//! Changes on disk while a post is open.

use std::path::{Path, PathBuf};

use folio::app::message::{
    Effect, FsChanges, LoadRequest, Message, Opened, RequestId, SiteFacts, WatchFailure,
};
use folio::app::state::{Change, FlagValue};
use folio::library::{LibraryUpdate, SiteLanguages};

use crate::sim::{Sim, body, complete_article, missing_file_error, read_post, update};

/// Returns a post that has a section for each number of `sections`. The words of a paragraph contain the number of the section.
fn long_post(title: &str, sections: impl IntoIterator<Item = usize>) -> String {
    let mut text = format!("+++\ntitle = \"{title}\"\ndate = 2024-01-01\n+++\n");
    for section in sections {
        text.push_str(&format!("# Section {section}\n\n"));
        for paragraph in 0..4 {
            let words = format!("Words {paragraph} of {section} to read. ").repeat(20);
            text.push_str(&format!("{words}\n\n"));
        }
    }
    text
}

/// Returns a short post of a day in February 2024, with the tag `t`.
fn post(title: &str, day: usize) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndate = 2024-02-{day:02}\ntags = [\"t\"]\n+++\nText of {title}.\n"
    )
}

/// Opens a post in a wide reader and scrolls to its 20th section, which is `Section 19`. Returns the reader and the rows of the
/// article.
fn open_at_section_20() -> (Sim, Vec<String>) {
    let text = long_post("Long", 0..40);
    let mut sim = Sim::new(
        &[("long.md", &text), ("next.md", &post("Next", 1)[..])],
        120,
        40,
    );
    // Opens the second post, goes 20 sections down, and three rows further.
    sim.press("j<Enter>20]jjj");
    let rows = article_rows(&sim);
    assert!(sim.section().as_deref() == Some("Section 19"), "{rows:?}");
    (sim, rows)
}

/// Returns the rows of the article's text on a screen of 40 rows, without the scrollbar.
fn article_rows(sim: &Sim) -> Vec<String> {
    let rows = sim.screen();
    let article_part = |row: &String| {
        let text = row.rsplit('▏').next().unwrap_or_default();
        text.trim_end_matches(['▐', ' ']).to_owned()
    };
    // Without the header and the footer, and without the rows next to them.
    rows[2..36].iter().map(article_part).collect()
}

/// Returns the notice in the footer, or an empty string.
fn notice(sim: &Sim) -> String {
    sim.model
        .notice
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

#[test]
fn edit_above_keeps_position() {
    let (mut sim, before) = open_at_section_20();
    let text = sim.files[&PathBuf::from("long.md")].clone();
    let edited = text.replace("# Section 3\n", "# A new one\n\nNew text.\n\n# Section 3\n");
    sim.write("long.md", Some(&edited)).reread(&["long.md"]);
    assert_eq!(article_rows(&sim), before);
    assert_eq!(notice(&sim), "");
}

#[test]
fn visible_edit_is_shown_and_moves_nothing_above_it() {
    let (mut sim, before) = open_at_section_20();
    let text = sim.files[&PathBuf::from("long.md")].clone();
    let edited = text.replace("Words 2 of 19 to", "Changed 2 of 19 to");
    sim.write("long.md", Some(&edited)).reread(&["long.md"]);
    let after = article_rows(&sim);
    assert!(after.iter().any(|row| row.contains("Changed 2 of 19")));
    assert_eq!(after[0], before[0]);
}

#[test]
fn reload_keeps_position_in_edited_text() {
    let (mut sim, before) = open_at_section_20();
    let edited = long_post("Long", (50..60).chain(0..40));
    sim.write("long.md", Some(&edited)).press("r");
    assert_eq!(article_rows(&sim), before);
}

#[test]
fn deleted_post_stays_on_screen() {
    // `h` moves the focus to the list.
    for keys in ["", "h"] {
        let (mut sim, before) = open_at_section_20();
        sim.press(keys);
        sim.write("long.md", None).reread(&["long.md"]);
        assert_eq!(article_rows(&sim), before, "{keys}");
        assert!(notice(&sim).contains("was deleted"), "{keys}");
        assert_eq!(sim.titles(), ["Next"]);
    }
    let (mut sim, before) = open_at_section_20();
    sim.write("long.md", None).reread(&["long.md"]);
    sim.press("r");
    assert_eq!(article_rows(&sim), before, "the last loaded text stays");
    sim.press("J");
    assert_eq!(sim.open_title(), "Next");
}

#[test]
fn recreated_post_keeps_position() {
    let (mut sim, before) = open_at_section_20();
    let text = sim.files[&PathBuf::from("long.md")].clone();
    sim.write("long.md", None).reread(&["long.md"]);
    let edited = text.replace("Words 3 of 19", "Edited 3 of 19");
    sim.write("long.md", Some(&edited)).reread(&["long.md"]);
    assert_eq!(article_rows(&sim)[0], before[0]);
    assert!(
        article_rows(&sim)
            .iter()
            .any(|row| row.contains("Edited 3 of 19"))
    );
}

#[test]
fn renamed_post_keeps_position_and_flags() {
    // The watcher may report the rename, or only that both paths have changed.
    for renames in [&[("long.md", "new/name.md")][..], &[]] {
        let (mut sim, before) = open_at_section_20();
        // Marks the post as read.
        sim.press("x");
        sim.saved_changes.clear();
        let text = sim.files[&PathBuf::from("long.md")].clone();
        sim.write("long.md", None).write("new/name.md", Some(&text));
        sim.reread_with_renames(&["long.md", "new"], renames);
        assert_eq!(article_rows(&sim), before);
        assert_eq!(sim.selected(), "Long");
        let path = &sim
            .model
            .article
            .as_ref()
            .expect("an article is open")
            .body
            .post
            .path;
        assert_eq!(*path, PathBuf::from("new/name.md"));
        assert_eq!(notice(&sim), "");
        let saved = [
            ("new/name.md", FlagValue::Set),
            ("long.md", FlagValue::Unset),
        ]
        .map(|(path, read)| Change::Read(path.into(), read));
        sim.saved_changes
            .retain(|change| matches!(change, Change::Read(..)));
        assert_eq!(sim.saved_changes, saved);
    }
}

#[test]
fn selection_stays_on_post_or_moves_to_next() {
    let posts: Vec<(String, String)> = (1..9)
        .map(|day| (format!("{day}.md"), post(&format!("Day {day}"), day)))
        .collect();
    let posts: Vec<(&str, &str)> = posts
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let mut sim = Sim::new(&posts, 80, 40);
    sim.write("9.md", Some(&post("Day 9", 9))).reread(&["9.md"]);
    assert_eq!(
        sim.selected(),
        "Day 8",
        "the selected post stays, even before the first key"
    );
    sim.press("jj");
    assert_eq!(sim.selected(), "Day 6");
    sim.write("8.md", None)
        .write("6.md", Some(&post("Changed", 6)));
    sim.reread(&["8.md", "6.md"]);
    assert_eq!(sim.selected(), "Changed");
    sim.write("6.md", None)
        .write("5.md", None)
        .write("10.md", Some(&post("Day 10", 10)));
    sim.reread(&["6.md", "5.md", "10.md"]);
    assert_eq!(sim.selected(), "Day 4");
    assert_eq!(
        sim.titles().join(", "),
        "Day 10, Day 9, Day 7, Day 4, Day 3, Day 2, Day 1"
    );
    sim.press("G");
    sim.write("1.md", None).reread(&["1.md"]);
    assert_eq!(sim.selected(), "Day 2");
    for path in ["2.md", "3.md", "4.md", "7.md", "9.md", "10.md"] {
        sim.write(path, None);
    }
    // The empty path is the folder of the library.
    sim.reread(&[""]);
    assert_eq!(sim.titles(), [""; 0]);
    // Keys do not panic in an empty list.
    sim.press("jk<Enter>");
}

#[test]
fn burst_of_changes_is_applied_at_once() {
    let (mut sim, before) = open_at_section_20();
    let names: Vec<String> = (0..1000)
        .map(|number| format!("many/{number}.md"))
        .collect();
    for name in &names {
        sim.write(name, Some(&post(name, 3)));
    }
    sim.reread(&["many"]);
    assert_eq!(sim.titles().len(), 1002);
    assert_eq!(sim.selected(), "Long");
    assert_eq!(article_rows(&sim), before);
    for name in &names {
        sim.write(name, None);
    }
    sim.reread(&["many"]);
    assert_eq!(sim.titles(), ["Next", "Long"]);
    assert_eq!(article_rows(&sim), before);
}

#[test]
fn changes_update_tags_and_keep_filter() {
    let mut sim = Sim::new(&[("a.md", &post("A", 1)), ("b.md", &post("B", 2))], 120, 40);
    sim.press("/#t<Enter>");
    assert_eq!(sim.titles(), ["B", "A"]);
    sim.write("b.md", Some(&post("B", 2).replace("\"t\"", "\"u\"")));
    sim.reread(&["b.md"]);
    assert_eq!(sim.titles(), ["A"]);
    assert_eq!(
        sim.open_title(),
        "A",
        "while the list has the focus, the selected post is open"
    );
    sim.press("<Esc>");
    assert_eq!(sim.titles(), ["B", "A"]);
}

#[test]
fn stale_result_does_not_undo_newer_result() {
    let (mut sim, _) = open_at_section_20();
    let (path, text) = ("long.md", sim.files[&PathBuf::from("long.md")].clone());
    let change_message = |text: &str| {
        Message::FilesChanged(FsChanges {
            posts: LibraryUpdate {
                scanned_paths: vec![path.into()],
                posts: vec![read_post(path.as_ref(), text)],
                renames: Vec::new(),
            },
            open_file: None,
        })
    };
    let open_request_id = |effects: Vec<Effect>| -> RequestId {
        let mut ids = effects.into_iter().filter_map(|effect| match effect {
            Effect::Open(request) => Some(request.id),
            _ => None,
        });
        ids.next().expect("the article is reread")
    };
    let (older, newer) = (
        text.replace("to read", "older"),
        text.replace("to read", "newer"),
    );
    let first = open_request_id(update(&mut sim.model, change_message(&older)));
    let second = open_request_id(update(&mut sim.model, change_message(&newer)));
    let widths = sim.model.text_area().widths;
    sim.send(complete_article(second, path, &newer, widths));
    sim.send(complete_article(first, path, &older, widths));
    assert!(article_rows(&sim).iter().any(|row| row.contains("newer")));
    sim.send(Message::Opened(
        first,
        Opened::Failed(missing_file_error(Path::new(path))),
    ));
    assert_eq!(notice(&sim), "");
}

#[test]
fn first_part_of_reloaded_article_is_not_shown() {
    let (mut sim, before) = open_at_section_20();
    let effects = update(
        &mut sim.model,
        Message::FilesChanged(FsChanges {
            posts: LibraryUpdate {
                // The folder of the library.
                scanned_paths: vec!["".into()],
                ..LibraryUpdate::default()
            },
            open_file: Some("long.md".into()),
        }),
    );
    let Some(Effect::Open(LoadRequest {
        id, path, widths, ..
    })) = effects
        .into_iter()
        .find(|effect| matches!(effect, Effect::Open(_)))
    else {
        panic!("the open file must be reread, even if the library no longer contains it")
    };
    let first_part = body(&path, &long_post("Long", 0..3), widths);
    sim.send(Message::Opened(id, Opened::FirstPart(first_part)));
    assert_eq!(article_rows(&sim), before);
    sim.send(complete_article(
        id,
        "long.md",
        &long_post("Long", 0..40),
        widths,
    ));
    assert_eq!(article_rows(&sim), before);
}

#[test]
fn post_edited_in_an_editor_is_reread_once() {
    let (mut sim, before) = open_at_section_20();
    sim.press("e");
    assert!(matches!(sim.effects.last(), Some(Effect::Edit { .. })));
    let effects = update(&mut sim.model, Message::Edited("long.md".into(), Ok(())));
    // The article is opened again only after the file was read.
    assert_eq!(effects, [Effect::RereadPost("long.md".into())]);
    sim.reread(&["long.md"]);
    assert_eq!(article_rows(&sim), before);
}

#[test]
fn unwatched_changes_are_found_when_window_is_focused() {
    let (mut sim, before) = open_at_section_20();
    sim.write("more.md", Some(&post("More", 9)));
    sim.send(Message::Focused);
    assert_eq!(
        sim.titles(),
        ["Next", "Long"],
        "no rescan while every folder is watched"
    );
    let watch_failure = || Message::WatchStatus(Err(WatchFailure::TooManyFolders));
    sim.send(watch_failure());
    assert_eq!(
        notice(&sim),
        "Too many folders to watch. Changes show when this window gets the focus, or with r."
    );
    // A key removes the notice.
    sim.press("j");
    sim.send(watch_failure());
    assert_eq!(notice(&sim), "", "shown once");
    sim.press("k").send(Message::Focused);
    assert_eq!(sim.titles(), ["More", "Next", "Long"]);
    assert_eq!(article_rows(&sim), before);
    sim.send(Message::WatchStatus(Ok(())));
    sim.write("more.md", None).send(Message::Focused);
    assert_eq!(sim.titles().len(), 3);
    sim.send(Message::RescanNeeded);
    assert_eq!(sim.titles(), ["Next", "Long"]);
}

#[test]
fn change_during_rescan_is_kept() {
    let mut sim = Sim::new(&[("a.md", &post("A", 1))], 120, 40);
    let effects = update(&mut sim.model, Message::RescanNeeded);
    let Some(Effect::Scan(scan_id)) = effects.first() else {
        panic!("no scan")
    };
    sim.write("a.md", Some(&post("Newer", 1))).reread(&["a.md"]);
    // The change waits until the scan has ended.
    assert_eq!(sim.titles(), ["A"]);
    let old = read_post("a.md".as_ref(), &post("A", 1));
    sim.send(Message::Scanned(*scan_id, vec![old]));
    sim.send(Message::ScanEnded(*scan_id, Vec::new()));
    assert_eq!(sim.titles(), ["Newer"]);
}

#[test]
fn contents_and_matches_keep_their_positions() {
    let (mut sim, _) = open_at_section_20();
    sim.press("/Words 2 of 19<Enter>");
    let current_match = |sim: &Sim| sim.model.search().map(|search| search.current);
    let match_before = current_match(&sim);
    sim.press("t");
    let selected_slug = |sim: &Sim| {
        let article = sim.model.article.as_ref().expect("an article is open");
        let heading = sim
            .contents()
            .selected_heading()
            .expect("a heading is selected");
        article.body.document.slug(heading).to_owned()
    };
    let slug_before = selected_slug(&sim);
    let edited = long_post("Long", (50..60).chain(0..40));
    sim.write("long.md", Some(&edited)).reread(&["long.md"]);
    assert_eq!(selected_slug(&sim), slug_before);
    assert_eq!(current_match(&sim), match_before);
}

#[test]
fn change_of_the_site_updates_label_languages_and_posts() {
    let posts = [
        ("a.md", "# A\n"),
        ("a.de.md", "# A auf Deutsch\n"),
        ("b.md", "# B\n"),
    ];
    let mut sim = Sim::new(&posts, 120, 40);
    assert_eq!(sim.titles(), ["A", "B"]);
    sim.press("j");
    sim.write("c.md", Some("# C\n"));
    // The reader scans again after a change of the site, and so finds `c.md`.
    sim.send(Message::SiteChanged(SiteFacts {
        label: folio::text::Clean::literal("My blog"),
        base_url: Some("https://e.org".to_owned()),
        languages: SiteLanguages {
            default: Some("de".into()),
            folders: Vec::new(),
        },
    }));
    assert!(
        sim.screen()[0].contains("My blog · 4 posts"),
        "{}",
        sim.screen()[0]
    );
    // Posts without a language are German now, so `a.de.md` is not a translation of `a.md`.
    assert_eq!(sim.titles(), ["A auf Deutsch", "A", "B", "C"]);
    assert_eq!(sim.selected(), "B");
    assert!(notice(&sim).contains("Site configuration reloaded"));
}
