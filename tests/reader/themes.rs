//! The theme picker, and themes that follow the terminal's background.

use folio::app::StartOptions;
use folio::app::message::{Effect, Message};
use folio::app::settings::{NamedTheme, Settings, ThemeSettings};
use folio::app::state::Change;
use folio::app::themes::ThemeState;
use folio::theme::{TerminalBackground, Theme, ThemeSet};

use super::sim::Sim;

/// Returns the built-in theme called `name`.
fn built_in(name: &str) -> Theme {
    Theme::built_in(name).expect("a built-in theme")
}

/// Starts a reader with these theme settings, and with the theme `saved` by an earlier session.
fn start(themes: ThemeSettings, saved: Option<&str>) -> Sim {
    let start = StartOptions {
        themes: ThemeState::new(saved.map(str::to_owned), &themes),
        settings: Settings {
            themes,
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    let files = [(
        "a.md",
        "---\ntitle: A\ndate: 2024-02-07\ntags: [x]\n---\n\n# One\n\nText.\n",
    )];
    Sim::start(&files, 100, 30, start)
}

/// Returns the names of the themes that were saved, in order.
fn saved_themes(sim: &Sim) -> Vec<&str> {
    let changes = sim.saved_changes.iter();
    changes
        .filter_map(|change| match change {
            Change::Theme(name) => Some(name.as_ref()),
            _ => None,
        })
        .collect()
}

/// Returns the notice in the footer, or an empty text.
fn notice(sim: &Sim) -> &str {
    sim.model.notice.as_ref().map_or("", |notice| notice)
}

#[test]
fn selected_theme_is_previewed_and_esc_restores_the_previous_theme() {
    let mut sim = start(ThemeSettings::default(), None);
    sim.send(Message::Background(TerminalBackground::Dark));
    assert_eq!(sim.model.theme(), Theme::DARK);
    sim.press("<C-t>nord");
    assert_eq!(sim.model.theme(), built_in("nord"));
    sim.press("<C-u>gruvbox");
    assert_eq!(sim.model.theme(), built_in("gruvbox-dark"));
    sim.press("<Down>");
    assert_eq!(sim.model.theme(), built_in("gruvbox-light"));
    sim.press("<Esc>");
    assert_eq!(sim.model.theme(), Theme::DARK);
    assert_eq!(saved_themes(&sim), [""; 0]);
}

#[test]
fn enter_saves_the_theme_for_later_sessions() {
    let mut sim = start(ThemeSettings::default(), None);
    sim.press(":themes<Enter>nord<Enter>");
    assert_eq!(
        (sim.model.theme(), notice(&sim)),
        (built_in("nord"), "Theme: nord.")
    );
    assert_eq!(saved_themes(&sim), ["nord"]);
    let mut later = start(ThemeSettings::default(), Some("nord"));
    assert_eq!(later.model.theme(), built_in("nord"));
    later.press("<C-t>");
    assert_eq!(
        later.model.palette().unwrap().selected_theme(),
        Some("nord")
    );
    later.press("auto<Enter>");
    later.send(Message::Background(TerminalBackground::Light));
    assert_eq!(later.model.theme(), Theme::LIGHT);
}

#[test]
fn configured_theme_overrides_saved_theme_and_the_notice_says_so() {
    let themes = || ThemeSettings {
        configured: ThemeSet::single(built_in("nord")),
        name: "nord".to_owned(),
        set_by: Some("config.toml:3".to_owned()),
        ..ThemeSettings::default()
    };
    let mut sim = start(themes(), Some("tokyo-night"));
    assert_eq!(sim.model.theme(), built_in("nord"));
    sim.press("<C-t>rose<Enter>");
    assert_eq!(sim.model.theme(), built_in("rose-pine"));
    assert_eq!(
        notice(&sim),
        "Theme: rose-pine, until you quit; config.toml:3 sets nord."
    );
    assert_eq!(saved_themes(&sim), [""; 0]);
    let settings = Settings {
        themes: ThemeSettings {
            configured: ThemeSet::single(built_in("solarized-dark")),
            name: "solarized-dark".to_owned(),
            ..themes()
        },
        ..Settings::default()
    };
    sim.send(Message::SettingsChanged(Ok(Box::new(settings))));
    assert_eq!(sim.model.theme(), built_in("solarized-dark"));
}

#[test]
fn themes_follow_the_background_while_the_reader_runs() {
    let theme_set = ThemeSet {
        dark: built_in("nord"),
        light: built_in("solarized-light"),
        unknown: Theme::PLAIN,
    };
    let mut sim = start(
        ThemeSettings {
            configured: theme_set,
            name: "nord or solarized-light".to_owned(),
            set_by: Some("config.toml:1".to_owned()),
            ..ThemeSettings::default()
        },
        None,
    );
    assert_eq!(sim.model.theme(), Theme::PLAIN);
    sim.press("<C-t>");
    assert_eq!(
        sim.model.palette().unwrap().selected_theme(),
        Some("nord or solarized-light")
    );
    // The background is still unknown, so opening the picker asks the terminal for it.
    assert_eq!(sim.effects, [Effect::QueryBackground]);
    sim.press("<Esc>");
    for (background, name) in [
        (TerminalBackground::Dark, "nord"),
        (TerminalBackground::Light, "solarized-light"),
    ] {
        sim.send(Message::Background(background));
        assert_eq!(sim.model.theme(), built_in(name));
    }
}

#[test]
fn theme_with_an_error_is_listed_but_not_saved() {
    let mut themes = ThemeSettings::default();
    themes.available.push(NamedTheme {
        name: "mine".to_owned(),
        theme: Err(folio::app::reason::Reason::of(
            &"themes/mine.toml:1:9: a color must be written \"#rrggbb\"",
        )),
        is_user_theme: true,
    });
    let mut sim = start(themes, None);
    sim.press("<C-t>mine");
    assert_eq!(sim.model.theme(), Theme::PLAIN);
    let screen = sim.screen().join("\n");
    assert!(
        screen.contains("themes/mine.toml:1:9: a color must be"),
        "{screen}"
    );
    sim.press("<Enter>");
    assert!(notice(&sim).starts_with("themes/mine.toml:1:9"));
    assert_eq!(saved_themes(&sim), [""; 0]);
}

#[test]
fn terminal_with_few_colors_keeps_the_plain_theme() {
    let themes = ThemeSettings {
        configured: ThemeSet::single(built_in("nord")),
        is_plain_only: true,
        ..ThemeSettings::default()
    };
    let mut sim = start(themes, Some("nord"));
    assert_eq!(sim.model.theme(), Theme::PLAIN);
    sim.press("<C-t>");
    assert!(sim.model.prompt.is_none() && notice(&sim).contains("too few colors"));
}

#[test]
fn theme_picker_frame_matches() {
    let mut sim = start(ThemeSettings::default(), None);
    sim.press("<C-t>dark<Down>");
    let theme = sim.model.theme();
    insta::assert_snapshot!("theme_picker_100", sim.frame_in(&theme));
}
