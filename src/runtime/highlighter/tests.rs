use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::*;
use crate::app::message::Shared;
use crate::document::Dialect;

const TIMEOUT: Duration = Duration::from_secs(120);

const BLOCKS: &str =
    "```json\n1\n```\n\ntext\n\n```json\n2\n```\n\n```\nplain\n```\n\n```json\n3\n```\n";

fn document(source: &str) -> Arc<Document> {
    Arc::new(Document::parse(source, 0..source.len(), Dialect::Auto))
}

fn request(ticket: u64, document: &Arc<Document>, from: usize) -> HighlightRequest {
    HighlightRequest {
        id: RequestId(ticket),
        document: Shared(Arc::clone(document)),
        from,
    }
}

/// Receives the next `count` results: ticket, block, and true if the block is colored.
fn next(results: &Receiver<Message>, count: usize) -> Vec<(u64, u32, bool)> {
    let one = |_| match results.recv_timeout(TIMEOUT).expect("a result comes") {
        Message::Highlighted(ticket, block, runs) => (ticket.0, block, !runs.is_empty()),
        message => panic!("{message:?}"),
    };
    (0..count).map(one).collect()
}

#[test]
fn visible_blocks_come_first() {
    let (sender, results) = channel();
    let highlighter = HighlightWorker::start(move |message| sender.send(message).is_ok()).unwrap();
    highlighter.highlight(request(7, &document(BLOCKS), 2));
    assert_eq!(
        next(&results, 3),
        [(7, 2, true), (7, 4, true), (7, 0, true)]
    );
}

#[test]
fn panic_leaves_only_its_block_plain() {
    let (sender, results) = channel();
    let mut inner = highlight::Highlighter::default();
    let paint = move |document: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
        assert!(block != 2, "a grammar fails");
        inner.highlight_block(document, block, is_stale)
    };
    let send = move |message| sender.send(message).is_ok();
    let highlighter = HighlightWorker::with(Box::new(paint), send).unwrap();
    highlighter.highlight(request(1, &document(BLOCKS), 0));
    assert_eq!(
        next(&results, 3),
        [(1, 0, true), (1, 2, false), (1, 4, true)]
    );
}

#[test]
fn latest_request_wins_and_no_block_is_highlighted_twice() {
    let (sender, results) = channel();
    let (go, wait) = channel::<()>();
    let (started, starts) = channel();
    let paint = move |_: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
        started.send(block).unwrap();
        wait.recv_timeout(TIMEOUT).unwrap();
        (!is_stale()).then(Runs::default)
    };
    let send = move |message| sender.send(message).is_ok();
    let highlighter = HighlightWorker::with(Box::new(paint), send).unwrap();
    let started = || starts.recv_timeout(TIMEOUT).unwrap();
    let first = document(BLOCKS);
    highlighter.highlight(request(1, &first, 0));
    assert_eq!(started(), 0);
    // A new request for the same article: the current block is finished first, then the new visible blocks.
    highlighter.highlight(request(1, &first, 4));
    go.send(()).unwrap();
    assert_eq!(started(), 4);
    // A request for another article: the current block is dropped.
    highlighter.highlight(request(2, &document("```json\n4\n```\n"), 0));
    go.send(()).unwrap();
    assert_eq!(started(), 0);
    go.send(()).unwrap();
    assert_eq!(next(&results, 2), [(1, 0, false), (2, 0, false)]);
    assert!(results.try_recv().is_err());
}

#[test]
fn returning_to_an_article_highlights_nothing_again() {
    let (sender, results) = channel();
    let mut inner = highlight::Highlighter::default();
    let (counted, count) = channel();
    let paint = move |document: &Document, block: usize, is_stale: &dyn Fn() -> bool| {
        counted.send(()).unwrap();
        inner.highlight_block(document, block, is_stale)
    };
    let send = move |message| sender.send(message).is_ok();
    let highlighter = HighlightWorker::with(Box::new(paint), send).unwrap();
    for ticket in 1..4 {
        highlighter.highlight(request(ticket, &document(BLOCKS), 0));
        assert_eq!(next(&results, 3).len(), 3);
    }
    assert_eq!(count.try_iter().count(), 3);
}
