//! Movement: by rows and pages, by sections, by months and posts.

use crate::app::Model;
use crate::app::action::Action;
use crate::app::keymap::{Context, Keymap};
use crate::app::list::POST_ROWS;
use crate::library::PostId;
use crate::text::Clean;

/// Columns by which a key moves code sideways.
const STEP: isize = 8;

/// What is said where a head ends.
const READING_ON: &str = "The rest of the article is still being read.";

impl Model {
    /// Wraps long lines of code, or leaves them their length.
    pub(super) fn wrap_code(&mut self) {
        if let Some(article) = &mut self.article {
            article.sideways = match article.sideways {
                Some(_) => None,
                None => Some(0),
            };
        }
    }

    /// Moves lines of code sideways by so many steps.
    pub(super) fn slide(&mut self, steps: isize) {
        let height = self.article_height();
        match &mut self.article {
            Some(article) if article.sideways.is_some() => {
                article.slide(steps.saturating_mul(STEP), height);
            }
            _ => {
                let hint = "w leaves long lines of code their length; then they can be moved.";
                self.notice = Some(Clean::literal(hint));
            }
        }
    }

    /// Moves in the pane that has the keys.
    pub(super) fn travel(&mut self, action: Action, count: Option<usize>) {
        match self.context() {
            Context::List => self.travel_list(action, count),
            Context::Article | Context::Source | Context::Zen => self.travel_article(action, count),
            Context::Contents => {
                let (here, all) = (self.contents.selected, self.contents.visible.len());
                let height = self.article_height();
                self.contents.step(steps(action, count, here, all, height));
            }
            Context::Related => {
                let height = self.article_height();
                if let Some(view) = &mut self.related {
                    let all = view.posts.len();
                    view.step(steps(action, count, view.selected, all, height));
                }
            }
            Context::Finder => {
                let (here, all) = (self.finder.selected, self.finder.shown_lines());
                // About half of the rows are those of posts and sections.
                let height = self.article_height() / 2;
                self.finder.step(steps(action, count, here, all, height));
            }
            Context::Tags => {
                let height = self.article_height();
                if let Some(tags) = &mut self.tags {
                    tags.step(steps(
                        action,
                        count,
                        tags.selected,
                        tags.facets.len(),
                        height,
                    ));
                }
            }
            Context::Problems => {
                if let Some(view) = &mut self.problems {
                    let all = view.problems.len();
                    // A screen shows about as many as a third of its rows.
                    let height = usize::from(self.size.height) / 4;
                    view.step(steps(action, count, view.top, all, height));
                }
            }
            Context::Details => {
                let height = self.article_height();
                if let Some(view) = &mut self.details {
                    let (here, all) = (view.top, view.lines());
                    view.step(steps(action, count, here, all, height), height);
                }
            }
            Context::Help => {
                let (height, rows) = (self.article_height(), help_rows(&self.keymap));
                if let Some(top) = &mut self.help {
                    let last = rows.saturating_sub(height);
                    *top = top
                        .saturating_add_signed(steps(action, count, *top, rows, height))
                        .min(last);
                }
            }
        }
    }

    fn travel_list(&mut self, action: Action, count: Option<usize>) {
        let (here, all) = (self.list.selected, self.list.shown.len());
        let height = self.panes().list.map_or(0, |pane| usize::from(pane.height)) / POST_ROWS;
        let rows = steps(action, count, here, all, height);
        self.list.select(here.saturating_add_signed(rows));
    }

    fn travel_article(&mut self, action: Action, count: Option<usize>) {
        let height = self.article_height();
        if matches!(action, Action::First | Action::Last | Action::Percent) {
            self.leave_place();
        }
        let Some(article) = &mut self.article else {
            return;
        };
        let times = count.unwrap_or(1) as isize;
        let page = height.saturating_sub(2).max(1) as isize;
        match action {
            Action::Down => article.scroll(times, height),
            Action::Up => article.scroll(-times, height),
            Action::HalfDown => article.scroll((height / 2).max(1) as isize * times, height),
            Action::HalfUp => article.scroll(-((height / 2).max(1) as isize) * times, height),
            Action::PageDown if article.top < article.last_top(height) => {
                article.scroll(page * times, height);
            }
            Action::PageDown => self.offer_next(),
            Action::PageUp => article.scroll(-page * times, height),
            Action::First => article.go_to(0, height),
            Action::Last => article.go_to(100, height),
            Action::Percent => article.go_to(count.unwrap_or(0), height),
            _ => {}
        }
    }

    /// At the end of an article: says what the next post is, and goes there when asked once more.
    fn offer_next(&mut self) {
        let next = self.next_post();
        let Some(article) = &mut self.article else {
            return;
        };
        if !article.whole {
            self.notice = Some(Clean::literal(READING_ON));
            return;
        }
        let Some(next) = next else {
            self.notice = Some(Clean::literal("The end."));
            return;
        };
        if std::mem::replace(&mut article.offers_next, true) {
            self.step_post(1);
        } else {
            let title = Clean::line(&self.library.post(next).title);
            self.notice = Some(crate::clean!("The end. Again for the next post: {title}"));
        }
    }

    /// The post behind the selected one.
    fn next_post(&self) -> Option<PostId> {
        self.list.shown.get(self.list.selected + 1).copied()
    }

    /// The post that is offered at the end of an article which the reader has come down to; `None` before that.
    pub fn offered(&self) -> Option<PostId> {
        let height = self.article_height();
        let article = self.article.as_ref()?;
        let is_at_end = article.top > 0 && article.top >= article.last_top(height);
        let is_read = self.context() == Context::Article && !self.single;
        self.next_post()
            .filter(|_| is_at_end && is_read && article.whole)
    }

    pub(super) fn step_post(&mut self, posts: isize) {
        if self.astray && posts > 0 {
            // The post behind the lost one has taken its place.
            (self.astray, self.followed) = (false, None);
            return self
                .list
                .select(self.list.selected + posts.unsigned_abs() - 1);
        }
        let before = self.list.selected;
        self.list.select(before.saturating_add_signed(posts));
        if self.list.selected == before {
            let end = if posts > 0 {
                "This is the last post."
            } else {
                "This is the first post."
            };
            self.notice = Some(Clean::literal(end));
        }
    }

    pub(super) fn section(&mut self, times: usize, forward: bool, wanted: impl Fn(u8, u8) -> bool) {
        let Some(article) = &mut self.article else {
            return;
        };
        for _ in 0..times {
            let found = if forward {
                article.next(&wanted)
            } else {
                article.previous(&wanted)
            };
            match found {
                Some(heading) => article.jump(heading),
                None if forward => {
                    let end = if article.whole {
                        "No section after this one."
                    } else {
                        READING_ON
                    };
                    self.notice = Some(Clean::literal(end));
                    return;
                }
                None => {
                    article.top = 0;
                    return;
                }
            }
        }
    }

    pub(super) fn step_date(&mut self, times: usize, forward: bool, months: bool) {
        let key = |post| {
            let date = self.library.post(post).date;
            date.map(|date| (date.year(), if months { date.month() } else { 0 }))
        };
        let mut at = self.list.selected;
        for _ in 0..times.min(self.list.shown.len()) {
            at = self.list.step(at, forward, key);
        }
        self.list.select(at);
    }
}

/// By how many entries an action moves a selection at `here` of `all`, `height` of which are visible.
fn steps(action: Action, count: Option<usize>, here: usize, all: usize, height: usize) -> isize {
    let times = count.unwrap_or(1) as isize;
    let to = |at: usize| at as isize - here as isize;
    match action {
        Action::Down => times,
        Action::Up => -times,
        Action::HalfDown => times * (height / 2).max(1) as isize,
        Action::HalfUp => -times * (height / 2).max(1) as isize,
        Action::PageDown => times * height.saturating_sub(1).max(1) as isize,
        Action::PageUp => -times * height.saturating_sub(1).max(1) as isize,
        Action::First => to(count.map_or(0, |count| count - 1)),
        Action::Last => to(count.unwrap_or(all).saturating_sub(1)),
        Action::Percent => to(all.saturating_sub(1) * count.unwrap_or(0).min(100) / 100),
        _ => 0,
    }
}

/// Rows of the help view: its sections, their rows, and an empty one between two.
pub(in crate::app) fn help_rows(keymap: &Keymap) -> usize {
    let sections = keymap.sections();
    let rows = sections.map(|(_, entries)| entries.count() + 2);
    rows.sum::<usize>().saturating_sub(1)
}
