//! The separation of front matter and body.
//!
//! Finds the block of front matter and its format. `front_matter` parses the block.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use super::lines::{TextLine, line_and_column, lines, lines_from};
use super::value::normalized_key;
use super::{Problem, Severity};

#[cfg(test)]
mod tests;

/// The parts of a file's text; ranges are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The front matter, if there is any.
    pub front_matter: Option<FrontMatterBlock>,
    /// The body: the text after the front matter, or the complete text.
    pub body: Range<usize>,
    /// One problem if the front matter is never closed, else none.
    pub problems: Vec<Problem>,
}

/// A block of front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatterBlock {
    /// The language of the block.
    pub format: Format,
    /// The byte range of the block, without the fences; for JSON including the braces.
    pub range: Range<usize>,
    /// The line at which `range` starts, from 1.
    pub line: u32,
}

/// The language of a block of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML between `+++` lines (Hugo, Zola), or after `---toml`.
    Toml,
    /// YAML between a `---` line and a `---` or `...` line.
    Yaml,
    /// A JSON object, without fences or after `---json`.
    Json,
    /// `Key: value` lines up to the first blank line (Pelican, "Writing content"; Python-Markdown, "Meta-Data").
    KeyValueLines,
    /// `.. key: value` lines in a comment at the top (Nikola handbook, "Metadata fields").
    NikolaComment,
    /// `@def key = value` lines at the top, or Julia between `+++` lines (Franklin, "Page variables").
    Franklin,
    /// The object of `export const metadata = {…}` (Next.js, "MDX"). The block is part of the body, so `split` never finds it.
    MetadataExport,
    /// A program after `---js` (gray-matter, "Options"), which is not executed.
    Script,
}

impl Format {
    /// Returns the format of a data file by its extension: TOML, JSON, else YAML.
    pub fn of_file(name: &str) -> Self {
        let extension = Path::new(name).extension();
        match extension.and_then(|extension| extension.to_str()) {
            Some("toml") => Self::Toml,
            Some("json") => Self::Json,
            _ => Self::Yaml,
        }
    }
}

/// A form of front matter that could be confused with body text, so it is recognized only if the site's generator reads it. All
/// other forms are always recognized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AmbiguousForm {
    /// No ambiguous form is recognized.
    #[default]
    None,
    /// `Key: value` lines up to the first blank line.
    KeyValueLines,
    /// YAML whose opening `---` may be absent (Hexo, "Front-matter").
    OptionalOpener,
    /// Julia instead of TOML between `+++` lines.
    Franklin,
}

/// Splits a text into front matter and body. A block that is not closed is treated as body text and reported. A `---` line
/// without metadata below it is a thematic break of the body (`CommonMark` 0.31.2, section 4.1).
pub fn split(text: &str, ambiguous_form: AmbiguousForm) -> Split {
    let whole_body = |problems| Split {
        front_matter: None,
        body: 0..text.len(),
        problems,
    };
    let Some(start) = find_start(text, ambiguous_form) else {
        return whole_body(Vec::new());
    };
    match find_end(text, &start, TextExtent::Whole) {
        None => whole_body(start.unclosed_problem(text).into_iter().collect()),
        Some(BlockOutcome::ThematicBreak) => whole_body(Vec::new()),
        Some(BlockOutcome::Block { end, body }) => Split {
            front_matter: Some(FrontMatterBlock {
                format: start.format,
                range: start.content..end,
                line: line_and_column(text, start.content).0,
            }),
            body: body..text.len(),
            problems: Vec::new(),
        },
    }
}

/// Returns true if `head`, the start of a file, contains the complete front matter, or shows that there is none. If false,
/// more of the file must be read.
pub(super) fn is_complete(head: &str, ambiguous_form: AmbiguousForm) -> bool {
    let trimmed = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // Shorter text may be the start of a fence.
    if trimmed.len() < "---\n".len() {
        return false;
    }
    match find_start(head, ambiguous_form) {
        // If the first line starts with a key, a block without an opening fence may start there. Its closing line is then further
        // down in the file.
        None if ambiguous_form == AmbiguousForm::OptionalOpener => !starts_with_known_key(head),
        None => true,
        Some(start) => find_end(head, &start, TextExtent::Head).is_some(),
    }
}

/// Returns the part of the front matter that is in `head`. `head` is the start of a file and ends inside the front matter.
/// Returns `None` if the file starts with something else.
pub(super) fn unclosed_block(
    head: &str,
    ambiguous_form: AmbiguousForm,
) -> Option<FrontMatterBlock> {
    let start = find_start(head, ambiguous_form)?;
    Some(FrontMatterBlock {
        format: start.format,
        range: start.content..head.len(),
        line: line_and_column(head, start.content).0,
    })
}

/// The extent of a text: the complete file, or only its start.
#[derive(Clone, Copy, PartialEq)]
enum TextExtent {
    Whole,
    /// The start of a file. The last line may be cut, so it is ignored if it has no line end.
    Head,
}

/// The start of a block.
struct BlockStart {
    format: Format,
    /// The byte at which the opening fence starts; for a block without an opening fence, the same as `content`.
    start: usize,
    /// The byte at which the content starts.
    content: usize,
    /// The delimiter that closes the block.
    closing: BlockEnd,
}

/// The delimiter that closes a block.
#[derive(Clone, Copy, PartialEq)]
enum BlockEnd {
    /// A line of `+++`.
    Pluses,
    /// A line of `---` or `...`; the lines above must look like metadata.
    Dashes,
    /// A line of `---` after an opening fence with the name of a language, such as `---toml`. The lines between the fences are
    /// not examined.
    DashesAfterLanguage,
    /// A line of at least three dashes or semicolons (Hexo). The opening fence may be absent.
    HexoFence,
    /// The closing brace of the object.
    Brace,
    /// The first blank line, or a line that has no key and is not indented.
    BlankLine,
    /// The end of an HTML comment, `-->`.
    CommentEnd,
    /// The first line that is neither blank nor part of an `@def` definition.
    NonDefinition,
}

/// The result of the search for the end of a block.
enum BlockOutcome {
    Block {
        /// The byte at which the block ends.
        end: usize,
        /// The byte at which the body starts.
        body: usize,
    },
    /// There is no block: the fences are thematic breaks of the body.
    ThematicBreak,
}

/// Finds the start of the block of front matter; returns `None` if the text starts with something else.
fn find_start(text: &str, ambiguous_form: AmbiguousForm) -> Option<BlockStart> {
    let mut remaining_lines = lines(text);
    let line =
        remaining_lines.find(|line| !line.text.trim_matches(['\u{feff}', ' ', '\t']).is_empty())?;
    let without_bom = line.text.trim_start_matches('\u{feff}');
    let start = line.start + line.text.len() - without_bom.len();
    let below_fence = |format, closing| {
        Some(BlockStart {
            format,
            start,
            content: line.next,
            closing,
        })
    };
    let without_fence = |format, closing| {
        Some(BlockStart {
            format,
            start,
            content: start,
            closing,
        })
    };
    match &*without_blanks_after_dashes(without_bom.trim_end()) {
        "+++" if ambiguous_form == AmbiguousForm::Franklin => {
            below_fence(Format::Franklin, BlockEnd::Pluses)
        }
        "+++" => below_fence(Format::Toml, BlockEnd::Pluses),
        "---" => below_fence(Format::Yaml, BlockEnd::Dashes),
        // gray-matter, "Options": the name of the language follows the fence.
        "---json" => below_fence(Format::Json, BlockEnd::DashesAfterLanguage),
        "---toml" => below_fence(Format::Toml, BlockEnd::DashesAfterLanguage),
        "---yaml" | "---yml" => below_fence(Format::Yaml, BlockEnd::DashesAfterLanguage),
        "---js" | "---javascript" => below_fence(Format::Script, BlockEnd::DashesAfterLanguage),
        "<!--"
            if remaining_lines
                .next()
                .is_some_and(|next| is_nikola_line(next.text)) =>
        {
            below_fence(Format::NikolaComment, BlockEnd::CommentEnd)
        }
        // As in reStructuredText, Nikola's lines may stand without an HTML comment around them.
        line_text
            if line_text
                .strip_prefix(".. ")
                .is_some_and(starts_with_known_key) =>
        {
            without_fence(Format::NikolaComment, BlockEnd::BlankLine)
        }
        line_text if is_definition(line_text) => {
            without_fence(Format::Franklin, BlockEnd::NonDefinition)
        }
        line_text
            if ambiguous_form == AmbiguousForm::KeyValueLines
                && starts_with_known_key(line_text) =>
        {
            without_fence(Format::KeyValueLines, BlockEnd::BlankLine)
        }
        // hexo-front-matter accepts fences of three or more dashes or semicolons.
        line_text
            if ambiguous_form == AmbiguousForm::OptionalOpener && is_hexo_fence(line_text) =>
        {
            remaining_lines
                .next()
                .filter(|next| starts_with_known_key(next.text))
                .and_then(|_| below_fence(Format::Yaml, BlockEnd::HexoFence))
        }
        line_text
            if ambiguous_form == AmbiguousForm::OptionalOpener
                && starts_with_known_key(line_text)
                && lines_from(text, start).any(|line| is_hexo_fence(line.text)) =>
        {
            without_fence(Format::Yaml, BlockEnd::HexoFence)
        }
        _ if starts_object(&text[start..]) => without_fence(Format::Json, BlockEnd::Brace),
        _ => None,
    }
}

/// Removes the blanks between the dashes of a fence and the name of a language. If there are any, also converts the name to lower
/// case. So `--- JSON` opens the same block as `---json`.
fn without_blanks_after_dashes(line: &str) -> Cow<'_, str> {
    let language = line.strip_prefix("---").unwrap_or_default();
    if language.starts_with([' ', '\t']) && !language.trim_start().starts_with('-') {
        Cow::Owned(format!("---{}", language.trim_start().to_lowercase()))
    } else {
        Cow::Borrowed(line)
    }
}

/// Returns true for the start of a JSON object, `{"` or `{}`; false for templates (`{{`, `{%`), attribute lists (`{:`) and
/// MDX comments (`{/*`).
fn starts_object(text: &str) -> bool {
    let Some(after_brace) = text.strip_prefix('{') else {
        return false;
    };
    after_brace.trim_start().starts_with(['"', '}'])
}

/// Returns true for `.. key: value`.
fn is_nikola_line(line: &str) -> bool {
    line.trim_start()
        .strip_prefix(".. ")
        .is_some_and(|entry| entry.contains(':'))
}

/// Returns true for `@def key = value`.
fn is_definition(line: &str) -> bool {
    line.strip_prefix("@def ")
        .and_then(|definition| definition.split_once('='))
        .is_some_and(|(key, _)| {
            let key = key.trim();
            !key.is_empty()
                && key
                    .chars()
                    .all(|char| char.is_alphanumeric() || char == '_')
        })
}

/// Returns true for a line of dashes, or of semicolons (hexo-front-matter closes JSON with them).
fn is_hexo_fence(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b';'))
}

/// Keys that distinguish metadata from prose where the syntax does not.
const KNOWN_KEYS: [&str; 30] = [
    "aliases",
    "author",
    "authors",
    "categories",
    "category",
    "created",
    "date",
    "description",
    "draft",
    "excerpt",
    "keywords",
    "lang",
    "language",
    "lastmod",
    "layout",
    "modified",
    "permalink",
    "published",
    "slug",
    "status",
    "subtitle",
    "summary",
    "tag",
    "tags",
    "template",
    "title",
    "toc",
    "translation",
    "updated",
    "weight",
];

/// Returns true if the first line of a text starts with a known key and a separator: `:`, a full-width colon, or `=`. Spacing,
/// indentation, and a `- ` before the key do not matter. A line such as `tag://x` starts with a URL instead.
fn starts_with_known_key(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches("- ");
    let Some((key, value)) = text.split_once([':', '=', '：']) else {
        return false;
    };
    let key = key.trim().trim_matches(['"', '\'']);
    let is_url = value.starts_with("//");
    !is_url && is_known_key(key)
}

/// Returns true for a key that generators read. Upper and lower case, `_`, `-` and blanks do not matter.
pub(super) fn is_known_key(key: &str) -> bool {
    KNOWN_KEYS.binary_search(&&*normalized_key(key)).is_ok()
}

/// Finds the end of a block; returns `None` if the block is not closed.
fn find_end(text: &str, start: &BlockStart, extent: TextExtent) -> Option<BlockOutcome> {
    match start.closing {
        BlockEnd::Brace => find_object_end(text, start.content),
        BlockEnd::BlankLine => find_key_values_end(text, start.content, extent),
        BlockEnd::NonDefinition => find_definitions_end(text, start.content, extent),
        BlockEnd::CommentEnd => {
            let end = start.content + text[start.content..].find("-->")?;
            Some(BlockOutcome::Block {
                end,
                body: after_blank_line(text, end + "-->".len()),
            })
        }
        closing => find_closing_fence(text, start, closing, extent),
    }
}

/// Finds the closing fence of a block. Two lines of `---` are thematic breaks if the lines between them do not look like
/// metadata.
fn find_closing_fence(
    text: &str,
    start: &BlockStart,
    closing: BlockEnd,
    extent: TextExtent,
) -> Option<BlockOutcome> {
    let mut heuristics = ContentHeuristics::default();
    for line in lines_from(text, start.content) {
        let is_complete_line = line.has_line_end || extent == TextExtent::Whole;
        if is_complete_line && is_closing_line(&line, closing) {
            if closing == BlockEnd::Dashes && !heuristics.is_like_metadata() {
                return Some(BlockOutcome::ThematicBreak);
            }
            return Some(BlockOutcome::Block {
                end: line.start,
                body: line.next,
            });
        }
        heuristics.add(line.text);
        if is_complete_line && closing == BlockEnd::Dashes && heuristics.is_like_prose() {
            return Some(BlockOutcome::ThematicBreak);
        }
    }
    None
}

/// Returns true if a line closes a block; false for the delimiters that are not a fence.
fn is_closing_line(line: &TextLine<'_>, closing: BlockEnd) -> bool {
    // Most lines are rejected by their first character.
    if !line.text.starts_with(['+', '-', '.', ';']) {
        return false;
    }
    let text = line.text.trim_end();
    match closing {
        BlockEnd::Pluses => text == "+++",
        BlockEnd::Dashes => matches!(text, "---" | "..."),
        BlockEnd::DashesAfterLanguage => text == "---",
        BlockEnd::HexoFence => is_hexo_fence(text),
        BlockEnd::Brace | BlockEnd::BlankLine | BlockEnd::CommentEnd | BlockEnd::NonDefinition => {
            false
        }
    }
}

/// Finds the end of the object that starts at `start`. If the rest of the line after the closing brace is blank, the body
/// starts on the next line.
fn find_object_end(text: &str, start: usize) -> Option<BlockOutcome> {
    let mut depth = 0_usize;
    let mut is_in_string = false;
    let mut is_escaped = false;
    for (position, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            _ if is_in_string => {}
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let end = position + 1;
            return Some(BlockOutcome::Block {
                end,
                body: after_blank_line(text, end),
            });
        }
    }
    None
}

/// Returns the start of the next line if the rest of the current line is blank, else `position`.
fn after_blank_line(text: &str, position: usize) -> usize {
    let rest_of_line = lines_from(text, position).next();
    rest_of_line
        .filter(|line| line.text.trim().is_empty())
        .map_or(position, |line| line.next)
}

/// Finds the first line from `start` that is neither `key: value` nor an indented continuation. The block ends before this line.
/// The body starts with this line or, if the line is blank, with the next one.
fn find_key_values_end(text: &str, start: usize, extent: TextExtent) -> Option<BlockOutcome> {
    for line in lines_from(text, start) {
        if !line.has_line_end && extent == TextExtent::Head {
            return None;
        }
        let is_continuation = line.text.starts_with([' ', '\t']) && !line.text.trim().is_empty();
        if !is_continuation && !is_key_line(line.text) && !starts_with_known_key(line.text) {
            let body = if line.text.trim().is_empty() {
                line.next
            } else {
                line.start
            };
            return Some(BlockOutcome::Block {
                end: line.start,
                body,
            });
        }
    }
    (extent == TextExtent::Whole).then_some(BlockOutcome::Block {
        end: text.len(),
        body: text.len(),
    })
}

/// Finds the end of the definitions that start at byte `start`. They end before the first line that is neither blank nor part of a
/// definition. Blank lines after the last definition belong to the body.
fn find_definitions_end(text: &str, start: usize, extent: TextExtent) -> Option<BlockOutcome> {
    let mut end = start;
    for line in lines_from(text, start) {
        // The value may continue on indented lines.
        let is_continuation = end == line.start && line.text.starts_with([' ', '\t']);
        let is_part = is_definition(line.text) || is_continuation && !line.text.trim().is_empty();
        if is_part && (line.has_line_end || extent == TextExtent::Whole) {
            end = line.next;
        } else if !line.text.trim().is_empty() {
            return Some(BlockOutcome::Block { end, body: end });
        }
    }
    (extent == TextExtent::Whole).then_some(BlockOutcome::Block { end, body: end })
}

/// Statistics of the lines below `---`, to distinguish metadata from text after a thematic break.
#[derive(Default)]
struct ContentHeuristics {
    /// Number of lines up to the first line with a key, without blank lines and comments.
    content_lines: usize,
    /// True if a line has a key.
    has_key: bool,
}

impl ContentHeuristics {
    /// A block without keys is prose if it has at least this number of lines.
    const MIN_PROSE_LINES: usize = 3;

    fn add(&mut self, line: &str) {
        let is_content = || !line.trim().is_empty() && !line.starts_with('#');
        if !self.has_key && is_content() {
            self.content_lines += 1;
            self.has_key = is_key_line(line) || starts_with_known_key(line);
        }
    }

    /// Returns true if a line has a key, or if the block is empty. Jekyll requires a block in each page, but the block may be
    /// empty.
    fn is_like_metadata(&self) -> bool {
        self.has_key || self.content_lines == 0
    }

    fn is_like_prose(&self) -> bool {
        !self.has_key && self.content_lines >= Self::MIN_PROSE_LINES
    }
}

/// Maximum number of words in a key; a longer text before a colon is prose.
const MAX_KEY_WORDS: usize = 3;

/// Returns true for `key: value`, `key:`, `"key": value`, the start of a flow mapping (`{`), or YAML's explicit key
/// (`? key : value`).
fn is_key_line(line: &str) -> bool {
    if line.starts_with(['{', '?']) {
        return line.starts_with("{ ") || line.trim_end() == "{" || line.contains(':');
    }
    let Some((key, value)) = line.split_once(':') else {
        return false;
    };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let has_separator = value.is_empty() || value.starts_with(char::is_whitespace);
    has_separator
        && !key.is_empty()
        && !key.starts_with("- ")
        && key.split_whitespace().count() <= MAX_KEY_WORDS
        && key
            .chars()
            .all(|char| char.is_alphanumeric() || " _-.@$/".contains(char))
}

impl BlockStart {
    /// Returns the problem of a block that is not closed. Returns `None` for a `---` line without a key below it, which is a
    /// thematic break, and for formats that need no closing delimiter.
    fn unclosed_problem(&self, text: &str) -> Option<Problem> {
        let first = lines_from(text, self.content).next();
        let (name, fence) = match self.format {
            Format::Yaml if !first.is_some_and(|line| is_key_line(line.text)) => return None,
            Format::Toml => ("TOML", "a line `+++`"),
            Format::Yaml => ("YAML", "a line `---`"),
            Format::Json => ("JSON", "`}`"),
            Format::NikolaComment => ("Nikola", "`-->`"),
            Format::Franklin => ("Franklin", "a line `+++`"),
            Format::Script => ("JavaScript", "a line `---`"),
            Format::KeyValueLines | Format::MetadataExport => return None,
        };
        let (line, column) = line_and_column(text, self.start);
        Some(Problem {
            severity: Severity::Error,
            code: "unclosed-front-matter",
            line,
            column,
            message: format!("the {name} front matter is never closed; it is read as text").into(),
            hint: format!("end it with {fence}").into(),
        })
    }
}
