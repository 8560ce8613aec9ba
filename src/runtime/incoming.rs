//! What reaches the loop, whoever sends it.

use std::sync::mpsc::Sender;

use super::input::Event;
use super::terminal;
use crate::app::message::Message;

/// What reaches the loop.
#[derive(Debug)]
pub(super) enum Incoming {
    /// Something for the model.
    Message(Message),
    /// The terminal has told its background.
    Background(terminal::Background),
    /// The terminal has answered all that it was asked.
    Answered,
}

/// Turns what the terminal and the system report into messages.
pub(super) fn hand_on(sender: Sender<Incoming>) -> impl Fn(Event) + Send + 'static {
    move |event| {
        let incoming = match event {
            Event::Key(key) => Incoming::Message(Message::Key(key)),
            Event::Mouse(mouse) => Incoming::Message(Message::Mouse(mouse)),
            Event::Paste(text) => Incoming::Message(Message::Paste(text)),
            Event::Focus => Incoming::Message(Message::Focused),
            Event::Resize(size) => Incoming::Message(Message::Resize(size)),
            Event::Hangup | Event::Terminate | Event::Interrupt => {
                Incoming::Message(Message::Terminate)
            }
            Event::Suspend => Incoming::Message(Message::Suspend),
            Event::Continue => Incoming::Message(Message::Resumed),
            Event::Background(background) => Incoming::Background(background),
            Event::Answered => Incoming::Answered,
        };
        // Once the loop has ended nobody needs to know.
        let _ = sender.send(incoming);
    }
}

/// The same without the sizes that others follow with nothing in between: nobody sees them.
pub(super) fn latest_sizes(batch: Vec<Incoming>) -> Vec<Incoming> {
    let is_size = |one: &Incoming| matches!(one, Incoming::Message(Message::Resize(_)));
    let mut kept: Vec<Incoming> = Vec::with_capacity(batch.len());
    for one in batch {
        if is_size(&one) && kept.last().is_some_and(is_size) {
            kept.pop();
        }
        kept.push(one);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Size;

    #[test]
    fn of_sizes_in_a_row_only_the_last_counts() {
        let size = |width| Incoming::Message(Message::Resize(Size { width, height: 9 }));
        let batch = vec![
            size(1),
            size(2),
            Incoming::Answered,
            size(3),
            size(4),
            size(5),
        ];
        let width = |one: &Incoming| match one {
            Incoming::Message(Message::Resize(size)) => size.width,
            _ => 0,
        };
        let kept: Vec<_> = latest_sizes(batch).iter().map(width).collect();
        assert_eq!(kept, [2, 0, 5]);
    }
}
