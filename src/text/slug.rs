//! Heading slugs by GitHub's rule.

use std::collections::HashMap;

/// The slug of a heading's text as GitHub writes it: lower case, blanks as `-`, and of the rest only letters,
/// marks, numbers, `-` and `_`.
pub fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|char| match char {
            ' ' => Some('-'),
            '-' | '_' => Some(char),
            char if char.is_alphanumeric() || is_mark(char) => Some(char),
            _ => None,
        })
        .collect()
}

/// Combining marks in the blocks that writing systems use; `char` itself tells letters and numbers only.
fn is_mark(char: char) -> bool {
    unicode_width::UnicodeWidthChar::width(char) == Some(0)
        && !matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Slugs handed out within one document, so that each is unique: `a`, `a-1`, `a-2`.
#[derive(Debug, Default)]
pub struct Slugs {
    taken: HashMap<String, usize>,
}

impl Slugs {
    /// A slug for a heading that names none.
    pub fn generated(&mut self, text: &str) -> String {
        let base = slug(text);
        let mut candidate = base.clone();
        while self.taken.contains_key(&candidate) {
            let count = self.taken.entry(base.clone()).or_insert(0);
            *count += 1;
            candidate = format!("{base}-{count}");
        }
        self.taken.insert(candidate.clone(), 0);
        candidate
    }

    /// A slug written by the author; kept as it is, and no generated one repeats it.
    pub fn explicit(&mut self, slug: &str) -> String {
        self.taken.entry(slug.to_owned()).or_insert(0);
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
}
