//! Admonitions: their kinds, the words that authors write for the kinds, and the symbols shown for them.
//!
//! All notations (GitHub's alerts, Docusaurus' and `VuePress`' containers, Obsidian's callouts, Material's blocks, HTML) are
//! converted by [`Builder::open_admonition`].

use super::build::Builder;
use super::{ContainerKind, Fold, Kind};
use crate::text::Clean;

/// The kind of an admonition. Its first line shows the author's own word for the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are what authors write")]
pub enum Alert {
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
const WORDS: [(&str, Alert, &str); 37] = [
    ("note", Alert::Note, "Note"),
    ("tip", Alert::Tip, "Tip"),
    ("important", Alert::Important, "Important"),
    ("warning", Alert::Warning, "Warning"),
    ("caution", Alert::Caution, "Caution"),
    ("info", Alert::Info, "Info"),
    ("information", Alert::Info, "Information"),
    ("hint", Alert::Tip, "Hint"),
    ("attention", Alert::Warning, "Attention"),
    ("warn", Alert::Warning, "Warning"),
    ("danger", Alert::Caution, "Danger"),
    ("error", Alert::Caution, "Error"),
    ("abstract", Alert::Abstract, "Abstract"),
    ("summary", Alert::Abstract, "Summary"),
    ("tldr", Alert::Abstract, "TL;DR"),
    ("success", Alert::Success, "Success"),
    ("check", Alert::Success, "Check"),
    ("done", Alert::Success, "Done"),
    ("question", Alert::Question, "Question"),
    ("help", Alert::Question, "Help"),
    ("faq", Alert::Question, "FAQ"),
    ("failure", Alert::Failure, "Failure"),
    ("fail", Alert::Failure, "Fail"),
    ("missing", Alert::Failure, "Missing"),
    ("bug", Alert::Bug, "Bug"),
    ("example", Alert::Example, "Example"),
    ("quote", Alert::Quote, "Quote"),
    ("cite", Alert::Quote, "Cite"),
    ("todo", Alert::Todo, "To do"),
    ("seealso", Alert::SeeAlso, "See also"),
    ("see-also", Alert::SeeAlso, "See also"),
    ("related", Alert::SeeAlso, "Related"),
    // The color names of Bootstrap's alerts.
    ("primary", Alert::Note, "Note"),
    ("secondary", Alert::Note, "Note"),
    ("light", Alert::Note, "Note"),
    ("dark", Alert::Note, "Note"),
    ("default", Alert::Note, "Note"),
];

impl Alert {
    /// Returns the kind that `word` names; case is ignored.
    pub fn named(word: &str) -> Option<Self> {
        entry_of(word).map(|(_, alert, _)| *alert)
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
fn entry_of(word: &str) -> Option<&'static (&'static str, Alert, &'static str)> {
    let mut words = WORDS.iter();
    words.find(|(name, ..)| name.eq_ignore_ascii_case(word))
}

impl Builder<'_> {
    /// Opens an admonition around the following blocks, until [`Builder::close`]. The previous block must have ended.
    /// `word` names the kind; an unknown word is shown unchanged, with the symbol of a note. `title` is the author's title,
    /// or empty. `source` is the byte of the file at which the title starts.
    pub(super) fn open_admonition(&mut self, word: &str, title: &str, source: usize) {
        let (alert, name) = match entry_of(word) {
            Some((_, alert, name)) => (*alert, (*name).to_owned()),
            None if word.trim().is_empty() => (Alert::Note, "Note".to_owned()),
            None => (Alert::Note, capitalized(word.trim())),
        };
        let title = title.trim();
        self.open(ContainerKind::Alert {
            alert,
            fold: Fold::Never,
        });
        self.begin(Kind::AdmonitionTitle(alert), source);
        self.push_text(&name);
        if !title.is_empty() && title.to_lowercase() != name.to_lowercase() {
            self.push_text(" · ");
            self.push_text(title);
        }
        self.end(source);
    }

    /// Makes the innermost container, an admonition, foldable.
    pub(super) fn set_fold(&mut self, new: Fold) {
        if let Some(ContainerKind::Alert { fold, .. }) = self.current_kind_mut() {
            *fold = new;
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
        for (index, (word, alert, _)) in WORDS.iter().enumerate() {
            assert_eq!(Alert::named(&word.to_uppercase()), Some(*alert));
            assert!(WORDS[..index].iter().all(|(other, ..)| other != word));
            let others = WORDS.iter().filter(|(_, other, _)| other != alert);
            assert!(
                others
                    .clone()
                    .all(|(_, other, _)| other.symbol() != alert.symbol())
            );
            assert_eq!(crate::text::width(&alert.symbol()), 2);
        }
        assert_eq!(Alert::named("unheard-of"), None);
    }

    #[test]
    fn unknown_words_are_capitalized() {
        assert_eq!(capitalized("éclair"), "Éclair");
        assert_eq!(capitalized("fun fact"), "Fun fact");
    }
}
