//! Metadata files, which set metadata for all posts of a folder.

use std::path::Path;

use super::FileSystem;
use crate::post::{Format, Inherited};

/// The kind of file from which the posts of a folder inherit metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cascade {
    /// `_metadata.yml` (Quarto, "Shared metadata").
    QuartoMetadata,
    /// `cascade` in the front matter of `_index.md` (Hugo, "Cascade").
    HugoIndex,
    /// `NAME.json` or `NAME.11tydata.json` in the folder `NAME` (Eleventy, "Directory data files").
    EleventyData,
}

impl Cascade {
    /// Returns the metadata that posts in `folder` (below `library`) inherit from this folder and the folders above.
    pub fn inherited(self, files: &dyn FileSystem, library: &Path, folder: &Path) -> Inherited {
        let mut inherited = Inherited::default();
        for folder in folder.ancestors() {
            if let Some(outer) = self.of_folder(files, &library.join(folder)) {
                inherited.add_outer(&outer);
            }
        }
        inherited
    }

    fn of_folder(self, files: &dyn FileSystem, folder: &Path) -> Option<Inherited> {
        match self {
            Self::QuartoMetadata => {
                let text = files.read_text(&folder.join("_metadata.yml"))?;
                Some(Inherited::read(Format::Yaml, &text))
            }
            Self::HugoIndex => {
                let text = files.read_text(&folder.join("_index.md"))?;
                Some(Inherited::read_cascade(&text))
            }
            Self::EleventyData => {
                let name = folder.file_name()?.to_string_lossy();
                let read = |suffix| files.read_text(&folder.join(format!("{name}.{suffix}")));
                let text = read("json").or_else(|| read("11tydata.json"))?;
                let mut inherited = Inherited::read(Format::Json, &text);
                // A tag with the folder's name only groups the pages of the folder.
                inherited.remove_tags(|tag| tag == name || matches!(tag, "post" | "posts"));
                Some(inherited)
            }
        }
    }
}
