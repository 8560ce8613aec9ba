//! The article pane: the open document, the scroll position, the search, the links and the table of contents.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::contents::ContentsPane;
use super::search::{ArticleSearch, NO_NOTE};
use super::targets;
use crate::document::{ContainerId, Kind};
use crate::highlight::CodeRoles;
use crate::layout::{Anchor, ImageLimits, Spacing, Widths};
use crate::paint::{self, Decorations, Masthead, MastheadContext};
use crate::post::{Date, DateFormat};
use crate::text::{self, Clean};

mod fold;
mod link_state;
mod links;
mod saved_position;

pub use super::body::{Body, BodyExtent, CodeWrapping, LayoutChoices};
pub use super::position::Position;
pub(super) use link_state::FollowedFootnote;
pub use link_state::LinkState;

/// Returns the column of the byte `offset` of the document's text in a sequence of runs. Column 0 is the start of the first run.
/// Returns `None` if no run contains the byte.
fn column_of(runs: &[paint::Run<'_>], offset: u32) -> Option<usize> {
    let mut column = 0;
    for run in runs {
        let offset_in_run = run.start.and_then(|start| offset.checked_sub(start));
        let offset_in_run = offset_in_run.filter(|byte| (*byte as usize) < run.text.len());
        if let Some(offset_in_run) = offset_in_run {
            let preceding = run.text.get(..offset_in_run as usize);
            return Some(column + text::width(preceding.unwrap_or_default()));
        }
        column += text::width(&run.text);
    }
    None
}

/// Converts the offset `offset` in a range of `from_length` bytes to the proportional offset in a range of `to_length`
/// bytes. Returns 0 if `from_length` is 0.
fn scale_offset(offset: u32, from_length: u32, to_length: usize) -> u32 {
    let product = u64::from(offset) * to_length as u64;
    product
        .checked_div(u64::from(from_length))
        .unwrap_or(0)
        .min(to_length as u64) as u32
}

/// An open article. Row 0 of the article is the first row of the masthead.
#[derive(Debug)]
pub struct Article {
    /// The rows above the body.
    pub masthead: Masthead,
    /// The body.
    pub body: Body,
    /// The roles of the code in the blocks that were highlighted so far.
    pub code_roles: CodeRoles,
    /// The blocks that were visible when highlighting was last requested.
    pub(super) visible_at_last_highlight_request: Option<Range<usize>>,
    /// True if the body holds the complete document, not only its first part.
    pub is_complete: bool,
    /// The row of the article at the top of the pane.
    pub top: usize,
    /// The date and time when the article was opened, which decide whether the post is published. `None` in a source view.
    now: Option<Date>,
    /// The format of the dates in the masthead.
    date_format: DateFormat,
    /// The reading state since the article was opened.
    pub(super) reading: ReadingState,
    /// The wrapping of long lines of code, and of the cells of tables.
    pub(super) code_wrapping: CodeWrapping,
    /// Number of columns hidden at the left of unwrapped code and wide tables.
    pub(super) hidden_columns: usize,
    /// The search in this article.
    pub search: Option<ArticleSearch>,
    /// While the query is typed, the state to which canceling the search returns.
    pub(super) before_search: Option<BeforeSearch>,
    /// The selected link, the link hints and the last followed footnote reference.
    pub links: LinkState,
    /// The table of contents.
    pub contents: ContentsPane,
    /// The rendered article that this article replaces; `None` if this article is not a source view.
    pub(super) replaced: Option<Box<ReplacedArticle>>,
}

/// The reading state of an open article.
#[derive(Debug, Default)]
pub(super) struct ReadingState {
    /// The top row when the position was last saved or when the pane got the focus, whichever is later. After enough scrolling
    /// from this row, the position is saved again. `None` while the pane is not focused.
    pub(super) scrolled_from: Option<usize>,
    /// True if the end has been visible in the focused pane since the article was opened.
    pub(super) is_end_seen: bool,
    /// True if the next "page down" opens the next post.
    pub(super) opens_next_post: bool,
}

/// The state of an article before a query is typed. Canceling the search restores it.
#[derive(Debug)]
pub(super) struct BeforeSearch {
    /// The position before the search.
    pub(super) position: Position,
    /// The containers that were unfolded to show a match.
    pub(super) unfolded_by_search: Vec<ContainerId>,
}

/// The rendered article that a source view replaces, and the positions in both when the source view was opened.
#[derive(Debug)]
pub(super) struct ReplacedArticle {
    pub(super) article: Article,
    /// The position in the rendered article when the source view was opened.
    pub(super) position: Position,
    /// The position in the source when the source view was opened.
    pub(super) initial_source_position: Position,
}

impl Article {
    /// Creates an article that shows its first row. `now` decides whether the post is published.
    pub fn new(body: Body, extent: BodyExtent, now: Option<Date>, date_format: DateFormat) -> Self {
        let mut article = Self {
            masthead: Masthead::default(),
            code_roles: CodeRoles::default(),
            visible_at_last_highlight_request: None,
            is_complete: extent == BodyExtent::Complete,
            top: 0,
            now,
            date_format,
            reading: ReadingState::default(),
            code_wrapping: CodeWrapping::On,
            hidden_columns: 0,
            search: None,
            before_search: None,
            links: LinkState::default(),
            contents: ContentsPane::new(&body.document),
            body: body.clone(),
            replaced: None,
        };
        // Paints the masthead. Until then the masthead has no rows, so the first row of the body is at the top of the pane.
        // `replace_unedited` keeps it there, but a new article starts with the masthead.
        article.replace_unedited(body);
        article.top = 0;
        article
    }

    /// Returns the path of the post.
    pub fn path(&self) -> &Path {
        &self.body.post.path
    }

    /// Returns true if this article is the source view of another article.
    pub fn is_source_view(&self) -> bool {
        self.replaced.is_some()
    }

    /// Returns true if the article has headings.
    pub fn has_headings(&self) -> bool {
        !self.body.document.toc().headings().is_empty()
    }

    /// Shows only the headings that match `query` in the table of contents.
    pub(super) fn set_contents_query(&mut self, query: &str) {
        self.contents.set_query(&self.body.document, query);
    }

    /// Stores the state that canceling a search restores, before a query is typed.
    pub(super) fn store_state_before_search(&mut self, position: Position) {
        self.before_search = Some(BeforeSearch {
            position,
            unfolded_by_search: Vec::new(),
        });
    }

    /// Replaces the body with a body that was loaded later. Finds the position, the matches, the links and the headings of the
    /// contents again in the new document, and hides the hints. `is_same_version` is true if the old body is the first part of
    /// the same version of the file; links and positions then stay the same.
    pub(super) fn replace_loaded(&mut self, body: Body, extent: BodyExtent, is_same_version: bool) {
        let old = Arc::clone(&self.body.document);
        self.is_complete = extent == BodyExtent::Complete;
        if is_same_version {
            self.replace_unedited(body);
        } else {
            self.replace_edited(body);
            let document = &self.body.document;
            self.links = self.links.remapped(&old, document);
            if let Some(before) = &mut self.before_search {
                before.position = before.position.remapped(&old, document);
            }
        }
        let document = Arc::clone(&self.body.document);
        self.contents.remap(&old, &document);
        self.links.hints = None;
        if let Some(search) = &mut self.search {
            search.remap(&old, &document);
        }
    }

    /// Searches the article for `query`. In the block that shows byte `offset` of the file, goes to the match that is probably
    /// nearest to this byte. If the block has no match, goes to the block and ends the search. Returns the notice to show.
    pub(super) fn go_to_hit(&mut self, query: &str, offset: u32, height: usize) -> Clean<'static> {
        let document = &self.body.document;
        let block = document.block_of_source(offset);
        // The bytes of the block in the rendered text.
        let text_range = document
            .blocks()
            .get(block)
            .map_or(0..0, |block| block.start..block.end);
        let position = Position::Body(Anchor {
            block: block as u32,
            offset: 0,
            row_in_block: 0,
        });
        // The byte of the rendered text that roughly corresponds to the byte of the file.
        let expected = document.estimate_text_offset(offset);
        self.search = ArticleSearch::new(document, query, position);
        let match_start = self
            .search
            .as_mut()
            .and_then(|search| search.select_nearest(text_range.clone(), expected));
        self.scroll_to(match_start.unwrap_or(text_range.start), height);
        if let (Some(search), Some(_)) = (&self.search, match_start) {
            search.notice(NO_NOTE)
        } else {
            self.search = None;
            Clean::literal("The match is in the source, but not in the rendered text.")
        }
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.masthead.rows.len() + self.body.layout.rows()
    }

    /// Returns the top row of a pane of `height` rows that is scrolled to the end.
    pub fn last_top(&self, height: usize) -> usize {
        self.rows().saturating_sub(height)
    }

    /// Scrolls unwrapped code and wide tables by `columns` to the right, or to the left if `columns` is negative. Stops at the
    /// end of the longest row in a pane of `height` rows. Returns false if no visible row can be scrolled.
    pub fn scroll_sideways(&mut self, columns: isize, height: usize) -> bool {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let masthead_rows = self.masthead.rows.len();
        let top = self.top.saturating_sub(masthead_rows);
        let end = (self.top + height).saturating_sub(masthead_rows);
        let overflows =
            (top..layout.rows().min(end)).filter_map(|row| layout.overflow(document, row));
        let Some(overflow) = overflows.max() else {
            return false;
        };
        // A longer row, now outside the pane, may have been scrolled beyond `overflow`. Scrolling right must not scroll left to
        // `overflow`.
        let max_hidden = overflow.max(self.hidden_columns);
        let hidden = self.hidden_columns.saturating_add_signed(columns);
        self.hidden_columns = hidden.min(max_hidden);
        true
    }

    /// Turns the wrapping of code and tables on or off. The next call of `lay_out` changes the layout.
    pub fn toggle_code_wrapping(&mut self) {
        self.hidden_columns = 0;
        self.code_wrapping = match self.code_wrapping {
            CodeWrapping::On => CodeWrapping::Off,
            CodeWrapping::Off => CodeWrapping::On,
        };
    }

    /// Scrolls sideways until a byte of the document's text is visible.
    fn reveal_sideways(&mut self, offset: u32) {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let block = document.block_at(offset as usize);
        let row = layout.row_of(document, Anchor::at(document, offset));
        // The cells of a table row are side by side, so any of the table row's screen rows may show the byte.
        let rows = match document.blocks().get(block).map(|block| block.kind) {
            Some(Kind::TableRow { .. }) => row..layout.end_row(block),
            _ => row..row + 1,
        };
        for row in rows {
            if layout.overflow(document, row).is_none() {
                return;
            }
            let painted = paint::row(document, layout, row);
            let (fixed, scrolled) = painted.runs.split_at(painted.scrolls_from.unwrap_or(0));
            let fixed_columns: usize = fixed.iter().map(|run| text::width(&run.text)).sum();
            // The arrows at both ends of a scrolled row take a column each.
            let arrow_columns = 2;
            let room = usize::from(layout.widths().wide_measure);
            let room = room.saturating_sub(fixed_columns + arrow_columns);
            let Some(column) = column_of(scrolled, offset) else {
                continue;
            };
            if !(self.hidden_columns..self.hidden_columns + room).contains(&column) {
                // The text before the byte takes a third of the room.
                self.hidden_columns = column.saturating_sub(room / 3);
            }
            return;
        }
    }

    /// Paints a row of the body, scrolled sideways by the hidden columns.
    pub fn painted_row(&self, row: usize, decorations: Decorations<'_>) -> paint::Row<'_> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let mut painted = paint::decorated_row(document, layout, row, decorations);
        let room = usize::from(layout.widths().wide_measure);
        paint::scroll_sideways(document, &mut painted, self.hidden_columns, room);
        painted
    }

    /// Scrolls down by `rows`, or up if `rows` is negative, but not beyond the article's end. If a jump has already scrolled
    /// beyond the end, scrolling down has no effect.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        let last = self.last_top(height).max(self.top);
        self.top = self.top.saturating_add_signed(rows).min(last);
    }

    /// Lays the body out for these widths, this spacing and these limits for images, unless it has this layout already. Keeps
    /// the position.
    pub(super) fn lay_out(
        &mut self,
        widths: Widths,
        spacing: Spacing,
        images: Option<ImageLimits>,
    ) {
        let choices = LayoutChoices {
            code: self.code_wrapping,
            spacing,
            folds: self.body.layout.folds().clone(),
            images,
        };
        if !self.body.has_layout_for(widths, &choices) {
            self.replace_unedited(self.body.relaid(widths, choices));
        }
    }

    /// Goes to a position in percent of the article; a percentage above 100 is the end.
    pub fn go_to_percent(&mut self, percent: usize, height: usize) {
        let percent = percent.min(100);
        self.top = self.last_top(height) * percent / 100;
    }

    /// Returns the position in percent, from 0 at the top to 100 at the end. Returns 100 if the article fits in the pane, and
    /// `None` while only the first part is loaded.
    pub fn percent(&self, height: usize) -> Option<usize> {
        let last = self.last_top(height);
        self.is_complete
            .then(|| (self.top.min(last) * 100).checked_div(last).unwrap_or(100))
    }

    /// Returns the remaining reading time in minutes, rounded up. Returns `None` while only the first part is loaded.
    pub fn minutes_left(&self, height: usize) -> Option<usize> {
        let percent_left = 100 - self.percent(height)?;
        Some((self.body.document.minutes() * percent_left).div_ceil(100))
    }

    /// Returns the indices of the blocks on the rows of a pane of `height` rows and on the row below the pane. If the
    /// masthead fills the pane, returns the first block.
    pub fn visible_blocks(&self, height: usize) -> Range<usize> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let Some(last) = layout.rows().checked_sub(1) else {
            return 0..0;
        };
        let masthead_rows = self.masthead.rows.len();
        let block = |row: usize| {
            layout
                .locate(document, row.saturating_sub(masthead_rows).min(last))
                .block
        };
        block(self.top)..block(self.top + height) + 1
    }

    /// Returns the index of the block on row `pane_row` of the pane. A row of the masthead gives the first block, and a row
    /// below the end gives the last block. Returns `None` for an empty body.
    pub fn visible_block_at(&self, pane_row: usize) -> Option<usize> {
        let layout = &self.body.layout;
        let last = layout.rows().checked_sub(1)?;
        let body_row = (self.top + pane_row).saturating_sub(self.masthead.rows.len());
        Some(layout.locate(&self.body.document, body_row.min(last)).block)
    }

    /// Returns the index of the code block that has a line on a row of the article; `None` for another row, and for a code
    /// block without text.
    pub fn code_at(&self, row: usize) -> Option<usize> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let row = row.checked_sub(self.masthead.rows.len())?;
        let place = layout.locate(document, row.min(layout.rows().checked_sub(1)?));
        let block = &document.blocks()[place.block];
        let is_code = matches!(block.kind, Kind::Code { .. }) && block.start < block.end;
        // A negative index is a row of the margin above the block.
        (is_code && place.index >= 0).then_some(place.block)
    }

    /// Returns the position at the top of the pane.
    pub fn position(&self) -> Position {
        match self.top.checked_sub(self.masthead.rows.len()) {
            Some(row) => Position::Body(self.body.layout.anchor(&self.body.document, row)),
            None => Position::Masthead(self.top),
        }
    }

    /// Scrolls a position to the top of the pane.
    pub fn scroll_to_position(&mut self, position: Position) {
        let masthead_rows = self.masthead.rows.len();
        self.top = match position {
            Position::Masthead(row) => row.min(masthead_rows.saturating_sub(1)),
            Position::Body(anchor) => {
                masthead_rows + self.body.layout.row_of(&self.body.document, anchor)
            }
        };
    }

    /// Returns the byte offset in the file of the text at the top of the pane, interpolated within a block; 0 in the
    /// masthead.
    pub fn source_offset(&self) -> u32 {
        let Position::Body(anchor) = self.position() else {
            return 0;
        };
        let block = self.body.document.blocks().get(anchor.block as usize);
        block.map_or(0, |block| {
            let offset_in_source =
                scale_offset(anchor.offset, block.end - block.start, block.source.len());
            block.source.start + offset_in_source
        })
    }

    /// Scrolls the byte `offset` of the file to the top of the pane; the row is interpolated within a block.
    pub fn go_to_source_offset(&mut self, offset: u32) {
        let blocks = self.body.document.blocks();
        let next = blocks.partition_point(|block| block.source.start <= offset);
        self.scroll_to_position(match next.checked_sub(1) {
            None => Position::Masthead(0),
            Some(index) => {
                let block = &blocks[index];
                let offset_in_block = offset - block.source.start;
                let length = (block.end - block.start) as usize;
                Position::Body(Anchor {
                    block: index as u32,
                    offset: scale_offset(offset_in_block, block.source.len() as u32, length),
                    row_in_block: 0,
                })
            }
        });
    }

    /// Unfolds the containers that hide a byte of the document's text, and scrolls to the byte. Does not scroll up or down if
    /// the byte is already visible above the last row of a pane of `height` rows.
    pub fn scroll_to(&mut self, offset: u32, height: usize) {
        self.reveal(self.body.document.block_at(offset as usize));
        let document = &self.body.document;
        let anchor = Anchor::at(document, offset);
        let row = self.masthead.rows.len() + self.body.layout.row_of(document, anchor);
        if row < self.top || row + 1 >= self.top + height {
            // The text above the byte takes a third of the pane.
            self.top = row.saturating_sub(height / 3).min(self.last_top(height));
        }
        self.reveal_sideways(offset);
    }

    /// Replaces the body with another layout or a longer part of the same document, and keeps the position.
    pub fn replace_unedited(&mut self, body: Body) {
        let position = self.position();
        self.replace_body(body, position);
    }

    /// Replaces the body with an edited version. The position is found again by the text around it.
    pub fn replace_edited(&mut self, body: Body) {
        let position = self.position();
        let position = position.remapped(&self.body.document, &body.document);
        self.replace_body(body, position);
    }

    /// Replaces the body and goes to `position`. Keeps the folds and the code roles that apply to the new document.
    fn replace_body(&mut self, body: Body, position: Position) {
        self.masthead = self.paint_masthead(&body);
        if !Arc::ptr_eq(&self.body.document, &body.document) {
            self.code_roles
                .transfer(&self.body.document, &body.document);
            self.visible_at_last_highlight_request = None;
        }
        let folds = self.body.layout.folds();
        let folds = if Arc::ptr_eq(&self.body.document, &body.document) {
            // The same document has a new layout, which already has its folds.
            body.layout.folds().clone()
        } else {
            // Another document has other container ids: the folded containers are found again by their titles, and the
            // containers to fold again after a search are forgotten.
            if let Some(before) = &mut self.before_search {
                before.unfolded_by_search.clear();
            }
            folds.remapped(&self.body.document, &body.document)
        };
        self.body = body.refolded(folds);
        self.scroll_to_position(position);
    }

    /// Paints the masthead of `body`. A source view has an empty masthead.
    fn paint_masthead(&self, body: &Body) -> Masthead {
        if body.document.is_source() {
            return Masthead::default();
        }
        let context = MastheadContext {
            status: body.post.status(self.now),
            minutes: self.is_complete.then(|| body.document.minutes()),
            date_format: self.date_format.clone(),
        };
        let columns = body.layout.widths().measure;
        Masthead::new(&body.post, &context, columns, body.layout.options().spacing)
    }

    /// Changes the format of dates, and keeps the position.
    pub(super) fn set_date_format(&mut self, format: DateFormat) {
        let position = self.position();
        self.date_format = format;
        self.masthead = self.paint_masthead(&self.body);
        self.scroll_to_position(position);
    }

    /// Returns the top row after a jump to a heading: the row above the heading. Returns 0 for a first heading that is not drawn
    /// because the masthead shows it as the title.
    pub fn top_for_heading(&self, heading: usize) -> usize {
        let document = &self.body.document;
        let block = document.toc().headings()[heading].block as usize;
        if self.body.layout.hides(block) && !self.body.layout.is_folded_away(block) {
            return 0;
        }
        let row = self.body.layout.row_of(document, Anchor::at_block(block));
        (self.masthead.rows.len() + row).saturating_sub(1)
    }

    /// Returns the index of the heading of the section at the top of the pane; `None` above the first heading.
    pub fn section(&self) -> Option<usize> {
        let document = &self.body.document;
        // After a jump to a heading, the heading is on the second row of the pane; see `top_for_heading`.
        let Some(row) = (self.top + 1).checked_sub(self.masthead.rows.len()) else {
            // The layout hides block 0 if the masthead shows it as the title. Block 0 is then heading 0.
            return self.body.layout.hides(0).then_some(0);
        };
        let last = self.body.layout.rows().checked_sub(1)?;
        let block = self.body.layout.locate(document, row.min(last)).block;
        document.toc().at_block(block)
    }

    /// Scrolls to the row above a heading, as defined by [`Article::top_for_heading`], and unfolds the containers that hide the
    /// heading.
    pub fn go_to_heading(&mut self, heading: usize) {
        let headings = self.body.document.toc().headings();
        self.reveal(headings[heading].block as usize);
        self.top = self.top_for_heading(heading);
    }

    /// Returns the index of the first heading after the current section for which `is_target` returns true. The arguments
    /// of `is_target` are the level of the heading and the level of the current section. Above the first heading, returns
    /// the first heading.
    pub fn next_section(&self, is_target: impl Fn(u8, u8) -> bool) -> Option<usize> {
        let headings = self.body.document.toc().headings();
        let Some(current) = self.section() else {
            return (!headings.is_empty()).then_some(0);
        };
        let level = headings[current].level;
        (current + 1..headings.len()).find(|heading| is_target(headings[*heading].level, level))
    }

    /// Returns the index of the current section's heading, if the pane is scrolled below this heading and `is_target` returns
    /// true for this heading. Else returns the index of the previous heading for which `is_target` returns true. The arguments
    /// of `is_target` are the level of a heading and the level of the current section.
    pub fn previous_section(&self, is_target: impl Fn(u8, u8) -> bool) -> Option<usize> {
        let headings = self.body.document.toc().headings();
        let current = self.section()?;
        let level = headings[current].level;
        if self.top > self.top_for_heading(current) && is_target(level, level) {
            return Some(current);
        }
        (0..current)
            .rev()
            .find(|heading| is_target(headings[*heading].level, level))
    }

    /// Returns the index of the current section among the visible headings of the table of contents. If the section's own
    /// heading is not visible there, returns the index of the nearest visible heading above it.
    pub fn current_contents_index(&self) -> Option<usize> {
        let section = self.section()?;
        let headings = &self.contents.visible;
        headings
            .partition_point(|heading| *heading <= section)
            .checked_sub(1)
    }

    /// Goes to the section or footnote that `fragment` names. Returns false if `fragment` names neither.
    pub(super) fn go_to_fragment(&mut self, fragment: &str, height: usize) -> bool {
        let document = &self.body.document;
        if let Some(heading) = targets::find_heading(document, fragment) {
            self.go_to_heading(heading);
        } else if let Some(block) = targets::find_footnote(document, fragment) {
            self.reveal(block as usize);
            self.scroll_to_position(Position::Body(Anchor {
                block,
                offset: 0,
                row_in_block: 0,
            }));
            self.top = self.top.min(self.last_top(height));
        } else {
            return false;
        }
        true
    }
}
