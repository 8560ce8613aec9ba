//! `folio tags`: the tags or the categories, and the number of posts that have each.

use std::cmp::Reverse;
use std::io::{self, Write};

use serde::Serialize;

use super::color::Colors;
use super::library::LoadedLibrary;
use super::output::{ColumnAlign, write_json, write_table, write_tsv};
use super::values::OutputFormat;
use crate::library::{FacetKind, Requirement};
use crate::text::Clean;
use crate::theme::Role;

/// The kind of names that `folio tags` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Tag,
    Category,
}

/// A tag in JSON. The keys are stable.
#[derive(Serialize)]
struct TagRow<'a> {
    tag: &'a str,
    posts: usize,
}

/// A category in JSON. The keys are stable.
#[derive(Serialize)]
struct CategoryRow<'a> {
    category: &'a str,
    posts: usize,
}

/// Prints the tags or the categories of the posts that match the filter, most used first. Equally used names are in alphabetical
/// order, ignoring case. Omits names that the filter excludes.
///
/// The count of a name is the number of posts that `folio list --tag NAME` prints with the same filter. `--tag` does not
/// distinguish a tag from a category of the same name, so the count includes the posts of both.
pub(super) fn tags(
    loaded: &LoadedLibrary,
    kind: NameKind,
    format: OutputFormat,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let facet_kind = match kind {
        NameKind::Tag => FacetKind::Tag,
        NameKind::Category => FacetKind::Category,
    };
    let mut facets = loaded.library.facets(&loaded.filter);
    facets.retain(|facet| {
        let is_excluded = facet.requirement == Some(Requirement::Excluded);
        facet.kind == facet_kind && facet.posts > 0 && !is_excluded
    });
    facets.sort_by_cached_key(|facet| (Reverse(facet.posts), facet.name.to_lowercase()));
    let names_and_counts = || facets.iter().map(|facet| (&*facet.name, facet.posts));
    match format {
        OutputFormat::Text => {
            let row = |(name, posts)| [Clean::line(name), Clean::from(posts as u64)];
            let rows: Vec<_> = names_and_counts().map(row).collect();
            let role = match kind {
                NameKind::Tag => Role::Tag,
                NameKind::Category => Role::Category,
            };
            write_table(
                [(ColumnAlign::Left, role), (ColumnAlign::Right, Role::Dim)],
                &rows,
                colors,
                out,
            )
        }
        OutputFormat::Tsv => {
            let name_column = match kind {
                NameKind::Tag => "tag",
                NameKind::Category => "category",
            };
            let row = |(name, posts): (&str, usize)| [name.to_owned(), posts.to_string()];
            write_tsv([name_column, "posts"], names_and_counts().map(row), out)
        }
        OutputFormat::Json => match kind {
            NameKind::Tag => {
                let row = |(tag, posts)| TagRow { tag, posts };
                write_json(&names_and_counts().map(row).collect::<Vec<_>>(), out)
            }
            NameKind::Category => {
                let row = |(category, posts)| CategoryRow { category, posts };
                write_json(&names_and_counts().map(row).collect::<Vec<_>>(), out)
            }
        },
    }
}
