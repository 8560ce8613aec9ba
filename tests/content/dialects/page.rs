//! Checks of a body in a dialect.

use folio::document::{Dialect, Document, LinkKind};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Returns the rows of a body at 60 columns, without trailing spaces.
pub(crate) fn page(markdown: &str, dialect: Dialect) -> String {
    let document = Document::parse(markdown, 0..markdown.len(), dialect);
    let layout = Layout::new(&document, Widths::all(60), LayoutOptions::default());
    let row = |row| paint::row(&document, &layout, row).to_text();
    let rows: Vec<_> = (0..layout.rows()).map(row).collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| row.replace('\u{a0}', " ").trim_end().to_owned())
        .collect();
    rows.join("\n")
}

/// Compares a body's rows.
#[track_caller]
pub(crate) fn shows(dialect: Dialect, markdown: &str, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    let shown = page(markdown, dialect);
    assert_eq!(shown, expected, "\n{markdown}\n---\n{shown}\n");
}

/// Checks that a body reads the same in a dialect as in GFM.
#[track_caller]
pub(crate) fn is_left_alone(dialect: Dialect, markdown: &str) {
    assert_eq!(
        page(markdown, dialect),
        page(markdown, Dialect::Gfm),
        "{dialect}: {markdown}"
    );
}

/// Returns the targets of the links and images of a body.
pub(crate) fn targets(dialect: Dialect, markdown: &str) -> Vec<String> {
    let document = Document::parse(markdown, 0..markdown.len(), dialect);
    let all = document
        .links()
        .filter(|(_, link)| link.kind != LinkKind::Note);
    all.map(|(_, link)| link.target.to_owned()).collect()
}

/// Returns the slugs and lines of a body's headings.
pub(crate) fn slugs(dialect: Dialect, markdown: &str) -> Vec<(String, u32)> {
    let document = Document::parse(markdown, 0..markdown.len(), dialect);
    let headings = (0..).zip(document.toc().headings());
    headings
        .map(|(at, heading)| (document.slug(at).to_owned(), heading.line))
        .collect()
}
