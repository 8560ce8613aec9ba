//! Keys are distinguished from answers of the terminal, even if a slow connection splits keys, or splits or delays answers.

use std::time::{Duration, Instant};

use folio::theme::{Color, Role, Theme};

use crate::fixture::{SIZE, TestEnv};
use crate::pty::{DEADLINE, Pty};

/// The answers of a light terminal to the queries for its background and its attributes.
const LIGHT_ANSWERS: &[u8] = b"\x1b]11;rgb:fafa/f8f8/f0f0\x1b\\\x1b[?62;22c";

/// Starts folio and opens the filter prompt, which shows all decoded keys. Esc closes the prompt.
fn start_with_open_prompt(env: &TestEnv) -> Pty {
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.send("/");
    pty.wait_for("the filter line", |screen| {
        last_row(screen).starts_with("/ ")
    });
    pty
}

/// Returns the last row of the screen without leading blanks, and with one blank at its end. So an empty prompt is `/ ` at any
/// width.
fn last_row(screen: &vt100::Screen) -> String {
    let (_, width) = screen.size();
    let last = screen.rows(0, width.get()).last().unwrap();
    format!("{} ", last.trim())
}

/// Starts folio and sends the two parts of a sequence with a short delay between them. `sequence_timeout` is the time for which
/// folio waits for the rest of the sequence; the delay must be shorter.
///
/// Tries again if the delay was too long. On a busy machine, every delay may be too long; returns `None` at the deadline.
#[expect(clippy::print_stderr, reason = "shows which test is skipped")]
fn send_with_short_delay(
    env: &TestEnv,
    [first, second]: [&[u8]; 2],
    sequence_timeout: Duration,
) -> Option<Pty> {
    let start = Instant::now();
    while start.elapsed() < DEADLINE {
        let mut pty = start_with_open_prompt(env);
        if pty.send_in_two(first, second) < sequence_timeout {
            return Some(pty);
        }
    }
    eprintln!("skipped: the machine is too busy to send two parts within {sequence_timeout:?}");
    None
}

#[test]
fn split_arrow_key_is_not_decoded_as_escape() {
    let env = TestEnv::with_tour();
    let sequence_timeout = Duration::from_millis(25);
    for parts in [[&b"\x1b"[..], b"[B"], [b"\x1b[", b"B"], [b"\x1bO", b"B"]] {
        let Some(mut pty) = send_with_short_delay(&env, parts, sequence_timeout) else {
            return;
        };
        pty.send("front");
        pty.wait_for("the filter alone", |screen| {
            last_row(screen).starts_with("/front ")
        });
        pty.wait_for_text("of 12 posts");
    }
}

#[test]
fn lone_escape_is_a_key() {
    let env = TestEnv::with_tour();
    let mut pty = start_with_open_prompt(&env);
    pty.send("yaml");
    pty.wait_for_text("1 of 12 posts");
    pty.send("\x1b");
    pty.wait_for("the list as before", |screen| {
        // The footer starts with these keys of the list.
        last_row(screen).starts_with("j k") && screen.contents().contains("· 12 posts")
    });
}

/// Returns a predicate that is true if the title of the list has the theme's accent color.
fn is_drawn_in(theme: &Theme) -> impl Fn(&vt100::Screen) -> bool {
    let Some(Color::Rgb(red, green, blue)) = theme.style(Role::Accent.into()).fg else {
        panic!("the theme sets no color")
    };
    move |screen| {
        screen
            .cell(0, 1)
            .is_some_and(|cell| cell.fgcolor() == vt100::Color::Rgb(red, green, blue))
    }
}

#[test]
fn background_query_selects_the_theme() {
    let dark_answers = b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07\x1b[?62;22c";
    for (answers, theme) in [(LIGHT_ANSWERS, Theme::LIGHT), (dark_answers, Theme::DARK)] {
        let env = TestEnv::with_tour();
        let mut pty = env.folio(&["posts"], SIZE);
        pty.wait_for_bytes(b"\x1b]11;?\x07\x1b[c");
        pty.send(answers);
        pty.wait_for_text("Welcome to folio");
        pty.wait_for("the theme", is_drawn_in(&theme));
        pty.send("/");
        // The terminal's answers were not decoded as keys.
        pty.wait_for("an empty prompt", |screen| {
            last_row(screen).starts_with("/ ")
        });
    }
}

/// The terminal's color scheme changes while folio runs (mode 2031).
#[test]
fn color_scheme_reports_change_the_theme() {
    let env = TestEnv::with_tour();
    let mut pty = start_with_open_prompt(&env);
    pty.wait_for_bytes(b"\x1b[?2031h");
    // A report contains 2 for a light and 1 for a dark color scheme. The keys `x` and `y` come before and after it.
    for (report, theme) in [(b'2', Theme::LIGHT), (b'1', Theme::DARK)] {
        pty.send([b"x\x1b[?997;", &[report][..], b"ny"].concat());
        pty.wait_for("the theme", is_drawn_in(&theme));
    }
    pty.wait_for("the keys alone", |screen| {
        last_row(screen).starts_with("/xyxy ")
    });
    // ^C closes the prompt, and `Q` quits.
    pty.send("\x03Q");
    assert!(pty.exit_status().success());
    let bytes = pty.bytes();
    let last = |mode: &[u8]| memchr::memmem::rfind(&bytes, mode);
    assert!(last(b"\x1b[?2031l") > last(b"\x1b[?2031h"));
}

#[test]
fn keys_around_an_answer_are_handled() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_bytes(b"\x1b[c");
    pty.send([b"/ya", LIGHT_ANSWERS, b"ml"].concat());
    pty.wait_for("the keys alone", |screen| {
        last_row(screen).starts_with("/yaml ")
    });
    pty.wait_for("the theme", is_drawn_in(&Theme::LIGHT));
}

#[test]
fn late_answer_is_not_decoded_as_keys() {
    let env = TestEnv::with_tour();
    let mut pty = start_with_open_prompt(&env);
    pty.send(LIGHT_ANSWERS);
    pty.wait_for("the theme", is_drawn_in(&Theme::LIGHT));
    pty.send("x");
    pty.wait_for("the key alone", |screen| {
        last_row(screen).starts_with("/x ")
    });
}

#[test]
fn split_answer_is_not_decoded_as_keys() {
    let env = TestEnv::with_tour();
    // The parts of 1 and 2 bytes could be keys: Esc, and Esc with a character. So folio waits only 25 ms for the rest. The longer
    // parts end before the numbers of the color, after these numbers, within the terminator, and within the attributes.
    for (first_length, timeout_ms) in [(1, 25), (2, 25), (9, 500), (23, 500), (24, 500), (28, 500)]
    {
        let (first, second) = LIGHT_ANSWERS.split_at(first_length);
        let sequence_timeout = Duration::from_millis(timeout_ms);
        let Some(mut pty) = send_with_short_delay(&env, [first, second], sequence_timeout) else {
            return;
        };
        pty.wait_for("the theme", is_drawn_in(&Theme::LIGHT));
        pty.send("x");
        pty.wait_for("the key alone", |screen| {
            last_row(screen).starts_with("/x ")
        });
    }
}

#[test]
fn pasted_text_is_not_decoded_as_keys() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    // Without an open prompt, pasted text is not handled as keys.
    pty.send("\x1b[200~Q\x03\x1b[201~/");
    pty.wait_for("the filter line", |screen| {
        last_row(screen).starts_with("/ ")
    });
    pty.send("\x1b[200~ya\rml\x1b[201~");
    pty.wait_for("one line", |screen| last_row(screen).starts_with("/ya ml "));
}
