//! The tag picker, in the list's place: tags, categories and sections, each with the posts that choosing it would leave.

use super::header::posts;
use super::pen::{Pen, literal};
use crate::app::Model;
use crate::app::panes::Rect;
use crate::app::tags::TagPicker;
use crate::clean;
use crate::library::{Choice, Facet, FacetKind};
use crate::text::Clean;
use crate::theme::Role;

/// What stands on a row below the head.
enum Line<'a> {
    Gap,
    Name(Clean<'static>),
    Facet(usize, &'a Facet),
}

pub(super) fn draw(model: &Model, tags: &TagPicker, area: Rect, pen: &mut Pen<'_, '_>) {
    let room = area.width.saturating_sub(3);
    let shown = posts(model.list.shown.len());
    let free = pen.put_right((area.x + 1, area.y), room, &shown, Role::Dim);
    let name = if tags.query.is_empty() {
        literal("Tags")
    } else {
        clean!("Tags /{}", tags.query)
    };
    pen.put_short(
        (area.x + 1, area.y),
        free.saturating_sub(1),
        &name,
        Role::Year,
    );
    if tags.facets.is_empty() {
        let message = if tags.query.is_empty() {
            "No post has a tag."
        } else {
            "No tag has that."
        };
        pen.put_short((area.x + 2, area.y + 2), room, &literal(message), Role::Dim);
        return;
    }
    let lines = lines(tags);
    let is_selected = |line: &Line<'_>| matches!(line, Line::Facet(at, _) if *at == tags.selected);
    let selected = lines.iter().position(is_selected).unwrap_or(0);
    let height = usize::from(area.height.saturating_sub(2));
    let top = selected
        .saturating_sub(height / 2)
        .min(lines.len().saturating_sub(height));
    for (y, line) in (area.y + 2..).zip(lines.iter().skip(top).take(height)) {
        match line {
            Line::Gap => {}
            Line::Name(name) => {
                pen.put((area.x + 1, y), room, name, Role::Year);
            }
            Line::Facet(at, facet) => facet_row(facet, *at == tags.selected, (area, y), pen),
        }
    }
}

/// The facets with the heading of each kind but the first, which the head names.
fn lines(tags: &TagPicker) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(tags.facets.len() + 2);
    let mut kind = FacetKind::Tag;
    for (at, facet) in tags.facets.iter().enumerate() {
        if facet.kind != kind {
            kind = facet.kind;
            if at > 0 {
                lines.push(Line::Gap);
            }
            lines.push(Line::Name(match kind {
                FacetKind::Tag => literal("Tags"),
                FacetKind::Category => literal("Categories"),
                FacetKind::Section => literal("Sections"),
            }));
        }
        lines.push(Line::Facet(at, facet));
    }
    lines
}

fn facet_row(facet: &Facet, selected: bool, (area, y): (Rect, u16), pen: &mut Pen<'_, '_>) {
    if selected {
        let row = Rect {
            y,
            height: 1,
            width: area.width.saturating_sub(1),
            ..area
        };
        pen.ground(row, Role::Selected);
        pen.put((area.x + 1, y), 1, &literal("▌"), Role::Accent);
    }
    let (sign, role) = match facet.choice {
        Choice::Wanted => ("+", Role::Wanted),
        Choice::Excluded => ("−", Role::Excluded),
        Choice::Neither if facet.posts == 0 => (" ", Role::Dim),
        Choice::Neither => (" ", Role::Text),
    };
    let x = area.x + 3;
    let room = area.width.saturating_sub(5);
    pen.put((x, y), 1, &literal(sign), role);
    let count = Clean::from(facet.posts as u64);
    let free = pen.put_right((x, y), room, &count, Role::Dim);
    pen.put_short(
        (x + 2, y),
        free.saturating_sub(3),
        &Clean::line(&facet.name),
        role,
    );
}
