//! What a site generator adds to Markdown.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// Whose Markdown a body is read as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// GFM, and every construct that can't be mistaken for text.
    #[default]
    Auto,
    /// `CommonMark` alone.
    CommonMark,
    /// GitHub Flavored Markdown: tables, strikethrough, task lists, bare links, alerts.
    Gfm,
    /// Shortcodes `{{< >}}` and `{{% %}}`, heading attributes.
    Hugo,
    /// Shortcodes `{{ name() }}` and `{% name() %}`, `@/` links.
    Zola,
    /// Liquid tags and filters, kramdown's attribute lists `{: }`.
    Jekyll,
    /// Liquid or Nunjucks tags.
    Eleventy,
    /// JSX components, expressions, `import` and `export`.
    Mdx,
    /// Admonitions `:::note`, heading ids, MDX in `.md` files too.
    Docusaurus,
    /// Containers `::: tip`, components, `[[toc]]`.
    VuePress,
    /// Links and embeds `[[note]]`, `![[note]]`, callouts, `%%comments%%`, `==marks==`.
    Obsidian,
}

impl Dialect {
    /// All of them with the names that `--dialect` takes.
    pub const ALL: [(Self, &str); 11] = [
        (Self::Auto, "auto"),
        (Self::CommonMark, "commonmark"),
        (Self::Gfm, "gfm"),
        (Self::Hugo, "hugo"),
        (Self::Zola, "zola"),
        (Self::Jekyll, "jekyll"),
        (Self::Eleventy, "eleventy"),
        (Self::Mdx, "mdx"),
        (Self::Docusaurus, "docusaurus"),
        (Self::VuePress, "vuepress"),
        (Self::Obsidian, "obsidian"),
    ];

    /// The dialect of one file of a site: its ending tells more than the site does.
    #[must_use]
    pub fn of_file(self, path: &Path) -> Self {
        let is_mdx = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("mdx"));
        match self {
            // Docusaurus adds to MDX.
            Self::Docusaurus => self,
            _ if is_mdx => Self::Mdx,
            _ => self,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = Self::ALL.iter().find(|(dialect, _)| dialect == self);
        formatter.pad(named.map_or("", |(_, name)| name))
    }
}

/// No dialect of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no such dialect; there are commonmark, gfm, hugo, zola, jekyll, eleventy, mdx, docusaurus, vuepress, \
     obsidian and auto"
)]
pub struct UnknownDialect;

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        let named = all.find(|(_, known)| known.eq_ignore_ascii_case(name));
        named.map(|(dialect, _)| dialect).ok_or(UnknownDialect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for (dialect, name) in Dialect::ALL {
            assert_eq!(dialect.to_string(), name);
            assert_eq!(name.to_uppercase().parse(), Ok(dialect));
            assert!(name == "auto" || UnknownDialect.to_string().contains(name));
        }
        assert_eq!("markdown".parse::<Dialect>(), Err(UnknownDialect));
    }

    #[test]
    fn an_ending_tells_more_than_the_site() {
        let of = |dialect: Dialect, path: &str| dialect.of_file(Path::new(path));
        assert_eq!(of(Dialect::Auto, "a.MDX"), Dialect::Mdx);
        assert_eq!(of(Dialect::Gfm, "a.md"), Dialect::Gfm);
        assert_eq!(of(Dialect::Docusaurus, "a.mdx"), Dialect::Docusaurus);
    }
}
