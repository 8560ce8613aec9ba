//! The examples of the `CommonMark` specification: folio shows the words of the reference HTML, in the same order, at several
//! widths.
//!
//! Reads `commonmark/spec.json` in the folder `$FOLIO_SHARED`, by default `../shared`. If the file is missing, prints a note and
//! skips the test.
//!
//! The HTML does not contain the decorations that folio adds. Before the comparison, they are removed from the rows of folio: the
//! symbol `▣` of an image, and runs with these roles:
//!
//! - `Marker`: bullets, numbers and boxes.
//! - `QuoteBar`: bars of quotes.
//! - `Rule`, `HeadingRule`, `TableRule`: rules.
//! - `Label` without letters and digits: markers of wrapped code.
//!
//! The HTML has some texts only in attributes: the language of code, and the alternative text, title and file name of an image.
//! These texts are added to the reference where folio shows them.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use folio::document::{Dialect, Document, Kind};
use folio::layout::{Layout, LayoutOptions, Widths};
use folio::paint;
use folio::text::{bare_start_tag_has_effect, is_markup_element};
use folio::theme::Role;
use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

/// An example of the specification.
#[derive(serde::Deserialize)]
struct Example {
    number: u32,
    markdown: String,
    html: String,
}

/// Returns the examples of the specification, or `None` if the file is missing.
fn examples() -> Option<Vec<Example>> {
    let shared = std::env::var_os("FOLIO_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let path = shared.join("commonmark/spec.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} does not exist", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).expect("the specification is JSON"))
}

/// The text and the headings that a browser shows for the HTML of an example. The text includes attributes that folio shows.
#[derive(Default)]
struct Reference {
    text: String,
    headings: Vec<(u8, String)>,
    /// The byte of `text` at which the current block starts.
    block_start: usize,
    /// True within an element whose text is not shown.
    is_hidden: bool,
}

impl Reference {
    /// Reads the HTML of an example.
    fn new(html: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut reference = Self::default();
        let html = with_unknown_elements_as_text(html);
        let tokens: Vec<Token> = Tokenizer::new_with_emitter(&html, emitter)
            .map(|Ok(token)| token)
            .collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                Token::StartTag(tag) if !reference.is_hidden && is_shown_as_text(tag, &tokens) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    reference.text.push_str(&format!("<{name}>"));
                }
                Token::StartTag(tag) if !reference.is_hidden => {
                    reference.read_start_tag(tag, is_alone(&tokens, index));
                }
                Token::EndTag(tag) => reference.read_end_tag(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) if !reference.is_hidden => {
                    reference.text.push_str(&String::from_utf8_lossy(text));
                }
                _ => {}
            }
        }
        reference
    }

    /// Reads a start tag. `is_alone` is true for an image that is alone in its paragraph.
    fn read_start_tag(&mut self, tag: &StartTag<()>, is_alone: bool) {
        let attribute = |name: &str| {
            let value = tag.attributes.get(&HtmlString(name.as_bytes().to_vec()));
            value.map_or(String::new(), |value| {
                String::from_utf8_lossy(value).into_owned()
            })
        };
        match &*String::from_utf8_lossy(&tag.name) {
            "script" | "style" => self.is_hidden = true,
            "img" => self.add_image(
                &attribute("alt"),
                &attribute("title"),
                &attribute("src"),
                is_alone,
            ),
            "code" => {
                if let Some(language) = attribute("class").strip_prefix("language-") {
                    self.text.push_str(language);
                    self.text.push(' ');
                }
            }
            // A component that has a source is shown as a link with the file name. In the examples, the source is only a file
            // name.
            name if name.contains('-') => self.text.push_str(&attribute("src")),
            name => self.separate(name),
        }
    }

    /// Adds the text that folio shows for an image.
    fn add_image(&mut self, alt: &str, title: &str, target: &str, is_alone: bool) {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let name = path.trim_end_matches('/').rsplit('/').next();
        let name = name.unwrap_or_default();
        let shown = if alt.is_empty() { name } else { alt };
        self.text.push(' ');
        self.text.push_str(shown);
        if is_alone {
            let details = [title, name];
            let details: Vec<_> = details
                .into_iter()
                .filter(|part| !part.is_empty() && *part != shown)
                .collect();
            self.text.push(' ');
            self.text.push_str(&details.join(" · "));
        }
    }

    /// Reads an end tag.
    fn read_end_tag(&mut self, name: &str) {
        match name {
            "script" | "style" => self.is_hidden = false,
            name => {
                self.end_heading(name);
                self.separate(name);
            }
        }
    }

    /// Records the heading that the end tag `name` ends, if any.
    fn end_heading(&mut self, name: &str) {
        if let Some(level) = heading_level(name) {
            let text = joined(&words(&self.text[self.block_start..]));
            self.headings.push((level, text));
        }
    }

    /// Adds a line end for an element that separates words: a block, a table cell or a line break.
    fn separate(&mut self, name: &str) {
        let separating_elements = [
            "p",
            "div",
            "li",
            "ul",
            "ol",
            "blockquote",
            "pre",
            "table",
            "tr",
            "td",
            "th",
            "br",
            "hr",
        ];
        if separating_elements.contains(&name) || heading_level(name).is_some() {
            self.text.push('\n');
            self.block_start = self.text.len();
        }
    }
}

/// Returns the level of the heading element `name`.
fn heading_level(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok()
}

/// Escapes tags such as `<url>`, whose names are not HTML elements: folio shows such placeholders as written. Components,
/// whose names have a hyphen or begin with a capital, stay tags.
fn with_unknown_elements_as_text(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        // The text before the first `<` is no tag.
        if index > 0 {
            let name: &str = part.trim_start_matches('/');
            let end = name.find(|char: char| !char.is_ascii_alphanumeric() && char != '-');
            let name = &name[..end.unwrap_or(name.len())];
            // Comments and declarations stay too. Their names are empty here.
            let is_tag = !name.starts_with(|char: char| char.is_ascii_lowercase())
                || name.contains('-')
                || is_markup_element(name);
            text.push_str(if is_tag { "<" } else { "&lt;" });
        }
        text.push_str(part);
    }
    text
}

/// Returns true if a start tag is shown as text, because it needs an end tag or attributes and has neither.
fn is_shown_as_text(tag: &StartTag<()>, tokens: &[Token]) -> bool {
    let name = String::from_utf8_lossy(&tag.name);
    let has_end_of = |name: &[u8]| {
        let mut tokens = tokens.iter();
        tokens.any(|token| matches!(token, Token::EndTag(end) if *end.name == *name))
    };
    let has_end = has_end_of(name.as_bytes());
    // An unclosed `<div>` starts an HTML block, in which all tags stay HTML.
    let mut tokens = tokens.iter();
    let is_in_html_block = !has_end_of(b"div")
        && tokens.any(|token| matches!(token, Token::StartTag(tag) if *tag.name == *b"div"));
    let is_bare = tag.attributes.is_empty() && !tag.self_closing;
    is_bare && !has_end && !is_in_html_block && !bare_start_tag_has_effect(&name)
}

/// Returns true if the image at `index`, possibly in a link, is alone in its paragraph.
fn is_alone(tokens: &[Token], index: usize) -> bool {
    let is_tag = |token: Option<&Token>, name: &str| match token {
        Some(Token::StartTag(tag)) => *tag.name == name.as_bytes(),
        Some(Token::EndTag(tag)) => *tag.name == name.as_bytes(),
        _ => false,
    };
    // Before the first token, the index wraps to one that has no token.
    let (mut before, mut after) = (index.wrapping_sub(1), index + 1);
    if is_tag(tokens.get(before), "a") && is_tag(tokens.get(after), "a") {
        (before, after) = (before.wrapping_sub(1), after + 1);
    }
    is_tag(tokens.get(before), "p") && is_tag(tokens.get(after), "p")
}

/// Returns the text that folio shows. The parts of a word that is divided at the end of a row are joined again.
fn shown_text(document: &Document, width: u16) -> String {
    let layout = Layout::new(document, Widths::all(width), LayoutOptions::default());
    let mut text = String::new();
    for number in 0..layout.rows() {
        let row = paint::row(document, &layout, number);
        for run in &row.runs {
            let is_decoration = match run.styled_role.role {
                Role::Marker | Role::QuoteBar | Role::Rule | Role::HeadingRule(_) => true,
                Role::TableRule => true,
                // The language of the code in one example is `;`.
                Role::Label => !run.text.contains(char::is_alphanumeric) && &*run.text != ";",
                _ => false,
            };
            if !is_decoration {
                text.push_str(&run.text.replace('▣', " "));
            }
        }
        // `place.index` is negative for an empty row above the block. A rule has no words. The screen rows of a table row all
        // start at the same byte of the text, so their ranges do not show where a word ends.
        let place = layout.locate(document, number);
        let block = place.block;
        let is_word_continued = place.index >= 0
            && number + 1 < layout.end_row(block)
            && !matches!(
                document.blocks()[block].kind,
                Kind::Rule | Kind::TableRow { .. }
            )
            && !document.text()[layout.row_range(document, number)].ends_with([' ', '\n'])
            && layout.row_range(document, number + 1).start < document.blocks()[block].end as usize;
        if !is_word_continued {
            text.push('\n');
        }
    }
    text
}

/// Returns the words of a text, which are separated by white space.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Joins words with blanks.
fn joined(words: &[&str]) -> String {
    words.join(" ")
}

#[test]
fn words_of_the_reference_are_shown_at_every_width() {
    let mut failures = Vec::new();
    for example in examples().unwrap_or_default() {
        let reference = Reference::new(&example.html);
        let markdown = &example.markdown;
        let document = Document::parse(markdown, 0..markdown.len(), Dialect::CommonMark);
        for width in [20, 80, 200] {
            let shown = shown_text(&document, width);
            if words(&shown) != words(&reference.text) {
                failures.push(format!(
                    "{} at {width}\n{markdown}\nshown    {:?}\nexpected {:?}\n",
                    example.number,
                    joined(&words(&shown)),
                    joined(&words(&reference.text)),
                ));
                break;
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n{} examples",
        failures.join("\n"),
        failures.len()
    );
}

#[test]
fn toc_equals_the_headings_of_the_reference() {
    for example in examples().unwrap_or_default() {
        let reference = Reference::new(&example.html);
        let markdown = &example.markdown;
        let document = Document::parse(markdown, 0..markdown.len(), Dialect::CommonMark);
        let headings = document.toc().headings().iter().map(|heading| {
            let text = document.block_text(&document.blocks()[heading.block as usize]);
            (heading.level, joined(&words(&text.replace('▣', " "))))
        });
        assert_eq!(
            headings.collect::<Vec<_>>(),
            reference.headings,
            "{}\n{markdown}",
            example.number
        );
    }
}

#[test]
fn program_prints_the_painted_rows() {
    // The program would take such a start for front matter. It may also be Markdown, such as a list.
    let may_have_front_matter = |example: &Example| example.markdown.starts_with(['-', '+', '{']);
    let examples = examples().unwrap_or_default();
    for example in examples
        .iter()
        // Each example starts a process, so only every twelfth is checked.
        .step_by(12)
        .filter(|example| !may_have_front_matter(example))
    {
        let markdown = &example.markdown;
        let document = Document::parse(markdown, 0..markdown.len(), Dialect::CommonMark);
        let layout = Layout::new(&document, Widths::all(20), LayoutOptions::default());
        let painted: String = (0..layout.rows())
            .map(|row| paint::row(&document, &layout, row).to_text() + "\n")
            .collect();
        assert_eq!(printed(markdown), painted, "{}", example.number);
    }
}

/// Returns the output of the program for Markdown on its standard input.
fn printed(markdown: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_folio"))
        .args(["show", "-", "--dialect", "commonmark", "--width", "20"])
        .args(["--color", "never", "--links", "hidden"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = program.stdin.take().expect("a pipe");
    input
        .write_all(markdown.as_bytes())
        .expect("the program reads its input");
    drop(input);
    let output = program.wait_with_output().expect("the program ends");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}
