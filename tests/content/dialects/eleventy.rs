//! Tests of the Eleventy dialect: Liquid and Nunjucks.

use folio::document::Dialect::Eleventy;

use super::rendering::{assert_renders, assert_renders_as_gfm, targets};

#[test]
fn tags_render_as_in_jekyll() {
    assert_renders(
        Eleventy,
        "{% set x = 1 %}\n\n{{ title }} and {{ \"text\" | upper }}\n",
        "⟨title⟩ and text",
    );
    assert_renders(
        Eleventy,
        "{% callout \"warning\", \"Mind\" %}\nText *x*\n{% endcallout %}\n",
        "▎ ▲ Warning · Mind\n▎ Text x",
    );
    assert_renders(
        Eleventy,
        "{% image \"./a.png\", \"Alt\" %}\n",
        "╭ ▣ Alt\n╰ a.png",
    );
    assert_renders(
        Eleventy,
        "{%- for x in y -%}\n{{ x }}\n{%- endfor -%}\n",
        "⟨x⟩",
    );
    assert_renders(
        Eleventy,
        "{% highlight \"js\" %}\na\n{% endhighlight %}\n",
        "                                                         js\n  a",
    );
    assert_eq!(targets(Eleventy, "[a]({{ '/x/' | url }})\n"), ["/x/"]);
}

#[test]
fn text_similar_to_tags_and_constructs_of_other_dialects_render_unchanged() {
    assert_renders_as_gfm(
        Eleventy,
        "`{{ x }}` ${{ github.sha }}\n\n```\n{% x %}\n```\n",
    );
    assert_renders_as_gfm(Eleventy, "$x^2$ :::note\n");
}
