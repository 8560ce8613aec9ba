//! A filter compiled for one library: tag and folder names are resolved to ids, and words are folded for searching.

use std::path::Path;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::filter::{Filter, Predicate, Term, TestedState};
use super::search_text::WordMatcher;
use super::sections::SectionId;
use super::tags::TagId;
use super::translations::matches_language;
use super::{Library, PostId};
use crate::post::{Post, Severity, Status};
use crate::text::{Case, fold};

/// A filter prepared to test the posts of one library.
pub(super) struct CompiledFilter<'a> {
    library: &'a Library,
    terms: Vec<CompiledTerm>,
    fuzzy_matcher: Matcher,
    /// A buffer that `fuzzy_matcher` reuses between texts.
    chars: Vec<char>,
}

/// A term whose names are resolved to ids.
struct CompiledTerm {
    /// True if posts must not pass the test.
    is_negated: bool,
    test: PostTest,
}

/// The test that a compiled term applies to posts.
enum PostTest {
    /// The post has one of the tags or categories marked true; indexed by tag id.
    Tags(Vec<bool>),
    Words(WordMatcher),
    Fuzzy(FuzzyWord),
    Year(i16),
    /// The post is dated on this day or later.
    From(jiff::civil::Date),
    /// The post is dated before this day.
    Before(jiff::civil::Date),
    Is(TestedState),
    Author(WordMatcher),
    Series(WordMatcher),
    Language(String),
    Section(SectionId),
    /// The post is in a folder marked true; indexed by folder number.
    Folders(Vec<bool>),
}

impl<'a> CompiledFilter<'a> {
    pub(super) fn new(library: &'a Library, filter: &Filter) -> Self {
        let effective_terms = filter.effective_terms();
        let terms = effective_terms
            .filter_map(|(term, is_being_typed)| CompiledTerm::new(library, term, is_being_typed));
        Self {
            library,
            terms: terms.collect(),
            fuzzy_matcher: Matcher::new(Config::DEFAULT),
            chars: Vec::new(),
        }
    }

    /// Returns true if a post matches all terms and is the listed version among its translations.
    pub(super) fn matches(&mut self, id: PostId) -> bool {
        if !self.is_listed_version(id) {
            return false;
        }
        let library = self.library;
        let post = library.post(id);
        self.terms.iter().all(|term| {
            let is_met = match &term.test {
                PostTest::Tags(tags) => {
                    let mut post_tags = library.tags_of(id).iter();
                    post_tags.any(|tag| tags[tag.index()])
                }
                PostTest::Words(words) => words.is_in(&library.search_texts[id.index()], post),
                PostTest::Fuzzy(word) => {
                    word.matches_post(post, &mut self.fuzzy_matcher, &mut self.chars)
                }
                PostTest::Year(year) => library.year(id) == Some(*year),
                PostTest::From(day) => post.date.is_some_and(|date| date.calendar_day >= *day),
                PostTest::Before(day) => post.date.is_some_and(|date| date.calendar_day < *day),
                PostTest::Is(state) => is_in_state(library, id, *state),
                PostTest::Author(words) => {
                    let mut authors = post.authors.iter();
                    authors.any(|author| words.is_in_field(author))
                }
                PostTest::Series(words) => post
                    .series()
                    .is_some_and(|series| words.is_in_field(series)),
                PostTest::Language(language) => has_language(library, id, language),
                PostTest::Section(section) => library.sections.contains(*section, id),
                PostTest::Folders(folders) => folders[library.folders.of(id)],
            };
            is_met != term.is_negated
        })
    }
}

impl CompiledFilter<'_> {
    /// Returns true if the list shows this version of the post, or if the post has no translations. The list shows the first
    /// version, in the library's order of preference, that matches the terms `lang:`. The other terms do not affect this choice.
    fn is_listed_version(&self, id: PostId) -> bool {
        let versions = self.library.language_versions(id);
        if versions.is_empty() {
            return true;
        }
        let matches_language_terms = |id: &PostId| {
            self.terms.iter().all(|term| match &term.test {
                PostTest::Language(language) => {
                    has_language(self.library, *id, language) != term.is_negated
                }
                _ => true,
            })
        };
        versions.iter().copied().find(matches_language_terms) == Some(id)
    }
}

impl CompiledTerm {
    /// Compiles a term, or returns `None` for a term that filters nothing out.
    fn new(library: &Library, term: &Term, is_being_typed: bool) -> Option<Self> {
        let test = match &term.predicate {
            Predicate::Tags(names) => {
                let mut is_named = vec![false; library.tag_index.len()];
                for tag in find_tags(library, names, is_being_typed) {
                    is_named[tag.index()] = true;
                }
                PostTest::Tags(is_named)
            }
            Predicate::Words(text) => PostTest::Words(WordMatcher::new(text)),
            Predicate::Fuzzy(text) => PostTest::Fuzzy(FuzzyWord::new(text)),
            Predicate::Year(year) => PostTest::Year(*year),
            // The period itself is included: `after:2024` selects the posts from 2024-01-01 on.
            Predicate::After(period) => PostTest::From(period.first),
            Predicate::Before(period) => PostTest::Before(period.first),
            Predicate::Is(state) => PostTest::Is(*state),
            Predicate::Series(text) => PostTest::Series(WordMatcher::new(text)),
            Predicate::Language(text) => {
                PostTest::Language(fold(text, Case::Insensitive).replace('_', "-"))
            }
            Predicate::Author(text) => PostTest::Author(WordMatcher::new(text)),
            Predicate::In(text) => match library.sections.find(text) {
                Some(section) => PostTest::Section(section),
                None => PostTest::Folders(folders_in(library, text, is_being_typed)),
            },
            Predicate::Incomplete { .. } => return None,
        };
        let is_negated = term.is_negated;
        Some(Self { is_negated, test })
    }
}

/// A fuzzy word: matches texts that contain the word's letters in order, with any characters in between, in smart case.
struct FuzzyWord {
    text: Box<str>,
    atom: Atom,
}

impl FuzzyWord {
    fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            atom: fuzzy_atom(text),
        }
    }

    /// Returns true if the word matches the title, a tag, a category or the file name.
    fn matches_post(&self, post: &Post, matcher: &mut Matcher, chars: &mut Vec<char>) -> bool {
        let name = post.path.file_name().map(|name| name.to_string_lossy());
        let labels = post.tags.iter().chain(&post.categories);
        std::iter::once(&*post.title)
            .chain(labels.map(|label| &**label))
            .chain(name.as_deref())
            .any(|field| self.matches_field(field, matcher, chars))
    }

    /// Returns true if a single field matches the word. `chars` is a buffer.
    fn matches_field(&self, field: &str, matcher: &mut Matcher, chars: &mut Vec<char>) -> bool {
        // Most fields are ASCII. For them, a plain scan replaces the matcher, whose scoring is slow and not needed here.
        if field.is_ascii() {
            return self.text.is_ascii() && contains_letters(field, &self.text);
        }
        let field = fold(field, Case::Sensitive);
        let field = Utf32Str::new(&field, chars);
        self.atom.score(field, matcher).is_some()
    }
}

/// Returns the matcher's pattern for a fuzzy word, in smart case.
pub(super) fn fuzzy_atom(text: &str) -> Atom {
    Atom::new(
        &fold(text, Case::Sensitive),
        CaseMatching::Smart,
        Normalization::Smart,
        AtomKind::Fuzzy,
        // A backslash before a blank is part of the word, not an escape.
        false,
    )
}

/// Returns true if an ASCII text contains these ASCII letters in order, in smart case: if none of the letters is a capital, case
/// is ignored.
fn contains_letters(text: &str, letters: &str) -> bool {
    let case = Case::smart(letters);
    let mut bytes = text.bytes();
    letters.bytes().all(|letter| {
        bytes.any(|byte| match case {
            Case::Sensitive => byte == letter,
            Case::Insensitive => byte.to_ascii_lowercase() == letter,
        })
    })
}

/// Returns the tags with these names. If the last name is still being typed and is not the name of a tag, all tags that start
/// with this text are returned in its place.
fn find_tags(library: &Library, names: &[Box<str>], is_being_typed: bool) -> Vec<TagId> {
    let index = &library.tag_index;
    let mut tags: Vec<_> = names.iter().filter_map(|name| index.find(name)).collect();
    if let Some(last) = names.last()
        && is_being_typed
        && index.find(last).is_none()
    {
        tags.extend(index.starting_with(last));
    }
    tags
}

fn is_in_state(library: &Library, id: PostId, state: TestedState) -> bool {
    let (post, flags, now) = (library.post(id), library.flags(id), library.now);
    match state {
        TestedState::Draft => post.draft,
        TestedState::Scheduled => post.status(now) == Some(Status::Scheduled),
        TestedState::Expired => post.status(now) == Some(Status::Expired),
        TestedState::Broken => {
            let mut problems = post.problems.iter();
            problems.any(|problem| problem.severity == Severity::Error)
        }
        TestedState::Unread => !flags.read,
        TestedState::Read => flags.read,
        TestedState::Starred => flags.starred,
    }
}

/// Returns true if the post's language is `requested`, a normalized language code.
fn has_language(library: &Library, id: PostId, requested: &str) -> bool {
    let language = library.language(id);
    language.is_some_and(|language| matches_language(language, requested))
}

/// The completeness of the last component in a term `in:`, such as `guides` in `in:docs/guides`.
#[derive(Clone, Copy, PartialEq)]
enum LastComponent {
    Complete,
    /// The component may be the start of a folder's name.
    Incomplete,
}

/// Returns a value for each folder, true if the folder's path starts with the components of `prefix`. If the term is still being
/// typed and no post is in such a folder, the last component of `prefix` is taken for the start of a name.
fn folders_in(library: &Library, prefix: &str, is_being_typed: bool) -> Vec<bool> {
    let prefix: Vec<_> = prefix
        .split('/')
        .filter(|name| !name.is_empty())
        .map(|name| fold(name, Case::Insensitive).into_owned())
        .collect();
    let match_folders = |last_component| {
        let folders = library.folders.all();
        folders
            .map(|folder| starts_with(folder, &prefix, last_component))
            .collect()
    };
    let is_match: Vec<bool> = match_folders(LastComponent::Complete);
    let mut posts = library.order().iter();
    if is_being_typed && !posts.any(|id| is_match[library.folders.of(*id)]) {
        return match_folders(LastComponent::Incomplete);
    }
    is_match
}

/// Returns true if a folder's path starts with these folded components.
fn starts_with(folder: &Path, prefix: &[String], last_component: LastComponent) -> bool {
    let mut components = folder.components();
    prefix.iter().enumerate().all(|(index, name)| {
        let Some(component) = components.next() else {
            return false;
        };
        let component = component.as_os_str().to_string_lossy();
        let component = fold(&component, Case::Insensitive);
        let may_be_incomplete =
            last_component == LastComponent::Incomplete && index + 1 == prefix.len();
        component == name.as_str() || (may_be_incomplete && component.starts_with(name))
    })
}
