//! What the documents say comes from the program's own tables.
//!
//! `UPDATE_DOCS=1 cargo test --test project docs` writes the generated parts anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use folio::app::keymap::{DEFAULT_BINDINGS, Keymap};
use folio::config::SETTINGS;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Checks, or with `UPDATE_DOCS` writes, what stands in a file between `<!-- name -->` and `<!-- /name -->`.
fn check(path: &str, name: &str, expected: &str) {
    let text = fs::read_to_string(file(path)).expect("the document is there");
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).expect("the part begins") + open.len();
    let end = start + text[start..].find(&close).expect("the part ends");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let text = format!("{}{expected}{}", &text[..start], &text[end..]);
        fs::write(file(path), text).expect("the document can be written");
        return;
    }
    assert_eq!(
        &text[start..end],
        expected,
        "{path} is not up to date: UPDATE_DOCS=1 cargo test --test project docs"
    );
}

/// A key in a table's cell.
fn code(keys: &str) -> String {
    keys.split(' ')
        .map(|key| format!("`{key}`"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// One test, since both write to the same file.
#[test]
fn the_generated_parts_of_the_readme() {
    check("README.md", "keys", &keys());
    check("README.md", "settings", &settings());
}

fn keys() -> String {
    let keymap = Keymap::default();
    let mut out = String::new();
    for section in DEFAULT_BINDINGS {
        writeln!(out, "\n| {} | |\n| --- | --- |", section.name).expect("memory does not fail");
        for entry in section.entries {
            writeln!(
                out,
                "| {} | {} |",
                code(&keymap.all_keys(entry)),
                entry.help
            )
            .expect("memory does not fail");
        }
    }
    format!("{}\n", out.trim_start_matches('\n'))
}

fn settings() -> String {
    let mut out = "| setting | default | |\n| --- | --- | --- |\n".to_owned();
    for setting in SETTINGS {
        writeln!(
            out,
            "| `{}` | `{}` | {} |",
            setting.name, setting.default, setting.help
        )
        .expect("memory does not fail");
    }
    out
}

#[test]
fn the_two_commands() {
    let readme = fs::read_to_string(file("README.md")).expect("README.md is there");
    let (_, quick) = readme.split_once("## Quick start").expect("a quick start");
    let (_, block) = quick.split_once("```sh\n").expect("a code block");
    let (block, _) = block.split_once("```").expect("its end");
    let commands = block
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    let commands: Vec<&str> = commands.filter(|line| !line.is_empty()).collect();
    assert_eq!(commands, ["cargo run --release", "cargo test"]);
}

#[test]
fn every_file_that_the_documents_link_to_is_there() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ] {
        let text = fs::read_to_string(file(document)).expect("the document is there");
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..]
                .split([')', '#', ' '])
                .next()
                .unwrap_or_default();
            if !target.is_empty() && !target.contains("://") {
                assert!(file(target).exists(), "{document} links to {target}");
            }
        }
    }
}
