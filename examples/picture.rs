//! Draws a frame of the reader as an SVG file.
//!
//! ```text
//! cargo run --example picture -- [--size WIDTHxHEIGHT] [--theme NAME] [--keys KEYS] [FOLDER]
//! ```
//!
//! Without arguments, it draws the first frame in the README, which shows the guided tour. KEYS are pressed before the frame is
//! drawn: characters, and `<Enter>`, `<Esc>`, `<Tab>`, `<Space>`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use folio::app::article::Body;
use folio::app::event::{Code, Key, Size};
use folio::app::image_choice::ImageChoice;
use folio::app::message::{
    Effect, Effects, HighlightRequest, LoadRequest, Message, Opened, PictureRequest, SearchResults,
    Shared, WantedPicture,
};
use folio::app::post_search::MAX_HITS_PER_POST;
use folio::app::reason::Reason;
use folio::app::settings::Settings;
use folio::app::{Model, StartOptions, update};
use folio::document::Dialect;
use folio::highlight::{self, Highlighter};
use folio::paint::picture::PixelColors;
use folio::post::Post;
use folio::runtime::image_finder::{ImageFinder, Measurement};
use folio::runtime::images;
use folio::runtime::scan::{ScanOptions, Scanned, scan};
use folio::search::CompiledQuery;
use folio::site::{Site, Source};
use folio::text::{self, Clean};
use folio::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Columns and rows of the frame.
const SIZE: Size = Size {
    width: 142,
    height: 30,
};
/// Width of a column and height of a row, in SVG units.
const CELL: (u16, u16) = (8, 17);
/// Distance from the top of a row to the baseline of its text, in SVG units.
const BASELINE: u16 = 13;
/// The character of a cell that shows two pixels of an image: one in the color of the character, one in the background color.
const HALF_BLOCK: &str = "▀";
/// Keys that are pressed before the frame is drawn, if the option `--keys` is not given.
const KEYS: &str = "jjj<Enter>]]";
/// Maximum time for measuring the images of an article.
const MAX_IMAGE_MEASURING_TIME: Duration = Duration::from_secs(60);
/// Background and text color of the SVG file, for a theme that leaves them to a terminal with a dark background.
const DARK_PAGE: (&str, &str) = ("#16181d", "#c9ccd1");
/// Background and text color of the SVG file, for a theme that leaves them to a terminal with a light background.
const LIGHT_PAGE: (&str, &str) = ("#fbfaf8", "#2b2e34");

/// The options of the command line.
struct Options {
    folder: PathBuf,
    size: Size,
    theme: Theme,
    /// The background of the SVG file, and the color of text for which the theme has no color.
    page: (String, String),
    keys: String,
}

impl Options {
    /// Parses the arguments without the program's name.
    fn parse(arguments: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let (default_theme, page) = theme("dark")?;
        let mut options = Self {
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("posts"),
            size: SIZE,
            theme: default_theme,
            page,
            keys: KEYS.to_owned(),
        };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next();
                value.with_context(|| format!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--size" => {
                    let size = value()?;
                    let (width, height) = size.split_once('x').context("--size WIDTHxHEIGHT")?;
                    options.size = Size {
                        width: width.parse()?,
                        height: height.parse()?,
                    };
                }
                "--theme" => (options.theme, options.page) = theme(&value()?)?,
                "--keys" => options.keys = value()?,
                _ => options.folder = PathBuf::from(argument),
            }
        }
        Ok(options)
    }
}

/// Returns a theme, and the background and text color of the SVG file.
fn theme(name: &str) -> anyhow::Result<(Theme, (String, String))> {
    let theme = Theme::built_in(name).with_context(|| format!("no theme is called {name}"))?;
    // Of the built-in themes without a background, only `light` is for terminals with a light background.
    let (default_background, default_color) = if name == "light" {
        LIGHT_PAGE
    } else {
        DARK_PAGE
    };
    let page = theme.page();
    let hex_or = |color: Option<folio::theme::Color>, default: &str| match color {
        Some(folio::theme::Color::Rgb(red, green, blue)) => {
            format!("#{red:02x}{green:02x}{blue:02x}")
        }
        _ => default.to_owned(),
    };
    let page = (
        hex_or(page.bg, default_background),
        hex_or(page.fg, default_color),
    );
    Ok((theme, page))
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse(std::env::args().skip(1))?;
    let name = options.folder.file_name().unwrap_or_default();
    let start = StartOptions {
        label: Clean::line(&name.to_string_lossy()).into_owned(),
        size: options.size,
        settings: Settings {
            images: ImageChoice::Blocks,
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    let (mut model, effects) = Model::new(start);
    carry_out(&mut model, &options.folder, effects)?;
    for key in keys(&options.keys) {
        let mut effects = Effects::new();
        update(&mut model, Message::Key(key), &mut effects);
        carry_out(&mut model, &options.folder, effects)?;
    }
    let Size { width, height } = options.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height))?;
    terminal.draw(|frame| {
        folio::ui::view(&model, &options.theme, frame);
    })?;
    let svg = svg(terminal.backend().buffer(), &options.page)?;
    std::io::Write::write_all(&mut std::io::stdout(), svg.as_bytes())?;
    Ok(())
}

/// Parses the value of the option `--keys`.
fn keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut remaining = text;
    while let Some(char) = remaining.chars().next() {
        let names = [
            ("<Enter>", Code::Enter),
            ("<Esc>", Code::Esc),
            ("<Tab>", Code::Tab),
            ("<Space>", Code::Char(' ')),
        ];
        let matching = names.iter().find(|(name, _)| remaining.starts_with(name));
        let (length, code) = match matching {
            Some((name, code)) => (name.len(), *code),
            None => (char.len_utf8(), Code::Char(char)),
        };
        remaining = &remaining[length..];
        keys.push(Key {
            code,
            ctrl: false,
            alt: false,
        });
    }
    keys
}

/// Carries out the effects that change the frame, on this thread.
fn carry_out(model: &mut Model, folder: &Path, effects: Effects) -> anyhow::Result<()> {
    for effect in effects {
        let messages = match effect {
            Effect::Scan(id) => {
                // The list of files that could not be read is empty.
                vec![
                    Message::Scanned(id, scan_posts(folder)),
                    Message::ScanEnded(id, Vec::new()),
                ]
            }
            Effect::Open(request) => {
                let LoadRequest {
                    id,
                    path,
                    widths,
                    image_limits,
                } = request;
                let source = Source::new(&path, std::fs::read(folder.join(&path))?);
                let document = Arc::new(source.document(Dialect::Auto));
                let finder = image_finder(folder);
                let mut measurement = Measurement::new(&finder, &path, MAX_IMAGE_MEASURING_TIME);
                let sizes = measurement.measure(&document).sizes;
                let body =
                    Body::with_images(Arc::new(source.post), document, sizes, widths, image_limits);
                vec![Message::Opened(id, Opened::Complete(body))]
            }
            Effect::LoadPictures(PictureRequest { post, wanted }) => {
                let finder = image_finder(folder);
                let load = |picture: WantedPicture| {
                    let file = finder.find(&post, &picture.target);
                    let pixels = file
                        .and_then(|file| images::load(&file, picture.key.size, PixelColors::All));
                    let pixels = pixels.map(|pixels| Shared(Arc::new(pixels)));
                    Message::PictureLoaded(picture.key, pixels.map_err(|error| Reason::of(&error)))
                };
                wanted.into_iter().map(load).collect()
            }
            Effect::SearchPosts { id, query, posts } => {
                vec![Message::PostsSearched(id, search(folder, &query, &posts)?)]
            }
            Effect::Highlight(request) => highlight_article(&request),
            _ => Vec::new(),
        };
        for message in messages {
            let mut effects = Effects::new();
            update(model, message, &mut effects);
            carry_out(model, folder, effects)?;
        }
    }
    Ok(())
}

/// Searches posts as the reader's worker does, but all at once.
fn search(folder: &Path, query: &str, posts: &[PathBuf]) -> anyhow::Result<SearchResults> {
    let mut results = SearchResults {
        searched: posts.len(),
        is_done: true,
        ..SearchResults::default()
    };
    let Some(compiled) = CompiledQuery::new(query) else {
        return Ok(results);
    };
    for path in posts {
        let text = std::fs::read(folder.join(path))?;
        let post_hits = compiled.find(&text, Dialect::Auto, MAX_HITS_PER_POST);
        if !post_hits.hits.is_empty() {
            results.posts.push((path.clone(), post_hits));
        }
    }
    Ok(results)
}

/// Highlights the code of an article, and returns one message for each block of code.
fn highlight_article(request: &HighlightRequest) -> Vec<Message> {
    let document = &request.document;
    let mut highlighter = Highlighter::default();
    let blocks = 0..document.blocks().len();
    let blocks = blocks.filter(|block| highlight::is_colorable(document, *block));
    let message = |block| {
        let runs = highlighter.highlight_block(document, block, || false)?;
        let runs = Arc::new(runs);
        Some(Message::Highlighted(request.id, block as u32, runs))
    };
    blocks.filter_map(message).collect()
}

/// Returns a finder for the images of the posts in a folder.
fn image_finder(folder: &Path) -> ImageFinder {
    ImageFinder::new(Site::plain(folder), folder.to_owned())
}

/// Reads the posts of a folder, in the order of their paths.
fn scan_posts(folder: &Path) -> Vec<Post> {
    let scanned_posts = Mutex::new(Vec::new());
    scan(
        folder,
        ScanOptions::default(),
        &AtomicBool::new(false),
        |scanned| {
            if let Scanned::Batch(posts) = scanned {
                scanned_posts
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(posts);
            }
        },
    );
    let mut posts: Vec<Post> = scanned_posts.into_inner().unwrap_or_default();
    posts.sort_by_key(|post| PathBuf::clone(&post.path));
    posts
}

/// Returns a frame as SVG, with the background and text color of `page`.
fn svg(buffer: &Buffer, page: &(String, String)) -> Result<String, std::fmt::Error> {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (columns * CELL.0, rows * CELL.1);
    let (background, color) = page;
    let mut out = String::new();
    // The frame has a margin of 12 units.
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 {} {}" fill="{color}" xml:space="preserve">"#,
        width + 24,
        height + 24
    )?;
    writeln!(
        out,
        "<style>text{{font:13.3px 'DejaVu Sans Mono',Menlo,Consolas,ui-monospace,monospace}}.b{{font-weight:700}}.u{{text-decoration:underline}}.i{{font-style:italic}}.d{{opacity:.6}}rect:not([rx]),path{{shape-rendering:crispEdges}}</style>"
    )?;
    writeln!(
        out,
        r#"<rect x="-12" y="-12" width="100%" height="100%" rx="10" fill="{background}"/>"#
    )?;
    for y in 0..rows {
        draw_backgrounds(buffer, y, &mut out)?;
        draw_half_blocks(buffer, y, &mut out)?;
        for (x, text, cell) in runs(buffer, y) {
            let columns = text::width(&text) as u16;
            let mut class = String::new();
            for (modifier, letter) in [
                (Modifier::BOLD, "b"),
                (Modifier::UNDERLINED, "u"),
                (Modifier::ITALIC, "i"),
                (Modifier::DIM, "d"),
            ] {
                if cell.modifier.contains(modifier) {
                    write!(class, "{}{letter}", if class.is_empty() { "" } else { " " })?;
                }
            }
            let class = if class.is_empty() {
                class
            } else {
                format!(r#" class="{class}""#)
            };
            let fill = hex(cell.fg)
                .map(|fill| format!(r#" fill="{fill}""#))
                .unwrap_or_default();
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            // `textLength` keeps the columns aligned in any font.
            let (left, base, length) = (x * CELL.0, y * CELL.1 + BASELINE, columns * CELL.0);
            writeln!(
                out,
                r#"<text x="{left}" y="{base}" textLength="{length}"{class}{fill}>{text}</text>"#
            )?;
        }
    }
    writeln!(out, "</svg>")?;
    Ok(out)
}

/// Draws the backgrounds of a row. Adjacent cells of one color become one rectangle.
fn draw_backgrounds(buffer: &Buffer, y: u16, out: &mut String) -> std::fmt::Result {
    let mut x = 0;
    while x < buffer.area.width {
        let background = buffer[(x, y)].bg;
        let end = (x..buffer.area.width)
            .find(|x| buffer[(*x, y)].bg != background)
            .unwrap_or(buffer.area.width);
        if let Some(fill) = hex(background) {
            let (left, top, width) = (x * CELL.0, y * CELL.1, (end - x) * CELL.0);
            writeln!(
                out,
                r#"<rect x="{left}" y="{top}" width="{width}" height="{}" fill="{fill}"/>"#,
                CELL.1
            )?;
        }
        x = end;
    }
    Ok(())
}

/// Draws the upper halves of a row's half blocks as shapes, because the glyphs leave gaps in many fonts. Adjacent halves of one
/// color become one shape. [`draw_backgrounds`] draws the lower halves.
fn draw_half_blocks(buffer: &Buffer, y: u16, out: &mut String) -> std::fmt::Result {
    let color = |x: u16| {
        let cell = &buffer[(x, y)];
        (cell.symbol() == HALF_BLOCK).then_some(cell.fg)
    };
    let mut x = 0;
    while x < buffer.area.width {
        let end = (x..buffer.area.width)
            .find(|other| color(*other) != color(x))
            .unwrap_or(buffer.area.width);
        if let Some(fill) = color(x).and_then(hex) {
            let (left, top, width) = (x * CELL.0, y * CELL.1, (end - x) * CELL.0);
            let height = CELL.1.div_ceil(2);
            writeln!(
                out,
                r#"<path fill="{fill}" d="M{left} {top}h{width}v{height}h-{width}z"/>"#
            )?;
        }
        x = end;
    }
    Ok(())
}

/// Splits a row into runs of one text color and one set of modifiers, without spaces at their ends. Returns each run's first
/// column, text and first cell.
fn runs(buffer: &Buffer, y: u16) -> Vec<(u16, String, Cell)> {
    let mut runs: Vec<(u16, String, Cell)> = Vec::new();
    for x in 0..buffer.area.width {
        let cell = &buffer[(x, y)];
        let symbol = match cell.symbol() {
            HALF_BLOCK => " ",
            symbol => symbol,
        };
        match runs.last_mut() {
            Some((_, text, last)) if last.fg == cell.fg && last.modifier == cell.modifier => {
                text.push_str(symbol);
            }
            _ => runs.push((x, symbol.to_owned(), cell.clone())),
        }
    }
    let trimmed = runs.into_iter().map(|(x, text, cell)| {
        let blanks = (text.len() - text.trim_start().len()) as u16;
        (x + blanks, text.trim().to_owned(), cell)
    });
    trimmed.filter(|(_, text, _)| !text.is_empty()).collect()
}

/// Returns a color as `#rrggbb`, or `None` if it is not an RGB color.
fn hex(color: Color) -> Option<String> {
    match color {
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        _ => None,
    }
}
