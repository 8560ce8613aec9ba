//! The terms of the filter language, as the README, the help view and the man page list them.

/// A term of the filter language, by example.
#[derive(Clone, Copy, Debug)]
pub struct FilterTerm {
    /// An example, as typed in the filter prompt.
    pub example: &'static str,
    /// The end of a sentence that begins with "posts that", such as "have the tag".
    pub description: &'static str,
}

const fn term(example: &'static str, description: &'static str) -> FilterTerm {
    FilterTerm {
        example,
        description,
    }
}

/// All terms. A post must match every term of a filter; a `-` in front negates a term.
pub const FILTER_TERMS: &[FilterTerm] = &[
    term("#rust", "have the tag or category; quotes allow spaces"),
    term("#rust,#go", "have at least one of the tags"),
    term("word", "have the word in title, tags, summary or file name"),
    term("\"exact words\"", "contain these words in this order"),
    term("~wrd", "contain these letters in this order"),
    term("year:2024", "are from that year"),
    term(
        "after:2023-05",
        "are dated in or after that year, month or day",
    ),
    term(
        "before:2023-05-17",
        "are dated before that year, month or day",
    ),
    term("is:unread", "you have not read to the end"),
    term("is:read", "you have read to the end"),
    term("is:starred", "you have starred"),
    term("is:draft", "are drafts"),
    term("is:scheduled", "have a date in the future"),
    term("is:expired", "are past their expiry date"),
    term("is:broken", "have errors in their front matter"),
    term(
        "author:ann",
        "name that author; a part of the name is enough",
    ),
    term("series:tour", "belong to that series"),
    term("lang:pt", "are in that language"),
    term("in:guides", "are in that section or folder"),
];

#[cfg(test)]
mod tests {
    use super::super::Filter;
    use super::super::keys::KEYS;
    use super::FILTER_TERMS;

    #[test]
    fn every_example_parses() {
        for term in FILTER_TERMS {
            let filter = Filter::parse(term.example);
            assert!(filter.problems().is_empty(), "{}", term.example);
        }
    }

    #[test]
    fn every_key_of_a_term_has_an_example() {
        for (key, _) in KEYS {
            let key = format!("{key}:");
            let mut terms = FILTER_TERMS.iter();
            assert!(terms.any(|term| term.example.starts_with(&key)), "{key}");
        }
    }
}
