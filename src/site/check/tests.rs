use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::library::Sort;
use crate::post::{Post, PostProblem};
use crate::site::{Generator, ImageFault};

/// A file system that contains only `paths`. Its files have no text.
struct FileList {
    paths: BTreeSet<PathBuf>,
    /// Number of images that were decoded.
    decoded: AtomicUsize,
}

impl FileList {
    /// Creates the files of a site from their paths below its root.
    fn of_site(files: &[&str]) -> Self {
        let root = Path::new("/site");
        Self {
            paths: files.iter().map(|file| root.join(file)).collect(),
            decoded: AtomicUsize::new(0),
        }
    }
}

impl FileSystem for FileList {
    fn exists(&self, path: &Path) -> bool {
        self.paths.iter().any(|file| file.starts_with(path))
    }
    fn is_folder(&self, path: &Path) -> bool {
        self.paths
            .iter()
            .any(|file| file.starts_with(path) && file != path)
    }
    fn subfolders(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }
    fn files(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }
    fn read_text(&self, _: &Path) -> Option<String> {
        None
    }
    fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
        Some(path.to_owned())
    }
    fn image_fault(&self, path: &Path) -> Option<ImageFault> {
        self.decoded.fetch_add(1, Ordering::Relaxed);
        match path.file_stem()?.to_str()? {
            "damaged" => Some(ImageFault::Invalid("the file is damaged".to_owned())),
            "large" => Some(ImageFault::TooLarge("too many pixels".to_owned())),
            _ => None,
        }
    }
}

/// Creates the site `/site` of a generator, with its posts in `/site/content`.
fn site(generator: Option<Generator>) -> Site {
    Site {
        generator,
        content: "/site/content".into(),
        ..Site::plain(Path::new("/site"))
    }
}

/// Checks a post of a site and returns its problems as `line:column code`.
fn post_problems(
    generator: Option<Generator>,
    files: &[&str],
    path: &str,
    text: &str,
) -> Vec<String> {
    let site = site(generator);
    let files = FileList::of_site(files);
    let checker = Checker::new(&site, Path::new("/site/content"), &files);
    let source = Source::new(Path::new(path), text.as_bytes().to_vec());
    let problems = checker.check_post(&source, Dialect::Auto);
    problems
        .iter()
        .map(|problem| format!("{}:{} {}", problem.line, problem.column, problem.code))
        .collect()
}

/// The files of a site, as paths below its root.
const FILES: [&str; 6] = [
    "content/posts/a.md",
    "content/posts/b.md",
    "content/posts/é c.png",
    "content/posts/bundle/index.md",
    "static/images/there.png",
    "content/about.md",
];

#[test]
fn image_shortcodes_are_checked_like_images() {
    let check = |text: &str| post_problems(Generator::named("Hugo"), &FILES, "posts/a.md", text);
    let figure = "{{< figure src=\"/images/there.png\" alt=\"x\" >}}\n";
    assert_eq!(check(figure), [""; 0]);
    let gone = "a\n\n{{< figure src=\"/images/gone.png\" alt=\"x\" >}}\n";
    assert_eq!(check(gone), ["3:1 missing-image"]);
    let bare = "{{< figure src=\"/images/there.png\" >}}\n";
    assert_eq!(check(bare), ["1:1 missing-alt"]);
    let liquid = "![x]({{ \"/images/gone.png\" | relative_url }}) <a href=\"{{ site.url }}{{ page.x }}\">x</a>";
    assert_eq!(check(liquid), ["1:1 missing-image"]);
}

#[test]
fn only_links_to_missing_files_are_reported() {
    for (text, expected) in [
        ("[x](b.md) [x](./b.md#frag) [x](../about.md?x=1)", &[][..]),
        ("[x](c.md)", &["1:1 dead-link"]),
        ("a\n\n> é [x](<c d.md>)", &["3:5 dead-link"]),
        ("[x][r]\n\n[r]: c.md", &["1:1 dead-link"]),
        ("[x](bundle.md) [x](about.md) [x](b.mdx)", &[]),
        (
            "[x](http://e.org/c.md) [x](//e.org/c.md) [x](mailto:a@b.md)",
            &[],
        ),
        ("[x]({{< ref \"c.md\" >}}) [x]({% link c.md %})", &[]),
        (
            "[x]({{ page.url }}) [x]({{ site.baseurl }}/c/) [x]({{< get \"c.md\" >}})",
            &[],
        ),
        ("[x](c/) [x](c) [x](/c.md) [x](/posts/c/)", &[]),
        ("`[x](c.md)`\n\n    [x](c.md)", &[]),
        ("[x](gone.pdf)", &["1:1 dead-link"]),
        ("<a href=\"c.md\">x</a>", &["1:1 dead-link"]),
        ("<p>\n <a href=\"c.md\">x</a></p>", &["2:2 dead-link"]),
    ] {
        assert_eq!(
            post_problems(None, &FILES, "posts/a.md", text),
            expected,
            "{text}"
        );
    }
}

#[test]
fn nikola_links_to_missing_posts_are_reported() {
    let library = library_of(&[("posts/a.md", "x"), ("posts/b.md", "---\nslug: bee\n---\n")]);
    let files = FileList::of_site(&FILES);
    for (dialect, text, expected) in [
        (Dialect::Nikola, "[x](link://slug/nope)", true),
        (Dialect::Nikola, "[x](link://filename/posts/nope.md)", true),
        (
            Dialect::Nikola,
            "[x](link://slug/bee) [y](link://slug/b)",
            false,
        ),
        (Dialect::Nikola, "[x](link://filename/posts/b.md)", false),
        (Dialect::Nikola, "[x](link://tag/nope) [y](/nope)", false),
        (Dialect::Gfm, "[x](link://slug/nope)", false),
    ] {
        let site = Site {
            dialect,
            ..site(None)
        };
        let checker =
            Checker::new(&site, Path::new("/site/content"), &files).with_library(&library);
        let source = Source::new(Path::new("posts/a.md"), text.as_bytes().to_vec());
        let problems = checker.check_post(&source, dialect);
        let is_reported = problems.iter().any(|problem| problem.code == "dead-link");
        assert_eq!(is_reported, expected, "{dialect} {text}");
    }
}

#[test]
fn only_images_that_cannot_be_shown_are_reported() {
    let files = [
        "content/posts/a.md",
        "content/posts/damaged.png",
        "content/posts/damaged.svg",
        "content/posts/large.JPG",
        "content/posts/fine.png",
        "static/damaged.webp",
    ];
    let hugo = Generator::named("Hugo");
    for (generator, text, expected) in [
        (
            None,
            "![x](fine.png)\n![x](damaged.png)",
            &["2:1 invalid-image"][..],
        ),
        (None, "![x](large.JPG)", &["1:1 image-too-large"]),
        (
            None,
            "![x](damaged.png) ![x](damaged.png)",
            &["1:1 invalid-image", "1:19 invalid-image"],
        ),
        (
            None,
            "<img src=\"damaged.png\" alt=\"x\">",
            &["1:1 invalid-image"],
        ),
        (hugo, "![x](/damaged.webp)", &["1:1 invalid-image"]),
        (None, "![x](gone.png)", &["1:1 missing-image"]),
        // An image that folio shows as text, an image on another site, and a link are not decoded.
        (None, "![x](damaged.svg)", &[]),
        (None, "![x](https://example.org/damaged.png)", &[]),
        (None, "[x](damaged.png)", &[]),
    ] {
        assert_eq!(
            post_problems(generator, &files, "posts/a.md", text),
            expected,
            "{text}"
        );
    }
}

#[test]
fn each_image_is_decoded_once() {
    let files = FileList::of_site(&[
        "content/a.md",
        "content/b.md",
        "content/fine.png",
        "content/damaged.png",
    ]);
    let site = site(None);
    let checker = Checker::new(&site, Path::new("/site/content"), &files);
    for path in ["a.md", "b.md", "a.md"] {
        let text = b"![x](fine.png)\n![x](damaged.png)".to_vec();
        let source = Source::new(Path::new(path), text);
        let problems = checker.check_post(&source, Dialect::Gfm);
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        let faulty = codes.iter().filter(|code| **code == "invalid-image");
        assert_eq!(faulty.count(), 1, "{path}");
    }
    assert_eq!(files.decoded.load(Ordering::Relaxed), 2);
}

#[test]
fn images_are_searched_in_the_folders_of_the_site() {
    let hugo = Generator::named("Hugo");
    for (generator, path, text, expected) in [
        (
            None,
            "posts/a.md",
            "![x](%C3%A9%20c.png) ![x](<é c.png>)",
            &[][..],
        ),
        (None, "posts/a.md", "![x](gone.png)", &["1:1 missing-image"]),
        (None, "posts/a.md", "![x](/images/gone.png)", &[]),
        (hugo, "posts/a.md", "![x](/images/there.png)", &[]),
        (
            hugo,
            "posts/a.md",
            "![x](/images/gone.png)",
            &["1:1 missing-image"],
        ),
        (hugo, "posts/a.md", "![x](/theme/gone.png)", &[]),
        (
            hugo,
            "posts/bundle/index.md",
            "![x](gone.png)",
            &["1:1 missing-image"],
        ),
        (
            Generator::named("Jekyll"),
            "posts/a.md",
            "![x](gone.png)",
            &[],
        ),
        (
            None,
            "posts/a.md",
            "![x](data:image/png;base64,xx) ![x](x?y)",
            &[],
        ),
    ] {
        assert_eq!(
            post_problems(generator, &FILES, path, text),
            expected,
            "{text}"
        );
    }
}

#[test]
fn only_images_without_alternative_text_are_reported() {
    for (text, expected) in [
        ("![a](b.md)", &[][..]),
        ("![](b.md)", &["1:1 missing-alt"]),
        ("<img src=b.md alt=\"\">", &[]),
        ("x <img src=b.md>", &["1:3 missing-alt"]),
        (
            "<div>\n<img src=b.md>\n<img src=b.md alt=x></div>",
            &["2:1 missing-alt"],
        ),
    ] {
        assert_eq!(
            post_problems(None, &FILES, "posts/a.md", text),
            expected,
            "{text}"
        );
    }
}

#[test]
fn only_fragments_without_a_heading_are_reported() {
    for (text, expected) in [
        ("[x](#two-words)\n\n# Two words", &[][..]),
        ("[x](#three)\n\n# Two words", &["1:1 missing-heading"]),
        ("[x](#two-words-1)\n\n# Two words\n\n# Two words", &[]),
        ("[x](#id)\n\n# Two words {#id}", &[]),
        ("[x](#id) <span id=\"id\"></span>", &[]),
        ("[x](#top) [x](#) [x](#:~:text=a)", &[]),
        ("[x](#ueber)\n\n# Über", &[]),
        ("[x](#three)\n\n{{< include >}}", &[]),
        ("[x](#c)\n\n# C++ & C#", &[]),
        ("[x](#user-content-the-end)\n\n# The end", &[]),
        ("[x](#tone)\n\n# One", &["1:1 missing-heading"]),
        ("[x](#user--content--the--end)\n\n# The end", &[]),
    ] {
        assert_eq!(
            post_problems(None, &FILES, "posts/a.md", text),
            expected,
            "{text}"
        );
    }
}

#[test]
fn fragment_with_many_separators_is_checked_in_linear_time() {
    // Quadratic time would take minutes.
    for separator in ["-", "-a"] {
        let text = format!("[x](#a{}b)\n\n# One", separator.repeat(200_000));
        let problems = post_problems(None, &FILES, "posts/a.md", &text);
        assert_eq!(problems, ["1:1 missing-heading"]);
    }
}

#[test]
fn double_encoding_is_reported_with_its_position() {
    let text = "é\n\n`Ãª` d'Ãªtre\n\n    Ã©tÃ©";
    assert_eq!(
        post_problems(None, &[], "a.md", text),
        ["3:8 double-encoding"]
    );
    let text = "---\ntitle: d'Ãªtre\n---\n";
    assert_eq!(
        post_problems(None, &[], "a.md", text),
        ["2:8 double-encoding"]
    );
}

/// Creates a library from pairs of a path and a text.
fn library_of(posts: &[(&str, &str)]) -> Library {
    let mut library = Library::new(Sort::default());
    let read = |(path, text): &(&str, &str)| -> Post {
        post::read(Path::new(path), &post::decode(text.as_bytes()))
    };
    library.extend(posts.iter().map(read).collect());
    library
}

/// Checks a library of a site and returns its problems as `path:line:column code message`.
fn library_problems(generator: Option<Generator>, posts: &[(&str, &str)]) -> Vec<String> {
    let text = |path: &Path| {
        let mut posts = posts.iter();
        posts
            .find(|(known, _)| Path::new(known) == path)
            .map(|(_, text)| (*text).to_owned())
    };
    check_library(&library_of(posts), &site(generator), &text)
        .iter()
        .map(|PostProblem { path, problem }| {
            let Problem {
                line,
                column,
                code,
                message,
                ..
            } = problem;
            format!("{}:{line}:{column} {code} {message}", path.display())
        })
        .collect()
}

#[test]
fn only_posts_with_the_same_address_are_reported() {
    let hugo = Generator::named("Hugo");
    assert_eq!(
        library_problems(
            hugo,
            &[
                ("a/x.md", ""),
                ("a/x/index.md", ""),
                ("b/x.md", ""),
                ("a/x.fr.md", "")
            ]
        ),
        ["a/x.md:1:1 duplicate-slug `x` gives the post the same address as a/x/index.md"]
    );
    assert_eq!(
        library_problems(
            hugo,
            &[
                ("a.md", "---\ntitle: t\nslug: b\n---"),
                ("b.md", ""),
                ("c.md", "---\nslug: b\ndraft: true\n---")
            ]
        ),
        ["b.md:1:1 duplicate-slug `b` gives the post the same address as a.md"]
    );
    assert_eq!(
        library_problems(
            None,
            &[
                ("a.md", "---\nurl: /x/\n---"),
                ("b/c.md", "---\ntitle: t\nurl: x\n---")
            ]
        ),
        ["b/c.md:3:6 duplicate-slug `x` gives the post the same address as a.md"]
    );
    let dated = [
        ("a.md", "---\nslug: x\ndate: 2020-01-01\n---"),
        ("b.md", "---\nslug: x\ndate: 2020-01-02\n---"),
    ];
    assert_eq!(
        library_problems(Generator::named("Jekyll"), &dated),
        [""; 0]
    );
    let patterns = [
        ("a.md", "---\npermalink: /:year/\n---"),
        ("b.md", "---\npermalink: /:year/\n---"),
    ];
    assert_eq!(library_problems(None, &patterns), [""; 0]);
}

#[test]
fn each_rarer_spelling_is_reported_at_its_first_use() {
    // `webdev` and `rust-lang` are other tags: spellings of one tag differ only in case and in separators.
    let posts = [
        ("a.md", "---\ntags: [rust, web dev, C]\n---"),
        ("b.md", "---\ntags: [Rust, web-dev, C++]\n---"),
        (
            "c.md",
            "---\ntags: [Rust, webdev, C#]\ncategories: [rust]\n---",
        ),
        ("d.md", "---\ntags:\n  - rust-lang\n  - rust\n  - Rust\n---"),
        ("e.md", "---\ntags: [Rust, web-dev]\n---"),
    ];
    assert_eq!(
        library_problems(None, &posts),
        [
            "a.md:2:8 near-duplicate-tag the tag `rust` is written `Rust` in 3 posts",
            "a.md:2:14 near-duplicate-tag the tag `web dev` is written `web-dev` in 2 posts",
        ]
    );
}
