//! Cost of a frame, for short and long articles and for few and many posts.
//!
//! Below divan's table, prints ratios within one run:
//!
//! - the first frame of a 10 MiB article ÷ of a 10 KiB article
//! - the frame with the complete 10 MiB article ÷ a parse by pulldown-cmark alone
//! - a frame while scrolling, jumping and resizing in the 10 MiB article ÷ in the 10 KiB article
//! - a frame of a list of 100,000 posts ÷ of 1,000 posts
//! - a frame while scrolling an article with 200 pictures ÷ with the images as text, for each method to draw pictures
//!
//! The budget of sorting and filtering is the time of a frame, 16 ms. For pictures, the number of bytes that a frame sends is
//! printed too.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]
#![expect(clippy::expect_used, reason = "a benchmark fails by panicking")]

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use divan::Bencher;
use folio::ansi::ColorLevel;
use folio::app::article::Body;
use folio::app::event::{Code, Key, Size};
use folio::app::image_choice::ImageChoice;
use folio::app::message::{
    Effect, Effects, LoadRequest, Message, Opened, PictureKey, PictureRequest, RequestId, Shared,
    WantedPicture,
};
use folio::app::settings::Settings;
use folio::app::{Model, StartOptions};
use folio::document::Dialect;
use folio::layout::{ImageId, ImageInfo, ImageSizes, PixelSize, Widths};
use folio::paint::Pixels;
use folio::post::{self, Post};
use folio::runtime::article_loader::{ArticleLoader, Origin};
use folio::runtime::backend::{self, FrameExtras, TerminalBackend};
use folio::site::Source;
use folio::theme::Theme;
use pulldown_cmark::{Options, Parser};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tempfile::TempDir;

const ARTICLE_BYTES: [usize; 2] = [10 * 1024, 10 * 1024 * 1024];
const SCREEN_SIZE: Size = Size {
    width: 120,
    height: 40,
};

/// Numbers of posts in the lists. Both lists are longer than a screen, so that a key has the same effect in both.
const POST_COUNTS: [usize; 2] = [1_000, 100_000];

fn main() {
    divan::main();
    // `cargo test --benches` only checks that the benchmark runs.
    if std::env::args().any(|argument| argument == "--bench") {
        report();
    }
}

#[divan::bench(args = ARTICLE_BYTES, sample_count = 20)]
fn first_frame(bencher: Bencher<'_, '_>, bytes: usize) {
    let opener = Opener::new();
    bencher
        .with_inputs(|| opener.prepare(bytes))
        .bench_local_values(|prepared| opener.open_first_screen(prepared));
}

#[divan::bench(args = ARTICLE_BYTES)]
fn scrolled_row(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut reader = Reader::article(bytes);
    bencher.bench_local(|| reader.press('j'));
}

#[divan::bench(args = POST_COUNTS)]
fn list_next_post(bencher: Bencher<'_, '_>, posts: usize) {
    let mut reader = Reader::list(posts);
    bencher.bench_local(|| reader.press('j'));
}

/// Prints the ratios after divan's table.
fn report() {
    report_opening();
    report_reading();
    report_lists();
    report_pictures();
}

/// Maximum time of a frame, in milliseconds.
const FRAME_BUDGET_MS: u64 = 16;

/// Number of images of the article with images.
const IMAGES: usize = 200;

/// Compares frames with pictures to frames without pictures.
fn report_pictures() {
    let (time_without_images, _) = PictureReader::new(ImageChoice::None).scroll();
    for (choice, name) in [
        (ImageChoice::Blocks, "half blocks"),
        (ImageChoice::Kitty, "kitty"),
        (ImageChoice::Sixel, "sixel"),
        (ImageChoice::Iterm2, "iTerm2"),
    ] {
        let (time, bytes) = PictureReader::new(choice).scroll();
        let ratio = time.as_secs_f64() / time_without_images.as_secs_f64();
        println!(
            "a row scrolled with {IMAGES} images, {name} ÷ without images: {time:.1?} ÷ {time_without_images:.1?} = {ratio:.1}, {} KB per frame",
            bytes / 1000
        );
    }
}

/// A reader that shows an article with many images. It encodes its frames as for a terminal, and counts the bytes.
struct PictureReader {
    model: Model,
    terminal: Terminal<TerminalBackend<ByteCounter>>,
    counter: ByteCounter,
    pixels: HashMap<PictureKey, Arc<Pixels>>,
}

impl PictureReader {
    /// Creates a reader with the article open. `choice` is the way to show its images.
    fn new(choice: ImageChoice) -> Self {
        let start = StartOptions {
            open: Some(PathBuf::from("post.md")),
            size: SCREEN_SIZE,
            settings: Settings {
                images: choice,
                ..Settings::default()
            },
            ..StartOptions::default()
        };
        let (mut model, effects) = Model::new(start);
        let request = effects.iter().find_map(|effect| match effect {
            Effect::Open(request) => Some((request.id, request.widths, request.image_limits)),
            _ => None,
        });
        let (id, widths, image_limits) = request.expect("a file was named");
        let part = |number: usize| format!("Some words.\n\n![A picture]({number}.png)\n\n");
        let text: String = (0..IMAGES).map(part).collect();
        let source = Source::new(Path::new("post.md"), text.into_bytes());
        let document = Arc::new(source.document(Dialect::Auto));
        let mut sizes = ImageSizes::default();
        for (number, (_, image)) in document.block_images().enumerate() {
            let size = PixelSize {
                width: 800,
                height: 400,
            };
            let id = ImageId(number as u64);
            sizes.insert(image, ImageInfo { id, size });
        }
        let body = Body::with_images(Arc::new(source.post), document, sizes, widths, image_limits);
        update(&mut model, Message::Opened(id, Opened::Complete(body)));
        let counter = ByteCounter::default();
        let size = ratatui::layout::Size {
            width: SCREEN_SIZE.width,
            height: SCREEN_SIZE.height,
        };
        let backend = TerminalBackend::new(counter.clone(), size, ColorLevel::True);
        Self {
            model,
            terminal: Terminal::new(backend).expect("memory does not fail"),
            counter,
            pixels: HashMap::new(),
        }
    }

    /// Scrolls down 200 rows. Returns the mean time of a frame and the mean number of bytes that a frame sends to the terminal.
    /// The time excludes the loading of pictures.
    fn scroll(&mut self) -> (Duration, usize) {
        const FRAMES: u32 = 200;
        let mut time = Duration::ZERO;
        for _ in 0..FRAMES {
            let key = Key {
                code: Code::Char('j'),
                ctrl: false,
                alt: false,
            };
            let mut effects = Effects::new();
            let started = Instant::now();
            folio::app::update(&mut self.model, Message::Key(key), &mut effects);
            time += started.elapsed();
            self.answer_picture_requests(effects);
            let started = Instant::now();
            self.draw();
            time += started.elapsed();
        }
        let bytes = self.counter.0.replace(0);
        (time / FRAMES, bytes / FRAMES as usize)
    }

    /// Answers the requests for pictures. The pictures contain noise, so that encoders compress them as little as photos.
    fn answer_picture_requests(&mut self, effects: Effects) {
        for effect in effects {
            let Effect::LoadPictures(PictureRequest { wanted, .. }) = effect else {
                continue;
            };
            for WantedPicture { key, .. } in wanted {
                let pixels = self.pixels.entry(key).or_insert_with(|| noise_pixels(key));
                let pixels = Ok(Shared(Arc::clone(pixels)));
                update(&mut self.model, Message::PictureLoaded(key, pixels));
            }
        }
    }

    fn draw(&mut self) {
        let view = |frame: &mut ratatui::Frame<'_>| {
            let extras = folio::ui::view(&self.model, &Theme::DARK, frame);
            FrameExtras {
                pictures: extras.pictures.into_iter().map(Into::into).collect(),
                ..FrameExtras::default()
            }
        };
        backend::draw(&mut self.terminal, view).expect("memory does not fail");
    }
}

/// Returns a gradient with noise, in at most 256 colors that sixel can express.
fn noise_pixels(key: PictureKey) -> Arc<Pixels> {
    let mut seed = key.id.0 as u32 + 1;
    let PixelSize { width, height } = key.size;
    let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
    for index in 0..width * height {
        // A linear congruential generator (Numerical Recipes).
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // The level grows from left to right, and the upper two bits of `seed` add noise.
        let level = (index % width * 12 / width + (seed >> 30)) % 16;
        let color = [level * 17, index / width * 15 / height * 17, 85];
        rgb.extend(color.map(|part| part as u8));
    }
    Arc::new(Pixels::new(key.size, rgb).expect("the size matches"))
}

/// A writer that counts bytes.
#[derive(Clone, Debug, Default)]
struct ByteCounter(Rc<Cell<usize>>);

impl Write for ByteCounter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Compares the first frames of a long and of a short article, and the complete long article to a bare parse.
fn report_opening() {
    let opener = Opener::new();
    let [_, long_article_bytes] = ARTICLE_BYTES;
    let first_frame_times = ARTICLE_BYTES.map(|bytes| {
        let opening_time = |_| {
            let prepared = opener.prepare(bytes);
            let started = Instant::now();
            let reader = opener.open_first_screen(prepared);
            let elapsed = started.elapsed();
            drop(reader);
            elapsed
        };
        (0..40).map(opening_time).min().unwrap_or(Duration::ZERO)
    });
    print_ratio("first frame of 10 MiB ÷ of 10 KiB", first_frame_times, 1.5);
    // Parser and reader are measured alternately, so that other load on the machine affects both equally.
    let times = (0..20).map(|_| {
        let started = Instant::now();
        divan::black_box(Parser::new_ext(markdown(long_article_bytes), options()).count());
        let bare = started.elapsed();
        let prepared = opener.prepare(long_article_bytes);
        let started = Instant::now();
        let reader = opener.open_complete(prepared);
        let complete = started.elapsed();
        drop(reader);
        [bare, complete]
    });
    let fastest = times.reduce(|[bare, complete], [next_bare, next_complete]| {
        [bare.min(next_bare), complete.min(next_complete)]
    });
    let fastest = fastest.unwrap_or_default();
    print_ratio(
        "complete 10 MiB article from a file ÷ bare parse",
        fastest,
        1.5,
    );
}

/// Compares frames while reading a long article to frames while reading a short article.
fn report_reading() {
    let mut readers = ARTICLE_BYTES.map(Reader::article);
    for (label, keys) in [
        ("a row scrolled", "j"),
        ("a page and back", "fb"),
        ("to the end and back", "Gg"),
        ("to the middle and back", "50%g"),
        ("from section to section", "]"),
        ("to a heading of the contents", "tGltgl"),
    ] {
        let frames = readers.each_mut().map(|reader| {
            let mut keys = keys.chars().cycle();
            fastest(&mut || reader.press(keys.next().unwrap_or('j')))
        });
        print_ratio(&format!("{label} in 10 MiB ÷ in 10 KiB"), frames, 1.2);
    }
    let [_, mut long_reader] = readers;
    let mut widths = [110, 120].into_iter().cycle();
    let resized = fastest(&mut || long_reader.resize(widths.next().unwrap_or(120)));
    print_with_budget(
        "the frame after a resize in 10 MiB",
        resized,
        FRAME_BUDGET_MS,
    );
}

/// Compares frames of a long list to frames of a short list, and measures sorting and filtering.
fn report_lists() {
    let mut lists = POST_COUNTS.map(Reader::list);
    for (label, keys) in [
        ("the next post", "j"),
        ("the next page of posts", "f"),
        ("to the end and back", "Gg"),
    ] {
        let frames = lists.each_mut().map(|reader| {
            let mut keys = keys.chars().cycle();
            fastest(&mut || reader.press(keys.next().unwrap_or('j')))
        });
        print_ratio(&format!("{label} in 100,000 posts ÷ in 1,000"), frames, 1.2);
    }
    let [_, mut reader] = lists;
    // Each case has a label, the keys that are pressed in rotation, and the number of presses.
    for (label, keys, press_count) in [
        ("sorting 100,000 posts by title", "st", 20),
        ("sorting 100,000 posts by date", "sd", 20),
        ("a letter of the filter over 100,000 posts", "/1", 2),
        ("a second letter of the filter", "2", 1),
    ] {
        let mut keys = keys.chars().cycle();
        let worst = slowest(press_count, &mut || {
            reader.press(keys.next().unwrap_or('j'));
        });
        print_with_budget(label, worst, FRAME_BUDGET_MS);
    }
}

/// Passes a message to the model and ignores the effects.
fn update(model: &mut Model, message: Message) {
    folio::app::update(model, message, &mut Effects::new());
}

/// Returns the time that `run` takes.
fn timed(run: &mut dyn FnMut()) -> Duration {
    let started = Instant::now();
    run();
    started.elapsed()
}

/// Returns the time of the fastest of 40 frames.
fn fastest(run: &mut dyn FnMut()) -> Duration {
    let times = (0..40).map(|_| timed(run));
    times.min().unwrap_or(Duration::ZERO)
}

/// Returns the time of the slowest of `count` frames.
fn slowest(count: usize, run: &mut dyn FnMut()) -> Duration {
    let times = (0..count).map(|_| timed(run));
    times.max().unwrap_or(Duration::ZERO)
}

/// Prints the ratio of the second time to the first.
fn print_ratio(label: &str, [first, second]: [Duration; 2], budget: f64) {
    let ratio = second.as_secs_f64() / first.as_secs_f64();
    println!("{label}: {second:.1?} ÷ {first:.1?} = {ratio:.2} (budget {budget})");
}

fn print_with_budget(label: &str, time: Duration, budget_ms: u64) {
    println!("{label}: {time:.1?} (budget {budget_ms} ms)");
}

/// Returns the parser extensions that folio uses.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
}

/// Opens articles from files on another thread, as the reader does.
struct Opener {
    _folder: TempDir,
    worker: ArticleLoader,
    opened: Receiver<Message>,
    /// True while only the first part of the article has arrived.
    is_rest_pending: Cell<bool>,
}

impl Opener {
    fn new() -> Self {
        let folder = TempDir::new().expect("there is room for a folder");
        for size in ARTICLE_BYTES {
            let file = folder.path().join(file_name(size));
            std::fs::write(file, markdown(size)).expect("there is room for a file");
        }
        let (sender, opened) = channel();
        let origin = Origin::Folder(folder.path().to_owned());
        let send = move |message| sender.send(message).is_ok();
        let dialect = |_: &Path| Dialect::Auto;
        let rules = Arc::default();
        let image_finder = None;
        let worker = ArticleLoader::start(origin, dialect, rules, image_finder, send)
            .expect("a thread starts");
        Self {
            _folder: folder,
            worker,
            opened,
            is_rest_pending: Cell::new(false),
        }
    }

    /// Waits until the previous article is complete, so that its loading is not measured with the next article. Then creates a
    /// reader without an article, and a request for the article of this size.
    fn prepare(&self, bytes: usize) -> (Reader, LoadRequest) {
        if self.is_rest_pending.take() {
            drop(self.opened.recv().expect("the loader answers"));
        }
        let reader = Reader::start(&file_name(bytes));
        let request = LoadRequest {
            id: reader.request_id,
            path: PathBuf::from(file_name(bytes)),
            widths: reader.model.text_area().widths,
            image_limits: None,
        };
        (reader, request)
    }

    /// Opens an article and draws its first screen.
    fn open_first_screen(&self, (mut reader, request): (Reader, LoadRequest)) -> Reader {
        self.worker.open(request);
        let opened = self.opened.recv().expect("the loader answers");
        self.is_rest_pending
            .set(matches!(&opened, Message::Opened(_, Opened::FirstPart(_))));
        update(&mut reader.model, opened);
        reader.draw();
        reader
    }

    /// Opens an article and draws a frame with the complete article.
    fn open_complete(&self, prepared: (Reader, LoadRequest)) -> Reader {
        let mut reader = self.open_first_screen(prepared);
        if self.is_rest_pending.take() {
            let opened = self.opened.recv().expect("the loader answers");
            update(&mut reader.model, opened);
            reader.draw();
        }
        reader
    }
}

/// Returns the name of the file with the article of this size.
fn file_name(bytes: usize) -> String {
    format!("{bytes}.md")
}

/// Returns Markdown of about this many bytes, the same in each run.
fn markdown(bytes: usize) -> &'static str {
    static TEXTS: [OnceLock<String>; 2] = [OnceLock::new(), OnceLock::new()];
    let index = usize::from(bytes > ARTICLE_BYTES[0]);
    TEXTS[index].get_or_init(|| {
        let part = "## A section\n\nSome *words* of a paragraph, with a [link](https://example.org) and `code`, \
                    long enough to take a few rows on any screen that is worth the name.\n\n- one\n- two\n\n";
        part.repeat(bytes / part.len())
    })
}

/// A model and the terminal on which it is drawn.
struct Reader {
    model: Model,
    request_id: RequestId,
    terminal: Terminal<TestBackend>,
}

impl Reader {
    /// Creates a reader that has requested a file and shows nothing yet.
    fn start(name: &str) -> Self {
        let start = StartOptions {
            open: Some(PathBuf::from(name)),
            size: SCREEN_SIZE,
            ..StartOptions::default()
        };
        let (model, effects) = Model::new(start);
        let request = effects.iter().find_map(|effect| match effect {
            Effect::Open(request) => Some(request.id),
            _ => None,
        });
        let backend = TestBackend::new(SCREEN_SIZE.width, SCREEN_SIZE.height);
        let terminal = Terminal::new(backend).expect("memory does not fail");
        Self {
            model,
            request_id: request.expect("a file was named"),
            terminal,
        }
    }

    /// Creates a reader of an article of about this size.
    fn article(bytes: usize) -> Self {
        let mut reader = Self::start("post.md");
        let source = Source::new(Path::new("post.md"), markdown(bytes).as_bytes().to_vec());
        let document = Arc::new(source.document(Dialect::Auto));
        let widths: Widths = reader.model.text_area().widths;
        reader.open(Opened::Complete(Body::new(
            Arc::new(source.post),
            document,
            widths,
        )));
        reader
    }

    /// Creates a reader of a list of this number of posts.
    fn list(posts: usize) -> Self {
        let (model, _) = Model::new(StartOptions {
            size: SCREEN_SIZE,
            ..StartOptions::default()
        });
        let mut reader = Self {
            model,
            ..Self::start("post.md")
        };
        let post = |number: usize| -> Post {
            let text = format!(
                "+++\ntitle = \"Post {number}\"\ndate = 20{:02}-01-02\ntags = [\"a\", \"b\"]\n+++\n",
                number % 25
            );
            post::read(
                &PathBuf::from(format!("{number}.md")),
                &post::decode(text.as_bytes()),
            )
        };
        let scan_id = RequestId(1);
        let posts = (0..posts).map(post).collect();
        update(&mut reader.model, Message::Scanned(scan_id, posts));
        reader
    }

    fn open(&mut self, opened: Opened) {
        update(&mut self.model, Message::Opened(self.request_id, opened));
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

    fn resize(&mut self, width: u16) {
        let size = Size {
            width,
            ..SCREEN_SIZE
        };
        update(&mut self.model, Message::Resize(size));
        self.draw();
    }

    fn draw(&mut self) {
        let draw = |frame: &mut ratatui::Frame<'_>| {
            folio::ui::view(&self.model, &Theme::DARK, frame);
        };
        self.terminal.draw(draw).expect("memory does not fail");
    }
}
