//! Tests of the Jekyll dialect: Liquid and kramdown.

use folio::document::Dialect::{Auto, Hugo, Jekyll, Obsidian};

use super::rendering::{assert_renders, assert_renders_as_gfm, slugs_and_lines, targets};

#[test]
fn highlight_and_raw_tags_render_code_and_raw_text() {
    assert_renders(
        Jekyll,
        "{% highlight ruby linenos %}\ndef *x*\n\n  1\nend\n{% endhighlight %}\nText\n",
        "                                                       ruby\n  def *x*\n\n    1\n  end\n\nText",
    );
    assert_renders(
        Jekyll,
        "{% raw %}{{ kept }} {% if %}{% endraw %} *b*\n",
        "{{ kept }} {% if %} b",
    );
    assert_renders(
        Jekyll,
        "{%- raw -%}\n{{ kept }}\n{%- endraw -%}\n",
        "{{ kept }}",
    );
}

#[test]
fn url_filters_and_tags_resolve_to_link_targets() {
    let markdown = "[a]({{ site.baseurl }}{% post_url 2020-01-01-hello %}), [b]({% link _posts/x.md %}), \
                    [c]({{ \"/c\" | relative_url }}), [d]({{ site.url }}{{site.baseurl}}/d/), [e]({{ page.next.url }}), \
                    <img src=\"{{ '/f.png' | absolute_url }}\" alt=\"f\">, [g][g]\n\n[g]: {{ site.baseurl }}/g\n";
    assert_renders(Jekyll, markdown, "a, b, c, d, e, ▣ f, g");
    let expected = [
        "/2020-01-01-hello",
        "/_posts/x.md",
        "/c",
        "/d/",
        // folio does not know this value, so the target stays as it is written.
        "{{ page.next.url }}",
        "/f.png",
        "/g",
    ];
    assert_eq!(targets(Jekyll, markdown), expected);
}

#[test]
fn control_tags_are_not_shown() {
    assert_renders(
        Jekyll,
        "{% assign x = 1 %}\n\n{% if x %}shown{% else %} too{% endif %}\n",
        "shown too",
    );
    assert_renders(
        Jekyll,
        "a\n{% comment %}\n{{ gone }}\n\nreally\n{% endcomment %}\nb\n",
        "a\n\nb",
    );
}

#[test]
fn includes_and_embeds_render_as_figures_links_and_placeholders() {
    assert_renders(
        Jekyll,
        "{% include figure.html src=\"/a.png\" caption=\"Cap\" %}\n",
        "╶ ▣ a.png\nCap",
    );
    assert_renders(
        Jekyll,
        "{% include toc.html %}{% include nav.html %} b\n",
        "⟨nav⟩ b",
    );
    assert_renders(Jekyll, "{% gist user/12 %}\n", "▶ Gist");
}

#[test]
fn liquid_outputs_with_unknown_values_render_in_brackets() {
    assert_renders(
        Jekyll,
        "{% for x in y %}\n- {{ x }}\n{% endfor %}\n",
        "• ⟨x⟩",
    );
    // If the dialect is unknown (`Auto`), only outputs of `site`, `page` or `post` are certainly Liquid.
    assert_renders(
        Auto,
        "{% if x %}a{% endif %} {{ site.title }} {{ x }}\n",
        "a ⟨site.title⟩ {{ x }}",
    );
}

#[test]
fn attribute_lists_and_extensions_are_not_shown() {
    assert_renders(
        Jekyll,
        "Text\n{: .note}\n\n[a](b){:target=\"_blank\" rel=\"x y\"} *c*{: .d} end\n\n- a\n{: .x}\n- b\n\n| t |\n|---|\n| u |\n{: .table}\n",
        "Text\n\na c end\n\n• a\n• b\n\nt\n─\nu",
    );
    assert_renders(Jekyll, "* TOC\n{:toc}\n\nText\n", "Text");
    assert_renders(
        Jekyll,
        "{::nomarkdown}\nText\n{:/nomarkdown}\n\n{::comment}\ngone\n{:/comment}\n",
        "Text",
    );
    assert_renders(
        Auto,
        "[a](b){:target=\"_blank\"} {:ok, x} {:.c}\n",
        "a {:ok, x}",
    );
}

#[test]
fn attribute_lists_set_heading_ids() {
    let markdown = "# One\n{: #first .c}\n\n## Two {#second}\n\n## Three\n{: .no_toc}\n\n{: #fourth}\n## Four\n";
    let expected = [("first", 1), ("second", 4), ("three", 6), ("fourth", 10)];
    assert_eq!(
        slugs_and_lines(Jekyll, markdown),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
}

#[test]
fn definition_lists_render_terms_and_definitions() {
    let markdown = "Term\n: What *it* means\n: More\n\nText[^1]\n\n[^1]: Note\n";
    assert_renders(
        Jekyll,
        markdown,
        "Term\n  What it means\n  More\n\nText¹\n\n\n1 Note",
    );
    assert_renders(Hugo, "Term\n: What\n", "Term\n  What");
    assert_renders(Auto, "Term\n: What\n", "Term\n  What");
    for line_end in ["\n", "\r\n"] {
        let markdown = "Two lines\nof text\n: no term\n".replace('\n', line_end);
        assert_renders(Auto, &markdown, "Two lines of text : no term");
        let markdown = "Text\n\nTerm\n: What\n".replace('\n', line_end);
        assert_renders(Auto, &markdown, "Text\n\nTerm\n  What");
    }
    assert_renders(Auto, "Smile\n: )\n", "Smile : )");
}

#[test]
fn double_dollars_and_double_backslashes_delimit_formulas() {
    assert_renders(
        Jekyll,
        "$$ x^2 $$ and $x^2$\n\n$$\n\\frac{a}{b}\n$$\n",
        "x² and $x^2$\n\n                             a\n                             ─\n                             b",
    );
    assert_renders(Jekyll, "\\\\(x_i\\\\) and \\(not\\)\n", "xᵢ and (not)");
    // A single letter with blanks around it, such as ` x `, is not taken for a formula.
    assert_renders(
        Jekyll,
        "Text \\\\( a_1 \\\\) and \\\\[ x \\\\] end.\n",
        "Text a₁ and \\[ x \\] end.",
    );
}

#[test]
fn text_similar_to_tags_renders_unchanged() {
    for markdown in [
        "`{{ x }}` `{% x %}`\n",
        "~~~\n{% if x %}\n{: .a}\n~~~\n",
        "Unclosed {{ x and {% if\n",
        "{: a, b! }\n",
        "a {:} b\n",
    ] {
        assert_renders_as_gfm(Jekyll, markdown);
    }
    assert_renders_as_gfm(Obsidian, "{% if x %} {{ x }} {: .a}\n");
}

#[test]
fn raw_tags_in_code_are_hidden() {
    assert_renders(
        Jekyll,
        "```yaml\n{% raw %}\na: ${{ b }}\n{% endraw %}\n```\n\nInline `{% raw %}{{ c }}{%- endraw -%}` too, `{{ d }}`.\n",
        "                                                       yaml\n  a: ${{ b }}\n\nInline {{ c }} too, {{ d }}.",
    );
}

#[test]
fn abbreviations_may_be_short_or_consist_of_several_words() {
    assert_renders(
        Jekyll,
        "The UI and the A B of C++, a B.\n\n> UI; OS\n\n*[UI]: user interface\n*[A B]: two words\n*[C++]: a language\n*[OS]: system\n",
        "The UI (user interface) and the A B (two words) of C++ (a\nlanguage), a B.\n\n▎ UI; OS (system)",
    );
    // `API` is alone in its list item, where it can't be expanded, so its definition stays. `CLI` is not used, so its definition
    // is hidden.
    assert_renders(
        Jekyll,
        "- API\n\n*[API]: interface\n*[CLI]: not used\n",
        "• API\n\n*[API]: interface",
    );
}

#[test]
fn abbreviations_are_expanded_once_and_definitions_hidden() {
    assert_renders(
        Jekyll,
        "The API and the API of https://api.org/API.\n\n*[API]: Application Programming Interface\n*[CLI]: Command Line\n\nWords, `CLI`.\n",
        "The API (Application Programming Interface) and the API of\nhttps://api.org/API.\n\nWords, CLI.",
    );
    // Only blanks and quote markers may precede a definition on its line.
    assert_renders(Jekyll, "- *[a]: b*\n", "• [a]: b");
}

#[test]
fn kramdown_tables_may_have_separator_lines_between_rows() {
    assert_renders(
        Jekyll,
        "| Fruit | Price |\n|---\n| Pear | *2* |\n|---\n| Plum | 3 |\n|===\n| Sum | 5 |\n",
        "Fruit │ Price\n──────┼──────\nPear  │ 2\nPlum  │ 3\nSum   │ 5",
    );
    assert_renders_as_gfm(Jekyll, "| a | b |\n|---|---|\n| c | d |\n");
    assert_renders_as_gfm(Jekyll, "text\n| a | b |\n");
}

#[test]
fn bars_in_code_spans_do_not_divide_cells() {
    assert_renders(
        Jekyll,
        "| a `x|y` | b |\n|---|---|\n| `c|d` | e\\|f |\n",
        "a x|y │ b\n──────┼────\nc|d   │ e|f",
    );
}

#[test]
fn raw_tags_in_highlighted_code_are_hidden() {
    assert_renders(
        Jekyll,
        "{% highlight html %}\n{% raw %}<p>{{ a }}</p>{% endraw %}\n{% endhighlight %}\n",
        "                                                       html\n  <p>{{ a }}</p>",
    );
}

#[test]
fn end_of_block_markers_end_lists() {
    assert_renders(
        Jekyll,
        "* one\n* two\n^\n* three\n\ntext\n\n* item\n^\n    code\n\nx ^ y\n",
        "• one\n• two\n\n• three\n\ntext\n\n• item\n\n  code\n\nx ^ y",
    );
    assert_renders(Jekyll, "- one\n^\n- two 2^3\n", "• one\n\n• two 2^3");
}

#[test]
fn kramdown_tables_in_quotes_and_items_render_as_tables() {
    for (markdown, shown) in [
        (
            "> | A | B |\n> |---\n> | C | D |\n",
            "▎ A │ B\n▎ ──┼──\n▎ C │ D",
        ),
        (
            "- | A | B |\n  |---\n  | C | D |\n",
            "• A │ B\n  ──┼──\n  C │ D",
        ),
        (
            "|---+---|\n| A | B |\n|:--|--:|\n| c | ddd |\n|===+===|\n| e | f |\n",
            "A │   B\n──┼────\nc │ ddd\ne │   f",
        ),
        (
            "A | B\n--|--\n1 | 2\n--|--\n3 | 4\n",
            "A │ B\n──┼──\n1 │ 2\n3 │ 4",
        ),
        ("| A | B\n| C | D\n", "A │ B\nC │ D"),
    ] {
        assert_renders(Jekyll, markdown, shown);
    }
}

#[test]
fn file_attribute_is_the_title_of_code() {
    assert_renders(
        Jekyll,
        "~~~ ruby\nx\n~~~\n{: file=\"a.rb\" }\n",
        "a.rb\n                                                       ruby\n  x",
    );
}

#[test]
fn double_backslash_at_the_end_of_a_line_breaks_the_line() {
    assert_renders(Jekyll, "one \\\\\ntwo\n", "one\ntwo");
    // Within a line, at the end of a paragraph and in code, backslashes break no line.
    assert_renders_as_gfm(Jekyll, "one \\\\ two\n");
    assert_renders_as_gfm(Jekyll, "one \\\\\n\ntwo\n");
    assert_renders_as_gfm(Jekyll, "```\none \\\\\ntwo\n```\n");
}

#[test]
fn table_needs_neither_outer_bars_nor_a_header() {
    assert_renders(
        Jekyll,
        "Text\n\nwarp | 1\nweft | 2\n\nText\n",
        "Text\n\nwarp │ 1\nweft │ 2\n\nText",
    );
    // These are no tables: a single line, a line without a bar, rows of different lengths, and empty cells.
    for text in [
        "one a | b line\n",
        "a | b\nand c\n",
        "a | b\nc | d | e\n",
        "a ||\nb ||\n",
    ] {
        assert_renders_as_gfm(Jekyll, text);
    }
}
