//! The text of a post that filter words match, folded once when the post is added.

use memchr::memmem::Finder;

use crate::post::Post;
use crate::text::{Case, fold};

/// Returns the folded text that filter words match: title, tags, categories, file name and summary, each on its own line,
/// so that no match spans two fields.
pub(super) fn search_text(post: &Post, case: Case) -> Box<str> {
    let mut text = String::new();
    let name = post.path.file_name().map(|name| name.to_string_lossy());
    let labels = post.tags.iter().chain(&post.categories);
    let fields = std::iter::once(&*post.title)
        .chain(labels.map(|label| &**label))
        .chain(name.as_deref())
        .chain(post.summary.as_deref());
    for field in fields {
        text.push_str(&fold(field, case));
        text.push('\n');
    }
    text.into()
}

/// A matcher for a word or a quoted text of a filter, in smart case.
pub(super) struct WordMatcher {
    /// `Sensitive` if the word contains a capital letter.
    case: Case,
    /// Finds the word in text in lower case.
    insensitive: Finder<'static>,
    /// Finds the word as it was typed.
    sensitive: Finder<'static>,
}

impl WordMatcher {
    pub(super) fn new(query: &str) -> Self {
        let finder = |case| Finder::new(fold(query, case).as_bytes()).into_owned();
        Self {
            case: Case::smart(query),
            insensitive: finder(Case::Insensitive),
            sensitive: finder(Case::Sensitive),
        }
    }

    /// Returns true if the post contains the word. `folded` is the post's [`search_text`] in lower case. It is searched first,
    /// because this rules out most posts before case is compared.
    pub(super) fn is_in(&self, folded: &str, post: &Post) -> bool {
        let contains = |finder: &Finder<'_>, text: &str| finder.find(text.as_bytes()).is_some();
        contains(&self.insensitive, folded)
            && (self.case == Case::Insensitive
                || contains(&self.sensitive, &search_text(post, Case::Sensitive)))
    }

    /// Returns true if a single field contains the word.
    pub(super) fn is_in_field(&self, field: &str) -> bool {
        let finder = match self.case {
            Case::Insensitive => &self.insensitive,
            Case::Sensitive => &self.sensitive,
        };
        finder.find(fold(field, self.case).as_bytes()).is_some()
    }
}
