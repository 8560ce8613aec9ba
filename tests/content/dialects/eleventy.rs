//! Eleventy: Liquid and Nunjucks.

use folio::document::Dialect::Eleventy;

use super::page::{is_left_alone, shows, targets};

#[test]
fn tags_mean_the_same_as_in_jekyll() {
    shows(
        Eleventy,
        "{% set x = 1 %}\n\n{{ title }} and {{ \"text\" | upper }}\n",
        "⟨title⟩ and text",
    );
    shows(
        Eleventy,
        "{% callout \"warning\", \"Mind\" %}\nText *x*\n{% endcallout %}\n",
        "▎ ▲ Warning · Mind\n▎ Text x",
    );
    shows(
        Eleventy,
        "{% image \"./a.png\", \"Alt\" %}\n",
        "╭ ▣ Alt\n╰ a.png",
    );
    shows(
        Eleventy,
        "{%- for x in y -%}\n{{ x }}\n{%- endfor -%}\n",
        "⟨x⟩",
    );
    shows(
        Eleventy,
        "{% highlight \"js\" %}\na\n{% endhighlight %}\n",
        "                                                         js\n  a",
    );
    assert_eq!(targets(Eleventy, "[a]({{ '/x/' | url }})\n"), ["/x/"]);
}

#[test]
fn similar_text_is_left_alone() {
    is_left_alone(
        Eleventy,
        "`{{ x }}` ${{ github.sha }}\n\n```\n{% x %}\n```\n",
    );
    is_left_alone(Eleventy, "$x^2$ :::note\n");
}
