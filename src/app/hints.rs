//! Numbers on what can be followed on the screen: its links, and the footnotes, which lead back to their marks.

use super::article::Article;
use crate::document::LinkId;
use crate::paint;

/// What a number stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A link.
    Link(LinkId),
    /// A footnote, by its number from 1.
    Note(u32),
}

/// The numbers, while they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// What they stand on, number 1 first, and the rows of the article on which each stands.
    pub targets: Vec<(usize, Target)>,
    /// The digits typed so far.
    pub typed: String,
}

impl Hints {
    /// Numbers what a pane of `height` rows shows; `None` where there is nothing to follow.
    pub fn new(article: &Article, height: usize) -> Option<Self> {
        let (document, layout) = (&article.body.document, &article.body.layout);
        let masthead = article.masthead.rows.len();
        let mut targets: Vec<(usize, Target)> = Vec::new();
        for at in article.top.max(masthead)..article.rows().min(article.top + height) {
            let row = at - masthead;
            if let Some(note) = note_at(article, row) {
                targets.push((at, Target::Note(note)));
            }
            for run in paint::row(document, layout, row).runs {
                let link = run.link.map(Target::Link);
                if let Some(link) = link.filter(|link| !targets.iter().any(|(_, one)| one == link))
                {
                    targets.push((at, link));
                }
            }
        }
        let typed = String::new();
        (!targets.is_empty()).then_some(Self { targets, typed })
    }

    /// The number of a target on a row of the article, while what is typed may still become it.
    pub fn label(&self, row: usize, target: Target) -> Option<String> {
        let at = self.targets.iter().position(|one| *one == (row, target))?;
        let number = (at + 1).to_string();
        number.starts_with(&self.typed).then_some(number)
    }

    /// The same for the footnote that begins on a row.
    pub fn note(&self, row: usize) -> Option<String> {
        let is_note =
            |(at, target): &&(usize, Target)| *at == row && matches!(target, Target::Note(_));
        let (_, target) = self.targets.iter().find(is_note)?;
        self.label(row, *target)
    }

    /// The target whose number is typed in full: no other number begins so, or `sure` says that none is meant.
    pub fn chosen(&self, sure: bool) -> Option<Target> {
        let number: usize = self.typed.parse().ok()?;
        let is_open = number * 10 <= self.targets.len();
        let (_, target) = self.targets.get(number.checked_sub(1)?)?;
        (sure || !is_open).then_some(*target)
    }

    /// Types a digit; one that leads to no number is not taken.
    pub fn push(&mut self, digit: char) {
        self.typed.push(digit);
        let number: usize = self.typed.parse().unwrap_or(0);
        if number == 0 || number > self.targets.len() {
            self.typed.pop();
        }
    }
}

/// The footnote that begins on a row of the layout.
fn note_at(article: &Article, row: usize) -> Option<u32> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let mut notes = document.notes().iter().zip(1..);
    notes.find_map(|(note, number)| {
        let block = note.block? as usize;
        note.reference?;
        (layout.first_row(document, block) == row).then_some(number)
    })
}
