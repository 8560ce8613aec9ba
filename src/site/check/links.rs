//! Links to posts and files that don't exist.

use super::resolve::{Lookup, Target};
use super::{Checker, Report};
use crate::document::{Document, LinkKind};
use crate::post::Severity;
use crate::site::Source;

pub(super) fn check(
    checker: &Checker<'_>,
    source: &Source,
    document: &Document,
    report: &mut Report<'_>,
) {
    let post = &source.post.path;
    for (_, link) in document
        .links()
        .filter(|(_, link)| link.kind == LinkKind::Text)
    {
        let Some(target) = Target::read(link.target) else {
            continue;
        };
        let lacks = if target.is_markdown() {
            checker.lacks_post(post, &target, lookup(source, link.source as usize))
        } else {
            target.is_file() && checker.lacks_file(post, &target)
        };
        if lacks {
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

/// Returns how the link that starts at byte `at` of the source names its post.
fn lookup(source: &Source, at: usize) -> Lookup {
    let line = source.text[at..].lines().next().unwrap_or_default();
    if line.contains("{{<") || line.contains("{{%") {
        Lookup::ByName
    } else {
        Lookup::ByPath
    }
}
