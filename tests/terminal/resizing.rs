//! Resizing the terminal in every view, and a terminal that reports no size.

use rustix::process::Signal;

use crate::fixture::TestEnv;

#[test]
fn resizing_works_in_every_view() {
    let env = TestEnv::with_tour();
    for (keys, expected) in [
        ("", "Welcome to folio"),
        ("/we", "/we"),
        ("t", "exclude"),
        ("\r", "h list"),
        ("\rt", "expand, collapse"),
        ("?", "go back to the list"),
    ] {
        let mut pty = env.folio(&["posts"], (120, 30));
        pty.wait_for_text("What you see");
        pty.send(keys);
        pty.wait_for_text(expected);
        for (width, height) in [
            (1, 1),
            (2, 9),
            (99, 2),
            (7, 3),
            (300, 4),
            (30, 100),
            (120, 30),
        ] {
            let start = pty.bytes().len();
            pty.resize(width, height);
            // Only the frame after a resize clears the screen; earlier frames may still arrive.
            pty.wait_for_bytes_after(start, b"\x1b[2J");
        }
        pty.wait_for_text(expected);
        // The first ^C only closes an open prompt.
        pty.send("\x03\x03");
        assert!(pty.exit_status().success());
    }
}

/// If the size changes and changes back before folio reads the size, folio receives signals but reads an unchanged size. The
/// terminal has truncated its rows in the meantime.
#[test]
fn resize_that_was_undone_redraws_the_screen() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], (120, 30));
    pty.wait_for_text("What you see");
    // Clears the screen, in place of the truncation.
    pty.write_as_other_program(b"\x1b[2J");
    pty.wait_for("an empty screen", |screen| {
        !screen.contents().contains("What you see")
    });
    pty.kill(Signal::WINCH);
    pty.wait_for_text("What you see");
    pty.wait_for_text("? help");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn terminal_without_size_falls_back_to_80x24() {
    let env = TestEnv::with_tour();
    let mut pty = env.sh("stty rows 0 cols 0; exec \"$0\" posts", (80, 24));
    pty.wait_for_text("Welcome to folio");
    pty.wait_for("the last row", |screen| {
        screen
            .rows(0, 80)
            .nth(23)
            .is_some_and(|row| row.contains("? help"))
    });
    pty.send("Q");
    assert!(pty.exit_status().success());
}
