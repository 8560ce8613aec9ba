//! The check for links to headings that do not exist.

use std::collections::HashMap;
use std::path::PathBuf;

use super::Checker;
use super::links;
use crate::document::{Dialect, Document, LinkKind};
use crate::library::Destination;
use crate::post::{ProblemList, ReadContext};
use crate::site::link_target::LinkTarget;
use crate::site::{MAX_TEXT_BYTES, Source};

/// Maximum length of a character in UTF-8.
const MAX_CHAR_BYTES: usize = char::MAX.len_utf8();

/// The ids to which links to a post may refer.
struct PostIds {
    /// The texts and slugs of the headings, reduced to letters and digits.
    headings: Vec<String>,
    /// The body, which may define further ids.
    body: String,
}

impl PostIds {
    /// Returns the ids of a post, or `None` if templates or includes may add headings or ids.
    fn of(body: &str, document: &Document) -> Option<Self> {
        // Tags of Liquid and of ERB, a table of contents, imports of MDX, and snippets of Python-Markdown.
        let markers = ["{%", "<%", "[[toc]]", "\nimport ", "--8<--"];
        if markers.iter().any(|marker| body.contains(marker)) || has_template(body) {
            return None;
        }
        let toc = document.toc();
        let headings = toc.headings().iter();
        Some(Self {
            headings: (0..)
                .zip(headings)
                .flat_map(|(index, heading)| {
                    let texts = [&document.heading_text(heading), document.slug(index)];
                    texts.map(letters_and_digits)
                })
                .collect(),
            body: body.to_owned(),
        })
    }
}

/// Reports links to missing headings. Generators derive ids from headings in different ways, so only letters and digits are
/// compared.
pub(super) fn check(
    checker: &Checker<'_>,
    source: &Source,
    document: &Document,
    dialect: Dialect,
    report: &mut ProblemList<'_>,
) {
    let own_ids = PostIds::of(&source.text[source.body.clone()], document);
    let mut other_ids: HashMap<PathBuf, Option<PostIds>> = HashMap::new();
    for (_, link) in document
        .links()
        .filter(|(_, link)| link.kind == LinkKind::Text)
    {
        let Some(target) = LinkTarget::parse(link.target) else {
            continue;
        };
        let Some(fragment) = &target.fragment else {
            continue;
        };
        let ids = if target.path.is_empty() {
            own_ids.as_ref()
        } else if let Some(path) = linked_post(checker, source, link.source as usize, &target) {
            let read = |path: &PathBuf| {
                let text = checker.files.read_text(path)?;
                // A text of this length may be truncated, and the rest of the file may contain further headings. `read_text`
                // removes an incomplete last character, so a truncated text may be shorter than `MAX_TEXT_BYTES`.
                if text.len() + MAX_CHAR_BYTES > MAX_TEXT_BYTES {
                    return None;
                }
                let context = ReadContext {
                    ambiguous_form: dialect.ambiguous_form(),
                    ..ReadContext::default()
                };
                let source = Source::parse(context, path, text.into_bytes());
                let document = source.document(dialect);
                PostIds::of(&source.text[source.body.clone()], &document)
            };
            let ids = other_ids.entry(path);
            ids.or_insert_with_key(read).as_ref()
        } else {
            None
        };
        let Some(ids) = ids else {
            continue;
        };
        if is_missing(fragment, &ids.headings, &ids.body) {
            let post_name = if target.path.is_empty() {
                "this post".to_owned()
            } else {
                format!("`{}`", target.path)
            };
            report.error(
                link.source as usize,
                "missing-heading",
                &format!("no heading of {post_name} has the id `#{fragment}`"),
                "fix the fragment, or give the heading this id",
            );
        }
    }
}

/// Returns the file of the post to which a link refers, or `None` if folio can't be sure which post it is. `position` is the
/// byte of the link in the source.
fn linked_post(
    checker: &Checker<'_>,
    source: &Source,
    position: usize,
    target: &LinkTarget,
) -> Option<PathBuf> {
    let post = &source.post.path;
    if target.has_markdown_extension() {
        return checker.existing_post(post, target);
    }
    let library = checker.library?;
    if !links::is_page_reference(checker, source, position, target) {
        return None;
    }
    match library.destination(post, &target.path, None) {
        Destination::Post(id, _) => Some(checker.folder.join(&library.post(id).path)),
        _ => None,
    }
}

/// Returns true if a post certainly lacks the id `fragment`: no heading has this id or a similar id, and the body does not define
/// it. Returns false for fragments that may refer to something other than a heading. `headings` are reduced to letters and
/// digits.
fn is_missing(fragment: &str, headings: &[String], body: &str) -> bool {
    let normalized = letters_and_digits(fragment);
    // `#top` is the top of the page (WHATWG HTML, 7.4.6.4). Text fragments (`#:~:text=a`), times of media players (`#t=10`),
    // routes (`#/a`, `#!a`) and lines of code (`#L10`) are not headings.
    let is_line_number = fragment
        .strip_prefix('L')
        .is_some_and(|number| number.starts_with(|char: char| char.is_ascii_digit()));
    let is_special = normalized.is_empty()
        || normalized == "top"
        || is_line_number
        || fragment.contains([':', '=', '/', '!']);
    let may_be_footnote = normalized.starts_with("fn");
    // Outside ASCII, generators differ in the letters that they keep.
    if is_special || may_be_footnote || !normalized.is_ascii() {
        return false;
    }
    // The body may define the id itself: `{#id}`, `id="id"`, `name=id`, `^id`.
    let mut occurrences = body.match_indices(fragment);
    if occurrences.any(|(position, _)| {
        body[..position].ends_with(['"', '\'', '=', '^'])
            || body[..position].ends_with("{#")
            || body[..position].ends_with("{: #")
    }) {
        return false;
    }
    // Generators append a number to a repeated id.
    let without_number = normalized.trim_end_matches(|char: char| char.is_ascii_digit());
    let boundaries = word_boundaries(fragment);
    // True if successive words of the fragment are equal to the heading: `user-content-setup` has the words of `setup`, but `tone`
    // does not have the words of `one`.
    let has_words_of = |heading: &str| {
        boundaries.iter().any(|start| {
            normalized[*start..].starts_with(heading)
                && boundaries.binary_search(&(start + heading.len())).is_ok()
        })
    };
    !headings.iter().any(|heading| {
        // Zola and other generators transliterate ids to ASCII.
        (!heading.is_ascii() && contains_in_order(&normalized, heading))
            || *heading == normalized
            || heading == without_number
            // Some generators shorten ids.
            || heading.contains(&normalized)
            // The id of a heading without letters and digits is unknown.
            || heading.is_empty()
            // Some generators add words before or after ids.
            || has_words_of(heading)
    })
}

/// Returns true if the body contains a template or a shortcode (`{{ … }}`) that may add headings.
fn has_template(body: &str) -> bool {
    const SHORTCODES_WITHOUT_HEADINGS: [&str; 7] = [
        "ref ",
        "relref ",
        "figure ",
        "img ",
        "image ",
        "highlight ",
        "youtube ",
    ];
    let mut templates = body.split("{{").skip(1);
    templates.any(|template| {
        let name = template.trim_start_matches(['<', '%', '-']).trim_start();
        !SHORTCODES_WITHOUT_HEADINGS
            .iter()
            .any(|shortcode| name.starts_with(shortcode))
            // The end tag of `highlight`.
            && !name.starts_with("/highlight")
    })
}

/// Returns the bytes of `fragment`, reduced to letters and digits, at which its words start, and the byte at which it ends.
fn word_boundaries(fragment: &str) -> Vec<usize> {
    let mut end = 0;
    let mut boundaries = vec![end];
    for word in fragment.split(|char: char| !char.is_alphanumeric()) {
        end += letters_and_digits(word).len();
        boundaries.push(end);
    }
    // Two separators in a row have an empty word between them.
    boundaries.dedup();
    boundaries
}

/// Returns true if `text` contains the ASCII characters of `heading` in the same order, as a transliteration does: `uber`
/// contains the `b`, `e` and `r` of `über`.
fn contains_in_order(text: &str, heading: &str) -> bool {
    let mut chars = text.chars();
    heading
        .chars()
        .filter(char::is_ascii)
        .all(|wanted| chars.any(|char| char == wanted))
}

/// Returns the letters and digits of a text, in lower case.
fn letters_and_digits(text: &str) -> String {
    let letters = text.chars().filter(|char| char.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
