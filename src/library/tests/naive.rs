//! Filters and orders compared with a naive implementation that examines each post.

use std::cmp::Ordering;

use super::*;

/// Generates posts with distinct paths.
fn posts() -> impl Strategy<Value = Vec<Post>> {
    // The texts often begin alike, or with characters that sorting ignores. Some letters have an unusual lower case.
    let text = || "(The same long beginning|“|  )?[a-cA-CéÉİK\u{0} \t0-2]{0,9}";
    let labels = || proptest::collection::vec(text().prop_map(Into::into), 0..3);
    let date_and_time = (0..3_i32, 0..2_i8, proptest::option::of(0..2_i8));
    let post = (
        "[ab0-2]{1,2}(/[ab0-2]{1,2}){0,2}\\.md",
        text(),
        labels(),
        proptest::option::of(text()),
        proptest::option::of(date_and_time),
    )
        .prop_map(|(path, title, tags, summary, date)| Post {
            path: path.into(),
            title: format!("{title}.").into(),
            tags,
            summary: summary.map(Into::into),
            date: date.map(|(days, hour, offset)| Date {
                calendar_day: civil::date(2024, 1, 1) + jiff::ToSpan::days(days),
                time: Some(civil::time(hour, 0, 0, 0)),
                offset: offset.map(jiff::tz::offset),
            }),
            ..Post::default()
        });
    proptest::collection::vec(post, 0..24).prop_map(|mut posts| {
        let mut paths = std::collections::HashSet::new();
        posts.retain(|post| paths.insert(post.path.clone()));
        posts
    })
}

/// Generates libraries to which posts were added in batches, and then changed, removed and added again.
fn libraries() -> impl Strategy<Value = Library> {
    let batches = (posts(), posts(), posts());
    (batches, 1..9_usize, sorts()).prop_map(|((first, second, third), size, sort)| {
        let mut library = Library::new(sort);
        for batch in first.chunks(size) {
            library.extend(batch.to_vec());
        }
        for posts in [second, third] {
            library.apply_changes(LibraryUpdate {
                scanned_paths: vec![PathBuf::new()],
                posts,
                renames: Vec::new(),
            });
        }
        library
    })
}

fn sorts() -> impl Strategy<Value = Sort> {
    (0..SortBy::ALL.len(), any::<bool>()).prop_map(|(by, reversed)| Sort {
        by: SortBy::ALL[by].0,
        reversed,
    })
}

/// Replaces each run of white space by one blank, and converts to lower case unless `is_case_sensitive` is true.
fn normalize(text: &str, is_case_sensitive: bool) -> String {
    let mut normalized = String::new();
    for char in text.chars() {
        let is_blank = matches!(char, ' ' | '\t' | '\r' | '\n');
        match char {
            _ if is_blank && normalized.ends_with(' ') => {}
            _ if is_blank => normalized.push(' '),
            _ if is_case_sensitive => normalized.push(char),
            _ => normalized.extend(char.to_lowercase()),
        }
    }
    normalized
}

/// Returns true if one of the searched fields of a post contains the word, in smart case.
fn contains_word(post: &Post, word: &str) -> bool {
    let is_case_sensitive = word.chars().any(char::is_uppercase);
    let name = post.path.file_name().unwrap().to_string_lossy();
    let labels = post.tags.iter().chain(&post.categories);
    let mut texts = labels
        .chain(&post.summary)
        .map(|text| &**text)
        .chain([&*post.title, &name]);
    texts.any(|text| {
        normalize(text, is_case_sensitive).contains(&normalize(word, is_case_sensitive))
    })
}

/// Compares posts by the sort's property, then by path.
fn compare(sort: Sort, a: &Post, b: &Post) -> Ordering {
    let directed = |order: Ordering| {
        if sort.reversed {
            order.reverse()
        } else {
            order
        }
    };
    let title_from_first_letter = |post: &Post| {
        let title = crate::text::fold(&post.title, Case::Insensitive).into_owned();
        let text = title.trim_start_matches(|char: char| !char.is_alphanumeric());
        if text.is_empty() {
            title.clone()
        } else {
            text.to_owned()
        }
    };
    let natural = |text: String| natural::key(text.as_bytes());
    let path = || order::compare_paths(&a.path, &b.path);
    let by_date = |a: Option<Date>, b: Option<Date>| match (a, b) {
        (Some(a), Some(b)) => directed(b.sort_key().cmp(&a.sort_key())).then_with(path),
        (a, b) => b.is_some().cmp(&a.is_some()).then_with(path),
    };
    match sort.by {
        SortBy::Date => by_date(a.date, b.date),
        SortBy::Updated => by_date(a.updated.or(a.date), b.updated.or(b.date)),
        SortBy::Length => directed(b.body_bytes.cmp(&a.body_bytes)).then_with(path),
        // All posts of these libraries are unread, so only the date counts, newest first in both directions.
        SortBy::Unread => order::compare_newest_first(a, b),
        SortBy::Title => {
            let key = |post| natural(title_from_first_letter(post));
            directed(key(a).cmp(&key(b))).then_with(path)
        }
        SortBy::Path => directed(path()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn word_filters_match_like_the_naive_search(
        library in libraries(),
        terms in proptest::collection::vec((any::<bool>(), "[a-cA-CéÉİi.]( ?[a-cA-CéÉm]){0,2}"), 1..4),
    ) {
        let term = |(excluded, word): &(bool, String)| {
            format!("{}\"{word}\"", if *excluded { "-" } else { "" })
        };
        let line: Vec<_> = terms.iter().map(term).collect();
        let is_match = |id: &PostId| {
            let post = library.post(*id);
            terms.iter().all(|(excluded, word)| contains_word(post, word) != *excluded)
        };
        let expected: Vec<_> = library.order().iter().copied().filter(is_match).collect();
        let filter = Filter::parse(&line.join(" "));
        prop_assert_eq!(filter.problems(), []);
        prop_assert_eq!(library.select(&filter), expected, "{}", filter);
    }

    #[test]
    fn fuzzy_filters_match_like_the_naive_search(library in libraries(), word in "[a-cA-CéÉm.]{1,3}") {
        let mut fuzzy = FuzzyQuery::new(&word);
        let mut is_match = |id: &PostId| {
            let post = library.post(*id);
            let name = post.path.file_name().unwrap().to_string_lossy();
            let labels = post.tags.iter().map(|tag| &**tag);
            let mut texts = labels.chain([&*post.title, &name]);
            texts.any(|text| fuzzy.find(text).is_some())
        };
        let expected: Vec<_> = library.order().iter().copied().filter(&mut is_match).collect();
        prop_assert_eq!(library.select(&Filter::parse(&format!("~{word}"))), expected);
    }

    #[test]
    fn sorting_orders_posts_like_the_naive_comparison(mut library in libraries(), sort in sorts()) {
        for sort in [library.chosen_sort(), sort] {
            library.set_sort(sort);
            let mut expected: Vec<_> = library.by_path().collect();
            expected.sort_by(|a, b| compare(sort, library.post(*a), library.post(*b)));
            prop_assert_eq!(library.order(), expected, "{:?}", sort);
        }
    }
}
