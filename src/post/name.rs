//! Metadata from a post's path: language, section, draft, and the fallback title.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// Language codes (ISO 639-1) recognized in names such as `index.ru.md`. Codes that usually mean a file type or a subject
/// (`ts`, `os`, `ml`) are omitted.
const LANGUAGES: [&str; 65] = [
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es",
    "et", "eu", "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja",
    "ka", "kk", "km", "ko", "ku", "lt", "lv", "mk", "mn", "ms", "nb", "ne", "nl", "nn", "no", "pa",
    "pl", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi",
    "zh",
];

/// Language codes that are also common folder names and therefore not recognized as folders.
const NOT_IN_FOLDERS: [&str; 6] = ["cs", "id", "is", "no", "si", "be"];

/// Extensions of Markdown files, in lower case, the most common first.
pub const EXTENSIONS: [&str; 7] = ["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"];

/// Returns true if the path has the extension of a Markdown file, ignoring case.
pub fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        let mut known = EXTENSIONS.iter();
        known.any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Returns the language in a file's name (`index.ru.md`, `post.pt-br.md`: Hugo's and Zola's "Multilingual"), else in the
/// name of the first folder whose name does not start with `_` (`es/post.md`).
pub(crate) fn language(path: &Path) -> Option<String> {
    let stem = stem(path);
    if let Some((_, suffix)) = stem.rsplit_once('.').filter(|(name, _)| !name.is_empty())
        && is_language(suffix)
    {
        return Some(suffix.to_owned());
    }
    language_folder(path).map(Cow::into_owned)
}

/// Returns the first folder whose name does not start with `_`, if this folder is named after a language.
fn language_folder(path: &Path) -> Option<Cow<'_, str>> {
    let folder = folders(path).find(|folder| !folder.starts_with('_'))?;
    let has_language_name = is_language(&folder) && !NOT_IN_FOLDERS.contains(&&*folder);
    has_language_name.then_some(folder)
}

/// Returns a path without the language in the file's name and in the first folder.
pub(super) fn without_language(path: &Path) -> Cow<'_, Path> {
    let folder = language_folder(path);
    let file_stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let bare_name = file_stem
        .rsplit_once('.')
        .filter(|(name, suffix)| !name.is_empty() && is_language(suffix))
        .map(|(name, _)| name);
    if folder.is_none() && bare_name.is_none() {
        return Cow::Borrowed(path);
    }
    let parent = path.parent().unwrap_or(Path::new(""));
    // Only the first folder with the name of the language is removed.
    let mut is_removed = false;
    let parts = parent.components().filter(|part| {
        let name = part.as_os_str().to_string_lossy();
        let is_language_folder = !is_removed && folder.as_ref() == Some(&name);
        is_removed |= is_language_folder;
        !is_language_folder
    });
    let mut stripped: PathBuf = parts.collect();
    match bare_name {
        Some(name) => {
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            stripped.push(format!("{name}.{extension}"));
        }
        None => stripped.push(path.file_name().unwrap_or_default()),
    }
    Cow::Owned(stripped)
}

/// Returns true if `code` is a recognized language, alone or with a region: `pt`, `pt-br`, `zh_CN`.
fn is_language(code: &str) -> bool {
    let (language, region) = match code.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (code, None),
    };
    // A region is two letters (`pt-BR`), three digits (`es-419`), or a script of four letters (`zh-Hant`).
    let is_region_valid = region.is_none_or(|region| {
        (2..=4).contains(&region.len()) && region.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    is_region_valid && LANGUAGES.binary_search(&language).is_ok()
}

/// Returns the section of a post: the names of the post's folders joined with `/`. Leaves out folders that do not name a section:
/// a bundle's own folder, dates (`2021/12/17`), a language, `_posts` and `_drafts`. The folder `_notes` of a collection is the
/// section `notes` (Jekyll, "Collections"). The section of a post directly in the library's folder is empty.
pub(super) fn section(path: &Path) -> String {
    let mut parts: Vec<_> = folders(path).collect();
    if is_bundle_index(path) {
        parts.pop();
    }
    if let Some(folder) = language_folder(path)
        && let Some(position) = parts.iter().position(|part| *part == folder)
    {
        parts.remove(position);
    }
    let is_date = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    let sections = parts
        .iter()
        .filter(|part| !matches!(&***part, "_posts" | "_drafts") && !is_date(part))
        .map(|part| part.trim_start_matches('_'));
    sections.collect::<Vec<_>>().join("/")
}

/// Returns true for the index file of a page bundle, `slug/index.md` (Hugo, "Page bundles"), in any language.
pub fn is_bundle_index(path: &Path) -> bool {
    let stem = stem(path);
    stem == "index" || stem.strip_prefix("index.").is_some_and(is_language)
}

/// Returns true for a post in a folder of drafts: `_drafts` (Jekyll, Hexo).
pub(super) fn is_draft(path: &Path) -> bool {
    const FOLDER: &str = "_drafts";
    // Splitting is skipped for the many paths that do not contain the name.
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes
        .windows(FOLDER.len())
        .any(|window| window == FOLDER.as_bytes())
        && folders(path).any(|folder| folder == FOLDER)
}

/// Returns a title from a post's path: the file's stem. The index file of a bundle gets the name of its folder, which may be the
/// library's folder. The title is never empty.
pub(super) fn title(library_folder: &Path, path: &Path) -> String {
    let bundle_name = || {
        let library_name = || library_folder.file_name().map(OsStr::to_string_lossy);
        folders(path).last().or_else(library_name)
    };
    if is_bundle_index(path)
        && let Some(name) = bundle_name().filter(|name| !name.trim().is_empty())
    {
        return name.into_owned();
    }
    let stem = stem(path);
    let name = match stem.rsplit_once('.') {
        Some((name, suffix)) if is_language(suffix) => name,
        _ => &stem,
    };
    let name = name.trim();
    if name.is_empty() { "untitled" } else { name }.to_owned()
}

/// Returns the name of a file without its Markdown extension, and without `.html` before it.
fn stem(path: &Path) -> Cow<'_, str> {
    let stem = path
        .file_stem()
        .map_or(Cow::Borrowed(""), OsStr::to_string_lossy);
    // Middleman and Bridgetown publish `post.html.md` as `post.html`, so `.html` is not part of the name.
    match stem.strip_suffix(".html") {
        Some(name) if !name.is_empty() => Cow::Owned(name.to_owned()),
        _ => stem,
    }
}

/// Returns the names of the folders in a post's path, outermost first.
fn folders(path: &Path) -> impl Iterator<Item = Cow<'_, str>> {
    path.parent()
        .unwrap_or(Path::new(""))
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_recognized_in_the_name_or_the_first_folder() {
        assert!(LANGUAGES.is_sorted());
        for (path, expected) in [
            ("a/index.ru.md", Some("ru")),
            ("a/index.zh-CN.md", Some("zh-CN")),
            ("post.pt-br.md", Some("pt-br")),
            ("es/post.md", Some("es")),
            ("pt-br/2024/post.md", Some("pt-br")),
            ("_posts/de/post.md", Some("de")),
            ("blog/es/post.md", None),
            ("is/post.md", None),
            ("node.js.md", None),
            ("v1.2.md", None),
            (".ru.md", None),
        ] {
            assert_eq!(language(Path::new(path)).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn without_language_returns_the_same_path_for_translations() {
        for (path, expected) in [
            ("post.md", "post.md"),
            ("news/post.de.md", "news/post.md"),
            ("de/news/de/post.de.md", "news/de/post.md"),
            ("_posts/de/post.md", "_posts/post.md"),
            ("blog/de/post.md", "blog/de/post.md"),
            ("v1.2.md", "v1.2.md"),
            ("index.zh-CN.md", "index.md"),
        ] {
            assert_eq!(without_language(Path::new(path)), Path::new(expected));
        }
    }

    #[test]
    fn sections_omit_dates_languages_and_reserved_folders() {
        for (path, expected) in [
            ("post.md", ""),
            ("news/post.md", "news"),
            ("news/slug/index.md", "news"),
            ("news/slug/index.fr.md", "news"),
            ("2021/12/17/post.md", ""),
            ("music/_posts/2024-01-02-x.md", "music"),
            ("_drafts/x.md", ""),
            ("_notes/wool/x.md", "notes/wool"),
            ("es/news/rust/x.md", "news/rust"),
        ] {
            assert_eq!(section(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn an_index_file_is_named_after_its_folder_or_the_library() {
        for (path, expected) in [
            ("index.md", "notes"),
            ("index.fr.md", "notes"),
            ("a/index.md", "a"),
            ("x.md", "x"),
        ] {
            assert_eq!(title(Path::new("/home/notes"), Path::new(path)), expected);
        }
        // The root folder has no name.
        assert_eq!(title(Path::new("/"), Path::new("index.md")), "index");
    }

    #[test]
    fn titles_from_paths_omit_language_and_extension() {
        for (path, expected) in [
            ("2024-01-02-x.md", "2024-01-02-x"),
            ("slug/index.md", "slug"),
            ("slug/index.ru.md", "slug"),
            ("post.ru.md", "post"),
            ("post.html.md", "post"),
            ("index.md", "index"),
            // A title is never empty.
            (" .md", "untitled"),
            ("", "untitled"),
        ] {
            assert_eq!(title(Path::new(""), Path::new(path)), expected, "{path:?}");
        }
    }
}
