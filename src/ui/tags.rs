//! The tag picker, which is drawn in place of the list. It shows tags, categories and sections. Each has the number of
//! posts that would match if the filter required it.

use super::canvas::{Canvas, RowArea, literal};
use super::{counts, overlay};
use crate::app::Model;
use crate::app::panes::Rect;
use crate::app::tags::TagPicker;
use crate::clean;
use crate::library::{Facet, FacetKind, Requirement};
use crate::text::Clean;
use crate::theme::Role;

/// A row of the list of facets.
enum FacetRow<'a> {
    /// An empty row above the name of a kind.
    Blank,
    /// The name of a kind of facets.
    Kind(&'static str),
    /// A facet and its index in `TagPicker::facets`.
    Facet(usize, &'a Facet),
}

/// Draws the tag picker.
pub(super) fn draw(model: &Model, picker: &TagPicker, area: Rect, canvas: &mut Canvas<'_, '_>) {
    canvas.set_clickable_view(area);
    let count = counts::posts(model.list.shown.len());
    let row = RowArea::top_of(area).skip(1).shorten(2);
    let free = canvas.print_right(row, &count, Role::Dim).shorten(1);
    let title = if picker.query.is_empty() {
        literal("Tags")
    } else {
        clean!("Tags /{}", picker.query)
    };
    canvas.print_truncated(free, &title, Role::SectionHeading);
    let below = overlay::below_title(area);
    if picker.facets.is_empty() {
        let message = if picker.query.is_empty() {
            "No tags"
        } else {
            "No matching tag"
        };
        let row = RowArea::top_of(below).skip(2).shorten(1);
        canvas.print_truncated(row, &literal(message), Role::Dim);
        return;
    }
    let rows = facet_rows(picker);
    let is_selected =
        |row: &FacetRow<'_>| matches!(row, FacetRow::Facet(index, _) if *index == picker.selected);
    let selected = rows.iter().position(is_selected).unwrap_or(0);
    let top = overlay::first_visible(selected, rows.len(), below.height);
    for (row, facet_row) in RowArea::rows_of(below).zip(rows.iter().skip(top)) {
        let row = row.skip(1).shorten(1);
        match facet_row {
            FacetRow::Blank => {}
            FacetRow::Kind(name) => {
                canvas.print(row, &literal(name), Role::SectionHeading);
            }
            FacetRow::Facet(index, facet) => {
                canvas.add_clickable_item(row, *index);
                if *index == picker.selected {
                    overlay::draw_selection(row, canvas);
                }
                draw_facet(facet, row, canvas);
            }
        }
    }
}

/// Returns the rows of all facets. The name of the kind precedes the categories and the sections. The tags come first, and
/// need no name below the title of the picker.
fn facet_rows(picker: &TagPicker) -> Vec<FacetRow<'_>> {
    let mut rows = Vec::new();
    let mut kind = FacetKind::Tag;
    for (index, facet) in picker.facets.iter().enumerate() {
        if facet.kind != kind {
            kind = facet.kind;
            if index > 0 {
                rows.push(FacetRow::Blank);
            }
            rows.push(FacetRow::Kind(match kind {
                FacetKind::Tag => "Tags",
                FacetKind::Category => "Categories",
                FacetKind::Section => "Sections",
            }));
        }
        rows.push(FacetRow::Facet(index, facet));
    }
    rows
}

/// Draws a facet: `+` or `−` if the filter requires or excludes it, the name, and the number of posts.
fn draw_facet(facet: &Facet, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let (marker, role) = match facet.requirement {
        Some(Requirement::Required) => ("+", Role::Required),
        Some(Requirement::Excluded) => ("−", Role::Excluded),
        None if facet.posts == 0 => (" ", Role::Dim),
        None => (" ", Role::Text),
    };
    let row = row.skip(2).shorten(1);
    canvas.print(row.limit(1), &literal(marker), role);
    let count = Clean::from(facet.posts as u64);
    let free = canvas.print_right(row, &count, Role::Dim);
    let name = Clean::line(&facet.name);
    canvas.print_truncated(free.skip(2).shorten(1), &name, role);
}
