//! Tests of the Quarto dialect, with Pandoc's divs and spans.

use folio::document::Dialect::Quarto;

use super::page::{assert_renders, assert_renders_as_gfm, render};

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
fn chunk_options_are_hidden() {
    assert_renders(
        Quarto,
        "```{python}\n#| echo: false\n#| filename: \"run.py\"\nprint(1)\n# | kept\n```\n\n{{< video https://www.youtube.com/embed/x >}}\n",
        "run.py\n                                                     python\n  print(1)\n  # | kept\n\n▶ x",
    );
}

#[test]
fn grid_tables_become_tables() {
    assert_renders(
        Quarto,
        "+-------+---------+\n| Wool  | Kilos   |\n+=======+:=======:+\n| *Raw* | 12      |\n| or so |         |\n+-------+---------+\n| Felt  | - `a|b` |\n|       | - two   |\n+-------+---------+\n",
        "Wool      │ Kilos\n──────────┼──────\nRaw or so │ 12\n\nFelt      │ • a|b\n          │ • two",
    );
    // A list of plus signs, a line without an end, and a sum.
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
    assert_renders(
        Quarto,
        "| a |\n|---|\n| 1 |\n\n: My *wool* {#tbl-x .striped}\n\n$$x$$ {#eq-a}\n\nTerm\n\n:   Definition\n",
        "a\n─\n1\n\nMy wool\n\n                             x\n\nTerm\n  Definition",
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
