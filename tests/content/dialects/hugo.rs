//! Tests of the Hugo dialect.

use folio::document::Dialect::{Auto, Gfm, Hugo};

use super::rendering::{assert_renders, assert_renders_as_gfm, targets};

#[test]
fn figure_shortcodes_render_images_with_captions() {
    assert_renders(
        Hugo,
        "Above\n{{< figure src=\"/a.png\" alt=\"Alt\" caption=\"A **bold** [word](x)\" >}}\nbelow *it*.\n",
        "Above\n\n╭ ▣ Alt\n╰ a.png\nA bold word\n\nbelow it.",
    );
    assert_renders(
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
fn highlight_shortcodes_render_code_blocks() {
    let code = "{{< highlight go \"linenos=table\" >}}\nfunc *main*() {}\n\n    x\n{{< /highlight >}}\n\nText.\n";
    let rows = "                                                         go\n  func *main*() {}\n\n      x\n\nText.";
    assert_renders(Hugo, code, rows);
    assert_renders(Auto, code, rows);
}

#[test]
fn embed_shortcodes_render_links() {
    assert_renders(Hugo, "{{< youtube abc >}}\n", "▶ YouTube");
    assert_renders(
        Hugo,
        "{{< youtube id=\"abc\" title=\"A film\" >}}\n",
        "▶ YouTube · A film",
    );
    assert_renders(
        Hugo,
        "> {{< youtube title=\"b > c\"\n>   id=\"abc\" >}}\n>\n> Text.\n",
        "▎ ▶ YouTube · b > c\n▎\n▎ Text.",
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
fn ref_shortcodes_are_link_targets() {
    let markdown = "[a]({{< ref \"posts/x.md\" >}}), [b]({{% relref \"#sec\" %}} \"t\"), [c]({{<ref path=\"/y.md#z\">}}) and\n\
                    <a href=\"{{< relref \"z\" >}}\">d</a>, [e][e].\n\n[e]: {{< ref \"e.md\" >}}\n";
    assert_renders(Hugo, markdown, "a, b, c and d, e.");
    assert_eq!(
        targets(Hugo, markdown),
        ["posts/x", "#sec", "/y#z", "z", "e"]
    );
    // The escaped bracket starts no link.
    assert_renders(Hugo, "\\[a]({{< ref \"x\" >}})\n", "[a]({{< ref \"x\" >}})");
}

#[test]
fn paired_shortcodes_render_their_content() {
    assert_renders(
        Hugo,
        "{{% notice tip \"My title\" %}}\nInside **bold**\n\n- list\n{{% /notice %}}\nAfter.\n",
        "▎ ✦ Tip · My title\n▎ Inside bold\n▎\n▎ • list\n\nAfter.",
    );
    assert_renders(
        Hugo,
        "{{< alert >}}Be **quick**{{< /alert >}}\n",
        "▎ ✎ Note\n▎ Be quick",
    );
    assert_renders(
        Hugo,
        "{{< details \"More\" >}}\nhidden\n{{< /details >}}\n",
        "▾ More\n│ hidden",
    );
    assert_renders(
        Hugo,
        "{{< tabs >}}\n{{< tab \"One\" >}}\none\n{{< /tab >}}\n{{< /tabs >}}\n",
        "One\n\none",
    );
    assert_renders(
        Hugo,
        "- a\n  {{< hint warning >}}\n  in\n  {{< /hint >}}\n\n  b\n",
        "• a\n\n  ▎ ▲ Warning\n  ▎ in\n\n  b",
    );
}

#[test]
fn unknown_and_ignored_shortcodes_render_placeholders_or_nothing() {
    assert_renders(
        Hugo,
        "{{< unknown \"x\" y=1 >}} and {{< param name >}}.\n",
        "⟨unknown x 1⟩ and ⟨param name⟩.",
    );
    // An ignored shortcode, a comment, and the divider after the summary.
    assert_renders(
        Hugo,
        "{{< toc >}}\n\n{{< /* gone */ >}}\n\nText<!--more--> on.\n",
        "Text on.",
    );
    assert_renders(Hugo, "<!--more--> *Text*\n", "Text");
    // An end tag without a start tag.
    assert_renders(Hugo, "Text {{< /never-opened >}}.\n", "Text .");
}

#[test]
fn escaped_shortcodes_are_shown() {
    assert_renders(
        Hugo,
        "{{</* figure src=\"x\" */>}} is {{%/* x */%}}\n",
        "{{< figure src=\"x\" >}} is {{% x %}}",
    );
    for (markdown, expected) in [
        ("`{{</* x */>}}` is\n", "{{< x >}} is"),
        ("```\n{{%/* x */%}}\n```\n", "  {{% x %}}"),
        ("`{{< /* x */ >}}` is\n", "{{< /* x */ >}} is"),
        ("`{{</*/>}}` is\n", "{{</*/>}} is"),
    ] {
        assert_renders(Hugo, markdown, expected);
    }
    assert_eq!(targets(Hugo, "[a]({{</* x */>}})"), ["{{< x >}}"]);
}

#[test]
fn shortcodes_in_code_and_similar_text_render_unchanged() {
    for markdown in [
        "`{{< figure >}}`\n",
        "```\n{{< youtube x >}}\n```\n",
        "Text\n\n    {{< youtube x >}}\n",
        "Unclosed {{< youtube x\n",
        "{{ .Title }} and {{< >}}\n",
        "<pre>{{< x >}}</pre>\n",
    ] {
        assert_renders_as_gfm(Hugo, markdown);
    }
    assert_renders(Gfm, "{{< youtube x >}}\n", "{{< youtube x >}}");
}

#[test]
fn unknown_pairs_render_their_content_as_code_or_markdown() {
    // The content between `{{< >}}` is code, the content between `{{% %}}` is Markdown.
    assert_renders(
        Hugo,
        "A {{< strange >}}kept *x*{{< /strange >}} word.\n",
        "A kept *x* word.",
    );
    assert_renders(
        Hugo,
        "A {{% strange %}}kept *x*{{% /strange %}} word.\n",
        "A kept x word.",
    );
    assert_renders(
        Hugo,
        "Text\n\n{{< strange rust >}}\nfn main() {\n    Box<Error>\n}\n# no heading\n{{< /strange >}}\n\n{{% strange %}}\n**bold**\n{{% /strange %}}\n",
        "Text\n\n  fn main() {\n      Box<Error>\n  }\n  # no heading\n\nbold",
    );
    // Content with other shortcodes is Markdown.
    assert_renders(
        Hugo,
        "{{< grid >}}\n{{< card \"One\" >}}\n**one**\n{{< /card >}}\n{{< /grid >}}\n",
        "One\n\none",
    );
    // Without content, the pair is shown like a single shortcode.
    assert_renders(
        Hugo,
        "{{< demo src=\"/a/b\" title=\"A demo\" >}}{{< /demo >}}\n",
        "A demo",
    );
}

#[test]
fn figures_render_title_caption_and_attribution() {
    let markdown = "{{< figure src=\"/a.png\" title=\"Noon\" caption=\"From the *pier*.\" alt=\"Boats\" attr=\"A neighbour\" attrlink=\"https://e.org\" >}}\n";
    assert_renders(
        Hugo,
        markdown,
        "╭ ▣ Boats\n╰ a.png\nNoon\nFrom the pier. A neighbour",
    );
    assert_eq!(targets(Hugo, markdown), ["/a.png", "https://e.org"]);
}
