//! Applies the settings: at the start, and again whenever the configuration file changes.

use std::sync::Arc;

use super::Model;
use super::action::Action;
use super::keymap::{Keymap, View};
use super::message::{Effect, Effects, SettingsError};
use super::settings::Settings;
use crate::clean;
use crate::library::Listing;
use crate::text::Clean;

impl Model {
    /// Applies the settings of the changed configuration file. If the file has errors, shows the first error and keeps the
    /// settings.
    pub(super) fn reload_settings(
        &mut self,
        settings: Result<Box<Settings>, Vec<SettingsError>>,
        effects: &mut Effects,
    ) {
        let had_errors = !self.settings_errors.is_empty();
        self.settings_errors.clear();
        match settings {
            Ok(settings) if *settings == self.settings => {
                let notice = had_errors.then_some("All errors in the settings are fixed.");
                self.notice = notice.map(Clean::literal).or(self.notice.take());
            }
            Ok(settings) => {
                self.apply_settings(*settings, effects);
                self.notice = Some(Clean::literal("Settings reloaded."));
            }
            Err(errors) => {
                let key = self.key_for(View::List, Action::Problems);
                self.notice = match &errors[..] {
                    [] => None,
                    [error] => Some(clean!("Settings unchanged: {}", error.reason)),
                    [first, ..] => Some(clean!(
                        "Settings unchanged, {} errors ({key} lists them): {}",
                        errors.len(),
                        first.reason
                    )),
                };
                self.settings_errors = errors;
            }
        }
        self.refresh_settings_problems();
    }

    /// Replaces the settings. A value that the user has changed since the start, such as the list's width, is replaced only
    /// if its setting has changed.
    pub(super) fn apply_settings(&mut self, settings: Settings, effects: &mut Effects) {
        let old = std::mem::replace(&mut self.settings, settings);
        let new = &self.settings;
        self.screen.measure = new.measure;
        if new.keys != old.keys {
            self.input.keymap = Keymap::new(&new.keys);
        }
        if new.mouse != old.mouse {
            self.screen.mouse = new.mouse;
            effects.push(Effect::SetMouseReceiver(new.mouse));
        }
        if new.list_columns != old.list_columns {
            self.list.columns = new.list_columns.or(self.list.columns);
        }
        if new.hidden != old.hidden {
            let hidden = new.hidden.unwrap_or_default();
            self.list.is_hidden = hidden.list;
            // If the setting does not hide the contents, `None` leaves the choice to the post's `toc` field.
            self.screen.contents_choice = hidden.contents.then_some(false);
        }
        if new.images != old.images {
            self.pictures.set_choice(new.images);
        }
        if new.themes.configured != old.themes.configured {
            // The theme in the file replaces the picked theme.
            self.themes.picked = None;
        }
        if new.date_format != old.date_format
            && let Some(article) = &mut self.article
        {
            article.set_date_format(new.date_format.clone());
        }
        let are_libraries_changed = new.libraries != old.libraries;
        let is_sort_changed = new.sort != old.sort && self.list.user_sort.is_none();
        let sort = is_sort_changed.then_some(new.sort);
        if new.language != old.language {
            let listing = Listing::OneVersion {
                language: new.language.clone(),
            };
            Arc::make_mut(&mut self.library).set_listing(listing);
            self.refresh_list();
        }
        if are_libraries_changed {
            self.refresh_libraries(effects);
        }
        if let Some(sort) = sort {
            self.sort(sort);
        }
    }
}
