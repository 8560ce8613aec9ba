//! Tests of the Zola dialect.

use folio::document::Dialect::{Auto, Hugo, Zola};

use super::rendering::{assert_renders, assert_renders_as_gfm, slugs_and_lines, targets};

#[test]
fn shortcodes_render_links_images_and_placeholders() {
    assert_renders(
        Zola,
        "{{ youtube(id=\"x\", title=\"A film\") }}\n",
        "▶ YouTube · A film",
    );
    assert_renders(
        Zola,
        "{% quote(author=\"Ann\") %}\nBody **b**\n{% end %}\nAfter.\n",
        "▎ Body b\n▎\n▎ — Ann\n\nAfter.",
    );
    assert_renders(Zola, "{% note() %}\nBody\n{% end %}\n", "▎ ✎ Note\n▎ Body");
    // With the dialect `Auto`, the syntax alone shows that these are shortcodes of Zola.
    assert_renders(
        Auto,
        "{% outer() %}\na {{ inner(x=\"y\") }}\n{% warning(title=\"T\") %}\nb\n{% end %}\n{% end %}\n",
        "a ⟨inner y⟩\n\n▎ ▲ Warning · T\n▎ b",
    );
    assert_eq!(
        targets(Zola, "{{ image(src=\"a.png\") }} [l](@/posts/x.md)\n"),
        ["a.png", "@/posts/x.md"]
    );
}

#[test]
fn comments_are_hidden_and_escaped_shortcodes_are_shown() {
    assert_renders(
        Zola,
        "A {# comment #}b\n\n{# another\none #}\n\n<!-- more -->\n\nc\n",
        "A b\n\nc",
    );
    assert_renders(Zola, "{{/* name(x=1) */}}\n", "{{ name(x=1) }}");
    assert_renders(Zola, "`{{/* name(x=1) */}}` is\n", "{{ name(x=1) }} is");
}

#[test]
fn attributes_set_heading_ids() {
    let markdown =
        "# One {#first}\n\nTwo {#second}\n===\n\n## Three {#third .class}\n\n## Four ##\n";
    let expected = [("first", 1), ("second", 3), ("third", 6), ("four", 8)];
    assert_eq!(
        slugs_and_lines(Zola, markdown),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
    assert_renders(Zola, "## One {#first} ##\n", "One\n───");
}

#[test]
fn shortcodes_in_code_and_invalid_syntax_render_unchanged() {
    for markdown in [
        "`{{ a() }}` {{ a }} {{ a( }}\n",
        "```\n{% a() %}\n```\n",
        "{# no\n",
        "Text {#id}\n",
        "# T {#}\n",
        "# T {# a }\n",
    ] {
        assert_renders_as_gfm(Zola, markdown);
    }
}

#[test]
fn zola_shortcodes_render_unchanged_in_the_hugo_dialect() {
    assert_renders_as_gfm(Hugo, "{{ youtube(id=\"x\") }}\n");
}
