//! Posts in several languages. The list has one entry for all versions of a post, and the entry names their languages. The
//! view of related posts lists the other versions.

use folio::app::StartOptions;
use folio::app::message::Message;
use folio::app::settings::Settings;
use folio::app::state::{LastPost, SavedState};
use folio::library::SiteLanguages;
use folio::text::Clean;

use crate::sim::Sim;

const FILES: [(&str, &str); 7] = [
    (
        "hello.md",
        "---\ntitle: Hello\ndate: 2024-03-02\ntags: [greeting]\n---\nHello, reader.\n",
    ),
    (
        "hello.de.md",
        "---\ntitle: Hallo\ndate: 2024-03-02\ntags: [gruß]\n---\nHallo, Leser.\n",
    ),
    (
        "hello.fr.md",
        "---\ntitle: Bonjour\ndate: 2024-03-02\n---\nBonjour.\n",
    ),
    (
        "hello.ja.md",
        "---\ntitle: こんにちは\ndate: 2024-03-02\n---\nこんにちは。\n",
    ),
    (
        "hello.zh-CN.md",
        "---\ntitle: 你好\ndate: 2024-03-02\n---\n你好。\n",
    ),
    (
        "bye.md",
        "---\ntitle: Goodbye\ndate: 2024-02-01\ntags: [greeting]\n---\nBye.\n",
    ),
    (
        "nur.de.md",
        "---\ntitle: Nur deutsch\ndate: 2024-01-01\n---\nText.\n",
    ),
];

/// Returns the options to start folio with. The user's language is `language`, and the default language of the site is English.
fn start_options(language: Option<&str>) -> StartOptions {
    StartOptions {
        label: Clean::line("a blog"),
        settings: Settings {
            language: language.map(Into::into),
            ..Settings::default()
        },
        site_languages: SiteLanguages {
            default: Some("en".into()),
            folders: Vec::new(),
        },
        ..StartOptions::default()
    }
}

#[test]
fn list_shows_the_version_in_the_users_language() {
    for (language, filter, titles) in [
        (None, "", &["Hello", "Goodbye", "Nur deutsch"][..]),
        (Some("de"), "", &["Hallo", "Goodbye", "Nur deutsch"]),
        (Some("zh"), "", &["你好", "Goodbye", "Nur deutsch"]),
        (Some("ru"), "", &["Hello", "Goodbye", "Nur deutsch"]),
        (None, "/lang:de<Enter>", &["Hallo", "Nur deutsch"]),
        (None, "/lang:en<Enter>", &["Hello", "Goodbye"]),
        (Some("de"), "/lang:fr<Enter>", &["Bonjour"]),
        (
            None,
            "/lang:de<Enter><Esc>",
            &["Hello", "Goodbye", "Nur deutsch"],
        ),
    ] {
        let mut sim = Sim::start(&FILES, 120, 30, start_options(language));
        assert!(sim.screen()[0].contains("3 posts"), "{}", sim.screen()[0]);
        sim.press(filter);
        assert_eq!(sim.titles(), titles, "{language:?} {filter}");
    }
}

#[test]
fn selection_stays_on_its_entry_when_the_language_filter_is_cleared() {
    let mut sim = Sim::start(&FILES, 120, 30, start_options(None));
    sim.press("G/lang:de<Enter>");
    assert_eq!(sim.selected(), "Nur deutsch");
    sim.press("k");
    assert_eq!(sim.open_title(), "Hallo");
    sim.press("<Esc>");
    assert_eq!(sim.selected(), "Hello");
    assert_eq!(sim.open_title(), "Hello");
}

#[test]
fn other_languages_are_related_posts() {
    let mut sim = Sim::start(&FILES, 120, 30, start_options(None));
    sim.press("R");
    let screen = sim.screen().join("\n");
    assert!(screen.contains("Other languages"), "{screen}");
    sim.press("<Enter>");
    assert_eq!(sim.open_title(), "Hallo");
    assert_eq!(
        sim.selected(),
        "Hello",
        "the entry of all versions stays selected"
    );
    sim.press("h");
    assert_eq!(
        sim.open_title(),
        "Hallo",
        "the translation stays open beside the list"
    );
    sim.press("<Enter>");
    assert_eq!(
        sim.open_title(),
        "Hello",
        "Enter opens the version that the list shows"
    );
    sim.press("<BS>");
    assert_eq!(sim.open_title(), "Hallo");
    sim.press("J");
    assert_eq!(sim.open_title(), "Goodbye");
}

#[test]
fn a_translation_is_restored_in_the_next_session() {
    let state = SavedState {
        last: Some(LastPost {
            path: "hello.fr.md".into(),
            is_article_focused: true,
        }),
        ..SavedState::default()
    };
    for width in [60, 120] {
        let options = StartOptions {
            state: state.clone(),
            ..start_options(Some("de"))
        };
        let mut sim = Sim::start(&FILES, width, 30, options);
        assert_eq!(sim.open_title(), "Bonjour");
        assert_eq!(sim.selected(), "Hallo");
        // The article has the focus, so `j` scrolls it.
        sim.press("j");
        assert_eq!(sim.open_title(), "Bonjour");
    }
}

#[test]
fn entries_show_their_languages() {
    let sim = Sim::start(&FILES, 120, 30, start_options(None));
    let list = sim.list_pane();
    assert!(list.contains("Mar 2 · en +de +fr +ja +1"), "{list}");
    assert!(list.contains("Feb 1 · greeting"), "{list}");
    assert!(list.contains("Jan 1 · de · nur.de.md"), "{list}");
    assert!(!list.contains("gruß"), "{list}");
}

#[test]
fn translation_frames_match() {
    for (width, height) in [(140, 40), (80, 24), (60, 20), (40, 12)] {
        let mut sim = Sim::start(&FILES, width, height, start_options(None));
        insta::assert_snapshot!(format!("translations_{width}"), sim.frame());
        sim.press("R");
        insta::assert_snapshot!(format!("translations_related_{width}"), sim.frame());
    }
}

#[test]
fn list_follows_a_changed_language_setting() {
    let mut sim = Sim::start(&FILES, 120, 30, start_options(None));
    sim.press("j");
    let settings = start_options(Some("de")).settings;
    sim.send(Message::SettingsChanged(Ok(Box::new(settings))));
    assert_eq!(sim.titles(), ["Hallo", "Goodbye", "Nur deutsch"]);
    assert_eq!(sim.selected(), "Goodbye");
}
