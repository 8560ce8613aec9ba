//! Roles and styles: what a piece of text is, and how a theme shows it. Values of our own, no ratatui.

/// A colour as a theme names it; the rim brings it down to what the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// One of the terminal's sixteen, by its number (ECMA-48 SGR 30–37, then the bright ones).
    Ansi(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// How a piece of text is drawn. `None` leaves the terminal's own colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// The text's colour.
    pub fg: Option<Color>,
    /// The colour behind it.
    pub bg: Option<Color>,
    /// Attributes, as a set.
    pub attrs: Attrs,
}

/// A set of attributes (ECMA-48 SGR).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Attrs(u8);

impl Attrs {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// SGR 1.
    pub const BOLD: Self = Self(1);
    /// SGR 2.
    pub const DIM: Self = Self(2);
    /// SGR 3.
    pub const ITALIC: Self = Self(4);
    /// SGR 4.
    pub const UNDERLINE: Self = Self(8);
    /// SGR 7.
    pub const REVERSE: Self = Self(16);
    /// SGR 9.
    pub const STRIKE: Self = Self(32);

    /// The attributes of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
