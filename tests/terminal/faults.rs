//! Faults injected into a running reader: replaced files, full disks, kills, unusual terminals.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;

use crate::fixture::{SIZE, TestEnv, assert_restored};
use crate::pty::Pty;

const POST: &str = "---\ntitle: Mine\n---\nFirst words.\n\n## Second\n\nMore words.\n";

/// Creates a named pipe.
fn make_pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// Creates an environment with one post and an editor that runs a shell script.
fn env_with_editor(script: &str) -> TestEnv {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let editor = env.path("editor");
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let editor = editor.display().to_string();
    env.var("VISUAL", &editor)
}

/// Opens a post in an editor and asserts that the reader is shown again after the editor exits.
///
/// The shell script `editor` is the editor: it prints `editing` and waits for a line. Before the line is sent, `act` is called
/// with the number of bytes that folio and the editor have printed.
#[track_caller]
fn assert_reader_returns_from(editor: &str, act: impl FnOnce(&mut Pty, usize)) {
    let env = env_with_editor(editor);
    let mut pty = env.folio(&["posts/a.md"], SIZE);
    pty.wait_for_text("First words.");
    pty.send("e");
    pty.wait_for_text("editing");
    let output_start = pty.bytes().len();
    act(&mut pty, output_start);
    pty.send("\n");
    pty.wait_for_bytes_after(output_start, b"\x1b[?1049h");
    pty.wait_for_text("First words.");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

/// Returns the path of the file with the saved state of `posts`.
fn state_file(env: &TestEnv) -> PathBuf {
    let output = env.output(&["state", "path", "posts"]);
    let path = String::from_utf8(output.stdout).unwrap();
    path.trim_end().into()
}

#[test]
fn editor_crash_in_raw_mode_does_not_change_the_restored_modes() {
    let env = env_with_editor("stty raw -echo; kill -9 $$");
    let mut pty = env.sh("read go; exec \"$0\" posts/a.md", SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("First words.");
    pty.send("e");
    pty.wait_for_text("signal: 9");
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert_restored(&pty, &before);
}

/// The reader is the session leader, as in `xterm -e folio`, so no shell could continue it.
#[test]
fn suspend_in_an_editor_is_ignored_without_job_control() {
    assert_reader_returns_from("kill -TSTP 0; echo editing; read line", |_, _| {});
}

#[test]
fn sigquit_in_an_editor_does_not_end_the_reader() {
    assert_reader_returns_from(
        "trap '' QUIT; echo editing; read line",
        |pty, output_start| {
            // The terminal echoes the key after it has sent the signal.
            pty.send("\x1c");
            pty.wait_for_bytes_after(output_start, b"^\\");
        },
    );
}

/// Opening a pipe would block until another program writes to it.
#[test]
fn keys_work_after_a_post_becomes_a_pipe() {
    let env = env_with_editor("echo editing");
    let mut pty = env.folio(&["posts/a.md"], SIZE);
    pty.wait_for_text("First words.");
    let post = env.path("posts/a.md");
    make_pipe(&env.path("posts/pipe"));
    fs::rename(env.path("posts/pipe"), &post).unwrap();
    // Both keys read the file: `e` edits it, `ys` copies a section.
    for keys in ["e", "ys"] {
        pty.send(keys);
        // The watcher may remove the post from the list before the key is handled.
        pty.wait_for("a notice or an empty list", |screen| {
            let text = screen.contents();
            text.contains("not a regular file") || text.contains("No posts in this folder")
        });
        // The next key ends the notice.
        pty.send("j");
    }
    pty.send("=");
    pty.wait_for_text("length");
    pty.send("q?");
    pty.wait_for_text("go back to the list");
    pty.send("Q");
    assert!(pty.exit_status().success());
    for args in [
        &["list", "posts"][..],
        &["check", "posts"],
        &["search", "x", "posts"],
    ] {
        let output = env.output(args);
        assert!(
            // The status is 1 if `check` reports a problem or `search` finds nothing.
            output.status.code().is_some_and(|code| code < 2),
            "{args:?}"
        );
    }
    for command in ["show", "toc"] {
        let output = env.output(&[command, "posts/a.md"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("not a regular file"));
    }
}

#[test]
fn binary_file_is_reported_and_others_are_listed() {
    let mut program = b"\x7fELF\x02\x01\x01\0".to_vec();
    program.resize(3 << 20, 0x90);
    let env = TestEnv::with_posts([("a.md", POST.as_bytes()), ("b.md", &program)]);
    let output = env.output(&["list", "posts"]);
    assert!(output.status.success());
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.contains("Mine") && stdout.contains("b.md"),
        "{stdout}"
    );
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("b.md: can't be read: a binary file"),
        "{stderr}"
    );
    let output = env.output(&["check", "posts"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("error[binary-file]"));
    let output = env.output(&["show", "posts/b.md"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

/// Simulates a full disk with a limit on file sizes.
#[test]
fn full_disk_is_reported_and_keeps_saved_state() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Mine");
    pty.send("aQ");
    assert!(pty.exit_status().success());
    let saved = fs::read(state_file(&env)).unwrap();
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" posts";
    let mut pty = env.sh(script, SIZE);
    // Waits for the star, which only the list shows: the article pane may show the title before the list has the post.
    pty.wait_for_text("★");
    pty.send("a");
    pty.wait_for_text("Can't save state");
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert_eq!(fs::read(state_file(&env)).unwrap(), saved);
}

/// A file in place of the folder simulates a home that can't be written. Removing permissions from the folder would have no
/// effect if root runs the test.
#[test]
fn home_that_cannot_be_written_is_reported_and_posts_are_shown() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    fs::remove_dir(env.path("home")).unwrap();
    fs::write(env.path("home"), "").unwrap();
    for args in [&["list", "posts"][..], &["show", "posts/a.md"], &["config"]] {
        let output = env.output(args);
        assert!(output.status.success(), "{args:?} {output:?}");
        assert!(!output.stdout.is_empty(), "{args:?}");
    }
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Mine");
    pty.wait_for_text("First words.");
    pty.send("?");
    pty.wait_for_text("go back to the list");
    pty.send("qja");
    pty.wait_for_text("Can't save state");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn kill_during_a_save_does_not_damage_the_state() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let file = state_file(&env);
    let folder = file.parent().unwrap();
    for round in 0..100 {
        let mut pty = env.folio(&["posts"], SIZE);
        pty.wait_for_text("Mine");
        let before = fs::read(&file).ok();
        pty.send("a");
        if round % 2 == 0 {
            // Kills during the write if the temporary file is noticed in time, else after the write.
            let temporary = folder.join(format!("{}.new", file.file_name().unwrap().display()));
            pty.wait_until("a write", || {
                temporary.exists() || fs::read(&file).ok() != before
            });
        }
        pty.kill(Signal::KILL);
        pty.exit_status();
        if let Ok(text) = fs::read(&file) {
            let state: serde_json::Value =
                serde_json::from_slice(&text).expect("the file is complete JSON");
            assert!(state["posts"].is_object());
        }
    }
    let names = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name());
    let names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    assert!(
        !names.iter().any(|name| name.contains("damaged")),
        "{names:?}"
    );
}

/// Runs `act` while another thread truncates, writes, replaces and removes a file again and again.
fn while_file_is_rewritten(path: &Path, text: &str, act: impl FnOnce()) {
    /// Stops the thread on drop, even if a test fails.
    struct StopOnDrop<'a>(&'a AtomicBool);
    impl Drop for StopOnDrop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let replacement = path.with_extension("replacing");
            while !is_done.load(Ordering::Relaxed) {
                fs::write(path, &text[..text.len() / 2]).unwrap();
                fs::write(path, text).unwrap();
                fs::write(&replacement, text).unwrap();
                fs::rename(&replacement, path).unwrap();
                let _ = fs::remove_file(path);
            }
        });
        let _stop = StopOnDrop(&is_done);
        act();
    });
}

#[test]
fn reader_works_while_another_program_rewrites_the_state() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let file = state_file(&env);
    // A star is called `marked` in the file.
    let complete = "{\"version\":1,\"posts\":{\"a.md\":{\"marked\":true}}}";
    while_file_is_rewritten(&file, complete, || {
        for _ in 0..30 {
            assert!(env.output(&["list", "posts"]).status.success());
        }
        for _ in 0..5 {
            let mut pty = env.folio(&["posts"], SIZE);
            pty.wait_for_text("Mine");
            pty.send("aQ");
            assert!(pty.exit_status().success());
        }
    });
    // State that is saved afterwards is restored.
    let _ = fs::remove_file(&file);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Mine");
    pty.send("a");
    pty.wait_for_text("★");
    pty.send("Q");
    assert!(pty.exit_status().success());
    let output = env.output(&["list", "posts", "--query", "is:starred"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("Mine"));
}

/// A command may find an incomplete post, or none, so every exit status is allowed except that of a crash.
#[test]
fn posts_may_change_while_they_are_read() {
    let env = TestEnv::with_posts([("b.md", POST)]);
    let post = env.path("posts/a.md");
    let text = format!(
        "---\ntitle: Changing\n---\n{}",
        "Some *words*.\n\n".repeat(20_000)
    );
    while_file_is_rewritten(&post, &text, || {
        for _ in 0..5 {
            for args in [
                &["list", "posts"][..],
                &["check", "posts"],
                &["search", "words", "posts"],
                &["show", "posts/a.md"],
                &["toc", "posts/a.md"],
            ] {
                let output = env.output(args);
                assert!(
                    matches!(output.status.code(), Some(0..=2)),
                    "{args:?} {output:?}"
                );
                let names_other_post = String::from_utf8_lossy(&output.stdout).contains("b.md");
                assert!(
                    names_other_post || !matches!(args[0], "list" | "search"),
                    "{args:?} {output:?}"
                );
            }
        }
        let mut pty = env.folio(&["posts"], SIZE);
        pty.wait_for_text("Mine");
        pty.send("ggGgg?");
        pty.wait_for_text("go back to the list");
        pty.send("Q");
        assert!(pty.exit_status().success());
    });
    fs::write(&post, text).unwrap();
    let output = env.output(&["list", "posts"]);
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("Changing")
    );
}

/// A command may read an incomplete configuration, which is an error.
#[test]
fn incomplete_configuration_is_at_most_an_error() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let config = env.path("home/.config/folio/config.toml");
    while_file_is_rewritten(&config, "measure = 70\n", || {
        for _ in 0..30 {
            let output = env.output(&["list", "posts"]);
            assert!(matches!(output.status.code(), Some(0 | 2)), "{output:?}");
        }
    });
    fs::write(&config, "measure = 70\n").unwrap();
    let output = env.output(&["config"]);
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("measure = 70")
    );
}

#[test]
fn absolute_path_works_in_a_removed_folder() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let posts = env.path("posts");
    let script = format!(
        "mkdir gone; cd gone; rmdir ../gone; exec \"$0\" list '{}'",
        posts.display()
    );
    let mut pty = env.sh(&script, SIZE);
    pty.wait_for_text("Mine");
    assert!(pty.exit_status().success());
}

/// A screen with the reported size would exhaust memory, so folio uses a smaller one.
#[test]
fn oversized_terminal_works() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let script = "stty rows 65535 cols 65535; exec \"$0\" posts";
    let mut pty = env.sh(script, SIZE);
    pty.wait_for_bytes(b"Mine");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn long_terminal_answer_is_not_decoded_as_keys() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Mine");
    // The device control string looks like an answer of the terminal. Each of its letters would quit if it were decoded as a
    // key. The key `?` follows.
    pty.send([b"\x1bP", &b"Q".repeat(9000)[..], b"\x1b\\?"].concat());
    pty.wait_for_text("go back to the list");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn log_is_written_only_if_enabled() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    make_pipe(&env.path("posts/b.md"));
    let log = env.path("home/.local/state/folio/folio.log");
    assert!(env.output(&["list", "posts"]).status.success());
    assert!(!log.exists());
    assert!(
        env.output(&["list", "posts", "--log", "warn"])
            .status
            .success()
    );
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.contains("WARN") && text.contains("b.md"), "{text}");
    let env = env.var("FOLIO_LOG", "debug");
    assert!(env.output(&["list", "posts"]).status.success());
    assert!(fs::read_to_string(&log).unwrap().len() > text.len());
    let env = env.var("FOLIO_LOG", "loud");
    let output = env.output(&["list", "posts"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown level `loud`"));
    // An empty variable counts as unset.
    let env = env.var("FOLIO_LOG", "").var("FOLIO_CONFIG", "");
    assert!(env.output(&["list", "posts"]).status.success());
}
