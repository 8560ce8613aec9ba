//! Real posts at three widths: rendering does not panic, no row is wider than the width, and no word is lost.
//!
//! Reads the posts in `$FOLIO_SHARED/blogs`, by default `../shared/blogs`. Prints a note if the folder is missing.

use std::path::{Path, PathBuf};

use folio::document::{Dialect, Document, Kind};
use folio::layout::{Layout, LayoutOptions, TableLayout, Widths};
use folio::paint;
use folio::site::Source;

/// Returns the folder of the real posts.
pub(crate) fn folder() -> PathBuf {
    let shared = std::env::var_os("FOLIO_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    shared.join("blogs")
}

/// Returns the paths of the real posts.
pub(crate) fn posts() -> Vec<PathBuf> {
    let mut folders = vec![folder()];
    let mut posts = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: {} does not exist", folder.display());
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(extension, Some("md" | "mdx" | "markdown")) {
                posts.push(path);
            }
        }
    }
    posts
}

/// Returns the letters and digits of a text.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|char| char.is_alphanumeric())
}

/// Returns true if `painted` contains all letters of `text`, in the same order.
fn is_painted(text: &str, painted: &str) -> bool {
    let mut actual = letters(painted);
    letters(text).all(|letter| actual.any(|char| char == letter))
}

/// Returns the letters of a text in the order of their code points.
fn sorted_letters(text: &str) -> String {
    let mut letters: Vec<char> = letters(text).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// Asserts that no row is wider than `width` and that each block is painted completely.
fn assert_painted(path: &Path, document: &Document, width: u16) {
    let layout = Layout::new(document, Widths::all(width), LayoutOptions::default());
    for (index, block) in document.blocks().iter().enumerate() {
        // A formula in two dimensions is painted row by row, so its letters are in another order.
        if layout.formula(document, index).is_some() {
            continue;
        }
        let mut painted = String::new();
        for row in layout.first_row(document, index)..layout.end_row(index) {
            let row = paint::row(document, &layout, row);
            let text = row.to_text();
            let columns = row.width();
            assert!(
                columns <= usize::from(width),
                "{} at {width}: {text}",
                path.display()
            );
            painted += &text;
        }
        let text = document.block_text(block);
        let is_complete = match block.kind {
            Kind::TableRow { table, row } => {
                // A table laid out as records shows its header beside each value, not in a row of its own. A table without other
                // rows has no values, so it shows its header in a row.
                let is_header_of_records = matches!(layout.table(table), TableLayout::Records(_))
                    && row == 0
                    && document.table(table).rows() > 1;
                // Cells are painted side by side, so their letters are in another order.
                is_header_of_records
                    || is_painted(&sorted_letters(&text), &sorted_letters(&painted))
            }
            _ => is_painted(&text, &painted),
        };
        assert!(
            is_complete,
            "{} at {width}: {text:?} {painted:?}",
            path.display()
        );
    }
}

#[test]
fn every_post_is_painted_completely_at_three_widths() {
    let posts = posts();
    std::thread::scope(|scope| {
        // Each of four threads reads a part of the posts.
        for part in posts.chunks(posts.len().div_ceil(4).max(1)) {
            scope.spawn(move || {
                for path in part {
                    let bytes = std::fs::read(path).expect("a post can be read");
                    let source = Source::new(path, bytes);
                    let document = source.document(Dialect::Auto.of_file(path));
                    for width in [40, 80, 120] {
                        assert_painted(path, &document, width);
                    }
                }
            });
        }
    });
}
