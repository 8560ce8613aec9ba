//! Metadata that a post inherits: from the site's configuration, from metadata files of its folders, or from a metadata file
//! beside the post.

use std::path::Path;

use super::front_matter::{self, metadata_export};
use super::value::{MetadataEntry, MetadataValue, ProblemList, find_entry};
use super::{AmbiguousForm, Format, Post, fields, split};

mod target;

use target::CascadeTarget;

/// The metadata that posts inherit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inherited {
    /// The parts in order of precedence: the metadata of inner folders comes first.
    parts: Vec<InheritedPart>,
    /// The language that is assumed for a post without a language. It is only compared with the language to which a cascade
    /// (Hugo) may be limited. Posts do not inherit it.
    language: Option<Box<str>>,
}

/// Metadata from one file or table, stored in the fields of a [`Post`].
#[derive(Clone, Debug, PartialEq)]
struct InheritedPart {
    fields: Post,
    /// The posts that inherit the fields.
    target: CascadeTarget,
}

impl Inherited {
    /// Parses the text of a metadata file. If the text is invalid, its valid entries are used, and the problems are dropped.
    pub fn parse(format: Format, text: &str) -> Self {
        let mut report = ProblemList::empty(text);
        let entries = front_matter::parse_file(format, text, &mut report);
        Self::from_entries(format, &entries, &mut report)
    }

    /// Parses the text of a metadata file. A fence at its start determines the format; without a fence, the format is `format`.
    pub fn parse_fenced(format: Format, text: &str) -> Self {
        match split(text, AmbiguousForm::None).front_matter {
            Some(block) => Self::parse(block.format, &text[block.range]),
            None => Self::parse(format, text),
        }
    }

    /// Parses the object that a JavaScript module exports, or returns `None` if it does not export an object literal. Computed
    /// values are omitted.
    pub fn parse_module(text: &str) -> Option<Self> {
        let object = metadata_export::default_export(text)?;
        Some(Self::parse(Format::MetadataExport, &text[object]))
    }

    /// Parses the key `cascade` as [`Self::parse_cascade`] does. `text` is the page of a folder (`_index.md`), and has the key in
    /// its front matter (Hugo, "Cascade"). Without front matter, nothing is inherited.
    pub fn parse_section_cascade(text: &str, folder: &Path) -> Self {
        match split(text, AmbiguousForm::None).front_matter {
            Some(block) => Self::parse_cascade(block.format, &text[block.range], folder),
            None => Self::default(),
        }
    }

    /// Parses the key `cascade` of a text in `format`: a table, or a list of tables with targets. Without the key, nothing is
    /// inherited. Targets contain paths relative to the site's content folder. `folder` is the library's folder, also relative
    /// to the content folder, such as `posts`.
    pub fn parse_cascade(format: Format, text: &str, folder: &Path) -> Self {
        let mut inherited = Self::default();
        let mut report = ProblemList::empty(text);
        let entries = front_matter::parse_file(format, text, &mut report);
        let Some(cascade) = find_entry(&entries, "cascade") else {
            return inherited;
        };
        let tables = match &cascade.node.value {
            MetadataValue::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&cascade.node),
        };
        for table in tables {
            inherited.add_cascade(format, table.value.entries(), folder, &mut report);
        }
        inherited
    }

    /// Parses a file that contains only the cascade of a site (Hugo, "Configuration directory"). If the file has the key
    /// `cascade`, it is parsed by [`Self::parse_cascade`]. Otherwise, the file itself is the single table of the cascade.
    pub fn parse_cascade_file(format: Format, text: &str, folder: &Path) -> Self {
        let mut inherited = Self::parse_cascade(format, text, folder);
        if inherited == Self::default() {
            let mut report = ProblemList::empty(text);
            let entries = front_matter::parse_file(format, text, &mut report);
            inherited.add_cascade(format, &entries, folder, &mut report);
        }
        inherited
    }

    /// Adds the metadata of a table of a cascade, for the posts in the table's target.
    fn add_cascade(
        &mut self,
        format: Format,
        entries: &[MetadataEntry<'_>],
        folder: &Path,
        report: &mut ProblemList<'_>,
    ) {
        let target = CascadeTarget::read(entries, folder);
        let inherited = Self::from_entries(format, entries, report);
        let parts = inherited.parts.into_iter();
        self.parts.extend(parts.map(|part| InheritedPart {
            target: target.clone(),
            ..part
        }));
    }

    /// Creates metadata from the entries of one file or table. All posts inherit this metadata: the target has no conditions.
    fn from_entries(
        format: Format,
        entries: &[MetadataEntry<'_>],
        report: &mut ProblemList<'_>,
    ) -> Self {
        let mut fields = Post::default();
        fields::apply_fields(&mut fields, format, entries, report);
        let target = CascadeTarget::default();
        Self {
            parts: vec![InheritedPart { fields, target }],
            language: None,
        }
    }

    /// Adds the metadata of an outer folder, which applies only to fields that inner folders do not set.
    pub fn add_outer(&mut self, outer: Self) {
        self.parts.extend(outer.parts);
        self.language = self.language.take().or(outer.language);
    }

    /// Sets the language of posts that do not set a language.
    pub fn set_language(&mut self, language: Option<Box<str>>) {
        self.language = language;
    }

    /// Marks all posts that inherit the metadata as drafts.
    pub fn mark_as_draft(&mut self) {
        let fields = Post {
            draft: true,
            ..Post::default()
        };
        let target = CascadeTarget::default();
        self.parts.push(InheritedPart { fields, target });
    }

    /// Sets the fields that the post itself does not set. If several parts set a field, the first part counts. The draft flag is
    /// different: the post is a draft if any part says so.
    pub(super) fn apply(&self, post: &mut Post) {
        for InheritedPart { fields, target } in &self.parts {
            if target.is_met_by(post, self.language.as_deref()) {
                set_missing_fields(post, fields);
            }
        }
    }

    /// Removes the tags for which `is_collection` returns true. Such tags only add pages to a collection and are not shown
    /// (Eleventy, "Collections").
    pub fn remove_tags(&mut self, is_collection: impl Fn(&str) -> bool) {
        for part in &mut self.parts {
            part.fields.tags.retain(|tag| !is_collection(tag));
        }
    }
}

/// Sets the missing fields of a post to the inherited values. A post is a draft if it or the inherited metadata says so.
fn set_missing_fields(post: &mut Post, inherited: &Post) {
    post.draft |= inherited.draft;
    post.date = post.date.or(inherited.date);
    post.updated = post.updated.or(inherited.updated);
    post.toc = post.toc.or(inherited.toc);
    if post.title.is_empty() {
        post.title.clone_from(&inherited.title);
    }
    for (own, inherited) in [
        (&mut post.tags, &inherited.tags),
        (&mut post.categories, &inherited.categories),
        (&mut post.authors, &inherited.authors),
    ] {
        if own.is_empty() {
            own.clone_from(inherited);
        }
    }
    for (own, inherited) in [
        (&mut post.language, &inherited.language),
        (&mut post.summary, &inherited.summary),
    ] {
        if own.is_none() {
            own.clone_from(inherited);
        }
    }
    if let Some(inherited) = &inherited.rare {
        let own = post.rare.get_or_insert_default();
        own.weight = own.weight.or(inherited.weight);
        for (own, inherited) in [
            (&mut own.series, &inherited.series),
            (&mut own.slug, &inherited.slug),
            (&mut own.url, &inherited.url),
        ] {
            if own.is_none() {
                own.clone_from(inherited);
            }
        }
    }
}
