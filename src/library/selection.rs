//! Whether a post meets a filter: the filter's terms, made ready for one library.

use std::path::Path;

use super::filter::{Filter, State, Term, Want};
use super::sections::SectionId;
use super::tags::TagId;
use super::words::{Needle, lower};
use super::{Library, PostId};
use crate::post::{Post, Severity, Status};

mod fuzzy;

pub(super) use fuzzy::fuzzy;

/// A filter at work.
pub(super) struct Selection<'a> {
    library: &'a Library,
    checks: Vec<Check>,
}

struct Check {
    excluded: bool,
    test: Test,
}

enum Test {
    /// One of these tags, by number.
    Tags(Vec<bool>),
    Year(i16),
    From(jiff::civil::Date),
    Until(jiff::civil::Date),
    Is(State),
    Language(String),
    Section(SectionId),
    /// In one of these folders, by number.
    Folders(Vec<bool>),
    /// These posts, by number: those in which something was found that was looked for in all at once.
    Posts(Vec<bool>),
}

impl<'a> Selection<'a> {
    pub(super) fn new(library: &'a Library, filter: &Filter) -> Self {
        let conditions = filter.conditions();
        let checks = conditions.filter_map(|(term, open)| Check::new(library, term, open));
        Self {
            library,
            checks: checks.collect(),
        }
    }

    /// Whether all terms hold for a post.
    pub(super) fn keeps(&self, id: PostId) -> bool {
        let post = self.library.post(id);
        self.checks.iter().all(|check| {
            let holds = match &check.test {
                Test::Tags(tags) => {
                    let mut carried = self.library.tags_of(id).iter();
                    carried.any(|tag| tags[tag.index()])
                }
                Test::Year(year) => self.library.year(id) == Some(*year),
                Test::From(day) => post.date.is_some_and(|date| date.day >= *day),
                Test::Until(day) => post.date.is_some_and(|date| date.day < *day),
                Test::Is(state) => is(self.library, id, *state),
                Test::Language(language) => speaks(post, language),
                Test::Section(section) => self.library.sections.holds(*section, id),
                Test::Folders(folders) => folders[self.library.folders.of(id)],
                Test::Posts(posts) => posts[id.index()],
            };
            holds != check.excluded
        })
    }
}

impl Check {
    fn new(library: &Library, term: &Term, open: bool) -> Option<Self> {
        let words = &library.words;
        let test = match &term.want {
            Want::Tags(names) => {
                let mut wanted = vec![false; library.vocabulary.len()];
                for tag in find_tags(library, names, open) {
                    wanted[tag.index()] = true;
                }
                Test::Tags(wanted)
            }
            Want::Words(text) => Test::Posts(words.holding(&Needle::new(text))),
            Want::Fuzzy(text) => Test::Posts(fuzzy::resembling(words, text)),
            Want::Year(year) => Test::Year(*year),
            Want::After(period) => Test::From(period.first),
            Want::Before(period) => Test::Until(period.first),
            Want::Is(state) => Test::Is(*state),
            Want::Series(text) => Test::Posts(words.part_of(&Needle::new(text))),
            Want::Language(text) => Test::Language(lower(text).replace('_', "-")),
            Want::Author(text) => Test::Posts(words.by(&Needle::new(text))),
            Want::In(text) => match library.sections.find(text) {
                Some(section) => Test::Section(section),
                None => Test::Folders(folders_in(library, text, open)),
            },
            Want::Nothing { .. } => return None,
        };
        let excluded = term.excluded;
        Some(Self { excluded, test })
    }
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
        State::Draft => library.is_draft(id),
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
    let letters = language.chars().flat_map(char::to_lowercase);
    let mut letters = letters.map(|letter| if letter == '_' { '-' } else { letter });
    wanted.chars().all(|letter| letters.next() == Some(letter))
        && matches!(letters.next(), None | Some('-'))
}

/// The folders whose path begins with these, by number; where no post is in one and the last is still `open`, those in which
/// that is the start of a name.
fn folders_in(library: &Library, above: &str, open: bool) -> Vec<bool> {
    let above: Vec<_> = above
        .split('/')
        .filter(|name| !name.is_empty())
        .map(lower)
        .collect();
    let beginning = |open| {
        let folders = library.folders.all();
        folders
            .map(|folder| leads_into(folder, &above, open))
            .collect()
    };
    let folders: Vec<bool> = beginning(false);
    let mut posts = library.order().iter();
    if open && !posts.any(|id| folders[library.folders.of(*id)]) {
        return beginning(true);
    }
    folders
}

/// Whether a folder's path begins with these folders (lower case); `open` lets the last be the start of a name.
fn leads_into(folder: &Path, folders: &[String], open: bool) -> bool {
    let mut above = folder.components();
    folders.iter().enumerate().all(|(at, wanted)| {
        let Some(folder) = above.next() else {
            return false;
        };
        let folder = lower(&folder.as_os_str().to_string_lossy());
        folder == *wanted || (open && at + 1 == folders.len() && folder.starts_with(wanted))
    })
}
