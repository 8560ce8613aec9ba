//! The event loop: blocks for one event, drains what else has arrived, draws once.
//!
//! Every event reaches the loop through one channel: keys, resizes, signals, and the results of the [workers]. The loop passes
//! each event to `app::update` and carries out the effects that come back. It reads no files, since reading may block; workers
//! read them.
//!
//! [workers]: super::workers

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use ratatui::Terminal;

use super::backend::{self, TerminalBackend};
use super::clipboard::{self, CopyOutcome};
use super::copy::{self, CopyError, CopyText};
use super::environment::{environment_variable, os_variable};
use super::incoming::{Incoming, LibraryId, WorkerSender, without_superseded_sizes};
use super::input::Input;
use super::libraries::{self, LibraryOpener, LibrarySources, OpenedLibrary};
use super::options::site_facts;
use super::panics::{Panicked, catch_panic, isolate, isolate_fatal};
use super::store::{StateFile, StoreHandle, Stores};
use super::threads;
use super::workers::{self, Workers};
use super::{Exit, browser, editor, ratatui_size, signals, terminal};
use crate::app::event::{MouseEvent, MouseEventKind, Size};
use crate::app::image_choice::DrawingMethod;
use crate::app::message::{
    CopyRequest, EditPosition, Effect, Effects, LoadError, Message, RequestId,
};
use crate::app::reason::Reason;
use crate::app::state::Change;
use crate::app::{Model, StartOptions, update};
use crate::site::{OpenTarget, Site};
use crate::text::{self, Clean};
use crate::ui;

/// Longest time that the first frame waits for the terminal to report its background. Without the wait, the colors could
/// change right after the first frame. Almost every terminal answers at once.
const BACKGROUND_TIMEOUT: Duration = Duration::from_millis(80);

/// Frames that take longer than this to draw are logged.
const SLOW_FRAME: Duration = Duration::from_millis(50);

/// The model, and the handles that its effects need: terminal, workers and stores.
pub(super) struct EventLoop<'a> {
    pub(super) model: Model,
    /// The site of the open library; `None` for a single text.
    pub(super) site: Option<Site>,
    pub(super) input: Input,
    pub(super) workers: Workers,
    pub(super) terminal: Terminal<TerminalBackend<terminal::Output>>,
    /// The terminal size for which the last frame was drawn.
    pub(super) size: Size,
    /// The overlay or palette of the last frame, if one was open. It maps the position of a mouse press to an item.
    pub(super) clickable_view: Option<ui::ClickableView>,
    /// True if the terminal supports hyperlinks.
    pub(super) has_hyperlinks: bool,
    /// True if folio has asked the terminal how it draws pictures.
    pub(super) has_asked_graphics: bool,
    /// The store of the open library, if state is saved.
    pub(super) store: Option<StoreHandle>,
    pub(super) stores: &'a mut Stores,
    /// The file for state that is shared by all libraries, if state is saved.
    pub(super) preferences: Option<StateFile>,
    /// Sends events to this loop.
    pub(super) sender: Sender<Incoming>,
    /// The id of the open library; events of the workers of another library are dropped.
    pub(super) library_id: LibraryId,
    /// Creates the options of another library, if folio can switch to one.
    pub(super) opener: Option<LibraryOpener>,
    /// The folder of state files, if state is saved.
    pub(super) state_folder: Option<PathBuf>,
}

impl EventLoop<'_> {
    /// Carries out the first effects, queries the terminal, and handles events until the reader exits. Then makes the terminal
    /// free the pictures that it holds.
    ///
    /// # Errors
    /// Fails if the terminal has disappeared.
    pub(super) fn run(&mut self, effects: Effects, incoming: &Receiver<Incoming>) -> Result<Exit> {
        let exit = match self.start(effects, incoming)? {
            ControlFlow::Continue(()) => self.serve(incoming)?,
            ControlFlow::Break(exit) => exit,
        };
        self.terminal.backend_mut().free_pictures()?;
        Ok(exit)
    }

    /// Saves a change, if state is saved. A picked theme is saved for all libraries, any other change for the open library.
    pub(super) fn save(&mut self, change: Change) {
        if let Change::Theme(_) = change {
            self.save_preference(change);
        } else if let Some(store) = &mut self.store {
            store.save(change);
        }
    }

    /// Saves a change to the state that all libraries share, if state is saved. Starts the store at the first change, since most
    /// sessions have no such change.
    fn save_preference(&mut self, change: Change) {
        let Some(file) = self.preferences.clone() else {
            return;
        };
        match self.stores.open(file, super::notice_sender(&self.sender)) {
            Ok(mut store) => store.save(change),
            Err(error) => log::error!("the theme is not saved: {error}"),
        }
    }

    /// Carries out the first effects, then queries the terminal. One query asks how the terminal draws pictures, if the settings
    /// leave the choice to the terminal. Another asks for the terminal's background, if the theme depends on the background.
    fn start(
        &mut self,
        effects: Effects,
        incoming: &Receiver<Incoming>,
    ) -> Result<ControlFlow<Exit>> {
        let flow = self.perform(effects)?;
        if flow.is_break() {
            return Ok(flow);
        }
        self.has_asked_graphics = self.model.depends_on_terminal_graphics()
            && terminal::ask_graphics(environment_variable)?;
        if self.ask_background()? {
            return self.wait_for_background(incoming);
        }
        if self.has_asked_graphics {
            // `ask_background` has sent nothing; otherwise it would have asked for the device attributes, too. The device
            // attributes tell if the terminal has sixels. They are always the terminal's last answer.
            terminal::ask_device_attributes()?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Queries the terminal's background if the theme depends on it. Returns true if a query was sent. Called at the start.
    /// Called again after another program has used the terminal, since the background may have changed.
    fn ask_background(&self) -> io::Result<bool> {
        Ok(self.model.theme_set().depends_on_background()
            && terminal::ask_background(environment_variable)?)
    }

    /// Draws a frame after each batch of events, until the reader exits.
    fn serve(&mut self, incoming: &Receiver<Incoming>) -> Result<Exit> {
        loop {
            self.draw()?;
            // Never fails, since `self.sender` keeps the channel open.
            let Ok(first) = incoming.recv() else {
                return Ok(Exit::Quit);
            };
            // All pending events are collected before any is handled, so that only the last of several consecutive resizes is
            // handled.
            let mut batch = vec![first];
            batch.extend(incoming.try_iter());
            for next in without_superseded_sizes(batch) {
                if let ControlFlow::Break(exit) = self.handle(next)? {
                    return Ok(exit);
                }
            }
        }
    }

    /// Handles events until the terminal has answered, a key is pressed, or [`BACKGROUND_TIMEOUT`] has passed.
    fn wait_for_background(&mut self, incoming: &Receiver<Incoming>) -> Result<ControlFlow<Exit>> {
        let deadline = Instant::now() + BACKGROUND_TIMEOUT;
        while let Ok(next) =
            incoming.recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            let is_key = matches!(next, Incoming::Message(Message::Key(_)));
            // The device attributes are the terminal's last answer. If folio has asked only for the background, the report of the
            // background is enough.
            let is_answer = matches!(next, Incoming::DeviceAttributes { .. })
                || matches!(next, Incoming::Background(_)) && !self.has_asked_graphics;
            let flow = self.handle(next)?;
            if flow.is_break() || is_key || is_answer {
                return Ok(flow);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Handles one event.
    fn handle(&mut self, incoming: Incoming) -> Result<ControlFlow<Exit>> {
        match incoming {
            Incoming::Message(Message::Mouse(mouse)) => return self.on_mouse(mouse),
            Incoming::Message(message) => return self.update(message),
            Incoming::End(exit) => {
                // The effects of this message save the unsaved changes and end the loop.
                let flow = self.update(Message::Terminate)?;
                return Ok(flow.map_break(|_| exit));
            }
            Incoming::Background(background) => {
                return self.update(Message::Background(background));
            }
            Incoming::DeviceAttributes { has_sixels: true } if self.has_asked_graphics => {
                return self.update(Message::GraphicsFound(DrawingMethod::Sixel));
            }
            // Sixels are used only if folio has asked how the terminal draws pictures.
            Incoming::DeviceAttributes { .. } => {}
            Incoming::CopyReady(result) => self.copy(result)?,
            Incoming::OfLibrary(library, event) if library == self.library_id => {
                return self.handle(*event);
            }
            // This library is no longer open.
            Incoming::OfLibrary(..) => {}
            Incoming::SiteChanged(target) => return self.change_site(*target),
            Incoming::LibraryOpened(Ok(library)) => return self.switch_library(*library),
            Incoming::LibraryOpened(Err(error)) => self.notify(crate::clean!("{error:#}")),
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Passes a mouse event to the model. If the last frame shows an overlay or a palette, a press is passed as a
    /// `PressedPart` of this view.
    fn on_mouse(&mut self, mouse: MouseEvent) -> Result<ControlFlow<Exit>> {
        let view = self.clickable_view.as_ref();
        let view = view.filter(|_| mouse.kind == MouseEventKind::Press);
        self.update(match view {
            Some(view) => Message::OverlayMousePress(view.part_at(mouse.x, mouse.y)),
            None => Message::Mouse(mouse),
        })
    }

    /// Updates the model with a message and carries out the resulting effects.
    ///
    /// # Errors
    /// Fails if an effect fails, or if the update panics. After a panic the model may be inconsistent, so the reader ends; the
    /// changes that the update requested to save before the panic are saved.
    fn update(&mut self, message: Message) -> Result<ControlFlow<Exit>> {
        if let Message::Resize(size) = message
            && size == self.size
        {
            // The size has changed and changed back. At the other size, the terminal may have truncated the rows on the screen.
            self.terminal.clear()?;
        }
        let mut effects = Effects::new();
        let work = || {
            if let (Message::Resize(_), Some(cell)) = (&message, terminal::cell_size()) {
                // A zoom of the terminal changes the size in cells and the size of a cell.
                update(&mut self.model, Message::CellSize(cell), &mut effects);
            }
            update(&mut self.model, message, &mut effects);
        };
        match isolate_fatal("update", work) {
            Ok(()) => self.perform(effects),
            Err(panic) => {
                for change in changes_to_save(effects) {
                    self.save(change);
                }
                Err(anyhow!(internal_error(&panic)))
            }
        }
    }

    /// Shows a notice. The effects are dropped, since a notice has none.
    fn notify(&mut self, notice: Clean<'static>) {
        update(
            &mut self.model,
            Message::Notice(notice),
            &mut Effects::new(),
        );
    }

    /// Carries out effects.
    fn perform(&mut self, effects: Effects) -> Result<ControlFlow<Exit>> {
        for effect in effects {
            match effect {
                Effect::Open(request) => self.workers.open(request),
                Effect::LoadPictures(request) => self.workers.load_pictures(request)?,
                Effect::FindBacklinks(request) => self.workers.find_backlinks(request)?,
                Effect::SearchPosts { id, query, posts } => {
                    self.workers.search(id, query, posts)?;
                }
                Effect::OpenImage { post, target } => {
                    self.workers.open_image(post, target)?;
                }
                Effect::LoadSource(request) => self.workers.load_source(request)?,
                Effect::LoadPreview(request, extent) => {
                    self.workers.load_preview(request, extent)?;
                }
                Effect::Highlight(request) => self.workers.highlight(request),
                Effect::RereadPost(path) => self.workers.reread(path),
                Effect::Scan(id) => self.workers.scan(id)?,
                Effect::Browse(url) => self.browse(&url)?,
                Effect::BrowsePost(path) => self.browse_post(&path)?,
                Effect::SetMouseReceiver(receiver) => terminal::set_mouse_receiver(receiver)?,
                Effect::CheckPost(id, path) => {
                    self.workers.check(id, path, self.site.as_ref())?;
                }
                Effect::LoadPostInfo(id, path) => {
                    let url = self.post_url(&path);
                    self.workers.load_info(id, &path, url)?;
                }
                Effect::FindLibraries(id) => self.find_libraries(id)?,
                Effect::OpenLibrary(folder) => self.open_library(folder)?,
                Effect::Copy(request) => self.request_copy(request)?,
                Effect::Edit { path, position } => {
                    let flow = self.edit(path, position)?;
                    if flow.is_break() {
                        return Ok(flow);
                    }
                }
                Effect::Suspend => self.suspend()?,
                Effect::Resume => {
                    terminal::resume()?;
                    self.ask_background()?;
                    self.redraw()?;
                }
                Effect::Redraw => self.redraw()?,
                Effect::QueryBackground => {
                    terminal::ask_background(environment_variable)?;
                }
                Effect::Save(change) => self.save(change),
                Effect::Quit => return Ok(ControlFlow::Break(Exit::Quit)),
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Suspends folio. The state is saved first, because a stopped program is often killed.
    fn suspend(&self) -> Result<()> {
        if let Some(store) = &self.store {
            store.flush();
        }
        Ok(terminal::suspend()?)
    }

    /// Opens a post in the user's editor at a position, and waits until the editor exits. Does nothing if no folder is open.
    fn edit(&mut self, path: PathBuf, position: EditPosition) -> Result<ControlFlow<Exit>> {
        let Some(file) = self.workers.absolute_path(&path) else {
            return Ok(ControlFlow::Continue(()));
        };
        // Keys typed from now on belong to the editor, even while the line is looked up.
        self.input.pause();
        let line = match position {
            EditPosition::Offset(offset) => workers::line_of_offset(&file, offset),
            EditPosition::Line(line) => Ok(line as usize),
        };
        let edited = match line {
            Ok(line) => self.run_editor(&file, line)?,
            Err(error) => Err(Reason::of(&error)),
        };
        self.input.resume();
        self.update(Message::Edited(path, edited))
    }

    /// Runs the editor while it owns the terminal. The inner result says why the editor failed.
    ///
    /// # Errors
    /// The outer result fails if the terminal has disappeared.
    fn run_editor(&mut self, file: &Path, line: usize) -> Result<Result<(), Reason>> {
        self.workers.pause_watch();
        terminal::lend();
        let result = editor::edit(file, line, environment_variable);
        // ^C and ^\ that were typed in the editor must not end the reader now.
        signals::discard_interrupts();
        terminal::resume()?;
        self.ask_background()?;
        self.redraw()?;
        Ok(result.map_err(|error| Reason::of(&error)))
    }

    /// Starts a thread that finds the configured libraries and the libraries of earlier sessions. Does nothing if folio can't
    /// switch to another library.
    fn find_libraries(&self, id: RequestId) -> Result<()> {
        let Some(opener) = self.opener.clone() else {
            return Ok(());
        };
        let sources = LibrarySources {
            named: self.model.settings.libraries.clone(),
            state_folder: self.state_folder.clone(),
            open_folder: self.workers.folder().map(Path::to_owned),
            home: std::env::home_dir(),
        };
        let job = move || {
            let find = || libraries::find(&opener, &sources);
            let libraries = catch_panic("libraries", find).unwrap_or_default();
            Message::LibrariesFound(id, libraries).into()
        };
        Ok(self.workers.spawn("folio-libraries", job)?)
    }

    /// Saves the state of the open library. Then another thread loads the options and the saved state of the library in `folder`,
    /// and sends them as [`Incoming::LibraryOpened`]. Does nothing if folio can't switch to another library.
    fn open_library(&mut self, folder: PathBuf) -> Result<()> {
        let Some(opener) = self.opener.clone() else {
            return Ok(());
        };
        for change in self.model.final_changes() {
            self.save(change);
        }
        let (stores, sender) = (self.stores.handles(), self.sender.clone());
        let run = move || {
            let open = || libraries::open(&opener, &folder, &stores);
            let result = catch_panic("opening a library", open);
            let failed = || {
                anyhow::anyhow!(
                    "{}: an internal error occurred while opening this library; `--log error` records where",
                    folder.display()
                )
            };
            let result = result.unwrap_or_else(|| Err(failed()));
            // An event with the id of a library is dropped once another library is open. This event has no id, so that two
            // libraries that are chosen in a row are both opened. Sending fails only after this loop has ended.
            let _ = sender.send(Incoming::LibraryOpened(result.map(Box::new)));
        };
        threads::start("folio-library", run)?;
        Ok(())
    }

    /// Shows another library in place of the open one.
    fn switch_library(&mut self, library: OpenedLibrary) -> Result<ControlFlow<Exit>> {
        // The changes since the call of `open_library` are not saved yet.
        for change in self.model.final_changes() {
            self.save(change);
        }
        let OpenedLibrary { options, loaded } = library;
        self.library_id.0 += 1;
        let sender = WorkerSender::new(self.sender.clone(), self.library_id);
        self.workers = Workers::start(&options, sender)?;
        let send_notice = super::notice_sender(&self.sender);
        let store = options
            .state
            .map(|file| self.stores.open(file, send_notice));
        self.store = store.transpose()?;
        let start = StartOptions {
            size: self.model.screen.size,
            mouse: Some(self.model.screen.mouse()),
            settings: self.model.settings.clone(),
            themes: self.model.theme_state().clone(),
            cell: self.model.pictures.known_cell(),
            graphics: self.model.pictures.supported(),
            ..options.start
        };
        let (model, effects) = super::create_model(start, loaded);
        self.model = model;
        self.site = options.target.map(|target| target.site);
        self.perform(effects)
    }

    /// Applies a changed configuration of the site. If the configuration names another folder for the posts, opens that folder
    /// as another library.
    fn change_site(&mut self, target: OpenTarget) -> Result<ControlFlow<Exit>> {
        if self.workers.folder() != Some(&*target.library_folder) {
            self.open_library(target.library_folder)?;
            return Ok(ControlFlow::Continue(()));
        }
        let facts = site_facts(&target);
        self.workers.change_site(&target)?;
        self.site = Some(target.site);
        self.update(Message::SiteChanged(facts))
    }

    /// Opens a URL in the browser if [`text::web_uri`] accepts it. Shows a notice in either case.
    fn browse(&mut self, url: &str) -> Result<()> {
        let notice = match text::web_uri(url) {
            Some(url) => browser::open_url(&url)?,
            None => crate::clean!("folio does not open {url}"),
        };
        self.notify(notice);
        Ok(())
    }

    /// Opens the published URL of a post in the browser. Shows a notice if the site's configuration has no base URL.
    fn browse_post(&mut self, path: &Path) -> Result<()> {
        match self.post_url(path) {
            Some(url) => self.browse(&url)?,
            // The message is the same as when the URL is copied.
            None => self.notify(crate::clean!("{}", CopyError::UnknownUrl)),
        }
        Ok(())
    }

    /// Returns the published URL of a post, if the site's configuration has a base URL.
    fn post_url(&self, path: &Path) -> Option<String> {
        let post = self.model.library.post(self.model.library.find(path)?);
        self.site
            .as_ref()?
            .url(&self.workers.absolute_path(path)?, post)
    }

    /// Copies the requested text. Text from a file is read by a worker, which sends it back as [`Incoming::CopyReady`].
    fn request_copy(&mut self, request: CopyRequest) -> Result<()> {
        match request {
            CopyRequest::Link(link) => self.copy(Ok(copy::link(&link))),
            CopyRequest::Formula(tex) => self.copy(Ok(copy::formula(tex))),
            CopyRequest::Path(path) => {
                let file = self.workers.absolute_path(&path).unwrap_or(path);
                self.copy(Ok(copy::path(&file)))
            }
            CopyRequest::PostUrl {
                path,
                section,
                fallback,
            } => {
                let url = self.post_url(&path);
                self.copy(copy::post_url(url, section.as_deref(), fallback))
            }
            CopyRequest::Section {
                path,
                name,
                source_range,
            } => {
                let select = move |text: &str| copy::section(text, source_range, &name);
                Ok(self.workers.copy(path, select)?)
            }
            CopyRequest::Code {
                path,
                shown_code,
                source_range,
            } => {
                let select = move |text: &str| copy::code(text, source_range, &shown_code);
                Ok(self.workers.copy(path, select)?)
            }
        }
    }

    /// Copies a text to the clipboard, and shows the notice that comes with it. Shows the error if there is no text to copy.
    fn copy(&mut self, result: Result<CopyText, CopyError>) -> Result<()> {
        let notice = match result {
            Ok(CopyText { text, notice }) => match clipboard::copy(&text, os_variable)? {
                CopyOutcome::Copied => notice,
                CopyOutcome::TooLong => crate::clean!(
                    "Too long for the terminal's clipboard, which takes at most {} bytes.",
                    clipboard::MAX_OSC_52_BYTES
                ),
            },
            Err(error) => crate::clean!("{error}"),
        };
        self.notify(notice);
        Ok(())
    }

    /// Clears the screen and reads its current size, so that the next frame is drawn completely.
    fn redraw(&mut self) -> Result<()> {
        let mut effects = Effects::new();
        update(
            &mut self.model,
            Message::Resize(terminal::size()),
            &mut effects,
        );
        self.size = self.model.screen.size;
        self.terminal
            .backend_mut()
            .set_size(ratatui_size(self.size));
        self.terminal.clear()?;
        // Ignored: the effects of a resize never include quitting.
        let _ = self.perform(effects)?;
        Ok(())
    }

    /// Draws one frame.
    fn draw(&mut self) -> Result<()> {
        if self.size != self.model.screen.size {
            self.size = self.model.screen.size;
            self.terminal
                .backend_mut()
                .set_size(ratatui_size(self.size));
        }
        let start = Instant::now();
        let mut effects = Effects::new();
        let mut attempts = 0;
        let has_hyperlinks = self.has_hyperlinks;
        let mut clickable_view = None;
        draw_or_close(&mut self.model, &mut effects, |model| {
            attempts += 1;
            if attempts > 1 {
                // Erases the partial frame that the first attempt left in the buffer when it panicked.
                self.terminal.current_buffer_mut().reset();
            }
            backend::draw(&mut self.terminal, |frame| {
                let mut extras = ui::view(model, &model.theme(), frame);
                clickable_view = extras.clickable_view.take();
                backend_extras(extras, has_hyperlinks)
            })
        })?;
        self.clickable_view = clickable_view;
        let elapsed = start.elapsed();
        if elapsed > SLOW_FRAME {
            log::warn!("slow frame: {elapsed:.0?}");
        }
        // Ignored: the effects of closing an article never include quitting.
        let _ = self.perform(effects)?;
        Ok(())
    }
}

/// Returns the changes that the effects would save.
fn changes_to_save(effects: Effects) -> impl Iterator<Item = Change> {
    effects.into_iter().filter_map(|effect| match effect {
        Effect::Save(change) => Some(change),
        _ => None,
    })
}

/// Returns the error message for a panic in an update.
fn internal_error(panic: &Panicked) -> Clean<'static> {
    crate::clean!(
        "an internal error ended the reader: {panic}; what you did is saved. Please report this; to record where it happens, start folio with `--log error`"
    )
}

/// Draws a frame. If drawing panics while an article is open, closes the article and draws again; the pane then shows the error.
/// Without an open article, a panic is not caught.
fn draw_or_close(
    model: &mut Model,
    effects: &mut Effects,
    mut draw: impl FnMut(&Model) -> io::Result<()>,
) -> io::Result<()> {
    let Some(article) = &model.article else {
        return draw(model);
    };
    let path = article.path().to_owned();
    match isolate(&path, || draw(model)) {
        Ok(result) => result,
        Err(problem) => {
            let error = LoadError::Invalid { path, problem };
            update(model, Message::ArticleFailed(error), effects);
            draw(model)
        }
    }
}

/// Converts the frame's links, pictures and cursor for the backend. Drops the links if the terminal does not support hyperlinks.
fn backend_extras(extras: ui::Extras, has_hyperlinks: bool) -> backend::FrameExtras {
    let link = |link: ui::LinkArea| backend::ScreenLink {
        y: link.y,
        x: link.start..link.end,
        uri: link.target,
    };
    backend::FrameExtras {
        pictures: extras.pictures.into_iter().map(Into::into).collect(),
        cursor: extras.cursor,
        links: extras
            .links
            .into_iter()
            .filter(|_| has_hyperlinks)
            .map(link)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::StartOptions;
    use crate::app::article::Body;
    use crate::app::message::Opened;
    use crate::document::{Dialect, Document};
    use crate::post::Post;

    #[test]
    fn changes_before_a_panic_are_saved() {
        let mut effects = Effects::new();
        let work = || {
            effects.push(Effect::Save(Change::Theme("dark".into())));
            effects.push(Effect::Redraw);
            panic!("a bug");
        };
        assert!(isolate_fatal("update", work).is_err());
        let changes: Vec<Change> = changes_to_save(effects).collect();
        assert_eq!(changes, [Change::Theme("dark".into())]);
    }

    #[test]
    fn error_message_of_a_panic_is_sanitized() {
        let work = || panic!("a bug\u{1b}[2J");
        let panic = isolate_fatal("update", work).expect_err("it panics");
        let message = internal_error(&panic);
        assert!(
            message.contains("a bug") && !message.contains('\u{1b}'),
            "{message:?}"
        );
    }

    #[test]
    fn panic_while_drawing_closes_the_article() {
        let (mut model, effects) = Model::new(StartOptions {
            open: Some("a.md".into()),
            is_piped_text: true,
            size: Size {
                width: 80,
                height: 24,
            },
            ..StartOptions::default()
        });
        let Some(Effect::Open(request)) = effects.into_iter().next() else {
            panic!("the article is not requested");
        };
        let document = Document::parse("Words.", 0..6, Dialect::Gfm);
        let post = Post {
            path: "a.md".into(),
            ..Post::default()
        };
        let body = Body::new(Arc::new(post), Arc::new(document), request.widths);
        let mut effects = Effects::new();
        update(
            &mut model,
            Message::Opened(request.id, Opened::Complete(body)),
            &mut effects,
        );
        assert!(model.article.is_some());
        let mut frames = 0;
        let result = draw_or_close(&mut model, &mut effects, |model| {
            // Drawing panics as long as the article is open.
            assert!(model.article.is_none(), "a bug");
            frames += 1;
            Ok(())
        });
        assert!(result.is_ok() && frames == 1 && model.article.is_none());
        let error = model.open_error.expect("an error message");
        assert_eq!(&*error, "a.md: folio failed on this post: a bug");
    }
}
