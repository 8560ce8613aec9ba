//! The first row of the screen: the library and its filter, or the reading position if the article is visible without the
//! list.

use super::canvas::{Canvas, RowArea, literal};
use super::{counts, position};
use crate::app::keymap::View;
use crate::app::overlay::Overlay;
use crate::app::panes::Rect;
use crate::app::{Focus, Model};
use crate::clean;
use crate::library::SortBy;
use crate::post::Post;
use crate::text::{self, Clean};
use crate::theme::Role;

/// The separator between the steps to a section, such as `title › heading`.
const STEP_SEPARATOR: &str = " › ";
/// The separator between the facts about the library.
const FACT_SEPARATOR: &str = " · ";
/// Minimum number of free columns for another fact about the library.
const MIN_FACT_COLUMNS: u16 = 7;
/// Minimum width of the screen, in columns, at which the right end of the header also shows the section of the post and the
/// number of drafts.
const MIN_COLUMNS_FOR_FULL_STATUS: u16 = 80;

/// Draws the first row of the screen. `area` is this row.
pub(super) fn draw(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    if area.height == 0 {
        return;
    }
    let row = RowArea::top_of(area).skip(1).shorten(1);
    // The details overlay is about the open post, so the header still shows the post.
    let is_article_uncovered = matches!(model.overlay(), None | Some(Overlay::Details(_)));
    let panes = model.panes();
    let is_article_without_list = is_article_uncovered && panes.list.is_none();
    match &model.article {
        Some(article) if is_article_without_list && model.screen.focus != Focus::List => {
            let free = canvas
                .print_right(row, &position::percent(model), Role::Dim)
                .shorten(1);
            if model.is_source_view() {
                draw_source_label(&article.body.post, free, canvas);
                return;
            }
            // While the masthead is visible, it already shows the title, so the header shows the library.
            let is_masthead_visible =
                panes.article.is_some() && article.top < article.masthead.rows.len();
            if is_masthead_visible && !model.folder.is_piped_text {
                let label = Clean::line(&model.folder.label);
                let steps: Vec<_> = [label].into_iter().chain(post_section(model)).collect();
                draw_steps(&steps, free, Role::Title, canvas);
                return;
            }
            let mut steps = vec![Clean::line(&article.body.post.title)];
            steps.extend(position::section_path(article));
            let steps = last_steps(&steps, usize::from(free.width));
            draw_steps(&steps, free, Role::Title, canvas);
        }
        _ => draw_library(model, row, canvas),
    }
}

/// Returns the last steps that fit in `columns`, at least one step. An ellipsis replaces the omitted steps.
fn last_steps(steps: &[Clean<'_>], columns: usize) -> Vec<Clean<'static>> {
    let line = |step: &Clean<'_>| Clean::line(step).into_owned();
    let mut steps: Vec<_> = steps.iter().map(line).collect();
    let mut has_ellipsis = false;
    while steps.len() > 1 + usize::from(has_ellipsis) && step_columns(&steps) > columns {
        if has_ellipsis {
            steps.remove(1);
        } else {
            steps[0] = literal("…");
            has_ellipsis = true;
        }
    }
    steps
}

/// Returns the width of steps and of the separators between them, in columns.
fn step_columns(steps: &[Clean<'_>]) -> usize {
    let text_columns = steps.iter().map(|step| text::width(step)).sum::<usize>();
    text_columns + text::width(STEP_SEPARATOR) * steps.len().saturating_sub(1)
}

/// Draws steps with separators between them, the last step in `role`.
fn draw_steps(steps: &[Clean<'_>], row: RowArea, role: Role, canvas: &mut Canvas<'_, '_>) {
    let mut remaining = row;
    for (index, step) in steps.iter().enumerate() {
        if index > 0 {
            remaining = canvas.print(remaining, &literal(STEP_SEPARATOR), Role::Dim);
        }
        let is_last = index + 1 == steps.len();
        remaining = canvas.print_truncated(remaining, step, if is_last { role } else { Role::Dim });
    }
}

/// Draws the name of the library, the number of listed posts and the filter.
fn draw_library(model: &Model, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let mut remaining = canvas.print(row, &literal("folio"), Role::Accent).skip(2);
    if model.folder.is_piped_text {
        return;
    }
    let (shown, all) = (model.list.shown.len(), model.library.entry_count());
    let count = if shown == all {
        counts::posts(all)
    } else {
        clean!("{shown} of {}", counts::posts(all))
    };
    let filter = clean!("{}", model.filter);
    let separator_columns = text::width(FACT_SEPARATOR);
    let fact_columns: usize = [&model.folder.label, &count, &filter]
        .map(|fact| text::width(fact) + separator_columns)
        .iter()
        .sum();
    let free_columns = usize::from(remaining.width).saturating_sub(fact_columns);
    // The filter is more important than the order of the list. If only one of the two fits, the order is omitted.
    let has_order = filter.is_empty() || text::width(&list_status(model)) <= free_columns;
    let left_part = if has_order || is_article_focused(model) {
        draw_right_end(model, row, canvas).shorten(2)
    } else {
        row
    };
    remaining = remaining.limit(left_part.end().saturating_sub(remaining.x));
    remaining = canvas.print_truncated(remaining, &model.folder.label, Role::Title);
    for (fact, role) in [(count, Role::Dim), (filter, Role::Required)] {
        if !fact.is_empty() && remaining.width >= MIN_FACT_COLUMNS {
            remaining = canvas.print(remaining, &literal(FACT_SEPARATOR), Role::Dim);
            remaining = canvas.print_truncated(remaining, &fact, role);
        }
    }
}

/// Draws the label of the source view: `source` and the file path of the post.
fn draw_source_label(post: &Post, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let remaining = canvas.print(row, &literal("source "), Role::Accent);
    let path = clean!("{}", post.path.display());
    canvas.print_truncated_left(remaining, &path, Role::Title);
}

/// Returns true if the article or its contents are focused.
fn is_article_focused(model: &Model) -> bool {
    matches!(
        model.active_view(),
        View::Article | View::Contents | View::Source
    )
}

/// Draws the right end of the header: the file path of the source, the steps to the section at the reading position, or
/// the order of the list. Returns the free columns to the left.
fn draw_right_end(model: &Model, row: RowArea, canvas: &mut Canvas<'_, '_>) -> RowArea {
    if let Some(article) = &model.article
        && model.active_view() == View::Source
    {
        let post = &article.body.post;
        let path_columns = text::width(&clean!("{}", post.path.display()));
        let columns = (text::width("source ") + path_columns).min(usize::from(row.width / 2));
        let free = row.shorten(columns as u16);
        draw_source_label(post, row.skip(free.width), canvas);
        return free;
    }
    let article = model.article.as_ref().filter(|_| is_article_focused(model));
    let steps = article.map(position::section_path).unwrap_or_default();
    let room = row.width / 2;
    let steps = last_steps(&steps, usize::from(room));
    if steps.is_empty() {
        return canvas.print_right(row, &list_status(model), Role::Dim);
    }
    let free = row.shorten((step_columns(&steps) as u16).min(room));
    draw_steps(&steps, row.skip(free.width), Role::Text, canvas);
    free
}

/// Returns the section of the library that contains a post: the selected post if the list is focused, else the open post.
/// Returns `None` if the library has a single section.
fn post_section(model: &Model) -> Option<Clean<'_>> {
    let article = model.article.as_ref();
    let focused_article = article.filter(|_| model.screen.focus != Focus::List);
    let id = match focused_article {
        Some(article) => model.library.find(article.path())?,
        None => *model.list.shown.get(model.list.selected)?,
    };
    model.library.section(id).map(Clean::line)
}

/// Returns the text about the list at the right end of the header: the order of the list, or `scanning…` while posts are
/// still loading. On a wide screen, the section of a post and the number of listed drafts are in front of the order.
fn list_status(model: &Model) -> Clean<'static> {
    if model.is_streaming() {
        return literal("scanning…");
    }
    let sort = model.library.chosen_sort();
    let order = match (sort.by, sort.reversed) {
        (SortBy::Date, false) => "newest first",
        (SortBy::Date, true) => "oldest first",
        (SortBy::Title, false) => "by title",
        (SortBy::Title, true) => "by title, reversed",
        (SortBy::Path, false) => "by path",
        (SortBy::Path, true) => "by path, reversed",
        (SortBy::Updated, false) => "latest revision first",
        (SortBy::Updated, true) => "oldest revision first",
        (SortBy::Length, false) => "longest first",
        (SortBy::Length, true) => "shortest first",
        (SortBy::Unread, false) => "unread first",
        (SortBy::Unread, true) => "read first",
    };
    if model.screen.size.width < MIN_COLUMNS_FOR_FULL_STATUS {
        return literal(order);
    }
    // A long name of a section would leave too little room for the library and the filter.
    let max_columns = usize::from(model.screen.size.width) / 4;
    let section = post_section(model).filter(|section| text::width(section) <= max_columns);
    let section = section.map(|section| clean!("in {section} · "));
    let drafts = match model.list.draft_count {
        0 => Clean::default(),
        drafts => clean!("{} · ", counts::drafts(drafts)),
    };
    clean!("{}{drafts}{order}", section.unwrap_or_default())
}
