//! Tests of dialect names, and of properties that hold for all dialects and all bodies.

use std::path::Path;

use proptest::prelude::*;

use super::{Dialect, UnknownDialect, prepare};
use crate::text::work::steps_of;

/// Openers, closers and text around them, from which random bodies are built.
const PIECES: &[&str] = &[
    "{{<",
    ">}}",
    "{{%",
    "%}}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{:",
    "}",
    "{",
    "{/*",
    "*/}",
    "/*",
    "*/",
    ":::",
    "::::",
    ":::note",
    ":::tip Title",
    "]",
    "[[",
    "]]",
    "![[",
    "[!note]",
    "> ",
    ">",
    "\n",
    "\n\n",
    "    ",
    "  ",
    " ",
    "\t",
    "- ",
    "1. ",
    "```",
    "~~~",
    "`",
    "``",
    "\"",
    "'",
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\begin{align}",
    "\\end{align}",
    "\\]",
    "^",
    "_",
    "==",
    "%%",
    "^id",
    ":tada:",
    ":",
    "<!--",
    "more",
    "-->",
    "<A>",
    "</A>",
    "<A b={",
    "<A\n  b=\"c\"\n>",
    "/>",
    "<pre>",
    "</pre>",
    "<code>",
    "import a from 'b'",
    "export const a = {",
    "highlight go",
    "endhighlight",
    "raw",
    "endraw",
    "figure src=\"a.png\"",
    "/notice",
    "notice",
    "# T ",
    "é中👩\u{200d}👧",
    "](",
    "!!! note \"T\"\n",
    "??? tip\n",
    "=== \"A\"\n",
    "/// note | T\n",
    "++ctrl+c++",
    "{++",
    "++}",
    "--8<-- \"a\"",
    "@@box",
    "@def x = 1\n",
    "\\fig{",
    "::card{a=\"b\"}\n",
    "::",
    "#slot\n",
    ":icon{a}",
    "^[",
    "~a~",
    "^a^",
    "|---\n",
    "| a | b |\n",
    "*[abc]: d\n",
    "abc",
    "[a]{.b}",
    "{ .a }",
    "::: {.callout-note title=\"a\"}\n",
    "#| a: b\n",
    "// [!code ++]",
    "// highlight-start\n",
    "    :::python\n",
    "<<< @/a",
    "<!--@include: a-->",
    "{% raw %}",
    "{% codeblock a.b lang:c %}",
    "{% endcodeblock %}",
    "{{< x >}}",
    "{{< /x >}}",
    "<url>",
    "<A b=\"c\" />",
    "--- ----\n",
    "-----\n",
    "(@)  ",
    "(@a) ",
    "@a",
    "(@",
];

/// Generates bodies of random pieces.
fn bodies() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// Returns the offsets of the line feeds.
fn line_feeds(text: &str) -> Vec<usize> {
    memchr::memchr_iter(b'\n', text.as_bytes()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn prepared_text_has_the_same_length_and_lines(body in bodies()) {
        for (dialect, _) in Dialect::ALL {
            let prepared = prepare(&body, dialect);
            prop_assert_eq!(prepared.text.len(), body.len());
            prop_assert_eq!(line_feeds(&prepared.text), line_feeds(&body));
        }
    }

    #[test]
    fn blocks_of_a_random_body_are_within_the_body(body in bodies()) {
        for (dialect, _) in Dialect::ALL {
            let document = crate::document::Document::parse(&body, 0..body.len(), dialect);
            let body_bytes = body.len() as u32;
            prop_assert!(document.blocks().iter().all(|block| block.source.end <= body_bytes));
        }
    }
}

#[test]
fn bodies_with_constructs_only_in_code_are_not_copied() {
    let body = "# Title\n\nText with *marks*, `{{< code >}}` and\n\n```\n:::note\n{% x %}\n```\n";
    for (dialect, _) in Dialect::ALL {
        let prepared = prepare(body, dialect);
        assert!(
            matches!(prepared.text, std::borrow::Cow::Borrowed(_)),
            "{dialect}"
        );
    }
}

/// Openers of constructs, mostly without a closer.
const OPENERS: &[&str] = &[
    "{{< a \"",
    "{% a '",
    "{{ \"a",
    "{{{{",
    "<A b={",
    "$a ",
    "$$a",
    "\\(",
    "[[a",
    "%%",
    "==a",
    "{: .a",
    ":::a\n",
    "`{",
    "<A ",
    "{/*",
    "<code>",
    "<!-- ",
    "> [!a] b\n",
    "import {\n\n",
    "{{% a %}}",
    ":a:",
    "# a {#",
    "{% raw %}",
    "<A>\n    ",
    "{.a}",
    "{#",
    "[!",
    "^[",
    "a^b ",
    "++a",
    "{++a",
    "*[a]: b ",
    "::a{",
    ":a[",
    "\\fig{",
    "|---\n",
    "--8<-- ",
    "!!! a\n    ",
    "{::comment}",
    "// [!code a",
    "{% raw",
    "[a]{.b",
    "-----\na\n",
    "-----\na b\n-- --\nc\n\n",
    "-- --\na\n\n",
    "# b\n\n-- --\na\n",
    ": a\n\n\n",
    "(@a) b @a\n",
    "(@b\n\n",
    "@a",
];

/// Maximum ratio of the work for a body to the work for a body of half its length.
const MAX_RATIO: f64 = 2.5;

/// The ratio is computed as if the work for the shorter body were at least this many steps. A smaller number of steps says
/// little about the growth of the work, because even a short body has a large scan budget
/// (`BASE_SCAN_BUDGET_BYTES`).
const MIN_WORK_STEPS: u64 = 20_000;

#[test]
fn repeated_openers_take_linear_work() {
    let work = |body: &str, dialect| {
        steps_of(|| assert_eq!(prepare(body, dialect).text.len(), body.len()))
    };
    for opener in OPENERS {
        let body = |bytes: usize| opener.repeat(bytes / opener.len());
        for (dialect, _) in Dialect::ALL {
            let (short, long) = (work(&body(20_000), dialect), work(&body(40_000), dialect));
            let ratio = to_f64(long) / to_f64(short.max(MIN_WORK_STEPS));
            assert!(
                ratio <= MAX_RATIO,
                "{opener:?} in {dialect}: {short} steps, then {long}"
            );
        }
    }
}

#[test]
fn dialect_names_are_parsed_in_any_case() {
    for (dialect, name) in Dialect::ALL {
        assert_eq!(dialect.to_string(), name);
        assert_eq!(name.to_uppercase().parse(), Ok(dialect));
    }
}

#[test]
fn error_for_an_unknown_dialect_names_all_dialects() {
    assert_eq!("markdown".parse::<Dialect>(), Err(UnknownDialect));
    for (_, name) in Dialect::ALL {
        assert!(UnknownDialect.to_string().contains(name));
    }
}

#[test]
fn file_extensions_override_the_dialect_of_the_site() {
    let dialect_of = |dialect: Dialect, path: &str| dialect.of_file(Path::new(path));
    assert_eq!(dialect_of(Dialect::Auto, "a.MDX"), Dialect::Mdx);
    assert_eq!(dialect_of(Dialect::Gfm, "a.md"), Dialect::Gfm);
    assert_eq!(dialect_of(Dialect::Auto, "a.qmd"), Dialect::Quarto);
    assert_eq!(dialect_of(Dialect::Hugo, "a.Rmd"), Dialect::Quarto);
    // A name without an extension.
    assert_eq!(dialect_of(Dialect::Auto, "qmd"), Dialect::Auto);
    // The Docusaurus dialect includes MDX.
    assert_eq!(
        dialect_of(Dialect::Docusaurus, "a.mdx"),
        Dialect::Docusaurus
    );
}

/// Converts a number of steps to `f64`. More than `u32::MAX` steps are converted to `u32::MAX`.
fn to_f64(steps: u64) -> f64 {
    u32::try_from(steps).unwrap_or(u32::MAX).into()
}
