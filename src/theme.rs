//! Roles (the meaning of a piece of text) and styles (its appearance in a theme). Independent of ratatui.

use crate::document::{AdmonitionKind, InlineFormats};

mod built_in;
mod code;

use built_in::{CodeColors, ThemeColors};
pub use code::CodeRole;

/// A color in a theme. The module `ansi` converts it to a color that the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// One of the terminal's sixteen colors: 0 to 7 for ECMA-48 SGR 30–37, 8 to 15 for the bright colors.
    Ansi(u8),
    /// A color as red, green and blue.
    Rgb(u8, u8, u8),
}

/// The appearance of a piece of text. A color of `None` keeps the default color: in the reader that of [`Theme::page`], else that
/// of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// The color of the text.
    pub fg: Option<Color>,
    /// The background color.
    pub bg: Option<Color>,
    /// The text attributes.
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

    /// Returns the attributes of both sets.
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
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum Role {
    #[default]
    Text,
    /// Secondary text, such as dates, counts and hints.
    Dim,
    /// The active element and its markers.
    Accent,
    /// A post's title in the list and the masthead.
    Title,
    /// A heading, by its level.
    Heading(u8),
    /// The line below a heading, by the heading's level.
    HeadingRule(u8),
    /// A thematic break, and the frame of an image.
    Rule,
    QuoteBar,
    /// A bullet, number or checkbox of a list item.
    Marker,
    CodeBlock,
    /// A highlighted piece of code.
    Code(CodeRole),
    /// A label that is not part of the text: the language of a code block, the marker of a wrapped line, the number of hidden
    /// lines.
    Label,
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
    Admonition(AdmonitionKind),
    Tag,
    Category,
    Draft,
    /// The heading of an overlay, or of a group of rows, such as a year in the list.
    SectionHeading,
    /// The background of the selected row in the focused pane.
    Selected,
    /// The background of the selected row in other panes.
    SelectedElsewhere,
    /// A key in the footer and the help.
    Key,
    /// The thumb of a scrollbar.
    Thumb,
    /// The track of a scrollbar, and the lines between panes.
    Separator,
    /// A facet that the filter requires.
    Required,
    /// A facet that the filter excludes.
    Excluded,
    /// The severity "error" of a problem.
    Error,
    /// The symbol of a post with problems, and the severity "warning" of a problem.
    Warning,
    /// A match of a filter or a search.
    Match,
    /// The number of a link hint, drawn over the link.
    Hint,
}

/// The role of a text and the text's inline formats, such as emphasis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StyledRole {
    /// The meaning of the text.
    pub role: Role,
    /// The inline formats of the text.
    pub formats: InlineFormats,
}

impl From<Role> for StyledRole {
    fn from(role: Role) -> Self {
        Self {
            role,
            formats: InlineFormats::NONE,
        }
    }
}

/// The styles of all roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colors: ThemeColors,
}

/// The brightness of the terminal's background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TerminalBackground {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light background.
    Light,
}

/// The themes for the possible backgrounds of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThemeSet {
    /// The theme for a dark background.
    pub dark: Theme,
    /// The theme for a light background.
    pub light: Theme,
    /// The theme for an unknown background.
    pub unknown: Theme,
}

impl ThemeSet {
    /// The default themes.
    pub const AUTO: Self = Self {
        dark: Theme::DARK,
        light: Theme::LIGHT,
        unknown: Theme::PLAIN,
    };
    /// The theme with the terminal's own colors, on every background.
    pub const PLAIN: Self = Self::single(Theme::PLAIN);

    /// Returns the set with the same theme for every background.
    pub const fn single(theme: Theme) -> Self {
        Self {
            dark: theme,
            light: theme,
            unknown: theme,
        }
    }

    /// Returns the theme for a background; `None` is an unknown background.
    pub fn on(&self, background: Option<TerminalBackground>) -> Theme {
        match background {
            Some(TerminalBackground::Dark) => self.dark,
            Some(TerminalBackground::Light) => self.light,
            None => self.unknown,
        }
    }

    /// Returns true if the themes differ. The terminal's background color must then be queried.
    pub fn depends_on_background(&self) -> bool {
        self.dark != self.light || self.dark != self.unknown
    }
}

impl Theme {
    /// The default theme for a dark background.
    pub const DARK: Self = Self::of(ThemeColors::DARK);
    /// The default theme for a light background.
    pub const LIGHT: Self = Self::of(ThemeColors::LIGHT);
    /// The default theme for an unknown background: the terminal's sixteen colors, and no background colors.
    pub const PLAIN: Self = Self::of(ThemeColors::PLAIN);

    /// The built-in themes, by name.
    pub const BUILT_IN: [(&str, Self); 12] = [
        ("dark", Self::of(ThemeColors::DARK)),
        ("light", Self::of(ThemeColors::LIGHT)),
        ("plain", Self::of(ThemeColors::PLAIN)),
        ("catppuccin-mocha", Self::of(ThemeColors::CATPPUCCIN_MOCHA)),
        ("catppuccin-latte", Self::of(ThemeColors::CATPPUCCIN_LATTE)),
        ("gruvbox-dark", Self::of(ThemeColors::GRUVBOX_DARK)),
        ("gruvbox-light", Self::of(ThemeColors::GRUVBOX_LIGHT)),
        ("nord", Self::of(ThemeColors::NORD)),
        ("solarized-dark", Self::of(ThemeColors::SOLARIZED_DARK)),
        ("solarized-light", Self::of(ThemeColors::SOLARIZED_LIGHT)),
        ("tokyo-night", Self::of(ThemeColors::TOKYO_NIGHT)),
        ("rose-pine", Self::of(ThemeColors::ROSE_PINE)),
    ];

    /// Creates a theme with these colors.
    const fn of(colors: ThemeColors) -> Self {
        Self { colors }
    }

    /// Returns the built-in theme called `name`.
    pub fn built_in(name: &str) -> Option<Self> {
        let mut themes = Self::BUILT_IN.into_iter();
        let (_, theme) = themes.find(|(known, _)| *known == name)?;
        Some(theme)
    }

    /// Returns the names accepted by [`Theme::set_color`]; the names of code colors start with `code.`.
    pub fn color_names() -> impl Iterator<Item = String> {
        let names = ThemeColors::NAMES.iter().map(|name| (*name).to_owned());
        names.chain(CodeColors::NAMES.iter().map(|name| format!("code.{name}")))
    }

    /// Replaces the color called `name`; returns false if there is no such color.
    pub fn set_color(&mut self, name: &str, color: Color) -> bool {
        let slot = match name.strip_prefix("code.") {
            Some(name) => self.colors.syntax.get_mut(name),
            None => self.colors.get_mut(name),
        };
        slot.map(|slot| *slot = Some(color)).is_some()
    }

    /// Returns the style of an empty cell. Its colors also apply to text whose style has no color.
    pub fn page(&self) -> Style {
        Style {
            fg: self.colors.text,
            bg: self.colors.background,
            attrs: Attrs::NONE,
        }
    }

    /// Returns the style of a role with its inline formats.
    pub fn style(&self, styled_role: StyledRole) -> Style {
        let mut style = self.role_style(styled_role.role);
        let formats = styled_role.formats;
        if formats == InlineFormats::NONE {
            return style;
        }
        let colors = &self.colors;
        // If several of these calls set the color, the last one determines it.
        let mut add = |format, fg: Option<Color>, attrs: Attrs| {
            if formats.has(format) {
                style.fg = fg.or(style.fg);
                style.attrs = style.attrs.with(attrs);
            }
        };
        add(InlineFormats::EMPHASIS, None, Attrs::ITALIC);
        add(InlineFormats::STRONG, colors.strong, Attrs::BOLD);
        add(InlineFormats::STRIKE, None, Attrs::STRIKE);
        add(
            InlineFormats::CODE,
            colors.code,
            colors.attrs_if_few_colors(Attrs::BOLD),
        );
        add(InlineFormats::IMAGE, colors.image, Attrs::NONE);
        add(InlineFormats::KEY, colors.code, Attrs::BOLD);
        add(InlineFormats::MATH, colors.tag, Attrs::ITALIC);
        add(InlineFormats::PLACEHOLDER, colors.dim, colors.dim_attrs());
        add(InlineFormats::UNDERLINE, None, Attrs::UNDERLINE);
        add(InlineFormats::HIGHLIGHT, None, colors.highlight_attrs());
        add(InlineFormats::LINK, colors.link, Attrs::UNDERLINE);
        add(InlineFormats::FOOTNOTE, colors.accent, Attrs::NONE);
        add(InlineFormats::SECONDARY, colors.dim, colors.dim_attrs());
        add(InlineFormats::MATCH, None, Attrs::UNDERLINE);
        add(InlineFormats::CURRENT_MATCH, None, Attrs::REVERSE);
        if formats.has(InlineFormats::HIGHLIGHT) {
            style.bg = colors.highlight_background.or(style.bg);
        }
        if formats.has(InlineFormats::MATCH) {
            style.bg = colors.match_background.or(style.bg);
        }
        style
    }

    /// Returns the style of a role without inline formats.
    fn role_style(&self, role: Role) -> Style {
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
            | Role::Label
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
            Role::Draft | Role::Warning => bold(colors.warning),
            Role::Excluded | Role::Error => bold(colors.danger),
            Role::Admonition(kind) => bold(colors.admonition(kind)),
            // Also underlined, because color must not be the only distinction.
            Role::Match => Style {
                attrs: Attrs::BOLD.with(Attrs::UNDERLINE),
                ..plain(colors.accent)
            },
            // Reversed, so that the hint is visible with any colors.
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

impl ThemeColors {
    /// Returns the color of an admonition.
    fn admonition(&self, kind: AdmonitionKind) -> Option<Color> {
        match kind {
            AdmonitionKind::Note | AdmonitionKind::Info | AdmonitionKind::SeeAlso => self.link,
            AdmonitionKind::Tip | AdmonitionKind::Success => self.tag,
            AdmonitionKind::Important
            | AdmonitionKind::Example
            | AdmonitionKind::Abstract
            | AdmonitionKind::Quote => self.image,
            AdmonitionKind::Warning | AdmonitionKind::Question | AdmonitionKind::Todo => {
                self.warning
            }
            AdmonitionKind::Caution | AdmonitionKind::Failure | AdmonitionKind::Bug => self.danger,
        }
    }

    /// Returns the attributes of text with the format `HIGHLIGHT`. The format must be visible without colors too.
    fn highlight_attrs(&self) -> Attrs {
        if self.highlight_background.is_none() {
            Attrs::REVERSE
        } else {
            Attrs::BOLD
        }
    }

    /// Returns the attributes of secondary text: dim if the theme has no color for secondary text.
    fn dim_attrs(&self) -> Attrs {
        self.attrs_if_few_colors(Attrs::DIM)
    }

    /// Returns `attrs` if the theme has no color for secondary text, else no attributes. A theme without this color, such
    /// as the plain theme, has few colors. Attributes must then distinguish pieces of text.
    fn attrs_if_few_colors(&self, attrs: Attrs) -> Attrs {
        if self.dim.is_none() {
            attrs
        } else {
            Attrs::NONE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minimum contrast of text (WCAG 2.2, 1.4.3).
    const TEXT_CONTRAST: f64 = 4.5;
    /// Minimum contrast of secondary text.
    const SECONDARY_CONTRAST: f64 = 3.0;

    /// Returns the relative luminance (WCAG 2.2, Terms).
    fn luminance(color: Color) -> f64 {
        let (red, green, blue) = match color {
            Color::Rgb(red, green, blue) => (red, green, blue),
            // The colors that the plain theme uses, as xterm shows them: red, magenta and bright blue.
            Color::Ansi(1) => (205, 0, 0),
            Color::Ansi(5) => (205, 0, 205),
            Color::Ansi(12) => (92, 92, 255),
            Color::Ansi(number) => panic!("{number} is hard to read on black or on white"),
        };
        let linear = |component: u8| {
            let component = f64::from(component) / 255.0;
            if component <= 0.04045 {
                component / 12.92
            } else {
                ((component + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Returns the contrast ratio of two colors (WCAG 2.2).
    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Returns all themes except `plain`, each with its colors of text and background. If a theme keeps the terminal's
    /// defaults, typical terminal colors are returned.
    fn colored_themes() -> impl Iterator<Item = (&'static str, Theme, Color, Color)> {
        let colored = Theme::BUILT_IN
            .into_iter()
            .filter(|(name, _)| *name != "plain");
        colored.map(|(name, theme)| {
            let (text, background) = if name == "light" {
                (Color::Rgb(0x22, 0x22, 0x22), Color::Rgb(0xff, 0xff, 0xff))
            } else {
                (Color::Rgb(0xd0, 0xd0, 0xd0), Color::Rgb(0x1c, 0x1c, 0x1c))
            };
            let page = theme.page();
            (
                name,
                theme,
                page.fg.unwrap_or(text),
                page.bg.unwrap_or(background),
            )
        })
    }

    #[test]
    fn text_has_enough_contrast_in_every_colored_theme() {
        let roles = [
            Role::Text,
            Role::Accent,
            Role::Title,
            Role::Heading(1),
            Role::Heading(3),
            Role::Image,
            Role::Tag,
            Role::Draft,
            Role::Excluded,
            Role::Key,
            Role::Match,
        ];
        let text_formats = [
            InlineFormats::LINK,
            InlineFormats::CODE,
            InlineFormats::MATH,
            InlineFormats::STRONG,
        ];
        for (name, theme, text, background) in colored_themes() {
            let selected = theme.style(Role::Selected.into()).bg.unwrap();
            let assert_contrast =
                |what: &str, color: Color, background: Color, min_contrast: f64| {
                    let contrast = contrast(color, background);
                    assert!(contrast >= min_contrast, "{name}: {what}: {contrast:.2}");
                };
            for background in [background, selected] {
                for role in roles {
                    let color = theme.style(role.into()).fg.unwrap_or(text);
                    assert_contrast(&format!("{role:?}"), color, background, TEXT_CONTRAST);
                }
                let dim = theme.style(Role::Dim.into()).fg.unwrap();
                assert_contrast("Dim", dim, background, SECONDARY_CONTRAST);
            }
            for formats in text_formats {
                let role = Role::Text;
                let style = theme.style(StyledRole { role, formats });
                let color = style.fg.unwrap_or(text);
                assert_contrast(&format!("{formats:?}"), color, background, TEXT_CONTRAST);
            }
            for formats in [InlineFormats::MATCH, InlineFormats::HIGHLIGHT] {
                let role = Role::Text;
                let background = theme.style(StyledRole { role, formats }).bg.unwrap();
                assert_contrast(&format!("{formats:?}"), text, background, TEXT_CONTRAST);
            }
        }
    }

    #[test]
    fn code_has_enough_contrast_in_every_colored_theme() {
        for (name, theme, text, _) in colored_themes() {
            // Left out: `Variable` has the style of `Plain`, and `Punctuation` has the style of `Operator`.
            for role in [
                CodeRole::Plain,
                CodeRole::Keyword,
                CodeRole::String,
                CodeRole::Number,
                CodeRole::Comment,
                CodeRole::Function,
                CodeRole::Type,
                CodeRole::Constant,
                CodeRole::Operator,
                CodeRole::Attribute,
                CodeRole::Tag,
                CodeRole::Inserted,
                CodeRole::Deleted,
                CodeRole::Heading,
            ] {
                let style = theme.style(Role::Code(role).into());
                let contrast = contrast(style.fg.unwrap_or(text), style.bg.unwrap());
                assert!(contrast >= TEXT_CONTRAST, "{name}: {role:?}: {contrast:.2}");
            }
        }
    }

    /// The plain theme is used if the terminal's background is unknown, so it must be legible on every background.
    #[test]
    fn plain_theme_is_legible_on_black_and_on_white() {
        let mut colors = Theme::PLAIN.colors;
        let used_colors = Theme::color_names().filter_map(|name| {
            if let Some(name) = name.strip_prefix("code.") {
                *colors.syntax.get_mut(name)?
            } else {
                *colors.get_mut(&name)?
            }
        });
        for color in used_colors {
            for background in [Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255)] {
                let contrast = contrast(color, background);
                assert!(contrast >= SECONDARY_CONTRAST, "{color:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn comments_are_italic_in_every_theme() {
        for (_, theme) in Theme::BUILT_IN {
            let style = theme.style(Role::Code(CodeRole::Comment).into());
            assert!(style.attrs.has(Attrs::ITALIC));
        }
    }

    #[test]
    fn roles_have_attributes_in_the_plain_theme() {
        let attrs = |role: Role| Theme::PLAIN.style(role.into()).attrs;
        assert_eq!(attrs(Role::Title), Attrs::BOLD);
        assert_eq!(attrs(Role::SectionHeading), Attrs::BOLD);
        assert_eq!(attrs(Role::Dim), Attrs::DIM);
        assert_eq!(attrs(Role::Match), Attrs::BOLD.with(Attrs::UNDERLINE));
        assert_eq!(attrs(Role::Hint), Attrs::BOLD.with(Attrs::REVERSE));
        let link = StyledRole {
            role: Role::Text,
            formats: InlineFormats::LINK,
        };
        assert_eq!(Theme::PLAIN.style(link).attrs, Attrs::UNDERLINE);
        let code = StyledRole {
            formats: InlineFormats::CODE,
            ..link
        };
        assert_eq!(Theme::PLAIN.style(code).attrs, Attrs::BOLD);
        assert_eq!(attrs(Role::Code(CodeRole::Keyword)), Attrs::BOLD);
    }

    #[test]
    fn set_color_accepts_every_color_name_and_no_other() {
        let mut theme = Theme::DARK;
        for name in Theme::color_names() {
            assert!(theme.set_color(&name, Color::Ansi(1)), "{name}");
        }
        assert!(!theme.set_color("loud", Color::Ansi(1)));
    }
}
