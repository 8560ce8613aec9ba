//! Keys are told from answers of the terminal, even if a slow line cuts them or delays them.

use std::time::Duration;

use folio::theme::{Color, Role, Theme};

use crate::fixture::{SIZE, TestEnv};
use crate::pty::Pty;

/// Answers of a light terminal to both questions: its background, and its attributes.
const LIGHT: &[u8] = b"\x1b]11;rgb:fafa/f8f8/f0f0\x1b\\\x1b[?62;22c";

/// A folio whose filter line is open and empty: it shows whatever is taken for keys, and Esc closes it.
fn asking(env: &TestEnv) -> Pty {
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.send("/");
    pty.wait_for("the filter line", |screen| line(screen).starts_with("/ "));
    pty
}

/// The screen's last row, from its first column of text.
fn line(screen: &vt100::Screen) -> String {
    let (_, width) = screen.size();
    let last = screen.rows(0, width.get()).last().unwrap();
    format!("{} ", last.trim())
}

/// Sends two pieces to fresh folios until one got the second within `patience`, which a busy machine may miss.
fn in_time(env: &TestEnv, [first, second]: [&[u8]; 2], patience: Duration) -> Pty {
    loop {
        let mut pty = asking(env);
        if pty.send_in_two(first, second) < patience {
            return pty;
        }
    }
}

#[test]
fn an_arrow_key_in_two_pieces_is_no_escape() {
    let env = TestEnv::with_tour();
    let patience = Duration::from_millis(25);
    for pieces in [[&b"\x1b"[..], b"[B"], [b"\x1b[", b"B"], [b"\x1bO", b"B"]] {
        let mut pty = in_time(&env, pieces, patience);
        pty.send("front");
        pty.wait_for("the filter alone", |screen| {
            line(screen).starts_with("/front ")
        });
        pty.wait_for_text("of 12 posts");
    }
}

#[test]
fn a_lone_escape_is_one() {
    let env = TestEnv::with_tour();
    let mut pty = asking(&env);
    pty.send("yaml");
    pty.wait_for_text("1 of 12 posts");
    pty.send("\x1b");
    pty.wait_for("the list as before", |screen| {
        line(screen).starts_with("j k") && screen.contents().contains("· 12 posts")
    });
}

/// Returns true if the title in the list has the color that a theme gives it.
fn is_drawn_in(theme: &Theme) -> impl Fn(&vt100::Screen) -> bool {
    let Some(Color::Rgb(red, green, blue)) = theme.style(Role::Accent.into()).fg else {
        panic!("the theme has a colour of its own")
    };
    move |screen| {
        screen
            .cell(0, 1)
            .is_some_and(|cell| cell.fgcolor() == vt100::Color::Rgb(red, green, blue))
    }
}

#[test]
fn the_terminal_tells_its_background() {
    let dark = b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07\x1b[?62;22c";
    for (answer, theme) in [(LIGHT, Theme::LIGHT), (dark, Theme::DARK)] {
        let env = TestEnv::with_tour();
        let mut pty = env.folio(&["posts"], SIZE);
        pty.wait_for_bytes(b"\x1b]11;?\x07\x1b[c");
        pty.send(answer);
        pty.wait_for_text("Welcome to folio");
        pty.wait_for("the theme", is_drawn_in(&theme));
        pty.send("/");
        pty.wait_for("no key", |screen| line(screen).starts_with("/ "));
    }
}

#[test]
fn keys_around_the_answer_stay_keys() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_bytes(b"\x1b[c");
    pty.send([b"/ya", LIGHT, b"ml"].concat());
    pty.wait_for("the keys alone", |screen| {
        line(screen).starts_with("/yaml ")
    });
    pty.wait_for("the theme", is_drawn_in(&Theme::LIGHT));
}

#[test]
fn an_answer_that_comes_late_is_no_key() {
    let env = TestEnv::with_tour();
    let mut pty = asking(&env);
    pty.send(LIGHT);
    pty.wait_for("the theme", is_drawn_in(&Theme::LIGHT));
    pty.send("x");
    pty.wait_for("the key alone", |screen| line(screen).starts_with("/x "));
}

#[test]
fn an_answer_in_two_pieces_is_no_key() {
    let env = TestEnv::with_tour();
    // What a person can have typed is held for a shorter time: Esc, and Esc with one character.
    for (cut, patience) in [(1, 25), (2, 25), (9, 500), (23, 500), (24, 500), (28, 500)] {
        let (first, second) = LIGHT.split_at(cut);
        let mut pty = in_time(&env, [first, second], Duration::from_millis(patience));
        pty.wait_for("the theme", is_drawn_in(&Theme::LIGHT));
        pty.send("x");
        pty.wait_for("the key alone", |screen| line(screen).starts_with("/x "));
    }
}

#[test]
fn pasted_text_is_text() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    // Where no text is asked for, it is not taken for keys.
    pty.send("\x1b[200~Q\x03\x1b[201~/");
    pty.wait_for("the filter line", |screen| line(screen).starts_with("/ "));
    pty.send("\x1b[200~ya\rml\x1b[201~");
    pty.wait_for("one line", |screen| line(screen).starts_with("/ya ml "));
}
