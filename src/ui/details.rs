//! The details of a post: facts with their names in front, and below them the front matter as it is written.

use super::pen::{Pen, literal};
use crate::app::details::Details;
use crate::app::panes::Rect;
use crate::paint;
use crate::text;
use crate::theme::Role;

/// Columns that text takes at most.
const MEASURE: u16 = 96;

pub(super) fn draw(details: &Details, area: Rect, pen: &mut Pen<'_, '_>) {
    let room = area.width.saturating_sub(4).min(MEASURE);
    let left = area.x + (area.width.saturating_sub(room) / 2).max(2).min(area.width);
    let end = area.y + area.height;
    let names = details.facts.iter().map(|(name, _)| text::width(name));
    let indent = names.max().unwrap_or(0) as u16 + 2;
    let mut y = area.y;
    for (name, value) in details.facts.iter().skip(details.top) {
        if y < end {
            pen.put((left, y), indent, name, Role::Dim);
        }
        let role = if **name == *"title" {
            Role::Title
        } else {
            Role::Text
        };
        for row in paint::plain(value, role, room.saturating_sub(indent)) {
            if y < end {
                pen.put_row((left + indent, y), area, &row, |_| None);
            }
            y += 1;
        }
    }
    if details.written.is_empty() {
        return;
    }
    // Air, a heading, air: lines like the others as far as scrolling goes.
    let skipped = details.top.saturating_sub(details.facts.len());
    y += 1u16.saturating_sub(skipped as u16);
    if skipped < 2 && y < end {
        pen.put((left, y), room, &literal("As it is written"), Role::Year);
    }
    y += 2u16.saturating_sub(skipped.saturating_sub(1) as u16);
    for line in details.written.iter().skip(skipped.saturating_sub(3)) {
        if y >= end {
            break;
        }
        pen.put_short((left, y), room, line, Role::Text);
        y += 1;
    }
}
