//! The rows of the tag picker: tags, categories and sections with their numbers of posts.

use super::filter::{Filter, Requirement};
use super::{CompiledFilter, Library, natural};

/// A tag, a category or a section with its counts under one filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The heading that the facet is listed under. A name used as a tag and as a category makes two facets with the same
    /// counts, because `#x` matches either.
    pub kind: FacetKind,
    /// The most common spelling, as written (not sanitized).
    pub name: Box<str>,
    /// Number of posts that would match if the filter also required this facet. If the filter names the facet already: number
    /// of posts that match the filter.
    pub posts: usize,
    /// Number of posts in the library with this tag, category or section. Translations that are not listed are not counted.
    pub total: usize,
    /// The filter's requirement on this facet, or `None` if the filter does not name the facet.
    pub requirement: Option<Requirement>,
}

/// The heading that a [`Facet`] is listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetKind {
    /// The tags of posts.
    Tag,
    /// The categories of posts.
    Category,
    /// Folders; a folder includes the posts of its subfolders.
    Section,
}

/// Implements [`Library::facets`].
pub(super) fn facets(library: &Library, filter: &Filter) -> Vec<Facet> {
    let Counts {
        posts: matching_posts,
        by_tag,
        by_section,
    } = count(library, filter);
    let requirements = requirements_by_tag(library, filter);
    // A post and its translations count as one post, but the tag index and the sections count each file. If there are
    // translations, the totals are therefore counted again. If there are none, this is `None`.
    let totals_without_translations =
        (!library.translations().is_empty()).then(|| count(library, &Filter::default()));
    // The total is zero if only translations that are not listed have the facet. Such a facet is omitted, unless the filter names
    // it.
    let new_facet = |kind, name: &str, requirement: Option<Requirement>, posts: u32, total: u32| {
        (total > 0 || requirement.is_some()).then(|| Facet {
            kind,
            name: name.into(),
            posts: match requirement {
                None => posts as usize,
                Some(_) => matching_posts,
            },
            total: total as usize,
            requirement,
        })
    };
    // Each facet is stored with its folded name, by which the facets are sorted.
    let mut rows: Vec<(&str, Facet)> = Vec::new();
    for (id, entry) in library.tag_index.iter() {
        let requirement = requirements[id.index()];
        for (kind, spellings) in [
            (FacetKind::Tag, &entry.tag_spellings),
            (FacetKind::Category, &entry.category_spellings),
        ] {
            let Some(spelling) = spellings.most_common() else {
                continue;
            };
            let total = match &totals_without_translations {
                Some(totals) => totals.by_tag[id.index()],
                None => entry.posts,
            };
            let facet = new_facet(kind, spelling, requirement, by_tag[id.index()], total);
            rows.extend(facet.map(|facet| (&*entry.folded, facet)));
        }
    }
    let sections = library.sections.all().iter().zip(by_section).enumerate();
    for (index, (section, count)) in sections.filter(|(_, (section, _))| section.posts > 0) {
        let requirement = filter.section_requirement(&section.name);
        let total = match &totals_without_translations {
            Some(totals) => totals.by_section[index],
            None => section.posts,
        };
        let facet = new_facet(FacetKind::Section, &section.name, requirement, count, total);
        rows.extend(facet.map(|facet| (&*section.folded, facet)));
    }
    // Of each kind, the facets that the filter names come first.
    let group = |facet: &Facet| (facet.kind, facet.requirement.is_none());
    // The names are folded already, so their bytes are compared unchanged.
    rows.sort_by(|(name_a, a), (name_b, b)| {
        let by_group = group(a).cmp(&group(b));
        by_group.then_with(|| natural::compare(name_a.as_bytes(), name_b.as_bytes(), |byte| byte))
    });
    rows.into_iter().map(|(_, facet)| facet).collect()
}

/// The numbers of posts that match a filter: in total, by tag and by section.
struct Counts {
    posts: usize,
    /// The numbers of posts by tag id.
    by_tag: Vec<u32>,
    /// The numbers of posts by section id.
    by_section: Vec<u32>,
}

/// Counts the posts that match the filter.
///
/// A post must match all terms, so the posts that match with one more required tag are the matching posts with that tag.
/// One pass over the matching posts therefore counts for all tags.
fn count(library: &Library, filter: &Filter) -> Counts {
    let mut counts = Counts {
        posts: 0,
        by_tag: vec![0; library.tag_index.len()],
        by_section: vec![0; library.sections.all().len()],
    };
    let mut filter = CompiledFilter::new(library, filter);
    for &id in library.order() {
        if filter.matches(id) {
            counts.posts += 1;
            for tag in library.tags_of(id) {
                counts.by_tag[tag.index()] += 1;
            }
            library.sections.add_to_counts(id, &mut counts.by_section);
        }
    }
    counts
}

/// Returns the filter's requirement on each tag, by tag id.
fn requirements_by_tag(library: &Library, filter: &Filter) -> Vec<Option<Requirement>> {
    let mut requirements = vec![None; library.tag_index.len()];
    for requirement in [Requirement::Required, Requirement::Excluded] {
        for tag in filter.tags(requirement) {
            if let Some(id) = library.tag_index.find(tag) {
                requirements[id.index()] = Some(requirement);
            }
        }
    }
    requirements
}
