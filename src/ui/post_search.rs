//! The search in all posts: the query, and below it the matching lines, grouped by post and section.

use super::canvas::{Canvas, RowArea, literal};
use super::{counts, overlay, prompt};
use crate::app::Model;
use crate::app::action::Action;
use crate::app::keymap::View;
use crate::app::panes::Rect;
use crate::app::post_search::{FoundPost, PostSearch, UnlistedCounts};
use crate::app::prompt::PromptKind;
use crate::clean;
use crate::paint;
use crate::search::Hit;
use crate::text::Clean;
use crate::theme::Role;

/// Maximum width of the search view, in columns.
const MAX_COLUMNS: u16 = 110;
/// Minimum width of the search view at which the sections have a column of their own, in columns.
const MIN_COLUMNS_FOR_SECTIONS: u16 = 80;
/// Width of the section column, in columns.
const SECTION_COLUMNS: u16 = 26;
/// Indentation of section headings, in columns.
const SECTION_INDENT_COLUMNS: u16 = 2;

/// A row of the list of hits.
enum HitRow<'a> {
    /// An empty row.
    Blank,
    /// The title and date of a post.
    Post(&'a FoundPost),
    /// The heading of a section, if there is no section column.
    Section(&'a str),
    /// A line with matches.
    Hit(IndexedHit<'a>),
    /// A text with the number of hits that are not listed.
    UnlistedHits(Clean<'static>),
}

/// A hit with its index and its section.
struct IndexedHit<'a> {
    /// The index among all listed hits.
    index: usize,
    hit: &'a Hit,
    /// The section heading, for the first hit of a section if there is a section column.
    section: Option<&'a str>,
}

/// Draws the search in all posts.
pub(super) fn draw(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let area = overlay::centered(area, MAX_COLUMNS);
    draw_query(model, RowArea::top_of(area), canvas);
    let search = &model.post_search;
    let below = overlay::below_title(area);
    if search.posts.is_empty() {
        return draw_empty(model, below, canvas);
    }
    let section_columns = if area.width >= MIN_COLUMNS_FOR_SECTIONS {
        SECTION_COLUMNS
    } else {
        0
    };
    let rows = hit_rows(search, section_columns > 0);
    let is_selected =
        |row: &HitRow<'_>| matches!(row, HitRow::Hit(hit) if hit.index == search.selected);
    let selected = rows.iter().position(is_selected).unwrap_or(0);
    let top = overlay::first_visible(selected, rows.len(), below.height);
    // Hits are to the right of the section column. Without this column, they are two columns to the right of section headings.
    let hit_indent = SECTION_INDENT_COLUMNS + section_columns.max(2);
    for (row, hit_row) in RowArea::rows_of(below).zip(rows.iter().skip(top)) {
        match hit_row {
            HitRow::Blank => {}
            HitRow::Post(post) => draw_post(model, post, row, canvas),
            HitRow::Section(heading) => {
                let row = row.skip(SECTION_INDENT_COLUMNS);
                canvas.print_truncated(row, &Clean::line(heading), Role::Dim);
            }
            HitRow::Hit(hit) => {
                canvas.add_clickable_item(row, hit.index);
                if hit.index == search.selected {
                    overlay::draw_selection(row, canvas);
                }
                if let Some(heading) = hit.section {
                    let gap_columns = 2;
                    let column = row
                        .skip(SECTION_INDENT_COLUMNS)
                        .limit(section_columns.saturating_sub(gap_columns));
                    canvas.print_truncated(column, &Clean::line(heading), Role::Dim);
                }
                // The last column stays blank.
                draw_excerpt(hit.hit, row.skip(hit_indent).shorten(1), canvas);
            }
            HitRow::UnlistedHits(text) => {
                canvas.print_truncated(row.skip(hit_indent), text, Role::Dim);
            }
        }
    }
}

/// Draws the query, and the number of hits at the right end.
fn draw_query(model: &Model, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let count = format_hit_count(model);
    // At least two blank columns separate the query from the number.
    let free = canvas.print_right(row, &count, Role::Dim).shorten(2);
    let free = canvas.print(free, &literal("Search  "), Role::SectionHeading);
    match &model.prompt {
        Some(prompt) if prompt.kind == PromptKind::Posts => prompt::draw_line(prompt, free, canvas),
        _ => {
            canvas.print_truncated(free, &Clean::line(&model.post_search.query), Role::Text);
        }
    }
}

/// Returns the number of hits as a text. If there are no hits, returns the progress of a running search, else the number of posts
/// to search.
fn format_hit_count(model: &Model) -> Clean<'static> {
    let (search, is_running) = (&model.post_search, model.is_searching_posts());
    if is_running && search.posts.is_empty() {
        return clean!("{} of {}…", search.searched, search.scope.len());
    }
    if search.posts.is_empty() {
        return clean!("in {}", counts::posts(search.scope.len()));
    }
    let more = if is_running { "…" } else { "" };
    let hits = counts::hits(search.hit_count);
    clean!("{hits} in {}{more}", counts::posts(search.post_count))
}

/// Draws the reason why there are no hits, and what to try. Draws nothing while the search is running.
fn draw_empty(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let search = &model.post_search;
    if model.is_searching_posts() {
        return;
    }
    let query = Clean::line(search.query.trim());
    let posts = counts::posts(search.scope.len());
    let is_filtered = model.library.entry_count() > search.scope.len();
    let key = |view, action| model.keymap().first_key(view, action);
    let (message, hint) = if query.is_empty() {
        let scope = if is_filtered {
            clean!("the {posts} that match the filter")
        } else {
            clean!("{posts}")
        };
        let message = if model.prompt.is_some() {
            clean!("Type to search {scope}.")
        } else {
            let edit_key = key(View::PostSearch, Action::EditQuery);
            clean!("No search yet. Press {edit_key} to search {scope}.")
        };
        (
            message,
            literal("Lowercase letters match any case; an uppercase letter matches only itself."),
        )
    } else {
        let hint = if query.chars().any(char::is_uppercase) {
            literal("An uppercase letter matches only itself: try lowercase.")
        } else if is_filtered {
            let close_key = key(View::PostSearch, Action::Back);
            let clear_key = key(View::List, Action::Back);
            clean!(
                "The filter hides other posts: {close_key} closes the search, {clear_key} in the list clears the filter."
            )
        } else {
            literal(if query.trim().contains(' ') {
                "Try fewer words."
            } else {
                "Try another word, or a part of it."
            })
        };
        (clean!("No match for “{query}” in {posts}."), hint)
    };
    let unreadable = (search.unreadable > 0).then(|| {
        let text = clean!("{} could not be read.", counts::posts(search.unreadable));
        (text, Role::Warning)
    });
    let lines = [(message, Role::Text), (hint, Role::Dim)];
    overlay::draw_paragraphs(lines.into_iter().chain(unreadable), area, canvas);
}

/// Returns all rows of the list of hits.
fn hit_rows(search: &PostSearch, has_section_column: bool) -> Vec<HitRow<'_>> {
    let mut rows = Vec::new();
    let mut hit_index = 0;
    for post in &search.posts {
        if !rows.is_empty() {
            rows.push(HitRow::Blank);
        }
        rows.push(HitRow::Post(post));
        let mut previous_heading = None;
        for hit in &post.hits {
            let heading = hit.heading.as_deref();
            let new_heading = heading.filter(|_| heading != previous_heading);
            previous_heading = heading;
            if let Some(heading) = new_heading.filter(|_| !has_section_column) {
                rows.push(HitRow::Section(heading));
            }
            rows.push(HitRow::Hit(IndexedHit {
                index: hit_index,
                hit,
                section: new_heading.filter(|_| has_section_column),
            }));
            hit_index += 1;
        }
        if post.unlisted_hits > 0 {
            rows.push(HitRow::UnlistedHits(clean!(
                "{} more in this post",
                post.unlisted_hits
            )));
        }
    }
    // The posts of which no hit is listed, and their hits.
    let UnlistedCounts { posts, hits } = search.unlisted();
    if posts > 0 && hits > 0 {
        rows.push(HitRow::Blank);
        let posts = counts::posts(posts);
        let text = clean!("{hits} more in {posts} not shown; add words to narrow the search");
        rows.push(HitRow::UnlistedHits(text));
    }
    rows
}

/// Draws a post's title and date.
fn draw_post(model: &Model, post: &FoundPost, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let post_id = model.library.find(&post.path);
    let date = post_id.and_then(|id| model.library.post(id).date);
    let date = date.map_or_else(Clean::default, |date| {
        paint::long_date(&date, &model.settings.date_format)
    });
    // At least two blank columns separate the title from the date.
    let free = canvas.print_right(row, &date, Role::Dim).shorten(2);
    canvas.print_truncated(free, &post.title, Role::Title);
}

/// Draws the part of a hit's line that contains the matches.
fn draw_excerpt(hit: &Hit, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let excerpt = hit.excerpt(usize::from(row.width));
    canvas.print_matches(row, &excerpt.text, Role::Text, &excerpt.matches);
}
