use std::fs;
use std::sync::mpsc::Receiver;

use tempfile::TempDir;

use super::*;
use crate::library::{Library, Rename, Sort, SortBy};

/// A watched folder, and a library that is kept up to date by the watcher's messages.
struct Fixture {
    folder: TempDir,
    watch: Watch,
    messages: Receiver<Message>,
    library: Library,
    /// The renames in all messages.
    renames: Vec<Rename>,
    /// The open file in the last message, if the file has changed and is not a post.
    open_file: Option<PathBuf>,
}

/// Maximum time to wait for a message on a slow machine.
const TIMEOUT: Duration = Duration::from_secs(120);

impl Fixture {
    /// Creates a folder with these posts, and waits until the watcher has reported them.
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let (sender, messages) = channel();
        let send = move |message| sender.send(message).is_ok();
        let root = folder.path().to_owned();
        let watch = Watch::start(root, ScanOptions::default(), send).unwrap();
        let mut fixture = Self {
            folder,
            watch,
            messages,
            library: Library::new(Sort::by(SortBy::Path)),
            renames: Vec::new(),
            open_file: None,
        };
        for (name, text) in files {
            fixture.write(name, text);
        }
        // All files are newer than this time, so they are reported as soon as their folders are watched.
        fixture
            .watch
            .send(WatchCommand::Start(SystemTime::UNIX_EPOCH));
        let count = files.len();
        fixture.receive_until(|fixture| fixture.library.len() == count);
        fixture
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Receives messages and applies their changes to the library until `condition` returns true.
    #[track_caller]
    fn receive_until(&mut self, condition: impl Fn(&Self) -> bool) {
        while !condition(self) {
            let message = self.messages.recv_timeout(TIMEOUT);
            match message.unwrap_or_else(|_| panic!("{:?}", self.titles())) {
                Message::FilesChanged(changes) => {
                    self.open_file = changes.open_file;
                    self.renames.extend(changes.posts.renames.iter().cloned());
                    self.library.apply_changes(changes.posts);
                }
                message => panic!("{message:?}"),
            }
        }
    }

    /// Receives messages until the posts have these titles, in the order of their paths.
    #[track_caller]
    fn receive_until_titles(&mut self, titles: &str) {
        self.receive_until(|fixture| fixture.titles() == titles);
    }

    /// Returns the titles of the posts, in the order of their paths.
    fn titles(&self) -> String {
        let title = |post: &_| self.library.post(*post).title.to_string();
        let titles: Vec<_> = self.library.order().iter().map(title).collect();
        titles.join(" ")
    }
}

#[test]
fn created_changed_moved_and_removed_files_are_reported() {
    let mut fixture = Fixture::new(&[("a.md", "# A"), ("deep/er/b.md", "# B")]);
    fixture.receive_until_titles("A B");
    fixture.write("a.md", "# Changed");
    fixture.receive_until_titles("Changed B");
    fixture.write("deep/er/c.md", "# C");
    fixture.receive_until_titles("Changed B C");
    fs::remove_file(fixture.path("a.md")).unwrap();
    fixture.receive_until_titles("B C");
    // Most editors write a temporary file and rename it.
    fixture.write("deep/er/.b.md.tmp", "# Better");
    fs::rename(
        fixture.path("deep/er/.b.md.tmp"),
        fixture.path("deep/er/b.md"),
    )
    .unwrap();
    fixture.receive_until_titles("Better C");
    fs::rename(fixture.path("deep/er/c.md"), fixture.path("x.md")).unwrap();
    fixture.receive_until(|fixture| fixture.library.find(Path::new("x.md")).is_some());
    fixture.receive_until_titles("Better C");
    if REPORTS_RENAMES {
        assert_eq!(fixture.renames, [Rename::new("deep/er/c.md", "x.md")]);
    }
}

/// True if the system reports both names of a renamed file.
const REPORTS_RENAMES: bool = cfg!(target_os = "linux");

#[test]
fn created_moved_and_removed_folders_are_reported() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    fixture.write("new/er/b.md", "# B");
    fixture.receive_until_titles("A B");
    fixture.write("new/er/c.md", "# C");
    fixture.receive_until_titles("A B C");
    fs::rename(fixture.path("new"), fixture.path("old")).unwrap();
    fixture.receive_until(|fixture| fixture.library.find(Path::new("old/er/c.md")).is_some());
    fixture.receive_until_titles("A B C");
    fixture.write("old/er/d.md", "# D");
    fixture.receive_until_titles("A B C D");
    fs::remove_dir_all(fixture.path("old")).unwrap();
    fixture.receive_until_titles("A");
    fixture.write("old/e.md", "# E");
    fixture.receive_until_titles("A E");
    fixture.write("old/f.md", "# F");
    fixture.receive_until_titles("A E F");
}

#[test]
fn files_that_the_scan_ignores_are_ignored() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    fixture.write(".gitignore", "drafts\n");
    fixture.write("drafts/b.md", "# B");
    fixture.write(".hidden/c.md", "# C");
    fixture.write("node_modules/d.md", "# D");
    fixture.write("picture.png", "no text");
    fixture.write("z.md", "# Z");
    fixture.receive_until_titles("A Z");
    fixture.write("drafts/e.md", "# E");
    fixture.write("y.md", "# Y");
    fixture.receive_until_titles("A Y Z");
    fs::remove_file(fixture.path(".gitignore")).unwrap();
    fixture.receive_until_titles("A B E Y Z");
}

#[test]
fn a_thousand_created_and_removed_files_are_reported() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    for number in 0..1000 {
        fixture.write(&format!("many/{}/{number}.md", number % 7), "# Many");
    }
    fixture.receive_until(|fixture| fixture.library.len() == 1001);
    fs::remove_dir_all(fixture.path("many")).unwrap();
    fixture.receive_until_titles("A");
}

#[test]
fn changes_of_an_open_file_that_is_not_a_post_are_reported() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    // An open file in a hidden folder.
    fixture.write(".notes/todo.txt", "one");
    fixture
        .watch
        .send(WatchCommand::SetOpenFile(".notes/todo.txt".into()));
    // Commands are handled in order. Once the file is reported because of `Reread`, `SetOpenFile` has been handled, and the
    // folder is watched.
    fixture
        .watch
        .send(WatchCommand::Reread(".notes/todo.txt".into()));
    fixture.receive_until(|fixture| fixture.open_file.is_some());
    fixture.open_file = None;
    fixture.write(".notes/todo.txt", "two");
    fixture.receive_until(|fixture| fixture.open_file.is_some());
    // An open file in a folder that is watched anyway.
    fixture.write("list.txt", "one");
    fixture
        .watch
        .send(WatchCommand::SetOpenFile("list.txt".into()));
    fixture.open_file = None;
    fixture.write("list.txt", "two");
    fixture.receive_until(|fixture| fixture.open_file.as_deref() == Some(Path::new("list.txt")));
    assert_eq!(fixture.titles(), "A");
}

#[test]
fn file_is_reread_on_command_during_a_pause() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.md"), "# A").unwrap();
    let (sender, messages) = channel();
    let send = move |message| sender.send(message).is_ok();
    let root = folder.path().to_owned();
    let watch = Watch::start(root, ScanOptions::default(), send).unwrap();
    watch.send(WatchCommand::Pause);
    watch.send(WatchCommand::Reread("a.md".into()));
    let Ok(Message::FilesChanged(changes)) = messages.recv_timeout(TIMEOUT) else {
        panic!("nothing was reported")
    };
    assert_eq!(&*changes.posts.posts[0].title, "A");
    drop(watch);
    assert!(
        messages.recv_timeout(TIMEOUT).is_err(),
        "the thread has not ended"
    );
}

#[test]
fn a_removed_root_is_reported() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    fs::remove_dir_all(fixture.folder.path()).unwrap();
    let mut is_failure_reported = false;
    // The system's watcher may report the failure before the removed posts are known.
    while !is_failure_reported || !fixture.library.is_empty() {
        match fixture.messages.recv_timeout(TIMEOUT).expect("a message") {
            Message::FilesChanged(changes) => drop(fixture.library.apply_changes(changes.posts)),
            Message::WatchStatus(status) => is_failure_reported |= status.is_err(),
            message => panic!("{message:?}"),
        }
    }
}
