//! What stands where: from the terminal's size to the panes, for the model and the view alike.

use super::Focus;
use super::message::Size;
use crate::layout::Widths;

/// Columns from which list and article stand side by side.
const WIDE: u16 = 100;
/// Rows below which no empty rows are spent on air.
const TALL: u16 = 16;
/// Columns of the contents column, its margin included.
const CONTENTS: u16 = 30;
/// Fewest columns of an article beside the contents.
const ARTICLE: u16 = 60;

/// A rectangle of the screen, in columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Rect {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Rect {
    /// Whether it holds this cell of the screen.
    pub fn holds(self, x: u16, y: u16) -> bool {
        let columns = self.x..self.x + self.width;
        let rows = self.y..self.y + self.height;
        columns.contains(&x) && rows.contains(&y)
    }
}

/// The panes that are visible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// One row.
    pub header: Rect,
    /// One row.
    pub footer: Rect,
    /// The list of posts.
    pub list: Option<Rect>,
    /// The line between list and article.
    pub rule: Option<Rect>,
    /// The article.
    pub article: Option<Rect>,
    /// The contents, as a column or in the article's place.
    pub contents: Option<Rect>,
}

impl Panes {
    /// Lays the screen out. `column` asks for the contents beside the article; they stand there if there is room.
    /// A `single` text has no list beside it.
    pub fn new(size: Size, focus: Focus, column: bool, single: bool) -> Self {
        let Size { width, height } = size;
        let air = u16::from(height >= TALL);
        let body = Rect {
            x: 0,
            y: (1 + air).min(height),
            width,
            height: height.saturating_sub(2 + 2 * air),
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
        if width < WIDE {
            let pane = match focus {
                Focus::List => &mut panes.list,
                Focus::Article => &mut panes.article,
                Focus::Contents => &mut panes.contents,
            };
            *pane = Some(body);
            return panes;
        }
        let mut right = body;
        if !single {
            let (left, rest) = split(body, (width * 8 / 25).clamp(34, 46));
            let (rule, rest) = split(rest, 1);
            panes.list = Some(left);
            panes.rule = Some(Rect {
                y: height.min(1),
                height: height.saturating_sub(2),
                ..rule
            });
            right = rest;
        }
        if column && right.width >= ARTICLE + CONTENTS {
            let (article, contents) = split(right, right.width - CONTENTS);
            (panes.article, panes.contents) = (Some(article), Some(contents));
        } else if focus == Focus::Contents {
            panes.contents = Some(right);
        } else {
            panes.article = Some(right);
        }
        panes
    }

    /// The article on all of the screen.
    pub fn bare(size: Size) -> Self {
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

    /// Whether the contents stand beside the article.
    pub fn has_column(&self) -> bool {
        self.contents.is_some() && self.article.is_some()
    }
}

fn split(rect: Rect, at: u16) -> (Rect, Rect) {
    let left = Rect {
        width: at.min(rect.width),
        ..rect
    };
    (
        left,
        Rect {
            x: rect.x + left.width,
            width: rect.width - left.width,
            ..rect
        },
    )
}

/// Where the text of an article stands in its pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextArea {
    /// Columns from the pane's left edge to the text.
    pub left: u16,
    /// Columns that the text may use.
    pub widths: Widths,
}

impl TextArea {
    /// The text from the first column on, so that what is selected with the mouse has no margin in it.
    pub fn bare(width: u16, measure: u16) -> Self {
        let full = width.max(2);
        Self {
            left: 0,
            widths: Widths {
                measure: measure.min(full).max(2),
                full,
                left: 0,
            },
        }
    }

    /// The text in a pane of `width` columns, at most `measure` of them for running text, and centred. The
    /// pane's last column is the scrollbar's.
    pub fn new(width: u16, measure: u16) -> Self {
        let margin = if width < 62 { 1 } else { 2 };
        let measure = measure.min(width.saturating_sub(2 * margin + 1)).max(2);
        let left = (width.saturating_sub(1 + measure) / 2).max(margin);
        let full = width.saturating_sub(left + 2).max(measure);
        Self {
            left,
            widths: Widths {
                measure,
                full,
                left: left - margin.min(left),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panes(width: u16, focus: Focus, column: bool) -> Panes {
        Panes::new(Size { width, height: 40 }, focus, column, false)
    }

    #[test]
    fn below_a_hundred_columns_one_pane_fills_the_screen() {
        let narrow = panes(99, Focus::List, true);
        assert!(narrow.list.is_some() && narrow.article.is_none() && narrow.contents.is_none());
        let wide = panes(100, Focus::List, false);
        assert!(wide.list.is_some() && wide.article.is_some());
    }

    #[test]
    fn the_contents_stand_where_there_is_room() {
        assert!(panes(140, Focus::Article, true).has_column());
        assert!(!panes(140, Focus::Article, false).has_column());
        assert!(!panes(110, Focus::Article, true).has_column());
        let view = panes(110, Focus::Contents, true);
        assert!(view.contents.is_some() && view.article.is_none());
    }

    #[test]
    fn panes_never_leave_the_screen() {
        for width in 0..200 {
            for height in 0..50 {
                for focus in [Focus::List, Focus::Article, Focus::Contents] {
                    let panes = Panes::new(Size { width, height }, focus, true, width % 2 == 0);
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
    fn the_text_is_centred_and_never_touches_the_edges() {
        let area = TextArea::new(120, 80);
        assert_eq!((area.left, area.widths.measure), (19, 80));
        let narrow = TextArea::new(60, 80);
        assert_eq!((narrow.left, narrow.widths.measure), (1, 57));
    }
}
