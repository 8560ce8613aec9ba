//! What choosing a tag, a category or a section would leave: the rows of the tag picker.

use super::filter::Filter;
use super::order::natural;
use super::{Library, selection::Selection};

/// A tag, a category or a section with its counts under one filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What it is; a name that is both makes two facets with the same counts, for `#x` finds either.
    pub kind: FacetKind,
    /// Its commonest spelling, as written (not cleaned).
    pub name: Box<str>,
    /// Posts left if it were wanted in addition; where the filter names it already, the posts now shown.
    pub posts: usize,
    /// Posts that carry it at all.
    pub total: usize,
    /// What the filter says about it.
    pub choice: Choice,
}

/// The heading that a [`Facet`] stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetKind {
    /// From `tags`.
    Tag,
    /// From `categories`.
    Category,
    /// A folder; the posts in the folders below it are in it as well.
    Section,
}

/// What a filter says about a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// Only posts that carry it.
    Wanted,
    /// Only posts that don't.
    Excluded,
    /// Nothing.
    Neither,
}

pub(super) fn facets(library: &Library, filter: &Filter) -> Vec<Facet> {
    let Counts {
        shown,
        names: counts,
        sections,
    } = count(library, filter);
    let choices = choices(library, filter);
    let mut rows: Vec<(&str, Facet)> = Vec::new();
    for (id, name) in library.vocabulary.iter() {
        let choice = choices[id.index()];
        for (kind, spellings) in [
            (FacetKind::Tag, &name.tag),
            (FacetKind::Category, &name.category),
        ] {
            let Some(spelling) = spellings.shown() else {
                continue;
            };
            let posts = match choice {
                Choice::Neither => counts[id.index()] as usize,
                Choice::Wanted | Choice::Excluded => shown,
            };
            let facet = Facet {
                kind,
                name: spelling.into(),
                posts,
                total: name.posts as usize,
                choice,
            };
            rows.push((&name.folded, facet));
        }
    }
    let sections = library.sections.all().iter().zip(sections);
    for (section, count) in sections.filter(|(section, _)| section.posts > 0) {
        let choice = filter.section(&section.name);
        let facet = Facet {
            kind: FacetKind::Section,
            name: section.name.clone(),
            posts: if choice == Choice::Neither {
                count as usize
            } else {
                shown
            },
            total: section.posts as usize,
            choice,
        };
        rows.push((&section.folded, facet));
    }
    let place = |facet: &Facet| (facet.kind, facet.choice == Choice::Neither);
    rows.sort_by(|(a, left), (b, right)| {
        let order = place(left).cmp(&place(right));
        order.then_with(|| natural::compare(a.as_bytes(), b.as_bytes(), |byte| byte))
    });
    rows.into_iter().map(|(_, facet)| facet).collect()
}

/// Posts that a filter leaves: all of them, those that carry each name, and those in each section.
struct Counts {
    shown: usize,
    names: Vec<u32>,
    sections: Vec<u32>,
}

/// How many posts the filter leaves, and how many of them carry each name.
///
/// All terms of a filter must hold, so wanting one tag more leaves those of the posts now shown that carry it:
/// one pass counts for all tags at once.
fn count(library: &Library, filter: &Filter) -> Counts {
    let mut counts = Counts {
        shown: 0,
        names: vec![0; library.vocabulary.len()],
        sections: vec![0; library.sections.all().len()],
    };
    let selection = Selection::new(library, filter);
    for &id in library.order() {
        if selection.keeps(id) {
            counts.shown += 1;
            for tag in library.tags_of(id) {
                counts.names[tag.index()] += 1;
            }
            library.sections.count(id, &mut counts.sections);
        }
    }
    counts
}

fn choices(library: &Library, filter: &Filter) -> Vec<Choice> {
    let mut choices = vec![Choice::Neither; library.vocabulary.len()];
    let wanted = filter.wanted().map(|tag| (tag, Choice::Wanted));
    let excluded = filter.excluded().map(|tag| (tag, Choice::Excluded));
    for (tag, choice) in wanted.chain(excluded) {
        if let Some(id) = library.vocabulary.find(tag) {
            choices[id.index()] = choice;
        }
    }
    choices
}
