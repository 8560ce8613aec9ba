use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use tempfile::TempDir;

use super::merge::{Entries, keep_latest_posts, merge};
use super::*;
use crate::app::state::{
    FlagValue, LastPost, ListSettings, Mark, PromptHistory, ReadingProgress, SavedPosition,
    SavedState,
};
use crate::document::TextAnchor;
use crate::library::{Sort, SortBy};

/// Returns the state file of the library `folder`. The file is in the subfolder `states` of the library.
fn state_file(folder: &TempDir) -> StateFile {
    StateFile::new(&folder.path().join("states"), folder.path())
}

/// Starts a store that must not report an error.
fn start_store(folder: &TempDir) -> Store {
    Store::start(state_file(folder), |notice| panic!("{notice}")).unwrap()
}

/// Generates a position in a masthead or in a text.
fn position() -> impl Strategy<Value = SavedPosition> {
    let text_anchor = (
        "[a-z-]{0,6}",
        any::<String>(),
        any::<[u32; 2]>(),
        any::<i32>(),
    );
    let text_anchor = text_anchor.prop_map(
        |(section, snippet, [offset_in_section, ratio], row_in_block)| TextAnchor {
            section,
            snippet,
            offset_in_section,
            ratio,
            row_in_block,
        },
    );
    prop_oneof![
        (0..9_u32).prop_map(SavedPosition::Masthead),
        text_anchor.prop_map(SavedPosition::Body)
    ]
}

/// Generates a change. There are few paths and marks, so that later changes replace earlier changes.
fn change() -> impl Strategy<Value = Change> {
    // The third path has characters that JSON escapes.
    let path = || "[ab]|c/é\"\n".prop_map(PathBuf::from);
    let sort = (0..SortBy::ALL.len(), any::<bool>()).prop_map(|(by, reversed)| Sort {
        by: SortBy::ALL[by].0,
        reversed,
    });
    let sort = proptest::option::of(sort);
    prop_oneof![
        (path(), any::<bool>()).prop_map(|(path, is_read)| Change::Read(path, is_read.into())),
        (path(), any::<bool>())
            .prop_map(|(path, is_starred)| Change::Starred(path, is_starred.into())),
        (path(), position(), 0..=100_u8).prop_map(|(path, position, percent)| Change::Progress(
            path,
            ReadingProgress { position, percent }
        )),
        ("[a-c]", path(), position()).prop_map(|(letter, path, position)| {
            Change::Mark(letter.parse().unwrap(), Mark { path, position })
        }),
        (any::<String>(), sort, any::<Option<u16>>(), any::<bool>()).prop_map(
            |(filter, sort, columns, is_hidden)| Change::List(ListSettings {
                filter,
                sort,
                columns,
                is_hidden,
            })
        ),
        (path(), any::<bool>()).prop_map(|(path, is_article_focused)| {
            Change::Last(LastPost {
                path,
                is_article_focused,
            })
        }),
        any::<Vec<String>>().prop_map(|searches| Change::History(PromptHistory {
            filters: Vec::new(),
            searches,
        })),
    ]
}

/// Creates the entries that one process would write for changes. Each change comes with its timestamp.
fn entries(changes: &[(Change, i64)]) -> Entries {
    let entries = changes
        .iter()
        .map(|(change, at)| format::entry(change, *at).unwrap());
    entries.collect()
}

/// The time in milliseconds at which the tests merge. An entry with a later timestamp is in the future.
const NOW: i64 = 100;

/// Merges entries into the text of a state file, or into a missing file.
fn merge_now(text: Option<&[u8]>, entries: &Entries) -> Vec<u8> {
    merge(text, "library", entries, NOW).unwrap()
}

/// Number of changes that are sent through one handle.
const CHANGES_PER_HANDLE: usize = 3;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn saved_changes_are_loaded_again(changes in prop::collection::vec(change(), 0..12)) {
        let folder = TempDir::new().unwrap();
        let mut expected = SavedState::default();
        for changes in changes.chunks(CHANGES_PER_HANDLE) {
            // Of two changes with equal timestamps, either may be loaded. A handle gives each change a later timestamp than the
            // change before, even within one millisecond. So the timestamps of the previous handle may be ahead of the clock.
            // Wait until even the latest of them has passed.
            let latest_previous_timestamp = now() + CHANGES_PER_HANDLE as i64;
            while now() <= latest_previous_timestamp {
                std::hint::spin_loop();
            }
            let store = start_store(&folder);
            let mut handle = store.handle();
            for change in changes {
                handle.save(change.clone());
                expected.apply(change.clone());
            }
        }
        prop_assert_eq!(state_file(&folder).load().state, expected);
    }

    #[test]
    fn merging_does_not_depend_on_the_order(
        a in prop::collection::vec((change(), 0..4_i64), 0..8),
        b in prop::collection::vec((change(), 0..4_i64), 0..8),
    ) {
        let (a, b) = (entries(&a), entries(&b));
        let merge_in_order = |first: &Entries, second: &Entries| {
            let text = merge_now(None, first);
            merge_now(Some(&text), second)
        };
        let text = merge_in_order(&a, &b);
        prop_assert_eq!(&text, &merge_in_order(&b, &a));
        prop_assert_eq!(&text, &merge_now(Some(&text), &a), "merging again changes nothing");
        // Each entry that only `a` contains is in the merged state.
        let state = format::read(&text).unwrap();
        for (key, entry) in a.iter().filter(|(key, _)| !b.contains_key(key)) {
            let single_entry = Entries::from([(key.clone(), entry.clone())]);
            let state_of_entry = format::read(&merge_now(None, &single_entry)).unwrap();
            let is_kept = state_of_entry.posts.keys().all(|path| state.posts.contains_key(path))
                && state_of_entry.marks.iter().all(|(letter, mark)| state.marks.get(letter) == Some(mark));
            prop_assert!(is_kept, "{:?}", key);
        }
    }
}

#[test]
fn the_latest_entry_is_kept_unless_its_timestamp_is_in_the_future() {
    let read_flag = |value, at| entries(&[(Change::Read("a".into(), value), at)]);
    let is_read_after_merging = |updates: &[Entries]| {
        let mut text = None;
        for entries in updates {
            text = Some(merge_now(text.as_deref(), entries));
        }
        let state = format::read(&text.unwrap()).unwrap();
        state.posts[Path::new("a")].flags.read
    };
    assert!(is_read_after_merging(&[
        read_flag(FlagValue::Unset, 1),
        read_flag(FlagValue::Set, 2)
    ]));
    assert!(is_read_after_merging(&[
        read_flag(FlagValue::Set, 2),
        read_flag(FlagValue::Unset, 1)
    ]));
    assert!(is_read_after_merging(&[
        read_flag(FlagValue::Unset, NOW + 1),
        read_flag(FlagValue::Set, 2)
    ]));
}

#[test]
fn entries_of_a_newer_version_survive() {
    let newer = r#"{"version":2,"theme":{"at":1,"name":"dusk"},"view":{"at":1,"filter":"x","sort":"size","wide":true},
        "posts":{"a.md":{"read":{"at":1,"is":true,"where":"here"},"stars":{"at":1,"is":5}}},
        "marks":{"a":{"at":1,"path":"a.md","row":1,"name":"start"}}}"#;
    let state = format::read(newer.as_bytes()).unwrap();
    assert!(state.posts[Path::new("a.md")].flags.read);
    let list = state.list.unwrap();
    // The newer version's sort key `size` is unknown here, so the list is sorted by path.
    assert_eq!(list.sort, Some(Sort::by(SortBy::Path)));
    let added = entries(&[(Change::Starred("a.md".into(), FlagValue::Set), 2)]);
    let text = merge_now(Some(newer.as_bytes()), &added);
    let text = String::from_utf8(text).unwrap();
    for part in [
        r#""version":2"#,
        r#""theme":{"at":1,"name":"dusk"}"#,
        r#""wide":true"#,
        r#""where":"here""#,
        r#""stars":{"at":1,"is":5}"#,
        r#""name":"start""#,
        // A star is saved under the key `marked`; `stars` is a key of the newer version.
        r#""marked":{"at":2,"is":true}"#,
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn concurrent_writers_lose_nothing() {
    let folder = TempDir::new().unwrap();
    let write = |name: &'static str| {
        let file = state_file(&folder);
        move || {
            for number in 0..40 {
                let store = Store::start(file.clone(), |notice| panic!("{notice}")).unwrap();
                let mut handle = store.handle();
                handle.save(Change::Read(
                    format!("{name}{number}.md").into(),
                    FlagValue::Set,
                ));
                handle.save(Change::Starred(
                    format!("{name}{number}.md").into(),
                    FlagValue::Set,
                ));
            }
        }
    };
    std::thread::scope(|threads| {
        for name in ["a", "b", "c"] {
            threads.spawn(write(name));
        }
    });
    let state = state_file(&folder).load().state;
    assert_eq!(state.posts.len(), 3 * 40);
    let has_both_flags =
        |post: &crate::app::state::PostState| post.flags.read && post.flags.starred;
    assert!(state.posts.values().all(has_both_flags));
}

#[test]
fn a_deleted_file_is_written_again_in_full() {
    let folder = TempDir::new().unwrap();
    let store = start_store(&folder);
    let mut handle = store.handle();
    handle.save(Change::Read("a.md".into(), FlagValue::Set));
    handle.flush();
    assert_eq!(state_file(&folder).load().state.posts.len(), 1);
    // Another program deletes the file: the next write restores this process's changes.
    fs::remove_file(state_file(&folder).path()).unwrap();
    handle.save(Change::Read("b.md".into(), FlagValue::Set));
    handle.flush();
    assert_eq!(state_file(&folder).load().state.posts.len(), 2);
}

#[test]
fn a_truncated_file_is_quarantined() {
    let folder = TempDir::new().unwrap();
    let position = SavedPosition::Body(TextAnchor {
        section: "ziele-ä".into(),
        snippet: "Wir \"wollen\"\n".into(),
        ..TextAnchor::default()
    });
    let store = start_store(&folder);
    let mut handle = store.handle();
    handle.save(Change::Read("é.md".into(), FlagValue::Set));
    handle.save(Change::Progress(
        "é.md".into(),
        ReadingProgress {
            position,
            percent: 5,
        },
    ));
    handle.save(Change::Last(LastPost::default()));
    drop(store);
    let file = state_file(&folder);
    let complete = fs::read(file.path()).unwrap();
    let do_not_wait = || ();
    // Every shorter text is incomplete, except the text that lacks only the last line end.
    for end in 0..complete.len() - 1 {
        fs::write(file.path(), &complete[..end]).unwrap();
        let loaded = file.load_with(do_not_wait);
        assert_eq!(loaded.state, SavedState::default(), "{end}");
        let quarantined = loaded.quarantined.expect("the new path");
        assert_eq!(fs::read(&quarantined).unwrap(), &complete[..end]);
        assert!(!file.path().exists());
        fs::remove_file(quarantined).unwrap();
    }
    // If the file is damaged while folio runs, a write moves the file and saves the changes of this process.
    fs::write(file.path(), "{").unwrap();
    file.add(&entries(&[(
        Change::Starred("a".into(), FlagValue::Set),
        1,
    )]))
    .unwrap();
    assert_eq!(file.load().state.posts.len(), 1);
}

/// Simulates another program that truncates the file and writes it in several steps. It writes one step each time folio waits.
#[test]
fn a_file_that_another_program_is_writing_is_not_quarantined() {
    let folder = TempDir::new().unwrap();
    let file = state_file(&folder);
    let add = |path: &str, wait: &mut dyn FnMut()| {
        let change = Change::Starred(path.into(), FlagValue::Set);
        file.add_with(&entries(&[(change, 1)]), wait)
    };
    let mut do_not_wait = || ();
    add("a.md", &mut do_not_wait).unwrap();
    let complete = fs::read(file.path()).unwrap();
    // Returns a function that writes one third more of the complete text at each call.
    let write_in_steps = || {
        let (path, complete, mut written) = (file.path(), &complete, 0);
        move || {
            written = (written + complete.len() / 3).min(complete.len());
            fs::write(path, &complete[..written]).unwrap();
        }
    };
    fs::write(file.path(), "").unwrap();
    let loaded = file.load_with(write_in_steps());
    assert_eq!(
        (loaded.state.posts.len(), loaded.quarantined),
        (1, None),
        "the complete file is read"
    );
    fs::write(file.path(), "").unwrap();
    add("b.md", &mut write_in_steps()).unwrap();
    assert_eq!(file.load().state.posts.len(), 2, "nothing is lost");
    // A file that is never complete is neither overwritten nor moved.
    let mut length = 1;
    let mut write_one_byte = || {
        length += 1;
        fs::write(file.path(), &complete[..length]).unwrap();
    };
    write_one_byte();
    assert!(add("c.md", &mut write_one_byte).is_err());
    let loaded = file.load_with(&mut write_one_byte);
    assert_eq!((loaded.state, loaded.quarantined), Default::default());
    assert_eq!(fs::read(file.path()).unwrap(), complete[..length]);
}

/// Simulates two folio processes that find the same damaged file; the other process has already replaced it.
#[test]
fn a_damaged_file_is_moved_unless_it_was_replaced() {
    let folder = TempDir::new().unwrap();
    let file = state_file(&folder);
    let starred = |path: &str| entries(&[(Change::Starred(path.into(), FlagValue::Set), 1)]);
    file.add(&starred("a.md")).unwrap();
    let content = fs::read(file.path()).unwrap();
    let damaged_text_read_before = b"{";
    assert_eq!(
        file.quarantine_unless_replaced(damaged_text_read_before),
        None
    );
    assert_eq!(fs::read(file.path()).unwrap(), content);
    // The file still has the text that was read before, so it is moved. Here this text is intact, but it is not parsed again.
    let quarantined = file.quarantine_unless_replaced(&content).unwrap();
    assert_eq!(fs::read(quarantined).unwrap(), content);
}

#[test]
fn a_failing_write_is_reported_once() {
    let folder = TempDir::new().unwrap();
    // A file in place of the state folder, so that nothing can be read or written.
    fs::write(folder.path().join("states"), "not a folder").unwrap();
    let notices: Arc<Mutex<Vec<String>>> = Arc::default();
    let thread_notices = Arc::clone(&notices);
    let report =
        move |notice: Clean<'static>| thread_notices.lock().unwrap().push(notice.into_string());
    assert_eq!(state_file(&folder).load().state, SavedState::default());
    let store = Store::start(state_file(&folder), report).unwrap();
    let mut handle = store.handle();
    for path in ["a", "b"] {
        handle.save(Change::Read(path.into(), FlagValue::Set));
        handle.flush();
    }
    drop(store);
    let notices = notices.lock().unwrap();
    assert_eq!(notices.len(), 1);
    assert!(
        notices[0].starts_with("Can't save state in "),
        "{notices:?}"
    );
}

/// A full disk or a missing folder may be available again when folio exits.
#[test]
fn a_failed_write_is_tried_again_at_the_end() {
    let folder = TempDir::new().unwrap();
    let state_folder = folder.path().join("states");
    fs::write(&state_folder, "not a folder").unwrap();
    let store = Store::start(state_file(&folder), |_| ()).unwrap();
    let mut handle = store.handle();
    handle.save(Change::Read("a.md".into(), FlagValue::Set));
    handle.flush();
    fs::remove_file(&state_folder).unwrap();
    drop(store);
    assert_eq!(state_file(&folder).load().state.posts.len(), 1);
}

#[cfg(unix)]
#[test]
fn pipes_in_place_of_the_state_file_and_the_lock_do_not_block() {
    let folder = TempDir::new().unwrap();
    let state_folder = folder.path().join("states");
    fs::create_dir(&state_folder).unwrap();
    let pipe = |path: &Path| {
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, path, kind, mode, 0).unwrap();
    };
    pipe(&state_folder.join("lock"));
    let entries = entries(&[(Change::Read("a.md".into(), FlagValue::Set), 1)]);
    state_file(&folder).add(&entries).unwrap();
    assert_eq!(state_file(&folder).load().state.posts.len(), 1);
    fs::remove_file(state_file(&folder).path()).unwrap();
    pipe(state_file(&folder).path());
    assert_eq!(state_file(&folder).load().state, SavedState::default());
    assert!(state_file(&folder).add(&entries).is_err());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    start_store(&folder)
        .handle()
        .save(Change::Last(LastPost::default()));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(state_file(&folder).path()), 0o600);
    assert_eq!(mode(&folder.path().join("states")), 0o700);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf8_is_saved() {
    use std::os::unix::ffi::OsStrExt;
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"a\xff.md"));
    let folder = TempDir::new().unwrap();
    start_store(&folder)
        .handle()
        .save(Change::Read(path.clone(), FlagValue::Set));
    assert!(state_file(&folder).load().state.posts[&path].flags.read);
}

#[test]
fn libraries_with_the_same_name_have_different_files() {
    let folder = TempDir::new().unwrap();
    let state_folder = folder.path().join("states");
    // Number of digits of the hash at the end of each name.
    let hash_digits = 16;
    let mut names = Vec::new();
    for name in ["a/My Blog!", "b/My Blog!", "ä"] {
        let library = folder.path().join(name);
        fs::create_dir_all(&library).unwrap();
        let file = StateFile::new(&state_folder, &library);
        // Another path of the same folder has the same state file.
        assert_eq!(
            file,
            StateFile::new(
                &state_folder,
                &library.join("../").join(library.file_name().unwrap())
            )
        );
        names.push(
            file.path()
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned(),
        );
    }
    assert!(
        names[0].starts_with("my-blog-") && names[0] != names[1],
        "{names:?}"
    );
    assert_eq!(
        names[0].len(),
        "my-blog-".len() + hash_digits + ".json".len()
    );
    // Only ASCII letters and digits of the library's name are kept.
    assert_eq!(names[2].len(), hash_digits + ".json".len());
}

#[test]
fn the_oldest_entries_are_dropped() {
    let folder = TempDir::new().unwrap();
    let max_positions = merge::MAX_POSITIONS as i64;
    // The number of a post is the timestamp of its progress, so `0.md` is the oldest.
    let progress = |number: i64| {
        let path = PathBuf::from(format!("{number}.md"));
        (Change::Progress(path, ReadingProgress::default()), number)
    };
    let mut all: Vec<_> = (0..max_positions + 3).map(progress).collect();
    all.push((Change::Read("0.md".into(), FlagValue::Set), 0));
    state_file(&folder).add(&entries(&all)).unwrap();
    let posts = state_file(&folder).load().state.posts;
    let with_progress = posts.values().filter(|post| post.progress.is_some());
    assert_eq!(with_progress.count() as i64, max_positions);
    assert!(
        posts[Path::new("0.md")].flags.read,
        "the read flag is not dropped"
    );
    assert!(!posts.contains_key(Path::new("2.md")) && posts.contains_key(Path::new("3.md")));
    // The posts `0.md` to `3.md`.
    let text = merge_now(None, &entries(&all[..4]));
    let mut file: std::collections::BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&text).unwrap();
    let mut posts = serde_json::from_value(file.remove("posts").unwrap()).unwrap();
    keep_latest_posts(&mut posts, 2);
    assert_eq!(posts.keys().collect::<Vec<_>>(), ["2.md", "3.md"]);
}

#[test]
fn only_files_that_folio_wrote_are_removed() {
    let folder = TempDir::new().unwrap();
    let state_folder = folder.path().join("states");
    assert_eq!(remove_all(&state_folder).unwrap(), 0);
    start_store(&folder)
        .handle()
        .save(Change::Last(LastPost::default()));
    fs::write(state_folder.join("x.json.damaged-1"), "{").unwrap();
    fs::write(state_folder.join("notes.txt"), "mine").unwrap();
    assert_eq!(
        remove_all(&state_folder).unwrap(),
        1,
        "a damaged file is removed, but is not counted as a library"
    );
    let remaining = fs::read_dir(&state_folder).unwrap().flatten();
    let remaining: Vec<_> = remaining.map(|entry| entry.file_name()).collect();
    assert_eq!(remaining, ["notes.txt"]);
    assert!(!state_file(&folder).remove().unwrap());
}
