//! Searching in a very long article, which takes longer than a frame: in the background, as one types.

use std::ops::Range;
use std::sync::Arc;

use crate::app::Model;
use crate::app::message::{Effect, Find};
use crate::app::search::Search;
use crate::document::Needle;

/// Bytes of text that are searched within a frame, whatever the words: a letter that is everywhere takes some 4 ms.
const LONG: usize = 1024 * 1024;

impl Model {
    /// Follows what is being typed; a long article is searched in the background, and what was found before stays marked
    /// until it has been.
    pub(super) fn type_search(&mut self, query: &str) -> Vec<Effect> {
        self.finding = None;
        let article = self.article.as_ref();
        let document = article.map(|article| Arc::clone(&article.body.document));
        let long = document.filter(|document| document.text().len() > LONG);
        let Some(document) = long.filter(|_| Needle::new(query).is_some()) else {
            self.search_for(query);
            return Vec::new();
        };
        let ticket = self.next_ticket();
        self.finding = Some(ticket);
        vec![Effect::Find(Find {
            ticket,
            document,
            query: query.to_owned(),
        })]
    }

    /// Goes to what was found, if it was looked for last and in what is still open.
    pub(super) fn found(&mut self, find: &Find, found: Vec<Range<u32>>) -> Vec<Effect> {
        let open = self.article.as_ref().map(|article| &article.body.document);
        let is_open = open.is_some_and(|open| Arc::ptr_eq(open, &find.document));
        if !is_open || self.finding != Some(find.ticket) {
            return Vec::new();
        }
        self.finding = None;
        if let (Some(article), Some(origin)) = (&self.article, self.origin) {
            let search = Search::at(article, &find.query, found, origin);
            self.go_to_found(Some(search));
        }
        // Enter was pressed before there was anything to stay at.
        if self.prompt.is_none() {
            self.keep_search();
        }
        Vec::new()
    }

    /// Whether the latest words are still being looked for in the open article.
    pub fn is_finding(&self) -> bool {
        self.finding.is_some()
    }
}
