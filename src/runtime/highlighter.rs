//! The highlighter: a thread that highlights code, the visible blocks first, then the rest of the article.

use std::collections::HashSet;
use std::sync::Arc;

use super::panics::catch_panic;
use super::slot::Slot;
use super::threads;
use crate::app::message::{HighlightRequest, Message, RequestId};
use crate::document::Document;
use crate::highlight::{self, Cache, Runs};

/// Number of bytes of code after which a request ends. The model then requests the other blocks again.
const MAX_REQUEST_BYTES: usize = 512 * 1024;

/// A handle to the thread that highlights code.
#[derive(Debug)]
pub struct HighlightWorker {
    /// The latest request; `None` cancels the previous one.
    slot: Arc<Slot<Option<HighlightRequest>>>,
}

/// A function that highlights the block with the given index. The last argument returns true once the request is canceled; the
/// function then returns `None`.
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
        let highlight = move |document: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
            highlighter.highlight_block(document, block, is_stale)
        };
        Self::start_with(Box::new(highlight), send)
    }

    /// Starts the thread with a custom highlight function, for tests.
    pub fn start_with(
        mut highlight: Box<HighlightBlock>,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let slot: Arc<Slot<Option<HighlightRequest>>> = Arc::default();
        let thread_slot = Arc::clone(&slot);
        let run = move || {
            let mut cache = Cache::default();
            let mut last_id = RequestId::default();
            let mut done_blocks = HashSet::new();
            while let Some(next) = thread_slot.wait() {
                let Some(request) = next else {
                    continue;
                };
                // Requests for the same article have the same id.
                if last_id != request.id {
                    last_id = request.id;
                    done_blocks.clear();
                }
                let highlight_or_look_up = |block| {
                    highlight_block(&request, block, &thread_slot, &mut cache, &mut *highlight)
                };
                if !answer(
                    &request,
                    &thread_slot,
                    &mut done_blocks,
                    highlight_or_look_up,
                    &send,
                ) {
                    return;
                }
            }
        };
        threads::start("folio-highlighter", run)?;
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

/// Highlights the blocks of one request, except for `done_blocks`. Stops when `slot` contains another request, or after more than
/// [`MAX_REQUEST_BYTES`]. Returns false once the event loop has ended.
fn answer(
    request: &HighlightRequest,
    slot: &Slot<Option<HighlightRequest>>,
    done_blocks: &mut HashSet<usize>,
    mut highlight_or_look_up: impl FnMut(usize) -> Option<Arc<Runs>>,
    send: impl Fn(Message) -> bool,
) -> bool {
    let blocks = request.document.blocks();
    let first_block = request.first_block.min(blocks.len());
    let mut bytes = 0;
    for block in (first_block..blocks.len()).chain(0..first_block) {
        if !highlight::is_colorable(&request.document, block) || done_blocks.contains(&block) {
            continue;
        }
        if bytes > MAX_REQUEST_BYTES || slot.has_request() {
            break;
        }
        let Some(runs) = highlight_or_look_up(block) else {
            break;
        };
        done_blocks.insert(block);
        bytes += blocks[block].text_range().len();
        if !send(Message::Highlighted(request.id, block as u32, runs)) {
            return false;
        }
    }
    true
}

/// Highlights one block, or finds it in the cache. A block whose highlighting panics stays plain. Returns `None` once the request
/// is canceled or another article is requested.
fn highlight_block(
    request: &HighlightRequest,
    block_index: usize,
    slot: &Slot<Option<HighlightRequest>>,
    cache: &mut Cache,
    highlight: &mut HighlightBlock,
) -> Option<Arc<Runs>> {
    let document = &*request.document;
    let ends_request =
        |next: &Option<HighlightRequest>| next.as_ref().is_none_or(|next| next.id != request.id);
    let is_stale = || slot.has_request_with(ends_request);
    let mut highlight_isolated = || {
        catch_panic("highlighting", || {
            highlight(document, block_index, &is_stale)
        })
        .unwrap_or_else(|| Some(Runs::default()))
    };
    let block = &document.blocks()[block_index];
    // A block of ANSI output is not looked up in the cache, because the key of the cache is the text without its colors.
    if !document.sgr_parameters(block.text_range()).is_empty() {
        return highlight_isolated().map(Arc::new);
    }
    let language = document.language(block).unwrap_or_default();
    cache.get_or_highlight(&language, &document.block_text(block), highlight_isolated)
}

#[cfg(test)]
mod tests;
