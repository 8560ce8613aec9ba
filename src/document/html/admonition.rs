//! Elements that are admonitions by their class.

use super::HtmlTag;
use crate::document::Alert;

/// Classes of admonitions whose kind another class names: folio's own, Docutils', Obsidian's, Bootstrap's, `VuePress`',
/// GitHub's, Docusaurus', Bulma's, Minimal Mistakes'.
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

/// Classes that name an admonition's kind by themselves.
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

/// Returns kind and title if a tag opens an admonition.
pub(super) fn of(tag: &HtmlTag<'_>) -> Option<(String, String)> {
    let class = tag.class();
    let words = || class.split_ascii_whitespace();
    let known = words().map(kind).find(|word| Alert::named(word).is_some());
    let marker = words().find(|word| is_marker(word));
    let word = match (marker, known) {
        (None, _) => words().find(|word| KIND_CLASSES.contains(word))?,
        (Some(_), Some(known)) => known,
        (Some("admonition" | "callout"), None) => {
            words().find(|word| !is_marker(word)).unwrap_or_default()
        }
        // These classes have other uses too.
        (Some("custom-block" | "notification"), None) => return None,
        (Some(_), None) => "",
    };
    let word = tag
        .first(&["data-callout"])
        .unwrap_or_else(|| word.to_owned());
    Some((word, tag.attribute("title").unwrap_or_default()))
}

/// Returns true if a class is an admonition's: `alert` and `alert-warning`, but not `alert-heading`.
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
