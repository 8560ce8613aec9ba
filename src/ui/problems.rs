//! The problems of a post: each with its severity, position, message and hint.

use super::canvas::{Canvas, RowArea, literal};
use super::overlay;
use crate::app::panes::Rect;
use crate::app::problems::ProblemView;
use crate::clean;
use crate::paint;
use crate::post::{Problem, Severity};
use crate::text::Clean;
use crate::theme::Role;

/// Maximum width of the text, in columns.
const MAX_COLUMNS: u16 = 96;
/// Indentation of a message, in columns.
const INDENT: u16 = 2;

pub(super) fn draw(view: &ProblemView, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let area = overlay::centered(area, MAX_COLUMNS);
    let title = clean!("{}", view.path.display());
    canvas.print_truncated(RowArea::top_of(area), &title, Role::SectionHeading);
    let below = overlay::below_title(area);
    let mut rows = RowArea::rows_of(below);
    for (index, problem) in view.problems.iter().enumerate().skip(view.top) {
        let Some(row) = rows.next() else { break };
        if index == view.top {
            // The bar marks the problem at which the editor opens the file.
            let bar = RowArea {
                x: row.x.saturating_sub(2),
                ..row
            };
            canvas.print(bar.limit(1), &literal("▌"), Role::Accent);
        }
        draw_summary(problem, row, canvas);
        for (text, role) in [(&problem.message, Role::Text), (&problem.hint, Role::Dim)] {
            let columns = area.width.saturating_sub(INDENT);
            let painted = paint::plain(&Clean::line(text), role, columns);
            for (painted, row) in painted.iter().zip(&mut rows) {
                canvas.print_painted((row.x + INDENT, row.y), area, painted, |_| None);
            }
        }
        rows.next();
    }
}

/// Draws the severity, the position and the code of a problem.
fn draw_summary(problem: &Problem, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let (severity, role) = match problem.severity {
        Severity::Error => (literal("error"), Role::Error),
        Severity::Warning => (literal("warning"), Role::Problem),
    };
    let position = clean!("{}:{}", problem.line, problem.column);
    let code = clean!("{}", problem.code);
    let mut rest = row;
    for (text, role) in [
        (&severity, role),
        (&position, Role::Text),
        (&code, Role::Dim),
    ] {
        rest = canvas.print_truncated(rest, text, role).skip(2);
    }
}
