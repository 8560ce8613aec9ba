//! A start tag and its attributes.

use html5gum::{HtmlString, StartTag};

/// A start tag. Attribute values have their entities decoded.
pub(super) struct HtmlTag<'t>(pub(super) &'t StartTag<usize>);

impl HtmlTag<'_> {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let value = self.0.attributes.get(&HtmlString(name.as_bytes().to_vec()));
        value.map(|value| String::from_utf8_lossy(&value.value).into_owned())
    }

    /// Returns the value of the first of `names` that is not blank.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        let mut values = names.iter().filter_map(|name| self.attribute(name));
        values.find(|value| !value.trim().is_empty())
    }

    /// Returns true if there are attributes and none has a value: `<b and c>` compares three letters.
    pub(super) fn has_only_words(&self) -> bool {
        let attributes = &self.0.attributes;
        !attributes.is_empty() && attributes.values().all(|value| value.value.is_empty())
    }

    /// Returns the number in an attribute.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let number: u64 = self.attribute(name)?.trim().parse().ok()?;
        Some(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Returns its classes, separated by blanks.
    pub(super) fn class(&self) -> String {
        // JSX writes `className`.
        self.first(&["class", "classname"]).unwrap_or_default()
    }

    /// Returns the language that a highlighter's class names: `language-rs`, `lang-rs`, `highlight-source-rs`,
    /// `brush: rs;`.
    pub(super) fn language(&self) -> Option<String> {
        let class = self.class();
        let mut words = class
            .split([' ', '\t', '\n', ';'])
            .filter(|word| !word.is_empty());
        let known = ["language-", "lang-", "highlight-source-"];
        while let Some(word) = words.next() {
            let named = known.iter().find_map(|prefix| word.strip_prefix(prefix));
            let named = named.or_else(|| match word {
                "brush:" | "sourceCode" => words.next(),
                _ => None,
            });
            if let Some(name) = named.filter(|name| !name.is_empty()) {
                return Some(name.to_owned());
            }
        }
        self.attribute("data-lang")
            .filter(|name| !name.trim().is_empty())
    }
}
