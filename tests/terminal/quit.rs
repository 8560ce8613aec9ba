//! The terminal is restored, regardless of how folio exits.

use std::io::{Read, Write};
use std::thread;

use folio::runtime::{panics, terminal};
use rustix::process::Signal;

use crate::fixture::{SIZE, TestEnv, assert_restored};
use crate::pty::Pty;

#[test]
fn fatal_signals_restore_the_terminal() {
    // The exit status is 128 plus the number of the signal.
    for (signal, status) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
    ] {
        let env = TestEnv::with_tour();
        let (mut pty, before) = env.record_modes_and_start();
        pty.kill(signal);
        assert_eq!(pty.exit_status().exit_code(), status, "{signal:?}");
        assert_restored(&pty, &before);
    }
}

/// The signal arrives as soon as folio has changed the terminal's modes.
#[test]
fn signal_before_the_first_frame_restores_the_terminal() {
    let env = TestEnv::with_tour();
    for _ in 0..10 {
        // The shell waits for a line, so that the modes are read before folio starts.
        let mut pty = env.sh("read go; exec \"$0\" posts", SIZE);
        let before = pty.modes();
        pty.send("\n");
        pty.wait_until("raw", || pty.modes() != before);
        pty.kill(Signal::TERM);
        pty.exit_status();
        assert_eq!(pty.modes(), before);
        assert!(!pty.screen(vt100::Screen::alternate_screen));
        assert!(!pty.screen(vt100::Screen::hide_cursor));
    }
}

/// folio is stopped when the signal arrives, so it exits once it is continued.
#[test]
fn signal_while_suspended_restores_the_terminal() {
    let env = TestEnv::with_tour();
    let script = "set -m; read go; \"$0\" posts; echo stopped; read go; kill %1; fg; echo back";
    let mut pty = env.sh(script, SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("Welcome to folio");
    pty.send("\x1a");
    pty.wait_for_text("stopped");
    pty.send("\n");
    pty.exit_status();
    pty.wait_for_text("back");
    assert_restored(&pty, &before);
}

#[test]
fn hangup_ends_the_reader() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.hang_up();
    pty.exit_status();
}

/// folio runs in its own session, so it gets no SIGHUP. The shell may redirect the standard input of a background process, so
/// descriptor 3 keeps the terminal for folio.
#[test]
#[cfg(target_os = "linux")]
fn hangup_without_a_signal_ends_the_reader() {
    let env = TestEnv::with_tour();
    let script = "trap '' HUP; exec 3<&0; \
                  { setsid -w \"$0\" posts <&3; echo $? >ended; } & wait; wait";
    let mut pty = env.sh(script, SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.hang_up();
    pty.wait_until("ended", || env.path("ended").exists());
}

#[test]
fn panic_restores_the_terminal_before_the_message() {
    let env = TestEnv::new().var(SCENARIO_VARIABLE, "panic");
    let (mut pty, before) = start_scenario(&env);
    pty.send("x");
    assert!(!pty.exit_status().success());
    assert_restored(&pty, &before);
    let bytes = pty.bytes();
    let restored = memchr::memmem::rfind(&bytes, b"\x1b[?1049l").unwrap();
    let message = memchr::memmem::find(&bytes, b"the reader failed").unwrap();
    assert!(restored < message);
    pty.wait_for_text("the reader failed");
}

/// A panic message may contain text of a post. For example, the message of a slice out of bounds quotes the sliced text.
#[test]
fn panic_message_contains_no_control_characters() {
    let env = TestEnv::new().var(SCENARIO_VARIABLE, "controls");
    let (mut pty, before) = start_scenario(&env);
    pty.send("x");
    assert!(!pty.exit_status().success());
    assert_restored(&pty, &before);
    pty.wait_for_text("the reader failed at ␛]0;x␇");
    // The output contains no BEL, so no sequence of the message reaches the terminal.
    assert!(!pty.bytes().contains(&0x07));
}

#[test]
fn background_panic_is_printed_after_the_reader_exits() {
    let env = TestEnv::new().var(SCENARIO_VARIABLE, "background");
    let (mut pty, before) = start_scenario(&env);
    pty.send("x");
    pty.wait_for_text("still reading");
    assert!(pty.screen(vt100::Screen::alternate_screen));
    assert!(memchr::memmem::find(&pty.bytes(), b"a worker failed").is_none());
    pty.send("x");
    assert!(pty.exit_status().success());
    assert_restored(&pty, &before);
    pty.wait_for_text("folio: a background thread panicked at ");
    pty.wait_for_text("a worker failed at ␛]0;x␇");
    assert!(!pty.bytes().contains(&0x07));
}

/// Environment variable that selects the scenario of [`scenario`]; without it, `scenario` does nothing.
const SCENARIO_VARIABLE: &str = "FOLIO_TEST_SCENARIO";

/// Runs [`scenario`] in a terminal and waits until the scenario has set the terminal's modes. Returns the terminal and its
/// original modes.
fn start_scenario(env: &TestEnv) -> (Pty, String) {
    let test_program = std::env::current_exe().unwrap();
    let script =
        "read go; exec \"$0\" --exact quit::scenario --ignored --nocapture --test-threads 1";
    let mut pty = env.start("sh", &["-c", script, test_program.to_str().unwrap()], SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("reading");
    (pty, before)
}

/// A program that other tests start. It sets the terminal's modes like folio and panics at the first key. In the scenario
/// `background`, another thread panics.
#[test]
#[ignore = "a program that other tests run in a terminal"]
fn scenario() {
    let Ok(scenario) = std::env::var(SCENARIO_VARIABLE) else {
        return;
    };
    panics::install_hook();
    let session = terminal::enter().unwrap();
    let mut output = session.output();
    let mut key = [0];
    output.write_all(b"reading").unwrap();
    std::io::stdin().read_exact(&mut key).unwrap();
    assert!(scenario != "panic", "the reader failed");
    assert!(
        scenario != "controls",
        "the reader failed at \x1b]0;x\x07\u{9b}"
    );
    let worker = thread::spawn(|| panic!("a worker failed at \x1b]0;x\x07\u{9b}"));
    assert!(worker.join().is_err());
    output.write_all(b", still reading").unwrap();
    std::io::stdin().read_exact(&mut key).unwrap();
    drop(session);
    panics::report_background_panics();
}
