//! HTML tokens from html5gum, with a bound on the attributes of one tag.
//!
//! html5gum 0.9 calls itself once for each double-quoted attribute of a tag, so that a few thousand of them overflow
//! the stack. [`BoundedReader`] ends the input at the first tag that has more than [`MAX_ATTRIBUTES`].

use std::cell::Cell;
use std::convert::Infallible;

use html5gum::{DefaultEmitter, Readable, Reader, StringReader, Tokenizer};

/// Most double-quoted attributes of one tag. Real tags have a dozen; a debug build takes about 4 KiB of stack for each.
const MAX_ATTRIBUTES: usize = 32;

/// A tokenizer over text that notes in `is_cut` whether a tag exceeded the bound and ended the input.
pub(super) type Tokens<'t> = Tokenizer<BoundedReader<'t>, DefaultEmitter<usize>>;

/// Returns the tokens of `html` with their spans in bytes; `is_cut` becomes true where a tag has too many attributes,
/// and the tokens end before that tag.
pub(super) fn tokens<'t>(html: &'t str, is_cut: &'t Cell<bool>) -> Tokens<'t> {
    let reader = BoundedReader {
        inner: html.to_reader(),
        quoted: 0,
        is_cut,
    };
    Tokenizer::new_with_emitter(reader, DefaultEmitter::new_with_span())
}

/// Reads a string until one tag has more than [`MAX_ATTRIBUTES`] double-quoted attributes.
pub(super) struct BoundedReader<'t> {
    inner: StringReader<'t>,
    /// Double-quoted values that have ended since the tokenizer last read text.
    quoted: usize,
    is_cut: &'t Cell<bool>,
}

impl Reader for BoundedReader<'_> {
    type Error = Infallible;

    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        if self.is_cut.get() {
            return Ok(None);
        }
        self.inner.read_byte()
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        self.inner.try_read_string(text, case_sensitive)
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Infallible> {
        if self.is_cut.get() {
            return Ok(None);
        }
        // Text is read up to `<`, a double-quoted value up to `"`, an attribute's name up to either.
        let (to_tag, to_quote) = (needle.contains(&b'<'), needle.contains(&b'"'));
        if to_tag && !to_quote {
            self.quoted = 0;
        }
        let read = self.inner.read_until(needle, buffer)?;
        if to_quote && !to_tag && read == Some(b"\"") {
            self.quoted += 1;
            self.is_cut.set(self.quoted > MAX_ATTRIBUTES);
        }
        Ok(read)
    }
}
