//! Recognizes admonitions by the class of an element.

use super::HtmlTag;
use crate::document::AdmonitionKind;

/// Classes that mark an admonition; another class names its kind.
const ADMONITION_CLASSES: [&str; 8] = [
    // folio and Docutils.
    "admonition",
    // Obsidian.
    "callout",
    // Bootstrap.
    "alert",
    // VuePress.
    "custom-block",
    // GitHub.
    "markdown-alert",
    // Docusaurus.
    "theme-admonition",
    // Bulma.
    "notification",
    // Minimal Mistakes.
    "notice",
];

/// Classes that both mark an admonition and name its kind.
const KIND_CLASSES: [&str; 9] = [
    "note",
    "info",
    "tip",
    "hint",
    "important",
    "warning",
    "caution",
    "danger",
    "seealso",
];

/// Returns the kind and the title of an admonition, or `None` if the tag does not start an admonition. The kind or the title is
/// empty if the tag does not name it.
pub(super) fn kind_and_title(tag: &HtmlTag<'_>) -> Option<(String, String)> {
    let class_list = tag.classes();
    let classes = || class_list.split_ascii_whitespace();
    let known_kind = classes()
        .map(without_prefix)
        .find(|kind| AdmonitionKind::named(kind).is_some());
    let marker = classes().find(|class| is_marker(class));
    let kind = match (marker, known_kind) {
        (None, _) => classes().find(|class| KIND_CLASSES.contains(class))?,
        (Some(_), Some(kind)) => kind,
        (Some("admonition" | "callout"), None) => classes()
            .find(|class| !is_marker(class))
            .unwrap_or_default(),
        // Without a known kind, these classes may be used for something else.
        (Some("custom-block" | "notification"), None) => return None,
        (Some(_), None) => "",
    };
    let kind = tag
        .first_attribute(&["data-callout"])
        .unwrap_or_else(|| kind.to_owned());
    Some((kind, tag.attribute("title").unwrap_or_default()))
}

/// Returns true if a class marks an admonition: `alert` and `alert-warning`, but not `alert-heading`.
fn is_marker(class: &str) -> bool {
    ADMONITION_CLASSES.contains(&class) || is_prefixed_kind(class)
}

/// Returns true if a class names a kind after a prefix.
fn is_prefixed_kind(class: &str) -> bool {
    let kind = without_prefix(class);
    kind != class && AdmonitionKind::named(kind).is_some()
}

/// Returns a class without its prefix: `warning` for `alert-warning`, `info` for `notice--info`, `danger` for
/// `is-danger`.
fn without_prefix(class: &str) -> &str {
    let prefixes = ADMONITION_CLASSES.iter().copied().chain(["is"]);
    let mut kinds = prefixes.filter_map(|prefix| class.strip_prefix(prefix)?.strip_prefix('-'));
    kinds
        .next()
        .map_or(class, |kind| kind.trim_start_matches('-'))
}
