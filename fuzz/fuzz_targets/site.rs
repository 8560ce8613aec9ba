//! Reads any text as a configuration file of a site. The first byte of the input selects the name of that file; the text
//! follows. The content folder must be inside the site.
#![no_main]

use std::path::{Path, PathBuf};

use folio::site::{FileSystem, ImageFault, Site};
use libfuzzer_sys::fuzz_target;

const CONFIG_FILES: [&str; 24] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.json",
    "config.toml",
    "docusaurus.config.js",
    "quartz.config.ts",
    "astro.config.mjs",
    ".eleventy.js",
    ".vuepress/config.js",
    ".vitepress/config.ts",
    "nuxt.config.ts",
    "gatsby-config.js",
    "mkdocs.yml",
    "_quarto.yml",
    "pelicanconf.py",
    "conf.py",
    "_config.yml",
    "config/initializers.rb",
    "config.rb",
    "_config.ts",
    "config.md",
    "next.config.mjs",
    ".obsidian/app.json",
    "package.json",
];

/// A file system with one configuration file. A post `/site/content/post.md` exists too, but can't be read.
struct OneConfigFile<'a> {
    path: PathBuf,
    text: &'a str,
}

impl FileSystem for OneConfigFile<'_> {
    fn exists(&self, path: &Path) -> bool {
        self.path.starts_with(path) || Path::new("/site/content/post.md").starts_with(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.exists(path)
            && path != self.path
            && path.extension().is_none_or(|extension| extension != "md")
    }

    fn read_text(&self, path: &Path) -> Option<String> {
        (path == self.path).then(|| self.text.to_owned())
    }

    fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
        Some(path.to_owned())
    }

    fn subfolders(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }

    fn files(&self, folder: &Path) -> Vec<PathBuf> {
        let name = self.path.strip_prefix(folder).ok();
        let name = name.filter(|name| name.components().count() == 1);
        name.map(Path::to_owned).into_iter().collect()
    }

    fn image_fault(&self, _: &Path) -> Option<ImageFault> {
        None
    }
}

fuzz_target!(|input: &[u8]| {
    if let Some((name_index, text)) = input.split_first() {
        let name = CONFIG_FILES[usize::from(*name_index) % CONFIG_FILES.len()];
        let text = String::from_utf8_lossy(text);
        let files = OneConfigFile {
            path: Path::new("/site").join(name),
            text: &text,
        };
        if let Some(site) = Site::find(Path::new("/site"), None, &files) {
            assert!(site.content.starts_with("/site"), "{:?}", site.content);
        }
    }
});
