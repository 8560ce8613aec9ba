//! The resolution of a link's target to files. A file is reported as missing only if no generator can provide it.
//!
//! In this module, `from` is the post that contains the link.

use std::path::{Path, PathBuf};

use super::Checker;
use crate::document::Dialect;
use crate::library::Destination;
use crate::post;
use crate::site::generators::FilesBesidePosts;
use crate::site::link_target::{self, LinkTarget};

impl Checker<'_> {
    /// Returns the first existing Markdown file that a target may name, if there is one.
    pub(super) fn existing_post(&self, from: &Path, target: &LinkTarget) -> Option<PathBuf> {
        let mut candidates = match target.path.strip_prefix("@/") {
            // `@/` is the content folder (Zola, "Internal links").
            Some(internal) => vec![self.site.content.join(internal)],
            None => self.candidates(from, &target.path),
        };
        candidates.retain(|path| self.files.exists(path) && !self.files.is_folder(path));
        candidates.into_iter().next()
    }

    /// Returns true if the post that a shortcode or a template tag names is certainly missing. Generators search all sections,
    /// so the check requires the library of the complete site.
    pub(super) fn is_referenced_post_missing(&self, from: &Path, target: &LinkTarget) -> bool {
        let Some(library) = self.library.filter(|_| self.folder == self.site.content) else {
            return false;
        };
        let is_post = matches!(
            library.destination(from, &target.path, None),
            Destination::Post(..)
        );
        let relative = target.path.trim_start_matches('/').trim_end_matches('/');
        !is_post
            && !relative.is_empty()
            && !self.candidates(from, relative).iter().any(|path| {
                self.files.exists(path)
                    || post::EXTENSIONS.iter().any(|extension| {
                        let mut file = path.clone().into_os_string();
                        file.push(format!(".{extension}"));
                        self.files.exists(Path::new(&file))
                    })
            })
    }

    /// Returns true if the Markdown file to which the post `from` links is certainly missing. Generators search the folder of
    /// `from`, the content folder and the site's root.
    pub(super) fn is_markdown_file_missing(&self, from: &Path, target: &LinkTarget) -> bool {
        let site = self.site;
        let generator_spec = site.generator.map(|generator| generator.0);
        if let Some(internal) = target.path.strip_prefix("@/") {
            // `@/` is the content folder only in Zola ("Internal links"); elsewhere, it may be an alias of a bundler.
            return site.dialect == Dialect::Zola
                && !self.files.exists(&site.content.join(internal))
                && !self.files.exists(&site.root.join("content").join(internal));
        }
        // Prefixes like `@site/` are aliases that a bundler resolves. A path that starts with `/` may be an address, except with
        // Python-Markdown (Pelican, MkDocs), where it is relative to the content folder.
        let is_elsewhere = target.path.starts_with(['@', '~'])
            || (target.path.starts_with('/') && site.dialect != Dialect::PythonMarkdown);
        if generator_spec.is_some_and(|spec| spec.links_by_name) || is_elsewhere {
            return false;
        }
        !self.candidates(from, &target.path).iter().any(|path| {
            let stem = path.with_extension("");
            self.files.exists(path)
                || post::EXTENSIONS.iter().any(|extension| {
                    self.files.exists(&path.with_extension(extension))
                        || self
                            .files
                            .exists(&stem.join("index").with_extension(extension))
                })
        })
    }

    /// Returns true if the file that the post `from` embeds or links to is certainly missing.
    pub(super) fn is_file_missing(&self, from: &Path, target: &LinkTarget) -> bool {
        if let Some(path_in_site) = target.path.strip_prefix('/') {
            return self.is_static_file_missing(path_in_site);
        }
        if target.path.starts_with(['@', '~']) {
            return false;
        }
        let beside_post = self
            .site
            .generator
            .map_or(FilesBesidePosts::All, |generator| {
                generator.0.files_beside_posts
            });
        let are_folders_known = match beside_post {
            FilesBesidePosts::All => true,
            // The files of posts outside of bundles are in the static folder. Without this folder, it is unknown where they
            // are.
            FilesBesidePosts::InBundles => {
                post::is_bundle_index(from) || self.files.is_folder(&self.site.root.join("static"))
            }
            FilesBesidePosts::Unknown => false,
        };
        let candidates = self.candidates(from, &target.path);
        are_folders_known && !candidates.iter().any(|path| self.files.exists(path))
    }

    /// Returns true if a file is certainly missing. `path_in_site` is its path on the site, without the slash at the start.
    ///
    /// Returns false if the static folder is unknown, or if it lacks the first folder of the path: a program may then generate
    /// the file. For the same reason, a file directly in the root is never reported.
    fn is_static_file_missing(&self, path_in_site: &str) -> bool {
        let folder = self
            .site
            .generator
            .and_then(|generator| generator.0.static_folder);
        let Some(folder) = folder else {
            return false;
        };
        let root = &self.site.root;
        let static_folder = root.join(folder);
        let Some((first, _)) = path_in_site.split_once('/') else {
            return false;
        };
        let folders = [
            &static_folder,
            &self.site.content,
            self.folder,
            &root.join("content"),
            &root.join("assets"),
            root,
        ];
        self.files.is_folder(&static_folder.join(first))
            && !folders
                .iter()
                .any(|folder| self.files.exists(&folder.join(path_in_site)))
    }

    /// Returns the paths of all files to which a target in the post `from` may refer.
    pub(super) fn candidates(&self, from: &Path, target: &str) -> Vec<PathBuf> {
        link_target::candidates(self.site, self.folder, from, target)
    }
}
