//! Footnotes: kept aside where they are defined, set at the end.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Located, Pass};

/// Footnotes stand at the end, in the order of their first use, wherever the source defines them.
#[derive(Default)]
pub(super) struct Notes<'s> {
    numbers: HashMap<String, u32>,
    used: Vec<String>,
    definitions: HashMap<String, Vec<Located<'s>>>,
    /// The labels in the order of their definitions, and how many of them have been looked at.
    defined: Vec<String>,
    seen: usize,
}

impl Notes<'_> {
    pub(super) fn number(&mut self, label: &str) -> u32 {
        let label = label.to_lowercase();
        let next = self.used.len() as u32 + 1;
        *self.numbers.entry(label.clone()).or_insert_with(|| {
            self.used.push(label);
            next
        })
    }
}

impl<'s> Pass<'s> {
    /// Keeps a footnote's events for later.
    pub(super) fn set_aside(
        &mut self,
        label: &str,
        events: &mut impl Iterator<Item = Located<'s>>,
    ) {
        let mut depth = 1;
        let inside = events.take_while(|(event, _)| {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => depth += 1,
                Event::End(TagEnd::FootnoteDefinition) => depth -= 1,
                _ => {}
            }
            depth > 0
        });
        let inside = inside.collect();
        if !self.notes.definitions.contains_key(label) {
            self.notes.defined.push(label.to_owned());
            self.notes.definitions.insert(label.to_owned(), inside);
        }
    }

    /// Those that are used, in the order of their use (a note may use another), then those that are not.
    pub(super) fn footnotes(&mut self) {
        let mut at = 0;
        loop {
            if at == self.notes.used.len() {
                let Some(label) = self.notes.defined.get(self.notes.seen).cloned() else {
                    return;
                };
                self.notes.seen += 1;
                if self.notes.definitions.contains_key(&label) {
                    self.notes.number(&label);
                }
                continue;
            }
            let label = self.notes.used[at].clone();
            at += 1;
            if let Some(events) = self.notes.definitions.remove(&label) {
                let source = events.first().map_or(0, |(_, range)| range.start);
                self.build.open_note(at as u32, source);
                self.run(&mut events.into_iter());
                self.build.end(source);
                self.build.close();
            }
        }
    }
}

/// A number in superscript digits.
pub(super) fn superscript(number: u32) -> String {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .to_string()
        .bytes()
        .map(|digit| digits[usize::from(digit - b'0')])
        .collect()
}
