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
    /// The percent-decoded path, without query and fragment; empty for a link within the post.
    pub(super) path: String,
    /// The percent-decoded text after the `#`.
    pub(super) fragment: Option<String>,
}

impl LinkTarget {
    /// Parses a target within the site; returns `None` for an empty target, for targets on other sites, and for targets that
    /// contain a template.
    pub(super) fn parse(target: &str) -> Option<Self> {
        // Browsers ignore blanks around an address.
        let target = library::without_generator_prefix(target.trim());
        let target = &*target;
        let is_template = target.contains(['{', '}', '<', '>', '$', '`', '\n']);
        if is_template || target.starts_with("//") || scheme(target).is_some() || target.is_empty()
        {
            return None;
        }
        let (without_fragment, fragment) = match target.split_once('#') {
            Some((without_fragment, fragment)) => {
                (without_fragment, Some(percent_decoded(fragment)))
            }
            None => (target, None),
        };
        let path = without_fragment.split('?').next().unwrap_or_default();
        Some(Self {
            path: percent_decoded(path),
            fragment,
        })
    }

    /// Returns the extension of the path in lower case.
    fn extension(&self) -> Option<String> {
        let extension = Path::new(&self.path).extension()?.to_str()?;
        Some(extension.to_ascii_lowercase())
    }

    /// Returns true if the path has the extension of a Markdown file.
    pub(super) fn has_markdown_extension(&self) -> bool {
        post::is_markdown(Path::new(&self.path))
    }

    /// Returns true if the path has the extension of a file that generators publish unchanged.
    pub(super) fn has_file_extension(&self) -> bool {
        self.extension()
            .is_some_and(|extension| FILE_EXTENSIONS.binary_search(&&*extension).is_ok())
    }
}

/// Returns the paths of all files to which a link in a post may refer, the most likely first. `folder` is the library's
/// folder; `post` is the path of the post, relative to `folder`. `target_path` is the path in the link's target.
pub(super) fn candidates(
    site: &Site,
    folder: &Path,
    post: &Path,
    target_path: &str,
) -> Vec<PathBuf> {
    let root = &site.root;
    let file = folder.join(post);
    let post_folder = file.parent().unwrap_or(folder);
    // Generators publish `post.md` as the folder `post/`. The path of the target may be relative to this published folder.
    let published_folder = file.with_extension("");
    // The path below the folder `base`.
    let path_below_base = target_path
        .trim_start_matches("./")
        .trim_start_matches("../")
        .trim_start_matches('/');
    let mut paths: Vec<_> = [post_folder, &published_folder]
        .map(|folder| resolve_dots(&folder.join(target_path)))
        .into();
    let content = &*site.content;
    // The folders that generators publish at the root of the site.
    for base in [
        root,
        content,
        folder,
        &*root.join("content"),
        &*root.join("static"),
        &*root.join("public"),
        &*root.join("assets"),
    ] {
        paths.push(resolve_dots(&base.join(path_below_base)));
    }
    // Static files may be in the folder that corresponds to the post's section.
    if let Ok(section) = post_folder.strip_prefix(content) {
        paths.push(resolve_dots(
            &root.join("static").join(section).join(path_below_base),
        ));
    }
    paths
}

/// Resolves `.` and `..` in a path.
fn resolve_dots(path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
    }
    resolved
}
