//! The panel that lists the keys that complete a key sequence, above the footer.

use super::canvas::{Canvas, RowArea};
use crate::app::Model;
use crate::app::keymap;
use crate::app::panes::Rect;
use crate::app::state::SavedPosition;
use crate::clean;
use crate::paint;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Minimum width of an entry, in columns.
const MIN_ENTRY_COLUMNS: u16 = 28;
/// Maximum number of entries side by side.
const MAX_ENTRIES_PER_ROW: u16 = 3;
/// Minimum width of the screen at which the panel is shown, in columns.
const MIN_PANEL_COLUMNS: u16 = 4;

/// A key that completes the sequence.
struct Entry<'a> {
    key: Clean<'static>,
    /// The name of the action. For a mark, the title of its post and the text at its position.
    text: Clean<'a>,
}

/// Clears `rows` rows above the footer, and draws a line above these rows. Returns the cleared rows, fewer on a low screen.
pub(super) fn draw_empty_panel(footer: Rect, rows: u16, canvas: &mut Canvas<'_, '_>) -> Rect {
    let height = (rows + 1).min(footer.y);
    let panel = Rect {
        y: footer.y - height,
        height,
        ..footer
    };
    canvas.clear(panel);
    let line = paint::repeat("─", usize::from(panel.width));
    canvas.print(RowArea::top_of(panel), &line, Role::Separator);
    Rect {
        y: panel.y + height.min(1),
        height: height.saturating_sub(1),
        ..panel
    }
}

/// Draws the keys that complete the typed key sequence, if the sequence is incomplete.
pub(super) fn draw(model: &Model, footer: Rect, canvas: &mut Canvas<'_, '_>) {
    let continuations = model.continuations();
    let mut entries: Vec<Entry<'_>> = continuations
        .iter()
        .map(|continuation| Entry {
            key: clean!("{}", keymap::display(continuation.key)),
            text: clean!("{}", continuation.action.name()),
        })
        .collect();
    if continuations
        .iter()
        .any(|continuation| continuation.key == keymap::ANY_LETTER)
    {
        entries.extend(mark_entries(model));
    }
    if !entries.is_empty() && footer.width >= MIN_PANEL_COLUMNS {
        draw_entries(&entries, footer, canvas);
    }
}

/// Returns an entry for each mark, with the title of the mark's post and the text at the mark's position.
fn mark_entries(model: &Model) -> impl Iterator<Item = Entry<'_>> {
    model.session.marks.iter().map(|(letter, mark)| {
        let title = match model.library.find(&mark.path) {
            Some(post) => clean!("{}", model.library.post(post).title),
            None => clean!("{}", mark.path.display()),
        };
        let text = match &mark.position {
            SavedPosition::Masthead(_) => title,
            SavedPosition::Body(text_anchor) => {
                clean!(
                    "{title} · {}",
                    text_anchor.snippet.trim().replace('\n', " ")
                )
            }
        };
        Entry {
            key: clean!("{letter}"),
            text,
        }
    })
}

/// Draws as many entries side by side as fit, at most [`MAX_ENTRIES_PER_ROW`].
fn draw_entries(entries: &[Entry<'_>], footer: Rect, canvas: &mut Canvas<'_, '_>) {
    let widest =
        |width: fn(&Entry<'_>) -> usize| entries.iter().map(width).max().unwrap_or(0) as u16;
    let (margin, key_gap, entry_gap) = (1, 2, 3);
    let key_columns = widest(|entry| text::width(&entry.key)).max(1) + key_gap;
    let text_columns = widest(|entry| text::width(&entry.text));
    let entry_columns = (key_columns + text_columns + entry_gap).max(MIN_ENTRY_COLUMNS);
    let entries_per_row = ((footer.width - margin) / entry_columns).clamp(1, MAX_ENTRIES_PER_ROW);
    // The entries are in order from top to bottom, then from left to right.
    let height = (entries.len() as u16).div_ceil(entries_per_row);
    let panel = draw_empty_panel(footer, height, canvas);
    let stacks = entries.chunks(usize::from(height));
    for (stack_start, stack) in (margin..).step_by(usize::from(entry_columns)).zip(stacks) {
        for (row, entry) in RowArea::rows_of(panel).zip(stack) {
            let row = row.skip(stack_start);
            canvas.print(row, &entry.key, Role::Key);
            canvas.print_truncated(
                row.skip(key_columns).shorten(margin),
                &entry.text,
                Role::Text,
            );
        }
    }
}
