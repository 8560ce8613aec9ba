use proptest::prelude::*;

use super::TextAnchor;
use crate::document::{Dialect, Document};

/// Parses a document.
fn document(markdown: &str) -> Document {
    Document::parse(markdown, 0..markdown.len(), Dialect::Gfm)
}

/// Returns the text anchor of the first block that begins with `text`.
fn anchor_of(document: &Document, text: &str) -> TextAnchor {
    let mut blocks = document.blocks().iter();
    let block = blocks.position(|block| document.block_text(block).starts_with(text));
    document.text_anchor(block.expect("a block begins with the text"), 0, 0)
}

/// Locates a text anchor. Returns the text from there to the end of the block, and the heading of the section.
fn locate(document: &Document, text_anchor: &TextAnchor) -> (String, String) {
    let (block, offset) = document.locate(text_anchor);
    let text = document.block_text(&document.blocks()[block]);
    let heading = document.toc().at_block(block);
    let heading = heading.map(|index| document.toc().headings()[index].block as usize);
    let heading = heading.map(|block| document.block_text(&document.blocks()[block]).to_string());
    (
        text[offset as usize..].to_owned(),
        heading.unwrap_or_default(),
    )
}

/// Creates the anchor of `text` in the document `before`, and locates it in the document `after`. Returns the result of
/// [`locate`].
fn relocate(before: &str, text: &str, after: &str) -> (String, String) {
    locate(&document(after), &anchor_of(&document(before), text))
}

/// Returns the result that a test expects of [`relocate`].
fn expected_location(text: &str, heading: &str) -> (String, String) {
    (text.to_owned(), heading.to_owned())
}

/// A text before the first heading, and two sections.
const TWO_SECTIONS: &str = "Before it all.\n\n# One\n\nThe first paragraph of the first part.\n\n\
    The second paragraph of the first part.\n\n# Two\n\nThe only paragraph of the second part.\n";

#[test]
fn anchor_follows_its_text_when_text_is_inserted_above() {
    let after = format!("# New\n\nMuch that is new.\n\n{TWO_SECTIONS}");
    for (text, heading) in [
        ("Before it all.", "New"),
        ("One", "One"),
        ("The second paragraph of the first part.", "One"),
        ("The only paragraph of the second part.", "Two"),
    ] {
        assert_eq!(
            relocate(TWO_SECTIONS, text, &after),
            expected_location(text, heading)
        );
    }
}

#[test]
fn anchor_follows_its_text_into_another_section() {
    let after = "# One\n\nThe first paragraph of the first part.\n\n# Between\n\n\
        The second paragraph of the first part.\n";
    assert_eq!(
        relocate(TWO_SECTIONS, "The second", after),
        expected_location("The second paragraph of the first part.", "Between")
    );
}

#[test]
fn anchor_stays_at_a_paragraph_with_a_changed_word() {
    for (old, new) in [
        ("The second", "A second"),
        ("first part.\n\n# Two", "first one.\n\n# Two"),
    ] {
        let after = format!(
            "{}{}",
            "More above.\n\n".repeat(20),
            TWO_SECTIONS.replace(old, new)
        );
        let (text, heading) = relocate(TWO_SECTIONS, "The second", &after);
        assert!(text.contains("second paragraph of the first"), "{text}");
        assert_eq!(heading, "One");
    }
}

#[test]
fn anchor_of_deleted_text_stays_in_its_section() {
    let without_second = TWO_SECTIONS.replace("The second paragraph of the first part.\n\n", "");
    let after = format!("{}{without_second}", "Paragraphs above.\n\n".repeat(50));
    let (_, heading) = relocate(TWO_SECTIONS, "The second", &after);
    assert_eq!(heading, "One");
}

#[test]
fn anchor_of_deleted_text_does_not_match_similar_last_words() {
    let before = "# One\n\nThe first is what it is.\n\nThe second one is as long as it is.\n\nThe third is there, you see.\n";
    let after = before.replace("The second one is as long as it is.\n\n", "");
    let third = "The third is there, you see.";
    assert_eq!(
        relocate(before, "The second", &after),
        expected_location(third, "One")
    );
}

#[test]
fn anchor_finds_a_section_by_its_similar_renamed_heading() {
    let before = "# Start\n\nx\n\n# How to install folio\n\ny\n\n# The end\n\nz\n";
    let after = "# Start\n\nx\n\n# How we install folio\n\nquite another\n\n# The end\n\nz\n";
    assert_eq!(relocate(before, "y", after).1, "How we install folio");
}

#[test]
fn anchor_chooses_the_nearest_of_equal_paragraphs() {
    let part = "The same words in each of the parts.\n\n";
    let before = format!("# A\n\n{}End.\n", part.repeat(9));
    let before = document(&before);
    for block in 1..10 {
        // Byte 4 is the start of `same`. The number of the row, -1, is only stored; `locate` ignores it.
        let text_anchor = before.text_anchor(block, 4, -1);
        assert_eq!(before.locate(&text_anchor), (block, 4));
    }
}

#[test]
fn anchors_work_in_an_empty_document() {
    let empty = document("");
    assert_eq!(empty.text_anchor(3, 7, 0), TextAnchor::default());
    assert_eq!(
        empty.locate(&anchor_of(&document(TWO_SECTIONS), "One")),
        (0, 0)
    );
}

#[test]
fn default_anchor_is_located_at_the_start_of_a_document() {
    assert_eq!(
        document(TWO_SECTIONS).locate(&TextAnchor::default()),
        (0, 0)
    );
}

/// Generates the sections of a post with distinct paragraphs.
fn random_sections() -> impl Strategy<Value = Vec<Vec<String>>> {
    let words = proptest::collection::vec("[a-zäé漢]{1,9}", 4..12);
    let section = proptest::collection::vec(words.prop_map(|words| words.join(" ")), 1..6);
    proptest::collection::vec(section, 1..8).prop_map(|mut sections| {
        let paragraphs = sections.iter_mut().flatten();
        for (number, paragraph) in paragraphs.enumerate() {
            *paragraph = format!("Paragraph {number} says {paragraph}");
        }
        sections
    })
}

/// Returns Markdown with a heading above the paragraphs of each section.
fn markdown(sections: &[Vec<String>]) -> String {
    let section = |(number, paragraphs): (usize, &Vec<String>)| {
        format!(
            "## Section number {number}\n\n{}\n\n",
            paragraphs.join("\n\n")
        )
    };
    sections.iter().enumerate().map(section).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn anchor_is_exact_in_an_unchanged_document(markdown in "([#>`*\\-] ?)?[a-c \n|~\\-#*`_é漢]{0,200}", chosen in any::<prop::sample::Index>()) {
        let document = document(&markdown);
        for (index, block) in document.blocks().iter().enumerate() {
            let text = document.block_text(block);
            let mut offset = chosen.index(text.len() + 1);
            while !text.is_char_boundary(offset) {
                offset -= 1;
            }
            let text_anchor = document.text_anchor(index, offset as u32, -1);
            prop_assert_eq!(text_anchor.row_in_block, -1);
            prop_assert_eq!(document.locate(&text_anchor), (index, offset as u32));
        }
    }

    #[test]
    fn anchor_follows_its_text_below_insertions(sections in random_sections(), new in random_sections(), chosen in any::<prop::sample::Index>()) {
        let before = document(&markdown(&sections));
        // The words are replaced so that no inserted paragraph or heading equals an old one.
        let inserted = markdown(&new).replace("Paragraph", "News").replace("Section", "Chapter");
        let after = document(&format!("{inserted}{}", markdown(&sections)));
        let block = chosen.index(before.blocks().len());
        let (located_block, offset) = after.locate(&before.text_anchor(block, 0, 0));
        prop_assert_eq!(offset, 0);
        prop_assert_eq!(
            after.block_text(&after.blocks()[located_block]),
            before.block_text(&before.blocks()[block])
        );
    }

    #[test]
    fn anchor_of_a_removed_paragraph_stays_in_its_section(mut sections in random_sections(), section in any::<prop::sample::Index>(), chosen in any::<prop::sample::Index>()) {
        let before = document(&markdown(&sections));
        let section = section.index(sections.len());
        let removed_index = chosen.index(sections[section].len());
        let removed_text = sections[section].remove(removed_index);
        let text_anchor = anchor_of(&before, &removed_text);
        let after = document(&markdown(&sections));
        let (located_block, _) = after.locate(&text_anchor);
        prop_assert_eq!(after.toc().at_block(located_block), Some(section));
        let heading = after.toc().headings()[section].block as usize;
        // The paragraph after the removed paragraph; else the last paragraph; else the heading.
        prop_assert_eq!(located_block - heading, (removed_index + 1).min(sections[section].len()));
    }
}
