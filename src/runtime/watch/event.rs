//! The system's events → notes about a library. Pure.

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use super::pending::Note;

/// The folder of a library, as it is named and as it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Root {
    pub(super) named: PathBuf,
    /// Without links: some systems tell paths so.
    pub(super) real: PathBuf,
    /// The file that is open, below it; shared with the system's own thread.
    pub(super) open: Arc<Mutex<Option<PathBuf>>>,
}

impl Root {
    /// The file that is open, below the folder.
    pub(super) fn open(&self) -> MutexGuard<'_, Option<PathBuf>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A path below the folder; `None` for what the library has nothing to do with.
    fn below(&self, path: &Path) -> Option<PathBuf> {
        let below = path
            .strip_prefix(&self.named)
            .or_else(|_| path.strip_prefix(&self.real))
            .ok()?;
        if self.open().as_deref() == Some(below) {
            return Some(below.to_owned());
        }
        let is_hidden =
            |part: &Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
        let mut hidden = below.components().filter(is_hidden);
        match (hidden.next(), hidden.next()) {
            (None, _) => Some(below.to_owned()),
            // What is listed follows from it for its whole folder.
            (Some(_), None) if is_rules(below) => below.parent().map(Path::to_owned),
            _ => None,
        }
    }
}

fn is_rules(path: &Path) -> bool {
    let name = path.file_name();
    name.is_some_and(|name| name == ".gitignore" || name == ".ignore")
}

/// What an event says about the library. Nothing for what is only read: folio itself does that.
pub(super) fn notes(event: &Event, root: &Root) -> Vec<Note> {
    if event.need_rescan() {
        return vec![Note::Everything];
    }
    let is_written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        // Another date or another owner changes no text.
        EventKind::Modify(ModifyKind::Metadata(kind)) => kind == MetadataKind::WriteTime,
        _ => true,
    };
    if !is_written {
        return Vec::new();
    }
    let paths: Vec<_> = event.paths.iter().map(|path| root.below(path)).collect();
    let is_rename = event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    match &*paths {
        [Some(from), Some(to)] if is_rename => vec![Note::Moved(from.clone(), to.clone())],
        _ => paths.into_iter().flatten().map(Note::Touched).collect(),
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, RemoveKind};

    use super::*;

    fn told(kind: EventKind, paths: &[&str]) -> Vec<Note> {
        let root = Root {
            named: "/blog".into(),
            real: "/real/blog".into(),
            open: Arc::new(Mutex::new(Some(".notes/.todo".into()))),
        };
        let event = Event::new(kind);
        let event = paths
            .iter()
            .fold(event, |event, path| event.add_path(path.into()));
        notes(&event, &root)
    }

    fn touched(path: &str) -> Vec<Note> {
        vec![Note::Touched(path.into())]
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn writing_counts_and_reading_does_not() {
        for kind in [
            WRITTEN,
            EventKind::Create(CreateKind::File),
            EventKind::Remove(RemoveKind::Folder),
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Modify(ModifyKind::Name(RenameMode::From)),
            EventKind::Any,
        ] {
            assert_eq!(told(kind, &["/blog/a/b.md"]), touched("a/b.md"), "{kind:?}");
        }
        for kind in [
            EventKind::Access(AccessKind::Open(AccessMode::Any)),
            EventKind::Access(AccessKind::Close(AccessMode::Read)),
            EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)),
        ] {
            assert_eq!(told(kind, &["/blog/a/b.md"]), [], "{kind:?}");
        }
    }

    #[test]
    fn what_is_hidden_is_of_no_concern_but_for_the_rules() {
        for (path, expected) in [
            ("/blog", touched("")),
            ("/real/blog/a.md", touched("a.md")),
            ("/blog/.git/index", Vec::new()),
            ("/blog/a/.b.md.swp", Vec::new()),
            ("/blog/a/.gitignore", touched("a")),
            ("/blog/.ignore", touched("")),
            ("/blog/.git/.gitignore", Vec::new()),
            ("/elsewhere/a.md", Vec::new()),
            ("/blog/.notes/.todo", touched(".notes/.todo")),
        ] {
            assert_eq!(told(WRITTEN, &[path]), expected, "{path}");
        }
    }

    #[test]
    fn a_rename_is_told_with_both_names() {
        let both = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        assert_eq!(
            told(both, &["/blog/a.md", "/blog/b.md"]),
            [Note::Moved("a.md".into(), "b.md".into())]
        );
        assert_eq!(told(both, &["/blog/.a.tmp", "/blog/a.md"]), touched("a.md"));
    }

    #[test]
    fn lost_events_are_made_up_for() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(notes(&event, &Root::default()), [Note::Everything]);
    }
}
