//! Tests of the Quarto dialect, with Pandoc's divs and spans.

use folio::document::Dialect::Quarto;

use super::page::assert_renders;

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
