//! Tests of the test harness itself, with a shell.

use rustix::process::Signal;

use crate::pty::Pty;

#[test]
fn child_reads_writes_and_exits() {
    let script = "echo at $(stty size); read line; echo got $line; exit 3";
    let mut pty = Pty::spawn_program(&["sh", "-c", script], (40, 5), &[]);
    pty.wait_for_text("at 5 40");
    pty.send("hello\n");
    pty.wait_for_text("got hello");
    assert_eq!(pty.exit_status().exit_code(), 3);
}

#[test]
fn child_receives_resizes_and_signals() {
    let script = "trap 'stty size' WINCH; trap 'echo bye; exit 4' TERM; echo up; \
                  while :; do read line; done";
    let mut pty = Pty::spawn_program(&["sh", "-c", script], (40, 5), &[]);
    pty.wait_for_text("up");
    // A shell can miss a signal that comes just before its `read` blocks; the line ends the `read`.
    pty.resize(60, 9);
    pty.send("\n");
    pty.wait_for_text("9 60");
    pty.kill(Signal::TERM);
    pty.send("\n");
    pty.wait_for_text("bye");
    assert_eq!(pty.exit_status().exit_code(), 4);
}

#[test]
fn mode_changes_are_visible() {
    let script = "was=$(stty -g); read line; stty raw -echo; echo raw; read line; stty $was; \
                  echo cooked; read line";
    let mut pty = Pty::spawn_program(&["sh", "-c", script], (40, 5), &[]);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("raw");
    assert_ne!(pty.modes(), before);
    pty.send("\n");
    pty.wait_for_bytes(b"cooked");
    assert_eq!(pty.modes(), before);
}

#[test]
fn child_notices_a_hangup() {
    let script = "trap 'exit 5' HUP; echo up; while :; do read line; done";
    let mut pty = Pty::spawn_program(&["sh", "-c", script], (40, 5), &[]);
    pty.wait_for_text("up");
    pty.hang_up();
    assert_eq!(pty.exit_status().exit_code(), 5);
}

/// The child is a session leader, which can't be stopped. A job of a shell can: here, the job stops itself.
#[test]
fn job_of_a_shell_stops_and_continues() {
    let script = "set -m; sh -c 'kill -STOP $$; echo resumed'; echo stopped; fg; echo done";
    let mut pty = Pty::spawn_program(&["sh", "-c", script], (60, 8), &[]);
    assert!(pty.exit_status().success());
    pty.wait_for_text("stopped");
    pty.wait_for_text("resumed");
    pty.wait_for_text("done");
}

#[test]
fn screen_and_bytes_are_both_available() {
    let mut pty = Pty::spawn_program(&["printf", "\\033[1mbold"], (40, 5), &[]);
    pty.wait_for("bold text", |screen| {
        screen.cell(0, 0).is_some_and(vt100::Cell::bold)
    });
    assert!(pty.exit_status().success());
    assert_eq!(pty.bytes(), b"\x1b[1mbold");
    assert_eq!(pty.screen(vt100::Screen::contents), "bold");
}
