//! What is known about a post beside what the model knows: its file, its address, its front matter as it is written.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::rim::Rim;
use crate::app::details::PostInfo;
use crate::app::message::Message;
use crate::app::update;
use crate::post;

impl Rim {
    /// Tells what is known about a post.
    pub(super) fn describe(&mut self, path: PathBuf) {
        let file = self.background.file(&path);
        let told = PostInfo {
            address: self.address(&path),
            written: file.as_deref().map(front_matter).unwrap_or_default(),
            file,
        };
        update(&mut self.model, Message::PostInfoLoaded(path, told));
    }
}

/// The front matter of a file, fences included; nothing where the file cannot be read.
fn front_matter(file: &Path) -> String {
    let mut bytes = Vec::new();
    // As far as front matter is looked for, and no further into a long post.
    let most = post::MAX_FRONT_MATTER_BYTES as u64;
    let read = File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes));
    if read.is_err() {
        return String::new();
    }
    let whole = post::whole_characters(&bytes);
    let text = post::decode(&bytes[..whole]).text;
    let body = post::split(&text).body.start;
    text[..body].to_owned()
}
