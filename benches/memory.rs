//! Memory of an open article. Each value is the growth of the resident set since a very short article was opened. The values
//! are for a long article, for the same article opened again, and for the short article after it.
//!
//! Only the first value is the memory of the article itself. The later values include freed memory that the allocator keeps:
//! when a large buffer is freed, glibc raises the thresholds above which it returns memory. For the same reason, each
//! text is measured in a process of its own. With `MALLOC_MMAP_THRESHOLD_=131072` in the environment, the thresholds stay.
//!
//! Prints nothing outside Linux, because it reads `/proc`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]
#![expect(clippy::expect_used, reason = "a benchmark fails by panicking")]

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};

use folio::app::article::Body;
use folio::app::message::{LoadRequest, Message, Opened, RequestId};
use folio::document::Dialect;
use folio::layout::Widths;
use folio::runtime::article_loader::{ArticleLoader, Origin};
use tempfile::TempDir;

/// Size of each long article, in kilobytes.
const KILOBYTES: u32 = 10 * 1024;
/// A typical technical post, and a text of short blocks. Each has a name, and the part whose repetitions fill the long article.
const TEXTS: [(&str, &str); 2] = [
    (
        "prose",
        "## A section\n\nWhen a program reads what people write, it meets *everything* that people can think of, and\n\
         then some: `code` in the middle of a line, a [link](https://example.org/a/b?c=d) to a page that\n\
         has moved, and **strong words** about it. Most of it is plain, though, and reads like this one\n\
         does, sentence after sentence, with a comma here and there; nothing to see, move along.\n\n\
         - a first thing, said in a few words\n- a second one\n- a third, with `code`\n\n\
         ```rust\nfn main() {\n    let answer = 6 * 7;\n}\n```\n\n> A quotation, for its bar.\n\n",
    ),
    (
        "short blocks",
        "## A section\n\nSome *words* of a paragraph, with a [link](https://example.org) and `code`, \
         long enough to take a few rows on any screen that is worth the name.\n\n- one\n- two\n\n",
    ),
];

fn main() {
    // The program starts itself once for each text, with the name of the text as its argument.
    let argument = std::env::args().nth(1);
    if let Some((name, part)) = TEXTS
        .iter()
        .find(|(name, _)| Some(*name) == argument.as_deref())
    {
        return measure(name, part);
    }
    // `cargo test --benches` only checks that the benchmark starts.
    if argument.as_deref() != Some("--bench") {
        return;
    }
    let program = std::env::current_exe().expect("the program has a path");
    for (name, _) in TEXTS {
        let status = Command::new(&program).arg(name).status();
        assert!(status.expect("the program starts").success());
    }
}

/// Measures articles that consist of repetitions of `part`.
fn measure(name: &str, part: &str) {
    let folder = TempDir::new().expect("there is room for a folder");
    write(&folder.path().join("short.md"), "A few words.\n", 1);
    let mut opener = Opener::new(folder.path());
    opener.open("short.md");
    let Some(before) = resident_kilobytes() else {
        return;
    };
    let times = KILOBYTES as usize * 1024 / part.len();
    write(&folder.path().join("long.md"), part, times);
    let mut report = |label: &str, file: &str| {
        let body = opener.open(file);
        let after = resident_kilobytes().unwrap_or(before);
        let ratio = f64::from(after.saturating_sub(before)) / f64::from(KILOBYTES);
        println!(
            "{name}, {label}: {ratio:.2} × 10 MiB; {} rows",
            body.layout.rows()
        );
    };
    // The budget is 5 times the size of the file.
    report("the first article (budget 5)", "long.md");
    for _ in 0..4 {
        report("the same article again", "long.md");
    }
    report("a short article after it", "short.md");
}

/// Writes a file in small pieces. A large buffer that is freed would change how the allocator keeps memory later.
fn write(path: &Path, part: &str, times: usize) {
    let mut file = File::create(path).expect("there is room for a file");
    for _ in 0..times {
        file.write_all(part.as_bytes())
            .expect("there is room for the text");
    }
}

/// Opens articles. As in the reader, the previous article is dropped only when the next article has arrived.
struct Opener {
    worker: ArticleLoader,
    opened: Receiver<Message>,
    last: Option<Body>,
    /// Number of requests.
    requests: u64,
}

impl Opener {
    fn new(folder: &Path) -> Self {
        let (sender, opened) = channel();
        let origin = Origin::Folder(folder.to_owned());
        let send = move |message| sender.send(message).is_ok();
        let dialect = |_: &Path| Dialect::Auto;
        let rules = std::sync::Arc::default();
        let image_finder = None;
        Self {
            worker: ArticleLoader::start(origin, dialect, rules, image_finder, send)
                .expect("a thread starts"),
            opened,
            last: None,
            requests: 0,
        }
    }

    fn open(&mut self, file: &str) -> &Body {
        self.requests += 1;
        self.worker.open(LoadRequest {
            id: RequestId(self.requests),
            path: PathBuf::from(file),
            widths: Widths::all(80),
            image_limits: None,
        });
        loop {
            let message = self.opened.recv().expect("the loader answers");
            match message {
                // The first part of a long article replaces the previous article.
                Message::Opened(_, Opened::FirstPart(first_part)) => self.last = Some(first_part),
                Message::Opened(_, Opened::Complete(article)) => return self.last.insert(article),
                _ => {}
            }
        }
    }
}

/// Returns the resident set of this process in kilobytes, or `None` if there is no `/proc`.
fn resident_kilobytes() -> Option<u32> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
