//! Link hints, copying, and key sequences.

use std::path::Path;

use folio::app::keymap::{UserBinding, View};
use folio::app::message::{CopyRequest, Effect};
use folio::app::settings::{NamedFilter, Settings};
use folio::app::{Focus, StartOptions};
use folio::theme::Theme;

use crate::sim::Sim;

/// Returns two posts. The first has more than nine links and a footnote, and its first link leads to the second post.
fn files_with_links() -> Vec<(&'static str, String)> {
    let mut text = "+++\ntitle = \"A\"\ndate = 2024-01-03\n+++\n# Start\n\nSee [b](b.md#part-two), a note[^n], \
                    [out](https://example.org/x) and [nowhere](gone.md).\n\n"
        .to_owned();
    for number in 0..8 {
        text.push_str(&format!(
            "- [page {number}](https://example.org/{number})\n"
        ));
    }
    text.push_str("\n```make\nall:\n\tcc\n```\n\n## Deeper\n\nText.\n\n# End\n\n");
    text.push_str(&"Text.\n\n".repeat(60));
    text.push_str("[^n]: The note.\n");
    let linked_post = "+++\ntitle = \"B\"\ndate = 2024-01-02\n+++\n# Part one\n\nText.\n\n# Part two\n\nNo links.";
    vec![("a.md", text), ("b.md", linked_post.to_owned())]
}

/// Starts a reader and opens the post that contains links.
fn sim(width: u16, height: u16) -> Sim {
    let files = files_with_links();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, &**text)).collect();
    let mut sim = Sim::new(&files, width, height);
    sim.press("<Enter>");
    sim
}

/// Returns the last row of the screen.
fn footer(sim: &Sim) -> String {
    sim.screen().last().expect("a footer").trim().to_owned()
}

#[test]
fn typing_a_number_follows_link() {
    let mut sim = sim(120, 40);
    // The links are, in order: b, the note, out, nowhere, and eight pages.
    sim.press("F");
    assert!(footer(&sim).contains("type 1–12"), "{}", footer(&sim));
    // 1 is also the first digit of 10, 11 and 12.
    sim.press("1");
    assert_eq!(sim.open_title(), "A");
    sim.press("<Enter>");
    assert_eq!(
        (sim.open_title(), sim.section()),
        ("B".into(), Some("Part two".into()))
    );
    sim.press("<BS>F3");
    assert_eq!(
        sim.effects,
        [Effect::Browse("https://example.org/x".to_owned())]
    );
    assert!(footer(&sim).starts_with("Opening https://example.org/x"));
    sim.press("F12");
    assert_eq!(
        sim.effects.last(),
        Some(&Effect::Browse("https://example.org/7".to_owned()))
    );
    sim.press("F4");
    assert!(footer(&sim).contains("Dead link"));
}

#[test]
fn other_keys_hide_link_hints() {
    let mut sim = sim(120, 40);
    let before = sim.screen();
    sim.press("F<Esc>");
    assert_eq!(sim.screen(), before);
    sim.press("F1<BS><BS>");
    assert_eq!(sim.screen(), before);
    sim.press("F1<Esc>");
    assert_eq!(sim.screen(), before);
    sim.press("F0");
    assert!(footer(&sim).contains("type 1–"), "no link has the number 0");
    sim.press("h");
    assert_eq!(sim.model.screen.focus, Focus::List);
    sim.press("jlF");
    assert_eq!(sim.open_title(), "B");
    assert!(footer(&sim).contains("No link on the screen."));
}

#[test]
fn link_hints_overlay_text_without_moving_it() {
    let mut sim = sim(120, 40);
    let before = sim.screen();
    sim.press("F");
    // All rows except the footer.
    for (before, after) in before.iter().zip(sim.screen()).take(39) {
        let (before, after): (Vec<_>, Vec<_>) = (before.chars().collect(), after.chars().collect());
        assert_eq!(before.len(), after.len());
        let changed = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| before != after);
        assert!(changed.into_iter().all(|(_, after)| after.is_ascii_digit()));
    }
}

#[test]
fn link_hints_go_between_footnote_and_reference() {
    let mut sim = sim(120, 20);
    sim.press("F2");
    let footnote_top = sim.top();
    assert_ne!(footnote_top, 0);
    assert!(sim.screen().join("\n").contains("The note."));
    sim.press("<Enter>");
    assert_eq!(sim.top(), 0, "the footnote links back to its reference");
    sim.press("<Enter>");
    assert_eq!(
        sim.top(),
        footnote_top,
        "the reference leads to the footnote again"
    );
    // `g` scrolls to the start, and `G` to the footnote at the end. `F1` follows the footnote's link to the reference.
    sim.press("gGF1");
    assert!(sim.screen().join("\n").contains("a note"));
    assert!(
        sim.model.selected_link().is_some(),
        "the footnote reference is selected"
    );
    sim.press("<BS>");
    assert_eq!(sim.top(), footnote_top);
}

/// Presses keys and returns the resulting request to copy.
#[track_caller]
fn copied(keys: &str) -> CopyRequest {
    let mut sim = sim(120, 40);
    sim.press(keys);
    match sim.effects.pop() {
        Some(Effect::Copy(copied)) => copied,
        effect => panic!("{keys} copies nothing: {effect:?}, {}", footer(&sim)),
    }
}

/// Creates the request to copy the address of a post or of one of its sections. If the address is unknown, `fallback` is copied.
fn address(path: &str, section: Option<&str>, fallback: Option<&str>) -> CopyRequest {
    CopyRequest::PostUrl {
        path: path.into(),
        section: section.map(Into::into),
        fallback: fallback.map(Into::into),
    }
}

#[test]
fn copy_keys_copy_their_targets() {
    for keys in ["yp", "hyp"] {
        assert_eq!(copied(keys), CopyRequest::Path("a.md".into()));
    }
    for keys in ["yu", "hyu"] {
        assert_eq!(copied(keys), address("a.md", None, None));
    }
    assert_eq!(copied("yy"), address("a.md", None, None));
    assert_eq!(
        copied("]yy"),
        address("a.md", Some("start"), Some("#start"))
    );
    // The texts of the first four links are `b`, the footnote's number, `out` and `nowhere`.
    for keys in [")yy", ")yl"] {
        assert_eq!(
            copied(keys),
            address("b.md", Some("part-two"), Some("b.md#part-two"))
        );
    }
    assert_eq!(
        copied(")))yl"),
        CopyRequest::Link("https://example.org/x".into())
    );
    assert_eq!(copied("))))yl"), CopyRequest::Link("gone.md".into()));
}

#[test]
fn code_and_sections_are_copied_as_source() {
    let files = files_with_links();
    let text = &files[0].1;
    let CopyRequest::Code {
        shown_code,
        source_range,
        ..
    } = copied("yc")
    else {
        panic!("yc must copy code")
    };
    let code = folio::document::code_as_written(&shown_code, &text[source_range]);
    assert_eq!(code, "all:\n\tcc\n");
    let CopyRequest::Section {
        name, source_range, ..
    } = copied("]]ys")
    else {
        panic!("ys must copy a section")
    };
    assert_eq!(
        (&*name, &text[source_range]),
        ("Deeper", "## Deeper\n\nText.\n\n")
    );
    let CopyRequest::Section { source_range, .. } = copied("]ys") else {
        panic!("ys must copy a section")
    };
    assert!(
        text[source_range.clone()].starts_with("# Start\n")
            && text[source_range].ends_with("## Deeper\n\nText.\n\n")
    );
}

#[test]
fn failed_copy_shows_reason() {
    let mut sim = sim(120, 40);
    for (keys, expected) in [
        ("yl", "No link is selected"),
        ("Gyc", "No code on the screen."),
        // No action is bound to these keys.
        ("yx", ""),
    ] {
        sim.press(keys);
        assert!(sim.effects.is_empty(), "{keys}");
        assert!(footer(&sim).contains(expected), "{keys}: {}", footer(&sim));
    }
}

#[test]
fn copied_formula_is_the_one_nearest_to_the_middle() {
    let text = format!(
        "+++\ntitle = \"A\"\n+++\nOne $x^2$.\n\n{}$$\n\\frac{{a}}{{b}}\n$$\n\n{}",
        "Text.\n\n".repeat(4),
        "Text.\n\n".repeat(40)
    );
    // In a Hugo site, dollars enclose formulas.
    let mut sim = Sim::new(&[("a.md", &text), ("hugo.toml", "")], 100, 30);
    sim.press("<Enter>yf");
    let copied = |sim: &Sim| sim.effects.last().cloned();
    assert_eq!(
        copied(&sim),
        Some(Effect::Copy(CopyRequest::Formula(
            "\\frac{a}{b}".to_owned()
        )))
    );
    sim.press("Gyf");
    assert!(
        footer(&sim).contains("No formula on the screen."),
        "{}",
        footer(&sim)
    );
}

#[test]
fn pending_prefix_shows_continuations() {
    let mut sim = sim(120, 30);
    let before = sim.screen();
    sim.press("y");
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("c  copy code") && screen.contains("s  copy section"),
        "{screen}"
    );
    sim.press("<Esc>");
    assert_eq!(sim.screen(), before);
    sim.press("hs");
    assert!(sim.screen().join("\n").contains("t  sort by title"));
}

#[test]
fn hint_and_prefix_frames_match() {
    for (width, height) in [(120, 30), (60, 20)] {
        let mut sim = sim(width, height);
        sim.press("F");
        insta::assert_snapshot!(format!("hints_{width}"), sim.frame());
        insta::assert_snapshot!(format!("hints_plain_{width}"), sim.frame_in(&Theme::PLAIN));
        sim.press("<Esc>y");
        insta::assert_snapshot!(format!("pending_{width}"), sim.frame());
        insta::assert_snapshot!(
            format!("pending_plain_{width}"),
            sim.frame_in(&Theme::PLAIN)
        );
    }
}

#[test]
fn palette_runs_chosen_action() {
    let mut sim = sim(120, 30);
    let before = sim.screen();
    sim.press(":");
    // Letters of the action `next section`.
    sim.press("nxsec<Enter>");
    assert_eq!(sim.section().as_deref(), Some("Start"));
    assert!(sim.model.palette().is_none() && sim.model.prompt.is_none());
    sim.press("g:quit<Esc>");
    assert_eq!(sim.screen(), before);
    // The prompt that the action opens replaces the palette.
    sim.press(":search<Enter>part");
    assert!(footer(&sim).starts_with("/ part") || footer(&sim).starts_with("/part"));
    sim.press("<Esc>h:title<Enter>");
    assert!(sim.screen()[0].contains("by title"));
    sim.press(":zzzz");
    assert!(sim.screen().join("\n").contains("No matching command"));
    sim.press("<Enter>");
    assert!(sim.model.palette().is_none());
    sim.press(":<Down><Down><Up>");
    assert_eq!(
        sim.model.palette().as_ref().map(|palette| palette.selected),
        Some(1)
    );
}

#[test]
fn zen_mode_fills_the_screen_with_text() {
    let mut sim = sim(120, 30);
    sim.press("]");
    sim.press("z");
    let rows = sim.screen();
    assert!(rows.iter().any(|row| row == "Start"), "{rows:?}");
    assert!(
        rows.iter()
            .all(|row| !row.contains('▏') && !row.contains("folio"))
    );
    assert_eq!(
        sim.section().as_deref(),
        Some("Start"),
        "the position is kept"
    );
    for leave in ["z", "q", "<Esc>"] {
        sim.press(leave);
        assert!(sim.screen()[0].contains("folio"), "{leave} leaves zen mode");
        assert_eq!(
            (sim.model.screen.focus, sim.section().as_deref()),
            (Focus::Article, Some("Start"))
        );
        sim.press("z");
    }
    sim.press("G");
    assert!(sim.screen().join("\n").contains("The note."));
}

#[test]
fn details_show_metadata_and_front_matter() {
    use folio::app::message::Message;
    use folio::app::message::PostInfo;
    let mut sim = sim(120, 40);
    sim.press("=");
    let Some(Effect::LoadPostInfo(id, path)) = sim.effects.last().cloned() else {
        panic!("the details are not requested");
    };
    assert_eq!(path, Path::new("a.md"));
    sim.send(Message::PostInfoLoaded(
        id,
        PostInfo {
            file: Some("/blog/a.md".into()),
            url: Some("https://example.org/a/".into()),
            front_matter: "+++\ntitle = \"A\"\nown = [\"x\"]\n+++\n".into(),
        },
    ));
    let screen = sim.screen().join("\n");
    for part in [
        "https://example.org/a/",
        "/blog/a.md",
        "own = [\"x\"]",
        "2024-01-03",
        "words",
    ] {
        assert!(screen.contains(part), "{part} is not in\n{screen}");
    }
    insta::assert_snapshot!("details_120", sim.frame());
    sim.resize(60, 12).press("G");
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("own = ") && !screen.contains("2024-01-03"),
        "{screen}"
    );
    sim.press("=");
    assert!(sim.details().is_none());
    sim.press("=q");
    assert!(sim.details().is_none() && sim.model.screen.focus == Focus::Article);
}

#[test]
fn palette_and_zen_frames_match() {
    for (width, height) in [(120, 30), (60, 20)] {
        let mut sim = sim(width, height);
        sim.press(":copy");
        insta::assert_snapshot!(format!("palette_{width}"), sim.frame());
        insta::assert_snapshot!(
            format!("palette_plain_{width}"),
            sim.frame_in(&Theme::PLAIN)
        );
        sim.press("<Esc>z");
        insta::assert_snapshot!(format!("zen_{width}"), sim.frame());
    }
}

/// Starts a reader with user bindings.
fn reader_with_bindings(keys: &[(Option<View>, &str, &str)]) -> Sim {
    let binding =
        |(view, key, name): &(Option<View>, &str, &str)| UserBinding::new(*view, key, name);
    let keys: Result<Vec<UserBinding>, _> = keys.iter().map(binding).collect();
    let start = StartOptions {
        settings: Settings {
            keys: keys.unwrap(),
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    Sim::start(
        &[("a.md", "# A\n\n## One\n\ntext\n\n## Two\n\ntext\n")],
        100,
        30,
        start,
    )
}

#[test]
fn user_bindings_apply_to_keys_help_and_footer() {
    let mut sim = reader_with_bindings(&[
        (None, "J", "next section"),
        (Some(View::List), "v", "related"),
        (None, "Space", "nothing"),
    ]);
    let section = |sim: &Sim| {
        let article = sim.model.article.as_ref().unwrap();
        article
            .section()
            .map(|heading| article.body.document.slug(heading).to_owned())
    };
    sim.press("<Enter>JJ");
    assert_eq!(section(&sim).as_deref(), Some("two"));
    // The footer shows one key for the next section, and one for the previous section.
    assert!(sim.frame().contains("J [ section"), "{}", sim.frame());
    sim.press("?");
    // The help no longer describes Space.
    assert!(
        !sim.frame().contains("at the end of an article"),
        "{}",
        sim.frame()
    );
    // The keys of two actions alternate: `J`, `]` and `.` for the next section, `[` and `,` for the previous section.
    assert!(sim.frame().contains("J [ ] , ."), "{}", sim.frame());
    // The palette shows only the keys of the next section.
    sim.press("<Esc>:next section");
    assert!(
        sim.frame().contains("next section              J ] ."),
        "{}",
        sim.frame()
    );
    sim.press("<Esc>hv");
    assert!(sim.related().is_some());
}

#[test]
fn palette_applies_named_filter() {
    let start = StartOptions {
        settings: Settings {
            filters: vec![NamedFilter {
                name: "go posts".to_owned(),
                filter: "#go".to_owned(),
            }],
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    let files = [
        ("a.md", "---\ntags: [go]\n---\nText.\n"),
        ("b.md", "---\ntags: [rust]\n---\nText.\n"),
    ];
    let mut sim = Sim::start(&files, 120, 30, start);
    sim.press(":go posts<Enter>");
    assert_eq!(sim.model.filter.to_string(), "#go");
    assert_eq!(sim.titles(), ["a"]);
}

#[test]
fn number_selects_code_to_copy_if_several_blocks_are_visible() {
    let post = "---\ntitle: Code\n---\n```sh\nfirst\n```\n\nText.\n\n```sh\nsecond\nline\n```\n";
    let mut sim = Sim::new(&[("a.md", post)], 60, 24);
    sim.press("<Enter>yc");
    assert!(sim.effects.is_empty());
    assert!(sim.screen().join("\n").contains("type 1–2 to copy"));
    sim.press("2");
    let Some(Effect::Copy(CopyRequest::Code { shown_code, .. })) = sim.effects.last() else {
        panic!("2 must copy the second block of code");
    };
    assert_eq!(&**shown_code, "second\nline");
    sim.press("yc<Esc>");
    assert!(sim.model.hints().is_none());
}
