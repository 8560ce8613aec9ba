//! Checks that imports have one direction: each layer imports only layers before it in `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules and crates that the pure layers must not use.
const IO_NAMES: &[&str] = &[
    "std::fs",
    "std::thread",
    "std::env",
    "std::time",
    "crossterm",
];

/// The layers without I/O.
const PURE_LAYERS: &[&str] = &[
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

/// Pairs of layers. The first layer must not import the second, although the second is earlier.
const FORBIDDEN_IMPORTS: &[(&str, &str)] = &[
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

/// Names of files that contain only tests.
const TEST_FILES: &[&str] = &["tests.rs", "linear_work.rs"];

/// Returns the folder of the source files.
fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Returns the layers in the order of `src/lib.rs`.
fn layers() -> Vec<String> {
    let root_module =
        fs::read_to_string(source_folder().join("lib.rs")).expect("src/lib.rs is there");
    let names = root_module
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// Returns the files of a layer and the code of each file, without comments and test modules.
fn files(layer: &str) -> Vec<(PathBuf, String)> {
    let mut paths = vec![
        source_folder().join(layer),
        source_folder().join(format!("{layer}.rs")),
    ];
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder can be read");
            paths.extend(entries.map(|entry| entry.expect("an entry can be read").path()));
        } else if path.is_file() && !TEST_FILES.iter().any(|name| path.ends_with(name)) {
            let source = fs::read_to_string(&path).expect("a source file can be read");
            let code = source
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            let lines = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            files.push((path, lines.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(!files.is_empty(), "the layer {layer} does not exist");
    files
}

/// Returns true if `code` imports a layer: `crate::name`.
fn imports(code: &str, layer: &str) -> bool {
    let path = format!("crate::{layer}");
    code.match_indices(&path).any(|(position, _)| {
        !code[position + path.len()..]
            .starts_with(|char: char| char.is_alphanumeric() || char == '_')
    })
}

#[test]
fn layers_import_only_earlier_layers() {
    let layers = layers();
    for (index, layer) in layers.iter().enumerate() {
        for (path, code) in files(layer) {
            for later in &layers[index + 1..] {
                assert!(!imports(&code, later), "{} imports {later}", path.display());
            }
        }
    }
}

#[test]
fn layers_do_not_import_forbidden_layers() {
    for (layer, other) in FORBIDDEN_IMPORTS {
        for (path, code) in files(layer) {
            assert!(!imports(&code, other), "{} imports {other}", path.display());
        }
    }
}

#[test]
fn pure_layers_do_no_io_and_only_ui_among_them_uses_ratatui() {
    for layer in PURE_LAYERS {
        for (path, code) in files(layer) {
            for name in IO_NAMES {
                assert!(!code.contains(name), "{} uses {name}", path.display());
            }
            let uses_ratatui = code.contains("ratatui");
            assert!(
                !uses_ratatui || *layer == "ui",
                "{} uses ratatui",
                path.display()
            );
        }
    }
}

#[test]
fn imports_are_recognized() {
    assert!(imports("use crate::ui::view;", "ui") && imports("crate::ui", "ui"));
    assert!(!imports("use crate::uid;", "ui"));
}

#[test]
fn text_is_the_first_layer() {
    assert_eq!(layers().first().map(String::as_str), Some("text"));
}
