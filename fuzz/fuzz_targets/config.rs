//! Parses any text as a configuration file. The result must be settings, or an error with a line and a column.
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
