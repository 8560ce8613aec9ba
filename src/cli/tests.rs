use std::cell::Cell;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::*;
use crate::config::{Config, UserThemes};
use crate::document::Dialect;
use crate::library::{Sort, SortBy};
use crate::post::{Date, Post, Problem, Severity};
use crate::runtime::Exit;
use crate::site::Environment;

/// Parses a command line without the program's name.
fn parse_command(line: &str) -> Command {
    let args = std::iter::once("folio").chain(line.split(' ').filter(|arg| !arg.is_empty()));
    let parsed = parse(args.map(OsString::from));
    parsed
        .unwrap_or_else(|error| panic!("{line}: {error}"))
        .command
}

/// Returns a plain post, and a post with control characters, two dates and a problem.
fn posts() -> Vec<Post> {
    let day = |text: &str| Date {
        calendar_day: text.parse().unwrap(),
        time: None,
        offset: None,
    };
    vec![
        Post {
            path: "old.md".into(),
            title: "Old 中文".into(),
            date: Some(day("2021-03-01")),
            tags: vec!["Rust".into()],
            draft: true,
            toc: Some(false),
            ..Post::default()
        },
        Post {
            path: "guides/new.md".into(),
            title: "New\x1b\u{7f}\u{9b}\u{202e}\u{2028}é\"\\".into(),
            date: Some(Date {
                time: Some(jiff::civil::time(9, 30, 0, 0)),
                offset: Some(jiff::tz::Offset::from_seconds(-12_600).unwrap()),
                ..day("2024-02-24")
            }),
            updated: Some(Date {
                time: Some(jiff::civil::time(9, 30, 5, 0)),
                ..day("2024-02-25")
            }),
            tags: vec!["rust".into(), "a\tb".into()],
            categories: vec!["Essays".into()],
            problems: vec![Problem {
                severity: Severity::Warning,
                code: "odd-date",
                line: 3,
                column: 7,
                message: "odd".into(),
                hint: "mend it".into(),
            }],
            ..Post::default()
        },
    ]
}

/// Returns a context without a terminal, configuration and state, whose working folder is `folder`.
pub(super) fn context_in(folder: &Path) -> CliContext<'static> {
    CliContext {
        load: &system::load,
        count_words: &|_, _| None,
        config: Config::default(),
        reload: None,
        state_folder: None,
        run_reader: &|_| Ok(Exit::Quit),
        env_var: &|_| None,
        stdin: &|| Ok(Vec::new()),
        is_stdin_piped: false,
        columns: None,
        now: None,
        environment: Environment {
            working_folder: folder.to_owned(),
            ..Environment::default()
        },
    }
}

/// Runs folio with [`posts`] as the library. Returns the status, standard output and standard error.
fn run_folio(line: &str) -> (u8, String, String) {
    run_folio_with_stdin(line, b"# From a pipe\n\nText.\n")
}

/// Runs folio with a text on standard input.
pub(super) fn run_folio_with_stdin(line: &str, piped: &[u8]) -> (u8, String, String) {
    let mut out = Vec::new();
    let (status, err) = run_folio_into(line, piped, &mut out);
    (status, String::from_utf8(out).unwrap(), err)
}

/// Runs folio with a text on standard input and `out` as standard output.
pub(super) fn run_folio_into(line: &str, piped: &[u8], out: &mut impl Write) -> (u8, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("blog")).unwrap();
    let load_count = Cell::new(0);
    let context = CliContext {
        load: &|_, _, sink| {
            load_count.set(load_count.get() + 1);
            for post in posts() {
                sink(vec![post]);
            }
            Ok(Vec::new())
        },
        count_words: &|file, _| file.ends_with("blog/old.md").then_some(7),
        stdin: &|| Ok(piped.to_vec()),
        ..context_in(folder.path())
    };
    let mut err = Vec::new();
    let args = std::iter::once("folio").chain(line.split(' '));
    let status = run(args.map(OsString::from), &context, out, &mut err);
    assert!(load_count.get() <= 1, "the library is loaded at most once");
    (status, String::from_utf8(err).unwrap())
}

/// Runs folio, asserts that it succeeds, and returns standard output.
fn successful_output(line: &str) -> String {
    let (status, out, err) = run_folio(line);
    assert_eq!((status, &*err), (0, ""), "{line}");
    out
}

#[test]
fn without_a_subcommand_the_reader_opens_the_path() {
    for (line, path) in [
        ("", None),
        ("posts", Some("posts")),
        ("-", Some("-")),
        ("./list", Some("./list")),
        ("nosuch", Some("nosuch")),
        ("--tag rust posts", Some("posts")),
        ("posts --sort title", Some("posts")),
    ] {
        let Command::Read { posts, .. } = parse_command(line) else {
            panic!("{line}: not the reader");
        };
        assert_eq!(posts.path, path.map(PathBuf::from), "{line}");
    }
}

#[test]
fn flags_are_parsed_as_documented() {
    let line =
        "list blog --tag a --tag b --not-tag c --query words --sort title --reverse --format tsv";
    let Command::List { posts, format } = parse_command(line) else {
        panic!("not a list");
    };
    assert_eq!(
        posts
            .filter(&std::collections::BTreeMap::new())
            .unwrap()
            .to_string(),
        "words #a #b -#c"
    );
    assert_eq!(
        posts.sort,
        Sort {
            by: SortBy::Title,
            reversed: true
        }
    );
    assert_eq!(
        (posts.path, format),
        (Some("blog".into()), OutputFormat::Tsv)
    );

    let Command::Show(show) =
        parse_command("show - --width 70 --color never --links numbered --header --dialect hugo")
    else {
        panic!("not a show");
    };
    let expected = ShowOptions {
        images: None,
        file: "-".into(),
        width: Some(70),
        color: ColorChoice::Never,
        links: Some(LinkForm::Numbered),
        header: true,
        dialect: Some(Dialect::Hugo),
    };
    assert_eq!(show, expected);
    let Command::Toc(toc) = parse_command("toc a.md --format json") else {
        panic!("not a toc");
    };
    assert_eq!(
        (toc.file, toc.format, toc.dialect),
        ("a.md".into(), OutputFormat::Json, None)
    );
}

#[test]
fn errors_print_one_line_and_exit_with_2() {
    for (line, message) in [
        (
            "nosuch",
            "folio: nosuch: no such file or folder; give the path of a folder of Markdown posts, or run folio in one",
        ),
        (
            "lst",
            "folio: lst: no such file or folder; did you mean `folio list`?",
        ),
        (
            "list nosuch",
            "folio: nosuch: no such file or folder; give the path of a folder of Markdown posts, or run folio in one",
        ),
        (
            "list lst",
            "folio: lst: no such file or folder; did you mean `folio list`?",
        ),
        (
            "list -",
            "folio: standard input is not a folder; `folio show -` shows an article from it",
        ),
        (
            "list --query yaer:2024",
            "folio: --query: unknown key `yaer:`; did you mean `year:`?",
        ),
        (
            "list --sort size",
            "folio: invalid value 'size' for '--sort <BY>' [possible values: date, title, path, updated, length, unread]; see `folio --help`",
        ),
        (
            "list --reversed",
            "folio: unexpected argument '--reversed' found; tip: a similar argument exists: '--reverse'; see `folio --help`",
        ),
        (
            "toc",
            "folio: the following required arguments were not provided: <FILE>; see `folio --help`",
        ),
    ] {
        assert_eq!(
            run_folio(line),
            (2, String::new(), format!("{message}\n")),
            "{line}"
        );
    }
    // The message quotes the argument without its control characters.
    let (_, _, err) = run_folio("list \x1b]0;x\x07");
    assert!(!err.contains('\x1b'), "{err:?}");
}

#[test]
fn every_command_accepts_the_log_level() {
    for (line, level) in [
        ("list blog --log debug", Some(LevelFilter::Debug)),
        ("--log trace blog", Some(LevelFilter::Trace)),
        ("toc a.md --log off", Some(LevelFilter::Off)),
        ("show a.md", None),
    ] {
        let args = std::iter::once("folio").chain(line.split(' '));
        let parsed = parse(args.map(OsString::from)).expect(line);
        assert_eq!(parsed.log, level, "{line}");
    }
    let (status, _, err) = run_folio("list blog --log loud");
    assert!(status == 2 && err.contains("'loud'"), "{err}");
}

#[test]
fn panic_while_counting_words_affects_only_one_post() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("blog")).unwrap();
    let context = CliContext {
        load: &|_, _, sink| {
            sink(posts());
            Ok(Vec::new())
        },
        count_words: &|file, _| {
            // Panics on one of the two posts.
            assert!(!file.ends_with("blog/old.md"), "a bug");
            Some(3)
        },
        environment: Environment {
            working_folder: folder.path().to_owned(),
            ..Environment::default()
        },
        ..system::context().unwrap()
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["folio", "list", "blog", "--format", "json"].map(OsString::from);
    assert_eq!(run(args, &context, &mut out, &mut err), 1);
    let list: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(
        (&list[0]["words"], &list[1]["words"]),
        (&json!(3), &json!(null))
    );
    let problem = &list[1]["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["severity"]),
        (&json!("internal-error"), &json!("error"))
    );
    let err = String::from_utf8(err).unwrap();
    assert_eq!(
        err,
        "folio: blog/old.md: folio failed on this post: a bug\n"
    );
}

#[test]
fn panic_on_an_article_prints_one_line_and_exits_with_1() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), "# A").unwrap();
    let context = CliContext {
        environment: Environment {
            working_folder: folder.path().to_owned(),
            ..Environment::default()
        },
        ..system::context().unwrap()
    };
    let mut err = Vec::new();
    let (file, dialect) = (Path::new("a.md"), None);
    let status = article::with_article(file, dialect, &context, &mut err, |_| panic!("a bug"));
    assert_eq!(status.unwrap(), 1);
    let err = String::from_utf8(err).unwrap();
    assert_eq!(err, "folio: a.md: folio failed on this post: a bug\n");
}

/// The working folder is missing if it was removed while the shell was in it.
#[test]
fn absolute_path_works_without_a_working_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), "# A").unwrap();
    let context = CliContext {
        environment: Environment::default(),
        ..system::context().unwrap()
    };
    let run_list = |path: &str| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = ["folio", "list", path].map(OsString::from);
        let status = run(args, &context, &mut out, &mut err);
        (
            status,
            [out, err].map(|bytes| String::from_utf8(bytes).unwrap()),
        )
    };
    let (status, [out, err]) = run_list(folder.path().to_str().unwrap());
    assert!(status == 0 && out.starts_with("A  "), "{out}{err}");
    let (status, [out, err]) = run_list("blog");
    assert_eq!((status, &*out), (2, ""));
    assert!(
        err.starts_with("folio: the working folder no longer exists"),
        "{err}"
    );
}

#[test]
fn list_prints_a_table_newest_first() {
    let expected = "2024-02-24         New␛␡\u{fffd}\u{fffd}\u{fffd}é\"\\  rust, a b  blog/guides/new.md\n\
                    2021-03-01  draft  Old 中文     Rust       blog/old.md\n";
    assert_eq!(successful_output("list blog"), expected);
    // A tag matches in any case.
    assert_eq!(
        successful_output("list blog --tag RUST --sort path --reverse")
            .lines()
            .count(),
        2
    );
    assert_eq!(
        successful_output("list blog --not-tag a\tb"),
        "2021-03-01  draft  Old 中文  Rust  blog/old.md\n"
    );
}

#[test]
fn empty_list_prints_a_reason_in_text_format_and_an_empty_array_in_json_format() {
    let (status, out, err) = run_folio("list blog --tag rust --query nowhere");
    assert_eq!((status, &*out), (0, ""));
    assert_eq!(err, "folio: none of 2 posts matches nowhere #rust\n");
    assert_eq!(
        successful_output("list blog --tag none --format json"),
        "[]\n"
    );
}

#[test]
fn json_list_has_the_documented_keys() {
    let text = successful_output("list blog --format json");
    let list: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        list,
        json!([
            {
                "path": "guides/new.md", "file": "blog/guides/new.md",
                "title": "New\u{1b}\u{7f}\u{9b}\u{202e}\u{2028}é\"\\",
                "date": "2024-02-24T09:30:00-03:30", "updated": "2024-02-25T09:30:05",
                "tags": ["rust", "a\tb"], "categories": ["Essays"],
                "draft": false, "toc": null, "lang": null, "words": null,
                "problems": [{
                    "path": "guides/new.md", "line": 3, "column": 7, "severity": "warning",
                    "code": "odd-date", "message": "odd", "hint": "mend it"
                }]
            },
            {
                "path": "old.md", "file": "blog/old.md", "title": "Old 中文",
                "date": "2021-03-01", "updated": null, "tags": ["Rust"], "categories": [],
                "draft": true, "toc": false, "lang": null, "words": 7, "problems": []
            }
        ])
    );
    assert!(
        text.contains(r#""New\u001b\u007f\u009b\u202e\u2028é\"\\""#),
        "{text}"
    );
    assert_eq!(
        text.lines().count(),
        4,
        "a line for each of 2 posts and each bracket: {text}"
    );
}

#[test]
fn tsv_fields_contain_no_tabs() {
    let text = successful_output("list blog --format tsv");
    // Each line has as many fields as the header.
    assert!(
        text.lines().all(|line| line.split('\t').count() == 7),
        "{text}"
    );
    assert!(text.starts_with("date\ttitle\ttags\tcategories\tdraft\tpath\tfile\n"));
    assert!(text.contains("\trust,a b\tEssays\tfalse\tguides/new.md\tblog/guides/new.md\n"));
}

#[test]
fn tags_and_categories_are_counted_case_insensitively() {
    assert_eq!(successful_output("tags blog"), "Rust  2\na b   1\n");
    assert_eq!(
        successful_output("tags blog --format tsv"),
        "tag\tposts\nRust\t2\na b\t1\n"
    );
    assert_eq!(successful_output("tags blog --categories"), "Essays  1\n");
    assert_eq!(
        successful_output("tags blog --query year:2021"),
        "Rust  1\n"
    );
    // A filter that starts with `-` is not parsed as an option.
    assert_eq!(
        successful_output("tags blog --query -year:2020"),
        successful_output("tags blog --query=-year:2020")
    );
    let json = "[\n{\"tag\":\"Rust\",\"posts\":2},\n{\"tag\":\"a\\tb\",\"posts\":1}\n]\n";
    assert_eq!(successful_output("tags blog --format json"), json);
}

#[test]
#[cfg(unix)]
fn path_that_is_not_utf_8_keeps_its_bytes() {
    use std::os::unix::ffi::OsStringExt;

    use crate::library::{Filter, Library};
    use crate::site::OpenTarget;

    let mut library = Library::default();
    let path = OsString::from_vec(b"a\xff.md".to_vec()).into();
    library.extend(vec![Post {
        path,
        ..Post::default()
    }]);
    let loaded = library::LoadedLibrary {
        library,
        filter: Filter::default(),
        target: OpenTarget::plain(Path::new("blog")),
        scan_errors: Vec::new(),
    };
    let mut out = Vec::new();
    let count_words = |_: &Path| None;
    list(
        &loaded,
        OutputFormat::Json,
        &count_words,
        Colors::default(),
        &mut out,
    )
    .unwrap();
    let list: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(list[0]["file"], "blog/a\u{fffd}.md");
    assert_eq!(list[0]["path_bytes"], json!([97, 255, 46, 109, 100]));
}

#[test]
fn closed_pipe_is_not_an_error() {
    struct ClosedPipe;
    impl Write for ClosedPipe {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let context = CliContext {
        load: &|_, _, sink| {
            sink(posts());
            Ok(Vec::new())
        },
        ..context_in(folder.path())
    };
    for line in [
        "list",
        "list --format json",
        "tags",
        "completions bash",
        "man",
        "--help",
    ] {
        let args = std::iter::once("folio")
            .chain(line.split(' '))
            .map(OsString::from);
        let mut err = Vec::new();
        assert_eq!(run(args, &context, &mut ClosedPipe, &mut err), 0, "{line}");
        assert!(err.is_empty(), "{line}");
    }
}

#[test]
fn completions_and_man_page_contain_options_and_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            successful_output(&format!("completions {shell}")).contains("not-tag"),
            "{shell}"
        );
    }
    let page = successful_output("man");
    for part in [
        ".TH folio 1",
        "FOLIO LIST",
        "\\-\\-not\\-tag",
        "\\-\\-header",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // clap checks the definitions of the arguments.
    args::CliArgs::command().debug_assert();
}

/// Runs `line`, which starts with `folio config`, with a configuration file and environment variables. Returns the output.
fn config_output(line: &str, config_text: &str, variables: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (home, themes) = (folder.path(), UserThemes::default());
    // The path is only printed; the file does not exist.
    let config = Config::parse(
        Path::new("/home/config.toml"),
        config_text,
        Some(home),
        themes,
    );
    let env_var = |name: &str| {
        let value = variables.iter().find(|(variable, _)| *variable == name);
        value.map(|(_, value)| (*value).to_owned())
    };
    let context = CliContext {
        load: &|_, _, _| Ok(Vec::new()),
        count_words: &|_, _| None,
        config: config.unwrap(),
        reload: None,
        state_folder: Some(home.join("states")),
        run_reader: &|_| Ok(Exit::Quit),
        env_var: &env_var,
        stdin: &|| Ok(Vec::new()),
        is_stdin_piped: false,
        columns: None,
        now: None,
        environment: Environment::default(),
    };
    let args = line.split(' ').map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(args, &context, &mut out, &mut err);
    let err = String::from_utf8(err).unwrap();
    assert_eq!((status, &*err), (0, ""));
    String::from_utf8(out).unwrap()
}

#[test]
fn config_prints_each_setting_with_its_source() {
    let term = ("TERM", "xterm-256color");
    let text = "theme = \"nord\"\n\n[filters]\nnew = \"is:unread\"\n";
    let out = config_output("folio config --measure 60 --images sixel", text, &[term]);
    let row_starting_with = |start: &str| {
        let mut rows = out.lines().filter(|row| row.starts_with(start));
        let row = rows.next().unwrap_or_else(|| panic!("{start}: {out}"));
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        row_starting_with("theme"),
        "theme = \"nord\" # /home/config.toml:1"
    );
    assert_eq!(
        row_starting_with("filters"),
        "filters.new = \"is:unread\" # /home/config.toml:4"
    );
    assert_eq!(row_starting_with("measure"), "measure = 60 # --measure");
    assert_eq!(row_starting_with("images"), "images = \"sixel\" # --images");
    assert_eq!(row_starting_with("mouse"), "mouse = false # default");
    assert_eq!(row_starting_with("# folder"), "# folder # not set");
    let plain = config_output("folio config", text, &[term, ("NO_COLOR", "1")]);
    assert!(plain.contains("theme = \"plain\""), "{plain}");
    assert!(plain.contains("# NO_COLOR"), "{plain}");
}

#[test]
fn config_shows_the_current_name_of_a_renamed_action() {
    // `open` is the former name of the action `open post`.
    let text = "[keys]\n\"J\" = \"open\"\n\"X\" = \"open post\"\n";
    let out = config_output("folio config", text, &[("TERM", "foot")]);
    assert!(
        out.contains("# /home/config.toml:2, now named \"open post\"\n"),
        "{out}"
    );
    assert!(out.contains("# /home/config.toml:3\n"), "{out}");
}

#[test]
fn config_prints_valid_toml() {
    let text = "theme = { dark = \"nord\", light = \"light\" }\n[keys.list]\n\"s d\" = \"quit\"\n";
    let out = config_output("folio config", text, &[("TERM", "foot")]);
    let config = Config::parse(Path::new("config.toml"), &out, None, UserThemes::default());
    // Line 1 of the output is a comment with the file's path, so the keys come after it.
    let keys_line = config.unwrap().location("keys").map(|(_, line)| line);
    assert!(keys_line.is_some_and(|line| line > 1), "{out}");
}

#[test]
fn config_subcommands_print_the_path_and_the_themes() {
    assert_eq!(
        config_output("folio config path", "", &[]),
        "/home/config.toml\n"
    );
    assert!(config_output("folio config themes", "", &[]).contains("\ntokyo-night\n"));
}
