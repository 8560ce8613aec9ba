//! The actions that keys can be bound to.
//!
//! Users write action names in the configuration file, so the former name of a renamed action is still accepted.

macro_rules! actions {
    ($($variant:ident = $name:literal $(formerly $former_name:literal)?, $help:literal;)+) => {
        /// An action that a key can be bound to. A count, which is a number typed before the key, may modify the action.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $help] $variant,)+
        }

        impl Action {
            /// All actions.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the action's name in the palette and in the configuration file.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Returns a description of the action, for the palette.
            pub const fn help(self) -> &'static str {
                match self {
                    $(Self::$variant => $help,)+
                }
            }

            /// Returns the action's former name, which the configuration file may still use.
            const fn former_name(self) -> Option<&'static str> {
                match self {
                    $($(Self::$variant => Some($former_name),)?)+
                    _ => None,
                }
            }
        }
    };
}

actions! {
    Down = "down", "Move down";
    Up = "up", "Move up";
    HalfDown = "half down", "Move down by half a page";
    HalfUp = "half up", "Move up by half a page";
    PageDown = "page down", "Move down by a page; at the end of an article, go to the next post";
    PageUp = "page up", "Move up by a page";
    First = "first", "Go to the first row";
    Last = "last", "Go to the last row";
    Percent = "percent", "Go to the percentage given by the count: 50% is the middle";
    Open = "open post" formerly "open", "Read the selected post";
    ToList = "go to list" formerly "to list", "Go back to the list";
    Back = "back", "Close, clear or leave, one step at a time";
    Quit = "quit", "Close the view; from the list, quit";
    QuitNow = "quit now", "Quit at once";
    NextPane = "next pane", "Go to the next pane";
    PreviousPane = "previous pane", "Go to the previous pane";
    Filter = "filter", "Filter the list";
    EditQuery = "edit query" formerly "narrow", "Filter what the view lists, or change the query";
    Search = "search article" formerly "search", "Search in the article";
    NextLink = "next link", "Select the next link";
    PreviousLink = "previous link", "Select the previous link";
    Follow = "follow link" formerly "follow", "Follow the selected link";
    Browse = "open link in browser" formerly "browse", "Open the selected link in the browser";
    BrowsePost = "open post in browser" formerly "browse post", "Open the post's address in the browser";
    PreviewLink = "preview link", "Preview the target of the selected or the nearest link";
    LinkHints = "link hints", "Number the visible links and follow one by its number";
    CopyLinkOrSectionAddress = "copy link or section", "Copy the selected link, else the section's address";
    CopyPath = "copy path", "Copy the file's path";
    CopyAddress = "copy address", "Copy the post's address";
    CopyLink = "copy link", "Copy the selected link";
    CopyCode = "copy code", "Copy the visible code block, or choose one by its number";
    CopyFormula = "copy formula", "Copy the formula in the middle of the screen as TeX";
    CopySection = "copy section", "Copy the section's Markdown";
    GoBack = "go back", "Go to the previous position in the jump list";
    GoForward = "go forward", "Go to the next position in the jump list";
    SearchPosts = "search posts", "Search the text of all listed posts";
    Related = "related posts" formerly "related", "Show related posts";
    Libraries = "libraries", "Open another library, configured or recent";
    NextMatch = "next match", "Go to the next match";
    PreviousMatch = "previous match", "Go to the previous match";
    TagPicker = "tag picker", "Pick tags for the filter";
    RequireTag = "require tag" formerly "want", "Require the tag; again to stop";
    ExcludeTag = "exclude tag" formerly "exclude", "Exclude the tag; again to stop";
    SortTags = "sort tags", "Sort the tags by count, or by name again";
    ClearTags = "clear tags", "Clear tags, categories and sections from the filter";
    ClosePicker = "close picker", "Close the tag picker or the contents";
    Contents = "open contents" formerly "contents", "Go to the contents";
    ContentsColumn = "toggle contents" formerly "contents column", "Show or hide the contents column";
    ToggleList = "toggle list", "Show or hide the list beside the article";
    WidenList = "widen list", "Widen the list";
    NarrowList = "narrow list", "Narrow the list";
    GoToSection = "go to section" formerly "jump", "Go to the selected section";
    Expand = "expand", "Show the headings below the selected one";
    Collapse = "collapse", "Hide the headings below the selected one";
    NextSection = "next section", "Go to the next section";
    PreviousSection = "previous section", "Go to the previous section";
    NextChapter = "next chapter", "Go to the next section of the same or a higher level";
    PreviousChapter = "previous chapter", "Go to the previous section of the same or a higher level";
    NextMonth = "next month", "Go to the next month";
    PreviousMonth = "previous month", "Go to the previous month";
    NextYear = "next year", "Go to the next year";
    PreviousYear = "previous year", "Go to the previous year";
    NextPost = "next post", "Go to the next post";
    PreviousPost = "previous post", "Go to the previous post";
    SortByDate = "sort by date", "Sort by date, or reverse that order";
    SortByTitle = "sort by title", "Sort by title, or reverse that order";
    SortByPath = "sort by path", "Sort by path, or reverse that order";
    SortByUpdated = "sort by updated", "Sort by the date of the last revision, or reverse that order";
    SortByLength = "sort by length", "Sort by the length of the text, or reverse that order";
    SortByUnread = "sort by unread", "List unread posts first, or reverse that order";
    Edit = "edit post" formerly "edit", "Edit the post at the current position";
    WrapCode = "wrap code", "Wrap long lines of code and cells of tables, or stop wrapping them";
    CodeLeft = "code left", "Scroll code and wide tables to the left";
    CodeRight = "code right", "Scroll code and wide tables to the right";
    ToggleFold = "fold", "Fold or unfold the nearest details or callout";
    ToggleAllFolds = "fold all", "Fold all details and callouts, or unfold them";
    Problems = "problems", "Show the problems of the post";
    ToggleRead = "toggle read", "Mark the post as read or unread";
    MarkAllRead = "mark all read", "Mark all listed posts as read";
    ToggleStarred = "toggle star" formerly "toggle marked", "Star the post, or remove its star";
    SetMark = "set mark", "Set mark a–z";
    GoToMark = "go to mark", "Go to mark a–z";
    GoBeforeJump = "go before jump", "Go to the position before the last jump";
    Reload = "reload", "Read the folder again";
    Redraw = "redraw", "Redraw the screen";
    Help = "help", "Show the help";
    Palette = "palette", "Choose an action by its name";
    Themes = "themes", "Choose a theme, with a preview";
    Zen = "zen", "Show the text alone, to select it with the mouse";
    TogglePictures = "toggle images", "Show images as pictures, or as text";
    Source = "view source" formerly "source", "Show the source of the article";
    Details = "post details" formerly "details", "Show the details of the post";
    Mouse = "toggle mouse" formerly "mouse", "Use the mouse in folio, or give it back to the terminal";
    Suspend = "suspend", "Suspend (fg to resume)";
}

impl Action {
    /// Returns the action with this name or former name. Spaces, hyphens and underscores all separate words.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = normalized_name(name);
        let mut all = Self::ALL.iter().copied();
        all.clone()
            .find(|action| action.name() == name)
            .or_else(|| all.find(|action| action.former_name() == Some(&*name)))
    }

    /// Returns the current name of an action whose former name is `name`; `None` if `name` is not a former name.
    pub fn current_name(name: &str) -> Option<&'static str> {
        let action = Self::from_name(name)?;
        (action.former_name() == Some(&*normalized_name(name))).then(|| action.name())
    }

    /// Returns the action name most similar to `name`, if the edit distance is at most 3.
    pub fn nearest_name(name: &str) -> Option<&'static str> {
        let name = normalized_name(name);
        let distance = |known: &&str| strsim::osa_distance(known, &name);
        let names = Self::ALL.iter().map(|action| action.name());
        names
            .min_by_key(distance)
            .filter(|nearest| distance(nearest) <= 3)
    }

    /// Returns true if the action moves by rows, pages or percent, in any view.
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

    /// Returns true if the action moves the selection of the list.
    pub(super) fn moves_in_list(self) -> bool {
        self.moves()
            || matches!(
                self,
                Self::NextMonth | Self::PreviousMonth | Self::NextYear | Self::PreviousYear
            )
    }

    /// Returns true if the action moves within an article.
    pub(super) fn moves_in_article(self) -> bool {
        self.moves()
            || self.is_section_step()
            || matches!(self, Self::NextLink | Self::PreviousLink)
    }

    /// Returns true if the action goes to another section of the article.
    fn is_section_step(self) -> bool {
        matches!(
            self,
            Self::NextSection | Self::PreviousSection | Self::NextChapter | Self::PreviousChapter
        )
    }

    /// Returns true if the action needs a list of posts, which piped text does not have.
    pub fn needs_list(self) -> bool {
        matches!(
            self,
            Self::ToList
                | Self::NextPost
                | Self::PreviousPost
                | Self::ToggleList
                | Self::SearchPosts
                | Self::Related
                | Self::ToggleRead
                | Self::ToggleStarred
                | Self::Reload
        )
    }

    /// Returns true if the action is a step, such as to the next match. A series of steps counts as a single jump in the
    /// jump list.
    pub(super) fn is_jump_step(self) -> bool {
        self.is_section_step() || matches!(self, Self::NextMatch | Self::PreviousMatch)
    }
}

/// Returns an action name in lower case, with spaces between the words: `Next_Section` → `next section`.
fn normalized_name(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_former_names_are_unique() {
        let names = Action::ALL.iter().map(|action| action.name());
        let former_names = Action::ALL.iter().filter_map(|action| action.former_name());
        let mut all: Vec<&str> = names.chain(former_names).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn actions_are_found_by_name_and_former_name() {
        for name in ["next section", "next-section", "Next_Section"] {
            assert_eq!(Action::from_name(name), Some(Action::NextSection));
        }
        assert_eq!(
            Action::from_name("toggle marked"),
            Some(Action::ToggleStarred)
        );
        assert_eq!(Action::from_name("make coffee"), None);
    }

    #[test]
    fn similar_name_is_found_for_a_misspelled_name() {
        assert_eq!(Action::nearest_name("next sektion"), Some("next section"));
        assert_eq!(Action::nearest_name("make coffee"), None);
    }
}
