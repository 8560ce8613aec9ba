//! The debouncer: collects changes on disk until no change happens for [`DEBOUNCE`]. Pure: the caller passes in the age of the
//! first change.

use std::collections::BTreeSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::library::Rename;

/// Time without changes before files are reread, since programs write a file in several steps.
const DEBOUNCE: Duration = Duration::from_millis(100);

/// Maximum delay of the first change while more changes follow.
const MAX_DELAY: Duration = Duration::from_millis(400);

/// Age of the first change above which files are reread even if more events are pending. From [`MAX_DELAY`] up to this age,
/// pending events are still received, but the watcher waits for no others.
pub(super) const MAX_RECEIVE_AGE: Duration = MAX_DELAY.saturating_mul(2);

/// Maximum number of changed paths; with more, the complete library is scanned again.
const MAX_PATHS: usize = 4096;

/// A change on disk, with paths relative to the library's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FsChange {
    /// A file or folder was created, removed or written.
    Modified(PathBuf),
    /// A file or folder was renamed.
    Renamed(Rename),
    /// The system has dropped events.
    Overflow,
}

/// The state of a path that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathState {
    /// A path that neither is nor was a post or a folder.
    Irrelevant,
    /// A post without any content.
    Empty,
    /// Any other path, such as a deleted post or folder.
    Changed,
}

/// Work that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Reread these files and folders, and apply these renames.
    LibraryUpdate {
        paths: Vec<PathBuf>,
        renames: Vec<Rename>,
    },
    /// Scan the complete library again.
    Rescan,
}

/// The changes whose files were not reread yet.
#[derive(Debug, Default)]
pub(super) struct Debouncer {
    modified: BTreeSet<PathBuf>,
    renames: Vec<Rename>,
    has_overflowed: bool,
    /// The empty files that the last call of [`Debouncer::take`] held back.
    empty: BTreeSet<PathBuf>,
    /// True during a pause. No changes are due until the pause ends.
    is_paused: bool,
    /// True if all changes are due immediately.
    is_urgent: bool,
}

impl Debouncer {
    pub(super) fn add(&mut self, change: FsChange) {
        match change {
            FsChange::Modified(path) => {
                self.modified.insert(path);
            }
            FsChange::Renamed(rename) => {
                self.modified.insert(rename.from.clone());
                self.modified.insert(rename.to.clone());
                self.renames.push(rename);
            }
            FsChange::Overflow => self.has_overflowed = true,
        }
    }

    /// Starts a pause, in which no changes are due. Called while an editor is running.
    pub(super) fn pause(&mut self) {
        self.is_paused = true;
    }

    /// Ends a pause.
    pub(super) fn resume(&mut self) {
        self.is_paused = false;
    }

    /// Ends a pause and makes all changes due immediately.
    pub(super) fn flush_now(&mut self) {
        (self.is_paused, self.is_urgent) = (false, true);
    }

    /// Returns the time to wait for more changes. Returns `None` if no changes are pending, and during a pause. `age` is the age
    /// of the first change.
    pub(super) fn next_timeout(&self, age: Duration) -> Option<Duration> {
        let is_idle = self.modified.is_empty() && !self.has_overflowed;
        match (is_idle || self.is_paused, self.is_urgent) {
            (true, _) => None,
            (false, true) => Some(Duration::ZERO),
            (false, false) => Some(DEBOUNCE.min(MAX_DELAY.saturating_sub(age))),
        }
    }

    /// Returns the work that is due, if any. `state` returns the state of a path.
    ///
    /// A program that replaces the content of a file truncates the file first. Therefore an empty file is held back at first. The
    /// next call returns the file, even if it is still empty.
    pub(super) fn take(&mut self, state: impl Fn(&Path) -> PathState) -> Option<Task> {
        self.is_urgent = false;
        if self.has_overflowed || self.modified.len() > MAX_PATHS {
            *self = Self::default();
            return Some(Task::Rescan);
        }
        let empty_at_last_call = mem::take(&mut self.empty);
        let mut paths: Vec<PathBuf> = Vec::new();
        for path in mem::take(&mut self.modified) {
            // The paths are sorted, so a folder comes before its content, which is reread with the folder.
            if paths.last().is_some_and(|last| path.starts_with(last)) {
                continue;
            }
            match state(&path) {
                PathState::Irrelevant => {}
                PathState::Empty if !empty_at_last_call.contains(&path) => {
                    self.modified.insert(path.clone());
                    self.empty.insert(path);
                }
                PathState::Empty | PathState::Changed => paths.push(path),
            }
        }
        // `modified` now contains only the empty files that are held back. A rename to such a file is held back, too.
        let (pending_renames, renames) = mem::take(&mut self.renames)
            .into_iter()
            .partition(|rename| self.modified.contains(&rename.to));
        self.renames = pending_renames;
        (!paths.is_empty()).then_some(Task::LibraryUpdate { paths, renames })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Creates a debouncer to which these modified paths were added.
    fn debouncer_with(paths: &[&str]) -> Debouncer {
        let mut debouncer = Debouncer::default();
        for path in paths {
            debouncer.add(FsChange::Modified(path.into()));
        }
        debouncer
    }

    /// Returns the task to reread these paths.
    fn reread(paths: &[&str]) -> Task {
        let paths = paths.iter().map(PathBuf::from);
        Task::LibraryUpdate {
            paths: paths.collect(),
            renames: Vec::new(),
        }
    }

    fn changed(_: &Path) -> PathState {
        PathState::Changed
    }

    fn rename() -> Rename {
        Rename {
            from: "a.md".into(),
            to: "b.md".into(),
        }
    }

    /// The age of a change that has just happened.
    const ZERO_AGE: Duration = Duration::ZERO;

    #[test]
    fn without_changes_there_is_no_timeout() {
        let mut debouncer = Debouncer::default();
        assert_eq!(debouncer.next_timeout(ZERO_AGE), None);
        assert_eq!(debouncer.take(changed), None);
        debouncer.flush_now();
        assert_eq!(debouncer.next_timeout(ZERO_AGE), None);
        let mut debouncer = debouncer_with(&["a.md"]);
        assert!(debouncer.take(changed).is_some());
        assert_eq!(debouncer.next_timeout(ZERO_AGE), None);
    }

    #[test]
    fn continuous_changes_are_flushed_after_the_maximum_delay() {
        let debouncer = debouncer_with(&["a.md"]);
        assert_eq!(debouncer.next_timeout(ZERO_AGE), Some(DEBOUNCE));
        let short = Duration::from_millis(50);
        let shortly_before = MAX_DELAY.saturating_sub(short);
        assert_eq!(debouncer.next_timeout(shortly_before), Some(short));
        assert_eq!(debouncer.next_timeout(2 * MAX_DELAY), Some(Duration::ZERO));
    }

    #[test]
    fn changes_below_a_changed_folder_are_merged() {
        let mut debouncer = debouncer_with(&["b.md", "a/x.md", "a", "b.md", "a/y/z.md", "a-b.md"]);
        assert_eq!(
            debouncer.take(changed),
            Some(reread(&["a", "a-b.md", "b.md"]))
        );
    }

    #[test]
    fn an_empty_file_is_reread_at_the_second_call() {
        // `a.md` is empty.
        let state = |path: &Path| {
            if path == Path::new("a.md") {
                PathState::Empty
            } else {
                PathState::Changed
            }
        };
        let mut debouncer = debouncer_with(&["a.md", "b.md"]);
        assert_eq!(debouncer.take(state), Some(reread(&["b.md"])));
        assert_eq!(debouncer.next_timeout(ZERO_AGE), Some(DEBOUNCE));
        assert_eq!(
            debouncer.take(state),
            Some(reread(&["a.md"])),
            "the file is still empty"
        );
        debouncer.add(FsChange::Modified("a.md".into()));
        assert_eq!(debouncer.take(state), None);
        assert_eq!(
            debouncer.take(changed),
            Some(reread(&["a.md"])),
            "the content was written"
        );
        assert_eq!(debouncer.next_timeout(ZERO_AGE), None);
    }

    #[test]
    fn irrelevant_paths_are_dropped() {
        let mut debouncer = debouncer_with(&["a.png", "b.md"]);
        let state = |path: &Path| match path.extension() {
            Some(ending) if ending == "md" => PathState::Changed,
            _ => PathState::Irrelevant,
        };
        assert_eq!(debouncer.take(state), Some(reread(&["b.md"])));
        let mut debouncer = debouncer_with(&["a.png"]);
        assert_eq!(debouncer.take(state), None);
        assert_eq!(debouncer.next_timeout(ZERO_AGE), None);
    }

    #[test]
    fn a_renamed_file_is_reread_under_both_names() {
        let mut debouncer = Debouncer::default();
        debouncer.add(FsChange::Renamed(rename()));
        let (paths, renames) = match debouncer.take(changed) {
            Some(Task::LibraryUpdate { paths, renames }) => (paths, renames),
            other => panic!("{other:?}"),
        };
        assert_eq!(paths, ["a.md", "b.md"].map(PathBuf::from));
        assert_eq!(renames, [rename()]);
    }

    #[test]
    fn too_many_changes_and_dropped_events_cause_a_rescan() {
        let paths: Vec<String> = (0..=MAX_PATHS)
            .map(|number| format!("{number}.md"))
            .collect();
        let paths: Vec<&str> = paths.iter().map(|path| &**path).collect();
        assert_eq!(debouncer_with(&paths).take(changed), Some(Task::Rescan));
        let mut debouncer = debouncer_with(&["a.md"]);
        debouncer.add(FsChange::Overflow);
        assert_eq!(debouncer.take(changed), Some(Task::Rescan));
        assert_eq!(debouncer.take(changed), None);
    }

    #[test]
    fn a_pause_holds_changes_back_until_they_are_flushed() {
        let mut debouncer = debouncer_with(&["a.md"]);
        debouncer.pause();
        assert_eq!(debouncer.next_timeout(MAX_DELAY), None);
        debouncer.add(FsChange::Modified("b.md".into()));
        debouncer.flush_now();
        assert_eq!(debouncer.next_timeout(ZERO_AGE), Some(Duration::ZERO));
        assert_eq!(debouncer.take(changed), Some(reread(&["a.md", "b.md"])));
        debouncer.add(FsChange::Modified("b.md".into()));
        assert_eq!(
            debouncer.next_timeout(ZERO_AGE),
            Some(DEBOUNCE),
            "only the earlier changes were urgent"
        );
    }
}
