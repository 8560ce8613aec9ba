//! Reads the head of a file: the front matter and everything up to the first heading.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::post::{
    AmbiguousForm, Decoded, MAX_FRONT_MATTER_BYTES, complete_characters_len, decode,
    head_is_complete, is_binary,
};
use crate::runtime::files::{ReadError, RegularFile, open_regular, read_text_into};

/// Number of bytes in the first read. Most heads fit in one read.
const FIRST_READ_BYTES: usize = 4 << 10;

/// Number of bytes at the start of a file that are searched first for the end of the head. Most heads end in them, and searching
/// a short text is cheap. Binary files are detected by these bytes, too.
const SHORT_HEAD_BYTES: usize = 1 << 10;

/// Maximum number of bytes that are read: the longest front matter, with room for its fences.
const MAX_HEAD_BYTES: usize = MAX_FRONT_MATTER_BYTES + FIRST_READ_BYTES;

/// The head of a file.
pub(super) struct FileHead<'a> {
    /// The text of the head.
    pub(super) text: Decoded<'a>,
    /// The size of the complete file in bytes.
    pub(super) file_bytes: u64,
}

/// A reader that reads the heads of files one after the other into the same buffer.
pub(super) struct HeadReader {
    /// The form of front matter that looks like body text, and is recognized because the site's generator reads it.
    ambiguous_form: AmbiguousForm,
    /// The buffer, which all reads use. It may be longer than the last head.
    buffer: Vec<u8>,
}

impl HeadReader {
    /// Creates a reader for posts of a site whose generator reads this ambiguous form of front matter.
    pub(super) fn new(ambiguous_form: AmbiguousForm) -> Self {
        Self {
            ambiguous_form,
            buffer: Vec::new(),
        }
    }

    /// Reads the complete regular text file at `path`.
    pub(super) fn read_all(&mut self, path: &Path) -> Result<&[u8], ReadError> {
        read_text_into(path, &mut self.buffer)?;
        Ok(&self.buffer)
    }

    /// Reads the head of the regular file at `path`.
    pub(super) fn read(&mut self, path: &Path) -> Result<FileHead<'_>, ReadError> {
        let RegularFile {
            mut file,
            size: file_bytes,
        } = open_regular(path)?;
        // Number of bytes that were read.
        let mut filled = 0;
        // Length up to which the next read may fill the buffer.
        let mut target = FIRST_READ_BYTES;
        loop {
            if self.buffer.len() < target {
                self.buffer.resize(target, 0);
            }
            let count = read_once(&mut file, &mut self.buffer[filled..target])?;
            if filled < SHORT_HEAD_BYTES {
                let first_bytes = &self.buffer[..(filled + count).min(SHORT_HEAD_BYTES)];
                if is_binary(first_bytes) {
                    return Err(ReadError::Binary);
                }
            }
            filled += count;
            // A read may return fewer bytes than are available, so only zero bytes mean the end of the file.
            if count == 0 {
                break;
            }
            let complete_chars_len = complete_characters_len(&self.buffer[..filled]);
            if filled >= MAX_HEAD_BYTES {
                filled = complete_chars_len;
                break;
            }
            // The end of the head is searched for in a short prefix first, then in all bytes.
            let max_prefix_len = complete_chars_len.min(SHORT_HEAD_BYTES);
            let prefix_len = complete_characters_len(&self.buffer[..max_prefix_len]);
            let is_complete = |bytes| head_is_complete(bytes, self.ambiguous_form);
            if is_complete(&self.buffer[..prefix_len])
                || is_complete(&self.buffer[..complete_chars_len])
            {
                filled = complete_chars_len;
                break;
            }
            if filled == target {
                target = (target * 4).min(MAX_HEAD_BYTES);
            }
        }
        Ok(FileHead {
            text: decode(&self.buffer[..filled]),
            file_bytes,
        })
    }
}

/// Reads once, and retries if a signal interrupts the read.
fn read_once(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
