//! The filter: the terms that listed posts must match, as written in the filter line.
//!
//! A post must match all terms. A `-` in front negates a term. [`FILTER_TERMS`] lists the terms.
//!
//! In quotes, `\"` and `\\` stand for `"` and `\`. A word that looks like another term, such as `"is:x"`, must be quoted.

use std::fmt;

use super::tags::{folded_name, one_line};

mod keys;
mod parse;
mod reference;
mod term;
#[cfg(test)]
mod tests;
mod write;

pub use keys::{filter_keys, filter_states};
pub use reference::{FILTER_TERMS, FilterTerm};
pub(super) use term::{Predicate, Term, TestedState};

use parse::FilterInput;

/// The terms that posts must match, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
    problems: Vec<FilterProblem>,
    /// True if the last term is still being typed.
    is_unfinished: bool,
}

/// A filter's condition on a tag or a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Posts must have the tag, or be in the section.
    Required,
    /// Posts must not have the tag, or must not be in the section.
    Excluded,
}

impl Requirement {
    fn of_term(term: &Term) -> Self {
        if term.is_negated {
            Self::Excluded
        } else {
            Self::Required
        }
    }
}

/// A term that could not be parsed; it filters nothing out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterProblem {
    /// The term in the spelling of [`Filter`]'s `Display`, which may differ from what was typed.
    pub term: Box<str>,
    /// The problem.
    pub error: TermError,
}

/// The reason why a term could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// An empty word: `""`, `~` or a `-` alone.
    #[error("the word is empty; type a word")]
    EmptyWord,
    /// No tag after `#`.
    #[error("no tag after `#`; write `#rust` or `#\"machine learning\"`")]
    MissingTag,
    /// A key that does not exist.
    #[error("unknown key `{key}:`; {}", keys::hint_for_unknown_key(key, text))]
    UnknownKey {
        /// The key, without its colon.
        key: String,
        /// The text after the colon.
        text: String,
    },
    /// A value that its key does not accept.
    #[error("`{key}:` expects {expected}")]
    InvalidValue {
        /// The key, without its colon.
        key: &'static str,
        /// The values that the key accepts.
        expected: &'static str,
    },
}

impl Filter {
    /// Parses a complete filter, such as the value of `--query`. Never fails: see [`Filter::problems`].
    pub fn parse(text: &str) -> Self {
        Self::from_parsed(parse::parse_filter(text, FilterInput::Complete))
    }

    /// Parses a filter that is still being typed in the prompt.
    ///
    /// An incomplete last term (`#`, `-`, `year:20`, `is:dr`) filters nothing out and is not reported.
    ///
    /// A tag at the end of the line matches the tag with exactly this name. If no post has such a tag, the term matches all tags
    /// that start with this name: `#ru` matches `#rust` and `#ruby` if no post is tagged `ru`. The same holds for a section after
    /// `in:`. A blank after a term completes the term.
    pub fn parse_unfinished(text: &str) -> Self {
        Self::from_parsed(parse::parse_filter(text, FilterInput::Typing))
    }

    fn from_parsed(parsed: parse::ParsedFilter) -> Self {
        Self {
            terms: parsed.terms,
            problems: parsed.problems,
            is_unfinished: parsed.is_unfinished,
        }
    }

    /// Adds a required tag, as given by `--tag`; the name may contain any characters.
    #[must_use]
    pub fn with_required(mut self, tag: &str) -> Self {
        self.add_tag(tag, Requirement::Required);
        self
    }

    /// Adds an excluded tag, as given by `--not-tag`.
    #[must_use]
    pub fn with_excluded(mut self, tag: &str) -> Self {
        self.add_tag(tag, Requirement::Excluded);
        self
    }

    /// Returns true if the filter matches all posts.
    pub fn is_empty(&self) -> bool {
        self.effective_terms().next().is_none()
    }

    /// Returns true if the filter depends on the flags of posts: read, starred.
    pub fn depends_on_flags(&self) -> bool {
        let is_flag = |term: &Term| {
            let states = [TestedState::Unread, TestedState::Read, TestedState::Starred];
            let mut states = states.iter();
            states.any(|state| term.predicate == Predicate::Is(*state))
        };
        self.terms.iter().any(is_flag)
    }

    /// Returns the terms that could not be parsed.
    pub fn problems(&self) -> &[FilterProblem] {
        &self.problems
    }

    /// Removes the requirement on a tag if the filter has this requirement already. Otherwise adds the requirement, in place of
    /// the opposite one.
    pub fn toggle_tag(&mut self, tag: &str, requirement: Requirement) {
        let folded = folded_name(tag);
        let is_toggled = |name: &str| folded_name(name) == folded;
        let was_set = self.tags(requirement).any(is_toggled);
        self.retain(|term| {
            let Predicate::Tags(names) = &mut term.predicate else {
                return true;
            };
            names.retain(|name| !is_toggled(name));
            !names.is_empty()
        });
        if !was_set {
            self.add_tag(tag, requirement);
        }
    }

    /// Removes the requirement on a section if the filter has this requirement already. Otherwise adds the requirement, in place
    /// of the opposite one.
    pub fn toggle_section(&mut self, section: &str, requirement: Requirement) {
        let previous = self.section_requirement(section);
        let folded = folded_name(section);
        self.retain(
            |term| !matches!(&term.predicate, Predicate::In(name) if folded_name(name) == folded),
        );
        if previous != Some(requirement) {
            self.add_term(Term {
                is_negated: requirement == Requirement::Excluded,
                predicate: Predicate::In(section.into()),
            });
        }
    }

    /// Returns the filter's requirement on a section, or `None` if the filter does not name the section.
    pub(super) fn section_requirement(&self, section: &str) -> Option<Requirement> {
        let folded = folded_name(section);
        let mut terms = self.terms.iter();
        let term = terms.find(
            |term| matches!(&term.predicate, Predicate::In(name) if folded_name(name) == folded),
        );
        term.map(Requirement::of_term)
    }

    /// Removes the terms that the tag picker adds: tags, categories and sections. Other terms stay.
    pub fn clear_tags(&mut self) {
        self.retain(|term| !matches!(term.predicate, Predicate::Tags(_) | Predicate::In(_)));
    }

    /// Returns the required tags, as typed. The term `#a,#b`, which requires one of two tags, returns both.
    pub fn required_tags(&self) -> impl Iterator<Item = &str> {
        self.tags(Requirement::Required)
    }

    /// Returns the excluded tags, as typed.
    pub fn excluded_tags(&self) -> impl Iterator<Item = &str> {
        self.tags(Requirement::Excluded)
    }

    /// Returns the tags with a requirement, as typed.
    pub(super) fn tags(&self, requirement: Requirement) -> impl Iterator<Item = &str> {
        let terms = self
            .terms
            .iter()
            .filter(move |term| Requirement::of_term(term) == requirement);
        terms.flat_map(|term| match &term.predicate {
            Predicate::Tags(names) => names.iter().map(|name| &**name).collect(),
            _ => Vec::new(),
        })
    }

    /// Returns the terms that filter posts out, each with a boolean that is true if the term is still being typed.
    pub(super) fn effective_terms(&self) -> impl Iterator<Item = (&Term, bool)> {
        let last_number = self.terms.len();
        (1..)
            .zip(&self.terms)
            .filter(|(_, term)| !matches!(term.predicate, Predicate::Incomplete { .. }))
            .map(move |(number, term)| (term, self.is_unfinished && number == last_number))
    }

    /// Adds a requirement on a tag after the finished terms, so that the term being typed stays at the end of the line. Ignores
    /// a blank tag.
    fn add_tag(&mut self, tag: &str, requirement: Requirement) {
        let name = one_line(tag);
        if name.is_empty() {
            return;
        }
        let predicate = Predicate::Tags(vec![name.into()]);
        self.add_term(Term {
            is_negated: requirement == Requirement::Excluded,
            predicate,
        });
    }

    /// Adds a term at the end, but before a term that is still being typed.
    fn add_term(&mut self, term: Term) {
        let end = self.terms.len() - usize::from(self.is_unfinished);
        self.terms.insert(end, term);
    }

    /// Removes the terms for which `keep` returns false. If the term being typed is removed, the filter has no unfinished term.
    fn retain(&mut self, keep: impl FnMut(&mut Term) -> bool) {
        let unfinished_term = if self.is_unfinished {
            self.terms.last().cloned()
        } else {
            None
        };
        self.terms.retain_mut(keep);
        self.is_unfinished =
            unfinished_term.is_some() && unfinished_term.as_ref() == self.terms.last();
    }
}

impl fmt::Display for FilterProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.error.to_string())
    }
}

impl fmt::Display for Filter {
    /// Writes the filter in the syntax of [`Filter::parse`]. Parsing the written text returns an equal filter.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last_quote = if self.is_unfinished {
            write::ClosingQuote::Omit
        } else {
            write::ClosingQuote::Write
        };
        write::write_terms(formatter, &self.terms, last_quote)
    }
}
