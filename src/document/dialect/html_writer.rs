//! Writes the HTML that replaces a dialect's constructs.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document::InitialFold;
use crate::text::scheme;

/// Escapes text for HTML content and attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            char => out.push(char),
        }
    }
    out
}

/// Returns the HTML of a placeholder: the name of something that a terminal cannot show.
pub(super) fn placeholder(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    format!(
        "<folio-placeholder>{}</folio-placeholder>",
        escape(&words.join(" "))
    )
}

/// Returns the HTML of a link with plain text.
pub(super) fn link(target: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(target), escape(text))
}

/// Returns the HTML of a link to a video, a recording or another embed. `name` is the name of the website that plays
/// it, or of the file. `title` may be empty.
pub(super) fn media(name: &str, title: &str, target: &str) -> String {
    let title = title.trim();
    let shown = if title.is_empty() {
        format!("▶ {name}")
    } else {
        format!("▶ {name} · {title}")
    };
    link(target, &shown)
}

/// An image with its description, title, caption and attribution.
#[derive(Default)]
pub(super) struct Figure<'s> {
    /// The address of the image.
    pub(super) source: &'s str,
    /// The description, or `None` if the author wrote none.
    pub(super) alt: Option<&'s str>,
    /// The title as inline Markdown, or empty.
    pub(super) title: &'s str,
    /// The caption as inline Markdown, or empty.
    pub(super) caption: &'s str,
    /// The attribution as inline Markdown, or empty.
    pub(super) attribution: &'s str,
    /// The address that the attribution links to, or empty.
    pub(super) attribution_link: &'s str,
    /// The address that the image links to, or empty.
    pub(super) link: &'s str,
}

impl Figure<'_> {
    /// Returns the HTML of the figure.
    pub(super) fn html(&self) -> String {
        let caption = self.caption_html();
        // A caption also serves as the description. With an empty `alt`, `folio check` does not report a missing description.
        let alt = self.alt.or((!caption.is_empty()).then_some(""));
        let image = image(self.source, alt);
        let image = if self.link.is_empty() {
            image
        } else {
            format!("<a href=\"{}\">{image}</a>", escape(self.link))
        };
        if caption.is_empty() {
            format!("<figure>{image}</figure>")
        } else {
            format!("<figure>{image}<figcaption>{caption}</figcaption></figure>")
        }
    }

    /// Returns the HTML of the caption in the form of Hugo's shortcode `figure`: the title on a line of its own, then the caption
    /// and the attribution.
    fn caption_html(&self) -> String {
        let title = inline_markdown(self.title);
        let title = if title.is_empty() {
            title
        } else {
            format!("<strong>{title}</strong>")
        };
        let mut caption_and_attribution = inline_markdown(self.caption);
        let attribution = inline_markdown(self.attribution);
        if !attribution.is_empty() {
            let separator = if caption_and_attribution.is_empty() {
                ""
            } else {
                " "
            };
            caption_and_attribution.push_str(separator);
            caption_and_attribution.push_str(&if self.attribution_link.is_empty() {
                attribution
            } else {
                format!(
                    "<a href=\"{}\">{attribution}</a>",
                    escape(self.attribution_link)
                )
            });
        }
        let separator = if title.is_empty() || caption_and_attribution.is_empty() {
            ""
        } else {
            "<br>"
        };
        format!("{title}{separator}{caption_and_attribution}")
    }
}

/// Returns the HTML of an inline image. `alt` is `None` for an image without a description.
pub(super) fn image(source: &str, alt: Option<&str>) -> String {
    let alt = alt.map_or_else(String::new, |alt| format!(" alt=\"{}\"", escape(alt)));
    format!("<img src=\"{}\"{alt}>", escape(source))
}

/// Returns the start tag of an admonition.
pub(super) fn admonition_start(kind: &str, title: &str) -> String {
    let kind: String = kind
        .to_lowercase()
        .chars()
        .filter(|char| char.is_alphanumeric() || *char == '-')
        .collect();
    let title = plain_text(title);
    let title = if title.is_empty() {
        String::new()
    } else {
        format!(" title=\"{}\"", escape(&title))
    };
    format!("<aside class=\"admonition {kind}\"{title}>")
}

/// Returns the start tag of a `<details>` element and the complete summary. The summary is “Details” if `summary` is blank.
pub(super) fn details_start(summary: &str, fold: InitialFold) -> String {
    let open = if fold == InitialFold::Open {
        " open"
    } else {
        ""
    };
    let summary = if summary.trim().is_empty() {
        "Details".to_owned()
    } else {
        inline_markdown(summary)
    };
    format!("<details{open}><summary>{summary}</summary>")
}

/// Returns the HTML of a code block.
pub(super) fn code(language: &str, code: &str) -> String {
    let language = escape(language);
    let code = escape(code.trim_matches('\n'));
    format!("<pre><code class=\"language-{language}\">{code}</code></pre>")
}

/// Returns the HTML of a code span.
pub(super) fn inline_code(code: &str) -> String {
    format!("<code>{}</code>", escape(code))
}

/// Renders inline Markdown as HTML: emphasis, strikethrough, code, links and line breaks. HTML is copied. An image becomes
/// its description, and a block becomes its text.
pub(super) fn inline_markdown(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text.trim(), Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) => out.push_str(&escape(&text)),
            Event::Code(code) => out.push_str(&inline_code(&code)),
            Event::InlineHtml(html) | Event::Html(html) => out.push_str(&html),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push_str("<br>"),
            Event::Start(tag) => match tag {
                Tag::Emphasis => out.push_str("<em>"),
                Tag::Strong => out.push_str("<strong>"),
                Tag::Strikethrough => out.push_str("<del>"),
                Tag::Link { dest_url, .. } => {
                    out.push_str(&format!("<a href=\"{}\">", escape(&dest_url)));
                }
                _ => {}
            },
            Event::End(tag) => match tag {
                TagEnd::Emphasis => out.push_str("</em>"),
                TagEnd::Strong => out.push_str("</strong>"),
                TagEnd::Strikethrough => out.push_str("</del>"),
                TagEnd::Link => out.push_str("</a>"),
                TagEnd::Paragraph => out.push(' '),
                _ => {}
            },
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Renders inline Markdown as HTML like [`inline_markdown`], but never reads the text as a block: `1. a` is not a list.
pub(super) fn inline_markdown_without_blocks(text: &str) -> String {
    // No block starts with a period, and a period does not change the meaning of the delimiters after it.
    let html = inline_markdown(&format!(".{}", text.trim()));
    html.strip_prefix('.').unwrap_or(&html).to_owned()
}

/// Returns the text of inline Markdown without markup.
pub(super) fn plain_text(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text.trim(), Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns true if `text` is an address: a single word that has a scheme or begins with `/`.
pub(super) fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace) && (scheme(text).is_some() || text.starts_with('/'))
}

/// Returns true if the argument of a tag may be the path of a file: it has no white space.
pub(super) fn may_be_path(text: &str) -> bool {
    !text.contains(char::is_whitespace)
}

/// Returns the last segment of the path of an address.
pub(super) fn file_name(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or(target);
    let name = path.trim_end_matches('/').rsplit('/').next();
    name.unwrap_or(path)
}

/// Returns an address without scheme, `www.` and trailing slash.
pub(super) fn short_address(target: &str) -> &str {
    let bare = target.split_once("://").map_or(target, |(_, bare)| bare);
    bare.trim_start_matches("www.").trim_end_matches('/')
}
