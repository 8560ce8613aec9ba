//! Imports go one way: each layer imports only layers named before it in `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// Names that the pure layers must not use.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::thread",
    "std::env",
    "std::time",
    "crossterm",
];

/// The layers without I/O.
const PURE: &[&str] = &[
    "text",
    "post",
    "library",
    "document",
    "layout",
    "theme",
    "highlight",
    "search",
    "ansi",
    "paint",
    "site",
    "app",
    "ui",
];

/// Layers that must not import an earlier one.
const INDEPENDENT: &[(&str, &str)] = &[
    ("document", "library"),
    ("layout", "post"),
    ("layout", "library"),
    ("highlight", "post"),
    ("highlight", "library"),
    ("highlight", "layout"),
    ("search", "library"),
    ("search", "layout"),
    ("search", "theme"),
    ("app", "site"),
    ("app", "ansi"),
    ("ui", "site"),
    ("ui", "ansi"),
];

/// Names of files that consist of tests.
const TEST_FILES: &[&str] = &["tests.rs", "hostile.rs"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Returns the layers in the order of `src/lib.rs`.
fn layers() -> Vec<String> {
    let map = fs::read_to_string(source().join("lib.rs")).expect("src/lib.rs is there");
    let names = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// Returns the files of a layer with their code, without comments and test modules.
fn files(layer: &str) -> Vec<(PathBuf, String)> {
    let mut waiting = vec![source().join(layer), source().join(format!("{layer}.rs"))];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("an entry can be read").path()));
        } else if path.is_file() && !TEST_FILES.iter().any(|name| path.ends_with(name)) {
            let text = fs::read_to_string(&path).expect("a source file can be read");
            let code = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            let lines = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            found.push((path, lines.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(
        !found.is_empty(),
        "src/lib.rs names {layer}, which is not there"
    );
    found
}

/// Returns true if a text imports a layer: `crate::name`.
fn names(text: &str, layer: &str) -> bool {
    let path = format!("crate::{layer}");
    text.match_indices(&path).any(|(at, _)| {
        !text[at + path.len()..].starts_with(|char: char| char.is_alphanumeric() || char == '_')
    })
}

#[test]
fn layers_import_only_earlier_ones() {
    let layers = layers();
    for (at, layer) in layers.iter().enumerate() {
        for (path, text) in files(layer) {
            for later in &layers[at + 1..] {
                assert!(!names(&text, later), "{} imports {later}", path.display());
            }
        }
    }
}

#[test]
fn independent_layers_do_not_import_each_other() {
    for (layer, other) in INDEPENDENT {
        for (path, text) in files(layer) {
            assert!(!names(&text, other), "{} imports {other}", path.display());
        }
    }
}

#[test]
fn pure_layers_do_no_io() {
    for layer in PURE {
        for (path, text) in files(layer) {
            for name in OUTSIDE {
                assert!(!text.contains(name), "{} uses {name}", path.display());
            }
            let draws = text.contains("ratatui");
            assert!(!draws || *layer == "ui", "{} uses ratatui", path.display());
        }
    }
}

#[test]
fn the_checks_find_an_import() {
    assert!(names("use crate::ui::view;", "ui") && names("crate::ui", "ui"));
    assert!(!names("use crate::uid;", "ui"));
    assert_eq!(layers().first().map(String::as_str), Some("text"));
}
