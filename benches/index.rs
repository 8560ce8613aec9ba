//! Indexing a folder, compared with reading the first bytes of its files.
//!
//! Every indexer must walk the folder and read the first 8 KiB of each post. Indexing 10,000 posts may take at most twice as
//! long. Both times are measured in the same run, with the same number of threads. Their ratio and the memory of a post are
//! printed below divan's table.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::ItemsCount;
use folio::library::{Filter, Library, LibraryUpdate, PostId, Sort};
use folio::post::Post;
use folio::runtime::scan::{PathSubset, ScanOptions, Scanned, rescan, scan};
use ignore::{WalkBuilder, WalkState};
use tempfile::TempDir;

const THREADS: usize = 2;
const POST_COUNTS: [usize; 2] = [1_000, 10_000];

fn main() {
    divan::main();
    // `cargo test --benches` only checks that the benchmark runs.
    if std::env::args().any(|argument| argument == "--bench") {
        report();
    }
}

#[divan::bench(args = POST_COUNTS, sample_count = 10)]
fn index(bencher: Bencher<'_, '_>, posts: usize) {
    let root = folder(posts);
    bencher
        .counter(ItemsCount::new(posts))
        .bench(|| index_folder(root));
}

#[divan::bench(args = POST_COUNTS, sample_count = 10)]
fn walk_and_read(bencher: Bencher<'_, '_>, posts: usize) {
    let root = folder(posts);
    bencher
        .counter(ItemsCount::new(posts))
        .bench(|| walk_folder(root));
}

/// Prints the ratios and the memory of a post.
fn report() {
    let root = folder(10_000);
    let (mut walk, mut index) = (Duration::MAX, Duration::MAX);
    // Both are measured in turn, and the fastest run of each counts, so that other load on the machine affects both equally.
    for _ in 0..30 {
        walk = walk.min(timed(|| walk_folder(root)));
        index = index.min(timed(|| index_folder(root)));
    }
    let ratio = index.as_secs_f64() / walk.as_secs_f64();
    println!("indexing {index:.1?} ÷ walking and reading {walk:.1?} = {ratio:.2} (budget 2)");
    let posts = index_folder(root);
    assert_eq!((posts.len(), walk_folder(root)), (10_000, 10_000));
    let mut library = Library::new(Sort::default());
    library.extend(posts.clone());
    let path = posts[posts.len() / 2].path.clone();
    let change = (0..30).map(|number| timed(|| update_post(root, &path, number, &mut library)));
    let change = change.min().unwrap();
    let ratio = change.as_secs_f64() / index.as_secs_f64();
    println!("updating one changed post {change:.1?} ÷ indexing all posts = {ratio:.4}");
    let bytes: usize = posts
        .iter()
        .map(|post| post_bytes(post) + index_bytes(post))
        .sum();
    println!(
        "a post in the index: {} bytes (budget 1024)",
        bytes / posts.len()
    );
}

/// Rereads one post, gives it another title, and updates the library.
fn update_post(root: &Path, path: &Path, number: usize, library: &mut Library) -> Vec<PostId> {
    let scanned_posts = Mutex::new(Vec::new());
    let subset = PathSubset::new(root, &[path.to_owned()]);
    let options = ScanOptions::default();
    rescan(
        root,
        &subset,
        options,
        |_| (),
        |scanned| {
            if let Scanned::Batch(batch) = scanned {
                scanned_posts.lock().unwrap().extend(batch);
            }
        },
    );
    let mut posts = scanned_posts.into_inner().unwrap();
    posts[0].title = format!("Another title {number}").into();
    let changed = library.apply_changes(LibraryUpdate {
        scanned_paths: vec![path.to_owned()],
        posts,
        ..LibraryUpdate::default()
    });
    assert!(changed.may_change_list);
    library.select(&Filter::default())
}

/// Measures `run`, without the time to drop its result.
fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    let result = run();
    let elapsed = started.elapsed();
    drop(result);
    elapsed
}

/// Scans the folder as the reader does.
fn index_folder(root: &Path) -> Vec<Post> {
    let options = ScanOptions {
        threads: THREADS,
        ..ScanOptions::default()
    };
    let posts = Mutex::new(Vec::new());
    scan(root, options, &AtomicBool::new(false), |scanned| {
        if let Scanned::Batch(batch) = scanned {
            posts.lock().unwrap().extend(batch);
        }
    });
    posts.into_inner().unwrap()
}

/// Walks the folder and reads the first 8 KiB of each file. Returns the number of files.
fn walk_folder(root: &Path) -> usize {
    let count = AtomicUsize::new(0);
    WalkBuilder::new(root)
        .require_git(false)
        .threads(THREADS)
        .build_parallel()
        .run(|| {
            let mut buffer = vec![0; 8 << 10];
            let count = &count;
            Box::new(move |entry| {
                let entry = entry.unwrap();
                if entry.file_type().is_some_and(|kind| kind.is_file()) {
                    let mut file = File::open(entry.path()).unwrap();
                    divan::black_box(file.read(&mut buffer).unwrap());
                    count.fetch_add(1, Ordering::Relaxed);
                }
                WalkState::Continue
            })
        });
    count.into_inner()
}

/// Returns the bytes that a post takes, including the values that it points to.
fn post_bytes(post: &Post) -> usize {
    let list_bytes = |list: &Vec<Box<str>>| {
        list.capacity() * size_of::<Box<str>>() + list.iter().map(|text| text.len()).sum::<usize>()
    };
    size_of::<Post>()
        + post.path.capacity()
        + post.title.len()
        + list_bytes(&post.tags)
        + list_bytes(&post.categories)
        + list_bytes(&post.authors)
        + post.summary.as_ref().map_or(0, |text| text.len())
        + post.language.as_ref().map_or(0, |text| text.len())
        + post.rare.as_ref().map_or(0, |rare| {
            size_of_val(&**rare)
                + list_bytes(&rare.aliases)
                + [&rare.series, &rare.slug, &rare.url]
                    .into_iter()
                    .flatten()
                    .map(|text| text.len())
                    .sum::<usize>()
        })
        + post.problems.capacity() * size_of_val(&post.problems)
}

/// Estimates the number of bytes that a library stores for a post in addition to the post itself. The estimate does not follow
/// the library's fields one by one.
fn index_bytes(post: &Post) -> usize {
    let bytes_with_separators =
        |list: &Vec<Box<str>>| list.iter().map(|text| text.len() + 1).sum::<usize>();
    let name = post.path.file_name().unwrap_or_default();
    let texts = [&*post.title, post.summary.as_deref().unwrap_or_default()];
    let word_bytes = texts.map(|text| text.len() + 1).iter().sum::<usize>()
        + name.len()
        + 1
        + bytes_with_separators(&post.tags)
        + bytes_with_separators(&post.categories)
        + bytes_with_separators(&post.authors)
        + post.series().map_or(0, |series| series.len() + 1);
    // The post's ids in the lists and indexes of the library, and the numbers among its sort keys.
    let ids_and_sort_numbers = 9 * size_of::<u32>() + size_of::<i64>();
    let year = size_of::<(i16, i16, bool)>();
    let flags = size_of::<[bool; 2]>();
    let folder = size_of::<u32>();
    let section = size_of::<Option<u32>>();
    let tags = size_of::<u32>() * (1 + post.tags.len() + post.categories.len());
    // The words count twice: once for the text that filters match, and once for the sort keys, which are at most as long.
    2 * word_bytes + ids_and_sort_numbers + year + flags + folder + section + tags
}

/// Returns a folder with this number of posts. The posts are the same in each run.
fn folder(posts: usize) -> &'static Path {
    static FOLDERS: [OnceLock<TempDir>; 2] = [OnceLock::new(), OnceLock::new()];
    let index = usize::from(posts > POST_COUNTS[0]);
    FOLDERS[index]
        .get_or_init(|| {
            let folder = TempDir::new().unwrap();
            for number in 0..posts {
                let section = folder.path().join(format!("section-{}", number % 40));
                fs::create_dir_all(&section).unwrap();
                fs::write(section.join(format!("post-{number}.md")), post(number)).unwrap();
            }
            folder
        })
        .path()
}

/// Returns a post of 2 to 20 KB. One post in twenty has no front matter; the others have one of the three formats.
fn post(number: usize) -> String {
    let date = format!(
        "20{:02}-{:02}-{:02}",
        number % 25,
        number % 12 + 1,
        number % 28 + 1
    );
    let tag = |factor: usize| format!("tag-{}", number * factor % 500);
    let (tag_7, tag_11, tag_13) = (tag(7), tag(11), tag(13));
    let summary = "What this post is about, in a sentence or two that a list may show.";
    let mut text = match number % 20 {
        0 => format!("# Post {number} without front matter\n"),
        1..=9 => format!(
            "+++\ntitle = \"Post number {number}\"\ndate = {date}\ndraft = false\ndescription = \"{summary}\"\n\n\
             [taxonomies]\ntags = [\"{tag_7}\", \"{tag_11}\", \"{tag_13}\"]\n\n[extra]\ntoc = true\n+++\n"
        ),
        10 => format!(
            "{{\n  \"title\": \"Post number {number}\",\n  \"date\": \"{date}T10:30:00+02:00\",\n  \"tags\": [\"{tag_7}\", \"{tag_11}\"]\n}}\n"
        ),
        _ => format!(
            "---\ntitle: \"Post number {number}\"\ndate: {date} 10:30:00 +0200\nauthor: Ann Author\n\
             categories: [notes]\ntags:\n  - {tag_7}\n  - {tag_11}\n  - {tag_13}\nsummary: {summary}\nslug: post-{number}\n---\n"
        ),
    };
    let paragraphs = 4 + number * 31 % 40;
    for paragraph in 0..paragraphs {
        let words =
            "words that stand for a paragraph of a post, long enough to fill lines, ".repeat(6);
        write!(text, "\n## Section {paragraph}\n\n{words}\n").unwrap();
    }
    text
}
