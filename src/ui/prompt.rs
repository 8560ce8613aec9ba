//! The prompt line: the text, the cursor, and the number of results at the right end.

use super::canvas::{Canvas, RowArea, literal};
use super::counts;
use crate::app::Model;
use crate::app::palette::PaletteKind;
use crate::app::prompt::{Prompt, PromptKind};
use crate::clean;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Draws a prompt on the footer's row.
pub(super) fn draw(model: &Model, prompt: &Prompt, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let free = canvas
        .print_right(row, &result_text(model, prompt), Role::Dim)
        .shorten(2);
    let label = match &prompt.kind {
        PromptKind::Palette(palette) => match palette.kind {
            PaletteKind::Commands => literal(":"),
            PaletteKind::Themes => literal("Theme: "),
        },
        _ => literal("/"),
    };
    let free = canvas.print(free, &label, Role::Key);
    draw_line(prompt, free, canvas);
}

/// Draws a prompt's text and cursor, scrolled so that the cursor is visible.
pub(super) fn draw_line(prompt: &Prompt, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let before_cursor = Clean::line(&prompt.text[..prompt.cursor]);
    let columns = text::width(&before_cursor);
    // The cursor takes a column too.
    let overflow = columns.saturating_sub(usize::from(row.width.saturating_sub(1)));
    let hidden = text::prefix_size(&before_cursor, overflow);
    let visible = before_cursor.slice(hidden.bytes..before_cursor.len());
    let free = canvas.print(row, &visible, Role::Text);
    let after_cursor = Clean::line(&prompt.text[prompt.cursor..]);
    canvas.print(free, &after_cursor, Role::Text);
    canvas.set_cursor(row.x + (columns - hidden.columns) as u16, row.y);
}

/// Returns the text at the right end of the prompt: the number of results, or the keys of the palette. Empty for the help,
/// and for the search of all posts, whose view shows the number of hits.
fn result_text(model: &Model, prompt: &Prompt) -> Clean<'static> {
    match &prompt.kind {
        PromptKind::Filter => counts::posts(model.list.shown.len()),
        PromptKind::Article => match_count(model),
        PromptKind::Contents => counts::headings(visible_heading_count(model)),
        PromptKind::Tags => counts::tags(model.tag_picker().map_or(0, |tags| tags.facets.len())),
        PromptKind::Palette(palette) => literal(match palette.kind {
            PaletteKind::Commands => "⏎ choose  Esc close",
            PaletteKind::Themes => "⏎ choose  Esc cancel",
        }),
        PromptKind::Posts | PromptKind::Help => Clean::default(),
    }
}

/// Returns the number of visible headings.
fn visible_heading_count(model: &Model) -> usize {
    let article = model.article.as_ref();
    article.map_or(0, |article| article.contents.visible.len())
}

/// Returns the number of the current match and the number of matches: `3/12`, or `3/12 so far` while only the first part of
/// the article is loaded. Without a match, returns `no match`, or `loading…` while the article is loading.
fn match_count(model: &Model) -> Clean<'static> {
    let is_complete = model
        .article
        .as_ref()
        .is_none_or(|article| article.is_complete);
    match model.search() {
        None => Clean::default(),
        Some(search) if !is_complete && search.matches.is_empty() => literal("loading…"),
        Some(search) if !is_complete => {
            clean!("{}/{} so far", search.current + 1, search.matches.len())
        }
        Some(search) if search.matches.is_empty() => literal("no match"),
        Some(search) => clean!("{}/{}", search.current + 1, search.matches.len()),
    }
}
