//! Posts with control sequences: none of the sequences reaches the terminal.

use std::fs;

use crate::fixture::TestEnv;
use crate::pty::Pty;
use crate::sequences::{assert_only_styles_and_links, assert_reader_output};

/// Raw controls:
///
/// - titles of the window, set by OSC and by the C1 form of OSC
/// - queries, sent by CSI and by the C1 form of CSI
/// - a reset
/// - a device control string
/// - DEL
/// - a change of the character set (SO)
/// - bidirectional controls
const RAW: &str = "\x1b]0;x\x07\u{9b}6n\u{9d}0;x\u{9c}\x1b[6n\x1bc\x1bP+q\x1b\\\x7f\x0e\u{202e}abc\u{2066}\u{200f}";

/// Controls as character references, which a Markdown parser decodes.
const CHARACTER_REFERENCES: &str =
    "&#27;]0;x&#7;&#x9b;6n&#x9d;0;x&#x9c;&#27;[6n&#27;c&#127;&#14;&#x202e;abc&#x2066;&#x200f;";

/// Controls as escapes of TOML and JSON.
const ESCAPES: &str = "\\u001b]0;x\\u0007\\u009b6n\\u009d0;x\\u009c\\u001b[6n\\u001bc\\u007f\\u000e\\u202eabc\\u2066\\u200f";

/// Controls for the text and the target of a link. There are no brackets, because a bracket would end the text or the target.
const IN_LINK: &str =
    "\u{9b}6n\u{9d}0;x\u{9c}\x1bc\x07\x7f\u{202e}abc&#27;&#93;0;x&#7;&#x9b;6n&#27;c&#x202e;";

/// Returns the body of post `number`, with the text `evil` in every Markdown construct that contains text.
fn body(number: usize, evil: &str) -> String {
    format!(
        "Begin {number}.\n\n# One {evil}\n\nText {evil} *and {evil}* **{evil}** ~~{evil}~~ `code {evil}` and\u{2028}on.\n\n\
         [link {evil}](https://example.org/{evil} \"title {evil}\") \
         [to {IN_LINK}](<https://example.org/{IN_LINK}> \"{IN_LINK}\") \
         [as {IN_LINK}][as {IN_LINK}] ![of {IN_LINK}](<{IN_LINK}.png>)\n\
         <https://example.org/{evil}> https://example.org/{evil} [reference][{evil}]\n\n\
         ![image {evil}](image-{evil}.png \"{evil}\")\n\n\
         ## Two {evil}\n\n```rust {evil}\nlet code = \"{evil}\";\n```\n\n    indented {evil}\n\n\
         | head {evil} | b |\n| --- | --- |\n| cell {evil} | `{evil}` |\n\n\
         - item {evil}\n  1. inner {evil}\n- [ ] task {evil}\n\n> quote {evil}\n\n> [!NOTE]\n> {evil}\n\n\
         Footnote[^{evil}] and [^n].\n\n[^n]: note {evil}\n\n<div title=\"{evil}\">html {evil}</div>\n\n\
         <!-- {evil} -->\n\n{{{{< figure src=\"{evil}\" caption=\"{evil}\" >}}}}\n\nterm\n: {evil}\n\n$x {evil}$\n\n\
         Setext {evil}\n========\n\n[as {IN_LINK}]: <https://example.org/{IN_LINK}>\n[reference]: https://example.org/{evil}\n[{evil}]: https://example.org/{evil}\n\n"
    )
}

/// Returns the names and texts of posts: one for each kind of front matter, one with invalid front matter, and one without
/// front matter but with a hostile name.
fn posts() -> Vec<(String, String)> {
    let evil = [RAW, CHARACTER_REFERENCES].concat();
    let toml = format!(
        "+++\ntitle = \"A {ESCAPES}\"\ndate = 2024-05-06\ntags = [\"t{ESCAPES}\", \"common\"]\n\
         categories = [\"c{ESCAPES}\"]\nauthors = [\"{ESCAPES}\"]\nsummary = \"{ESCAPES}\"\ntoc = true\n\
         weight = \"{ESCAPES}\"\n+++\n\n{}",
        body(0, &evil)
    );
    // YAML has both forms of escapes. The post uses `\x` where two digits are enough.
    let yaml_escapes = ESCAPES.replace("\\u00", "\\x");
    let yaml = format!(
        "---\ntitle: \"B {yaml_escapes}\"\ndate: 2024-05-05\ntags: [\"u{yaml_escapes}\", \"\u{202e}common\"]\n\
         draft: \"{yaml_escapes}\"\ntoc: true\n---\n\n{}",
        body(1, &evil)
    );
    let json = format!(
        "{{\"title\": \"C {ESCAPES}\", \"date\": \"2024-05-04\", \"tags\": [\"v{ESCAPES}\"], \
         \"toc\": \"{ESCAPES}\"}}\n\n{}",
        body(2, &evil)
    );
    let broken = format!(
        "+++\ntitle = \"D {RAW}\"\ndate = \"{ESCAPES}\"\n{RAW} = 3\n+++\n\n{}",
        body(3, &evil)
    );
    let posts = [
        ("a.md", toml),
        ("b.md", yaml),
        ("c.md", json),
        ("d.md", broken),
    ];
    let with_hostile_name = (hostile_name(), body(4, &evil));
    let posts = posts.map(|(name, text)| (name.to_owned(), text));
    let numbered = posts.into_iter().chain([with_hostile_name]).enumerate();
    numbered
        .map(|(number, (name, text))| (name, format!("{text}The end of {number}.\n")))
        .collect()
}

/// Returns a file name with control characters.
fn hostile_name() -> String {
    format!("e{}.md", RAW.replace('/', ""))
}

#[test]
fn reader_sends_no_control_sequences_from_posts() {
    show_every_view(&TestEnv::with_posts(posts()), (130, 34));
}

#[test]
fn reader_sends_no_control_sequences_from_posts_in_a_narrow_terminal() {
    show_every_view(&TestEnv::with_posts(posts()), (60, 20));
}

#[test]
fn hyperlinks_of_the_reader_contain_no_control_sequences_from_posts() {
    for (name, value) in [("TERM_PROGRAM", "WezTerm"), ("VTE_VERSION", "7000")] {
        let env = TestEnv::with_posts(posts()).var(name, value);
        let pty = show_every_view(&env, (130, 34));
        pty.wait_for_bytes(b"\x1b]8;;https://example.org/");
    }
}

/// Starts folio and shows every view: the list, each article to its end, table of contents, tag picker, filter prompt, help and
/// errors. Then deletes two posts and quits. Asserts that the output contains only control sequences of folio.
#[track_caller]
fn show_every_view(env: &TestEnv, size: (u16, u16)) -> Pty {
    // The folder's name contains control characters too.
    let folder = format!("posts{RAW}");
    fs::rename(env.path("posts"), env.path(&folder)).unwrap();
    // A terminal encloses pasted text in these two sequences (bracketed paste).
    let paste = format!("\x1b[200~{RAW}\x1b[201~");
    let mut pty = env.folio(&[&folder], size);
    // In the list, this heading is above the posts without a date. So the list is on the screen if the heading is.
    pty.wait_for_text("Undated");
    pty.wait_for_text("A ␛]0;x␇");
    for number in 0..5 {
        pty.send("\r");
        pty.wait_for_text(&format!("Begin {number}."));
        pty.wait_for_text("contents");
        pty.send("G");
        pty.wait_for_text(&format!("The end of {number}."));
        pty.send("g");
        pty.wait_for_text(&format!("Begin {number}."));
        pty.send("t");
        pty.wait_for_text("expand, collapse");
        pty.send(format!("/{paste}"));
        pty.wait_for_text("headings");
        // ^L, then Esc.
        pty.send("\x0c\x1b");
        pty.wait_for_text("expand, collapse");
        pty.send("\r");
        pty.wait_for_text("contents");
        pty.send("hj");
        pty.wait_for_text("filter");
    }
    pty.send("gt");
    pty.wait_for_text("exclude");
    pty.send(" j-");
    pty.wait_for_text("−");
    pty.send(format!("/{paste}"));
    pty.wait_for_text("No matching tag");
    pty.send("\x1b");
    pty.wait_for_text("exclude");
    pty.send("\rT");
    pty.wait_for_text("Undated");
    pty.send(format!("/{paste}nowhere"));
    pty.wait_for_text("No post matches");
    pty.send("\r");
    pty.wait_for_text("Esc clears the filter");
    pty.send("\x1b");
    pty.wait_for_text("Undated");
    pty.send("?");
    pty.wait_for_text("read the post");
    pty.send("?");
    pty.wait_for_text("Undated");
    fs::remove_file(env.path(&folder).join("a.md")).unwrap();
    fs::remove_file(env.path(&folder).join(hostile_name())).unwrap();
    pty.wait_for_text("This post was deleted");
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert_reader_output(&pty.bytes());
    pty
}

#[test]
fn commands_print_no_control_sequences_from_posts() {
    let env = TestEnv::with_posts(posts());
    for (name, _) in posts() {
        let file = format!("posts/{name}");
        for links in ["hidden", "numbered", "hyperlink"] {
            let args = ["show", "--header", "--color", "always", "--links", links];
            let output = env.output(&[&args[..], &[&file]].concat());
            assert!(output.status.success());
            assert!(output.stdout.ends_with(b"\n"));
            assert_only_styles_and_links(&output.stdout);
        }
        for format in ["text", "tsv", "json"] {
            let output = env.output(&["toc", "--format", format, &file]);
            assert_only_styles_and_links(&output.stdout);
            assert_only_styles_and_links(&output.stderr);
        }
    }
    for command in ["list", "tags"] {
        for format in ["text", "tsv", "json"] {
            let output = env.output(&[command, "--format", format, "posts"]);
            assert!(output.status.success());
            // Posts or tags were found and printed.
            assert!(output.stdout.len() > 20);
            assert_only_styles_and_links(&output.stdout);
            assert_only_styles_and_links(&output.stderr);
        }
    }
}

/// JSON output escapes control characters, so that programs receive the original text.
#[test]
fn json_escapes_control_characters() {
    let env = TestEnv::with_posts(posts());
    let output = env.output(&["list", "--format", "json", "posts"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let title = list[0]["title"].as_str().unwrap();
    assert!(title.starts_with("A \x1b]0;x\x07\u{9b}6n"), "{title:?}");
    for escape in [
        "\\u001b", "\\u0007", "\\u007f", "\\u009b", "\\u202e", "\\u200f",
    ] {
        assert!(text.contains(escape), "{escape}");
    }
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .any(|post| post["path"] == hostile_name().as_str())
    );
}

#[test]
fn error_messages_contain_no_control_characters() {
    let env = TestEnv::with_posts(posts());
    fs::write(env.path("wrong.toml"), format!("theme = \"{ESCAPES}\"\n")).unwrap();
    let evil_name = format!("{RAW}.toml");
    fs::write(env.path(&evil_name), "measure = 1\n").unwrap();
    for args in [
        &["list", RAW][..],
        &["show", RAW],
        &[RAW],
        &["list", "--sort", RAW],
        &["list", "--query", &format!("{RAW}nowhere"), "posts"],
        &["list", "--tag", RAW, "posts"],
        &["show", "--width", RAW, "posts/a.md"],
        &["--theme", RAW],
        &["--", RAW, RAW],
    ] {
        let output = env.output(args);
        assert!(!output.stderr.is_empty(), "{args:?}");
        assert_only_styles_and_links(&output.stderr);
        assert_only_styles_and_links(&output.stdout);
    }
    let mut env = env;
    for config in ["wrong.toml", &evil_name, RAW] {
        env = env.var("FOLIO_CONFIG", config);
        let output = env.output(&["list", "posts"]);
        assert_eq!(output.status.code(), Some(2), "{config:?}");
        assert_only_styles_and_links(&output.stderr);
    }
}
