//! Admonitions: the kinds there are, the words that authors write for them, and the sign that each has.
//!
//! Every way to write one (GitHub's alerts, Docusaurus' and `VuePress`' containers, Obsidian's callouts, Material's
//! blocks, HTML) ends in [`Builder::admonition`].

use super::build::Builder;
use super::{ContainerKind, Kind};
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

/// Each word with its kind and how it is shown: GitHub's five, then what Docusaurus, `VuePress`, Obsidian, Material for
/// `MkDocs` and Sphinx add.
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
    // Bootstrap's, whose names are those of its colors.
    ("primary", Alert::Note, "Note"),
    ("secondary", Alert::Note, "Note"),
    ("light", Alert::Note, "Note"),
    ("dark", Alert::Note, "Note"),
    ("default", Alert::Note, "Note"),
];

impl Alert {
    /// The kind that a word names, in any case.
    pub fn named(word: &str) -> Option<Self> {
        known(word).map(|(_, alert, _)| *alert)
    }

    /// The sign in front of its first line, two columns wide, so that kinds do not differ by color alone.
    pub const fn sign(self) -> Clean<'static> {
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

fn known(word: &str) -> Option<&'static (&'static str, Alert, &'static str)> {
    let mut words = WORDS.iter();
    words.find(|(name, ..)| name.eq_ignore_ascii_case(word))
}

impl Builder<'_> {
    /// Opens an admonition around what follows, until [`Builder::close`]; the block before it has ended. `word` names
    /// its kind, and one that is not known is a note under that word. `title` is the author's own, or nothing.
    pub(super) fn admonition(&mut self, word: &str, title: &str, source: usize) {
        let (alert, name) = match known(word) {
            Some((_, alert, name)) => (*alert, (*name).to_owned()),
            None if word.trim().is_empty() => (Alert::Note, "Note".to_owned()),
            None => (Alert::Note, capitalized(word.trim())),
        };
        let title = title.trim();
        self.open(ContainerKind::Alert(alert));
        self.begin(Kind::AdmonitionTitle(alert), source);
        self.text(&name);
        if !title.is_empty() && title.to_lowercase() != name.to_lowercase() {
            self.text(" · ");
            self.text(title);
        }
        self.end(source);
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_known_once_and_every_kind_has_its_own_sign() {
        for (at, (word, alert, _)) in WORDS.iter().enumerate() {
            assert_eq!(Alert::named(&word.to_uppercase()), Some(*alert));
            assert!(WORDS[..at].iter().all(|(other, ..)| other != word));
            let others = WORDS.iter().filter(|(_, other, _)| other != alert);
            assert!(
                others
                    .clone()
                    .all(|(_, other, _)| other.sign() != alert.sign())
            );
            assert_eq!(crate::text::width(&alert.sign()), 2);
        }
        assert_eq!(Alert::named("unheard-of"), None);
    }

    #[test]
    fn an_unknown_word_is_shown_as_it_is() {
        assert_eq!(capitalized("éclair"), "Éclair");
        assert_eq!(capitalized("fun fact"), "Fun fact");
    }
}
