//! Words looked for in a post's own words, in smart case.

use memchr::memmem::Finder;

use crate::post::Post;

/// Text to look for, in smart case.
pub(super) struct Needle {
    finder: Finder<'static>,
    /// It holds a capital letter, so case counts.
    cased: bool,
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        let cased = text.chars().any(char::is_uppercase);
        let mut folded = String::new();
        push(&mut folded, text, !cased);
        Self {
            finder: Finder::new(folded.as_bytes()).into_owned(),
            cased,
        }
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut folded = String::new();
        push(&mut folded, text, !self.cased);
        self.finder.find(folded.as_bytes()).is_some()
    }
}

/// The text of one post that words are looked for in, folded once for all needles.
#[derive(Default)]
pub(super) struct Text {
    cased: String,
    lower: String,
}

impl Text {
    /// Makes room for the next post.
    pub(super) fn forget(&mut self) {
        self.cased.clear();
        self.lower.clear();
    }

    pub(super) fn holds(&mut self, post: &Post, needle: &Needle) -> bool {
        let text = if needle.cased {
            &mut self.cased
        } else {
            &mut self.lower
        };
        if text.is_empty() {
            fill(text, post, !needle.cased);
        }
        needle.finder.find(text.as_bytes()).is_some()
    }
}

/// Title, tags, categories, summary and file name, a line each, so that no match runs from one into the next.
fn fill(text: &mut String, post: &Post, lower: bool) {
    let labels = post.tags.iter().chain(&post.categories);
    let fields = [&post.title].into_iter().chain(labels).chain(&post.summary);
    for field in fields {
        push(text, field, lower);
        text.push('\n');
    }
    if let Some(name) = post.path.file_name() {
        push(text, &name.to_string_lossy(), lower);
        text.push('\n');
    }
}

/// Appends a field; each run of white space that is more than a blank becomes one.
fn push(text: &mut String, field: &str, lower: bool) {
    // Most fields are plain ASCII: copied and lowered at once they take a fifth of the time.
    if field.bytes().all(|byte| (0x20..0x7f).contains(&byte)) && !field.contains("  ") {
        let start = text.len();
        text.push_str(field);
        if lower {
            text[start..].make_ascii_lowercase();
        }
        return;
    }
    for char in field.chars() {
        match char {
            '\n' | '\r' | '\t' | ' ' => {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            char if char.is_ascii() && lower => text.push(char.to_ascii_lowercase()),
            char if lower => text.extend(char.to_lowercase()),
            char => text.push(char),
        }
    }
}

/// Lower case, letter by letter.
pub(super) fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
