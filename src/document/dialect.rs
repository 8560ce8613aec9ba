//! What a site generator adds to Markdown.
//!
//! A pass reads one construct. It sees the body before the parser does, and may overwrite what is no Markdown, byte for
//! byte, with something that the parser takes for HTML or blanks; what that means is noted beside it, written as HTML. So
//! no byte moves, and each block knows the line that it was written on. Code is no pass's business.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

mod admonition;
mod args;
mod callout;
mod code;
mod draft;
mod emoji;
mod esm;
mod heading;
mod hugo;
mod jsx;
mod kramdown;
mod line;
mod liquid;
mod math;
mod more;
mod obsidian;
mod pairs;
mod said;
mod say;
mod shortcode;
mod tag;
#[cfg(test)]
mod tests;
mod tex;
mod zola;

pub(super) use said::{Prepared, Reader};

use draft::Draft;

/// One construct: what it is read by, where it belongs, and the bytes without which there is none.
struct Pass {
    read: fn(&mut Draft<'_>),
    dialects: &'static [Dialect],
    sign: &'static str,
}

const fn pass(sign: &'static str, dialects: &'static [Dialect], read: fn(&mut Draft<'_>)) -> Pass {
    Pass {
        read,
        dialects,
        sign,
    }
}

/// All passes; what has been read by one is not read by the next.
static PASSES: [Pass; 16] = {
    use Dialect::{Auto, Docusaurus, Eleventy, Gfm, Hugo, Jekyll, Mdx, Obsidian, VuePress, Zola};
    [
        // Titles with ids, before anything else takes the braces for its own.
        pass(
            "{",
            &[Auto, Hugo, Zola, Jekyll, Docusaurus, Mdx, VuePress],
            heading::read,
        ),
        pass("{{", &[Auto, Hugo], hugo::read),
        pass("{", &[Auto, Zola], zola::read),
        pass("{", &[Auto, Jekyll, Eleventy], liquid::read),
        // Mostly Markdown's own `<` and `{`, so there is no better sign.
        pass("", &[Mdx, Docusaurus], jsx::read),
        pass(":::", &[Auto, Docusaurus, Mdx, VuePress], admonition::read),
        pass(
            "[!",
            &[
                Auto, Hugo, Zola, Jekyll, Eleventy, Docusaurus, Mdx, VuePress, Obsidian,
            ],
            callout::read,
        ),
        pass("{:", &[Auto, Jekyll], kramdown::read),
        pass("%%", &[Obsidian], obsidian::comments),
        pass("[[", &[Auto, Obsidian, VuePress], obsidian::links),
        pass(
            "$",
            &[Hugo, Zola, Jekyll, Docusaurus, Mdx, Obsidian],
            math::dollars,
        ),
        pass("\\", &[Hugo, Zola, Jekyll], math::brackets),
        pass("==", &[Obsidian], obsidian::marks),
        pass("^", &[Obsidian], obsidian::block_ids),
        pass(
            ":",
            &[Auto, Gfm, Hugo, Jekyll, Docusaurus, VuePress],
            emoji::read,
        ),
        pass(
            "<!--",
            &[Auto, Hugo, Zola, Jekyll, Eleventy, Docusaurus, VuePress],
            more::read,
        ),
    ]
};

/// Makes a body ready for the parser: as long as it was, with the same lines, and without what only its dialect has.
/// Linear in its length; without a dialect's signs it is the body itself.
pub(super) fn prepare(body: &str, dialect: Dialect) -> Prepared<'_> {
    let mut draft = Draft::new(body, dialect);
    for pass in &PASSES {
        let is_there = || memchr::memmem::find(body.as_bytes(), pass.sign.as_bytes()).is_some();
        if pass.dialects.contains(&dialect) && is_there() {
            (pass.read)(&mut draft);
        }
    }
    draft.finish()
}

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
