//! Links to headings of the same post that it does not have.

use super::Report;
use super::resolve::Target;
use crate::document::{Document, LinkKind};
use crate::post::Severity;
use crate::site::Source;

/// Each generator makes its own ids out of headings, so only letters and digits are compared; and where something else
/// may bring headings or ids along, nothing is certain.
pub(super) fn check(source: &Source, document: &Document, report: &mut Report<'_>) {
    let body = &source.text[source.body.clone()];
    let includes = ["{{", "{%", "<%", "[[toc]]", "\nimport "];
    if includes.iter().any(|sign| body.contains(sign)) {
        return;
    }
    let toc = document.toc();
    let headings: Vec<String> = toc
        .headings()
        .iter()
        .map(|heading| letters(&document.block_text(&document.blocks()[heading.block as usize])))
        .collect();
    for (_, link) in document
        .links()
        .filter(|(_, link)| link.kind == LinkKind::Text)
    {
        let Some(fragment) = Target::read(link.target)
            .filter(|target| target.path.is_empty())
            .and_then(|target| target.fragment)
        else {
            continue;
        };
        if is_missing(&fragment, &headings, body) {
            report.push(
                Severity::Error,
                "missing-heading",
                link.source as usize,
                &format!("no heading of this post is `#{fragment}`"),
                "mend the fragment, or give the heading this id",
            );
        }
    }
}

fn is_missing(fragment: &str, headings: &[String], body: &str) -> bool {
    let wanted = letters(fragment);
    // `#top` is the page's (WHATWG HTML, 7.4.6.4); text fragments and players' times are no headings.
    let is_special =
        wanted.is_empty() || wanted == "top" || fragment.contains([':', '=', '/', '!']);
    if is_special || wanted.starts_with("fn") || !wanted.is_ascii() {
        return false;
    }
    // Written somewhere as an id: `{#id}`, `id="id"`, `name=id`, `^id`.
    let mut written = body.match_indices(fragment);
    if written.any(|(at, _)| {
        body[..at].ends_with(['"', '\'', '=', '^'])
            || body[..at].ends_with("{#")
            || body[..at].ends_with("{: #")
    }) {
        return false;
    }
    let bare = wanted.trim_end_matches(|char: char| char.is_ascii_digit());
    !headings.iter().any(|heading| {
        // Zola and others spell in ASCII what is not.
        !heading.is_ascii()
            || *heading == wanted
            || heading == bare
            || heading.contains(&wanted)
            || wanted.contains(&**heading)
    })
}

fn letters(text: &str) -> String {
    let kept = text.chars().filter(|char| char.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}
