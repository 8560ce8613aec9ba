use super::*;
use crate::library::Sort;
use crate::post;

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

#[track_caller]
fn check(from: &str, target: &str, expected: &str) {
    let library = library();
    let found = library.destination(Path::new(from), target, Some("https://blog.example.org/"));
    let shown = match found {
        Destination::Section(slug) => format!("#{slug}"),
        Destination::Post(post, slug) => {
            let slug = slug.map(|slug| format!("#{slug}")).unwrap_or_default();
            format!("{}{slug}", library.post(post).path.display())
        }
        Destination::Outside(url) => url,
        Destination::Other(target) => format!("other {target}"),
        Destination::Missing => "missing".to_owned(),
    };
    assert_eq!(shown, expected, "{from} -> {target}");
}

#[test]
fn files_are_found_by_their_paths() {
    check("a.md", "sub/b.md", "sub/b.md");
    check("sub/b.md", "../a.md#top", "a.md#top");
    check("a.md", "sub/b", "sub/b.md");
    check("sub/b.md", "../bundle/", "bundle/index.md");
    check("a.md", "@/sub/b.md", "sub/b.md");
    check("a.md", "with%20blank.md", "with blank.md");
    check("a.md", "../../etc/passwd", "missing");
}

#[test]
fn addresses_are_compared_from_their_ends() {
    check("a.md", "/2024/02/24/dated.html", "2024-02-24-dated.md");
    check("a.md", "/posts/other-name/", "named.md");
    check("a.md", "/old/place/", "moved.md");
    check(
        "a.md",
        "https://blog.example.org/new/place/#x",
        "moved.md#x",
    );
    check("a.md", "2024-02-24-dated", "2024-02-24-dated.md");
    check("a.md", "/de/same/", "de/same.md");
    // Nobody knows which; the site does.
    check("a.md", "/same/", "https://blog.example.org/same/");
}

#[test]
fn names_are_enough_as_in_a_vault() {
    check("sub/b.md", "With blank", "with blank.md");
    check("sub/b.md", "With Blank#A part", "with blank.md#A part");
    check("sub/b.md", "another name", "with blank.md");
    check("sub/b.md", "/posts/with-blank/", "with blank.md");
    check("sub/b.md", "/posts/a-title/", "with blank.md");
    check("a.md", "sub/b", "sub/b.md");
}

#[test]
fn the_date_tells_two_of_one_name_apart() {
    check("a.md", "/2023/01/02/twice.html", "2023/twice.md");
    check("a.md", "/blog/2024/twice/", "2024/twice.md");
    check("a.md", "/2024/03/twice/", "2024/twice.md");
}

#[test]
fn pages_that_are_no_posts_are_on_the_web() {
    check("a.md", "/tags/x/", "https://blog.example.org/tags/x/");
    check(
        "a.md",
        "https://blog.example.org/tags/x/",
        "https://blog.example.org/tags/x/",
    );
    check("a.md", "/feed.xml", "other /feed.xml");
    check("a.md", "tags/x.md", "missing");
    check("a.md", "/tags/x.md", "missing");
}

#[test]
fn the_rest_is_told_apart() {
    check("a.md", "#part", "#part");
    check("a.md", "a.md#part", "#part");
    check("a.md", "https://example.org/x", "https://example.org/x");
    check("a.md", "//example.org/x", "https://example.org/x");
    check("a.md", "javascript:alert(1)", "other javascript:alert(1)");
    check("a.md", "picture.png", "other picture.png");
    check("a.md", "nowhere.md", "missing");
}
