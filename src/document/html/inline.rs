//! Elements within a row: marks, links, scripts, quotation marks, what a title spells out.

use super::script::{self, Spelling};
use super::{Element, Reader, State, Tag};
use crate::document::build::Builder;
use crate::document::{LinkId, LinkKind, Marks};

/// How many marks stand open at most; more say nothing more.
const DEEPEST: usize = 64;
/// How many of them go on in the next block.
const KEPT: usize = 16;

/// A mark that stands open.
#[derive(Debug)]
pub(super) struct Inline {
    pub(super) element: Element,
    marks: Marks,
    link: Option<LinkId>,
    /// The byte of the text at which it begins; nothing where no block was open.
    from: Option<usize>,
    title: String,
    /// Whether it is a script, and a high one.
    script: Option<bool>,
    /// In a formula: how many parts it has so far.
    parts: u8,
}

impl State {
    /// In a new block, what stands open goes on.
    pub(super) fn resume_marks(&mut self, build: &mut Builder<'_>) {
        for open in self.inline.iter_mut().take(KEPT) {
            open.from = None;
            if open.marks != Marks::NONE {
                build.enter(open.marks, open.link);
            }
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn start_inline(&mut self, element: Element, tag: &Tag<'_>, at: usize) {
        if self.state.is_preformatted() {
            return self.note_language(tag);
        }
        if self.state.inline.len() >= DEEPEST {
            return;
        }
        let mut open = Inline {
            element,
            marks: marks(element),
            link: None,
            from: None,
            title: String::new(),
            script: None,
            parts: 0,
        };
        match element {
            Element::Superscript | Element::Subscript => {
                open.script = Some(element == Element::Superscript);
            }
            Element::Math(_) => open.script = self.part(at),
            Element::Link => {
                let Some(target) = tag.attribute("href") else {
                    return;
                };
                let title = tag.attribute("title").unwrap_or_default();
                let links = &mut self.build.document.links;
                open.link = Some(links.push(LinkKind::Text, &target, &title, at));
            }
            Element::Abbreviation => open.title = tag.attribute("title").unwrap_or_default(),
            Element::Said => self.quotation_mark(at, true),
            Element::Placeholder | Element::Formula => self.state.running(self.build, at),
            _ => {}
        }
        if self.build.in_block() {
            if open.marks != Marks::NONE || open.script.is_some() {
                self.build.enter(open.marks, open.link);
            }
            open.from = Some(self.build.document.text.len());
        }
        match element {
            Element::Placeholder => self.build.text("⟨"),
            Element::Reading => self.words("(", at),
            _ => {}
        }
        self.state.inline.push(open);
    }

    pub(super) fn end_inline(&mut self, element: Element) {
        let open = self
            .state
            .inline
            .iter()
            .rposition(|open| open.element == element);
        let Some(open) = open.map(|at| self.state.inline.remove(at)) else {
            return;
        };
        if !self.build.in_block() {
            return;
        }
        match element {
            Element::Placeholder => self.build.text("⟩"),
            Element::Reading => self.build.text(")"),
            Element::Said => self.quotation_mark(0, false),
            _ if open.script.is_some() => {
                if let (Some(from), Some(is_super)) = (open.from, open.script) {
                    self.script(from, is_super);
                }
            }
            Element::Abbreviation => self.spell_out(&open),
            _ => {}
        }
        if open.marks != Marks::NONE || open.script.is_some() {
            self.build.leave(open.marks);
        }
    }

    /// One more part of the formula that stands open: whether it is a script.
    fn part(&mut self, at: usize) -> Option<bool> {
        let around = self.state.inline.last_mut()?;
        let Element::Math(math) = around.element else {
            return None;
        };
        around.parts = around.parts.saturating_add(1);
        let part = around.parts;
        self.start_math(math, part, at)
    }

    /// Whether a formula as it was written is being filled.
    pub(super) fn is_formula(&self) -> bool {
        let last = self.state.inline.last();
        last.is_some_and(|open| open.element == Element::Formula)
    }

    /// A formula as it was written keeps its lines.
    pub(super) fn formula(&mut self, text: &str, at: usize) {
        for (nth, line) in text.trim_matches('\n').split('\n').enumerate() {
            if nth > 0 {
                self.build.hard_break();
            }
            self.state.running(self.build, at);
            self.build.text(line);
        }
    }

    /// What follows is also `marks`, in each block of its cell.
    pub(super) fn keep_mark(&mut self, marks: Marks) {
        let element = Element::Mark(marks);
        self.build.enter(marks, None);
        self.state.inline.push(Inline {
            element,
            marks,
            link: None,
            from: None,
            title: String::new(),
            script: None,
            parts: 0,
        });
    }

    /// The class of `<code>` within `<pre>`.
    fn note_language(&mut self, tag: &Tag<'_>) {
        if self.build.in_block() {
            return;
        }
        if let (Some(language), Some(open)) = (tag.language(), self.state.open.last_mut()) {
            open.name = Some(language);
        }
    }

    /// Double marks, and single ones within them (Chicago Manual of Style, 13.30).
    fn quotation_mark(&mut self, at: usize, opens: bool) {
        let around = self.state.inline.iter();
        let depth = around.filter(|open| open.element == Element::Said).count();
        let mark = match (opens, depth % 2) {
            (true, 0) => "“",
            (true, _) => "‘",
            (false, 0) => "”",
            (false, _) => "’",
        };
        if opens {
            self.state.running(self.build, at);
        }
        self.build.text(mark);
    }

    /// Says once in a document what a title spells out.
    fn spell_out(&mut self, open: &Inline) {
        let title = open.title.trim();
        let from = open.from.unwrap_or_else(|| self.build.filled_from());
        let text = self.build.document.text.get(from..).unwrap_or_default();
        if title.is_empty() || text.contains(title) {
            return;
        }
        if self.state.spelled.insert(title.to_owned()) {
            self.build.text(" (");
            self.build.text(title);
            self.build.text(")");
        }
    }

    /// What stands in the text since `from` is a script.
    fn script(&mut self, from: usize, is_super: bool) {
        let text = &self.build.document.text;
        let Some(words) = text.get(from..).filter(|words| !words.is_empty()) else {
            return;
        };
        let start = self.build.filled_from();
        let before = text
            .get(start..from)
            .and_then(|before| before.chars().next_back());
        let sign = if is_super { "^" } else { "_" };
        match script::spelling(words, before, is_super) {
            Spelling::Small => self
                .build
                .respell(from, |char| script::small(char, is_super)),
            Spelling::Signed => self.build.insert(from, sign),
            Spelling::Bracketed => {
                self.build.insert(from, if is_super { "^(" } else { "_(" });
                self.build.text(")");
            }
            Spelling::Print => self.build.mark_from(from, Marks::DETAIL),
            Spelling::Plain => {}
        }
    }
}

fn marks(element: Element) -> Marks {
    match element {
        Element::Mark(marks) => marks,
        Element::Link => Marks::LINK,
        Element::Placeholder => Marks::CHIP,
        Element::Formula => Marks::MATH,
        _ => Marks::NONE,
    }
}
