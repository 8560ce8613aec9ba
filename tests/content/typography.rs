//! Line breaking: text that stays together, characters that never start or end a row, and row widths.

use folio::document::{Dialect, Document};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::{paint, text};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the rendered rows of a text at `width` columns.
fn rows(markdown: &str, width: u16) -> Vec<String> {
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Gfm);
    let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
    let paint = |row| paint::row(&document, &layout, row).to_text();
    (0..layout.rows()).map(paint).collect()
}

#[test]
fn no_break_spaces_never_end_a_row() {
    for no_break_space in ["\u{a0}", "\u{202f}", "&nbsp;", "&#8239;"] {
        for width in 4..20 {
            let rows = rows(&format!("aa bb 10{no_break_space}km cc dd"), width);
            let is_on_one_row = rows
                .iter()
                .any(|row| row.replace(['\u{a0}', '\u{202f}'], "_").contains("10_km"));
            // `10 km` needs 5 columns.
            assert!(is_on_one_row || width < 5, "{width}: {rows:?}");
        }
    }
}

#[test]
fn closing_punctuation_never_starts_a_row_and_opening_never_ends_one() {
    let text = "他说：「你好，世界」。（这是一个例子）然后《书名》、还有…以及“引号”！真的？是的；好～ああ、そうですか。ちょっと待って";
    for width in 10..60 {
        for row in rows(text, width) {
            let first = row.chars().next().unwrap_or(' ');
            let last = row.chars().next_back().unwrap_or(' ');
            assert!(!"，。、：；！？」）》”…".contains(first), "{width}: {row}");
            assert!(!"「（《“".contains(last), "{width}: {row}");
        }
    }
}

#[test]
fn soft_hyphens_are_shown_only_at_row_ends() {
    let word = "Donau\u{ad}dampf\u{ad}schiff";
    assert_eq!(rows(word, 20), ["Donaudampfschiff"]);
    assert_eq!(rows(word, 12), ["Donaudampf-", "schiff"]);
    assert_eq!(rows(word, 7), ["Donau-", "dampf-", "schiff"]);
    assert_eq!(rows("a\u{ad}", 7), ["a"]);
    assert_eq!(rows("Schiff\u{ad} fuhr", 6), ["Schiff", "fuhr"]);
}

#[test]
fn blanks_at_the_start_of_a_line_are_wrapped() {
    // The first row has ten blanks, which `to_text` omits. The other two blanks start the second row.
    let blanks = " ".repeat(12);
    assert_eq!(rows(&format!("`{blanks}`ab"), 10), ["", "  ab"]);
    assert_eq!(rows(&format!("`{blanks}`中b"), 10), ["", "  中b"]);
}

#[test]
fn width_is_the_sum_of_grapheme_widths_and_aligns_table_borders() {
    for word in [
        "e\u{301}",
        "👩‍👩‍👧",
        "👍🏽",
        "🇩🇪",
        "a\u{200b}b",
        "a\u{200d}b",
        "\u{feff}x",
        "क्षि",
        "한국",
        "ﷺ",
        "❤️",
        "1️⃣",
        "\u{2060}z",
    ] {
        let columns: usize = word.graphemes(true).map(UnicodeWidthStr::width).sum();
        assert_eq!(text::width(word), columns, "{word:?}");
        let table = format!("| {word} | b |\n|--|--|\n| c | d |");
        let first_cell_widths: Vec<_> = rows(&table, 40)
            .iter()
            .map(|row| text::width(row.split(['│', '┼']).next().unwrap_or_default()))
            .collect();
        assert!(
            first_cell_widths.windows(2).all(|pair| pair[0] == pair[1]),
            "{word:?} {first_cell_widths:?}"
        );
    }
}

#[test]
fn right_to_left_text_keeps_its_logical_order() {
    assert_eq!(rows("שלום עולם abc مرحبا", 40), ["שלום עולם abc مرحبا"]);
    assert_eq!(rows("שלום עולם abc", 9), ["שלום עולם", "abc"]);
}

#[test]
fn last_row_has_more_than_one_letter() {
    let text =
        "the quick brown fox jumps over the lazy dog and then it rests for an hour or two by a";
    for width in 20..60 {
        let rows = rows(text, width);
        let last_length = rows.last().map_or(0, |row| row.chars().count());
        assert!(last_length > 1, "{width}: {rows:?}");
    }
}

#[test]
fn rows_fit_narrow_widths() {
    let items: Vec<String> = (0..12)
        .map(|depth| format!("{}- item number {depth}\n", "  ".repeat(depth)))
        .collect();
    let deep_list = items.concat();
    let numbered = "1. ".repeat(9) + "deep";
    for markdown in [
        "# A heading with a-rather-long-compound-word and more",
        "###### Incomprehensibilities",
        &deep_list,
        &numbered,
        "> > > - > 1. > quoted deep down, with incomprehensibilities",
        "| Kernel | Allocator | p99 | Remark |\n|--|--|--|--|\n| 6.18 | jemalloc | 1.9 ms | measured over ten runs |",
        "| | b |\n|--|--|\n| 中文 | incomprehensibilities of a kind and more words of it |",
        "![an image with a long text](a/very-long-file-name-indeed.png \"and a title\")",
        "```averylonglanguagename\nlong line of code that wraps more than once\n```",
        "> [!IMPORTANT]\n> words",
        "a[^1]\n\n[^1]: a note with incomprehensibilities",
        "- [x] done\n999999999. many",
        "---",
        "中文，中文。👩‍👩‍👧 e\u{301}",
        // At width 12, the first row ends before a soft hyphen, and has no column left for a hyphen.
        "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{ad}'\u{ad}\u{ad}",
    ] {
        for width in 1..40 {
            for row in rows(markdown, width) {
                let columns = text::width(&row);
                // A table shown as records takes at least six columns, after a marker of two columns. Other text takes at least
                // two columns. So a row fits into eight columns, but not always into fewer.
                assert!(
                    columns <= usize::from(width) || width < 8,
                    "{width}: {row:?}\n{markdown}"
                );
            }
        }
    }
}
