//! Tests of the first part and the parts of a body. All parts together must be equal to the complete document. A first part
//! that is exact ([`FirstPart::is_exact`]) must be equal to the start of the complete document.

use proptest::prelude::*;

use super::*;
use crate::document::{Dialect, Kind};

/// Parses the first part of a body, even of one that is too short for [`BodyParser::parse_first_part`].
fn parse_first_part(text: &str, bytes: usize, dialect: Dialect) -> FirstPart {
    BodyParser::new(text, 0..text.len(), dialect).parse_blocks_within(bytes)
}

/// Describes the first `block_count` blocks of a document: text, spans, links and containers.
fn describe_start(document: &Document, block_count: usize) -> String {
    let blocks = &document.blocks()[..block_count];
    let end = blocks.last().map_or(0, |block| block.text_range().end);
    let spans = document.spans(0..end);
    let links = spans.iter().filter_map(|span| span.link);
    let targets: Vec<_> = links.map(|link| document.link(link).target).collect();
    let containers: Vec<_> = blocks
        .iter()
        .map(|block| document.container(block.container))
        .collect();
    let text = &document.text()[..end];
    format!("{blocks:?} {text:?} {spans:?} {targets:?} {containers:?}")
}

/// Returns the first part of a body. Asserts that this part, if it is exact, is equal to the start of the complete document.
#[track_caller]
fn assert_equals_start_if_exact(text: &str, bytes: usize, dialect: Dialect) -> FirstPart {
    let complete = Document::parse(text, 0..text.len(), dialect);
    let first_part = parse_first_part(text, bytes, dialect);
    if first_part.is_exact {
        let block_count = first_part.document.blocks().len();
        assert!(
            block_count <= complete.blocks().len(),
            "{text:?} at {bytes}"
        );
        assert_eq!(
            describe_start(&first_part.document, block_count),
            describe_start(&complete, block_count),
            "{text:?} at {bytes}"
        );
    }
    first_part
}

/// Describes each block: its kind, text, margin, spans, links and containers, without positions in the document.
fn describe_blocks(document: &Document) -> Vec<String> {
    let blocks = document.blocks().iter().enumerate();
    let descriptions = blocks.map(|(index, block)| {
        let kind = match block.kind {
            Kind::TableRow { row, .. } => format!("row {row}"),
            Kind::Code { .. } => format!("code {:?}", document.language(block)),
            Kind::Image { image } => format!("image {}", document.link(image).target),
            Kind::Formula { .. } => "formula".to_owned(),
            kind => format!("{kind:?}"),
        };
        let in_block = |byte: u32| i64::from(byte) - i64::from(block.start);
        let spans = document.spans(block.text_range()).iter().map(|span| {
            let target = span.link.map(|link| document.link(link).target);
            (
                in_block(span.start),
                in_block(span.end),
                span.formats,
                target,
            )
        });
        let containers = document.ancestors(block.container).map(|id| {
            let container = document.container(id);
            (container.kind, container.first_block as usize == index)
        });
        format!(
            "{kind} {:?} {} {:?} {:?} {:?}",
            document.block_text(block),
            block.margin_above,
            spans.collect::<Vec<_>>(),
            containers.collect::<Vec<_>>(),
            document.segments(index),
        )
    });
    descriptions.collect()
}

/// Asserts that the parts of a body together are equal to the complete document. Returns the number of parts.
#[track_caller]
fn assert_parts_equal_document(text: &str, min_part_bytes: usize, dialect: Dialect) -> usize {
    let options = ParseOptions {
        dialect,
        number_links: true,
        ..ParseOptions::default()
    };
    let parser = BodyParser::new(text, 0..text.len(), options);
    let (mut blocks, mut targets, mut part_count) = (Vec::new(), Vec::new(), 0);
    let Ok(()) = parser.parse_parts(min_part_bytes, |part| {
        blocks.extend(describe_blocks(&part));
        targets.extend_from_slice(part.numbered_links());
        part_count += 1;
        Ok::<(), Infallible>(())
    });
    let complete = Document::parse(text, 0..text.len(), options);
    assert_eq!(
        blocks,
        describe_blocks(&complete),
        "{text:?} at {min_part_bytes}"
    );
    assert_eq!(
        targets,
        complete.numbered_links(),
        "{text:?} at {min_part_bytes}"
    );
    part_count
}

#[test]
fn parts_end_after_paragraphs_and_outside_containers() {
    // The minimum size of a part is one byte here, so each part ends as early as possible. The last part has what is left, such
    // as the footnotes. It is counted even if it is empty.
    for (text, part_count) in [
        ("One.\n\n- Two.\n- Three.\n\n> Four.\n", 4),
        ("# One\n\n```\nTwo\n```\n\nThree.\n", 2),
        ("<div>\n\nOne.\n\nTwo.\n\n</div>\n\nThree.\n", 3),
        (
            "A [link](x), a note[^n].\n\n[A](x) [b](y)[^n].\n\n[^n]: The note.\n",
            3,
        ),
    ] {
        assert_eq!(
            assert_parts_equal_document(text, 1, Dialect::Gfm),
            part_count,
            "{text:?}"
        );
    }
}

#[test]
fn document_is_a_single_part_even_if_its_text_is_as_long_as_the_body() {
    // `parse_document` keeps one part. If the length of the body were the minimum size of a part, a second part would follow.
    let document = Document::parse("Words.\n", 0..7, Dialect::Gfm);
    assert_eq!(&**document.text(), "Words.\n");
}

#[test]
fn first_part_ends_with_the_last_complete_block() {
    // The first part may have 24 bytes; each text is longer.
    for (text, expected) in [
        ("One.\n\nTwo.\n\nThree, cut.\n\nFour.\n", "One.\nTwo.\n"),
        ("One.\n\n```\ncode\n\ncode, cut\n\ncode\n```\n", "One.\n"),
        ("One.\n\n- a\n- b\n\n- c\n\n- cut off\n", "One.\n"),
        ("# One\nTwo, a line\nTitle\n---\nmore text\n", "One\n"),
        ("One.\n\n<!-- Two\n\nThree, cut.\n\n-->\nFour.\n", "One.\n"),
    ] {
        let first_part = assert_equals_start_if_exact(text, 24, Dialect::Gfm);
        assert!(first_part.is_exact, "{text:?}");
        assert_eq!(&**first_part.document.text(), expected, "{text:?}");
    }
}

#[test]
fn single_long_block_is_cut_after_a_line_a_word_or_a_character() {
    // Odd, so that the limit is between the two bytes of an `ä`.
    const MAX_BYTES: usize = 101;
    for (text, last) in [
        ("- a\n".repeat(50), "\na"),
        ("word ".repeat(100), "word"),
        ("ä".repeat(300), "ä"),
    ] {
        let first_part = parse_first_part(&text, MAX_BYTES, Dialect::Gfm);
        assert!(!first_part.is_exact);
        let shown = first_part.document.text();
        assert!(shown.trim_end().ends_with(last), "{text:?}");
        assert!(shown.len() <= MAX_BYTES && !shown.is_empty(), "{text:?}");
    }
}

#[test]
fn first_part_resolves_links_and_footnotes_defined_further_down() {
    let first_paragraph =
        "A [text][one], [two][], *[sic]*, a [box], [x\ny], [`q`] and notes[^n][^N] [^m].\n\n";
    let filler = "Words.\n\n".repeat(20);
    let definitions =
        "> [one]: 1\n\n[TWO]:\n  2\n\n- [box]: 3 'a'\n\n[x y]: 4\n[^n]: A note.\n\n[`q`]: 5\n";
    let first_part = assert_equals_start_if_exact(
        &format!("{first_paragraph}{filler}{definitions}"),
        100,
        Dialect::Gfm,
    );
    assert!(!first_part.is_exact);
    let text = first_part
        .document
        .text()
        .lines()
        .next()
        .unwrap_or_default();
    assert_eq!(
        text,
        "A text, two, [sic], a box, x y, q and notes¹\u{a0}¹ [^m]."
    );
    let links = first_part.document.links();
    let targets: Vec<_> = links.map(|(_, link)| link.target).collect();
    assert_eq!(targets, ["1", "2", "3", "4", "5", "#fn-1", "#fn-1"]);
}

#[test]
fn first_part_is_inexact_if_later_text_may_change_it() {
    let filler = "Words, and more of them.\n\n".repeat(20);
    for (body, is_exact) in [
        (
            "A [link](a), a [box], `a[^b]`.\n\n[own]: a\n\nSee [own].\n\n",
            true,
        ),
        ("A [link].\n\n", false),
        ("A [spread\nlink].\n\n", false),
        ("A note[^n].\n\n", false),
        ("<details>\n\nIt is open.\n\n", false),
        ("<table><tr><td>a</td></tr>\n\nIt is open.\n\n", false),
    ] {
        let end = "[link]: b\n\n> [spread\n> link]: c\n\n[^n]: d\n";
        let first_part =
            assert_equals_start_if_exact(&format!("{body}{filler}{end}"), 200, Dialect::Gfm);
        assert_eq!(first_part.is_exact, is_exact, "{body}");
    }
}

#[test]
fn short_body_has_no_first_part() {
    let has_first_part = |bytes: usize| {
        // Each paragraph has eight bytes.
        let text = "Words.\n\n".repeat(bytes / 8);
        BodyParser::new(&text, 0..text.len(), Dialect::Gfm)
            .parse_first_part(1000)
            .is_some()
    };
    assert!(!has_first_part(MAX_BYTES_WITHOUT_FIRST_PART));
    assert!(has_first_part(MAX_BYTES_WITHOUT_FIRST_PART + 8));
}

#[test]
fn line_full_of_labels_is_scanned_once() {
    // Needs no timer: a scan that restarts at each label takes minutes.
    for label in ["]:", "[^a", "[^", "[a]: b ", "[^a]: ", "\\]:", "- ", "[ "] {
        let line = label.repeat(1_000_000 / label.len());
        let text = format!("See[^a].\n\n{line}\n\n[^a]: note\n");
        let definitions = Definitions::scan(&text, parser_options(Dialect::Gfm, &text));
        // `footnotes_for` writes `…` as the text of a footnote that the scan has found.
        assert!(
            definitions.footnotes_for(&text).starts_with("[^a]: …"),
            "{label}"
        );
    }
}

/// Generates a block. Some blocks are unclosed, or contain text that looks like another block.
fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-c ]{1,12}\n",
        2 => "#{1,3} [ab]{1,3}\n",
        2 => "(- |1\\. |  |> |    )[a-c]{1,4}\n",
        1 => "(```|~~~)[a-c ]{0,2}\n",
        1 => "(<div>|</div>|<script>|</script>|<!--|-->|<details>|<p align=\"center\">|<table>|<td>a|</table>)\n",
        2 => "\\[\\^?[xy]\\](\\[\\^?[xy]?\\])?\n",
        1 => "\\[\\^?[xyX]\\]: [ab]{0,2}( 'c')?\n",
        1 => "(\\| a \\| b \\|\n\\|--\\|--\\|\n\\| c \\| d \\|)\n",
        2 => "(\\{\\{< (a|b|/a|ref \"x\") >\\}\\}|:::(note|)|\\{% (if x|endif|raw|endraw) %\\}|\\[\\[a\\]\\]|%%|<!--more-->)\n",
        1 => "(# a \\{#b\\}|\\{: #a\\}|> \\[!faq\\] x|:tada: \\$x\\$ ==a==)\n",
        1 => "(!\\[\\]\\(a\\.png\\)|https://a\\.example|\\*\\*[ab]\n|<b>a|[ab]</b>|: a)\n",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn first_part_and_parts_match_the_complete_document(
        blocks in prop::collection::vec((block(), prop::bool::weighted(0.7)), 1..24),
        bytes in 8_usize..200,
        dialect in prop::sample::select(Dialect::ALL.map(|(dialect, _)| dialect).to_vec()),
    ) {
        let mut text = String::new();
        for (block, has_blank_line_below) in &blocks {
            text.push_str(block);
            text.push_str(if *has_blank_line_below { "\n" } else { "" });
        }
        assert_equals_start_if_exact(&text, bytes, dialect);
        assert_parts_equal_document(&text, bytes, dialect);
    }
}
