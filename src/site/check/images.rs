//! Images that are not there, and images that nobody describes.

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
    for (_, image) in document.links() {
        let LinkKind::Image { described } = image.kind else {
            continue;
        };
        let at = image.source as usize;
        if !described {
            report.push(
                Severity::Warning,
                "missing-alt",
                at,
                "this image has no alternative text",
                "say in a few words what it shows; in HTML, `alt=\"\"` says that it only decorates",
            );
        }
        let Some(target) = Target::read(image.target) else {
            continue;
        };
        if target.is_file() && checker.lacks_file(&source.post.path, &target) {
            report.push(
                Severity::Error,
                "missing-image",
                at,
                &format!("`{}` is not there", target.path),
                "mend the path, or put the image there",
            );
        }
    }
}
