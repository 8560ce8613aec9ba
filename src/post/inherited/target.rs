//! The target of a cascade: the conditions for a post to inherit metadata (Hugo, "Cascade", "Target").

use std::path::{Path, PathBuf};

use super::super::Post;
use super::super::value::{MetadataEntry, find_entry};

/// Maximum number of patterns to which a pattern with braces expands; a pattern with more alternatives matches nothing.
const MAX_ALTERNATIVES: usize = 64;

/// The conditions for a post, which is a page of kind `page` in Hugo. A pattern that is `None` matches all posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CascadeTarget {
    /// The library's folder, relative to the site's content folder. It is the first part of each page's path.
    folder: PathBuf,
    /// A pattern for the path of the page. This path starts with `/`, has no extension and is in lower case. Hyphens replace its
    /// blanks.
    path: Option<String>,
    /// A pattern for the kind of the page.
    kind: Option<String>,
    /// A pattern for the language of the page.
    language: Option<String>,
}

impl CascadeTarget {
    /// Reads the table `target` of a cascade, which Hugo also calls `_target`; [`find_entry`] ignores the `_`. Without the table,
    /// all posts meet the conditions.
    pub(super) fn read(cascade: &[MetadataEntry<'_>], folder: &Path) -> Self {
        let target = find_entry(cascade, "target").map(|entry| entry.node.value.entries());
        let read_pattern = |key| {
            let entry = find_entry(target.unwrap_or_default(), key)?;
            entry.node.value.scalar().map(str::to_lowercase)
        };
        Self {
            folder: folder.to_owned(),
            path: read_pattern("path"),
            kind: read_pattern("kind"),
            language: read_pattern("lang"),
        }
    }

    /// Returns true if the post meets all conditions. `default_language` is the language of posts that do not set a language.
    pub(super) fn is_met_by(&self, post: &Post, default_language: Option<&str>) -> bool {
        let matches_pattern = |pattern: &Option<String>, text: &str| {
            pattern
                .as_ref()
                .is_none_or(|pattern| matches(pattern, text))
        };
        let is_path_met = || {
            // The page of a bundle has the path of the bundle's folder.
            let path = if post.is_bundle() {
                post.path.parent().unwrap_or(&post.path).to_owned()
            } else {
                post.path.with_extension("")
            };
            let path = format!("/{}", self.folder.join(path).display());
            matches_pattern(&self.path, &path.to_lowercase().replace(' ', "-"))
        };
        let language = post
            .language
            .as_deref()
            .or(default_language)
            .unwrap_or_default();
        matches_pattern(&self.kind, "page")
            && matches_pattern(&self.language, &language.to_lowercase())
            && (self.path.is_none() || is_path_met())
    }
}

/// Returns true if a pattern matches the complete text: `*` matches within a folder, `**` across folders, `?` a single
/// character, `{a,b}` either `a` or `b`.
fn matches(pattern: &str, text: &str) -> bool {
    // Each round expands one pair of braces.
    let mut patterns = vec![pattern.to_owned()];
    while let Some(position) = patterns.iter().position(|pattern| pattern.contains('{')) {
        let pattern = patterns.swap_remove(position);
        let Some((before, braces)) = pattern.split_once('{') else {
            break;
        };
        let (alternatives, after) = braces.split_once('}').unwrap_or((braces, ""));
        patterns.extend(
            alternatives
                .split(',')
                .map(|alternative| format!("{before}{alternative}{after}")),
        );
        if patterns.len() > MAX_ALTERNATIVES {
            return false;
        }
    }
    patterns
        .iter()
        .any(|pattern| matches_without_braces(pattern, text))
}

/// Returns true if a pattern without braces matches the text. Backtracks only to the last `*` and the last `**`, so the time
/// is polynomial.
fn matches_without_braces(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut pattern_index, mut text_index) = (0, 0);
    // The last `*` and the last `**`, each as two indices. The first is the index in the pattern after the `*` or `**`. The
    // second is the index in the text at which the match of the `*` or `**` ends.
    let mut star: Option<(usize, usize)> = None;
    let mut double_star: Option<(usize, usize)> = None;
    loop {
        match pattern.get(pattern_index) {
            Some('*') if pattern.get(pattern_index + 1) == Some(&'*') => {
                pattern_index += 2;
                (double_star, star) = (Some((pattern_index, text_index)), None);
                continue;
            }
            Some('*') => {
                pattern_index += 1;
                star = Some((pattern_index, text_index));
                continue;
            }
            None if text_index == text.len() => return true,
            Some('?') if text_index < text.len() => {
                (pattern_index, text_index) = (pattern_index + 1, text_index + 1);
                continue;
            }
            Some(char) if text.get(text_index) == Some(char) => {
                (pattern_index, text_index) = (pattern_index + 1, text_index + 1);
                continue;
            }
            _ => {}
        }
        // Extend the match of the last `*` by the next character of the text. If there is no `*`, or if the character is a slash
        // or missing, extend the match of the last `**` instead.
        let within_folder =
            star.filter(|(_, match_end)| text.get(*match_end).is_some_and(|char| *char != '/'));
        if let Some((after_star, match_end)) = within_folder {
            star = Some((after_star, match_end + 1));
            (pattern_index, text_index) = (after_star, match_end + 1);
        } else if let Some((after_star, match_end)) =
            double_star.filter(|(_, match_end)| *match_end < text.len())
        {
            (double_star, star) = (Some((after_star, match_end + 1)), None);
            (pattern_index, text_index) = (after_star, match_end + 1);
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_with_wildcards_and_braces_match_complete_texts() {
        for (pattern, text, expected) in [
            ("/posts/**", "/posts/a/b", true),
            ("/posts/*", "/posts/a/b", false),
            ("/posts/*", "/posts/a", true),
            ("/*/b", "/posts/b", true),
            ("/**/b*", "/a/c/bee", true),
            ("/**/b*", "/a/c/bee/d", false),
            ("{/posts/**,/notes/**}", "/notes/x", true),
            ("{page,section}", "page", true),
            ("section", "page", false),
            ("/p?sts", "/posts", true),
            ("", "", true),
            ("**", "", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
