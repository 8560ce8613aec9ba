use proptest::prelude::*;

use super::*;

/// Parses a filter, writes it again, and returns the written text and the problems.
fn written_and_problems(text: &str) -> (String, Vec<String>) {
    let filter = Filter::parse(text);
    let problems = filter.problems().iter();
    let problems = problems.map(|problem| format!("{}: {}", problem.term, problem.error));
    (filter.to_string(), problems.collect())
}

#[test]
fn terms_are_written_in_the_syntax_that_is_parsed() {
    for text in [
        "",
        "#rust",
        "#rust -#draft #\"machine learning\" words",
        "#a,#b #\"a,b\" #c++ #-x #\"\\\"q\\\"\"",
        "\"exact words\" -word -\"two words\" \"-dash\" \"#hash\" \"key:word\"",
        "~fuz -~zy ~\"two words\"",
        "year:2024 after:2023-05 before:2023-05-17 -year:0099",
        "is:scheduled is:expired series:tour -series:\"a b\" lang:pt-br",
        "is:draft -is:broken author:ann author:\"Ann Lee\" in:guides/2024 -in:\"two words\"",
        "https://example.org std::fmt 12:30 a\"b c\\d",
    ] {
        assert_eq!(written_and_problems(text), (text.to_owned(), vec![]));
    }
}

#[test]
fn equivalent_spellings_are_written_the_same_way() {
    for (text, expected) in [
        ("  a\t b\n", "a b"),
        ("#a,b,#c", "#a,#b,#c"),
        ("#a, b", "#a b"),
        ("-#a,#b", "-#a -#b"),
        ("#\"rust\" \"word\"", "#rust word"),
        ("#\" machine\tlearning \"", "#\"machine learning\""),
        ("\"left open", "\"left open\""),
        ("\"a\"b", "a b"),
        ("IS:Draft Year:2024 in:/a/", "is:draft year:2024 in:a"),
    ] {
        assert_eq!(written_and_problems(text), (expected.to_owned(), vec![]));
    }
}

#[test]
fn invalid_terms_are_reported_and_written_back() {
    for (text, problem) in [
        (
            "yaer:2024",
            "yaer:2024: unknown key `yaer:`; did you mean `year:`?",
        ),
        (
            "note:x",
            "note:x: unknown key `note:`; the keys are `after:`, `author:`, `before:`, `in:`, `is:`, `lang:`, `series:`, `year:`; \
             to search for the text, write `\"note:x\"`",
        ),
        ("year:24", "year:24: `year:` expects a year, such as 2024"),
        (
            "after:2023-13",
            "after:2023-13: `after:` expects a year, month or day, such as 2023-05",
        ),
        (
            "is:new",
            "is:new: `is:` expects unread, read, starred, draft, scheduled, expired or broken",
        ),
        (
            "#",
            "#: no tag after `#`; write `#rust` or `#\"machine learning\"`",
        ),
        ("-", "-: the word is empty; type a word"),
        ("\"\"", "\"\": the word is empty; type a word"),
    ] {
        assert_eq!(
            written_and_problems(text),
            (text.to_owned(), vec![problem.to_owned()])
        );
        // The written filter contains the invalid term, but the term excludes no posts.
        assert!(Filter::parse(text).is_empty(), "{text}");
    }
}

#[test]
fn an_incomplete_last_term_filters_nothing_out_and_is_not_reported() {
    for text in [
        "#",
        "-",
        "-#",
        "#\"",
        "\"",
        "~",
        "year:",
        "year:20",
        "after:2023-",
        "is:",
        "is:DR",
        "in:",
        "author:",
    ] {
        let filter = Filter::parse_unfinished(text);
        assert!(filter.is_empty() && filter.problems().is_empty(), "{text}");
        // A blank ends the term, so the incomplete term is reported. An open quote is different: it contains the blank and the
        // word, and is complete.
        let followed_by_word = Filter::parse_unfinished(&format!("{text} word"));
        let is_quote_open = text.ends_with('"');
        assert_eq!(
            followed_by_word.problems().is_empty(),
            is_quote_open,
            "{text}"
        );
    }
    // More text can't make an unknown key valid.
    assert_eq!(Filter::parse_unfinished("yaer:2").problems().len(), 1);
}

#[test]
fn tags_can_be_required_excluded_and_removed_by_toggling() {
    use Requirement::{Excluded, Required};
    let mut filter = Filter::parse("words #Rust");
    for (requirement, tag, expected) in [
        (Required, "go", "words #Rust #go"),
        (Required, "rust", "words #go"),
        (Excluded, "go", "words -#go"),
        (
            Excluded,
            "machine learning",
            "words -#go -#\"machine learning\"",
        ),
        (Required, "GO", "words -#\"machine learning\" #GO"),
        (Excluded, "Machine  Learning", "words #GO"),
    ] {
        filter.toggle_tag(tag, requirement);
        assert_eq!(filter.to_string(), expected);
    }
    assert_eq!(filter.required_tags().collect::<Vec<_>>(), ["GO"]);
    filter.clear_tags();
    assert_eq!(filter.to_string(), "words");
}

#[test]
fn the_term_being_typed_stays_last_when_tags_are_toggled() {
    for (line, expected) in [
        ("a #ru", "a #go #ru"),
        ("a #\"machine le", "a #go #\"machine le"),
        ("a #", "a #go #"),
        ("a #ru ", "a #ru #go"),
    ] {
        let mut filter = Filter::parse_unfinished(line);
        filter.toggle_tag("go", Requirement::Required);
        assert_eq!(filter.to_string(), expected);
    }
}

#[test]
fn toggling_a_tag_removes_it_from_a_list_of_tags() {
    let mut filter = Filter::parse_unfinished("#a,#b");
    filter.toggle_tag("b", Requirement::Required);
    assert_eq!(filter.to_string(), "#a");
}

/// Generates lines as a user might type them, with operators, quotes and keys more often than by chance.
fn filter_lines() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-cÄß ]{1,3}",
        2 => r##"["#~,:/ \\-]{1,3}"##,
        1 => "(year|after|before|is|in|author|yaer):",
        1 => "(2024|2023-05|2023-05-17|draft|broken)",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_written_filter_parses_to_the_same_filter(line in filter_lines()) {
        let filter = Filter::parse(&line);
        prop_assert_eq!(Filter::parse(&filter.to_string()), filter);
    }

    #[test]
    fn a_written_unfinished_filter_parses_to_the_same_filter(line in filter_lines()) {
        let filter = Filter::parse_unfinished(&line);
        // A blank at the end of the line finishes the last term. The written filter has no such blank, so the term would be
        // unfinished when it is parsed again.
        if filter.is_unfinished {
            prop_assert_eq!(Filter::parse_unfinished(&filter.to_string()), filter);
        }
    }

    #[test]
    fn a_filter_with_a_toggled_tag_parses_to_the_same_terms(line in filter_lines(), is_being_typed: bool, tag in ".{0,8}", excluded: bool) {
        let mut filter = if is_being_typed { Filter::parse_unfinished(&line) } else { Filter::parse(&line) };
        let requirement = if excluded { Requirement::Excluded } else { Requirement::Required };
        filter.toggle_tag(&tag, requirement);
        let parse = if filter.is_unfinished { Filter::parse_unfinished } else { Filter::parse };
        prop_assert_eq!(parse(&filter.to_string()).terms, filter.terms);
    }
}
