//! GFM extensions and images: rendered rows, links and blocks.

use folio::document::{ContainerKind, Dialect, Document, InlineFormats, Kind};
use folio::layout::{Layout, LayoutOptions, TableLayout, Widths};
use folio::paint;

fn parse(markdown: &str) -> Document {
    Document::parse(markdown, 0..markdown.len(), Dialect::Gfm)
}

/// Renders Markdown and returns its rows in one string. No-break spaces become blanks.
fn render(markdown: &str, widths: Widths) -> String {
    let document = parse(markdown);
    let layout = Layout::new(&document, widths, LayoutOptions::default());
    let row = |row| paint::row(&document, &layout, row).to_text();
    let rows: Vec<_> = (0..layout.rows()).map(row).collect();
    rows.join("\n").replace('\u{a0}', " ")
}

/// Asserts the rendered rows of a text at `width` columns.
#[track_caller]
fn assert_rows(markdown: &str, width: u16, expected: &str) {
    let rendered = render(markdown, Widths::all(width));
    assert_eq!(rendered, expected, "\n{rendered}\n");
}

/// Returns the text and the target of each link.
fn links(markdown: &str) -> Vec<(String, String)> {
    let document = parse(markdown);
    let spans = document.spans(0..document.text().len()).iter();
    let links = spans.filter(|span| span.formats.has(InlineFormats::LINK));
    let pair = |span: &folio::document::Span| {
        let text = document.text()[span.start as usize..span.end as usize].to_owned();
        Some((text, document.link(span.link?).target.to_owned()))
    };
    links.filter_map(pair).collect()
}

#[test]
fn ends_of_bare_links_follow_the_gfm_specification() {
    for (markdown, text, target) in [
        (
            "www.commonmark.org",
            "www.commonmark.org",
            "http://www.commonmark.org",
        ),
        (
            "Visit www.commonmark.org/help for",
            "www.commonmark.org/help",
            "http://www.commonmark.org/help",
        ),
        (
            "Visit www.commonmark.org.",
            "www.commonmark.org",
            "http://www.commonmark.org",
        ),
        (
            "Visit www.commonmark.org/a.b.",
            "www.commonmark.org/a.b",
            "http://www.commonmark.org/a.b",
        ),
        (
            "www.google.com/search?q=Markup+(business)",
            "www.google.com/search?q=Markup+(business)",
            "http://www.google.com/search?q=Markup+(business)",
        ),
        (
            "(www.google.com/search?q=Markup+(business))",
            "www.google.com/search?q=Markup+(business)",
            "http://www.google.com/search?q=Markup+(business)",
        ),
        (
            "(www.google.com/search?q=Markup+(business)",
            "www.google.com/search?q=Markup+(business)",
            "http://www.google.com/search?q=Markup+(business)",
        ),
        (
            "https://example.com/a_b*c",
            "https://example.com/a_b*c",
            "https://example.com/a_b*c",
        ),
        (
            "see https://example.com!",
            "https://example.com",
            "https://example.com",
        ),
        (
            "“https://example.com”",
            "https://example.com",
            "https://example.com",
        ),
        (
            "见https://example.com/a，中文",
            "https://example.com/a",
            "https://example.com/a",
        ),
        (
            "http://example.com/x?",
            "http://example.com/x",
            "http://example.com/x",
        ),
        ("foo@bar.baz", "foo@bar.baz", "mailto:foo@bar.baz"),
        (
            "hello+xyz@mail.example isn't",
            "hello+xyz@mail.example",
            "mailto:hello+xyz@mail.example",
        ),
        ("a.b-c_d@a.bc.", "a.b-c_d@a.bc", "mailto:a.b-c_d@a.bc"),
        ("| https://x.org |\n|--|", "https://x.org", "https://x.org"),
        (
            "https://a.example/?b=c&hl;",
            "https://a.example/?b=c",
            "https://a.example/?b=c",
        ),
        (
            "中文https://x.org/a中",
            "https://x.org/a中",
            "https://x.org/a中",
        ),
    ] {
        assert_eq!(
            links(markdown),
            [(text.to_owned(), target.to_owned())],
            "{markdown}"
        );
    }
}

#[test]
fn text_that_only_resembles_a_bare_link_is_not_linked() {
    for markdown in [
        "`https://x.org`",
        "example.com",
        "a@b",
        "www.",
        "://x",
        "```\nhttps://x.org\n```",
    ] {
        assert_eq!(links(markdown), [], "{markdown}");
    }
}

#[test]
fn address_that_is_the_text_of_a_link_is_not_another_link() {
    let link = [("https://x.org".to_owned(), "https://y.org".to_owned())];
    assert_eq!(links("[https://x.org](https://y.org)"), link);
}

#[test]
fn bare_link_in_emphasis_has_both_formats() {
    let document = parse("*see https://x.org now*");
    // Byte 5 is in the address.
    let span = document.spans(5..6);
    assert!(
        span[0]
            .formats
            .has(InlineFormats::LINK.with(InlineFormats::EMPHASIS))
    );
}

#[test]
fn task_lists_and_strikethrough_are_rendered() {
    assert_rows(
        "- [x] a\n- [ ] b\n  - [X] c\n- d",
        20,
        "☑ a\n☐ b\n  ☑ c\n• d",
    );
    assert_rows("~~a~~ ~b~ c", 20, "a b c");
    let document = parse("~~gone~~");
    assert!(document.spans(0..1)[0].formats.has(InlineFormats::STRIKE));
}

#[test]
fn every_kind_of_alert_is_rendered() {
    for (name, symbol) in [
        ("NOTE", '✎'),
        ("TIP", '✦'),
        ("IMPORTANT", '◆'),
        ("WARNING", '▲'),
        ("CAUTION", '⊗'),
    ] {
        let rendered = render(&format!("> [!{name}]\n> a\n>\n> b"), Widths::all(20));
        let title = format!("{}{}", &name[..1], name[1..].to_lowercase());
        assert_eq!(rendered, format!("▎ {symbol} {title}\n▎ a\n▎\n▎ b"));
    }
    assert_rows("> [!ODD]\n> a", 20, "▎ [!ODD] a");
}

#[test]
fn footnotes_are_numbered_by_first_reference() {
    assert_rows(
        "a[^x] b[^y] a[^x]\n\n[^u]: Unused.\n[^y]: Second.\n[^x]: First, see[^z].\n[^z]: Third.",
        40,
        "a¹ b² a¹\n\n\n1 First, see³.\n2 Second.\n3 Third.\n4 Unused.",
    );
}

#[test]
fn footnote_stores_its_block_and_first_reference() {
    let document = parse("a[^x] b[^x]\n\n[^x]: One.\n\n    Two.\n\n[^u]: Unused.");
    let [used, unused] = document.footnotes() else {
        panic!("there must be two footnotes")
    };
    // The byte after `a`.
    assert_eq!(used.reference, Some(1));
    assert_eq!(unused.reference, None);
    let block = &document.blocks()[used.block.expect("the footnote has a block") as usize];
    assert_eq!(&*document.block_text(block), "One.");
    let container = document.container(block.container).kind;
    assert_eq!(container, ContainerKind::Footnote { number: 1 });
    let reference = document.spans(1..2)[0];
    assert!(reference.formats.has(InlineFormats::FOOTNOTE));
    assert_eq!(
        reference.link.map(|link| document.link(link).target),
        Some("#fn-1")
    );
    assert_rows(
        "a[^x]\n\n[^x]: One.\n\n    Two.",
        40,
        "a¹\n\n\n1 One.\n\n  Two.",
    );
}

#[test]
fn images_are_rendered_as_blocks_and_within_text() {
    assert_rows("![alt](a/b.png \"Title\")", 40, "╭ ▣ alt\n╰ Title · b.png");
    assert_rows("![a *b* c](x.png)", 40, "╭ ▣ a b c\n╰ x.png");
    assert_rows(
        "![a](1.png) ![b](2.png)\n![c](3.png)![d](4.png)",
        40,
        "╭ ▣ a\n╰ 1.png\n\n╭ ▣ b\n╰ 2.png\n\n╭ ▣ c\n╰ 3.png\n\n╭ ▣ d\n╰ 4.png",
    );
    // Several images from other sites, such as badges, stay one line.
    assert_rows(
        "![a](//x.org/1.png) ![b](https://x.org/2.png)",
        40,
        "▣ a ▣ b",
    );
    assert_rows("[![a](1.png)](https://x.org)", 40, "╭ ▣ a\n╰ 1.png");
    assert_rows("![](data:image/png;base64,AAAA)", 40, "╶ ▣");
    assert_rows("![chart](data:image/png;base64,AAAA)", 40, "╶ ▣ chart");
    assert_rows("![](dir/photo.jpg?w=100#x)", 40, "╶ ▣ photo.jpg");
    assert_rows("word![a](1.png)", 40, "word ▣ a");
    assert_rows("![o ![i](i.png)](o.png)", 40, "╭ ▣ o i\n╰ o.png");
    assert_rows(
        "![one two three](long-name.png)",
        12,
        "╭ ▣ one two\n│ three\n│ long-\n╰ name.png",
    );
}

#[test]
fn table_cells_render_inline_formats_links_code_and_pipes() {
    assert_rows(
        "| a \\| b | `c \\| d` | [e](f) |\n|--|--|--|\n| **g** | ~~h~~ | ![i](j.png) |",
        60,
        "a | b │ c | d │ e\n──────┼───────┼────\ng     │ h     │ ▣ i",
    );
}

#[test]
fn missing_table_cells_are_empty_and_surplus_cells_are_dropped() {
    assert_rows(
        "| a | b |\n|--|--|\n| c |\n| d | e | f |",
        40,
        "a │ b\n──┼──\nc │\nd │ e",
    );
}

#[test]
fn tables_are_rendered_in_quotes_and_lists() {
    assert_rows(
        "> | a | b |\n> |--|--|\n> | c | d |",
        40,
        "▎ a │ b\n▎ ──┼──\n▎ c │ d",
    );
    assert_rows(
        "- | a | b |\n  |--|--|\n  | c | d |\n- e",
        40,
        "• a │ b\n  ──┼──\n  c │ d\n\n• e",
    );
}

#[test]
fn wide_table_uses_columns_beyond_the_measure() {
    let markdown = "| one two three | four five six |\n|--|--|\n| a | b |";
    let widths = Widths {
        measure: 20,
        wide_measure: 40,
        left_margin: 4,
    };
    assert!(render(markdown, widths).starts_with("one two three │ four five six\n"));
    let document = parse(&format!(
        "| {} | {} |\n|--|--|",
        "a ".repeat(9),
        "b ".repeat(9)
    ));
    let widths = Widths {
        measure: 20,
        wide_measure: 30,
        left_margin: 10,
    };
    let layout = Layout::new(&document, widths, LayoutOptions::default());
    let TableLayout::Grid(grid) = layout.table(0) else {
        panic!("the table is not laid out as a grid")
    };
    // Two cells of 17 columns and a separator of 3 are 7 columns wider than `wide_measure`.
    assert_eq!(grid.columns_left_of_text, 7);
}

#[test]
fn long_cell_does_not_narrow_other_columns() {
    assert_rows(
        "| name | what it does | since |\n|--|--|--|\n| alpha | one two three four five six seven eight nine ten | last May |",
        40,
        "name  │ what it does          │ since\n\
         ──────┼───────────────────────┼─────────\n\
         alpha │ one two three four    │ last May\n      \
               │ five six seven eight  │\n      \
               │ nine ten              │",
    );
}

#[test]
fn table_becomes_records_instead_of_cutting_a_word() {
    assert_rows(
        "| file | size |\n|--|--|\n| averylongfilename.txt | 1234567890 |",
        30,
        "file  averylongfilename.txt\nsize  1234567890",
    );
}

#[test]
fn records_omit_empty_column_headings() {
    assert_rows(
        "| | size |\n|--|--|\n| alpha-beta-gamma | something |",
        14,
        "      alpha-\n      beta-\n      gamma\nsize  somethin\n      g",
    );
}

#[test]
fn last_row_of_a_long_table_is_found() {
    let rows: Vec<String> = (0..5_000).map(|row| format!("| {row} | x |\n")).collect();
    let rows = rows.concat();
    let document = parse(&format!("| a | b |\n|--|--|\n{rows}"));
    let layout = Layout::new(&document, Widths::all(40), LayoutOptions::default());
    // The header and the line below it are two more rows.
    assert_eq!(layout.rows(), 5_002);
    assert_eq!(paint::row(&document, &layout, 5_001).to_text(), "4999 │ x");
    // Block 0 is the header.
    assert!(matches!(
        document.blocks()[5_000].kind,
        Kind::TableRow { row: 5_000, .. }
    ));
}

/// Asserts that the text of a document is `expected`. Each line of `expected` is a block.
#[track_caller]
fn assert_text(markdown: &str, expected: &str) {
    let document = parse(markdown);
    assert_eq!(document.text().trim_end(), expected, "{markdown}");
}

#[test]
fn tildes_that_do_not_flank_a_word_are_text() {
    assert_text("price~~!~~ stays", "price~~!~~ stays");
    assert_text("Kettle~~… and lid~~ so", "Kettle~~… and lid~~ so");
    assert_text("日本~~（語~~ too", "日本~~（語~~ too");
    assert_text("~b~ and ~~c~~d, ~~(e)~~", "b and cd, (e)");
}

#[test]
fn emphasis_delimiters_in_link_targets_do_not_change_the_text() {
    assert_text("[x](https://a.example/b_c_d.md) y", "x y");
    assert_text("[x]\n\n[x]: https://a.example/b_c_d", "x");
}

#[test]
fn urls_keep_emphasis_delimiters() {
    for (markdown, target) in [
        (
            "see https://a.example/__init__.py.",
            "https://a.example/__init__.py",
        ),
        ("**see www.a.example/*b*c**", "http://www.a.example/*b*c"),
        ("(https://a.example/~me~/x)", "https://a.example/~me~/x"),
        ("[x](https://a.example/_b_c_)", "https://a.example/_b_c_"),
        ("![](https://a.example/_b_c_)", "https://a.example/_b_c_"),
        ("<https://a.example/_b_c_>", "https://a.example/_b_c_"),
        (
            "[x][y_z]\n\n[y_z]: https://a.example/_b_c_",
            "https://a.example/_b_c_",
        ),
    ] {
        let document = parse(markdown);
        let targets: Vec<_> = document.links().map(|(_, link)| link.target).collect();
        assert_eq!(targets, [target], "{markdown}");
        // No control character that replaced a delimiter during parsing is left.
        let mut chars = document.text().chars();
        assert!(chars.all(|char| !char.is_control() || char == '\n'));
    }
    assert_text("`https://a.example/_b_c_`", "https://a.example/_b_c_");
    assert_text("_a_ https://a.example/_b_ _c_", "a https://a.example/_b_ c");
}

#[test]
fn image_is_separated_from_words_by_a_blank() {
    assert_text("[![](a/b.png)](c)Text", "▣\u{a0}b.png Text");
    assert_text("a![](b.png)c ![d](e.png)f", "a ▣\u{a0}b.png c ▣\u{a0}d f");
    assert_text("![ ](a.png)b", "▣\u{a0}a.png b");
    assert_text("a ![](b.png).", "a ▣\u{a0}b.png.");
}

#[test]
fn heading_text_excludes_footnote_references() {
    let markdown = "# One[^a] two[^b]\n\n[^a]: A\n[^b]: B\n";
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Gfm);
    let heading = &document.toc().headings()[0];
    assert_eq!(&*document.heading_text(heading), "One two");
    assert_eq!(document.slug(0), "one-two");
}

#[test]
fn number_of_a_footnote_is_separated_from_other_superscripts() {
    assert_text(
        "a[^a][^b], 10<sup>2</sup>[^a]\n\n[^a]: https://a.b/_c_\n[^b]: d",
        "a¹\u{a0}², 10²\u{a0}¹\nhttps://a.b/_c_\nd",
    );
}
