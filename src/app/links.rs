//! The links of the open article: which are in sight, and which one is selected.

use super::article::Article;
use crate::document::{Document, LinkId, Span};

/// The links within `rows` of the layout, in order, each once.
pub fn within(article: &Article, rows: std::ops::Range<usize>) -> Vec<LinkId> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let rows = rows.start..rows.end.min(layout.rows());
    if rows.is_empty() {
        return Vec::new();
    }
    let start = layout.row_text(document, rows.start).start;
    let end = layout.row_text(document, rows.end - 1).end;
    let mut links = Vec::new();
    for link in document
        .spans(start..end.max(start))
        .iter()
        .filter_map(|span| span.link)
    {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// The first link behind the rows of a pane of `height` rows, or the last one before them; not `here`, which may reach
/// over the edge.
pub fn beyond(
    article: &Article,
    height: usize,
    forward: bool,
    here: Option<LinkId>,
) -> Option<LinkId> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let masthead = article.masthead.rows.len();
    let (first, end) = (article.top, article.top + height);
    let byte = |row: usize| {
        let row = row.saturating_sub(masthead);
        let is_there = row < layout.rows();
        is_there.then(|| layout.row_text(document, row).start)
    };
    let other = |span: &Span| span.link.filter(|link| Some(*link) != here);
    if forward {
        let spans = document.spans(byte(end)?..document.text().len());
        spans.iter().find_map(other)
    } else {
        let spans = document.spans(0..byte(first)?);
        spans.iter().rev().find_map(other)
    }
}

/// The links in sight of a pane of `height` rows.
pub fn in_sight(article: &Article, height: usize) -> Vec<LinkId> {
    let masthead = article.masthead.rows.len();
    let first = article.top.saturating_sub(masthead);
    within(
        article,
        first..(article.top + height).saturating_sub(masthead),
    )
}

/// The first byte of a link's text.
pub fn offset(document: &Document, link: LinkId) -> Option<u32> {
    let all = document.spans(0..document.text().len());
    all.iter()
        .find(|span| span.link == Some(link))
        .map(|span| span.start)
}

/// The link whose text holds a byte of the document's.
pub fn at(document: &Document, offset: u32) -> Option<LinkId> {
    let spans = document.spans(offset as usize..offset as usize + 1);
    spans.iter().find_map(|span| span.link)
}

/// The link at a row of an article and a column of its text.
pub fn at_column(article: &Article, row: usize, column: i32) -> Option<LinkId> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let row = row.checked_sub(article.masthead.rows.len())?;
    let row = crate::paint::row(document, layout, row);
    let mut end = -i32::from(row.left);
    row.runs.iter().find_map(|run| {
        let start = end;
        end += crate::text::width(&run.text) as i32;
        run.link.filter(|_| (start..end).contains(&column))
    })
}

/// The heading that a fragment names: by its slug, else by its letters and digits alone, for each generator makes
/// slugs of its own.
pub fn heading(document: &Document, fragment: &str) -> Option<usize> {
    // Zola spells letters with marks without them (its `slugify.anchors`), Hugo and folio as they are.
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|char| char.is_alphanumeric())
            .map(nucleo_matcher::chars::normalize)
            .flat_map(char::to_lowercase)
            .collect()
    };
    let alike = || {
        let wanted = letters(fragment);
        let mut headings = 0..document.toc().headings().len();
        headings.find(|at| !wanted.is_empty() && letters(document.slug(*at)) == wanted)
    };
    document.heading_of(fragment).or_else(alike)
}

/// The first block of the footnote that `fragment` names, as its reference does: `fn-1`.
pub fn footnote(document: &Document, fragment: &str) -> Option<u32> {
    let number: usize = fragment.strip_prefix("fn-")?.parse().ok()?;
    document.notes().get(number.checked_sub(1)?)?.block
}
