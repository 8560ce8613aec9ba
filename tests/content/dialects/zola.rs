//! Zola.

use folio::document::Dialect::{Auto, Hugo, Zola};

use super::page::{is_left_alone, shows, slugs, targets};

#[test]
fn shortcodes_become_what_they_show() {
    shows(
        Zola,
        "{{ youtube(id=\"x\", title=\"A film\") }}\n",
        "▶ YouTube · A film",
    );
    shows(
        Zola,
        "{% quote(author=\"Ann\") %}\nBody **b**\n{% end %}\nAfter.\n",
        "▎ Body b\n▎\n▎ — Ann\n\nAfter.",
    );
    shows(Zola, "{% note() %}\nBody\n{% end %}\n", "▎ ✎ Note\n▎ Body");
    shows(
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
fn comments_show_nothing_and_escapes_are_shown() {
    shows(
        Zola,
        "A {# comment #}b\n\n{# another\none #}\n\n<!-- more -->\n\nc\n",
        "A b\n\nc",
    );
    shows(Zola, "{{/* name(x=1) */}}\n", "{{ name(x=1) }}");
}

#[test]
fn headings_have_ids() {
    let markdown =
        "# One {#first}\n\nTwo {#second}\n===\n\n## Three {#third .class}\n\n## Four ##\n";
    let expected = [("first", 1), ("second", 3), ("third", 6), ("four", 8)];
    assert_eq!(
        slugs(Zola, markdown),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
    shows(Zola, "## One {#first} ##\n", "One\n───");
}

#[test]
fn similar_text_is_left_alone() {
    for markdown in [
        "`{{ a() }}` {{ a }} {{ a( }}\n",
        "```\n{% a() %}\n```\n",
        "{# no\n",
        "Text {#id}\n",
        "# T {#}\n",
        "# T {# a }\n",
    ] {
        is_left_alone(Zola, markdown);
    }
    is_left_alone(Hugo, "{{ youtube(id=\"x\") }}\n");
}
