//! The list pane: posts grouped by year.
//!
//! A post takes two rows: the title, then date, status and tags. The right end of the second row shows a symbol for
//! problems, a star, and the percentage read. For a post that was read to the end, a check mark replaces the percentage.

use super::canvas::{Canvas, RowArea, literal};
use super::overlay;
use crate::app::action::Action;
use crate::app::keymap::View;
use crate::app::list::ListRow;
use crate::app::panes::Rect;
use crate::app::{Focus, Model};
use crate::clean;
use crate::library::{Library, PostId, SortBy, TitleMatcher};
use crate::post::{Post, Status};
use crate::text::Clean;
use crate::theme::Role;

/// Maximum number of translations whose languages an entry names.
const MAX_LANGUAGES: usize = 3;
/// Minimum number of free columns in which a tag is printed: a character and an ellipsis.
const MIN_TAG_COLUMNS: u16 = 2;

/// Draws the list, or the reason why it is empty.
pub(super) fn draw(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    if model.list.shown.is_empty() {
        return draw_empty(model, area, canvas);
    }
    let mut title_matcher = TitleMatcher::new(&model.filter);
    let rows = model.list.visible_rows(area.height.into());
    let repeats_year = model.list.repeats_year(area.height.into());
    for (row, list_row) in RowArea::rows_of(area).zip(rows) {
        match model.list.row(list_row) {
            ListRow::Gap => {}
            ListRow::Year(index) => draw_year(model, index, row, canvas),
            // The first row of the pane shows the year while the posts of the year scroll.
            ListRow::Post(index, _) if row.y == area.y && repeats_year => {
                draw_year(model, index, row, canvas);
            }
            ListRow::Post(index, row_in_post) => {
                draw_selection(model, index, row, canvas);
                let row = row.skip(2).shorten(2);
                let id = model.list.shown[index];
                if row_in_post == 0 {
                    draw_title(model, id, &mut title_matcher, row, canvas);
                } else {
                    draw_facts(model, id, row, canvas);
                }
            }
        }
    }
}

/// Draws the year of the post at `index` of the list, or `Undated`.
fn draw_year(model: &Model, index: usize, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let year = match model.library.post(model.list.shown[index]).date {
        Some(date) => clean!("{}", date.year()),
        None => literal("Undated"),
    };
    canvas.print(row.skip(1).shorten(1), &year, Role::SectionHeading);
}

/// Draws the background and the bar of the post at `index` of the list, if this post is selected.
fn draw_selection(model: &Model, index: usize, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    if index != model.list.selected {
        return;
    }
    let (role, bar) = if model.screen.focus == Focus::List {
        (Role::Selected, literal("▌"))
    } else {
        (Role::SelectedElsewhere, literal("▏"))
    };
    let row = row.skip(1).shorten(1);
    canvas.fill_background(row, role);
    canvas.print(row, &bar, Role::Accent);
}

/// Draws the title, in a brighter role for an unread post.
fn draw_title(
    model: &Model,
    id: PostId,
    title_matcher: &mut TitleMatcher,
    row: RowArea,
    canvas: &mut Canvas<'_, '_>,
) {
    let title = Clean::line(&model.library.post(id).title);
    let role = if model.library.flags(id).read {
        Role::Text
    } else {
        Role::Title
    };
    canvas.print_matches(row, &title, role, &title_matcher.find(&title));
}

/// Draws the second row of an entry: date, status and tags, and at the right end problems, star and progress.
fn draw_facts(model: &Model, id: PostId, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let (post, flags) = (model.library.post(id), model.library.flags(id));
    let mut free = row;
    let problem = (!post.problems.is_empty()).then(|| literal("!"));
    let star = flags.starred.then(|| literal("★"));
    for (symbol, role) in [
        (Some(progress(model, id)), Role::Dim),
        (star, Role::Accent),
        (problem, Role::Warning),
    ] {
        if let Some(symbol) = symbol.filter(|symbol| !symbol.is_empty()) {
            // A column separates a symbol from the symbol to its right.
            let gap = u16::from(free.width < row.width);
            free = canvas.print_right(free.shorten(gap), &symbol, role);
        }
    }
    if free.width < row.width {
        // Two columns separate the symbols from the facts.
        free = free.shorten(2);
    }
    let by = model.library.chosen_sort().by;
    let date = if by == SortBy::Updated {
        post.updated.or(post.date)
    } else {
        post.date
    };
    let format = &model.settings.date_format;
    let date = date.map(|date| clean!("{}", format.short(&date, model.list.has_years())));
    let length = (by == SortBy::Length).then(|| size_label(post.body_bytes));
    let status = post.status(model.library.now());
    let facts = [
        (date, Role::Dim),
        (length, Role::Dim),
        (status.map(Status::name), Role::Draft),
        (languages(&model.library, id), Role::Dim),
    ];
    for (fact, role) in facts {
        if let Some(fact) = fact {
            free = canvas.print_truncated(free, &fact, role);
            free = canvas.print(free, &literal(" · "), Role::Dim);
        }
    }
    draw_tags_or_summary(post, free, canvas);
}

/// Returns a check mark for a post that is marked as read, or the percentage read from 1 to 99. Otherwise, returns an empty
/// text.
fn progress(model: &Model, id: PostId) -> Clean<'static> {
    if model.library.flags(id).read {
        return literal("✓");
    }
    let path = &model.library.post(id).path;
    let article = model.article.as_ref();
    let focused_article = article
        .filter(|article| model.screen.focus != Focus::List && article.body.post.path == *path);
    let percent = match focused_article {
        Some(article) => article.percent(model.article_height()),
        None => model
            .session
            .progress
            .get(path)
            .map(|progress| progress.percent.into()),
    };
    match percent {
        Some(percent @ 1..100) => clean!("{percent} %"),
        _ => Clean::default(),
    }
}

/// Returns the languages of the listed version and of its translations: `en +de +fr`, or `en +de +fr +es +2` if there are five
/// translations. Returns `None` for a post in the site's default language that has no translations.
fn languages(library: &Library, id: PostId) -> Option<Clean<'static>> {
    let versions = library.language_versions(id);
    if versions.is_empty() && !library.is_in_other_language(id) {
        return None;
    }
    let listed = library.language(id).map(str::to_owned);
    let translations = versions.iter().filter(|version| **version != id);
    let languages = translations.filter_map(|version| library.language(*version));
    let mut labels: Vec<String> = listed.into_iter().collect();
    labels.extend(
        languages
            .clone()
            .take(MAX_LANGUAGES)
            .map(|language| format!("+{language}")),
    );
    let unnamed = languages.count().saturating_sub(MAX_LANGUAGES);
    labels.extend((unnamed > 0).then(|| format!("+{unnamed}")));
    Some(clean!("{}", labels.join(" ")))
}

/// Returns the size of a post's text, such as `12 kB`.
fn size_label(bytes: u32) -> Clean<'static> {
    clean!("{} kB", bytes.div_ceil(1000).max(1))
}

/// Draws the tags, else the summary, else the end of the path.
fn draw_tags_or_summary(post: &Post, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    if !post.tags.is_empty() {
        let mut free = row;
        for tag in &post.tags {
            if free.width < MIN_TAG_COLUMNS {
                break;
            }
            let tag = Clean::line(tag);
            free = canvas.print_truncated(free, &tag, Role::Tag).skip(1);
        }
    } else if let Some(summary) = &post.summary {
        canvas.print_truncated(row, &clean!("{summary}"), Role::Dim);
    } else {
        let path = clean!("{}", post.path.display());
        canvas.print_truncated_left(row, &path, Role::Dim);
    }
}

/// Draws the reason why the list is empty, and the keys to press.
fn draw_empty(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let key = |action| model.keymap().first_key(View::List, action);
    let [text, hint] = if model.library.is_empty() && model.is_scanning() {
        [literal("Scanning for posts…"), Clean::default()]
    } else if model.library.is_empty() {
        let reload = key(Action::Reload);
        [
            literal("No posts in this folder."),
            clean!("{reload} rescans it · folio PATH opens another"),
        ]
    } else {
        let clear_filter = clean!("{} clears the filter", key(Action::Back));
        let has_tags = model
            .filter
            .required_tags()
            .chain(model.filter.excluded_tags())
            .next()
            .is_some();
        let hint = if model.prompt.is_some() {
            Clean::default()
        } else if has_tags {
            clean!(
                "{} clears the tags · {clear_filter}",
                key(Action::ClearTags)
            )
        } else {
            clear_filter
        };
        [no_match_message(model), hint]
    };
    let area = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(4),
        ..area
    };
    overlay::draw_paragraphs([(text, Role::Text), (hint, Role::Dim)], area, canvas);
}

/// Returns the message to show if no post matches the filter. If the filter consists of two or more required tags, the
/// message says that no post has all of these tags.
pub(super) fn no_match_message(model: &Model) -> Clean<'static> {
    let filter = model.filter.to_string();
    let tags: Vec<String> = model
        .filter
        .required_tags()
        .map(|tag| format!("#{tag}"))
        .collect();
    match &tags[..] {
        [first, second] if filter == tags.join(" ") => {
            clean!("No post has both {first} and {second}.")
        }
        [_, _, ..] if filter == tags.join(" ") => clean!("No post has all of {filter}."),
        _ => clean!("No post matches {filter}."),
    }
}
