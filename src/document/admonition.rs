//! Admonitions: their kinds, the words that authors write for the kinds, and the symbols shown for them.
//!
//! All notations (GitHub's alerts, Docusaurus' and `VuePress`' containers, Obsidian's callouts, Material's blocks, HTML) are
//! converted by [`Builder::open_admonition`].

use super::build::Builder;
use super::{ContainerKind, InitialFold, Kind};
use crate::text::Clean;

/// The kind of an admonition. Authors choose a kind by a word, and several words may stand for one kind. The displayed name
/// depends on the word: `danger` and `error` stand for the same kind, but are shown as “Danger” and “Error”.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum AdmonitionKind {
    Note,
    Info,
    Tip,
    Important,
    Warning,
    Caution,
    Success,
    Question,
    Failure,
    Bug,
    Example,
    Quote,
    Abstract,
    Todo,
    SeeAlso,
}

/// Each word with its kind and the displayed name: the five words of GitHub, then the words of Docusaurus, `VuePress`,
/// Obsidian, Material for `MkDocs` and Sphinx.
const WORDS: [(&str, AdmonitionKind, &str); 37] = [
    ("note", AdmonitionKind::Note, "Note"),
    ("tip", AdmonitionKind::Tip, "Tip"),
    ("important", AdmonitionKind::Important, "Important"),
    ("warning", AdmonitionKind::Warning, "Warning"),
    ("caution", AdmonitionKind::Caution, "Caution"),
    ("info", AdmonitionKind::Info, "Info"),
    ("information", AdmonitionKind::Info, "Information"),
    ("hint", AdmonitionKind::Tip, "Hint"),
    ("attention", AdmonitionKind::Warning, "Attention"),
    ("warn", AdmonitionKind::Warning, "Warning"),
    ("danger", AdmonitionKind::Caution, "Danger"),
    ("error", AdmonitionKind::Caution, "Error"),
    ("abstract", AdmonitionKind::Abstract, "Abstract"),
    ("summary", AdmonitionKind::Abstract, "Summary"),
    ("tldr", AdmonitionKind::Abstract, "TL;DR"),
    ("success", AdmonitionKind::Success, "Success"),
    ("check", AdmonitionKind::Success, "Check"),
    ("done", AdmonitionKind::Success, "Done"),
    ("question", AdmonitionKind::Question, "Question"),
    ("help", AdmonitionKind::Question, "Help"),
    ("faq", AdmonitionKind::Question, "FAQ"),
    ("failure", AdmonitionKind::Failure, "Failure"),
    ("fail", AdmonitionKind::Failure, "Fail"),
    ("missing", AdmonitionKind::Failure, "Missing"),
    ("bug", AdmonitionKind::Bug, "Bug"),
    ("example", AdmonitionKind::Example, "Example"),
    ("quote", AdmonitionKind::Quote, "Quote"),
    ("cite", AdmonitionKind::Quote, "Cite"),
    ("todo", AdmonitionKind::Todo, "To do"),
    ("seealso", AdmonitionKind::SeeAlso, "See also"),
    ("see-also", AdmonitionKind::SeeAlso, "See also"),
    ("related", AdmonitionKind::SeeAlso, "Related"),
    // The color names of Bootstrap's alerts.
    ("primary", AdmonitionKind::Note, "Note"),
    ("secondary", AdmonitionKind::Note, "Note"),
    ("light", AdmonitionKind::Note, "Note"),
    ("dark", AdmonitionKind::Note, "Note"),
    ("default", AdmonitionKind::Note, "Note"),
];

impl AdmonitionKind {
    /// Returns the kind that `word` names, or `None` for an unknown word; case is ignored.
    pub fn named(word: &str) -> Option<Self> {
        entry_of(word).map(|(_, kind, _)| *kind)
    }

    /// Returns the symbol in front of the title, two columns wide, so that kinds do not differ by color alone.
    pub const fn symbol(self) -> Clean<'static> {
        Clean::literal(match self {
            Self::Note => "✎ ",
            Self::Info => "ⓘ ",
            Self::Tip => "✦ ",
            Self::Important => "◆ ",
            Self::Warning => "▲ ",
            Self::Caution => "⊗ ",
            Self::Success => "✓ ",
            Self::Question => "? ",
            Self::Failure => "✗ ",
            Self::Bug => "✱ ",
            Self::Example => "▹ ",
            Self::Quote => "❝ ",
            Self::Abstract => "≡ ",
            Self::Todo => "☐ ",
            Self::SeeAlso => "→ ",
        })
    }
}

/// Returns the entry of [`WORDS`] for `word`; case is ignored.
fn entry_of(word: &str) -> Option<&'static (&'static str, AdmonitionKind, &'static str)> {
    let mut words = WORDS.iter();
    words.find(|(known_word, ..)| known_word.eq_ignore_ascii_case(word))
}

impl Builder<'_> {
    /// Opens an admonition around the following blocks, until [`Builder::close`]. The previous block must have ended.
    /// `word` names the kind. An unknown word is capitalized and gets the symbol of a note. An empty word counts as `note`.
    /// `title` is the author's title, or empty. A title that only repeats the word is not shown. `source` is the byte of the file
    /// at which the title starts.
    pub(super) fn open_admonition(&mut self, word: &str, title: &str, source: usize) {
        let (kind, name) = match entry_of(word) {
            Some((_, kind, name)) => (*kind, (*name).to_owned()),
            None if word.trim().is_empty() => (AdmonitionKind::Note, "Note".to_owned()),
            None => (AdmonitionKind::Note, capitalized(word.trim())),
        };
        let title = title.trim();
        self.open(ContainerKind::Admonition {
            kind,
            fold: InitialFold::Never,
        });
        self.begin(Kind::AdmonitionTitle(kind), source);
        self.push_text(&name);
        if !title.is_empty() && title.to_lowercase() != name.to_lowercase() {
            self.push_text(" · ");
            self.push_text(title);
        }
        self.end(source);
    }

    /// Sets the initial folding of the innermost container, if it is an admonition.
    pub(super) fn set_fold(&mut self, initial: InitialFold) {
        if let Some(ContainerKind::Admonition { fold, .. }) = self.current_container_kind_mut() {
            *fold = initial;
        }
    }
}

/// Returns `word` with an upper-case first letter.
fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_symbols_are_unique() {
        for (index, (word, kind, _)) in WORDS.iter().enumerate() {
            assert_eq!(AdmonitionKind::named(&word.to_uppercase()), Some(*kind));
            assert!(WORDS[..index].iter().all(|(other, ..)| other != word));
            let others = WORDS.iter().filter(|(_, other, _)| other != kind);
            assert!(
                others
                    .clone()
                    .all(|(_, other, _)| other.symbol() != kind.symbol())
            );
            assert_eq!(crate::text::width(&kind.symbol()), 2);
        }
        assert_eq!(AdmonitionKind::named("unheard-of"), None);
    }

    #[test]
    fn unknown_words_are_capitalized() {
        assert_eq!(capitalized("éclair"), "Éclair");
        assert_eq!(capitalized("fun fact"), "Fun fact");
    }
}
