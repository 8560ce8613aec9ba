use std::fs;
use std::sync::mpsc::Receiver;

use tempfile::TempDir;

use super::*;
use crate::library::{Library, Rename, Sort, SortBy};

/// A folder that is watched, and what was told of it.
struct Seen {
    folder: TempDir,
    watch: Watch,
    messages: Receiver<Message>,
    library: Library,
    renames: Vec<Rename>,
    other: Option<PathBuf>,
}

/// However slow the machine is.
const MOST: Duration = Duration::from_secs(30);

impl Seen {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let (sender, messages) = channel();
        let send = move |message| sender.send(message).is_ok();
        let root = folder.path().to_owned();
        let watch = Watch::start(root, ScanOptions::default(), send).unwrap();
        let mut seen = Self {
            folder,
            watch,
            messages,
            library: Library::new(Sort::by(SortBy::Path)),
            renames: Vec::new(),
            other: None,
        };
        for (name, text) in files {
            seen.write(name, text);
        }
        // What was written since then is told of at once; by then it is watched.
        seen.watch.order(Order::Scanned(SystemTime::UNIX_EPOCH));
        let count = files.len();
        seen.until(|seen| seen.library.len() == count);
        seen
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Takes in what is told until something holds.
    #[track_caller]
    fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            let message = self.messages.recv_timeout(MOST);
            match message.unwrap_or_else(|_| panic!("{:?}", self.titles())) {
                Message::FilesChanged(disk) => {
                    self.other = disk.other;
                    self.renames.extend(disk.posts.renames.iter().cloned());
                    self.library.apply_changes(disk.posts);
                }
                message => panic!("{message:?}"),
            }
        }
    }

    #[track_caller]
    fn until_titles(&mut self, titles: &str) {
        self.until(|seen| seen.titles() == titles);
    }

    fn titles(&self) -> String {
        let title = |post: &_| self.library.post(*post).title.to_string();
        let titles: Vec<_> = self.library.order().iter().map(title).collect();
        titles.join(" ")
    }
}

#[test]
fn files_come_change_move_and_go() {
    let mut seen = Seen::new(&[("a.md", "# A"), ("deep/er/b.md", "# B")]);
    seen.until_titles("A B");
    seen.write("a.md", "# Changed");
    seen.until_titles("Changed B");
    seen.write("deep/er/c.md", "# C");
    seen.until_titles("Changed B C");
    fs::remove_file(seen.path("a.md")).unwrap();
    seen.until_titles("B C");
    // As most editors write a file.
    seen.write("deep/er/.b.md.tmp", "# Better");
    fs::rename(seen.path("deep/er/.b.md.tmp"), seen.path("deep/er/b.md")).unwrap();
    seen.until_titles("Better C");
    fs::rename(seen.path("deep/er/c.md"), seen.path("x.md")).unwrap();
    seen.until(|seen| seen.library.find(Path::new("x.md")).is_some());
    seen.until_titles("Better C");
    if EACH_IS_TOLD {
        assert_eq!(seen.renames, [Rename::new("deep/er/c.md", "x.md")]);
    }
}

/// Whether the system tells both names of what was renamed.
const EACH_IS_TOLD: bool = cfg!(target_os = "linux");

#[test]
fn folders_come_move_and_go() {
    let mut seen = Seen::new(&[("a.md", "# A")]);
    seen.write("new/er/b.md", "# B");
    seen.until_titles("A B");
    seen.write("new/er/c.md", "# C");
    seen.until_titles("A B C");
    fs::rename(seen.path("new"), seen.path("old")).unwrap();
    seen.until(|seen| seen.library.find(Path::new("old/er/c.md")).is_some());
    seen.until_titles("A B C");
    seen.write("old/er/d.md", "# D");
    seen.until_titles("A B C D");
    fs::remove_dir_all(seen.path("old")).unwrap();
    seen.until_titles("A");
    seen.write("old/e.md", "# E");
    seen.until_titles("A E");
    seen.write("old/f.md", "# F");
    seen.until_titles("A E F");
}

#[test]
fn what_the_scan_leaves_out_is_left_out() {
    let mut seen = Seen::new(&[("a.md", "# A")]);
    seen.write(".gitignore", "drafts\n");
    seen.write("drafts/b.md", "# B");
    seen.write(".hidden/c.md", "# C");
    seen.write("node_modules/d.md", "# D");
    seen.write("picture.png", "no text");
    seen.write("z.md", "# Z");
    seen.until_titles("A Z");
    seen.write("drafts/e.md", "# E");
    seen.write("y.md", "# Y");
    seen.until_titles("A Y Z");
    fs::remove_file(seen.path(".gitignore")).unwrap();
    seen.until_titles("A B E Y Z");
}

#[test]
fn a_thousand_changes_are_few_messages() {
    let mut seen = Seen::new(&[("a.md", "# A")]);
    for number in 0..1000 {
        seen.write(&format!("many/{}/{number}.md", number % 7), "# Many");
    }
    seen.until(|seen| seen.library.len() == 1001);
    fs::remove_dir_all(seen.path("many")).unwrap();
    seen.until_titles("A");
}

#[test]
fn the_open_file_is_told_of_whatever_it_is() {
    let mut seen = Seen::new(&[("a.md", "# A")]);
    seen.write(".notes/todo.txt", "one");
    seen.watch.order(Order::Opened(".notes/todo.txt".into()));
    seen.watch.order(Order::Look(".notes/todo.txt".into()));
    seen.until(|seen| seen.other.is_some());
    seen.other = None;
    seen.write(".notes/todo.txt", "two");
    seen.until(|seen| seen.other.is_some());
    fs::write(seen.path("list.txt"), "one").unwrap();
    seen.watch.order(Order::Opened("list.txt".into()));
    seen.other = None;
    seen.write("list.txt", "two");
    seen.until(|seen| seen.other.as_deref() == Some(Path::new("list.txt")));
    assert_eq!(seen.titles(), "A");
}

#[test]
fn a_look_needs_no_watch() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.md"), "# A").unwrap();
    let (sender, messages) = channel();
    let send = move |message| sender.send(message).is_ok();
    let root = folder.path().to_owned();
    let watch = Watch::start(root, ScanOptions::default(), send).unwrap();
    watch.order(Order::Wait);
    watch.order(Order::Look("a.md".into()));
    let Ok(Message::FilesChanged(disk)) = messages.recv_timeout(MOST) else {
        panic!("nothing was told")
    };
    assert_eq!(&*disk.posts.posts[0].title, "A");
    drop(watch);
    assert!(messages.recv_timeout(MOST).is_err(), "the thread has ended");
}

#[test]
fn a_lost_root_is_told() {
    let mut seen = Seen::new(&[("a.md", "# A")]);
    fs::remove_dir_all(seen.folder.path()).unwrap();
    loop {
        match seen.messages.recv_timeout(MOST).expect("it is told") {
            Message::FilesChanged(disk) => drop(seen.library.apply_changes(disk.posts)),
            Message::WatchStatus(told) => break assert!(told.is_err()),
            message => panic!("{message:?}"),
        }
    }
    assert!(seen.library.is_empty());
}
