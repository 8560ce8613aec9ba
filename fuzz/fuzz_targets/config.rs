//! Any text as a configuration file: settings, or one error with its line and column.
#![no_main]

use std::path::Path;

use folio::config::{Config, UserThemes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let home = Path::new("/home/ann");
    if let Err(error) = Config::parse(Path::new("config.toml"), text, Some(home), UserThemes::default()) {
        assert!(error.line > 0 && error.column > 0, "{error:?}");
    }
});
