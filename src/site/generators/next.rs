//! Next.js with MDX (nextjs.org). Titles in quotes are pages or sections of its documentation.

use super::super::settings::SiteSettings;
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Next.js",
    documentation: Documentation {
        root_files: "`next.config.*`",
        metadata: "YAML, `export const metadata` (or `meta`, `frontmatter`)",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &[
        "_posts",
        "posts",
        "content/posts",
        "data/blog",
        "content",
        "src/content",
        "app",
        "src/app",
        "pages",
        "src/pages",
    ],
    // The file extension `.mdx` overrides this dialect.
    dialect: Dialect::Gfm,
    static_folder: Some("public"),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root.read_script("next.config")?;
    // The option `extension` of `@next/mdx`, such as `/\.(md|mdx)$/`, determines the files that are MDX (see the page "MDX").
    let extension = script.split_once("extension:").map(|(_, value)| value);
    let extension = extension.and_then(|value| value.split(['$', '\n']).next());
    let is_all_mdx =
        extension.is_some_and(|pattern| pattern.contains("md|mdx") || pattern.contains("mdx?"));
    Some(SiteSettings {
        dialect: is_all_mdx.then_some(Dialect::Mdx),
        ..SiteSettings::default()
    })
}
