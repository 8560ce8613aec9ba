//! The highlighter: a thread that highlights code, the visible blocks first, then the rest of the article.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use super::panics::isolate_request;
use super::slot::Slot;
use crate::app::message::{HighlightRequest, Message, RequestId};
use crate::document::Document;
use crate::highlight::{self, Cache, Runs};

/// Number of bytes of code after which a request ends; the model then requests the missing blocks again.
const MAX_REQUEST_BYTES: usize = 512 * 1024;

/// A handle to the thread that highlights code.
#[derive(Debug)]
pub struct HighlightWorker {
    /// The latest request; `None` cancels the previous one.
    slot: Arc<Slot<Option<HighlightRequest>>>,
}

/// A function that highlights a block, or returns `None` once the request is canceled.
pub type HighlightBlock = dyn FnMut(&Document, usize, &dyn Fn() -> bool) -> Option<Runs> + Send;

impl Drop for HighlightWorker {
    fn drop(&mut self) {
        self.slot.close();
    }
}

impl HighlightWorker {
    /// Starts the thread. `send` receives the results and returns false once the event loop has ended.
    pub fn start(send: impl Fn(Message) -> bool + Send + 'static) -> std::io::Result<Self> {
        let mut highlighter = highlight::Highlighter::default();
        let paint = move |document: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
            highlighter.highlight_block(document, block, is_stale)
        };
        Self::with(Box::new(paint), send)
    }

    /// Starts the thread with a custom highlight function, for tests.
    pub fn with(
        mut paint: Box<HighlightBlock>,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let slot: Arc<Slot<Option<HighlightRequest>>> = Arc::default();
        let waiting = Arc::clone(&slot);
        let serve = move || {
            let mut cache = Cache::default();
            let mut done = (RequestId::default(), HashSet::new());
            while let Some(next) = waiting.wait() {
                let Some(request) = next else {
                    continue;
                };
                if done.0 != request.id {
                    done = (request.id, HashSet::new());
                }
                let find =
                    |block| highlight_block(&request, block, &waiting, &mut cache, &mut *paint);
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

    /// Requests the highlighting of an article. Replaces an earlier request.
    pub fn highlight(&self, request: HighlightRequest) {
        self.slot.put(Some(request));
    }

    /// Cancels the current request.
    pub fn cancel(&self) {
        self.slot.put(None);
    }
}

/// Highlights the blocks of one request that are not `done` yet. Returns false once the event loop has ended.
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
        if bytes > MAX_REQUEST_BYTES || waiting.has(|_| true) {
            break;
        }
        let Some(runs) = find(block) else {
            break;
        };
        done.insert(block);
        bytes += blocks[block].text().len();
        if !send(Message::Highlighted(request.id, block as u32, runs)) {
            return false;
        }
    }
    true
}

/// Highlights one block, which stays plain after a panic. Returns `None` once another article is requested.
fn highlight_block(
    request: &HighlightRequest,
    block: usize,
    waiting: &Slot<Option<HighlightRequest>>,
    cache: &mut Cache,
    paint: &mut HighlightBlock,
) -> Option<Arc<Runs>> {
    let document = &*request.document;
    let is_other =
        |next: &Option<HighlightRequest>| next.as_ref().is_none_or(|next| next.id != request.id);
    let is_stale = || waiting.has(is_other);
    let mut paint = || {
        isolate_request("highlighting", || paint(document, block, &is_stale))
            .unwrap_or_else(|| Some(Runs::default()))
    };
    let this = &document.blocks()[block];
    if !document.sgr_parameters(this.text()).is_empty() {
        return paint().map(Arc::new);
    }
    let language = document.language(this).unwrap_or_default();
    cache.get_or_highlight(&language, &document.block_text(this), paint)
}

#[cfg(test)]
mod tests;
