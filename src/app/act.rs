//! Executes actions: routes each action to its component.

use super::action::Action;
use super::direction::Direction::{Backward, Forward};
use super::keymap::View;
use super::message::{EditPosition, Effect, Effects};
use super::overlay::Overlay;
use super::{Focus, Model};
use crate::library::{Filter, Requirement, SortBy};
use crate::text::Clean;

/// Notice for actions that need a file, shown for piped text.
pub(super) const NO_FILE: &str = "Piped text has no file.";

impl Model {
    /// Carries out an action; `count` is the number typed before the key, if any.
    #[expect(clippy::too_many_lines, reason = "one arm for each action")]
    pub(super) fn act(&mut self, action: Action, count: Option<usize>, effects: &mut Effects) {
        // "Page down" opens the next post only right after another "page down".
        if action != Action::PageDown
            && let Some(article) = &mut self.article
        {
            article.reading.opens_next_post = false;
        }
        // "Mark all read" can be undone only right after it, by the same action.
        if action != Action::MarkAllRead {
            self.list.marked_read.clear();
        }
        let times = count.unwrap_or(1);
        // The “chapter” actions go to a heading of the same or a higher level. A higher level has a smaller number.
        let is_same_or_higher = |level: u8, current_level: u8| level <= current_level;
        let is_any_level = |_: u8, _: u8| true;
        self.record_action(action);
        match action {
            Action::Down
            | Action::Up
            | Action::HalfDown
            | Action::HalfUp
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last
            | Action::Percent => self.move_in_view(action, count),
            Action::Open => self.open_selection(effects),
            Action::ToList if self.folder.is_piped_text => {}
            Action::ToList => self.screen.focus = Focus::List,
            Action::Back => self.back(),
            Action::Quit => self.quit(effects),
            Action::QuitNow => effects.push(Effect::Quit),
            Action::NextPane => self.cycle_focus(Forward),
            Action::PreviousPane => self.cycle_focus(Backward),
            Action::Filter => self.begin_filter(),
            Action::EditQuery => self.begin_query_prompt(),
            Action::SearchPosts => self.open_post_search(effects),
            Action::Related => self.toggle_related(effects),
            Action::Libraries => self.toggle_libraries(effects),
            Action::Search => self.begin_search(),
            Action::NextLink => self.step_link(Forward),
            Action::PreviousLink => self.step_link(Backward),
            Action::Follow => {
                self.close_top_overlay_if(View::Preview);
                self.follow_link(effects);
            }
            Action::Browse => self.browse_link(effects),
            Action::BrowsePost => self.browse_post(effects),
            Action::PreviewLink => self.preview_link(effects),
            Action::LinkHints => self.show_link_hints(),
            Action::CopyLinkOrSectionAddress
            | Action::CopyPath
            | Action::CopyAddress
            | Action::CopyLink
            | Action::CopyCode
            | Action::CopyFormula
            | Action::CopySection => self.copy(action, effects),
            Action::GoBack => {
                if !self.return_to_hits() {
                    self.travel_jump_list(Backward, effects);
                }
            }
            Action::GoForward => self.travel_jump_list(Forward, effects),
            Action::NextMatch => self.step_match(times as isize),
            Action::PreviousMatch => self.step_match(-(times as isize)),
            Action::TagPicker => self.open_tag_picker(),
            Action::RequireTag => self.toggle_facet(Requirement::Required),
            Action::ExcludeTag => self.toggle_facet(Requirement::Excluded),
            Action::ClearTags => self.clear_tags(),
            // The tag picker and the contents share this action.
            Action::ClosePicker => self.close_tags_or_contents(),
            Action::Contents => self.open_contents(),
            Action::ContentsColumn => self.toggle_contents_column(),
            Action::ToggleList => self.toggle_list(),
            Action::WidenList => self.resize_list(times as isize),
            Action::NarrowList => self.resize_list(-(times as isize)),
            Action::GoToSection => self.jump_to_heading(),
            Action::Expand => self.expand_heading(),
            Action::Collapse => self.collapse_heading(),
            Action::NextSection => self.step_section(times, Forward, is_any_level),
            Action::PreviousSection => self.step_section(times, Backward, is_any_level),
            Action::NextChapter => self.step_section(times, Forward, is_same_or_higher),
            Action::PreviousChapter => self.step_section(times, Backward, is_same_or_higher),
            Action::NextMonth => self.step_month(times, Forward),
            Action::PreviousMonth => self.step_month(times, Backward),
            Action::NextYear => self.step_year(times, Forward),
            Action::PreviousYear => self.step_year(times, Backward),
            Action::NextPost => self.step_post(times as isize),
            // While a link is selected, the key for the previous post previews the link.
            Action::PreviousPost if self.selected_link().is_some() => self.preview_link(effects),
            Action::PreviousPost => self.step_post(-(times as isize)),
            Action::SortByDate => self.sort_by(SortBy::Date),
            Action::SortByTitle => self.sort_by(SortBy::Title),
            Action::SortByPath => self.sort_by(SortBy::Path),
            Action::SortByUpdated => self.sort_by(SortBy::Updated),
            Action::SortByLength => self.sort_by(SortBy::Length),
            Action::SortByUnread => self.sort_by(SortBy::Unread),
            Action::Edit => self.edit(effects),
            Action::WrapCode => self.toggle_code_wrapping(),
            Action::CodeLeft => self.scroll_code(-(times as isize)),
            Action::CodeRight => self.scroll_code(times as isize),
            Action::ToggleFold => self.toggle_fold(),
            Action::ToggleAllFolds => self.toggle_all_folds(),
            Action::SetMark | Action::GoToMark => self.take_next_key_as_letter(action),
            Action::GoBeforeJump => self.go_before_jump(effects),
            Action::ToggleRead => self.toggle_read(),
            Action::MarkAllRead => self.mark_all_read(),
            Action::SortTags => self.sort_tags(),
            Action::ToggleStarred => self.toggle_starred(),
            Action::Reload => self.reload(effects),
            Action::Redraw => effects.push(Effect::Redraw),
            Action::Help => self.toggle_help(),
            Action::Palette => self.open_palette(),
            Action::Themes => self.open_theme_picker(effects),
            Action::Zen => self.toggle_zen(),
            Action::Details => self.toggle_details(effects),
            Action::Problems => self.toggle_problems(effects),
            Action::TogglePictures => self.toggle_pictures(effects),
            Action::Source => self.toggle_source(effects),
            Action::Mouse => self.toggle_mouse(effects),
            Action::Suspend => effects.push(Effect::Suspend),
        }
    }

    /// Opens the selected entry: a post, a hit, a related post or a library.
    fn open_selection(&mut self, effects: &mut Effects) {
        match self.overlay() {
            Some(Overlay::PostSearch) => self.open_hit(effects),
            Some(Overlay::Related(_)) => self.open_related(effects),
            Some(Overlay::Libraries(_)) => self.open_library(effects),
            _ if self.filter_matches_no_post() => {
                self.notice = Some(Clean::literal("No post is selected."));
            }
            _ => {
                // `sync_article` opens the selected post at the end of this update, even if the post has failed to open before.
                self.allow_opening_selection_again();
                self.screen.focus = Focus::Article;
            }
        }
    }

    /// Closes, clears or leaves at most one thing: an overlay, a view, a search, a selection or the filter.
    fn back(&mut self) {
        if self.clear_tags_query() || self.clear_help_query() || self.close_overlay() {
            return;
        }
        match self.active_view() {
            View::Zen => self.screen.is_zen = false,
            View::Contents => {
                if !self.clear_contents_query() {
                    self.screen.focus = Focus::Article;
                }
            }
            View::Article | View::Source if self.search().is_some() => self.remove_search(),
            View::Source => self.leave_source_view(),
            View::Article if self.selected_link().is_some() => self.deselect_link(),
            View::Article if self.folder.is_piped_text => {}
            View::Article => self.screen.focus = Focus::List,
            _ => self.set_filter(Filter::default()),
        }
    }

    /// Closes the active view, or quits if no other view remains.
    fn quit(&mut self, effects: &mut Effects) {
        if self.close_overlay() {
            return;
        }
        match self.active_view() {
            View::Zen => self.screen.is_zen = false,
            View::Source => self.leave_source_view(),
            View::Article if self.folder.quits_from_article() => effects.push(Effect::Quit),
            View::Article => self.screen.focus = Focus::List,
            View::Contents => self.screen.focus = Focus::Article,
            _ => effects.push(Effect::Quit),
        }
    }

    /// Opens the browser at the URL of the post that is selected in the list.
    fn browse_post(&self, effects: &mut Effects) {
        effects.extend(self.selected_path().map(Effect::BrowsePost));
    }

    /// Opens a file in the editor: the file of the first visible problem, else the visible article, else the selected post.
    fn edit(&mut self, effects: &mut Effects) {
        if self.folder.is_piped_text {
            self.notice = Some(Clean::literal(NO_FILE));
            return;
        }
        if let Some(Overlay::Problems(view)) = self.overlay()
            && let Some((path, line)) = view.position()
        {
            effects.push(Effect::Edit {
                path: path.to_owned(),
                position: EditPosition::Line(line),
            });
            return;
        }
        let is_article_visible = self.panes().article.is_some();
        let post = match self.article.as_ref().filter(|_| is_article_visible) {
            Some(article) => Some((article.path().to_owned(), article.source_offset())),
            None => self.selected_path().map(|path| (path, 0)),
        };
        effects.extend(post.map(|(path, offset)| Effect::Edit {
            path,
            position: EditPosition::Offset(offset),
        }));
    }
}
