use super::*;
use crate::document::Dialect;
use crate::theme::{Attrs, Color, Style};

/// The pieces of `code` that are not plain, each with its role.
fn roles(language: &str, code: &str) -> Vec<(String, CodeRole)> {
    let runs = Highlighter::default()
        .code(language, code, || false)
        .expect("nobody stops it");
    let pieces = runs.pieces(0..code.len());
    pieces
        .map(|(range, role)| (code[range].trim().to_owned(), role))
        .filter(|(text, role)| !text.is_empty() && *role != CodeRole::Plain)
        .collect()
}

fn assert_has(language: &str, code: &str, expected: &[(&str, CodeRole)]) {
    let found = roles(language, code);
    for (text, role) in expected {
        assert!(
            found
                .iter()
                .any(|(one, as_role)| one == text && as_role == role),
            "{language}: {text} as {role:?} in {found:?}"
        );
    }
}

#[test]
fn parts_of_code_have_roles() {
    use CodeRole::*;
    assert_has(
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
    assert_has(
        "js",
        "const a = `x ${b + 1}`; // c",
        &[("const", Keyword), ("1", Number), ("// c", Comment)],
    );
    assert_has(
        "python",
        "def f(x):\n    return None\n",
        &[("def", Keyword), ("f", Function), ("None", Constant)],
    );
    assert_has(
        "json",
        "{\"a\": \"b\"}",
        &[("\"a\"", Attribute), ("\"b\"", String)],
    );
    assert_has(
        "html",
        "<p class=\"a\">b</p>",
        &[("p", Tag), ("class", Attribute)],
    );
    assert_has("toml", "[a]\nb = 1\n", &[("b", Attribute), ("1", Number)]);
    assert_has("yaml", "a: true\n", &[("a", Attribute), ("true", Constant)]);
    assert_has("md", "# A\n", &[("# A", Heading)]);
    assert_has(
        "diff",
        "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z\n",
        &[("-x", Deleted), ("+y", Inserted)],
    );
}

#[test]
fn a_session_colours_commands_and_not_what_they_print() {
    let found = roles("console", "$ echo \"a\"\nif x then \"y\"\n$ ls # why\n");
    assert!(
        found.contains(&("\"a\"".into(), CodeRole::String)),
        "{found:?}"
    );
    assert!(
        found.contains(&("# why".into(), CodeRole::Comment)),
        "{found:?}"
    );
    assert!(
        !found
            .iter()
            .any(|(text, _)| text.contains('y') && text != "# why")
    );
}

#[test]
fn every_alias_leads_to_a_grammar() {
    let syntaxes = two_face::syntax::extra_newlines();
    for (name, _) in language::ALIASES {
        let found = Language::of(name).and_then(|one| one.syntax(&syntaxes).map(|_| ()));
        assert!(found.is_some(), "{name}");
    }
}

#[test]
fn names_mean_what_they_mean_on_github() {
    let syntaxes = two_face::syntax::extra_newlines();
    for (names, grammar) in [
        ("js javascript JS mjs node cjs", "TypeScriptReact"),
        ("ts typescript mts", "TypeScript"),
        ("jsx tsx", "TypeScriptReact"),
        (
            "sh bash shell console zsh shell-session language-bash",
            "Bourne Again Shell (bash)",
        ),
        ("rb ruby", "Ruby"),
        ("py python python3", "Python"),
        ("rs rust Rust", "Rust"),
        ("yml yaml", "YAML"),
        ("c++ cpp", "C++"),
        ("c", "C"),
        ("cs c# csharp", "C#"),
        ("md markdown", "Markdown"),
        ("go golang", "Go"),
        ("docker dockerfile", "Dockerfile"),
        ("make makefile", "Makefile"),
        ("kotlin kt", "Kotlin"),
        ("html", "HTML"),
        ("toml", "TOML"),
        ("json jsonc json5", "JSON"),
        ("hs haskell", "Haskell"),
        ("ex elixir", "Elixir"),
    ] {
        for name in names.split(' ') {
            let language = Language::of(name).unwrap();
            let found = language.syntax(&syntaxes).map(|syntax| &*syntax.name);
            assert_eq!(found, Some(grammar), "{name}");
        }
    }
    for name in ["", "text", "Plain", "none", "txt"] {
        assert_eq!(Language::of(name), None, "{name}");
    }
    assert!(roles("no-such-language", "let x = 1;").is_empty());
}

#[test]
fn a_panic_leaves_the_code_plain() {
    assert_eq!(guarded(|| panic!("a grammar fails")), None::<Runs>);
}

#[test]
fn who_waits_no_more_is_not_served() {
    let asked = std::cell::Cell::new(0);
    let is_stale = || {
        asked.set(asked.get() + 1);
        asked.get() > 2
    };
    let long = "1\n".repeat(8 * UNASKED);
    let found = Highlighter::default().code("json", &long, is_stale);
    assert_eq!((found, asked.get()), (None, 3));
}

#[test]
fn only_so_many_grammars_are_kept() {
    let mut highlighter = Highlighter::default();
    for name in [
        "json", "diff", "toml", "yaml", "ini", "csv", "log", "sql", "json",
    ] {
        let found = highlighter.code(name, "1 = \"a\"\n+b\n", || false);
        assert!(
            found.is_some() && highlighter.compiled.len() <= MOST_GRAMMARS,
            "{name}"
        );
    }
    assert_eq!(highlighter.compiled, ["log", "SQL", "JSON"]);
}

#[test]
fn what_is_too_long_stays_plain() {
    let line = "[".repeat(10 * 1024 * 1024);
    assert!(roles("js", &line).is_empty());
    let found = roles("json", &format!("1\n\"{}\"\n2\n", "a".repeat(LONGEST_LINE)));
    assert_eq!(
        found,
        [
            ("1".into(), CodeRole::Number),
            ("2".into(), CodeRole::Number)
        ]
    );
    let many = "1\n".repeat(LONGEST_BLOCK);
    let runs = Highlighter::default()
        .code("json", &many, || false)
        .unwrap();
    assert!(
        runs.pieces(LONGEST_BLOCK + 2..many.len())
            .all(|(_, role)| role == CodeRole::Plain)
    );
}

#[test]
fn hostile_code_is_covered_once() {
    let deep = format!("{}\n", "([{<\"`${".repeat(400));
    for language in ["rust", "js", "html", "md", "sh", "yaml", "py", "c++", "php"] {
        for code in [
            &*deep,
            "\"\\",
            "/*\n*/*/\n*/",
            "<a <b <!-- ",
            "\u{fffd}é\u{301}\n中文\n",
            "\n\n",
            "```\n",
        ] {
            let runs = Highlighter::default()
                .code(language, code, || false)
                .unwrap();
            let joined: std::string::String = runs
                .pieces(0..code.len())
                .map(|(range, _)| &code[range])
                .collect();
            assert_eq!(joined, code, "{language}");
        }
    }
}

#[test]
fn an_ansi_fence_shows_its_colours() {
    let source = "```ansi\n\x1b[1;31merror\x1b[0m: \x1b[38;5;208mx\x1b[48:2:1:2:3my\x1b[39;49m\x1b[2Jz\n```\n";
    let document = Document::parse(source, 0..source.len(), Dialect::Auto);
    let block = &document.blocks()[0];
    assert_eq!(&*document.block_text(block), "error: xyz");
    let runs = Highlighter::default()
        .block(&document, 0, || false)
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
    let on = Style {
        bg: Some(Color::Rgb(1, 2, 3)),
        ..orange
    };
    let found: Vec<_> = runs.pieces(0..block.text().len()).collect();
    let output = |style| CodeRole::Output(style);
    assert_eq!(
        found,
        [
            (0..5, output(red)),
            (5..7, CodeRole::Plain),
            (7..8, output(orange)),
            (8..9, output(on)),
            (9..10, CodeRole::Plain),
        ]
    );
}
