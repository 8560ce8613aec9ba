//! Faults injected into a running reader: files that become something else, full disks, kills, strange terminals.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;

use crate::fixture::{SIZE, TestEnv, assert_given_back};

const POST: &str = "---\ntitle: Mine\n---\nFirst words.\n\n## Second\n\nMore words.\n";

fn make_pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// An environment with one post and an editor that runs this shell script.
fn env_with_editor(script: &str) -> TestEnv {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let editor = env.path("editor");
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let editor = editor.display().to_string();
    env.var("VISUAL", &editor)
}

fn state_file(env: &TestEnv) -> PathBuf {
    let output = env.output(&["state", "path", "posts"]);
    let path = String::from_utf8(output.stdout).unwrap();
    path.trim_end().into()
}

#[test]
fn an_editor_that_dies_in_raw_mode_leaves_the_modes_as_they_were() {
    let env = env_with_editor("stty raw -echo; kill -9 $$");
    let mut pty = env.sh("read go; exec \"$0\" posts/a.md", SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("First words.");
    pty.send("e");
    pty.wait_for_text("signal: 9");
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert_given_back(&pty, &before);
}

/// The reader leads its session, as in `xterm -e folio`, so no shell could continue it.
#[test]
fn a_stop_in_an_editor_without_job_control_does_not_stop_the_reader() {
    let env = env_with_editor("kill -TSTP 0; echo editing; read line");
    let mut pty = env.folio(&["posts/a.md"], SIZE);
    pty.wait_for_text("First words.");
    pty.send("e");
    pty.wait_for_text("editing");
    let edited = pty.bytes().len();
    pty.send("\n");
    pty.wait_for_bytes_after(edited, b"\x1b[?1049h");
    pty.wait_for_text("First words.");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn a_quit_signal_in_an_editor_does_not_end_the_reader() {
    let env = env_with_editor("trap '' QUIT; echo editing; read line");
    let mut pty = env.folio(&["posts/a.md"], SIZE);
    pty.wait_for_text("First words.");
    pty.send("e");
    pty.wait_for_text("editing");
    let edited = pty.bytes().len();
    pty.send("\x1c\n");
    pty.wait_for_bytes_after(edited, b"\x1b[?1049h");
    pty.wait_for_text("First words.");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

/// Opening a pipe waits for a writer.
#[test]
fn no_key_waits_for_a_post_that_has_become_a_pipe() {
    let env = env_with_editor("echo editing");
    let mut pty = env.folio(&["posts/a.md"], SIZE);
    pty.wait_for_text("First words.");
    let post = env.path("posts/a.md");
    make_pipe(&env.path("posts/pipe"));
    fs::rename(env.path("posts/pipe"), &post).unwrap();
    for keys in ["e", "ys"] {
        pty.send(keys);
        pty.wait_for_text("not a regular file");
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
fn a_binary_file_is_a_problem_and_nothing_more() {
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
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("b.md: this can't be read: a binary file"),
        "{said}"
    );
    let output = env.output(&["check", "posts"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("error[binary-file]"));
    let output = env.output(&["show", "posts/b.md"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

/// A write beyond the limit of file sizes fails as on a full disk.
#[test]
fn a_full_disk_is_reported_once_and_loses_nothing_saved() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Mine");
    pty.send("aQ");
    assert!(pty.exit_status().success());
    let saved = fs::read(state_file(&env)).unwrap();
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" posts";
    let mut pty = env.sh(script, SIZE);
    pty.wait_for_text("Mine");
    pty.send("a");
    pty.wait_for_text("Nothing can be saved");
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert_eq!(fs::read(state_file(&env)).unwrap(), saved);
}

#[test]
fn kills_while_state_is_saved_damage_nothing() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let file = state_file(&env);
    let folder = file.parent().unwrap();
    for turn in 0..20 {
        let mut pty = env.folio(&["posts"], SIZE);
        pty.wait_for_text("Mine");
        let before = fs::read(&file).ok();
        pty.send("a");
        if turn % 2 == 0 {
            // In the middle of the write, if it can be seen.
            let temporary = folder.join(format!("{}.new", file.file_name().unwrap().display()));
            pty.wait_until("a write", || {
                temporary.exists() || fs::read(&file).ok() != before
            });
        }
        pty.kill(Signal::KILL);
        pty.exit_status();
        if let Ok(text) = fs::read(&file) {
            let state: serde_json::Value = serde_json::from_slice(&text).expect("it is whole");
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

/// The cells of such a screen would take all memory.
#[test]
fn a_terminal_of_an_impossible_size_is_survived() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let script = "stty rows 65535 cols 65535; exec \"$0\" posts";
    let mut pty = env.sh(script, SIZE);
    pty.wait_for_bytes(b"Mine");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn a_long_answer_of_the_terminal_types_no_keys() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Mine");
    pty.send([b"\x1bP", &b"Q".repeat(9000)[..], b"\x1b\\?"].concat());
    pty.wait_for_text("go back to the list");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn a_log_is_written_on_demand_only() {
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
    assert!(String::from_utf8_lossy(&output.stderr).contains("no level `loud`"));
    // As if it were not set.
    let env = env.var("FOLIO_LOG", "").var("FOLIO_CONFIG", "");
    assert!(env.output(&["list", "posts"]).status.success());
}
