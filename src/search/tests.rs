use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// Returns the hits of a search in a post.
fn all_hits(source: &str, query: &str) -> Vec<Hit> {
    let query = CompiledQuery::new(query).expect("a query with words");
    let result = query.find(source.as_bytes(), Dialect::Zola, usize::MAX);
    assert_eq!(result.hits_beyond_limit, 0);
    result.hits
}

/// Formats each hit of a search in a post as `LINE:COLUMN [HEADING] TEXT`. TEXT is the rendered text of the hit, with the
/// matches between `‹›`.
fn formatted_hits(source: &str, query: &str) -> String {
    let mut formatted = String::new();
    for hit in all_hits(source, query) {
        let heading = hit.heading.as_deref().unwrap_or("-");
        let mut line = hit.text.to_string();
        for range in hit.matches.iter().rev() {
            line.insert(range.end as usize, '›');
            line.insert(range.start as usize, '‹');
        }
        writeln!(formatted, "{}:{} [{heading}] {line}", hit.line, hit.column).unwrap();
    }
    formatted
}

#[test]
fn hits_report_line_column_and_section() {
    let text = "+++\ntitle = \"pear\"\n+++\nA pear.\n\n# One *fruit*\n\n中文 pear and Pear\n\nTwo\n===\npear";
    assert_eq!(
        formatted_hits(text, "pear"),
        "4:3 [-] A ‹pear›.\n8:4 [One fruit] 中文 ‹pear› and ‹Pear›\n12:1 [Two] ‹pear›\n"
    );
    assert_eq!(
        formatted_hits(text, "Pear"),
        "8:13 [One fruit] 中文 pear and ‹Pear›\n"
    );
    assert_eq!(
        formatted_hits(text, "title"),
        "",
        "front matter is not searched"
    );
}

#[test]
fn blank_in_a_query_matches_blanks_or_a_line_break_within_a_paragraph() {
    for (text, expected) in [
        ("a one\ntwo b", "1:3 [-] a ‹one two› b\n"),
        ("a one  \r\n  two b", "1:3 [-] a ‹one two› b\n"),
        ("> a one\n> two b", "1:5 [-] a ‹one two› b\n"),
        ("one\rtwo", "1:1 [-] ‹one two›\n"),
        ("one   two", "1:1 [-] ‹one two›\n"),
        ("one\n\ntwo", ""),
    ] {
        assert_eq!(formatted_hits(text, "one two"), expected, "{text:?}");
    }
    assert_eq!(
        formatted_hits("x a\nb a\nb", "a b"),
        "1:3 [-] x ‹a b› a\n2:3 [-] b ‹a b›\n"
    );
    assert_eq!(formatted_hits("a\nb\nc d", "a b c"), "1:1 [-] ‹a b c› d\n");
}

#[test]
fn hits_show_the_rendered_line() {
    for (text, expected) in [
        (
            "See **bold word** and [the list](word.md) for `more`.\nNext.",
            "1:12 [-] See bold ‹word› and the list for more.\n",
        ),
        ("a\nb _word_ c\nd", "2:4 [-] b ‹word› c\n"),
        ("| a | b |\n|---|---|\n| c | word |", "3:7 [-] c ‹word›\n"),
        ("```\na\n\tword\nb\n```", "3:2 [-] ‹word›\n"),
        (
            "<p>\na <b>x</b>\nthe word\n</p>",
            "3:5 [-] a x the ‹word›\n",
        ),
        ("&amp; w&#111;rd", "1:7 [-] & ‹word›\n"),
        ("a[^1]\n\n# Late\n\nb\n\n[^1]: word", "7:7 [Late] ‹word›\n"),
    ] {
        assert_eq!(formatted_hits(text, "word"), expected, "{text:?}");
    }
    // The target of a link and a comment are not rendered, so they are not searched.
    assert_eq!(formatted_hits("[a](word.md) <!-- word -->", "word"), "");
    for (text, query, expected) in [
        (
            "the H of H<sub>2</sub>O",
            "h2o",
            "1:10 [-] the H of ‹H₂O›\n",
        ),
        (
            "a word[^1] goes\n\n[^1]: A",
            "word goes",
            "1:3 [-] a ‹word¹ goes›\n",
        ),
        ("water, H₂O", "H2O", "1:8 [-] water, ‹H₂O›\n"),
        ("> 東京\n> 都", "東京都", "1:3 [-] ‹東京都›\n"),
    ] {
        assert_eq!(formatted_hits(text, query), expected, "{text:?}");
    }
}

#[test]
fn text_that_only_looks_like_a_heading_begins_no_section() {
    for block in [
        "```sh\n# no\n```",
        "````\n```\n# no\n````",
        "~~~\n# no\n~~~",
        "- ```\n  # no\n  ```",
        "> ```\n> # no\n> ```",
        "<!--\n# no\n-->",
        "<pre>\n# no\n</pre>",
        "    # no",
        "\t# no",
        "#no",
        "####### no",
        "- no\n---",
        "> no\n---",
        "no\n\n---",
    ] {
        let text = format!("# Yes\n\n{block}\n\nword");
        assert!(
            formatted_hits(&text, "word").ends_with("[Yes] ‹word›\n"),
            "{block:?}"
        );
    }
}

#[test]
fn every_kind_of_heading_begins_a_section() {
    for heading in [
        "# Yes",
        "  ###### Yes ##",
        "Yes\n---",
        "Yes\n=",
        "#\tYes",
        "# **Yes**",
        "# [Yes](https://example.org)",
    ] {
        let text = format!("{heading}\nword");
        assert!(
            formatted_hits(&text, "word").ends_with("[Yes] ‹word›\n"),
            "{heading:?}"
        );
    }
    assert_eq!(
        formatted_hits("# A\n\nfirst word\nlast\n---\nword", "word"),
        "3:7 [first word last] first ‹word›\n6:1 [first word last] ‹word›\n"
    );
    assert_eq!(
        formatted_hits("# A word", "word"),
        "1:5 [A word] A ‹word›\n"
    );
    // A line with a backtick after the fence begins no code block (CommonMark, 4.5), so the next line is a heading.
    assert_eq!(
        formatted_hits("``` `\n# Yes\nword", "word"),
        "3:1 [Yes] ‹word›\n"
    );
}

#[test]
fn files_in_other_encodings_are_decoded() {
    let query = CompiledQuery::new("straße").expect("a query with words");
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain("eine Straße".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let hits = query.find(&utf16, Dialect::Auto, 9).hits;
    assert_eq!((hits.len(), hits[0].column), (1, 6));
    let word = CompiledQuery::new("word").expect("a query with words");
    let hits = word.find(b"caf\xe9 word", Dialect::Auto, 9).hits;
    assert_eq!((hits[0].line, hits[0].column), (1, 6));
    assert_eq!(&*hits[0].text, "caf\u{fffd} word");
    let with_bom = word.find(b"\xef\xbb\xbfword", Dialect::Auto, 9).hits;
    assert_eq!((with_bom[0].column, with_bom[0].offset), (1, 0));
    // The character that replaces an invalid byte can be searched for.
    let broken = CompiledQuery::new("\u{fffd} word").expect("a query with words");
    assert_eq!(broken.find(b"caf\xe9 word", Dialect::Auto, 9).hits.len(), 1);
}

#[test]
fn many_matches_are_located_in_linear_time() {
    // The test needs no timer: if the text before each match were scanned again, it would take minutes.
    let line = "word &amp; *word* ".repeat(50_000);
    let hits = all_hits(&line, "word");
    assert_eq!((hits.len(), hits[0].matches.len()), (1, 100_000));
    let lines = "a *b* &amp; word\n".repeat(20_000);
    let hits = all_hits(&lines, "word");
    let column = 13;
    assert!(
        hits.iter()
            .zip(1..)
            .all(|(hit, line)| (hit.line, hit.column) == (line, column))
    );
    let hits = all_hits(&"word\n".repeat(150_000), "word");
    assert_eq!(hits.len(), 150_000);
    assert!(hits.iter().all(|hit| &*hit.text == "word"));
}

#[test]
fn hits_in_a_long_html_element_show_only_the_text_around_them() {
    for line in ["word &amp; more\n", "&#119;ord\n"] {
        let lines = 20_000;
        let hits = all_hits(&format!("<p>\n{}</p>", line.repeat(lines)), "word");
        let matches: usize = hits.iter().map(|hit| hit.matches.len()).sum();
        assert_eq!(matches, lines);
        let text_bytes: usize = hits.iter().map(|hit| hit.text.len()).sum();
        // At most 1024 bytes per source line. The text of the element has about 100,000 bytes or more.
        assert!(text_bytes < lines * 1024, "{text_bytes}");
    }
}

#[test]
fn hits_beyond_the_limit_are_counted() {
    let query = CompiledQuery::new("a").expect("a query with words");
    let result = query.find("a a\n".repeat(10).as_bytes(), Dialect::Auto, 3);
    assert_eq!((result.hits.len(), result.hits_beyond_limit), (3, 7));
}

#[test]
fn blank_query_is_rejected() {
    assert!(CompiledQuery::new(" \t").is_none());
}

#[test]
fn excerpt_shows_the_first_match_within_the_columns() {
    let excerpt = |text: &str, columns: usize| {
        let hit = all_hits(text, "word").remove(0);
        let excerpt = hit.excerpt(columns);
        let mut formatted = excerpt.text.to_string();
        for range in excerpt.matches.iter().rev() {
            formatted.insert(range.end, '›');
            formatted.insert(range.start, '‹');
        }
        formatted
    };
    assert_eq!(excerpt("  a word here", 40), "a ‹word› here");
    assert_eq!(excerpt("a\tword\x1b and word", 40), "a ‹word›␛ and ‹word›");
    // The text before the match takes at most a third of the 20 columns: 6, besides the ellipsis.
    assert_eq!(
        excerpt("one two three four five word six", 20),
        "…five ‹word› six"
    );
    assert_eq!(
        excerpt(&format!("{}word", "中".repeat(50)), 20),
        "…中中中‹word›"
    );
}

#[test]
fn long_line_is_shortened_around_its_first_match() {
    let text = format!(
        "{} word {} word {}",
        "é".repeat(900),
        "x ".repeat(20),
        "y".repeat(900)
    );
    let mut hit = all_hits(&text, "word").remove(0);
    hit.shorten();
    // The shortened text has at most 512 bytes and two ellipses.
    assert!(hit.text.len() < 600, "{}", hit.text.len());
    let matches: Vec<_> = hit
        .matches
        .iter()
        .map(|range| &hit.text[range.start as usize..range.end as usize])
        .collect();
    assert_eq!(matches, ["word", "word"]);
}

/// Generates source lines from words that often form a match. Each line ends with LF, CRLF or CR, or with LF and a blank
/// line.
fn source() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "ab", "Ab", "b", "é", "中文", "# a", "```", "> ", "", "  ", "a b", "---", "\t", "- a",
    ]);
    let line = prop::collection::vec(word, 0..5).prop_map(|words| words.join(" "));
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]);
    prop::collection::vec((line, end), 0..12)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

/// Generates queries that often match lines of [`source`].
fn query() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "ab",
        "Ab",
        "a b",
        "b é",
        "中文 ab",
        "b",
        "ab b",
        "#",
        "a",
    ])
}

proptest! {
    #[test]
    fn each_hit_points_to_a_match_of_the_query(text in source(), query in query()) {
        let normalized = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        for hit in &all_hits(&text, query) {
            let offset = hit.offset as usize;
            prop_assert_eq!((hit.line, hit.column), post::line_and_column(&text, offset));
            let first = query.split_whitespace().next().unwrap_or_default().to_lowercase();
            prop_assert!(text[offset..].to_lowercase().starts_with(&first), "{:?} {:?}", text, hit);
            prop_assert!(!hit.matches.is_empty());
            for range in &hit.matches {
                let matched = &hit.text[range.start as usize..range.end as usize];
                prop_assert_eq!(normalized(matched), query.to_lowercase());
            }
        }
    }

    #[test]
    fn hits_contain_all_matches(text in source(), query in query()) {
        let hits = all_hits(&text, query);
        // A search decodes the file first: if all its line ends are CRs, they become LFs.
        let text = post::decode(text.as_bytes()).text;
        let document = Document::parse(&text, 0..text.len(), Dialect::Zola);
        let match_count = Needle::new(query).expect("a query with words").find(&document).len();
        let match_count_in_hits: usize = hits.iter().map(|hit| hit.matches.len()).sum();
        prop_assert_eq!(match_count_in_hits, match_count);
    }

    #[test]
    fn search_accepts_arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), columns in 0..60_usize) {
        for query in ["a", "\u{fffd}", "a b"] {
            for mut hit in CompiledQuery::new(query).expect("a query with words").find(&bytes, Dialect::Auto, 9).hits {
                hit.excerpt(columns);
                hit.shorten();
                hit.excerpt(columns);
            }
        }
    }
}
