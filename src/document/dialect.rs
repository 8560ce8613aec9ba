//! The additions of site generators to Markdown.
//!
//! A pass handles one construct. Passes run before the Markdown parser: a construct is overwritten, byte for byte, with
//! text that the parser takes for HTML or blanks, and the HTML that it stands for is recorded as an annotation. So no
//! byte moves, and each block knows its line in the source. Code is left alone.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::post::Header;

mod abbreviation;
mod annotations;
mod args;
mod attribute_list;
mod callout;
mod code;
mod code_comment;
mod container;
mod delimited;
mod emoji;
mod esm;
mod franklin;
mod heading;
mod hexo;
mod html_writer;
mod hugo;
mod inline_note;
mod jsx;
mod jsx_tag;
mod kramdown;
mod line;
mod liquid;
mod math;
mod mdc;
mod obsidian;
mod pairs;
mod python_markdown;
mod rewriter;
mod shortcode;
mod summary_divider;
#[cfg(test)]
mod tests;
mod tex;
mod vitepress;
mod zola;

pub(super) use annotations::{AnnotationReader, IndentScope, Prepared, note_content};

use rewriter::Rewriter;

/// The pass for one construct.
struct RewritePass {
    /// Text without which a body has no such construct.
    trigger: &'static str,
    dialects: &'static [Dialect],
    apply: fn(&mut Rewriter<'_>),
}

const fn pass(
    trigger: &'static str,
    dialects: &'static [Dialect],
    apply: fn(&mut Rewriter<'_>),
) -> RewritePass {
    RewritePass {
        trigger,
        dialects,
        apply,
    }
}

/// All passes, in the order they run; what one has read, the next ones leave alone.
static PASSES: &[RewritePass] = {
    use Dialect::{
        Auto, Docusaurus, Eleventy, Franklin, Gfm, Hexo, Hugo, Jekyll, Mdc, Mdx, Nikola, Obsidian,
        PythonMarkdown, Quarto, VitePress, VuePress, Zola,
    };
    &[
        pass("raw", &[Jekyll, Eleventy, Hexo], code_comment::raw_tags),
        pass(
            "highlight-",
            &[Auto, Docusaurus, Mdx],
            code_comment::highlight_lines,
        ),
        pass("[!code ", &[Auto, VitePress], code_comment::notations),
        pass("| ", &[Quarto], code_comment::chunk_options),
        pass("", &[PythonMarkdown], code_comment::shebangs),
        pass("hide", &[Franklin], code_comment::hidden_lines),
        // Heading attributes come first: other passes would take their braces.
        pass(
            "{",
            &[
                Auto,
                Hugo,
                Zola,
                Jekyll,
                Docusaurus,
                Mdx,
                VuePress,
                VitePress,
                Quarto,
                Mdc,
                PythonMarkdown,
            ],
            heading::apply,
        ),
        pass("~~~", &[Franklin], franklin::html_blocks),
        pass("@def", &[Franklin], franklin::definitions),
        pass("@@", &[Franklin], franklin::classes),
        pass("{{", &[Franklin], franklin::insertions),
        pass("{{", &[Auto, Hugo, Quarto, Nikola], hugo::apply),
        pass("{", &[Auto, Zola], zola::apply),
        pass("{", &[Auto, Jekyll, Eleventy, Hexo], liquid::apply),
        pass("{{", &[VitePress, Mdc], liquid::replace_outputs),
        // No trigger: `<` and `{` are common in Markdown.
        pass("", &[Mdx, Docusaurus], jsx::apply),
        pass(
            ":::",
            &[Auto, Docusaurus, Mdx, VuePress, VitePress, Quarto],
            container::apply,
        ),
        pass("::", &[Mdc], container::apply),
        pass("///", &[PythonMarkdown], container::apply),
        pass("::", &[Mdc], mdc::slots),
        pass(":", &[Mdc], mdc::inline_components),
        pass("", &[PythonMarkdown], python_markdown::indented_blocks),
        pass("--8<--", &[PythonMarkdown], python_markdown::snippets),
        pass(
            "[TOC]",
            &[PythonMarkdown, Nikola],
            python_markdown::table_of_contents,
        ),
        pass("{", &[PythonMarkdown], python_markdown::critic_marks),
        pass("<<<", &[VitePress], vitepress::snippets),
        pass("@include:", &[VitePress], vitepress::includes),
        pass(
            "[!",
            &[
                Auto, Hugo, Zola, Jekyll, Eleventy, Docusaurus, Mdx, VuePress, VitePress, Obsidian,
                Hexo,
            ],
            callout::apply,
        ),
        pass(
            "{",
            &[Auto, Jekyll, PythonMarkdown, Quarto, Mdc, Nikola, VitePress],
            attribute_list::apply,
        ),
        pass("*[", &[Jekyll, PythonMarkdown, Nikola], abbreviation::apply),
        pass("|", &[Jekyll], kramdown::tables),
        pass("^", &[Jekyll], kramdown::block_marks),
        pass("%%", &[Obsidian], obsidian::comments),
        pass(
            "[[",
            &[Auto, Obsidian, VuePress, VitePress],
            obsidian::links,
        ),
        pass("![", &[Obsidian], obsidian::image_sizes),
        pass("^[", &[Obsidian, Quarto], inline_note::apply),
        pass(
            "$",
            &[
                Hugo,
                Zola,
                Jekyll,
                Docusaurus,
                Mdx,
                Obsidian,
                PythonMarkdown,
                Quarto,
                Nikola,
                Franklin,
            ],
            math::dollars,
        ),
        pass(
            "\\",
            &[Hugo, Zola, Jekyll, PythonMarkdown, Quarto, Nikola],
            math::brackets,
        ),
        pass("\\", &[Franklin], franklin::commands),
        pass("++", &[PythonMarkdown], python_markdown::keys),
        pass("==", &[Obsidian, PythonMarkdown], delimited::marks),
        pass("^^", &[PythonMarkdown], delimited::insertions),
        pass("^", &[PythonMarkdown, Quarto], delimited::superscripts),
        pass("~", &[PythonMarkdown, Quarto], delimited::subscripts),
        pass("^", &[Obsidian], obsidian::block_ids),
        pass(":", &[PythonMarkdown], python_markdown::icons),
        pass(
            ":",
            &[
                Auto,
                Gfm,
                Hugo,
                Jekyll,
                Docusaurus,
                VuePress,
                VitePress,
                PythonMarkdown,
            ],
            emoji::apply,
        ),
        pass(
            "<!--",
            &[
                Auto,
                Hugo,
                Zola,
                Jekyll,
                Eleventy,
                Docusaurus,
                VuePress,
                VitePress,
                Hexo,
                PythonMarkdown,
                Nikola,
            ],
            summary_divider::apply,
        ),
    ]
};

/// Prepares a body for the Markdown parser. The result has the length and the lines of the body. Linear in the body's
/// length; a body without the triggers of its dialect is not copied.
pub(super) fn prepare(body: &str, dialect: Dialect) -> Prepared<'_> {
    let mut rewriter = Rewriter::new(body, dialect);
    for pass in PASSES {
        let is_triggered =
            || memchr::memmem::find(body.as_bytes(), pass.trigger.as_bytes()).is_some();
        if pass.dialects.contains(&dialect) && is_triggered() {
            (pass.apply)(&mut rewriter);
        }
    }
    rewriter.finish()
}

/// The Markdown of a generator.
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
    /// Containers `::: tip`, `[[toc]]`.
    VuePress,
    /// `VuePress`' containers, code groups, badges, includes.
    VitePress,
    /// Python-Markdown, `PyMdown` and Material for `MkDocs`: admonitions `!!! note`, tabs `=== "Tab"`, attribute lists.
    PythonMarkdown,
    /// Pandoc's fenced divs and spans with Quarto's callouts, tabsets and shortcodes.
    Quarto,
    /// Components of Nuxt Content: `::name{…}` … `::`, `:name[…]{…}`.
    Mdc,
    /// Tag plugins `{% name … %}`.
    Hexo,
    /// Shortcodes `{{% name %}}`.
    Nikola,
    /// `@def`, `@@class … @@`, `~~~html~~~`, `{{fill x}}`.
    Franklin,
    /// Links and embeds `[[note]]`, `![[note]]`, callouts, `%%comments%%`, `==marks==`.
    Obsidian,
}

impl Dialect {
    /// The header that posts of this dialect may have, beside fenced front matter.
    pub const fn header(self) -> Header {
        match self {
            Self::PythonMarkdown => Header::KeyValueLines,
            Self::Hexo => Header::OptionalOpener,
            Self::Franklin => Header::Franklin,
            _ => Header::Fenced,
        }
    }

    /// All dialects with the names that `--dialect` takes.
    pub const ALL: [(Self, &str); 18] = [
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
        (Self::VitePress, "vitepress"),
        (Self::PythonMarkdown, "python-markdown"),
        (Self::Quarto, "quarto"),
        (Self::Mdc, "mdc"),
        (Self::Hexo, "hexo"),
        (Self::Nikola, "nikola"),
        (Self::Franklin, "franklin"),
        (Self::Obsidian, "obsidian"),
    ];

    /// Returns the dialect of one file of a site with this dialect. The file's ending decides where it names one.
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

/// The error for a name that no dialect has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown dialect; valid names: auto, commonmark, gfm, hugo, zola, jekyll, eleventy, mdx, docusaurus, vuepress, \
     vitepress, python-markdown, quarto, mdc, hexo, nikola, franklin, obsidian"
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
