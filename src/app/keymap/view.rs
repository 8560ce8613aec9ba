//! The views that can receive key input.

/// A view that can receive key input. It determines which key bindings apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// The list of posts.
    List,
    /// The article.
    Article,
    /// The table of contents.
    Contents,
    /// The search of all posts.
    PostSearch,
    /// The posts related to a post.
    Related,
    /// The tag picker.
    Tags,
    /// The help.
    Help,
    /// The problems of a post.
    Problems,
    /// The details of a post.
    Details,
    /// The source view: the source of the article in its place.
    Source,
    /// The article's text alone, without other panes, header and footer.
    Zen,
    /// An image as large as the screen.
    Image,
    /// The library picker.
    Libraries,
    /// The preview of a link.
    Preview,
}

impl View {
    /// All views with their names in the configuration file.
    pub const ALL: [(Self, &str); 14] = [
        (Self::List, "list"),
        (Self::Article, "article"),
        (Self::Contents, "contents"),
        (Self::PostSearch, "search"),
        (Self::Related, "related"),
        (Self::Tags, "tags"),
        (Self::Help, "help"),
        (Self::Problems, "problems"),
        (Self::Details, "details"),
        (Self::Source, "source"),
        (Self::Zen, "zen"),
        (Self::Image, "image"),
        (Self::Libraries, "libraries"),
        (Self::Preview, "preview"),
    ];
}
