//! Movement: by rows and pages, by sections, and from post to post.

use super::Model;
use super::action::Action;
use super::article::CodeWrapping;
use super::direction::Direction;
use super::keymap::View;
use super::list::POST_ROWS;
use super::overlay::Overlay;
use crate::clean;
use crate::library::PostId;
use crate::text::Clean;

/// Number of columns by which one key press scrolls code and tables sideways.
const COLUMNS_PER_PRESS: isize = 8;

/// Number of rows assumed to be visible in a link preview, which determines how far "page down" scrolls.
const PREVIEW_ROWS: usize = 10;

/// Notice for an action that would move past the first part of an article.
const STILL_LOADING: &str = "The rest of the article is still loading.";

impl Model {
    /// Wraps long lines of code, or stops wrapping them.
    pub(super) fn toggle_code_wrapping(&mut self) {
        if let Some(article) = &mut self.article {
            article.toggle_code_wrapping();
        }
    }

    /// Scrolls unwrapped code and wide tables by `steps` key presses to the right, or to the left if `steps` is negative.
    pub(super) fn scroll_code(&mut self, steps: isize) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let columns = steps.saturating_mul(COLUMNS_PER_PRESS);
        let has_scrollable_row = article.scroll_sideways(columns, height);
        if has_scrollable_row {
            return;
        }
        let is_wrapped = article.code_wrapping == CodeWrapping::On;
        let key = self.key_for(View::Article, Action::WrapCode);
        self.notice = Some(if is_wrapped {
            clean!("Code is wrapped. Press {key} to scroll it sideways.")
        } else {
            Clean::literal("No code or table to scroll on the screen.")
        });
    }

    /// Moves the selection of the view that receives key input, or scrolls a view without a selection.
    pub(super) fn move_in_view(&mut self, action: Action, count: Option<usize>) {
        let movement = Movement { action, count };
        let height = self.article_height();
        let body = self.body_area();
        let screen_rows = usize::from(self.screen.size.height);
        if self.overlay().is_some() {
            let keymap = &self.input.keymap;
            let post_search = &mut self.post_search;
            let steps_in = |current, total, visible| movement.steps(current, total, visible);
            match self.overlays.top_mut() {
                Some(Overlay::Help(help)) => {
                    let rows = help.rows(keymap, body.width).len();
                    help.step(steps_in(help.top, rows, height), keymap, body);
                }
                // A problem takes about four rows, so about a quarter as many problems are visible as the screen has rows.
                Some(Overlay::Problems(view)) => {
                    view.scroll_by(steps_in(view.top, view.count(), screen_rows / 4));
                }
                // About half of the rows are titles of posts and sections, which can't be selected.
                Some(Overlay::PostSearch) => {
                    post_search.step(steps_in(
                        post_search.selected,
                        post_search.listed_hit_count(),
                        height / 2,
                    ));
                }
                Some(Overlay::Details(view)) => {
                    view.step(steps_in(view.top, view.lines(), height), height);
                }
                Some(Overlay::Related(view)) => {
                    view.step(steps_in(view.selected, view.posts.len(), height));
                }
                // A library takes two rows.
                Some(Overlay::Libraries(view)) => {
                    view.step(steps_in(view.selected, view.libraries.len(), height / 2));
                }
                Some(Overlay::Preview(view)) => {
                    view.step(steps_in(view.top, view.rows(), PREVIEW_ROWS));
                }
                Some(Overlay::Tags(view)) => {
                    view.step(steps_in(view.selected, view.facets.len(), height));
                }
                Some(Overlay::Image(_)) | None => {}
            }
            return;
        }
        match self.active_view() {
            View::List => self.move_in_list(movement),
            View::Contents => {
                if let Some(article) = &mut self.article {
                    let contents = &mut article.contents;
                    let (selected, total) = (contents.selected, contents.visible.len());
                    contents.step(movement.steps(selected, total, height));
                }
            }
            _ => self.move_in_article(movement),
        }
    }

    fn move_in_list(&mut self, movement: Movement) {
        let (selected, total) = (self.list.selected, self.list.shown.len());
        let rows = self.panes().list.map_or(0, |pane| usize::from(pane.height));
        let steps = movement.steps(selected, total, rows / POST_ROWS);
        self.list.step_selection(steps);
    }

    fn move_in_article(&mut self, movement: Movement) {
        let Movement { action, count } = movement;
        let height = self.article_height();
        if matches!(action, Action::First | Action::Last | Action::Percent) {
            self.push_jump();
        }
        let Some(article) = &mut self.article else {
            return;
        };
        let times = count.unwrap_or(1) as isize;
        // Two rows of the previous page stay visible.
        let page = height.saturating_sub(2).max(1) as isize;
        match action {
            Action::Down => article.scroll(times, height),
            Action::Up => article.scroll(-times, height),
            Action::HalfDown => article.scroll((height / 2).max(1) as isize * times, height),
            Action::HalfUp => article.scroll(-((height / 2).max(1) as isize) * times, height),
            Action::PageDown if article.top < article.last_top(height) => {
                article.scroll(page * times, height);
            }
            Action::PageDown => self.page_past_end(),
            Action::PageUp => article.scroll(-page * times, height),
            Action::First => article.go_to_percent(0, height),
            Action::Last => article.go_to_percent(100, height),
            Action::Percent => article.go_to_percent(count.unwrap_or(0), height),
            _ => {}
        }
    }

    /// Handles "page down" at the end of an article. The first press shows the title of the next post in the footer. A second
    /// press right after it opens that post.
    fn page_past_end(&mut self) {
        let next = self.next_post();
        let Some(article) = &mut self.article else {
            return;
        };
        if !article.is_complete {
            self.notice = Some(Clean::literal(STILL_LOADING));
            return;
        }
        let Some(next) = next else {
            self.notice = Some(Clean::literal("The end."));
            return;
        };
        if std::mem::replace(&mut article.reading.opens_next_post, true) {
            self.step_post(1);
        } else {
            let title = Clean::line(&self.library.post(next).title);
            self.notice = Some(clean!("The end. Press again for the next post: {title}"));
        }
    }

    /// Returns the post after the selected post.
    fn next_post(&self) -> Option<PostId> {
        self.list.shown.get(self.list.selected + 1).copied()
    }

    /// Returns the next post if the footer offers to open it. The footer does so after an article was scrolled to its end.
    pub fn offered_post(&self) -> Option<PostId> {
        let height = self.article_height();
        let article = self.article.as_ref()?;
        // An article that fits in the pane can't be scrolled, so no post is offered.
        let is_at_end = article.top > 0 && article.top >= article.last_top(height);
        let is_reading = self.active_view() == View::Article && !self.folder.is_piped_text;
        self.next_post()
            .filter(|_| is_at_end && is_reading && article.is_complete)
    }

    /// Goes forward or back by `times` sections. Only sections for which `is_target` returns true are counted. The arguments
    /// of `is_target` are the level of a section's heading and the level of the current section.
    pub(super) fn step_section(
        &mut self,
        times: usize,
        direction: Direction,
        is_target: impl Fn(u8, u8) -> bool,
    ) {
        let Some(article) = &mut self.article else {
            return;
        };
        for _ in 0..times {
            let heading = match direction {
                Direction::Forward => article.next_section(&is_target),
                Direction::Backward => article.previous_section(&is_target),
            };
            match (heading, direction) {
                (Some(heading), _) => article.go_to_heading(heading),
                (None, Direction::Forward) => {
                    self.notice = Some(Clean::literal(if article.is_complete {
                        "No next section."
                    } else {
                        STILL_LOADING
                    }));
                    return;
                }
                (None, Direction::Backward) => {
                    article.top = 0;
                    return;
                }
            }
        }
    }
}

/// An action that moves by rows, pages or percent, and the count before its key.
#[derive(Clone, Copy, Debug)]
struct Movement {
    action: Action,
    count: Option<usize>,
}

impl Movement {
    /// Returns the number of entries by which a view of `total` entries moves down; negative if it moves up. `visible` is the
    /// number of entries that are visible at once. `current` is the index of the selected entry. In a view that only scrolls,
    /// it is the index of the entry at the top; an entry may then be a row.
    fn steps(self, current: usize, total: usize, visible: usize) -> isize {
        let count = self.count;
        let times = count.unwrap_or(1) as isize;
        let steps_to = |index: usize| index as isize - current as isize;
        match self.action {
            Action::Down => times,
            Action::Up => -times,
            Action::HalfDown => times * (visible / 2).max(1) as isize,
            Action::HalfUp => -times * (visible / 2).max(1) as isize,
            // An entry of the previous page stays visible.
            Action::PageDown => times * visible.saturating_sub(1).max(1) as isize,
            Action::PageUp => -times * visible.saturating_sub(1).max(1) as isize,
            // A count before the key is the number of an entry, from 1.
            Action::First => steps_to(count.map_or(0, |count| count - 1)),
            Action::Last => steps_to(count.unwrap_or(total).saturating_sub(1)),
            Action::Percent => {
                steps_to(total.saturating_sub(1) * count.unwrap_or(0).min(100) / 100)
            }
            _ => 0,
        }
    }
}
