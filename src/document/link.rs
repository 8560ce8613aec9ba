//! The links of a document, their targets in one string.

use std::ops::Range;

/// Names a link of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(u32);

/// Where a link leads. Both are as the author wrote them, not cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The destination.
    pub target: &'a str,
    /// The title, or nothing.
    pub title: &'a str,
}

/// All links of a document: ends of target and title in `text`, one after the other.
#[derive(Debug, Default)]
pub(super) struct Links {
    text: String,
    ends: Vec<(u32, u32)>,
}

impl Links {
    /// Adds one and names it.
    pub(super) fn push(&mut self, target: &str, title: &str) -> LinkId {
        self.text.push_str(target);
        let target_end = self.text.len() as u32;
        self.text.push_str(title);
        self.ends.push((target_end, self.text.len() as u32));
        LinkId(self.ends.len() as u32 - 1)
    }

    pub(super) fn get(&self, id: LinkId) -> Link<'_> {
        let at = id.0 as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before].1);
        let (target_end, end) = self.ends[at];
        let part = |range: Range<u32>| &self.text[range.start as usize..range.end as usize];
        Link {
            target: part(start..target_end),
            title: part(target_end..end),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (LinkId, Link<'_>)> {
        (0..self.ends.len() as u32).map(|at| (LinkId(at), self.get(LinkId(at))))
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}
