//! The rows and links of raw HTML in Markdown.

use folio::document::{Dialect, Document, InlineFormats, LinkKind};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

mod blocks;
mod inline;
mod real;
mod soup;
mod tables;

fn parse(markdown: &str) -> Document {
    Document::parse(markdown, 0..markdown.len(), Dialect::Gfm)
}

/// Renders a text and returns its rows.
fn render(markdown: &str, width: u16) -> String {
    let document = parse(markdown);
    let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
    let row = |row| paint::row(&document, &layout, row).to_text();
    let rows: Vec<_> = (0..layout.rows()).map(row).collect();
    rows.join("\n").replace('\u{a0}', " ")
}

/// Asserts the rows of a text. A line end at the start of `expected` is ignored.
#[track_caller]
fn assert_renders(markdown: &str, width: u16, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    let rendered = render(markdown, width);
    assert_eq!(rendered, expected, "\n{rendered}\n");
}

/// Returns the texts that have all of `formats`.
fn texts_with(markdown: &str, formats: InlineFormats) -> Vec<String> {
    let document = parse(markdown);
    let spans = document.spans(0..document.text().len()).iter();
    let formatted_spans = spans.filter(|span| span.formats.has(formats));
    let text = |span: &folio::document::Span| {
        document.text()[span.start as usize..span.end as usize].to_owned()
    };
    formatted_spans.map(text).collect()
}

/// Returns text, target and title of each link except images.
fn links(markdown: &str) -> Vec<(String, String, String)> {
    let document = parse(markdown);
    let spans = document.spans(0..document.text().len()).iter();
    let link = |span: &folio::document::Span| {
        let link = document.link(span.link?);
        let text = document.text()[span.start as usize..span.end as usize].replace('\u{a0}', " ");
        (link.kind == LinkKind::Text).then(|| (text, link.target.to_owned(), link.title.to_owned()))
    };
    spans.filter_map(link).collect()
}
