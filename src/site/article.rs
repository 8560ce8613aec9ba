//! A file's bytes, read as a post and its document.

use std::ops::Range;
use std::path::Path;

use crate::document::{BodyParser, Document, ParseOptions};
use crate::post::{self, ParsedPost, Post, ReadContext};

/// A file, read: its post, its text and the place of its body.
#[derive(Clone, Debug)]
pub struct Source {
    /// The metadata.
    pub post: Post,
    /// The whole file, decoded.
    pub text: String,
    /// The bytes of the body in the text.
    pub body: Range<usize>,
}

impl Source {
    /// Reads a file that belongs to no site. `path` is below the library's folder.
    pub fn new(path: &Path, bytes: Vec<u8>) -> Self {
        Self::parse(ReadContext::default(), path, bytes)
    }

    /// Reads a file's bytes. `path` is below the library's folder.
    pub fn parse(context: ReadContext<'_>, path: &Path, bytes: Vec<u8>) -> Self {
        let decoded = post::decode(&bytes);
        let ParsedPost { post, body } = post::parse(context, path, &decoded);
        // UTF-8 without a byte order mark is moved, not copied.
        let text = match decoded.text {
            std::borrow::Cow::Owned(text) => text,
            std::borrow::Cow::Borrowed(text) if text.len() < bytes.len() => text.to_owned(),
            std::borrow::Cow::Borrowed(_) => String::from_utf8(bytes).unwrap_or_default(),
        };
        Self { post, text, body }
    }

    /// Returns line and column of byte `at` of the text, both from 1; the column in characters.
    pub fn line_and_column(&self, at: usize) -> (u32, u32) {
        post::line_and_column(&self.text, at)
    }

    /// Returns a parser for the body.
    pub fn parser(&self, options: impl Into<ParseOptions>) -> BodyParser<'_> {
        BodyParser::new(&self.text, self.body.clone(), options)
    }

    /// Parses the whole body.
    pub fn document(&self, options: impl Into<ParseOptions>) -> Document {
        self.parser(options).document()
    }
}
