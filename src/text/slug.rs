//! Heading slugs by the rules of GitHub and of Python-Markdown.

use std::collections::HashMap;

/// The rule that makes slugs from headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlugStyle {
    /// GitHub's; repeats end in `-1`, `-2`.
    #[default]
    GitHub,
    /// Python-Markdown's: runs of blanks and hyphens become one hyphen; repeats end in `_1`, `_2`.
    PythonMarkdown,
}

impl SlugStyle {
    fn slug(self, text: &str) -> String {
        match self {
            Self::GitHub => slug(text),
            Self::PythonMarkdown => {
                let github = slug(text);
                let words = github.split('-').filter(|word| !word.is_empty());
                words.collect::<Vec<_>>().join("-")
            }
        }
    }

    const fn separator(self) -> char {
        match self {
            Self::GitHub => '-',
            Self::PythonMarkdown => '_',
        }
    }
}

/// The slug of a heading's text as GitHub writes it: lower case, blanks as `-`, and of the rest only letters,
/// marks, numbers, `-` and `_`.
pub fn slug(text: &str) -> String {
    let text = text.trim();
    let mut slug = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(char),
            char if char.is_ascii() => {
                if char.is_ascii_alphanumeric() {
                    slug.push(char.to_ascii_lowercase());
                }
            }
            char => slug.extend(char.to_lowercase().filter(|char| is_kept(*char))),
        }
    }
    slug
}

fn is_kept(char: char) -> bool {
    char.is_alphanumeric() || is_mark(char)
}

/// Combining marks in the blocks that writing systems use; `char` itself tells letters and numbers only.
fn is_mark(char: char) -> bool {
    unicode_width::UnicodeWidthChar::width(char) == Some(0)
        && !matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The slugs of one document. Each is unique.
#[derive(Debug, Default)]
pub struct Slugs {
    style: SlugStyle,
    /// Each with the number that the last of its repeats has.
    taken: HashMap<String, usize>,
}

impl Slugs {
    /// No slugs yet; new ones follow `style`.
    pub fn new(style: SlugStyle) -> Self {
        Self {
            style,
            taken: HashMap::new(),
        }
    }

    /// A slug for a heading that names none.
    pub fn generated(&mut self, text: &str) -> String {
        let base = self.style.slug(text);
        let separator = self.style.separator();
        let Some(mut last) = self.taken.get(&base).copied() else {
            self.taken.insert(base.clone(), 0);
            return base;
        };
        let repeat = loop {
            last += 1;
            let candidate = format!("{base}{separator}{last}");
            if !self.taken.contains_key(&candidate) {
                break candidate;
            }
        };
        self.taken.insert(base, last);
        self.taken.insert(repeat.clone(), 0);
        repeat
    }

    /// A slug written by the author; kept as it is, and no generated one repeats it.
    pub fn explicit(&mut self, slug: &str) -> String {
        if !self.taken.contains_key(slug) {
            self.taken.insert(slug.to_owned(), 0);
        }
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_githubs() {
        for (text, expected) in [
            (
                "Is Support actually a dead-end?",
                "is-support-actually-a-dead-end",
            ),
            ("  C++ & Rust_2  ", "c--rust_2"),
            ("Été à Paris", "été-à-paris"),
            ("中文 标题", "中文-标题"),
            ("İ Å ǅ", "i\u{307}-å-ǆ"),
            ("?!", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn repeats_are_numbered() {
        let mut slugs = Slugs::default();
        let all: Vec<_> = ["a", "a", "a-1", "a"]
            .map(|text| slugs.generated(text))
            .into();
        assert_eq!(all, ["a", "a-1", "a-1-1", "a-2"]);
    }

    #[test]
    fn python_markdown_joins_blanks_and_counts_behind_an_underscore() {
        let mut slugs = Slugs::new(SlugStyle::PythonMarkdown);
        let all = ["Set & up", "Set up", "Set up"].map(|text| slugs.generated(text));
        assert_eq!(all, ["set-up", "set-up_1", "set-up_2"]);
    }
}
