//! Tests of the orders of posts.

use super::*;

#[test]
fn posts_are_sorted_by_date_title_and_path_in_both_directions() {
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
            calendar_day: civil::date(2024, 5, 1),
            time: Some(civil::time(hour, 0, 0, 0)),
            offset: Some(jiff::tz::offset(offset)),
        }),
        ..bare_post(path)
    };
    // In UTC: 0, 6 and 3 o'clock.
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
    let library = library(["a-b.md", "a/z.md", "a.md"].map(bare_post));
    assert_eq!(
        paths(&library, library.sort_index.by_path()),
        ["a/z.md", "a-b.md", "a.md"]
    );
}

#[test]
fn numbers_in_paths_titles_and_tags_compare_as_numbers() {
    let posts = [
        ("issue-10.md", "Part 10"),
        ("issue-9.md", "Part 9"),
        ("issue-9/a.md", "Part 100"),
    ];
    let posts = posts.map(|(path, title)| post(path, "", title, &[title]));
    let mut library = library(posts);
    for (by, expected) in [
        // Undated posts are ordered by path.
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

#[test]
fn posts_are_sorted_by_revision_date_length_and_read_flag() {
    let mut posts = [
        post("a.md", "2021-01-01", "A", &[]),
        post("b.md", "2022-01-01", "B", &[]),
        post("c.md", "2023-01-01", "C", &[]),
        post("d.md", "", "D", &[]),
    ];
    posts[0].updated = Some(date_without_time(civil::date(2024, 1, 1)));
    for (post, body_bytes) in posts.iter_mut().zip([20, 40, 10, 30]) {
        post.body_bytes = body_bytes;
    }
    let mut library = library(posts);
    for path in ["b.md", "d.md"] {
        let read_flags = Flags {
            read: true,
            ..Flags::default()
        };
        library.set_flags(library.find(Path::new(path)).unwrap(), read_flags);
    }
    for (by, reversed, expected) in [
        (SortBy::Updated, false, "a.md c.md b.md d.md"),
        (SortBy::Updated, true, "b.md c.md a.md d.md"),
        (SortBy::Length, false, "b.md d.md a.md c.md"),
        (SortBy::Length, true, "c.md a.md d.md b.md"),
        (SortBy::Unread, false, "c.md a.md b.md d.md"),
        (SortBy::Unread, true, "b.md d.md c.md a.md"),
    ] {
        library.set_sort(Sort { by, reversed });
        let sorted = paths(&library, library.order()).join(" ");
        assert_eq!(sorted, expected, "{by:?} {reversed}");
    }
}

#[test]
fn post_keeps_its_position_when_it_is_read() {
    let mut library = library([
        post("a.md", "2021-01-01", "A", &[]),
        post("b.md", "2022-01-01", "B", &[]),
    ]);
    library.set_sort(Sort::by(SortBy::Unread));
    let read_flags = Flags {
        read: true,
        ..Flags::default()
    };
    library.set_flags(library.find(Path::new("b.md")).unwrap(), read_flags);
    library.extend(vec![post("c.md", "2020-01-01", "C", &[])]);
    let sorted = paths(&library, library.order()).join(" ");
    assert_eq!(
        sorted, "b.md a.md c.md",
        "only `set_sort` moves a post that was read"
    );
}
