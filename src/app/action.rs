//! What a key can do.

/// Something that a key does. A count before the key is handed along with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the names say it, and the key table has a sentence for each"
)]
pub enum Action {
    Down,
    Up,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    First,
    Last,
    Percent,
    Open,
    ToList,
    Back,
    Quit,
    QuitNow,
    NextPane,
    PreviousPane,
    Filter,
    Narrow,
    Search,
    NextLink,
    PreviousLink,
    Follow,
    Browse,
    BrowsePost,
    LinkHints,
    CopyLinkOrSection,
    CopyPath,
    CopyAddress,
    CopyLink,
    CopyCode,
    CopySection,
    GoBack,
    GoForward,
    SearchPosts,
    Related,
    NextMatch,
    PreviousMatch,
    TagPicker,
    Want,
    Exclude,
    ClearTags,
    ClosePicker,
    Contents,
    ContentsColumn,
    ToggleList,
    WidenList,
    NarrowList,
    Jump,
    Expand,
    Collapse,
    NextSection,
    PreviousSection,
    NextChapter,
    PreviousChapter,
    NextMonth,
    PreviousMonth,
    NextYear,
    PreviousYear,
    NextPost,
    PreviousPost,
    SortByDate,
    SortByTitle,
    SortByPath,
    Edit,
    WrapCode,
    CodeLeft,
    CodeRight,
    Problems,
    ToggleRead,
    ToggleMarked,
    SetMark,
    GoToMark,
    GoBeforeJump,
    Reload,
    Redraw,
    Help,
    Palette,
    Zen,
    Source,
    Details,
    Mouse,
    Suspend,
}

impl Action {
    /// Its name in words: `next section`.
    pub fn words(self) -> String {
        let mut words = String::new();
        for char in format!("{self:?}").chars() {
            if char.is_uppercase() && !words.is_empty() {
                words.push(' ');
            }
            words.extend(char.to_lowercase());
        }
        words
    }

    /// Whether it moves by rows, in the list and in the article alike.
    fn moves(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::HalfDown
                | Self::HalfUp
                | Self::PageDown
                | Self::PageUp
                | Self::First
                | Self::Last
                | Self::Percent
        )
    }

    /// Whether it moves the selection of the list.
    pub(super) fn moves_in_list(self) -> bool {
        self.moves()
            || matches!(
                self,
                Self::NextMonth | Self::PreviousMonth | Self::NextYear | Self::PreviousYear
            )
    }

    /// Whether it moves within an article.
    pub(super) fn moves_in_article(self) -> bool {
        self.moves()
            || self.is_section_step()
            || matches!(self, Self::NextLink | Self::PreviousLink)
    }

    fn is_section_step(self) -> bool {
        matches!(
            self,
            Self::NextSection | Self::PreviousSection | Self::NextChapter | Self::PreviousChapter
        )
    }

    /// Whether it jumps step by step, so that a run of it is one jump.
    pub(super) fn is_jump_step(self) -> bool {
        self.is_section_step() || matches!(self, Self::NextMatch | Self::PreviousMatch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_words() {
        assert_eq!(Action::NextSection.words(), "next section");
        assert_eq!(Action::Help.words(), "help");
    }
}
