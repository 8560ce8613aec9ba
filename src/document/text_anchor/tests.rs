use proptest::prelude::*;

use super::TextAnchor;
use crate::document::{Dialect, Document};

fn document(markdown: &str) -> Document {
    Document::parse(markdown, 0..markdown.len(), Dialect::Gfm)
}

/// The text anchor of the first block that begins with `text`.
fn at(document: &Document, text: &str) -> TextAnchor {
    let mut blocks = document.blocks().iter();
    let block = blocks.position(|block| document.block_text(block).starts_with(text));
    document.text_anchor(block.expect("it is there"), 0, 0)
}

/// The text from a text anchor's place to the end of its block, and its section's heading.
fn found(document: &Document, text_anchor: &TextAnchor) -> (String, String) {
    let (block, offset) = document.locate(text_anchor);
    let text = document.block_text(&document.blocks()[block]);
    let heading = document.toc().at_block(block);
    let heading = heading.map(|at| document.toc().headings()[at].block as usize);
    let heading = heading.map(|at| document.block_text(&document.blocks()[at]).to_string());
    (
        text[offset as usize..].to_owned(),
        heading.unwrap_or_default(),
    )
}

/// Where the place of `text` in one version is found in another.
fn moved(before: &str, text: &str, after: &str) -> (String, String) {
    found(&document(after), &at(&document(before), text))
}

fn pair(text: &str, heading: &str) -> (String, String) {
    (text.to_owned(), heading.to_owned())
}

const PLAIN: &str = "Before it all.\n\n# One\n\nThe first paragraph of the first part.\n\n\
    The second paragraph of the first part.\n\n# Two\n\nThe only paragraph of the second part.\n";

#[test]
fn a_place_is_its_text_wherever_that_moves() {
    let after = format!("# New\n\nMuch that is new.\n\n{PLAIN}");
    for (text, heading) in [
        ("Before it all.", "New"),
        ("One", "One"),
        ("The second paragraph of the first part.", "One"),
        ("The only paragraph of the second part.", "Two"),
    ] {
        assert_eq!(moved(PLAIN, text, &after), pair(text, heading));
    }
}

#[test]
fn text_that_went_to_another_section_is_found_there() {
    let after = "# One\n\nThe first paragraph of the first part.\n\n# Between\n\n\
        The second paragraph of the first part.\n";
    assert_eq!(
        moved(PLAIN, "The second", after),
        pair("The second paragraph of the first part.", "Between")
    );
}

#[test]
fn a_changed_word_is_no_other_paragraph() {
    for (old, new) in [
        ("The second", "A second"),
        ("first part.\n\n# Two", "first one.\n\n# Two"),
    ] {
        let after = format!(
            "{}{}",
            "More above.\n\n".repeat(20),
            PLAIN.replace(old, new)
        );
        let (text, heading) = moved(PLAIN, "The second", &after);
        assert!(text.contains("second paragraph of the first"), "{text}");
        assert_eq!(heading, "One");
    }
}

#[test]
fn what_was_deleted_leaves_the_reader_where_it_was() {
    let gone = PLAIN.replace("The second paragraph of the first part.\n\n", "");
    let after = format!("{}{gone}", "Paragraphs above.\n\n".repeat(50));
    let (_, heading) = moved(PLAIN, "The second", &after);
    assert_eq!(heading, "One");
}

#[test]
fn the_end_of_a_line_that_is_gone_is_not_that_of_another() {
    let before = "# One\n\nThe first is what it is.\n\nThe second one is as long as it is.\n\nThe third is there, you see.\n";
    let after = before.replace("The second one is as long as it is.\n\n", "");
    let third = "The third is there, you see.";
    assert_eq!(moved(before, "The second", &after), pair(third, "One"));
}

#[test]
fn a_renamed_heading_is_known_by_what_is_left_of_its_name() {
    let before = "# Start\n\nx\n\n# How to install folio\n\ny\n\n# The end\n\nz\n";
    let after = "# Start\n\nx\n\n# How we install folio\n\nquite another\n\n# The end\n\nz\n";
    assert_eq!(moved(before, "y", after).1, "How we install folio");
}

#[test]
fn of_several_alike_the_nearest_is_meant() {
    let part = "The same words in each of the parts.\n\n";
    let before = format!("# A\n\n{}End.\n", part.repeat(9));
    let before = document(&before);
    for block in 1..10 {
        let text_anchor = before.text_anchor(block, 4, -1);
        assert_eq!(before.locate(&text_anchor), (block, 4));
    }
}

#[test]
fn an_empty_text_has_one_place() {
    let empty = document("");
    assert_eq!(empty.text_anchor(3, 7, 0), TextAnchor::default());
    assert_eq!(empty.locate(&at(&document(PLAIN), "One")), (0, 0));
    assert_eq!(document(PLAIN).locate(&TextAnchor::default()), (0, 0));
}

/// A post of sections and paragraphs, no two of them alike.
fn posts() -> impl Strategy<Value = Vec<Vec<String>>> {
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
    fn in_the_same_document_it_is_the_same_place(text in "([#>`*\\-] ?)?[a-c \n|~\\-#*`_é漢]{0,200}", at in any::<prop::sample::Index>()) {
        let document = document(&text);
        for (block, kept) in document.blocks().iter().enumerate() {
            let text = document.block_text(kept);
            let mut offset = at.index(text.len() + 1);
            while !text.is_char_boundary(offset) {
                offset -= 1;
            }
            let text_anchor = document.text_anchor(block, offset as u32, -1);
            prop_assert_eq!(text_anchor.rows, -1);
            prop_assert_eq!(document.locate(&text_anchor), (block, offset as u32));
        }
    }

    #[test]
    fn below_inserted_text_it_is_the_same_text(sections in posts(), new in posts(), at in any::<prop::sample::Index>()) {
        let before = document(&markdown(&sections));
        let inserted = markdown(&new).replace("Paragraph", "News").replace("Section", "Chapter");
        let after = document(&format!("{inserted}{}", markdown(&sections)));
        let block = at.index(before.blocks().len());
        let (there, offset) = after.locate(&before.text_anchor(block, 0, 0));
        prop_assert_eq!(offset, 0);
        prop_assert_eq!(
            after.block_text(&after.blocks()[there]),
            before.block_text(&before.blocks()[block])
        );
    }

    #[test]
    fn without_its_paragraph_it_stays_in_its_section(mut sections in posts(), section in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        let before = document(&markdown(&sections));
        let section = section.index(sections.len());
        let paragraph = at.index(sections[section].len());
        let text_anchor = self::at(&before, &sections[section].remove(paragraph));
        let after = document(&markdown(&sections));
        let (there, _) = after.locate(&text_anchor);
        prop_assert_eq!(after.toc().at_block(there), Some(section));
        let heading = after.toc().headings()[section].block as usize;
        // The paragraph behind it, which has taken its place, or the last one that is left.
        prop_assert_eq!(there - heading, (paragraph + 1).min(sections[section].len()));
    }
}
