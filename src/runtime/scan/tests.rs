use std::fs;
use std::sync::Mutex;

use tempfile::TempDir;

use super::*;

/// Creates a temporary folder with files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Scans a folder, and returns its posts and problems. Asserts that the result does not depend on the number of posts that are
/// read before the parallel walk.
fn scan_folder(root: &Path, options: ScanOptions) -> (Vec<Post>, Vec<PostProblem>) {
    let mostly_parallel = scan_with_max_first_posts(3, root, options.clone());
    let usual = scan_with_max_first_posts(batch::FIRST_BATCH_POSTS, root, options);
    assert_eq!(mostly_parallel, usual);
    usual
}

#[test]
fn panic_while_parsing_affects_only_one_post() {
    fn failing(context: post::ReadContext<'_>, path: &Path, head: &Decoded<'_>) -> Post {
        // After a panic, the post is parsed again with an empty head. This must not panic.
        assert!(!head.text.contains('B'), "a bug");
        post::read_with_context(context, path, head)
    }
    let folder = folder(&[("a.md", "# A"), ("b.md", "# B"), ("c.md", "# C")]);
    let titles = Mutex::new(Vec::new());
    let codes = Mutex::new(Vec::new());
    // Two posts are read before the parallel walk. The walk reads the third post.
    let scan = ScanRun {
        subset: &PathSubset::whole(),
        options: ScanOptions::default(),
        cancel: &AtomicBool::new(false),
        max_first_posts: 2,
        read_post: failing,
    };
    scan.run(folder.path(), None, &|scanned| match scanned {
        Scanned::Batch(posts) => titles
            .lock()
            .unwrap()
            .extend(posts.into_iter().map(|post| post.title)),
        Scanned::Done { problems } => {
            let problem_codes = problems
                .into_iter()
                .map(|post_problem| (post_problem.path, post_problem.problem.code));
            codes.lock().unwrap().extend(problem_codes);
        }
    });
    let mut titles = titles.into_inner().unwrap();
    titles.sort();
    // With an empty head, the title of `b.md` is the name of the file.
    assert_eq!(titles, ["A", "C", "b"].map(Into::into));
    assert_eq!(
        codes.into_inner().unwrap(),
        [("b.md".into(), "internal-error")]
    );
}

/// Scans a folder, and reads at most `max_first_posts` posts before the parallel walk.
fn scan_with_max_first_posts(
    max_first_posts: usize,
    root: &Path,
    options: ScanOptions,
) -> (Vec<Post>, Vec<PostProblem>) {
    let results = Mutex::new((Vec::new(), None));
    let scan = ScanRun {
        subset: &PathSubset::whole(),
        options,
        cancel: &AtomicBool::new(false),
        max_first_posts,
        read_post: post::read_with_context,
    };
    scan.run(root, None, &|scanned| {
        let (posts, end) = &mut *results.lock().unwrap();
        match scanned {
            Scanned::Batch(batch) => {
                assert!(end.is_none(), "a batch after the end");
                posts.extend(batch);
            }
            Scanned::Done { problems } => {
                assert!(end.replace(problems).is_none(), "a second end");
            }
        }
    });
    let (mut posts, problems) = results.into_inner().unwrap();
    posts.sort_by(|a: &Post, b| a.path.cmp(&b.path));
    (posts, problems.expect("an end"))
}

/// Returns the paths of the posts, and the paths and codes of the problems.
fn paths_and_problems(root: &Path, options: ScanOptions) -> (Vec<String>, Vec<String>) {
    let (posts, problems) = scan_folder(root, options);
    let paths = posts
        .iter()
        .map(|post| post.path.to_string_lossy().replace('\\', "/"))
        .collect();
    let codes = problems
        .iter()
        .map(|PostProblem { path, problem }| format!("{} {}", path.display(), problem.code))
        .collect();
    (paths, codes)
}

/// Returns the paths of the posts that a scan with the default options finds.
fn paths(root: &Path) -> Vec<String> {
    paths_and_problems(root, ScanOptions::default()).0
}

#[test]
fn scan_finds_markdown_posts_and_skips_section_pages_and_hidden_files() {
    let folder = folder(&[
        ("a.md", ""),
        ("b.MD", ""),
        ("c.markdown", ""),
        ("d.mdown", ""),
        ("e.mkd", ""),
        ("f.mdx", ""),
        ("g.txt", ""),
        ("md", ""),
        ("_index.md", ""),
        ("news/_index.fr.md", ""),
        ("news/slug/index.md", ""),
        (".hidden/x.md", ""),
        (".x.md", ""),
        ("node_modules/x/README.md", ""),
        ("name with blank\tand tab.md", ""),
    ]);
    assert_eq!(
        paths(folder.path()),
        [
            "a.md",
            "b.MD",
            "c.markdown",
            "d.mdown",
            "e.mkd",
            "f.mdx",
            "name with blank\tand tab.md",
            "news/slug/index.md",
        ]
    );
}

#[test]
fn ignored_files_and_site_output_are_skipped_by_default() {
    let folder = folder(&[
        (".gitignore", "/private/\n*.tmp.md\n"),
        ("a.md", ""),
        ("a.tmp.md", ""),
        ("private/b.md", ""),
        ("public/index.html", ""),
        ("public/c.md", ""),
        ("dist/d.md", ""),
        ("posts/build/e.md", ""),
        ("node_modules/f.md", ""),
    ]);
    assert_eq!(
        paths(folder.path()),
        ["a.md", "dist/d.md", "posts/build/e.md"]
    );
    let with_ignored = ScanOptions {
        ignored: IgnoredFiles::Include,
        ..ScanOptions::default()
    };
    assert_eq!(
        paths_and_problems(folder.path(), with_ignored).0,
        [
            "a.md",
            "a.tmp.md",
            "dist/d.md",
            "posts/build/e.md",
            "private/b.md",
            "public/c.md",
        ]
    );
    // A folder that is opened directly is scanned, even if it is an output folder, or if an ignore file in its parent excludes
    // it.
    assert_eq!(paths(&folder.path().join("public")), ["c.md"]);
    assert_eq!(paths(&folder.path().join("private")), ["b.md"]);
}

#[test]
fn parent_ignore_files_apply_only_inside_a_repository() {
    let folder = folder(&[
        ("home/.gitignore", "*\n"),
        ("home/blog/a.md", ""),
        ("repository/.git/HEAD", ""),
        ("repository/.gitignore", "*.tmp.md\n"),
        ("repository/blog/a.md", ""),
        ("repository/blog/a.tmp.md", ""),
    ]);
    assert_eq!(paths(&folder.path().join("home/blog")), ["a.md"]);
    assert_eq!(paths(&folder.path().join("repository/blog")), ["a.md"]);
}

#[test]
fn file_is_scanned_as_a_library_with_one_post() {
    let folder = folder(&[("a.txt", "# Title\n"), ("b.md", "")]);
    let (posts, problems) = scan_folder(&folder.path().join("a.txt"), ScanOptions::default());
    assert_eq!(posts.len(), 1);
    assert_eq!(
        (&*posts[0].title, posts[0].path.as_path()),
        ("Title", Path::new("a.txt"))
    );
    assert_eq!(problems, []);
}

#[test]
fn shallow_library_neither_lists_nor_watches_subfolders() {
    let folder = folder(&[("a.md", "# A\n"), ("sub/b.md", "# B\n")]);
    let options = ScanOptions {
        rules: Arc::new(LibraryRules {
            is_shallow: true,
            ..LibraryRules::default()
        }),
        ..ScanOptions::default()
    };
    assert_eq!(
        paths_and_problems(folder.path(), options.clone()).0,
        ["a.md"]
    );
    let watched = folders(folder.path(), &PathSubset::whole(), &options, None).all;
    assert_eq!(watched.into_keys().collect::<Vec<_>>(), [PathBuf::new()]);
}

#[test]
fn missing_path_is_a_problem_and_an_empty_folder_is_not() {
    let folder = folder(&[]);
    let (posts, problems) = paths_and_problems(&folder.path().join("none"), ScanOptions::default());
    assert_eq!(
        (posts.len(), problems),
        (0, vec!["none unreadable".to_owned()])
    );
    assert_eq!(
        paths_and_problems(folder.path(), ScanOptions::default()),
        (vec![], vec![])
    );
}

#[test]
fn long_heads_are_read_up_to_the_maximum_and_never_end_within_a_character() {
    let tags: String = vec!["- tag\n"; 8000].concat();
    // An `ä` takes two bytes, and the file starts with an `a`, which takes one. Therefore each read, whose length is even, ends
    // in the middle of an `ä`.
    let umlauts = "ä".repeat(8191);
    let folder = folder(&[
        ("long.md", &format!("---\ntags:\n{tags}title: Long\n---\n")),
        (
            "unclosed.md",
            &format!("+++\ntitle = 'x'\n{}", "y = 1\n".repeat(400_000)),
        ),
        ("cut.md", &format!("a{umlauts}")),
    ]);
    let (posts, _) = scan_folder(folder.path(), ScanOptions::default());
    let titles_and_problems: Vec<_> = posts
        .iter()
        .map(|post| {
            (
                &*post.title,
                post.problems.first().map(|problem| problem.code),
            )
        })
        .collect();
    assert_eq!(
        titles_and_problems,
        [
            ("cut", None),
            ("Long", None),
            // The maximum size of front matter is exceeded.
            ("x", Some("front-matter-too-long"))
        ]
    );
}

#[test]
fn posts_are_passed_on_in_batches_of_limited_size() {
    let folder = TempDir::new().unwrap();
    for number in 0..2000 {
        fs::write(folder.path().join(format!("{number}.md")), "text").unwrap();
    }
    let sizes = Mutex::new(Vec::new());
    let cancel = AtomicBool::new(false);
    scan(folder.path(), ScanOptions::default(), &cancel, |scanned| {
        if let Scanned::Batch(batch) = scanned {
            sizes.lock().unwrap().push(batch.len());
        }
    });
    let sizes = sizes.into_inner().unwrap();
    assert_eq!(sizes.iter().sum::<usize>(), 2000);
    assert!(
        sizes
            .iter()
            .all(|size| (1..=batch::MAX_BATCH_POSTS).contains(size)),
        "{sizes:?}"
    );
    // The first batch is not necessarily the first of `sizes`, since several threads add their batches.
    let has_first_batch = sizes.iter().any(|size| *size <= batch::FIRST_BATCH_POSTS);
    assert!(has_first_batch, "{sizes:?}");
}

#[test]
fn posts_of_the_first_batch_are_sent_once() {
    // From fewer posts than the first batch can hold to many more.
    for count in 0..3 * batch::FIRST_BATCH_POSTS {
        let folder = folder(&[(".gitignore", "x.md\n"), ("a/x.md", ""), ("page.txt", "")]);
        let mut expected = Vec::new();
        for number in 0..count {
            let name = format!("{}/{number}.md", ["a", "b", "b/c"][number % 3]);
            let path = folder.path().join(&name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
            expected.push(name);
        }
        expected.sort();
        let (mut paths, problems) = paths_and_problems(folder.path(), ScanOptions::default());
        paths.sort();
        assert_eq!((paths, problems), (expected, Vec::new()));
    }
}

#[test]
fn canceled_scan_sends_nothing() {
    let folder = folder(&[("a.md", "")]);
    let cancel = AtomicBool::new(true);
    scan(folder.path(), ScanOptions::default(), &cancel, |scanned| {
        panic!("{scanned:?}");
    });
}

/// Scans the real blogs next to the repository, if there are any.
#[test]
fn real_blogs_are_loaded_completely() {
    let blogs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/blogs");
    let Ok(folders) = fs::read_dir(&blogs) else {
        #[expect(clippy::print_stderr, reason = "says why it passes")]
        {
            eprintln!("skipped: there is no {}", blogs.display());
        }
        return;
    };
    for folder in folders {
        let folder = folder.unwrap().path();
        let files = count_posts(&folder);
        let (posts, problems) = scan_folder(&folder, ScanOptions::default());
        assert_eq!(posts.len(), files, "{}", folder.display());
        assert!(posts.iter().all(|post| !post.title.is_empty()));
        assert_eq!(problems, [], "{}", folder.display());
    }
}

/// Counts the posts in a folder and its subfolders. Unlike the scan, skips no folder.
fn count_posts(folder: &Path) -> usize {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let count = |path: PathBuf| {
        if path.is_dir() {
            count_posts(&path)
        } else {
            usize::from(is_post_name(&path))
        }
    };
    entries.map(count).sum()
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn symbolic_links_are_followed_only_to_targets_inside_the_root() {
        let outside = folder(&[("secret.md", "")]);
        let folder = folder(&[("a.md", "# A"), ("sub/b.md", "")]);
        let root = folder.path();
        symlink("a.md", root.join("latest.md")).unwrap();
        symlink("..", root.join("sub/up")).unwrap();
        symlink("sub", root.join("again")).unwrap();
        symlink("loop.md", root.join("loop.md")).unwrap();
        symlink("nowhere.md", root.join("broken.md")).unwrap();
        symlink("nowhere.png", root.join("broken.png")).unwrap();
        symlink(outside.path().join("secret.md"), root.join("secret.md")).unwrap();
        symlink(outside.path(), root.join("elsewhere")).unwrap();
        let (posts, problems) = paths_and_problems(root, ScanOptions::default());
        assert_eq!(posts, ["a.md", "latest.md", "sub/b.md"]);
        assert_eq!(
            problems,
            [
                "broken.md broken-link",
                "elsewhere link-outside",
                "loop.md broken-link",
                "secret.md link-outside",
            ]
        );
        // The root itself may be a symbolic link.
        symlink(root, outside.path().join("blog")).unwrap();
        assert_eq!(paths(&outside.path().join("blog")), posts);
    }

    #[test]
    fn pipes_and_sockets_are_not_opened() {
        let folder = folder(&[("a.md", "")]);
        let root = folder.path();
        let fifo = std::process::Command::new("mkfifo")
            .arg(root.join("fifo.md"))
            .status();
        let _socket = UnixListener::bind(root.join("socket.md")).unwrap();
        symlink("/dev/zero", root.join("zero.md")).unwrap();
        let (posts, problems) = paths_and_problems(root, ScanOptions::default());
        assert_eq!(posts, ["a.md"]);
        assert!(problems.contains(&"socket.md not-a-file".to_owned()));
        assert!(problems.contains(&"zero.md link-outside".to_owned()));
        // The pipe is not checked if the `mkfifo` command is missing.
        if fifo.is_ok_and(|status| status.success()) {
            assert!(problems.contains(&"fifo.md not-a-file".to_owned()));
        }
    }

    #[test]
    fn denied_access_is_a_problem() {
        let folder = folder(&[("a.md", "# A"), ("b.md", "# B"), ("sub/c.md", "")]);
        let root = folder.path();
        for name in ["b.md", "sub"] {
            fs::set_permissions(root.join(name), fs::Permissions::from_mode(0o000)).unwrap();
        }
        let is_superuser = fs::read(root.join("b.md")).is_ok();
        let (posts, problems) = paths_and_problems(root, ScanOptions::default());
        fs::set_permissions(root.join("sub"), fs::Permissions::from_mode(0o755)).unwrap();
        if is_superuser {
            // Skipped for the superuser, who may read everything.
            return;
        }
        assert_eq!(posts, ["a.md", "b.md"]);
        assert_eq!(problems, ["b.md unreadable", "sub unreadable"]);
    }

    #[test]
    fn non_utf8_names_are_scanned() {
        let folder = folder(&[]);
        let name = OsStr::from_bytes(b"caf\xe9\nx.md");
        if fs::write(folder.path().join(name), "text").is_err() {
            // Skipped on file systems that accept only UTF-8.
            return;
        }
        let (posts, _) = scan_folder(folder.path(), ScanOptions::default());
        assert_eq!(posts[0].path.as_os_str(), name);
        assert_eq!(&*posts[0].title, "caf\u{fffd}\nx");
    }
}
