//! YAML front matter, built from the parser's events: scalars keep their source text, and entries before an error are kept.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::super::value::{Budget, MetadataEntry, MetadataNode, MetadataValue, ProblemList};
use super::ParsedBlock;

mod fast_path;

/// Parses a block of YAML, which starts at byte `base` of its file.
pub(super) fn parse<'a>(
    block: &'a str,
    base: usize,
    report: &mut ProblemList<'_>,
) -> ParsedBlock<'a> {
    match fast_path::parse(block, base) {
        Some(entries) => ParsedBlock {
            entries,
            invalid_positions: Vec::new(),
        },
        None => parse_events(block, base, report),
    }
}

/// Replaces tabs in the indentation of flow collections with blanks: js-yaml accepts such tabs, the
/// crate `granit_parser` does not. Returns `None` if there is no such tab. Byte positions stay the same.
pub(crate) fn with_flow_tabs_as_blanks(block: &str) -> Option<String> {
    if !block.contains("\n\t") {
        return None;
    }
    let mut replaced = String::with_capacity(block.len());
    let (mut depth, mut quote) = (0_usize, None);
    let mut is_indentation = false;
    let mut previous = '\n';
    for char in block.chars() {
        replaced.push(match char {
            '\t' if is_indentation && depth > 0 && quote.is_none() => ' ',
            char => char,
        });
        is_indentation = char == '\n' || (is_indentation && matches!(char, ' ' | '\t'));
        match (char, quote) {
            ('"' | '\'', None) if depth > 0 => quote = Some(char),
            (char, Some(open)) if char == open && previous != '\\' => quote = None,
            // A bracket opens a flow collection only where a value may start.
            ('[' | '{', None) if depth > 0 || matches!(previous, ' ' | '\t' | '\n') => depth += 1,
            (']' | '}', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        previous = char;
    }
    Some(replaced)
}

/// Parses a block with the YAML parser. The entries before an error, or before the budget is spent, are returned.
fn parse_events<'a>(block: &'a str, base: usize, report: &mut ProblemList<'_>) -> ParsedBlock<'a> {
    let mut builder = TreeBuilder {
        base,
        open_collections: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        budget: Budget::new(),
    };
    let mut invalid_positions = Vec::new();
    for event in Parser::new_from_str(block) {
        let added = match event {
            Ok((Event::DocumentEnd, _)) => break,
            Ok((event, span)) => builder.add_event(event, span).inspect_err(|position| {
                report.error(
                    *position,
                    "front-matter-too-large",
                    "the front matter contains too many values",
                    "nested aliases multiply the number of values; use fewer of them",
                );
            }),
            Err(error) => Err(report_invalid(&error, block, base, report)),
        };
        if let Err(position) = added {
            invalid_positions.push(position);
            break;
        }
    }
    let entries = match builder.finish() {
        Some(MetadataNode {
            value: MetadataValue::Map(entries),
            ..
        }) => entries,
        Some(root) if invalid_positions.is_empty() && root.value != MetadataValue::Null => {
            invalid_positions.push(root.position);
            report.error(
                root.position,
                "invalid-front-matter",
                &format!(
                    "the front matter is {}, not `key: value` lines",
                    root.value.kind()
                ),
                "start each line with a key, a colon and a blank",
            );
            Vec::new()
        }
        _ => Vec::new(),
    };
    // After an error, the last entry counts as invalid too if its value is a plain scalar. Such a value continues on indented
    // lines, so it may contain the line with the error.
    if !invalid_positions.is_empty()
        && let Some(last) = entries.last()
        && matches!(last.node.value, MetadataValue::Plain(_))
    {
        invalid_positions.push(last.position);
    }
    ParsedBlock {
        entries,
        invalid_positions,
    }
}

/// Reports an error of the parser, and returns its position in the file.
fn report_invalid(
    error: &ScanError,
    block: &str,
    base: usize,
    report: &mut ProblemList<'_>,
) -> usize {
    let position = error
        .marker()
        .byte_offset()
        .unwrap_or_default()
        .min(block.len());
    let info = error.info();
    let line_start = block[..position].rfind('\n').map_or(0, |end| end + 1);
    let line = block[line_start..].lines().next().unwrap_or_default();
    report.error(
        base + position,
        "invalid-front-matter",
        &format!("this is not YAML: {}", info.trim_end_matches('.')),
        hint(line, &info),
    );
    base + position
}

/// Returns a hint for fixing an invalid line, for which the parser reports `info`.
fn hint(line: &str, info: &str) -> &'static str {
    let value = line.split_once(':').map_or("", |(_, value)| value.trim());
    if info.contains(" tab") {
        "indent with blanks, not with tabs"
    } else if value.contains(": ") || value.starts_with(['@', '`', '%', '&', '*', '!', '|', '>']) {
        "put the value in quotes"
    } else if value.starts_with('[') || value.starts_with('{') {
        "close the bracket, or put the value in quotes if it is text"
    } else if value.starts_with(['"', '\'']) {
        "close the quote; a quote in the text is written \\\" between double quotes and '' between single ones"
    } else {
        "each line is `key: value`, and the values of a key are indented further than the key"
    }
}

/// The anchor number that the parser gives to a value without an anchor.
const NO_ANCHOR: usize = 0;

/// A list or mapping whose end has not been reached.
struct Collection<'a> {
    position: usize,
    /// The number of the collection's anchor, or [`NO_ANCHOR`].
    anchor: usize,
    kind: CollectionKind<'a>,
}

enum CollectionKind<'a> {
    List(Vec<MetadataNode<'a>>),
    Map {
        entries: Vec<MetadataEntry<'a>>,
        /// The key whose value comes next, and the position of the key. A key that is a collection becomes an empty text.
        key: Option<(Cow<'a, str>, usize)>,
    },
}

/// Builds a tree of nodes from the parser's events.
struct TreeBuilder<'a> {
    /// The byte of the file at which the block starts.
    base: usize,
    /// The lists and mappings around the next value, the outermost first.
    open_collections: Vec<Collection<'a>>,
    root: Option<MetadataNode<'a>>,
    /// The values of the anchors, by the number that the parser gives to an anchor.
    anchors: HashMap<usize, MetadataNode<'a>>,
    budget: Budget,
}

impl<'a> TreeBuilder<'a> {
    /// Adds the value of an event to the tree. If the budget is spent, returns the position of the event as an error.
    fn add_event(&mut self, event: Event<'a>, span: Span) -> Result<(), usize> {
        let position = self.base + span.start.byte_offset().unwrap_or_default();
        // `counts_whole_node` is true if all values in the node are counted now, and false if only the node itself is counted.
        let (node, anchor, counts_whole_node) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(text, style);
                (MetadataNode { value, position }, anchor, true)
            }
            Event::Alias(id) => {
                let node = self.anchors.get(&id).cloned();
                let value = node.map_or(MetadataValue::Null, |node| node.value);
                (MetadataNode { value, position }, NO_ANCHOR, true)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open_collection(position, anchor, CollectionKind::List(Vec::new()));
                return Ok(());
            }
            Event::MappingStart(_, anchor, _) => {
                let entries = Vec::new();
                self.open_collection(position, anchor, CollectionKind::Map { entries, key: None });
                return Ok(());
            }
            Event::SequenceEnd | Event::MappingEnd => {
                // The values in the collection were counted when they were added, so the collection itself counts as one value.
                // With an anchor, these values count again, because the anchor stores a copy of them.
                let Some(mut collection) = self.open_collections.pop() else {
                    return Ok(());
                };
                let anchor = collection.anchor;
                (collection.take_node(), anchor, anchor != NO_ANCHOR)
            }
            _ => return Ok(()),
        };
        let is_within_budget = if counts_whole_node {
            self.budget.spend(node.value_count(), node.text_len())
        } else {
            self.budget.spend_value()
        };
        if !is_within_budget {
            return Err(position);
        }
        self.add_node(node, anchor);
        Ok(())
    }

    fn open_collection(&mut self, position: usize, anchor: usize, kind: CollectionKind<'a>) {
        self.open_collections.push(Collection {
            position,
            anchor,
            kind,
        });
    }

    /// Adds a finished node: as the root, an item of the innermost list, or a key or a value of the innermost mapping.
    fn add_node(&mut self, node: MetadataNode<'a>, anchor: usize) {
        if anchor != NO_ANCHOR {
            self.anchors.insert(anchor, node.clone());
        }
        match self
            .open_collections
            .last_mut()
            .map(|collection| &mut collection.kind)
        {
            None => self.root = self.root.take().or(Some(node)),
            Some(CollectionKind::List(items)) => items.push(node),
            Some(CollectionKind::Map { entries, key }) => match key.take() {
                None => {
                    let position = node.position;
                    let key_text = match node.value {
                        MetadataValue::Text(text) | MetadataValue::Plain(text) => text,
                        _ => Cow::Borrowed(""),
                    };
                    *key = Some((key_text, position));
                }
                // `<<` is the merge key of YAML 1.1, which Jekyll and Hugo support. The entries of its value belong to the outer
                // mapping.
                Some((name, _)) if name == "<<" && matches!(node.value, MetadataValue::Map(_)) => {
                    if let MetadataValue::Map(merged) = node.value {
                        let own_count = entries.len();
                        for entry in merged {
                            // Keys before the `<<` take precedence over merged keys.
                            let mut own_entries = entries[..own_count].iter();
                            if own_entries.all(|own| own.key != entry.key) {
                                entries.push(entry);
                            }
                        }
                    }
                }
                Some((key, position)) => entries.push(MetadataEntry {
                    key,
                    position,
                    node,
                }),
            },
        }
    }

    /// Returns the root node. If the end of the document was not reached, returns the entries read so far.
    fn finish(mut self) -> Option<MetadataNode<'a>> {
        if self.root.is_none() && !self.open_collections.is_empty() {
            return Some(self.open_collections.swap_remove(0).take_node());
        }
        self.root
    }
}

impl<'a> Collection<'a> {
    /// Takes the values out of the collection and returns them as a node.
    fn take_node(&mut self) -> MetadataNode<'a> {
        let value = match &mut self.kind {
            CollectionKind::List(items) => MetadataValue::List(std::mem::take(items)),
            CollectionKind::Map { entries, .. } => MetadataValue::Map(std::mem::take(entries)),
        };
        MetadataNode {
            value,
            position: self.position,
        }
    }
}

/// Returns the value of a scalar. Only an unquoted scalar can be null.
fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> MetadataValue<'_> {
    match style {
        ScalarStyle::Plain if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") => {
            MetadataValue::Null
        }
        ScalarStyle::Plain => MetadataValue::Plain(text),
        _ => MetadataValue::Text(text),
    }
}
