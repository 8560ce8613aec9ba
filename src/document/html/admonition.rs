//! Recognizes admonitions by the class of an element.

use super::HtmlTag;
use crate::document::Alert;

/// Classes of admonitions whose kind is given by another class, as used by folio, Docutils, Obsidian, Bootstrap,
/// `VuePress`, GitHub, Docusaurus, Bulma and Minimal Mistakes.
const ADMONITION_CLASSES: [&str; 8] = [
    "admonition",
    "callout",
    "alert",
    "custom-block",
    "markdown-alert",
    "theme-admonition",
    "notification",
    "notice",
];

/// Classes that are themselves the kind of an admonition.
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

/// Returns the kind and the title of an admonition, or `None` if the tag starts no admonition.
pub(super) fn of(tag: &HtmlTag<'_>) -> Option<(String, String)> {
    let class = tag.class();
    let words = || class.split_ascii_whitespace();
    let known_kind = words().map(kind).find(|word| Alert::named(word).is_some());
    let marker = words().find(|word| is_marker(word));
    let word = match (marker, known_kind) {
        (None, _) => words().find(|word| KIND_CLASSES.contains(word))?,
        (Some(_), Some(kind)) => kind,
        (Some("admonition" | "callout"), None) => {
            words().find(|word| !is_marker(word)).unwrap_or_default()
        }
        // Without a known kind, these classes have other uses too.
        (Some("custom-block" | "notification"), None) => return None,
        (Some(_), None) => "",
    };
    let word = tag
        .first(&["data-callout"])
        .unwrap_or_else(|| word.to_owned());
    Some((word, tag.attribute("title").unwrap_or_default()))
}

/// Returns true if a class marks an admonition: `alert` and `alert-warning`, but not `alert-heading`.
fn is_marker(word: &str) -> bool {
    ADMONITION_CLASSES.contains(&word) || kind(word) != word && Alert::named(kind(word)).is_some()
}

/// Returns a class without its prefix: `warning` for `alert-warning`, `info` for `notice--info`, `danger` for
/// `is-danger`.
fn kind(word: &str) -> &str {
    let prefixes = ADMONITION_CLASSES.iter().copied().chain(["is"]);
    let mut rest = prefixes.filter_map(|prefix| word.strip_prefix(prefix)?.strip_prefix('-'));
    rest.next()
        .map_or(word, |rest| rest.trim_start_matches('-'))
}
