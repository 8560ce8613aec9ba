//! A simulation of folio, with files in memory. The simulation executes effects immediately.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use folio::app::article::Body;
use folio::app::contents::ContentsPane;
use folio::app::details::Details;
use folio::app::event::{Code, Key, Size};
use folio::app::message::{
    Backlinks, Effect, Effects, FsChanges, HighlightRequest, LoadError, LoadRequest, Message,
    Opened, RequestId, SearchResults, Shared, WantedPicture,
};
use folio::app::overlay::Overlay;
use folio::app::post_search::MAX_HITS_PER_POST;
use folio::app::problems::ProblemView;
use folio::app::reason::Reason;
use folio::app::related::RelatedView;
use folio::app::state::Change;
use folio::app::{Model, StartOptions};
use folio::document::{Dialect, Document};
use folio::highlight::{self, Highlighter};
use folio::layout::{ImageId, ImageInfo, ImageLimits, ImageSizes, PixelSize, Widths};
use folio::library::{LibraryUpdate, Rename};
use folio::paint::Pixels;
use folio::post::{self, Post};
use folio::search::CompiledQuery;
use folio::site::{Source, outgoing_links};
use folio::text::Clean;
use folio::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;

/// Sends a message and returns the effects.
pub(crate) fn update(model: &mut Model, message: Message) -> Effects {
    let mut effects = Effects::new();
    folio::app::update(model, message, &mut effects);
    effects
}

/// A running folio whose files and effects are simulated. The comments below call it the reader.
pub(crate) struct Sim {
    pub(crate) model: Model,
    pub(crate) files: BTreeMap<PathBuf, String>,
    /// The effects that the simulation does not answer, in order.
    pub(crate) effects: Vec<Effect>,
    /// The saved changes, in order.
    pub(crate) saved_changes: Vec<Change>,
    /// The sizes of image files, by the target of the image as the post writes it.
    pub(crate) images: BTreeMap<String, PixelSize>,
    /// The wanted pictures that are not loaded, the most urgent first.
    pub(crate) wanted_pictures: Vec<WantedPicture>,
    /// True if searches of all posts are not answered, but kept in `effects`.
    pub(crate) holds_searches: bool,
    /// The latest highlight request, until it is answered.
    pub(crate) highlight_request: Option<HighlightRequest>,
}

impl Sim {
    /// Creates a reader whose posts are loaded, on a screen of `width` columns and `height` rows.
    pub(crate) fn new(files: &[(&str, &str)], width: u16, height: u16) -> Self {
        let start = StartOptions {
            label: Clean::line("a blog"),
            ..StartOptions::default()
        };
        Self::start(files, width, height, start)
    }

    /// Creates a reader of the guided tour.
    pub(crate) fn tour(width: u16, height: u16) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("posts");
        let files: Vec<(String, String)> = markdown_files(&folder)
            .into_iter()
            .map(|(path, text)| (path.to_string_lossy().into_owned(), text))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (&**path, &**text))
            .collect();
        Self::new(&files, width, height)
    }

    /// Creates a reader from `start`, on a screen of `width` columns and `height` rows. Answers the first requests of the reader.
    pub(crate) fn start(
        files: &[(&str, &str)],
        width: u16,
        height: u16,
        start: StartOptions,
    ) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
        let (model, effects) = Model::new(StartOptions {
            size: Size { width, height },
            ..start
        });
        let mut sim = Self {
            model,
            files: files.collect(),
            effects: Vec::new(),
            saved_changes: Vec::new(),
            images: BTreeMap::new(),
            wanted_pictures: Vec::new(),
            holds_searches: false,
            highlight_request: None,
        };
        sim.carry_out(effects);
        sim
    }

    /// Sends a message and executes its effects.
    pub(crate) fn send(&mut self, message: Message) {
        let effects = update(&mut self.model, message);
        self.carry_out(effects);
    }

    /// Executes effects: answers requests from the files in memory, and stores the other effects.
    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Scan(id) => {
                    let posts = self
                        .files
                        .iter()
                        .map(|(path, text)| read_post(path, text))
                        .collect();
                    self.send(Message::Scanned(id, posts));
                    self.send(Message::ScanEnded(id, Vec::new()));
                }
                Effect::Open(request) => {
                    let opened = self.open(&request.path, request.widths, request.image_limits);
                    self.send(Message::Opened(request.id, opened));
                }
                Effect::FindBacklinks(request) => {
                    let library = &request.library;
                    let mut links = Backlinks::new();
                    for (from, text) in &self.files {
                        let (base, text) = (request.base_url.as_deref(), text.as_bytes());
                        for to in outgoing_links(library, base, from, text, Dialect::Auto) {
                            let to = library.post(to).path.clone();
                            links.entry(to).or_default().push(from.clone());
                        }
                    }
                    self.send(Message::BacklinksFound(request.id, links));
                }
                Effect::SearchPosts { id, query, posts } if !self.holds_searches => {
                    let answer = self.search(&query, &posts);
                    self.send(Message::PostsSearched(id, answer));
                }
                Effect::RereadPost(path) => self.reread(&[&path.to_string_lossy()]),
                Effect::LoadSource(LoadRequest {
                    id, path, widths, ..
                }) => {
                    let body = source_body(&path, &self.files[&path], widths);
                    self.send(Message::SourceLoaded(id, Ok(body)));
                }
                Effect::LoadPreview(request, _) => {
                    let (path, widths) = (&request.path, request.widths);
                    let body = body(path, &self.files[path], widths);
                    self.send(Message::PreviewLoaded(request.id, Ok(body)));
                }
                Effect::CheckPost(id, path) => {
                    let problems = check(&path, &self.files[&path]);
                    self.send(Message::ProblemsFound(id, problems));
                }
                Effect::LoadPictures(request) => self.wanted_pictures = request.wanted,
                Effect::Highlight(request) => self.highlight_request = Some(request),
                Effect::Save(change) => self.saved_changes.push(change),
                Effect::Quit => {
                    self.saved_changes.extend(self.model.final_changes());
                    self.effects.push(Effect::Quit);
                }
                effect => self.effects.push(effect),
            }
        }
    }

    /// Answers the latest highlight request completely.
    pub(crate) fn answer_highlight_request(&mut self) {
        let Some(request) = self.highlight_request.take() else {
            return;
        };
        let mut highlighter = Highlighter::default();
        let document = &request.document;
        for block in 0..document.blocks().len() {
            if highlight::is_colorable(document, block) {
                let runs = highlighter.highlight_block(document, block, || false);
                let runs = Arc::new(runs.expect("highlighting is not cancelled"));
                self.send(Message::Highlighted(request.id, block as u32, runs));
            }
        }
    }

    /// Returns the results of a search of `posts`.
    fn search(&self, query: &str, posts: &[PathBuf]) -> SearchResults {
        let mut answer = SearchResults {
            searched: posts.len(),
            is_done: true,
            ..SearchResults::default()
        };
        let Some(compiled) = CompiledQuery::new(query) else {
            return answer;
        };
        for path in posts {
            let Some(text) = self.files.get(path) else {
                answer.unreadable += 1;
                continue;
            };
            let post_hits = compiled.find(text.as_bytes(), Dialect::Auto, MAX_HITS_PER_POST);
            if !post_hits.hits.is_empty() {
                answer.posts.push((path.clone(), post_hits));
            }
        }
        answer
    }

    /// Answers the latest search of all posts in `effects`, where `holds_searches` keeps searches.
    pub(crate) fn answer_search(&mut self) {
        let search = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::SearchPosts { id, query, posts } => Some((*id, query.clone(), posts.clone())),
            _ => None,
        });
        let (id, query, posts) = search.expect("a search waits for its answer");
        let answer = self.search(&query, &posts);
        self.send(Message::PostsSearched(id, answer));
    }

    /// Answers the latest request for pictures. Each picture is a gradient, except that names with `damaged` stand for damaged
    /// files.
    pub(crate) fn load_pictures(&mut self) {
        for picture in std::mem::take(&mut self.wanted_pictures) {
            let pixels = if picture.target.contains("damaged") {
                Err(Reason(Clean::literal("the file is damaged")))
            } else {
                Ok(Shared(Arc::new(gradient(picture.key.size))))
            };
            self.send(Message::PictureLoaded(picture.key, pixels));
        }
    }

    /// Returns the sizes of the images of a document.
    pub(crate) fn image_sizes(&self, document: &Document) -> ImageSizes {
        let mut sizes = ImageSizes::default();
        for (_, image_link) in document.block_images() {
            let target = document.link(image_link).target;
            if let Some(index) = self.images.keys().position(|name| name == target) {
                let (id, size) = (ImageId(index as u64), self.images[target]);
                sizes.insert(image_link, ImageInfo { id, size });
            }
        }
        sizes
    }

    /// Returns the answer to a request to open a post.
    fn open(&self, path: &Path, widths: Widths, image_limits: Option<ImageLimits>) -> Opened {
        match self.files.get(path) {
            Some(text) if !self.images.is_empty() => {
                let body = body(path, text, widths);
                let images = self.image_sizes(&body.document);
                let (post, document) = (body.post, body.document);
                Opened::Complete(Body::with_images(
                    post,
                    document,
                    images,
                    widths,
                    image_limits,
                ))
            }
            Some(text) => Opened::Complete(body(path, text, widths)),
            None => Opened::Failed(missing_file_error(path)),
        }
    }

    /// Writes a file, or removes the file if `text` is `None`. The reader is not told about the change.
    pub(crate) fn write(&mut self, path: &str, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.files.insert(path.into(), text.to_owned()),
            None => self.files.remove(Path::new(path)),
        };
        self
    }

    /// Reports the files at and below these paths as changed, as the watcher would.
    pub(crate) fn reread(&mut self, paths: &[&str]) {
        self.reread_with_renames(paths, &[]);
    }

    /// Reports the files at and below these paths as changed, and reports renames.
    pub(crate) fn reread_with_renames(&mut self, paths: &[&str], renames: &[(&str, &str)]) {
        let is_scanned = |file: &&PathBuf| paths.iter().any(|path| file.starts_with(path));
        let scanned_files = self.files.keys().filter(is_scanned);
        let posts = scanned_files.map(|path| read_post(path, &self.files[path]));
        let update = LibraryUpdate {
            posts: posts.collect(),
            scanned_paths: paths.iter().map(PathBuf::from).collect(),
            renames: renames
                .iter()
                .map(|(from, to)| Rename::new(*from, *to))
                .collect(),
        };
        self.send(Message::FilesChanged(FsChanges {
            posts: update,
            open_file: None,
        }));
    }

    /// Presses keys. Special keys are written as `<Enter>`, `<C-d>` or `<Space>`; `<BS>` is Backspace.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        let mut remaining = keys;
        while let Some(first) = remaining.chars().next() {
            let end = if first == '<' {
                remaining.find('>').map(|index| index + 1)
            } else {
                None
            };
            let (name, following) = remaining.split_at(end.unwrap_or(first.len_utf8()));
            self.send(Message::Key(key(name)));
            remaining = following;
        }
        self
    }

    /// Changes the size of the screen.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.send(Message::Resize(Size { width, height }));
        self
    }

    /// Returns the titles that the list shows.
    pub(crate) fn titles(&self) -> Vec<String> {
        let title = |post: &_| self.model.library.post(*post).title.to_string();
        self.model.list.shown.iter().map(title).collect()
    }

    /// Returns the view of related posts, if it is open.
    pub(crate) fn related(&self) -> Option<&RelatedView> {
        match self.model.overlay() {
            Some(Overlay::Related(view)) => Some(view),
            _ => None,
        }
    }

    /// Returns the details of a post, if their overlay is open.
    pub(crate) fn details(&self) -> Option<&Details> {
        match self.model.overlay() {
            Some(Overlay::Details(details)) => Some(details),
            _ => None,
        }
    }

    /// Returns the problems of a post, if their overlay is open.
    pub(crate) fn problems(&self) -> Option<&ProblemView> {
        match self.model.overlay() {
            Some(Overlay::Problems(view)) => Some(view),
            _ => None,
        }
    }

    /// Returns true if the search of all posts is open.
    pub(crate) fn is_post_search_open(&self) -> bool {
        matches!(self.model.overlay(), Some(Overlay::PostSearch))
    }

    /// Returns the contents pane of the open article.
    pub(crate) fn contents(&self) -> &ContentsPane {
        &self
            .model
            .article
            .as_ref()
            .expect("an article is open")
            .contents
    }

    /// Returns the title of the selected post.
    pub(crate) fn selected(&self) -> String {
        let post = self.model.list.selected_post().expect("a post is selected");
        self.model.library.post(post).title.to_string()
    }

    /// Returns the title of the open article.
    pub(crate) fn open_title(&self) -> String {
        self.model
            .article
            .as_ref()
            .expect("an article is open")
            .body
            .post
            .title
            .to_string()
    }

    /// Returns the number of the article's row at the top of the pane, from 0.
    pub(crate) fn top(&self) -> usize {
        let article = self.model.article.as_ref();
        article.expect("an article is open").top
    }

    /// Returns the heading of the section at the top of the article pane, or `None` above the first heading.
    pub(crate) fn section(&self) -> Option<String> {
        let article = self.model.article.as_ref()?;
        let document = &article.body.document;
        let heading = &document.toc().headings()[article.section()?];
        Some(
            document
                .block_text(&document.blocks()[heading.block as usize])
                .to_string(),
        )
    }

    /// Returns the rows of the screen, without blanks at their ends.
    pub(crate) fn screen(&self) -> Vec<String> {
        let buffer = self.buffer();
        let row = |y| {
            let mut x = 0;
            let mut row = String::new();
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += folio::text::width(symbol).max(1) as u16;
            }
            row.trim_end().to_owned()
        };
        (0..buffer.area.height).map(row).collect()
    }

    /// Returns the words of the list pane, joined by single blanks.
    pub(crate) fn list_pane(&self) -> String {
        let rows = self.screen();
        // The header is the first row, the footer the last.
        let list_rows = rows[1..rows.len() - 1]
            .iter()
            .filter_map(|row| row.split('▏').next());
        list_rows
            .flat_map(str::split_whitespace)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Returns the cells of the frame in the dark theme.
    fn buffer(&self) -> Buffer {
        self.buffer_in(&Theme::DARK)
    }

    /// Returns the parts of the frame that are not in cells: the cursor, the links, the pictures and the clickable items.
    pub(crate) fn extras(&self) -> folio::ui::Extras {
        let Size { width, height } = self.model.screen.size;
        let backend = TestBackend::new(width, height);
        let mut terminal = Terminal::new(backend).expect("drawing to memory cannot fail");
        let mut extras = folio::ui::Extras::default();
        let draw = |frame: &mut ratatui::Frame<'_>| {
            extras = folio::ui::view(&self.model, &Theme::DARK, frame);
        };
        terminal.draw(draw).expect("drawing to memory cannot fail");
        extras
    }

    /// Returns the cells of the frame in a theme.
    fn buffer_in(&self, theme: &Theme) -> Buffer {
        let Size { width, height } = self.model.screen.size;
        let mut terminal =
            Terminal::new(TestBackend::new(width, height)).expect("drawing to memory cannot fail");
        let draw = |frame: &mut ratatui::Frame<'_>| {
            folio::ui::view(&self.model, theme, frame);
        };
        terminal.draw(draw).expect("drawing to memory cannot fail");
        terminal.backend().buffer().clone()
    }

    /// Returns the frame as text: the screen, then the styled ranges of each row, such as `3: 2-9 #e0a458 bold`.
    pub(crate) fn frame(&self) -> String {
        self.frame_in(&Theme::DARK)
    }

    /// Returns the frame in a theme as text.
    pub(crate) fn frame_in(&self, theme: &Theme) -> String {
        let mut frame = self.screen().join("\n");
        frame.push_str("\n\n");
        let buffer = self.buffer_in(theme);
        for y in 0..buffer.area.height {
            let styles = styles(&buffer, y);
            if !styles.is_empty() {
                writeln!(frame, "{y}: {}", styles.join(", "))
                    .expect("writing to a string cannot fail");
            }
        }
        frame
    }
}

/// Returns a picture that is dark at the left, light at the right, red at the top and blue at the bottom.
fn gradient(size: PixelSize) -> Pixels {
    let shade = |part: u32, all: u32| (255 * part / all.max(1)) as u8;
    let pixels = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let rgb = pixels.flat_map(|(x, y)| {
        let blue = shade(y, size.height);
        [255 - blue, shade(x, size.width), blue]
    });
    Pixels::new(size, rgb.collect()).expect("the size matches")
}

/// Returns the styled ranges of a row, such as `2-9 #e0a458 bold`.
fn styles(buffer: &Buffer, y: u16) -> Vec<String> {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for x in 0..buffer.area.width {
        let cell = &buffer[(x, y)];
        let mut style = Vec::new();
        let color_name = |color| match color {
            Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
            Color::Indexed(number) => Some(format!("{number}")),
            _ => None,
        };
        style.extend(color_name(cell.fg));
        style.extend(color_name(cell.bg).map(|color| format!("on {color}")));
        style.extend(
            (!cell.modifier.is_empty()).then(|| format!("{:?}", cell.modifier).to_lowercase()),
        );
        let style = style.join(" ");
        match runs.last_mut() {
            Some((_, end, last)) if *last == style && *end == x => *end = x + 1,
            _ => runs.push((x, x + 1, style)),
        }
    }
    let is_styled = |(_, _, style): &(u16, u16, String)| !style.is_empty();
    runs.into_iter()
        .filter(is_styled)
        .map(|(start, end, style)| format!("{start}-{} {style}", end - 1))
        .collect()
}

/// Reads the metadata of a post.
pub(crate) fn read_post(path: &Path, text: &str) -> Post {
    post::read(path, &post::decode(text.as_bytes()))
}

/// Returns the parsed body of a post, laid out without pictures.
pub(crate) fn body(path: &Path, text: &str, widths: Widths) -> Body {
    let source = Source::new(path, text.as_bytes().to_vec());
    let document = source.document(Dialect::Auto);
    Body::new(Arc::new(source.post), Arc::new(document), widths)
}

/// Checks a post as if it were the only file of its folder.
fn check(path: &Path, text: &str) -> Vec<post::Problem> {
    let folder = Path::new("/nowhere");
    let source = Source::new(path, text.as_bytes().to_vec());
    let site = folio::site::Site::plain(folder);
    folio::site::check::Checker::new(
        &site,
        folder,
        &folio::runtime::file_system::RealFs::default(),
    )
    .check_post(&source, Dialect::Auto)
}

/// Returns the source view of a post.
fn source_body(path: &Path, text: &str, widths: Widths) -> Body {
    let source = Source::new(path, text.as_bytes().to_vec());
    let document = folio::document::Document::source(&source.text);
    Body::new(Arc::new(source.post), Arc::new(document), widths)
}

/// Returns the message that answers the request `id` with the complete article. The simulation does not send it; a test sends
/// it when the article should arrive.
pub(crate) fn complete_article(id: RequestId, path: &str, text: &str, widths: Widths) -> Message {
    Message::Opened(id, Opened::Complete(body(Path::new(path), text, widths)))
}

/// Returns the key that `name` stands for: a character, or a notation such as `<Enter>`.
fn key(name: &str) -> Key {
    let without_modifiers = |code| Key {
        code,
        ctrl: false,
        alt: false,
    };
    match name {
        "<Enter>" => without_modifiers(Code::Enter),
        "<Esc>" => without_modifiers(Code::Esc),
        "<Space>" => without_modifiers(Code::Char(' ')),
        "<Tab>" => without_modifiers(Code::Tab),
        "<S-Tab>" => without_modifiers(Code::BackTab),
        "<BS>" => without_modifiers(Code::Backspace),
        "<Down>" => without_modifiers(Code::Down),
        "<Up>" => without_modifiers(Code::Up),
        "<PgDn>" => without_modifiers(Code::PageDown),
        _ => match name.strip_prefix("<C-") {
            Some(after_modifier) => {
                let char = after_modifier.chars().next().expect("a letter after <C-");
                Key {
                    code: Code::Char(char),
                    ctrl: true,
                    alt: false,
                }
            }
            None => without_modifiers(Code::Char(name.chars().next().expect("a key"))),
        },
    }
}

/// Returns the Markdown files of a folder: the path below the folder and the text of each file.
fn markdown_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next_folder) = folders.pop() {
        for entry in std::fs::read_dir(&next_folder)
            .expect("the folder can be read")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = path
                    .strip_prefix(folder)
                    .expect("the path is below the folder");
                files.push((
                    name.to_owned(),
                    std::fs::read_to_string(&path).expect("a post is text"),
                ));
            }
        }
    }
    files
}

/// Returns the error for a post whose file does not exist.
pub(crate) fn missing_file_error(path: &Path) -> LoadError {
    LoadError::Unreadable {
        path: path.to_owned(),
        source: "gone".into(),
    }
}
