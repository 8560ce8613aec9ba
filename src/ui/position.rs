//! The reading position as text: the path of the current section, the percentage read, and the minutes left.

use super::canvas::literal;
use crate::app::Model;
use crate::app::article::Article;
use crate::clean;
use crate::text::Clean;

/// Returns the headings of the current section and its parents, outermost first. Omits hidden headings, such as a first
/// heading that repeats the title in the masthead.
pub(super) fn section_path(article: &Article) -> Vec<Clean<'_>> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let toc = document.toc();
    let path = article
        .section()
        .map(|section| toc.path(section))
        .unwrap_or_default();
    path.into_iter()
        .map(|heading| &toc.headings()[heading])
        .filter(|heading| !layout.hides(heading.block as usize))
        .map(|heading| document.heading_text(heading))
        .collect()
}

/// Returns the heading of the current section, which is at the top of the pane. Returns `None` above the first heading.
pub(super) fn section_heading(article: &Article) -> Option<Clean<'_>> {
    let document = &article.body.document;
    let heading = &document.toc().headings()[article.section()?];
    Some(document.heading_text(heading))
}

/// Returns the percentage read, or `loading…` while only the first part of the article is loaded.
pub(super) fn percent(model: &Model) -> Clean<'static> {
    let Some(article) = &model.article else {
        return Clean::default();
    };
    match article.percent(model.article_height()) {
        Some(percent) => clean!("{percent} %"),
        None => literal("loading…"),
    }
}

/// Returns the minutes left to read, or `None` if no minute is left or the text is the source of a post.
pub(super) fn minutes_left(model: &Model) -> Option<usize> {
    let article = model.article.as_ref()?;
    let minutes = article.minutes_left(model.article_height())?;
    (minutes > 0 && !article.body.document.is_source()).then_some(minutes)
}
