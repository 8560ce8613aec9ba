//! What happens before it is known what was kept of each post: held back where that matters, so that nothing is shown or
//! done otherwise than if it had been known from the beginning.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::{io, thread};

use super::damaged;
use super::incoming::Incoming;
use super::store::Rest;
use crate::app::message::Message;

/// What waits, in the order in which it came.
#[derive(Debug, Default)]
pub(super) struct Held {
    waits: bool,
    all: Vec<Incoming>,
}

impl Held {
    /// Reads the rest of what was kept, if there is any, on a thread of its own.
    pub(super) fn until(rest: Option<Rest>, sender: Sender<Incoming>) -> io::Result<Self> {
        let waits = rest.is_some();
        if let Some(rest) = rest {
            let read = move || {
                // Whatever happens, the reader must not wait for ever.
                let kept = catch_unwind(AssertUnwindSafe(|| rest.read())).unwrap_or_default();
                let notice = kept.damaged.map(|aside| Message::Notice(damaged(&aside)));
                let records = Message::Kept(kept.state.posts.into());
                for message in [records].into_iter().chain(notice) {
                    // Once the loop has ended nobody needs to know.
                    let _ = sender.send(Incoming::Message(message));
                }
            };
            let thread = thread::Builder::new().name("folio-kept".to_owned());
            thread.spawn(read)?;
        }
        Ok(Self {
            waits,
            all: Vec::new(),
        })
    }

    /// Takes what has come, and gives back what is to be done now. `asks_flags`: which posts are shown depends on what was
    /// kept.
    pub(super) fn pass(&mut self, incoming: Incoming, asks_flags: bool) -> Vec<Incoming> {
        if let Incoming::Message(Message::Kept(_)) = incoming {
            self.waits = false;
            let held = std::mem::take(&mut self.all).into_iter();
            return [incoming].into_iter().chain(held).collect();
        }
        if self.waits && !is_free(&incoming, asks_flags) {
            self.all.push(incoming);
            return Vec::new();
        }
        vec![incoming]
    }
}

/// Whether it makes no difference to this what was kept.
fn is_free(incoming: &Incoming, asks_flags: bool) -> bool {
    match incoming {
        Incoming::Background(_) | Incoming::Answered => true,
        Incoming::Message(Message::Scanned(..)) => !asks_flags,
        Incoming::Message(Message::Resize(_) | Message::Notice(_) | Message::Terminate) => true,
        Incoming::Message(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::RequestId;
    use crate::app::state::PostStates;

    /// What is to be done now, one after the other.
    fn passed(held: &mut Held, message: Message, asks_flags: bool) -> String {
        let passed = held.pass(Incoming::Message(message), asks_flags);
        let name = |one: Incoming| match one {
            Incoming::Message(Message::Kept(_)) => "kept",
            Incoming::Message(Message::Scanned(..)) => "posts",
            Incoming::Message(Message::Paste(_)) => "paste",
            Incoming::Message(Message::Terminate) => "end",
            _ => "other",
        };
        passed.into_iter().map(name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_depends_on_it_waits_for_what_was_kept() {
        let posts = || Message::Scanned(RequestId(1), Vec::new());
        let paste = || Message::Paste(String::new());
        let mut held = Held {
            waits: true,
            all: Vec::new(),
        };
        assert_eq!(passed(&mut held, posts(), false), "posts");
        assert_eq!(passed(&mut held, paste(), false), "");
        assert_eq!(passed(&mut held, posts(), true), "");
        assert_eq!(passed(&mut held, Message::Terminate, true), "end");
        let kept = Message::Kept(PostStates::default());
        assert_eq!(passed(&mut held, kept, true), "kept paste posts");
        assert_eq!(passed(&mut held, paste(), true), "paste");
        assert_eq!(passed(&mut Held::default(), paste(), true), "paste");
    }
}
