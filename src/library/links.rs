//! The destination of a link in a post: a section of the post, another post, or the web.
//!
//! A generator derives the address of a post in its own way, so a link need not contain the path of the post's file. If the
//! path of a link names the file of a post, that post is the destination. Otherwise the path is compared with the addresses
//! that front matter and file names suggest, and the destination is the post whose address has the longest common suffix.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use super::{Library, PostId};
use crate::post::{Date, EXTENSIONS, Post, is_markdown};
use crate::text::{percent_decoded, scheme};

/// The destination of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A section of the same article, by the slug of its heading.
    Section(String),
    /// A post, and the slug of a section in it. A section of the same post is a [`Destination::Section`].
    Post(PostId, Option<String>),
    /// A URL with the scheme `http`, `https` or `mailto`.
    Web(String),
    /// A target that folio does not open, such as the path of an image or a `tel:` number.
    Unsupported(String),
    /// A target that leads to no post of the library.
    Missing,
}

impl Library {
    /// Returns the destination of a link to `target` in the post at `from` (relative to the library's folder). `base` is the
    /// site's base URL.
    pub fn destination(&self, from: &Path, target: &str, base: Option<&str>) -> Destination {
        let target = without_generator_prefix(target.trim());
        let target = &*target;
        if let Some(site_path) = base.and_then(|base| path_within(target, base)) {
            // A target within the site that leads to no post of the library is opened on the web.
            return match self
                .resolve_relative(from, &format!("/{}", site_path.trim_start_matches('/')))
            {
                Destination::Missing | Destination::Unsupported(_) => {
                    Destination::Web(target.into())
                }
                destination => destination,
            };
        }
        match scheme(target).map(str::to_ascii_lowercase).as_deref() {
            Some("http" | "https" | "mailto") => Destination::Web(target.to_owned()),
            Some(_) => Destination::Unsupported(target.to_owned()),
            None if target.starts_with("//") => Destination::Web(format!("https:{target}")),
            None => match (self.resolve_relative(from, target), base.and_then(origin)) {
                (Destination::Missing, Some(origin)) if may_be_generated_page(target) => {
                    Destination::Web(format!("{origin}{target}"))
                }
                (destination, _) => destination,
            },
        }
    }

    /// Returns the destination of a target without scheme and host.
    fn resolve_relative(&self, from: &Path, target: &str) -> Destination {
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        let path = percent_decoded(path.split('?').next().unwrap_or_default());
        let fragment = (!fragment.is_empty()).then(|| percent_decoded(fragment));
        if path.is_empty() {
            return fragment.map_or(Destination::Missing, Destination::Section);
        }
        let post = self
            .find_by_file(from, &path)
            .or_else(|| self.find_by_address(from, &path));
        match post {
            Some(post) if self.post(post).path == from => {
                fragment.map_or(Destination::Post(post, None), Destination::Section)
            }
            Some(post) => Destination::Post(post, fragment),
            None if has_file_extension(&path) => Destination::Unsupported(target.to_owned()),
            None => Destination::Missing,
        }
    }

    /// Returns the post at a path. The path names the post's file with or without the Markdown extension, or a folder with an
    /// index file.
    fn find_by_file(&self, from: &Path, path: &str) -> Option<PostId> {
        // In Zola, `@/` is the content folder. Here `@/` and a leading `/` both stand for the library's folder.
        let path = path
            .strip_prefix("@/")
            .map_or_else(|| path.to_owned(), |path| format!("/{path}"));
        let folder = from.parent().unwrap_or(Path::new(""));
        let named_path = match path.strip_prefix('/') {
            Some(path) => resolve_in_library(Path::new(path))?,
            None => resolve_in_library(&folder.join(&path))?,
        };
        let mut candidates = vec![named_path.clone()];
        for extension in EXTENSIONS {
            let mut file = named_path.clone().into_os_string();
            file.push(format!(".{extension}"));
            candidates.push(file.into());
            candidates.push(named_path.join(format!("index.{extension}")));
            candidates.push(named_path.join(format!("_index.{extension}")));
        }
        candidates.iter().find_map(|path| self.find(path))
    }

    /// Returns the post whose address has the longest common suffix with `path`, or `None` if several posts tie or no address
    /// has the same last part.
    fn find_by_address(&self, from: &Path, path: &str) -> Option<PostId> {
        let folder = from.parent().unwrap_or(Path::new("")).to_string_lossy();
        // A path that starts with `@/` is relative to Zola's content folder, not to the post's folder.
        let full_path = if path.starts_with(['/', '@']) {
            path.to_owned()
        } else {
            format!("{folder}/{path}")
        };
        let target_parts = address_parts(&full_path);
        let last_part = target_parts.last()?;
        let addresses = self.addresses.get_or_init(|| Addresses::new(self));
        let mut best: Option<(usize, PostId)> = None;
        let mut is_tie = false;
        for (id, address) in addresses.ending_in(last_part) {
            let common_parts = count_common_last_parts(address, &target_parts);
            match best {
                Some((most_parts, _)) if common_parts < most_parts => {}
                Some((most_parts, post)) if common_parts == most_parts => is_tie |= post != *id,
                _ => (best, is_tie) = (Some((common_parts, *id)), false),
            }
        }
        best.filter(|_| !is_tie).map(|(_, id)| id)
    }
}

/// Names that stand in braces or bars before a path in Pelican's links (Pelican, "Linking to internal content").
const PELICAN_PREFIX_NAMES: [&str; 4] = ["filename", "static", "attach", "index"];

/// The prefixes of Nikola's links to posts (Nikola, "Path handlers").
const NIKOLA_PREFIXES: [&str; 2] = ["link://filename/", "link://slug/"];

/// Removes the prefixes that Pelican and Nikola put in front of a post's path: `{filename}`, `|filename|`,
/// `link://filename/`, `link://slug/`. A path after a prefix of Nikola gets a `/` in front.
pub(crate) fn without_generator_prefix(target: &str) -> Cow<'_, str> {
    for name in PELICAN_PREFIX_NAMES {
        for (open, close) in [("{", "}"), ("|", "|"), ("%7B", "%7D"), ("%7b", "%7d")] {
            let path = target
                .strip_prefix(open)
                .and_then(|target| target.strip_prefix(name)?.strip_prefix(close));
            if let Some(path) = path {
                return Cow::Borrowed(path);
            }
        }
    }
    match NIKOLA_PREFIXES
        .iter()
        .find_map(|prefix| target.strip_prefix(prefix))
    {
        Some(path) => Cow::Owned(format!("/{path}")),
        None => Cow::Borrowed(target),
    }
}

/// An index of the addresses of all posts by the last part of the address. Each address is split into parts. The index makes
/// lookups fast: a library can have tens of thousands of links.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses(HashMap<String, Vec<(PostId, Vec<String>)>>);

impl Addresses {
    fn new(library: &Library) -> Self {
        let mut index = Self::default();
        for &id in library.order() {
            for address in possible_addresses(library.post(id)) {
                if let Some(last) = address.last() {
                    let addresses = index.0.entry(last.clone()).or_default();
                    addresses.push((id, address));
                }
            }
        }
        index
    }

    /// Returns the addresses whose last part is `last`, with their posts.
    fn ending_in(&self, last: &str) -> &[(PostId, Vec<String>)] {
        self.0.get(last).map_or(&[], Vec::as_slice)
    }
}

/// Returns the number of trailing parts that two addresses have in common.
fn count_common_last_parts(a: &[String], b: &[String]) -> usize {
    a.iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count()
}

/// Returns the addresses that a post may have, derived from its front matter and its path.
fn possible_addresses(post: &Post) -> Vec<Vec<String>> {
    let mut addresses: Vec<Vec<String>> = post
        .aliases()
        .iter()
        .map(|alias| address_parts(alias))
        .collect();
    addresses.extend(post.url().map(address_parts));
    let path = address_parts(&post.path.to_string_lossy());
    let with_last_part = |name: String| {
        let mut address = path.clone();
        address.pop();
        address.push(name);
        address
    };
    if let Some(last) = path.last() {
        let undated_name = Date::without_date_prefix(last);
        if undated_name != last {
            addresses.push(with_last_part(undated_name.to_owned()));
        }
    }
    if let Some(slug) = post.slug() {
        addresses.push(with_last_part(slug.to_lowercase()));
    }
    let slugified = path.last().map(|last| crate::text::slug(last));
    for name in slugified
        .into_iter()
        .chain([crate::text::slug(&post.title)])
    {
        // The name is omitted if an address already ends in it: links that end in the name find that address.
        if !name.is_empty()
            && addresses
                .iter()
                .chain([&path])
                .all(|address| address.last() != Some(&name))
        {
            addresses.push(with_last_part(name));
        }
    }
    addresses.extend(dated_addresses(post, &path));
    addresses.push(path);
    addresses
}

/// Returns the addresses that start with the date, such as `/:year/:month/:day/:title/`. The date distinguishes posts with the
/// same name.
fn dated_addresses(post: &Post, path: &[String]) -> Vec<Vec<String>> {
    let (Some(date), Some(last)) = (post.date, path.last()) else {
        return Vec::new();
    };
    let name = post.slug().map_or_else(
        || Date::without_date_prefix(last).to_owned(),
        str::to_lowercase,
    );
    let (year, month, day) = (date.year(), date.month(), date.day());
    let date_parts = [
        format!("{year:04}"),
        format!("{month:02}"),
        format!("{day:02}"),
    ];
    let with_date_parts =
        |count: usize| date_parts[..count].iter().chain([&name]).cloned().collect();
    // An address may contain the complete date, the year and the month, or only the year.
    [3, 2, 1].map(with_date_parts).into()
}

/// Splits an address into parts in lower case. Leaves out the file extension, a trailing `index`, and the parts `@`, `.` and
/// `..`.
fn address_parts(address: &str) -> Vec<String> {
    let parts = address
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | "@" | ".."));
    let mut parts: Vec<String> = parts.map(str::to_lowercase).collect();
    if let Some(last) = parts.last_mut()
        && let Some((stem, extension)) = last.rsplit_once('.')
        && (EXTENSIONS.contains(&extension) || matches!(extension, "html" | "htm"))
    {
        // Middleman publishes `page.html.md` as `page.html`, so `.html` is an extension too.
        *last = stem.trim_end_matches(".html").to_owned();
    }
    if parts.len() > 1 && parts.last().is_some_and(|last| last == "index") {
        parts.pop();
    }
    parts
}

/// Resolves `.` and `..` in a path; returns `None` if the path leads out of the library.
fn resolve_in_library(path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => resolved.push(name),
            Component::CurDir | Component::RootDir => {}
            Component::ParentDir if resolved.pop() => {}
            _ => return None,
        }
    }
    Some(resolved)
}

/// Returns the part of an absolute URL after the site's base URL, or `None` if the URL is not within the site.
fn path_within<'t>(target: &'t str, base: &str) -> Option<&'t str> {
    let base = without_scheme(base.trim_end_matches('/'));
    let path = without_scheme(target).strip_prefix(base)?;
    let has_host = base.starts_with("//");
    let is_within = has_host && (path.is_empty() || path.starts_with('/'));
    is_within.then_some(path)
}

/// Returns the scheme and host of the site's base URL, or `None` if it has no scheme.
fn origin(base: &str) -> Option<&str> {
    let host = base.find("://")? + "://".len();
    let end = base[host..]
        .find('/')
        .map_or(base.len(), |length| host + length);
    Some(&base[..end])
}

/// Returns true if the target may be a page that the generator adds to the site, such as the page of a tag.
fn may_be_generated_page(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/') && !is_markdown(Path::new(path))
}

/// Removes `http:` or `https:`; the slashes after the colon stay.
fn without_scheme(url: &str) -> &str {
    let secure = url.strip_prefix("https:");
    secure.or_else(|| url.strip_prefix("http:")).unwrap_or(url)
}

/// Maximum length of a file extension; a longer text after a period is part of a name, as in `/release.candidate`.
const MAX_EXTENSION_BYTES: usize = 5;

/// Returns true if the path has the extension of a file that is not a page, such as an image.
fn has_file_extension(path: &str) -> bool {
    let path = Path::new(path);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let is_file = extension.is_some_and(|extension| {
        extension.len() <= MAX_EXTENSION_BYTES && !extension.eq_ignore_ascii_case("html")
    });
    is_file && !is_markdown(path)
}

#[cfg(test)]
mod tests;
