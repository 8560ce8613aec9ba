//! The filter: the terms that listed posts must meet, as written in the filter line.
//!
//! All terms must hold. A `-` in front negates a term.
//! [`FILTER_TERMS`] lists the terms.
//!
//! In quotes, `\"` and `\\` stand for the characters themselves; a word that starts like a term is quoted to be a word.

use std::fmt;

use super::Choice;
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
pub(super) use term::{FilterState, Predicate, Term};

use parse::InputState;

/// The terms that posts must meet, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
    problems: Vec<FilterProblem>,
    /// The last term is being typed.
    unfinished: bool,
}

/// A term that could not be understood; it filters nothing out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterProblem {
    /// The term as written.
    pub term: Box<str>,
    /// The problem and its remedy, in one sentence.
    pub message: Box<str>,
}

impl Filter {
    /// Reads a complete filter, as from `--query`. Never fails: see [`Filter::problems`].
    pub fn parse(text: &str) -> Self {
        Self::from_parsed(parse::filter(text, InputState::Complete))
    }

    /// Reads a filter that is still being typed, as in the prompt.
    ///
    /// An incomplete last term (`#`, `-`, `year:20`, `is:dr`) filters nothing out and is not reported. A tag or folder at the
    /// end of the line matches the one of that name, else all that start with it: `#ru` matches `#rust` and `#ruby` while
    /// nothing is tagged `ru`. Text after it, or a blank, completes it.
    pub fn typing(text: &str) -> Self {
        Self::from_parsed(parse::filter(text, InputState::Typing))
    }

    fn from_parsed(parsed: parse::ParsedFilter) -> Self {
        Self {
            terms: parsed.terms,
            problems: parsed.problems,
            unfinished: parsed.unfinished,
        }
    }

    /// Requires a tag, whatever characters its name contains: `--tag`.
    #[must_use]
    pub fn with_required(mut self, tag: &str) -> Self {
        self.insert(tag, false);
        self
    }

    /// Excludes a tag: `--not-tag`.
    #[must_use]
    pub fn with_excluded(mut self, tag: &str) -> Self {
        self.insert(tag, true);
        self
    }

    /// Returns true if the filter matches all posts.
    pub fn is_empty(&self) -> bool {
        self.conditions().next().is_none()
    }

    /// Returns true if the filter depends on what the reader did with a post.
    pub fn asks_flags(&self) -> bool {
        let is_flag = |term: &Term| {
            let states = [FilterState::Unread, FilterState::Read, FilterState::Starred];
            let mut states = states.iter();
            states.any(|state| term.predicate == Predicate::Is(*state))
        };
        self.terms.iter().any(is_flag)
    }

    /// The terms that could not be understood.
    pub fn problems(&self) -> &[FilterProblem] {
        &self.problems
    }

    /// Requires a tag, or stops requiring it.
    pub fn toggle_required(&mut self, tag: &str) {
        self.toggle(tag, false);
    }

    /// Excludes a tag, or stops excluding it.
    pub fn toggle_excluded(&mut self, tag: &str) {
        self.toggle(tag, true);
    }

    /// Requires a section, or stops requiring it.
    pub fn toggle_section(&mut self, section: &str) {
        self.choose_section(section, Choice::Required);
    }

    /// Excludes a section, or stops excluding it.
    pub fn toggle_section_excluded(&mut self, section: &str) {
        self.choose_section(section, Choice::Excluded);
    }

    fn choose_section(&mut self, section: &str, choice: Choice) {
        let before = self.section(section);
        let folded = folded_name(section);
        self.retain(
            |term| !matches!(&term.predicate, Predicate::In(name) if folded_name(name) == folded),
        );
        if before != choice {
            self.push(Term {
                excluded: choice == Choice::Excluded,
                predicate: Predicate::In(section.into()),
            });
        }
    }

    /// The filter's choice for a section.
    pub(super) fn section(&self, section: &str) -> Choice {
        let folded = folded_name(section);
        let mut terms = self.terms.iter();
        let term = terms.find(
            |term| matches!(&term.predicate, Predicate::In(name) if folded_name(name) == folded),
        );
        match term {
            Some(term) if term.excluded => Choice::Excluded,
            Some(_) => Choice::Required,
            None => Choice::Neither,
        }
    }

    /// Removes the terms that the tag picker adds: tags, categories and sections. Other terms stay.
    pub fn clear_tags(&mut self) {
        self.retain(|term| !matches!(term.predicate, Predicate::Tags(_) | Predicate::In(_)));
    }

    /// The required tags, as typed; of `#a,#b` a post needs one.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.tags(false)
    }

    /// The excluded tags, as typed.
    pub fn excluded(&self) -> impl Iterator<Item = &str> {
        self.tags(true)
    }

    fn tags(&self, excluded: bool) -> impl Iterator<Item = &str> {
        let terms = self
            .terms
            .iter()
            .filter(move |term| term.excluded == excluded);
        terms.flat_map(|term| match &term.predicate {
            Predicate::Tags(names) => names.iter().map(|name| &**name).collect(),
            _ => Vec::new(),
        })
    }

    /// The terms that filter posts out; the flag tells that a term is still being typed.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&Term, bool)> {
        let last = self.terms.len();
        (1..)
            .zip(&self.terms)
            .filter(|(_, term)| !matches!(term.predicate, Predicate::Incomplete { .. }))
            .map(move |(number, term)| (term, self.unfinished && number == last))
    }

    fn toggle(&mut self, tag: &str, excluded: bool) {
        let folded = folded_name(tag);
        let is_it = |name: &str| folded_name(name) == folded;
        let was_set = self.tags(excluded).any(is_it);
        self.retain(|term| {
            let Predicate::Tags(names) = &mut term.predicate else {
                return true;
            };
            names.retain(|name| !is_it(name));
            !names.is_empty()
        });
        if !was_set {
            self.insert(tag, excluded);
        }
    }

    /// Adds a tag after the finished terms, so that the term being typed stays at the end of the line.
    fn insert(&mut self, tag: &str, excluded: bool) {
        let name = one_line(tag);
        if name.is_empty() {
            return;
        }
        let predicate = Predicate::Tags(vec![name.into()]);
        self.push(Term {
            excluded,
            predicate,
        });
    }

    fn push(&mut self, term: Term) {
        let end = self.terms.len() - usize::from(self.unfinished);
        self.terms.insert(end, term);
    }

    fn retain(&mut self, keep: impl FnMut(&mut Term) -> bool) {
        let typed = if self.unfinished {
            self.terms.last().cloned()
        } else {
            None
        };
        self.terms.retain_mut(keep);
        self.unfinished = typed.is_some() && typed.as_ref() == self.terms.last();
    }
}

impl fmt::Display for FilterProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.message)
    }
}

impl fmt::Display for Filter {
    /// Writes the filter so that [`Filter::parse`] reads the same filter.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write::terms(formatter, &self.terms, self.unfinished)
    }
}
