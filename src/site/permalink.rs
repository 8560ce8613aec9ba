//! The URL of a post on its site: set in the front matter, or derived from the pattern of the site or the generator.
//!
//! Patterns and their tokens: Hugo "Permalinks", Jekyll "Permalinks", Hexo "Permalinks", Pelican "URL settings". The URL is
//! unknown if a program determines it (Eleventy, Astro, Next), or if a pattern contains an unknown token.

use super::Site;
use super::generators::SlugSource;
use crate::post::Post;
use crate::text;

impl Site {
    /// Returns the full URL of a post, if the site's base URL is known and the post has a value for every token of the pattern.
    pub fn url(&self, post: &Post) -> Option<String> {
        let base = self.base_url.as_deref()?.trim_end_matches('/');
        let path = match post.url() {
            Some(url) if url.contains("://") => return Some(url.to_owned()),
            Some(path) => path.to_owned(),
            None => fill(self.pattern(post)?, post, self.slug_source())?,
        };
        Some(format!("{base}/{}", path.trim_start_matches('/')))
    }

    /// Returns the pattern for a post: the pattern of its section, else of all posts, else of the generator.
    fn pattern(&self, post: &Post) -> Option<&str> {
        let section = post.section();
        let top = section.split('/').next().unwrap_or_default();
        let of = |name: &str| {
            self.permalinks
                .iter()
                .find(|(section, _)| &**section == name)
        };
        let own = of(top).or_else(|| of("")).map(|(_, pattern)| &**pattern);
        own.or(self.generator?.0.permalink).map(builtin)
    }

    fn slug_source(&self) -> SlugSource {
        self.generator
            .map_or(SlugSource::FileName, |generator| generator.0.slug_source)
    }
}

/// Returns the pattern of a named style of Jekyll.
fn builtin(pattern: &str) -> &str {
    match pattern {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "none" => "/:categories/:title.html",
        pattern => pattern,
    }
}

/// Replaces the tokens of a pattern; returns `None` if the post has no value for a token.
fn fill(pattern: &str, post: &Post, slug_source: SlugSource) -> Option<String> {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        path.push_str(before);
        let end = after.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
        let (word, left) = after.split_at(end.unwrap_or(after.len()));
        path.push_str(&value(word, post, slug_source)?);
        rest = left;
    }
    path.push_str(rest);
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    Some(path)
}

fn value(token: &str, post: &Post, slug_source: SlugSource) -> Option<String> {
    let slug = |fallback: String| post.slug().map_or(fallback, str::to_owned);
    let day = || post.date.map(|date| date.day);
    Some(match token {
        // Hugo, "Permalinks": `:title` is the title, and `:slug` falls back to it.
        "title" if slug_source == SlugSource::Title => text::slug(&post.title),
        "slug" if slug_source == SlugSource::Title => slug(text::slug(&post.title)),
        "slug"
        | "title"
        | "slugorfilename"
        | "slugorcontentbasename"
        | "name"
        | "basename"
        | "post_title" => slug(stem(post)),
        "filename" | "contentbasename" => stem(post),
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
        _ => return None,
    })
}

/// Returns the name of the post's file or bundle as used in URLs: without a leading date, and with `-` for blanks.
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
    use crate::site::Generator;

    #[track_caller]
    fn check(
        generator: &str,
        permalinks: &[(&str, &str)],
        path: &str,
        front: &str,
        url: Option<&str>,
    ) {
        let site = Site {
            generator: Generator::named(generator),
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
    fn generators_have_default_patterns() {
        check(
            "Hugo",
            &[],
            "posts/a b.md",
            "",
            Some("https://example.org/posts/a-b/"),
        );
        check(
            "Zola",
            &[],
            "posts/x/index.md",
            "",
            Some("https://example.org/posts/x/"),
        );
        let front = "---\ncategories: [web]\n---\n";
        check(
            "Jekyll",
            &[],
            "2024-02-24-a.md",
            front,
            Some("https://example.org/web/2024/02/24/a.html"),
        );
        check(
            "Hexo",
            &[],
            "a.md",
            "---\ndate: 2024-02-24\n---\n",
            Some("https://example.org/2024/02/24/a/"),
        );
        check("Astro", &[], "a.md", "", None);
    }

    #[test]
    fn patterns_of_the_site_and_urls_in_front_matter_take_precedence() {
        let patterns = [("posts", "/:year/:slug/"), ("", "/x/:title/")];
        let front = "---\ndate: 2024-02-24\nslug: other\n---\n";
        check(
            "Hugo",
            &patterns,
            "posts/a.md",
            front,
            Some("https://example.org/2024/other/"),
        );
        check(
            "Hugo",
            &patterns,
            "notes/a.md",
            "---\ntitle: Called A\n---\n",
            Some("https://example.org/x/called-a/"),
        );
        check("Jekyll", &[("", "pretty")], "a.md", "", None);
        check(
            "Hugo",
            &[],
            "a.md",
            "---\nurl: /own/\n---\n",
            Some("https://example.org/own/"),
        );
        check("Hugo", &[("", "/:unknown/")], "a.md", "", None);
    }
}
