use std::path::PathBuf;

use jiff::civil;
use proptest::prelude::*;

use super::*;
use crate::post::{Date, Problem, Severity};

mod naive;
mod sorting;
mod update;

/// Creates a post; an empty `date` leaves it undated.
fn post(path: &str, date: &str, title: &str, tags: &[&str]) -> Post {
    Post {
        path: PathBuf::from(path),
        title: title.into(),
        date: date.parse().ok().map(date_without_time),
        tags: tags.iter().map(|&tag| tag.into()).collect(),
        ..Post::default()
    }
}

/// Creates an undated post without a title and tags.
fn bare_post(path: &str) -> Post {
    post(path, "", "", &[])
}

fn date_without_time(calendar_day: civil::Date) -> Date {
    Date {
        calendar_day,
        time: None,
        offset: None,
    }
}

/// Creates a library to which the posts were added one by one.
fn library(posts: impl IntoIterator<Item = Post>) -> Library {
    let mut library = Library::default();
    for post in posts {
        library.extend(vec![post]);
    }
    library
}

fn paths(library: &Library, ids: &[PostId]) -> Vec<String> {
    let path = |id: &PostId| library.post(*id).path.display().to_string();
    ids.iter().map(path).collect()
}

/// Creates a library of four posts, of which one is a draft, one has an error, and two are in folders.
fn blog() -> Library {
    let mut posts = vec![
        post("old.md", "2021-03-01", "Zebra", &["Rust", "cli"]),
        post(
            "guides/new.md",
            "2024-02-24",
            "“apple” pie",
            &["rust", "go"],
        ),
        post("undated.md", "", "Mango", &["rust", "RUST", "ruby"]),
        post(
            "guides/a/same.md",
            "2021-03-01",
            "banana",
            &["Machine Learning"],
        ),
    ];
    posts[0].draft = true;
    posts[1].categories = vec!["Essays".into(), "go".into()];
    posts[1].summary = Some("A pie,\n    not a Tart".into());
    posts[3].authors = vec!["Ann Lee".into()];
    posts[3].problems = vec![Problem {
        severity: Severity::Error,
        code: "x",
        line: 1,
        column: 1,
        message: "".into(),
        hint: "".into(),
    }];
    library(posts)
}

#[test]
fn find_returns_the_post_at_a_path() {
    let library = blog();
    let id = library.find(Path::new("guides/a/same.md")).unwrap();
    assert_eq!(&*library.post(id).title, "banana");
    assert_eq!(library.find(Path::new("guides/a")), None);
}

#[test]
fn select_returns_the_posts_that_match_the_filter() {
    let library = blog();
    for (filter, expected) in [
        ("", "guides/new.md guides/a/same.md old.md undated.md"),
        ("#RUST", "guides/new.md old.md undated.md"),
        ("#rust -#go", "old.md undated.md"),
        ("#cli,#go", "guides/new.md old.md"),
        ("#essays", "guides/new.md"),
        ("#ru", ""),
        ("#\"machine learning\"", "guides/a/same.md"),
        ("apple", "guides/new.md"),
        ("Apple", ""),
        ("zeb", "old.md"),
        ("\"pie, not a\"", "guides/new.md"),
        ("\"pie not\"", ""),
        ("tart -apple", ""),
        ("mgo", ""),
        ("~mgo", "undated.md"),
        ("same.md", "guides/a/same.md"),
        ("year:2021", "guides/a/same.md old.md"),
        ("after:2021-03", "guides/new.md guides/a/same.md old.md"),
        ("before:2021-03", ""),
        ("before:2021-03-02", "guides/a/same.md old.md"),
        ("-year:2021", "guides/new.md undated.md"),
        ("is:draft", "old.md"),
        ("is:broken", "guides/a/same.md"),
        ("author:lee", "guides/a/same.md"),
        ("in:Guides", "guides/new.md guides/a/same.md"),
        ("in:guides/a", "guides/a/same.md"),
        ("in:gui", ""),
        ("in:a", ""),
        ("in:old.md", ""),
        ("yaer:2024 apple", "guides/new.md"),
    ] {
        let ids = library.select(&Filter::parse(filter));
        assert_eq!(paths(&library, &ids).join(" "), expected, "{filter}");
    }
}

#[test]
fn an_unfinished_tag_or_folder_matches_by_prefix() {
    let library = blog();
    for (line, expected) in [
        ("#ru", "guides/new.md old.md undated.md"),
        ("#rub", "undated.md"),
        ("#go", "guides/new.md"),
        ("#ru ", ""),
        ("-#rub", "guides/new.md guides/a/same.md old.md"),
        ("#\"machine le", "guides/a/same.md"),
        ("in:gui", "guides/new.md guides/a/same.md"),
        ("#", "guides/new.md guides/a/same.md old.md undated.md"),
    ] {
        let ids = library.select(&Filter::parse_unfinished(line));
        assert_eq!(paths(&library, &ids).join(" "), expected, "{line}");
    }
}

#[test]
fn facets_are_grouped_by_kind_with_chosen_facets_first() {
    let rows: Vec<_> = blog()
        .facets(&Filter::parse("#rust -#cli"))
        .into_iter()
        .map(|facet| {
            let Facet {
                kind,
                name,
                posts,
                total,
                requirement,
            } = facet;
            format!("{kind:?} {name} {posts}/{total} {requirement:?}")
        })
        .collect();
    assert_eq!(
        rows,
        [
            // Two posts match the filter, which excludes `cli`; one post of the library has the tag.
            "Tag cli 2/1 Some(Excluded)",
            "Tag rust 2/3 Some(Required)",
            "Tag go 1/1 None",
            "Tag Machine Learning 0/1 None",
            "Tag ruby 1/1 None",
            "Category Essays 1/1 None",
            "Category go 1/1 None",
            "Section guides 1/2 None",
            "Section guides/a 0/1 None",
        ]
    );
}

/// Generates posts with few different paths, dates, tags and categories.
fn posts() -> impl Strategy<Value = Vec<Post>> {
    let tag = "(a|A|b|c d|C D|é|É)";
    let tags = || proptest::collection::vec(tag, 0..4);
    let post = (
        "[a-c](/[a-c]){0,2}",
        proptest::option::of(0..40_i32),
        tags(),
        tags(),
    )
        .prop_map(|(path, days, tags, categories)| Post {
            title: path.as_str().into(),
            path: path.into(),
            date: days
                .map(|days| date_without_time(civil::date(2024, 1, 1) + jiff::ToSpan::days(days))),
            tags: tags.into_iter().map(Into::into).collect(),
            categories: categories.into_iter().map(Into::into).collect(),
            ..Post::default()
        });
    proptest::collection::vec(post, 0..24)
}

/// Generates finished and unfinished filters of up to two terms.
fn filters() -> impl Strategy<Value = Filter> {
    let term = r#"(#a|-#b|#"c d"|#é,#a|a|-c|before:2024-01-20|in:a)"#;
    let line = proptest::collection::vec(term, 0..3).prop_map(|terms| terms.join(" "));
    (line, any::<bool>()).prop_map(|(line, is_unfinished)| {
        if is_unfinished {
            Filter::parse_unfinished(&line)
        } else {
            Filter::parse(&line)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn facet_counts_equal_the_matches_after_choosing_the_facet(posts in posts(), filter in filters()) {
        let library = library(posts);
        for facet in library.facets(&filter) {
            let toggle = match facet.kind {
                FacetKind::Tag | FacetKind::Category => Filter::toggle_tag,
                FacetKind::Section => Filter::toggle_section,
            };
            let mut chosen = filter.clone();
            if facet.requirement.is_none() {
                toggle(&mut chosen, &facet.name, Requirement::Required);
            }
            prop_assert_eq!(library.select(&chosen).len(), facet.posts, "{} {}", facet.name, chosen);
            let mut facet_alone = Filter::default();
            toggle(&mut facet_alone, &facet.name, Requirement::Required);
            prop_assert_eq!(library.select(&facet_alone).len(), facet.total);
        }
    }

    #[test]
    fn adding_posts_in_batches_gives_the_same_order_as_sorting_them(posts in posts(), batch_size in 1..9_usize, by_index in 0..SortBy::ALL.len(), reversed: bool) {
        let by = SortBy::ALL[by_index].0;
        let sort = Sort { by, reversed };
        let mut in_batches = Library::new(sort);
        for batch in posts.chunks(batch_size) {
            in_batches.extend(batch.to_vec());
        }
        let mut at_once = Library::new(Sort::default());
        at_once.extend(posts);
        at_once.set_sort(sort);
        prop_assert_eq!(paths(&in_batches, in_batches.order()), paths(&at_once, at_once.order()));
    }

    #[test]
    fn select_keeps_the_order_of_posts(posts in posts(), filter in filters()) {
        let library = library(posts);
        let mut remaining_order = library.order().iter();
        for id in library.select(&filter) {
            prop_assert!(remaining_order.any(|&other| other == id));
        }
    }
}

#[test]
fn filters_match_status_series_and_language() {
    let read = |(path, text): (&str, &str)| {
        crate::post::read(Path::new(path), &crate::post::decode(text.as_bytes()))
    };
    let posts = [
        ("now.md", "---\ndate: 2024-05-01\nlang: pt-BR\n---"),
        (
            "later.md",
            "---\ndate: 2024-05-01T10:00:01Z\nseries: Grand Tour\n---",
        ),
        (
            "gone.fr.md",
            "---\ndate: 2023-01-01\nexpiryDate: 2024-05-01\n---",
        ),
        ("draft.md", "---\ndate: 2030-01-01\ndraft: true\n---"),
    ];
    // The time is one second before the date of `later.md`, which is in UTC.
    let mut library = Library::new(Sort::by(SortBy::Path))
        .with_now(crate::post::Date::parse("2024-05-01T12:00:00+02:00"));
    library.extend(posts.into_iter().map(read).collect());
    let matching_paths = |filter: &str| {
        let ids = library.select(&Filter::parse(filter));
        let name = |id: &PostId| library.post(*id).path.to_string_lossy().into_owned();
        ids.iter().map(name).collect::<Vec<_>>().join(" ")
    };
    for (filter, expected) in [
        ("is:scheduled", "later.md"),
        ("is:expired", "gone.fr.md"),
        ("-is:scheduled -is:expired -is:draft", "now.md"),
        ("series:tour", "later.md"),
        ("series:Tours", ""),
        ("lang:pt", "now.md"),
        ("lang:pt_br", "now.md"),
        ("lang:p", ""),
        ("-lang:pt -lang:fr", "draft.md later.md"),
    ] {
        assert_eq!(matching_paths(filter), expected, "{filter}");
    }
}

#[test]
fn filters_and_facet_counts_use_the_flags_of_posts() {
    let read_not_starred = Flags {
        read: true,
        starred: false,
    };
    let flags = [
        ("old.md".into(), read_not_starred),
        ("later.md".into(), read_not_starred),
    ];
    let mut library = blog().with_flags(flags.into_iter().collect());
    let undated = library.find(Path::new("undated.md")).unwrap();
    let read_and_starred = Flags {
        read: true,
        starred: true,
    };
    library.set_flags(undated, read_and_starred);
    library.extend(vec![post("later.md", "2020-01-01", "Later", &["go"])]);
    for (line, expected) in [
        ("is:read", &["old.md", "later.md", "undated.md"][..]),
        ("is:unread", &["guides/new.md", "guides/a/same.md"]),
        ("-is:read #rust", &["guides/new.md"]),
        // The name of `is:starred` in version 0.1.
        ("is:marked", &["undated.md"]),
    ] {
        let filter = Filter::parse(line);
        assert!(filter.depends_on_flags() && filter.problems().is_empty());
        let selected = library.select(&filter);
        assert_eq!(paths(&library, &selected), expected, "{line}");
        for facet in library.facets(&filter) {
            let mut with_facet = filter.clone();
            match facet.kind {
                FacetKind::Section => with_facet.toggle_section(&facet.name, Requirement::Required),
                _ if facet.requirement == Some(Requirement::Required) => {}
                _ => with_facet.toggle_tag(&facet.name, Requirement::Required),
            }
            assert_eq!(
                library.select(&with_facet).len(),
                facet.posts,
                "{}",
                facet.name
            );
        }
    }
    library.set_flags(undated, Flags::default());
    assert_eq!(library.select(&Filter::parse("is:starred")), []);
}

#[test]
fn library_takes_the_flags_of_the_library_that_it_replaces() {
    let starred = Flags {
        read: false,
        starred: true,
    };
    let find = |library: &Library| library.find(Path::new("undated.md")).unwrap();
    let mut previous = blog();
    previous.set_flags(find(&previous), starred);
    let mut replacement = blog();
    replacement.take_flags_from(&mut previous);
    assert_eq!(replacement.flags(find(&replacement)), starred);
}
