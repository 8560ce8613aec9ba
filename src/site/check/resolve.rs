//! Where a link leads: the file it names, or that nobody can tell.

use std::path::{Component, Path, PathBuf};

use super::Checker;
use crate::post;
use crate::site::{Files, Generator};
use crate::text::{percent_decoded, scheme};

/// Endings of files that no generator makes out of posts, in lower case.
const FILES: [&str; 24] = [
    "avif", "bmp", "csv", "gif", "gz", "ico", "jpeg", "jpg", "mov", "mp3", "mp4", "ogg", "opus",
    "pdf", "png", "svg", "tar", "tif", "tiff", "txt", "wav", "webm", "webp", "zip",
];

/// A link's target, taken apart.
pub(super) struct Target {
    /// Percent signs resolved; without query and fragment.
    pub(super) path: String,
    pub(super) fragment: Option<String>,
}

impl Target {
    /// A target within the site; `None` for another site's and for what a template is still to fill in.
    pub(super) fn read(target: &str) -> Option<Self> {
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

    fn ending(&self) -> Option<String> {
        let ending = Path::new(&self.path).extension()?.to_str()?;
        Some(ending.to_ascii_lowercase())
    }

    pub(super) fn is_markdown(&self) -> bool {
        post::is_markdown(Path::new(&self.path))
    }

    pub(super) fn is_file(&self) -> bool {
        self.ending()
            .is_some_and(|ending| FILES.binary_search(&&*ending).is_ok())
    }
}

impl<F: Files> Checker<'_, F> {
    /// Whether a Markdown file that a post names is certainly not there. Generators look beside the post, in the content
    /// folder and at the site's root.
    pub(super) fn lacks_post(&self, post: &Path, target: &Target) -> bool {
        let site = self.site;
        if let Some(internal) = target.path.strip_prefix("@/") {
            // Zola, “Internal links”.
            return site.generator == Some(Generator::Zola)
                && !self.files.exists(&site.content.join(internal))
                && !self.files.exists(&site.root.join("content").join(internal));
        }
        // A vault finds notes by their names, wherever they lie; aliases like `@site/` are a bundler's.
        let is_elsewhere = target.path.starts_with(['/', '@', '~']);
        if site.generator == Some(Generator::Obsidian) || is_elsewhere {
            return false;
        }
        !self.candidates(post, &target.path).iter().any(|path| {
            let stem = path.with_extension("");
            self.files.exists(path)
                || post::ENDINGS.iter().any(|ending| {
                    self.files.exists(&path.with_extension(ending))
                        || self
                            .files
                            .exists(&stem.join("index").with_extension(ending))
                })
        })
    }

    /// Whether a file that a post shows or links to is certainly not there.
    pub(super) fn lacks_file(&self, post: &Path, target: &Target) -> bool {
        let generator = self.site.generator;
        if let Some(absolute) = target.path.strip_prefix('/') {
            return self.lacks_static(absolute);
        }
        if target.path.starts_with(['@', '~']) {
            return false;
        }
        let beside_the_post = match generator {
            None | Some(Generator::Docusaurus | Generator::VuePress | Generator::Astro) => true,
            // A page bundle's files are published with it; another post's address is not its file's.
            Some(Generator::Hugo | Generator::Zola) => {
                post::is_bundle(post) || self.files.is_folder(&self.site.root.join("static"))
            }
            _ => false,
        };
        let candidates = self.candidates(post, &target.path);
        beside_the_post && !candidates.iter().any(|path| self.files.exists(path))
    }

    /// A file by its address on the site. Where even its first folder is not there, something else may provide it.
    fn lacks_static(&self, absolute: &str) -> bool {
        let folder = match self.site.generator {
            Some(Generator::Hugo | Generator::Zola | Generator::Docusaurus) => "static",
            Some(Generator::Astro | Generator::Next) => "public",
            Some(Generator::Jekyll) => "",
            _ => return false,
        };
        let root = &self.site.root;
        let published = root.join(folder);
        let Some((first, _)) = absolute.split_once('/') else {
            return false;
        };
        let places = [
            &published,
            &self.site.content,
            self.folder,
            &root.join("content"),
            &root.join("assets"),
            root,
        ];
        self.files.is_folder(&published.join(first))
            && !places
                .iter()
                .any(|place| self.files.exists(&place.join(absolute)))
    }

    /// Where a relative path may lead.
    fn candidates(&self, post: &Path, target: &str) -> Vec<PathBuf> {
        let root = &self.site.root;
        let file = self.folder.join(post);
        let beside = file.parent().unwrap_or(self.folder);
        let inside = file.with_extension("");
        let bare = target.trim_start_matches("./").trim_start_matches("../");
        let mut found: Vec<_> = [beside, &inside]
            .map(|folder| plain(&folder.join(target)))
            .into();
        let (content, folder) = (&*self.site.content, self.folder);
        for place in [
            root,
            content,
            folder,
            &*root.join("content"),
            &*root.join("static"),
            &*root.join("public"),
            &*root.join("assets"),
        ] {
            found.push(plain(&place.join(bare)));
        }
        // By its section's address in the folder of static files.
        if let Ok(below) = beside.strip_prefix(content) {
            found.push(plain(&root.join("static").join(below).join(bare)));
        }
        found
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
