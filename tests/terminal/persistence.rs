//! The state that folio saves in one run and restores in the next.

use std::fs;
use std::path::PathBuf;

use rustix::process::Signal;

use crate::fixture::{SIZE, TestEnv};

/// Creates an environment with posts that are several screens long.
fn env() -> TestEnv {
    let post = |name: &str| {
        let parts = (1..60).map(|part| format!("## Part {part} of {name}\n\nText {part}.\n\n"));
        let text = format!(
            "---\ntitle: Post {name}\n---\n{}",
            parts.collect::<String>()
        );
        (format!("{name}.md"), text)
    };
    TestEnv::with_posts(["a", "b"].map(post))
}

/// Returns the standard output of a command that must succeed.
fn printed(env: &TestEnv, args: &[&str]) -> String {
    let output = env.output(args);
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the path of the library's state file, which may not exist.
fn state_file(env: &TestEnv) -> PathBuf {
    printed(env, &["state", "path", "posts"]).trim_end().into()
}

/// Returns 24 rows of the article pane, without the list at their left.
fn article_rows(screen: &vt100::Screen) -> Vec<String> {
    let rows = screen.rows(36, 60).skip(2).take(24);
    rows.map(|row| row.trim_end().to_owned()).collect()
}

#[test]
fn state_is_restored_after_a_restart() {
    let env = env();
    for exit in ["Q", "q", "terminate", "hang up"] {
        let mut pty = env.folio(&["posts"], SIZE);
        pty.wait_for_text("Post b");
        pty.send("j\r");
        pty.wait_for_text("Part 1 of b");
        // `Gg` goes to the end and back: the last position is saved, not the farthest. The fourth `]` goes to Part 4, and `jj`
        // two rows further.
        pty.send("Gg]]]]jj");
        pty.wait_for("the text of Part 4", |screen| {
            article_rows(screen)[2].contains("Text 4.")
        });
        let before = pty.screen(article_rows);
        match exit {
            "terminate" => pty.kill(Signal::TERM),
            "hang up" => pty.kill(Signal::HUP),
            // The first `q` goes back to the list, the second quits.
            "q" => pty.send("qq"),
            keys => pty.send(keys),
        }
        pty.exit_status();
        let mut pty = env.folio(&["posts"], SIZE);
        pty.wait_for(exit, |screen| article_rows(screen) == before);
        // The footer lists `h` only if the article pane is focused.
        let is_article_focused = pty.screen(|screen| screen.contents().contains("h list"));
        assert_eq!(
            is_article_focused,
            exit != "q",
            "the focused pane is restored: {exit}"
        );
        pty.send("Q");
        pty.exit_status();
        printed(&env, &["state", "clear", "posts"]);
    }
}

#[test]
fn state_survives_a_kill() {
    let env = env();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Post b");
    pty.send("ja");
    let file = state_file(&env);
    pty.wait_until("the state file", || file.exists());
    pty.kill(Signal::KILL);
    pty.exit_status();
    assert!(printed(&env, &["list", "posts", "--query", "is:starred"]).contains("Post b"));
}

#[test]
fn two_readers_keep_each_others_state() {
    let env = env();
    let (mut first, mut second) = (env.folio(&["posts"], SIZE), env.folio(&["posts"], SIZE));
    first.wait_for_text("Post b");
    second.wait_for_text("Post b");
    // `a` stars the selected post, `x` marks it as read.
    first.send("a");
    second.send("ja");
    first.wait_for_text("★");
    second.wait_for_text("★");
    second.send("Q");
    first.send("xQ");
    assert!(first.exit_status().success() && second.exit_status().success());
    let list = |query| printed(&env, &["list", "posts", "--query", query]);
    let starred = list("is:starred");
    assert!(
        starred.contains("Post a") && starred.contains("Post b"),
        "{starred}"
    );
    let read = list("is:read");
    assert!(
        read.contains("Post a") && !read.contains("Post b"),
        "{read}"
    );
}

#[test]
fn disabled_state_and_piped_text_write_no_files() {
    let env = env();
    let mut pty = env.folio(&["--no-state", "posts"], SIZE);
    pty.wait_for_text("Post b");
    pty.send("ax\rGQ");
    assert!(pty.exit_status().success());
    let mut pty = env.sh("\"$0\" < posts/a.md", SIZE);
    pty.wait_for_text("Part 1 of a");
    // Scrolls, toggles a flag and quits; the blank after `m` sets no mark.
    pty.send("Gggddm aQ");
    assert!(pty.exit_status().success());
    fs::write(env.path("off.toml"), "state = false\n").unwrap();
    let env = env.var("FOLIO_CONFIG", "off.toml");
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Post b");
    pty.send("axQ");
    assert!(pty.exit_status().success());
    let state_folder = env.path("home/.local/state/folio");
    assert!(!state_folder.exists());
}

#[test]
fn unwritable_state_folder_is_not_an_error() {
    let env = env();
    fs::create_dir_all(env.path("home/.local")).unwrap();
    fs::write(env.path("home/.local/state"), "a file").unwrap();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Post b");
    pty.send("a");
    pty.wait_for_text("Can't save state");
    pty.send("xQ");
    assert!(pty.exit_status().success());
    for home in ["/nonexistent", ""] {
        let script = format!("unset XDG_STATE_HOME; HOME={home} exec \"$0\" posts");
        let mut pty = env.sh(&script, SIZE);
        pty.wait_for_text("Post b");
        pty.send("jQ");
        assert!(pty.exit_status().success());
    }
}

#[test]
fn damaged_state_file_is_renamed_and_reported() {
    let env = env();
    let file = state_file(&env);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "{\"posts\":{\"a.md").unwrap();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("The saved state of this library is damaged");
    // A star needs a selected post, so the test waits for the posts.
    pty.wait_for_text("Post b");
    pty.send("aQ");
    assert!(pty.exit_status().success());
    let names = fs::read_dir(file.parent().unwrap()).unwrap().flatten();
    let names: Vec<_> = names
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert!(
        names.iter().any(|name| name.contains(".json.damaged-")),
        "{names:?}"
    );
    let stdout = printed(&env, &["state", "clear", "--all"]);
    assert!(
        stdout.starts_with("removed the state of 1 library in "),
        "{stdout}"
    );
    assert!(printed(&env, &["state", "clear", "posts"]).starts_with("there is no saved state: "));
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 0);
}

#[test]
fn each_library_keeps_its_selection() {
    let env = env();
    let other = env.path("other");
    fs::create_dir(&other).unwrap();
    for name in ["x", "y", "z"] {
        fs::write(other.join(format!("{name}.md")), format!("# Post {name}\n")).unwrap();
    }
    let config = env.path("home/.config/folio");
    fs::create_dir_all(&config).unwrap();
    let libraries = format!("[libraries]\nother = \"{}\"\n", other.display());
    fs::write(config.join("config.toml"), libraries).unwrap();
    assert!(printed(&env, &["list", "@other"]).contains("Post y"));
    let output = env.output(&["list", "@othr"]);
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "folio: unknown library `@othr`; did you mean `@other`?\n"
    );

    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Post b");
    pty.send("j");
    pty.wait_for_text("Part 1 of b");
    pty.send("O");
    pty.wait_for_text("@other");
    pty.wait_for_text("open · 2 posts");
    pty.send("g\r");
    pty.wait_for_text("3 posts");
    pty.send("jj");
    pty.wait_for("the last post is selected", |screen| {
        screen.contents().contains("▌Post z")
    });
    pty.send("O");
    // The picker lists the library `posts` too, since it was open in this session.
    pty.wait_for_text("2 posts");
    pty.send("G\r");
    pty.wait_for("the selected post is the same", |screen| {
        screen.contents().contains("▌Post b")
    });
    pty.send("O");
    pty.wait_for_text("@other");
    pty.send("g\r");
    pty.wait_for("the selected post is the same", |screen| {
        screen.contents().contains("▌Post z")
    });
    pty.send("Q");
    pty.exit_status();
}
