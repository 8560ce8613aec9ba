//! Recognizes admonitions by the class of an element.

use super::HtmlTag;
use crate::document::AdmonitionKind;

/// Classes that mark an admonition; another class names its kind. They come from folio and Docutils, Obsidian, Bootstrap,
/// `VuePress`, GitHub, Docusaurus, Bulma and Minimal Mistakes, in this order.
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

/// Returns the kind and the title of an admonition, or `None` if the tag does not start an admonition.
pub(super) fn kind_and_title(tag: &HtmlTag<'_>) -> Option<(String, String)> {
    let classes = tag.classes();
    let words = || classes.split_ascii_whitespace();
    let known_kind = words()
        .map(without_prefix)
        .find(|word| AdmonitionKind::named(word).is_some());
    let marker = words().find(|word| is_marker(word));
    let word = match (marker, known_kind) {
        (None, _) => words().find(|word| KIND_CLASSES.contains(word))?,
        (Some(_), Some(kind)) => kind,
        (Some("admonition" | "callout"), None) => {
            words().find(|word| !is_marker(word)).unwrap_or_default()
        }
        // Without a known kind, these classes may be used for something else.
        (Some("custom-block" | "notification"), None) => return None,
        (Some(_), None) => "",
    };
    let word = tag
        .first_attribute(&["data-callout"])
        .unwrap_or_else(|| word.to_owned());
    Some((word, tag.attribute("title").unwrap_or_default()))
}

/// Returns true if a class marks an admonition: `alert` and `alert-warning`, but not `alert-heading`.
fn is_marker(word: &str) -> bool {
    ADMONITION_CLASSES.contains(&word) || is_prefixed_kind(word)
}

/// Returns true if a class names a kind after a prefix.
fn is_prefixed_kind(word: &str) -> bool {
    let kind = without_prefix(word);
    kind != word && AdmonitionKind::named(kind).is_some()
}

/// Returns a class without its prefix: `warning` for `alert-warning`, `info` for `notice--info`, `danger` for
/// `is-danger`.
fn without_prefix(word: &str) -> &str {
    let prefixes = ADMONITION_CLASSES.iter().copied().chain(["is"]);
    let mut kinds = prefixes.filter_map(|prefix| word.strip_prefix(prefix)?.strip_prefix('-'));
    kinds
        .next()
        .map_or(word, |kind| kind.trim_start_matches('-'))
}
