//! Loads any bytes as a state file. An invalid file must be renamed, so that it is not loaded again.
#![no_main]

use std::path::Path;

use folio::runtime::store::StateFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = StateFile::new(folder.path(), Path::new("/a/blog"));
    if let Some(parent) = file.path().parent() {
        std::fs::create_dir_all(parent).expect("a folder for the state");
    }
    std::fs::write(file.path(), input).expect("the file can be written");
    let _ = file.load();
    let second_load = file.load();
    assert!(second_load.quarantined.is_none(), "an invalid file is renamed once");
});
