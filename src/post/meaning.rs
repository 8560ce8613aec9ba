//! What the keys of front matter mean, in every generator's spelling.

use std::borrow::Cow;

use super::value::{Entry, Node, Report, Value, find, normalised};
use super::{Date, Post, Rare, title};

mod terms;

/// Keys that say when a post was published, in the order in which they count (lower case, without `_` and `-`).
const DATE: [&str; 15] = [
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
const UPDATED: [&str; 14] = [
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
const EXPIRES: [&str; 4] = ["expirydate", "expires", "expiresat", "unpublishdate"];
const SUMMARY: [&str; 3] = ["summary", "description", "excerpt"];
const LANGUAGE: [&str; 3] = ["lang", "language", "locale"];
const TOC: [&str; 2] = ["toc", "showtoc"];
/// The tables in which themes keep what the generator itself does not know: Zola's `extra`, Hugo's `params`.
const THEMES: [&str; 2] = ["extra", "params"];

/// Longest text that the index keeps of a value, in bytes; a title is shown, not read.
const LONGEST: usize = 4096;

/// Fills in what `entries` say.
pub(super) fn apply(post: &mut Post, entries: &[Entry<'_>], report: &mut Report<'_>) {
    let mut front = Front {
        names: entries.iter().map(|entry| normalised(&entry.key)).collect(),
        entries,
        report,
    };
    if let Some(text) = front.text("title") {
        post.title = cut(&title::plain(&text));
    }
    front.dates(post);
    post.tags = terms::tags(&mut front);
    post.categories = terms::categories(&mut front);
    post.authors = terms::authors(&mut front);
    post.draft |= front.flag("draft") == Some(true) || front.unpublished();
    post.toc = front.toc();
    post.summary = SUMMARY
        .iter()
        .find_map(|key| front.text(key))
        .map(|text| cut(text.trim()));
    if let Some(language) = LANGUAGE.iter().find_map(|key| front.text(key)) {
        post.language = Some(cut(language.trim()));
    }
    let rare = Rare {
        publish: front.date_of(&["publishdate"], None),
        expires: front.date_of(&EXPIRES, Some("expiry")),
        series: terms::series(&mut front),
        weight: front.number("weight"),
        slug: front.text("slug").map(|text| cut(text.trim())),
        url: ["url", "path", "permalink"]
            .iter()
            .find_map(|key| front.text(key))
            .map(|text| cut(text.trim())),
        aliases: terms::list(&mut front, &["aliases", "redirectfrom"]),
    };
    if rare != Rare::default() {
        post.rare = Some(Box::new(rare));
    }
}

/// Text of bounded length.
pub(super) fn cut(text: &str) -> Box<str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end]).into()
}

/// Front matter being read.
struct Front<'f, 'a, 't> {
    entries: &'f [Entry<'a>],
    /// The entries' keys as they are looked up: some seventy keys are asked for in every post.
    names: Vec<Cow<'f, str>>,
    report: &'f mut Report<'t>,
}

impl<'f, 'a> Front<'f, 'a, '_> {
    fn find(&self, key: &str) -> Option<&'f Node<'a>> {
        self.names
            .iter()
            .zip(self.entries)
            .find(|(name, entry)| **name == key && entry.node.value != Value::Null)
            .map(|(_, entry)| &entry.node)
    }

    /// The value of `key` in the table `table`.
    fn find_in(&self, table: &str, key: &str) -> Option<&'f Node<'a>> {
        find(self.find(table)?.value.entries(), key).map(|entry| &entry.node)
    }

    /// The value of `key`, or of the same key in a theme's table.
    fn find_anywhere(&self, key: &str) -> Option<&'f Node<'a>> {
        self.find(key)
            .or_else(|| THEMES.iter().find_map(|table| self.find_in(table, key)))
    }

    /// A scalar that is not blank.
    fn text(&mut self, key: &str) -> Option<String> {
        let node = self.find(key)?;
        match node.value.scalar() {
            Some(text) if text.trim().is_empty() => None,
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong_type(node, key, "text");
                None
            }
        }
    }

    fn number(&mut self, key: &str) -> Option<i64> {
        let node = self.find(key)?;
        let number = node
            .value
            .scalar()
            .and_then(|text| text.trim().parse().ok());
        if number.is_none() {
            self.wrong_type(node, key, "a whole number");
        }
        number
    }

    fn flag(&mut self, key: &str) -> Option<bool> {
        let node = self.find(key)?;
        let flag = node.value.scalar().and_then(truth);
        if flag.is_none() {
            self.wrong_type(node, key, "`true` or `false`");
        }
        flag
    }

    /// Jekyll's `published: false`; elsewhere `published` is a date, which `dates` reads.
    fn unpublished(&self) -> bool {
        let published = self.find("published").and_then(|node| node.value.scalar());
        published.and_then(truth) == Some(false)
    }

    /// `toc`, `showToc`; `tableOfContents`, where a mapping holds settings (Starlight); `hide_table_of_contents` (Docusaurus).
    fn toc(&mut self) -> Option<bool> {
        for key in TOC.iter().chain(&["tableofcontents"]) {
            let Some(node) = self.find_anywhere(key) else {
                continue;
            };
            match &node.value {
                Value::Map(_) => return Some(true),
                value => match value.scalar().and_then(truth) {
                    Some(flag) => return Some(flag),
                    None => self.wrong_type(node, key, "`true` or `false`"),
                },
            }
        }
        self.flag("hidetableofcontents").map(|hidden| !hidden)
    }

    fn dates(&mut self, post: &mut Post) {
        if let Some(date) = self.date_of(&DATE, Some("date")) {
            post.date = Some(date);
        } else if post.date.is_none() {
            // Zola's `path` and Hugo's `url` often spell the day.
            post.date = ["path", "url", "permalink"]
                .iter()
                .filter_map(|key| self.find(key)?.value.scalar())
                .find_map(|path| Date::from_path(path.as_ref()));
        }
        post.updated = self.date_of(&UPDATED, Some("date of revision"));
        if post.updated.is_none() {
            // Docusaurus, "Blog", `last_update`.
            let node = self.find_in("lastupdate", "date");
            post.updated = node.and_then(|node| Date::parse(node.value.scalar()?));
        }
    }

    /// The date under the first of `keys` that holds one. With a `name`, what holds none is a problem.
    fn date_of(&mut self, keys: &[&str], name: Option<&str>) -> Option<Date> {
        for key in keys {
            let Some(node) = self.find(key) else {
                continue;
            };
            let text = node.value.scalar();
            if let Some(date) = text.and_then(Date::parse) {
                return Some(date);
            }
            let is_jekylls_flag = *key == "published" && text.and_then(truth).is_some();
            let is_blank = text.is_some_and(|text| text.trim().is_empty());
            if let Some(name) = name.filter(|_| !is_jekylls_flag && !is_blank) {
                self.impossible(node, name);
            }
        }
        None
    }

    fn impossible(&mut self, node: &Node<'_>, name: &str) {
        let message = match node.value.scalar() {
            Some(text) => format!("`{}` is no {name}", brief(text)),
            None => format!("{} is no {name}", node.value.kind()),
        };
        self.report.error(
            node.at,
            "invalid-date",
            &message,
            "write it as 2024-02-07, or as 2024-02-07T10:30:00+01:00",
        );
    }

    fn wrong_type(&mut self, node: &Node<'_>, key: &str, wanted: &str) {
        let found = match node.value.scalar() {
            Some(text) => format!("`{}`", brief(text)),
            None => node.value.kind().to_owned(),
        };
        self.report.error(
            node.at,
            "wrong-type",
            &format!("`{key}` is {found}, where {wanted} belongs"),
            "the value is left out; change it, or take the key away",
        );
    }
}

/// A value as it is quoted in a message.
fn brief(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// The spellings of YAML 1.1, quoted or not: Jekyll and Hugo take them all.
fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}
