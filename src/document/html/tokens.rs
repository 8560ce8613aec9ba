//! Tokenizes HTML with html5gum, with a limit on the number of attributes of a tag.
//!
//! html5gum 0.9 recurses once for each double-quoted attribute of a tag. A few thousand such attributes overflow the stack.
//! [`BoundedReader`] therefore ends the input at the first tag with more than [`MAX_ATTRIBUTES`] of them.

use std::cell::Cell;
use std::convert::Infallible;

use html5gum::{DefaultEmitter, Readable, Reader, StringReader, Tokenizer};

/// Maximum number of double-quoted attributes of a tag. Real tags have a dozen; a debug build uses about 4 KiB of stack
/// for each attribute.
const MAX_ATTRIBUTES: usize = 32;

/// A tokenizer that ends before a tag with too many attributes.
pub(super) type Tokens<'t> = Tokenizer<BoundedReader<'t>, DefaultEmitter<usize>>;

/// Returns the tokens of `html` with their byte ranges. The tokens end before a tag with too many attributes; `is_cut` is then
/// set to true.
pub(super) fn tokens<'t>(html: &'t str, is_cut: &'t Cell<bool>) -> Tokens<'t> {
    let reader = BoundedReader {
        inner: html.to_reader(),
        quoted_values: 0,
        is_cut,
    };
    Tokenizer::new_with_emitter(reader, DefaultEmitter::new_with_span())
}

/// A reader that ends the input at a tag with more than [`MAX_ATTRIBUTES`] double-quoted attributes.
pub(super) struct BoundedReader<'t> {
    inner: StringReader<'t>,
    /// Number of double-quoted values since the tokenizer last read text.
    quoted_values: usize,
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
        // The tokenizer reads text up to `<`, and a double-quoted value up to `"`. It reads an attribute's name up to `<` or `"`.
        let (to_tag, to_quote) = (needle.contains(&b'<'), needle.contains(&b'"'));
        if to_tag && !to_quote {
            self.quoted_values = 0;
        }
        let read = self.inner.read_until(needle, buffer)?;
        if to_quote && !to_tag && read == Some(b"\"") {
            self.quoted_values += 1;
            self.is_cut.set(self.quoted_values > MAX_ATTRIBUTES);
        }
        Ok(read)
    }
}
