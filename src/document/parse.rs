//! Conversion of the Markdown parser's events into a document's blocks.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Tag, TagEnd,
};

use super::build::Builder;
use super::dialect::{self, AnnotationReader, EndRule};
use super::{
    Align, Column, ContainerKind, Dialect, Document, InlineFormats, Kind, LinkKind, ParseOptions,
    Table, html, info,
};

mod body;
mod definitions;
mod footnotes;
mod mask;

pub use body::{BodyParser, FirstPart};
use footnotes::Footnotes;

/// An event and its byte range in the source.
type LocatedEvent<'s> = (Event<'s>, Range<usize>);

/// Implements [`Document::plain`].
pub(super) fn plain(text: &str) -> Document {
    let mut builder = Builder::new("", text.len(), ParseOptions::default());
    builder.begin(Kind::Paragraph, 0);
    builder.push_text(text);
    builder.finish(text.len())
}

/// Returns the Markdown parser's options for a dialect and a text.
fn parser_options(dialect: Dialect, text: &str) -> Options {
    if dialect == Dialect::CommonMark {
        return Options::empty();
    }
    let has_definition_lists = match dialect {
        Dialect::Hugo
        | Dialect::Jekyll
        | Dialect::Middleman
        | Dialect::PythonMarkdown
        | Dialect::Quarto
        | Dialect::Nikola => true,
        Dialect::Auto => has_definition_list(text),
        _ => false,
    };
    let definitions = if has_definition_lists {
        Options::ENABLE_DEFINITION_LIST
    } else {
        Options::empty()
    };
    definitions
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
}

/// Returns true if the text certainly contains a definition list: a line `: definition` below a paragraph of one short
/// line.
fn has_definition_list(text: &str) -> bool {
    const MAX_TERM_BYTES: usize = 80;
    memchr::memmem::find_iter(text.as_bytes(), b"\n:").any(|term_end| {
        let definition = &text[term_end + 2..];
        let is_definition = definition.starts_with([' ', '\t'])
            && definition
                .trim_start_matches([' ', '\t'])
                .starts_with(char::is_alphanumeric);
        let term_start =
            memchr::memrchr(b'\n', &text.as_bytes()[..term_end]).map_or(0, |line_end| line_end + 1);
        let term = &text[term_start..term_end];
        let text_above = text[..term_start].trim_end_matches(['\n', '\r']);
        let line_ends_above = text[text_above.len()..term_start].matches('\n').count();
        // The term is the only line of its paragraph: the first line of the text, or below a blank line. A blank line above the
        // term adds a second line end.
        is_definition
            && term.len() <= MAX_TERM_BYTES
            && term.starts_with(char::is_alphanumeric)
            && (term_start == 0 || line_ends_above > 1)
    })
}

/// An open list.
#[derive(Default)]
struct OpenList {
    /// The number that the next item shows; `None` in a bullet list.
    next_number: Option<u32>,
    /// Number of items so far.
    item_count: usize,
    /// True if an item contains a paragraph, so that empty rows separate the items (CommonMark 5.3).
    is_loose: bool,
}

/// Converts the events of a body, or of its first part, into a document.
struct Converter<'s> {
    builder: Builder<'s>,
    /// True for every dialect except CommonMark.
    has_gfm_extensions: bool,
    lists: Vec<OpenList>,
    footnotes: Footnotes,
    html: html::HtmlState,
    /// The HTML with which a dialect replaces its constructs.
    annotations: AnnotationReader<'s>,
    /// For each open list, outermost first: `None` if the author wrote the list, or an end rule if a dialect inserted it. A
    /// dialect inserts a list so that the parser does not read the indented content of an admonition or a JSX element as code.
    /// An inserted list is not shown, and the rule determines where the admonition or the JSX element ends.
    list_end_rules: Vec<Option<EndRule>>,
    /// For each open strikethrough, outermost first: true if GFM accepts the strikethrough. The Markdown parser also reports
    /// delimiters that GFM shows as text.
    are_strikes_accepted: Vec<bool>,
    /// End of the last definition in a definition list, in bytes of the source.
    definition_end: usize,
    /// True if the open code block is a formula (```` ```math ````).
    in_math_fence: bool,
}

impl<'s> Converter<'s> {
    /// Creates a converter of `source`, with capacity for `capacity_bytes` bytes of text.
    fn new(
        source: &'s str,
        capacity_bytes: usize,
        options: ParseOptions,
        annotations: AnnotationReader<'s>,
    ) -> Self {
        Self {
            builder: Builder::new(source, capacity_bytes, options),
            has_gfm_extensions: options.dialect != Dialect::CommonMark,
            lists: Vec::new(),
            footnotes: Footnotes::default(),
            html: html::HtmlState::default(),
            annotations,
            list_end_rules: Vec::new(),
            are_strikes_accepted: Vec::new(),
            definition_end: 0,
            in_math_fence: false,
        }
    }

    /// Returns true if later text cannot change the blocks before byte `source`: no block, container or HTML element is open.
    /// Also returns false if the HTML before the byte affects later text.
    fn is_balanced(&self, source: usize) -> bool {
        self.builder.is_balanced() && self.lists.is_empty() && self.html.is_balanced(source)
    }

    /// Returns true if the blocks so far can be taken out of the builder, before this converter converts the rest. Nothing may be
    /// open, and the last block must be a paragraph, because the margin below another block may depend on that block. The HTML so
    /// far may affect the rest, unlike in [`Self::is_balanced`].
    fn can_take_part(&self) -> bool {
        self.builder.is_balanced()
            && self.lists.is_empty()
            && self.html.is_closed()
            && self.builder.last_kind() == Some(Kind::Paragraph)
    }

    /// Converts all events. Returns false if there are no events.
    fn run<'e>(&mut self, events: &mut impl Iterator<Item = LocatedEvent<'e>>) -> bool {
        let mut has_events = false;
        while let Some((event, range)) = events.next() {
            has_events = true;
            self.flush_annotations(match event {
                // The parser's range for a definition list includes the following paragraph.
                Event::End(TagEnd::DefinitionList) => self.definition_end,
                Event::End(_) => range.end,
                _ => range.start,
            });
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    self.buffer_footnote(&label.to_lowercase(), range.start, events);
                    // The annotations within the definition are converted when the footnote is appended.
                    self.annotations.seek(range.end);
                }
                Event::Start(Tag::HtmlBlock) => self.convert_html_block(range, events),
                Event::SoftBreak => self.builder.push_soft_break(range.end),
                Event::Start(tag) => self.start(tag, range),
                Event::End(tag) => self.end(tag, range),
                event => self.convert_inline(event, range),
            }
        }
        has_events
    }

    /// Converts a block of raw HTML and the annotations within it.
    fn convert_html_block<'e>(
        &mut self,
        range: Range<usize>,
        events: &mut impl Iterator<Item = LocatedEvent<'e>>,
    ) {
        self.builder.end(range.start);
        let mut raw = String::new();
        for (event, line_range) in
            events.take_while(|(event, _)| !matches!(event, Event::End(TagEnd::HtmlBlock)))
        {
            if let Event::Html(line) | Event::Text(line) = event {
                raw.push_str(&self.annotations.splice(&line, line_range.start));
            }
        }
        self.builder.record_source(range.start);
        // An inline note is represented by a tag, and the parser reports a tag alone on its line as an HTML block.
        let mut raw = raw.as_str();
        while let Some((content, after)) = dialect::split_note(raw) {
            self.push_inline_note(content, range.start);
            raw = after;
        }
        self.html.feed(&mut self.builder, raw, range.start);
        self.html.end_piece(&mut self.builder, range.end);
    }

    /// Converts the HTML of the annotations before byte `end` of the source.
    fn flush_annotations(&mut self, end: usize) {
        while let Some((html, source)) = self.annotations.next_replacement_before(end) {
            let is_between_blocks = !self.builder.in_block();
            self.feed_annotation(html, source);
            if is_between_blocks {
                self.html.end_piece(&mut self.builder, source);
            }
        }
    }

    /// Converts the HTML of an annotation at byte `source`.
    fn feed_annotation(&mut self, html: &str, source: usize) {
        match dialect::note_content(html) {
            Some(content) => self.push_inline_note(content, source),
            None => self.html.feed(&mut self.builder, html, source),
        }
    }

    /// Closes all blocks and elements at byte `source`, the end of the text. Footnotes are appended separately.
    fn finish(&mut self, source: usize) {
        self.html.finish(&mut self.builder, source);
    }

    /// Converts the start of a block, a container or an inline format.
    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let source = range.start;
        if self.html.hides(source) && !is_container(&tag) {
            return;
        }
        match tag {
            Tag::Paragraph => self.begin_paragraph(source),
            Tag::Heading { level, .. } => self.begin_heading(level as u8, &range),
            Tag::BlockQuote(kind) => self.open_quote(kind, source),
            Tag::CodeBlock(kind) => self.begin_code(&kind, &range),
            Tag::List(first) => {
                let end_rule = self.annotations.synthetic_list_end_rule(source);
                self.list_end_rules.push(end_rule);
                if end_rule.is_none() {
                    self.open_list(first, source);
                }
            }
            Tag::Item => match self.synthetic_end_rule() {
                None => self.open_item(source),
                Some(end_rule) => self.open_synthetic_item(end_rule, source),
            },
            Tag::Table(alignments) => self.begin_table(&alignments, source),
            Tag::TableHead | Tag::TableRow => self.builder.begin_row(source),
            Tag::TableCell => {
                self.html.enter_container();
                self.builder.begin_cell();
            }
            Tag::Emphasis => self.open_formats(InlineFormats::EMPHASIS, source),
            Tag::Strong => self.open_formats(InlineFormats::STRONG, source),
            Tag::Strikethrough => self.open_strike(&range),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let kind = match link_type {
                    LinkType::Autolink | LinkType::Email => LinkKind::Bare,
                    _ => LinkKind::Text,
                };
                self.open_link(kind, &dest_url, &title, source);
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.ensure_block(source);
                // Becomes true when alternative text follows.
                let kind = LinkKind::Image {
                    is_described: false,
                };
                let target = self.annotations.resolve_target(&dest_url);
                self.builder.start_image(kind, &target, &title, source);
            }
            Tag::DefinitionList => self.feed_tag("<dl>", source),
            Tag::DefinitionListTitle => self.feed_tag("<dt>", source),
            Tag::DefinitionListDefinition => self.feed_tag("<dd>", source),
            _ => {}
        }
    }

    /// Begins a paragraph. A paragraph directly in an item makes the list loose.
    fn begin_paragraph(&mut self, source: usize) {
        if let Some(list) = self.lists.last_mut()
            && self.builder.is_directly_in_item()
        {
            list.is_loose = true;
        }
        self.html.begin_block(&mut self.builder, source);
    }

    /// Begins a heading.
    fn begin_heading(&mut self, level: u8, range: &Range<usize>) {
        // An empty heading that a pass inserted to end a block must not be listed in the contents.
        let kind = if self.annotations.is_block_end(range.start) {
            Kind::Paragraph
        } else {
            Kind::Heading(level)
        };
        self.builder.begin(kind, range.start);
        if let Some(id) = self.annotations.heading_id(range) {
            self.builder.set_heading_id(id);
        }
    }

    /// Opens the item of a list that a pass inserted for indented text.
    fn open_synthetic_item(&mut self, end_rule: EndRule, source: usize) {
        self.end_block(source);
        if end_rule == EndRule::Indentation {
            self.html.enter_container();
        }
    }

    /// Opens a strikethrough, or shows the tildes if GFM does not accept the strikethrough.
    fn open_strike(&mut self, range: &Range<usize>) {
        let is_strikethrough = self.builder.is_strikethrough(range);
        self.are_strikes_accepted.push(is_strikethrough);
        if is_strikethrough {
            self.open_formats(InlineFormats::STRIKE, range.start);
        } else {
            self.show_tildes(range);
        }
    }

    /// Opens a link.
    fn open_link(&mut self, kind: LinkKind, target: &str, title: &str, source: usize) {
        let target = self.annotations.resolve_target(target);
        let link = self
            .builder
            .document
            .links
            .push(kind, &target, title, source);
        self.ensure_block(source);
        self.builder.open_formats(InlineFormats::LINK, Some(link));
    }

    /// Converts the start or the end of a Markdown construct as if it were the HTML tag `tag`.
    fn feed_tag(&mut self, tag: &str, source: usize) {
        self.end_block(source);
        self.html.feed(&mut self.builder, tag, source);
    }

    /// Converts the end of a block, a container or an inline format.
    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => {
                self.builder.make_image_blocks();
                self.html.end_inline_elements();
                self.end_block(range.end);
            }
            TagEnd::CodeBlock => self.end_code(&range),
            TagEnd::TableHead | TagEnd::TableRow => self.builder.end_row(range.end),
            TagEnd::BlockQuote(_) => self.close(range.end),
            TagEnd::List(_) => {
                if self.list_end_rules.pop().flatten().is_some() {
                    return self.end_block(range.end);
                }
                self.close(range.end);
                self.lists.pop();
            }
            TagEnd::Item => match self.synthetic_end_rule() {
                None => self.end_item(range),
                Some(end_rule) => {
                    self.end_block(range.end);
                    if end_rule == EndRule::Indentation {
                        self.html.leave_container(&mut self.builder, range.end);
                        self.html.close_pending(&mut self.builder, range.end);
                    }
                }
            },
            TagEnd::TableCell => {
                if self.has_gfm_extensions {
                    self.builder.autolink();
                }
                self.html.end_inline_elements();
                self.html.leave_container(&mut self.builder, range.end);
                self.builder.end_cell();
            }
            TagEnd::Emphasis => self.builder.close_formats(InlineFormats::EMPHASIS),
            TagEnd::Strong => self.builder.close_formats(InlineFormats::STRONG),
            TagEnd::Strikethrough => match self.are_strikes_accepted.pop() {
                Some(false) => self.show_tildes(&range),
                _ => self.builder.close_formats(InlineFormats::STRIKE),
            },
            TagEnd::Link => self.builder.close_formats(InlineFormats::LINK),
            TagEnd::Image => self.builder.end_image(),
            TagEnd::DefinitionList => self.feed_tag("</dl>", self.definition_end),
            TagEnd::DefinitionListTitle => self.feed_tag("</dt>", range.end),
            TagEnd::DefinitionListDefinition => {
                self.definition_end = range.end;
                self.feed_tag("</dd>", range.end);
            }
            _ => {}
        }
    }

    /// Returns the end rule of the innermost open list if a dialect inserted its markers.
    fn synthetic_end_rule(&self) -> Option<EndRule> {
        self.list_end_rules.last().copied().flatten()
    }

    /// Opens a Markdown container.
    fn open(&mut self, kind: ContainerKind) {
        self.html.enter_container();
        self.builder.open(kind);
    }

    /// Closes the innermost Markdown container and the HTML elements that were opened within it.
    fn close(&mut self, source: usize) {
        self.end_block(source);
        self.html.leave_container(&mut self.builder, source);
        self.builder.close();
        self.html.close_pending(&mut self.builder, source);
    }

    /// Opens a block unless a block is open. The items of tight lists contain text without a paragraph.
    fn ensure_block(&mut self, source: usize) {
        self.html.ensure_block(&mut self.builder, source);
    }

    /// Shows the tildes of one delimiter, because GFM does not accept the strikethrough at `range`. The opening and the closing
    /// delimiter both have as many tildes as there are at the start of `range`: one or two.
    fn show_tildes(&mut self, range: &Range<usize>) {
        self.ensure_block(range.start);
        let source = self.builder.source_from(range.start);
        let tildes = source.len() - source.trim_start_matches('~').len();
        self.builder.push_text(&"~~"[..tildes.clamp(1, 2)]);
    }

    /// Opens inline formats.
    fn open_formats(&mut self, formats: InlineFormats, source: usize) {
        self.ensure_block(source);
        self.builder.open_formats(formats, None);
    }

    /// Ends the open block and links its bare URLs.
    fn end_block(&mut self, source: usize) {
        if self.has_gfm_extensions && self.builder.in_block() {
            self.builder.autolink();
        }
        self.builder.end(source);
    }

    /// Opens a block quote or an admonition.
    fn open_quote(&mut self, kind: Option<BlockQuoteKind>, source: usize) {
        self.end_block(source);
        if let Some((word, title, fold)) = self.annotations.callout(source) {
            self.html.enter_container();
            self.builder.open_admonition(word, title, source);
            return self.builder.set_fold(fold);
        }
        let Some(kind) = kind else {
            return self.open(ContainerKind::Quote);
        };
        let word = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        self.html.enter_container();
        self.builder.open_admonition(word, "", source);
    }

    /// Begins a code block, below its title if it has a title.
    fn begin_code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let source = range.start;
        self.end_block(source);
        let (language, title) = match kind {
            CodeBlockKind::Fenced(info) => (info::language(info), info::title(info)),
            CodeBlockKind::Indented => ("", None),
        };
        if let Some(title) = self.annotations.code_title(range).or(title) {
            self.builder.begin(Kind::Caption, source);
            self.builder.push_text(title);
            self.builder.end(source);
            self.builder.request_margin(0);
        }
        // The language that a dialect has found in the code takes precedence over the info string.
        let language = self.annotations.code_language(range).unwrap_or(language);
        self.in_math_fence =
            self.has_gfm_extensions && language == "math" && !self.builder.in_table();
        let language = if self.in_math_fence {
            None
        } else {
            self.builder.intern_language(language)
        };
        self.builder.begin(Kind::Code { language }, source);
    }

    /// Ends a code block. A code block with the language `math` becomes a formula.
    fn end_code(&mut self, range: &Range<usize>) {
        let formula = if std::mem::take(&mut self.in_math_fence) {
            self.builder.take_code()
        } else {
            None
        };
        match formula {
            Some(tex) => self
                .html
                .push_formula_block(&mut self.builder, &tex, range.clone()),
            None => self.builder.end(range.end),
        }
    }

    /// Opens a numbered list whose first item has the number `first`, or a bullet list if `first` is `None`.
    fn open_list(&mut self, first: Option<u64>, source: usize) {
        // Never too large: a number has at most nine digits (CommonMark 5.2).
        let first = first.map(|first| u32::try_from(first).unwrap_or(u32::MAX));
        self.end_block(source);
        // No empty row separates the text of an item in a tight list from the list below it.
        if self.lists.last().is_some_and(|list| !list.is_loose)
            && self.builder.is_directly_in_item()
        {
            self.builder.request_margin(0);
        }
        self.lists.push(OpenList {
            next_number: first,
            ..OpenList::default()
        });
        self.open(match first {
            Some(number) => ContainerKind::Numbers {
                columns: ContainerKind::digit_count(number),
            },
            None => ContainerKind::Bullets {
                depth: self.builder.bullet_list_depth(),
            },
        });
    }

    /// Opens a list item.
    fn open_item(&mut self, source: usize) {
        self.end_block(source);
        // An empty row separates an item from code or a table at the end of the previous item.
        let follows_code_or_table = matches!(
            self.builder.last_kind(),
            Some(Kind::Code { .. } | Kind::TableRow { .. })
        );
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        list.item_count += 1;
        if list.item_count > 1 {
            let margin = u8::from(list.is_loose || follows_code_or_table);
            self.builder.request_margin(margin);
        }
        let number = list.next_number;
        list.next_number = number.map(|number| number.saturating_add(1));
        if let (Some(number), Some(ContainerKind::Numbers { columns })) =
            (number, self.builder.current_container_kind_mut())
        {
            // The last number is the widest.
            *columns = ContainerKind::digit_count(number);
        }
        self.open(ContainerKind::Item { number, task: None });
    }

    /// Closes a list item; an empty item gets an empty block, so that its bullet is shown.
    fn end_item(&mut self, range: Range<usize>) {
        self.end_block(range.end);
        let item = self.builder.current_container();
        let first = self.builder.document.container(item).first_block as usize;
        if first == self.builder.document.blocks.len() {
            self.builder.begin(Kind::Empty, range.start);
            self.builder.end(range.end);
        }
        self.close(range.end);
    }

    /// Begins a table with the given column alignments.
    fn begin_table(&mut self, alignments: &[Alignment], source: usize) {
        self.end_block(source);
        // A table within a cell of an HTML table is shown as lines of the cell.
        if self.builder.in_table() {
            return;
        }
        let align = |align: &Alignment| match align {
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
            Alignment::None | Alignment::Left => Align::Left,
        };
        let columns = alignments.iter().map(|alignment| Column {
            align: align(alignment),
            ..Column::default()
        });
        let first_block = self.builder.document.blocks.len() as u32;
        let table = Table {
            columns: columns.collect(),
            has_header: true,
            first_block,
            ..Table::default()
        };
        self.builder.document.tables.push(table);
    }

    /// Converts an event within a block, or a thematic break.
    fn convert_inline(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.html.hides(range.start) {
            return;
        }
        match event {
            Event::Text(text) => {
                self.ensure_block(range.start);
                self.builder.record_source(range.start);
                // Passes hide ranges only in code, so running text is unchanged.
                let text = self.annotations.visible_code(&text, &range);
                // A placeholder in text is not in a link's target after all: its construct is shown as the author wrote it.
                let text = self.annotations.restore_text(&text);
                self.builder.push_text_at(&text, range.start);
            }
            Event::Code(code) => {
                self.ensure_block(range.start);
                self.builder.record_source(range.start);
                let written = self.builder.source_from(range.start);
                let written = written.get(..range.len()).unwrap_or_default();
                let shown = self.annotations.visible_code_span(written, &range);
                self.builder
                    .push_formatted(shown.as_deref().unwrap_or(&code), InlineFormats::CODE);
            }
            Event::HardBreak => self.builder.push_hard_break(),
            Event::Rule => {
                self.builder.begin(Kind::Rule, range.start);
                self.builder.end(range.end);
            }
            Event::InlineHtml(tag) => {
                self.builder.record_source(range.start);
                let html = self.annotations.splice(&tag, range.start);
                match dialect::note_content(&html) {
                    Some(content) => self.push_inline_note(content, range.start),
                    None => self.html.feed_inline(&mut self.builder, &html, range.start),
                }
            }
            Event::FootnoteReference(label) => {
                self.ensure_block(range.start);
                self.push_reference(&label, range.start);
            }
            Event::TaskListMarker(done) => {
                if self.builder.in_table() {
                    self.builder.push_text(if done { "☑ " } else { "☐ " });
                } else if let Some(ContainerKind::Item { task, .. }) =
                    self.builder.current_container_kind_mut()
                {
                    *task = Some(done);
                }
            }
            _ => {}
        }
    }
}

/// Returns true if the tag opens a container or a part of a table. These are opened even if their content is hidden, because
/// [`Converter::end`] closes the innermost of them for each end tag.
fn is_container(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
    )
}
