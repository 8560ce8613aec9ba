//! The clipboard over ssh, the editor, and mouse capture.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::fixture::{SIZE, TestEnv, assert_restored};

const POST: &str = "---\ntitle: Mine\n---\nFirst words.\n\n## Second\n\n```sh\nls\t-l\n```\n";

#[test]
fn copy_over_ssh_uses_the_terminal_clipboard() {
    let env = TestEnv::with_posts([("a.md", POST)]).var("SSH_CONNECTION", "1 2 3 4");
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("First words.");
    // Enter opens the post, and `yc` copies its code.
    pty.send("\ryc");
    pty.wait_for_text("Copied the code, 1 line");
    // "ls\t-l\n" in base64.
    pty.wait_for_bytes(b"\x1b]52;c;bHMJLWwK\x07");
    pty.send("yp");
    pty.wait_for_text("Copied the path");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

/// The editor of this test is a script. It writes its arguments to a file and changes a heading of the post.
#[test]
fn editor_opens_at_the_section_and_edits_are_loaded() {
    let env = TestEnv::with_posts([("a.md", POST)]);
    // An editor of this name gets the line as `+LINE`.
    let editor = env.path("vim");
    let script =
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > arguments\nsed -i.before 's/Second/Other/' \"$3\"\n";
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let command = format!("'{}' -n", editor.display());
    // `VISUAL` has precedence, so `false` is not run.
    let env = env.var("VISUAL", &command).var("EDITOR", "false");
    let mut pty = env.folio(&["posts/a.md"], SIZE);
    pty.wait_for_text("First words.");
    pty.send("]");
    pty.send("e");
    pty.wait_for_text("Other");
    let arguments = fs::read_to_string(env.path("arguments")).unwrap();
    let arguments: Vec<&str> = arguments.lines().collect();
    // `## Second` is line 6.
    assert_eq!(arguments[..2], ["-n", "+6"]);
    assert!(arguments[2].ends_with("posts/a.md"));
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn captured_mouse_is_released_on_quit() {
    let env = TestEnv::with_tour();
    let (mut pty, modes_before) = env.record_modes_and_start();
    pty.send("M");
    pty.wait_for_bytes(b"\x1b[?1000h\x1b[?1006h");
    // A wheel event over the list ends the notice that `M` has shown.
    pty.send("\x1b[<65;5;10M");
    pty.wait_for("no notice", |screen| {
        !screen.contents().contains("M gives it back")
    });
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert!(memchr::memmem::find(&pty.bytes(), b"\x1b[?1006l\x1b[?1000l").is_some());
    assert_restored(&pty, &modes_before);
}
