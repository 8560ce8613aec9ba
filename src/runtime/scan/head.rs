//! The head of a file: as much as it takes to see the end of its front matter.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::post::{Decoded, MAX_FRONT_MATTER_BYTES, decode, head_is_complete, whole_characters};

/// Bytes read at first; most front matter, and a first heading, ends within them.
const FIRST: usize = 4 << 10;

/// Bytes that are looked at first.
const SHORT: usize = 1 << 10;

/// Bytes read at most: the longest front matter, with room for its fences.
const MOST: usize = MAX_FRONT_MATTER_BYTES + FIRST;

/// Reads the head of one file.
pub fn read_head(path: &Path) -> io::Result<Decoded<'static>> {
    let mut reader = Reader::default();
    let head = reader.read(path)?;
    Ok(Decoded {
        text: head.text.into_owned().into(),
        problem: head.problem,
    })
}

/// Reads heads one after the other into the same buffer.
#[derive(Default)]
pub(super) struct Reader {
    /// As long as the longest head so far; only what was read last is of use.
    buffer: Vec<u8>,
}

impl Reader {
    /// The head of the file at `path`, which must not be a fifo: opening one waits for a writer.
    pub(super) fn read(&mut self, path: &Path) -> io::Result<Decoded<'_>> {
        let mut file = File::open(path)?;
        let mut filled = 0;
        let mut wanted = FIRST;
        loop {
            if self.buffer.len() < wanted {
                self.buffer.resize(wanted, 0);
            }
            let count = read(&mut file, &mut self.buffer[filled..wanted])?;
            filled += count;
            // A file may be read in pieces, so only nothing is its end; most heads are complete before it is asked for.
            if count == 0 {
                break;
            }
            let whole = whole_characters(&self.buffer[..filled]);
            if filled >= MOST {
                filled = whole;
                break;
            }
            // Most blocks are short, and a short text is checked in no time.
            let start = whole_characters(&self.buffer[..whole.min(SHORT)]);
            if head_is_complete(&self.buffer[..start]) || head_is_complete(&self.buffer[..whole]) {
                filled = whole;
                break;
            }
            if filled == wanted {
                wanted = (wanted * 4).min(MOST);
            }
        }
        Ok(decode(&self.buffer[..filled]))
    }
}

/// Reads once, and anew if a signal came between.
fn read(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
