//! Converts the system's events into changes of a library. Pure.

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use super::debouncer::FsChange;
use crate::library::Rename;

/// The folder of a library, and its open file.
#[derive(Clone, Debug, Default)]
pub(super) struct WatchedRoot {
    /// The path of the folder, as it was opened.
    pub(super) path: PathBuf,
    /// The path of the folder without symbolic links. Some systems report this path.
    pub(super) real_path: PathBuf,
    /// The open file, relative to the folder. Shared with the thread of the system's watcher.
    pub(super) open_file: Arc<Mutex<Option<PathBuf>>>,
}

impl WatchedRoot {
    /// Locks and returns the open file, relative to the folder.
    pub(super) fn open_file(&self) -> MutexGuard<'_, Option<PathBuf>> {
        self.open_file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the path to reread after a change of `path`. The returned path is relative to the library's folder. Returns
    /// `None` if no post is affected.
    fn path_to_reread(&self, path: &Path) -> Option<PathBuf> {
        let relative = path
            .strip_prefix(&self.path)
            .or_else(|_| path.strip_prefix(&self.real_path))
            .ok()?;
        if self.open_file().as_deref() == Some(relative) {
            return Some(relative.to_owned());
        }
        let is_hidden =
            |part: &Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
        let mut hidden_parts = relative.components().filter(is_hidden);
        match (hidden_parts.next(), hidden_parts.next()) {
            (None, _) => Some(relative.to_owned()),
            // An ignore file determines which files of its folder are listed. The name of the ignore file is hidden, but the
            // folders above it must not be hidden.
            (Some(_), None) if is_ignore_file(relative) => relative.parent().map(Path::to_owned),
            _ => None,
        }
    }
}

fn is_ignore_file(path: &Path) -> bool {
    let name = path.file_name();
    name.is_some_and(|name| name == ".gitignore" || name == ".ignore")
}

/// Returns true if an event may change the text of a file. Reading a file, as folio itself does, is not a change.
pub(crate) fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        // A new owner or access time does not change the text.
        EventKind::Modify(ModifyKind::Metadata(kind)) => kind == MetadataKind::WriteTime,
        _ => true,
    }
}

/// Returns the changes that an event reports.
pub(super) fn changes_of_event(event: &Event, root: &WatchedRoot) -> Vec<FsChange> {
    if event.need_rescan() {
        return vec![FsChange::Overflow];
    }
    if !is_change(event) {
        return Vec::new();
    }
    let paths: Vec<_> = event
        .paths
        .iter()
        .map(|path| root.path_to_reread(path))
        .collect();
    let is_rename = event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    match &*paths {
        [Some(from), Some(to)] if is_rename => {
            let (from, to) = (from.clone(), to.clone());
            vec![FsChange::Renamed(Rename { from, to })]
        }
        _ => paths
            .into_iter()
            .flatten()
            .map(FsChange::Modified)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, RemoveKind};

    use super::*;

    /// Returns the changes that an event reports, in a library at `/blog` whose open file is `.notes/.todo`.
    fn changes(kind: EventKind, paths: &[&str]) -> Vec<FsChange> {
        let root = WatchedRoot {
            path: "/blog".into(),
            real_path: "/real/blog".into(),
            open_file: Arc::new(Mutex::new(Some(".notes/.todo".into()))),
        };
        let event = Event::new(kind);
        let event = paths
            .iter()
            .fold(event, |event, path| event.add_path(path.into()));
        changes_of_event(&event, &root)
    }

    fn modified(path: &str) -> Vec<FsChange> {
        vec![FsChange::Modified(path.into())]
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn writes_are_reported_and_reads_are_not() {
        for kind in [
            WRITTEN,
            EventKind::Create(CreateKind::File),
            EventKind::Remove(RemoveKind::Folder),
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Modify(ModifyKind::Name(RenameMode::From)),
            EventKind::Any,
        ] {
            assert_eq!(
                changes(kind, &["/blog/a/b.md"]),
                modified("a/b.md"),
                "{kind:?}"
            );
        }
        for kind in [
            EventKind::Access(AccessKind::Open(AccessMode::Any)),
            EventKind::Access(AccessKind::Close(AccessMode::Read)),
            EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)),
        ] {
            assert_eq!(changes(kind, &["/blog/a/b.md"]), [], "{kind:?}");
        }
    }

    #[test]
    fn hidden_files_are_ignored_except_for_ignore_files_and_the_open_file() {
        for (path, expected) in [
            ("/blog", modified("")),
            ("/real/blog/a.md", modified("a.md")),
            ("/blog/.git/index", Vec::new()),
            ("/blog/a/.b.md.swp", Vec::new()),
            ("/blog/a/.gitignore", modified("a")),
            ("/blog/.ignore", modified("")),
            ("/blog/.git/.gitignore", Vec::new()),
            ("/elsewhere/a.md", Vec::new()),
            ("/blog/.notes/.todo", modified(".notes/.todo")),
        ] {
            assert_eq!(changes(WRITTEN, &[path]), expected, "{path}");
        }
    }

    #[test]
    fn a_rename_is_reported_with_both_names_unless_one_is_hidden() {
        let both = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        assert_eq!(
            changes(both, &["/blog/a.md", "/blog/b.md"]),
            [FsChange::Renamed(Rename {
                from: "a.md".into(),
                to: "b.md".into()
            })]
        );
        assert_eq!(
            changes(both, &["/blog/.a.tmp", "/blog/a.md"]),
            modified("a.md")
        );
    }

    #[test]
    fn dropped_events_cause_an_overflow() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(
            changes_of_event(&event, &WatchedRoot::default()),
            [FsChange::Overflow]
        );
    }
}
