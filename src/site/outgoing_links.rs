//! The links of a post to other posts of its library.

use std::path::Path;

use super::Source;
use crate::document::{Dialect, LinkKind};
use crate::library::{Destination, Library, PostId};
use crate::post::ReadContext;

/// Every link to a post of the library contains one of these byte sequences, unless the link is a full URL. They are parts
/// of inline links, of link definitions, of HTML attributes (`href`) and shortcodes (`ref`), and of wikilinks.
const LINK_SEQUENCES: [&[u8]; 4] = [b"](", b"]:", b"ref", b"[["];

/// Returns the other posts to which the post at `path` links, without repetitions. `path` is relative to the library's
/// folder, and `base` is the site's base URL. `bytes` are the bytes of the post's file. A file without a sign of a link to a
/// post is not parsed.
pub fn outgoing_links(
    library: &Library,
    base: Option<&str>,
    path: &Path,
    bytes: &[u8],
    dialect: Dialect,
) -> Vec<PostId> {
    let contains = |sequence: &[u8]| memchr::memmem::find(bytes, sequence).is_some();
    let base_without_scheme = base.and_then(|base| base.split("//").nth(1));
    // A file in UTF-16 contains none of `LINK_SEQUENCES`, even if it has links. Such a file is always parsed.
    let is_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    if !is_utf16
        && !LINK_SEQUENCES.into_iter().any(contains)
        && !base_without_scheme.is_some_and(|base_without_scheme| {
            contains(base_without_scheme.trim_end_matches('/').as_bytes())
        })
    {
        return Vec::new();
    }
    let context = ReadContext {
        // A form of front matter that could be confused with body text.
        ambiguous_form: dialect.ambiguous_form(),
        ..ReadContext::default()
    };
    let document = Source::parse(context, path, bytes.to_vec()).document(dialect);
    let mut posts = Vec::new();
    for (_, link) in document.links() {
        if !matches!(link.kind, LinkKind::Text | LinkKind::Bare) {
            continue;
        }
        if let Destination::Post(post, _) = library.destination(path, link.target, base)
            && !posts.contains(&post)
            && library.post(post).path != path
        {
            posts.push(post);
        }
    }
    posts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Sort;
    use crate::post;

    /// Returns the paths of the posts to which `a.md` links if its text is `body`. The library has the posts `a.md`, `b.md`
    /// and `sub/c.md`.
    fn linked_paths(body: &str) -> Vec<String> {
        let paths = ["a.md", "b.md", "sub/c.md"];
        let posts = paths.map(|path| post::read(Path::new(path), &post::decode(b"")));
        let mut library = Library::new(Sort::default());
        library.extend(posts.into());
        let base = Some("https://example.org/");
        let posts = outgoing_links(
            &library,
            base,
            Path::new("a.md"),
            body.as_bytes(),
            Dialect::Auto,
        );
        let path = |id: PostId| library.post(id).path.display().to_string();
        posts.into_iter().map(path).collect()
    }

    #[test]
    fn outgoing_links_finds_all_kinds_of_links_without_repetitions() {
        // An image is not a link.
        assert_eq!(
            linked_paths("[b](b.md) and [b](b.md#part), ![](sub/c.md)"),
            ["b.md"]
        );
        assert_eq!(linked_paths("[c]\n\n[c]: /c/"), ["sub/c.md"]);
        assert_eq!(linked_paths("<a href=\"/sub/c/\">c</a>"), ["sub/c.md"]);
        assert_eq!(linked_paths("See https://example.org/b/."), ["b.md"]);
    }

    #[test]
    fn outgoing_links_ignores_links_to_other_places() {
        assert!(linked_paths("[me](a.md) [here](#part) [out](https://example.com/b)").is_empty());
        assert!(linked_paths("`[b](b.md)` and nothing else").is_empty());
        assert!(linked_paths("Nothing at all.").is_empty());
    }
}
