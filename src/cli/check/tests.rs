use std::ffi::OsString;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{CliContext, run};
use crate::site::Environment;

/// The value of `columns` if the output is piped: there is no terminal.
const PIPED: Option<u16> = None;

/// Runs folio in a folder with `files`. `args` are its arguments, separated by spaces; `columns` is the width of the terminal.
/// Returns the status, standard output and standard error.
fn run_folio(files: &[(&str, &str)], args: &str, columns: Option<u16>) -> (u8, String, String) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    run_folio_in(folder.path(), args, columns)
}

/// Runs folio like [`run_folio`] in an existing folder.
fn run_folio_in(folder: &Path, args: &str, columns: Option<u16>) -> (u8, String, String) {
    let context = CliContext {
        columns,
        env_var: &|name| (name == "TERM").then(|| "xterm-256color".to_owned()),
        environment: Environment {
            working_folder: folder.to_owned(),
            ..Environment::default()
        },
        ..crate::cli::system::context().unwrap()
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = std::iter::once("folio").chain(args.split(' '));
    let status = run(args.map(OsString::from), &context, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status, text(out), text(err))
}

#[test]
fn panic_while_checking_affects_only_one_post() {
    let posts = ["a.md", "b.md", "c.md"].map(Path::new);
    let check = |path: &Path| {
        assert!(path != Path::new("b.md"), "a bug");
        vec![crate::post::Problem::double_encoding(1, 1, "é", 'é')]
    };
    let mut problems = super::check_in_parallel(&posts, check);
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    let codes = problems
        .iter()
        .map(|post_problem| (post_problem.path.as_path(), post_problem.problem.code));
    assert_eq!(
        codes.collect::<Vec<_>>(),
        [
            (Path::new("a.md"), "double-encoding"),
            (Path::new("b.md"), "internal-error"),
            (Path::new("c.md"), "double-encoding"),
        ]
    );
}

/// A post with two errors, and a post with a warning. The `é` of two bytes counts as one column.
const BROKEN: &[(&str, &str)] = &[
    (
        "blog/a.md",
        "---\ntitle: A\ndate: 2021-13-45\n---\n[b](b.md) é [c](gone.md#x)\n",
    ),
    ("blog/b.md", "# B\n\n![](data:x)\n"),
];

#[test]
fn problems_are_printed_in_compiler_format() {
    let (status, out, err) = run_folio(BROKEN, "check blog", PIPED);
    assert_eq!((status, &*err), (1, ""));
    assert_eq!(
        out,
        "blog/a.md:3:7: error[invalid-date]: `2021-13-45` is not a date\n    \
         write it as 2024-02-07, or as 2024-02-07T10:30:00+01:00\n\
         blog/a.md:5:13: error[dead-link]: `gone.md` does not exist\n    \
         fix the path, or remove the link\n\
         blog/b.md:3:1: warning[missing-alt]: this image has no alternative text\n    \
         describe what it shows; in HTML, `alt=\"\"` marks a decorative image\n"
    );
}

#[test]
fn image_that_cannot_be_decoded_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let picture = image::RgbImage::from_pixel(80, 80, image::Rgb([9, 8, 7]));
    for name in ["fine.png", "cut.png"] {
        picture.save(file(name)).unwrap();
    }
    let bytes = std::fs::read(file("cut.png")).unwrap();
    // The header is complete, the pixels are not.
    std::fs::write(file("cut.png"), &bytes[..60]).unwrap();
    std::fs::write(file("page.jpg"), "<html>").unwrap();
    let post = "![A](fine.png)\n\n![B](cut.png)\n\nSee ![C](page.jpg).\n";
    std::fs::write(file("a.md"), post).unwrap();
    let (status, out, err) = run_folio_in(folder.path(), "check a.md", PIPED);
    assert_eq!((status, &*err), (1, ""));
    assert_eq!(
        out,
        "a.md:3:1: error[invalid-image]: `cut.png` can't be shown: the file is damaged\n    \
         replace the file with a valid image\n\
         a.md:5:5: error[invalid-image]: `page.jpg` can't be shown: not a PNG, JPEG, GIF or WebP image\n    \
         replace the file with a valid image\n"
    );
}

#[test]
fn warnings_do_not_fail_the_check() {
    let post_with_warning = &BROKEN[1..];
    let (status, out, _) = run_folio(post_with_warning, "check blog", PIPED);
    // A line with the warning, and a line with its hint.
    assert_eq!((status, out.lines().count()), (0, 2));
    let (status, out, err) = run_folio(&[("a.md", "fine")], "check", PIPED);
    assert_eq!((status, &*out, &*err), (0, "", ""));
}

#[test]
fn only_the_given_file_is_checked() {
    let (status, out, _) = run_folio(BROKEN, "check blog/b.md", PIPED);
    assert_eq!(status, 0);
    assert!(
        out.starts_with("blog/b.md:3:1") && out.lines().count() == 2,
        "{out}"
    );
}

#[test]
fn list_and_tags_print_only_the_given_post() {
    let files = &[
        ("blog/a.md", "---\ntitle: A\ntags: [one]\n---\n"),
        ("blog/b.md", "---\ntitle: B\ntags: [one, two]\n---\n"),
    ];
    let (_, out, _) = run_folio(files, "list blog/a.md --format tsv", PIPED);
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(out.contains("blog/a.md"), "{out}");
    let (_, out, _) = run_folio(files, "tags blog/a.md --format tsv", PIPED);
    assert_eq!(out, "tag\tposts\none\t1\n");
}

#[test]
fn json_and_tsv_have_the_documented_keys() {
    let (status, out, _) = run_folio(BROKEN, "check blog --format json", PIPED);
    let problems: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(status, 1);
    assert_eq!(
        problems[1],
        json!({"path": "a.md", "line": 5, "column": 13, "severity": "error", "code": "dead-link",
            "message": "`gone.md` does not exist", "hint": "fix the path, or remove the link"})
    );
    assert_eq!(
        run_folio(&[("a.md", "")], "check --format json", PIPED).1,
        "[]\n"
    );
    let (_, out, _) = run_folio(BROKEN, "check blog --format tsv", PIPED);
    assert!(out.starts_with(
        "path\tline\tcolumn\tseverity\tcode\tmessage\thint\na.md\t3\t7\terror\tinvalid-date\t"
    ));
}

#[test]
fn github_format_prints_workflow_commands() {
    let files = &[("blog/50%, a:b.md", "[x](50%25.md)\n")];
    let (status, out, _) = run_folio(files, "check blog --format github", PIPED);
    assert_eq!(status, 1);
    assert_eq!(
        out,
        "::error file=blog/50%25%2C a%3Ab.md,line=1,col=1,title=dead-link::`50%25.md` does not exist; \
         fix the path, or remove the link\n"
    );
}

#[test]
fn terminal_output_is_colored() {
    let (_, out, _) = run_folio(BROKEN, "check blog", Some(80));
    assert!(
        out.contains("\x1b[") && out.contains("error[invalid-date]"),
        "{out:?}"
    );
    let (_, out, _) = run_folio(BROKEN, "list blog", Some(80));
    assert!(out.contains("\x1b["), "{out:?}");
    assert!(!run_folio(BROKEN, "list blog", PIPED).1.contains('\x1b'));
}

#[test]
fn explain_prints_the_explanation_of_a_code() {
    let (status, out, _) = run_folio(&[], "check --explain dead-link", PIPED);
    assert!(
        status == 0 && out.starts_with("dead-link\n\nA link names"),
        "{out}"
    );
    let (status, out, err) = run_folio(&[], "check --explain dead", PIPED);
    assert_eq!((status, &*out), (2, ""));
    assert!(
        err.contains("unknown code `dead`; use binary-file, broken-link, dead-link,"),
        "{err}"
    );
}

/// Finds the codes in the sources: `code: "dead-link",`, or a string literal alone on a line.
#[test]
fn table_of_codes_is_sorted_and_complete() {
    use crate::site::check::CODES;
    assert!(CODES.is_sorted_by(|a, b| a.name < b.name));
    let mut paths = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        if path.ends_with("tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for line in source.lines().map(str::trim) {
            let after_quote = line
                .strip_prefix("code: \"")
                .unwrap_or(line.strip_prefix('"').unwrap_or(""));
            let Some(code) = after_quote
                .strip_suffix("\",")
                .filter(|code| line.starts_with("code:") || is_code(code, &source))
            else {
                continue;
            };
            assert!(
                CODES.iter().any(|known| known.name == code),
                "{code} of {}",
                path.display()
            );
        }
    }
}

/// Returns true if `literal`, a string literal alone on a line of `source`, is the code of a problem. This holds if `literal`
/// consists of lowercase words joined by hyphens, and `source` is source code that creates problems.
fn is_code(literal: &str, source: &str) -> bool {
    let is_name = literal.contains('-')
        && literal
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_name && (source.contains("Severity::") || source.contains("report.error("))
}

#[cfg(unix)]
#[test]
fn unreadable_files_are_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("nowhere.md", folder.path().join("a.md")).unwrap();
    let (status, out, _) = run_folio_in(folder.path(), "check", PIPED);
    assert_eq!(
        (status, out.matches("broken-link").count()),
        (1, 1),
        "{out}"
    );
    let (status, _, err) = run_folio_in(folder.path(), "list", PIPED);
    assert_eq!(status, 0);
    assert!(
        err.contains("a.md: a symbolic link that can't be followed"),
        "{err}"
    );
}

#[test]
fn ignored_flag_lists_ignored_files() {
    let files = &[(".gitignore", "b.md\n"), ("a.md", "# A"), ("b.md", "# B")];
    assert_eq!(run_folio(files, "list", PIPED).1, "A  a.md\n");
    assert_eq!(
        run_folio(files, "list --ignored", PIPED).1,
        "A  a.md\nB  b.md\n"
    );
}

#[test]
fn scheduled_and_expired_posts_show_their_status_in_the_list() {
    let files = &[
        ("a.md", "---\ndate: 9999-01-01\n---\n# A"),
        (
            "b.md",
            "---\ndate: 2020-01-01\nexpiryDate: 2021-01-01\n---\n# B",
        ),
        ("c.md", "---\ndate: 2019-01-01\n---\n# C"),
    ];
    assert_eq!(
        run_folio(files, "list", PIPED).1,
        "9999-01-01  scheduled  A  a.md\n2020-01-01  expired    B  b.md\n2019-01-01             C  c.md\n"
    );
}

/// Returns the lines of `folio check` that report errors, without the lines with hints.
fn reported_errors(files: &[(&str, &str)]) -> Vec<String> {
    let (_, out, _) = run_folio(files, "check .", PIPED);
    let lines = out.lines().filter(|line| line.contains("error["));
    lines.map(str::to_owned).collect()
}

/// A problem has the column at which the link or the tag starts.
#[test]
fn shortcodes_and_liquid_tags_that_name_missing_pages_are_reported() {
    let hugo = [
        ("hugo.toml", ""),
        (
            "content/a.md",
            "[x](b.md#nowhere) {{< ref \"zzz.md\" >}} [y]({{< relref \"b\" >}}) [z]({{< ref \"b.md#gone\" >}}) [p]({{< ref \"b#part\" >}})\n",
        ),
        ("content/b.md", "## Part\n"),
    ];
    assert_eq!(
        reported_errors(&hugo),
        [
            "content/a.md:1:1: error[missing-heading]: no heading of `b.md` has the id `#nowhere`",
            "content/a.md:1:19: error[dead-link]: `zzz` does not exist",
            "content/a.md:1:64: error[missing-heading]: no heading of `b` has the id `#gone`",
        ]
    );
    let jekyll = [
        ("_config.yml", ""),
        (
            "_posts/2020-01-01-a.md",
            "---\n---\n[a]({% post_url 2020-01-02-nope %}) [b]({% post_url 2020-01-03-b %}) [c]({% link _posts/2020-01-03-b.md %}) [d]({% link gone.md %}) [e](/other)\n",
        ),
        ("_posts/2020-01-03-b.md", "---\n---\nx\n"),
    ];
    assert_eq!(
        reported_errors(&jekyll),
        [
            "_posts/2020-01-01-a.md:3:1: error[dead-link]: `/2020-01-02-nope` does not exist",
            "_posts/2020-01-01-a.md:3:109: error[dead-link]: `/gone.md` does not exist",
        ]
    );
    let hexo = [
        ("_config.yml", "new_post_name: :title.md\n"),
        (
            "source/_posts/a.md",
            "[x]({% post_path gone %}) [y]({% post_path b %})\n\n{% post_link b %}\n",
        ),
        ("source/_posts/b.md", "# B\n"),
    ];
    assert_eq!(
        reported_errors(&hexo),
        ["source/_posts/a.md:1:1: error[dead-link]: `/gone` does not exist"]
    );
}

#[test]
fn ids_in_comments_of_mdx_headings_are_known() {
    let text =
        "# One {/*first*/}\n\n## Two {/* #second */}\n\n[a](#first) [b](#second) [c](#third)\n";
    assert_eq!(
        reported_errors(&[("docusaurus.config.js", ""), ("blog/a.mdx", text)]),
        ["blog/a.mdx:5:26: error[missing-heading]: no heading of this post has the id `#third`"]
    );
}

#[test]
fn headings_of_a_post_in_another_encoding_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.md"), "[x](b.md#part) [y](b.md#gone)\n").unwrap();
    let text = "\u{feff}# B\n\n## Part\n";
    let utf16: Vec<_> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(path("b.md"), utf16).unwrap();
    let (_, out, _) = run_folio_in(folder.path(), "check .", PIPED);
    assert!(out.contains("`#gone`") && !out.contains("`#part`"), "{out}");
}

#[test]
fn heading_after_the_first_mebibyte_of_a_post_is_known() {
    // 1,050,000 bytes are more than a mebibyte.
    let long_text = "word ".repeat(210_000);
    let long_post = format!("# B\n\n{long_text}\n\n## Part\n");
    let files = [("a.md", "[x](b.md#part)\n"), ("b.md", &*long_post)];
    let (_, out, _) = run_folio(&files, "check a.md", PIPED);
    assert!(!out.contains("missing-heading"), "{out}");
}
