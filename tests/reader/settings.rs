//! Settings at the start and after changes of the configuration file.

use folio::app::StartOptions;
use folio::app::event::MouseReceiver;
use folio::app::message::{EditPosition, Effect, Message, SettingsError};
use folio::app::overlay::Overlay;
use folio::app::reason::Reason;
use folio::app::settings::{HiddenPanes, NamedFilter, Settings};
use folio::library::{Sort, SortBy};
use folio::post::DateFormat;
use folio::text::Clean;

use super::sim::Sim;

const FILES: [(&str, &str); 2] = [
    (
        "a.md",
        "---\ntitle: A\ndate: 2024-02-07\n---\n\n# One\n\nText of a.\n",
    ),
    (
        "b.md",
        "---\ntitle: B\ndate: 2023-01-05\n---\n\nText of b.\n",
    ),
];

/// Starts a reader of two posts with these settings.
fn start(settings: Settings) -> Sim {
    let start = StartOptions {
        settings,
        ..StartOptions::default()
    };
    Sim::start(&FILES, 140, 30, start)
}

/// Sends changed settings.
fn change_settings(sim: &mut Sim, settings: Settings) {
    sim.send(Message::SettingsChanged(Ok(Box::new(settings))));
}

#[test]
fn settings_apply_to_the_first_frame() {
    let sim = start(Settings {
        list_columns: Some(30),
        mouse: MouseReceiver::Folio,
        date_format: DateFormat::new("%d/%m").unwrap(),
        sort: Sort {
            by: SortBy::Title,
            reversed: true,
        },
        ..Settings::default()
    });
    assert_eq!(sim.model.panes().list.unwrap().width, 30);
    assert_eq!(sim.titles(), ["B", "A"]);
    assert!(
        sim.effects
            .contains(&Effect::SetMouseReceiver(MouseReceiver::Folio))
    );
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("05/01 · ") && screen.contains("07/02"),
        "{screen}"
    );
    let hidden = start(Settings {
        hidden: Some(HiddenPanes {
            list: true,
            contents: true,
        }),
        ..Settings::default()
    });
    assert!(hidden.model.list.is_hidden);
}

#[test]
fn changed_settings_are_applied_at_once() {
    let mut sim = start(Settings::default());
    sim.press("<Enter>");
    change_settings(
        &mut sim,
        Settings {
            measure: 40,
            list_columns: Some(50),
            date_format: DateFormat::new("%Y!").unwrap(),
            filters: vec![NamedFilter {
                name: "mine".to_owned(),
                filter: "a".to_owned(),
            }],
            ..Settings::default()
        },
    );
    assert_eq!(&**sim.model.notice.as_ref().unwrap(), "Settings reloaded.");
    assert_eq!(sim.model.text_area().widths.measure, 40);
    assert_eq!(sim.model.panes().list.unwrap().width, 50);
    assert!(sim.screen().join("\n").contains("2024! · "));
    sim.press(":filter mine<Enter>");
    assert_eq!(sim.model.filter.to_string(), "a");
}

#[test]
fn user_changes_stay_until_the_setting_changes() {
    let settings = Settings {
        list_columns: Some(40),
        ..Settings::default()
    };
    let mut sim = start(settings.clone());
    // Widens the list by 2 columns, and captures the mouse.
    sim.press("+M");
    let measure = 60;
    change_settings(
        &mut sim,
        Settings {
            measure,
            ..settings.clone()
        },
    );
    assert_eq!(sim.model.panes().list.unwrap().width, 42);
    assert_eq!(sim.model.screen.mouse(), MouseReceiver::Folio);
    let list_columns = Some(44);
    change_settings(
        &mut sim,
        Settings {
            list_columns,
            ..settings
        },
    );
    assert_eq!(sim.model.panes().list.unwrap().width, 44);
}

#[test]
fn error_in_a_changed_file_keeps_the_settings() {
    let mut sim = start(Settings {
        measure: 50,
        ..Settings::default()
    });
    let error = error(3, "config.toml:3:1: unknown setting \"x\"");
    sim.send(Message::SettingsChanged(Err(vec![error])));
    assert_eq!(sim.model.screen.measure, 50);
    let row = sim.screen().pop().unwrap();
    assert!(
        row.contains("Settings unchanged: config.toml:3:1: unknown setting \"x\""),
        "{row}"
    );
}

/// Creates an error in a line of the configuration file.
fn error(line: u32, text: &'static str) -> SettingsError {
    SettingsError {
        file: "/home/ann/config.toml".into(),
        line,
        reason: Reason(Clean::literal(text)),
    }
}

#[test]
fn problems_list_all_errors_of_the_settings() {
    let mut sim = start(Settings::default());
    let errors = vec![
        error(3, "config.toml:3:1: first"),
        error(5, "config.toml:5:2: second"),
    ];
    sim.send(Message::SettingsChanged(Err(errors)));
    let row = sim.screen().pop().unwrap();
    assert!(
        row.contains("Settings unchanged, 2 errors (! lists them): config.toml:3:1: first"),
        "{row}"
    );
    sim.press("!");
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("config.toml:3:1: first") && screen.contains("config.toml:5:2: second"),
        "{screen}"
    );
    sim.press("je");
    let edit = Effect::Edit {
        path: "/home/ann/config.toml".into(),
        position: EditPosition::Line(5),
    };
    assert_eq!(sim.effects.last(), Some(&edit));
    change_settings(&mut sim, Settings::default());
    assert!(
        !matches!(sim.model.overlay(), Some(Overlay::Problems(_))),
        "the view closes when nothing is left"
    );
    assert_eq!(
        sim.model.notice.as_deref(),
        Some("All errors in the settings are fixed.")
    );
}
