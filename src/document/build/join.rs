//! Two parts of one document become one: what each counted from its own start counts from the first one's.

use super::Builder;
use crate::document::block::Span;
use crate::document::{Block, Cell, Container, ContainerId, Document, Heading, Kind};
use crate::document::{LinkId, Note, Table};

/// What stands before a part, and so is added to all that it counts.
struct Before<'l> {
    text: u32,
    blocks: u32,
    fragments: u32,
    /// Containers beside the root, which all parts share.
    containers: u32,
    links: u32,
    headings: u32,
    tables: u32,
    /// Lines, for a part counts them from its own first.
    lines: u32,
    /// The number of each of the part's languages.
    languages: &'l [u32],
}

impl Builder<'_> {
    /// Whether nothing stands open, so that what follows is as at the start of a document.
    pub(in crate::document) fn is_at_rest(&self) -> bool {
        self.open.len() == 1
            && self.too_deep == 0
            && self.block.is_none()
            && self.marks.is_empty()
            && self.numbered_nothing()
    }

    fn numbered_nothing(&self) -> bool {
        !self.number_links && self.document.numbered.is_empty()
    }

    /// Adds a part that follows.
    pub(in crate::document) fn append(&mut self, part: Builder<'_>) {
        let Builder {
            document,
            fragmenter,
            gap,
            start,
            ..
        } = part;
        // Each by its name, so that nobody adds one and forgets it here.
        let Document {
            text,
            mut blocks,
            spans,
            fragments,
            containers,
            links,
            languages: names,
            controls,
            tables,
            headings,
            ids,
            slugs: _,
            notes,
            words: _,
            numbered: _,
            double_encoded,
            extent: _,
        } = document;
        let numbers: Vec<u32> = names
            .iter()
            .map(|name| self.language(name).unwrap_or_default())
            .collect();
        let lines = self.line_of(start) - 1;
        let here = &self.document;
        let before = Before {
            text: here.text.len() as u32,
            blocks: here.blocks.len() as u32,
            fragments: here.fragments.len() as u32,
            containers: here.containers.len() as u32 - 1,
            links: here.links.len() as u32,
            headings: here.headings.len() as u32,
            tables: here.tables.len() as u32,
            lines,
            languages: &numbers,
        };
        if let Some(first) = blocks.first_mut() {
            let asked = self.gap.take().unwrap_or_else(|| self.air(first.kind));
            first.blank_above = asked.max(u8::from(first.kind.is_labelled()));
            self.gap = gap;
        }
        self.fragmenter.words += fragmenter.words;
        let here = &mut self.document;
        here.text.push_clean(&text);
        here.blocks
            .extend(blocks.into_iter().map(|one| before.block(one)));
        here.spans
            .extend(spans.into_iter().map(|one| before.span(one)));
        here.fragments.extend_from_slice(&fragments);
        let containers = containers.into_iter().skip(1);
        here.containers
            .extend(containers.map(|one| before.container(one)));
        here.links.append(links);
        let controls = controls.into_iter();
        here.controls
            .extend(controls.map(|(at, one)| (at + before.text, one)));
        here.tables
            .extend(tables.into_iter().map(|one| before.table(one)));
        let ids = ids.into_iter();
        here.ids
            .extend(ids.map(|(at, id)| (at + before.headings, id)));
        let headings = headings.into_iter().map(|one| before.heading(one));
        here.headings.extend(headings);
        here.double_encoded.extend(double_encoded);
        before.notes(&mut here.notes, &notes);
        self.span_start = self.document.text.len();
    }
}

impl Before<'_> {
    fn container_id(&self, id: ContainerId) -> ContainerId {
        match id {
            ContainerId::ROOT => id,
            id => ContainerId::at(id.index() + self.containers as usize),
        }
    }

    fn link_id(&self, link: LinkId) -> LinkId {
        link.behind(self.links)
    }

    fn block(&self, block: Block) -> Block {
        let kind = match block.kind {
            Kind::Row { table, row } => Kind::Row {
                table: table + self.tables,
                row,
            },
            Kind::Code { language } => Kind::Code {
                language: language.map(|one| self.languages[one as usize]),
            },
            kind => kind,
        };
        Block {
            start: block.start + self.text,
            end: block.end + self.text,
            fragments: block.fragments + self.fragments,
            container: self.container_id(block.container),
            kind,
            ..block
        }
    }

    fn span(&self, span: Span) -> Span {
        Span {
            start: span.start + self.text,
            end: span.end + self.text,
            marks: span.marks,
            link: span.link.map(|link| self.link_id(link)),
        }
    }

    fn container(&self, mut container: Container) -> Container {
        container.parent = container.parent.map(|parent| self.container_id(parent));
        container.first_block += self.blocks;
        container
    }

    fn table(&self, table: Table) -> Table {
        let cell = |cell: Cell| Cell {
            start: cell.start + self.text,
            end: cell.end + self.text,
            fragments: cell.fragments.start + self.fragments..cell.fragments.end + self.fragments,
            natural: cell.natural,
        };
        Table {
            cells: table.cells.into_iter().map(cell).collect(),
            first_block: table.first_block + self.blocks,
            ..table
        }
    }

    fn heading(&self, heading: Heading) -> Heading {
        Heading {
            block: heading.block + self.blocks,
            line: heading.line + self.lines,
            ..heading
        }
    }

    /// A note is named by its number, which is the same in all parts.
    fn notes(&self, here: &mut Vec<Note>, part: &[Note]) {
        here.resize(here.len().max(part.len()), Note::default());
        for (here, part) in here.iter_mut().zip(part) {
            let reference = part.reference.map(|at| at + self.text);
            here.reference = here.reference.or(reference);
        }
    }
}
