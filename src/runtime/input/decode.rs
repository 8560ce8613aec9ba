//! Decodes the bytes of a terminal into events. Pure: the caller reports timeouts.
//!
//! An incomplete sequence is held, since a slow connection may split it anywhere. An answer of the terminal (OSC, DCS, private
//! CSI) is never decoded as keys, even if it is late or long.

use std::time::Duration;

use super::Event;
use super::keys::{plain_key, with_alt};
use super::sequence::{Overlong, ParsedInput, parse};
use crate::app::event::Code;

/// Time to hold bytes that a user may have typed: Esc, or Alt with a character that also starts a sequence.
const ESC_TIMEOUT: Duration = Duration::from_millis(25);

/// Time to hold the start of a sequence that only a terminal can send.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);

/// A decoder, which holds the bytes that do not form a complete event yet.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The held bytes.
    pending: Vec<u8>,
    /// The kind of a sequence that is too long. It is set while the remaining bytes of this sequence are skipped.
    skipping: Option<Overlong>,
}

impl Decoder {
    /// Adds bytes and returns the complete events.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.pending.extend(bytes);
        let mut events = Vec::new();
        let mut consumed = 0;
        loop {
            if let Some(overlong) = self.skipping {
                let skipped = overlong.skip(&self.pending[consumed..]);
                consumed += skipped.bytes;
                if !skipped.is_end {
                    break;
                }
                self.skipping = None;
            }
            match parse(&self.pending[consumed..]) {
                ParsedInput::Complete(length, event) => {
                    events.extend(event);
                    consumed += length;
                }
                ParsedInput::Overlong(length, overlong, event) => {
                    events.extend(event);
                    consumed += length;
                    self.skipping = Some(overlong);
                }
                ParsedInput::Incomplete => break,
            }
        }
        self.pending.drain(..consumed);
        events
    }

    /// Returns the time to wait for more bytes before calling [`Decoder::expire`], or `None` if no bytes are held.
    pub fn timeout(&self) -> Option<Duration> {
        match &*self.pending {
            _ if self.skipping.is_some() => Some(SEQUENCE_TIMEOUT),
            [] => None,
            [0x1b] | [0x1b, _] | [0x1b, 0x1b, _] => Some(ESC_TIMEOUT),
            _ => Some(SEQUENCE_TIMEOUT),
        }
    }

    /// Returns the events of the held bytes after a timeout. The bytes may be single keys or a paste without an end. The start of
    /// any other sequence is dropped, because the rest of the sequence is lost.
    pub fn expire(&mut self) -> Vec<Event> {
        let esc = || plain_key(Code::Esc);
        let alt_with = |char: u8| with_alt(plain_key(Code::Char(char as char)));
        let held = std::mem::take(&mut self.pending);
        if self.skipping.take().is_some() {
            return Vec::new();
        }
        match &*held {
            [0x1b] => vec![esc()],
            [0x1b, 0x1b] => vec![esc(), esc()],
            [0x1b, char] if char.is_ascii_graphic() => vec![alt_with(*char)],
            [0x1b, 0x1b, char] if char.is_ascii_graphic() => vec![esc(), alt_with(*char)],
            held => Vec::from_iter(super::sequence::unclosed_paste(held)),
        }
    }
}

#[cfg(test)]
mod tests;
