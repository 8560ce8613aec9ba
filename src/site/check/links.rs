//! Links to posts and files that are not there.

use super::resolve::Target;
use super::{Checker, Report};
use crate::document::{Document, LinkKind};
use crate::post::Severity;
use crate::site::{Files, Source};

pub(super) fn check<F: Files>(
    checker: &Checker<'_, F>,
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
            checker.lacks_post(post, &target)
        } else {
            target.is_file() && checker.lacks_file(post, &target)
        };
        if lacks {
            report.push(
                Severity::Error,
                "dead-link",
                link.source as usize,
                &format!("`{}` is not there", target.path),
                "mend the path, or take the link away",
            );
        }
    }
}
