//! Admonitions and containers fenced by colons: Docusaurus (`:::note[Title]`, `:::note Title`), `VuePress` and `VitePress`
//! (`::: tip Title`), Starlight, remark-directive.

use std::ops::Range;

use memchr::memmem;

use super::args::{self, Args};
use super::rewriter::Rewriter;
use super::shortcode::{self, PairHtml};
use super::{html_writer, line};

/// A line that starts or ends a container.
struct ContainerFence<'s> {
    range: Range<usize>,
    colons: usize,
    /// Empty for an end.
    name: &'s str,
    title: &'s str,
}

pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let lines = lines(rewriter);
    // Indices of the open containers, innermost last.
    let mut open: Vec<usize> = Vec::new();
    let mut closers: Vec<Option<usize>> = vec![None; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        if !line.name.is_empty() {
            open.push(at);
            continue;
        }
        // An outer container has more colons; it ends those left open within it.
        let fits = |opener: &&usize| lines[**opener].colons == line.colons;
        let depth = open.iter().rev().take(32).position(|opener| fits(&opener));
        if let Some(depth) = depth {
            let opener = open[open.len() - 1 - depth];
            open.truncate(open.len() - 1 - depth);
            closers[at] = Some(opener);
        }
    }
    let mut closed = vec![false; lines.len()];
    for opener in closers.iter().flatten() {
        closed[*opener] = true;
    }
    for ((line, closer), closed) in lines.iter().zip(closers).zip(closed) {
        let range = line.range.clone();
        if line.name.is_empty() {
            let Some(opener) = closer else {
                continue;
            };
            let end = container_html(&lines[opener]).end;
            if range.len() > 3 {
                rewriter.replace_block(range, end);
            } else {
                rewriter.erase_block(range, end);
            }
            continue;
        }
        // A container without end reaches to the end of the text, if its name is known.
        let html = container_html(line);
        if closed || !html.end.is_empty() {
            rewriter.replace_block(range, html.start);
        }
    }
}

/// Returns the HTML of a container: that of the shortcode of its name, else its title.
fn container_html(line: &ContainerFence<'_>) -> PairHtml {
    let title = Args::new(vec![(Some("title"), line.title)]);
    let no_title = Args::default();
    let mut pair = shortcode::paired(
        line.name,
        if line.title.is_empty() {
            &no_title
        } else {
            &title
        },
    );
    if pair.start.is_empty() && !line.title.is_empty() {
        pair.start = format!(
            "<p><strong>{}</strong></p>",
            html_writer::inline_markdown(line.title)
        );
    }
    pair
}

/// Returns the lines that start or end a container.
fn lines<'s>(rewriter: &mut Rewriter<'s>) -> Vec<ContainerFence<'s>> {
    let body = rewriter.body;
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b":::") {
        let start = at + next;
        let end = line::end(body, start);
        at = end;
        let text = body[start..end].trim_end();
        let range = start..start + text.len();
        if !line::is_prefix(&body[line::start(body, start)..start])
            || !rewriter.is_unclaimed(&range)
        {
            continue;
        }
        let colons = text.bytes().take_while(|byte| *byte == b':').count();
        let text = text[colons..].trim();
        let name = args::name(text);
        let Some(title) = title(text[name.len()..].trim_start()) else {
            continue;
        };
        if name.is_empty() != text.is_empty() || name.contains(['.', '/']) {
            continue;
        }
        lines.push(ContainerFence {
            range,
            colons,
            name,
            title,
        });
    }
    lines
}

/// Returns the title behind a container's name: `[Title]`, `{attributes} Title` or `Title`; `None` where the line is text.
fn title(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('[') {
        let (title, _) = rest.rsplit_once(']')?;
        return Some(title);
    }
    let text = match text.strip_prefix('{') {
        Some(rest) => rest.split_once('}')?.1.trim(),
        None => text,
    };
    let is_container = !text.starts_with(':');
    is_container.then(|| text.trim_end_matches(':').trim())
}
