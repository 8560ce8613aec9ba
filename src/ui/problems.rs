//! What is wrong with a post: each problem with its place, and below it what to do.

use super::pen::{Pen, literal};
use crate::app::panes::Rect;
use crate::app::problems::ProblemView;
use crate::clean;
use crate::paint;
use crate::post::{Problem, Severity};
use crate::text;
use crate::theme::Role;

/// Columns that text takes at most.
const MEASURE: u16 = 96;

pub(super) fn draw(view: &ProblemView, area: Rect, pen: &mut Pen<'_, '_>) {
    let room = area.width.saturating_sub(4).min(MEASURE);
    let left = area.x + (area.width.saturating_sub(room) / 2).max(2).min(area.width);
    let heading = clean!("{}", view.path.display());
    pen.put_short((left, area.y), room, &heading, Role::Year);
    let end = area.y + area.height;
    let mut y = area.y + 2;
    for problem in view.problems.iter().skip(view.top) {
        if y >= end {
            break;
        }
        y = one(problem, (left, y), (room, end), area, pen) + 1;
    }
}

/// Draws one problem; returns the row below it.
fn one(
    problem: &Problem,
    (x, mut y): (u16, u16),
    (room, end): (u16, u16),
    area: Rect,
    pen: &mut Pen<'_, '_>,
) -> u16 {
    let (word, role) = match problem.severity {
        Severity::Error => (literal("error"), Role::Excluded),
        Severity::Warning => (literal("warning"), Role::Problem),
    };
    let place = clean!("{}:{}", problem.line, problem.column);
    let code = clean!("{}", problem.code);
    let mut at = x;
    for (piece, role) in [(&word, role), (&place, Role::Text), (&code, Role::Dim)] {
        let free = (x + room).saturating_sub(at);
        at += pen.put_short((at, y), free, piece, role) + 2;
    }
    y += 1;
    let indent = 2;
    for (line, role) in [(&problem.message, Role::Text), (&problem.hint, Role::Dim)] {
        let rows = paint::plain(&text::Clean::line(line), role, room.saturating_sub(indent));
        for row in rows {
            if y < end {
                pen.put_row((x + indent, y), area, &row, |_| None);
            }
            y += 1;
        }
    }
    y
}
