//! From a file's bytes to a post and its document: where the two first meet.

use std::ops::Range;
use std::path::Path;

use crate::document::{BodyParser, Document, ParseOptions};
use crate::post::{self, Post};

/// A file as it was read: what its front matter says, and where its body stands.
#[derive(Clone, Debug)]
pub struct Source {
    /// What the front matter says.
    pub post: Post,
    /// The whole file, decoded.
    pub text: String,
    /// The body's bytes in it.
    pub body: Range<usize>,
}

impl Source {
    /// Reads a file's bytes. `path` is below the library's folder; the post is named by it.
    pub fn new(path: &Path, bytes: Vec<u8>) -> Self {
        Self::in_folder(Path::new(""), path, bytes)
    }

    /// The same for a library in `folder`, after which an `index.md` right in it is called.
    pub fn in_folder(folder: &Path, path: &Path, bytes: Vec<u8>) -> Self {
        let decoded = post::decode(&bytes);
        let post = post::read_in(folder, path, &decoded);
        let body = post::split(&decoded.text).body;
        // Honest UTF-8 without a mark in front is taken over as it is, not copied.
        let text = match decoded.text {
            std::borrow::Cow::Owned(text) => text,
            std::borrow::Cow::Borrowed(text) if text.len() < bytes.len() => text.to_owned(),
            std::borrow::Cow::Borrowed(_) => String::from_utf8(bytes).unwrap_or_default(),
        };
        Self { post, text, body }
    }

    /// Line and column of byte `at` of the text, both from 1; the column in characters.
    pub fn place(&self, at: usize) -> (u32, u32) {
        post::place(&self.text, at)
    }

    /// A parser of the body.
    pub fn parser(&self, options: impl Into<ParseOptions>) -> BodyParser<'_> {
        BodyParser::new(&self.text, self.body.clone(), options)
    }

    /// The whole body.
    pub fn document(&self, options: impl Into<ParseOptions>) -> Document {
        self.parser(options).document()
    }
}
