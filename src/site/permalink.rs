//! The address that a site gives a post: what the author chose, else the generator's pattern filled in.
//!
//! Patterns and their words: Hugo "Permalinks", Jekyll "Permalinks", Hexo "Permalinks". What a program decides
//! (Eleventy, Astro, Next) stays unknown, and so does a pattern with a word that is not known here.

use super::{Generator, Site};
use crate::post::Post;
use crate::text;

impl Site {
    /// The full address of a post, where the site says its own and the pattern can be filled in.
    pub fn url(&self, post: &Post) -> Option<String> {
        let base = self.base_url.as_deref()?.trim_end_matches('/');
        let path = match post.url() {
            Some(url) if url.contains("://") => return Some(url.to_owned()),
            Some(path) => path.to_owned(),
            None => fill(self.pattern(post)?, post)?,
        };
        Some(format!("{base}/{}", path.trim_start_matches('/')))
    }

    /// The pattern for a post: its section's, else that for all, else the generator's own.
    fn pattern(&self, post: &Post) -> Option<&str> {
        let section = post.section();
        let top = section.split('/').next().unwrap_or_default();
        let of = |name: &str| {
            self.permalinks
                .iter()
                .find(|(section, _)| &**section == name)
        };
        if let Some((_, pattern)) = of(top).or_else(|| of("")) {
            return Some(builtin(pattern));
        }
        match self.generator? {
            Generator::Hugo | Generator::Zola => Some("/:sections/:slug/"),
            Generator::Jekyll => Some(builtin("date")),
            Generator::Hexo => Some(":year/:month/:day/:title/"),
            _ => None,
        }
    }
}

/// Jekyll's named styles.
fn builtin(pattern: &str) -> &str {
    match pattern {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "none" => "/:categories/:title.html",
        pattern => pattern,
    }
}

/// A pattern with a post's words in it; `None` where it asks for one that the post does not have.
fn fill(pattern: &str, post: &Post) -> Option<String> {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        path.push_str(before);
        let end = after.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
        let (word, left) = after.split_at(end.unwrap_or(after.len()));
        path.push_str(&value(word, post)?);
        rest = left;
    }
    path.push_str(rest);
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    Some(path)
}

fn value(word: &str, post: &Post) -> Option<String> {
    let name = post.slug().map_or_else(|| stem(post), str::to_owned);
    let day = || post.date.map(|date| date.day);
    Some(match word {
        "slug"
        | "title"
        | "filename"
        | "contentbasename"
        | "slugorfilename"
        | "slugorcontentbasename"
        | "name"
        | "basename"
        | "post_title" => name,
        "year" => format!("{:04}", day()?.year()),
        "short_year" => format!("{:02}", day()?.year() % 100),
        "month" | "i_month" => format!("{:02}", day()?.month()),
        "day" | "i_day" => format!("{:02}", day()?.day()),
        "y_day" | "yearday" => format!("{:03}", day()?.day_of_year()),
        "section" => post
            .section()
            .split('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        "sections" => post.section(),
        "categories" | "category" => post
            .categories
            .iter()
            .map(|category| text::slug(category))
            .collect::<Vec<_>>()
            .join("/"),
        "path" | "output_ext" => return None,
        _ => return None,
    })
}

/// The file's name as an address has it, or its bundle's: without a date in front, blanks as `-`.
fn stem(post: &Post) -> String {
    let file = if post.is_bundle() {
        post.path.parent().unwrap_or(&post.path)
    } else {
        &post.path
    };
    let stem = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let dated = stem.len() > 11
        && crate::post::Date::from_name(&stem).is_some()
        && stem.is_char_boundary(11);
    let bare = if dated { &stem[11..] } else { &*stem };
    bare.replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::post;

    #[track_caller]
    fn check(
        generator: Generator,
        permalinks: &[(&str, &str)],
        path: &str,
        front: &str,
        url: Option<&str>,
    ) {
        let site = Site {
            generator: Some(generator),
            base_url: Some("https://example.org/".into()),
            permalinks: permalinks
                .iter()
                .map(|(name, pattern)| ((*name).into(), (*pattern).into()))
                .collect(),
            ..Site::plain(Path::new("/blog"))
        };
        let post = post::read(Path::new(path), &post::decode(front.as_bytes()));
        assert_eq!(site.url(&post).as_deref(), url, "{path}");
    }

    #[test]
    fn each_generators_own_pattern() {
        check(
            Generator::Hugo,
            &[],
            "posts/a b.md",
            "",
            Some("https://example.org/posts/a-b/"),
        );
        check(
            Generator::Zola,
            &[],
            "posts/x/index.md",
            "",
            Some("https://example.org/posts/x/"),
        );
        let front = "---\ncategories: [web]\n---\n";
        check(
            Generator::Jekyll,
            &[],
            "2024-02-24-a.md",
            front,
            Some("https://example.org/web/2024/02/24/a.html"),
        );
        check(
            Generator::Hexo,
            &[],
            "a.md",
            "---\ndate: 2024-02-24\n---\n",
            Some("https://example.org/2024/02/24/a/"),
        );
        check(Generator::Astro, &[], "a.md", "", None);
    }

    #[test]
    fn the_sites_pattern_and_the_authors_word_win() {
        let patterns = [("posts", "/:year/:slug/"), ("", "/x/:title/")];
        let front = "---\ndate: 2024-02-24\nslug: other\n---\n";
        check(
            Generator::Hugo,
            &patterns,
            "posts/a.md",
            front,
            Some("https://example.org/2024/other/"),
        );
        check(
            Generator::Hugo,
            &patterns,
            "notes/a.md",
            "",
            Some("https://example.org/x/a/"),
        );
        check(Generator::Jekyll, &[("", "pretty")], "a.md", "", None);
        check(
            Generator::Hugo,
            &[],
            "a.md",
            "---\nurl: /own/\n---\n",
            Some("https://example.org/own/"),
        );
        check(Generator::Hugo, &[("", "/:unknown/")], "a.md", "", None);
    }
}
