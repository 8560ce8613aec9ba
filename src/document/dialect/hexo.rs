//! Tag plugins of Hexo and Octopress. Their arguments have positions instead of names (Hexo, “Tag Plugins”).

use super::annotations::CodeLabelText;
use super::args::TagArgs;
use super::html_writer::{self, Figure};
use super::line::{self, Fence, LineCursor};
use super::rewriter::Rewriter;
use super::shortcode::{self, PairHtml};
use crate::document::InitialFold;

/// Kinds of the tag `note` in the theme `NexT`.
const NOTE_KINDS: [&str; 6] = ["default", "primary", "success", "info", "warning", "danger"];

/// Returns the link target of a template tag that links to a post or a file, such as `post_link`. Returns `None` for other tags.
pub(super) fn target(name: &str, args: &str) -> Option<String> {
    let file_name = TagArgs::parse(args)
        .unnamed(0)
        .unwrap_or_default()
        .to_owned();
    match name {
        "post_link" | "post_path" => Some(format!("/{file_name}")),
        "asset_link" | "asset_path" => Some(file_name),
        _ => None,
    }
}

/// Returns the HTML of a tag for which [`target`] returns a link target.
pub(super) fn link(target: &str, args: &str) -> String {
    // The first word is the name of the post or the file.
    let words: Vec<&str> = words(args).skip(1).collect();
    let title_words = match words.as_slice() {
        // The last argument may be `true` or `false`, which tells whether the title is escaped.
        [title_words @ .., "true" | "false"] => title_words,
        title_words => title_words,
    };
    let title = title_words.join(" ");
    let shown = if title.is_empty() {
        target.trim_start_matches('/')
    } else {
        &title
    };
    html_writer::link(target, shown)
}

/// Returns the HTML of a tag without an end tag. Returns `None` if Hexo has no such tag, or if a required argument is missing.
pub(super) fn standalone_html(name: &str, args: &str) -> Option<String> {
    match name {
        // `img class file.png width height '"title" "description"'`; only the file is required.
        "asset_img" | "img" => {
            let source = words(args).find(|word| shortcode::is_image(word))?;
            let words_after = words(args).skip_while(|word| *word != source).skip(1);
            let is_size = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
            let title: Vec<&str> = words_after.skip_while(is_size).collect();
            let text = title.join(" ");
            let (title, alt) = title_and_alt(&text);
            let figure = Figure {
                source,
                alt,
                caption: title,
                ..Figure::default()
            };
            Some(figure.html())
        }
        // `link text address`.
        "link" => {
            let address = words(args).find(|word| html_writer::is_address(word))?;
            let text: Vec<&str> = words(args).take_while(|word| *word != address).collect();
            Some(html_writer::link(address, &text.join(" ")))
        }
        // The theme `NexT`: `label class@text`.
        "label" => {
            let (_, text) = args.split_once('@')?;
            Some(html_writer::escape(text.trim()))
        }
        // The theme `NexT`: `btn address, text, icon`.
        "btn" | "button" => {
            let mut parts = args.split(',').map(str::trim);
            let address = parts.next()?;
            let text = parts.find(|part| !part.is_empty())?;
            Some(html_writer::link(address, text))
        }
        _ => None,
    }
}

/// Splits the last argument of an image into the title and the description; the outer quotation marks are already removed. The
/// description is in quotation marks of its own, and the title may be: `"title" "description"` or `title 'description'`. Without
/// a description, the complete text is the title.
fn title_and_alt(text: &str) -> (&str, Option<&str>) {
    const QUOTATION_MARKS: [char; 2] = ['"', '\''];
    let text = text.trim();
    let alt_start = |quote: char| text.strip_suffix(quote)?.rfind(quote);
    let (title, alt) = match QUOTATION_MARKS.into_iter().find_map(alt_start) {
        Some(start) if start > 0 => (
            &text[..start],
            Some(text[start..].trim_matches(QUOTATION_MARKS)),
        ),
        _ => (text, None),
    };
    (title.trim().trim_matches(QUOTATION_MARKS), alt)
}

/// Returns the HTML of the start tag and the end tag of a pair, or `None` if Hexo has no such pair.
pub(super) fn pair_html(name: &str, args: &str) -> Option<PairHtml> {
    match name {
        "blockquote" | "quote" => {
            let source = attribution(args);
            let source = if source.is_empty() {
                source
            } else {
                format!("<p>— {source}</p>")
            };
            Some(PairHtml::new("<blockquote>", source + "</blockquote>"))
        }
        // The theme `Butterfly`: `hideToggle title,background,color`.
        "hideToggle" | "hideBlock" => {
            let title = args.split(',').next().unwrap_or_default();
            let start = html_writer::details_start(title.trim(), InitialFold::Closed);
            Some(PairHtml::new(start, "</details>"))
        }
        "pullquote" => Some(PairHtml::new("<blockquote>", "</blockquote>")),
        "note" | "subnote" => {
            let mut words = words(args).filter(|word| *word != "no-icon").peekable();
            let kind = words.next_if(|word| NOTE_KINDS.contains(word));
            let title: Vec<&str> = words.collect();
            let kind = match kind.unwrap_or("note") {
                "default" | "primary" => "note",
                kind => kind,
            };
            let start = html_writer::admonition_start(kind, &title.join(" "));
            Some(PairHtml::new(start, "</aside>"))
        }
        _ => None,
    }
}

/// Returns the HTML of the attribution of a quotation: `Author, Work`, or an author followed by an address and the
/// title of the address.
fn attribution(args: &str) -> String {
    let args = args.trim();
    let Some(address) = words(args).find(|word| html_writer::is_address(word)) else {
        return html_writer::inline_markdown(args);
    };
    let (author, title) = args.split_once(address).unwrap_or((args, ""));
    let shown = if title.trim().is_empty() {
        html_writer::short_address(address)
    } else {
        title.trim()
    };
    let author = html_writer::inline_markdown(author.trim_end_matches([',', ' ']));
    let separator = if author.is_empty() { "" } else { ", " };
    format!("{author}{separator}{}", html_writer::link(address, shown))
}

/// Returns the title and the language of a code block from arguments such as `title lang:js url link-text
/// line_number:false`.
pub(super) fn code_title_and_language(args: &str) -> (String, &str) {
    let is_option = |word: &&str| word.contains(':') && !html_writer::is_address(word);
    let language = words(args).find_map(|word| word.strip_prefix("lang:"));
    let title: Vec<&str> = words(args)
        .take_while(|word| !is_option(word) && !html_writer::is_address(word))
        .collect();
    (title.join(" "), language.unwrap_or_default())
}

/// Records the titles of fenced code: the words after the language, up to a URL if there is one (Hexo, “Backtick Code Block”).
pub(super) fn fence_titles(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut open: Option<Fence> = None;
    let mut position = 0;
    while position < body.len() {
        let end = line::end(body, position);
        let text = body[position..end].trim_start_matches([' ', '\t', '>']);
        let start = end - text.len();
        position = end;
        let Some(fence) = line::fence(text) else {
            continue;
        };
        let info = text[fence.length..].trim();
        match open {
            Some(opener) if opener.is_closed_by(text.trim_end()) => open = None,
            None if rewriter.is_code(start) => {
                open = Some(fence);
                let title = fence_title(info);
                if !title.is_empty() {
                    rewriter.label_code(start, CodeLabelText::Title(title.into()));
                }
            }
            _ => {}
        }
    }
}

/// Returns the title in an info string such as `js title url link-text mark:1`, or an empty string if there is none.
fn fence_title(info: &str) -> String {
    // Other notations are left to `document::info`, which parses them for all dialects.
    if info.contains(['=', '{', '[']) {
        return String::new();
    }
    let is_option = |word: &&str| word.contains(':') && !html_writer::is_address(word);
    // The first word is the language.
    let words = words(info).skip(1).filter(|word| !is_option(word));
    let title = words.take_while(|word| !html_writer::is_address(word));
    title.collect::<Vec<_>>().join(" ")
}

/// Shows the labels of tabs, which are comments: `<!-- tab Label -->` (theme `NexT`, “Tabs”).
pub(super) fn tab_labels(rewriter: &mut Rewriter<'_>) {
    const OPENER: &str = "<!-- tab ";
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    for start in rewriter.occurrences(OPENER) {
        let after_opener = &body[start + OPENER.len()..cursor.line(start).end];
        let Some(length) = after_opener.find("-->") else {
            continue;
        };
        let label = after_opener[..length]
            .split('@')
            .next()
            .unwrap_or_default()
            .trim();
        let range = start..start + OPENER.len() + length + "-->".len();
        if !label.is_empty() && rewriter.may_rewrite(&range) {
            let label = html_writer::inline_markdown(label);
            rewriter.replace(range, format!("<p><strong>{label}</strong></p>"));
        }
    }
}

/// Iterates over the words of a tag's arguments. A word in quotes may contain blanks.
fn words(args: &str) -> impl Iterator<Item = &str> {
    let mut unread = args.trim();
    std::iter::from_fn(move || {
        let quote = unread
            .chars()
            .next()
            .filter(|char| matches!(char, '"' | '\''));
        let quoted = quote.and_then(|quote| unread[1..].find(quote));
        let (word, after) = match quoted {
            Some(length) => (&unread[1..=length], &unread[length + 2..]),
            None => unread.split_at(unread.find(char::is_whitespace).unwrap_or(unread.len())),
        };
        let is_end = unread.is_empty();
        unread = after.trim_start();
        (!is_end).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_quoted() {
        let all: Vec<&str> = words("a 'b c' \"d\" e's").collect();
        assert_eq!(all, ["a", "b c", "d", "e's"]);
    }

    #[test]
    fn title_is_read_from_an_info_string() {
        for (info, title) in [
            ("js app.js https://e.org x", "app.js"),
            ("js", ""),
            ("", ""),
            ("js line_number:false two words mark:1,2", "two words"),
            ("js {1,3}", ""),
            ("js title=\"x\"", ""),
        ] {
            assert_eq!(fence_title(info), title, "{info}");
        }
    }

    #[test]
    fn title_and_language_are_read_from_code_arguments() {
        assert_eq!(
            code_title_and_language("a b.js lang:js"),
            ("a b.js".to_owned(), "js")
        );
        assert_eq!(code_title_and_language("lang:js x"), (String::new(), "js"));
        assert_eq!(
            code_title_and_language("t https://e.org link"),
            ("t".to_owned(), "")
        );
    }
}
