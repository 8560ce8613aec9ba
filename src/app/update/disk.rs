//! What has changed on disk: the list and the open article follow, and the reader stays where it was.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::message::{Effect, FsChanges};
use crate::app::state::Change;
use crate::app::{Focus, Model, Sight};
use crate::library::{LibraryUpdate, Rename};
use crate::text::Clean;

impl Model {
    /// Looks for all posts again, and reads the open article again; what is shown stays until that is through.
    pub(super) fn reload(&mut self) -> Vec<Effect> {
        if self.single {
            return Vec::new();
        }
        self.scan = self.next_ticket();
        self.rescan = Some(Vec::new());
        self.scanning = true;
        let mut effects = vec![Effect::Scan(self.scan)];
        effects.extend(self.open_path().map(|path| self.open(path)));
        effects
    }

    /// The editor has left this post, which nobody else has been watching meanwhile.
    pub(super) fn edited(&mut self, path: PathBuf) -> Vec<Effect> {
        if self.sight == Sight::Part {
            self.reload()
        } else {
            vec![Effect::RereadPost(path)]
        }
    }

    /// Changes that are not seen by themselves are looked for when the reader comes back.
    pub(super) fn focused(&mut self) -> Vec<Effect> {
        if self.sight == Sight::Part && !self.scanning {
            self.reload()
        } else {
            Vec::new()
        }
    }

    /// Says once that not all changes are seen.
    pub(super) fn watched(&mut self, watched: Result<(), Clean<'static>>) {
        match watched {
            Ok(()) => self.sight = Sight::All,
            Err(_) if self.sight == Sight::Part => {}
            Err(reason) => {
                self.sight = Sight::Part;
                self.notice = Some(reason);
            }
        }
    }

    /// Takes over what was read again.
    pub(super) fn reread(&mut self, disk: FsChanges) -> Vec<Effect> {
        let FsChanges { posts, other } = disk;
        let open = self.open_path().filter(|open| {
            let mut looked = posts.scanned_paths.iter();
            looked.any(|path| open.starts_with(path))
        });
        let Some(open) = open else {
            return self.take_in(posts);
        };
        let mut all = posts.posts.iter();
        let is_there = other.as_ref() == Some(&open) || all.any(|post| post.path == open);
        let mut effects = self.take_in(posts);
        // If it was renamed, it is open by its new path already.
        if is_there {
            effects.push(self.reopen(open));
        } else if self.open_path() == Some(open) {
            self.say_gone();
        }
        effects
    }

    /// Posts that were read again while a scan runs wait for its end: what it finds may be older, and comes later.
    fn take_in(&mut self, posts: LibraryUpdate) -> Vec<Effect> {
        if self.scanning {
            self.late.push(posts);
            return Vec::new();
        }
        self.take_over(posts)
    }

    /// A scan has found all posts: those of a rescan take the place of the old ones.
    pub(super) fn scan_is_through(&mut self) -> Vec<Effect> {
        let found = self.rescan.take().map(|posts| LibraryUpdate {
            scanned_paths: vec![PathBuf::new()],
            posts,
            renames: Vec::new(),
        });
        let late = std::mem::take(&mut self.late);
        let all = found.into_iter().chain(late);
        all.flat_map(|reread| self.take_over(reread)).collect()
    }

    /// Puts posts that were read again into the list. The selection stays on its post, or goes to the one behind it; the
    /// article stays until another post is chosen.
    fn take_over(&mut self, reread: LibraryUpdate) -> Vec<Effect> {
        let selected = self.selected_path();
        let follows = self.followed == selected;
        self.finder.forget_posts();
        self.forget_links();
        let is_part = reread
            .scanned_paths
            .iter()
            .all(|path| !path.as_os_str().is_empty());
        let changed = self.library.apply_changes(reread);
        if is_part && !changed.has_changes {
            return self.find_again();
        }
        let mut effects = self.hand_on(&changed.renames);
        let renamed = selected.as_ref().and_then(|path| changed.new_path(path));
        let kept = renamed.or(selected.as_deref());
        let kept = kept.and_then(|path| self.library.find(path));
        let shown = self.library.select(&self.filter);
        let is_kept = self.list.take(&self.library, shown, kept);
        if let Some(tags) = &mut self.tags {
            tags.update(&self.library, &self.filter);
        }
        let is_gone = self.article.as_ref().is_some_and(|article| {
            let path = &article.body.post.path;
            changed.removed.contains(path)
        });
        let reads = self.focus != Focus::List;
        if follows && (renamed.is_some() || is_gone || (reads && !is_kept)) {
            self.followed = self.selected_path();
            self.astray = reads && !is_kept;
        }
        if is_gone {
            self.say_gone();
        }
        effects.extend(self.find_again());
        effects
    }

    /// What was found in the posts' texts is looked for again, where somebody looks at it.
    pub(super) fn find_again(&mut self) -> Vec<Effect> {
        let mut effects = self.refresh_finder();
        effects.extend(self.ask_links());
        effects
    }

    /// What was kept for posts that have another path now is kept for that.
    fn hand_on(&mut self, renames: &[Rename]) -> Vec<Effect> {
        let mut effects = Vec::new();
        let open = self.open_path();
        for Rename { from, to } in renames {
            if let Some(place) = self.places.remove(from) {
                self.places.insert(to.clone(), place);
            }
            self.history.rename(from, to);
            self.rename_kept(from, to);
            if let Some(article) = &mut self.article
                && article.body.post.path == *from
            {
                Arc::make_mut(&mut article.body.post).path.clone_from(to);
            }
            let flags = self.library.find(to).map(|post| self.library.flags(post));
            let flags = flags.unwrap_or_default();
            let mut save = |change| effects.push(Effect::Save(change));
            if flags.read {
                save(Change::Read(to.clone(), true));
                save(Change::Read(from.clone(), false));
            }
            if flags.starred {
                save(Change::Marked(to.clone(), true));
                save(Change::Marked(from.clone(), false));
            }
            if open.as_ref() == Some(from) {
                effects.push(self.reopen(to.clone()));
            }
        }
        effects
    }

    /// The post that is open, or was asked for since.
    fn open_path(&self) -> Option<PathBuf> {
        let shown = self.article.as_ref().map(|article| &article.body.post.path);
        let asked = self.opening.as_ref().map(|(_, path)| path);
        // What could not be read may be there by now.
        let failed = self.followed.as_ref().filter(|_| self.failure.is_some());
        asked.or(shown).or(failed).cloned()
    }

    /// Asks again for what is open, or about to be, and for nothing else.
    fn reopen(&mut self, path: PathBuf) -> Effect {
        let landing = self.landing.take();
        let effect = self.open(path);
        self.landing = landing;
        effect
    }

    fn say_gone(&mut self) {
        self.notice = Some(Clean::literal(
            "This post is no longer on disk; its text stays until another is opened.",
        ));
    }
}
