//! Decoding of the bytes of a terminal into events. The decoder has no clock: the caller measures the timeouts.
//!
//! An incomplete sequence is held, since a slow connection may split it anywhere. An answer of the terminal (OSC, DCS, private
//! CSI) is never decoded as keys, even if it is late or long.

use std::time::Duration;

use super::Event;
use super::keys::{plain_key, with_alt};
use super::sequence::{OverlongKind, ParsedInput, parse};
use crate::app::event::Code;

/// Time to hold bytes that may be a typed key or the start of a sequence: Esc, or Alt with a character such as `[`.
const ESC_TIMEOUT: Duration = Duration::from_millis(25);

/// Time to hold the start of a sequence that only a terminal can send.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);

/// A decoder, which holds the bytes that do not form a complete event yet.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The held bytes.
    pending: Vec<u8>,
    /// The kind of the sequence whose remaining bytes are being skipped because the sequence is too long. `None` if no bytes are
    /// being skipped.
    skipped_sequence: Option<OverlongKind>,
}

impl Decoder {
    /// Adds bytes and returns the complete events.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.pending.extend(bytes);
        let mut events = Vec::new();
        let mut consumed = 0;
        loop {
            if let Some(kind) = self.skipped_sequence {
                let skipped = kind.skip(&self.pending[consumed..]);
                consumed += skipped.bytes;
                if !skipped.is_end {
                    break;
                }
                self.skipped_sequence = None;
            }
            match parse(&self.pending[consumed..]) {
                ParsedInput::Complete(length, event) => {
                    events.extend(event);
                    consumed += length;
                }
                ParsedInput::Overlong(length, kind, event) => {
                    events.extend(event);
                    consumed += length;
                    self.skipped_sequence = Some(kind);
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
            _ if self.skipped_sequence.is_some() => Some(SEQUENCE_TIMEOUT),
            [] => None,
            [0x1b] | [0x1b, _] | [0x1b, 0x1b, _] => Some(ESC_TIMEOUT),
            _ => Some(SEQUENCE_TIMEOUT),
        }
    }

    /// Returns the events of the held bytes after a timeout. The bytes may be single keys or a paste without an end. The start of
    /// any other sequence is dropped, because the rest of the sequence is lost.
    pub fn expire(&mut self) -> Vec<Event> {
        let esc = || plain_key(Code::Esc);
        let alt_with = |byte: u8| with_alt(plain_key(Code::Char(byte as char)));
        let held = std::mem::take(&mut self.pending);
        if self.skipped_sequence.take().is_some() {
            return Vec::new();
        }
        match &*held {
            [0x1b] => vec![esc()],
            [0x1b, 0x1b] => vec![esc(), esc()],
            [0x1b, byte] if byte.is_ascii_graphic() => vec![alt_with(*byte)],
            [0x1b, 0x1b, byte] if byte.is_ascii_graphic() => vec![esc(), alt_with(*byte)],
            held => Vec::from_iter(super::sequence::unclosed_paste(held)),
        }
    }
}

#[cfg(test)]
mod tests;
