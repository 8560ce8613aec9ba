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
