use std::collections::BTreeMap;

use super::*;

/// A file system in memory: file paths with their texts. Every prefix of a file's path is a folder.
#[derive(Default)]
struct MemoryFs(BTreeMap<PathBuf, String>);

impl MemoryFs {
    /// Creates a file system from pairs of an absolute path and a text.
    fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| (PathBuf::from(path), (*text).to_owned());
        Self(files.iter().map(file).collect())
    }
}

impl FileSystem for MemoryFs {
    fn image_fault(&self, _: &Path) -> Option<ImageFault> {
        None
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.keys().any(|file| file.starts_with(path))
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.exists(path) && !self.0.contains_key(path)
    }

    fn subfolders(&self, path: &Path) -> Vec<PathBuf> {
        let paths = self
            .0
            .keys()
            .filter_map(|file| file.strip_prefix(path).ok());
        let folders = paths.filter(|path| path.components().count() > 1);
        let mut names: Vec<_> = folders
            .filter_map(|path| path.iter().next().map(PathBuf::from))
            .collect();
        names.dedup();
        names
    }

    fn files(&self, path: &Path) -> Vec<PathBuf> {
        let paths = self
            .0
            .keys()
            .filter_map(|file| file.strip_prefix(path).ok());
        let files = paths.filter(|path| path.components().count() == 1);
        files.map(Path::to_owned).collect()
    }

    fn read_text(&self, path: &Path) -> Option<String> {
        self.0.get(path).cloned()
    }

    fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
        let mut resolved = PathBuf::new();
        for part in path.components() {
            match part {
                std::path::Component::ParentDir => {
                    resolved.pop();
                }
                part => resolved.push(part),
            }
        }
        Some(resolved)
    }
}

/// Describes the site in the folder `/s`, which contains `files` and a `README.md`. Returns, separated by `|`: the
/// generator, dialect, content folder, title and base URL. Returns `nothing` if there is no site.
fn described_site(files: &[(&str, &str)]) -> String {
    let mut tree = MemoryFs::of(&[("/s/README.md", "")]);
    for (path, text) in files {
        tree.0
            .insert(Path::new("/s").join(path), (*text).to_owned());
    }
    let Some(site) = Site::find(Path::new("/s"), None, &tree) else {
        return "nothing".to_owned();
    };
    let content = site.content.strip_prefix("/s").unwrap().display();
    let name = site
        .generator
        .map(|generator| generator.to_string())
        .unwrap();
    let title = site.title.unwrap_or_default();
    let url = site.base_url.unwrap_or_default();
    [
        name,
        site.dialect.to_string(),
        content.to_string(),
        title.into(),
        url.into(),
    ]
    .join("|")
}

#[test]
fn generators_are_detected_by_configuration_files() {
    for (files, expected) in [
        (
            vec![
                ("hugo.toml", "title = 'T'\nbaseURL = 'https://x'"),
                ("content/posts/a.md", ""),
            ],
            "Hugo|hugo|content|T|https://x",
        ),
        (
            vec![
                ("config.yml", "baseURL: https://x\ncontentDir: ./text"),
                ("text/a.md", ""),
            ],
            "Hugo|hugo|text||https://x",
        ),
        (
            vec![
                ("config/_default/hugo.yaml", "title: T"),
                ("content/a.md", ""),
            ],
            "Hugo|hugo|content|T|",
        ),
        (
            // The folder `../out` is outside of the site, and therefore ignored.
            vec![
                ("hugo.json", r#"{"contentDir": "../out"}"#),
                ("content/a.md", ""),
            ],
            "Hugo|hugo|content||",
        ),
        (
            vec![("hugo.toml", "broken ="), ("posts/a.md", "")],
            "Hugo|hugo|posts||",
        ),
        (
            vec![
                ("config.toml", "base_url = 'https://x'"),
                ("content/a.md", ""),
            ],
            "Zola|zola|content||https://x",
        ),
        // Not the configuration of a site: it has no key of Hugo or Zola.
        (vec![("config.toml", "[build]\njobs = 1")], "nothing"),
        (
            vec![
                ("_config.yml", "title: T\nurl: https://x"),
                ("_posts/a.md", ""),
            ],
            "Jekyll|jekyll|_posts|T|https://x",
        ),
        (
            vec![
                ("_config.yml", "collections_dir: all"),
                ("all/_posts/a.md", ""),
            ],
            "Jekyll|jekyll|all/_posts||",
        ),
        (
            vec![("_config.yml", "title: T"), ("source/_posts/a.md", "")],
            "Hexo|hexo|source/_posts|T|",
        ),
    ] {
        assert_eq!(described_site(&files), expected, "{files:?}");
    }
}

#[test]
fn generators_are_detected_by_scripts_and_folders() {
    for (files, expected) in [
        (
            vec![
                (
                    "astro.config.mjs",
                    "export default defineConfig({ site: 'https://x', })",
                ),
                ("src/content/blog/a.md", ""),
            ],
            "Astro|gfm|src/content||https://x",
        ),
        (
            vec![
                (".eleventy.js", "return { dir: { input: \"text\" } }"),
                ("text/posts/a.md", ""),
            ],
            "Eleventy|eleventy|text/posts||",
        ),
        (
            vec![("eleventy.config.js", ""), ("text/a.md", "")],
            "Eleventy|eleventy|||",
        ),
        (
            vec![
                (
                    "docusaurus.config.ts",
                    "subtitle: 'no', title: `T`, url: \"https://x\"",
                ),
                ("blog/a.md", ""),
                ("docs/a.md", ""),
            ],
            "Docusaurus|docusaurus||T|https://x",
        ),
        (
            vec![(".vuepress/config.js", "title: 'T'"), ("guide/a.md", "")],
            "VuePress|vuepress||T|",
        ),
        (
            vec![("next.config.js", ""), ("posts/a.md", "")],
            "Next.js|gfm|posts||",
        ),
        (
            vec![
                (
                    "next.config.mjs",
                    "createMDX({ extension: /\\.(md|mdx)$/ })",
                ),
                ("app/a/page.md", ""),
            ],
            "Next.js|mdx|app||",
        ),
        (
            vec![(".obsidian/app.json", "{}"), ("posts/a.md", "")],
            "Obsidian|obsidian|||",
        ),
    ] {
        assert_eq!(described_site(&files), expected, "{files:?}");
    }
}

#[test]
fn the_search_for_a_site_stops_at_git_and_home() {
    let tree = MemoryFs::of(&[
        ("/hugo.toml", ""),
        ("/home/ann/hugo.toml", ""),
        ("/home/ann/blog/hugo.toml", ""),
        ("/home/ann/blog/content/notes/.obsidian/x", ""),
        ("/home/ann/blog/content/notes/a.md", ""),
        ("/home/ann/blog/themes/fine/.git/HEAD", ""),
        ("/home/ann/notes/a.md", ""),
        ("/srv/a.md", ""),
    ]);
    for (folder, root) in [
        // The Obsidian vault in `notes` is ignored, because it is inside a site.
        ("/home/ann/blog/content/notes", Some("/home/ann/blog")),
        ("/home/ann/blog/themes/fine", None),
        ("/home/ann/notes", None),
        ("/home/ann", None),
        ("/srv", None),
    ] {
        let site = Site::find(Path::new(folder), Some(Path::new("/home/ann")), &tree);
        assert_eq!(
            site.map(|site| site.root),
            root.map(PathBuf::from),
            "{folder}"
        );
    }
}

/// Resolves a PATH in the working folder `folder`. Returns these values, separated by blanks:
///
/// - the library's folder;
/// - the library's label;
/// - the path of a post `a.md` in the library's folder, relative to the PATH; the post need not exist;
/// - the path of this post, relative to the working folder;
/// - the file to open, if there is one.
fn resolved(folder: &str, path: Option<&str>) -> String {
    let tree = MemoryFs::of(&[
        ("/w/site/hugo.toml", "title = 'Notes'"),
        ("/w/site/README.md", ""),
        ("/w/site/content/posts/2024/a.md", ""),
        ("/w/site/content/posts/trip/index.md", ""),
        ("/w/plain/posts/a.md", ""),
        ("/w/plain/trip/index.md", ""),
        ("/w/bare/a.md", ""),
    ]);
    let environment = Environment {
        working_folder: folder.into(),
        ..Environment::default()
    };
    match resolve_path(path.map(Path::new), &environment, &tree) {
        Ok(target) => {
            let post = Path::new("a.md");
            let (from_argument, from_working_folder) = (
                target.path_from_argument(post),
                target.path_from_working_folder(post),
            );
            let parts = [
                &target.library_folder,
                Path::new(&target.label),
                &from_argument,
                &from_working_folder,
            ];
            let open = target.file_to_open.iter().map(PathBuf::as_path);
            let parts = parts
                .into_iter()
                .chain(open)
                .map(|part| part.display().to_string());
            parts.collect::<Vec<_>>().join(" ")
        }
        Err(missing) => missing.to_string(),
    }
}

#[test]
fn without_a_path_the_content_folder_is_listed() {
    for (folder, expected) in [
        ("/w/site", "/w/site/content Notes a.md content/a.md"),
        (
            "/w/site/content/posts",
            "/w/site/content Notes a.md /w/site/content/a.md",
        ),
        ("/w/plain", "/w/plain/posts plain/posts a.md posts/a.md"),
        // There is no content folder.
        ("/w/bare", "/w/bare bare a.md a.md"),
    ] {
        assert_eq!(resolved(folder, None), expected, "{folder}");
    }
}

#[test]
fn a_folder_is_listed_itself_unless_it_is_the_root_of_a_site() {
    for (folder, path, expected) in [
        (
            "/w",
            "site",
            "/w/site/content Notes content/a.md site/content/a.md",
        ),
        (
            "/w",
            "./site/",
            "/w/site/content Notes content/a.md site/content/a.md",
        ),
        (
            "/w/site",
            ".",
            "/w/site/content Notes content/a.md content/a.md",
        ),
        (
            "/w/site",
            "content/posts",
            "/w/site/content/posts Notes/posts a.md content/posts/a.md",
        ),
        ("/w/bare", "../plain", "/w/plain plain a.md ../plain/a.md"),
        ("/", "/w/bare", "/w/bare bare a.md /w/bare/a.md"),
    ] {
        assert_eq!(resolved(folder, Some(path)), expected, "{folder} {path}");
    }
}

#[test]
fn a_missing_path_is_an_error() {
    assert_eq!(
        resolved("/w", Some("nosuch")),
        "nosuch: no such file or folder"
    );
}

#[test]
fn a_file_resolves_to_its_library_and_is_opened() {
    for (folder, path, expected) in [
        (
            "/w/site",
            "content/posts/2024/a.md",
            "/w/site/content Notes a.md content/a.md /w/site/content/posts/2024/a.md",
        ),
        (
            "/w",
            "site/README.md",
            "/w/site site a.md site/a.md /w/site/README.md",
        ),
        (
            "/w",
            "bare/a.md",
            "/w/bare bare a.md bare/a.md /w/bare/a.md",
        ),
        (
            "/w",
            "plain/trip/index.md",
            "/w/plain/trip trip a.md plain/trip/a.md /w/plain/trip/index.md",
        ),
        (
            "/w/site/content/posts/trip",
            "index.md",
            "/w/site/content Notes a.md /w/site/content/a.md /w/site/content/posts/trip/index.md",
        ),
    ] {
        assert_eq!(resolved(folder, Some(path)), expected, "{folder} {path}");
    }
}

#[test]
fn the_configured_folder_is_opened_only_without_a_path() {
    let tree = MemoryFs::of(&[("/w/plain/posts/a.md", ""), ("/w/bare/a.md", "")]);
    let environment = Environment {
        working_folder: "/w/plain".into(),
        configured_folder: Some("/w/bare".into()),
        ..Environment::default()
    };
    assert_eq!(
        resolve_path(None, &environment, &tree)
            .unwrap()
            .library_folder,
        Path::new("/w/bare")
    );
    let target = resolve_path(Some(Path::new("posts")), &environment, &tree).unwrap();
    assert_eq!(target.library_folder, Path::new("/w/plain/posts"));
}

#[test]
fn languages_of_a_site_come_from_its_configuration() {
    let hugo = "defaultContentLanguage = \"en\"\n[languages.en]\ncontentDir = \"content/english\"\n\
                [languages.de]\ncontentDir = \"content/german\"\n";
    let english = ("content/english/a.md", "");
    let german = ("content/german/a.md", "");
    // Expected are the default language, and the folder of each language below the library's folder.
    for (files, library, expected) in [
        (
            &[("hugo.toml", hugo), english, german][..],
            "content",
            "en; en=english de=german",
        ),
        (
            &[("hugo.toml", hugo), english, german],
            "content/german",
            "de;",
        ),
        (
            &[(
                "config.toml",
                "base_url = \"x\"\ndefault_language = \"fr\"\n",
            )],
            "content",
            "fr;",
        ),
        (
            &[("_config.yml", "title: x\ndefault_lang: pt-BR\nlang: en\n")],
            "",
            "pt-BR;",
        ),
        (&[("_config.yml", "title: x\n")], "", "none;"),
    ] {
        let mut tree = MemoryFs::default();
        for (path, text) in files {
            tree.0
                .insert(Path::new("/s").join(path), (*text).to_owned());
        }
        let site = Site::find(Path::new("/s"), None, &tree).unwrap();
        let rules = site.rules(&Path::new("/s").join(library));
        let mut languages = format!("{};", rules.languages.default.as_deref().unwrap_or("none"));
        let mut folders = rules.languages.folders;
        folders.sort_by(|a, b| b.language.cmp(&a.language));
        for language in folders {
            languages += &format!(" {}={}", language.language, language.folder.display());
        }
        assert_eq!(languages, expected, "{files:?} {library}");
    }
}
