//! ^Z, `fg`, and stop signals from other processes.

use rustix::process::{Signal, WaitOptions, waitpid};

use crate::fixture::{SIZE, TestEnv, assert_restored};

#[test]
fn suspend_stops_the_job_and_fg_resumes_it() {
    let script = "set -m; read go; \"$0\" posts; echo stopped; read go; fg; echo back $?";
    assert_suspends_and_resumes(script);
}

/// Programs such as `cargo run` and `sudo` wait in the same job for folio. If they did not stop too, the outer shell would
/// not get the terminal back.
#[test]
fn suspend_stops_all_processes_of_a_nested_job() {
    let script = "set -m; read go; sh -c '\"$0\" posts; echo inner $?' \"$0\"; \
                  echo stopped; read go; fg; echo back $?";
    assert_suspends_and_resumes(script);
}

/// Runs a script that starts folio as a job, and continues the job after a line of input. Asserts that ^Z shows the shell, and
/// that the list is drawn again in the terminal's new size.
#[track_caller]
fn assert_suspends_and_resumes(script: &str) {
    let env = TestEnv::with_tour();
    let mut pty = env.sh(script, SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("Welcome to folio");
    pty.send("j\x1a");
    pty.wait_for("the shell", |screen| {
        !screen.alternate_screen() && screen.contents().contains("stopped")
    });
    assert_restored(&pty, &before);
    // Only the foreground job is told about a resize, so folio must read the new size when it resumes.
    pty.resize(SIZE.0 + 20, SIZE.1 + 5);
    let output_start = pty.bytes().len();
    pty.send("\n");
    pty.wait_for_bytes_after(output_start, b"\x1b[?1049h");
    pty.wait_for("the list again", |screen| {
        let last = screen.rows(0, SIZE.0).last().unwrap();
        screen.contents().contains("Welcome to folio") && last.contains("? help")
    });
    assert!(pty.screen(vt100::Screen::alternate_screen));
    pty.send("/yaml");
    pty.wait_for_text("1 of 12 posts");
    pty.send("\rQ");
    assert!(pty.exit_status().success());
    pty.wait_for_text("back 0");
    assert_restored(&pty, &before);
}

/// In `xterm -e folio` there is no shell that could continue folio.
#[test]
fn suspend_is_ignored_without_job_control() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.send("\x1a/yaml");
    pty.wait_for_text("1 of 12 posts");
    assert!(pty.screen(vt100::Screen::alternate_screen));
    pty.send("\rQ");
    assert!(pty.exit_status().success());
}

#[test]
fn external_stop_and_continue_restores_the_screen() {
    let env = TestEnv::with_tour();
    let (mut pty, before) = env.record_modes_and_start();
    let raw_modes = pty.modes();
    pty.kill(Signal::STOP);
    pty.wait_until("stopped", || {
        let options = WaitOptions::UNTRACED | WaitOptions::NOHANG;
        let status = waitpid(Some(pty.pid()), options).unwrap();
        status.is_some_and(|(_, status)| status.stopped())
    });
    pty.set_canonical_mode();
    pty.write_as_other_program(b"\x1b[?1049l\x1b[?25h\x1b[2J\x1b[Hthe shell was here");
    let output_start = pty.bytes().len();
    pty.kill(Signal::CONT);
    pty.wait_for_bytes_after(output_start, b"\x1b[?1049h");
    pty.wait_for("the list again", |screen| {
        screen.alternate_screen()
            && screen.hide_cursor()
            && screen.contents().contains("Welcome to folio")
            && !screen.contents().contains("the shell")
    });
    assert_eq!(pty.modes(), raw_modes);
    pty.send("q");
    assert!(pty.exit_status().success());
    assert_restored(&pty, &before);
}

/// SIGTSTP from another process is handled like the ^Z key.
#[test]
fn sigtstp_restores_the_terminal_before_stopping() {
    let env = TestEnv::with_tour();
    let script = "set -m; read go; sh -c 'echo $$ >pid; exec \"$0\" posts' \"$0\"; \
                  echo stopped; read go; fg; echo back $?";
    let mut pty = env.sh(script, SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("Welcome to folio");
    let pid = std::fs::read_to_string(env.path("pid")).unwrap();
    let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
    rustix::process::kill_process(pid, Signal::TSTP).unwrap();
    pty.wait_for("the shell", |screen| {
        !screen.alternate_screen() && screen.contents().contains("stopped")
    });
    assert_restored(&pty, &before);
    let output_start = pty.bytes().len();
    pty.send("\n");
    pty.wait_for_bytes_after(output_start, b"Welcome to folio");
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert_restored(&pty, &before);
}

/// A job in the background stops again instead of taking the terminal from the shell.
#[test]
#[cfg(target_os = "linux")]
fn background_job_does_not_take_the_terminal() {
    let env = TestEnv::with_tour();
    let script = "set -m; read go; sh -c 'echo $$ >pid; exec \"$0\" posts' \"$0\"; echo stopped; \
                  read go; bg; echo continued; read go; fg; echo back $?";
    let mut pty = env.sh(script, SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("Welcome to folio");
    let pid = std::fs::read_to_string(env.path("pid")).unwrap();
    let process_status =
        || std::fs::read_to_string(format!("/proc/{}/status", pid.trim())).unwrap();
    pty.send("\x1a");
    pty.wait_for_text("stopped");
    let stopped_status = process_status();
    pty.send("\n");
    pty.wait_for_text("continued");
    // The status counts context switches, so it differs once the job has run.
    pty.wait_until("stopped again", || {
        let status = process_status();
        status != stopped_status && status.contains("State:\tT")
    });
    assert_restored(&pty, &before);
    let output_start = pty.bytes().len();
    pty.send("\n");
    pty.wait_for_bytes_after(output_start, b"Welcome to folio");
    pty.send("Q");
    assert!(pty.exit_status().success());
    assert_restored(&pty, &before);
}
