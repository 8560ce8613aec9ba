//! The check for links to posts and files that don't exist.

use super::Checker;
use crate::document::{Dialect, Document, LinkKind};
use crate::post::ProblemList;
use crate::site::Source;
use crate::site::link_target::LinkTarget;

/// Reports links to posts and files that don't exist.
pub(super) fn check(
    checker: &Checker<'_>,
    source: &Source,
    document: &Document,
    report: &mut ProblemList<'_>,
) {
    let post_path = &source.post.path;
    for (_, link) in document
        .links()
        .filter(|(_, link)| link.kind == LinkKind::Text)
    {
        let Some(target) = LinkTarget::parse(link.target) else {
            continue;
        };
        let is_missing = if is_nikola_path(checker, link.target)
            || is_page_reference(checker, source, link.source as usize, &target)
        {
            // Such a target may leave out the file extension.
            checker.is_referenced_post_missing(post_path, &target)
        } else if target.has_markdown_extension() {
            checker.is_markdown_file_missing(post_path, &target)
        } else {
            target.has_file_extension() && checker.is_file_missing(post_path, &target)
        };
        if is_missing {
            report.error(
                link.source as usize,
                "dead-link",
                &format!("`{}` does not exist", target.path),
                "fix the path, or remove the link",
            );
        }
    }
}

/// Returns true if a target is Nikola's notation for a link to a post (Nikola, "Path handlers").
fn is_nikola_path(checker: &Checker<'_>, target: &str) -> bool {
    let mut prefixes = ["link://slug/", "link://filename/"].iter();
    checker.site.dialect == Dialect::Nikola
        && prefixes.any(|prefix| target.trim().starts_with(prefix))
}

/// Returns true if the link at byte `position` of the source names its target in a tag that refers to a page: Hugo's `ref`
/// and `relref`, Jekyll's `post_url` and `link`, Hexo's `post_link` and `post_path`.
pub(super) fn is_page_reference(
    checker: &Checker<'_>,
    source: &Source,
    position: usize,
    target: &LinkTarget,
) -> bool {
    let (opener, names): (&str, &[&str]) = match checker.site.dialect {
        Dialect::Jekyll => ("{%", &["post_url", "link"]),
        Dialect::Hexo => ("{%", &["post_link", "post_path"]),
        _ => ("{{", &["ref", "relref"]),
    };
    let link = source.text[position..].split([')', '\n']).next();
    let Some((_, tag)) = link.and_then(|link| link.split_once(opener)) else {
        return false;
    };
    let tag = tag.trim_start_matches(['<', '%', '-']);
    let mut words = tag.split_whitespace();
    let is_reference = words.next().is_some_and(|name| names.contains(&name));
    // A tag in `{{ }}` is taken for the target of this link. A tag in `{% %}` may follow this link and belong to another one. So
    // it is taken for the target only if its argument contains the path of this link.
    let path = target.path.trim_start_matches('/');
    let is_argument = words.next().is_some_and(|word| word.contains(path));
    is_reference && (opener == "{{" || is_argument && !path.is_empty())
}
