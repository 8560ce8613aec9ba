//! The rendered rows of each Markdown construct.

use folio::document::{Dialect, Document};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Returns the rows of `markdown` at `width` columns, without colors. No-break spaces are replaced by blanks, so that tests can
/// contain blanks only.
fn render(markdown: &str, width: u16) -> String {
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Gfm);
    let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
    let rows = (0..layout.rows()).map(|row| paint::row(&document, &layout, row).to_text());
    let rows = rows.map(|row| row.replace("\u{a0}", " "));
    rows.collect::<Vec<_>>().join("\n")
}

/// Asserts the rows of `markdown`. A line end at the start of `expected` is ignored.
#[track_caller]
fn assert_rows(markdown: &str, width: u16, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert_eq!(
        render(markdown, width),
        expected,
        "\n{}\n",
        render(markdown, width)
    );
}

#[test]
fn paragraphs_are_wrapped_and_separated_by_an_empty_row() {
    assert_rows(
        "one two three four\n\nfive",
        9,
        "one two\nthree\nfour\n\nfive",
    );
}

#[test]
fn soft_breaks_become_blanks_and_hard_breaks_start_a_row() {
    assert_rows("a\nb  \nc\\\nd", 20, "a b\nc\nd");
    // Chinese has no blanks between words.
    assert_rows("中\n文", 20, "中文");
}

#[test]
fn heading_levels_differ_without_color() {
    assert_rows(
        "# One\n## Two\n### Three\n#### Four\n##### Five\n###### Six\ntext",
        20,
        "
One
━━━

Two
───

Three
┄┄┄┄┄

▪ Four

▫ Five

· Six

text",
    );
}

#[test]
fn headings_of_level_1_have_a_larger_margin() {
    assert_rows(
        "text\n\n# One\ntext\n\n### Two",
        20,
        "text\n\n\nOne\n━━━\n\ntext\n\nTwo\n┄┄┄",
    );
}

#[test]
fn underline_of_a_heading_is_as_wide_as_its_longest_row() {
    assert_rows("a long heading\n===", 8, "a long\nheading\n━━━━━━━");
}

#[test]
fn wrapped_list_text_is_aligned_with_the_item() {
    assert_rows(
        "- one two\n  - nested item\n    1. deep\n- next",
        13,
        "
• one two
  ◦ nested
    item
    1. deep
• next",
    );
}

#[test]
fn list_numbers_keep_their_start_and_are_right_aligned() {
    assert_rows(
        "9. nine\n10. ten\n11. eleven",
        20,
        " 9. nine\n10. ten\n11. eleven",
    );
}

#[test]
fn empty_rows_separate_items_of_loose_lists_only() {
    assert_rows("text\n- a\n- b\n\ntext", 20, "text\n\n• a\n• b\n\ntext");
    assert_rows("- a\n\n- b\n\n  c", 20, "• a\n\n• b\n\n  c");
}

#[test]
fn tasks_are_shown_with_boxes() {
    assert_rows(
        "- [ ] open\n- [x] done\n1. [ ] both",
        20,
        "☐ open\n☑ done\n\n1. ☐ both",
    );
}

#[test]
fn empty_items_keep_their_bullets() {
    assert_rows("- a\n-\n- c", 20, "• a\n•\n• c");
}

#[test]
fn quote_bar_continues_over_empty_rows() {
    assert_rows("> a\n>\n> > b\n> - c", 20, "▎ a\n▎\n▎ ▎ b\n▎\n▎ • c");
}

#[test]
fn alerts_show_their_kind() {
    assert_rows(
        "> [!WARNING]\n> Mind the gap.",
        20,
        "▎ ▲ Warning\n▎ Mind the gap.",
    );
}

#[test]
fn code_keeps_its_lines_and_shows_where_it_wraps() {
    assert_rows("```\na\tb\n\n  c\n```", 20, "  a   b\n\n    c");
    assert_rows("    0123456789", 8, "  01234\n↪ 56789");
    assert_rows("a\n```rust\nfn\n```", 10, "a\n     rust\n  fn");
}

#[test]
fn rule_is_as_wide_as_the_text() {
    assert_rows("a\n\n---\n\nb", 5, "a\n\n─────\n\nb");
}

#[test]
fn tables_are_aligned() {
    assert_rows(
        "| l | c | r |\n|:--|:-:|--:|\n| one | two | 3 |\n| 中 | `x` | 44 |",
        40,
        "
l   │  c  │  r
────┼─────┼───
one │ two │  3
中  │  x  │ 44",
    );
}

#[test]
fn long_cell_of_a_table_is_wrapped() {
    assert_rows(
        "| key | value |\n|--|--|\n| a | one two three four |\n| b | x |",
        20,
        "
key │ value
────┼───────────────
a   │ one two three
    │ four

b   │ x",
    );
}

#[test]
fn table_that_is_too_wide_becomes_records() {
    assert_rows(
        "| name | size | note |\n|--|--|--|\n| alpha | 1 | something long |\n| beta | 2 | short |",
        18,
        "
name  alpha
size  1
note  something
      long
─────
name  beta
size  2
note  short",
    );
}

#[test]
fn lone_image_is_framed_and_inline_image_is_not() {
    assert_rows(
        "![A leaf](img/leaf.png \"Autumn\")",
        40,
        "╭ ▣ A leaf\n╰ Autumn · leaf.png",
    );
    assert_rows("see ![a leaf](leaf.png) here", 40, "see ▣ a leaf here");
    assert_rows("[![](leaf.png)](https://example.org)", 40, "╶ ▣ leaf.png");
}

/// The alternative text and the emphasis end with inline code that is one blank. This blank is dropped at the row end, so the
/// inline formats end before the blank.
#[test]
fn inline_formats_exclude_blanks_that_are_dropped_at_a_row_end() {
    assert_rows(
        "![一 ` `](pic.png \"一 ` `\")",
        12,
        "╭ ▣ 一\n│ 一 ` ` ·\n╰ pic.png",
    );
    assert_rows("a *b ` `*  \n一", 12, "a b\n一");
}

#[test]
fn footnotes_follow_the_text_in_order_of_first_reference() {
    assert_rows(
        "[^b]: Second.\n[^a]: First.\n\na[^a] b[^b]",
        40,
        "a¹ b²\n\n\n1 First.\n2 Second.",
    );
}

#[test]
fn long_words_are_split_but_urls_that_fit_in_a_row_are_not() {
    assert_rows("see https://ex.org/a-b", 18, "see\nhttps://ex.org/a-b");
    assert_rows("abcdefghij", 4, "abcd\nefgh\nij");
}

#[test]
fn soft_hyphens_are_shown_only_at_row_ends() {
    assert_rows("auto\u{ad}matic", 9, "automatic");
    assert_rows("auto\u{ad}matic", 7, "auto-\nmatic");
}

#[test]
fn chinese_punctuation_does_not_start_a_row() {
    assert_rows("一二三，四五。", 6, "一二\n三，四\n五。");
}

#[test]
fn html_shows_its_text() {
    assert_rows(
        "a <b>bold</b> word<br>next <!-- gone -->",
        40,
        "a bold word\nnext",
    );
    assert_rows(
        "<div>\n<h2>Head</h2>\n<p>text</p>\n<script>no()</script>\n</div>",
        40,
        "Head\n────\n\ntext",
    );
}

#[test]
fn nested_blocks_fit_into_few_columns() {
    for markdown in [
        ">>>>>>     wide 中文",
        "- |abcdefgh|\n  |-|\n  |abcdefghijk|",
        "1. > - #### Heading\n  > |a|b|\n  > |-|-|\n  > |c|中文|",
    ] {
        for columns in 8..40 {
            let rows = render(markdown, columns);
            let widest = rows.lines().map(folio::text::width).max();
            assert!(widest <= Some(usize::from(columns)), "{columns}:\n{rows}");
        }
    }
}

#[test]
fn deeply_nested_text_is_shown() {
    let deep = format!("{}deep", "> ".repeat(500));
    assert!(render(&deep, 40).ends_with("deep"));
}

#[test]
fn control_characters_are_shown_as_substitutes() {
    assert_rows("a&#27;b\u{202e}c `\u{7}`", 40, "a␛b\u{fffd}c ␇");
}
