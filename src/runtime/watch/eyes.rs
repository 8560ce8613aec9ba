//! Which folders are watched, and what becomes of it where not all can be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::text::Clean;

/// Whether each folder is watched by itself. Elsewhere than on Linux the system watches all that is below one.
pub(super) const EACH: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Of more folders than these, only those are watched that hold posts, and those above them.
const MANY: usize = 1024;

/// Watches one folder, for what happens right in it.
pub(super) trait Eye {
    /// Starts to watch a folder.
    fn open(&mut self, folder: &Path) -> Result<(), Blind>;

    /// Watches it no more; it may be gone.
    fn close(&mut self, folder: &Path);
}

/// Why a folder can't be watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blind {
    /// It is not there, or may not be read.
    Missing,
    /// The system watches no more of them.
    Full,
}

/// The folders of a library that are watched.
#[derive(Debug)]
pub(super) struct Eyes<E> {
    eye: E,
    root: PathBuf,
    /// Below the root.
    watched: BTreeSet<PathBuf>,
    /// The folder of the file that is open, where it is none of those.
    beside: Option<PathBuf>,
    /// So many folders were more than the system watches; fewer are tried again.
    refused: Option<usize>,
}

impl<E: Eye> Eyes<E> {
    pub(super) fn new(root: PathBuf, eye: E) -> Self {
        Self {
            eye,
            root,
            watched: BTreeSet::new(),
            beside: None,
            refused: None,
        }
    }

    /// Watches these folders and no others; with each is told whether posts are in it or below it.
    ///
    /// # Errors
    /// In words, where the system does not watch so many. Then none is watched but that of the open file: what others need
    /// is not taken from them for less than the whole.
    pub(super) fn watch(&mut self, all: &BTreeMap<PathBuf, bool>) -> Result<(), Clean<'static>> {
        let chosen = chosen(all);
        self.refused.take_if(|refused| chosen.len() < *refused);
        let old: Vec<PathBuf> = self.watched.difference(&chosen).cloned().collect();
        for folder in old {
            self.watched.remove(&folder);
            if self.beside.as_ref() != Some(&folder) {
                self.eye.close(&self.root.join(folder));
            }
        }
        self.add(chosen)
    }

    /// Watches these folders as well, which may be new ones in the place of old ones.
    pub(super) fn watch_too(
        &mut self,
        all: &BTreeMap<PathBuf, bool>,
    ) -> Result<(), Clean<'static>> {
        // One that is empty will have posts soon.
        self.add(all.keys().cloned().collect())
    }

    fn add(&mut self, folders: BTreeSet<PathBuf>) -> Result<(), Clean<'static>> {
        if self.refused.is_some() {
            return Err(too_many());
        }
        let count = self.watched.union(&folders).count();
        for folder in folders {
            if self.watched.contains(&folder) {
                continue;
            }
            if self.beside.as_ref() == Some(&folder) {
                self.watched.insert(folder);
                continue;
            }
            match self.eye.open(&self.root.join(&folder)) {
                Ok(()) => {
                    self.watched.insert(folder);
                }
                Err(Blind::Missing) => {}
                Err(Blind::Full) => {
                    self.give_up(count);
                    return Err(too_many());
                }
            }
        }
        Ok(())
    }

    fn give_up(&mut self, count: usize) {
        for folder in std::mem::take(&mut self.watched) {
            self.eye.close(&self.root.join(folder));
        }
        self.refused = Some(count);
        if let Some(folder) = self.beside.take() {
            self.watch_beside(&folder);
        }
    }

    /// Watches the folder of the open file, whatever the others.
    pub(super) fn watch_beside(&mut self, folder: &Path) {
        if self.beside.as_deref() == Some(folder) {
            return;
        }
        let before = self.beside.take();
        if let Some(before) = before.filter(|before| EACH && !self.watched.contains(before)) {
            self.eye.close(&self.root.join(before));
        }
        let is_watched = !EACH || self.watched.contains(folder);
        // Where not even this can be had, the focus brings it.
        if is_watched || self.eye.open(&self.root.join(folder)).is_ok() {
            self.beside = Some(folder.to_owned());
        }
    }

    /// Whether a folder at a path or below it is watched.
    pub(super) fn knows(&self, path: &Path) -> bool {
        self.below(path).next().is_some()
    }

    fn below(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        let inside = move |folder: &&PathBuf| folder.starts_with(path);
        let watched = self.watched.range(path.to_owned()..);
        watched
            .take_while(inside)
            .chain(self.beside.iter().filter(inside))
    }

    /// Watches nothing at a path and below it any more: what stands there now is another folder.
    pub(super) fn forget(&mut self, path: &Path) {
        let gone: Vec<PathBuf> = self.below(path).cloned().collect();
        for folder in gone {
            self.eye.close(&self.root.join(&folder));
            self.watched.remove(&folder);
            self.beside.take_if(|beside| *beside == folder);
        }
    }
}

/// The folders that are worth watching.
fn chosen(all: &BTreeMap<PathBuf, bool>) -> BTreeSet<PathBuf> {
    if !EACH {
        return BTreeSet::from([PathBuf::new()]);
    }
    let is_chosen = |(folder, holds): &(&PathBuf, &bool)| {
        all.len() <= MANY || **holds || folder.as_os_str().is_empty()
    };
    let chosen = all.iter().filter(is_chosen);
    chosen.map(|(folder, _)| folder.clone()).collect()
}

fn too_many() -> Clean<'static> {
    Clean::literal(
        "Too many folders to watch them all: changes show when this window gets the focus, or with r.",
    )
}

#[cfg(all(test, any(target_os = "linux", target_os = "android")))]
mod tests {
    use super::*;

    /// Watches no more than so many folders, and none that is called `gone`.
    #[derive(Debug)]
    struct Limited(usize, BTreeSet<PathBuf>);

    impl Eye for Limited {
        fn open(&mut self, folder: &Path) -> Result<(), Blind> {
            if folder.ends_with("gone") {
                return Err(Blind::Missing);
            }
            if self.1.len() == self.0 {
                return Err(Blind::Full);
            }
            assert!(
                self.1.insert(folder.to_owned()),
                "{} twice",
                folder.display()
            );
            Ok(())
        }

        fn close(&mut self, folder: &Path) {
            self.1.remove(folder);
        }
    }

    fn eyes(most: usize) -> Eyes<Limited> {
        Eyes::new("/r".into(), Limited(most, BTreeSet::new()))
    }

    fn all(folders: &[&str]) -> BTreeMap<PathBuf, bool> {
        let folders = folders.iter();
        folders
            .map(|folder| (PathBuf::from(folder), true))
            .collect()
    }

    fn watched(eyes: &Eyes<Limited>) -> String {
        let folders = eyes.eye.1.iter();
        let folders: Vec<_> = folders.map(|folder| folder.to_string_lossy()).collect();
        folders.join(" ")
    }

    #[test]
    fn folders_come_and_go() {
        let mut eyes = eyes(9);
        assert_eq!(eyes.watch(&all(&["", "a", "a/b", "gone"])), Ok(()));
        assert_eq!(watched(&eyes), "/r/ /r/a /r/a/b");
        assert!(eyes.knows("a".as_ref()) && eyes.knows("".as_ref()));
        assert!(!eyes.knows("a-b".as_ref()) && !eyes.knows("gone".as_ref()));
        eyes.forget("a".as_ref());
        assert_eq!(eyes.watch_too(&all(&["", "c"])), Ok(()));
        assert_eq!(watched(&eyes), "/r/ /r/c");
        assert_eq!(eyes.watch(&all(&["", "a"])), Ok(()));
        assert_eq!(watched(&eyes), "/r/ /r/a");
    }

    #[test]
    fn the_folder_of_the_open_file_is_watched_whatever_the_others() {
        let mut eyes = eyes(9);
        assert_eq!(eyes.watch(&all(&["", "a"])), Ok(()));
        eyes.watch_beside("a".as_ref());
        eyes.watch_beside(".hidden".as_ref());
        assert_eq!(watched(&eyes), "/r/ /r/.hidden /r/a");
        eyes.watch_beside("a".as_ref());
        assert_eq!(watched(&eyes), "/r/ /r/a");
    }

    #[test]
    fn at_the_systems_limit_only_the_open_files_folder_is_watched() {
        let mut eyes = eyes(3);
        eyes.watch_beside("b".as_ref());
        assert!(eyes.watch(&all(&["", "a", "b", "c", "d"])).is_err());
        assert_eq!(watched(&eyes), "/r/b");
        assert!(eyes.watch_too(&all(&["e"])).is_err());
        eyes.watch_beside("a".as_ref());
        assert_eq!(watched(&eyes), "/r/a");
        assert!(
            eyes.watch(&all(&["", "a", "b", "c", "d"])).is_err(),
            "no more than before"
        );
        assert_eq!(eyes.watch(&all(&["", "a"])), Ok(()), "fewer by now");
        assert_eq!(watched(&eyes), "/r/ /r/a");
    }

    #[test]
    fn of_very_many_folders_those_with_posts_are_watched() {
        let mut folders = all(&["", "a", "a/b"]);
        folders.extend((0..2 * MANY).map(|number| (format!("x/{number}").into(), false)));
        let mut eyes = eyes(9);
        assert_eq!(eyes.watch(&folders), Ok(()));
        assert_eq!(watched(&eyes), "/r/ /r/a /r/a/b");
    }
}
