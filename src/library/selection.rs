//! Whether a post meets a filter: the filter's terms, made ready for one library.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::filter::{Filter, State, Term, Want};
use super::sections::SectionId;
use super::tags::TagId;
use super::{Library, PostId};
use crate::post::{Post, Severity, Status};

mod text;

use text::{Needle, Text, lower};

/// A filter at work. Nothing is kept a post: 10,000 posts are folded into one buffer, one after the other, in less
/// time than a frame has.
pub(super) struct Selection<'a> {
    library: &'a Library,
    /// The cheap ones first.
    checks: Vec<Check>,
    text: Text,
    fuzzy: Option<Matcher>,
}

struct Check {
    excluded: bool,
    test: Test,
}

enum Test {
    Tags(Vec<TagId>),
    Year(i16),
    From(jiff::civil::Date),
    Until(jiff::civil::Date),
    Is(State),
    Author(Needle),
    Series(Needle),
    Language(String),
    Section(SectionId),
    In { folders: Vec<String>, open: bool },
    Words(Needle),
    Fuzzy(Atom),
}

impl<'a> Selection<'a> {
    pub(super) fn new(library: &'a Library, filter: &Filter) -> Self {
        let mut checks: Vec<_> = filter
            .conditions()
            .filter_map(|(term, open)| Check::new(library, term, open))
            .collect();
        checks.sort_by_key(|check| match check.test {
            Test::Fuzzy(_) => 2,
            Test::Words(_) => 1,
            _ => 0,
        });
        let is_fuzzy = |check: &Check| matches!(check.test, Test::Fuzzy(_));
        Self {
            library,
            fuzzy: checks
                .iter()
                .any(is_fuzzy)
                .then(|| Matcher::new(Config::DEFAULT)),
            checks,
            text: Text::default(),
        }
    }

    /// Whether all terms hold for a post.
    pub(super) fn keeps(&mut self, id: PostId) -> bool {
        let post = self.library.post(id);
        self.text.forget();
        let (text, fuzzy) = (&mut self.text, &mut self.fuzzy);
        self.checks.iter().all(|check| {
            let holds = match &check.test {
                Test::Tags(tags) => {
                    let carried = self.library.tags_of(id);
                    tags.iter().any(|tag| carried.contains(tag))
                }
                Test::Year(year) => post.date.is_some_and(|date| date.day.year() == *year),
                Test::From(day) => post.date.is_some_and(|date| date.day >= *day),
                Test::Until(day) => post.date.is_some_and(|date| date.day < *day),
                Test::Is(state) => is(self.library, id, *state),
                Test::Series(needle) => post.series().is_some_and(|series| needle.is_in(series)),
                Test::Language(language) => speaks(post, language),
                Test::Author(needle) => post.authors.iter().any(|author| needle.is_in(author)),
                Test::Section(section) => self.library.sections.holds(*section, id),
                Test::In { folders, open } => lies_in(post, folders, *open),
                Test::Words(needle) => text.holds(post, needle),
                Test::Fuzzy(atom) => {
                    let matcher = fuzzy.as_mut();
                    matcher.is_some_and(|matcher| resembles(post, atom, matcher))
                }
            };
            holds != check.excluded
        })
    }
}

impl Check {
    fn new(library: &Library, term: &Term, open: bool) -> Option<Self> {
        let test = match &term.want {
            Want::Tags(names) => Test::Tags(find_tags(library, names, open)),
            Want::Words(text) => Test::Words(Needle::new(text)),
            Want::Fuzzy(text) => Test::Fuzzy(fuzzy(text)),
            Want::Year(year) => Test::Year(*year),
            Want::After(period) => Test::From(period.first),
            Want::Before(period) => Test::Until(period.first),
            Want::Is(state) => Test::Is(*state),
            Want::Series(text) => Test::Series(Needle::new(text)),
            Want::Language(text) => Test::Language(lower(text)),
            Want::Author(text) => Test::Author(Needle::new(text)),
            Want::In(text) if library.sections.find(text).is_some() => {
                Test::Section(library.sections.find(text)?)
            }
            Want::In(text) => {
                let folders: Vec<_> = text
                    .split('/')
                    .filter(|name| !name.is_empty())
                    .map(lower)
                    .collect();
                let any = |open| {
                    let mut posts = library.order().iter().map(|post| library.post(*post));
                    posts.any(|post| lies_in(post, &folders, open))
                };
                let open = open && !any(false);
                Test::In { folders, open }
            }
            Want::Nothing { .. } => return None,
        };
        let excluded = term.excluded;
        Some(Self { excluded, test })
    }
}

/// A fuzzy word, in smart case.
pub(super) fn fuzzy(text: &str) -> Atom {
    Atom::new(
        text,
        CaseMatching::Smart,
        Normalization::Smart,
        AtomKind::Fuzzy,
        false,
    )
}

/// The tags of these names; the last one, while it is `open` and names none, stands for all that begin with it.
fn find_tags(library: &Library, names: &[Box<str>], open: bool) -> Vec<TagId> {
    let vocabulary = &library.vocabulary;
    let mut tags: Vec<_> = names
        .iter()
        .filter_map(|name| vocabulary.find(name))
        .collect();
    if let Some(last) = names.last()
        && open
        && vocabulary.find(last).is_none()
    {
        tags.extend(vocabulary.starting_with(last));
    }
    tags
}

fn is(library: &Library, id: PostId, state: State) -> bool {
    let (post, flags, now) = (library.post(id), library.flags(id), library.now);
    match state {
        State::Draft => post.draft,
        State::Scheduled => post.status(now) == Some(Status::Scheduled),
        State::Expired => post.status(now) == Some(Status::Expired),
        State::Broken => {
            let mut problems = post.problems.iter();
            problems.any(|problem| problem.severity == Severity::Error)
        }
        State::Unread => !flags.read,
        State::Read => flags.read,
        State::Marked => flags.marked,
    }
}

/// Whether the post is in a language (lower case): `pt` is `pt-BR` as well, `pt-br` is `pt_BR`.
fn speaks(post: &Post, wanted: &str) -> bool {
    let Some(language) = &post.language else {
        return false;
    };
    let tag = |text: &str| lower(text).replace('_', "-");
    let (language, wanted) = (tag(language), tag(wanted));
    language
        .strip_prefix(&wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether the post's first folders are these (lower case); `open` lets the last be the start of a name.
fn lies_in(post: &Post, folders: &[String], open: bool) -> bool {
    let mut above = post
        .path
        .parent()
        .into_iter()
        .flat_map(std::path::Path::components);
    folders.iter().enumerate().all(|(at, wanted)| {
        let Some(folder) = above.next() else {
            return false;
        };
        let folder = lower(&folder.as_os_str().to_string_lossy());
        folder == *wanted || (open && at + 1 == folders.len() && folder.starts_with(wanted))
    })
}

fn resembles(post: &Post, atom: &Atom, matcher: &mut Matcher) -> bool {
    let name = post.path.file_name().map(|name| name.to_string_lossy());
    let labels = post
        .tags
        .iter()
        .chain(&post.categories)
        .map(|label| &**label);
    let mut buffer = Vec::new();
    [&*post.title]
        .into_iter()
        .chain(labels)
        .chain(name.as_deref())
        .any(|text| {
            atom.score(Utf32Str::new(text, &mut buffer), matcher)
                .is_some()
        })
}
