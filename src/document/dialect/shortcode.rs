//! What shortcodes mean by their names, which generators, themes and plugins have in common.

use std::ops::Range;

use super::args::Args;
use super::draft::Draft;
use super::{line, math, say};

/// Kinds of admonitions that give shortcodes their names.
const KINDS: [&str; 23] = [
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
/// Shortcodes whose argument says the kind.
const BOXES: [&str; 9] = [
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
/// Shortcodes that fold their inside.
const FOLDS: [&str; 9] = [
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
/// Shortcodes that show nothing.
const SILENT: [&str; 12] = [
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
    "style",
    "css",
];
/// Shortcodes whose inside is the source of a drawing.
const DRAWINGS: [&str; 6] = ["chart", "dot", "graphviz", "goat", "mermaid", "plantuml"];
const IMAGES: [&str; 14] = [
    "apng", "avif", "bmp", "gif", "ico", "jfif", "jpeg", "jpg", "png", "svg", "tif", "tiff",
    "webp", "heic",
];

/// What the start and the end of a pair mean.
pub(super) struct Pair {
    pub(super) start: String,
    pub(super) end: String,
}

impl Pair {
    fn new(start: impl Into<String>, end: impl Into<String>) -> Self {
        Self {
            start: start.into(),
            end: end.into(),
        }
    }
}

/// What a shortcode that stands for itself shows.
pub(super) fn single(name: &str, args: &Args<'_>) -> String {
    let lower = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    if SILENT.contains(&stem) {
        return String::new();
    }
    if let Some(html) = film(stem, args) {
        return html;
    }
    let source = args.get(&[
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
    ]);
    let is_picture = matches!(
        stem,
        "figure"
            | "img"
            | "image"
            | "picture"
            | "photo"
            | "fig"
            | "asset_img"
            | "responsive-image"
            | "imgcap"
            | "intextimg"
    );
    let source = match source {
        None if is_picture => unnamed_image(args),
        source => source,
    };
    if let Some(source) = source.filter(|source| is_picture || is_image(source)) {
        let caption = args
            .get(&["caption", "title", "attr", "description"])
            .unwrap_or_default();
        let alt = args
            .get(&["alt"])
            .or_else(|| args.at(1).filter(|alt| is_picture && *alt != source));
        return say::figure(
            source,
            alt,
            caption,
            args.get(&["link"]).unwrap_or_default(),
        );
    }
    let address = args
        .values()
        .map(|(_, value)| value)
        .find(|value| say::is_address(value));
    let title = args.get(&["title", "text", "name", "caption", "label", "alt"]);
    if let Some(address) = source.or(address).filter(|target| !target.is_empty()) {
        let shown = title.map_or_else(|| format!("{name} {}", say::bare(address)), str::to_owned);
        return say::link(address, &shown);
    }
    let words: Vec<&str> = args.values().map(|(_, value)| value).collect();
    let words: String = words.join(" ").chars().take(60).collect();
    say::chip(&format!("{name} {words}"))
}

/// What is shown on another site.
fn film(name: &str, args: &Args<'_>) -> Option<String> {
    let id = args
        .named_or(&["id", "video_id", "videoid", "src", "url"], 0)
        .trim();
    if id.is_empty() {
        return None;
    }
    let title = args.get(&["title", "caption", "label"]).unwrap_or_default();
    let address = |target: String| {
        if id.contains("://") {
            id.to_owned()
        } else {
            target
        }
    };
    let (site, target) = match name {
        "youtube" | "yt" | "youtube-lite" | "youtubepl" | "lite-youtube" => {
            ("YouTube", format!("https://www.youtube.com/watch?v={id}"))
        }
        "vimeo" => ("Vimeo", format!("https://vimeo.com/{id}")),
        "gist" | "github_gist" => match args.at(1) {
            Some(gist) if !id.contains('/') => {
                ("Gist", format!("https://gist.github.com/{id}/{gist}"))
            }
            _ => ("Gist", format!("https://gist.github.com/{id}")),
        },
        "tweet" | "x" | "twitter" | "x_simple" | "tweet_simple" | "twitter_simple" => {
            let number = args.get(&["id"]).or_else(|| args.at(1)).unwrap_or(id);
            let user = args
                .get(&["user"])
                .or_else(|| args.at(0))
                .filter(|user| *user != number);
            (
                if name == "x" { "X" } else { "Twitter" },
                format!("https://x.com/{}/status/{number}", user.unwrap_or("i")),
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
        "video" | "audio" | "mp4" | "asciicast" => {
            return Some(say::media(title_or(title, say::file(id)), "", id));
        }
        _ => return None,
    };
    Some(say::media(site, title, &address(target)))
}

fn title_or<'t>(title: &'t str, other: &'t str) -> &'t str {
    if title.is_empty() { other } else { title }
}

fn unnamed_image<'s>(args: &Args<'s>) -> Option<&'s str> {
    let mut values = args.values().map(|(_, value)| value);
    values.find(|value| is_image(value)).or_else(|| args.at(0))
}

/// Whether an address is a picture's, by its ending.
pub(super) fn is_image(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| IMAGES.contains(&&*ending.to_lowercase()))
}

/// What the two tags of a pair mean; their inside stays as it is.
pub(super) fn pair(name: &str, args: &Args<'_>) -> Pair {
    let lower = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let title = args.get(&[
        "title", "header", "heading", "summary", "caption", "name", "label", "text",
    ]);
    if KINDS.contains(&&*lower) {
        let title = title.or_else(|| args.at(0)).unwrap_or_default();
        return aside(&lower, title);
    }
    if BOXES.contains(&&*lower) {
        let kind = args.get(&[
            "type", "kind", "style", "color", "level", "class", "theme", "status",
        ]);
        let unnamed = usize::from(kind.is_none());
        let kind = kind.or_else(|| args.at(0)).unwrap_or("note");
        // A first argument of several words is a title and no kind.
        return if kind.contains(char::is_whitespace) {
            aside("note", kind)
        } else {
            aside(kind, title.or_else(|| args.at(unnamed)).unwrap_or_default())
        };
    }
    if FOLDS.contains(&&*lower) {
        let summary = title.or_else(|| args.at(0)).unwrap_or_default();
        return Pair::new(say::details(summary), "</details>");
    }
    match &*lower {
        "blockquote" | "quote" | "epigraph" => {
            let author = args
                .get(&["author", "cite", "attribution", "source", "name"])
                .or_else(|| args.at(0));
            let author = author.map(|author| format!("<p>— {}</p>", say::markdown(author)));
            Pair::new("<blockquote>", author.unwrap_or_default() + "</blockquote>")
        }
        "button" | "btn" | "link" | "a" | "cta" => {
            let target = args.named_or(&["href", "to", "link", "url", "relref", "ref"], 0);
            Pair::new(format!("<a href=\"{}\">", say::escape(target)), "</a>")
        }
        "tab" | "tabitem" | "tab-item" | "step" | "card" => {
            let title = title.or_else(|| args.at(0)).unwrap_or_default();
            let start = if title.is_empty() {
                String::new()
            } else {
                format!("<p><strong>{}</strong></p>", say::markdown(title))
            };
            Pair::new(start, "")
        }
        "mark" => Pair::new("<mark>", "</mark>"),
        "kbd" => Pair::new("<kbd>", "</kbd>"),
        "sub" => Pair::new("<sub>", "</sub>"),
        "sup" => Pair::new("<sup>", "</sup>"),
        "figure" | "image" | "img" => {
            let source = args.named_or(&["src", "source", "image"], 0);
            let image = say::image(source, args.get(&["alt"]).or(Some("")));
            Pair::new(
                format!("<figure>{image}<figcaption>"),
                "</figcaption></figure>",
            )
        }
        _ => Pair::new("", ""),
    }
}

fn aside(kind: &str, title: &str) -> Pair {
    Pair::new(say::admonition(kind, title), "</aside>")
}

/// Reads a pair whose inside is not Markdown; `false` where it is some.
pub(super) fn verbatim(
    draft: &mut Draft<'_>,
    name: &str,
    args: &Args<'_>,
    open: &Range<usize>,
    close: &Range<usize>,
) -> bool {
    let lower = name.to_lowercase();
    let language = match &*lower {
        "highlight" | "code" | "codeblock" | "code-block" => {
            args.get(&["lang", "language"]).or_else(|| args.at(0))
        }
        name if DRAWINGS.contains(&name) => Some(name),
        "math" | "katex" | "latex" | "mathjax" => {
            let inside = draft.body[open.end..close.start].trim_matches(['$', '\n', ' ']);
            let html = math::html(inside);
            draft.say(open.start..close.end, html);
            return true;
        }
        "css" | "style" | "script" | "js" | "javascript" | "comment" => {
            draft.say(open.start..close.end, "");
            return true;
        }
        "rawhtml" | "raw_html" | "html" | "raw-html" => {
            let inside = draft.body[open.end..close.start].to_owned();
            draft.say(open.start..close.end, inside);
            return true;
        }
        _ => return false,
    };
    let language = language
        .unwrap_or_default()
        .trim_start_matches("lang:")
        .to_owned();
    code(draft, &language, open, close);
    true
}

/// Makes a pair a block of code: a fence where its tags stand alone on their lines.
pub(super) fn code(
    draft: &mut Draft<'_>,
    language: &str,
    open: &Range<usize>,
    close: &Range<usize>,
) {
    let inside = &draft.body[open.end..close.start];
    let sign = ["```", "~~~"]
        .into_iter()
        .find(|sign| !inside.contains(sign));
    let is_on_a_line =
        |range: &Range<usize>| !draft.body[range.clone()].contains('\n') && draft.is_alone(range);
    let prefix =
        |range: &Range<usize>| &draft.body[line::start(draft.body, range.start)..range.start];
    if let Some(sign) = sign
        && is_on_a_line(open)
        && is_on_a_line(close)
        && inside.contains('\n')
        && line::marker(prefix(open).trim_start()).is_none()
        && prefix(open).trim() == prefix(close).trim()
        && !language.contains(['`', '\n'])
        && open.len() >= sign.len() + language.len()
        && close.len() >= sign.len()
    {
        let fill = |text: String, range: &Range<usize>| {
            format!(
                "{text:width$}",
                width = range.len() - (text.len() - text.chars().count())
            )
        };
        draft.rewrite(open.clone(), &fill(format!("{sign}{language}"), open));
        draft.rewrite(close.clone(), &fill(sign.to_owned(), close));
        draft.keep(open.end..close.start);
        return;
    }
    let html = say::code(language, inside);
    draft.block(open.start..close.end, html);
}
