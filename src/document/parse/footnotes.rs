//! Footnotes. The events of a footnote's definition are buffered, and replayed at the end of the body.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Converter, LocatedEvent};
use crate::document::InlineFormats;
use crate::document::script_chars::superscript;

/// The content of a footnote.
enum FootnoteBody {
    /// The events of a definition.
    Markdown(Vec<LocatedEvent<'static>>),
    /// The HTML of a dialect's inline note, and the byte of the source at which the note starts.
    Html(String, usize),
}

/// The footnotes of a body, shown at its end in the order of their first reference.
#[derive(Default)]
pub(super) struct Footnotes {
    /// The number of each footnote that has a number, by its label in lower case.
    numbers: HashMap<String, u32>,
    /// The labels of numbered footnotes, in the order of their numbers.
    numbered_labels: Vec<String>,
    /// The content of the defined footnotes that are not appended yet, by label in lower case.
    pending: HashMap<String, FootnoteBody>,
    /// The labels, in lower case and in the order of their definitions. The labels of inline notes are left out.
    defined_labels: Vec<String>,
    /// Number of labels at the start of `defined_labels` that [`Converter::append_footnotes`] has checked. Each of these labels
    /// has a number, even if there is no reference to it.
    checked_labels: usize,
}

impl Footnotes {
    /// Returns the number of a label; a label without a number gets the next number.
    pub(super) fn number_of(&mut self, label: &str) -> u32 {
        let label = label.to_lowercase();
        if let Some(number) = self.numbers.get(&label) {
            return *number;
        }
        self.numbered_labels.push(label.clone());
        let number = self.numbered_labels.len() as u32;
        self.numbers.insert(label, number);
        number
    }

    /// Returns true if no footnote has a reference.
    pub(super) fn have_no_references(&self) -> bool {
        self.numbered_labels.is_empty()
    }
}

impl Converter<'_> {
    /// Stores the events of a footnote's definition until the end of the body. The definition starts at byte `source`. A second
    /// definition of `label`, which is in lower case, is dropped.
    pub(super) fn buffer_footnote<'e>(
        &mut self,
        label: &str,
        source: usize,
        events: &mut impl Iterator<Item = LocatedEvent<'e>>,
    ) {
        let is_hidden = self.html.hides(source);
        let mut depth = 1;
        let content = events.take_while(|(event, _)| {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => depth += 1,
                Event::End(TagEnd::FootnoteDefinition) => depth -= 1,
                _ => {}
            }
            depth > 0
        });
        let content = content.map(|(event, range)| (event.into_static(), range));
        let mut content: Vec<_> = content.collect();
        // The events of a hidden footnote are taken from `events` too, but not shown.
        if is_hidden {
            content.clear();
        }
        if !self.footnotes.pending.contains_key(label) {
            self.footnotes.defined_labels.push(label.to_owned());
            let body = FootnoteBody::Markdown(content);
            self.footnotes.pending.insert(label.to_owned(), body);
        }
    }

    /// Shows the reference at byte `source` to the footnote `label`.
    pub(super) fn push_reference(&mut self, label: &str, source: usize) {
        self.ensure_block(source);
        let number = self.footnotes.number_of(label);
        let link = self.builder.push_footnote_link(number, source);
        let follows_number = self.builder.document.text.ends_with(is_superscript_digit);
        self.builder
            .open_formats(InlineFormats::FOOTNOTE, Some(link));
        // Two numbers next to each other would be read as one.
        if follows_number {
            self.builder.push_text("\u{a0}");
        }
        self.builder.push_text(&superscript_number(number));
        self.builder.close_formats(InlineFormats::FOOTNOTE);
    }

    /// Shows a reference to a footnote that is defined where it is used.
    pub(super) fn push_inline_note(&mut self, html: &str, source: usize) {
        // A label that an author writes contains no blank, so this label differs from all of them.
        let label = format!("inline {source}");
        self.push_reference(&label, source);
        let body = FootnoteBody::Html(html.to_owned(), source);
        self.footnotes.pending.insert(label, body);
    }

    /// Appends the footnotes in the order of their first references. A reference may be in another footnote. The footnotes
    /// without a reference are last.
    pub(super) fn append_footnotes(&mut self) {
        let mut appended = 0;
        loop {
            if appended == self.footnotes.numbered_labels.len() {
                let Footnotes {
                    defined_labels,
                    checked_labels,
                    ..
                } = &self.footnotes;
                let Some(label) = defined_labels.get(*checked_labels).cloned() else {
                    return;
                };
                self.footnotes.checked_labels += 1;
                if self.footnotes.pending.contains_key(&label) {
                    // Gives the footnote the next number, so that it is appended next.
                    self.footnotes.number_of(&label);
                }
                continue;
            }
            let label = self.footnotes.numbered_labels[appended].clone();
            appended += 1;
            let number = appended as u32;
            // A label without a definition has no content.
            let Some(body) = self.footnotes.pending.remove(&label) else {
                continue;
            };
            let source = match &body {
                FootnoteBody::Markdown(events) => {
                    events.first().map_or(0, |(_, range)| range.start)
                }
                FootnoteBody::Html(_, source) => *source,
            };
            self.annotations.seek(source);
            self.html.enter_container();
            self.builder.open_footnote(number, source);
            match body {
                FootnoteBody::Markdown(events) => {
                    self.run(&mut events.into_iter());
                }
                FootnoteBody::Html(html, source) => {
                    self.html.feed(&mut self.builder, &html, source);
                    self.html.end_piece(&mut self.builder, source);
                }
            }
            self.close(source);
        }
    }
}

/// Returns true for a superscript digit.
fn is_superscript_digit(char: char) -> bool {
    matches!(char, '¹' | '²' | '³' | '\u{2070}' | '\u{2074}'..='\u{2079}')
}

/// Returns `number` in superscript digits.
fn superscript_number(number: u32) -> String {
    let digits = number.to_string();
    digits.chars().filter_map(superscript).collect()
}
