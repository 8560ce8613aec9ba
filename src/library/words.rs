//! The words of all posts, as a filter looks for them: post after post in a few long texts, so that one pass over them
//! finds a word in all posts. Looking into each post by itself waits for memory ten times a post.

use std::ops::Range;

use memchr::memmem::Finder;

use super::PostId;
use crate::post::Post;

/// Posts whose words stand in one text. A post that changes has no more than these written anew.
const PAGE: usize = if cfg!(test) { 3 } else { 256 };

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
        push(&mut folded, text);
        if !cased {
            folded = lower(&folded);
        }
        Self {
            finder: Finder::new(folded.as_bytes()).into_owned(),
            cased,
        }
    }
}

/// The words of all posts.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    own: Column,
    authors: Column,
    series: Column,
}

impl Words {
    /// Takes in the next post.
    pub(super) fn learn(&mut self, post: &Post) {
        self.own.push(&own(post));
        self.authors.push(&authors(post));
        self.series.push(&series(post));
    }

    /// Learns anew of a post that says something else.
    pub(super) fn relearn(&mut self, id: PostId, post: &Post) {
        self.own.set(id, &own(post));
        self.authors.set(id, &authors(post));
        self.series.set(id, &series(post));
    }

    /// Which posts hold it in title, tags, categories, file name or summary, by number.
    pub(super) fn holding(&self, needle: &Needle) -> Vec<bool> {
        self.own.holding(needle)
    }

    /// Which posts are by somebody of such a name, by number.
    pub(super) fn by(&self, author: &Needle) -> Vec<bool> {
        self.authors.holding(author)
    }

    /// Which posts belong to such a series, by number.
    pub(super) fn part_of(&self, series: &Needle) -> Vec<bool> {
        self.series.holding(series)
    }

    /// Title, tags, categories and file name of each post, by number, as they are written but for white space.
    pub(super) fn names(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let parts = self.own.pages.iter().flat_map(|page| page.cased.all());
        parts.map(|part| part.lines().take_while(|line| !line.is_empty()))
    }

    /// A post's title in lower case.
    pub(super) fn title(&self, id: PostId) -> &str {
        let (page, at) = place(id);
        let words = self.own.pages[page].lower.part(at);
        let end = memchr::memchr(b'\n', words.as_bytes());
        &words[..end.unwrap_or(words.len())]
    }
}

/// Some words of each post, by number.
#[derive(Clone, Debug, Default)]
struct Column {
    pages: Vec<Page>,
}

/// Those of [`PAGE`] posts.
#[derive(Clone, Debug, Default)]
struct Page {
    cased: Parts,
    lower: Parts,
}

/// The words of one post after those of the other.
#[derive(Clone, Debug, Default)]
struct Parts {
    text: String,
    /// Where each part ends, in bytes.
    ends: Vec<u32>,
}

/// The page that a post is on, and its place there.
fn place(id: PostId) -> (usize, usize) {
    (id.index() / PAGE, id.index() % PAGE)
}

impl Column {
    fn push(&mut self, words: &str) {
        if self.pages.last().is_none_or(|page| page.cased.is_full()) {
            self.pages.push(Page::default());
        }
        if let Some(page) = self.pages.last_mut() {
            page.cased.push(words);
            page.lower.push(&lower(words));
        }
    }

    fn set(&mut self, id: PostId, words: &str) {
        let (page, at) = place(id);
        self.pages[page].cased.set(at, words);
        self.pages[page].lower.set(at, &lower(words));
    }

    fn holding(&self, needle: &Needle) -> Vec<bool> {
        let mut found = Vec::new();
        for page in &self.pages {
            let parts = if needle.cased {
                &page.cased
            } else {
                &page.lower
            };
            parts.find(&needle.finder, &mut found);
        }
        found
    }
}

impl Parts {
    fn is_full(&self) -> bool {
        self.ends.len() == PAGE
    }

    fn push(&mut self, part: &str) {
        self.text.push_str(part);
        self.ends.push(self.text.len() as u32);
        if self.is_full() {
            // It grows no more.
            self.text.shrink_to_fit();
        }
    }

    fn set(&mut self, at: usize, part: &str) {
        let range = self.range(at);
        let (before, after) = (range.len() as u32, part.len() as u32);
        self.text.replace_range(range, part);
        for end in &mut self.ends[at..] {
            *end = *end + after - before;
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.part(at))
    }

    fn part(&self, at: usize) -> &str {
        &self.text[self.range(at)]
    }

    fn range(&self, at: usize) -> Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[at] as usize
    }

    /// Appends whether each post holds it. No match runs from one post into the next, for what is looked for holds no
    /// line break.
    fn find(&self, finder: &Finder<'_>, found: &mut Vec<bool>) {
        let first = found.len();
        found.resize(first + self.ends.len(), false);
        let (mut from, mut post) = (0, 0);
        while from < self.text.len()
            && let Some(hit) = finder.find(&self.text.as_bytes()[from..])
        {
            while self.ends[post] as usize <= from + hit {
                post += 1;
            }
            found[first + post] = true;
            from = self.ends[post] as usize;
        }
    }
}

/// Title, tags, categories and file name, and behind an empty line the summary.
fn own(post: &Post) -> String {
    let labels = post.tags.iter().chain(&post.categories);
    let mut text = lines([&post.title].into_iter().chain(labels));
    if let Some(name) = post.path.file_name() {
        push_line(&mut text, &name.to_string_lossy());
    }
    if let Some(summary) = &post.summary {
        text.push('\n');
        push_line(&mut text, summary);
    }
    text
}

fn authors(post: &Post) -> String {
    lines(&post.authors)
}

fn series(post: &Post) -> String {
    let mut text = String::new();
    if let Some(series) = post.series() {
        push_line(&mut text, series);
    }
    text
}

/// A line each, so that no match runs from one into the next.
fn lines<'a>(fields: impl IntoIterator<Item = &'a Box<str>>) -> String {
    let mut text = String::new();
    for field in fields {
        push_line(&mut text, field);
    }
    text
}

/// Appends a line, unless it is an empty one.
fn push_line(text: &mut String, field: &str) {
    let start = text.len();
    push(text, field);
    if text.len() > start {
        text.push('\n');
    }
}

/// Appends a field; each run of white space that is more than a blank becomes one.
fn push(text: &mut String, field: &str) {
    // Most fields are plain: copied at once they take a fifth of the time.
    let mut before = 0;
    let is_plain = |byte: u8| {
        let is_run = byte == b' ' && before == b' ';
        before = byte;
        byte >= b' ' && !is_run
    };
    if field.bytes().all(is_plain) {
        text.push_str(field);
        return;
    }
    for char in field.chars() {
        match char {
            '\n' | '\r' | '\t' | ' ' => {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            char => text.push(char),
        }
    }
}

/// Lower case, letter by letter.
pub(super) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    for char in text.chars() {
        // To ask the tables of Unicode takes ten times as long.
        if char.is_ascii() {
            lower.push(char.to_ascii_lowercase());
        } else {
            lower.extend(char.to_lowercase());
        }
    }
    lower
}
