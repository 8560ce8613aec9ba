//! The look of each Markdown construct: Markdown in, rows out.

use folio::document::{Dialect, Document};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;

/// Returns the rows of a text at `width` columns, without colors.
fn page(markdown: &str, width: u16) -> String {
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Gfm);
    let layout = Layout::new(&document, Widths::all(width), LayoutOptions::default());
    let rows = (0..layout.rows()).map(|row| paint::row(&document, &layout, row).to_text());
    let rows = rows.map(|row| row.replace("\u{a0}", " "));
    rows.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(markdown: &str, width: u16, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert_eq!(
        page(markdown, width),
        expected,
        "\n{}\n",
        page(markdown, width)
    );
}

#[test]
fn paragraphs_are_wrapped_evenly_and_separated_by_a_row() {
    check(
        "one two three four\n\nfive",
        9,
        "one two\nthree\nfour\n\nfive",
    );
}

#[test]
fn a_soft_break_is_a_blank_and_a_hard_one_a_row() {
    check("a\nb  \nc\\\nd", 20, "a b\nc\nd");
    check("中\n文", 20, "中文");
}

#[test]
fn headings_differ_without_color() {
    check(
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
fn chapters_have_a_larger_margin() {
    check(
        "text\n\n# One\ntext\n\n### Two",
        20,
        "text\n\n\nOne\n━━━\n\ntext\n\nTwo\n┄┄┄",
    );
}

#[test]
fn setext_headings_and_long_ones_are_underlined_at_their_longest_row() {
    check("a long heading\n===", 8, "a long\nheading\n━━━━━━━");
}

#[test]
fn list_text_is_aligned_under_its_text() {
    check(
        "- one two\n  - nested item\n    1. deep\n- next",
        12,
        "
• one two
  ◦ nested
    item
    1. deep
• next",
    );
}

#[test]
fn numbers_start_where_they_say_and_are_aligned_at_the_right() {
    check(
        "9. nine\n10. ten\n11. eleven",
        20,
        " 9. nine\n10. ten\n11. eleven",
    );
}

#[test]
fn only_loose_lists_have_blank_rows() {
    check("text\n- a\n- b\n\ntext", 20, "text\n\n• a\n• b\n\ntext");
    check("- a\n\n- b\n\n  c", 20, "• a\n\n• b\n\n  c");
}

#[test]
fn tasks_have_boxes() {
    check(
        "- [ ] open\n- [x] done\n1. [ ] both",
        20,
        "☐ open\n☑ done\n\n1. ☐ both",
    );
}

#[test]
fn empty_items_keep_their_bullets() {
    check("- a\n-\n- c", 20, "• a\n•\n• c");
}

#[test]
fn the_bar_of_a_quote_goes_on_over_empty_rows() {
    check("> a\n>\n> > b\n> - c", 20, "▎ a\n▎\n▎ ▎ b\n▎\n▎ • c");
}

#[test]
fn alerts_say_their_names() {
    check(
        "> [!WARNING]\n> Mind the gap.",
        20,
        "▎ ▲ Warning\n▎ Mind the gap.",
    );
}

#[test]
fn code_keeps_its_lines_and_shows_where_it_wraps() {
    check("```\na\tb\n\n  c\n```", 20, "  a   b\n\n    c");
    check("    0123456789", 8, "  01234\n↪ 56789");
    check("a\n```rust\nfn\n```", 10, "a\n     rust\n  fn");
}

#[test]
fn a_rule_is_as_wide_as_the_text() {
    check("a\n\n---\n\nb", 5, "a\n\n─────\n\nb");
}

#[test]
fn tables_are_aligned() {
    check(
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
fn cells_wrap_before_a_table_is_cut() {
    check(
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
fn a_table_without_room_becomes_records() {
    check(
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
fn a_lone_picture_is_framed_and_one_in_a_line_is_its_words() {
    check(
        "![A leaf](img/leaf.png \"Autumn\")",
        40,
        "╭ ▣ A leaf\n╰ Autumn · leaf.png",
    );
    check("see ![a leaf](leaf.png) here", 40, "see ▣ a leaf here");
    check("[![](leaf.png)](https://example.org)", 40, "╶ ▣ leaf.png");
}

#[test]
fn a_mark_over_blanks_at_a_rows_end_ends_there() {
    check(
        "![一 ` `](pic.png \"一 ` `\")",
        12,
        "╭ ▣ 一\n│ 一 ` ` ·\n╰ pic.png",
    );
    check("a *b ` `*  \n一", 12, "a b\n一");
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_use() {
    check(
        "[^b]: Second.\n[^a]: First.\n\na[^a] b[^b]",
        40,
        "a¹ b²\n\n\n1 First.\n2 Second.",
    );
}

#[test]
fn a_long_word_is_split_and_a_url_kept_whole_before() {
    check("see https://ex.org/a-b", 18, "see\nhttps://ex.org/a-b");
    check("abcdefghij", 4, "abcd\nefgh\nij");
}

#[test]
fn soft_hyphens_are_seen_only_where_they_break() {
    check("auto\u{ad}matic", 9, "automatic");
    check("auto\u{ad}matic", 7, "auto-\nmatic");
}

#[test]
fn chinese_punctuation_does_not_start_a_row() {
    check("一二三，四五。", 6, "一二\n三，四\n五。");
}

#[test]
fn html_is_its_words() {
    check(
        "a <b>bold</b> word<br>next <!-- gone -->",
        40,
        "a bold word\nnext",
    );
    check(
        "<div>\n<h2>Head</h2>\n<p>text</p>\n<script>no()</script>\n</div>",
        40,
        "Head\n────\n\ntext",
    );
}

#[test]
fn deep_nesting_is_still_shown() {
    let deep = format!("{}deep", "> ".repeat(500));
    assert!(page(&deep, 40).ends_with("deep"));
}

#[test]
fn controls_are_shown_as_stand_ins() {
    check("a&#27;b\u{202e}c `\u{7}`", 40, "a␛b\u{fffd}c ␇");
}
