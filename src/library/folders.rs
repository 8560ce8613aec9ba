//! The folders of posts, each stored once, so that the filter term `in:` compares each folder once instead of the
//! path of each post.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;

use super::PostId;

/// All folders, and the folder of each post.
#[derive(Clone, Debug, Default)]
pub(super) struct FolderIndex {
    /// The numbers of the folders by path.
    numbers: HashMap<Box<OsStr>, u32>,
    /// The folders by number.
    folders: Vec<Box<Path>>,
    /// The folder number of each post, by post id. An entry never changes: a post with another path gets another id.
    folder_of_post: Vec<u32>,
}

impl FolderIndex {
    /// Adds the folder of the post with the next id.
    pub(super) fn push(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let number = match self.numbers.get(folder.as_os_str()) {
            Some(number) => *number,
            None => self.add(folder),
        };
        self.folder_of_post.push(number);
    }

    fn add(&mut self, folder: &Path) -> u32 {
        let number = self.folders.len() as u32;
        self.numbers.insert(folder.as_os_str().into(), number);
        self.folders.push(folder.into());
        number
    }

    /// Returns all folders in the order of their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(|folder| &**folder)
    }

    /// Returns the number of a post's folder.
    pub(super) fn of(&self, post: PostId) -> usize {
        self.folder_of_post[post.index()] as usize
    }
}
