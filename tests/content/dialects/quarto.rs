//! Tests of the Quarto dialect, with Pandoc's divs and spans.

use folio::document::Dialect::Quarto;

use super::rendering::{assert_renders, assert_renders_as_gfm, render, slugs_and_lines};

#[test]
fn divs_render_as_callouts_and_containers() {
    assert_renders(
        Quarto,
        "::: {.callout-note title=\"Mind it\" collapse=true}\nOnce.\n:::\n\n::: {.callout-tip}\n## Own title\n\nBody\n:::\n\n:::: {.columns}\n::: {.column width=\"40%\"}\nLeft\n:::\n::: {#id .column}\nRight\n:::\n::::\n\nEnd\n",
        "▎ ✎ Note · Mind it\n▎ Once.\n\n▎ ✦ Tip · Own title\n▎ Body\n\nLeft\n\nRight\n\nEnd",
    );
}

#[test]
fn span_markup_and_attributes_are_not_shown() {
    assert_renders(
        Quarto,
        "[marked *x*]{.mark} [a](b){target=\"_blank\"} `c`{.py} x^2^ H~2~O note^[In *line*.] {d}\n",
        "marked x a c x² H₂O note¹ {d}\n\n\n1 In line.",
    );
}

#[test]
fn chunk_options_are_hidden_and_the_file_name_is_the_title() {
    assert_renders(
        Quarto,
        "```{python}\n#| echo: false\n#| filename: \"run.py\"\nprint(1)\n# | kept\n```\n",
        "run.py\n                                                     python\n  print(1)\n  # | kept",
    );
}

#[test]
fn grid_tables_become_tables() {
    assert_renders(
        Quarto,
        "+-------+---------+\n| Wool  | Kilos   |\n+=======+:=======:+\n| *Raw* | 12      |\n| or so |         |\n+-------+---------+\n| Felt  | - `a|b` |\n|       | - two   |\n+-------+---------+\n",
        "Wool      │ Kilos\n──────────┼──────\nRaw or so │  12\n\nFelt      │ • a|b\n          │ • two",
    );
    // Without a header, the first rule aligns the columns.
    assert_renders(
        Quarto,
        "+-----:+:----+\n| 1    | -   |\n+------+-----+\n| 100  | # 1 |\n+------+-----+\n",
        "  1 │ -\n100 │ # 1",
    );
    // No tables: a list with the marker `+`, a table without its last rule, and a line of a paragraph.
    for text in ["+ one\n+ two\n", "+---+\n| a |\n", "a\n+-b+\n"] {
        assert_renders_as_gfm(Quarto, text);
    }
}

#[test]
fn line_blocks_keep_their_lines() {
    assert_renders(
        Quarto,
        "| The *sheep* went\n|    up the hill\n| and\n  down again\n|\n| Good.\n",
        "The sheep went\n   up the hill\nand down again\n\nGood.",
    );
    // No line blocks: a table, a line without a blank after its bar, and a line that continues a paragraph.
    for text in [
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "|x| is positive\n",
        "a\n| b\n",
    ] {
        assert_renders_as_gfm(Quarto, text);
    }
}

#[test]
fn citations_and_references_stay_readable() {
    assert_renders(
        Quarto,
        "See [@knuth1984, pp. 3; also @wick] and @fig-x; -@tbl-y.\n",
        "See [@knuth1984, pp. 3; also @wick] and @fig-x; -@tbl-y.",
    );
}

#[test]
fn captions_and_equations_lose_their_attributes() {
    // A definition, which also starts with a colon, is no caption.
    assert_renders(
        Quarto,
        "| a |\n|---|\n| 1 |\n\n: My *wool* {#tbl-x .striped}\n\n$$x$$ {#eq-a}\n\nTerm\n\n:   Definition\n",
        "a\n─\n1\n\nMy wool\n\n                             x\n\nTerm\n  Definition",
    );
}

#[test]
fn shortcodes_render_links_and_keys_or_nothing() {
    assert_renders(
        Quarto,
        "{{< video https://www.youtube.com/embed/x >}}\n",
        "▶ x",
    );
    assert_renders(
        Quarto,
        "Press {{< kbd Ctrl-C >}}.{{< pagebreak >}}\n",
        "Press Ctrl-C.",
    );
}

#[test]
fn caption_of_a_figure_is_the_title_of_its_code() {
    let rendered = render(
        "```{r}\n#| fig-cap: \"Warp lengths\"\n#| fig-width: 3\nplot(x)\n```\n",
        Quarto,
    );
    assert!(rendered.contains("Warp lengths"), "{rendered}");
    assert!(!rendered.contains("fig-"), "{rendered}");
}

#[test]
fn simple_tables_become_tables() {
    assert_renders(
        Quarto,
        "  Right   Left     Center  Plain\n-------   ------- -------- -----\n     12   *12*       12    12\n    123   -         123    a|b\n\nTable: My *wool* {#tbl-x}\n\nEnd\n",
        "Right │ Left │ Center │ Plain\n──────┼──────┼────────┼──────\n   12 │ 12   │   12   │ 12\n  123 │ -    │  123   │ a|b\n\nMy wool\n\nEnd",
    );
    // Without a header, the first row aligns the columns, and a line of dashes ends the table.
    assert_renders(
        Quarto,
        "Above.\n\n----- --------\n   12 wool\n    1 # 1. felt\n----- --------\n\n: Two\n  lines\n",
        "Above.\n\n12 │ wool\n 1 │ # 1. felt\n\nTwo lines",
    );
    // A header that is indented like code, wide characters, and a text that is longer than its dashes.
    assert_renders(
        Quarto,
        "     A  B\n------  ---\n  中文  more than three\n",
        "   A │ B\n─────┼────────────────\n中文 │ more than three",
    );
}

#[test]
fn blank_lines_separate_the_rows_of_multiline_tables() {
    assert_renders(
        Quarto,
        ": Wool\n\n----------------------------\n Kind     Use\n of wool\n--------- ------------------\n Raw      *Felt* and\n          more\n\n Spun     Cloth\n----------------------------\n\nEnd\n",
        "Wool\n\nKind of wool │ Use\n─────────────┼──────────────\n    Raw      │ Felt and more\n    Spun     │ Cloth\n\nEnd",
    );
    assert_renders(
        Quarto,
        "------ -------\nRaw    one\n       two\n\nSpun   three\n------ -------\n",
        "Raw  │ one two\nSpun │ three",
    );
}

#[test]
fn lines_of_dashes_that_mark_no_columns_stay() {
    for text in [
        // A heading, and thematic breaks.
        "Title\n-----\n\ntext\n",
        "a b\n\n--- ---\n\ntext\n",
        "- - -\na b\n- - -\n",
        // No line of dashes below, a line of dashes with text below, and a table without rows.
        "--- ---\na   b\n\nc\n",
        "--- ---\na   b\n--- ---\nc\n",
        "a   b\n--- ---\n\nc\n",
        // A line that continues a paragraph.
        "text\na   b\n--- ---\n1   2\n",
        // Other dashes below, a heading between two lines of dashes, and a block of code.
        "--- ---\na   b\n\nc   d\n-------\n\ne\n",
        "------\na   b\n--- ---\n1   2\n\n## c\n\n------\n",
        "```\na   b\n--- ---\n1   2\n```\n",
    ] {
        assert_renders_as_gfm(Quarto, text);
    }
}

#[test]
fn example_lists_are_numbered_across_the_whole_text() {
    assert_renders(
        Quarto,
        "(@)  One, as in (@wool).\n(@)  Two\n     goes on.\n\n    A paragraph.\n\nText\n\n(@wool) Three.\n\n    ```\n    code\n    ```\n\n(@felt-2) Four: @wool, (@felt-2).\n",
        "1. One, as in (3).\n\n2. Two goes on.\n\n   A paragraph.\n\nText\n\n3. Three.\n\n     code\n\n4. Four: 3, (4).",
    );
    // The text has numbers of two digits, a label of one letter, an item in a quote, an item in a list, and an empty item.
    assert_renders(
        Quarto,
        &format!(
            "{}\n> (@a)  Ten, @a.\n\n- x\n\n  (@) Eleven\n\n(@)\n",
            "(@) n\n".repeat(9)
        ),
        "1. n\n2. n\n3. n\n4. n\n5. n\n6. n\n7. n\n8. n\n9. n\n\n▎ 10. Ten, 10.\n\n• x\n\n  11. Eleven\n\n12.",
    );
    for text in [
        "text\n(@) is no item\n",
        "(@)no item\n",
        "(@a b) no item\n",
        "@smith and (@smith), me@wool.org\n",
        "`(@) a`\n\n    (@) code\n",
    ] {
        assert_renders_as_gfm(Quarto, text);
    }
    // A label in a word, in square brackets or in code is no reference. Neither is the start of a longer label.
    assert_renders(
        Quarto,
        "(@wool) a\n\n(@x) b\n\nme@wool.org, [@wool], `@wool`, @wool2, @x.\n@x, (@x)\n",
        "1. a\n\n2. b\n\nme@wool.org, [@wool], @wool, @wool2, 2. 2, (2)",
    );
}

#[test]
fn headings_below_tables_and_examples_keep_their_source_lines() {
    let text = "a   b\n--- ---\n1   2\n\n# One\n\n------\na   b\n--- ---\n1   2\n\n3   4\n------\n\n# Two\n\n(@x)  y\n\n# Three\n";
    assert_eq!(
        slugs_and_lines(Quarto, text),
        [("one".into(), 5), ("two".into(), 15), ("three".into(), 19)]
    );
}
