//! The links of the open article: selecting and following them.

use std::path::{Path, PathBuf};

use super::action::Action;
use super::article::{Article, Position};
use super::hints::Hints;
use super::history::{JumpTarget, PendingJump};
use super::keymap::Context;
use super::message::{Effect, Effects};
use super::movement::Direction::{self, Backward, Forward};
use super::{Focus, Model};
use crate::clean;
use crate::document::{Document, LinkId, LinkKind, Span};
use crate::layout::Anchor;
use crate::library::Destination;
use crate::paint::Decorations;
use crate::text::Clean;

/// Notice for an article without details and callouts that fold.
const NOTHING_TO_FOLD: &str = "This post has nothing to fold.";

/// The state of the links of an article.
#[derive(Clone, Debug, Default)]
pub struct LinkState {
    /// The selected link.
    pub selected: Option<LinkId>,
    /// The link hints, while they are shown.
    pub(super) hints: Option<Hints>,
    /// The last followed footnote reference, and the position before. Following the reference again returns there.
    pub(super) footnote_return: Option<(LinkId, Position)>,
}

impl LinkState {
    /// Returns the link state for another version of the document: links with the same id and target are kept.
    pub(super) fn remapped(&self, from: &Document, to: &Document) -> Self {
        let is_kept = |link: LinkId| {
            let mut links = to.links();
            let new = links.find(|(id, _)| *id == link);
            new.is_some_and(|(_, new)| new.target == from.link(link).target)
        };
        let footnote_return = self.footnote_return.filter(|(link, _)| is_kept(*link));
        Self {
            selected: self.selected.filter(|link| is_kept(*link)),
            hints: None,
            footnote_return: footnote_return
                .map(|(link, position)| (link, position.remapped(from, to))),
        }
    }
}

/// Returns the links within `rows` of the layout, in order and without duplicates.
fn within(article: &Article, rows: std::ops::Range<usize>) -> Vec<LinkId> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let rows = rows.start..rows.end.min(layout.rows());
    if rows.is_empty() {
        return Vec::new();
    }
    let start = layout.row_text(document, rows.start).start;
    let mut end = layout.row_text(document, rows.end - 1).end;
    let (last, _) = layout.locate(document, rows.end - 1);
    if layout.image(last).is_some() {
        // The words of a visible picture may be below the rows.
        end = end.max(document.blocks()[last].text().end);
    }
    let mut links = Vec::new();
    for link in document
        .spans(start..end.max(start))
        .iter()
        .filter(|span| !layout.is_folded_away(document.block_at(span.start as usize)))
        .filter_map(|span| span.link)
    {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// Returns the first link below the visible rows, or the last link above them. Excludes `selected`, which may be partly
/// visible.
fn beyond(
    article: &Article,
    height: usize,
    direction: Direction,
    selected: Option<LinkId>,
) -> Option<LinkId> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let masthead = article.masthead.rows.len();
    let (first, end) = (article.top, article.top + height);
    let byte = |row: usize| {
        let row = row.saturating_sub(masthead);
        let is_there = row < layout.rows();
        is_there.then(|| layout.row_text(document, row).start)
    };
    let unselected_link = |span: &Span| {
        let link = span.link.filter(|link| Some(*link) != selected)?;
        let block = document.block_at(span.start as usize);
        (!layout.is_folded_away(block)).then_some(link)
    };
    match direction {
        Forward => {
            let spans = document.spans(byte(end)?..document.text().len());
            spans.iter().find_map(unselected_link)
        }
        Backward => {
            let spans = document.spans(0..byte(first)?);
            spans.iter().rev().find_map(unselected_link)
        }
    }
}

/// Returns the links visible in a pane of `height` rows.
fn visible(article: &Article, height: usize) -> Vec<LinkId> {
    let masthead = article.masthead.rows.len();
    let first = article.top.saturating_sub(masthead);
    within(
        article,
        first..(article.top + height).saturating_sub(masthead),
    )
}

/// Returns the first byte of a link's text.
fn offset(document: &Document, link: LinkId) -> Option<u32> {
    let spans = document.spans(0..document.text().len());
    spans
        .iter()
        .find(|span| span.link == Some(link))
        .map(|span| span.start)
}

/// Returns the row of the article on which a link starts.
pub(super) fn row(article: &Article, link: LinkId) -> Option<usize> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let anchor = Anchor::at(document, offset(document, link)?);
    Some(article.masthead.rows.len() + layout.row_of(document, anchor))
}

/// Returns the visible link nearest to the middle of a pane of `height` rows.
pub(super) fn nearest(article: &Article, height: usize) -> Option<LinkId> {
    let middle = article.top + height / 2;
    let distance = |link: &LinkId| row(article, *link).map(|row| row.abs_diff(middle));
    visible(article, height).into_iter().min_by_key(distance)
}

/// Returns the link whose text contains a byte of the document's text.
pub(super) fn at(document: &Document, offset: u32) -> Option<LinkId> {
    let spans = document.spans(offset as usize..offset as usize + 1);
    spans.iter().find_map(|span| span.link)
}

/// Returns the link at a row of an article and a column of its text.
pub(super) fn at_column(article: &Article, row: usize, column: i32) -> Option<LinkId> {
    let row = row.checked_sub(article.masthead.rows.len())?;
    let row = article.painted_row(row, Decorations::default());
    let mut end = -i32::from(row.left);
    row.runs.iter().find_map(|run| {
        let start = end;
        end += crate::text::width(&run.text) as i32;
        run.link.filter(|_| (start..end).contains(&column))
    })
}

/// Returns the heading that a fragment names: by its slug, else by comparing only letters and digits, since generators
/// have their own slugs.
pub fn heading(document: &Document, fragment: &str) -> Option<usize> {
    // Zola drops diacritics (its `slugify.anchors`), Hugo and folio keep them.
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|char| char.is_alphanumeric())
            .map(nucleo_matcher::chars::normalize)
            .flat_map(char::to_lowercase)
            .collect()
    };
    let by_letters = || {
        let fragment_letters = letters(fragment);
        let mut headings = 0..document.toc().headings().len();
        headings.find(|heading| {
            !fragment_letters.is_empty() && letters(document.slug(*heading)) == fragment_letters
        })
    };
    document.heading_of(fragment).or_else(by_letters)
}

/// Returns the first block of the footnote that a fragment names: `fn-1`.
pub fn footnote(document: &Document, fragment: &str) -> Option<u32> {
    let number: usize = fragment.strip_prefix("fn-")?.parse().ok()?;
    document.footnotes().get(number.checked_sub(1)?)?.block
}

impl Model {
    /// Returns the link that is selected in the open article.
    pub fn selected_link(&self) -> Option<LinkId> {
        self.article.as_ref()?.links.selected
    }

    pub(super) fn select_no_link(&mut self) {
        if let Some(article) = &mut self.article {
            (article.links.selected, article.links.footnote_return) = (None, None);
        }
    }

    pub(super) fn select_link_at(&mut self, link: LinkId) {
        if let Some(article) = &mut self.article {
            (article.links.selected, article.links.footnote_return) = (Some(link), None);
        }
    }

    /// Selects the next or previous visible link, else the nearest link outside the pane.
    pub(super) fn select_link(&mut self, direction: Direction) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let visible = visible(article, height);
        let selected = article.links.selected;
        let index = selected.and_then(|link| {
            visible
                .iter()
                .position(|visible_link| *visible_link == link)
        });
        let next = match (index, direction) {
            (Some(index), Forward) => visible.get(index + 1),
            (Some(index), Backward) => index.checked_sub(1).map(|index| &visible[index]),
            (None, Forward) => visible.first(),
            (None, Backward) => visible.last(),
        };
        let next = next.copied();
        let next = next.or_else(|| beyond(article, height, direction, selected));
        let Some(link) = next else {
            self.notice = Some(Clean::literal(match direction {
                Forward => "No next link.",
                Backward => "No previous link.",
            }));
            return;
        };
        article.links.selected = Some(link);
        if let Some(offset) = offset(&article.body.document, link) {
            article.scroll_to(offset, height);
        }
    }

    /// Returns the destination of a link of the open article.
    pub fn destination(&self, link: LinkId) -> Option<Destination> {
        let article = self.article.as_ref()?;
        let target = article.body.document.link(link).target;
        let base_url = self.folder.base_url.as_deref();
        Some(
            self.library
                .destination(&article.body.post.path, target, base_url),
        )
    }

    /// Follows the selected link, if it stays within the library.
    pub(super) fn follow_link(&mut self, effects: &mut Effects) {
        if self.close_image_view() || self.view_selected_image() {
            return;
        }
        let Some((link, destination)) = self
            .selected_link()
            .and_then(|link| Some((link, self.destination(link)?)))
        else {
            return self.toggle_visible_fold();
        };
        if let Some(position) = self.footnote_return() {
            return self.return_from_footnote(position);
        }
        match destination {
            Destination::Section(fragment) => {
                let Some(article) = &mut self.article else {
                    return;
                };
                article.links.footnote_return = Some((link, article.position()));
                let path = article.path().to_owned();
                self.push_jump();
                let target = JumpTarget::Fragment(fragment);
                self.history.pending = Some(PendingJump { path, target });
                self.make_pending_jump();
            }
            Destination::Post(post, fragment) => {
                self.push_jump();
                let path = self.library.post(post).path.clone();
                self.visit(path.clone(), effects);
                if let Some(fragment) = fragment {
                    let target = JumpTarget::Fragment(fragment);
                    self.history.pending = Some(PendingJump { path, target });
                }
            }
            Destination::Outside(url) => {
                let key = self.key_for(Context::Article, Action::Browse);
                self.notice = Some(clean!("Press {key} to open {url} in the browser."));
            }
            Destination::Other(target) => {
                self.notice = Some(clean!("folio does not open {target}"));
            }
            Destination::Missing => {
                self.notice = Some(Clean::literal("Dead link: its target does not exist."));
            }
        }
    }

    /// Folds or unfolds the container nearest to the middle of the pane.
    pub(super) fn toggle_fold(&mut self) {
        let height = self.article_height();
        let article = self.article.as_mut();
        if !article.is_some_and(|article| article.toggle_nearest_fold(height)) {
            self.notice = Some(Clean::literal(NOTHING_TO_FOLD));
        }
    }

    /// Folds or unfolds the visible container nearest to the middle of the pane. Without one, says how to select a link.
    fn toggle_visible_fold(&mut self) {
        let height = self.article_height();
        let is_visible = self.article.as_ref().is_some_and(|article| {
            let mut rows = article.top..article.rows().min(article.top + height);
            rows.any(|row| article.fold_at(row).is_some())
        });
        if is_visible {
            self.toggle_fold();
        } else {
            self.report_no_link();
        }
    }

    /// Folds all containers, or unfolds them.
    pub(super) fn toggle_all_folds(&mut self) {
        let article = self.article.as_mut();
        if !article.is_some_and(Article::toggle_all_folds) {
            self.notice = Some(Clean::literal(NOTHING_TO_FOLD));
        }
    }

    fn report_no_link(&mut self) {
        let key = self.key_for(Context::Article, Action::NextLink);
        self.notice = Some(clean!(
            "No link is selected. Press {key} to select the next one."
        ));
    }

    /// Returns the position before the jump to a footnote, if its reference is still selected and not visible.
    fn footnote_return(&self) -> Option<Position> {
        let article = self.article.as_ref()?;
        let (link, position) = article.links.footnote_return?;
        let is_note = article.body.document.link(link).kind == LinkKind::Footnote;
        let is_selected = article.links.selected == Some(link);
        let is_visible = visible(article, self.article_height()).contains(&link);
        (is_note && is_selected && !is_visible).then_some(position)
    }

    fn return_from_footnote(&mut self, position: Position) {
        self.push_jump();
        if let Some(article) = &mut self.article {
            article.links.footnote_return = None;
            article.restore(position);
        }
    }

    /// Opens the selected link in the browser.
    pub(super) fn browse_link(&mut self, effects: &mut Effects) {
        if self.open_image_file(effects) {
            return;
        }
        let link = self.selected_link();
        match link.and_then(|link| self.destination(link)) {
            Some(Destination::Outside(url)) => {
                self.notice = Some(clean!("Opening {url}"));
                effects.push(Effect::Browse(url));
            }
            Some(Destination::Other(target)) => {
                self.notice = Some(clean!("folio does not open {target}"));
            }
            Some(Destination::Missing) => {
                self.notice = Some(Clean::literal("Dead link: its target does not exist."));
            }
            Some(Destination::Post(..) | Destination::Section(_)) => {
                let key = self.key_for(Context::Article, Action::Follow);
                self.notice = Some(clean!(
                    "This link stays within the library. Press {key} to follow it."
                ));
            }
            None => self.report_no_link(),
        }
    }

    /// Opens any post of the library, and selects it if the list shows it.
    pub(super) fn visit(&mut self, path: PathBuf, effects: &mut Effects) {
        self.select_path(&path);
        self.list.previewed = self.selected_path();
        self.screen.focus = Focus::Article;
        self.open(path, effects);
    }

    /// Selects a post in the list, if the list shows it.
    pub(super) fn select_path(&mut self, path: &Path) {
        let post = self.library.find(path);
        let index = post.and_then(|post| self.list.index_of(&self.library, post));
        if let Some(index) = index {
            self.list.select(index);
        }
    }
}
