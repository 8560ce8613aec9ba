//! The fields of a post, read from front matter with the key names of every generator.

use std::borrow::Cow;

use super::value::{
    MetadataEntry, MetadataNode, MetadataValue, ProblemList, find_entry, normalized_key,
};
use super::{Date, Format, Post, RareFields, title};

mod terms;

/// Normalized keys of the publication date, in order of precedence; see [`normalized_key`].
const DATE_KEYS: [&str; 15] = [
    "date",
    "pubdate",
    "pubdatetime",
    "publishdate",
    "published",
    "publishedat",
    "publishedon",
    "datepublished",
    "publicationdate",
    "created",
    "createdat",
    "datecreated",
    "ms.date",
    "posted",
    "dateposted",
];
/// Normalized keys of the date of the last revision, in order of precedence.
const UPDATED_KEYS: [&str; 14] = [
    "updated",
    "lastmod",
    "lastmodified",
    "lastmodifiedat",
    "modified",
    "modifiedat",
    "datemodified",
    "moddatetime",
    "lastupdated",
    "lastupdatedat",
    "updateddate",
    "updatedat",
    "dateupdated",
    "revised",
];
/// Normalized keys of the date until which the post is public, in order of precedence.
const EXPIRY_KEYS: [&str; 4] = ["expirydate", "expires", "expiresat", "unpublishdate"];
/// Normalized keys of the author's summary, in order of precedence.
const SUMMARY_KEYS: [&str; 3] = ["summary", "description", "excerpt"];
/// Normalized keys of the language, in order of precedence.
const LANGUAGE_KEYS: [&str; 3] = ["lang", "language", "locale"];
/// Normalized keys that show or hide the table of contents, in order of precedence.
const TOC_KEYS: [&str; 3] = ["toc", "showtoc", "tableofcontents"];
/// Tables for the settings of a site's theme: Zola's `extra`, Hugo's `params`.
const THEME_TABLES: [&str; 2] = ["extra", "params"];

/// Maximum number of characters of a value that are quoted in a message.
const MAX_QUOTED_CHARS: usize = 40;

/// Maximum length of a stored value, in bytes; longer values are truncated.
const MAX_TEXT_BYTES: usize = 4096;

/// Sets the fields of a post from the entries of its front matter.
pub(super) fn apply_fields(
    post: &mut Post,
    format: Format,
    entries: &[MetadataEntry<'_>],
    report: &mut ProblemList<'_>,
) {
    let with_value = entries
        .iter()
        .filter(|entry| entry.node.value != MetadataValue::Null);
    let mut fields = Fields {
        entries: with_value
            .map(|entry| (normalized_key(&entry.key), entry))
            .collect(),
        report,
    };
    if let Some(text) = fields.title(format) {
        post.title = truncated(&title::plain(text));
    }
    fields.set_dates(post);
    post.tags = terms::tags(&mut fields);
    post.categories = terms::categories(&mut fields);
    post.authors = terms::authors(&mut fields);
    post.draft |= fields.flag("draft") == Some(true)
        || fields.is_unpublished()
        || fields.has_draft_status(format);
    post.toc = fields.toc();
    post.summary = SUMMARY_KEYS
        .iter()
        .find_map(|key| fields.text(key))
        .map(|text| truncated(text.trim()));
    if let Some(language) = LANGUAGE_KEYS.iter().find_map(|key| fields.text(key)) {
        post.language = Some(truncated(language.trim()));
    }
    let rare = RareFields {
        // An invalid date is not reported here, because `DATE_KEYS` contains the key too.
        publish_date: fields.date_of(&["publishdate"], None),
        expiry_date: fields.date_of(&EXPIRY_KEYS, Some("an expiry date")),
        series: terms::series(&mut fields),
        weight: fields.number("weight"),
        slug: fields.text("slug").map(|text| truncated(text.trim())),
        url: ["url", "path", "permalink"]
            .iter()
            .find_map(|key| fields.text(key))
            .map(|text| truncated(text.trim())),
        aliases: terms::list(&mut fields, &["aliases", "redirectfrom"]),
        translation_key: fields
            .text("translationkey")
            .map(|text| truncated(text.trim()))
            .filter(|text| !text.is_empty()),
    };
    if rare != RareFields::default() {
        post.rare = Some(Box::new(rare));
    }
}

/// Returns `text`, or its first [`MAX_TEXT_BYTES`] and `…` if it is longer.
pub(super) fn truncated(text: &str) -> Box<str> {
    if text.len() <= MAX_TEXT_BYTES {
        return text.into();
    }
    let mut end = MAX_TEXT_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end]).into()
}

/// The entries of front matter that are not null, looked up by normalized key.
struct Fields<'f, 'a, 't> {
    /// The entries with their normalized keys. The keys are normalized once because about seventy keys are looked up in every
    /// post.
    entries: Vec<(Cow<'f, str>, &'f MetadataEntry<'a>)>,
    report: &'f mut ProblemList<'t>,
}

impl<'f, 'a> Fields<'f, 'a, '_> {
    /// Returns the value of `key` (normalized), unless it is null.
    fn find(&self, key: &str) -> Option<&'f MetadataNode<'a>> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// Returns the entry with `key` (normalized), unless its value is null.
    fn entry(&self, key: &str) -> Option<&'f MetadataEntry<'a>> {
        let mut entries = self.entries.iter();
        entries
            .find(|(name, _)| name == key)
            .map(|(_, entry)| *entry)
    }

    /// Returns the value of `key` in the table `table` (both normalized), unless it is null.
    fn find_in(&self, table: &str, key: &str) -> Option<&'f MetadataNode<'a>> {
        find_entry(self.find(table)?.value.entries(), key).map(|entry| &entry.node)
    }

    /// Returns the value of `key` (normalized) at the top level, else in one of [`THEME_TABLES`].
    fn find_also_in_theme_tables(&self, key: &str) -> Option<&'f MetadataNode<'a>> {
        self.find(key).or_else(|| {
            THEME_TABLES
                .iter()
                .find_map(|table| self.find_in(table, key))
        })
    }

    /// Returns the value of `key` if it is a scalar and not blank; reports lists and mappings.
    fn text(&mut self, key: &str) -> Option<&'f str> {
        let node = self.find(key)?;
        match node.value.scalar() {
            Some(text) if text.trim().is_empty() => None,
            Some(text) => Some(text),
            None => {
                self.report_wrong_type(node, key, "text");
                None
            }
        }
    }

    /// Returns the title. In the object of `export const metadata`, the value of `title` may be a table that contains the title
    /// (Next.js, "Metadata", `title`).
    fn title(&mut self, format: Format) -> Option<&'f str> {
        if format == Format::MetadataExport
            && let Some(node) = self.find("title")
        {
            let parts = node.value.entries();
            let part = find_entry(parts, "absolute").or_else(|| find_entry(parts, "default"));
            if let Some(part) = part {
                return part.node.value.scalar();
            }
        }
        self.text("title")
    }

    /// Returns the value of `key` if it is a whole number; reports other values.
    fn number(&mut self, key: &str) -> Option<i64> {
        let node = self.find(key)?;
        let number = node
            .value
            .scalar()
            .and_then(|text| text.trim().parse().ok());
        if number.is_none() {
            self.report_wrong_type(node, key, "a whole number");
        }
        number
    }

    /// Returns the value of `key` if it is a boolean; reports other values.
    fn flag(&mut self, key: &str) -> Option<bool> {
        let node = self.find(key)?;
        let flag = node.value.scalar().and_then(parse_bool);
        if flag.is_none() {
            self.report_wrong_type(node, key, "`true` or `false`");
        }
        flag
    }

    /// Returns true for `published: false` (Jekyll). Other generators use `published` as a date, which `set_dates` reads.
    fn is_unpublished(&self) -> bool {
        let published = self.find("published").and_then(|node| node.value.scalar());
        published.and_then(parse_bool) == Some(false)
    }

    /// Returns true for `status: draft` (Pelican, Nikola) and `status: private` (Nikola).
    fn has_draft_status(&self, format: Format) -> bool {
        let format_has_status = matches!(format, Format::KeyValueLines | Format::NikolaComment);
        let status = self.find("status").filter(|_| format_has_status);
        let status = status.and_then(|node| node.value.scalar());
        status.is_some_and(|status| matches!(status.trim(), "draft" | "private"))
    }

    /// Reads `toc`, `showToc`, `tableOfContents` and `hide_table_of_contents` (Docusaurus). A mapping, such as Starlight's
    /// settings in `tableOfContents`, counts as true.
    fn toc(&mut self) -> Option<bool> {
        for key in TOC_KEYS {
            let Some(node) = self.find_also_in_theme_tables(key) else {
                continue;
            };
            match &node.value {
                MetadataValue::Map(_) => return Some(true),
                value => match value.scalar().and_then(parse_bool) {
                    Some(flag) => return Some(flag),
                    None => self.report_wrong_type(node, key, "`true` or `false`"),
                },
            }
        }
        self.flag("hidetableofcontents").map(|hidden| !hidden)
    }

    /// Sets the date of publication and the date of the last revision. Without a valid date of publication, the date from the
    /// file's path stays. If the file's path has no date, the day in the post's URL becomes the date of publication.
    fn set_dates(&mut self, post: &mut Post) {
        if let Some(date) = self.date_of(&DATE_KEYS, Some("a date")) {
            post.date = Some(date);
        } else if post.date.is_none() {
            // These keys contain the post's URL, in which the day is common (`path` in Zola, `url` in Hugo).
            post.date = ["path", "url", "permalink"]
                .iter()
                .filter_map(|key| self.find(key)?.value.scalar())
                .find_map(|url| Date::from_path(url.as_ref()));
        }
        post.updated = self.date_of(&UPDATED_KEYS, Some("a date of revision"));
        // In Material for MkDocs, `date` may be a table with the key `updated` ("Setting up a blog").
        if post.updated.is_none()
            && let Some(node) = self.find_in("date", "updated")
        {
            post.updated = node.value.scalar().and_then(Date::parse);
        }
        if post.updated.is_none() {
            // Docusaurus has a table `last_update` with the key `date` ("Blog").
            let node = self.find_in("lastupdate", "date");
            post.updated = node.and_then(|node| Date::parse(node.value.scalar()?));
        }
    }

    /// Returns the first valid date among the values of `keys`. If `name` is given, such as `a date`, the invalid values that
    /// precede the valid date are reported. Blank values, and the booleans of Jekyll's `published`, are not reported.
    fn date_of(&mut self, keys: &[&str], name: Option<&str>) -> Option<Date> {
        for key in keys {
            let Some(node) = self.find(key) else {
                continue;
            };
            // In Material for MkDocs, `date` may be a table with the key `created`.
            let created = find_entry(node.value.entries(), "created").map(|entry| &entry.node);
            let node = created.unwrap_or(node);
            let text = node.value.scalar();
            if let Some(date) = text.and_then(Date::parse) {
                return Some(date);
            }
            let is_jekyll_flag = *key == "published" && text.and_then(parse_bool).is_some();
            let is_blank = text.is_some_and(|text| text.trim().is_empty());
            if let Some(name) = name.filter(|_| !is_jekyll_flag && !is_blank) {
                self.report_invalid_date(node, name);
            }
        }
        None
    }

    /// Reports a value that is not a date; `name` stands for the date in the message, such as `a date`.
    fn report_invalid_date(&mut self, node: &MetadataNode<'_>, name: &str) {
        let message = match node.value.scalar() {
            Some(text) => format!("`{}` is not {name}", shortened(text)),
            None => format!("{} is not {name}", node.value.kind()),
        };
        self.report.error(
            node.position,
            "invalid-date",
            &message,
            "write it as 2024-02-07, or as 2024-02-07T10:30:00+01:00",
        );
    }

    /// Reports that the value of `key` (normalized) has the wrong type; `expected` describes the valid values. If the key is at
    /// the top level, the message contains the key as the author wrote it.
    fn report_wrong_type(&mut self, node: &MetadataNode<'_>, key: &str, expected: &str) {
        let written_key = self.entry(key).map_or(key, |entry| &entry.key);
        let actual = match node.value.scalar() {
            Some(text) => format!("`{}`", shortened(text)),
            None => node.value.kind().to_owned(),
        };
        self.report.error(
            node.position,
            "wrong-type",
            &format!("`{written_key}` is {actual}; expected {expected}"),
            "the value is ignored; change it, or remove the key",
        );
    }
}

/// Returns the start of a value's first line, at most [`MAX_QUOTED_CHARS`] characters, to be quoted in a message.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(MAX_QUOTED_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// Parses the booleans of YAML 1.1, and 1 and 0. Quoted values are booleans too, as in Jekyll and Hugo.
fn parse_bool(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}
