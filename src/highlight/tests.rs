use super::*;
use crate::document::Dialect;
use crate::theme::{Attrs, Color, Style};

/// Highlights `code` and returns the parts that are not plain, without the white space around them, each with its role.
fn roles(language: &str, code: &str) -> Vec<(String, CodeRole)> {
    let runs = Highlighter::default()
        .highlight_code(language, code, || false)
        .expect("the result is never stale");
    let parts = runs.split(0..code.len());
    parts
        .map(|(range, role)| (code[range].trim().to_owned(), role))
        .filter(|(text, role)| !text.is_empty() && *role != CodeRole::Plain)
        .collect()
}

/// Asserts that the highlighted code contains the parts `expected` with their roles.
fn assert_has_roles(language: &str, code: &str, expected: &[(&str, CodeRole)]) {
    let actual = roles(language, code);
    for (text, role) in expected {
        assert!(
            actual
                .iter()
                .any(|(actual_text, actual_role)| actual_text == text && actual_role == role),
            "{language}: {text} as {role:?} in {actual:?}"
        );
    }
}

#[test]
fn code_is_split_into_parts_with_roles() {
    use CodeRole::*;
    assert_has_roles(
        "rust",
        "// why\nfn main() { let x: Vec<u8> = f(\"a\\n\", 42); }\n",
        &[
            ("// why", Comment),
            ("fn", Keyword),
            ("main", Function),
            ("\\n", Constant),
            ("42", Number),
        ],
    );
    assert_has_roles(
        "js",
        "const a = `x ${b + 1}`; // c",
        &[("const", Keyword), ("1", Number), ("// c", Comment)],
    );
    assert_has_roles(
        "python",
        "def f(x):\n    return None\n",
        &[("def", Keyword), ("f", Function), ("None", Constant)],
    );
    assert_has_roles(
        "json",
        "{\"a\": \"b\"}",
        &[("\"a\"", Attribute), ("\"b\"", String)],
    );
    assert_has_roles(
        "html",
        "<p class=\"a\">b</p>",
        &[("p", Tag), ("class", Attribute)],
    );
    assert_has_roles("toml", "[a]\nb = 1\n", &[("b", Attribute), ("1", Number)]);
    assert_has_roles("yaml", "a: true\n", &[("a", Attribute), ("true", Constant)]);
    assert_has_roles("md", "# A\n", &[("# A", Heading)]);
    assert_has_roles(
        "diff",
        "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z\n",
        &[("-x", Deleted), ("+y", Inserted)],
    );
}

#[test]
fn only_the_commands_of_a_session_are_highlighted() {
    let actual = roles("console", "$ echo \"a\"\nif x then \"y\"\n$ ls # why\n");
    assert!(
        actual.contains(&("\"a\"".into(), CodeRole::String)),
        "{actual:?}"
    );
    assert!(
        actual.contains(&("# why".into(), CodeRole::Comment)),
        "{actual:?}"
    );
    // The output, the second line, stays plain.
    let is_output = |text: &str| matches!(text, "if" | "then" | "\"y\"");
    assert!(!actual.iter().any(|(text, _)| is_output(text)));
}

#[test]
fn every_alias_is_needed_and_leads_to_a_grammar() {
    let catalog = syntaxmate::Catalog::bundled();
    for (name, grammar) in language::ALIASES {
        assert!(catalog.canonical_language(grammar).is_some(), "{name}");
        let grammar_without_alias = catalog.canonical_language(name);
        assert_ne!(grammar_without_alias, Some(*grammar), "{name}");
    }
}

#[test]
fn language_names_select_the_same_grammar_as_on_github() {
    for (names, grammar) in [
        (
            "js javascript JS mjs node cjs javascriptreact",
            "javascript",
        ),
        ("ts typescript mts", "typescript"),
        ("jsx", "jsx"),
        ("tsx typescriptreact", "tsx"),
        (
            "sh bash shell console zsh shell-session language-bash",
            "shellscript",
        ),
        ("rb ruby", "ruby"),
        ("py python python3", "python"),
        ("rs rust Rust", "rust"),
        ("yml yaml", "yaml"),
        ("c++ cpp", "cpp"),
        ("c h", "c"),
        ("cs c# csharp", "csharp"),
        ("md markdown", "markdown"),
        ("go golang", "go"),
        ("docker dockerfile Dockerfile Containerfile", "docker"),
        ("make makefile Makefile mk", "make"),
        ("kotlin kt", "kotlin"),
        ("html", "html"),
        ("toml", "toml"),
        ("json geojson", "json"),
        ("jsonc", "jsonc"),
        ("pl perl", "perl"),
        ("src/main.rs", "rust"),
        ("hs haskell", "haskell"),
        ("ex elixir", "elixir"),
    ] {
        for name in names.split(' ') {
            let language = Language::of(name).expect(name);
            assert_eq!(language.grammar, grammar, "{name}");
        }
    }
    for name in ["", "text", "Plain", "none", "txt"] {
        assert_eq!(Language::of(name), None, "{name}");
    }
    assert!(roles("no-such-language", "let x = 1;").is_empty());
}

#[test]
fn panic_of_a_grammar_leaves_the_code_plain_and_drops_the_grammar() {
    let mut highlighter = Highlighter::default();
    // `is_stale` is called while the grammar tokenizes, so its panic stands for a panic of the grammar.
    let actual = highlighter.highlight_code("json", "1\n", || panic!("a grammar fails"));
    assert_eq!(actual, Some(Runs::default()));
    assert!(highlighter.grammars.is_empty());
    let actual = highlighter.highlight_code("json", "1\n", || false);
    assert!(actual.is_some_and(|runs| !runs.is_empty()));
}

#[test]
fn stale_highlighting_stops_at_the_next_line() {
    let call_count = std::cell::Cell::new(0);
    let is_stale = || {
        call_count.set(call_count.get() + 1);
        call_count.get() > 2
    };
    let actual = Highlighter::default().highlight_code("json", &"1\n".repeat(1000), is_stale);
    // The third call returns true, and no call follows.
    assert_eq!((actual, call_count.get()), (None, 3));
}

#[test]
fn least_recently_used_grammar_is_dropped_when_the_list_is_full() {
    let mut highlighter = Highlighter::default();
    // Nine grammars, one more than the list can hold. `json` is used twice, so `diff` is the least recently used.
    let names = "json diff toml yaml ini csv log json sql css";
    for name in names.split(' ') {
        assert!(
            highlighter.highlight_code(name, "1\n", || false).is_some(),
            "{name}"
        );
    }
    let remaining: Vec<_> = highlighter.grammars.iter().map(Grammar::name).collect();
    let expected = ["toml", "yaml", "ini", "csv", "log", "json", "sql", "css"];
    assert_eq!(remaining, expected);
}

#[test]
fn long_lines_and_the_end_of_long_blocks_stay_plain() {
    let line = "[".repeat(10 * 1024 * 1024);
    assert!(roles("js", &line).is_empty());
    let long = "a".repeat(MAX_LINE_BYTES);
    let actual = roles("json", &format!("1\n\"{long}\"\n2\n"));
    let number = |text: &str| (text.to_owned(), CodeRole::Number);
    assert_eq!(actual, [number("1"), number("2")]);
    // Each line has two bytes, so this block is twice as long as the limit.
    let many = "1\n".repeat(MAX_BLOCK_BYTES);
    let runs = Highlighter::default().highlight_code("json", &many, || false);
    let runs = runs.expect("the result is never stale");
    let mut beyond_limit = runs.split(MAX_BLOCK_BYTES..many.len());
    assert!(beyond_limit.all(|(_, role)| role == CodeRole::Plain));
}

/// Highlights code in every language. A grammar that recurses too deeply would overflow the stack and abort folio. The stack of
/// the test is small, so that short code suffices.
#[test]
fn no_grammar_overflows_the_stack() {
    let nested = "([{<\"`${ ".repeat(60);
    let unclosed = "\"\\\n/*\n*/*/\n<a <b <!-- \n```\n\n\n'''\n#{ %{ {{ {% <%= \n";
    let unicode = "\u{fffd}e\u{301}\n中文\r\n\u{202e}\n";
    let highlight_all = || {
        let mut highlighter = Highlighter::default();
        for language in syntaxmate::Catalog::bundled().languages() {
            for code in [&*nested, unclosed, unicode] {
                let runs = highlighter.highlight_code(language, code, || false);
                let runs = runs.expect("the result is never stale");
                let parts = runs.split(0..code.len());
                let joined: String = parts.map(|(range, _)| &code[range]).collect();
                assert_eq!(joined, code, "{language}");
            }
            // A grammar that panics is not put back at the end of the list.
            let last = highlighter.grammars.last().map(Grammar::name);
            let used = Language::of(language).map(|language| language.grammar);
            assert!(
                used.is_none() || last == used.as_deref(),
                "{language} panics"
            );
        }
    };
    std::thread::scope(|scope| {
        let small = std::thread::Builder::new().stack_size(256 * 1024);
        let thread = small.spawn_scoped(scope, highlight_all).expect("a thread");
        thread.join().expect("no grammar fails");
    });
}

#[test]
fn ansi_fence_keeps_the_colors_of_sgr_sequences() {
    // `\x1b[2J`, which clears the screen, is removed. Color 208 of xterm's palette is the orange below.
    let source = "```ansi\n\x1b[1;31merror\x1b[0m: \x1b[38;5;208mx\x1b[48:2:1:2:3my\x1b[39;49m\x1b[2Jz\n```\n";
    let document = Document::parse(source, 0..source.len(), Dialect::Auto);
    let block = &document.blocks()[0];
    assert_eq!(&*document.block_text(block), "error: xyz");
    let runs = Highlighter::default()
        .highlight_block(&document, 0, || false)
        .unwrap();
    let red = Style {
        fg: Some(Color::Ansi(1)),
        bg: None,
        attrs: Attrs::BOLD,
    };
    let orange = Style {
        fg: Some(Color::Rgb(255, 135, 0)),
        ..Style::default()
    };
    let on_dark_blue = Style {
        bg: Some(Color::Rgb(1, 2, 3)),
        ..orange
    };
    let actual: Vec<_> = runs.split(0..block.text_range().len()).collect();
    let output = |style| CodeRole::Output(style);
    assert_eq!(
        actual,
        [
            (0..5, output(red)),
            (5..7, CodeRole::Plain),
            (7..8, output(orange)),
            (8..9, output(on_dark_blue)),
            (9..10, CodeRole::Plain),
        ]
    );
}

#[test]
fn sgr_subparameters_belong_to_the_parameter_before_them() {
    let underlined = Style {
        attrs: Attrs::UNDERLINE,
        ..Style::default()
    };
    let colored = Style {
        fg: Some(Color::Rgb(1, 2, 3)),
        ..Style::default()
    };
    for (sgr, expected) in [
        ("4:3", CodeRole::Output(underlined)),
        ("4;4:0", CodeRole::Plain),
        ("38:2::1:2:3", CodeRole::Output(colored)),
        ("38:2:0:1:2:3", CodeRole::Output(colored)),
        ("38:2:1:2:3", CodeRole::Output(colored)),
        ("38;2;1;2;3", CodeRole::Output(colored)),
        // A color of the underline, which is not drawn.
        ("58:2::1:2:3", CodeRole::Plain),
    ] {
        let source = format!("```ansi\n\x1b[{sgr}mx\n```\n");
        let document = Document::parse(&source, 0..source.len(), Dialect::Auto);
        let runs = Highlighter::default()
            .highlight_block(&document, 0, || false)
            .unwrap();
        let actual: Vec<_> = runs.split(0..1).collect();
        assert_eq!(actual, [(0..1, expected)], "{sgr}");
    }
}
