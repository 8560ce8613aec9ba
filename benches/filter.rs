//! Filtering, sorting and loading a list of 10,000 posts with 500 tags; some benchmarks also use 100,000 posts. The budget for
//! 10,000 posts is one frame, 16 ms.

use divan::{Bencher, black_box};
use folio::library::{Filter, Library, Sort, SortBy};
use folio::post::{Date, Post};
use jiff::ToSpan;

const POSTS: u32 = 10_000;
const MANY_POSTS: u32 = 100_000;
const TAGS: u32 = 500;

fn main() {
    divan::main();
}

/// Returns a number that looks random and is the same in each run (Knuth's multiplicative hash).
fn scatter(number: u32) -> u32 {
    number.wrapping_mul(2_654_435_761) >> 8
}

/// Creates posts, each with a summary and five of the tags. The posts are distributed over 12 sections.
fn posts(count: u32) -> Vec<Post> {
    let post = |number: u32| {
        let tag = |index: u32| format!("Tag {}", scatter(number * 7 + index) % TAGS).into();
        let calendar_day =
            jiff::civil::date(2005, 1, 1) + (i64::from(scatter(number) % 7000)).days();
        Post {
            path: format!("section-{}/post-number-{number}.md", number % 12).into(),
            title: format!("How we learned to read our logs like prose, part {number}").into(),
            date: Some(Date {
                calendar_day,
                time: None,
                offset: None,
            }),
            tags: (0..5).map(tag).collect(),
            summary: Some(
                "What a summary says about a post in one sentence. "
                    .repeat(3)
                    .into(),
            ),
            ..Post::default()
        }
    };
    (0..count).map(post).collect()
}

fn library(count: u32) -> Library {
    let mut library = Library::default();
    library.extend(posts(count));
    library
}

// `~hwlrnd` finds letters of "How we learned" in the titles.
#[divan::bench(args = [
    "",
    "#\"tag 7\"",
    "#\"tag 7\" -#\"tag 8\" year:2012",
    "prose",
    "Prose",
    "nowhere",
    "logs -nowhere part",
    "~hwlrnd",
])]
fn select(bencher: Bencher, filter: &str) {
    let (library, filter) = (library(POSTS), Filter::parse(filter));
    bencher.bench(|| library.select(black_box(&filter)));
}

#[divan::bench(args = ["", "#\"tag 7\"", "prose"])]
fn facets(bencher: Bencher, filter: &str) {
    let (library, filter) = (library(POSTS), Filter::parse(filter));
    bencher.bench(|| library.facets(black_box(&filter)));
}

#[divan::bench(args = ["p", "prose", "Prose", "~hwlrnd", "author:ann"])]
fn select_of_100_000(bencher: Bencher, filter: &str) {
    let (library, filter) = (library(MANY_POSTS), Filter::parse(filter));
    bencher.bench(|| library.select(black_box(&filter)));
}

#[divan::bench(args = [POSTS, MANY_POSTS])]
fn sort_by_title(bencher: Bencher, count: u32) {
    let mut library = library(count);
    bencher.bench_local(|| {
        // Resets the order, since a library that is already sorted by title is not sorted again. The library stores the order
        // by path, so that the reset only copies it.
        library.set_sort(Sort::by(SortBy::Path));
        library.set_sort(Sort::by(SortBy::Title));
    });
}

#[divan::bench]
fn sort_by_title_and_back_to_date(bencher: Bencher) {
    let mut library = library(POSTS);
    bencher.bench_local(|| {
        library.set_sort(Sort::by(SortBy::Title));
        library.set_sort(Sort::by(SortBy::Date));
    });
}

#[divan::bench]
fn stream_in_batches_of_200(bencher: Bencher) {
    bencher
        .with_inputs(|| {
            let posts = posts(POSTS);
            posts.chunks(200).map(<[Post]>::to_vec).collect::<Vec<_>>()
        })
        .bench_values(|batches| {
            let mut library = Library::default();
            for batch in batches {
                library.extend(batch);
            }
            library
        });
}
