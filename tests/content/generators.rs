//! One small site for each generator. The generator is recognized, its posts are found with their metadata, front matter is
//! not shown, and links lead to posts.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use folio::document::LinkKind;
use folio::library::{Destination, Library, Sort, SortBy};
use folio::post::ReadContext;
use folio::runtime::file_system::RealFs;
use folio::runtime::scan::{ScanOptions, Scanned, scan};
use folio::site::{Environment, OpenTarget, Source, generators, resolve_path};

/// Writes a site and opens its root, as `folio` does if the command line names no folder.
pub(crate) fn open_site(folder: &Path, files: &[(&str, &str)]) -> (OpenTarget, Library) {
    for (name, text) in files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let environment = Environment {
        working_folder: folder.to_owned(),
        ..Environment::default()
    };
    let target = resolve_path(None, &environment, &RealFs::default()).unwrap();
    let options = ScanOptions {
        rules: Arc::new(target.rules.clone()),
        ..ScanOptions::default()
    };
    let posts = Mutex::new(Vec::new());
    scan(
        &target.library_folder,
        options,
        &AtomicBool::new(false),
        |scanned| {
            if let Scanned::Batch(batch) = scanned {
                posts.lock().unwrap().extend(batch);
            }
        },
    );
    let mut library = Library::new(Sort::by(SortBy::Path));
    library.extend(posts.into_inner().unwrap());
    (target, library)
}

/// Writes a site. Returns the name of its generator, and a line for each post:
/// `path | title | date | tags draft | text of the first block -> linked post`.
fn outline(files: &[(&str, &str)]) -> String {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().canonicalize().unwrap();
    let (target, library) = open_site(&root, files);
    let generator = target.site.generator.map(|generator| generator.to_string());
    let mut outline = generator.unwrap_or_else(|| "no generator".to_owned());
    for &id in library.order() {
        let post = library.post(id);
        let dialect = target.site.dialect.of_file(&post.path);
        let inherited = target.inherited(&RealFs::default(), &post.path);
        let context = ReadContext {
            folder: &target.library_folder,
            ambiguous_form: dialect.ambiguous_form(),
            inherited: inherited.as_ref(),
            ..ReadContext::default()
        };
        let bytes = fs::read(target.library_folder.join(&post.path)).unwrap();
        let source = Source::parse(context, &post.path, bytes);
        assert_eq!(
            source.post, *post,
            "the opened post equals the scanned post"
        );
        let date = post.date.map(|date| date.calendar_day.to_string());
        let draft = if post.draft { " draft" } else { "" };
        write!(
            outline,
            "\n{} | {} | {} | {}{draft}",
            post.path.display(),
            post.title,
            date.unwrap_or_default(),
            post.tags.join(","),
        )
        .unwrap();
        let document = source.document(dialect);
        let first_block = document.blocks().first();
        let text = first_block.map(|block| document.block_text(block).to_string());
        write!(outline, " | {}", text.unwrap_or_default()).unwrap();
        let links = document
            .links()
            .filter(|(_, link)| link.kind == LinkKind::Text);
        for (_, link) in links {
            let destination = match library.destination(&post.path, link.target, None) {
                Destination::Post(id, _) => library.post(id).path.display().to_string(),
                other => format!("{other:?}"),
            };
            write!(outline, " -> {destination}").unwrap();
        }
    }
    outline
}

/// Asserts the lines of the [`outline`] of a site.
#[track_caller]
fn assert_outline(files: &[(&str, &str)], expected: &[&str]) {
    let outline = outline(files);
    assert_eq!(outline.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn pelican_posts_are_found_and_read() {
    assert_outline(
        &[
            (
                "pelicanconf.py",
                "SITENAME = 'Wool'\nPATH = 'text'\nARTICLE_PATHS = ['posts', \"notes\"]\n",
            ),
            (
                "text/posts/carding.md",
                "Title: Carding: how and why\nDate: 2021-04-05 10:00\nTags: wool,\n  slow work\n\nUse [two brushes]({filename}../notes/brushes.md).\n",
            ),
            (
                "text/notes/brushes.md",
                "Note: no header at all.\n\nText.\n",
            ),
            ("text/pages/about.md", "Title: About\n\nA page.\n"),
        ],
        &[
            "Pelican",
            "notes/brushes.md | brushes |  |  | Note: no header at all.",
            "posts/carding.md | Carding: how and why | 2021-04-05 | wool,slow work | Use two brushes. -> notes/brushes.md",
        ],
    );
}

#[test]
fn mkdocs_posts_are_found_and_read() {
    assert_outline(
        &[
            ("mkdocs.yml", "site_name: Wool\ndocs_dir: pages\n"),
            (
                "pages/blog/posts/felt.md",
                "---\ndate:\n  created: 2022-01-02\n  updated: 2022-03-04\n---\n\n# Felt\n\nSee [the start](../../index.md).\n",
            ),
            ("pages/index.md", "title: Start\n\nWords.\n"),
        ],
        &[
            "MkDocs",
            "blog/posts/felt.md | Felt | 2022-01-02 |  | Felt -> index.md",
            "index.md | Start |  |  | Words.",
        ],
    );
}

#[test]
fn quarto_posts_are_found_and_read() {
    assert_outline(
        &[
            (
                "_quarto.yml",
                "website:\n  title: Wool\n  drafts:\n    - posts/felt.qmd\n",
            ),
            ("posts/felt.qmd", "# Felt\n"),
            (
                "posts/spin/index.qmd",
                "---\ntitle: Spin\ndate: 3/4/2022\ncategories: [a]\n---\nAfter [dye](../dye.qmd).\n",
            ),
            (
                "posts/dye.qmd",
                "---\ntitle: Dye\ndraft: true\n---\nWords.\n",
            ),
        ],
        &[
            "Quarto",
            "dye.qmd | Dye |  |  draft | Words.",
            "felt.qmd | Felt |  |  draft | Felt",
            "spin/index.qmd | Spin | 2022-03-04 |  | After dye. -> dye.qmd",
        ],
    );
}

#[test]
fn vitepress_posts_are_found_and_read() {
    assert_outline(
        &[
            (
                ".vitepress/config.mts",
                "export default { srcDir: './src' }",
            ),
            (
                "src/guide.md",
                "# Guide\n\nGo [on](./next) or [back](/first.html).\n",
            ),
            ("src/next.md", "# Next\n"),
            ("src/first.md", "# First\n"),
            ("README.md", "# Not a page\n"),
        ],
        &[
            "VitePress",
            "first.md | First |  |  | First",
            "guide.md | Guide |  |  | Guide -> next.md -> first.md",
            "next.md | Next |  |  | Next",
        ],
    );
}

#[test]
fn hexo_posts_are_found_and_read() {
    assert_outline(
        &[
            ("_config.yml", "title: Wool\nnew_post_name: :title.md\n"),
            (
                "source/_posts/rain.md",
                "title: Rain\ndate: 2016-07-08\ntags: [a, b]\n---\nIt rained.\n\n---\n\nIt stopped.\n",
            ),
            (
                "source/_drafts/snow.md",
                "---\ntitle: Snow\n---\nNot yet.\n",
            ),
            ("source/about/index.md", "# A page\n"),
        ],
        &[
            "Hexo",
            "_drafts/snow.md | Snow |  |  draft | Not yet.",
            "_posts/rain.md | Rain | 2016-07-08 | a,b | It rained.",
        ],
    );
}

#[test]
fn jekyll_posts_are_found_and_read() {
    assert_outline(
        &[
            (
                "_config.yml",
                "collections:\n  notes:\n    output: true\n  people:\n    output: false\n",
            ),
            (
                "_posts/2020-02-03-loom.md",
                "---\ntags: big\n---\nSee [warp](/notes/warp).\n",
            ),
            ("_notes/warp.md", "---\ntitle: Warp\n---\nThreads.\n"),
            ("_people/ann.md", "---\ntitle: Ann\n---\n"),
            ("index.md", "# Home\n"),
        ],
        &[
            "Jekyll",
            "_notes/warp.md | Warp |  |  | Threads.",
            "_posts/2020-02-03-loom.md | 2020-02-03-loom | 2020-02-03 | big | See warp. -> _notes/warp.md",
        ],
    );
}

#[test]
fn jekyll_posts_in_folders_of_categories_are_found() {
    let post = "---\ntitle: A\n---\nWords.\n";
    assert_outline(
        &[
            ("_config.yml", "title: x\n"),
            ("_posts/2020-01-01-a.md", post),
            ("news/_posts/2020-01-02-a.md", post),
            ("news/deep/_posts/sub/2020-01-03-a.md", post),
            ("news/_drafts/a.md", post),
            ("news/about.md", post),
            ("_site/news/_posts/2020-01-02-a.md", post),
            ("node_modules/theme/_posts/2020-01-02-a.md", post),
        ],
        &[
            "Jekyll",
            "_posts/2020-01-01-a.md | A | 2020-01-01 |  | Words.",
            "news/_drafts/a.md | A |  |  draft | Words.",
            "news/_posts/2020-01-02-a.md | A | 2020-01-02 |  | Words.",
            "news/deep/_posts/sub/2020-01-03-a.md | A | 2020-01-03 |  | Words.",
        ],
    );
}

#[test]
fn hugo_posts_are_found_and_read() {
    assert_outline(
        &[
            (
                "hugo.toml",
                "[languages.en]\ncontentDir = 'content/en'\n[languages.fr]\ncontentDir = 'content/fr'\n",
            ),
            (
                "content/en/posts/trip/index.md",
                "+++\ntitle = 'Trip'\n+++\nWords.\n",
            ),
            // Files beside an `index.md` are resources of this post, not posts.
            (
                "content/en/posts/trip/packing.md",
                "---\ntitle: Packing list\n---\n",
            ),
            (
                "content/fr/posts/voyage/index.fr.md",
                "+++\ntitle = 'Voyage'\n+++\nMots.\n",
            ),
            ("content/fr/posts/voyage/carte.md", "# Carte\n"),
            (
                "content/fr/posts/single.md",
                "{\"title\": \"Seul\"}\nMots.\n",
            ),
        ],
        &[
            "Hugo",
            "en/posts/trip/index.md | Trip |  |  | Words.",
            "fr/posts/single.md | Seul |  |  | Mots.",
            "fr/posts/voyage/index.fr.md | Voyage |  |  | Mots.",
        ],
    );
}

#[test]
fn nuxt_content_posts_are_found_and_read() {
    assert_outline(
        &[
            ("nuxt.config.ts", "export default {}"),
            ("content/1.index.md", "---\ntitle: Start\n---\nWords.\n"),
        ],
        &["Nuxt Content", "1.index.md | Start |  |  | Words."],
    );
}

#[test]
fn nikola_posts_are_found_and_read() {
    assert_outline(
        &[
            (
                "conf.py",
                "BLOG_TITLE = 'Wool'\nPOSTS = (\n    (\"posts/*.md\", \"posts\", \"post.tmpl\"),  # (all)\n    (\"old/*.md\", \"old\", \"post.tmpl\"),\n)\n",
            ),
            (
                "posts/jar.md",
                "<!--\n.. title: A jar\n.. date: 2015-03-04 10:00:00 UTC\n.. tags: glass, big jar\n.. status: draft\n-->\n\nSee [the lamp](link://slug/lamp) and [it](link://filename/old/lamp.md).\n",
            ),
            ("old/lamp.md", "---\ntitle: A lamp\n---\nWords.\n"),
        ],
        &[
            "Nikola",
            "old/lamp.md | A lamp |  |  | Words.",
            "posts/jar.md | A jar | 2015-03-04 | glass,big jar draft | See the lamp and it. -> old/lamp.md -> old/lamp.md",
        ],
    );
}

#[test]
fn middleman_posts_are_found_and_read() {
    assert_outline(
        &[
            ("config.rb", "activate :blog do |blog|\nend\n"),
            (
                "source/posts/2011-10-18-yarn.html.markdown",
                "---\npublished: false\n---\nREADMORE\n\nWords.\n",
            ),
        ],
        &[
            "Middleman",
            "2011-10-18-yarn.html.markdown | 2011-10-18-yarn | 2011-10-18 |  draft | Words.",
        ],
    );
}

#[test]
fn bridgetown_gatsby_lume_and_quartz_posts_are_found_and_read() {
    assert_outline(
        &[
            ("bridgetown.config.yml", "title: Wool\n"),
            ("src/_posts/2020-01-02-a.md", "---\ntitle: A\n---\nWords.\n"),
            ("src/_drafts/b.md", "# B\n"),
            ("src/about.md", "# About\n"),
        ],
        &[
            "Bridgetown",
            "_drafts/b.md | B |  |  draft | B",
            "_posts/2020-01-02-a.md | A | 2020-01-02 |  | Words.",
        ],
    );
    assert_outline(
        &[
            ("gatsby-config.js", "module.exports = {}"),
            ("content/blog/a/index.md", "---\ntitle: A\n---\nWords.\n"),
        ],
        &["Gatsby", "a/index.md | A |  |  | Words."],
    );
    assert_outline(
        &[
            ("_config.ts", "import lume from \"lume/mod.ts\";\n"),
            ("posts/a.md", "---\ntitle: A\n---\nWords.\n"),
        ],
        &["Lume", "a.md | A |  |  | Words."],
    );
    assert_outline(
        &[
            ("quartz.config.ts", "pageTitle: \"Wool\""),
            ("content/a.md", "To [[b]].\n"),
            ("content/deep/b.md", "Words.\n"),
        ],
        &[
            "Quartz",
            "a.md | a |  |  | To b. -> deep/b.md",
            "deep/b.md | b |  |  | Words.",
        ],
    );
}

#[test]
fn next_js_posts_are_found_and_read() {
    assert_outline(
        &[
            ("next.config.mjs", "export default {}"),
            (
                "app/stack/page.mdx",
                "import { A } from './a';\n\nexport const metadata = {\n  title: 'Stack',\n  tags: ['a'],\n}\n\nSome tools.\n",
            ),
            (
                "app/tools/page.mdx",
                "export const metadata = { title: { template: '%s | x', default: 'Tools' } }\n\nMore.\n",
            ),
            (
                "app/use/page.mdx",
                "export const meta = {\n  \"title\": \"Use\", // Short.\n  date: '2024-01-02',\n};\n\nWords.\n",
            ),
        ],
        &[
            "Next.js",
            "stack/page.mdx | Stack |  | a | Some tools.",
            "tools/page.mdx | Tools |  |  | More.",
            "use/page.mdx | Use | 2024-01-02 |  | Words.",
        ],
    );
}

#[test]
fn franklin_posts_are_found_and_read() {
    assert_outline(
        &[
            ("config.md", "@def website_title = \"Wool\"\n"),
            ("_layout/head.html", ""),
            (
                "blog/solver.md",
                "@def title = \"A solver\"\n@def date = Date(2020, 1, 12)\n@def tags = [\"a\"]\n\nWords.\n",
            ),
            (
                "blog/other.md",
                "+++\ntitle = \"Other\"\ndate = Date(2021, 2, 3)\n+++\nMore.\n",
            ),
        ],
        &[
            "Franklin",
            "other.md | Other | 2021-02-03 |  | More.",
            "solver.md | A solver | 2020-01-12 | a | Words.",
        ],
    );
}

#[test]
fn astro_and_eleventy_posts_are_found_and_read() {
    assert_outline(
        &[
            ("astro.config.mjs", ""),
            ("src/content/blog/a.md", "---\ntitle: A\n---\nWords.\n"),
            ("src/content/notes/b.mdx", "---\ntitle: B\n---\nMore.\n"),
        ],
        &[
            "Astro",
            "blog/a.md | A |  |  | Words.",
            "notes/b.mdx | B |  |  | More.",
        ],
    );
    assert_outline(
        &[
            ("eleventy.config.js", ""),
            (
                "posts/a.md",
                "---json\n{\"title\": \"A\", \"tags\": [\"x\"]}\n---\nWords.\n",
            ),
            ("posts/b.md", "---js\n{ title: 'B' }\n---\nMore.\n"),
        ],
        &[
            "Eleventy",
            "a.md | A |  | x | Words.",
            "b.md | b |  |  | More.",
        ],
    );
}

#[test]
fn site_in_a_subfolder_of_its_project_is_found() {
    assert_outline(
        &[
            ("README.md", "# Project\n"),
            ("docs/mkdocs.yml", "site_name: Wool\n"),
            ("docs/docs/a.md", "# A\n"),
        ],
        &["MkDocs", "a.md | A |  |  | A"],
    );
    // The subfolder may have any name. `app` is not a site, because it has no posts.
    assert_outline(
        &[
            ("app/next.config.js", ""),
            ("felt/hugo.toml", ""),
            ("felt/content/a.md", "# A\n"),
        ],
        &["Hugo", "a.md | A |  |  | A"],
    );
    assert_outline(
        &[
            ("web/docusaurus.config.js", ""),
            ("web/blog/a.md", "# A\n"),
            ("web/docs/b.md", "# B\n"),
        ],
        &[
            "Docusaurus",
            "blog/a.md | A |  |  | A",
            "docs/b.md | B |  |  | B",
        ],
    );
}

#[test]
fn ambiguous_deep_and_hidden_sites_of_a_project_are_not_opened() {
    for site in ["old", "deep/down", ".cache"] {
        let config = format!("{site}/hugo.toml");
        let post = format!("{site}/content/b.md");
        let mut files = vec![(&*config, ""), (&*post, "# B\n"), ("a.md", "# A\n")];
        // With `new`, the project has two sites.
        if site == "old" {
            files.extend([
                ("new/zola.toml", "base_url = 'https://e.org'\n"),
                ("new/content/c.md", "# C\n"),
            ]);
        }
        let outline = outline(&files);
        assert!(outline.starts_with("no generator\na.md | A"), "{outline}");
    }
}

#[test]
fn folders_of_eleventy_and_docusaurus_come_from_the_configuration() {
    assert_outline(
        &[
            (
                "eleventy.config.js",
                "export default function (config) {\n  return { dir: { input: \"src\", output: \"out\" } };\n}\n",
            ),
            ("README.md", "# Read me\n"),
            ("src/journal/a.md", "# A\n"),
        ],
        &["Eleventy", "journal/a.md | A |  |  | A"],
    );
    // The blog is not read, because its folder is outside the site.
    assert_outline(
        &[
            (
                "docusaurus.config.js",
                "module.exports = { presets: [['classic', { docs: { path: 'guides' }, blog: { path: '../out' } }]] };",
            ),
            ("guides/a.md", "# A\n"),
            ("docs/b.md", "# B\n"),
        ],
        &["Docusaurus", "a.md | A |  |  | A"],
    );
}

#[test]
fn posts_inherit_metadata_from_their_folders() {
    assert_outline(
        &[
            ("_quarto.yml", ""),
            ("posts/_metadata.yml", "draft: true\ncategories: [outer]\n"),
            ("posts/a/_metadata.yml", "date: 2020-01-02\n"),
            ("posts/a/index.qmd", "---\ntitle: A\n---\nWords.\n"),
        ],
        &["Quarto", "a/index.qmd | A | 2020-01-02 |  draft | Words."],
    );
    assert_outline(
        &[
            ("hugo.toml", ""),
            (
                "content/_index.md",
                "+++\n[cascade]\ntags = ['site']\n+++\n",
            ),
            (
                "content/posts/_index.md",
                "---\ntitle: Posts\ncascade:\n  draft: true\n---\n",
            ),
            ("content/posts/a.md", "---\ntitle: A\n---\nWords.\n"),
            ("content/posts/b.md", "---\ntags: [own]\n---\nWords.\n"),
        ],
        &[
            "Hugo",
            "posts/a.md | A |  | site draft | Words.",
            "posts/b.md | b |  | own draft | Words.",
        ],
    );
    // The tag `posts` only groups pages and is not shown.
    assert_outline(
        &[
            ("eleventy.config.js", ""),
            (
                "posts/posts.json",
                "{\"tags\": [\"posts\", \"wool\"], \"layout\": \"x\"}",
            ),
            ("posts/a.md", "# A\n"),
        ],
        &["Eleventy", "a.md | A |  | wool | A"],
    );
}

#[test]
fn cascades_with_targets_apply_only_to_matching_posts() {
    assert_outline(
        &[
            ("hugo.toml", ""),
            (
                "content/_index.md",
                "---\ncascade:\n  - _target:\n      path: /notes/**\n    tags: [note]\n  - target:\n      kind: section\n    draft: true\n  - target:\n      lang: fr\n    date: 2020-01-02\n---\n",
            ),
            ("content/notes/a/index.md", "# A\n"),
            ("content/posts/b.md", "# B\n"),
            ("content/posts/c.fr.md", "# C\n"),
        ],
        &[
            "Hugo",
            "notes/a/index.md | A |  | note | A",
            "posts/b.md | B |  |  | B",
            "posts/c.fr.md | C | 2020-01-02 |  | C",
        ],
    );
}

#[test]
fn folders_override_cascades_of_hugo_configuration_which_can_match_languages() {
    assert_outline(
        &[
            (
                "hugo.toml",
                "defaultContentLanguage = 'en'\n[languages.en]\ncontentDir = 'content/english'\n[languages.sv]\ncontentDir = 'content/swedish'\n[[cascade]]\ntags = ['site']\n[[cascade]]\ndraft = true\n[cascade.target]\nlang = 'sv'\n[[cascade]]\ndate = 2020-01-02\n[cascade.target]\nlang = 'en'\n",
            ),
            (
                "content/swedish/_index.md",
                "---\ncascade:\n  tags: [inner]\n---\n",
            ),
            ("content/english/a.md", "# A\n"),
            ("content/swedish/b.md", "# B\n"),
            ("content/english/c.sv.md", "---\ntags: [own]\n---\n# C\n"),
        ],
        &[
            "Hugo",
            "english/a.md | A | 2020-01-02 | site | A",
            "english/c.sv.md | C |  | own draft | C",
            "swedish/b.md | B |  | inner draft | B",
        ],
    );
}

#[test]
fn hugo_merges_the_files_of_its_configuration_folders() {
    assert_outline(
        &[
            (
                "hugo.yaml",
                "title: Overridden\ncontentDir: nowhere\npermalinks:\n  posts: /no/\n",
            ),
            ("config/_default/hugo.json", "{\"contentDir\": \"texts\"}"),
            ("config/_default/cascade.toml", "tags = ['all']\n"),
            ("config/_default/params.toml", "contentDir = 'nowhere'\n"),
            ("config/_default/menus.en.toml", "[[main]]\nname = 'x'\n"),
            ("config/staging/hugo.toml", "contentDir = 'nowhere'\n"),
            (
                "config/production/languages.toml",
                "[en]\n[sv]\ncontentDir = 'swedish'\n",
            ),
            ("texts/a.md", "# A\n"),
            ("swedish/b.md", "---\ntags: [own]\n---\n# B\n"),
            ("content/c.md", "# C\n"),
        ],
        &[
            "Hugo",
            "swedish/b.md | B |  | own | B",
            "texts/a.md | A |  | all | A",
        ],
    );
    // `cascade.yaml` contains a list of cascades, and `languages.sv.toml` the table of one language.
    assert_outline(
        &[
            ("config/_default/hugo.toml", "title = 'x'\n"),
            (
                "config/_default/cascade.yaml",
                "cascade:\n  - target:\n      path: /posts/**\n    tags: [post]\n",
            ),
            (
                "config/_default/languages.sv.toml",
                "contentDir = 'content/sv'\n",
            ),
            ("content/posts/a.md", "# A\n"),
            ("content/sv/b.md", "# B\n"),
        ],
        &[
            "Hugo",
            "posts/a.md | A |  | post | A",
            "sv/b.md | B |  |  | B",
        ],
    );
    // A configuration folder does not make a Hugo site if its files have no keys of Hugo.
    assert_outline(
        &[
            ("config/_default/permalinks.toml", "posts = '/:year/'\n"),
            ("config/_default/config.toml", "key = 1\n"),
            ("content/a.md", "# A\n"),
        ],
        &["no generator", "a.md | A |  |  | A"],
    );
}

#[test]
fn nikola_meta_files_and_eleventy_data_files_set_the_metadata_of_posts() {
    assert_outline(
        &[
            (
                "conf.py",
                "POSTS = ((\"posts/*.md\", \"posts\", \"post.tmpl\"),)\n",
            ),
            ("posts/jar.md", "Words.\n"),
            (
                "posts/jar.meta",
                ".. title: A jar\n.. date: 2015-03-04\n.. tags: glass, big jar\n.. status: private\n",
            ),
            ("posts/lamp.md", "More.\n"),
            ("posts/lamp.meta", "---\ntitle: A lamp\n---\n"),
        ],
        &[
            "Nikola",
            "jar.md | A jar | 2015-03-04 | glass,big jar draft | Words.",
            "lamp.md | A lamp |  |  | More.",
        ],
    );
    assert_outline(
        &[
            ("eleventy.config.js", ""),
            (
                "posts/posts.11tydata.js",
                "// Shared by all.\nmodule.exports = {\n  tags: ['posts', 'wool'],\n  eleventyComputed: { title: (data) => data.x },\n};\n",
            ),
            ("posts/a.md", "# A\n"),
            ("posts/b.md", "Words.\n"),
            (
                "posts/b.11tydata.json",
                "{\"title\": \"Bee\", \"tags\": [\"own\"]}",
            ),
            // A function is not run, so `c.md` is not a draft.
            (
                "posts/run/run.11tydata.js",
                "module.exports = () => ({ draft: true });\n",
            ),
            ("posts/run/c.md", "# C\n"),
        ],
        &[
            "Eleventy",
            "a.md | A |  | wool | A",
            "b.md | Bee |  | own | Words.",
            "run/c.md | C |  | wool | C",
        ],
    );
}

#[test]
fn docusaurus_posts_are_found_and_read() {
    assert_outline(
        &[
            ("docusaurus.config.js", "export default { title: 'Wool' }"),
            (
                "blog/2021-08-26-felt/index.md",
                "---\ntitle: Felt\ntags: [wool]\nauthors: ann\n---\n\n:::tip[Wash first]\n\nSee [dye](../2021-09-01-dye.mdx) or [its address](/blog/2021/09/01/dye).\n\n:::\n",
            ),
            (
                "blog/2021-09-01-dye.mdx",
                "import Pot from './pot';\n\n# Dye\n\n<Pot />\n\n::: not a note\n",
            ),
            ("blog/authors.yml", "ann:\n  name: Ann\n"),
            ("docs/intro.md", "# Intro\n"),
        ],
        &[
            "Docusaurus",
            "blog/2021-08-26-felt/index.md | Felt | 2021-08-26 | wool | Tip · Wash first -> blog/2021-09-01-dye.mdx -> blog/2021-09-01-dye.mdx",
            "blog/2021-09-01-dye.mdx | Dye | 2021-09-01 |  | Dye",
            "docs/intro.md | Intro |  |  | Intro",
        ],
    );
}

#[test]
fn vuepress_posts_are_found_and_read() {
    assert_outline(
        &[
            (".vuepress/config.js", "module.exports = { title: 'Wool' }"),
            (
                "guide/README.md",
                "---\ntitle: Guide\n---\n\n::: tip Mind\nSee [yarn](./yarn.md) and [it](/guide/yarn.html).\n:::\n",
            ),
            ("guide/yarn.md", "# Yarn\n\n[[toc]]\n"),
        ],
        &[
            "VuePress",
            "guide/README.md | Guide |  |  | Tip · Mind -> guide/yarn.md -> guide/yarn.md",
            "guide/yarn.md | Yarn |  |  | Yarn",
        ],
    );
}

#[test]
fn zola_posts_are_found_and_read() {
    assert_outline(
        &[
            ("config.toml", "base_url = 'https://e.org'\n"),
            ("content/_index.md", "+++\n+++\n"),
            (
                "content/blog/2020-03-04-felt.md",
                "+++\ntitle = 'Felt'\n[taxonomies]\ntags = ['wool']\n+++\n\n{% quote(author='Ann') %}\nSoft.\n{% end %}\n\nSee [dye](@/blog/dye/index.md#pots).\n",
            ),
            (
                "content/blog/dye/index.md",
                "+++\ntitle = 'Dye'\ndraft = true\ndate = 2021-05-06\n+++\n## Pots\n",
            ),
        ],
        &[
            "Zola",
            "blog/2020-03-04-felt.md | Felt | 2020-03-04 | wool | Soft. -> blog/dye/index.md",
            "blog/dye/index.md | Dye | 2021-05-06 |  draft | Pots",
        ],
    );
}

#[test]
fn obsidian_posts_are_found_and_read() {
    assert_outline(
        &[
            (".obsidian/app.json", "{}"),
            (
                "Sheep.md",
                "---\ntags: [animal]\naliases: [Ewe]\n---\n\n> [!tip] Feed\n> Give [[Hay|dry hay]] and [[Ewe]]. %%ask Ann%%\n",
            ),
            ("Barn/Hay.md", "==Dry== grass, not a == b.\n"),
        ],
        &[
            "Obsidian",
            "Barn/Hay.md | Hay |  |  | Dry grass, not a == b.",
            "Sheep.md | Sheep |  | animal | Tip · Feed -> Barn/Hay.md -> Sheep.md",
        ],
    );
}

#[test]
fn hexo_fences_have_three_or_more_dashes_or_semicolons() {
    assert_outline(
        &[
            ("_config.yml", "new_post_name: :title.md\n"),
            ("source/_posts/a.md", "-----\ntitle: A\n-----\nWords.\n"),
            (
                "source/_posts/b.md",
                ";;;\n\"title\": \"B\",\n\"tags\": [\"x\"]\n;;;\nMore.\n",
            ),
            // This post has no front matter. Its first block is a rule, which has no text.
            ("source/_posts/c.md", "-----\n\nRule first.\n"),
        ],
        &[
            "Hexo",
            "a.md | A |  |  | Words.",
            "b.md | B |  | x | More.",
            "c.md | c |  |  | ",
        ],
    );
}

#[test]
fn without_a_site_generator_metadata_lines_are_text() {
    assert_outline(
        &[
            ("a.md", "Title: Not a header\nTags: x\n\nWords.\n"),
            ("conf.py", "project = 'Sphinx'\n"),
            ("config.rb", "http_path = '/'\n"),
        ],
        &[
            "no generator",
            "a.md | a |  |  | Title: Not a header Tags: x",
        ],
    );
}

#[test]
fn generator_table_names_each_generator_once() {
    let table = generators::documentation_table();
    let mut names: Vec<_> = table
        .lines()
        .skip(2)
        .filter_map(|line| line.split('|').nth(1))
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count > 20);
}
