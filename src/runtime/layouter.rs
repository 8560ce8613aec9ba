//! Lays long articles out off the drawing thread. One slot: the latest request is the only one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::{io, thread};

use super::slot::Slot;
use crate::app::message::{LayOut, Message};
use crate::layout::Layout;

/// A thread that lays out.
#[derive(Debug)]
pub(super) struct Layouter {
    slot: Arc<Slot<LayOut>>,
}

impl Layouter {
    /// Starts the thread; its results go to `send`, which says whether anybody still listens.
    pub(super) fn start(send: impl Fn(Message) -> bool + Send + 'static) -> io::Result<Self> {
        let slot: Arc<Slot<LayOut>> = Arc::default();
        let waiting = Arc::clone(&slot);
        let serve = move || {
            loop {
                let LayOut {
                    ticket,
                    document,
                    widths,
                    choices,
                } = waiting.wait();
                let lay_out = || Layout::new(&document, widths, choices);
                // Where it fails, the reader goes on with the rows around the place that is read.
                if let Ok(layout) = catch_unwind(AssertUnwindSafe(lay_out))
                    && !send(Message::LaidOut(ticket, Arc::new(layout)))
                {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name(super::worker::NAME.to_owned());
        thread.spawn(serve)?;
        Ok(Self { slot })
    }

    /// Asks for all rows; a request that is still waiting is dropped.
    pub(super) fn lay_out(&self, request: LayOut) {
        self.slot.put(request);
    }
}
