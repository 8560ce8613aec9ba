//! The target of a link: its parts, and the files that it may refer to.

use std::path::{Component, Path, PathBuf};

use super::Site;
use crate::library;
use crate::post;
use crate::text::{percent_decoded, scheme};

/// Extensions of files that generators publish unchanged, in lower case.
const FILE_EXTENSIONS: [&str; 24] = [
    "avif", "bmp", "csv", "gif", "gz", "ico", "jpeg", "jpg", "mov", "mp3", "mp4", "ogg", "opus",
    "pdf", "png", "svg", "tar", "tif", "tiff", "txt", "wav", "webm", "webp", "zip",
];

/// The parts of a link's target.
pub(super) struct LinkTarget {
    /// The percent-decoded path, without query and fragment.
    pub(super) path: String,
    pub(super) fragment: Option<String>,
}

impl LinkTarget {
    /// Parses a target within the site; returns `None` for targets on other sites and for targets that contain a template.
    pub(super) fn read(target: &str) -> Option<Self> {
        // Browsers ignore blanks around an address.
        let target = library::without_prefix(target.trim());
        let target = &*target;
        let is_template = target.contains(['{', '}', '<', '>', '$', '`', '\n']);
        if is_template || target.starts_with("//") || scheme(target).is_some() || target.is_empty()
        {
            return None;
        }
        let (rest, fragment) = match target.split_once('#') {
            Some((rest, fragment)) => (rest, Some(percent_decoded(fragment))),
            None => (target, None),
        };
        let path = rest.split('?').next().unwrap_or_default();
        Some(Self {
            path: percent_decoded(path),
            fragment,
        })
    }

    fn extension(&self) -> Option<String> {
        let extension = Path::new(&self.path).extension()?.to_str()?;
        Some(extension.to_ascii_lowercase())
    }

    pub(super) fn is_markdown(&self) -> bool {
        post::is_markdown(Path::new(&self.path))
    }

    pub(super) fn is_file(&self) -> bool {
        self.extension()
            .is_some_and(|extension| FILE_EXTENSIONS.binary_search(&&*extension).is_ok())
    }
}

/// Returns all paths that a relative target in a post of `folder` may refer to, the most likely first.
pub(super) fn candidates(site: &Site, folder: &Path, post: &Path, target: &str) -> Vec<PathBuf> {
    let root = &site.root;
    let file = folder.join(post);
    let beside = file.parent().unwrap_or(folder);
    let inside = file.with_extension("");
    let bare = target
        .trim_start_matches("./")
        .trim_start_matches("../")
        .trim_start_matches('/');
    let mut paths: Vec<_> = [beside, &inside]
        .map(|folder| normalized(&folder.join(target)))
        .into();
    let content = &*site.content;
    for base in [
        root,
        content,
        folder,
        &*root.join("content"),
        &*root.join("static"),
        &*root.join("public"),
        &*root.join("assets"),
    ] {
        paths.push(normalized(&base.join(bare)));
    }
    // Static files may be in the folder that corresponds to the post's section.
    if let Ok(below) = beside.strip_prefix(content) {
        paths.push(normalized(&root.join("static").join(below).join(bare)));
    }
    paths
}

/// Resolves `.` and `..` in a path.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normalized.pop();
            }
            part => normalized.push(part),
        }
    }
    normalized
}
