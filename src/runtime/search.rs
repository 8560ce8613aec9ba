//! Looks for a phrase in many files at once, and hands over what is found in the order of the files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::scan::threads;
use crate::document::Dialect;
use crate::search::{Found, Phrase};

/// Files that a thread takes at a time: enough that handing over costs nothing, few enough that the first hits come at
/// once.
const AT_ONCE: usize = 16;

/// Bytes that are read at a time; most posts are shorter.
const PIECE: usize = 64 << 10;

/// What is looked for, and where.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The folder of the posts.
    pub folder: &'a Path,
    /// The posts, below the folder.
    pub posts: &'a [PathBuf],
    /// What is looked for.
    pub phrase: &'a Phrase,
    /// Whose Markdown a post is.
    pub dialect: &'a (dyn Fn(&Path) -> Dialect + Sync),
    /// Lines of one post that are kept.
    pub most: usize,
    /// How many threads read and search; 0 means as many as the machine has, eight at most.
    pub threads: usize,
}

/// What was found in some of the posts, one after the other.
#[derive(Debug, Default)]
pub struct Batch {
    /// Which of the posts were looked through.
    pub posts: Range<usize>,
    /// Those that hold the phrase.
    pub found: Vec<(usize, Found)>,
    /// Those that could not be read.
    pub unread: Vec<(usize, io::Error)>,
}

/// Looks through all posts. `sink` is called on this thread with one batch after the other, in the order of the posts,
/// until it gives back false or `is_stale` is true.
pub fn search(
    job: Job<'_>,
    is_stale: &(dyn Fn() -> bool + Sync),
    mut sink: impl FnMut(Batch) -> bool,
) {
    let count = threads(job.threads).min(job.posts.len().div_ceil(AT_ONCE));
    let next = AtomicUsize::new(0);
    // With an end to what may wait: a pager that is not read must not fill the memory.
    let (sender, batches) = sync_channel(4 * count.max(1));
    thread::scope(|scope| {
        for _ in 0..count {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || work(job, next, is_stale, &sender));
        }
        drop(sender);
        let (mut waiting, mut at) = (BTreeMap::new(), 0);
        for batch in batches {
            waiting.insert(batch.posts.start, batch);
            while let Some(batch) = waiting.remove(&at) {
                at = batch.posts.end;
                if !sink(batch) {
                    // Whoever still reads finds nobody to hand over to, and ends.
                    return;
                }
            }
        }
    });
}

fn work(
    job: Job<'_>,
    next: &AtomicUsize,
    is_stale: &(dyn Fn() -> bool + Sync),
    sender: &SyncSender<Batch>,
) {
    let mut buffer = Vec::new();
    loop {
        let start = next.fetch_add(AT_ONCE, Ordering::Relaxed);
        if start >= job.posts.len() {
            return;
        }
        let mut batch = Batch {
            posts: start..(start + AT_ONCE).min(job.posts.len()),
            ..Batch::default()
        };
        for at in batch.posts.clone() {
            if is_stale() {
                return;
            }
            let post = &job.posts[at];
            match read(&job.folder.join(post), &mut buffer) {
                Ok(bytes) => {
                    let found = job.phrase.find(bytes, (job.dialect)(post), job.most);
                    if found != Found::default() {
                        batch.found.push((at, found));
                    }
                }
                Err(error) => batch.unread.push((at, error)),
            }
        }
        if sender.send(batch).is_err() {
            return;
        }
    }
}

/// The bytes of a file, in a buffer that the next file takes over.
fn read<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
    let mut file = File::open(path)?;
    let mut filled = 0;
    loop {
        if buffer.len() < filled + PIECE {
            buffer.resize(filled + PIECE, 0);
        }
        match file.read(&mut buffer[filled..]) {
            Ok(0) => return Ok(&buffer[..filled]),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(posts: usize) -> (tempfile::TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().expect("a folder");
        let paths: Vec<_> = (0..posts)
            .map(|at| PathBuf::from(format!("{at}.md")))
            .collect();
        for (at, path) in paths.iter().enumerate() {
            let text = if at % 3 == 0 { "a word" } else { "nothing" };
            std::fs::write(folder.path().join(path), text).expect("it can be written");
        }
        (folder, paths)
    }

    #[test]
    fn batches_come_in_order_and_cover_all_posts() {
        let (folder, mut posts) = folder(100);
        posts.insert(50, "gone.md".into());
        let phrase = Phrase::new("word").expect("words");
        let job = Job {
            folder: folder.path(),
            posts: &posts,
            phrase: &phrase,
            dialect: &|_| Dialect::Auto,
            most: 9,
            threads: 4,
        };
        let (mut at, mut found, mut unread) = (0, Vec::new(), Vec::new());
        search(job, &|| false, |batch| {
            assert_eq!(batch.posts.start, at);
            at = batch.posts.end;
            found.extend(batch.found.into_iter().map(|(at, _)| posts[at].clone()));
            unread.extend(batch.unread.into_iter().map(|(at, _)| at));
            true
        });
        assert_eq!((at, unread), (101, vec![50]));
        let wanted: Vec<_> = (0..100)
            .step_by(3)
            .map(|at| PathBuf::from(format!("{at}.md")))
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn it_stops_when_nobody_wants_the_rest() {
        let (folder, posts) = folder(100);
        let phrase = Phrase::new("word").expect("words");
        let job = Job {
            folder: folder.path(),
            posts: &posts,
            phrase: &phrase,
            dialect: &|_| Dialect::Auto,
            most: 9,
            threads: 2,
        };
        let mut batches = 0;
        search(job, &|| false, |_| {
            batches += 1;
            false
        });
        assert_eq!(batches, 1);
        search(job, &|| true, |_| panic!("it is stale from the beginning"));
    }
}
