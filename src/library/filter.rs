//! Which posts the list shows, in the language of the filter line.
//!
//! All terms must hold. A `-` in front turns any of them round.
//!
//! | term | posts that |
//! | --- | --- |
//! | `#rust`, `#"machine learning"` | carry the tag or category |
//! | `#rust,#go` | carry one of them |
//! | `words` | hold it in title, tags, categories, summary or file name; smart case: a capital letter makes case count |
//! | `"exact words"` | hold these words in this order |
//! | `~wrds` | hold these letters in this order in title, tags, categories or file name |
//! | `year:2024`, `after:2023-05`, `before:2023-05-17` | are dated so; `after:` includes the day, month or year, `before:` leaves it out |
//! | `is:draft`, `is:scheduled`, `is:expired`, `is:broken` | are drafts, are dated in the future, have passed their expiry date, or could not be read as written |
//! | `is:unread`, `is:read`, `is:marked` | the reader has not read, has read, has marked |
//! | `author:ann`, `series:tour` | name such an author, such a series; smart case |
//! | `lang:pt` | are in that language, whatever the region |
//! | `in:guides/2024` | lie in that section, or where there is none of that name in that folder, without case |
//!
//! In quotes, `\"` and `\\` stand for the sign itself; a word with a colon or a sign in front is quoted to be a word.

use std::fmt;

use jiff::civil;

use super::Choice;
use super::tags::{fold, one_line};

mod parse;
#[cfg(test)]
mod tests;
mod write;

/// Terms that posts must meet, in the order in which they were written.
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
    /// What is wrong with it and what to do about it, in one sentence.
    pub message: Box<str>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) excluded: bool,
    pub(super) want: Want,
}

/// What a term asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// One of these tags or categories, spelt as typed.
    Tags(Vec<Box<str>>),
    Words(Box<str>),
    Fuzzy(Box<str>),
    Year(i16),
    After(Period),
    Before(Period),
    Is(State),
    Author(Box<str>),
    Series(Box<str>),
    Language(Box<str>),
    In(Box<str>),
    /// Nothing, for now or for good: kept so that the line can be shown as it was written.
    Nothing {
        sign: Box<str>,
        text: Box<str>,
    },
}

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) first: civil::Date,
    /// Characters of `YYYY-MM-DD` that were written: 4, 7 or 10.
    written: usize,
}

/// What `is:` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Draft,
    Scheduled,
    Expired,
    Broken,
    Unread,
    Read,
    Marked,
}

impl Filter {
    /// Reads a whole filter, as from `--query`. Never fails: see [`Filter::problems`].
    pub fn parse(text: &str) -> Self {
        parse::filter(text, false)
    }

    /// Reads a filter that is still being typed, as in the prompt.
    ///
    /// A last term that means nothing yet (`#`, `-`, `year:20`, `is:dr`) leaves all posts and is no problem. A tag or
    /// folder at the end of the line finds the one that is spelt so, else all that begin so: `#ru` shows what
    /// `#rust` and `#ruby` would while nothing is tagged `ru`. Text after it, or a blank, finishes it.
    pub fn typing(text: &str) -> Self {
        parse::filter(text, true)
    }

    /// A filter for one tag more, whatever signs its name holds: `--tag`.
    #[must_use]
    pub fn with_wanted(mut self, tag: &str) -> Self {
        self.insert(tag, false);
        self
    }

    /// A filter for one tag less: `--not-tag`.
    #[must_use]
    pub fn with_excluded(mut self, tag: &str) -> Self {
        self.insert(tag, true);
        self
    }

    /// Whether it leaves all posts.
    pub fn is_empty(&self) -> bool {
        self.conditions().next().is_none()
    }

    /// Whether it asks what the reader has done with a post.
    pub fn asks_flags(&self) -> bool {
        let is_flag = |term: &Term| {
            let states = [State::Unread, State::Read, State::Marked];
            states.iter().any(|state| term.want == Want::Is(*state))
        };
        self.terms.iter().any(is_flag)
    }

    /// What could not be understood.
    pub fn problems(&self) -> &[FilterProblem] {
        &self.problems
    }

    /// Wants a tag, or no longer if it was wanted.
    pub fn toggle_wanted(&mut self, tag: &str) {
        self.toggle(tag, false);
    }

    /// Excludes a tag, or no longer if it was excluded.
    pub fn toggle_excluded(&mut self, tag: &str) {
        self.toggle(tag, true);
    }

    /// Wants a section, or no longer if it was wanted.
    pub fn toggle_section(&mut self, section: &str) {
        self.choose_section(section, false);
    }

    /// Excludes a section, or no longer if it was excluded.
    pub fn toggle_section_excluded(&mut self, section: &str) {
        self.choose_section(section, true);
    }

    fn choose_section(&mut self, section: &str, excluded: bool) {
        let before = self.section(section);
        let folded = fold(section);
        self.retain(|term| !matches!(&term.want, Want::In(name) if fold(name) == folded));
        let wanted = if excluded {
            Choice::Excluded
        } else {
            Choice::Wanted
        };
        if before != wanted {
            self.put(Term {
                excluded,
                want: Want::In(section.into()),
            });
        }
    }

    /// What the filter says about a section.
    pub(super) fn section(&self, section: &str) -> Choice {
        let folded = fold(section);
        let mut terms = self.terms.iter();
        let term = terms.find(|term| matches!(&term.want, Want::In(name) if fold(name) == folded));
        match term {
            Some(term) if term.excluded => Choice::Excluded,
            Some(_) => Choice::Wanted,
            None => Choice::Neither,
        }
    }

    /// Drops all that the picker chooses, wanted and excluded: tags, categories and sections. Words and the rest stay.
    pub fn clear_tags(&mut self) {
        self.retain(|term| !matches!(term.want, Want::Tags(_) | Want::In(_)));
    }

    /// The tags of which a post must carry all, or one where the filter says `#a,#b`; as typed.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        self.tags(false)
    }

    /// The tags that a post must not carry, as typed.
    pub fn excluded(&self) -> impl Iterator<Item = &str> {
        self.tags(true)
    }

    fn tags(&self, excluded: bool) -> impl Iterator<Item = &str> {
        let terms = self
            .terms
            .iter()
            .filter(move |term| term.excluded == excluded);
        terms.flat_map(|term| match &term.want {
            Want::Tags(names) => names.iter().map(|name| &**name).collect(),
            _ => Vec::new(),
        })
    }

    /// The terms that filter, each with whether it is still being typed.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&Term, bool)> {
        let last = self.terms.len();
        (1..)
            .zip(&self.terms)
            .filter(|(_, term)| !matches!(term.want, Want::Nothing { .. }))
            .map(move |(number, term)| (term, self.unfinished && number == last))
    }

    fn toggle(&mut self, tag: &str, excluded: bool) {
        let folded = fold(tag);
        let is_it = |name: &str| fold(name) == folded;
        let had = self.tags(excluded).any(is_it);
        self.retain(|term| {
            let Want::Tags(names) = &mut term.want else {
                return true;
            };
            names.retain(|name| !is_it(name));
            !names.is_empty()
        });
        if !had {
            self.insert(tag, excluded);
        }
    }

    /// Adds a tag behind the finished terms: what is being typed stays at the end of the line.
    fn insert(&mut self, tag: &str, excluded: bool) {
        let name = one_line(tag);
        if name.is_empty() {
            return;
        }
        let want = Want::Tags(vec![name.into()]);
        self.put(Term { excluded, want });
    }

    fn put(&mut self, term: Term) {
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
    /// The filter in its own language: [`Filter::parse`] reads the same filter from it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write::filter(formatter, &self.terms, self.unfinished)
    }
}
