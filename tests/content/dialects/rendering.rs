//! Renders bodies in a dialect, and asserts the result.

use folio::document::{Dialect, Document, LinkKind};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Renders a body at 60 columns. Returns its rows without trailing spaces, and with ordinary spaces instead of non-breaking ones.
///
/// In the returned text, the language of a code block is at the right end of the row above the code.
pub(crate) fn render(markdown: &str, dialect: Dialect) -> String {
    let document = Document::parse(markdown, 0..markdown.len(), dialect);
    let layout = Layout::new(&document, Widths::all(60), LayoutOptions::default());
    let row_text = |row| paint::row(&document, &layout, row).to_text();
    let rows: Vec<_> = (0..layout.rows()).map(row_text).collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| row.replace('\u{a0}', " ").trim_end().to_owned())
        .collect();
    rows.join("\n")
}

/// Asserts that a body renders as `expected`.
#[track_caller]
pub(crate) fn assert_renders(dialect: Dialect, markdown: &str, expected: &str) {
    let rendered = render(markdown, dialect);
    assert_eq!(rendered, expected, "\n{markdown}\n---\n{rendered}\n");
}

/// Asserts that a body renders in a dialect exactly as in GFM.
#[track_caller]
pub(crate) fn assert_renders_as_gfm(dialect: Dialect, markdown: &str) {
    assert_eq!(
        render(markdown, dialect),
        render(markdown, Dialect::Gfm),
        "{dialect}: {markdown}"
    );
}

/// Returns the targets of the links and images of a body.
pub(crate) fn targets(dialect: Dialect, markdown: &str) -> Vec<String> {
    let document = Document::parse(markdown, 0..markdown.len(), dialect);
    let links = document
        .links()
        .filter(|(_, link)| link.kind != LinkKind::Footnote);
    links.map(|(_, link)| link.target.to_owned()).collect()
}

/// Returns the slugs and lines of a body's headings.
pub(crate) fn slugs_and_lines(dialect: Dialect, markdown: &str) -> Vec<(String, u32)> {
    let document = Document::parse(markdown, 0..markdown.len(), dialect);
    let headings = (0..).zip(document.toc().headings());
    headings
        .map(|(index, heading)| (document.slug(index).to_owned(), heading.line))
        .collect()
}
