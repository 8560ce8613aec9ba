//! Tests that parsing, layout and painting take at most linear work for any repeated Markdown construct.

use crate::document::{Dialect, Document, ParseOptions};
use crate::layout::{Layout, LayoutOptions, Widths};
use crate::search::CompiledQuery;
use crate::text::work::steps_of;

/// Maximum factor by which the work may grow when the number of repetitions doubles. Linear work grows by a factor of 2,
/// quadratic work by 4.
const MAX_RATIO: f64 = 2.5;

/// Length of a long text, in bytes. folio limits some lengths, and up to such a limit, work may grow faster than linearly. The
/// largest limit is the maximum length of a segment, 4,095 bytes. A long text reaches it even if only a quarter of the bytes is
/// shown (`***a` is shown as `a`).
const LONG_BYTES: usize = 20_000;

/// Number of repetitions of a construct in a short text.
const SHORT_REPETITIONS: usize = 300;

/// Minimum number of steps assumed for a text before its repetitions are doubled, so that constant costs do not distort the
/// ratio. Steps are counted by [`crate::text::work`].
const MIN_STEPS: u64 = 2_000;

/// Markdown constructs: the text before, the text to repeat, and the text after.
const CONSTRUCTS: [(&str, &str, &str); 166] = [
    ("", "a ", ""),
    ("", "a", ""),
    ("", "中", ""),
    ("", "e\u{301}", ""),
    ("e", "\u{301}", ""),
    ("", "👩\u{200d}", ""),
    ("", "\u{1100}", ""),
    ("", "a\u{ad}", ""),
    ("", "a\t", ""),
    ("", "\n", ""),
    ("", "a\n\n", ""),
    ("", "***\n", ""),
    ("", "*** ", ""),
    ("", "- - -\n", ""),
    ("", "# a\n", ""),
    ("", "- a\n", ""),
    ("", "1. a\n", ""),
    ("", "> a\n", ""),
    ("", "> ", "a"),
    ("", "- ", "a"),
    ("", "a\n: b\n\n", ""),
    ("", "*a **b ", ""),
    ("", "~~a ", ""),
    ("", "`", ""),
    ("", "` a ``", ""),
    ("", "[", ""),
    ("", "![", ""),
    ("", "[^", ""),
    ("", "[^a] ", "\n\n[^a]: b\n"),
    ("", "[a](b) ", ""),
    ("", "![](a.png)b ", ""),
    ("", "[[a]] ", ""),
    ("", "www.a.b/_c_ ", ""),
    ("", "a@b.c ", ""),
    ("", "==a== ", ""),
    ("", "{{ a ", ""),
    ("", "{.a} ", ""),
    ("", "$a^b$ ", ""),
    ("", "<b>", ""),
    ("", "<div>\n", ""),
    ("", "<sup>a ", ""),
    ("", "<a href=x>", ""),
    ("", "<td>x", ""),
    ("```\n", "a\t👩\u{200d}", "\n```\n"),
    ("```ansi\n", "\u{1b}[31m\u{1b}]", "\n```\n"),
    ("| a | b |\n|---|---|\n", "| c | d |\n", ""),
    ("| a | b |\n|---|---|\n| ", "word ", "| d |\n"),
    ("| a | b |\n|---|---|\n| ", "word", "| d |\n"),
    ("", "word\n", ""),
    ("", "a  \n", ""),
    ("", "\\\n", ""),
    ("", "&amp; ", ""),
    ("", "é-", ""),
    ("", "{/*", ""),
    ("", "{#", ""),
    ("", "{%", ""),
    ("", "{% a %}", ""),
    ("", "{{<", ""),
    ("", "{{< a >}}", ""),
    ("", "{{% a %}}\n", ""),
    ("", "{{ a | b", ""),
    ("", "{{ a }}", ""),
    ("", "{.a}", ""),
    ("", "a{.a}\n\n", ""),
    ("", "# a {#b}\n", ""),
    ("", "{: .a}\n", ""),
    ("", "[[", ""),
    ("", "[[a|", ""),
    ("", "![[a]] ", ""),
    ("", "[a](", ""),
    ("", "[a][", ""),
    ("", "[a]: b\n", ""),
    ("", "a[^1] b\n\n[^1]: c\n\n", ""),
    ("", "^[a", ""),
    ("", "^", ""),
    ("", "a^b", ""),
    ("", "^a^", ""),
    ("", "~", ""),
    ("", "==", ""),
    ("", "==a", ""),
    ("", "%%", ""),
    ("", "%%a\n", ""),
    ("", "++a", ""),
    ("", "{++a", ""),
    ("", "$", ""),
    ("", "$$\n", ""),
    ("", "\\(", ""),
    ("", "\\[\n", ""),
    ("", "\n***\n\n", ""),
    ("", "---\n", ""),
    ("", "===\n", ""),
    ("", "***a", ""),
    ("", "_a", ""),
    ("", "<", ""),
    ("", "<a ", ""),
    ("", "<!--", ""),
    ("", "<!-- a -->\n", ""),
    ("", "</p>", ""),
    ("", "<p>word\n", ""),
    ("<p>\n", "word\n", "</p>"),
    ("<p>\n", "&#119;ord ", "</p>"),
    ("<p>", "word ", "</p>"),
    ("<pre>\n", "word\n", "</pre>"),
    ("<table><tr><td>", "word\n", "</table>"),
    ("<table>", "<tr><td>a<td>b", "</table>"),
    ("<table><tr>", "<td>a", "</table>"),
    ("", "<table><tr><td>a", ""),
    ("", "<details>\n", ""),
    ("", "<details><summary>a</summary>\n\nb\n\n", ""),
    ("", "<details>\n\na\n\n</details>\n\n", ""),
    ("", "<img src=a.png>\n", ""),
    ("", "![a](a.png) ", ""),
    ("", "![a](a.png)\n\n", ""),
    ("", "<Tabs>\n", ""),
    ("", "<A b={", ""),
    ("", "<A b=\"c\">\n", ""),
    ("", "import a from 'b'\n", ""),
    ("", "export const a = {\n", ""),
    ("", ":::note\n", ""),
    ("", ":::note\na\n:::\n", ""),
    ("", "::: {.a}\n", ""),
    ("", "::a{b=\"c\"}\n", ""),
    ("", ":a:", ""),
    ("", ":tada: ", ""),
    ("", "!!! note\n", ""),
    ("", "!!! note\n    a\n", ""),
    ("", "=== \"A\"\n    a\n", ""),
    ("", "/// note\n", ""),
    ("", "> [!note]\n> a\n\n", ""),
    ("", "> [!note]- a\n", ""),
    ("", "| a\n", ""),
    ("", "|  a\n   b\n", ""),
    ("+---+\n", "| a |\n", "+---+\n"),
    ("", "+---+\n| a |\n", "+---+\n"),
    ("", "+---+\n", ""),
    ("", "*[a]: b\n", ""),
    ("*[a]: b\n\n", "a ", ""),
    ("", "Term\n\n: b\n\n", ""),
    ("a\n", ": b\n", ""),
    ("", "- [ ] a\n", ""),
    ("", "- a\n\n  b\n", ""),
    ("", "1. a\n   - b\n", ""),
    ("", "- > ", "a"),
    ("", "    a\n", ""),
    ("", "```\n", ""),
    ("", "``` a\nb\n```\n", ""),
    ("```\n", "word\n", "```\n"),
    ("```\n", "\n", "```\n"),
    ("```\n", "a\u{301}", "\n```\n"),
    ("```diff\n", "+word\n", "```\n"),
    ("```ansi\n", "\u{1b}", "\n```\n"),
    ("```ansi\n", "\u{1b}[", "\n```\n"),
    ("```ansi\n", "a\u{1b}[31mb\n", "```\n"),
    ("$$", "{", "$$"),
    ("$$", "a^{", "$$"),
    ("$$", "\\frac{", "$$"),
    ("$$", "\\sqrt{a", "$$"),
    ("$$", "\\left(", "$$"),
    ("$$", "\\begin{matrix}a", "$$"),
    ("$$\\begin{matrix}", "a & ", "b\\end{matrix}$$"),
    ("$$\\begin{matrix}", "a \\\\ ", "b\\end{matrix}$$"),
    ("$$", "\\frac{a}{b} ", "$$"),
    ("$$", "a + ", "$$"),
    ("$", "a_{b} ", "$"),
    ("", "$$a$$\n\n", ""),
    ("", "$$\\frac{a}{b}$$\n\n", ""),
];

/// The widths, in columns, at which the text is laid out and painted.
const WIDTHS: [u16; 2] = [20, 80];

/// Returns the number of steps to parse a text, lay it out and paint all its rows.
fn count_reading_steps(markdown: &str, dialect: Dialect) -> u64 {
    steps_of(|| {
        let options = ParseOptions {
            dialect,
            number_links: true,
            map_source: true,
            without_segments: false,
        };
        draw(&Document::parse(markdown, 0..markdown.len(), options));
    })
}

/// Returns the number of steps to show a text in the source view.
fn count_source_steps(markdown: &str) -> u64 {
    steps_of(|| draw(&Document::source(markdown)))
}

/// Lays out a document at all [`WIDTHS`] and paints all its rows.
fn draw(document: &Document) {
    for width in WIDTHS {
        let layout = Layout::new(document, Widths::all(width), LayoutOptions::default());
        for row in 0..layout.rows() {
            super::row(document, &layout, row).to_text();
        }
    }
}

/// Returns the number of steps to search a text. The query is the first of four words that occurs more than ten times in the
/// text. If none of them does, the query is `e`.
fn count_search_steps(markdown: &str, dialect: Dialect) -> u64 {
    let mut words = ["word", "ord", "a", "b"].into_iter();
    let frequent_word = words.find(|word| markdown.matches(word).nth(10).is_some());
    let query = CompiledQuery::new(frequent_word.unwrap_or("e")).expect("a word");
    steps_of(|| {
        // The number of hits is not limited.
        query.find(markdown.as_bytes(), dialect, usize::MAX);
    })
}

/// The condition for [`assert_linear`] to process long texts, which take much time.
#[derive(Clone, Copy, PartialEq)]
enum LongTexts {
    /// Only if the work for short texts grows by more than [`MAX_RATIO`].
    IfNeeded,
    /// In any case.
    Always,
}

/// Asserts that twice as many repetitions take at most [`MAX_RATIO`] times the work. Short texts may exceed this ratio if texts
/// of at least [`LONG_BYTES`] do not. `text(n)` returns a text with n times as many repetitions as the short text.
#[track_caller]
fn assert_linear(
    name: &str,
    long_texts: LongTexts,
    text: impl Fn(usize) -> String,
    count_steps: impl Fn(&str) -> u64,
) {
    let growth_ratio = |times: usize| {
        let (steps, doubled_steps) = (count_steps(&text(times)), count_steps(&text(2 * times)));
        let ratio = to_f64(doubled_steps) / to_f64(steps.max(MIN_STEPS));
        let description =
            format!("{name:?}: {steps} steps, {doubled_steps} for twice as many repetitions");
        (ratio, description)
    };
    let (ratio, _) = growth_ratio(1);
    if ratio > MAX_RATIO || long_texts == LongTexts::Always {
        let (ratio, description) = growth_ratio(LONG_BYTES.div_ceil(text(1).len()));
        assert!(ratio <= MAX_RATIO, "{description}");
    }
}

/// Asserts that reading and searching a text in a dialect take linear work; see [`assert_linear`].
#[track_caller]
fn assert_linear_in(
    dialect: Dialect,
    name: &str,
    long_texts: LongTexts,
    text: impl Fn(usize) -> String,
) {
    let named = |task| format!("{task} {name} in {dialect}");
    assert_linear(&named("reading"), long_texts, &text, |text| {
        count_reading_steps(text, dialect)
    });
    assert_linear(&named("searching"), long_texts, &text, |text| {
        count_search_steps(text, dialect)
    });
}

/// Returns the text of a construct of [`CONSTRUCTS`], with `times` times as many repetitions as the short text.
fn repeat_construct((before, repeated_text, after): (&str, &str, &str), times: usize) -> String {
    let repetitions = SHORT_REPETITIONS * times;
    format!("{before}{}{after}", repeated_text.repeat(repetitions))
}

#[test]
fn repeated_constructs_take_linear_work() {
    std::thread::scope(|scope| {
        for (dialect_index, (dialect, _)) in Dialect::ALL.into_iter().enumerate() {
            scope.spawn(move || {
                for (index, construct) in CONSTRUCTS.into_iter().enumerate() {
                    // One dialect tests the long texts of a construct in any case, the others only if needed.
                    let long_texts = if index % Dialect::ALL.len() == dialect_index {
                        LongTexts::Always
                    } else {
                        LongTexts::IfNeeded
                    };
                    let (_, repeated_text, _) = construct;
                    let text = |times| repeat_construct(construct, times);
                    assert_linear_in(dialect, repeated_text, long_texts, text);
                }
            });
        }
    });
}

#[test]
fn source_view_takes_linear_work() {
    for construct in CONSTRUCTS {
        let (_, repeated_text, _) = construct;
        assert_linear(
            repeated_text,
            LongTexts::Always,
            |times| repeat_construct(construct, times),
            count_source_steps,
        );
    }
}

#[test]
fn tables_of_many_columns_or_long_cells_take_linear_work() {
    let row = |cell: &str, columns: usize| format!("|{}\n", cell.repeat(columns));
    assert_linear_in(Dialect::Gfm, "columns", LongTexts::IfNeeded, |times| {
        let columns = SHORT_REPETITIONS * times;
        row("a|", columns) + &row("-|", columns) + &row("b c|", columns)
    });
    assert_linear_in(Dialect::Gfm, "rows", LongTexts::IfNeeded, |times| {
        row("a|", 100) + &row("-|", 100) + &row("b c|", 100).repeat(20 * times)
    });
    assert_linear_in(
        Dialect::Gfm,
        "rows with one cell",
        LongTexts::IfNeeded,
        |times| row("a|", 100) + &row("-|", 100) + &row("b|", 1).repeat(20 * times),
    );
    assert_linear_in(Dialect::Gfm, "a long cell", LongTexts::IfNeeded, |times| {
        let cell = "word ".repeat(500 * times);
        format!("| a | b |\n|---|---|\n| {cell} | c |\n")
    });
}

#[test]
fn abbreviations_with_the_same_first_word_take_linear_work() {
    assert_linear_in(Dialect::Jekyll, "definitions", LongTexts::Always, |times| {
        let definition = |number| format!("*[a {number}]: b\n\n");
        let definitions: Vec<_> = (0..SHORT_REPETITIONS * times).map(definition).collect();
        definitions.concat()
    });
}

/// Converts a number of steps to a floating-point number; numbers above `u32::MAX` become `u32::MAX`.
fn to_f64(steps: u64) -> f64 {
    u32::try_from(steps).unwrap_or(u32::MAX).into()
}
