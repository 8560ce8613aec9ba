//! Parsing a body into a document. For a long body, the *first part* (a few screens) is parsed first, so that it can
//! be shown while the complete document is parsed.
//!
//! `CommonMark` is parsed block by block from the start. The top-level blocks of a prefix, except the last, are therefore the
//! same as in the complete body. The first part ends before this last block. Only links and footnotes depend on text further
//! down, because their definitions may be anywhere; [`Definitions`] finds the definitions by a scan of all lines.
//!
//! For output that is written once, the complete document need not be in memory: [`BodyParser::parse_parts`] passes the document
//! on in parts.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser};

use super::definitions::{Definitions, LinkDefinition};
use super::{Converter, LocatedEvent, mask, parser_options};
use crate::document::dialect::{self, Prepared};
use crate::document::{Dialect, Document, ParseOptions};
use crate::text;

/// Maximum size in bytes of a body that is parsed at once, without a first part.
const MAX_BYTES_WITHOUT_FIRST_PART: usize = 256 * 1024;
/// Minimum size in bytes of a first part that ends between two blocks: about a screen. A first part ends before
/// a block if it then has at least this size. Otherwise it ends within the block, which is a long one, such as a list or a table.
const MIN_FIRST_PART_BYTES: usize = 4 * 1024;

/// A body prepared for parsing. The constructs that the dialect adds to Markdown are rewritten. Characters that the Markdown
/// parser would wrongly treat as markup are masked.
#[derive(Debug)]
pub struct BodyParser<'s> {
    source: &'s str,
    /// The byte range of the body in the source.
    body: Range<usize>,
    options: ParseOptions,
    prepared: Prepared<'s>,
    /// True if characters are masked in the prepared text.
    is_masked: bool,
}

/// The first blocks of a long body.
#[derive(Debug)]
pub struct FirstPart {
    /// The blocks. Footnote references are numbered, but the footnotes are missing, because they are at the end of the
    /// complete document.
    pub document: Document,
    /// True if the complete document certainly begins with exactly these blocks. False if a link or a footnote was resolved
    /// by the scan for definitions, or if the last block is incomplete.
    pub is_exact: bool,
}

impl<'s> BodyParser<'s> {
    /// Prepares the byte range `body` of `source`; source ranges and line numbers count from the start of `source`.
    pub fn new(source: &'s str, body: Range<usize>, options: impl Into<ParseOptions>) -> Self {
        let options = options.into();
        let mut prepared = dialect::prepare(&source[body.clone()], options.dialect);
        let parser_options = parser_options(options.dialect, &prepared.text);
        let dialect_has_definition_lists = parser_options.contains(Options::ENABLE_DEFINITION_LIST);
        let masked = match options.dialect {
            Dialect::CommonMark => None,
            _ => mask::mask(&prepared.text, dialect_has_definition_lists),
        };
        let is_masked = masked.is_some();
        if let Some(masked) = masked {
            prepared.text = Cow::Owned(masked);
        }
        Self {
            source,
            body,
            options,
            prepared,
            is_masked,
        }
    }

    /// Parses the complete document.
    pub fn parse_document(&self) -> Document {
        let mut document = Document::default();
        // No document has as many bytes, so there is only one part.
        let min_part_bytes = usize::MAX;
        let Ok(()) = self.parse_parts(min_part_bytes, |part| {
            document = part;
            Ok::<(), Infallible>(())
        });
        document
    }

    /// Parses the body and passes the blocks to `handle_part` in parts, each except the last with at least `min_part_bytes`
    /// bytes of text. A part is a document of its own: positions, headings and links count from the start of the part. Only the
    /// numbers of links and footnotes continue from the previous part. Stops at the first error of `handle_part`.
    ///
    /// A part ends after a paragraph outside all containers and HTML elements. It may also end after an outermost container whose
    /// last block is a paragraph. After such an end, the next part is laid out as in the complete document. The last
    /// part may be empty.
    pub fn parse_parts<E>(
        &self,
        min_part_bytes: usize,
        mut handle_part: impl FnMut(Document) -> Result<(), E>,
    ) -> Result<(), E> {
        let offset = self.body.start;
        let mut converter = self.converter(min_part_bytes.min(self.body.len()));
        let options = parser_options(self.options.dialect, self.text());
        let events = Parser::new_ext(self.text(), options).into_offset_iter();
        let mut events = events.map(|(event, range)| {
            let range = range.start + offset..range.end + offset;
            (self.unmask(event), range)
        });
        while converter.run(&mut outermost_block(&mut events)) {
            if converter.builder.text_bytes() >= min_part_bytes && converter.can_take_part() {
                handle_part(converter.builder.take_part(self.body.len()))?;
            }
        }
        converter.flush_annotations(usize::MAX);
        converter.finish(self.source.len());
        converter.append_footnotes();
        handle_part(converter.builder.finish(self.body.len()))
    }

    /// Parses the blocks within about the first `bytes` bytes. Returns `None` for a body that is short enough to be parsed at
    /// once.
    pub fn parse_first_part(&self, bytes: usize) -> Option<FirstPart> {
        let is_long = self.text().len() > MAX_BYTES_WITHOUT_FIRST_PART;
        is_long.then(|| self.parse_blocks_within(bytes))
    }

    /// Parses the blocks within about the first `bytes` bytes, however long the body is.
    fn parse_blocks_within(&self, bytes: usize) -> FirstPart {
        let options = parser_options(self.options.dialect, self.text());
        let FirstPartEnd { end, is_block_end } = first_part_end(self.text(), bytes, options);
        let first_part = &self.text()[..end];
        let definitions = Definitions::scan(self.text(), options);
        // The definitions of footnotes are inserted before the first part. After the first part, the definitions could be in
        // a code block whose end is cut off.
        let footnotes = definitions.footnotes_for(first_part);
        let text = format!("{footnotes}{first_part}");
        let mut used_definition = false;
        let mut resolve = |link: BrokenLink<'_>| {
            let definition = definitions.link(&link.reference)?;
            // True even if the definition is unknown, because the complete document may contain the link.
            used_definition = true;
            match definition {
                LinkDefinition::Known { target, title } => {
                    Some((CowStr::from(target.clone()), CowStr::from(title.clone())))
                }
                LinkDefinition::Unknown => None,
            }
        };
        let parser = Parser::new_with_broken_link_callback(&text, options, Some(&mut resolve));
        // Offsets in the inserted definitions become the start of the body.
        let in_source = |offset: usize| offset.saturating_sub(footnotes.len()) + self.body.start;
        let events = parser.into_offset_iter();
        let mut events = events.map(|(event, range)| {
            let range = in_source(range.start)..in_source(range.end);
            (self.unmask(event), range)
        });
        let end_in_source = self.body.start + end;
        let mut converter = self.converter(first_part.len());
        converter.run(&mut events);
        converter.flush_annotations(end_in_source);
        let is_exact = is_block_end
            && converter.is_balanced(end_in_source)
            && converter.footnotes.have_no_references();
        converter.finish(end_in_source);
        FirstPart {
            document: converter.builder.finish(self.body.len()),
            is_exact: is_exact && !used_definition,
        }
    }

    /// Restores the masked characters in the text of an event.
    fn unmask<'e>(&self, event: Event<'e>) -> Event<'e> {
        if self.is_masked {
            mask::unmask(event)
        } else {
            event
        }
    }

    /// Creates a converter with capacity for about `capacity_bytes` bytes of text.
    fn converter(&self, capacity_bytes: usize) -> Converter<'_> {
        let annotations = self.prepared.annotations.reader(self.body.start);
        Converter::new(self.source, capacity_bytes, self.options, annotations)
    }

    /// The text that the parser reads: rewritten for the dialect, with the same length and lines as in the source.
    fn text(&self) -> &str {
        &self.prepared.text
    }
}

/// Returns the events of the next outermost block. This is the container or the block that the next event starts.
fn outermost_block<'e>(
    events: &mut impl Iterator<Item = LocatedEvent<'e>>,
) -> impl Iterator<Item = LocatedEvent<'e>> {
    let mut depth = 0_usize;
    let mut is_complete = false;
    std::iter::from_fn(move || {
        if is_complete {
            return None;
        }
        // `next` is passed on as a whole. Taking the event out and putting it back would cost time.
        let next = events.next();
        match next {
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth -= 1,
            _ => {}
        }
        is_complete = depth == 0;
        next
    })
}

/// The end of the first part of a text.
struct FirstPartEnd {
    /// The end in bytes.
    end: usize,
    /// True if the first part ends between two blocks.
    is_block_end: bool,
}

/// Returns the end of the first part of `text`. The first part ends before the last top-level block that begins within the
/// first `bytes` bytes. If such a first part is too short, the first part ends within that block: after a line or a word, or at
/// `bytes` if there is neither.
fn first_part_end(text: &str, bytes: usize, options: Options) -> FirstPartEnd {
    let prefix = &text[..text::floor_char_boundary(text, bytes)];
    // If the last line takes more than half of the prefix, it is cut after a word.
    let line_end = prefix.rfind('\n').filter(|end| *end >= bytes / 2);
    let end = line_end.or_else(|| prefix.rfind(' '));
    let prefix = &prefix[..end.map_or(prefix.len(), |end| end + 1)];
    let (mut depth, mut last_block) = (0_usize, 0);
    for (event, range) in Parser::new_ext(prefix, options).into_offset_iter() {
        if depth == 0 {
            last_block = range.start;
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    // A block's range may begin after its indentation, so the start of its line is used.
    let last_block_line = prefix[..last_block]
        .rfind('\n')
        .map_or(0, |line_end| line_end + 1);
    // If `bytes` is small, which is the case in tests, an eighth of `bytes` suffices. A first part is never empty.
    let min_bytes = MIN_FIRST_PART_BYTES.min(bytes / 8).max(1);
    if last_block_line < min_bytes {
        FirstPartEnd {
            end: prefix.len(),
            is_block_end: false,
        }
    } else {
        FirstPartEnd {
            end: last_block_line,
            is_block_end: true,
        }
    }
}

#[cfg(test)]
mod tests;
