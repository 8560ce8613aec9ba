//! The errors in the settings, then the problems of a post: each problem with its severity, position, message and hint.
//! `view.top` is the index of the first one shown: errors are counted first, then problems.

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
const INDENT_COLUMNS: u16 = 2;

pub(super) fn draw(view: &ProblemView, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let area = overlay::centered(area, MAX_COLUMNS);
    let mut rows = RowArea::rows_of(area);
    let title_rows = usize::from(overlay::below_title(area).y - area.y);
    let errors = view.settings_errors.len();
    if view.top < errors {
        draw_title(&literal("Settings"), rows.by_ref().take(title_rows), canvas);
    }
    for (index, error) in view.settings_errors.iter().enumerate().skip(view.top) {
        let Some(row) = rows.next() else { return };
        draw_bar(index == view.top, row, canvas);
        canvas.print_truncated(row, &literal("error"), Role::Error);
        draw_text(&error.reason.0, Role::Text, (area, &mut rows), canvas);
        rows.next();
    }
    if view.problems.is_empty() {
        return;
    }
    let title = clean!("{}", view.path.display());
    draw_title(&title, rows.by_ref().take(title_rows), canvas);
    let first = view.top.saturating_sub(errors);
    for (index, problem) in view.problems.iter().enumerate().skip(first) {
        let Some(row) = rows.next() else { break };
        draw_bar(errors + index == view.top, row, canvas);
        draw_summary(problem, row, canvas);
        for (text, role) in [(&problem.message, Role::Text), (&problem.hint, Role::Dim)] {
            draw_text(&Clean::line(text), role, (area, &mut rows), canvas);
        }
        rows.next();
    }
}

/// Draws a title in the first row of `rows`, and leaves the other rows empty.
fn draw_title(
    title: &Clean<'_>,
    mut rows: impl Iterator<Item = RowArea>,
    canvas: &mut Canvas<'_, '_>,
) {
    if let Some(row) = rows.next() {
        canvas.print_truncated(row, title, Role::SectionHeading);
    }
    rows.for_each(drop);
}

/// Draws the bar that marks the problem at which the editor opens the file.
fn draw_bar(is_first: bool, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    if is_first {
        let bar = RowArea {
            x: row.x.saturating_sub(1),
            ..row
        };
        canvas.print(bar.limit(1), &literal("▌"), Role::Accent);
    }
}

/// Draws a text, wrapped and indented, in the next rows of `rows`.
fn draw_text(
    text: &Clean<'_>,
    role: Role,
    (area, rows): (Rect, &mut impl Iterator<Item = RowArea>),
    canvas: &mut Canvas<'_, '_>,
) {
    let painted = paint::plain(text, role, area.width.saturating_sub(INDENT_COLUMNS));
    for (painted, row) in painted.iter().zip(rows) {
        canvas.print_painted((row.x + INDENT_COLUMNS, row.y), area, painted, |_| None);
    }
}

/// Draws the severity, the position and the code of a problem.
fn draw_summary(problem: &Problem, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let (severity, role) = match problem.severity {
        Severity::Error => (literal("error"), Role::Error),
        Severity::Warning => (literal("warning"), Role::Warning),
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
