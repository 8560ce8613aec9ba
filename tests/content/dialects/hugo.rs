//! Hugo.

use folio::document::Dialect::{Auto, Gfm, Hugo};

use super::page::{is_left_alone, shows, targets};

#[test]
fn figures_are_images_with_captions() {
    shows(
        Hugo,
        "Above\n{{< figure src=\"/a.png\" alt=\"Alt\" caption=\"A **bold** [word](x)\" >}}\nbelow *it*.\n",
        "\nAbove\n\n╭ ▣ Alt\n╰ a.png\nA bold word\n\nbelow it.",
    );
    shows(
        Hugo,
        "{{< figure\n  src=\"b.png\"\n  title=\"B\"\n>}}\nText.\n",
        "╶ ▣ b.png\nB\n\nText.",
    );
    assert_eq!(
        targets(
            Hugo,
            "{{< figure src=\"a b.png\" link=\"https://e.org\" >}}"
        ),
        ["https://e.org", "a b.png"]
    );
}

#[test]
fn highlighted_code_is_a_block_of_code() {
    let code = "{{< highlight go \"linenos=table\" >}}\nfunc *main*() {}\n\n    x\n{{< /highlight >}}\n\nText.\n";
    let rows = "                                                         go\n  func *main*() {}\n\n      x\n\nText.";
    shows(Hugo, code, rows);
    shows(Auto, code, rows);
}

#[test]
fn embeds_are_links() {
    shows(Hugo, "{{< youtube abc >}}\n", "▶ YouTube");
    shows(
        Hugo,
        "{{< youtube id=\"abc\" title=\"A film\" >}}\n",
        "▶ YouTube · A film",
    );
    for (shortcode, target) in [
        ("youtube abc", "https://www.youtube.com/watch?v=abc"),
        ("vimeo 12", "https://vimeo.com/12"),
        (
            "gist spf13 7896402",
            "https://gist.github.com/spf13/7896402",
        ),
        ("tweet user=\"a\" id=\"12\"", "https://x.com/a/status/12"),
        ("x user=\"a\" id=\"12\"", "https://x.com/a/status/12"),
        ("tweet 12", "https://x.com/i/status/12"),
        ("instagram Bx", "https://www.instagram.com/p/Bx/"),
    ] {
        assert_eq!(
            targets(Hugo, &format!("Text {{{{< {shortcode} >}}}} text.\n")),
            [target]
        );
    }
}

#[test]
fn references_are_targets() {
    let markdown = "[a]({{< ref \"posts/x.md\" >}}), [b]({{% relref \"#sec\" %}} \"t\"), [c]({{<ref path=\"/y.md#z\">}}) and\n\
                    <a href=\"{{< relref \"z\" >}}\">d</a>, [e][e].\n\n[e]: {{< ref \"e.md\" >}}\n";
    shows(Hugo, markdown, "a, b, c and d, e.");
    assert_eq!(
        targets(Hugo, markdown),
        ["posts/x", "#sec", "/y#z", "z", "e"]
    );
    shows(Hugo, "\\[a]({{< ref \"x\" >}})\n", "[a]({{< ref \"x\" >}})");
}

#[test]
fn pairs_keep_their_content() {
    shows(
        Hugo,
        "{{% notice tip \"My title\" %}}\nInside **bold**\n\n- list\n{{% /notice %}}\nAfter.\n",
        "▎ ✦ Tip · My title\n▎ Inside bold\n▎\n▎ • list\n\nAfter.",
    );
    shows(
        Hugo,
        "{{< alert >}}Be **quick**{{< /alert >}}\n",
        "▎ ✎ Note\n▎ Be quick",
    );
    shows(
        Hugo,
        "{{< details \"More\" >}}\nhidden\n{{< /details >}}\n",
        "▾ More\n│ hidden",
    );
    shows(
        Hugo,
        "{{< tabs >}}\n{{< tab \"One\" >}}\none\n{{< /tab >}}\n{{< /tabs >}}\n",
        "One\n\none",
    );
    shows(
        Hugo,
        "A {{< strange >}}kept *x*{{< /strange >}} word.\n",
        "A kept *x* word.",
    );
    shows(
        Hugo,
        "A {{% strange %}}kept *x*{{% /strange %}} word.\n",
        "A kept x word.",
    );
    shows(
        Hugo,
        "- a\n  {{< hint warning >}}\n  in\n  {{< /hint >}}\n\n  b\n",
        "• a\n\n  ▎ ▲ Warning\n  ▎ in\n\n  b",
    );
}

#[test]
fn other_shortcodes_are_placeholders_or_nothing() {
    shows(
        Hugo,
        "{{< unknown \"x\" y=1 >}} and {{< param name >}}.\n",
        "⟨unknown x 1⟩ and ⟨param name⟩.",
    );
    shows(
        Hugo,
        "{{< toc >}}\n\n{{< /* gone */ >}}\n\nText<!--more--> on.\n",
        "Text on.",
    );
    shows(Hugo, "<!--more--> *Text*\n", "Text");
    shows(
        Hugo,
        "{{</* figure src=\"x\" */>}} is {{%/* x */%}}\n",
        "{{< figure src=\"x\" >}} is {{% x %}}",
    );
    shows(Hugo, "Text {{< /never-opened >}}.\n", "Text .");
}

#[test]
fn similar_text_is_left_alone() {
    for markdown in [
        "`{{< figure >}}`\n",
        "```\n{{< youtube x >}}\n```\n",
        "Text\n\n    {{< youtube x >}}\n",
        "Unclosed {{< youtube x\n",
        "{{ .Title }} and {{< >}}\n",
        "<pre>{{< x >}}</pre>\n",
    ] {
        is_left_alone(Hugo, markdown);
    }
    shows(Gfm, "{{< youtube x >}}\n", "{{< youtube x >}}");
}

#[test]
fn an_unknown_pair_keeps_its_lines_as_code() {
    shows(
        Hugo,
        "Text\n\n{{< high rust >}}\nfn main() {\n    Box<Error>\n}\n# no heading\n{{< /high >}}\n\n{{% high %}}\n**bold**\n{{% /high %}}\n",
        "Text\n\n  fn main() {\n      Box<Error>\n  }\n  # no heading\n\nbold",
    );
    shows(
        Hugo,
        "{{< grid >}}\n{{< card \"One\" >}}\n**one**\n{{< /card >}}\n{{< /grid >}}\n",
        "One\n\none",
    );
    shows(
        Hugo,
        "{{< demo src=\"/a/b\" title=\"A demo\" >}}{{< /demo >}}\n",
        "A demo",
    );
}

#[test]
fn a_figure_has_title_caption_and_attribution() {
    let markdown = "{{< figure src=\"/a.png\" title=\"Noon\" caption=\"From the *pier*.\" alt=\"Boats\" attr=\"A neighbour\" attrlink=\"https://e.org\" >}}\n";
    shows(
        Hugo,
        markdown,
        "╭ ▣ Boats\n╰ a.png\nNoon\nFrom the pier. A neighbour",
    );
    assert_eq!(targets(Hugo, markdown), ["/a.png", "https://e.org"]);
}
