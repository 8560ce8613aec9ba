//! The Markdown extensions of site generators.
//!
//! Each pass handles one construct, such as shortcodes or admonitions. Passes run before the Markdown parser. A pass
//! overwrites its construct with text of the same length, which the parser reads as HTML or blanks. The HTML to show
//! instead is recorded in an annotation. Byte positions do not change, so each block knows its line in the source. Code
//! is not overwritten: annotations record which of its lines and comments are hidden.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::post::AmbiguousForm;

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
mod example_list;
mod franklin;
mod grid_table;
mod heading;
mod hexo;
mod html_writer;
mod hugo;
mod inline_note;
mod jsx;
mod jsx_tag;
mod kramdown;
mod line;
mod line_block;
mod liquid;
mod math;
mod mdc;
mod middleman;
mod obsidian;
mod occurrences;
mod pairs;
mod python_markdown;
mod rewriter;
mod shortcode;
mod simple_table;
mod summary_divider;
#[cfg(test)]
mod tests;
mod vitepress;
mod vue;
mod zola;

pub(super) use annotations::{AnnotationReader, EndRule, Prepared, note_content, split_note};
pub(super) use line::{Fence, fence};

use rewriter::Rewriter;

/// A pass that rewrites one construct in the body.
struct RewritePass {
    /// Text that every such construct contains; the pass is skipped for bodies without it. Empty if the constructs have no
    /// text in common, so that the pass always runs.
    trigger: &'static str,
    /// Dialects that have the construct.
    dialects: &'static [Dialect],
    /// Rewrites each such construct in the body.
    apply: fn(&mut Rewriter<'_>),
}

/// Creates a [`RewritePass`].
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

/// All passes, in the order they run. A pass skips the ranges that an earlier pass has claimed.
static PASSES: &[RewritePass] = {
    use Dialect::{
        Auto, Docusaurus, Eleventy, Franklin, Gfm, Hexo, Hugo, Jekyll, Mdc, Mdx, Middleman, Nikola,
        Obsidian, PythonMarkdown, Quarto, VitePress, VuePress, Zola,
    };
    &[
        // Passes that hide lines and comments in code, or label the code.
        pass("raw", &[Jekyll, Eleventy, Hexo], code_comment::raw_tags),
        pass(
            "highlight-",
            &[Auto, Docusaurus, Mdx],
            code_comment::highlighting_comments,
        ),
        pass("[!code ", &[Auto, VitePress], code_comment::notations),
        pass("| ", &[Quarto], code_comment::chunk_options),
        pass(")!", &[PythonMarkdown], code_comment::annotation_marks),
        pass("", &[PythonMarkdown], code_comment::language_lines),
        pass("hide", &[Franklin], code_comment::hidden_lines),
        pass("", &[Hexo], hexo::fence_titles),
        // Tables and line blocks come before the passes for constructs inside them.
        pass("+-", &[Quarto], grid_table::apply),
        pass("--", &[Quarto], simple_table::apply),
        pass("| ", &[Quarto], line_block::apply),
        pass(": ", &[Quarto], grid_table::captions),
        pass("(@", &[Quarto], example_list::apply),
        // Heading attributes come before the passes that would parse their braces as other constructs.
        pass(
            "{",
            &[
                Auto,
                Hugo,
                Zola,
                Jekyll,
                Middleman,
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
        pass("\\newcommand", &[Franklin], franklin::command_definitions),
        pass("~~~", &[Franklin], franklin::html_blocks),
        pass("@def", &[Franklin], franklin::definitions),
        pass("@@", &[Franklin], franklin::classes),
        pass("{{", &[Franklin], franklin::insertions),
        pass("{{", &[Auto, Hugo, Quarto, Nikola], hugo::apply),
        pass("{", &[Auto, Zola], zola::apply),
        pass("{", &[Auto, Jekyll, Eleventy, Hexo], liquid::apply),
        pass("<!-- tab ", &[Hexo], hexo::tab_labels),
        // The interpolations `{{ x }}` of Vue look like the outputs of Liquid.
        pass("{{", &[VitePress, Mdc], liquid::replace_outputs),
        // Formulas with braces come before the passes that would parse the braces as expressions or attributes.
        pass("$", &[Mdx, Docusaurus], math::dollars_around_braces),
        // Containers come before the pass that would parse their attributes as expressions.
        pass(":::", &[Docusaurus, Mdx], container::apply),
        // Either `<` or `{` may start a construct, and a pass has only one trigger.
        pass("", &[Mdx, Docusaurus], jsx::apply),
        pass("<", &[VuePress, VitePress], vue::tags),
        pass(
            ":::",
            &[Auto, VuePress, VitePress, Quarto],
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
        pass("$", &[PythonMarkdown, Quarto, Nikola], math::dollars),
        pass("\\", &[PythonMarkdown, Quarto, Nikola], math::brackets),
        pass(
            "\\begin{",
            &[PythonMarkdown, Quarto, Nikola],
            math::environments,
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
            &[
                Auto,
                Jekyll,
                Middleman,
                PythonMarkdown,
                Quarto,
                Mdc,
                Nikola,
                VitePress,
            ],
            attribute_list::apply,
        ),
        pass(
            "*[",
            &[Jekyll, Middleman, PythonMarkdown, Nikola],
            abbreviation::apply,
        ),
        pass("|", &[Jekyll, Middleman], kramdown::tables),
        pass("^", &[Jekyll, Middleman], kramdown::end_of_block_markers),
        pass("%%", &[Obsidian], obsidian::comments),
        pass("$", &[Obsidian], math::dollars),
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
                Auto, Gfm, Hugo, Zola, Jekyll, Middleman, Docusaurus, Mdx, Franklin,
            ],
            math::dollars,
        ),
        pass("\\", &[Hugo, Zola, Jekyll, Middleman], math::brackets),
        pass(
            "\\begin{",
            &[Hugo, Zola, Jekyll, Middleman],
            math::environments,
        ),
        pass("\\\\", &[Jekyll, Middleman], kramdown::line_breaks),
        pass("\\", &[Franklin], franklin::commands),
        pass("++", &[PythonMarkdown], python_markdown::keys),
        pass("==", &[Obsidian, PythonMarkdown], delimited::highlights),
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
        pass("READMORE", &[Middleman], middleman::summary_dividers),
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

/// Prepares a body for the Markdown parser: runs the passes of `dialect` over it. The result has the same length and
/// the same line ends as the body. Takes linear time. Does not copy the body if no pass overwrites anything.
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

/// The Markdown dialect of a site generator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// GFM, and those constructs of all dialects that are unlikely to occur in plain text.
    #[default]
    Auto,
    /// `CommonMark` without extensions.
    CommonMark,
    /// GitHub Flavored Markdown: tables, strikethrough, task lists, bare links, alerts.
    Gfm,
    /// Shortcodes `{{< >}}` and `{{% %}}`, heading attributes.
    Hugo,
    /// Shortcodes `{{ name() }}` and `{% name() %}`, `@/` links.
    Zola,
    /// Liquid tags and filters, kramdown's attribute lists `{: }`.
    Jekyll,
    /// kramdown as in `Jekyll`, without Liquid; the summary divider `READMORE`.
    Middleman,
    /// Liquid or Nunjucks tags.
    Eleventy,
    /// JSX components, expressions, `import` and `export`.
    Mdx,
    /// Admonitions `:::note`, heading ids, MDX in `.md` files too.
    Docusaurus,
    /// Containers `::: tip`, `[[toc]]`.
    VuePress,
    /// Containers as in `VuePress`, code groups, badges, includes.
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
    /// Links and embeds `[[note]]`, `![[note]]`, callouts, `%%comments%%`, `==highlights==`.
    Obsidian,
}

impl Dialect {
    /// Returns the form of front matter that is recognized only in posts of this dialect, or [`AmbiguousForm::None`]. In other
    /// posts, text in this form could be body text.
    pub const fn ambiguous_form(self) -> AmbiguousForm {
        match self {
            Self::PythonMarkdown => AmbiguousForm::KeyValueLines,
            Self::Hexo => AmbiguousForm::OptionalOpener,
            Self::Franklin => AmbiguousForm::Franklin,
            _ => AmbiguousForm::None,
        }
    }

    /// Returns true for the dialects that are based on kramdown.
    pub(crate) const fn is_kramdown(self) -> bool {
        matches!(self, Self::Jekyll | Self::Middleman)
    }

    /// All dialects with their names for `--dialect`.
    pub const ALL: [(Self, &str); 19] = [
        (Self::Auto, "auto"),
        (Self::CommonMark, "commonmark"),
        (Self::Gfm, "gfm"),
        (Self::Hugo, "hugo"),
        (Self::Zola, "zola"),
        (Self::Jekyll, "jekyll"),
        (Self::Middleman, "middleman"),
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

    /// Returns the dialect of a file in a site of this dialect: MDX for `.mdx` files, Quarto for `.qmd` and `.rmd` files,
    /// otherwise the dialect of the site. All files in a site of Docusaurus have its dialect.
    #[must_use]
    pub fn of_file(self, path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default();
        let is_extension = |name: &str| extension.eq_ignore_ascii_case(name);
        match self {
            // The Docusaurus dialect includes MDX.
            Self::Docusaurus => self,
            _ if is_extension("mdx") => Self::Mdx,
            _ if is_extension("qmd") || is_extension("rmd") => Self::Quarto,
            _ => self,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entry = Self::ALL.iter().find(|(dialect, _)| dialect == self);
        formatter.pad(entry.map_or("", |(_, name)| name))
    }
}

/// The error for an unknown dialect name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown dialect; valid names: auto, commonmark, gfm, hugo, zola, jekyll, middleman, eleventy, mdx, docusaurus, \
     vuepress, vitepress, python-markdown, quarto, mdc, hexo, nikola, franklin, obsidian"
)]
pub struct UnknownDialect;

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut dialects = Self::ALL.into_iter();
        let entry = dialects.find(|(_, known)| known.eq_ignore_ascii_case(name));
        entry.map(|(dialect, _)| dialect).ok_or(UnknownDialect)
    }
}
