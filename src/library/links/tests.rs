use super::*;
use crate::library::Sort;
use crate::post;

/// Creates a library of posts that links can name in different ways: by file, date, slug, alias, URL or title.
fn library() -> Library {
    let file = |path: &str, text: &str| post::read(Path::new(path), &post::decode(text.as_bytes()));
    let mut library = Library::new(Sort::default());
    library.extend(vec![
        file("a.md", ""),
        file("sub/b.md", ""),
        file("bundle/index.md", ""),
        file("2024-02-24-dated.md", ""),
        file("named.md", "---\nslug: other-name\n---\n"),
        file(
            "moved.md",
            "---\naliases: [/old/place/]\nurl: /new/place/\n---\n",
        ),
        file("en/same.md", ""),
        file("de/same.md", ""),
        file(
            "with blank.md",
            "---\ntitle: A Title\naliases: [Another Name]\n---\n",
        ),
        file("2023/twice.md", "---\ndate: 2023-01-02\n---\n"),
        file("2024/twice.md", "---\ndate: 2024-03-04\n---\n"),
    ]);
    library
}

/// Asserts the destination of a link to `target` in the post `from`. `expected` is one of these: `#` and the slug of a section in
/// this post; another post's path, with `#` and a slug if the link has a fragment; a URL; `unsupported` and the target;
/// `missing`.
#[track_caller]
fn assert_destination(from: &str, target: &str, expected: &str) {
    let library = library();
    let destination =
        library.destination(Path::new(from), target, Some("https://blog.example.org/"));
    let description = match destination {
        Destination::Section(slug) => format!("#{slug}"),
        Destination::Post(post, slug) => {
            let slug = slug.map(|slug| format!("#{slug}")).unwrap_or_default();
            format!("{}{slug}", library.post(post).path.display())
        }
        Destination::Web(url) => url,
        Destination::Unsupported(target) => format!("unsupported {target}"),
        Destination::Missing => "missing".to_owned(),
    };
    assert_eq!(description, expected, "{from} -> {target}");
}

#[test]
fn file_paths_lead_to_the_posts_at_these_paths() {
    assert_destination("a.md", "sub/b.md", "sub/b.md");
    assert_destination("sub/b.md", "../a.md#top", "a.md#top");
    assert_destination("a.md", "sub/b", "sub/b.md");
    assert_destination("sub/b.md", "../bundle/", "bundle/index.md");
    assert_destination("a.md", "@/sub/b.md", "sub/b.md");
    assert_destination("a.md", "with%20blank.md", "with blank.md");
}

#[test]
fn addresses_lead_to_the_post_with_the_longest_common_suffix() {
    assert_destination("a.md", "/2024/02/24/dated.html", "2024-02-24-dated.md");
    assert_destination("a.md", "/posts/other-name/", "named.md");
    assert_destination("a.md", "/old/place/", "moved.md");
    assert_destination(
        "a.md",
        "https://blog.example.org/new/place/#x",
        "moved.md#x",
    );
    assert_destination("a.md", "2024-02-24-dated", "2024-02-24-dated.md");
    assert_destination("a.md", "/de/same/", "de/same.md");
    // Two posts match equally well, so the address is opened on the web.
    assert_destination("a.md", "/same/", "https://blog.example.org/same/");
}

#[test]
fn names_lead_to_posts_in_any_folder() {
    assert_destination("sub/b.md", "With blank", "with blank.md");
    assert_destination("sub/b.md", "With Blank#A part", "with blank.md#A part");
    assert_destination("sub/b.md", "another name", "with blank.md");
    assert_destination("sub/b.md", "/posts/with-blank/", "with blank.md");
    assert_destination("sub/b.md", "/posts/a-title/", "with blank.md");
}

#[test]
fn dates_distinguish_posts_with_the_same_name() {
    assert_destination("a.md", "/2023/01/02/twice.html", "2023/twice.md");
    assert_destination("a.md", "/blog/2024/twice/", "2024/twice.md");
    assert_destination("a.md", "/2024/03/twice/", "2024/twice.md");
}

#[test]
fn pages_without_a_post_lead_to_the_web_and_files_do_not() {
    assert_destination("a.md", "/tags/x/", "https://blog.example.org/tags/x/");
    assert_destination(
        "a.md",
        "https://blog.example.org/tags/x/",
        "https://blog.example.org/tags/x/",
    );
    // Files are no pages: a feed is unsupported, and a Markdown file is missing.
    assert_destination("a.md", "/feed.xml", "unsupported /feed.xml");
    assert_destination("a.md", "tags/x.md", "missing");
    assert_destination("a.md", "/tags/x.md", "missing");
}

#[test]
fn targets_that_lead_to_no_other_post_are_told_apart() {
    assert_destination("a.md", "#part", "#part");
    assert_destination("a.md", "a.md#part", "#part");
    assert_destination("a.md", "https://example.org/x", "https://example.org/x");
    assert_destination("a.md", "//example.org/x", "https://example.org/x");
    assert_destination(
        "a.md",
        "javascript:alert(1)",
        "unsupported javascript:alert(1)",
    );
    assert_destination("a.md", "picture.png", "unsupported picture.png");
    assert_destination("a.md", "nowhere.md", "missing");
    assert_destination("a.md", "../../etc/passwd", "missing");
}
