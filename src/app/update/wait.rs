//! What can't be done in the head of a long article waits for the whole.

use crate::app::article::Wait;
use crate::app::{Focus, Model};

impl Model {
    /// Puts something off until the whole article is there; false where it is, or where nothing is open.
    pub(super) fn wait(&mut self, wait: Wait) -> bool {
        let article = self.article.as_mut().filter(|article| !article.whole);
        article
            .map(|article| article.waiting = Some(wait))
            .is_some()
    }

    /// Gives up what waits; whether anything did. A key for the list says nothing about the place beside it.
    pub(super) fn stop_waiting(&mut self) -> bool {
        let focus = self.focus;
        let article = self.article.as_mut().filter(|article| {
            let returns = matches!(
                article.waiting,
                Some(Wait::Place(_) | Wait::SavedPosition(_))
            );
            !returns || focus != Focus::List
        });
        article.is_some_and(|article| article.waiting.take().is_some())
    }

    /// Does what has waited, now that the whole is there.
    pub(super) fn stop_and_do(&mut self) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        match article.waiting.take() {
            None => {}
            Some(Wait::Percent(percent)) => article.go_to(percent, height),
            Some(Wait::Fragment(fragment)) => self.go_to_fragment(&fragment),
            Some(Wait::Contents) => self.open_contents(),
            Some(Wait::Place(place)) => article.restore(place),
            Some(Wait::SavedPosition(spot)) => article.go_to_spot(&spot),
            Some(Wait::Match(steps)) => self.step_match(steps),
            Some(Wait::Search(origin)) => {
                let query = self.search.as_ref().map(|search| search.query.clone());
                if let Some(query) = query {
                    self.origin = Some(origin);
                    self.search_for(&query);
                    self.keep_search();
                }
            }
        }
    }
}
