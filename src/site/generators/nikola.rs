//! Nikola (getnikola.com). Titles in quotes are pages or sections of its documentation.

use super::super::MetadataSource;
use super::super::permalink::{AddressRules, AddressedPost, SectionPattern};
use super::super::settings::{SiteSettings, path_inside_root, quoted_list, settings_of_script};
use super::{DEFAULT, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Nikola",
    documentation: Documentation {
        root_files: "`conf.py` with `POSTS`",
        metadata: "`.. key: value` lines in a comment or in `.meta` files, YAML, TOML",
        drafts: "`status: draft` or `private`",
        links: "`link://slug/x`, `link://filename/posts/x.md`",
    },
    detect,
    content_folders: &["posts", ""],
    dialect: Dialect::Nikola,
    metadata_source: Some(MetadataSource::NikolaMeta),
    static_folder: Some("files"),
    permalink: Some("/:folders/:slug/"),
    token,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root.read("conf.py")?;
    // Sphinx also uses `conf.py`, but has no posts.
    let posts_setting = quoted_list(&script, "POSTS");
    if posts_setting.is_empty() {
        return None;
    }
    let ending = if script.contains("\nPRETTY_URLS = False") {
        ".html"
    } else {
        "/"
    };
    let mut patterns = Vec::new();
    // Each entry has three parts: a glob of files, a folder for the addresses of these files, and a template ("POSTS").
    for entry in posts_setting.chunks(3) {
        if let [glob, destination, _] = entry
            && let Some((folder, _)) = glob.split_once('*')
        {
            let pattern = format!("/{destination}/:folders/:slug{ending}");
            patterns.push(SectionPattern::new(folder.trim_end_matches('/'), pattern));
        }
    }
    let mut content_folders = Vec::new();
    // The other parts of an entry have no `*`.
    for part in posts_setting {
        let folder = part.split_once('*').map(|(folder, _)| folder);
        let folder = folder.and_then(|folder| path_inside_root(folder.trim_end_matches('/')));
        if let Some(folder) = folder.filter(|folder| !content_folders.contains(folder)) {
            content_folders.push(folder);
        }
    }
    Some(SiteSettings {
        content_folders,
        addresses: AddressRules {
            patterns,
            ..AddressRules::default()
        },
        ..settings_of_script(&script, "BLOG_TITLE", "SITE_URL")
    })
}

/// Returns the value of a token. The token `folders` has the folders between the post and the folder that `POSTS` names. The
/// token `slug` has the post's slug.
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    match token_name {
        "folders" => Some(addressed.folders_in_section().join("/")),
        "slug" => Some(addressed.post.slug().unwrap_or(&addressed.stem).to_owned()),
        _ => None,
    }
}
