//! The terminal is given back as it was, however folio ends.

use std::io::{Read, Write};
use std::thread;

use folio::runtime::{panics, terminal};
use rustix::process::Signal;

use crate::fixture::{SIZE, TestEnv, assert_given_back};
use crate::pty::Pty;

#[test]
fn signals_that_end_it_give_the_terminal_back() {
    for (signal, status) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
    ] {
        let env = TestEnv::with_tour();
        let (mut pty, before) = env.folio_after_modes();
        pty.kill(signal);
        assert_eq!(pty.exit_status().exit_code(), status, "{signal:?}");
        assert_given_back(&pty, &before);
    }
}

/// The signal comes as soon as folio has the terminal.
#[test]
fn a_signal_before_the_first_frame_gives_the_terminal_back() {
    let env = TestEnv::with_tour();
    for _ in 0..10 {
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

/// folio is stopped when the signal comes, so it ends once it is continued.
#[test]
fn a_signal_while_it_is_stopped_gives_the_terminal_back() {
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
    assert_given_back(&pty, &before);
}

#[test]
fn a_hang_up_ends_it() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.hang_up();
    pty.exit_status();
}

/// folio has a session of its own, so it gets no signal.
#[test]
#[cfg(target_os = "linux")]
fn a_hang_up_ends_it_also_without_a_signal() {
    let env = TestEnv::with_tour();
    let script = "trap '' HUP; trap 'echo resized' WINCH; exec 3<&0; \
                  { setsid -w \"$0\" posts <&3; echo $? >ended; } & wait; wait";
    let mut pty = env.sh(script, SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.hang_up();
    pty.wait_until("ended", || env.path("ended").exists());
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let env = TestEnv::new().var(PART, "panic");
    let (mut pty, before) = play(&env);
    pty.send("x");
    assert!(!pty.exit_status().success());
    assert_given_back(&pty, &before);
    let bytes = pty.bytes();
    let left = memchr::memmem::rfind(&bytes, b"\x1b[?1049l").unwrap();
    let told = memchr::memmem::find(&bytes, b"the reader fell").unwrap();
    assert!(left < told);
    pty.wait_for_text("the reader fell");
}

/// The message of a slice out of bounds quotes the text.
#[test]
fn a_panic_that_quotes_a_post_sends_nothing_of_its() {
    let env = TestEnv::new().var(PART, "quote");
    let (mut pty, before) = play(&env);
    pty.send("x");
    assert!(!pty.exit_status().success());
    assert_given_back(&pty, &before);
    pty.wait_for_text("the reader fell over ␛]0;x␇");
    // The frame around the part is the test's own.
    assert!(!pty.bytes().contains(&0x07));
}

#[test]
fn a_panic_in_the_background_waits_until_the_end() {
    let env = TestEnv::new().var(PART, "background");
    let (mut pty, before) = play(&env);
    pty.send("x");
    pty.wait_for_text("still reading");
    assert!(pty.screen(vt100::Screen::alternate_screen));
    assert!(memchr::memmem::find(&pty.bytes(), b"a worker fell").is_none());
    pty.send("x");
    assert!(pty.exit_status().success());
    assert_given_back(&pty, &before);
    pty.wait_for_text("in the background");
    pty.wait_for_text("a worker fell over ␛]0;x␇");
    assert!(!pty.bytes().contains(&0x07));
}

/// Says which part is played; where it is not set, none is.
const PART: &str = "FOLIO_TEST_PART";

/// Runs [`part`] in a terminal whose modes before are known, and waits until it has taken that.
fn play(env: &TestEnv) -> (Pty, String) {
    let this = std::env::current_exe().unwrap();
    let script = "read go; exec \"$0\" --exact quit::part --ignored --nocapture --test-threads 1";
    let mut pty = env.start("sh", &["-c", script, this.to_str().unwrap()], SIZE);
    let before = pty.modes();
    pty.send("\n");
    pty.wait_for_text("reading");
    (pty, before)
}

/// A program that takes the terminal as folio does and fails at the first key.
#[test]
#[ignore = "a part of other tests, which run it in terminals of their own"]
fn part() {
    let Ok(part) = std::env::var(PART) else {
        return;
    };
    panics::install_hook();
    let session = terminal::enter().unwrap();
    let mut output = session.output();
    let mut key = [0];
    output.write_all(b"reading").unwrap();
    std::io::stdin().read_exact(&mut key).unwrap();
    assert!(part != "panic", "the reader fell");
    assert!(part != "quote", "the reader fell over \x1b]0;x\x07\u{9b}");
    let worker = thread::spawn(|| panic!("a worker fell over \x1b]0;x\x07\u{9b}"));
    assert!(worker.join().is_err());
    output.write_all(b", still reading").unwrap();
    std::io::stdin().read_exact(&mut key).unwrap();
    drop(session);
    panics::report_background();
}
