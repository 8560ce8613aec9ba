//! The terms of the filter language, as the README, the help view and the man page list them.

/// Terms that belong together, with what they match.
#[derive(Clone, Copy, Debug)]
pub struct FilterTerms {
    /// Examples, as typed in the filter line.
    pub examples: &'static [&'static str],
    /// The posts that they match, without a subject: "have the tag".
    pub matches: &'static str,
}

const fn terms(examples: &'static [&'static str], matches: &'static str) -> FilterTerms {
    FilterTerms { examples, matches }
}

/// All terms. A post must match every term of a filter; a `-` in front negates a term.
pub const FILTER_TERMS: &[FilterTerms] = &[
    terms(
        &["#rust", "#\"machine learning\""],
        "have the tag or category",
    ),
    terms(&["#rust,#go"], "have at least one of the tags"),
    terms(
        &["words"],
        "contain the word in title, tags, categories, summary or file name; a capital letter makes case count",
    ),
    terms(&["\"exact words\""], "contain these words in this order"),
    terms(
        &["~wrds"],
        "contain these letters in this order in title, tags, categories or file name",
    ),
    terms(&["year:2024"], "are from that year"),
    terms(
        &["after:2023-05", "before:2023-05-17"],
        "are dated in or after that year, month or day, or before it",
    ),
    terms(
        &["is:draft", "is:scheduled", "is:expired"],
        "are drafts, have a date in the future, are past their expiry date",
    ),
    terms(&["is:broken"], "have errors in their front matter"),
    terms(
        &["is:read", "is:unread", "is:starred"],
        "you have read to the end, have not, have starred",
    ),
    terms(
        &["author:ann", "series:tour"],
        "name that author or series; a part of the name is enough",
    ),
    terms(&["lang:pt"], "are in that language"),
    terms(
        &["in:guides/2024"],
        "are in that section, or in that folder if no section has the name",
    ),
];

#[cfg(test)]
mod tests {
    use super::super::Filter;
    use super::super::keys::KEYS;
    use super::FILTER_TERMS;

    #[test]
    fn every_example_is_a_filter_and_every_key_has_one() {
        let examples = || FILTER_TERMS.iter().flat_map(|terms| terms.examples);
        for example in examples() {
            assert!(Filter::parse(example).problems().is_empty(), "{example}");
        }
        for (key, _) in KEYS {
            let key = format!("{key}:");
            assert!(examples().any(|example| example.starts_with(&key)), "{key}");
        }
    }
}
