//! Bytes of a terminal → events. Pure: time comes in as "nothing more came".
//!
//! Everything is held until it is whole, for a slow line may cut a sequence anywhere. An answer of the terminal (OSC,
//! DCS, private CSI) is never taken for keys, however late it comes.

use std::time::Duration;

use super::Event;
use super::keys::{alt, key};
use super::sequence::{Step, step};
use crate::app::message::Code;

/// How long what a person can have typed is held: Esc, or Alt with a character that also starts a sequence.
const TYPED: Duration = Duration::from_millis(25);

/// How long the rest of what only a terminal sends is waited for.
const SENT: Duration = Duration::from_millis(500);

/// The bytes that are not yet an event.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pending: Vec<u8>,
}

impl Decoder {
    /// Takes what was read and gives the events that are whole.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.pending.extend(bytes);
        let mut events = Vec::new();
        let mut used = 0;
        while let Step::Whole(length, event) = step(&self.pending[used..]) {
            events.extend(event);
            used += length;
        }
        self.pending.drain(..used);
        events
    }

    /// How long to wait for more before [`Decoder::expire`]; `None` if nothing is held.
    pub(super) fn patience(&self) -> Option<Duration> {
        match &*self.pending {
            [] => None,
            [0x1b] | [0x1b, _] | [0x1b, 0x1b, _] => Some(TYPED),
            _ => Some(SENT),
        }
    }

    /// Nothing more came: what is held was typed as it stands, or is the rest of something broken.
    pub(super) fn expire(&mut self) -> Vec<Event> {
        let esc = || key(Code::Esc);
        match &*std::mem::take(&mut self.pending) {
            [0x1b] => vec![esc()],
            [0x1b, 0x1b] => vec![esc(), esc()],
            [0x1b, char] if char.is_ascii_graphic() => vec![alt(key(Code::Char(*char as char)))],
            [0x1b, 0x1b, char] if char.is_ascii_graphic() => {
                vec![esc(), alt(key(Code::Char(*char as char)))]
            }
            held => Vec::from_iter(super::sequence::cut_off_paste(held)),
        }
    }
}

#[cfg(test)]
mod tests;
