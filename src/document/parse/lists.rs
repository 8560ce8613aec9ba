//! Lists and their items.

use std::ops::Range;

use super::Pass;
use crate::document::{Kind, List};

#[derive(Default)]
pub(super) struct OpenList {
    pub(super) next: Option<u32>,
    pub(super) items: usize,
    pub(super) loose: bool,
}

impl Pass<'_> {
    pub(super) fn list(&mut self, first: Option<u64>, source: usize) {
        // Nine digits at most (CommonMark 5.2).
        let first = first.map(|first| u32::try_from(first).unwrap_or(u32::MAX));
        self.end_block(source);
        if self.lists.last().is_some_and(|list| !list.loose)
            && matches!(self.build.here_mut(), Some(List::Item { .. }))
        {
            self.build.ask_gap(0);
        }
        self.lists.push(OpenList {
            next: first,
            ..OpenList::default()
        });
        self.open(match first {
            Some(number) => List::Numbers {
                columns: List::digits(number),
            },
            None => List::Bullets {
                depth: self.build.bullets_around(),
            },
        });
    }

    pub(super) fn item(&mut self, source: usize) {
        self.end_block(source);
        let big = matches!(
            self.build.last_kind(),
            Some(Kind::Code { .. } | Kind::Row { .. })
        );
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        list.items += 1;
        if list.items > 1 {
            let gap = u8::from(list.loose || big);
            self.build.ask_gap(gap);
        }
        let number = list.next;
        list.next = number.map(|number| number.saturating_add(1));
        if let (Some(number), Some(List::Numbers { columns })) = (number, self.build.here_mut()) {
            *columns = List::digits(number);
        }
        self.open(List::Item { number, task: None });
    }

    pub(super) fn end_item(&mut self, range: Range<usize>) {
        self.end_block(range.end);
        let here = self.build.here();
        let first = self.build.document.container(here).first_block as usize;
        if first == self.build.document.blocks.len() {
            self.build.begin(Kind::Empty, range.start);
            self.build.end(range.end);
        }
        self.close(range.end);
    }
}
