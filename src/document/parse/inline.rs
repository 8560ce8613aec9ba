//! What stands within a block.

use std::ops::Range;

use pulldown_cmark::Event;

use super::Pass;
use super::notes::superscript;
use crate::document::{Kind, List, Marks};

impl Pass<'_> {
    pub(super) fn inline(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.html.hides(range.start) {
            return;
        }
        match event {
            Event::Text(text) => {
                self.running(range.start);
                self.build
                    .text_at(&self.annotations.restore_text(&text), range.start);
            }
            Event::Code(code) => {
                self.running(range.start);
                self.build.marked(&code, Marks::CODE);
            }
            Event::HardBreak => self.build.hard_break(),
            Event::Rule => {
                self.build.begin(Kind::Rule, range.start);
                self.build.end(range.end);
            }
            Event::InlineHtml(tag) => {
                let meaning = self.annotations.splice(&tag, range.start);
                self.html.feed(&mut self.build, &meaning, range.start);
            }
            Event::FootnoteReference(label) => {
                self.running(range.start);
                let number = self.notes.number(&label);
                let link = self.build.refer(number, range.start);
                self.build.enter(Marks::NOTE, Some(link));
                self.build.text(&superscript(number));
                self.build.leave(Marks::NOTE);
            }
            Event::TaskListMarker(done) => {
                if self.build.in_table() {
                    self.build.text(if done { "☑ " } else { "☐ " });
                } else if let Some(List::Item { task, .. }) = self.build.here_mut() {
                    *task = Some(done);
                }
            }
            _ => {}
        }
    }
}
