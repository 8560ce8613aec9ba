//! Starting and ending blocks: margins, segments and headings.

use super::image::Images;
use super::{Builder, CountedLine, OpenBlock};
use crate::document::{Block, Document, Heading, Kind, ansi};
use crate::text;

impl Builder<'_> {
    /// Ends the open block and begins a block at byte `source` of the file. In a table, begins a line of the open cell instead. A
    /// row and a cell are opened first if none is open.
    pub(crate) fn begin(&mut self, kind: Kind, source: usize) {
        if !self.in_table() {
            return self.begin_block(kind, source);
        }
        if self.table.row.is_none() {
            self.begin_row(source);
        }
        self.begin_line(kind);
    }

    /// Ends the open block and begins a block outside cells.
    pub(super) fn begin_block(&mut self, kind: Kind, source: usize) {
        self.end_block(source);
        let requested_margin = self.requested_margin.take();
        // A label is shown in the row above its block.
        let min_margin = u8::from(kind.is_labelled());
        let margin_above = requested_margin
            .unwrap_or_else(|| self.margin_above(kind))
            .max(min_margin);
        self.inline.span_start = self.document.text.len();
        self.block = Some(OpenBlock {
            kind,
            start: self.document.text.len(),
            source,
            margin_above,
            requested_margin,
            first_span: self.document.spans.len(),
            first_segment: self.document.segments.len(),
        });
    }

    /// Returns the number of empty rows between the last block and a block of `kind`.
    pub(super) fn margin_above(&self, kind: Kind) -> u8 {
        match (self.last_kind(), kind) {
            (Some(Kind::AdmonitionTitle(_) | Kind::Summary), _)
                if self.is_container_of_last_block_open() =>
            {
                0
            }
            (Some(Kind::Term), _) => 0,
            (Some(Kind::Caption), Kind::TableRow { row: 0, .. }) => 0,
            (Some(Kind::TableRow { table: a, .. }), Kind::TableRow { table: b, .. }) if a == b => 0,
            (Some(Kind::Heading(_)), Kind::Heading(_)) => 1,
            (_, Kind::Heading(1 | 2)) => 2,
            _ => 1,
        }
    }

    /// Returns true if the container of the last block is still open.
    fn is_container_of_last_block_open(&self) -> bool {
        let last = self.document.blocks.last();
        last.is_some_and(|block| self.open_containers.contains(&block.container))
    }

    /// Ends the open block, or the open line of a cell, at byte `source` of the file.
    pub(crate) fn end(&mut self, source: usize) {
        if self.table.row.is_some() {
            return self.end_line();
        }
        self.end_block(source);
    }

    /// Ends the open block, if any, at byte `source` of the file.
    pub(super) fn end_block(&mut self, source: usize) {
        self.flush_span();
        self.inline.formats.clear();
        self.images = Images::default();
        let Some(open) = self.block.take() else {
            return;
        };
        // A paragraph without text, such as a paragraph of HTML tags, is dropped.
        if open.kind == Kind::Paragraph && self.document.text[open.start..].trim().is_empty() {
            self.document.text.truncate(open.start);
            self.document.spans.truncate(open.first_span);
            self.inline.span_start = open.start;
            self.requested_margin = open.requested_margin;
            return;
        }
        self.extract_sgr(&open);
        let text = &self.document.text[open.start..];
        text::work::count_steps_for_tests(text.len());
        let trimmed = match open.kind {
            Kind::Code { .. } | Kind::Source { .. } => text.strip_suffix('\n').unwrap_or(text),
            Kind::TableRow { .. } => text,
            _ => text.trim_end_matches([' ', '\n']),
        };
        let end = open.start + trimmed.len();
        self.document.text.truncate(end);
        self.trim_spans(open.first_span, end as u32);
        self.push_segments(&open, end);
        if let Kind::Heading(level @ 1..)
        | Kind::Source {
            heading: level @ 1..,
            ..
        } = open.kind
        {
            self.add_heading(level, open.source);
        }
        self.document.blocks.push(Block {
            start: open.start as u32,
            end: end as u32,
            source: open.source as u32..source.max(open.source) as u32,
            first_segment: open.first_segment as u32,
            container: self.current_container(),
            margin_above: open.margin_above,
            kind: open.kind,
        });
        self.document.text.push("\n");
        self.inline.span_start = self.document.text.len();
    }

    /// Removes the open code block and returns its text. Returns `None` if the open block is not code, is within a table, or
    /// is blank.
    pub(crate) fn take_code(&mut self) -> Option<String> {
        let is_blank = |start: usize| self.document.text[start..].trim().is_empty();
        let is_code = |open: &&OpenBlock| matches!(open.kind, Kind::Code { .. });
        let start = self.block.as_ref().filter(is_code)?.start;
        if self.in_table() || is_blank(start) {
            return None;
        }
        let open = self.block.take()?;
        let text = self.document.text[start..].to_owned();
        self.document.text.truncate(start);
        self.document.spans.truncate(open.first_span);
        self.inline.span_start = start;
        self.requested_margin = open.requested_margin;
        Some(text)
    }

    /// Removes the control sequences from the text of an `ansi` fence, and stores the SGR parameters.
    fn extract_sgr(&mut self, open: &OpenBlock) {
        let Document {
            text,
            languages,
            sgr_parameters,
            ..
        } = &mut self.document;
        if let Kind::Code {
            language: Some(language),
        } = open.kind
            && languages[language as usize].eq_ignore_ascii_case("ansi")
        {
            ansi::extract_sgr(text, open.start, sgr_parameters);
        }
    }

    /// Cuts off the part at and after byte `end` of each span with index `first` or higher. Removes the spans that become empty.
    pub(super) fn trim_spans(&mut self, first: usize, end: u32) {
        // Spans are in order and do not overlap, so only the last spans can extend past `end`.
        let spans = self.document.spans[first..].iter_mut().rev();
        for span in spans.take_while(|span| span.end > end) {
            text::work::count_steps_for_tests(1);
            span.end = end;
        }
        while self.document.spans.len() > first
            && self
                .document
                .spans
                .last()
                .is_some_and(|span| span.start >= span.end)
        {
            self.document.spans.pop();
        }
    }

    /// Appends the segments of the block that ends at byte `end` of the text. The segments of a table row were appended with its
    /// cells.
    fn push_segments(&mut self, open: &OpenBlock, end: usize) {
        let Document { text, segments, .. } = &mut self.document;
        let block_text = &text[open.start..end];
        match open.kind {
            Kind::TableRow { .. } => {}
            _ if self.options.without_segments => {}
            Kind::Code { .. } | Kind::Source { .. } => {
                self.segmenter.push_code(block_text, segments);
            }
            _ if block_text.is_empty() => {}
            _ => self.segmenter.push_prose(block_text, segments),
        }
    }

    /// Adds the block that is being ended to the document's headings.
    fn add_heading(&mut self, level: u8, source: usize) {
        let line = self.line_of(source);
        if let Some(id) = self.heading_id.take() {
            let index = self.document.outline.headings.len() as u32;
            self.document.outline.ids.push((index, id));
        }
        let block = self.document.blocks.len() as u32;
        self.document
            .outline
            .headings
            .push(Heading { level, block, line });
    }

    /// Returns the line number of byte `source` of the file. Calls must be in ascending order of `source`.
    pub(super) fn line_of(&mut self, source: usize) -> u32 {
        let last = self.last_counted;
        let uncounted = self.source.as_bytes().get(last.byte..source);
        let line_ends = memchr::memchr_iter(b'\n', uncounted.unwrap_or_default()).count();
        self.last_counted = CountedLine {
            byte: source.max(last.byte),
            number: last.number + line_ends as u32,
        };
        self.last_counted.number
    }

    /// Sets the id that the author gave to the open heading.
    pub(crate) fn set_heading_id(&mut self, id: &str) {
        let id = id.trim();
        self.heading_id = (!id.is_empty()).then(|| id.into());
    }
}
