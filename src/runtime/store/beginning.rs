//! The part of a state that the first frame needs, read before the posts of many years.

use std::fs::File;
use std::io::{self, Read};

use super::file::{Kept, StateFile};
use super::format;

/// Bytes that are read at first. A file that is no longer is read whole.
const FIRST: u64 = 64 << 10;

/// What is still to be read of a file.
#[derive(Debug)]
pub struct Rest {
    file: StateFile,
    /// All that was read.
    text: Vec<u8>,
    /// The file as it was when it was opened; one that is written meanwhile is another.
    from: File,
}

impl StateFile {
    /// Reads it as [`StateFile::read`] does; of a long one no more than the view, the marks and the last post, and what reads
    /// the rest, which takes 0.1 s where 100,000 posts were read.
    pub fn begin(&self) -> (Kept, Option<Rest>) {
        self.try_begin().unwrap_or_default()
    }

    fn try_begin(&self) -> io::Result<(Kept, Option<Rest>)> {
        let mut from = File::open(self.path())?;
        let mut text = Vec::new();
        from.by_ref().take(FIRST).read_to_end(&mut text)?;
        if (text.len() as u64) < FIRST {
            return Ok((self.kept(&text), None));
        }
        let beginning = format::read_beginning(&text);
        let rest = Rest {
            file: self.clone(),
            text,
            from,
        };
        let Some(state) = beginning else {
            return Ok((rest.read(), None));
        };
        let kept = Kept {
            state,
            damaged: None,
        };
        Ok((kept, Some(rest)))
    }
}

impl Rest {
    /// Reads on to the end; what is given back is all of it.
    pub fn read(mut self) -> Kept {
        let whole = self.from.read_to_end(&mut self.text).ok();
        match whole.and_then(|_| format::read(&self.text).ok()) {
            Some(state) => Kept {
                state,
                damaged: None,
            },
            // It may have been put aside and written anew by now.
            None => self.file.read(),
        }
    }
}
