use std::fs;
use std::sync::mpsc::Receiver;

use tempfile::TempDir;

use super::*;
use crate::library::{Library, Rename, Sort, SortBy};

/// A watched folder and the messages about it.
struct Fixture {
    folder: TempDir,
    watch: Watch,
    messages: Receiver<Message>,
    library: Library,
    renames: Vec<Rename>,
    other: Option<PathBuf>,
}

/// Maximum time to wait for a message on a slow machine.
const TIMEOUT: Duration = Duration::from_secs(120);

impl Fixture {
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
            other: None,
        };
        for (name, text) in files {
            fixture.write(name, text);
        }
        // What was written since then is reported at once, when it is already watched.
        fixture
            .watch
            .send(WatchCommand::Start(SystemTime::UNIX_EPOCH));
        let count = files.len();
        fixture.until(|fixture| fixture.library.len() == count);
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

    /// Receives messages until a condition holds.
    #[track_caller]
    fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            let message = self.messages.recv_timeout(TIMEOUT);
            match message.unwrap_or_else(|_| panic!("{:?}", self.titles())) {
                Message::FilesChanged(disk) => {
                    self.other = disk.open_file;
                    self.renames.extend(disk.posts.renames.iter().cloned());
                    self.library.apply_changes(disk.posts);
                }
                message => panic!("{message:?}"),
            }
        }
    }

    #[track_caller]
    fn until_titles(&mut self, titles: &str) {
        self.until(|fixture| fixture.titles() == titles);
    }

    fn titles(&self) -> String {
        let title = |post: &_| self.library.post(*post).title.to_string();
        let titles: Vec<_> = self.library.order().iter().map(title).collect();
        titles.join(" ")
    }
}

#[test]
fn created_changed_moved_and_removed_files_are_reported() {
    let mut fixture = Fixture::new(&[("a.md", "# A"), ("deep/er/b.md", "# B")]);
    fixture.until_titles("A B");
    fixture.write("a.md", "# Changed");
    fixture.until_titles("Changed B");
    fixture.write("deep/er/c.md", "# C");
    fixture.until_titles("Changed B C");
    fs::remove_file(fixture.path("a.md")).unwrap();
    fixture.until_titles("B C");
    // Most editors write a temporary file and rename it.
    fixture.write("deep/er/.b.md.tmp", "# Better");
    fs::rename(
        fixture.path("deep/er/.b.md.tmp"),
        fixture.path("deep/er/b.md"),
    )
    .unwrap();
    fixture.until_titles("Better C");
    fs::rename(fixture.path("deep/er/c.md"), fixture.path("x.md")).unwrap();
    fixture.until(|fixture| fixture.library.find(Path::new("x.md")).is_some());
    fixture.until_titles("Better C");
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
    fixture.until_titles("A B");
    fixture.write("new/er/c.md", "# C");
    fixture.until_titles("A B C");
    fs::rename(fixture.path("new"), fixture.path("old")).unwrap();
    fixture.until(|fixture| fixture.library.find(Path::new("old/er/c.md")).is_some());
    fixture.until_titles("A B C");
    fixture.write("old/er/d.md", "# D");
    fixture.until_titles("A B C D");
    fs::remove_dir_all(fixture.path("old")).unwrap();
    fixture.until_titles("A");
    fixture.write("old/e.md", "# E");
    fixture.until_titles("A E");
    fixture.write("old/f.md", "# F");
    fixture.until_titles("A E F");
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
    fixture.until_titles("A Z");
    fixture.write("drafts/e.md", "# E");
    fixture.write("y.md", "# Y");
    fixture.until_titles("A Y Z");
    fs::remove_file(fixture.path(".gitignore")).unwrap();
    fixture.until_titles("A B E Y Z");
}

#[test]
fn many_changes_are_sent_in_few_messages() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    for number in 0..1000 {
        fixture.write(&format!("many/{}/{number}.md", number % 7), "# Many");
    }
    fixture.until(|fixture| fixture.library.len() == 1001);
    fs::remove_dir_all(fixture.path("many")).unwrap();
    fixture.until_titles("A");
}

#[test]
fn changes_of_the_open_file_are_reported_even_if_it_is_no_post() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    fixture.write(".notes/todo.txt", "one");
    fixture
        .watch
        .send(WatchCommand::SetOpenFile(".notes/todo.txt".into()));
    fixture
        .watch
        .send(WatchCommand::Rescan(".notes/todo.txt".into()));
    fixture.until(|fixture| fixture.other.is_some());
    fixture.other = None;
    fixture.write(".notes/todo.txt", "two");
    fixture.until(|fixture| fixture.other.is_some());
    fs::write(fixture.path("list.txt"), "one").unwrap();
    fixture
        .watch
        .send(WatchCommand::SetOpenFile("list.txt".into()));
    fixture.other = None;
    fixture.write("list.txt", "two");
    fixture.until(|fixture| fixture.other.as_deref() == Some(Path::new("list.txt")));
    assert_eq!(fixture.titles(), "A");
}

#[test]
fn rescan_works_without_a_watch() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.md"), "# A").unwrap();
    let (sender, messages) = channel();
    let send = move |message| sender.send(message).is_ok();
    let root = folder.path().to_owned();
    let watch = Watch::start(root, ScanOptions::default(), send).unwrap();
    watch.send(WatchCommand::Pause);
    watch.send(WatchCommand::Rescan("a.md".into()));
    let Ok(Message::FilesChanged(disk)) = messages.recv_timeout(TIMEOUT) else {
        panic!("nothing was reported")
    };
    assert_eq!(&*disk.posts.posts[0].title, "A");
    drop(watch);
    assert!(
        messages.recv_timeout(TIMEOUT).is_err(),
        "the thread has ended"
    );
}

#[test]
fn a_removed_root_is_reported() {
    let mut fixture = Fixture::new(&[("a.md", "# A")]);
    fs::remove_dir_all(fixture.folder.path()).unwrap();
    let mut is_reported = false;
    // The system's watcher may report the failure before the removed posts are known.
    while !is_reported || !fixture.library.is_empty() {
        match fixture.messages.recv_timeout(TIMEOUT).expect("a message") {
            Message::FilesChanged(disk) => drop(fixture.library.apply_changes(disk.posts)),
            Message::WatchStatus(status) => is_reported |= status.is_err(),
            message => panic!("{message:?}"),
        }
    }
}
