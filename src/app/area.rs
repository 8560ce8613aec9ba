//! What stands where on the screen, by what is open and has the keys.

use super::panes::{self, Panes, TextArea};
use super::{Focus, Model, Screen};

impl Model {
    /// What stands where.
    pub fn panes(&self) -> Panes {
        if self.screen == Screen::Text {
            return Panes::bare(self.size);
        }
        Panes::new(self.size, self.focus, self.wants_column(), self.single)
    }

    /// Where an article's text stands in its pane.
    pub fn text_area(&self) -> TextArea {
        let width = self
            .panes()
            .article
            .map_or(self.article_width(), |pane| pane.width);
        if self.screen == Screen::Text {
            return TextArea::bare(width, self.measure);
        }
        TextArea::new(width, self.measure)
    }

    /// Columns of the article's pane where it is not visible now.
    fn article_width(&self) -> u16 {
        let panes = Panes::new(self.size, Focus::Article, self.wants_column(), self.single);
        panes.article.map_or(self.size.width, |pane| pane.width)
    }

    /// Whether the contents are wanted beside the article.
    pub(super) fn wants_column(&self) -> bool {
        let Some(article) = &self.article else {
            return false;
        };
        let asked = article.body.post.toc;
        let has_headings = !article.body.document.toc().headings().is_empty();
        has_headings && self.column.unwrap_or(asked == Some(true))
    }

    /// All of the screen between header and footer.
    pub fn body(&self) -> panes::Rect {
        if self.screen == Screen::Text {
            return Panes::bare(self.size).article.unwrap_or_default();
        }
        let panes = Panes::new(self.size, Focus::Article, false, true);
        panes.article.unwrap_or_default()
    }

    /// Rows of the article's pane.
    pub fn article_height(&self) -> usize {
        usize::from(self.body().height)
    }
}
