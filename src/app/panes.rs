//! The geometry of the panes: their rectangles, computed from the terminal's size, the focus and the user's choices.

use super::event::Size;
use super::{Focus, Model};
use crate::layout::{Spacing, Widths};

/// Minimum width of the terminal for list and article side by side, in columns.
pub const SIDE_BY_SIDE_COLUMNS: u16 = 100;
/// Minimum height at which a view has an empty row below its title, in rows.
pub const SPACIOUS_VIEW_ROWS: u16 = 14;
/// Minimum height of the terminal for an empty row above and below the panes, and for [`Spacing::Normal`], in rows.
const SPACIOUS_ROWS: u16 = 24;
/// Columns reserved for the contents and their margin, if article and contents together have at least
/// [`MIN_COLUMNS_FOR_WIDE_CONTENTS`].
const CONTENTS_COLUMNS: u16 = 30;
/// Columns reserved for the contents and their margin, if article and contents together have fewer than
/// [`MIN_COLUMNS_FOR_WIDE_CONTENTS`].
const NARROW_CONTENTS_COLUMNS: u16 = 24;
/// Minimum width of article and contents together for [`CONTENTS_COLUMNS`], in columns.
const MIN_COLUMNS_FOR_WIDE_CONTENTS: u16 = 90;
/// Minimum width of an article beside the list, and beside the contents if the post's `toc` field asks for the contents.
const MIN_ARTICLE_COLUMNS: u16 = 52;
/// Minimum width of an article beside the contents if the user asks for the contents.
const MIN_CROWDED_ARTICLE_COLUMNS: u16 = 40;
/// Minimum width of article and contents together for a margin of two columns instead of one.
const MIN_COLUMNS_FOR_WIDE_MARGIN: u16 = 62;
/// Minimum width of an article's text: a character may be two columns wide.
const MIN_TEXT_COLUMNS: u16 = 2;
/// Minimum width of the list beside an article.
const MIN_LIST_COLUMNS: u16 = 24;
/// Maximum width of the list beside an article, unless the user sets another width.
const MAX_DEFAULT_LIST_COLUMNS: u16 = 60;

/// A rectangle of the screen, in columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub struct Rect {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Rect {
    /// Returns true if the rectangle contains the cell of the screen at column `x` and row `y`.
    pub fn contains(self, x: u16, y: u16) -> bool {
        let columns = self.x..self.x + self.width;
        let rows = self.y..self.y + self.height;
        columns.contains(&x) && rows.contains(&y)
    }
}

/// The condition for showing the contents beside the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentsColumn {
    /// Never.
    Hidden,
    /// If the article keeps at least `MIN_ARTICLE_COLUMNS` columns.
    IfRoomy,
    /// If the article keeps at least `MIN_CROWDED_ARTICLE_COLUMNS` columns.
    IfPossible,
}

/// The input from which [`Panes::new`] computes the rectangles.
#[derive(Clone, Copy, Debug)]
pub struct Arrangement {
    /// The terminal's size.
    pub size: Size,
    /// The pane that receives key input.
    pub focus: Focus,
    /// Columns of the list beside the article; `None` without a list.
    pub list_columns: Option<u16>,
    /// The condition for showing the contents beside the article.
    pub contents: ContentsColumn,
}

/// The visible panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The header: the first row of the screen; empty in zen.
    pub header: Rect,
    /// The footer: the last row of the screen; empty in zen, unless it has a text that must be shown.
    pub footer: Rect,
    /// The list of posts.
    pub list: Option<Rect>,
    /// The line between list and article.
    pub rule: Option<Rect>,
    /// The article.
    pub article: Option<Rect>,
    /// The table of contents, beside the article or in its place.
    pub contents: Option<Rect>,
}

impl Panes {
    /// Returns the panes for an arrangement.
    pub fn new(arrangement: Arrangement) -> Self {
        let Arrangement { size, focus, .. } = arrangement;
        let Size { width, height } = size;
        // On a high terminal, a row stays empty below the header and above the footer.
        let margin = u16::from(height >= SPACIOUS_ROWS);
        let body = Rect {
            x: 0,
            y: (1 + margin).min(height),
            width,
            height: height.saturating_sub(2 + 2 * margin),
        };
        let mut panes = Self {
            header: Rect {
                x: 0,
                y: 0,
                width,
                height: height.min(1),
            },
            footer: Rect {
                x: 0,
                y: height.saturating_sub(1),
                width,
                height: u16::from(height > 1),
            },
            ..Self::default()
        };
        if width < SIDE_BY_SIDE_COLUMNS {
            let pane = match focus {
                Focus::List => &mut panes.list,
                Focus::Article => &mut panes.article,
                Focus::Contents => &mut panes.contents,
            };
            *pane = Some(body);
            return panes;
        }
        // The area of the article and its contents.
        let mut article_area = body;
        if let Some(columns) = arrangement.list_columns {
            let (list, beside_list) = split(body, clamp_list_columns(columns, width));
            let (rule, beside_rule) = split(beside_list, 1);
            panes.list = Some(list);
            // The line reaches from header to footer.
            panes.rule = Some(Rect {
                y: height.min(1),
                height: height.saturating_sub(2),
                ..rule
            });
            article_area = beside_rule;
        }
        if let Some(columns) = contents_columns(article_area.width, arrangement.contents) {
            let (article, contents) = split(article_area, article_area.width - columns);
            (panes.article, panes.contents) = (Some(article), Some(contents));
        } else if focus == Focus::Contents {
            panes.contents = Some(article_area);
        } else {
            panes.article = Some(article_area);
        }
        panes
    }

    /// Returns the panes of zen: only an article that fills the screen.
    pub fn zen(size: Size) -> Self {
        let Size { width, height } = size;
        let article = Rect {
            x: 0,
            y: 0,
            width,
            height,
        };
        Self {
            article: Some(article),
            ..Self::default()
        }
    }

    /// Returns true if the list is beside the article.
    pub fn is_side_by_side(&self) -> bool {
        self.rule.is_some()
    }

    /// Returns true if the contents are beside the article.
    pub fn has_contents_column(&self) -> bool {
        self.contents.is_some() && self.article.is_some()
    }
}

/// Returns the default width of the list beside an article on a screen of `width` columns: a third of the screen, up to
/// `MAX_DEFAULT_LIST_COLUMNS`.
pub fn default_list_columns(width: u16) -> u16 {
    (width / 3).min(MAX_DEFAULT_LIST_COLUMNS)
}

/// Returns the width nearest to `columns` that the list can have beside an article on a screen of `width` columns.
pub fn clamp_list_columns(columns: u16, width: u16) -> u16 {
    let rule_columns = 1;
    let max = width.saturating_sub(rule_columns + MIN_ARTICLE_COLUMNS);
    columns.min(max).max(MIN_LIST_COLUMNS)
}

/// Returns the number of columns of the contents beside an article, if both have `width` columns together. Returns `None` if
/// the contents are not shown there: they are hidden, or the article would be too narrow.
fn contents_columns(width: u16, contents: ContentsColumn) -> Option<u16> {
    let min_article = match contents {
        ContentsColumn::Hidden => return None,
        ContentsColumn::IfRoomy => MIN_ARTICLE_COLUMNS,
        ContentsColumn::IfPossible => MIN_CROWDED_ARTICLE_COLUMNS,
    };
    let columns = reserved_columns(width);
    (width >= min_article + columns).then_some(columns)
}

/// Returns the number of columns reserved for the contents, if article and contents have `width` columns together.
fn reserved_columns(width: u16) -> u16 {
    if width >= MIN_COLUMNS_FOR_WIDE_CONTENTS {
        CONTENTS_COLUMNS
    } else {
        NARROW_CONTENTS_COLUMNS
    }
}

/// Splits a rectangle into its first `columns` columns and the other columns.
fn split(rect: Rect, columns: u16) -> (Rect, Rect) {
    let left = Rect {
        width: columns.min(rect.width),
        ..rect
    };
    let right = Rect {
        x: rect.x + left.width,
        width: rect.width - left.width,
        ..rect
    };
    (left, right)
}

/// The columns of an article's text in its pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextArea {
    /// Columns from the pane's left edge to the text.
    pub left: u16,
    /// Columns that the text may use.
    pub widths: Widths,
}

/// The columns of a pane that shows an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ArticlePane {
    /// Columns of the pane.
    width: u16,
    /// Columns reserved for the contents, whether the contents are shown or not.
    reserved: u16,
    /// True if the contents are shown beside the pane, so that the reserved columns are not part of `width`.
    has_contents_column: bool,
}

impl TextArea {
    /// Places the text at the first column of the screen, so that a selection with the mouse contains no margin.
    pub fn zen(width: u16, measure: u16) -> Self {
        let width = width.max(MIN_TEXT_COLUMNS);
        Self {
            left: 0,
            widths: Widths {
                measure: measure.min(width).max(MIN_TEXT_COLUMNS),
                wide_measure: width,
                left_margin: 0,
            },
        }
    }

    /// Places the text in a pane, with at most `measure` columns for running text. The scrollbar takes the last column of the
    /// pane.
    ///
    /// The text is centered in the columns that are not reserved for the contents. It starts at the same column whether
    /// the contents are shown or not, so that it does not jump sideways from post to post.
    fn new(pane: ArticlePane, measure: u16) -> Self {
        let total = pane.width
            + if pane.has_contents_column {
                pane.reserved
            } else {
                0
            };
        let min_margin = if total < MIN_COLUMNS_FOR_WIDE_MARGIN {
            1
        } else {
            2
        };
        let unreserved = total.saturating_sub(pane.reserved);
        let scrollbar_columns = 1;
        let left = (unreserved.saturating_sub(scrollbar_columns + measure) / 2).max(min_margin);
        let room = pane.width.saturating_sub(left);
        let measure = measure
            .min(room.saturating_sub(min_margin + scrollbar_columns))
            .max(MIN_TEXT_COLUMNS);
        Self {
            left,
            widths: Widths {
                measure,
                // Code and tables leave one column empty before the scrollbar.
                wide_measure: room.saturating_sub(1 + scrollbar_columns).max(measure),
                left_margin: left - min_margin,
            },
        }
    }
}

impl Model {
    /// Returns the visible panes.
    pub fn panes(&self) -> Panes {
        if !self.is_text_alone() {
            return Panes::new(self.arrangement(self.screen.focus));
        }
        let Size { width, height } = self.screen.size;
        let mut panes = Panes::zen(self.screen.size);
        if self.has_text_for_footer() {
            panes.footer = Rect {
                x: 0,
                y: height.saturating_sub(1),
                width,
                height: height.min(1),
            };
        }
        panes
    }

    /// Returns the spacing between the blocks of an article.
    pub(super) fn spacing(&self) -> Spacing {
        if self.screen.size.height < SPACIOUS_ROWS {
            Spacing::Compact
        } else {
            Spacing::Normal
        }
    }

    /// Returns the columns of the article's text in its pane, even if the pane is not visible.
    pub fn text_area(&self) -> TextArea {
        if self.screen.is_zen {
            return TextArea::zen(self.screen.size.width, self.screen.measure);
        }
        let panes = self.panes();
        let panes = if panes.article.is_some() {
            panes
        } else {
            Panes::new(self.arrangement(Focus::Article))
        };
        let contents_width = panes.contents.map_or(0, |contents| contents.width);
        let width = panes
            .article
            .map_or(self.screen.size.width, |pane| pane.width);
        let reserved = if self.screen.size.width >= SIDE_BY_SIDE_COLUMNS {
            reserved_columns(width + contents_width)
        } else {
            0
        };
        let pane = ArticlePane {
            width,
            reserved,
            has_contents_column: panes.has_contents_column(),
        };
        TextArea::new(pane, self.screen.measure)
    }

    /// Returns true if the article's text fills the screen: in zen, while no overlay is open.
    fn is_text_alone(&self) -> bool {
        self.screen.is_zen && self.overlay().is_none()
    }

    /// Returns true if the footer has a text that must be shown even while the article's text fills the screen.
    fn has_text_for_footer(&self) -> bool {
        self.prompt.is_some()
            || self.notice.is_some()
            || self.pending_keys().is_some()
            || self.waiting_message().is_some()
    }

    /// Returns the arrangement that the panes would have if `focus` were the focused pane.
    fn arrangement(&self, focus: Focus) -> Arrangement {
        // A hidden list is shown while it receives key input.
        let has_list = !self.folder.is_piped_text && (!self.list.is_hidden || focus == Focus::List);
        let columns = self.list.columns;
        let columns = columns.unwrap_or_else(|| default_list_columns(self.screen.size.width));
        Arrangement {
            size: self.screen.size,
            focus,
            list_columns: has_list.then_some(columns),
            contents: self.contents_column(),
        }
    }

    /// Returns the condition for the contents column: the user's choice, else the value of the post's `toc` field. Hidden if
    /// the article has no headings.
    pub(super) fn contents_column(&self) -> ContentsColumn {
        let Some(article) = &self.article else {
            return ContentsColumn::Hidden;
        };
        match (article.has_headings(), self.screen.contents_choice) {
            (true, Some(true)) => ContentsColumn::IfPossible,
            (true, None) if article.body.post.toc == Some(true) => ContentsColumn::IfRoomy,
            _ => ContentsColumn::Hidden,
        }
    }

    /// Returns the part of the screen between header and footer, or the screen if the article's text fills it.
    pub fn body_area(&self) -> Rect {
        if self.is_text_alone() {
            return Panes::zen(self.screen.size).article.unwrap_or_default();
        }
        // An article without other panes beside it fills the area.
        let panes = Panes::new(Arrangement {
            list_columns: None,
            contents: ContentsColumn::Hidden,
            ..self.arrangement(Focus::Article)
        });
        panes.article.unwrap_or_default()
    }

    /// Returns the number of rows of the article's pane, even if the pane is not visible.
    pub fn article_height(&self) -> usize {
        usize::from(self.body_area().height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panes(width: u16, focus: Focus, contents: ContentsColumn) -> Panes {
        Panes::new(Arrangement {
            size: Size { width, height: 40 },
            focus,
            list_columns: Some(default_list_columns(width)),
            contents,
        })
    }

    #[test]
    fn only_the_focused_pane_is_shown_below_100_columns() {
        let narrow = panes(99, Focus::List, ContentsColumn::IfPossible);
        assert!(narrow.list.is_some() && narrow.article.is_none() && narrow.contents.is_none());
        let wide = panes(100, Focus::List, ContentsColumn::Hidden);
        assert!(wide.list.is_some() && wide.article.is_some());
    }

    #[test]
    fn default_list_width_is_a_third_up_to_60_columns() {
        for (width, columns) in [(100, 33), (140, 46), (180, 60), (250, 60)] {
            let list = panes(width, Focus::List, ContentsColumn::Hidden).list;
            assert_eq!(list.map(|list| list.width), Some(columns));
        }
    }

    #[test]
    fn contents_column_is_shown_if_there_is_room() {
        // The list takes a third of the width, and the rule one column. The contents take 30 columns if at least 90 columns
        // remain, else 24. The number on the right is the width of the article beside the contents.
        for (width, contents, expected) in [
            (140, ContentsColumn::IfRoomy, true), // 63
            (140, ContentsColumn::Hidden, false),
            (116, ContentsColumn::IfRoomy, true),    // 53
            (100, ContentsColumn::IfRoomy, false),   // 42: fewer than 52
            (100, ContentsColumn::IfPossible, true), // 42: at least 40
            (99, ContentsColumn::IfPossible, false), // a single pane
        ] {
            let panes = panes(width, Focus::Article, contents);
            assert_eq!(
                panes.has_contents_column(),
                expected,
                "{width} {contents:?}"
            );
        }
    }

    #[test]
    fn focused_contents_without_a_column_replace_the_article() {
        let panes = panes(110, Focus::Contents, ContentsColumn::Hidden);
        assert!(panes.list.is_some() && panes.contents.is_some() && panes.article.is_none());
    }

    #[test]
    fn panes_stay_within_screen() {
        for width in 0..200 {
            for height in 0..50 {
                for focus in [Focus::List, Focus::Article, Focus::Contents] {
                    let panes = Panes::new(Arrangement {
                        size: Size { width, height },
                        focus,
                        list_columns: (width % 2 == 0).then_some(width / 2),
                        contents: ContentsColumn::IfPossible,
                    });
                    let all = [
                        Some(panes.header),
                        Some(panes.footer),
                        panes.list,
                        panes.article,
                    ];
                    for rect in all
                        .into_iter()
                        .chain([panes.rule, panes.contents])
                        .flatten()
                    {
                        assert!(rect.x + rect.width <= width, "{width}x{height} {rect:?}");
                        assert!(rect.y + rect.height <= height, "{width}x{height} {rect:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn text_is_centered_with_margins() {
        let pane = |width| ArticlePane {
            width,
            reserved: 0,
            has_contents_column: false,
        };
        // (120 columns - 1 for the scrollbar - 80 for the text) / 2
        let area = TextArea::new(pane(120), 80);
        assert_eq!((area.left, area.widths.measure), (19, 80));
        // 60 columns - 2 for the margins - 1 for the scrollbar
        let narrow = TextArea::new(pane(60), 80);
        assert_eq!((narrow.left, narrow.widths.measure), (1, 57));
    }

    #[test]
    fn contents_do_not_move_the_text_sideways() {
        // 66 columns remain beside list and rule on the narrowest screen with several panes (100 - 33 - 1).
        for total in 66..250 {
            let reserved = reserved_columns(total);
            let without = TextArea::new(
                ArticlePane {
                    width: total,
                    reserved,
                    has_contents_column: false,
                },
                80,
            );
            let with = TextArea::new(
                ArticlePane {
                    width: total - reserved,
                    reserved,
                    has_contents_column: true,
                },
                80,
            );
            assert_eq!(without.left, with.left, "{total}");
            assert!(
                with.left + with.widths.measure < total - reserved,
                "{total}"
            );
        }
    }
}
