//! Admonitions and containers between colons: Docusaurus (`:::note[Title]`, `:::note Title`), `VuePress` and `VitePress`
//! (`::: tip Title`), Starlight, remark-directive.

use std::ops::Range;

use memchr::memmem;

use super::args::{self, Args};
use super::draft::Draft;
use super::shortcode::{self, Pair};
use super::{line, say};

struct Line<'s> {
    range: Range<usize>,
    colons: usize,
    name: &'s str,
    title: &'s str,
}

pub(super) fn read(draft: &mut Draft<'_>) {
    let lines = lines(draft);
    // The openers that stand open, each with the number of its colons.
    let mut open: Vec<usize> = Vec::new();
    let mut closers: Vec<Option<usize>> = vec![None; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        if !line.name.is_empty() {
            open.push(at);
            continue;
        }
        // An outer container has more colons; what is left open within it ends with it.
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
            let end = meaning(&lines[opener]).end;
            if range.len() > 3 {
                draft.block(range, end);
            } else {
                draft.blank_block(range, end);
            }
            continue;
        }
        // One that does not end goes on to the end, but then it must be known for one.
        let meaning = meaning(line);
        if closed || !meaning.end.is_empty() {
            draft.block(range, meaning.start);
        }
    }
}

/// The same as that of a shortcode; a container of another kind shows its title.
fn meaning(line: &Line<'_>) -> Pair {
    let title = Args::of(vec![(Some("title"), line.title)]);
    let no_title = Args::default();
    let mut pair = shortcode::pair(
        line.name,
        if line.title.is_empty() {
            &no_title
        } else {
            &title
        },
    );
    if pair.start.is_empty() && !line.title.is_empty() {
        pair.start = format!("<p><strong>{}</strong></p>", say::markdown(line.title));
    }
    pair
}

/// Lines that begin or end a container.
fn lines<'s>(draft: &mut Draft<'s>) -> Vec<Line<'s>> {
    let body = draft.body;
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b":::") {
        let start = at + next;
        let end = line::end(body, start);
        at = end;
        let text = body[start..end].trim_end();
        let range = start..start + text.len();
        if !line::is_prefix(&body[line::start(body, start)..start]) || !draft.is_free(&range) {
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
        lines.push(Line {
            range,
            colons,
            name,
            title,
        });
    }
    lines
}

/// What follows a name: `[Title]`, `{attributes}`, `Title`. `None` for what no container has.
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
