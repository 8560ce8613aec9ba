use std::ffi::OsString;
use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::tests::context_in;
use crate::cli::{CliContext, run};

/// Creates a folder with posts, most of which contain `pear` or `Pear`. `latin.md` is not UTF-8. `none.md` has the word only in
/// its title, which is not searched. `notes.txt` is not a post.
fn create_folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let files: [(&str, &[u8]); 6] = [
        (
            "blog/new.md",
            "+++\ntitle = \"New pear\"\ndate = 2024-03-01\ntags = [\"fruit\"]\n+++\n\n## The *tree*\n\n中文 a pear\ngrows on a\ntree.\n".as_bytes(),
        ),
        (
            "blog/old.md",
            b"---\ntitle: Old\ndate: 2021-03-01\n---\r\nPears and a PEAR.\r\n\r\nA pear\r\ngrows.\r\n",
        ),
        ("blog/latin.md", b"caf\xe9 pear\n"),
        ("blog/none.md", b"---\ntitle: pear\n---\nNothing.\n"),
        ("blog/code.md", b"# Code\n\n```\n# no heading\npeach\n```\n"),
        ("blog/notes.txt", b"pear"),
    ];
    fs::create_dir(folder.path().join("blog")).expect("the folder can be created");
    for (path, bytes) in files {
        fs::write(folder.path().join(path), bytes).expect("the file can be written");
    }
    folder
}

/// The absent width of the terminal if the output is piped.
const PIPED: Option<u16> = None;

/// Runs `folio search`. `columns` is the width of the terminal. Returns the status, standard output and standard error.
fn run_folio(args: &[&str], columns: Option<u16>) -> (u8, String, String) {
    let folder = create_folder();
    let context = CliContext {
        columns,
        ..context_in(folder.path())
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["folio", "search"].iter().chain(args);
    let status = run(args.map(OsString::from), &context, &mut out, &mut err);
    let text = |bytes| {
        let text = String::from_utf8(bytes).expect("the output is text");
        // The process of the test runs in another folder, so the output contains absolute paths.
        text.replace(&format!("{}/", folder.path().display()), "")
    };
    (status, text(out), text(err))
}

/// Runs `folio search`, asserts that it succeeds, and returns standard output.
fn successful_output(args: &[&str]) -> String {
    let (status, out, err) = run_folio(args, PIPED);
    assert_eq!((status, &*err), (0, ""), "{args:?}");
    out
}

#[test]
fn hits_are_printed_in_grep_format_newest_post_first() {
    assert_eq!(
        successful_output(&["pear", "blog"]),
        "blog/new.md:9:6: 中文 a pear\n\
         blog/old.md:5:1: Pears and a PEAR.\n\
         blog/old.md:7:3: A pear\n\
         blog/latin.md:1:6: caf\u{fffd} pear\n"
    );
    // A query with capital letters is case-sensitive.
    assert_eq!(
        successful_output(&["PEAR", "blog"]),
        "blog/old.md:5:13: Pears and a PEAR.\n"
    );
    assert_eq!(
        successful_output(&["pear grows", "blog"]),
        "blog/new.md:9:6: 中文 a pear grows on a\nblog/old.md:7:3: A pear grows.\n"
    );
}

#[test]
fn json_has_the_documented_keys() {
    let out = successful_output(&["pear grows on a tree", "blog", "--format", "json"]);
    let rows: Value = serde_json::from_str(&out).expect("the output is JSON");
    assert_eq!(
        rows,
        json!([{
            "path": "new.md",
            "file": "blog/new.md",
            "line": 9,
            "column": 6,
            "heading": "The tree",
            "text": "中文 a pear grows on a tree."
        }])
    );
    let (status, out, _) = run_folio(&["nowhere", "blog", "--format", "json"], PIPED);
    assert_eq!((status, out.trim()), (1, "[]"));
}

#[test]
fn tsv_has_a_header_line() {
    assert_eq!(
        successful_output(&["peach", "blog", "--format", "tsv"]),
        "path\tfile\tline\tcolumn\theading\ttext\ncode.md\tblog/code.md\t5\t1\tCode\tpeach\n"
    );
}

#[test]
fn search_honors_a_tag_a_path_and_an_order() {
    assert_eq!(
        successful_output(&["pear", "blog", "--tag", "fruit"]),
        "blog/new.md:9:6: 中文 a pear\n"
    );
    assert_eq!(
        successful_output(&["pear", "blog/latin.md"]),
        "blog/latin.md:1:6: caf\u{fffd} pear\n"
    );
    let oldest_first = successful_output(&["pear", "blog", "--reverse"]);
    assert!(oldest_first.starts_with("blog/old.md"), "{oldest_first}");
}

#[test]
fn exit_status_is_1_without_hits_and_2_on_errors() {
    assert_eq!(
        run_folio(&["nowhere", "blog"], PIPED),
        (1, String::new(), String::new())
    );
    for args in [&["", "blog"][..], &["  ", "blog"], &["pear", "gone"], &[]] {
        let (status, out, err) = run_folio(args, PIPED);
        assert_eq!((status, &*out, err.lines().count()), (2, "", 1), "{args:?}");
    }
    let (_, _, err) = run_folio(&["", "blog"], PIPED);
    assert!(err.contains("the query is empty"), "{err}");
}

#[test]
fn terminal_output_groups_and_highlights_hits() {
    let (_, out, _) = run_folio(&["pear grows", "blog", "--color", "never"], Some(40));
    assert_eq!(
        out,
        "New pear › The tree\nblog/new.md:9:6: 中文 a pear grows on a\n\
         Old\nblog/old.md:7:3: A pear grows.\n"
    );
    // In a narrow terminal, a row consists of the hit's location and a text of the minimum width.
    let max_columns = "blog/new.md:9:6: ".len() + super::MIN_TEXT_COLUMNS;
    let (_, narrow, _) = run_folio(&["tree", "blog", "--color", "never"], Some(30));
    assert!(
        narrow
            .lines()
            .all(|line| crate::text::width(line) <= max_columns),
        "{narrow}"
    );
    let colored = successful_output(&["peach", "blog", "--color", "always"]);
    assert!(
        colored.contains("\u{1b}[") && colored.contains("peach"),
        "{colored:?}"
    );
    assert!(!successful_output(&["peach", "blog"]).contains('\u{1b}'));
}
