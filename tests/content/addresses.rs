//! The addresses of posts by the rules of each generator, compared as URLs. An address depends on the site's configuration, the
//! post's path and the post's front matter.

use crate::generators::open_site;

/// Writes a site. Returns each post's file path, followed by its URL. If the URL is unknown, `-` takes its place.
fn addresses(files: &[(&str, &str)]) -> Vec<String> {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().canonicalize().unwrap();
    let (opened, library) = open_site(&root, files);
    let url = |post: &folio::post::Post| {
        opened
            .site
            .url(&opened.library_folder.join(&post.path), post)
    };
    library
        .order()
        .iter()
        .map(|&id| {
            let post = library.post(id);
            let url = url(post).unwrap_or_else(|| "-".to_owned());
            format!("{} {url}", post.path.display())
        })
        .collect()
}

/// Asserts the file paths and URLs of the posts of a site.
#[track_caller]
fn assert_addresses(files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(addresses(files), expected);
}

#[test]
fn hugo_address_is_the_path_if_nothing_sets_another_address() {
    let files = [
        (
            "hugo.toml",
            "baseURL = 'https://e.org/x/'\n[permalinks.page]\nnotes = '/:year/:slug/'\nessays = '/:sections[1:]/:title/'\n",
        ),
        ("content/about.md", "x"),
        (
            "content/posts/2024/02 Late Start.md",
            "---\ntitle: Other\n---\n",
        ),
        ("content/posts/2024-02-03-day.md", "x"),
        ("content/posts/trip/index.md", "x"),
        ("content/posts/own.md", "---\nurl: /here/\n---\n"),
        (
            "content/notes/a.md",
            "---\ntitle: C# & Go, v1.2!\ndate: 2021-03-04\n---\n",
        ),
        (
            "content/notes/b.md",
            "---\ntitle: B\nslug: Bee\ndate: 2021-03-04\n---\n",
        ),
        ("content/notes/undated.md", "---\ntitle: B\n---\n"),
        (
            "content/essays/deep/c.md",
            "---\ntitle: Été 2020\nslug: s\n---\n",
        ),
    ];
    assert_addresses(
        &files,
        &[
            "about.md https://e.org/x/about/",
            "essays/deep/c.md https://e.org/x/deep/été-2020/",
            "notes/a.md https://e.org/x/2021/c-go-v1.2/",
            "notes/b.md https://e.org/x/2021/bee/",
            "notes/undated.md -",
            "posts/2024/02 Late Start.md https://e.org/x/posts/2024/02-late-start/",
            "posts/2024-02-03-day.md https://e.org/x/posts/2024-02-03-day/",
            "posts/own.md https://e.org/x/here/",
            "posts/trip/index.md https://e.org/x/posts/trip/",
        ],
    );
}

#[test]
fn hugo_addresses_follow_the_default_and_the_production_configuration() {
    assert_addresses(
        &[
            (
                "config.yaml",
                "baseURL: http://localhost\npermalinks:\n  posts: /no/:title/\n  notes: /n/:title/\n",
            ),
            (
                "config/production/config.toml",
                "baseURL = 'https://e.org'\n",
            ),
            ("config/_default/permalinks.toml", "posts = '/p/:title/'\n"),
            (
                "config/staging/hugo.toml",
                "baseURL = 'https://staging.e.org'\n",
            ),
            ("content/posts/a.md", "# A\n"),
            ("content/notes/b.md", "# B\n"),
        ],
        &[
            "notes/b.md https://e.org/n/b/",
            "posts/a.md https://e.org/p/a/",
        ],
    );
}

#[test]
fn hugo_addresses_start_with_a_language_that_is_not_the_default() {
    let config = "baseURL: https://e.org\nlanguages:\n  en: {}\n  fr: {}\nfrontmatter:\n  date: [':filename', ':default']\npermalinks:\n  posts: /:year/:contentbasename/\n";
    assert_addresses(
        &[
            ("hugo.yaml", config),
            ("content/posts/2024-02-03-day.md", "x"),
            ("content/posts/2024-02-03-day.fr.md", "x"),
        ],
        &[
            "posts/2024-02-03-day.fr.md https://e.org/fr/2024/day/",
            "posts/2024-02-03-day.md https://e.org/2024/day/",
        ],
    );
}

#[test]
fn jekyll_addresses_follow_styles_collections_and_categories() {
    assert_addresses(
        &[
            (
                "_config.yml",
                "url: https://e.org\nbaseurl: /b\ncollections:\n  notes:\n    output: true\n  talks:\n    output: true\n    permalink: /t/:title/\n",
            ),
            (
                "_posts/2020-01-02-Big Wool_1.md",
                "---\ncategories: [Yarn, Two]\n---\n",
            ),
            (
                "_posts/2020-01-03-own.md",
                "---\npermalink: /:year/own.html\n---\n",
            ),
            ("_notes/deep/warp.md", "---\ntitle: W\n---\n"),
            ("_talks/one.md", "---\ntitle: One\n---\n"),
        ],
        &[
            "_notes/deep/warp.md https://e.org/b/notes/deep/warp.html",
            "_posts/2020-01-02-Big Wool_1.md https://e.org/b/yarn/two/2020/01/02/Big-Wool_1.html",
            "_posts/2020-01-03-own.md https://e.org/b/2020/own.html",
            "_talks/one.md https://e.org/b/t/one/",
        ],
    );
    let styles = [
        ("pretty", "/2020/02/03/a/"),
        ("ordinal", "/2020/034/a.html"),
        ("weekdate", "/2020/W06/Mon/a.html"),
        ("none", "/a.html"),
        ("/:short_year/:i_month/:slug", "/20/2/a"),
    ];
    for (style, path) in styles {
        assert_addresses(
            &[
                (
                    "_config.yml",
                    &format!("url: https://e.org\npermalink: {style}\n"),
                ),
                ("_posts/2020-02-03-a.md", "---\n---\n"),
            ],
            &[&format!("2020-02-03-a.md https://e.org{path}")],
        );
    }
    let config = "url: https://e.org\ndefaults:\n  - scope:\n      path: ''\n      type: pages\n    values:\n      permalink: /x/:title/\n  - scope:\n      path: ''\n      type: posts\n    values:\n      permalink: /blog/:title/\n";
    assert_addresses(
        &[
            ("_config.yml", config),
            ("_posts/2020-02-03-a.md", "---\n---\n"),
        ],
        &["2020-02-03-a.md https://e.org/blog/a/"],
    );
    // Folders above `_posts` are categories.
    for (config, paths) in [
        (config, ["/blog/a/", "/blog/b/"]),
        (
            "url: https://e.org\n",
            ["/2020/02/03/a.html", "/news/big/2020/02/04/b.html"],
        ),
    ] {
        assert_addresses(
            &[
                ("_config.yml", config),
                ("_posts/2020-02-03-a.md", "---\n---\n"),
                ("news/big/_posts/2020-02-04-b.md", "---\n---\n"),
            ],
            &[
                &format!("_posts/2020-02-03-a.md https://e.org{}", paths[0]),
                &format!("news/big/_posts/2020-02-04-b.md https://e.org{}", paths[1]),
            ],
        );
    }
}

#[test]
fn hexo_keeps_dates_in_names_unless_new_post_name_contains_a_date() {
    let post = "---\ndate: 2016-07-08 10:11:12\ntitle: It Rained\ncategories: [Sky, Wet]\n---\n";
    assert_addresses(
        &[
            (
                "_config.yml",
                "url: https://e.org\nnew_post_name: :title.md\n",
            ),
            ("source/_posts/sub/2016-07-08-rain.md", post),
        ],
        &["sub/2016-07-08-rain.md https://e.org/2016/07/08/sub/2016-07-08-rain/"],
    );
    assert_addresses(
        &[
            (
                "_config.yml",
                "url: https://e.org\nnew_post_name: :year-:month-:day-:title.md\npermalink: :category/:hour:minute/:post_title/:name.html\n",
            ),
            ("source/_posts/2016-07-08-rain.md", post),
        ],
        &["2016-07-08-rain.md https://e.org/Sky/Wet/1011/It-Rained/rain.html"],
    );
}

#[test]
fn zola_slugs_are_file_names_without_the_date() {
    // The address of `été.md` is unknown: Zola transliterates names that are not ASCII, and folio does not.
    assert_addresses(
        &[
            (
                "config.toml",
                "base_url = 'https://e.org'\n[languages.fr]\n",
            ),
            ("content/blog/2020-01-02_Big wool.md", "+++\n+++\n"),
            ("content/blog/2020-01-03-trip/index.md", "+++\n+++\n"),
            ("content/blog/2020-01-03-trip/index.fr.md", "+++\n+++\n"),
            ("content/blog/a.md", "+++\nslug = 'b'\n+++\n"),
            ("content/blog/own.md", "+++\npath = 'other/place'\n+++\n"),
            ("content/blog/été.md", "+++\n+++\n"),
        ],
        &[
            "blog/2020-01-02_Big wool.md https://e.org/blog/big-wool/",
            "blog/2020-01-03-trip/index.fr.md https://e.org/fr/blog/trip/",
            "blog/2020-01-03-trip/index.md https://e.org/blog/trip/",
            "blog/a.md https://e.org/blog/b/",
            "blog/own.md https://e.org/other/place",
            "blog/été.md -",
        ],
    );
}

#[test]
fn pelican_patterns_are_python_format_strings() {
    // The address of `c.md` is unknown: Pelican transliterates titles that are not ASCII, and folio does not.
    assert_addresses(
        &[
            (
                "pelicanconf.py",
                "SITEURL = ''\nARTICLE_URL = 'blog/{date:%Y/%m}/{slug}/'\nARTICLE_SAVE_AS = 'blog/{date:%Y/%m}/{slug}/index.html'\n",
            ),
            ("publishconf.py", "SITEURL = 'https://e.org'\n"),
            (
                "content/a.md",
                "Title: The wool_bag & more: 2\nDate: 2021-04-05\n\nx",
            ),
            ("content/b.md", "Title: B\nDate: 2021-04-05\nSlug: bee\n\nx"),
            ("content/c.md", "Title: Été\nDate: 2021-04-05\n\nx"),
        ],
        &[
            "a.md https://e.org/blog/2021/04/the-wool_bag-more-2/",
            "b.md https://e.org/blog/2021/04/bee/",
            "c.md -",
        ],
    );
    assert_addresses(
        &[
            (
                "pelicanconf.py",
                "SITEURL = 'https://e.org'\nSLUGIFY_SOURCE = 'basename'\n",
            ),
            ("content/2021-04-05-a.md", "Title: T\n\nx"),
        ],
        &["2021-04-05-a.md https://e.org/a.html"],
    );
}

#[test]
fn mkdocs_addresses_follow_the_configuration() {
    let post = "---\ndate: 2022-01-02\n---\n\n# Felt: how\n";
    assert_addresses(
        &[
            (
                "mkdocs.yml",
                "site_url: https://e.org/w/\nplugins:\n  - search\n  - blog\n",
            ),
            ("docs/blog/posts/felt.md", post),
            ("docs/blog/index.md", "# Blog\n"),
            ("docs/guide/a.md", "# A\n"),
        ],
        &[
            "blog/index.md https://e.org/w/blog/",
            "blog/posts/felt.md https://e.org/w/blog/2022/01/02/felt-how/",
            "guide/a.md https://e.org/w/guide/a/",
        ],
    );
    assert_addresses(
        &[
            (
                "mkdocs.yml",
                "site_url: https://e.org\nuse_directory_urls: false\nplugins:\n  - blog:\n      blog_dir: .\n      post_url_date_format: yyyy\n      post_url_format: \"{date}/{file}\"\n",
            ),
            ("docs/posts/felt.md", post),
            ("docs/a/index.md", "# A\n"),
        ],
        &[
            "a/index.md https://e.org/a/",
            "posts/felt.md https://e.org/2022/felt.html",
        ],
    );
}

#[test]
fn docusaurus_addresses_follow_routes_dates_and_slugs() {
    assert_addresses(
        &[
            (
                "docusaurus.config.js",
                "export default { url: 'https://e.org', baseUrl: '/p/', presets: [['classic', { blog: { routeBasePath: '/news', x: {} } }]] }",
            ),
            ("blog/2021-08-26-welcome/index.md", "x"),
            ("blog/2021-08-27-next.md", "x"),
            ("blog/named.md", "---\nslug: other\n---\n"),
            ("blog/plain.mdx", "x"),
        ],
        &[
            "2021-08-26-welcome/index.md https://e.org/p/news/2021/08/26/welcome",
            "2021-08-27-next.md https://e.org/p/news/2021/08/27/next",
            "named.md https://e.org/p/news/other",
            "plain.mdx https://e.org/p/news/plain",
        ],
    );
    assert_addresses(
        &[
            (
                "docusaurus.config.js",
                "export default { url: 'https://e.org' }",
            ),
            ("docs/01-start/02-install.md", "x"),
            ("docs/01-start/index.md", "x"),
            ("docs/deep/a.md", "---\nslug: /top\n---\n"),
        ],
        &[
            "01-start/02-install.md https://e.org/docs/start/install",
            "01-start/index.md https://e.org/docs/start/",
            "deep/a.md https://e.org/docs/top",
        ],
    );
    assert_addresses(
        &[
            (
                "docusaurus.config.js",
                "export default { url: 'https://e.org', presets: [['classic', { docs: { routeBasePath: 'guide' } }]] }",
            ),
            ("blog/2021-08-27-next.md", "x"),
            ("docs/1-start.md", "x"),
            ("docs/deep/a/index.md", "---\nslug: b\n---\n"),
        ],
        &[
            "blog/2021-08-27-next.md https://e.org/blog/2021/08/27/next",
            "docs/1-start.md https://e.org/guide/start",
            "docs/deep/a/index.md https://e.org/guide/deep/b",
        ],
    );
}

#[test]
fn vuepress_pages_end_in_html_unless_the_configuration_has_permalinks() {
    let posts = [("posts/a.md", "x"), ("posts/deep/README.md", "x")];
    for (config, expected) in [
        (
            "module.exports = { themeConfig: { hostname: 'https://e.org' } }",
            [
                "a.md https://e.org/posts/a.html",
                "deep/README.md https://e.org/posts/deep/",
            ],
        ),
        (
            "module.exports = { hostname: 'https://e.org', permalink: '/:slug' }",
            ["a.md -", "deep/README.md -"],
        ),
    ] {
        assert_addresses(
            &[(".vuepress/config.js", config), posts[0], posts[1]],
            &expected,
        );
    }
}

#[test]
fn bridgetown_addresses_follow_categories_dates_and_styles() {
    let post = (
        "src/_posts/2020-01-02-big-wool.md",
        "---\ncategories: [yarn]\n---\n",
    );
    for (config, path) in [
        ("", "yarn/2020/01/02/big-wool/"),
        ("permalink: simple_ext\n", "yarn/big-wool.html"),
        ("permalink: /n/:slug.*\n", "n/big-wool"),
        (
            "base_path: /b\npermalink: pretty\n",
            "b/yarn/2020/01/02/big-wool/",
        ),
    ] {
        let config = format!("url: https://e.org\n{config}");
        assert_addresses(
            &[("bridgetown.config.yml", &*config), post],
            &[&format!("2020-01-02-big-wool.md https://e.org/{path}")],
        );
    }
}

#[test]
fn nuxt_addresses_omit_number_prefixes() {
    assert_addresses(
        &[
            (
                "nuxt.config.ts",
                "export default defineNuxtConfig({ site: { url: 'https://e.org' } })",
            ),
            ("content/1.start/2.First Steps.md", "x"),
            ("content/1.start/index.md", "x"),
            ("content/v1.2/3d.md", "x"),
        ],
        &[
            "1.start/2.First Steps.md https://e.org/start/first-steps",
            "1.start/index.md https://e.org/start",
            "v1.2/3d.md https://e.org/v1.2/3d",
        ],
    );
}

#[test]
fn lume_addresses_omit_dates_before_an_underscore() {
    let posts = [
        ("posts/2020-06-21_warp.md", "x"),
        ("posts/2020-06-21-weft.md", "x"),
    ];
    for (option, expected) in [
        (
            "",
            [
                "2020-06-21-weft.md https://e.org/posts/2020-06-21-weft/",
                "2020-06-21_warp.md https://e.org/posts/warp/",
            ],
        ),
        // folio does not evaluate `prettyUrls`, which changes addresses.
        (
            ", prettyUrls: false",
            ["2020-06-21-weft.md -", "2020-06-21_warp.md -"],
        ),
    ] {
        let config = format!(
            "import lume from 'lume/mod.ts';\nexport default lume({{ location: new URL('https://e.org/') {option} }});"
        );
        assert_addresses(&[("_config.ts", &*config), posts[0], posts[1]], &expected);
    }
}

#[test]
fn franklin_addresses_end_with_a_slash() {
    assert_addresses(
        &[
            ("config.md", "@def website_url = \"https://e.org/x/\"\n"),
            ("_layout/head.html", ""),
            ("posts/a.md", "x"),
            ("posts/deep/index.md", "x"),
        ],
        &[
            "a.md https://e.org/x/posts/a/",
            "deep/index.md https://e.org/x/posts/deep/",
        ],
    );
}

#[test]
fn eleventy_permalink_templates_are_filled_if_all_parts_are_known() {
    assert_addresses(
        &[
            (
                "eleventy.config.js",
                "module.exports = { url: 'https://e.org' }",
            ),
            (
                "posts/2020-01-02-a.md",
                "---\npermalink: \"/b/{{ page.fileSlug }}/index.html\"\n---\n",
            ),
            (
                "posts/b.md",
                "---\ntitle: Big Wool\npermalink: /{{ title | slugify }}/\n---\n",
            ),
            ("posts/c.md", "---\npermalink: /{{ date | year }}/\n---\n"),
            ("posts/d.md", "---\npermalink: false\n---\n"),
            ("posts/e.md", "---\npermalink: /own/\n---\n"),
            ("posts/f.md", "x"),
        ],
        &[
            "2020-01-02-a.md https://e.org/b/a/",
            "b.md https://e.org/big-wool/",
            "c.md -",
            "d.md -",
            "e.md https://e.org/own/",
            "f.md -",
        ],
    );
}

#[test]
fn other_generators_use_file_paths_and_slugs() {
    // Quarto.
    assert_addresses(
        &[
            ("_quarto.yml", "website:\n  site-url: https://e.org/q\n"),
            ("posts/a.qmd", "x"),
            ("posts/b/index.qmd", "x"),
        ],
        &[
            "a.qmd https://e.org/q/posts/a.html",
            "b/index.qmd https://e.org/q/posts/b/",
        ],
    );
    // VitePress.
    assert_addresses(
        &[
            (
                ".vitepress/config.ts",
                "export default { base: '/v/', sitemap: { hostname: 'https://e.org' } }",
            ),
            ("guide/a.md", "x"),
            ("guide/index.md", "x"),
        ],
        &[
            "guide/a.md https://e.org/v/guide/a.html",
            "guide/index.md https://e.org/v/guide/",
        ],
    );
    // Nikola.
    assert_addresses(
        &[
            (
                "conf.py",
                "SITE_URL = 'https://e.org/'\nPOSTS = (\n    ('posts/*.md', 'blog', 'post.tmpl'),\n)\n",
            ),
            ("posts/2020/a.md", "<!--\n.. title: A\n-->\n"),
            ("posts/b.md", "<!--\n.. title: B\n.. slug: bee\n-->\n"),
        ],
        &[
            "2020/a.md https://e.org/blog/2020/a/",
            "b.md https://e.org/blog/bee/",
        ],
    );
    // Quartz.
    assert_addresses(
        &[
            ("quartz.config.ts", "pageTitle: 'W', baseUrl: 'e.org'"),
            ("content/Deep one/A & b.md", "x"),
        ],
        &["Deep one/A & b.md https://e.org/Deep-one/A--and--b"],
    );
    // Astro's addresses are unknown, because a program computes them.
    assert_addresses(
        &[
            (
                "astro.config.mjs",
                "export default { site: 'https://e.org' }",
            ),
            ("src/content/blog/a.md", "x"),
        ],
        &["blog/a.md -"],
    );
}

#[test]
fn middleman_addresses_follow_the_options_of_each_blog() {
    let config = |options: &str| {
        format!(
            "set :site_url, 'https://e.org'\n# activate :blog\nactivate :blog do |blog|\n  # blog.permalink = 'no/{{title}}.html'\n{options}end\n"
        )
    };
    let titled = "---\ntitle: Some Yarn\n---\n";
    // The default pattern, and a page that is not an article.
    assert_addresses(
        &[
            ("config.rb", &*config("")),
            ("source/2011-10-18-yarn.html.markdown", titled),
            ("source/about.html.md", "# About\n"),
            (
                "source/2011-10-19-b.html.md",
                "---\ntitle: B\nslug: My Slug\n---\n",
            ),
        ],
        &[
            "2011-10-18-yarn.html.markdown https://e.org/2011/10/18/yarn.html",
            "2011-10-19-b.html.md https://e.org/2011/10/19/my-slug.html",
            "about.html.md -",
        ],
    );
    // A prefix precedes the patterns of source files and of addresses. The argument of the Ruby block may have any name. The
    // library is the folder of the blog's posts, so `about.html.md` is not listed.
    assert_addresses(
        &[
            (
                "config.rb",
                "config[:url_root] = \"https://e.org\"\nset :source, 'src'\nset :http_prefix, '/x'\nactivate :blog do |b|\n  b.prefix = 'journal'\n  b.sources = 'posts/{year}-{month}-{day}-{title}.html'\n  b.permalink = '{year}/{title}.html'\nend\nactivate :directory_indexes\n",
            ),
            ("src/journal/posts/2011-10-18-yarn.html.md", titled),
            ("src/about.html.md", "# About\n"),
        ],
        &["2011-10-18-yarn.html.md https://e.org/x/journal/2011/yarn/"],
    );
    // Two blogs whose patterns have the tokens of older versions. The files have no dates in their names.
    assert_addresses(
        &[
            (
                "config.rb",
                "set :site_url, 'https://e.org'\nactivate :blog do |blog|\n  blog.name = 'a'\n  blog.sources = 'wool/:title.html'\n  blog.permalink = 'w/:category/:title'\nend\nactivate :blog do |blog|\n  blog.prefix = '/felt'\n  blog.sources = ':title/index.html'\nend\n",
            ),
            (
                "source/wool/spin.html.md",
                "---\ncategory: Big Wheel\ndate: 2020-01-02\n---\n",
            ),
            ("source/wool/card.html.md", "---\ndate: 2020-01-02\n---\n"),
            (
                "source/felt/dye/index.html.md",
                "---\ndate: 2020-01-02\n---\n",
            ),
        ],
        &[
            "felt/dye/index.html.md https://e.org/felt/2020/01/02/dye.html",
            "wool/card.html.md -",
            "wool/spin.html.md https://e.org/w/big-wheel/spin",
        ],
    );
    for options in [
        // The pattern of addresses is computed.
        "  blog.permalink = PATTERN\n",
        // The pattern of sources has a year, but no month and no day.
        "  blog.sources = '{year}-{title}.html'\n",
        // The pattern of sources is computed.
        "  blog.sources = \"#{FOLDER}/{title}.html\"\n",
    ] {
        assert_addresses(
            &[
                ("config.rb", &*config(options)),
                ("source/2011-10-18-yarn.html.md", titled),
            ],
            &["2011-10-18-yarn.html.md -"],
        );
    }
}
