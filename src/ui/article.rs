//! The article pane: masthead, body and scrollbar.

use ratatui::layout::Position;

use super::canvas::{Canvas, RowArea, literal};
use super::{list, overlay, picture};
use crate::app::action::Action;
use crate::app::article::Article;
use crate::app::hints::{HintTarget, Hints};
use crate::app::keymap::View;
use crate::app::panes::Rect;
use crate::app::{Focus, Model};
use crate::clean;
use crate::paint::{self, Decorations};
use crate::text::{self, Clean};
use crate::theme::Role;

/// Draws the article pane: the article, or the reason why there is none.
pub(super) fn draw(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    if model.filter_matches_no_post() {
        // No article is drawn: the article of the former selection would look as if it matched the filter.
        let text = [(list::no_match_message(model), Role::Dim)];
        return overlay::draw_paragraphs(text, text_rect(model, area), canvas);
    }
    if let Some(error) = &model.open_error {
        return draw_error(model, error, area, canvas);
    }
    if let Some(article) = &model.article {
        draw_article(model, article, area, canvas);
        if !model.screen.is_zen {
            draw_scrollbar(article, area, model.screen.focus == Focus::Article, canvas);
        }
    }
}

/// Draws the reason why a post could not be opened.
fn draw_error(model: &Model, error: &Clean<'_>, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let key = model.keymap().first_key(View::Article, Action::Reload);
    let lines = [
        (error.borrowed(), Role::Warning),
        (clean!("{key} rescans the folder"), Role::Dim),
    ];
    overlay::draw_paragraphs(lines, text_rect(model, area), canvas);
}

/// Returns the part of the pane `area` that running text may fill.
fn text_rect(model: &Model, area: Rect) -> Rect {
    let text_area = model.text_area();
    Rect {
        x: area.x + text_area.left,
        width: text_area.widths.measure,
        ..area
    }
}

fn draw_article(model: &Model, article: &Article, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let document = &article.body.document;
    let x = area.x + model.text_area().left;
    // Outside zen, the scrollbar takes the last column.
    let clip = Rect {
        width: area.width.saturating_sub(u16::from(!model.screen.is_zen)),
        ..area
    };
    let search = model.search();
    let decorations = Decorations {
        code_roles: Some(&article.code_roles),
        matches: search.map_or(&[], |search| &search.matches),
        current_match: search
            .filter(|search| !search.matches.is_empty())
            .map(|search| search.current),
        selected_link: model.selected_link(),
    };
    let masthead = &article.masthead.rows;
    let row_count = article.rows();
    let visible_rows = article.top..row_count.min(article.top + usize::from(area.height));
    for (y, article_row) in (area.y..).zip(visible_rows) {
        let position = Position { x, y };
        let Some(body_row) = article_row.checked_sub(masthead.len()) else {
            canvas.print_without_links(position, clip, &masthead[article_row]);
            continue;
        };
        let row = article.painted_row(body_row, decorations);
        canvas.print_painted(position, clip, &row, |link| {
            Some(document.link(link).target)
        });
        // A picture is to the right of the row's runs. The row may begin to the left of `x`.
        if let Some(picture_row) = row.picture {
            let x = (x + row.width() as u16).saturating_sub(row.columns_left_of_text);
            picture::draw(model, picture_row, Position { x, y }, clip, canvas);
        }
        if let Some(hints) = &model.hints() {
            draw_hints(hints, article_row, &row, position, canvas);
        }
    }
}

/// Draws the numbers of hints over a row of the article. `position` is the left edge of the article's text; the row may
/// begin further to the left.
fn draw_hints(
    hints: &Hints,
    article_row: usize,
    row: &paint::Row<'_>,
    position: Position,
    canvas: &mut Canvas<'_, '_>,
) {
    let Position { mut x, y } = position;
    x = x.saturating_sub(row.columns_left_of_text);
    // The number of a footnote, a container or a code block.
    if let Some(number) = hints.shown_number_at_row_start(article_row) {
        canvas.print_over(Position { x, y }, &clean!("{number}"), Role::Hint);
    }
    let mut previous_link = None;
    for run in &row.runs {
        // If a link consists of several runs, the number is on the first run.
        let link = run.link.filter(|_| run.link != previous_link);
        let number = link.and_then(|link| hints.shown_number(article_row, HintTarget::Link(link)));
        if let Some(number) = number {
            canvas.print_over(Position { x, y }, &clean!("{number}"), Role::Hint);
        }
        previous_link = run.link.or(previous_link);
        x += text::width(&run.text) as u16;
    }
}

/// Draws the scrollbar in the pane's last column, unless the article fits in the pane. While the article's length is unknown,
/// draws a dotted line instead.
fn draw_scrollbar(article: &Article, area: Rect, is_focused: bool, canvas: &mut Canvas<'_, '_>) {
    let (height, row_count) = (usize::from(area.height), article.rows());
    let last_top = article.last_top(height);
    if area.width == 0 || last_top == 0 {
        return;
    }
    let column = RowArea::rows_of(area).map(|row| row.skip(area.width - 1));
    if !article.is_complete {
        for cell in column {
            canvas.print(cell, &literal("┊"), Role::Separator);
        }
        return;
    }
    // The thumb covers the same share of the bar as the pane shows of the article.
    let thumb_rows = (height * height / row_count)
        .clamp(1, height.max(1))
        .min(height);
    let start = article.top.min(last_top) * (height - thumb_rows) / last_top;
    let role = if is_focused {
        Role::Thumb
    } else {
        Role::Separator
    };
    for cell in column.skip(start).take(thumb_rows) {
        canvas.print(cell, &literal("▐"), role);
    }
}
