//! A line that is being typed.

use unicode_segmentation::UnicodeSegmentation;

use super::message::{Code, Key};

/// What a prompt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// The filter of the list.
    Filter,
    /// Words to be found in the article.
    Article,
    /// Words to be found in all posts.
    Posts,
    /// Words that narrow the contents.
    Contents,
    /// Words that narrow the tag picker.
    Tags,
    /// The name of something to do.
    Palette,
}

/// A line that is being typed, and what stood there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What it is for.
    pub asks: PromptKind,
    /// The line.
    pub text: String,
    /// The cursor, in bytes.
    pub cursor: usize,
    /// What Esc brings back.
    pub before: String,
}

/// What a key did to a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptEvent {
    /// The line is another.
    Changed,
    /// Only the cursor moved, or nothing.
    Same,
    /// The line is to be kept.
    Kept,
    /// The line is to be dropped.
    Dropped,
    /// Move the selection below by so many rows.
    Step(isize),
}

impl Prompt {
    /// Starts with `text`, the cursor behind it.
    pub fn new(asks: PromptKind, text: &str) -> Self {
        Self {
            asks,
            text: text.to_owned(),
            cursor: text.len(),
            before: text.to_owned(),
        }
    }

    /// Inserts at the cursor; line ends become blanks.
    pub fn insert(&mut self, text: &str) {
        let line = text.replace(['\n', '\r', '\t'], " ");
        self.text.insert_str(self.cursor, &line);
        self.cursor += line.len();
    }

    /// Takes a key, as readline does.
    pub fn key(&mut self, key: Key) -> PromptEvent {
        let before = self.text.len();
        match (key.code, key.ctrl || key.alt) {
            (Code::Enter, _) => return PromptEvent::Kept,
            (Code::Esc, _) | (Code::Char('c' | 'g'), true) => return PromptEvent::Dropped,
            (Code::Down, _) | (Code::Char('n'), true) => return PromptEvent::Step(1),
            (Code::Up, _) | (Code::Char('p'), true) => return PromptEvent::Step(-1),
            (Code::Backspace, _) if self.text.is_empty() => return PromptEvent::Dropped,
            (Code::Char(char), false) => self.insert(char.encode_utf8(&mut [0; 4])),
            (Code::Left, _) | (Code::Char('b'), true) => self.cursor = self.left(),
            (Code::Right, _) | (Code::Char('f'), true) => self.cursor = self.right(),
            (Code::Home, _) | (Code::Char('a'), true) => self.cursor = 0,
            (Code::End, _) | (Code::Char('e'), true) => self.cursor = self.text.len(),
            (Code::Backspace, false) | (Code::Char('h'), true) => {
                self.delete(self.left(), self.cursor);
            }
            (Code::Delete, _) | (Code::Char('d'), true) => self.delete(self.cursor, self.right()),
            (Code::Char('w') | Code::Backspace, true) => {
                self.delete(self.word(), self.cursor);
            }
            (Code::Char('u'), true) => self.delete(0, self.cursor),
            (Code::Char('k'), true) => self.delete(self.cursor, self.text.len()),
            _ => {}
        }
        if self.text.len() == before {
            PromptEvent::Same
        } else {
            PromptEvent::Changed
        }
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn left(&self) -> usize {
        self.text[..self.cursor]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        let next = self.text[self.cursor..].graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    /// Where the word before the cursor starts.
    fn word(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before.rfind(' ').map_or(0, |at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(start: &str, keys: &[(Code, bool)]) -> String {
        let mut prompt = Prompt::new(PromptKind::Filter, start);
        for (code, ctrl) in keys {
            prompt.key(Key {
                code: *code,
                ctrl: *ctrl,
                alt: false,
            });
        }
        let (before, after) = prompt.text.split_at(prompt.cursor);
        format!("{before}|{after}")
    }

    #[test]
    fn keys_edit_the_line() {
        use Code::{Backspace, Char, Delete, Home, Left};
        for (start, keys, end) in [
            ("", &[(Char('a'), false), (Char('b'), false)][..], "ab|"),
            ("ab", &[(Left, false), (Char('x'), false)], "ax|b"),
            ("e\u{301}", &[(Backspace, false)], "|"),
            ("#rust words", &[(Char('w'), true)], "#rust |"),
            ("#rust words", &[(Char('u'), true)], "|"),
            ("ab", &[(Home, false), (Delete, false)], "|b"),
            ("ab", &[(Left, false), (Char('k'), true)], "a|"),
        ] {
            assert_eq!(typed(start, keys), end);
        }
    }

    #[test]
    fn deleting_in_an_empty_line_leaves_it() {
        let mut prompt = Prompt::new(PromptKind::Filter, "");
        let key = Key {
            code: Code::Backspace,
            ctrl: false,
            alt: false,
        };
        assert_eq!(prompt.key(key), PromptEvent::Dropped);
    }
}
