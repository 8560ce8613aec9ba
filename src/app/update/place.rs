//! Where the reader is: kept for the next run, found again in this one.

use std::path::Path;

use crate::app::article::Wait;
use crate::app::history::Visit;
use crate::app::message::Effect;
use crate::app::state::{Change, LastPost, ListView, ReadingProgress, SavedPosition};
use crate::app::{Focus, Model};

/// Screens that the reader may move on before the place is kept, so that not much is lost where the power is.
const SCREENS: usize = 2;

impl Model {
    /// What is to be kept when the reader ends, however it does.
    pub fn parting(&mut self) -> Vec<Change> {
        self.keep_place();
        if let Some(last) = self.last() {
            self.keep_last(last);
        }
        std::mem::take(&mut self.changes)
    }

    /// Keeps this from now on; nothing is kept of a text that is no file.
    pub(super) fn keep(&mut self, change: Change) {
        if !self.single {
            self.changes.push(change);
        }
    }

    /// All that was to be kept since it was asked last.
    pub(super) fn changed(&mut self) -> impl Iterator<Item = Effect> {
        std::mem::take(&mut self.changes)
            .into_iter()
            .map(Effect::Save)
    }

    /// Keeps what must not wait for the end: the view, once it is chosen, and a place that was left, or is far from the
    /// one that was kept last.
    pub(super) fn keep_up(&mut self) {
        if self.prompt.is_none() {
            self.keep_view();
        }
        let height = self.article_height();
        let reading = self.focus != Focus::List;
        match &mut self.article {
            // The source is another way to look at the post; its places are none of the article's.
            Some(_) if self.behind.is_some() => {}
            Some(article) if reading => {
                let kept = *article.kept_top.get_or_insert(article.top);
                if article.top.abs_diff(kept) >= SCREENS * height {
                    self.keep_place();
                }
                self.attend();
            }
            Some(article) if article.kept_top.is_some() => {
                self.keep_place();
                if let Some(article) = &mut self.article {
                    article.kept_top = None;
                }
            }
            _ => {}
        }
        // Which post is only selected is told at the end; with each step down the list would be too often.
        let was_reading = self.kept_last.as_ref().is_some_and(|last| last.reading);
        if let Some(last) = self.last().filter(|last| last.reading || was_reading) {
            self.keep_last(last);
        }
    }

    /// Reading another post is a visit, to which history leads back.
    fn attend(&mut self) {
        let Some(article) = &self.article else { return };
        let path = &article.body.post.path;
        if self.attended.as_ref() == Some(path) {
            // Back in the same post, there is no visit to expect.
            self.revisited.take_if(|revisited| revisited == path);
            return;
        }
        let is_known = self.revisited.take().as_ref() == Some(path);
        let before = self.attended.replace(path.clone());
        let place = before.filter(|_| !is_known).and_then(|path| {
            let place = self.places.get(&path).copied()?;
            Some(Visit { path, place })
        });
        if let Some(visit) = place {
            self.history.leave(visit);
        }
    }

    /// Keeps the place in an article that has had the keys: looking at one beside the list moves nothing.
    pub(super) fn keep_place(&mut self) {
        let height = self.article_height();
        let open = match &mut self.behind {
            Some(behind) => Some(&mut behind.article),
            None => self.article.as_mut(),
        };
        let Some(article) = open.filter(|article| article.kept_top.is_some()) else {
            return;
        };
        // On the way to a place, where the reader happens to stand is none.
        if matches!(
            article.waiting,
            Some(Wait::SavedPosition(_) | Wait::Place(_))
        ) {
            return;
        }
        article.kept_top = Some(article.top);
        let path = article.body.post.path.clone();
        let spot = article.spot();
        let percent = match &spot {
            _ if article.top == 0 => 0,
            SavedPosition::Body(text_anchor) if !article.whole => {
                text_anchor.ratio as usize / 10_000
            }
            _ => article.percent(height).unwrap_or(0),
        };
        let reached = ReadingProgress {
            spot,
            percent: percent as u8,
        };
        let before = self.reached.get(&path);
        if before.unwrap_or(&ReadingProgress::default()) != &reached {
            self.reached.insert(path.clone(), reached.clone());
            self.keep(Change::Progress(path, reached));
        }
    }

    /// A post has another path: what is kept of its places goes there.
    pub(super) fn rename_kept(&mut self, from: &Path, to: &Path) {
        if let Some(reached) = self.reached.remove(from) {
            self.reached.insert(to.to_owned(), reached.clone());
            self.keep(Change::Progress(to.to_owned(), reached));
        }
        let mut marks = self.marks.clone();
        for (letter, mark) in marks.iter_mut().filter(|(_, mark)| mark.path == from) {
            to.clone_into(&mut mark.path);
            self.keep(Change::Mark(*letter, mark.clone()));
        }
        self.marks = marks;
        for path in [&mut self.attended, &mut self.revisited] {
            if path.as_deref() == Some(from) {
                *path = Some(to.to_owned());
            }
        }
    }

    fn keep_view(&mut self) {
        let view = self.view();
        // What makes no sense now makes none tomorrow.
        if self.kept_view != view && self.filter.problems().is_empty() {
            self.kept_view = view.clone();
            self.keep(Change::View(view));
        }
    }

    /// Which posts the list shows.
    pub(in crate::app) fn view(&self) -> ListView {
        ListView {
            filter: self.filter.to_string(),
            sort: self.library.sort(),
            columns: self.list.columns,
            is_hidden: self.list.is_hidden,
        }
    }

    fn keep_last(&mut self, last: LastPost) {
        if self.kept_last.as_ref() != Some(&last) {
            self.kept_last = Some(last.clone());
            self.keep(Change::Last(last));
        }
    }

    /// The post that is being read, else the selected one.
    fn last(&self) -> Option<LastPost> {
        let reading = self.focus != Focus::List;
        let open = self.article.as_ref().filter(|_| reading);
        let path = match (open, self.list.selected_post()) {
            (Some(article), _) => article.body.post.path.clone(),
            (None, Some(post)) if !reading => self.library.post(post).path.clone(),
            _ => return None,
        };
        Some(LastPost { path, reading })
    }

    /// Goes to where the reader was in the open article, if it has been open before; in the head of a long one, once
    /// that much is there.
    pub(super) fn return_to_place(&mut self) {
        let Some(article) = &mut self.article else {
            return;
        };
        let path = &article.body.post.path;
        let arrival = self.arrival.take_if(|(post, _)| post == path);
        if let Some((_, spot)) = arrival {
            article.go_to_spot(&spot);
        } else if let Some(place) = self.places.get(path) {
            article.go_to_place(*place);
        } else if let Some(reached) = self.reached.get(path) {
            article.go_to_spot(&reached.spot);
        }
    }
}
