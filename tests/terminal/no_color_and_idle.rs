//! Tests of two subjects:
//!
//! - Colors: with `NO_COLOR`, folio sends none. A terminal with 256 colors gets no true color.
//! - Idleness: a key without effect writes nothing. While nothing happens, folio writes nothing and does not wake up.

use crate::fixture::{SIZE, TestEnv};
use crate::sequences::styles;

/// Returns true if a parameter of a style sets a color or resets it.
fn is_color(parameter: &str) -> bool {
    let number = parameter.parse().unwrap_or(0);
    matches!(number, 30..=49 | 90..=107)
}

#[test]
fn no_color_keeps_text_attributes() {
    let env = TestEnv::with_tour().var("NO_COLOR", "1");
    let mut pty = env.folio(&["posts"], (140, 40));
    pty.wait_for_text("Welcome to folio");
    pty.wait_for_text("What you see");
    pty.send("t");
    pty.wait_for_text("exclude");
    pty.send(" \r?");
    pty.wait_for_text("go back to the list");
    pty.send("?\r");
    pty.wait_for_text("h list");
    // The selected post has a bar at the left of the list. Column 5 is in its title; column 44 is near the right of the list.
    pty.wait_for("a bold title", |screen| {
        let row = screen
            .rows(0, 44)
            .position(|row| row.contains("▌") || row.contains("▏"));
        row.is_some_and(|row| screen.cell(row as u16, 5).is_some_and(vt100::Cell::bold))
    });
    pty.send("Q");
    assert!(pty.exit_status().success());
    // The background color does not matter, so it is not queried.
    assert_eq!(memchr::memmem::find(&pty.bytes(), b"]11;?"), None);
    let styles = styles(&pty.bytes());
    let colored = |style: &&String| style.split([';', ':']).any(is_color);
    assert_eq!(styles.iter().find(colored), None);
    // Bold and dim.
    for attribute in ["1", "2"] {
        let has_attribute =
            |style: &String| style.split(';').any(|parameter| parameter == attribute);
        assert!(
            styles.iter().any(has_attribute),
            "no style has attribute {attribute}"
        );
    }
}

#[test]
fn terminal_with_256_colors_gets_no_true_color() {
    let env = TestEnv::with_tour().var("COLORTERM", "");
    let mut pty = env.folio(&["posts"], (140, 40));
    pty.wait_for_bytes(b"\x1b[c");
    pty.send("\x1b]11;rgb:fafa/f8f8/f0f0\x1b\\\x1b[?62;22c");
    pty.wait_for_text("What you see");
    // Waits for an indexed color: a frame that is drawn before the answer arrives has other colors.
    pty.wait_for_bytes(b"38;5;");
    pty.send("Q");
    assert!(pty.exit_status().success());
    let styles = styles(&pty.bytes()).join(" ");
    assert!(
        styles.contains("38;5;") && !styles.contains("8;2;"),
        "{styles}"
    );
}

/// A worker may cause a frame while the keys are sent, so several attempts are allowed.
#[test]
fn key_without_effect_writes_nothing() {
    let env = TestEnv::with_posts([("a.md", "# Alone\n\nNobody writes here.\n")]);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Nobody writes here.");
    let mut frames = 0;
    let is_quiet = (0..10).any(|_| {
        pty.send("?");
        pty.wait_for_text("go back to the list");
        let before = pty.bytes().len();
        // The help is already at the top, and `X` is not bound.
        for key in ["g", "k", "u", "X"] {
            // Sends the key, and waits until folio has read it.
            pty.send_in_two(key.as_bytes(), b"");
        }
        pty.send("?");
        pty.wait_for("the list", |screen| {
            !screen.contents().contains("go back to the list")
        });
        frames = memchr::memmem::find_iter(&pty.bytes()[before..], b"\x1b[?2026h").count();
        frames == 1
    });
    assert!(
        is_quiet,
        "{frames} frames, where only the closing `?` has an effect"
    );
    pty.send("Q");
    assert!(pty.exit_status().success());
}

/// The reader, with the thread that watches its posts, must be idle for as long as another folio process needs to start, draw
/// and quit.
#[test]
#[cfg(target_os = "linux")]
fn idle_reader_writes_nothing_and_does_not_wake_up() {
    use std::fs;

    // A folder of its own, because other tests in a shared folder would cause watch events.
    let idle_env = TestEnv::with_posts([("a.md", "# Alone\n\nNobody writes here.\n")]);
    let pty = idle_env.folio(&["posts"], SIZE);
    pty.wait_for_text("Alone");
    pty.wait_for_text("Nobody writes here.");
    let env = TestEnv::with_tour();
    let threads = format!("/proc/{}/task", pty.pid().as_raw_nonzero());
    let context_switches = || -> Vec<String> {
        let tasks = fs::read_dir(&threads).unwrap();
        let status = tasks.map(|task| fs::read_to_string(task.unwrap().path().join("status")));
        // Reading the status fails for a thread that has just ended. Such a thread was not idle.
        let status = status.map(Result::unwrap_or_default);
        let switch_lines = |text: String| {
            let lines = text.lines().filter(|line| line.contains("ctxt_switches"));
            lines.collect::<Vec<_>>().join(" ")
        };
        status.map(switch_lines).collect()
    };
    pty.wait_until("idle", || {
        let before = (context_switches(), pty.bytes().len());
        let mut other = env.folio(&["posts"], SIZE);
        other.wait_for_text("Welcome to folio");
        other.send("Q");
        assert!(other.exit_status().success());
        before == (context_switches(), pty.bytes().len())
    });
}
