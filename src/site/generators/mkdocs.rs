//! `MkDocs` (mkdocs.org), with Material for `MkDocs` and its blog. Titles in quotes are pages or sections of its documentation.

use super::super::permalink::{AddressRules, AddressedPost, SectionPattern};
use super::super::settings::{ConfigTable, SiteSettings};
use super::{DEFAULT, Documentation, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;
use crate::text;

pub(super) const SPEC: Spec = Spec {
    name: "MkDocs",
    documentation: Documentation {
        root_files: "`mkdocs.yml`",
        metadata: "YAML, or `Key: value` lines up to the first blank line",
        drafts: "`draft: true`",
        links: "relative paths with `.md`",
    },
    detect,
    content_folders: &["docs"],
    dialect: Dialect::PythonMarkdown,
    permalink: Some("/:page/"),
    token,
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let (file_name, text) = root.read_first("mkdocs", &["yml", "yaml"])?;
    let table = ConfigTable::parse(&file_name, &text);
    Some(SiteSettings {
        content_folders: table.folder("docs_dir").into_iter().collect(),
        addresses: addresses(&table),
        ..table.settings("site_name", "site_url")
    })
}

/// Returns the patterns for pages and for the posts of Material's blog ("Setting up a blog", "Built-in blog plugin").
fn addresses(table: &ConfigTable) -> AddressRules {
    let (page, ending) = match table.text("use_directory_urls") {
        Some("false") => ("/:page_html", ".html"),
        _ => ("/:page/", "/"),
    };
    let mut patterns = vec![SectionPattern::of_all_posts(page)];
    let plugins = ["plugins.blog", "plugins.material/blog"];
    let blog_option = |name: &str| {
        let keys = plugins.map(|plugin| format!("{plugin}.{name}"));
        keys.iter()
            .find_map(|key| table.text(key))
            .map(str::to_owned)
    };
    let has_blog = plugins.iter().any(|plugin| table.has(plugin))
        || table
            .list("plugins")
            .iter()
            .any(|name| name == "blog" || name == "material/blog");
    if has_blog {
        let blog_folder = blog_option("blog_dir").unwrap_or_else(|| "blog".into());
        let blog_folder = blog_folder.trim_matches(['.', '/']);
        let posts_folder = blog_option("post_dir").unwrap_or_else(|| "{blog}/posts".into());
        let posts_folder = posts_folder.replace("{blog}", blog_folder);
        // `{date}/{slug}` becomes `:year/:month/:day/:slug`.
        let date_pattern =
            blog_option("post_url_date_format").unwrap_or_else(|| "yyyy/MM/dd".into());
        let date_pattern = date_pattern
            .replace("yyyy", ":year")
            .replace("MM", ":month")
            .replace("dd", ":day");
        let post_pattern = blog_option("post_url_format").unwrap_or_else(|| "{date}/{slug}".into());
        let post_pattern = post_pattern
            .replace("{date}", &date_pattern)
            .replace('{', ":")
            .replace('}', "");
        let pattern = format!("/{blog_folder}/{post_pattern}{ending}");
        patterns.push(SectionPattern::new(posts_folder.trim_matches('/'), pattern));
    }
    AddressRules {
        patterns,
        ..AddressRules::default()
    }
}

/// Returns the value of a token.
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    Some(match token_name {
        "page" => addressed.page_path(&addressed.folders, ""),
        "page_html" => addressed.page_path(&addressed.folders, ".html"),
        "slug" => match addressed.post.slug() {
            Some(slug) => slug.to_owned(),
            None => text::slug(&addressed.post.title),
        },
        "file" => addressed.stem.clone(),
        "categories" => addressed.categories(text::slug),
        _ => return addressed.date_token(token_name),
    })
}
