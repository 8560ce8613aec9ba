//! Where the front matter ends and the body starts.
//!
//! Finds the block and its fences; what stands in it is for `front_matter`.

use std::ops::Range;

use super::lines::{Line, lines, place};
use super::{Problem, Severity};

#[cfg(test)]
mod tests;

/// A text taken apart; ranges are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The front matter, where there is one.
    pub front: Option<Front>,
    /// The body: what follows the front matter, or all of the text.
    pub body: Range<usize>,
    /// An opening fence that is never closed.
    pub problems: Vec<Problem>,
}

/// A block of front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Front {
    /// What it is written in.
    pub format: Format,
    /// Its bytes, without the fences; for JSON with the braces.
    pub range: Range<usize>,
    /// The line at which `range` starts, from 1.
    pub line: u32,
}

/// What front matter is written in (Hugo, "Front matter"; Zola, "Page"; Jekyll, "Front Matter").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between lines of `+++`.
    Toml,
    /// Between `---` and `---` or `...`.
    Yaml,
    /// An object.
    Json,
}

/// Takes a whole text apart. A block that is not closed is body text, and a problem; `---` with nothing below it that
/// looks like `key:` is a rule of the body (`CommonMark` 0.31.2, section 4.1).
pub fn split(text: &str) -> Split {
    let whole_body = |problems| Split {
        front: None,
        body: 0..text.len(),
        problems,
    };
    let Some(opened) = open(text) else {
        return whole_body(Vec::new());
    };
    let Some(closed) = close(text, &opened, true) else {
        return whole_body(opened.unclosed(text).into_iter().collect());
    };
    if closed.is_rule {
        return whole_body(Vec::new());
    }
    Split {
        front: Some(Front {
            format: opened.format,
            range: opened.content..closed.end,
            line: place(text, opened.content).0,
        }),
        body: closed.body..text.len(),
        problems: Vec::new(),
    }
}

/// Whether the head of a file tells where its front matter ends, or that it has none; otherwise more must be read.
pub(super) fn is_complete(head: &str) -> bool {
    let begins = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if begins.len() < 4 {
        return false;
    }
    match open(head) {
        None => true,
        Some(opened) => close(head, &opened, false).is_some(),
    }
}

/// The block that an opening fence starts, up to the end of what was read: for a head that breaks off within it.
pub(super) fn unfinished(head: &str) -> Option<Front> {
    let opened = open(head)?;
    Some(Front {
        format: opened.format,
        range: opened.content..head.len(),
        line: place(head, opened.content).0,
    })
}

/// An opening fence.
struct Opened {
    format: Format,
    /// Byte at which the fence stands.
    fence: usize,
    /// Byte at which the block starts.
    content: usize,
}

/// A closing fence.
struct Closed {
    /// Byte at which the block ends.
    end: usize,
    /// Byte at which the body starts.
    body: usize,
    /// The fences are rules of the body after all.
    is_rule: bool,
}

fn open(text: &str) -> Option<Opened> {
    let line =
        lines(text, 0).find(|line| !line.text.trim_matches(['\u{feff}', ' ', '\t']).is_empty())?;
    let shown = line.text.trim_start_matches('\u{feff}');
    let fence = line.start + line.text.len() - shown.len();
    let format = match shown.trim_end() {
        "+++" => Format::Toml,
        "---" => Format::Yaml,
        _ if opens_object(&text[fence..]) => Format::Json,
        _ => return None,
    };
    let content = if format == Format::Json {
        fence
    } else {
        line.next
    };
    Some(Opened {
        format,
        fence,
        content,
    })
}

/// `{` and a key, or `{}`: not a template's `{{` or `{%`, an attribute list's `{:` or MDX's `{/*`.
fn opens_object(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('{') else {
        return false;
    };
    rest.trim_start().starts_with(['"', '}'])
}

/// The closing fence; `None` where there is none. Without `whole`, the text may go on, and a line that is not ended
/// does not count.
fn close(text: &str, opened: &Opened, whole: bool) -> Option<Closed> {
    if opened.format == Format::Json {
        return close_object(text, opened.content);
    }
    let mut looks = Looks::default();
    for line in lines(text, opened.content) {
        let counts = line.ended || whole;
        if counts && closes(&line, opened.format) {
            return Some(Closed {
                end: line.start,
                body: line.next,
                is_rule: opened.format == Format::Yaml && !looks.like_mapping(),
            });
        }
        looks.take(line.text);
        if counts && opened.format == Format::Yaml && looks.like_prose() {
            return Some(Closed {
                end: opened.content,
                body: opened.content,
                is_rule: true,
            });
        }
    }
    None
}

fn closes(line: &Line<'_>, format: Format) -> bool {
    match format {
        Format::Toml => line.text.trim_end() == "+++",
        Format::Yaml => matches!(line.text.trim_end(), "---" | "..."),
        Format::Json => false,
    }
}

/// The brace that closes the object starting at `start`; the rest of its line is skipped if it is blank.
fn close_object(text: &str, start: usize) -> Option<Closed> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let end = at + 1;
            let rest = lines(text, end).next();
            let body = rest.filter(|line| line.text.trim().is_empty());
            return Some(Closed {
                end,
                body: body.map_or(end, |line| line.next),
                is_rule: false,
            });
        }
    }
    None
}

/// What the first lines below `---` look like: a mapping, or the text after a rule.
#[derive(Default)]
struct Looks {
    content: usize,
    keys: usize,
}

impl Looks {
    /// So many lines without a key are prose; a broken block shows one sooner.
    const LINES: usize = 3;

    fn take(&mut self, line: &str) {
        let is_content = !line.trim().is_empty() && !line.starts_with('#');
        if is_content && self.keys == 0 {
            self.content += 1;
            self.keys += usize::from(is_key_line(line));
        }
    }

    /// An empty block is front matter too: Jekyll asks for one.
    fn like_mapping(&self) -> bool {
        self.keys > 0 || self.content == 0
    }

    fn like_prose(&self) -> bool {
        self.keys == 0 && self.content >= Self::LINES
    }
}

/// `key: value`, `key:`, `"key": value`, or the start of a flow mapping.
fn is_key_line(line: &str) -> bool {
    if line.starts_with(['{', '?']) {
        return line.starts_with("{ ") || line.trim_end() == "{" || line.contains(':');
    }
    let Some((key, value)) = line.split_once(':') else {
        return false;
    };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let separated = value.is_empty() || value.starts_with([' ', '\t']);
    separated
        && !key.is_empty()
        && !key.starts_with("- ")
        && key.split_whitespace().count() <= 3
        && key
            .chars()
            .all(|char| char.is_alphanumeric() || " _-.@$/".contains(char))
}

impl Opened {
    /// A fence that is not closed is a slip if a key follows it at once; else `---` is a rule.
    fn unclosed(&self, text: &str) -> Option<Problem> {
        let first = lines(text, self.content).next();
        if self.format == Format::Yaml && !first.is_some_and(|line| is_key_line(line.text)) {
            return None;
        }
        let (name, fence) = match self.format {
            Format::Toml => ("TOML", "a line `+++`"),
            Format::Yaml => ("YAML", "a line `---`"),
            Format::Json => ("JSON", "`}`"),
        };
        let (line, column) = place(text, self.fence);
        Some(Problem {
            severity: Severity::Error,
            code: "unclosed-front-matter",
            line,
            column,
            message: format!("the {name} front matter is never closed; it is read as text").into(),
            hint: format!("end it with {fence}").into(),
        })
    }
}
