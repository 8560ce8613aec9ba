//! What a frame costs, whatever the article's length and however many posts there are.
//!
//! Ratios within one run, printed below divan's table: the first frame of a 10 MiB article beside that of a 10 KiB
//! one, a frame while scrolling each, and a frame of a list of 10,000 posts beside one of 10.

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]
#![expect(
    clippy::expect_used,
    reason = "a bench that can't draw has nothing to say"
)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use divan::Bencher;
use folio::app::article::Body;
use folio::app::message::{Code, Effect, Key, Message, Opened, Size, Ticket};
use folio::app::{Model, Start, update};
use folio::document::Dialect;
use folio::layout::Widths;
use folio::post::{self, Post};
use folio::site::Source;
use folio::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SIZES: [usize; 2] = [10 * 1024, 10 * 1024 * 1024];
const SIZE: Size = Size {
    width: 120,
    height: 40,
};

fn main() {
    divan::main();
    // `cargo test --benches` wants to know whether it runs, not how fast.
    if std::env::args().any(|argument| argument == "--bench") {
        report();
    }
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn first_frame(bencher: Bencher<'_, '_>, bytes: usize) {
    bencher
        .with_inputs(|| text(bytes).to_vec())
        .bench_values(first);
}

#[divan::bench(args = SIZES)]
fn scrolled_row(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut reader = Reader::article(bytes);
    bencher.bench_local(|| reader.press('j'));
}

#[divan::bench(args = [10, 10_000])]
fn list_step(bencher: Bencher<'_, '_>, posts: usize) {
    let mut reader = Reader::list(posts);
    bencher.bench_local(|| reader.press('j'));
}

fn report() {
    let fastest = |run: &mut dyn FnMut()| {
        let timed = |run: &mut dyn FnMut()| {
            let started = Instant::now();
            run();
            started.elapsed()
        };
        (0..40).map(|_| timed(run)).min().unwrap_or(Duration::ZERO)
    };
    let first = SIZES.map(|bytes| {
        let timed = |_| {
            let file = text(bytes).to_vec();
            let started = Instant::now();
            let reader = first(file);
            let elapsed = started.elapsed();
            drop(reader);
            elapsed
        };
        (0..40).map(timed).min().unwrap_or(Duration::ZERO)
    });
    ratio("first frame of 10 MiB ÷ of 10 KiB", first, 1.5);
    let mut readers = SIZES.map(Reader::article);
    let scrolled = readers
        .each_mut()
        .map(|reader| fastest(&mut || reader.press('j')));
    ratio("a row scrolled in 10 MiB ÷ in 10 KiB", scrolled, 1.2);
    let mut lists = [10, 10_000].map(Reader::list);
    let steps = lists
        .each_mut()
        .map(|reader| fastest(&mut || reader.press('j')));
    ratio("a step in 10,000 posts ÷ in 10", steps, 1.2);
}

fn ratio(what: &str, [small, large]: [Duration; 2], budget: f64) {
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("{what}: {large:.1?} ÷ {small:.1?} = {ratio:.2} (budget {budget})");
}

/// From a file's bytes to the first screen.
fn first(file: Vec<u8>) -> Reader {
    let widths = Reader::start().model.text_area().widths;
    let source = Source::new(Path::new("post.md"), file);
    let head = source
        .head(Dialect::Auto)
        .unwrap_or_else(|| source.document(Dialect::Auto));
    let mut reader = Reader::start();
    reader.open(Opened::Head(Body::new(
        Arc::new(source.post),
        Arc::new(head),
        widths,
    )));
    reader.draw();
    reader
}

/// Markdown of about so many bytes, the same in each run.
fn text(bytes: usize) -> &'static [u8] {
    static TEXTS: [OnceLock<Vec<u8>>; 2] = [OnceLock::new(), OnceLock::new()];
    let which = usize::from(bytes > SIZES[0]);
    TEXTS[which].get_or_init(|| {
        let part = "## A section\n\nSome *words* of a paragraph, with a [link](https://example.org) and `code`, \
                    long enough to take a few rows on any screen that is worth the name.\n\n- one\n- two\n\n";
        part.repeat(bytes / part.len()).into_bytes()
    })
}

struct Reader {
    model: Model,
    ticket: Ticket,
    terminal: Terminal<TestBackend>,
}

impl Reader {
    fn start() -> Self {
        let start = Start {
            open: Some(PathBuf::from("post.md")),
            size: SIZE,
            measure: 80,
            ..Start::default()
        };
        let (model, effects) = Model::new(start);
        let opening = effects.iter().find_map(|effect| match effect {
            Effect::Open { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let backend = TestBackend::new(SIZE.width, SIZE.height);
        let terminal = Terminal::new(backend).expect("memory does not fail");
        Self {
            model,
            ticket: opening.expect("a file was named"),
            terminal,
        }
    }

    fn article(bytes: usize) -> Self {
        let mut reader = Self::start();
        let source = Source::new(Path::new("post.md"), text(bytes).to_vec());
        let document = Arc::new(source.document(Dialect::Auto));
        let widths: Widths = reader.model.text_area().widths;
        reader.open(Opened::Whole(Body::new(
            Arc::new(source.post),
            document,
            widths,
        )));
        reader
    }

    fn list(posts: usize) -> Self {
        let (model, _) = Model::new(Start {
            size: SIZE,
            measure: 80,
            ..Start::default()
        });
        let mut reader = Self {
            model,
            ..Self::start()
        };
        let post = |at: usize| -> Post {
            let text = format!(
                "+++\ntitle = \"Post {at}\"\ndate = 20{:02}-01-02\ntags = [\"a\", \"b\"]\n+++\n",
                at % 25
            );
            post::read(
                &PathBuf::from(format!("{at}.md")),
                &post::decode(text.as_bytes()),
            )
        };
        update(
            &mut reader.model,
            Message::Scanned(Ticket(1), (0..posts).map(post).collect()),
        );
        reader
    }

    fn open(&mut self, opened: Opened) {
        update(&mut self.model, Message::Opened(self.ticket, opened));
    }

    fn press(&mut self, char: char) {
        let key = Key {
            code: Code::Char(char),
            ctrl: false,
            alt: false,
        };
        update(&mut self.model, Message::Key(key));
        self.draw();
    }

    fn draw(&mut self) {
        let draw = |frame: &mut ratatui::Frame<'_>| {
            folio::ui::view(&self.model, &Theme::DARK, frame);
        };
        self.terminal.draw(draw).expect("memory does not fail");
    }
}
