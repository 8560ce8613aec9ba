//! Tests of the orders of posts.

use super::*;

#[test]
fn date_order_is_newest_first_with_undated_posts_last() {
    let mut library = blog();
    for (by, reversed, expected) in [
        (
            SortBy::Date,
            false,
            "guides/new.md guides/a/same.md old.md undated.md",
        ),
        (
            SortBy::Date,
            true,
            "guides/a/same.md old.md guides/new.md undated.md",
        ),
        (
            SortBy::Title,
            false,
            "guides/new.md guides/a/same.md undated.md old.md",
        ),
        (
            SortBy::Title,
            true,
            "old.md undated.md guides/a/same.md guides/new.md",
        ),
        (
            SortBy::Path,
            false,
            "guides/a/same.md guides/new.md old.md undated.md",
        ),
        (
            SortBy::Path,
            true,
            "undated.md old.md guides/new.md guides/a/same.md",
        ),
    ] {
        library.set_sort(Sort { by, reversed });
        assert_eq!(
            paths(&library, library.order()).join(" "),
            expected,
            "{by:?} {reversed}"
        );
    }
}

#[test]
fn times_are_compared_in_utc() {
    let post_at = |path: &str, hour: i8, offset: i8| Post {
        date: Some(Date {
            day: civil::date(2024, 5, 1),
            time: Some(civil::time(hour, 0, 0, 0)),
            offset: Some(jiff::tz::offset(offset)),
        }),
        ..post(path, "", "", &[])
    };
    let library = library([
        post_at("tokyo", 9, 9),
        post_at("lima", 1, -5),
        post_at("london", 3, 0),
    ]);
    assert_eq!(
        paths(&library, library.order()),
        ["lima", "london", "tokyo"]
    );
}

#[test]
fn path_order_lists_a_folder_before_names_with_its_prefix() {
    let library = library(["a-b.md", "a/z.md", "a.md"].map(|path| post(path, "", "", &[])));
    assert_eq!(
        paths(&library, library.sort_index.by_path()),
        ["a/z.md", "a-b.md", "a.md"]
    );
}

#[test]
fn numbers_in_paths_and_titles_compare_as_numbers() {
    let posts = [
        ("issue-10.md", "Part 10"),
        ("issue-9.md", "Part 9"),
        ("issue-9/a.md", "Part 100"),
    ];
    let posts = posts.map(|(path, title)| post(path, "", title, &[title]));
    let mut library = library(posts);
    for (by, expected) in [
        (SortBy::Date, ["issue-9/a.md", "issue-9.md", "issue-10.md"]),
        (SortBy::Path, ["issue-9/a.md", "issue-9.md", "issue-10.md"]),
        (SortBy::Title, ["issue-9.md", "issue-10.md", "issue-9/a.md"]),
    ] {
        library.set_sort(Sort::by(by));
        assert_eq!(paths(&library, library.order()), expected, "{by:?}");
    }
    let tags = library.facets(&Filter::default());
    let tags: Vec<_> = tags
        .iter()
        .filter(|facet| facet.kind == FacetKind::Tag)
        .map(|facet| &*facet.name)
        .collect();
    assert_eq!(tags, ["Part 9", "Part 10", "Part 100"]);
}
