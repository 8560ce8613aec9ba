//! The head of a file: as much as it takes to see the end of its front matter.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::post::{Decoded, LONGEST_FRONT_MATTER, decode, head_is_complete, whole_characters};

/// Bytes read at first; most front matter, and a first heading, ends within them.
const FIRST: usize = 8 << 10;

/// Bytes read at most: the longest front matter, with room for its fences.
const MOST: usize = LONGEST_FRONT_MATTER + FIRST;

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
    bytes: Vec<u8>,
}

impl Reader {
    /// The head of the file at `path`, which must not be a fifo: opening one waits for a writer.
    pub(super) fn read(&mut self, path: &Path) -> io::Result<Decoded<'_>> {
        let mut file = File::open(path)?;
        self.bytes.clear();
        let mut wanted = FIRST;
        loop {
            let ended = self.fill(&mut file, wanted)?;
            if ended || wanted >= MOST {
                break;
            }
            let whole = whole_characters(&self.bytes);
            if head_is_complete(&decode(&self.bytes[..whole]).text) {
                self.bytes.truncate(whole);
                break;
            }
            wanted = (wanted * 4).min(MOST);
        }
        Ok(decode(&self.bytes))
    }

    /// Reads on until there are `wanted` bytes; true at the end of the file.
    fn fill(&mut self, file: &mut File, wanted: usize) -> io::Result<bool> {
        let mut filled = self.bytes.len();
        self.bytes.resize(wanted, 0);
        while filled < wanted {
            match file.read(&mut self.bytes[filled..]) {
                Ok(0) => {
                    self.bytes.truncate(filled);
                    return Ok(true);
                }
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }
}
