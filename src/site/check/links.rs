//! The check for links to posts and files that don't exist.

use super::resolve::LinkTarget;
use super::{Checker, PostReport};
use crate::document::{Document, LinkKind};
use crate::post::Severity;
use crate::site::Source;

pub(super) fn check(
    checker: &Checker<'_>,
    source: &Source,
    document: &Document,
    report: &mut PostReport<'_>,
) {
    let post = &source.post.path;
    for (_, link) in document
        .links()
        .filter(|(_, link)| link.kind == LinkKind::Text)
    {
        let Some(target) = LinkTarget::read(link.target) else {
            continue;
        };
        let is_missing = if is_page_reference(source, link.source as usize) {
            checker.lacks_page(post, &target)
        } else if target.is_markdown() {
            checker.lacks_post(post, &target)
        } else {
            target.is_file() && checker.lacks_file(post, &target)
        };
        if is_missing {
            report.push(
                Severity::Error,
                "dead-link",
                link.source as usize,
                &format!("`{}` does not exist", target.path),
                "fix the path, or remove the link",
            );
        }
    }
}

/// Returns true if the target of the link at byte `position` of the source is Hugo's shortcode `ref` or `relref`.
fn is_page_reference(source: &Source, position: usize) -> bool {
    let link = source.text[position..].split([')', '\n']).next();
    let shortcode = link.and_then(|link| link.split_once("{{"));
    shortcode.is_some_and(|(_, shortcode)| {
        let name = shortcode.trim_start_matches(['<', '%']).trim_start();
        name.starts_with("ref ") || name.starts_with("relref ")
    })
}
