use super::*;

/// Returns the front matter and the body. The front matter has its format, its text without the fences, and the line at which
/// this text starts. Forms of front matter that only some generators read are not recognized.
fn front_matter_and_body(text: &str) -> (Option<(Format, &str, u32)>, &str) {
    let split = split(text, AmbiguousForm::None);
    let front = split
        .front_matter
        .map(|front| (front.format, &text[front.range], front.line));
    (front, &text[split.body])
}

#[test]
fn toml_yaml_and_json_are_split_from_the_body() {
    use Format::{Json, Toml, Yaml};
    for (text, format, block, line, body) in [
        ("+++\na = 1\n+++\nbody", Toml, "a = 1\n", 2, "body"),
        ("---\na: 1\n---\nbody", Yaml, "a: 1\n", 2, "body"),
        ("---\na: 1\n...\nbody", Yaml, "a: 1\n", 2, "body"),
        ("\n \n---  \na: 1\n--- \nbody", Yaml, "a: 1\n", 4, "body"),
        ("\u{feff}---\na: 1\n---\n", Yaml, "a: 1\n", 2, ""),
        ("---\r\na: 1\r\n---\r\nbody", Yaml, "a: 1\r\n", 2, "body"),
        ("---\ra: 1\r---\rbody", Yaml, "a: 1\r", 2, "body"),
        ("---\n---\nbody", Yaml, "", 2, "body"),
        (
            "---\n# only a comment\n---\nbody",
            Yaml,
            "# only a comment\n",
            2,
            "body",
        ),
        ("---\n\na: 1\n---", Yaml, "\na: 1\n", 2, ""),
        (
            "---\n@broken\ntitle: x\n---\nbody",
            Yaml,
            "@broken\ntitle: x\n",
            2,
            "body",
        ),
        (
            "{\"a\": \"}\\\"\"}\nbody",
            Json,
            "{\"a\": \"}\\\"\"}",
            1,
            "body",
        ),
        (
            "{\n \"a\": {}\n} \n\nbody",
            Json,
            "{\n \"a\": {}\n}",
            1,
            "\nbody",
        ),
    ] {
        assert_eq!(
            front_matter_and_body(text),
            (Some((format, block, line)), body),
            "{text:?}"
        );
    }
}

#[test]
fn text_without_front_matter_is_body() {
    for text in [
        "",
        "text",
        "---\n\nSome text.\n\n---\n",
        "---\n\n# Heading\n\ntext\n\n---\n",
        "----\na: 1\n----\n",
        "{{ shortcode }}",
        "{% include x %}",
        "{: .lead}\ntext",
        "{/* comment */}\n",
        "text\n---\na: 1\n---\n",
        "---",
        "---\n",
        "---\n- item\n- other: x y z w\n- third\nkey: value\n---\n",
    ] {
        assert_eq!(front_matter_and_body(text), (None, text), "{text:?}");
        assert!(
            split(text, AmbiguousForm::None).problems.is_empty(),
            "{text:?}"
        );
    }
}

#[test]
fn unclosed_front_matter_is_reported_and_treated_as_body() {
    for (text, line, column) in [
        ("---\ntitle: x\n\ntext", 1, 1),
        ("\n+++\ntitle = 1\n", 2, 1),
        ("{\"title\": 1\n", 1, 1),
    ] {
        assert_eq!(front_matter_and_body(text), (None, text));
        let problems = split(text, AmbiguousForm::None).problems;
        assert_eq!(problems.len(), 1, "{text:?}");
        assert_eq!(problems[0].code, "unclosed-front-matter");
        assert_eq!((problems[0].line, problems[0].column), (line, column));
    }
}

#[test]
fn is_complete_returns_false_if_front_matter_may_be_cut() {
    for (head, expected) in [
        ("text that goes on", true),
        ("---\na: 1\n---\n", true),
        // The last line may go on after the head, and is then no fence.
        ("---\na: 1\n---", false),
        ("---\na: 1\n", false),
        ("---\n\nsome\nprose\nonly\n", true),
        ("+++\na\nb\nc\nd\n", false),
        ("{\"a\": 1", false),
        ("{\"a\": 1}", true),
        ("--", false),
        ("\n\n", false),
    ] {
        assert_eq!(is_complete(head, AmbiguousForm::None), expected, "{head:?}");
    }
}

#[test]
fn front_matter_without_opening_fence_is_complete_at_its_closing_line() {
    for (head, expected) in [
        ("title: a\nx: y\n", false),
        ("title: a\n---\n", true),
        // This line does not start with a key, so there is no front matter.
        ("Only some text.\n", true),
    ] {
        assert_eq!(
            is_complete(head, AmbiguousForm::OptionalOpener),
            expected,
            "{head:?}"
        );
    }
}
