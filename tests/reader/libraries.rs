//! The list of libraries, and switching to one of them.

use std::path::PathBuf;

use folio::app::StartOptions;
use folio::app::libraries::KnownLibrary;
use folio::app::message::{Effect, Message, RequestId};
use folio::app::overlay::Overlay;
use folio::app::settings::{NamedLibrary, Settings};
use folio::text::Clean;

use crate::sim::Sim;

const POSTS: [(&str, &str); 1] = [("a.md", "---\ntitle: A post\n---\nText.\n")];

/// Starts a reader with two libraries in its configuration.
fn reader(width: u16, height: u16) -> Sim {
    let named = |name: &str, folder: &str| NamedLibrary {
        name: name.to_owned(),
        folder: folder.into(),
    };
    let start = StartOptions {
        label: Clean::line("Notes"),
        settings: Settings {
            libraries: vec![named("gone", "/srv/gone"), named("work", "/home/ann/blog")],
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    Sim::start(&POSTS, width, height, start)
}

/// Returns the libraries that the runtime reports.
fn known_libraries() -> Vec<KnownLibrary> {
    let library = |name: Option<&str>, folder: &str, label: &'static str, posts| KnownLibrary {
        name: name.map(str::to_owned),
        folder: PathBuf::from(folder),
        shown_folder: Clean::line(folder).into_owned(),
        label: Clean::line(label).into_owned(),
        posts,
        ..KnownLibrary::default()
    };
    vec![
        KnownLibrary {
            is_missing: true,
            ..library(Some("gone"), "/srv/gone", "", None)
        },
        library(
            Some("work"),
            "/home/ann/blog",
            "Ann’s blog (Hugo)",
            Some(128),
        ),
        // The open library. Its current title and number of posts are shown instead of the reported ones.
        KnownLibrary {
            is_open: true,
            ..library(None, "/home/ann/notes", "Old title", Some(7))
        },
        library(
            None,
            "/srv/documentation/of/the/project/content",
            "Documentation",
            Some(1),
        ),
    ]
}

/// Returns the id of the last request for libraries.
fn last_request(sim: &Sim) -> RequestId {
    let last = sim.effects.iter().rev().find_map(|effect| match effect {
        Effect::FindLibraries(id) => Some(*id),
        _ => None,
    });
    last.expect("the libraries were requested")
}

#[test]
fn libraries_of_the_configuration_are_listed_before_the_runtime_answers() {
    let mut sim = reader(80, 24);
    sim.press("O");
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("@work") && screen.contains("/home/ann/blog"),
        "{screen}"
    );
    sim.press("j");
    let id = last_request(&sim);
    sim.send(Message::LibrariesFound(id, known_libraries()));
    let Some(Overlay::Libraries(picker)) = sim.model.overlay() else {
        panic!("the list is closed");
    };
    assert_eq!(picker.selected, 1, "the selection stays on its library");
    let screen = sim.screen().join("\n");
    assert!(screen.contains("128 posts"), "{screen}");
    // For the open library, the number of listed posts is shown instead of the reported 7.
    assert!(screen.contains("open · 1 post"), "{screen}");
}

#[test]
fn enter_opens_the_selected_library_and_esc_closes_the_list() {
    for (keys, expected) in [
        ("O<Esc>", None),
        ("OO", None),
        ("Oj<Enter>", Some("/home/ann/blog")),
        // The third library is open already.
        ("Ojjl", None),
        // The folder of the first library is missing.
        ("Og<Enter>", None),
        (
            "OG<Enter>",
            Some("/srv/documentation/of/the/project/content"),
        ),
    ] {
        let mut sim = reader(80, 24);
        // The first key opens the list.
        let (first_key, following_keys) = keys.split_at(1);
        sim.press(first_key);
        let id = last_request(&sim);
        sim.send(Message::LibrariesFound(id, known_libraries()));
        sim.press(following_keys);
        let opened_folder = sim.effects.iter().find_map(|effect| match effect {
            Effect::OpenLibrary(folder) => folder.to_str(),
            _ => None,
        });
        assert_eq!(opened_folder, expected, "{keys}");
        let is_list_open = matches!(sim.model.overlay(), Some(Overlay::Libraries(_)));
        let is_folder_missing = keys == "Og<Enter>";
        assert_eq!(
            is_list_open, is_folder_missing,
            "the list stays open only at a missing folder"
        );
    }
}

#[test]
fn library_frames_match() {
    for (width, height) in [(140, 40), (100, 30), (80, 24), (60, 20), (40, 12)] {
        let mut sim = reader(width, height);
        sim.press("O");
        let id = last_request(&sim);
        sim.send(Message::LibrariesFound(id, known_libraries()));
        sim.press("j");
        insta::assert_snapshot!(format!("libraries_{width}"), sim.frame());
    }
}

#[test]
fn libraries_added_to_the_configuration_are_listed() {
    let mut sim = reader(80, 24);
    sim.press("O");
    let first = last_request(&sim);
    let settings = Settings {
        libraries: vec![NamedLibrary {
            name: "new".to_owned(),
            folder: "/srv/new".into(),
        }],
        ..Settings::default()
    };
    sim.send(Message::SettingsChanged(Ok(Box::new(settings))));
    assert_ne!(
        last_request(&sim),
        first,
        "an open list requests the libraries again"
    );
    sim.press("OO");
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("@new") && !screen.contains("@work"),
        "{screen}"
    );
}
