//! What an open article takes in memory, as the system counts it: the resident set before and after.
//!
//! The system counts what the allocator keeps for the next article as well. `MALLOC_TRIM_THRESHOLD_=131072` and
//! `MALLOC_MMAP_THRESHOLD_=131072` make glibc's give it back, and show what the article itself takes.
//!
//! Printed by Linux alone, where `/proc` tells it; elsewhere there is nothing to print.

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]
#![expect(
    clippy::expect_used,
    reason = "a bench that can't open a file has nothing to say"
)]

use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

use folio::app::article::Body;
use folio::app::message::{Message, Opened, Ticket};
use folio::document::Dialect;
use folio::layout::Widths;
use folio::runtime::worker::{Origin, Request, Worker};
use tempfile::TempDir;

const KILOBYTES: u32 = 10 * 1024;

fn main() {
    // `cargo test --benches` wants to know whether it runs.
    let Some(before) = status("VmRSS") else {
        return;
    };
    let body = open();
    let after = status("VmRSS").unwrap_or(before);
    let peak = status("VmHWM").unwrap_or(after);
    let times = |kilobytes: u32| f64::from(kilobytes) / f64::from(KILOBYTES);
    println!(
        "a 10 MiB article ÷ its size: {:.2} (budget 4), while it is opened {:.2}; {} rows",
        times(after - before),
        times(peak - before),
        body.layout.rows()
    );
}

/// Opens a long article as the reader does; what is given back is what stays.
fn open() -> Body {
    let folder = TempDir::new().expect("there is room for a folder");
    let prose = "When a program reads what people write, it meets *everything* that people can think of, and\n\
                 then some: `code` in the middle of a line, a [link](https://example.org/a/b?c=d) to a page that\n\
                 has moved, and **strong words** about it. Most of it is plain, though, and reads like this one\n\
                 does, sentence after sentence, with a comma here and there; nothing to see, move along.\n\n";
    let part = "## A section\n\n".to_owned()
        + &prose.repeat(4)
        + "- a first thing, said in a few words\n- a second one\n- a third, with `code`\n\n\
           ```rust\nfn main() {\n    let answer = 6 * 7;\n}\n```\n\n> A quotation, for its bar.\n\n";
    let file = folder.path().join("post.md");
    std::fs::write(&file, part.repeat(KILOBYTES as usize * 1024 / part.len()))
        .expect("there is room for a file");
    let (sender, opened) = channel();
    let origin = Origin::Folder(folder.path().to_owned());
    let send = move |message| sender.send(message).is_ok();
    let dialect = |_: &Path| Dialect::Auto;
    let worker = Worker::start(origin, dialect, send).expect("a thread starts");
    worker.open(Request {
        ticket: Ticket(1),
        path: PathBuf::from("post.md"),
        widths: Widths::all(80),
    });
    loop {
        if let Message::Opened(_, Opened::Whole(body)) = opened.recv().expect("it answers") {
            return body;
        }
    }
}

/// A figure of this process, in kilobytes.
fn status(name: &str) -> Option<u32> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
