//! The last row of the screen. It shows the prompt, a notice, the target of the selected link, the next post, or key hints
//! for the current view. The reading position is at the right end.

use super::canvas::{Canvas, RowArea, literal};
use super::{position, prompt};
use crate::app::action::Action;
use crate::app::hints::Hints;
use crate::app::keymap::{self, View};
use crate::app::overlay::Overlay;
use crate::app::panes::Rect;
use crate::app::prompt::PromptKind;
use crate::app::{Focus, Model};
use crate::clean;
use crate::document::LinkId;
use crate::library::{Destination, PostId};
use crate::text::{self, Clean};
use crate::theme::Role;

/// Maximum number of rows of a notice.
const MAX_NOTICE_ROWS: u16 = 3;
/// The label that the key table gives to the help.
const HELP_LABEL: &str = "help";
/// The labels in the key table whose key hints are always drawn. These hints are for closing the view and for the help.
const REQUIRED_LABELS: [&str; 3] = ["close", "done", HELP_LABEL];
/// The label in the key table whose key hint is omitted first, because users know the keys for moving.
const MOVE_LABEL: &str = "move";

/// Draws the last row of the screen. `area` is this row.
pub(super) fn draw(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    if area.height == 0 {
        return;
    }
    if model.screen.is_zen {
        canvas.clear(area);
    }
    let row = RowArea::top_of(area).skip(1).shorten(1);
    match &model.prompt {
        // The query of a search in all posts is typed in the first row of the search view, not in the footer.
        Some(prompt) if prompt.kind == PromptKind::Posts => {
            return draw_post_search_keys(model, row, canvas);
        }
        Some(prompt) => {
            draw_filter_help(model, area, canvas);
            return prompt::draw(model, prompt, row, canvas);
        }
        None => {}
    }
    let notice = model.notice.clone().or_else(|| model.waiting_message());
    // `hints` are the numbers next to links or blocks of code. The user types one of these numbers.
    let is_typing = model.pending_keys().is_some() || model.hints().is_some();
    if let Some(notice) = notice.as_ref().filter(|_| !is_typing) {
        // A long notice replaces the reading position, so that the notice is shown in full.
        let gap_columns = 2;
        let columns = text::width(notice) + gap_columns + text::width(&position_text(model));
        if columns > usize::from(row.width) {
            return draw_long_notice(notice, area, canvas);
        }
    }
    // Two columns are the gap in front of the position.
    let free = draw_position(model, row, canvas).shorten(2);
    if let Some(pending) = model.pending_keys() {
        canvas.print(free, &pending, Role::Key);
        return;
    }
    if let Some(hints) = model.hints() {
        return draw_hint_number(hints, free, canvas);
    }
    if let Some(notice) = notice {
        canvas.print_truncated(free, &notice, Role::Accent);
    } else if let Some(link) = model
        .selected_link()
        .filter(|_| matches!(model.active_view(), View::Article | View::Preview))
    {
        draw_link_target(model, link, free, canvas);
    } else if let Some(next) = model.offered_post() {
        draw_next_post(model, next, free, canvas);
    } else {
        draw_key_hints(model, free, canvas);
    }
}

/// Draws a notice on as many rows as it needs, up to [`MAX_NOTICE_ROWS`]. The last of these rows is at the bottom of the
/// screen.
fn draw_long_notice(notice: &Clean<'_>, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let lines = text::wrapped(notice, area.width.saturating_sub(2));
    let rows = MAX_NOTICE_ROWS.min(area.y + 1).min(lines.len() as u16);
    let notice_area = Rect {
        y: area.y + 1 - rows,
        height: rows,
        ..area
    };
    canvas.clear(notice_area);
    for (index, (row, line)) in RowArea::rows_of(notice_area).zip(&lines).enumerate() {
        let is_last = index + 1 == usize::from(rows);
        // The last row shows as much of the remaining text as fits.
        let line = if is_last {
            lines[index..].join(" ")
        } else {
            (*line).to_owned()
        };
        let row = row.skip(1).shorten(1);
        canvas.print_truncated(row, &Clean::line(&line), Role::Accent);
    }
}

/// While a filter is typed, draws a line of help for this filter above the prompt.
fn draw_filter_help(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let Some(help) = model.filter_help() else {
        return;
    };
    let above = Rect {
        y: area.y.saturating_sub(1),
        ..area
    };
    canvas.clear(above);
    let role = if model.filter.problems().is_empty() {
        Role::Dim
    } else {
        Role::Warning
    };
    let row = RowArea::top_of(above).skip(1).shorten(1);
    canvas.print_truncated(row, &help, role);
}

/// Draws the reading position at the right end, in at most half of the row. Returns the free columns to the left.
fn draw_position(model: &Model, row: RowArea, canvas: &mut Canvas<'_, '_>) -> RowArea {
    let position = position_text(model);
    let columns = text::width(&position).min(usize::from(row.width / 2));
    let bytes = text::fit(&position, columns).bytes;
    canvas.print_right(row, &position.slice(0..bytes), Role::Dim)
}

/// Returns the percentage read and the minutes left. If the list is focused, the section is in front of both. The text is
/// empty if the article is not visible, or if the header shows the position.
fn position_text(model: &Model) -> Clean<'static> {
    let is_covered = matches!(
        model.overlay(),
        Some(
            Overlay::Help(_)
                | Overlay::Problems(_)
                | Overlay::PostSearch
                | Overlay::Related(_)
                | Overlay::Libraries(_)
        )
    );
    let panes = model.panes();
    let is_visible = panes.article.is_some() || model.screen.focus == Focus::Contents;
    // Without the list, the header shows the position.
    if is_covered || !is_visible || panes.list.is_none() || model.filter_matches_no_post() {
        return Clean::default();
    }
    let Some(article) = &model.article else {
        return Clean::default();
    };
    let section = position::section_heading(article).filter(|_| model.screen.focus == Focus::List);
    let section = section.map_or_else(Clean::default, |section| clean!("{section}   "));
    let minutes = position::minutes_left(model);
    let minutes = minutes.map_or_else(Clean::default, |minutes| clean!(" · {minutes} min left"));
    clean!("{section}{}{minutes}", position::percent(model))
}

/// Draws the key for "page down", the title of the next post, and the key for related posts, at the end of an article.
fn draw_next_post(model: &Model, next: PostId, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let keymap = model.keymap();
    let related_key = clean!("{}", keymap.first_key(View::Article, Action::Related));
    let related_label = literal(" related");
    let gap_columns = 2;
    let related_columns = text::width(&related_key) + text::width(&related_label);
    let reserved_columns = related_columns as u16 + gap_columns;
    // Of the keys for "page down", Space is shown, because users know it from man pages.
    let mut page_keys = keymap.keys(View::Article, Action::PageDown);
    let page_key = if page_keys.any(|key| key == "Space") {
        literal("Space")
    } else {
        clean!("{}", keymap.first_key(View::Article, Action::PageDown))
    };
    let free = canvas.print(row, &page_key, Role::Key).skip(1);
    let free = canvas.print(free, &literal("next: "), Role::Dim);
    let title = Clean::line(&model.library.post(next).title);
    let title_area = free.shorten(reserved_columns);
    let free_after_title = canvas.print_truncated(title_area, &title, Role::Text);
    let title_columns = title_area.width - free_after_title.width;
    let after_title = free.skip(title_columns + gap_columns);
    let free = canvas.print(after_title, &related_key, Role::Key);
    canvas.print(free, &related_label, Role::Dim);
}

/// Draws as many key hints as fit, in the order of the key table. The hints for closing the view and for
/// the help are always drawn.
fn draw_key_hints(model: &Model, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let (view, keymap) = (model.active_view(), model.keymap());
    let (mut key_hints, mut required) = (Vec::new(), Vec::new());
    // A view without items has nothing to move to or to choose, so the key hints for moving and choosing are omitted.
    let has_no_items = match view {
        View::List => model.list.shown.is_empty(),
        View::Tags => model
            .tag_picker()
            .is_some_and(|tags| tags.facets.is_empty()),
        View::Libraries => match model.overlay() {
            Some(Overlay::Libraries(picker)) => picker.libraries.is_empty(),
            _ => false,
        },
        _ => false,
    };
    for entry in keymap::entries().filter(|entry| entry.views.contains(&view)) {
        let keys = clean!("{}", keymap.first_keys(entry, view));
        let Some(label) = entry.footer_label.filter(|_| !keys.is_empty()) else {
            continue;
        };
        // Piped text has no list, so the key hint for the list is omitted.
        if model.folder.is_piped_text && entry.needs_list() {
            continue;
        }
        let needs_item = |(action, _): &(Action, _)| {
            matches!(
                action,
                Action::Down
                    | Action::Open
                    | Action::RequireTag
                    | Action::ExcludeTag
                    | Action::SortTags
            )
        };
        if has_no_items && entry.actions.iter().any(needs_item) {
            continue;
        }
        let key_hint = KeyHint {
            keys,
            label: literal(label),
        };
        if REQUIRED_LABELS.contains(&label) {
            required.push(key_hint);
        } else {
            key_hints.push(key_hint);
        }
    }
    // The key for the help comes last, since `false` sorts before `true`.
    required.sort_by_key(|key_hint| *key_hint.label == *HELP_LABEL);
    draw_fitting_key_hints(key_hints, &required, row, canvas);
}

/// Keys and their description. [`Hints`] are something else: the numbers of links or of blocks of code.
struct KeyHint {
    keys: Clean<'static>,
    label: Clean<'static>,
}

impl KeyHint {
    /// Returns the width of the key hint in columns, with the gap after it.
    fn columns(&self) -> u16 {
        (text::width(&self.keys) + 1 + text::width(&self.label)) as u16 + KEY_HINT_GAP_COLUMNS
    }
}

/// Columns between two key hints.
const KEY_HINT_GAP_COLUMNS: u16 = 2;

/// Draws as many key hints as fit, and the key hints in `required` after them.
fn draw_fitting_key_hints(
    mut key_hints: Vec<KeyHint>,
    required: &[KeyHint],
    row: RowArea,
    canvas: &mut Canvas<'_, '_>,
) {
    let reserved: u16 = required.iter().map(KeyHint::columns).sum();
    // No gap is needed after the last key hint.
    let reserved = reserved.saturating_sub(KEY_HINT_GAP_COLUMNS);
    let mut free_columns = row.width.saturating_sub(reserved);
    let needed_columns: u16 = key_hints.iter().map(KeyHint::columns).sum();
    if needed_columns > free_columns {
        key_hints.retain(|key_hint| *key_hint.label != *MOVE_LABEL);
    }
    key_hints.retain(|key_hint| {
        let fits = key_hint.columns() <= free_columns;
        free_columns -= if fits { key_hint.columns() } else { 0 };
        fits
    });
    let mut free = row;
    for key_hint in key_hints.iter().chain(required) {
        free = draw_key(&key_hint.keys, &key_hint.label, free, canvas);
    }
}

/// Draws a key and its description; returns the free columns to the right, after a gap.
fn draw_key(
    key: &Clean<'_>,
    label: &Clean<'_>,
    row: RowArea,
    canvas: &mut Canvas<'_, '_>,
) -> RowArea {
    let free = canvas.print(row, key, Role::Key).skip(1);
    canvas
        .print(free, label, Role::Dim)
        .skip(KEY_HINT_GAP_COLUMNS)
}

/// Draws the target of the selected link, after the key that follows or opens the link.
fn draw_link_target(model: &Model, link: LinkId, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    // An image counts as a link, so the selected link may be an image.
    if let Some(target) = model.selected_image_target() {
        return draw_image_keys(model, &target, row, canvas);
    }
    let Some(destination) = model.destination(link) else {
        return;
    };
    let key = |action| clean!("{} ", model.keymap().first_key(View::Article, action));
    let (key, text) = match destination {
        Destination::Post(post, section) => {
            let section = section.map(|section| format!(" › {section}"));
            let section = section.unwrap_or_default();
            let post = model.library.post(post);
            let date = post.date.map(|date| format!(" · {}", date.calendar_day));
            let tags = post
                .tags
                .iter()
                .fold(String::new(), |tags, tag| tags + " #" + tag);
            let summary = post.summary.as_ref().map(|text| format!(" · {text}"));
            let description = clean!(
                "{}{section}{}{tags}{}",
                post.title,
                date.unwrap_or_default(),
                summary.unwrap_or_default()
            );
            (key(Action::Follow), Clean::line(&description).into_owned())
        }
        Destination::Section(section) => (key(Action::Follow), clean!("{section}")),
        Destination::Web(url) => (key(Action::Browse), clean!("{url}")),
        Destination::Unsupported(target) => (literal(""), clean!("folio does not open {target}")),
        Destination::Missing => (
            literal(""),
            literal("Dead link: no such post, file or section"),
        ),
    };
    let free = canvas.print(row, &key, Role::Key);
    canvas.print_truncated(free, &text, Role::Text);
}

/// Draws the keys for the selected image, and the path of the image's file.
fn draw_image_keys(model: &Model, target: &str, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let key = |action| clean!("{}", model.keymap().first_key(View::Article, action));
    let mut free = row;
    if model.can_view_selected_image() {
        free = draw_key(&key(Action::Follow), &literal("enlarge"), free, canvas);
    }
    let free = draw_key(&key(Action::Browse), &literal("open"), free, canvas);
    canvas.print_truncated(free, &Clean::line(target), Role::Text);
}

/// Draws the typed digits of the number of a link or of a block of code, and what to type next.
fn draw_hint_number(hints: &Hints, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let typed = &*hints.typed;
    let free = canvas.print(row, &clean!("{typed}_ "), Role::Key);
    let text = match (hints.targets.len(), typed) {
        (count, "") if hints.is_for_code() => {
            clean!("type 1–{count} to copy a block of code · Esc cancels")
        }
        (1, _) => literal("type 1 to follow the link · Esc cancels"),
        (count, "") => clean!("type 1–{count} to follow a link · Esc cancels"),
        _ => literal("next digit, or Enter · Esc cancels"),
    };
    canvas.print_truncated(free, &text, Role::Dim);
}

/// Draws the keys that are available while the query of a search in all posts is typed.
fn draw_post_search_keys(model: &Model, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let escape_label = if model.post_search.listed_hit_count() > 0 {
        "to the results"
    } else {
        "close"
    };
    let key_hint = |keys, label| KeyHint {
        keys: literal(keys),
        label: literal(label),
    };
    let key_hints = vec![
        key_hint("⏎", "read"),
        key_hint("↓ ↑", MOVE_LABEL),
        key_hint("^U", "clear"),
    ];
    draw_fitting_key_hints(key_hints, &[key_hint("Esc", escape_label)], row, canvas);
}
