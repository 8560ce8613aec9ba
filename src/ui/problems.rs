//! The view of problems. It shows the errors in the settings, and below them the problems of a post. A problem has a
//! severity, a position, a message and a hint.

use ratatui::layout::Position;

use super::canvas::{Canvas, RowArea, literal};
use super::overlay;
use crate::app::panes::Rect;
use crate::app::problems::ProblemView;
use crate::clean;
use crate::paint;
use crate::post::{Problem, Severity};
use crate::text::Clean;
use crate::theme::Role;

/// Maximum width of the view, in columns.
const MAX_COLUMNS: u16 = 96;
/// Indentation of a message, in columns.
const INDENT_COLUMNS: u16 = 2;

/// Draws the errors and the problems from index [`ProblemView::top`] on. The index counts the errors first, then the problems.
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
        draw_text(&error.reason.0, Role::Text, area, &mut rows, canvas);
        skip_row(&mut rows);
    }
    if view.problems.is_empty() {
        return;
    }
    let title = clean!("{}", view.path.display());
    draw_title(&title, rows.by_ref().take(title_rows), canvas);
    let first_problem = view.top.saturating_sub(errors);
    for (index, problem) in view.problems.iter().enumerate().skip(first_problem) {
        let Some(row) = rows.next() else { break };
        draw_bar(errors + index == view.top, row, canvas);
        draw_summary(problem, row, canvas);
        for (text, role) in [(&problem.message, Role::Text), (&problem.hint, Role::Dim)] {
            draw_text(&Clean::line(text), role, area, &mut rows, canvas);
        }
        skip_row(&mut rows);
    }
}

/// Leaves the next row empty.
fn skip_row(rows: &mut impl Iterator<Item = RowArea>) {
    rows.next();
}

/// Draws a title in the first of `rows`. Consumes the other rows, so that they stay empty and the text starts below them.
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

/// Draws a bar to the left of the first visible error or problem, at which the editor opens the file.
fn draw_bar(is_first_visible: bool, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    if is_first_visible {
        let bar = RowArea {
            x: row.x.saturating_sub(1),
            ..row
        };
        canvas.print(bar.limit(1), &literal("▌"), Role::Accent);
    }
}

/// Draws a text, wrapped to `area` and indented, in the next of `rows`.
fn draw_text(
    text: &Clean<'_>,
    role: Role,
    area: Rect,
    rows: &mut impl Iterator<Item = RowArea>,
    canvas: &mut Canvas<'_, '_>,
) {
    let painted_rows = paint::plain(text, role, area.width.saturating_sub(INDENT_COLUMNS));
    for (painted_row, row) in painted_rows.iter().zip(rows) {
        canvas.print_without_links(
            Position {
                x: row.x + INDENT_COLUMNS,
                y: row.y,
            },
            area,
            painted_row,
        );
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
    let mut free = row;
    for (text, role) in [
        (&severity, role),
        (&position, Role::Text),
        (&code, Role::Dim),
    ] {
        // Two columns separate the texts.
        free = canvas.print_truncated(free, text, role).skip(2);
    }
}
