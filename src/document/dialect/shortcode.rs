//! The HTML for shortcodes and components, by their names. Generators, themes and plugins share many of these names.

use std::ops::Range;

use super::annotations::CodeLabelText;
use super::args::TagArgs;
use super::rewriter::Rewriter;
use super::{html_writer, line, math};
use crate::document::InitialFold;

/// Admonition kinds that are also shortcode names.
const ADMONITION_KINDS: [&str; 23] = [
    "abstract",
    "attention",
    "bug",
    "caution",
    "danger",
    "error",
    "example",
    "failure",
    "fyi",
    "important",
    "info",
    "information",
    "note",
    "question",
    "seealso",
    "success",
    "summary",
    "tip",
    "tldr",
    "todo",
    "warn",
    "warning",
    "aside",
];
/// Names of admonition shortcodes whose kind is an argument.
const ADMONITION_SHORTCODES: [&str; 9] = [
    "admonition",
    "alert",
    "blockquote-alert",
    "box",
    "callout",
    "hint",
    "message",
    "notice",
    "notification",
];
/// Names of shortcodes whose content can be folded.
const DETAILS_SHORTCODES: [&str; 9] = [
    "accordion",
    "accordion-item",
    "collapse",
    "collapsible",
    "details",
    "expand",
    "expandable",
    "fold",
    "spoiler",
];
/// Names of shortcodes that show nothing.
const IGNORED_SHORTCODES: [&str; 14] = [
    "toc",
    "table_of_contents",
    "tableofcontents",
    "excerpt",
    "end_excerpt",
    "more",
    "clear",
    "clearfix",
    "adsense",
    "katex_on",
    "fa",
    "pagebreak",
    "style",
    "css",
];
/// Names of shortcodes whose content is the source of a diagram.
const DIAGRAM_SHORTCODES: [&str; 6] = ["chart", "dot", "graphviz", "goat", "mermaid", "plantuml"];
/// Names of shortcodes that only arrange their content.
const LAYOUT_SHORTCODES: [&str; 19] = [
    "accordions",
    "block",
    "cards",
    "center",
    "col",
    "column",
    "columns",
    "div",
    "grid",
    "lead",
    "panel",
    "row",
    "section",
    "steps",
    "tabgroup",
    "tabpane",
    "tabs",
    "timeline",
    "wrap",
];
/// File extensions of images.
const IMAGE_EXTENSIONS: [&str; 14] = [
    "apng", "avif", "bmp", "gif", "ico", "jfif", "jpeg", "jpg", "png", "svg", "tif", "tiff",
    "webp", "heic",
];

/// Shortcodes that show an image.
const IMAGE_SHORTCODES: [&str; 10] = [
    "figure",
    "img",
    "image",
    "picture",
    "photo",
    "fig",
    "asset_img",
    "responsive-image",
    "imgcap",
    "intextimg",
];
/// Arguments that hold the address of what a shortcode shows.
const SOURCE_ARGUMENTS: [&str; 10] = [
    "src",
    "source",
    "url",
    "path",
    "image",
    "img",
    "image_path",
    "file",
    "href",
    "link",
];

/// Maximum length of the arguments in the placeholder of an unknown shortcode, in characters.
const MAX_PLACEHOLDER_CHARS: usize = 60;

/// The HTML that replaces the start tag and the end tag of a pair.
pub(super) struct PairHtml {
    pub(super) start: String,
    pub(super) end: String,
}

impl PairHtml {
    /// Creates the HTML of a pair.
    pub(super) fn new(start: impl Into<String>, end: impl Into<String>) -> Self {
        Self {
            start: start.into(),
            end: end.into(),
        }
    }
}

/// Returns the last segment of a shortcode's name, in lower case: `folder/Figure` → `figure`.
fn last_segment(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).to_lowercase()
}

/// Returns the HTML of a shortcode without an end tag: an embed, an image, the keys of a keyboard shortcut,
/// a link or a placeholder. Returns an empty string for [`IGNORED_SHORTCODES`].
pub(super) fn standalone_html(name: &str, args: &TagArgs<'_>) -> String {
    let lower = last_segment(name);
    // A name may have the extension of the shortcode's template: `figure.html` is `figure`.
    let stem = lower.split('.').next().unwrap_or_default();
    if IGNORED_SHORTCODES.contains(&stem) {
        return String::new();
    }
    if let Some(html) = embed(stem, args) {
        return html;
    }
    if stem == "kbd" {
        let keys = html_writer::escape(args.unnamed(0).unwrap_or_default());
        return format!("<kbd>{keys}</kbd>");
    }
    let is_image_shortcode = IMAGE_SHORTCODES.contains(&stem);
    let source = match args.get(&SOURCE_ARGUMENTS) {
        None if is_image_shortcode => image_argument(args),
        source => source,
    };
    if let Some(source) = source.filter(|source| is_image_shortcode || is_image(source)) {
        let alt = args.get(&["alt"]).or_else(|| {
            args.unnamed(1)
                .filter(|alt| is_image_shortcode && *alt != source)
        });
        return figure(source, alt, args);
    }
    let address = args
        .names_and_values()
        .map(|(_, value)| value)
        .find(|value| html_writer::is_address(value));
    match source.or(address).filter(|target| !target.is_empty()) {
        Some(target) => link(name, target, args),
        None => placeholder(name, args),
    }
}

/// Returns the HTML of an image with its caption.
fn figure(source: &str, alt: Option<&str>, args: &TagArgs<'_>) -> String {
    let get = |names: &[&str]| args.get(names).unwrap_or_default();
    let figure = html_writer::Figure {
        source,
        alt,
        title: get(&["title"]),
        caption: get(&["caption", "description"]),
        attribution: get(&["attr", "attribution", "credit"]),
        attribution_link: get(&["attrlink"]),
        link: get(&["link"]),
    };
    figure.html()
}

/// Arguments with a text that is shown after the title of a link.
const DESCRIPTION_ARGUMENTS: [&str; 5] = ["description", "desc", "summary", "subtitle", "caption"];

/// Returns the HTML that shows an unknown shortcode as a link to `address`, with the title and the description in `args`.
fn link(name: &str, address: &str, args: &TagArgs<'_>) -> String {
    let title = args.get(&["title", "text", "name", "caption", "label", "alt"]);
    let shown = title.map_or_else(
        || format!("{name} {}", html_writer::short_address(address)),
        str::to_owned,
    );
    let link = html_writer::link(address, &shown);
    match args.get(&DESCRIPTION_ARGUMENTS) {
        Some(description) if title != Some(description) => {
            format!("{link} · {}", html_writer::inline_markdown(description))
        }
        _ => link,
    }
}

/// Returns the HTML of the placeholder for an unknown shortcode: its name and its arguments.
fn placeholder(name: &str, args: &TagArgs<'_>) -> String {
    let values: Vec<&str> = args.names_and_values().map(|(_, value)| value).collect();
    let shown_values: String = values
        .join(" ")
        .chars()
        .take(MAX_PLACEHOLDER_CHARS)
        .collect();
    html_writer::placeholder(&format!("{name} {shown_values}"))
}

/// Returns the HTML of a link in place of a recording or of content from another site, such as a video on `YouTube`. Returns
/// `None` for any other shortcode, and for a shortcode that has neither an id nor an address.
fn embed(name: &str, args: &TagArgs<'_>) -> Option<String> {
    let id = args
        .named_or_unnamed(&["id", "video_id", "videoid", "src", "url"], 0)
        .trim();
    if id.is_empty() {
        return None;
    }
    let title = args.get(&["title", "caption", "label"]).unwrap_or_default();
    let (service, address_of_id) = match name {
        "youtube" | "yt" | "youtube-lite" | "youtubepl" | "lite-youtube" => {
            ("YouTube", format!("https://www.youtube.com/watch?v={id}"))
        }
        "vimeo" => ("Vimeo", format!("https://vimeo.com/{id}")),
        "gist" | "github_gist" => match args.unnamed(1) {
            // `id` is the user if a second argument follows.
            Some(gist) if !id.contains('/') => {
                ("Gist", format!("https://gist.github.com/{id}/{gist}"))
            }
            _ => ("Gist", format!("https://gist.github.com/{id}")),
        },
        "tweet" | "x" | "twitter" | "x_simple" | "tweet_simple" | "twitter_simple" => {
            let status_id = args.get(&["id"]).or_else(|| args.unnamed(1)).unwrap_or(id);
            let user = args
                .get(&["user"])
                .or_else(|| args.unnamed(0))
                // A single argument is the id of the status, not the user.
                .filter(|user| *user != status_id);
            (
                if name == "x" { "X" } else { "Twitter" },
                // X also finds a status without the user's name, at `/i/status/…`.
                format!("https://x.com/{}/status/{status_id}", user.unwrap_or("i")),
            )
        }
        "instagram" => ("Instagram", format!("https://www.instagram.com/p/{id}/")),
        "asciinema" => ("asciinema", format!("https://asciinema.org/a/{id}")),
        "codepen" => ("CodePen", format!("https://codepen.io/pen/{id}")),
        "jsfiddle" => ("JSFiddle", format!("https://jsfiddle.net/{id}")),
        "soundcloud" => ("SoundCloud", format!("https://soundcloud.com/{id}")),
        "spotify" => ("Spotify", format!("https://open.spotify.com/{id}")),
        "bilibili" => ("Bilibili", format!("https://www.bilibili.com/video/{id}")),
        "speakerdeck" => (
            "Speaker Deck",
            format!("https://speakerdeck.com/player/{id}"),
        ),
        "slideshare" => (
            "SlideShare",
            format!("https://www.slideshare.net/slideshow/embed_code/{id}"),
        ),
        "gslides" => (
            "Google Slides",
            format!("https://docs.google.com/presentation/d/{id}"),
        ),
        "scribd" => ("Scribd", format!("https://www.scribd.com/doc/{id}")),
        // A recording is named by its title or its file, because it belongs to no service.
        "video" | "audio" | "mp4" | "asciicast" => {
            return Some(html_writer::media(
                title_or(title, html_writer::file_name(id)),
                "",
                id,
            ));
        }
        _ => return None,
    };
    let is_address = id.contains("://");
    let target = if is_address { id } else { &address_of_id };
    Some(html_writer::media(service, title, target))
}

/// Returns `title`, or `default` if `title` is empty.
fn title_or<'t>(title: &'t str, default: &'t str) -> &'t str {
    if title.is_empty() { default } else { title }
}

/// Returns the first argument that is the address of an image. If there is none, returns the first unnamed argument.
fn image_argument<'s>(args: &TagArgs<'s>) -> Option<&'s str> {
    let mut values = args.names_and_values().map(|(_, value)| value);
    values
        .find(|value| is_image(value))
        .or_else(|| args.unnamed(0))
}

/// Returns true if an address ends with the extension of an image file.
pub(super) fn is_image(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| IMAGE_EXTENSIONS.contains(&&*extension.to_lowercase()))
}

/// Returns true if the content between `{{< name >}}` and `{{< /name >}}` is Markdown. This holds for known shortcodes and for
/// those that only arrange their content.
pub(super) fn has_markdown_content(name: &str, args: &TagArgs<'_>) -> bool {
    let lower = last_segment(name);
    let html = pair_html(name, args);
    // Without a title, these have empty HTML, as unknown shortcodes have.
    let is_titled = matches!(&*lower, "tab" | "tabitem" | "tab-item" | "step" | "card");
    is_titled || !html.start.is_empty() || LAYOUT_SHORTCODES.contains(&&*lower)
}

/// Returns the HTML of the label of an unknown component: its title, or the name of a person who speaks in a dialogue. The label
/// is a link if the component has an address. Without a title or a name, the label is the address. Returns `None` if there is no
/// label, and for an icon.
pub(super) fn label(name: &str, args: &TagArgs<'_>) -> Option<String> {
    if name.to_lowercase().contains("icon") {
        return None;
    }
    let title = args.get(&[
        "title", "label", "header", "heading", "summary", "speaker", "author", "name", "who", "alt",
    ]);
    match (title, args.get(&["href", "url", "to", "src"])) {
        (Some(title), Some(address)) => Some(html_writer::link(address, title)),
        (Some(title), None) => Some(html_writer::inline_markdown(title)),
        (None, Some(address)) => {
            let shown = html_writer::short_address(address);
            Some(html_writer::link(address, shown))
        }
        (None, None) => None,
    }
}

/// Returns the HTML that replaces the start tag and the end tag of a pair; empty HTML for an unknown name. The content between
/// the tags is not changed.
pub(super) fn pair_html(name: &str, args: &TagArgs<'_>) -> PairHtml {
    let lower = last_segment(name);
    let title = args.get(&[
        "title", "header", "heading", "summary", "caption", "name", "label", "text",
    ]);
    if ADMONITION_KINDS.contains(&&*lower) {
        let title = title.or_else(|| args.unnamed(0)).unwrap_or_default();
        return admonition(&lower, title);
    }
    if ADMONITION_SHORTCODES.contains(&&*lower) {
        return admonition_with_kind(title, args);
    }
    if DETAILS_SHORTCODES.contains(&&*lower) {
        let summary = title.or_else(|| args.unnamed(0)).unwrap_or_default();
        let is_open = args.get(&["open"]).is_some_and(|value| value != "false");
        let details = html_writer::details_start(summary, InitialFold::open_if(is_open));
        return PairHtml::new(details, "</details>");
    }
    match &*lower {
        "blockquote" | "quote" | "epigraph" => quote(args),
        "button" | "btn" | "link" | "a" | "cta" => {
            let target = args.named_or_unnamed(&["href", "to", "link", "url", "relref", "ref"], 0);
            // Without an address, the content is shown without a link.
            if target.is_empty() {
                return PairHtml::new("<span>", "</span>");
            }
            PairHtml::new(
                format!("<a href=\"{}\">", html_writer::escape(target)),
                "</a>",
            )
        }
        "tab" | "tabitem" | "tab-item" | "step" | "card" => {
            let title = title
                .or_else(|| args.unnamed(0))
                .or_else(|| args.get(&["value"]));
            titled_content(title.unwrap_or_default())
        }
        "mark" => PairHtml::new("<mark>", "</mark>"),
        "kbd" => PairHtml::new("<kbd>", "</kbd>"),
        "sub" => PairHtml::new("<sub>", "</sub>"),
        "sup" => PairHtml::new("<sup>", "</sup>"),
        "figure" | "image" | "img" => {
            let source = args.named_or_unnamed(&["src", "source", "image"], 0);
            // The content becomes the caption. The caption describes the image, so an image without `alt` has an empty
            // alternative text.
            let alt = args.get(&["alt"]).unwrap_or("");
            let image = html_writer::image(source, Some(alt));
            PairHtml::new(
                format!("<figure>{image}<figcaption>"),
                "</figcaption></figure>",
            )
        }
        _ => PairHtml::new("", ""),
    }
}

/// Returns the HTML of an admonition whose kind is one of the arguments.
fn admonition_with_kind(title: Option<&str>, args: &TagArgs<'_>) -> PairHtml {
    let kind = args.get(&[
        "type", "kind", "style", "color", "level", "class", "theme", "status",
    ]);
    // Without a named kind, the first unnamed argument is the kind, and the second is the title.
    let title_index = usize::from(kind.is_none());
    let kind = kind.or_else(|| args.unnamed(0)).unwrap_or("note");
    // An argument of several words is a title, not a kind.
    if kind.contains(char::is_whitespace) {
        return admonition("note", kind);
    }
    let title = title.or_else(|| args.unnamed(title_index));
    admonition(kind, title.unwrap_or_default())
}

/// Returns the HTML of a quote with its author.
fn quote(args: &TagArgs<'_>) -> PairHtml {
    let author = args
        .get(&["author", "cite", "attribution", "source", "name"])
        .or_else(|| args.unnamed(0));
    let author = author.map(|author| format!("<p>— {}</p>", html_writer::inline_markdown(author)));
    PairHtml::new("<blockquote>", author.unwrap_or_default() + "</blockquote>")
}

/// Returns the HTML of content with a title above it. An empty title is not shown.
fn titled_content(title: &str) -> PairHtml {
    if title.is_empty() {
        return PairHtml::new("", "");
    }
    let title = html_writer::inline_markdown(title);
    PairHtml::new(format!("<p><strong>{title}</strong></p>"), "")
}

/// Returns the HTML of an admonition.
fn admonition(kind: &str, title: &str) -> PairHtml {
    PairHtml::new(html_writer::admonition_start(kind, title), "</aside>")
}

/// Replaces a pair whose content is not Markdown. Returns false and does nothing if the content is Markdown. `open` is the range
/// of the start tag, `close` the range of the end tag.
pub(super) fn replace_non_markdown_pair(
    rewriter: &mut Rewriter<'_>,
    name: &str,
    args: &TagArgs<'_>,
    open: &Range<usize>,
    close: &Range<usize>,
) -> bool {
    let lower = name.to_lowercase();
    let language = match &*lower {
        "highlight" | "code" | "codeblock" | "code-block" => {
            args.get(&["lang", "language"]).or_else(|| args.unnamed(0))
        }
        name if DIAGRAM_SHORTCODES.contains(&name) => Some(name),
        "math" | "katex" | "latex" | "mathjax" => {
            let inside = rewriter.body[open.end..close.start].trim_matches(['$', '\n', ' ']);
            let html = math::display_html(inside);
            rewriter.replace(open.start..close.end, html);
            return true;
        }
        "css" | "style" | "script" | "js" | "javascript" | "comment" => {
            rewriter.remove(open.start..close.end);
            return true;
        }
        "rawhtml" | "raw_html" | "html" | "raw-html" => {
            let inside = rewriter.body[open.end..close.start].to_owned();
            rewriter.replace(open.start..close.end, inside);
            return true;
        }
        _ => return false,
    };
    // Hexo writes `lang:rust`.
    let language = language
        .unwrap_or_default()
        .trim_start_matches("lang:")
        .to_owned();
    let info = CodeInfo {
        language: &language,
        title: args
            .get(&["title", "caption", "filename"])
            .unwrap_or_default(),
    };
    replace_code(rewriter, info, open, close);
    true
}

/// The language and the title of the code between two tags; each may be empty.
#[derive(Clone, Copy, Default)]
pub(super) struct CodeInfo<'s> {
    pub(super) language: &'s str,
    pub(super) title: &'s str,
}

/// Turns the content of a pair into a code block. Overwrites the tags with code fences if the tags are alone on their lines and
/// long enough. Otherwise replaces the pair with HTML.
pub(super) fn replace_code(
    rewriter: &mut Rewriter<'_>,
    CodeInfo { language, title }: CodeInfo<'_>,
    open: &Range<usize>,
    close: &Range<usize>,
) {
    let code = &rewriter.body[open.end..close.start];
    let fence = ["```", "~~~"]
        .into_iter()
        .find(|fence| !code.contains(fence));
    let is_alone_on_line = |range: &Range<usize>| {
        !rewriter.body[range.clone()].contains('\n') && rewriter.is_block_level(range)
    };
    let prefix =
        |range: &Range<usize>| &rewriter.body[line::start(rewriter.body, range.start)..range.start];
    // If both tags follow a list marker, they are in two items. A code block cannot span two items.
    if let Some(fence) = fence
        && is_alone_on_line(open)
        && is_alone_on_line(close)
        && code.contains('\n')
        && line::list_marker(prefix(open).trim_start()).is_none()
        && prefix(open).trim() == prefix(close).trim()
        && !language.contains(['`', '\n'])
        && open.len() >= fence.len() + language.len()
        && close.len() >= fence.len()
    {
        // Appends blanks until the text has as many bytes as the range. A format width counts characters, not bytes.
        let pad = |text: String, range: &Range<usize>| {
            format!(
                "{text:width$}",
                width = range.len() - (text.len() - text.chars().count())
            )
        };
        rewriter.overwrite_with(open.clone(), &pad(format!("{fence}{language}"), open));
        rewriter.overwrite_with(close.clone(), &pad(fence.to_owned(), close));
        rewriter.claim(open.end..close.start);
        if !title.is_empty() {
            rewriter.label_code(open.start, CodeLabelText::Title(title.into()));
        }
        return;
    }
    let mut html = html_writer::code(language, code);
    if !title.is_empty() {
        html = format!(
            "<figcaption>{}</figcaption>{html}",
            html_writer::escape(title)
        );
    }
    rewriter.replace_block(open.start..close.end, html);
}

/// Hides `/*` and `*/` of an escaped shortcode that is in code. Hugo and Zola replace shortcodes before they parse Markdown, so
/// these characters are not shown in code either. `content` is the text between the shortcode's delimiters, from byte `start` on.
pub(super) fn hide_escape_in_code(rewriter: &mut Rewriter<'_>, start: usize, content: &str) {
    let content = content.trim_end();
    let after_opener = content.strip_prefix("/*");
    if after_opener.is_some_and(|text| text.ends_with("*/")) {
        let end = start + content.len();
        rewriter.hide_in_code(start..start + "/*".len());
        rewriter.hide_in_code(end - "*/".len()..end);
    }
}
