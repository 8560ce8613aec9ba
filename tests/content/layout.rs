//! Properties of layouts of generated documents at random widths.

use folio::document::{Dialect, Document, Kind};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::{paint, text};
use proptest::prelude::*;

/// Generates a word in one of several scripts, an address, or Markdown within a line. Characters have different widths.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-zA-Z]{1,12}",
        1 => "[a-z]{1,6}-[a-z]{1,6}",
        1 => Just("https://example.org/a/long/path-of-words?x=1".to_owned()),
        1 => "[一-龥]{1,8}[，。]?",
        1 => Just("e\u{301}te\u{301}".to_owned()),
        1 => Just("👩‍👩‍👧".to_owned()),
        1 => Just("dic\u{ad}tion\u{ad}ary".to_owned()),
        1 => Just("«".to_owned()),
        1 => "[a-z]{30,60}",
        1 => "\\*\\*[a-z]{1,5}\\*\\*|`[a-z ]{1,8}`|\\[[a-z]{1,5}\\]\\(x\\)|!\\[[a-z]{0,5}\\]\\(y\\.png\\)",
    ]
}

/// Generates a line of words.
fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..12).prop_map(|words| words.join(" "))
}

/// Generates a block: a paragraph, heading, list, quote, code, table, image, rule or arbitrary text.
fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(line(), 1..5).prop_map(|lines| lines.join("\n")),
        1 => (1..7usize, line()).prop_map(|(level, line)| format!("{} {line}", "#".repeat(level))),
        1 => prop::collection::vec(line(), 1..4).prop_map(|lines| format!("- {}", lines.join("\n- "))),
        1 => prop::collection::vec(line(), 1..4).prop_map(|lines| format!("99. {}", lines.join("\n1. "))),
        1 => (line(), line()).prop_map(|(a, b)| format!("> {a}\n>\n> > - {b}\n> >   1. {a}")),
        1 => prop::collection::vec(line(), 0..4).prop_map(|lines| format!("```rs\n{}\n```", lines.join("\n\t"))),
        1 => (line(), line(), line()).prop_map(|(a, b, c)| format!("| h | {a} |\n|--|:-:|\n| {b} | x |\n| y | {c} |")),
        1 => line().prop_map(|line| format!("![{line}](pic.png \"{line}\")")),
        1 => Just("***".to_owned()),
        1 => Just("-\n-".to_owned()),
        1 => "[ -~\\n]{0,80}",
    ]
}

/// Generates a document of up to eleven blocks.
fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(block(), 0..12).prop_map(|blocks| blocks.join("\n\n"))
}

/// Parses a text and lays it out at `width` columns.
fn laid_out(markdown: &str, width: u16) -> (Document, Layout) {
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Gfm);
    let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
    (document, layout)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    // Most tests start at 12 columns. `arbitrary_text_is_laid_out` uses narrower layouts too.
    #[test]
    fn rows_fit_the_width(markdown in markdown(), width in 12u16..120) {
        let (document, layout) = laid_out(&markdown, width);
        for row in 0..layout.rows() {
            let painted = paint::row(&document, &layout, row);
            prop_assert!(painted.width() <= usize::from(width), "{width}: {:?}", painted.to_text());
        }
    }

    #[test]
    fn joined_rows_equal_the_text_of_the_block(markdown in markdown(), width in 12u16..120) {
        let (document, layout) = laid_out(&markdown, width);
        for (index, block) in document.blocks().iter().enumerate() {
            // The rows of a table row and of a rule have no bytes of their own.
            if matches!(block.kind, Kind::TableRow { .. } | Kind::Rule) {
                continue;
            }
            let rows = layout.first_row(&document, index)..layout.end_row(index);
            let joined: String = rows.map(|row| document.text()[layout.row_range(&document, row)].to_owned()).collect();
            prop_assert_eq!(&joined, &*document.block_text(block));
        }
    }

    #[test]
    fn anchor_of_a_row_leads_back_to_the_row(markdown in markdown(), width in 12u16..120) {
        let (document, layout) = laid_out(&markdown, width);
        for row in 0..layout.rows() {
            prop_assert_eq!(layout.row_of(&document, layout.anchor(&document, row)), row);
        }
    }

    #[test]
    fn anchor_shows_the_same_text_at_another_width(markdown in markdown(), width in 12u16..120, other_width in 12u16..120) {
        let (document, layout) = laid_out(&markdown, width);
        let (_, other_layout) = laid_out(&markdown, other_width);
        for row in 0..layout.rows() {
            let anchor = layout.anchor(&document, row);
            let other_row = other_layout.row_of(&document, anchor);
            let block = &document.blocks()[anchor.block as usize];
            let is_header = matches!(block.kind, Kind::TableRow { row: 0, .. });
            // A table that is too wide for a grid is laid out as one record for each table row below the header. The header then
            // has no screen row of its own; its anchor leads to the next block, the first record.
            let shift = other_layout.locate(&document, other_row).block - anchor.block as usize;
            prop_assert!(shift == 0 || (is_header && shift == 1));
            // Only screen rows of running text or code have bytes of their own. The empty rows above a block, where
            // `anchor.row_in_block` is negative, and the screen rows of a table row have none. Nor has an empty row at the end
            // of a block.
            if anchor.row_in_block == 0 && !matches!(block.kind, Kind::TableRow { .. }) && anchor.offset < block.end - block.start {
                let offset = (block.start + anchor.offset) as usize;
                let range = other_layout.row_range(&document, other_row);
                prop_assert!(range.contains(&offset), "{range:?} {offset}");
            }
        }
    }

    #[test]
    fn every_letter_is_painted(markdown in markdown(), width in 12u16..120) {
        let (document, layout) = laid_out(&markdown, width);
        let painted: String = (0..layout.rows()).map(|row| paint::row(&document, &layout, row).to_text()).collect();
        let sorted_letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|char| char.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        let (actual, expected) = (sorted_letters(&painted), sorted_letters(document.text()));
        let count = |letters: &[char], char: &char| letters.iter().filter(|other| *other == char).count();
        let missing = expected.iter().find(|char| count(&actual, char) < count(&expected, char));
        prop_assert_eq!(missing, None);
    }

    #[test]
    fn arbitrary_text_is_laid_out(source in "\\PC{0,200}", width in 1u16..40) {
        let (document, layout) = laid_out(&source, width);
        for row in 0..layout.rows() {
            paint::row(&document, &layout, row);
        }
        // The source has at most 200 characters, and parsing does not add many.
        prop_assert!(text::width(document.text()) < 10_000);
    }
}
