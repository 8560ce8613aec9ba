//! What has happened on disk and is still to be looked at. Pure: time comes in as how long ago the first of it was.

use std::collections::BTreeSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::library::Rename;

/// How long nothing more must happen before files are looked at: whoever writes one does so in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// How long a first change waits at most while there are always more.
const LONGEST: Duration = Duration::from_millis(400);

/// How old a first change may be before no more is listened to.
pub(super) const TOO_LONG: Duration = LONGEST.saturating_mul(2);

/// More paths than these are not looked at one by one.
const MOST: usize = 4096;

/// Something that has happened, by paths below the library's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// A file or a folder came, went, or was written.
    Touched(PathBuf),
    /// One was renamed.
    Moved(PathBuf, PathBuf),
    /// More than was told.
    Everything,
}

/// What stands at a path that was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// What is of no concern, and was of none before.
    Nothing,
    /// A file that nobody has written anything to yet.
    Empty,
    /// All else; also what is there no more.
    Something,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Look at these files and folders; some of them were renamed.
    Look(Vec<PathBuf>, Vec<Rename>),
    /// Look at everything.
    Rescan,
}

/// What is still to be done.
#[derive(Debug, Default)]
pub(super) struct Pending {
    touched: BTreeSet<PathBuf>,
    moved: Vec<Rename>,
    everything: bool,
    /// Those of `touched` that were seen empty, and are believed to be the next time.
    empty: BTreeSet<PathBuf>,
    is_held: bool,
    is_urgent: bool,
}

impl Pending {
    pub(super) fn add(&mut self, note: Note) {
        match note {
            Note::Touched(path) => {
                self.touched.insert(path);
            }
            Note::Moved(from, to) => {
                self.touched.insert(from.clone());
                self.touched.insert(to.clone());
                self.moved.push(Rename { from, to });
            }
            Note::Everything => self.everything = true,
        }
    }

    /// Lets everything wait, while an editor has the terminal, or no longer.
    pub(super) fn hold(&mut self, is_held: bool) {
        self.is_held = is_held;
    }

    /// Lets nothing wait any more.
    pub(super) fn hurry(&mut self) {
        (self.is_held, self.is_urgent) = (false, true);
    }

    /// How long to wait for more, the first of it being `age` old; `None` where nothing is to be done until more happens.
    pub(super) fn patience(&self, age: Duration) -> Option<Duration> {
        let is_idle = self.touched.is_empty() && !self.everything;
        match (is_idle || self.is_held, self.is_urgent) {
            (true, _) => None,
            (false, true) => Some(Duration::ZERO),
            (false, false) => Some(QUIET.min(LONGEST.saturating_sub(age))),
        }
    }

    /// What is to be done now. A file that is empty is looked at once more: whoever replaces its text may have got no
    /// further than taking the old one away.
    pub(super) fn take(&mut self, sight: impl Fn(&Path) -> Sight) -> Option<Task> {
        self.is_urgent = false;
        if self.everything || self.touched.len() > MOST {
            *self = Self::default();
            return Some(Task::Rescan);
        }
        let seen_empty = mem::take(&mut self.empty);
        let mut looked: Vec<PathBuf> = Vec::new();
        for path in mem::take(&mut self.touched) {
            // A folder stands before what is in it.
            if looked.last().is_some_and(|last| path.starts_with(last)) {
                continue;
            }
            match sight(&path) {
                Sight::Nothing => {}
                Sight::Empty if !seen_empty.contains(&path) => {
                    self.touched.insert(path.clone());
                    self.empty.insert(path);
                }
                Sight::Empty | Sight::Something => looked.push(path),
            }
        }
        let (late, moved) = mem::take(&mut self.moved)
            .into_iter()
            .partition(|rename| self.touched.contains(&rename.to));
        self.moved = late;
        (!looked.is_empty()).then_some(Task::Look(looked, moved))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(paths: &[&str]) -> Pending {
        let mut pending = Pending::default();
        for path in paths {
            pending.add(Note::Touched(path.into()));
        }
        pending
    }

    fn look(paths: &[&str]) -> Task {
        let paths = paths.iter().map(PathBuf::from);
        Task::Look(paths.collect(), Vec::new())
    }

    fn something(_: &Path) -> Sight {
        Sight::Something
    }

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn while_nothing_happens_nothing_is_waited_for() {
        let mut pending = Pending::default();
        assert_eq!(pending.patience(NOW), None);
        assert_eq!(pending.take(something), None);
        pending.hurry();
        assert_eq!(pending.patience(NOW), None);
        let mut pending = touched(&["a.md"]);
        assert!(pending.take(something).is_some());
        assert_eq!(pending.patience(NOW), None);
    }

    #[test]
    fn what_goes_on_for_long_is_looked_at_in_between() {
        let pending = touched(&["a.md"]);
        assert_eq!(pending.patience(NOW), Some(QUIET));
        assert_eq!(
            pending.patience(Duration::from_millis(350)),
            Some(Duration::from_millis(50))
        );
        assert_eq!(pending.patience(2 * LONGEST), Some(Duration::ZERO));
    }

    #[test]
    fn many_changes_are_one_look() {
        let mut pending = touched(&["b.md", "a/x.md", "a", "b.md", "a/y/z.md", "a-b.md"]);
        assert_eq!(
            pending.take(something),
            Some(look(&["a", "a-b.md", "b.md"]))
        );
    }

    #[test]
    fn an_empty_file_is_looked_at_twice() {
        let empty = |path: &Path| {
            if path == Path::new("a.md") {
                Sight::Empty
            } else {
                Sight::Something
            }
        };
        let mut pending = touched(&["a.md", "b.md"]);
        assert_eq!(pending.take(empty), Some(look(&["b.md"])));
        assert_eq!(pending.patience(NOW), Some(QUIET));
        assert_eq!(
            pending.take(empty),
            Some(look(&["a.md"])),
            "it is empty indeed"
        );
        pending.add(Note::Touched("a.md".into()));
        assert_eq!(pending.take(empty), None);
        assert_eq!(
            pending.take(something),
            Some(look(&["a.md"])),
            "written by now"
        );
        assert_eq!(pending.patience(NOW), None);
    }

    #[test]
    fn what_is_of_no_concern_is_left_out() {
        let mut pending = touched(&["a.png", "b.md"]);
        let sight = |path: &Path| match path.extension() {
            Some(ending) if ending == "md" => Sight::Something,
            _ => Sight::Nothing,
        };
        assert_eq!(pending.take(sight), Some(look(&["b.md"])));
        let mut pending = touched(&["a.png"]);
        assert_eq!(pending.take(sight), None);
        assert_eq!(pending.patience(NOW), None);
    }

    #[test]
    fn a_renamed_file_is_looked_at_by_both_names() {
        let mut pending = Pending::default();
        pending.add(Note::Moved("a.md".into(), "b.md".into()));
        let (paths, moved) = match pending.take(something) {
            Some(Task::Look(paths, moved)) => (paths, moved),
            other => panic!("{other:?}"),
        };
        assert_eq!(paths, ["a.md", "b.md"].map(PathBuf::from));
        assert_eq!(moved, [Rename::new("a.md", "b.md")]);
    }

    #[test]
    fn too_much_is_a_rescan() {
        let paths: Vec<String> = (0..=MOST).map(|number| format!("{number}.md")).collect();
        let paths: Vec<&str> = paths.iter().map(|path| &**path).collect();
        assert_eq!(touched(&paths).take(something), Some(Task::Rescan));
        let mut pending = touched(&["a.md"]);
        pending.add(Note::Everything);
        assert_eq!(pending.take(something), Some(Task::Rescan));
        assert_eq!(pending.take(something), None);
    }

    #[test]
    fn while_an_editor_runs_all_of_it_waits() {
        let mut pending = touched(&["a.md"]);
        pending.hold(true);
        assert_eq!(pending.patience(LONGEST), None);
        pending.add(Note::Touched("b.md".into()));
        pending.hurry();
        assert_eq!(pending.patience(NOW), Some(Duration::ZERO));
        assert_eq!(pending.take(something), Some(look(&["a.md", "b.md"])));
        pending.add(Note::Touched("b.md".into()));
        assert_eq!(pending.patience(NOW), Some(QUIET), "only once");
    }
}
