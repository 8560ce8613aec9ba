//! What each action does.

use crate::app::action::Action;
use crate::app::article::Wait;
use crate::app::details::Details;
use crate::app::keymap::Context;
use crate::app::message::Effect;
use crate::app::palette::Palette;
use crate::app::panes::{ContentsColumn, SIDE_BY_SIDE_COLUMNS, clamp_list_columns};
use crate::app::prompt::{Prompt, PromptKind};
use crate::app::tags::TagPicker;
use crate::app::{Focus, Model, Screen};
use crate::clean;
use crate::library::{Facet, FacetKind, Filter, Sort, SortBy};
use crate::text::Clean;

/// Columns by which one key press changes the width of the list.
const LIST_STEP_COLUMNS: isize = 2;

impl Model {
    /// Carries an action out; `count` is the number typed before its key.
    pub(super) fn act(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if action != Action::PageDown
            && let Some(article) = &mut self.article
        {
            article.offers_next = false;
        }
        let times = count.unwrap_or(1);
        self.leave_by(action);
        match action {
            Action::Down
            | Action::Up
            | Action::HalfDown
            | Action::HalfUp
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last
            | Action::Percent => self.travel(action, count),
            Action::Open if self.context() == Context::Finder => return self.open_hit(),
            Action::Open if self.context() == Context::Related => return self.open_related(),
            Action::Open => {
                self.open_selected();
                self.focus = Focus::Article;
            }
            Action::ToList => self.focus = if self.single { self.focus } else { Focus::List },
            Action::Back => self.back(),
            Action::Quit => return self.quit(),
            Action::QuitNow => return vec![Effect::Quit],
            Action::NextPane => self.turn(true),
            Action::PreviousPane => self.turn(false),
            Action::Filter => {
                self.prompt = Some(Prompt::new(PromptKind::Filter, &self.filter.to_string()));
            }
            Action::Narrow if self.context() == Context::Finder => self.type_phrase(),
            Action::Narrow => self.narrow(),
            Action::SearchPosts => return self.open_finder(),
            Action::Related => return self.show_related(),
            Action::Search => self.begin_search(),
            Action::NextLink => self.step_link(true),
            Action::PreviousLink => self.step_link(false),
            Action::Follow => return self.follow_link(),
            Action::Browse => return self.browse(),
            Action::BrowsePost => return self.browse_post(),
            Action::LinkHints => self.number_links(),
            Action::CopyLinkOrSection
            | Action::CopyPath
            | Action::CopyAddress
            | Action::CopyLink
            | Action::CopyCode
            | Action::CopySection => return self.copy(action),
            Action::GoBack => return self.travel_history(true),
            Action::GoForward => return self.travel_history(false),
            Action::NextMatch => self.step_match(times as isize),
            Action::PreviousMatch => self.step_match(-(times as isize)),
            Action::TagPicker => self.tags = Some(TagPicker::new(&self.library, &self.filter)),
            Action::Want => self.choose(Filter::toggle_required, Filter::toggle_section),
            Action::Exclude => {
                self.choose(Filter::toggle_excluded, Filter::toggle_section_excluded);
            }
            Action::ClearTags => self.clear_tags(),
            Action::ClosePicker => self.close_picker(),
            Action::Contents => self.open_contents(),
            Action::ContentsColumn
            | Action::ToggleList
            | Action::WidenList
            | Action::NarrowList => self.arrange_panes(action, times as isize),
            Action::Jump => self.jump(),
            Action::Expand | Action::Collapse => self.fold(action == Action::Expand),
            Action::NextSection => self.section(times, true, |_, _| true),
            Action::PreviousSection => self.section(times, false, |_, _| true),
            Action::NextChapter => self.section(times, true, |level, here| level <= here),
            Action::PreviousChapter => self.section(times, false, |level, here| level <= here),
            Action::NextMonth => self.step_date(times, true, true),
            Action::PreviousMonth => self.step_date(times, false, true),
            Action::NextYear => self.step_date(times, true, false),
            Action::PreviousYear => self.step_date(times, false, false),
            Action::NextPost => self.step_post(times as isize),
            Action::PreviousPost => self.step_post(-(times as isize)),
            Action::SortByDate => self.sort(SortBy::Date),
            Action::SortByTitle => self.sort(SortBy::Title),
            Action::SortByPath => self.sort(SortBy::Path),
            Action::Edit => return self.edit(),
            Action::WrapCode => self.wrap_code(),
            Action::CodeLeft => self.slide(-(times as isize)),
            Action::CodeRight => self.slide(times as isize),
            Action::SetMark | Action::GoToMark => self.ask_letter(action),
            Action::GoBeforeJump => return self.go_before_jump(),
            Action::ToggleRead => self.toggle_read(),
            Action::ToggleMarked => self.toggle_marked(),
            Action::Reload => return self.reload(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Help | Action::Palette | Action::Zen | Action::Details | Action::Problems => {
                return self.look(action);
            }
            Action::Source => return self.toggle_source(),
            Action::Mouse => return self.toggle_mouse(),
            Action::Suspend => return vec![Effect::Suspend],
        }
        Vec::new()
    }

    fn browse_post(&self) -> Vec<Effect> {
        let post = self.list.selected_post();
        let path = post.map(|post| self.library.post(post).path.clone());
        path.map(Effect::BrowsePost).into_iter().collect()
    }

    /// Shows something over the panes or in their place, or no longer.
    fn look(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help => self.help = if self.help.is_some() { None } else { Some(0) },
            Action::Palette => {
                self.palette = Some(Palette::new(self.context(), &self.keymap));
                self.prompt = Some(Prompt::new(PromptKind::Palette, ""));
            }
            Action::Zen => {
                self.screen = match self.screen {
                    Screen::Panes => Screen::Text,
                    Screen::Text => Screen::Panes,
                }
            }
            Action::Details => return self.show_details(),
            _ => return self.show_problems(),
        }
        Vec::new()
    }

    /// Undoes exactly one thing.
    fn back(&mut self) {
        match self.context() {
            Context::Help => self.help = None,
            Context::Problems => (self.problems, self.checking) = (None, None),
            Context::Finder => self.finder.is_open = false,
            Context::Details => self.details = None,
            Context::Zen => self.screen = Screen::Panes,
            Context::Related => self.related = None,
            Context::Tags => self.tags = None,
            Context::Contents if !self.contents.query.is_empty() => {
                if let Some(article) = &self.article {
                    self.contents.narrow(&article.body.document, "");
                }
            }
            Context::Contents => self.focus = Focus::Article,
            Context::Article | Context::Source if self.search.is_some() => self.search = None,
            Context::Source => self.leave_source(),
            Context::Article if self.link.is_some() => self.link = None,
            Context::Article if self.single => {}
            Context::Article => self.focus = Focus::List,
            Context::List => self.set_filter(Filter::default()),
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        match self.context() {
            Context::List => return vec![Effect::Quit],
            Context::Source => self.leave_source(),
            Context::Article if self.single => return vec![Effect::Quit],
            Context::Article => self.focus = Focus::List,
            Context::Contents => self.focus = Focus::Article,
            _ => self.back(),
        }
        Vec::new()
    }

    /// Gives the keys to the next visible pane, or the one before.
    fn turn(&mut self, forward: bool) {
        let column = self.panes().has_column();
        let mut ring = Vec::with_capacity(3);
        if !self.single {
            ring.push(Focus::List);
        }
        ring.push(Focus::Article);
        if column || self.focus == Focus::Contents {
            ring.push(Focus::Contents);
        }
        let at = ring
            .iter()
            .position(|focus| *focus == self.focus)
            .unwrap_or(0);
        let step = if forward { 1 } else { ring.len() - 1 };
        let before = self.focus;
        self.focus = ring[(at + step) % ring.len()];
        if self.focus == Focus::Contents {
            self.focus = before;
            self.open_contents();
        }
    }

    fn narrow(&mut self) {
        self.prompt = Some(match &self.tags {
            Some(tags) => Prompt::new(PromptKind::Tags, &tags.query),
            None => Prompt::new(PromptKind::Contents, &self.contents.query),
        });
    }

    /// Wants or excludes the selected tag or section, or no longer.
    fn choose(&mut self, tag: fn(&mut Filter, &str), section: fn(&mut Filter, &str)) {
        let facet = self.tags.as_ref().and_then(TagPicker::selected_facet);
        if let Some(Facet { name, kind, .. }) = facet {
            let mut filter = self.filter.clone();
            match kind {
                FacetKind::Tag | FacetKind::Category => tag(&mut filter, name),
                FacetKind::Section => section(&mut filter, name),
            }
            self.set_filter(filter);
        }
    }

    /// Shows all that is known about the post that has the focus, or no longer.
    fn show_details(&mut self) -> Vec<Effect> {
        if self.details.take().is_some() {
            return Vec::new();
        }
        let now = self.library.now();
        let article = self.article.as_ref();
        let details = match self.focus {
            Focus::List => self.list.selected_post().map(|post| {
                let post = self.library.post(post);
                let open = article.filter(|article| article.body.post.path == post.path);
                Details::new(post, open, now)
            }),
            _ => article.map(|article| Details::new(&article.body.post, Some(article), now)),
        };
        let Some(details) = details else {
            return Vec::new();
        };
        let path = details.path.clone();
        self.details = Some(details);
        vec![Effect::LoadPostInfo(path)]
    }

    fn close_picker(&mut self) {
        if self.tags.take().is_none() && self.focus == Focus::Contents {
            self.focus = Focus::Article;
        }
    }

    pub(super) fn open_contents(&mut self) {
        if self.wait(Wait::Contents) {
            return;
        }
        let Some(article) = &self.article else { return };
        if article.body.document.toc().headings().is_empty() {
            self.notice = Some(Clean::literal("This post has no headings."));
            return;
        }
        self.contents.select(article.section());
        self.focus = Focus::Contents;
    }

    fn clear_tags(&mut self) {
        let mut filter = self.filter.clone();
        filter.clear_tags();
        self.set_filter(filter);
    }

    fn arrange_panes(&mut self, action: Action, times: isize) {
        match action {
            Action::ToggleList => self.toggle_list(),
            Action::WidenList => self.resize_list(times),
            Action::NarrowList => self.resize_list(-times),
            _ => self.toggle_column(),
        }
    }

    /// Shows or hides the contents column; says why where there is none to show.
    fn toggle_column(&mut self) {
        if self.panes().has_column() {
            self.column = Some(false);
            if self.focus == Focus::Contents {
                self.focus = Focus::Article;
            }
            return;
        }
        let before = self.column.replace(true);
        if self.panes().has_column() {
            return;
        }
        self.notice = Some(if self.contents_column() == ContentsColumn::Hidden {
            Clean::literal("This post has no headings.")
        } else {
            let key = self.keymap.first(Context::Article, Action::Contents);
            clean!("No room for the contents column; {key} opens the contents.")
        });
        self.column = before;
    }

    /// Hides the list beside the article, or shows it again.
    fn toggle_list(&mut self) {
        if self.single {
            self.notice = Some(Clean::literal("There is only one text."));
        } else if self.size.width < SIDE_BY_SIDE_COLUMNS {
            self.notice = Some(clean!(
                "List and article stand side by side from {SIDE_BY_SIDE_COLUMNS} columns."
            ));
        } else {
            self.list.is_hidden = !self.list.is_hidden;
            if self.list.is_hidden && self.focus == Focus::List {
                self.open_selected();
                self.focus = Focus::Article;
            }
        }
    }

    /// Makes the list beside the article wider, or narrower where `steps` is negative.
    fn resize_list(&mut self, steps: isize) {
        let panes = self.panes();
        let Some(list) = panes.list.filter(|_| panes.rule.is_some()) else {
            self.notice = Some(clean!(
                "List and article stand side by side from {SIDE_BY_SIDE_COLUMNS} columns."
            ));
            return;
        };
        let change = steps.saturating_mul(LIST_STEP_COLUMNS);
        let columns = usize::from(list.width).saturating_add_signed(change);
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        self.list.columns = Some(clamp_list_columns(columns, self.size.width));
    }

    fn jump(&mut self) {
        self.leave_place();
        if let (Some(article), Some(heading)) = (&mut self.article, self.contents.heading()) {
            article.jump(heading);
            self.contents.narrow(&article.body.document, "");
            self.focus = Focus::Article;
        }
    }

    fn fold(&mut self, expand: bool) {
        let Some(article) = &self.article else { return };
        let document = &article.body.document;
        if expand {
            self.contents.expand(document);
        } else {
            self.contents.collapse(document);
        }
    }

    /// Sorts; the order that stands already is reversed.
    fn sort(&mut self, by: SortBy) {
        let before = self.library.sort();
        self.library.set_sort(Sort {
            by,
            reversed: before.by == by && !before.reversed,
        });
        self.list.touched = true;
        self.refresh();
    }

    /// Opens the article that is being read, or the selected post, in the editor.
    fn edit(&mut self) -> Vec<Effect> {
        if self.single {
            self.notice = Some(Clean::literal("This text is no file."));
            return Vec::new();
        }
        let open = self
            .article
            .as_ref()
            .filter(|_| self.panes().article.is_some());
        match (open, self.list.selected_post()) {
            (Some(article), _) => {
                let path = article.body.post.path.clone();
                vec![Effect::Edit {
                    path,
                    offset: article.source_offset(),
                }]
            }
            (None, Some(post)) => {
                vec![Effect::Edit {
                    path: self.library.post(post).path.clone(),
                    offset: 0,
                }]
            }
            (None, None) => Vec::new(),
        }
    }
}
