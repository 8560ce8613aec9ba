//! The source of an article: a file parsed into metadata and body.

use std::ops::Range;
use std::path::Path;

use crate::document::{BodyParser, Document, ParseOptions};
use crate::post::{self, ParsedPost, Post, ReadContext};

/// A parsed file: its metadata, its text, and the range of the body.
#[derive(Clone, Debug)]
pub struct Source {
    /// The metadata.
    pub post: Post,
    /// The decoded text of the complete file.
    pub text: String,
    /// The byte range of the body in `text`.
    pub body: Range<usize>,
}

impl Source {
    /// Parses the bytes of a file that belongs to no site. `path` is relative to the library's folder.
    pub fn new(path: &Path, bytes: Vec<u8>) -> Self {
        Self::parse(ReadContext::default(), path, bytes)
    }

    /// Parses the bytes of a file. `context` describes the file's site. `path` is relative to the library's folder.
    pub fn parse(context: ReadContext<'_>, path: &Path, bytes: Vec<u8>) -> Self {
        let decoded = post::decode(&bytes);
        let ParsedPost { post, body } = post::parse(context, path, &decoded);
        // If the borrowed text is as long as the file, both have the same bytes, so `bytes` becomes the text without a copy. A
        // shorter text lacks the byte order mark.
        let text = match decoded.text {
            std::borrow::Cow::Owned(text) => text,
            std::borrow::Cow::Borrowed(text) if text.len() < bytes.len() => text.to_owned(),
            std::borrow::Cow::Borrowed(_) => String::from_utf8(bytes).unwrap_or_default(),
        };
        Self { post, text, body }
    }

    /// Returns a parser for the body.
    pub fn parser(&self, options: impl Into<ParseOptions>) -> BodyParser<'_> {
        BodyParser::new(&self.text, self.body.clone(), options)
    }

    /// Parses the complete body.
    pub fn document(&self, options: impl Into<ParseOptions>) -> Document {
        self.parser(options).parse_document()
    }
}
