//! Titles as plain text: from a heading of the body, and from front matter that contains markup.

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::lines::lines;
use crate::text::{
    bare_start_tag_has_effect, floor_char_boundary, is_markup_element, is_void_element,
};

/// Maximum number of bytes of a heading that are searched for end tags.
const MAX_SEARCHED_BYTES: usize = 4096;

/// Returns the text of the level-1 heading that opens `body`: ATX or setext (`CommonMark` 0.31.2, sections 4.2 and 4.3), or the
/// HTML element `h1`. Only comments, imports, exports and the lines of [`may_precede_title`] may come before the heading;
/// returns `None` after any other line.
///
/// Examines single lines, which is a hundred times as fast as parsing the Markdown.
pub(super) fn opening_heading(body: &str) -> Option<String> {
    let mut in_comment = false;
    let mut in_import = false;
    let mut in_html = false;
    // Only the first `<h1>` is tried, since each try searches up to `MAX_SEARCHED_BYTES` for the end tag.
    let mut looks_for_h1 = true;
    // The line above, if it may be the text of a setext heading.
    let mut setext_text: Option<&str> = None;
    for line in lines(body) {
        let text = line.text.trim();
        if in_comment || text.starts_with("<!--") {
            in_comment = !text.contains("-->");
            continue;
        }
        // An import or export continues up to a blank line.
        in_import = !text.is_empty()
            && (in_import || text.starts_with("import ") || text.starts_with("export "));
        if in_import || text.is_empty() && setext_text.is_none() {
            continue;
        }
        in_html = !text.is_empty() && (in_html || text.starts_with('<'));
        // HTML may be indented. Elsewhere, four spaces or a tab start indented code.
        let is_code = !in_html && (line.text.starts_with("    ") || line.text.starts_with('\t'));
        if let Some(setext_text) = setext_text {
            // If this line is an underline, the line above is a heading. Otherwise the line above is prose.
            return Some(inline_text(setext_text, body))
                .filter(|title| is_first_level_underline(text) && !title.is_empty());
        }
        if is_code {
            return None;
        }
        if let Some(title) = atx_heading_text(text) {
            let title = inline_text(title, body);
            if title.is_empty() {
                continue;
            }
            return Some(title);
        }
        if looks_for_h1
            && in_html
            && let Some(start) = h1_start(text)
        {
            let offset = line.start + line.text.len() - line.text.trim_start().len() + start;
            if let Some(title) = h1_text(&body[offset..]) {
                return Some(title);
            }
            looks_for_h1 = false;
        }
        if !may_precede_title(text) {
            if starts_block(text) {
                return None;
            }
            setext_text = Some(text);
        }
    }
    None
}

/// Returns true for a line that may come before the title:
///
/// - an empty heading, an image or a link definition,
/// - a line that inserts the table of contents, such as `[toc]`,
/// - a comment between `%%`,
/// - a line that starts with a tag, or with `{` such as `{{ … }}` and `{% … %}`.
fn may_precede_title(text: &str) -> bool {
    text == "#"
        || text.starts_with(['<', '{'])
        || text.starts_with("![")
        || text.starts_with("[![")
        || ["[toc]", "[[toc]]", "[[_toc_]]"]
            .iter()
            .any(|toc| text.eq_ignore_ascii_case(toc))
        || text.len() > 4 && text.starts_with("%%") && text.ends_with("%%")
        || text.starts_with("\\toc")
        || (text.starts_with('[') && text.contains("]: "))
}

/// Returns the byte at which a start tag `<h1>` begins in a line of HTML. Only other tags may precede it. Returns
/// `None` if one of them belongs to an element in `RAW_ELEMENTS`.
fn h1_start(line: &str) -> Option<usize> {
    /// Elements in which an `<h1>` is no title.
    const RAW_ELEMENTS: [&str; 5] = ["pre", "script", "style", "template", "textarea"];
    let mut rest = line;
    loop {
        let tag = rest.strip_prefix('<')?;
        let name = tag_name(tag);
        if name.eq_ignore_ascii_case("h1") {
            return (!tag.starts_with('/')).then_some(line.len() - rest.len());
        }
        if RAW_ELEMENTS
            .iter()
            .any(|raw| name.eq_ignore_ascii_case(raw))
        {
            return None;
        }
        rest = tag[tag_end(tag)? + 1..].trim_start();
    }
}

/// Returns the name of a tag. `tag` is the text after the `<`.
fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches('/');
    let mut parts = name.split(|char: char| !char.is_ascii_alphanumeric());
    parts.next().unwrap_or_default()
}

/// Returns the byte of the `>` that ends a tag, or `None` if there is none outside of quotes. `tag` is the text after the `<`.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| match (byte, quote) {
        (b'>', None) => true,
        (b'"' | b'\'', None) => {
            quote = Some(byte);
            false
        }
        _ => {
            quote = quote.filter(|quote| *quote != byte);
            false
        }
    })
}

/// Returns the text of the element `h1` at the start of `html`, without tags. If the element has no text, returns the first
/// alternative text of an image. Returns `None` if there is neither, or no end tag within [`MAX_SEARCHED_BYTES`].
fn h1_text(html: &str) -> Option<String> {
    let html = &html[..floor_char_boundary(html, MAX_SEARCHED_BYTES)];
    let end = html
        .as_bytes()
        .windows("</h1".len())
        .position(|bytes| bytes.eq_ignore_ascii_case(b"</h1"))?;
    let (mut text, mut alternative) = (String::new(), None);
    let mut rest = &html[..end];
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let end = tag_end(tag)?;
        let (tag, after) = (&tag[..end], &tag[end + 1..]);
        if tag.starts_with("br") {
            text.push(' ');
        }
        if tag.starts_with("img") && alternative.is_none() {
            alternative = ["\"", "'"].iter().find_map(|quote| {
                let (_, value) = tag.split_once(&format!("alt={quote}"))?;
                Some(value.split_once(quote)?.0)
            });
        }
        rest = after;
    }
    text.push_str(rest);
    let title_of = |text: &str| {
        let title = one_line(&without_entities(text));
        Some(title).filter(|title| !title.is_empty())
    };
    title_of(&text).or_else(|| title_of(alternative?))
}

/// Returns the text of inline Markdown: entities are resolved; HTML tags and references to footnotes that `body` defines are
/// removed. Placeholders such as `<url>` are text and stay.
fn inline_text(markup: &str, body: &str) -> String {
    let mut text = String::new();
    // The escaped dot keeps `1.` or `>` from starting a block.
    let line = format!("\\.{}", without_attributes(markup));
    // The length is limited, because `searched` is searched for the end tag of each start tag.
    let searched = &line[..floor_char_boundary(&line, MAX_SEARCHED_BYTES)];
    // By the rules of GFM, a footnote reference without a definition is text. `line` contains no definitions. So the parser
    // follows older rules, by which a reference needs no definition.
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_OLD_FOOTNOTES;
    for (event, range) in Parser::new_ext(&line, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
                text.push_str(literal_tildes(&line, &range));
            }
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::FootnoteReference(label) if !body.contains(&format!("[^{label}]:")) => {
                text.push_str(&line[range]);
            }
            Event::InlineHtml(tag) if is_placeholder(&tag, searched) => text.push_str(&tag),
            _ => {}
        }
    }
    one_line(text.strip_prefix('.').unwrap_or(&text))
}

/// Returns the tildes of the strikethrough at `range` if GFM shows them as text; else an empty text. In `price~~!~~`, the tildes
/// are text, because the first two stand between a letter and punctuation.
fn literal_tildes<'l>(line: &'l str, range: &std::ops::Range<usize>) -> &'l str {
    let struck = &line[range.clone()];
    let inner = struck.trim_start_matches('~');
    let tildes = &struck[..struck.len() - inner.len()];
    let inner = inner.trim_end_matches('~');
    if may_strike(&line[..range.start], inner, &line[range.end..]) {
        ""
    } else {
        tildes
    }
}

/// Returns true if tildes around `inner` strike it by the rules of GFM: tildes that touch a letter or digit outside must
/// touch one inside too.
fn may_strike(before: &str, inner: &str, after: &str) -> bool {
    let opens =
        inner.starts_with(char::is_alphanumeric) || !before.ends_with(char::is_alphanumeric);
    let closes =
        inner.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric);
    opens && closes
}

/// Returns true if a tag is shown as text. Such a tag is
///
/// - a tag with an unknown name: `<url>`, or `<T>` in `Vec<T>`. The tags of a component that is closed are not shown.
/// - a tag of an HTML element that is only mentioned: `<title>` without an end tag in `line`.
fn is_placeholder(tag: &str, line: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|char: char| !(char.is_alphanumeric() || char == '-'));
    let name = &name[..end.unwrap_or(name.len())];
    let can_be_component =
        name.contains('-') || name.starts_with(|char: char| char.is_ascii_uppercase());
    let is_closed = || tag.ends_with("/>") || line.contains(&format!("</{name}>"));
    // A comment has no name.
    let has_name = name.starts_with(|char: char| char.is_ascii_alphabetic());
    if is_markup_element(name) {
        let is_bare = tag.len() == name.len() + 2 && !tag.starts_with("</");
        // `<br>` has an effect without attributes and without an end tag. `<input>` needs attributes, and `<title>` an end
        // tag; else they are words in angle brackets.
        return is_bare
            && !bare_start_tag_has_effect(name)
            && (is_void_element(name) || !is_closed());
    }
    has_name && !(can_be_component && is_closed())
}

/// Removes the id and the classes at the end of a heading: `{#id .class}` (Hugo, Zola), `{: #id}` (kramdown), `{/*id*/}`
/// (MDX).
fn without_attributes(heading: &str) -> &str {
    let trimmed = heading.trim_end();
    match trimmed.rfind('{') {
        Some(brace)
            if trimmed.ends_with('}')
                && trimmed[brace + 1..]
                    .trim_start()
                    .starts_with(['#', '.', ':', '/']) =>
        {
            trimmed[..brace].trim_end()
        }
        _ => trimmed,
    }
}

/// Returns true if a line is the underline of a first-level setext heading (CommonMark 4.3).
fn is_first_level_underline(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'=')
}

/// Returns the text of a level-1 ATX heading, `# text`, or `None` for other lines.
fn atx_heading_text(text: &str) -> Option<&str> {
    let after_mark = text.strip_prefix('#')?;
    if !after_mark.starts_with([' ', '\t']) {
        return None;
    }
    let title = after_mark.trim();
    let unclosed = title.trim_end_matches('#');
    // Closing `#` characters must be preceded by a blank.
    Some(if unclosed.is_empty() || unclosed.ends_with([' ', '\t']) {
        unclosed.trim_end()
    } else {
        title
    })
}

/// Returns true if a line may start a block; it is then not taken for the text of a setext heading.
fn starts_block(text: &str) -> bool {
    text.starts_with(['#', '>', '|', '`', '~'])
        || text.starts_with("- ")
        || text.starts_with("* ")
        || text.starts_with("---")
}

/// Converts a title from front matter to plain text. Sites insert titles into HTML, so entities (`C&#43;&#43;`) are
/// resolved, and tags of phrasing content (`<em>x</em>`) are removed. The Markdown of code, bold, italic and struck text is
/// removed, because many sites render it, for example with Hugo's `markdownify`. Text that only resembles markup stays: `Vec<T>`,
/// `2 * 3`, `__init__`, `[WIP]`.
pub(super) fn plain(title: &str) -> String {
    let mut text = one_line(title);
    if text.contains('<') {
        text = without_tags(&text);
    }
    if text.contains('&') {
        text = without_entities(&text);
    }
    for mark in ["`", "**", "*", STRIKE] {
        if text.contains(mark) {
            text = without_pairs(&text, mark);
        }
    }
    one_line(&text)
}

/// Replaces each run of white space by one blank, and removes white space at the start and the end.
fn one_line(text: &str) -> String {
    let is_single_spaced =
        text.is_ascii() && !text.bytes().any(|byte| byte < b' ') && !text.contains("  ");
    if is_single_spaced {
        return text.trim().to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Elements of phrasing content whose tags are removed from titles.
const PHRASING_ELEMENTS: [&str; 22] = [
    "a", "abbr", "b", "big", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q",
    "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
];

/// Removes `<wbr>` and the pairs of tags of phrasing content, and replaces `<br>` by a blank.
fn without_tags(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut remaining = text;
    while let Some(tag_start) = remaining.find('<') {
        out.push_str(&remaining[..tag_start]);
        remaining = &remaining[tag_start..];
        let tag_len = remaining.find('>').map(|end| end + 1);
        let Some(tag_len) = tag_len.filter(|len| is_phrasing_tag(&remaining[1..len - 1], &lower))
        else {
            out.push('<');
            remaining = &remaining[1..];
            continue;
        };
        if remaining[..tag_len].to_ascii_lowercase().starts_with("<br") {
            out.push(' ');
        }
        remaining = &remaining[tag_len..];
    }
    out.push_str(remaining);
    out
}

/// Returns true if `tag` belongs to a complete element of phrasing content: `title` contains its start tag and its end tag, or it
/// is `<br>` or `<wbr>`. `tag` is the text between `<` and `>`. `title` is in lower case.
fn is_phrasing_tag(tag: &str, title: &str) -> bool {
    let name = &*tag_name(tag).to_ascii_lowercase();
    PHRASING_ELEMENTS.contains(&name)
        && (matches!(name, "br" | "wbr")
            || (title.contains(&format!("</{name}>")) && title.contains(&format!("<{name}"))))
}

/// Resolves character references by the rules of HTML; other text does not change.
fn without_entities(text: &str) -> String {
    // A remaining `<` is text, so it is escaped to prevent the tokenizer from reading it as a tag.
    let escaped = text.replace('<', "&lt;");
    let mut plain = String::with_capacity(text.len());
    for token in Tokenizer::new(&escaped) {
        let Ok(token) = token;
        if let Token::String(part) = token {
            plain.push_str(&String::from_utf8_lossy(&part));
        }
    }
    plain
}

/// The mark around struck text.
const STRIKE: &str = "~~";

/// Removes pairs of `mark` around text by the rules of Markdown emphasis. Inside, no blank may touch a mark. Outside, no letter
/// or digit may touch a mark, except around struck text: there [`may_strike`] decides.
fn without_pairs(text: &str, mark: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut remaining = text;
    while let Some((before, after)) = remaining.split_once(mark) {
        out.push_str(before);
        let inner = after.find(mark).map(|end| &after[..end]);
        let marked = inner.filter(|inner| {
            let following = &after[inner.len() + mark.len()..];
            let neighbors_allow_marks = if mark == STRIKE {
                may_strike(&out, inner, following)
            } else {
                !out.ends_with(char::is_alphanumeric)
                    && !following.starts_with(char::is_alphanumeric)
            };
            neighbors_allow_marks
                && !inner.is_empty()
                && !inner.starts_with(char::is_whitespace)
                && !inner.ends_with(char::is_whitespace)
        });
        if let Some(marked) = marked {
            out.push_str(marked);
            remaining = &after[marked.len() + mark.len()..];
        } else {
            out.push_str(mark);
            remaining = after;
        }
    }
    out.push_str(remaining);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_heading_returns_a_level_1_heading_before_prose() {
        for (body, expected) in [
            ("# A *title* with `code` #\n", Some("A title with code")),
            ("text\n\n# One\n", None),
            ("## Two\n\n# One\n", None),
            ("<p align=center>\n\n![logo](x.png)\n\n# One\n", Some("One")),
            ("import X from 'x'\n\n# One\n", Some("One")),
            ("Two\nlines\n===\n", None),
            ("Title\n=====\n", Some("Title")),
            ("   # Indented\r\n", Some("Indented")),
            ("```\n# code\n```\n# Title", None),
            ("    # code\n\n\t# code\n", None),
            ("<!-- # no\n# no -->\n# Title", Some("Title")),
            ("#hashtag\n", None),
            ("# One[^a] [^b]\n\n[^a]: A\n", Some("One [^b]")),
            ("# Code `[^a]`[^a]\n\n[^a]: A\n", Some("Code [^a]")),
            ("#\n\n# Title", Some("Title")),
            ("# C&#43;&#43; & C# {#id}", Some("C++ & C#")),
            ("# 科技 {/*id*/}\n", Some("科技")),
            ("# 1. First\n", Some("1. First")),
            (
                "# A Vec<T> of <my-name>, <kbd>Tab</kbd>",
                Some("A Vec<T> of <my-name>, Tab"),
            ),
            (
                "# New <Badge text=\"x\" /> and <Box>y</Box>",
                Some("New and y"),
            ),
            ("# [A link](https://example.org)\n", Some("A link")),
            ("# ![only an image](x.png)\n", Some("only an image")),
            ("- item\n===\n", None),
            (
                "# The ~~old~~ new~~er~~ H~2~O way",
                Some("The old newer H~2~O way"),
            ),
            ("# The ~old~ price~~!~~", Some("The old price~~!~~")),
            (
                "<h1>An <b>HTML</b> &amp; title</h1>\n",
                Some("An HTML & title"),
            ),
            (
                "<div align=center>\n    <img src=x.png>\n\t<H1 id='x'>\n  Two<br>lines\n</H1></div>",
                Some("Two lines"),
            ),
            ("<div><h1><img alt=\"Logo\" src=x></h1></div>", Some("Logo")),
            ("<h1></h1>\n\n# Title", Some("Title")),
            ("<h1 title=\"a>b\">Title</h1>", Some("Title")),
            ("[[toc]]\n\n%% comment %%\n\n# Title", Some("Title")),
            ("<p>Prose</p>\n<p>more <h1>no</h1>", None),
            ("<h1>not closed\n", None),
            ("<pre><h1>no</h1></pre>\n# Title", Some("Title")),
            ("Prose.\n\n<h1>no</h1>", None),
            ("<p>\n    <img src=x.png>\n</p>\n\n# Title", Some("Title")),
            ("", None),
        ] {
            assert_eq!(opening_heading(body).as_deref(), expected, "{body:?}");
        }
    }

    #[test]
    fn plain_removes_markup_but_not_text_that_resembles_it() {
        for (title, expected) in [
            ("C&#43;&#43; &amp; Rust", "C++ & Rust"),
            ("An <em>old</em><br/>story", "An old story"),
            ("Vec<T> and <i>", "Vec<T> and <i>"),
            ("Vec<T> &amp; co", "Vec<T> & co"),
            (
                "The `async` **keyword** is *here*",
                "The async keyword is here",
            ),
            ("2 * 3 * 4 and a*b*c", "2 * 3 * 4 and a*b*c"),
            ("__init__ in [WIP]", "__init__ in [WIP]"),
            ("AT&T, a & b; &nosuch;", "AT&T, a & b; &nosuch;"),
            ("two\n lines", "two lines"),
            ("*", "*"),
            ("``", "``"),
            ("The ~~old~~ new~~er~~ way", "The old newer way"),
            ("from ~/a to ~/b, price~~!~~", "from ~/a to ~/b, price~~!~~"),
        ] {
            assert_eq!(plain(title), expected, "{title:?}");
        }
    }
}
