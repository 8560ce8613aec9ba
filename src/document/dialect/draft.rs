//! A body while passes go over it: what goes is overwritten at equal length, and what it means is noted beside it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Dialect;
use super::code::Code;
use super::line;
use super::said::{MARKER, Meaning, Prepared, Said, Target, digits};

mod place;

pub(super) use place::Place;

/// How often each byte of a body may be read in vain.
const PATIENCE: usize = 8;

/// A body and what has been said about it so far.
pub(super) struct Draft<'s> {
    /// The body as its author wrote it.
    pub(super) body: &'s str,
    pub(super) dialect: Dialect,
    /// The body as the parser will see it; empty until something goes.
    bytes: Vec<u8>,
    code: Option<Code>,
    /// What passes have read already: start to end.
    taken: BTreeMap<usize, usize>,
    said: Said,
    /// Bytes that may still be read in vain.
    patience: usize,
}

impl<'s> Draft<'s> {
    pub(super) fn new(body: &'s str, dialect: Dialect) -> Self {
        Self {
            body,
            dialect,
            bytes: Vec::new(),
            code: None,
            taken: BTreeMap::new(),
            said: Said::default(),
            patience: PATIENCE * body.len() + (1 << 20),
        }
    }

    /// Something that began ended nowhere within `bytes`. After too many of those, nothing begins any more: that keeps
    /// the whole linear, whatever the body.
    pub(super) fn is_tired(&mut self, bytes: usize) -> bool {
        self.patience = self.patience.saturating_sub(bytes);
        self.patience == 0
    }

    pub(super) fn finish(mut self) -> Prepared<'s> {
        self.said.sort();
        // Whole characters are overwritten by whole ones.
        let text = match String::from_utf8(self.bytes) {
            Ok(text) if !text.is_empty() => Cow::Owned(text),
            _ => Cow::Borrowed(self.body),
        };
        Prepared {
            text,
            said: self.said,
        }
    }

    /// Whether a range is neither code nor read already. Code within it is its own matter.
    pub(super) fn is_free(&mut self, range: &Range<usize>) -> bool {
        let before = self
            .taken
            .range(..range.end.max(range.start + 1))
            .next_back();
        if before.is_some_and(|(_, end)| *end > range.start) {
            return false;
        }
        let indented = !matches!(self.dialect, Dialect::Mdx | Dialect::Docusaurus);
        let code = self
            .code
            .get_or_insert_with(|| Code::of(self.body, indented));
        !code.holds(range.start)
    }

    /// Keeps other passes away from a range that stays as it is.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.taken.insert(range.start, range.end);
        }
    }

    /// Puts a meaning in place of a range: as a block where it stands alone on its lines, else within its row.
    pub(super) fn say(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let html = html.into();
        if !self.is_alone(&range) || is_inline(&html) && self.goes_on(&range) {
            self.inline(range, html);
        } else if html.is_empty() {
            self.blank(range);
        } else {
            self.block(range, html);
        }
    }

    /// A meaning that stands on rows of its own.
    pub(super) fn block(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let has_room =
            range.len() > 3 && !self.body.as_bytes()[range.start..][..3].contains(&b'\n');
        if !has_room || !self.is_alone(&range) {
            return self.inline(range, html);
        }
        // A declaration ends with the line that holds its `>` (CommonMark 4.6, kind 4).
        let quotes = line::quotes(self.body, line::start(self.body, range.start), range.start).0;
        self.overwrite(range.clone(), |line, at| match line {
            b' ' | b'\t' => b' ',
            b'>' if quotes > 0 => b'>',
            _ if at => b'x',
            _ => b' ',
        });
        self.frame(&range, b"<!x");
        self.note(range, html.into());
    }

    /// A meaning within a row of text.
    pub(super) fn inline(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        let inside = &self.body[range.clone()];
        let has_blank_line = inside.lines().skip(1).any(|line| line.trim().is_empty());
        let has_room = range.len() > 2 && self.body.as_bytes()[range.start + 1] != b'\n';
        if !has_room || has_blank_line {
            self.overwrite(range.clone(), |_, _| b' ');
        } else {
            // A tag of no known name: it never starts a block unless it stands alone on its line.
            self.overwrite(range.clone(), |_, _| b'x');
            self.frame(&range, b"<x");
        }
        self.note(range, html.into());
    }

    /// What shows nothing: blanks.
    pub(super) fn blank(&mut self, range: Range<usize>) {
        self.overwrite(range.clone(), |_, _| b' ');
        self.keep(range);
    }

    /// Blanks, and what they mean, due before whatever follows.
    pub(super) fn blank_block(&mut self, range: Range<usize>, html: impl Into<Box<str>>) {
        self.overwrite(range.clone(), |_, _| b' ');
        self.note(range, html.into());
    }

    /// Other text of the same length.
    pub(super) fn rewrite(&mut self, range: Range<usize>, text: &str) {
        debug_assert_eq!(range.len(), text.len(), "no byte moves");
        self.overwrite(range.clone(), |byte, _| byte);
        if let Some(bytes) = self.bytes.get_mut(range.clone())
            && bytes.len() == text.len()
        {
            bytes.copy_from_slice(text.as_bytes());
        }
        self.keep(range);
    }

    /// What a construct within the target of a link stands for.
    pub(super) fn target(&mut self, range: Range<usize>, target: &str) {
        let number = self.said.targets.len();
        let Some(room) = range.len().checked_sub(MARKER.len()) else {
            return;
        };
        let (Some(digits), false) = (
            digits(number, room),
            self.body[range.clone()].contains('\n'),
        ) else {
            return self.keep(range);
        };
        let mark = format!("{MARKER}{digits:x<room$}");
        self.rewrite(range.clone(), &mark);
        self.said.targets.push(Target {
            length: range.len(),
            meant: target.into(),
            written: self.body[range].into(),
        });
    }

    /// Puts a meaning in place of a range, wherever it stands: in the target of a link and in an attribute what it leads
    /// to, which without one is what was written; in text what `html` says.
    pub(super) fn mean(
        &mut self,
        range: Range<usize>,
        target: Option<&str>,
        html: impl FnOnce() -> String,
    ) {
        let body = self.body;
        let target = target.unwrap_or(&body[range.clone()]);
        match self.place(range.start) {
            Place::Target => self.target(range, target),
            Place::Attribute => self.attribute(range, target),
            Place::Text => self.say(range, html()),
        }
    }

    /// What a construct within an attribute stands for.
    pub(super) fn attribute(&mut self, range: Range<usize>, value: &str) {
        self.overwrite(range.clone(), |_, _| b'x');
        self.note(range, super::say::escape(value).into());
    }

    /// A heading's id; the range that names it goes.
    pub(super) fn heading(&mut self, range: Range<usize>, id: &str) {
        self.said.ids.push((range.start, id.into()));
        self.blank(range);
    }

    /// An id for the heading that ends right before byte `at`.
    pub(super) fn heading_before(&mut self, at: usize, id: &str) {
        self.said.ids.push((at.saturating_sub(1), id.into()));
    }

    /// The quote whose sign stands at byte `at` is an admonition; `range` names its kind and its title, and goes.
    pub(super) fn callout(&mut self, at: usize, range: Range<usize>, kind: &str, title: &str) {
        let callout = (at, kind.into(), title.into());
        self.said.callouts.push(callout);
        self.blank(range);
    }

    /// The start of an element whose inside is indented: a list marker of our own, which makes what is indented below a
    /// part of its item and not code (CommonMark 5.2). `is_followed` says that the next line is not blank.
    pub(super) fn indenting(
        &mut self,
        range: Range<usize>,
        html: impl Into<Box<str>>,
        is_followed: bool,
    ) {
        let column = range.start - line::start(self.body, range.start);
        let last = line::start(self.body, range.end.saturating_sub(1)).max(range.start - column);
        let at = last + column;
        let room = range.end.saturating_sub(at);
        let is_plain = self.body.as_bytes()[range.start - column..range.start]
            .iter()
            .all(|byte| *byte == b' ');
        let stand_in: &[u8] = match room {
            6.. => b"+ <!x",
            1.. if is_followed && !self.goes_on(&range) => b"+",
            5 if !is_followed => b"+ <x",
            _ => return self.block(range, html),
        };
        if !is_plain {
            return self.block(range, html);
        }
        self.overwrite(range.clone(), |_, _| b' ');
        self.bytes[at..at + stand_in.len()].copy_from_slice(stand_in);
        if stand_in.len() > 1 {
            self.bytes[range.end - 1] = b'>';
        }
        self.said.phantoms.push(at);
        self.keep(range.clone());
        let inside = if stand_in.len() > 1 { at + 2 } else { at };
        let meaning = Meaning {
            range: inside..range.end,
            html: html.into(),
        };
        self.said.meanings.push(meaning);
    }

    fn note(&mut self, range: Range<usize>, html: Box<str>) {
        self.keep(range.clone());
        self.said.meanings.push(Meaning { range, html });
    }

    /// Overwrites each byte but line ends. `with` gets a byte, and whether anything but blanks stands before it on its
    /// line.
    fn overwrite(&mut self, range: Range<usize>, with: impl Fn(u8, bool) -> u8) {
        if self.bytes.is_empty() {
            self.bytes = self.body.as_bytes().to_vec();
        }
        let mut has_text = true;
        for byte in &mut self.bytes[range] {
            match *byte {
                b'\n' => has_text = false,
                b'\r' => {}
                old => {
                    has_text |= !matches!(old, b' ' | b'\t' | b'>');
                    *byte = with(old, has_text);
                }
            }
        }
    }

    fn frame(&mut self, range: &Range<usize>, opener: &[u8]) {
        let bytes = &mut self.bytes[range.clone()];
        bytes[..opener.len()].copy_from_slice(opener);
        if let Some(last) = bytes.last_mut() {
            *last = b'>';
        }
    }
}

/// Whether a meaning is a part of a row.
fn is_inline(html: &str) -> bool {
    const BLOCKS: [&str; 10] = [
        "<aside",
        "</aside",
        "<details",
        "</details",
        "<figure",
        "<pre",
        "<p>",
        "<h",
        "<dl",
        "<table",
    ];
    !html.is_empty() && !BLOCKS.iter().any(|block| html.starts_with(block))
}
