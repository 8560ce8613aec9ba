//! Real posts at three widths: rendering does not panic, no row is wider than the width, and no word is lost.
//!
//! Reads `../shared/blogs` (`FOLIO_SHARED` names another folder than `../shared`), and prints a note if it is missing.

use std::path::{Path, PathBuf};

use folio::document::{Dialect, Document, Kind};
use folio::layout::{Layout, LayoutOptions, TableLayout, Widths};
use folio::paint;
use folio::site::Source;

fn posts() -> Vec<PathBuf> {
    let shared = std::env::var_os("FOLIO_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let mut folders = vec![shared.join("blogs")];
    let mut posts = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(ending, Some("md" | "mdx" | "markdown")) {
                posts.push(path);
            }
        }
    }
    posts
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|char| char.is_alphanumeric())
}

/// Returns true if `painted` contains all letters of `text`. With `in_order` false, the order may differ, because table
/// cells are painted side by side.
fn is_painted(text: &str, painted: &str, in_order: bool) -> bool {
    let (mut expected, mut actual) = (
        letters(text).collect::<Vec<_>>(),
        letters(painted).collect::<Vec<_>>(),
    );
    if !in_order {
        expected.sort_unstable();
        actual.sort_unstable();
    }
    let mut actual = actual.into_iter();
    expected
        .into_iter()
        .all(|letter| actual.any(|char| char == letter))
}

/// Asserts that no row is wider than `width` and that each block is painted completely.
fn assert_painted(path: &Path, document: &Document, width: u16) {
    let layout = Layout::new(document, Widths::all(width), LayoutOptions::default());
    for (at, block) in document.blocks().iter().enumerate() {
        let mut painted = String::new();
        for row in layout.first_row(document, at)..layout.end_row(at) {
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
        let (in_order, in_records) = match block.kind {
            Kind::Row { table, row } => {
                let records = matches!(layout.table(table), TableLayout::Records(_));
                (
                    false,
                    records && row == 0 && document.table(table).rows() > 1,
                )
            }
            _ => (true, false),
        };
        let text = document.block_text(block);
        let whole = in_records || is_painted(&text, &painted, in_order);
        assert!(whole, "{} at {width}: {text:?} {painted:?}", path.display());
    }
}

#[test]
fn every_post_is_painted_completely_at_three_widths() {
    let posts = posts();
    std::thread::scope(|scope| {
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
