//! The checks for images that don't exist, and for images without alternative text.

use super::{Checker, PostReport};
use crate::document::{Document, LinkKind};
use crate::post::Severity;
use crate::site::Source;
use crate::site::link_target::LinkTarget;

pub(super) fn check(
    checker: &Checker<'_>,
    source: &Source,
    document: &Document,
    report: &mut PostReport<'_>,
) {
    for (_, image) in document.links() {
        let LinkKind::Image { described } = image.kind else {
            continue;
        };
        let position = image.source as usize;
        if !described {
            report.push(
                Severity::Warning,
                "missing-alt",
                position,
                "this image has no alternative text",
                "describe what it shows; in HTML, `alt=\"\"` marks a decorative image",
            );
        }
        let Some(target) = LinkTarget::read(image.target) else {
            continue;
        };
        if target.is_file() && checker.lacks_file(&source.post.path, &target) {
            report.push(
                Severity::Error,
                "missing-image",
                position,
                &format!("`{}` does not exist", target.path),
                "fix the path, or add the image",
            );
        }
    }
}
