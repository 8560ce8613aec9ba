//! Parses any text as a configuration file. The result must be settings, or errors with lines and columns.
#![no_main]

use std::path::Path;

use folio::config::{Config, UserThemes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let home = Path::new("/home/ann");
    if let Err(errors) = Config::parse(Path::new("config.toml"), text, Some(home), UserThemes::default()) {
        assert!(!errors.0.is_empty());
        for error in errors.0 {
            assert!(error.line > 0 && error.column > 0, "{error:?}");
        }
    }
});
