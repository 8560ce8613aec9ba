//! Tests of real posts in the dialects of their sites: no syntax is shown, and every word is shown.
//!
//! Reads posts from `$FOLIO_SHARED/blogs`, by default `../shared/blogs`. If the folder is missing, prints a note and
//! skips the tests.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use folio::document::{Dialect, Document, InlineFormats, Kind};
use folio::site::Source;

use crate::blogs;

/// Prefixes of the folder names of sites, with the dialects of the sites.
const SITES: [(&str, Dialect); 5] = [
    ("hugo", Dialect::Hugo),
    ("zola", Dialect::Zola),
    ("jekyll", Dialect::Jekyll),
    ("docusaurus", Dialect::Docusaurus),
    ("mdx", Dialect::Mdx),
];

/// Openers of constructs that must not be shown.
const CONSTRUCTS: [&str; 4] = ["{{<", "{{%", "{%", ":::"];
/// Markdown and HTML markup that must not be shown.
const MARKUP: [&str; 5] = ["](", "**", "<div", "```", "&nbsp;"];

/// Returns the paths and the dialects of the posts.
fn posts() -> Vec<(PathBuf, Dialect)> {
    let blogs = blogs::folder();
    let dialect = |path: &Path| {
        let path_in_blogs = path.strip_prefix(&blogs).unwrap_or(path).to_string_lossy();
        let mut sites = SITES.iter();
        sites
            .find(|(prefix, _)| path_in_blogs.starts_with(prefix))
            .map(|(_, dialect)| *dialect)
    };
    let posts = blogs::posts().into_iter();
    posts
        .filter_map(|path| Some((path.clone(), dialect(&path)?)))
        .collect()
}

/// Reads and parses a post.
fn read(path: &Path) -> Source {
    Source::new(path, fs::read(path).expect("a post can be read"))
}

/// Returns the text of a document outside code.
fn prose(document: &Document) -> String {
    let mut prose = String::new();
    for block in document
        .blocks()
        .iter()
        .filter(|block| !matches!(block.kind, Kind::Code { .. }))
    {
        let mut copied_end = block.start as usize;
        for span in document
            .spans(block.text_range())
            .iter()
            .filter(|span| span.formats.has(InlineFormats::CODE))
        {
            prose.push_str(&document.text()[copied_end..span.start as usize]);
            copied_end = span.end as usize;
        }
        prose.push_str(&document.text()[copied_end..block.end as usize]);
        prose.push('\n');
    }
    prose
}

#[test]
fn no_syntax_is_shown() {
    for (path, dialect) in posts() {
        let source = read(&path);
        let (shown, as_gfm) = (
            prose(&source.document(dialect)),
            prose(&source.document(Dialect::Gfm)),
        );
        for opener in CONSTRUCTS {
            assert!(
                !shown.contains(opener),
                "{}: {opener} in {shown}",
                path.display()
            );
        }
        // Posts contain mistakes, so the dialect may show as much markup as GFM, but not more. GFM has no definition lists,
        // so posts with definition lists are not compared.
        let has_definitions = source.text.contains("\n: ");
        for markup in MARKUP {
            let has_more = shown.matches(markup).count() > as_gfm.matches(markup).count();
            assert!(
                !has_more || has_definitions,
                "{}: {markup} in {shown}",
                path.display()
            );
        }
    }
}

/// Removes text whose words need not be shown: text within braces, the name after `:::`, imports, and lines with TeX commands.
fn without_constructs(text: &str, dialect: Dialect) -> String {
    let (mut text_outside, mut remaining) = (String::new(), text);
    let mut pairs = vec![("{{", "}}"), ("{%", "%}"), ("{#", "}")];
    if dialect == Dialect::Jekyll {
        // The attribute lists of kramdown.
        pairs.push(("{:", "}"));
    }
    let next_construct = |remaining: &str| {
        let openers = pairs
            .iter()
            .filter_map(|(opener, closer)| Some((remaining.find(opener)?, *closer)));
        openers.min()
    };
    while let Some((start, closer)) = next_construct(remaining) {
        let Some(length) = remaining[start..].find(closer) else {
            break;
        };
        text_outside.push_str(&remaining[..start]);
        remaining = &remaining[start + length + closer.len()..];
    }
    text_outside.push_str(remaining);
    let is_text = |line: &&str| !line.starts_with("import ") && !has_command(line);
    let lines = text_outside.lines().filter(is_text).map(|line| {
        let after_colons = line
            .trim_start()
            .strip_prefix(":::")
            .map(|text| text.trim_start_matches(':'));
        after_colons.map_or(line, |name| name.trim_start_matches(char::is_alphabetic))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns true if a line contains a TeX command.
fn has_command(line: &str) -> bool {
    let mut parts = line.split('\\').skip(1);
    parts.any(|part| part.starts_with(|char: char| char.is_ascii_alphabetic()))
}

#[test]
fn every_word_is_shown() {
    let words = |text: &str| -> HashSet<String> {
        let words = text.split(|char: char| !char.is_alphanumeric());
        words
            .filter(|word| word.chars().count() > 2)
            .map(str::to_owned)
            .collect()
    };
    // MDX is skipped: words within JavaScript need not be shown.
    for (path, dialect) in posts()
        .into_iter()
        .filter(|(_, dialect)| *dialect != Dialect::Mdx)
    {
        let source = read(&path);
        let text = without_constructs(&source.text[source.body.clone()], dialect);
        let as_gfm = Document::parse(&text, 0..text.len(), Dialect::Gfm);
        let shown = words(source.document(dialect).text());
        let missing: Vec<_> = words(as_gfm.text()).difference(&shown).cloned().collect();
        assert!(missing.is_empty(), "{}: {missing:?}", path.display());
    }
}
