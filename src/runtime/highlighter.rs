//! Colours code off the drawing thread: the visible blocks first, then the rest of the article.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use super::slot::Slot;
use crate::app::message::{HighlightRequest, Message, RequestId};
use crate::document::Document;
use crate::highlight::{self, Cache, Runs};

/// Bytes of code that one request colours; the reader asks again where it goes beyond.
const AT_ONCE: usize = 512 * 1024;

/// A thread that colours code.
#[derive(Debug)]
pub struct Highlighter {
    /// `None` asks for nothing, in the place of what was asked.
    slot: Arc<Slot<Option<HighlightRequest>>>,
}

/// Colours a block; `None` once nobody waits for it.
pub type Paint = dyn FnMut(&Document, usize, &dyn Fn() -> bool) -> Option<Runs> + Send;

impl Highlighter {
    /// Starts the thread; its results go to `send`, which says whether anybody still listens.
    pub fn start(send: impl Fn(Message) -> bool + Send + 'static) -> std::io::Result<Self> {
        let mut highlighter = highlight::Highlighter::default();
        let paint = move |document: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
            highlighter.block(document, block, is_stale)
        };
        Self::with(Box::new(paint), send)
    }

    /// The same with another way to colour a block.
    pub fn with(
        mut paint: Box<Paint>,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let slot: Arc<Slot<Option<HighlightRequest>>> = Arc::default();
        let waiting = Arc::clone(&slot);
        let serve = move || {
            let mut cache = Cache::default();
            let mut done = (RequestId::default(), HashSet::new());
            loop {
                let Some(request) = waiting.wait() else {
                    continue;
                };
                if done.0 != request.ticket {
                    done = (request.ticket, HashSet::new());
                }
                let find = |block| color(&request, block, &waiting, &mut cache, &mut *paint);
                if !serve(&request, &waiting, &mut done.1, find, &send) {
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("folio-highlighter".to_owned())
            .spawn(serve)?;
        Ok(Self { slot })
    }

    /// Asks for colours; what was asked before is not wanted any more.
    pub fn color(&self, request: HighlightRequest) {
        self.slot.put(Some(request));
    }

    /// Takes back what was asked.
    pub fn rest(&self) {
        self.slot.put(None);
    }
}

/// Colours the blocks of one request that are not `done` yet. False once nobody listens.
fn serve(
    request: &HighlightRequest,
    waiting: &Slot<Option<HighlightRequest>>,
    done: &mut HashSet<usize>,
    mut find: impl FnMut(usize) -> Option<Arc<Runs>>,
    send: impl Fn(Message) -> bool,
) -> bool {
    let blocks = request.document.blocks();
    let from = request.from.min(blocks.len());
    let mut bytes = 0;
    for block in (from..blocks.len()).chain(0..from) {
        if !highlight::is_colorable(&request.document, block) || done.contains(&block) {
            continue;
        }
        if bytes > AT_ONCE || waiting.has(|_| true) {
            break;
        }
        let Some(runs) = find(block) else {
            break;
        };
        done.insert(block);
        bytes += blocks[block].text().len();
        if !send(Message::Highlighted(request.ticket, block as u32, runs)) {
            return false;
        }
    }
    true
}

/// The colours of one block; a panic leaves it plain. `None` once another article is wanted.
fn color(
    request: &HighlightRequest,
    block: usize,
    waiting: &Slot<Option<HighlightRequest>>,
    cache: &mut Cache,
    paint: &mut Paint,
) -> Option<Arc<Runs>> {
    let document = &*request.document;
    let is_other = |next: &Option<HighlightRequest>| {
        next.as_ref()
            .is_none_or(|next| next.ticket != request.ticket)
    };
    let is_stale = || waiting.has(is_other);
    let mut paint = || {
        catch_unwind(AssertUnwindSafe(|| paint(document, block, &is_stale)))
            .unwrap_or_else(|_| Some(Runs::default()))
    };
    let this = &document.blocks()[block];
    if !document.controls(this.text()).is_empty() {
        return paint().map(Arc::new);
    }
    let language = document.language(this).unwrap_or_default();
    cache.get(&language, &document.block_text(this), paint)
}

#[cfg(test)]
mod tests;
