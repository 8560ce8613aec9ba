//! Searches a very long article off the drawing thread. One slot: the latest words are the only ones.

use std::io;
use std::sync::Arc;
use std::thread;

use super::slot::Slot;
use crate::app::message::{Find, Message};
use crate::document::Needle;

/// A thread that searches in articles.
#[derive(Debug)]
pub(super) struct Finder {
    slot: Arc<Slot<Find>>,
}

impl Finder {
    /// Starts the thread; its results go to `send`, which says whether anybody still listens.
    pub(super) fn start(send: impl Fn(Message) -> bool + Send + 'static) -> io::Result<Self> {
        let slot: Arc<Slot<Find>> = Arc::default();
        let waiting = Arc::clone(&slot);
        let serve = move || {
            loop {
                let find = waiting.wait();
                let needle = Needle::new(&find.query);
                let found = needle.map_or_else(Vec::new, |needle| needle.find(&find.document));
                if !send(Message::Found(find, found)) {
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("folio-finder".to_owned())
            .spawn(serve)?;
        Ok(Self { slot })
    }

    /// Asks for words; those that still wait are not wanted any more.
    pub(super) fn find(&self, find: Find) {
        self.slot.put(find);
    }
}
