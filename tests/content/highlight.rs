//! Highlighting changes the colors of code, but neither the text nor the rows.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use folio::document::{Dialect, Document};
use folio::highlight::{self, CodeRoles, Highlighter};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;
use folio::theme::Role;
use proptest::prelude::*;

/// Returns the roles of all code of a document. The highlighter is reused, because loading its grammars is slow.
fn code_roles(document: &Document) -> CodeRoles {
    thread_local! {
        static HIGHLIGHTER: RefCell<Highlighter> = RefCell::default();
    }
    let mut roles = CodeRoles::default();
    let blocks = 0..document.blocks().len();
    for block in blocks.filter(|block| highlight::is_colorable(document, *block)) {
        let runs = HIGHLIGHTER
            .with_borrow_mut(|highlighter| highlighter.highlight_block(document, block, || false));
        let text_bytes = document.blocks()[block].text_range().len();
        roles.insert(
            block as u32,
            text_bytes,
            Arc::new(runs.expect("highlighting is not cancelled")),
        );
    }
    roles
}

/// Highlights a document. Asserts that this changes neither text nor rows, and returns the number of runs with a color.
fn highlight_and_assert_same_text(source: &str, columns: u16) -> usize {
    let document = Document::parse(source, 0..source.len(), Dialect::Auto);
    let layout = Layout::new(&document, Widths::all(columns), LayoutOptions::default());
    let code_roles = code_roles(&document);
    let mut colored_runs = 0;
    for row in 0..layout.rows() {
        let plain = paint::row(&document, &layout, row);
        let highlighted = paint::decorated_row(
            &document,
            &layout,
            row,
            paint::Decorations {
                code_roles: Some(&code_roles),
                ..paint::Decorations::default()
            },
        );
        let text = |row: &paint::Row<'_>| -> String {
            row.runs.iter().map(|run| run.text.to_string()).collect()
        };
        assert_eq!(text(&plain), text(&highlighted));
        // The width of a row is the sum of the widths of its runs, so it can differ if a run ends inside a grapheme.
        assert_eq!(plain.width(), highlighted.width(), "no grapheme is cut");
        assert_eq!(
            (plain.columns_left_of_text, &plain.background),
            (highlighted.columns_left_of_text, &highlighted.background)
        );
        colored_runs += highlighted
            .runs
            .iter()
            .filter(|run| matches!(run.styled_role.role, Role::Code(_)))
            .count();
    }
    colored_runs
}

/// Returns the paths of the Markdown files in a folder and its subfolders.
fn post_paths(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                post_paths(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

#[test]
fn highlighting_keeps_the_text_of_the_tour() {
    let mut colored_runs = 0;
    for path in post_paths(&Path::new(env!("CARGO_MANIFEST_DIR")).join("posts")) {
        let source = std::fs::read_to_string(path).expect("a post is text");
        colored_runs += highlight_and_assert_same_text(&source, 60);
    }
    assert!(colored_runs > 0, "some code has colors");
}

#[test]
fn code_in_lists_and_quotes_is_highlighted() {
    for source in [
        "- a\n\n  ```json\n  [1,\n  2]\n  ```\n",
        "> ```json\n> 1\n> ```\n",
        "1. ~~~ {.json #id}\n   1\n   ~~~\n",
    ] {
        assert!(highlight_and_assert_same_text(source, 20) > 0, "{source}");
    }
    // Indented code, a fence without a language, and the language `text` have no colors.
    let without_colors = "    1\n\n```\n1\n```\n\n```text\n1\n```\n";
    assert_eq!(highlight_and_assert_same_text(without_colors, 20), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn highlighting_keeps_the_text_of_arbitrary_code(
        language in prop::sample::select(vec!["rust", "js", "html", "md", "sh", "yaml", "py", "ansi", "diff", "console", "css"]),
        fragments in prop::collection::vec(prop::sample::select(vec![
            "\n", "\t", " ", "\"", "'", "`", "/*", "*/", "<a b=", "</", "{", "}", "${", "(", "#", "//", "\\", "é\u{301}", "\u{301}", "👩\u{200d}👧", "🇩🇪", "中", "\u{ad}",
            "\x1b[31m", "\x1b[0m", "\x1b]8;;x\x07", "\x1b[", "fn x", "class A", "0x1", "$ ls", "- ", "+", "@@ -1 +1 @@", ": |\n",
        ]), 0..40),
        columns in 5u16..80,
    ) {
        highlight_and_assert_same_text(&format!("~~~~~{language}\n{}\n~~~~~\n\ntext\n", fragments.concat()), columns);
    }
}
