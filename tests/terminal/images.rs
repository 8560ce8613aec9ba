//! Pictures in a real terminal.

use std::fs;

use image::{Rgb, RgbImage};

use crate::fixture::TestEnv;

/// Creates an environment with a post that shows a red picture and a blue one.
fn env() -> TestEnv {
    let post = "# Pictures\n\nWords.\n\n![Red](red.png)\n\n![Blue](blue.png)\n\nThe end.\n";
    let env = TestEnv::with_posts([("a.md", post)]);
    for (name, color) in [("red.png", [250, 10, 20]), ("blue.png", [20, 10, 250])] {
        let path = env.path("posts").join(name);
        RgbImage::from_pixel(80, 40, Rgb(color))
            .save(&path)
            .unwrap();
        assert!(fs::metadata(path).unwrap().len() > 0);
    }
    env
}

/// Returns true if a cell of the screen shows a half block.
fn has_picture(screen: &vt100::Screen) -> bool {
    screen.contents().contains('▀')
}

#[test]
fn plain_terminal_shows_half_blocks() {
    let env = env();
    let mut pty = env.folio(&["posts"], (100, 30));
    pty.wait_for("both pictures", |screen| {
        let colors = |wanted| {
            (0..30).any(|row| {
                (0..100).any(|column| {
                    screen
                        .cell(row, column)
                        .is_some_and(|cell| cell.fgcolor() == wanted && cell.contents() == "▀")
                })
            })
        };
        colors(vt100::Color::Rgb(250, 10, 20)) && colors(vt100::Color::Rgb(20, 10, 250))
    });
    pty.send("\ri");
    pty.wait_for("words", |screen| !has_picture(screen));
    pty.wait_for_text("▣\u{a0}Red");
    pty.send("i");
    pty.wait_for("pictures", has_picture);
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn no_color_and_none_show_words() {
    for (variable, arguments) in [
        ("NO_COLOR", &["posts"][..]),
        ("X", &["posts", "--images", "none"]),
    ] {
        let env = env().var(variable, "1");
        let mut pty = env.folio(arguments, (100, 30));
        pty.wait_for_text("▣\u{a0}Blue");
        pty.send("Q");
        assert!(pty.exit_status().success());
        assert!(!String::from_utf8(pty.bytes()).unwrap().contains('▀'));
    }
}

#[test]
fn show_prints_pictures_only_if_asked_for_when_piped() {
    let env = env();
    let output = |arguments: &[&str]| -> String {
        let output = env.output(arguments);
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let words = output(&["show", "posts/a.md"]);
    assert!(
        words.contains("▣\u{a0}Red") && !words.contains('▀'),
        "{words}"
    );
    let uncolored = output(&["show", "--images", "blocks", "posts/a.md"]);
    assert_eq!(uncolored, words);
    let shown = output(&[
        "show",
        "--images",
        "blocks",
        "--color",
        "always",
        "posts/a.md",
    ]);
    let row = "\u{1b}[38;2;250;10;20;48;2;250;10;20m▀▀▀▀▀▀▀▀\u{1b}[m\n";
    assert_eq!(shown.matches(row).count(), 2, "{shown:?}");
}
