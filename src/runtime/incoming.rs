//! The events that the event loop receives from the terminal, the system and the workers.

use std::sync::mpsc::Sender;

use super::copy::{CopyError, CopyText};
use super::input::{Event, Exit};
use super::libraries::OpenedLibrary;
use super::terminal;
use crate::app::message::Message;
use crate::site::OpenTarget;

/// An event for the event loop.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message for the model.
    Message(Message),
    /// The terminal reported its background.
    Background(terminal::TerminalBackground),
    /// The terminal answered the last query. No more answers follow: terminals answer in order.
    DeviceAttributes {
        /// True if the terminal supports sixels.
        has_sixels: bool,
    },
    /// The text to copy, which a worker has read, or the reason why there is none.
    CopyReady(Result<CopyText, CopyError>),
    /// The library to switch to, or the reason why it can't be opened.
    LibraryOpened(anyhow::Result<Box<OpenedLibrary>>),
    /// The configuration of the library's site has changed. Contains the library and its rules, resolved again.
    SiteChanged(Box<OpenTarget>),
    /// An event of the workers of one library. Dropped if another library is open by now.
    OfLibrary(LibraryId, Box<Incoming>),
    /// The system requests that the reader exits.
    End(Exit),
}

/// The id of a library that was opened in this run: a number that increases with each switch to another library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LibraryId(pub(super) u64);

/// A sender for the workers of one library.
#[derive(Clone, Debug)]
pub(super) struct WorkerSender {
    sender: Sender<Incoming>,
    library: LibraryId,
}

impl WorkerSender {
    pub(super) fn new(sender: Sender<Incoming>, library: LibraryId) -> Self {
        Self { sender, library }
    }

    /// Sends an event. Returns false once the event loop has ended.
    pub(super) fn send(&self, event: impl Into<Incoming>) -> bool {
        let event = Incoming::OfLibrary(self.library, Box::new(event.into()));
        self.sender.send(event).is_ok()
    }
}

impl From<Message> for Incoming {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

/// Returns a function that forwards the events of the terminal and the system to the event loop.
pub(super) fn forward_events(sender: Sender<Incoming>) -> impl Fn(Event) + Send + 'static {
    move |event| {
        let incoming = match event {
            Event::Key(key) => Incoming::Message(Message::Key(key)),
            Event::Mouse(mouse) => Incoming::Message(Message::Mouse(mouse)),
            Event::Paste(text) => Incoming::Message(Message::Paste(text)),
            Event::Focus => Incoming::Message(Message::Focused),
            Event::Resize(size) => Incoming::Message(Message::Resize(size)),
            Event::End(exit) => Incoming::End(exit),
            Event::Suspend => Incoming::Message(Message::Suspend),
            Event::Continue => Incoming::Message(Message::Resumed),
            Event::Background(background) => Incoming::Background(background),
            Event::Graphics(method) => Incoming::Message(Message::GraphicsFound(method)),
            // The size that the system reports takes precedence over the terminal's answer. The system's size is read again at
            // each resize, so it is right even after the font has changed.
            Event::CellSize(cell) => {
                Incoming::Message(Message::CellSize(terminal::cell_size().unwrap_or(cell)))
            }
            Event::DeviceAttributes { has_sixels } => Incoming::DeviceAttributes { has_sixels },
        };
        // Fails only after the event loop has ended.
        let _ = sender.send(incoming);
    }
}

/// Removes each resize that is directly followed by another resize, since a frame for the first size would be replaced
/// immediately.
pub(super) fn without_superseded_sizes(batch: Vec<Incoming>) -> Vec<Incoming> {
    let is_size = |event: &Incoming| matches!(event, Incoming::Message(Message::Resize(_)));
    let mut events: Vec<Incoming> = Vec::with_capacity(batch.len());
    for event in batch {
        if is_size(&event) && events.last().is_some_and(is_size) {
            events.pop();
        }
        events.push(event);
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::Size;

    #[test]
    fn only_the_last_of_consecutive_resizes_is_kept() {
        let size = |width| Incoming::Message(Message::Resize(Size { width, height: 9 }));
        let batch = vec![
            size(1),
            size(2),
            Incoming::DeviceAttributes { has_sixels: false },
            size(3),
            size(4),
            size(5),
        ];
        // The width of a resize, or 0 for another event.
        let width = |event: &Incoming| match event {
            Incoming::Message(Message::Resize(size)) => size.width,
            _ => 0,
        };
        let widths: Vec<_> = without_superseded_sizes(batch).iter().map(width).collect();
        assert_eq!(widths, [2, 0, 5]);
    }
}
