//! Checks the documents: their tables match the tables in the program, their links lead to files, the quick start is short, and
//! each dependency is explained.
//!
//! `UPDATE_DOCS=1 cargo test --test project docs` updates the tables.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use folio::app::keymap::{DEFAULT_BINDINGS, Keymap};
use folio::config::SETTINGS;
use folio::library::FILTER_TERMS;

/// Returns the path of a file in the repository.
fn repository_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares the text between `<!-- name -->` and `<!-- /name -->` in a document with `expected`. If `UPDATE_DOCS` is set,
/// replaces this text by `expected`.
fn assert_up_to_date(path: &str, name: &str, expected: &str) {
    let text = fs::read_to_string(repository_path(path)).expect("the document is there");
    let (opening, closing) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&opening).expect("the table starts") + opening.len();
    let end = start + text[start..].find(&closing).expect("the table ends");
    let is_update = std::env::var_os("UPDATE_DOCS").is_some();
    // Other tests read the file at the same time, so it is written only if it changes.
    if is_update && &text[start..end] != expected {
        let text = format!("{}{expected}{}", &text[..start], &text[end..]);
        fs::write(repository_path(path), text).expect("the document can be written");
        return;
    }
    assert_eq!(
        &text[start..end],
        expected,
        "{path} is out of date; run UPDATE_DOCS=1 cargo test --test project docs"
    );
}

/// Checks all tables in one test, because an update rewrites the file that contains them.
#[test]
fn the_tables_in_the_readme_are_up_to_date() {
    assert_up_to_date("README.md", "keys", &tables_of_keys());
    assert_up_to_date("README.md", "filter", &filter_table());
    assert_up_to_date("README.md", "settings", &settings_table());
}

#[test]
fn the_table_of_generators_is_up_to_date() {
    assert_up_to_date(
        "docs/generators.md",
        "generators",
        &folio::site::generators::documentation_table(),
    );
}

/// Returns the tables of the keys, one for each section of the default bindings.
fn tables_of_keys() -> String {
    let keymap = Keymap::default();
    let mut tables = String::new();
    for section in DEFAULT_BINDINGS {
        writeln!(tables, "\n| {} | |\n| --- | --- |", section.name)
            .expect("writing to a string cannot fail");
        for entry in section.entries {
            let keys = keymap.all_keys(entry);
            let keys: Vec<_> = keys.split(' ').map(|key| format!("`{key}`")).collect();
            writeln!(tables, "| {} | {} |", keys.join(" "), entry.help)
                .expect("writing to a string cannot fail");
        }
    }
    format!("{}\n", tables.trim_start_matches('\n'))
}

/// Returns the table of the filter's terms.
fn filter_table() -> String {
    let mut table = "| term | posts that |\n| --- | --- |\n".to_owned();
    for term in FILTER_TERMS {
        writeln!(table, "| `{}` | {} |", term.example, term.description)
            .expect("writing to a string cannot fail");
    }
    table
}

/// Returns the table of the settings.
fn settings_table() -> String {
    let mut table = "| setting | default | |\n| --- | --- | --- |\n".to_owned();
    for setting in SETTINGS {
        writeln!(
            table,
            "| `{}` | `{}` | {} |",
            setting.name, setting.default, setting.help
        )
        .expect("writing to a string cannot fail");
    }
    table
}

#[test]
fn two_commands_are_enough_to_start() {
    let readme = fs::read_to_string(repository_path("README.md")).expect("README.md is there");
    let (_, quick) = readme.split_once("## Quick start").expect("a quick start");
    let (_, block) = quick.split_once("```sh\n").expect("a code block");
    let (block, _) = block.split_once("```").expect("the end of the code block");
    let commands = block
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    let commands: Vec<&str> = commands.filter(|line| !line.is_empty()).collect();
    assert_eq!(commands, ["cargo run --release", "cargo test"]);
}

/// Returns the Markdown files in the root of the repository and in `docs`.
fn documents() -> Vec<PathBuf> {
    let folders = [repository_path(""), repository_path("docs")];
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("the folder is there"));
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

#[test]
fn links_between_documents_lead_to_files() {
    for document in documents() {
        let text = fs::read_to_string(&document).expect("the document is there");
        for (position, _) in text.match_indices("](") {
            let target = text[position + 2..]
                .split([')', '#', ' '])
                .next()
                .unwrap_or_default();
            if !target.is_empty() && !target.contains("://") {
                let path = document.with_file_name(target);
                assert!(path.exists(), "{} links to {target}", document.display());
            }
        }
    }
}

/// Checks the dependencies of the program, not those of its tests (`[dev-dependencies]`).
#[test]
fn every_direct_dependency_is_explained() {
    let manifest = fs::read_to_string(repository_path("Cargo.toml")).expect("Cargo.toml is there");
    let manifest: toml::Table = toml::from_str(&manifest).expect("Cargo.toml is TOML");
    let names = |table: &toml::Value| -> Vec<String> {
        let table = table.as_table().expect("dependencies are a table");
        table.keys().cloned().collect()
    };
    let mut expected = names(&manifest["dependencies"]);
    for platform in manifest["target"].as_table().expect("a table").values() {
        expected.extend(names(&platform["dependencies"]));
    }
    let page =
        fs::read_to_string(repository_path("docs/dependencies.md")).expect("the page is there");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let explained = rows.filter_map(|row| row.split('`').next().map(str::to_owned));
    let mut explained: Vec<String> = explained.collect();
    expected.sort();
    explained.sort();
    assert_eq!(explained, expected, "docs/dependencies.md");
}
