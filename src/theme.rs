//! Roles and styles: what a piece of text is, and what it looks like in a theme. Independent of ratatui.

use crate::document::{Alert, Marks};

mod code;

pub use code::CodeRole;

/// A color in a theme. `ansi` reduces it to what the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// One of the terminal's own sixteen colors, by number (ECMA-48 SGR 30–37, then the bright ones).
    Ansi(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// The look of a piece of text. `None` keeps the terminal's own color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// The color of the text.
    pub fg: Option<Color>,
    /// The color behind the text.
    pub bg: Option<Color>,
    /// The attributes.
    pub attrs: Attrs,
}

/// A set of text attributes (ECMA-48 SGR).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Attrs(u8);

impl Attrs {
    /// No attributes.
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

    /// Returns true if all attributes of `other` are set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The meaning of a piece of text, from which a theme derives its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Role {
    #[default]
    Text,
    /// Secondary text: dates, counts, hints.
    Dim,
    /// The active element and its markers.
    Accent,
    /// A post's title in the list and the masthead.
    Title,
    /// A heading, and the line below it, by level.
    Heading(u8),
    HeadingRule(u8),
    Rule,
    QuoteBar,
    /// A bullet, a number, a task box.
    Marker,
    CodeBlock,
    /// A highlighted piece of code.
    Code(CodeRole),
    /// The language of a code block, and the sign of a wrapped line.
    CodeLabel,
    Image,
    /// The bar along the content of a `details` element.
    DetailsBar,
    /// The summary of a `details` element.
    Summary,
    /// The term of a definition list.
    Term,
    /// The caption of a figure or a table.
    Caption,
    TableHead,
    TableRule,
    Alert(Alert),
    Tag,
    Category,
    Draft,
    /// The heading of a section in a list or in the help, such as a year.
    SectionHeading,
    /// The background of the selected row, in the focused pane and in others.
    Selected,
    SelectedElsewhere,
    /// A key in the footer and the help.
    Key,
    /// The thumb of a scrollbar; its track and the lines between panes.
    Thumb,
    Separator,
    Required,
    Excluded,
    Problem,
    /// A match of a filter or a search within a text.
    Match,
    /// The number of a link, drawn over its text.
    Hint,
}

/// A role with the marks of the text in it, such as emphasis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StyledRole {
    /// The meaning of the text.
    pub role: Role,
    /// Its marks.
    pub marks: Marks,
}

impl From<Role> for StyledRole {
    fn from(role: Role) -> Self {
        Self {
            role,
            marks: Marks::NONE,
        }
    }
}

/// The styles of all roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colors: ThemeColors,
}

impl Theme {
    /// For a dark background.
    pub const DARK: Self = Self {
        colors: ThemeColors::DARK,
    };
    /// For a light background.
    pub const LIGHT: Self = Self {
        colors: ThemeColors::LIGHT,
    };
    /// For an unknown background: the terminal's own sixteen colors, and none behind text.
    pub const PLAIN: Self = Self {
        colors: ThemeColors::PLAIN,
    };

    /// Returns the style of a role with its marks.
    pub fn style(&self, styled_role: StyledRole) -> Style {
        let mut style = self.role(styled_role.role);
        let marks = styled_role.marks;
        let colors = &self.colors;
        let mut add = |mark, fg: Option<Color>, attrs: Attrs| {
            if marks.has(mark) {
                style.fg = fg.or(style.fg);
                style.attrs = style.attrs.with(attrs);
            }
        };
        add(Marks::EMPHASIS, None, Attrs::ITALIC);
        add(Marks::STRONG, colors.strong, Attrs::BOLD);
        add(Marks::STRIKE, None, Attrs::STRIKE);
        add(Marks::CODE, colors.code, Attrs::NONE);
        add(Marks::IMAGE, colors.image, Attrs::NONE);
        add(Marks::KEY, colors.code, Attrs::BOLD);
        add(Marks::MATH, colors.tag, Attrs::ITALIC);
        add(Marks::PLACEHOLDER, colors.dim, colors.dim_attrs());
        add(Marks::UNDERLINE, None, Attrs::UNDERLINE);
        add(Marks::MARK, None, colors.mark_attrs());
        add(Marks::LINK, colors.link, Attrs::UNDERLINE);
        add(Marks::NOTE, colors.accent, Attrs::NONE);
        add(Marks::SECONDARY, colors.dim, colors.dim_attrs());
        add(Marks::MATCH, None, Attrs::UNDERLINE);
        add(Marks::CURRENT_MATCH, None, Attrs::REVERSE);
        if marks.has(Marks::MARK) {
            style.bg = colors.mark_background.or(style.bg);
        }
        if marks.has(Marks::MATCH) {
            style.bg = colors.match_background.or(style.bg);
        }
        style
    }

    fn role(&self, role: Role) -> Style {
        let colors = &self.colors;
        let plain = |fg: Option<Color>| Style {
            fg,
            ..Style::default()
        };
        let bold = |fg| Style {
            attrs: Attrs::BOLD,
            ..plain(fg)
        };
        let dim = Style {
            attrs: colors.dim_attrs(),
            ..plain(colors.dim)
        };
        match role {
            Role::Text => Style::default(),
            Role::Dim
            | Role::Caption
            | Role::DetailsBar
            | Role::Rule
            | Role::CodeLabel
            | Role::TableRule
            | Role::QuoteBar => dim,
            Role::Accent | Role::Required | Role::Key => bold(colors.accent),
            Role::Marker | Role::HeadingRule(1) | Role::Thumb => plain(colors.accent),
            Role::Separator | Role::HeadingRule(_) => Style {
                attrs: colors.dim_attrs(),
                ..plain(colors.border)
            },
            Role::Title | Role::TableHead | Role::Summary | Role::Term => bold(colors.strong),
            Role::Heading(1 | 2) | Role::SectionHeading => bold(colors.heading),
            Role::Heading(3 | 4) => bold(colors.strong),
            Role::Heading(_) => Style {
                attrs: Attrs::ITALIC,
                ..bold(colors.strong)
            },
            Role::CodeBlock => Style {
                bg: colors.code_background,
                ..Style::default()
            },
            Role::Code(role) => code::style(colors, role),
            Role::Image => plain(colors.image),
            Role::Tag => plain(colors.tag),
            Role::Category => plain(colors.image),
            Role::Draft | Role::Problem => bold(colors.warning),
            Role::Excluded => bold(colors.danger),
            Role::Alert(alert) => bold(colors.alert(alert)),
            // Underlined too: color is never the only signal.
            Role::Match => Style {
                attrs: Attrs::BOLD.with(Attrs::UNDERLINE),
                ..plain(colors.accent)
            },
            // Reversed, so that it stands out from the text below in any colors.
            Role::Hint => Style {
                attrs: Attrs::BOLD.with(Attrs::REVERSE),
                ..plain(colors.accent)
            },
            Role::Selected => Style {
                bg: colors.selected,
                ..Style::default()
            },
            Role::SelectedElsewhere => Style {
                bg: colors.code_background,
                ..Style::default()
            },
        }
    }
}

/// The colors of a theme. `None` keeps the terminal's own color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ThemeColors {
    accent: Option<Color>,
    strong: Option<Color>,
    heading: Option<Color>,
    dim: Option<Color>,
    border: Option<Color>,
    link: Option<Color>,
    code: Option<Color>,
    image: Option<Color>,
    tag: Option<Color>,
    warning: Option<Color>,
    danger: Option<Color>,
    code_background: Option<Color>,
    selected: Option<Color>,
    match_background: Option<Color>,
    mark_background: Option<Color>,
    syntax: code::CodeColors,
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

impl ThemeColors {
    const DARK: Self = Self {
        accent: Some(rgb(0x00e0_a458)),
        strong: Some(rgb(0x00f2_ede4)),
        heading: Some(rgb(0x00f0_c987)),
        dim: Some(rgb(0x0085_8c98)),
        border: Some(rgb(0x004a_505c)),
        link: Some(rgb(0x0084_b6e8)),
        code: Some(rgb(0x00d3_b3e0)),
        image: Some(rgb(0x00c3_a6e0)),
        tag: Some(rgb(0x0080_b898)),
        warning: Some(rgb(0x00e6_b450)),
        danger: Some(rgb(0x00ea_7f77)),
        code_background: Some(rgb(0x0023_2730)),
        selected: Some(rgb(0x0031_3742)),
        match_background: Some(rgb(0x005a_4a20)),
        mark_background: Some(rgb(0x003d_4a1f)),
        syntax: code::CodeColors::DARK,
    };

    const LIGHT: Self = Self {
        accent: Some(rgb(0x00a8_5a00)),
        strong: Some(rgb(0x0014_161a)),
        heading: Some(rgb(0x008a_4a08)),
        dim: Some(rgb(0x006b_7078)),
        border: Some(rgb(0x00b9_bcc2)),
        link: Some(rgb(0x0018_5fa8)),
        code: Some(rgb(0x0078_3f96)),
        image: Some(rgb(0x0074_4aa0)),
        tag: Some(rgb(0x002f_7048)),
        warning: Some(rgb(0x0093_6200)),
        danger: Some(rgb(0x00b0_302a)),
        code_background: Some(rgb(0x00f1_efea)),
        selected: Some(rgb(0x00e4_e0d8)),
        match_background: Some(rgb(0x00fa_e3a0)),
        mark_background: Some(rgb(0x00f0_f2b0)),
        syntax: code::CodeColors::LIGHT,
    };

    const PLAIN: Self = Self {
        accent: Some(Color::Ansi(3)),
        strong: None,
        heading: Some(Color::Ansi(3)),
        dim: None,
        border: None,
        link: Some(Color::Ansi(4)),
        code: Some(Color::Ansi(5)),
        image: Some(Color::Ansi(5)),
        tag: Some(Color::Ansi(2)),
        warning: Some(Color::Ansi(3)),
        danger: Some(Color::Ansi(1)),
        code_background: None,
        selected: None,
        match_background: None,
        mark_background: None,
        syntax: code::CodeColors::PLAIN,
    };

    /// The color of an admonition.
    fn alert(&self, alert: Alert) -> Option<Color> {
        match alert {
            Alert::Note | Alert::Info | Alert::SeeAlso => self.link,
            Alert::Tip | Alert::Success => self.tag,
            Alert::Important | Alert::Example | Alert::Abstract | Alert::Quote => self.image,
            Alert::Warning | Alert::Question | Alert::Todo => self.warning,
            Alert::Caution | Alert::Failure | Alert::Bug => self.danger,
        }
    }

    /// The attributes of marked text, which must stand out without color too.
    fn mark_attrs(&self) -> Attrs {
        if self.mark_background.is_none() {
            Attrs::REVERSE
        } else {
            Attrs::BOLD
        }
    }

    /// The attributes of secondary text: dim where the theme has no dimmer color.
    fn dim_attrs(&self) -> Attrs {
        if self.dim.is_none() {
            Attrs::DIM
        } else {
            Attrs::NONE
        }
    }
}
