use super::super::Problem;
use super::super::value::{MetadataNode, MetadataValue};
use super::*;

/// Writes a value on one line, such as `[a "b" {c: d}]`: text in quotes, plain scalars without.
fn describe(value: &MetadataValue<'_>) -> String {
    let node = |node: &MetadataNode<'_>| describe(&node.value);
    match value {
        MetadataValue::Null => "null".to_owned(),
        MetadataValue::Text(text) => format!("{text:?}"),
        MetadataValue::Plain(text) => text.to_string(),
        MetadataValue::List(items) => {
            format!("[{}]", items.iter().map(node).collect::<Vec<_>>().join(" "))
        }
        MetadataValue::Map(entries) => format!("{{{}}}", describe_entries(entries)),
    }
}

fn describe_entries(entries: &[MetadataEntry<'_>]) -> String {
    let entry =
        |entry: &MetadataEntry<'_>| format!("{}: {}", entry.key, describe(&entry.node.value));
    entries.iter().map(entry).collect::<Vec<_>>().join(", ")
}

/// Parses `block` as a file of its own. Returns its entries in the form of [`describe_entries`], and the problems.
fn read(format: Format, block: &str) -> (String, Vec<Problem>) {
    let mut problems = ProblemList::empty(block);
    let entries = parse_file(format, block, &mut problems);
    (describe_entries(&entries), problems.into_problems())
}

#[test]
fn valid_blocks_of_each_format_are_parsed() {
    for (format, block, expected) in [
        // The TOML parser sorts the entries by key.
        (
            Format::Toml,
            "title = \"a\"\nn = 1_0\nd = 2024-02-07 10:30:00Z\nt = true\ntags = [\"x\", 1.10]\n[extra]\ny.z = 1\n",
            "d: 2024-02-07 10:30:00Z, extra: {y: {z: 1}}, n: 1_0, t: true, tags: [\"x\" 1.10], title: \"a\"",
        ),
        (
            Format::Yaml,
            "title: 'a'\nn: 1.10\nempty:\ntags: [no, \"x y\", 010]\nnested:\n  - a: b\n# comment\nlong: >\n  one\n  two\n",
            "title: \"a\", n: 1.10, empty: null, tags: [no \"x y\" 010], nested: [{a: b}], long: \"one two\\n\"",
        ),
        (
            Format::Yaml,
            "base: &b {x: 1, y: 2}\nuse: *b\nmore:\n  x: 0\n  <<: *b\n",
            "base: {x: 1, y: 2}, use: {x: 1, y: 2}, more: {x: 0, y: 2}",
        ),
        (
            Format::Json,
            r#"{"title": "a \u00e9\ud83d\ude00", "n": 1.10, "t": true, "no": null, "tags": ["x", {"a": 1}]}"#,
            "title: \"a é😀\", n: 1.10, t: true, no: null, tags: [\"x\" {a: 1}]",
        ),
    ] {
        let (entries, problems) = read(format, block);
        assert_eq!(entries, expected);
        assert_eq!(problems, []);
    }
}

#[test]
fn values_have_their_byte_position_in_the_block() {
    for (format, block) in [
        (Format::Toml, "a = 1\ntags = [ \"x\"]"),
        (Format::Yaml, "a: 1\ntags: [ \"x\"]"),
        (Format::Json, "{\"a\": 1, \"tags\": [ \"x\"]}"),
    ] {
        let mut problems = ProblemList::empty(block);
        let entries = parse_file(format, block, &mut problems);
        let MetadataValue::List(items) = &entries.last().unwrap().node.value else {
            panic!("{block:?}");
        };
        assert_eq!(Some(items[0].position), block.find("\"x\""), "{block:?}");
    }
}

#[test]
fn invalid_blocks_are_read_line_by_line() {
    for (format, block, expected, line_and_column) in [
        (
            Format::Yaml,
            "title: a: b\ndate: 2024-02-07\n",
            "title: a: b, date: 2024-02-07",
            (1, 9),
        ),
        (
            Format::Yaml,
            "date: 1\ntitle: @x\ntags:\n- a\n- b\n",
            "date: 1, title: @x, tags: [a b]",
            (2, 8),
        ),
        (
            Format::Yaml,
            "title: \"x\ndate: 2024-02-07\n",
            "title: \"x\", date: 2024-02-07",
            (1, 8),
        ),
        (Format::Yaml, "title: x\n\ttags: [a]\n", "title: x", (1, 8)),
        (
            Format::Yaml,
            "tags: [a, b\ntitle: x\n",
            "tags: [a, b, title: x",
            (2, 6),
        ),
        (
            Format::Toml,
            "title = x y\ntags = ['a']\n",
            "tags: [\"a\"], title: x y",
            (1, 9),
        ),
        (
            Format::Toml,
            "title: x\ndate = 2024-02-07\n",
            "title: x, date: 2024-02-07",
            (1, 6),
        ),
        (
            Format::Toml,
            "title = \"a \"b\" c\"\n",
            "title: \"a \\\"b\\\" c\"",
            (1, 13),
        ),
        (
            Format::Json,
            "{\"title\": \"x\",\n \"tags\": [\"a\"],\n}",
            "title: \"x\", tags: [\"a\"]",
            (3, 1),
        ),
        (Format::Json, "{\"title\": x}", "title: x", (1, 11)),
        (
            Format::Json,
            "{\"title\": \"a, \\\"b\", \"tags\": [\"x\", \"y\"], }",
            "title: \"a, \\\\\\\"b\", tags: [\"x\" \"y\"]",
            (1, 41),
        ),
        (
            Format::Toml,
            "tags = [\"a\", \"b\"\n[extra]\ntoc = true\n",
            "tags: [\"a\" \"b\"]",
            (2, 1),
        ),
        (Format::Yaml, "title: T\n  date: 1\n", "title: T", (2, 7)),
    ] {
        let (entries, problems) = read(format, block);
        assert_eq!(entries, expected, "{block:?}");
        assert_eq!(problems[0].code, "invalid-front-matter");
        assert_eq!(
            (problems[0].line, problems[0].column),
            line_and_column,
            "{block:?} {problems:?}"
        );
    }
}

#[test]
fn only_the_first_entry_of_a_repeated_key_is_used() {
    for (format, block, line_and_column) in [
        (Format::Yaml, "a: 1\nb: 2\na: 3\n", (3, 1)),
        (Format::Toml, "a = 1\nb = 2\na = 3\n", (3, 1)),
        (Format::Json, "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}", (3, 6)),
    ] {
        let (entries, problems) = read(format, block);
        assert_eq!(entries, "a: 1, b: 2");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].code, "duplicate-key");
        assert_eq!((problems[0].line, problems[0].column), line_and_column);
    }
}

#[test]
fn aliases_that_expand_to_too_many_values_are_reported() {
    let mut block = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let alias = format!("*a{}", level - 1);
        let ten_aliases = [alias.as_str(); 10].join(", ");
        block = format!("{block}a{level}: &a{level} [{ten_aliases}]\n");
    }
    let (_, problems) = read(Format::Yaml, &block);
    assert_eq!(problems[0].code, "front-matter-too-large");
}

#[test]
fn a_yaml_list_is_reported_as_invalid_front_matter() {
    let (entries, problems) = read(Format::Yaml, "- a\n- b\n");
    assert_eq!(entries, "");
    assert_eq!(problems[0].code, "invalid-front-matter");
}
