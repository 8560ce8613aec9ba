//! Jekyll: Liquid and kramdown.

use folio::document::Dialect::{Auto, Hugo, Jekyll, Obsidian};

use super::page::{is_left_alone, shows, slugs, targets};

#[test]
fn code_and_raw_text() {
    shows(
        Jekyll,
        "{% highlight ruby linenos %}\ndef *x*\n\n  1\nend\n{% endhighlight %}\nText\n",
        "                                                       ruby\n  def *x*\n\n    1\n  end\n\nText",
    );
    shows(
        Jekyll,
        "{% raw %}{{ kept }} {% if %}{% endraw %} *b*\n",
        "{{ kept }} {% if %} b",
    );
    shows(
        Jekyll,
        "{%- raw -%}\n{{ kept }}\n{%- endraw -%}\n",
        "{{ kept }}",
    );
}

#[test]
fn addresses_are_targets() {
    let markdown = "[a]({{ site.baseurl }}{% post_url 2020-01-01-hello %}), [b]({% link _posts/x.md %}), \
                    [c]({{ \"/c\" | relative_url }}), [d]({{ site.url }}{{site.baseurl}}/d/), [e]({{ page.next.url }}), \
                    <img src=\"{{ '/f.png' | absolute_url }}\" alt=\"f\">, [g][g]\n\n[g]: {{ site.baseurl }}/g\n";
    shows(Jekyll, markdown, "a, b, c, d, e, ▣ f, g");
    let expected = [
        "/2020-01-01-hello",
        "/_posts/x.md",
        "/c",
        "/d/",
        "{{ page.next.url }}",
        "/f.png",
        "/g",
    ];
    assert_eq!(targets(Jekyll, markdown), expected);
}

#[test]
fn control_tags_show_nothing() {
    shows(
        Jekyll,
        "{% assign x = 1 %}\n\n{% if x %}shown{% else %} too{% endif %}\n",
        "shown too",
    );
    shows(
        Jekyll,
        "a\n{% comment %}\n{{ gone }}\n\nreally\n{% endcomment %}\nb\n",
        "a\n\nb",
    );
    shows(
        Jekyll,
        "{% for x in y %}\n- {{ x }}\n{% endfor %}\n",
        "• ⟨x⟩",
    );
    shows(
        Jekyll,
        "{% include figure.html src=\"/a.png\" caption=\"Cap\" %}\n",
        "╶ ▣ a.png\nCap",
    );
    shows(
        Jekyll,
        "{% include toc.html %}{% include nav.html %} b\n",
        "⟨nav⟩ b",
    );
    shows(Jekyll, "{% gist user/12 %}\n", "▶ Gist");
    shows(
        Auto,
        "{% if x %}a{% endif %} {{ site.title }} {{ x }}\n",
        "a ⟨site.title⟩ {{ x }}",
    );
}

#[test]
fn attribute_lists_show_nothing() {
    shows(
        Jekyll,
        "Text\n{: .note}\n\n[a](b){:target=\"_blank\" rel=\"x y\"} *c*{: .d} end\n\n- a\n{: .x}\n- b\n\n| t |\n|---|\n| u |\n{: .table}\n",
        "Text\n\na c end\n\n• a\n• b\n\nt\n─\nu",
    );
    shows(Jekyll, "* TOC\n{:toc}\n\nText\n", "Text");
    shows(
        Jekyll,
        "{::nomarkdown}\nText\n{:/nomarkdown}\n\n{::comment}\ngone\n{:/comment}\n",
        "Text",
    );
    shows(
        Auto,
        "[a](b){:target=\"_blank\"} {:ok, x} {:.c}\n",
        "a {:ok, x}",
    );
}

#[test]
fn headings_have_ids() {
    let markdown = "# One\n{: #first .c}\n\n## Two {#second}\n\n## Three\n{: .no_toc}\n\n{: #fourth}\n## Four\n";
    let expected = [("first", 1), ("second", 4), ("three", 6), ("fourth", 10)];
    assert_eq!(
        slugs(Jekyll, markdown),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
}

#[test]
fn terms_have_definitions() {
    let markdown = "Term\n: What *it* means\n: More\n\nText[^1]\n\n[^1]: Note\n";
    shows(
        Jekyll,
        markdown,
        "Term\n  What it means\n  More\n\nText¹\n\n\n1 Note",
    );
    shows(Hugo, "Term\n: What\n", "Term\n  What");
    shows(Auto, "Term\n: What\n", "Term\n  What");
    shows(
        Auto,
        "Two lines\nof text\n: no term\n",
        "Two lines of text : no term",
    );
    shows(Auto, "Smile\n: )\n", "Smile : )");
}

#[test]
fn formulas_are_double() {
    shows(
        Jekyll,
        "$$ x^2 $$ and $x^2$\n\n$$\n\\frac{a}{b}\n$$\n",
        "x² and $x^2$\n\na/b",
    );
    shows(Jekyll, "\\\\(x_i\\\\) and \\(not\\)\n", "xᵢ and (not)");
}

#[test]
fn similar_text_is_left_alone() {
    for markdown in [
        "`{{ x }}` `{% x %}`\n",
        "~~~\n{% if x %}\n{: .a}\n~~~\n",
        "Unclosed {{ x and {% if\n",
        "{: a, b! }\n",
        "a {:} b\n",
    ] {
        is_left_alone(Jekyll, markdown);
    }
    is_left_alone(Obsidian, "{% if x %} {{ x }} {: .a}\n");
}

#[test]
fn raw_tags_in_code_are_hidden() {
    shows(
        Jekyll,
        "```yaml\n{% raw %}\na: ${{ b }}\n{% endraw %}\n```\n\nInline `{% raw %}{{ c }}{%- endraw -%}` too, `{{ d }}`.\n",
        "                                                       yaml\n  a: ${{ b }}\n\nInline {{ c }} too, {{ d }}.",
    );
}

#[test]
fn abbreviations_are_expanded_once_and_definitions_hidden() {
    shows(
        Jekyll,
        "The API and the API of https://api.org/API.\n\n*[API]: Application Programming Interface\n*[CLI]: Command Line\n\nWords, `CLI`.\n",
        "The API (Application Programming Interface) and the API of\nhttps://api.org/API.\n\nWords, CLI.",
    );
    shows(Jekyll, "- *[a]: b*\n", "• [a]: b");
}

#[test]
fn tables_may_have_kramdowns_rules() {
    shows(
        Jekyll,
        "| Fruit | Price |\n|---\n| Pear | *2* |\n|---\n| Plum | 3 |\n|===\n| Sum | 5 |\n",
        "Fruit │ Price\n──────┼──────\nPear  │ 2\nPlum  │ 3\nSum   │ 5",
    );
    is_left_alone(Jekyll, "| a | b |\n|---|---|\n| c | d |\n");
    is_left_alone(Jekyll, "text\n| a | b |\n");
    shows(Jekyll, "- one\n^\n- two 2^3\n", "• one\n\n• two 2^3");
}
