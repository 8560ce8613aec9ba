use proptest::prelude::*;

use super::*;

/// Reads a post from the text of a file at `path`.
fn post_at(path: &str, text: &str) -> Post {
    read(Path::new(path), &decode(text.as_bytes()))
}

fn post(text: &str) -> Post {
    post_at("post.md", text)
}

/// Returns `line:column code` for each problem.
fn locations(post: &Post) -> Vec<String> {
    let location =
        |problem: &Problem| format!("{}:{} {}", problem.line, problem.column, problem.code);
    post.problems.iter().map(location).collect()
}

fn strings(list: &[Box<str>]) -> Vec<&str> {
    list.iter().map(|text| &**text).collect()
}

#[test]
fn toml_yaml_and_json_give_the_same_post() {
    for text in [
        "+++\ntitle = \"A title\"\ndate = 2024-02-07T10:30:00+09:00\nupdated = 2024-03-01\ndraft = true\ntoc = true\n\
         tags = [\n  \"Rust\",\n  \"no\",\n]\ncategories = [\"c\"]\nauthors = [\"A B\"]\ndescription = \"sum\"\n\
         slug = \"s\"\nweight = 3\n+++\nbody",
        "---\ntitle: A title\ndate: 2024-02-07T10:30:00+09:00\nlastmod: 2024-03-01\ndraft: yes\ntoc: true\n\
         tags: [Rust, no]\ncategory: c\nauthor: A B\nsummary: sum\nslug: s\nweight: 3\n---\nbody",
        "{\"title\": \"A title\", \"date\": \"2024-02-07T10:30:00+09:00\", \"lastmod\": \"2024-03-01\", \"draft\": true,\n\
         \"toc\": true, \"tags\": [\"Rust\", \"no\"], \"categories\": [\"c\"], \"author\": {\"name\": \"A B\"},\n\
         \"excerpt\": \"sum\", \"slug\": \"s\", \"weight\": 3}\nbody",
    ] {
        let post = post(text);
        assert_eq!(&*post.title, "A title");
        assert_eq!(post.date.unwrap().to_string(), "2024-02-07T10:30:00+09:00");
        assert_eq!(post.updated.unwrap().to_string(), "2024-03-01");
        assert!(post.draft);
        assert_eq!(post.toc, Some(true));
        assert_eq!(strings(&post.tags), ["Rust", "no"]);
        assert_eq!(strings(&post.categories), ["c"]);
        assert_eq!(strings(&post.authors), ["A B"]);
        assert_eq!(post.summary.as_deref(), Some("sum"));
        assert_eq!(post.slug(), Some("s"));
        assert_eq!(post.weight(), Some(3));
        assert_eq!(post.problems, []);
    }
}

#[test]
fn titles_come_from_front_matter_or_heading_or_path() {
    for (path, text, expected) in [
        ("a.md", "---\ntitle: T\n---\n# H", "T"),
        ("a.md", "---\nTitle: T &amp; U\n---\n", "T & U"),
        ("a.md", "---\ntitle: 1984\n---\n", "1984"),
        ("a.md", "---\ntitle:\n---\n\n# H", "H"),
        ("a.md", "---\ntitle: ' '\n---\n\nH\n===\n", "H"),
        ("a.md", "```\n# code\n```\n", "a"),
        ("x/slug/index.md", "text", "slug"),
        ("x/slug/index.ru.md", "text", "slug"),
        ("a.md", "---\ntitle: [a, b]\n---\n", "a"),
        ("a.md", "---\ntitle: It's: broken\n---\n", "It's: broken"),
        ("a.md", "\u{feff}\n---\rtitle: T\rdraft: true\r---\r", "T"),
    ] {
        assert_eq!(&*post_at(path, text).title, expected, "{text:?}");
    }
}

#[test]
fn tags_are_read_in_every_notation() {
    // The expected tags are separated by `|` if the string has a `|`, else by blanks. So `a b|` is one tag.
    for (yaml, expected) in [
        ("tags: [a, b]", "a b"),
        ("tags:\n- a\n- b", "a b"),
        ("tags: a, b c", "a|b c"),
        ("tags: [\n\ta,\n\t\"b c\",\n]", "a|b c"),
        ("tags: [\n\t'a\tb', ['\t'],\n\t{ name: c }\n\t]", "a\tb|c"),
        ("tags: a b", "a b"),
        ("tag: a b", "a b|"),
        ("Tags: [a]\ntopics: [b]", "a"),
        ("tags:\nkeywords: a, b", "a b"),
        ("keywords: []\ntopics: [b]", "b"),
        ("taxonomies:\n  tags: [z]", "z"),
        (
            "tags: [no, 1.10, 2024-01-01, 010]",
            "no 1.10 2024-01-01 010",
        ),
        ("tags: ['#x', A, a, ' ', null]", "x A"),
        ("tags:\n- label: l\n  permalink: p", "l"),
    ] {
        let post = post(&format!("---\n{yaml}\n---\n"));
        let expected: Vec<_> = if expected.contains('|') {
            expected.split('|').filter(|tag| !tag.is_empty()).collect()
        } else {
            expected.split(' ').collect()
        };
        assert_eq!(strings(&post.tags), expected, "{yaml:?}");
        assert_eq!(post.problems, [], "{yaml:?}");
    }
}

#[test]
fn dates_come_from_front_matter_or_path() {
    for (path, yaml, expected) in [
        (
            "a.md",
            "date: 2024-02-07\npubDate: 2023-01-01",
            "2024-02-07",
        ),
        ("a.md", "pubDate: 2023-01-01", "2023-01-01"),
        ("a.md", "ms.date: 03/29/2022", "2022-03-29"),
        ("a.md", "published: 2023-01-01", "2023-01-01"),
        ("2020-01-02-a.md", "date: 2024-02-07", "2024-02-07"),
        ("2020-01-02-a.md", "x: y", "2020-01-02"),
        ("2020-01-02_a/index.md", "x: y", "2020-01-02"),
        ("2020/01/02/a.md", "x: y", "2020-01-02"),
        ("a.md", "path: /2020/01/02/a/", "2020-01-02"),
        (
            "a.md",
            "url: https://example.org/2020/01/02/a/",
            "2020-01-02",
        ),
        ("a.md", "x: y", "none"),
    ] {
        let post = post_at(path, &format!("---\n{yaml}\n---\n"));
        let date = post.date.map_or("none".to_owned(), |date| date.to_string());
        assert_eq!(date, expected, "{path} {yaml}");
        assert_eq!(post.problems, []);
    }
}

#[test]
fn an_invalid_date_is_reported_and_replaced_by_the_date_in_the_name() {
    for value in ["2024-02-07:00:00Z", "2021-13-45", "false", "[2024]"] {
        let text = format!("---\ntitle: x\ndate: {value}\n---\n");
        let dated_by_name = post_at("2020-01-02-a.md", &text);
        assert_eq!(dated_by_name.date.unwrap().to_string(), "2020-01-02");
        assert_eq!(locations(&dated_by_name), ["3:7 invalid-date"], "{value}");
        assert_eq!(post(&text).date, None);
    }
    // TOML has times without a day.
    assert_eq!(post("+++\ndate = 07:32:00\n+++\n").problems.len(), 1);
}

#[test]
fn drafts_are_recognized_in_every_notation() {
    for (path, yaml, draft) in [
        ("a.md", "draft: true", true),
        ("a.md", "draft: false", false),
        ("a.md", "Draft: 'yes'", true),
        ("a.md", "published: false", true),
        ("a.md", "published: true", false),
        ("_drafts/a.md", "x: y", true),
        ("a.md", "x: y", false),
    ] {
        let post = post_at(path, &format!("---\n{yaml}\n---\n"));
        assert_eq!(post.draft, draft, "{path} {yaml}");
        assert_eq!(post.problems, [], "{yaml}");
    }
}

#[test]
fn toc_setting_is_read_in_every_notation() {
    for (yaml, toc) in [
        ("toc: true", Some(true)),
        ("ShowToc: false", Some(false)),
        ("tableOfContents:\n  maxHeadingLevel: 3", Some(true)),
        ("tableOfContents: false", Some(false)),
        ("hide_table_of_contents: true", Some(false)),
        ("extra:\n  toc: true", Some(true)),
        ("params: {toc: true}", Some(true)),
        ("x: y", None),
    ] {
        assert_eq!(post(&format!("---\n{yaml}\n---\n")).toc, toc, "{yaml}");
    }
}

#[test]
fn rare_fields_are_read() {
    let post = post(
        "---\npublishDate: 2030-01-01\ndate: 2024-01-01\nexpiryDate: 2031-01-01\nseries: [S]\npermalink: /x/\n\
         aliases: [/a, /b]\nlang: pt-br\n---\n",
    );
    assert_eq!(post.publish_date().unwrap().to_string(), "2030-01-01");
    assert_eq!(post.expiry_date().unwrap().to_string(), "2031-01-01");
    assert_eq!(post.series(), Some("S"));
    assert_eq!(post.url(), Some("/x/"));
    assert_eq!(strings(post.aliases()), ["/a", "/b"]);
    assert_eq!(post.language.as_deref(), Some("pt-br"));
}

#[test]
fn problems_of_front_matter_are_reported_with_line_and_column() {
    for (text, expected) in [
        ("+++\ndraft = \"maybe\"\n+++\n", "2:9 wrong-type"),
        ("---\ntitle: {a: b}\n---\n", "2:8 wrong-type"),
        ("---\nx: y\nweight: heavy\n---\n", "3:9 wrong-type"),
        ("---\ntags:\n- a\n- [[b]]\n---\n", "4:3 wrong-type"),
        ("---\ntags: {a: b}\n---\n", "2:7 wrong-type"),
        ("\n{\n \"toc\": \"é\"}\n", "3:9 wrong-type"),
        ("---\r\ntoc: ja\r\n---\r\n", "2:6 wrong-type"),
        ("---\ntitle: é\ntitle: b\n---\n", "3:1 duplicate-key"),
        ("---\ntitle: x: y\n---\n", "2:9 invalid-front-matter"),
        ("---\ntitle: x\n", "1:1 unclosed-front-matter"),
    ] {
        assert_eq!(locations(&post(text)), [expected], "{text:?}");
    }
}

#[test]
fn invalid_utf8_is_reported() {
    let post = read(Path::new("a.md"), &decode(b"---\ntitle: caf\xe9\n---\n"));
    assert_eq!(&*post.title, "caf\u{fffd}");
    assert_eq!(locations(&post), ["2:11 invalid-encoding"]);
}

#[test]
fn key_value_lines_and_templates_are_body_text_by_default() {
    for text in [
        "Title: headless\nDate: 2024-01-01\n\ntext",
        // A `{` may start JSON front matter, but a template does not.
        "{{ template }}",
    ] {
        let post = post(text);
        assert_eq!(
            (&*post.title, post.date, post.problems.len()),
            ("post", None, 0)
        );
    }
}

#[test]
fn invalid_front_matter_is_not_body_and_is_read_line_by_line() {
    for text in [
        "---\ntitle:My post\ndate:2024-02-07\n---\nbody",
        "---\ntitle：My post\ndate：2024-02-07\n---\nbody",
        "+++\ntitle: My post\ndate: 2024-02-07\n+++\nbody",
        "---\n\ttitle: My post\n\tdate: 2024-02-07\n---\nbody",
        "---\ntitle:\u{a0}My post\ndate:\u{a0}2024-02-07\n---\nbody",
        "---\ntitle = \"My post\"\ndate = 2024-02-07\n---\nbody",
        "---\n- title: My post\n- date: 2024-02-07\n---\nbody",
        "---\ntitle: My post\n@bad: [\ndate: 2024-02-07\n---\nbody",
    ] {
        let parsed = parse(
            ReadContext::default(),
            Path::new("post.md"),
            &decode(text.as_bytes()),
        );
        let date = parsed.post.date.map(|date| date.to_string());
        assert_eq!(
            (&*parsed.post.title, date.as_deref(), &text[parsed.body]),
            ("My post", Some("2024-02-07"), "body"),
            "{text:?}"
        );
        assert!(!parsed.post.problems.is_empty(), "{text:?}");
    }
}

#[test]
fn ambiguous_forms_are_recognized_only_if_the_generator_reads_them() {
    let read = |text: &str, ambiguous_form: AmbiguousForm| {
        let context = ReadContext {
            ambiguous_form,
            ..ReadContext::default()
        };
        let parsed = parse(context, Path::new("post.md"), &decode(text.as_bytes()));
        let body = text[parsed.body].to_owned();
        (parsed.post.title.to_string(), body)
    };
    for (ambiguous_form, text, title, body) in [
        (
            AmbiguousForm::KeyValueLines,
            "Title: A\nDate: 2024-01-01\n\nText",
            "A",
            "Text",
        ),
        (
            AmbiguousForm::KeyValueLines,
            "Note: this is prose.\n\nText",
            "post",
            "Note: this is prose.\n\nText",
        ),
        (
            AmbiguousForm::KeyValueLines,
            "---\ntitle: A\n---\nText",
            "A",
            "Text",
        ),
        (
            AmbiguousForm::None,
            "Title: A\n\nText",
            "post",
            "Title: A\n\nText",
        ),
        (
            AmbiguousForm::OptionalOpener,
            "title: A\n---\nText",
            "A",
            "Text",
        ),
        (
            AmbiguousForm::OptionalOpener,
            "\"title\": \"A\",\n\"tags\": []\n;;;\nText",
            "A",
            "Text",
        ),
        (
            AmbiguousForm::OptionalOpener,
            "title: A\n\nText",
            "post",
            "title: A\n\nText",
        ),
        (
            AmbiguousForm::None,
            "title: A\n---\nText",
            "post",
            "title: A\n---\nText",
        ),
        (
            AmbiguousForm::Franklin,
            "+++\ntitle = \"A\"\n+++\nText",
            "A",
            "Text",
        ),
        // All other forms are always recognized.
        (
            AmbiguousForm::None,
            "<!--\n.. title: A\n-->\nText",
            "A",
            "Text",
        ),
        // A comment on one line is not such a form.
        (
            AmbiguousForm::None,
            "<!-- .. title: A -->\nText",
            "post",
            "<!-- .. title: A -->\nText",
        ),
        (
            AmbiguousForm::None,
            "@def title = \"A\"\n\nText",
            "A",
            "\nText",
        ),
        (
            AmbiguousForm::None,
            "---toml\ntitle = 'A'\n---\nText",
            "A",
            "Text",
        ),
    ] {
        assert_eq!(
            read(text, ambiguous_form),
            (title.to_owned(), body.to_owned()),
            "{text:?}"
        );
    }
}

/// Returns `count` lines. Each consists of `before`, the number of the line (from 0), and `after`.
fn numbered_lines(before: &str, after: &str, count: usize) -> String {
    let lines: Vec<_> = (0..count)
        .map(|number| format!("{before}{number}{after}\n"))
        .collect();
    lines.concat()
}

#[test]
fn huge_front_matter_is_limited_and_reported() {
    let tags = numbered_lines("- tag ", "", 10_000);
    let many_keys = numbered_lines("key", ": value", 300_000);
    let garbage = "= [ } \" ' x\n".repeat(40_000);
    let nested = "[".repeat(100_000);
    for (text, code) in [
        (
            format!("---\ntitle: T\ntags:\n{tags}---\n"),
            "too-many-values",
        ),
        (
            format!("---\ntitle: T\n{many_keys}---\n"),
            "front-matter-too-long",
        ),
        (
            format!("---\ntitle: T\n{many_keys}"),
            "front-matter-too-long",
        ),
        (
            format!("+++\ntitle = \"T\"\n{garbage}+++\n"),
            "invalid-front-matter",
        ),
        (
            format!("+++\ntitle = \"T\"\nx = {nested}\n+++\n"),
            "invalid-front-matter",
        ),
        (
            format!("---\ntitle: T\nx: {nested}\n---\n"),
            "invalid-front-matter",
        ),
        (
            format!("{{\"title\": \"T\",\n\"x\": {nested}}}\n"),
            "invalid-front-matter",
        ),
    ] {
        let post = post(&text);
        assert_eq!(&*post.title, "T", "{code} {}", &text[..40]);
        assert_eq!(post.problems[0].code, code);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_give_a_post_with_a_title(bytes in proptest::collection::vec(any::<u8>(), 0..400), path in "\\PC{0,20}") {
        let post = read(Path::new(&path), &decode(&bytes));
        prop_assert!(!post.title.is_empty());
    }

    #[test]
    fn arbitrary_front_matter_gives_a_post_with_a_title(
        fence in "\\+\\+\\+|---|\\{|",
        block in "[\\-+:=#\\[\\]{}\"'&*<>|!%@`~,. \n\r\ta-cé0-9]{0,200}",
        key in "(title|date|tags|taxonomies|draft|toc|author|weight)[:=]{1}[ \\[\"{]{0,2}",
    ) {
        let text = format!("{fence}\n{key}{block}\n{}\n", if fence == "{" { "}" } else { &fence });
        let post = read(Path::new("post.md"), &decode(text.as_bytes()));
        prop_assert!(!post.title.is_empty());
        for problem in &post.problems {
            prop_assert!(problem.line >= 1 && problem.column >= 1);
        }
    }
}
