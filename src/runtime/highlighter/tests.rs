use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::*;
use crate::app::message::Shared;
use crate::document::Dialect;

const TIMEOUT: Duration = Duration::from_secs(120);

/// Five blocks, of which 0, 2 and 4 can be colored.
const BLOCKS: &str =
    "```json\n1\n```\n\ntext\n\n```json\n2\n```\n\n```\nplain\n```\n\n```json\n3\n```\n";

fn document(source: &str) -> Arc<Document> {
    Arc::new(Document::parse(source, 0..source.len(), Dialect::Auto))
}

/// Returns a request for a document whose first visible block is `first_block`.
fn request(id: u64, document: &Arc<Document>, first_block: usize) -> HighlightRequest {
    HighlightRequest {
        id: RequestId(id),
        document: Shared(Arc::clone(document)),
        first_block,
    }
}

/// Receives the next `count` results. A result is the id of the request, the block, and true if the block is colored.
fn receive(results: &Receiver<Message>, count: usize) -> Vec<(u64, u32, bool)> {
    let receive_one = |_| match results.recv_timeout(TIMEOUT).expect("a result") {
        Message::Highlighted(id, block, runs) => (id.0, block, !runs.is_empty()),
        message => panic!("{message:?}"),
    };
    (0..count).map(receive_one).collect()
}

#[test]
fn visible_blocks_come_first() {
    let (sender, results) = channel();
    let worker = HighlightWorker::start(move |message| sender.send(message).is_ok()).unwrap();
    worker.highlight(request(7, &document(BLOCKS), 2));
    assert_eq!(
        receive(&results, 3),
        [(7, 2, true), (7, 4, true), (7, 0, true)]
    );
}

#[test]
fn a_panic_leaves_only_its_block_plain() {
    let (sender, results) = channel();
    let mut syntax_highlighter = highlight::Highlighter::default();
    let highlight = move |document: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
        assert!(block != 2, "this test lets block 2 panic");
        syntax_highlighter.highlight_block(document, block, is_stale)
    };
    let send = move |message| sender.send(message).is_ok();
    let worker = HighlightWorker::start_with(Box::new(highlight), send).unwrap();
    worker.highlight(request(1, &document(BLOCKS), 0));
    assert_eq!(
        receive(&results, 3),
        [(1, 0, true), (1, 2, false), (1, 4, true)]
    );
}

/// A worker whose highlight function reports each block that it starts, and then waits until the test lets it finish.
struct SteppedWorker {
    worker: HighlightWorker,
    started_blocks: Receiver<usize>,
    permit_finish: Sender<()>,
    results: Receiver<Message>,
}

impl SteppedWorker {
    fn start() -> Self {
        let (send_result, results) = channel();
        let (permit_finish, finish_permits) = channel::<()>();
        let (report_start, started_blocks) = channel();
        let highlight = move |_: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
            report_start.send(block).unwrap();
            finish_permits.recv_timeout(TIMEOUT).unwrap();
            (!is_stale()).then(Runs::default)
        };
        let send = move |message| send_result.send(message).is_ok();
        let worker = HighlightWorker::start_with(Box::new(highlight), send).unwrap();
        Self {
            worker,
            started_blocks,
            permit_finish,
            results,
        }
    }

    /// Waits until the worker starts a block, and returns the block.
    fn next_started_block(&self) -> usize {
        self.started_blocks.recv_timeout(TIMEOUT).unwrap()
    }

    fn finish_block(&self) {
        self.permit_finish.send(()).unwrap();
    }
}

#[test]
fn after_a_scroll_the_worker_finishes_its_block_and_then_starts_the_visible_blocks() {
    let stepped = SteppedWorker::start();
    let document = document(BLOCKS);
    stepped.worker.highlight(request(1, &document, 0));
    assert_eq!(stepped.next_started_block(), 0);
    // Another request for the same article, which was scrolled to another block.
    stepped.worker.highlight(request(1, &document, 4));
    for next_block in [4, 2] {
        stepped.finish_block();
        assert_eq!(stepped.next_started_block(), next_block);
    }
    stepped.finish_block();
    // The worker's highlight function returns no runs, so no block is colored.
    assert_eq!(
        receive(&stepped.results, 3),
        [(1, 0, false), (1, 4, false), (1, 2, false)]
    );
}

#[test]
fn request_for_another_article_drops_the_current_block() {
    let stepped = SteppedWorker::start();
    stepped.worker.highlight(request(1, &document(BLOCKS), 4));
    assert_eq!(stepped.next_started_block(), 4);
    let other = document("```json\n4\n```\n");
    stepped.worker.highlight(request(2, &other, 0));
    stepped.finish_block();
    assert_eq!(stepped.next_started_block(), 0);
    stepped.finish_block();
    assert_eq!(receive(&stepped.results, 1), [(2, 0, false)]);
    assert!(stepped.results.try_recv().is_err());
}

#[test]
fn blocks_of_an_article_opened_again_come_from_the_cache() {
    let (sender, results) = channel();
    let mut syntax_highlighter = highlight::Highlighter::default();
    let (report_highlighting, highlighted) = channel();
    let highlight = move |document: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
        report_highlighting.send(()).unwrap();
        syntax_highlighter.highlight_block(document, block, is_stale)
    };
    let send = move |message| sender.send(message).is_ok();
    let worker = HighlightWorker::start_with(Box::new(highlight), send).unwrap();
    for id in 1..4 {
        worker.highlight(request(id, &document(BLOCKS), 0));
        assert_eq!(receive(&results, 3).len(), 3);
    }
    assert_eq!(highlighted.try_iter().count(), 3);
}
