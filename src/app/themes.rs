//! The theme of the screen: the configured theme, or the theme that the user picks. While the picker is open, the screen is
//! drawn in the selected theme.

use super::Model;
use super::message::{Effect, Effects};
use super::palette::{Palette, PaletteChoice, PaletteEntry};
use super::prompt::{Prompt, PromptKind};
use super::settings::{AUTO, ThemeSettings};
use super::state::Change;
use crate::clean;
use crate::text::Clean;
use crate::theme::{TerminalBackground, Theme, ThemeSet};

/// The picked theme and the terminal's background.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeState {
    /// The terminal's background, once it is known.
    pub(super) background: Option<TerminalBackground>,
    /// The name of the theme that the user has picked; `None` uses the configured theme.
    pub(super) picked: Option<String>,
}

impl ThemeState {
    /// Creates the state of a new model. `saved` is the theme picked in an earlier session. It is used only if neither
    /// the configuration nor `--theme` sets a theme, and if the saved theme still exists.
    pub fn new(saved: Option<String>, settings: &ThemeSettings) -> Self {
        let is_configured = settings.set_by.is_some();
        Self {
            background: None,
            picked: saved.filter(|name| !is_configured && settings.named(name).is_some()),
        }
    }
}

impl Model {
    /// Returns the picked theme and the background. The model of another library takes them over.
    pub fn theme_state(&self) -> &ThemeState {
        &self.themes
    }

    /// Returns the theme to draw the screen in.
    pub fn theme(&self) -> Theme {
        self.theme_set().on(self.themes.background)
    }

    /// Returns the theme set to draw the screen in. While the picker is open, this is the selected theme. Otherwise, this is the
    /// picked theme, or the configured theme if none is picked. A terminal with few colors gets the plain theme.
    pub fn theme_set(&self) -> ThemeSet {
        let settings = &self.settings.themes;
        if settings.is_plain_only {
            return ThemeSet::PLAIN;
        }
        let selected = self.palette().and_then(Palette::selected_theme);
        let names = [selected, self.themes.picked.as_deref()];
        let mut sets = names.into_iter().flatten().map(|name| settings.named(name));
        sets.find_map(|set| set).unwrap_or(settings.configured)
    }

    /// Opens the theme picker at the current theme.
    pub(super) fn open_theme_picker(&mut self, effects: &mut Effects) {
        let settings = &self.settings.themes;
        if settings.is_plain_only {
            self.notice = Some(Clean::literal(
                "This terminal shows too few colors for themes; folio uses its plain look.",
            ));
            return;
        }
        let current = self.themes.picked.as_ref().unwrap_or(&settings.name);
        let palette = Palette::of_themes(theme_entries(settings), current);
        self.prompt = Some(Prompt::new(PromptKind::Palette(palette), ""));
        // At the start, folio asks for the background only if the theme in use depends on it. The picker also lists themes that
        // do.
        if self.themes.background.is_none() {
            effects.push(Effect::QueryBackground);
        }
    }

    /// Uses the theme `name` for this session. Also saves it for later sessions, unless the configuration or `--theme` sets a
    /// theme. If the file of the theme has an error, shows the error instead.
    pub(super) fn pick_theme(&mut self, name: &str) {
        let settings = &self.settings.themes;
        // The user's themes are at the end of the list. A user's theme replaces a built-in theme with the same name, so the list
        // is searched from its end.
        let mut themes = settings.available.iter().rev();
        if let Some(Err(reason)) = themes
            .find(|known| known.name == name)
            .map(|known| &known.theme)
        {
            self.notice = Some(reason.0.clone());
            return;
        }
        self.notice = Some(match &settings.set_by {
            None => clean!("Theme: {name}."),
            Some(_) if name == settings.name => clean!("Theme: {name}."),
            Some(place) => clean!(
                "Theme: {name}, until you quit; {place} sets {}.",
                settings.name
            ),
        });
        self.themes.picked = Some(name.to_owned());
        if settings.set_by.is_none() {
            self.save(Change::Theme(name.to_owned()));
        }
    }
}

/// Returns the entries of the theme picker: `auto`, then each theme. If the configuration names one theme for dark and another
/// for light backgrounds, an entry for this pair comes first.
fn theme_entries(settings: &ThemeSettings) -> Vec<PaletteEntry> {
    let entry = |name: &str, help: String| PaletteEntry {
        choice: PaletteChoice::Theme(name.to_owned()),
        name: name.to_owned().into(),
        keys: String::new(),
        help: help.into(),
    };
    let is_user_theme = |name: &str| {
        let mut user_themes = settings
            .available
            .iter()
            .filter(|known| known.is_user_theme);
        user_themes.any(|known| known.name == name)
    };
    let is_available = |name: &str| settings.available.iter().any(|known| known.name == name);
    let mut entries = Vec::with_capacity(settings.available.len() + 2);
    // If a dark and a light theme are configured, the configured name is not the name of a theme.
    if let Some(place) = &settings.set_by
        && settings.name != AUTO
        && !is_available(&settings.name)
    {
        entries.push(entry(&settings.name, format!("set by {place}")));
    }
    if !is_user_theme(AUTO) {
        let help = "dark or light, as the terminal's background";
        entries.push(entry(AUTO, help.to_owned()));
    }
    for known in &settings.available {
        let help = match (&known.theme, known.is_user_theme) {
            (Err(reason), _) => reason.to_string(),
            (Ok(_), true) => "your own".to_owned(),
            // The user's theme replaces this built-in theme.
            (Ok(_), false) if is_user_theme(&known.name) => continue,
            (Ok(_), false) => "built in".to_owned(),
        };
        entries.push(entry(&known.name, help));
    }
    entries
}
