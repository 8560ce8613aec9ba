//! A start tag and its attributes.

use html5gum::{HtmlString, StartTag};

/// A start tag as `html5gum` parsed it; `usize` is the type of its source positions. Entities in attribute values are decoded.
pub(super) struct HtmlTag<'t>(pub(super) &'t StartTag<usize>);

impl HtmlTag<'_> {
    /// Returns the value of the attribute `name`.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let value = self.0.attributes.get(&HtmlString(name.as_bytes().to_vec()));
        value.map(|value| String::from_utf8_lossy(&value.value).into_owned())
    }

    /// Returns the value of the first attribute in `names` that is present and not blank.
    pub(super) fn first_attribute(&self, names: &[&str]) -> Option<String> {
        let mut values = names.iter().filter_map(|name| self.attribute(name));
        values.find(|value| !value.trim().is_empty())
    }

    /// Returns true if there are attributes, and none has a value. Such a tag may be text: `a <b and c> d`.
    pub(super) fn has_only_empty_attributes(&self) -> bool {
        let attributes = &self.0.attributes;
        !attributes.is_empty() && attributes.values().all(|value| value.value.is_empty())
    }

    /// Returns the number in the attribute `name`, at most `u32::MAX`.
    pub(super) fn numeric_attribute(&self, name: &str) -> Option<u32> {
        let number: u64 = self.attribute(name)?.trim().parse().ok()?;
        Some(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Returns the classes of the tag, separated by white space.
    pub(super) fn classes(&self) -> String {
        // JSX writes `className`; `html5gum` converts the names of attributes to lower case.
        self.first_attribute(&["class", "classname"])
            .unwrap_or_default()
    }

    /// Returns the language that the class of a syntax highlighter names: `language-rs`, `lang-rs`, `highlight-source-rs`,
    /// `brush: rs;`, `sourceCode rs`. Without such a class, returns the attribute `data-lang`.
    pub(super) fn language(&self) -> Option<String> {
        let classes = self.classes();
        let mut words = classes
            .split([' ', '\t', '\n', ';'])
            .filter(|word| !word.is_empty());
        let prefixes = ["language-", "lang-", "highlight-source-"];
        while let Some(word) = words.next() {
            let language = prefixes.iter().find_map(|prefix| word.strip_prefix(prefix));
            let language = language.or_else(|| match word {
                "brush:" | "sourceCode" => words.next(),
                _ => None,
            });
            if let Some(name) = language.filter(|name| !name.is_empty()) {
                return Some(name.to_owned());
            }
        }
        self.attribute("data-lang")
            .filter(|name| !name.trim().is_empty())
    }
}
