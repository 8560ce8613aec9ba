//! Elements whose class says that they are an admonition.

use super::Tag;
use crate::document::Alert;

/// Classes that say that another one names a kind: folio's own vocabulary and Docutils, Obsidian, Bootstrap, `VuePress`,
/// GitHub, Docusaurus, Bulma, Minimal Mistakes.
const MARKERS: [&str; 8] = [
    "admonition",
    "callout",
    "alert",
    "custom-block",
    "markdown-alert",
    "theme-admonition",
    "notification",
    "notice",
];

/// Classes that name a kind without more: nobody means anything else by them.
const ALONE: [&str; 9] = [
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

/// The word for its kind and its own title, if a tag opens an admonition.
pub(super) fn of(tag: &Tag<'_>) -> Option<(String, String)> {
    let class = tag.class();
    let words = || class.split_ascii_whitespace();
    let known = words().map(kind).find(|word| Alert::named(word).is_some());
    let marker = words().find(|word| is_marker(word));
    let word = match (marker, known) {
        (None, _) => words().find(|word| ALONE.contains(word))?,
        (Some(_), Some(known)) => known,
        (Some("admonition" | "callout"), None) => {
            words().find(|word| !is_marker(word)).unwrap_or_default()
        }
        // Boxes of many uses.
        (Some("custom-block" | "notification"), None) => return None,
        (Some(_), None) => "",
    };
    let word = tag
        .first(&["data-callout"])
        .unwrap_or_else(|| word.to_owned());
    Some((word, tag.attribute("title").unwrap_or_default()))
}

/// `alert`, and `alert-warning`, but not `alert-heading`.
fn is_marker(word: &str) -> bool {
    MARKERS.contains(&word) || kind(word) != word && Alert::named(kind(word)).is_some()
}

/// A class without what it is prefixed with: `alert-warning`, `notice--info`, `is-danger`.
fn kind(word: &str) -> &str {
    let prefixes = MARKERS.iter().copied().chain(["is"]);
    let mut rest = prefixes.filter_map(|prefix| word.strip_prefix(prefix)?.strip_prefix('-'));
    rest.next()
        .map_or(word, |rest| rest.trim_start_matches('-'))
}
