//! The links of each generator, in a site on disk: from a link in Markdown to the post that the link leads to.

use std::fs;
use std::path::{Path, PathBuf};

use folio::document::{Document, LinkKind};
use folio::library::{Destination, Library, Sort};
use folio::post;
use folio::runtime::file_system::RealFs;
use folio::site::{Site, Source};

/// A site on disk with its library.
struct Blog {
    /// Keeps the temporary folder until the end of the test.
    _temporary: tempfile::TempDir,
    site: Site,
    /// The content folder; the paths of posts are relative to this folder.
    folder: PathBuf,
    library: Library,
}

impl Blog {
    /// Writes the files of a site of `generator`, and reads the posts in the folder `content`.
    fn new(generator: &str, content: &str, files: &[(&str, &str)]) -> Self {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let root = temporary.path().canonicalize().expect("the folder exists");
        for (name, text) in files {
            let file = root.join(name);
            fs::create_dir_all(file.parent().expect("a folder"))
                .expect("the folder can be created");
            fs::write(file, text).expect("the file can be written");
        }
        let folder = root.join(content);
        let site = Site::find(&folder, None, &RealFs::default()).expect("a site");
        let name = site.generator.map(|generator| generator.to_string());
        assert_eq!(name.as_deref(), Some(generator));
        let mut library = Library::new(Sort::default());
        let posts = files.iter().filter_map(|(name, text)| {
            let path = Path::new(name).strip_prefix(content).ok()?;
            let is_post = path.extension().is_some_and(|extension| extension == "md");
            is_post.then(|| post::read(path, &post::decode(text.as_bytes())))
        });
        library.extend(posts.collect());
        Self {
            _temporary: temporary,
            site,
            folder,
            library,
        }
    }

    /// Parses a post.
    fn document(&self, path: &str) -> Document {
        let bytes = fs::read(self.folder.join(path)).expect("the post can be read");
        Source::new(Path::new(path), bytes).document(self.site.dialect)
    }

    /// Returns the destinations of a post's links, in the order of the post. A destination is written as `path`,
    /// `path §heading`, `§heading`, a URL, `dead`, or `other` and the link's target. Footnotes are left out.
    fn links(&self, path: &str) -> Vec<String> {
        let document = self.document(path);
        let base = self.site.base_url.as_deref();
        let links = document
            .links()
            .filter(|(_, link)| link.kind != LinkKind::Footnote);
        let describe = |destination| match destination {
            Destination::Section(slug) => describe_section(&document, &slug),
            Destination::Post(post, slug) => {
                let path = &self.library.post(post).path;
                let name = path.display().to_string().replace('\\', "/");
                match slug {
                    Some(slug) => {
                        format!("{name} {}", describe_section(&self.document(&name), &slug))
                    }
                    None => name,
                }
            }
            Destination::Web(url) => url,
            Destination::Unsupported(target) => format!("other {target}"),
            Destination::Missing => "dead".to_owned(),
        };
        links
            .map(|(_, link)| describe(self.library.destination(Path::new(path), link.target, base)))
            .collect()
    }
}

/// Returns `§` and the text of the heading that `slug` names. Without such a heading, returns `no section` and the slug.
fn describe_section(document: &Document, slug: &str) -> String {
    let heading = folio::app::links::find_heading(document, slug);
    heading.map_or_else(
        || format!("no section {slug}"),
        |heading| {
            let block = document.toc().headings()[heading].block as usize;
            format!("§{}", &*document.block_text(&document.blocks()[block]))
        },
    )
}

/// Adds a post with `links` at the path `from` to a site of `files`, and asserts where the links lead. Each of `links` is the
/// Markdown of a link, and the link's destination in the form of [`Blog::links`].
#[track_caller]
fn assert_links(
    generator: &str,
    content: &str,
    from: &str,
    files: &[(&str, &str)],
    links: &[(&str, &str)],
) {
    let text: Vec<&str> = links.iter().map(|(link, _)| *link).collect();
    let text = format!("# Here I am\n\n{}\n", text.join("\n\n"));
    let name = format!("{content}/{from}")
        .trim_start_matches('/')
        .to_owned();
    let mut files = files.to_vec();
    files.push((&name, &text));
    let blog = Blog::new(generator, content, &files);
    let actual = blog.links(from);
    let expected: Vec<&str> = links.iter().map(|(_, destination)| *destination).collect();
    assert_eq!(actual, expected, "{text}");
}

#[test]
fn hugo_links_lead_to_posts_and_sections() {
    let files = [
        (
            "hugo.toml",
            "baseURL = \"https://blog.example.org/\"\n[permalinks]\nnotes = \"/:year/:slug/\"\n",
        ),
        (
            "content/posts/first.md",
            "+++\ntitle = \"First\"\naliases = [\"/old/first/\"]\n+++\n## Über uns\n\n## C++ & C#\n",
        ),
        (
            "content/posts/bundle/index.md",
            "+++\ntitle = \"Bundle\"\nslug = \"named\"\n+++\n",
        ),
        (
            "content/notes/same.md",
            "+++\ntitle = \"Same\"\ndate = 2023-05-01\n+++\n",
        ),
        (
            "content/posts/same.md",
            "+++\ntitle = \"Same\"\ndate = 2024-05-01\n+++\n",
        ),
        ("content/posts/_index.md", "+++\ntitle = \"Posts\"\n+++\n"),
    ];
    let links = [
        ("[x](first.md)", "posts/first.md"),
        ("[x](./first)", "posts/first.md"),
        ("[x](bundle/)", "posts/bundle/index.md"),
        ("[x](/posts/first/)", "posts/first.md"),
        ("[x](/old/first/#%C3%BCber-uns)", "posts/first.md §Über uns"),
        ("[x](/posts/named/)", "posts/bundle/index.md"),
        ("[x](/2023/same/)", "notes/same.md"),
        (
            "[x](https://blog.example.org/posts/first/#c--c)",
            "posts/first.md §C++ & C#",
        ),
        ("[x]({{< ref \"first.md\" >}})", "posts/first.md"),
        (
            "[x]({{< ref \"/posts/bundle\" >}})",
            "posts/bundle/index.md",
        ),
        (
            "[x]({{% relref \"first.md#über-uns\" %}})",
            "posts/first.md §Über uns",
        ),
        ("[x](/tags/rust/)", "https://blog.example.org/tags/rust/"),
        ("[x](gone.md)", "dead"),
        ("[x](#here-i-am)", "§Here I am"),
        ("[x](https://example.org/)", "https://example.org/"),
        ("[x](data.zip)", "other data.zip"),
    ];
    assert_links("Hugo", "content", "posts/a.md", &files, &links);
}

#[test]
fn zola_links_lead_to_posts_and_sections() {
    let files = [
        ("config.toml", "base_url = \"https://example.org/blog\"\n"),
        (
            "content/blog/2024-02-24-first.md",
            "+++\ntitle = \"First\"\n+++\n## Été à Paris\n",
        ),
        (
            "content/blog/bundle/index.md",
            "+++\ntitle = \"Bundle\"\naliases = [\"old/bundle\"]\n+++\n",
        ),
    ];
    let links = [
        (
            "[x](@/blog/2024-02-24-first.md)",
            "blog/2024-02-24-first.md",
        ),
        (
            "[x](@/blog/2024-02-24-first.md#ete-a-paris)",
            "blog/2024-02-24-first.md §Été à Paris",
        ),
        ("[x](@/blog/bundle/index.md)", "blog/bundle/index.md"),
        ("[x](/blog/blog/first/)", "blog/2024-02-24-first.md"),
        (
            "[x](https://example.org/blog/old/bundle/)",
            "blog/bundle/index.md",
        ),
        (
            "[x](https://example.org/other/)",
            "https://example.org/other/",
        ),
        ("[x](@/blog/gone.md)", "dead"),
        ("[x](#here-i-am)", "§Here I am"),
    ];
    assert_links("Zola", "content", "blog/a.md", &files, &links);
}

#[test]
fn jekyll_links_lead_to_posts_and_sections() {
    let files = [
        (
            "_config.yml",
            "title: A\nurl: https://example.org\npermalink: /:year/:month/:day/:title.html\n",
        ),
        (
            "_posts/2024-02-24-first.md",
            "---\ntitle: First\n---\n## A part\n",
        ),
        ("_posts/2023-02-24-same.md", "---\ntitle: Same\n---\n"),
        ("_posts/2024-03-24-same.md", "---\ntitle: Same\n---\n"),
        (
            "_posts/2024-01-01-moved.md",
            "---\nredirect_from: /old/\npermalink: /new/\n---\n",
        ),
    ];
    let links = [
        (
            "[x]({% post_url 2024-02-24-first %})",
            "2024-02-24-first.md",
        ),
        (
            "[x]({% link _posts/2024-02-24-first.md %}#a-part)",
            "2024-02-24-first.md §A part",
        ),
        (
            "[x]({{ site.baseurl }}{% post_url 2024-02-24-first %})",
            "2024-02-24-first.md",
        ),
        ("[x](/2024/02/24/first.html)", "2024-02-24-first.md"),
        ("[x](/2023/02/24/same.html)", "2023-02-24-same.md"),
        ("[x](/2024/03/24/same.html)", "2024-03-24-same.md"),
        ("[x](https://example.org/new/)", "2024-01-01-moved.md"),
        ("[x](2024-02-24-first.md)", "2024-02-24-first.md"),
        ("[x](2024-02-25-gone.md)", "dead"),
    ];
    assert_links("Jekyll", "_posts", "2024-05-05-a.md", &files, &links);
}

#[test]
fn astro_eleventy_docusaurus_and_hexo_links_lead_to_posts_and_sections() {
    let posts = |folder: &str| -> Vec<(String, &'static str)> {
        vec![
            (
                format!("{folder}/first.md"),
                "---\ntitle: First\n---\n## A part\n",
            ),
            (
                format!("{folder}/deep/second/index.md"),
                "---\ntitle: Second\nslug: own\n---\n",
            ),
        ]
    };
    for (generator, config, content) in [
        (
            "Astro",
            (
                "astro.config.mjs",
                "export default { site: 'https://example.org' }",
            ),
            "src/content/blog",
        ),
        (
            "Eleventy",
            (
                "eleventy.config.js",
                "module.exports = { url: 'https://example.org' }",
            ),
            "posts",
        ),
        (
            "Docusaurus",
            (
                "docusaurus.config.js",
                "module.exports = { url: 'https://example.org' }",
            ),
            "blog",
        ),
        (
            "Hexo",
            (
                "_config.yml",
                "url: https://example.org\nsource_dir: source\n",
            ),
            "source/_posts",
        ),
    ] {
        let posts = posts(content);
        let mut files = vec![config];
        files.extend(posts.iter().map(|(name, text)| (&**name, *text)));
        let links = [
            ("[x](first.md#a-part)", "first.md §A part"),
            ("[x](./deep/second/)", "deep/second/index.md"),
            ("[x](/blog/first/)", "first.md"),
            ("[x](/blog/deep/own/)", "deep/second/index.md"),
            ("[x](https://example.org/blog/first)", "first.md"),
            ("[x](../outside.md)", "dead"),
        ];
        assert_links(generator, content, "a.md", &files, &links);
    }
}

#[test]
fn obsidian_links_lead_to_posts_and_sections() {
    let files = [
        (".obsidian/app.json", "{}"),
        (
            "notes/Some note.md",
            "---\naliases: [Another name]\n---\n## A part of it\n",
        ),
        ("deep/er/Third.md", "Text.\n"),
    ];
    let links = [
        ("[[Some note]]", "notes/Some note.md"),
        ("[[some note|shown]]", "notes/Some note.md"),
        (
            "[[Some note#A part of it]]",
            "notes/Some note.md §A part of it",
        ),
        ("[[Another name]]", "notes/Some note.md"),
        ("[[deep/er/Third]]", "deep/er/Third.md"),
        ("[[#Here I am]]", "§Here I am"),
        ("[[Nobody wrote this]]", "dead"),
        ("[x](notes/Some%20note.md)", "notes/Some note.md"),
    ];
    assert_links("Obsidian", "", "a.md", &files, &links);
}
