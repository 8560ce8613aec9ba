//! The section that a line of Markdown source stands in, without parsing all of it.
//!
//! Knows what keeps a line from being a heading: code, comments and raw blocks. A whole parse would cost a search
//! through thousands of posts more than the search itself.

use std::sync::Arc;

use super::Hit;
use crate::document::{Dialect, Document};

/// What opens on a line and hides what looks like headings, with what ends it: raw HTML (`CommonMark` 0.31.2, "HTML
/// blocks", kinds 1 and 2), Jekyll's and Hugo's highlighting, and Liquid's and Zola's comments.
const RAW: [(&str, &str); 10] = [
    ("<!--", "-->"),
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("{% highlight", "endhighlight"),
    ("{% raw", "endraw"),
    ("{% comment", "endcomment"),
    ("{{< highlight", "{{< /highlight"),
    ("{#", "#}"),
];

/// What a line stands in.
#[derive(Clone, Copy, Debug)]
enum Inside {
    /// A fence of this sign, so many of them.
    Fence(u8, usize),
    /// A raw block until this.
    Raw(&'static str),
}

/// Follows a body line by line.
#[derive(Debug)]
pub(super) struct Sections {
    /// Whose Markdown headings are.
    dialect: Dialect,
    inside: Option<Inside>,
    /// The heading in force, as it is written, and as plain text once that is asked for.
    heading: Option<(String, Option<Arc<str>>)>,
    /// The paragraph that the last line belongs to, and how many hits there were before it.
    paragraph: Option<(String, usize)>,
    /// The last line made its paragraph a heading: hits from here on stand in it.
    renamed: Option<usize>,
}

impl Sections {
    /// At the start of a body.
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            inside: None,
            heading: None,
            paragraph: None,
            renamed: None,
        }
    }

    /// Takes the next line; `hits` is how many were found so far.
    pub(super) fn take(&mut self, line: &str, hits: usize) {
        let text = line.trim();
        if let Some(inside) = self.inside {
            if closes(inside, text) {
                self.inside = None;
            }
            return;
        }
        self.inside = opens(text);
        if self.inside.is_some() || text.is_empty() {
            self.paragraph = None;
            return;
        }
        // Four columns in front make code, or go on with a paragraph (`CommonMark` 0.31.2, section 4.4).
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_indented = indent > 3 || line.starts_with('\t');
        if !is_indented && let Some(heading) = atx(text) {
            self.paragraph = None;
            self.heading = Some((heading.to_owned(), None));
        } else if !is_indented && is_underline(text) {
            if let Some((words, first)) = self.paragraph.take() {
                self.heading = Some((words, None));
                self.renamed = Some(first);
            }
        } else if let Some((words, _)) = &mut self.paragraph {
            words.push(' ');
            words.push_str(text);
        } else if !is_indented && !starts_container(text) {
            self.paragraph = Some((text.to_owned(), hits));
        }
    }

    /// Gives the hits of a paragraph that has just become a heading that heading.
    pub(super) fn name(&mut self, hits: &mut [Hit]) {
        if let Some(first) = self.renamed.take()
            && let Some(hits) = hits.get_mut(first..)
            && !hits.is_empty()
        {
            let heading = self.heading();
            for hit in hits {
                hit.heading.clone_from(&heading);
            }
        }
    }

    /// Whether no line that follows changes the section of what was found so far.
    pub(super) fn is_settled(&self) -> bool {
        self.paragraph.is_none()
    }

    /// The heading in force, as plain text.
    pub(super) fn heading(&mut self) -> Option<Arc<str>> {
        let (written, known) = self.heading.as_mut()?;
        let heading = known.get_or_insert_with(|| plain(written, self.dialect));
        Some(Arc::clone(heading))
    }
}

/// A heading without its marks, as the contents show it.
fn plain(written: &str, dialect: Dialect) -> Arc<str> {
    // Read as the heading it is, so that an id in braces at its end goes as well.
    let source = format!("# {written}\n");
    let document = Document::parse(&source, 0..source.len(), dialect);
    match document.blocks().first() {
        Some(block) => document.block_text(block).trim().into(),
        None => written.into(),
    }
}

/// What a line opens, and does not close itself.
fn opens(text: &str) -> Option<Inside> {
    // A fence may stand in a list or a quote.
    let bare = text.trim_start_matches(['>', '-', '*', '+', ' ', '\t']);
    for sign in [b'`', b'~'] {
        let run = bare.bytes().take_while(|byte| *byte == sign).count();
        if run >= 3 && !(sign == b'`' && bare[run..].contains('`')) {
            return Some(Inside::Fence(sign, run));
        }
    }
    let (open, end) = RAW.iter().find(|(open, _)| {
        text.get(..open.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(open))
    })?;
    (!holds(&text[open.len()..], end)).then_some(Inside::Raw(end))
}

fn closes(inside: Inside, text: &str) -> bool {
    match inside {
        Inside::Raw(end) => holds(text, end),
        Inside::Fence(sign, least) => {
            let bare = text.trim_start_matches(['>', ' ', '\t']);
            let run = bare.bytes().take_while(|byte| *byte == sign).count();
            run >= least && bare.len() == run
        }
    }
}

fn holds(text: &str, end: &str) -> bool {
    let windows = text.as_bytes().windows(end.len());
    windows
        .into_iter()
        .any(|part| part.eq_ignore_ascii_case(end.as_bytes()))
}

/// The text of an ATX heading (`CommonMark` 0.31.2, section 4.2).
fn atx(text: &str) -> Option<&str> {
    let words = text.trim_start_matches('#');
    let level = text.len() - words.len();
    if !(1..=6).contains(&level) || !(words.is_empty() || words.starts_with([' ', '\t'])) {
        return None;
    }
    let words = words.trim();
    let bare = words.trim_end_matches('#');
    let is_closed = bare.is_empty() || bare.ends_with([' ', '\t']);
    Some(if is_closed { bare.trim_end() } else { words })
}

/// The line below a setext heading (`CommonMark` 0.31.2, section 4.3).
fn is_underline(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'=') || text.bytes().all(|byte| byte == b'-')
}

/// What is no paragraph of its own, so that no line below makes it a heading.
fn starts_container(text: &str) -> bool {
    let digits = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let is_item = |rest: &str| rest.len() < 2 || rest[1..].starts_with([' ', '\t']);
    let is_ordered = digits.len() < text.len() && digits.starts_with(['.', ')']) && is_item(digits);
    let is_bullet = text.starts_with(['-', '*', '+']) && is_item(text);
    is_ordered || is_bullet || text.starts_with(['>', '<', '|'])
}
