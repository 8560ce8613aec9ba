//! The links that a body seems to define.

use std::collections::HashMap;

use pulldown_cmark::{Options, Parser, RefDefs};
use unicase::UniCase;

use super::guess;

/// A label, which is the same in either case.
pub(super) type Label = UniCase<String>;

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) target: String,
    pub(super) title: Option<String>,
}

/// By label: of several definitions of one, the first (CommonMark 4.7).
#[derive(Debug)]
pub(super) struct Known(HashMap<Label, Link>);

impl Known {
    pub(super) fn new(text: &str, options: Options) -> Self {
        let definitions = guess::definitions(text);
        let parser = Parser::new_ext(&definitions, options);
        Self(links(parser.reference_definitions()).collect())
    }

    pub(super) fn get(&self, label: &Label) -> Option<&Link> {
        self.0.get(label)
    }
}

/// What a parser has found, with a life of its own.
pub(super) fn links<'p>(found: &'p RefDefs<'p>) -> impl Iterator<Item = (Label, Link)> + 'p {
    found.iter().map(|(label, found)| {
        let target = found.dest.to_string();
        let title = found.title.as_deref().map(str::to_owned);
        (UniCase::new(label.to_owned()), Link { target, title })
    })
}
