//! What is wrong with a post: what its front matter tells at once, and what a look at its text finds.

use std::path::{Path, PathBuf};

use crate::app::message::Effect;
use crate::app::problems::ProblemView;
use crate::app::{Focus, Model};
use crate::post::Problem;
use crate::text::Clean;

impl Model {
    /// Shows what is wrong with the post that has the focus, or no longer.
    pub(super) fn show_problems(&mut self) -> Vec<Effect> {
        self.checking = None;
        if self.problems.take().is_some() {
            return Vec::new();
        }
        let post = match self.focus {
            Focus::List => self
                .list
                .selected_post()
                .map(|post| self.library.post(post)),
            _ => self.article.as_ref().map(|article| &*article.body.post),
        };
        let Some(post) = post else {
            return Vec::new();
        };
        let path = post.path.clone();
        self.problems = ProblemView::new(path.clone(), post.problems.clone());
        if self.single {
            if self.problems.is_none() {
                self.say_sound();
            }
            return Vec::new();
        }
        if self.problems.is_none() {
            self.notice = Some(Clean::literal("Looking through the post…"));
        }
        self.checking = Some(path.clone());
        vec![Effect::CheckPost(path)]
    }

    /// Shows what was found in a post, if nobody has gone on to something else since.
    pub(super) fn checked(&mut self, path: &Path, problems: Vec<Problem>) {
        if self.checking.take_if(|asked| asked == path).is_none() {
            return;
        }
        match &mut self.problems {
            Some(view) if view.path == path => view.update(problems),
            Some(_) => {}
            None => {
                self.notice = None;
                self.problems = ProblemView::new(PathBuf::from(path), problems);
                if self.problems.is_none() {
                    self.say_sound();
                }
            }
        }
    }

    fn say_sound(&mut self) {
        self.notice = Some(Clean::literal("Nothing is wrong with this post."));
    }
}
