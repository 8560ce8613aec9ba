//! Tests of HTML tables, and of HTML in Markdown tables.

use super::{assert_renders, parse};

#[test]
fn html_tables_render_like_markdown_tables() {
    assert_renders(
        "<table>\n<caption>Sizes</caption>\n<thead><tr><th>Name<th style=\"text-align: right\">Size</tr></thead>\n<tbody>\n<tr>\n<td><b>a</b></td>\n<td align=\"left\">10</td>\n</tr>\n<tr><td>b c<td>9</table>\nafter",
        40,
        "
Sizes
Name │ Size
─────┼─────
a    │   10
b c  │    9

after",
    );
    assert_renders(
        "<table><tr><td>a<td>b<tr><td>c<td>d<td>e</table>",
        40,
        "a │ b\nc │ d │ e",
    );
    assert_renders(
        "<table><tr><th>k<td>v<tr><th>l<td>w</table>",
        40,
        "k │ v\nl │ w",
    );
    assert_renders(
        "<table></table>\n\na\n\n<table><tr></tr></table>\n\nb\n\n| c |\n|--|\n| d |",
        40,
        "a\n\nb\n\nc\n─\nd",
    );
}

#[test]
fn cells_span_columns_and_rows() {
    assert_renders(
        "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>d<td colspan=2>e<tr><td>f<td>g</table>",
        40,
        "a │ b │ c\n──┼───┼──\nd │ e\n  │ f │ g",
    );
    // The column span is limited, and the negative row span is ignored. The columns are still too many for the width, so the
    // table is shown as a record.
    assert_renders(
        "<table><tr><td colspan=99999999999>a<td rowspan=-1>b</table>",
        60,
        "a\nb",
    );
}

#[test]
fn markdown_in_a_cell_stays_in_the_cell() {
    assert_renders(
        "<table>\n<tr>\n<td>\n\n**a** and\n`b`\n\n- c\n- d\n  1. e\n\n```\nx  y\nz\n```\n\n</td>\n<td>\n\n> q\n\n## H\n\n| i | j |\n|--|--|\n| k | l |\n\n</td>\n</tr>\n</table>\n\n## after",
        40,
        "
a and b │ q
• c     │ H
• d     │ i · j
  1. e  │ k · l
x  y    │
z       │


after
─────",
    );
    let document = parse("<table><tr><td>\n\n# no\n\n</td></tr></table>\n\n# yes");
    assert_eq!(document.toc().headings().len(), 1);
    assert_eq!(document.tables().len(), 1);
}

#[test]
fn html_in_a_markdown_cell_stays_in_the_cell() {
    assert_renders(
        "| a | b |\n|--|--|\n| <ul><li>c</li><li>d</li></ul> | <details><summary>e</summary>f</details> |\n| <p>g</p><p>h | i |",
        40,
        "
a   │ b
────┼────
• c │ ▾ e
• d │ f

g   │ i
h   │",
    );
    assert_renders(
        "| a |\n|--|\n| <table><tr><td>b<td>c<tr><td>d</table> |\n\ne",
        40,
        "a\n─────\nb · c\nd\n\ne",
    );
}

#[test]
fn text_between_cells_becomes_a_cell() {
    assert_renders(
        "<table><tr><td>a</td>x<td>b</td></tr>y<tr><td>c</td></tr></table>z",
        40,
        "a │ x │ b\ny\nc\n\nz",
    );
    assert_renders("<table>x<tr><td>a</td></tr></table>", 40, "x\n\na");
    assert_renders(
        "<table><tr><td>a</td></tr>\n\n# b\n\n- c\n\n</table>\n\nd",
        40,
        "a\n\nb\n• c\n\nd",
    );
}

#[test]
fn cells_without_a_table_render_as_text() {
    assert_renders("a <td>b</td><td>c</td> d", 40, "a · b · c d");
    assert_renders("<td>b</td>\n<td>c</td>\n\n## d", 40, "b · c\n\n\nd\n─");
    // A table without an end tag is not laid out in columns.
    assert_renders(
        "<table><tr><td>a<td>b\n\n# c\n\nd",
        40,
        "a · b\n\n\nc\n━\n\nd",
    );
    assert_renders("</td></tr></table>a", 40, "a");
}

#[test]
fn wide_tables_without_headings_render_as_records() {
    assert_renders(
        "<table><tr><td>alpha beta gamma<td>one two three<td>long words here</tr><tr><td>x<td>y<td>z</table>",
        16,
        "
alpha beta gamma
one two three
long words here
─────
x
y
z",
    );
    // Without an end tag, the cells are shown as text instead.
    assert_renders(
        "<table><tr><th>alpha<th>beta<th>gamma<tr><td>one two three<td>four<td>five<td>more and more",
        16,
        "alpha · beta ·\ngamma\n\none two three\n· four · five ·\nmore and more",
    );
}

#[test]
fn tables_in_containers_render_in_the_container() {
    assert_renders(
        "- <table>\n  <tr><td>a<td>b\n  </table>\n- c",
        20,
        "• a │ b\n\n• c",
    );
    assert_renders(
        "> <table>\n> <tr><td>a\n>\n> b\n\nc",
        20,
        "▎ a\n▎\n▎ b\n\nc",
    );
    assert_renders(
        "<details><summary>s</summary><table><tr><td>a<td>b</table></details>",
        20,
        "▾ s\n│ a │ b",
    );
}
