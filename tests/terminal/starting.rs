//! Starting folio, and the messages if starting fails.

use std::fs;

use crate::fixture::{SIZE, TestEnv, assert_restored};

#[test]
fn reader_draws_quits_and_restores_the_terminal() {
    let env = TestEnv::with_tour();
    let (mut pty, modes_before) = env.record_modes_and_start();
    assert!(pty.screen(vt100::Screen::alternate_screen));
    assert!(pty.screen(vt100::Screen::hide_cursor));
    assert!(pty.screen(vt100::Screen::bracketed_paste));
    assert_ne!(pty.modes(), modes_before);
    pty.send("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    assert_restored(&pty, &modes_before);
}

#[test]
fn keys_typed_right_after_the_start_are_not_lost() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.send("/yaml");
    pty.wait_for("the filter", |screen| {
        let text = screen.contents();
        text.contains("/yaml") && text.contains("1 of 12 posts")
    });
    pty.send("\r");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn keys_typed_during_the_query_for_the_background_color_are_not_lost() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_bytes(b"\x1b]11;?");
    pty.send("/ya");
    pty.send("ml");
    pty.wait_for_text("1 of 12 posts");
    pty.wait_for_text("/yaml");
}

#[test]
fn piped_text_is_shown_and_keys_come_from_the_terminal() {
    let env = TestEnv::new();
    let mut pty = env.sh("printf '# Hi\\n\\nfrom a pipe\\n' | \"$0\"", SIZE);
    pty.wait_for_text("from a pipe");
    pty.send("?");
    pty.wait_for_text("go to the contents");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn with_empty_standard_input_keys_come_from_the_terminal() {
    let env = TestEnv::with_tour();
    let mut pty = env.sh("\"$0\" posts </dev/null", SIZE);
    pty.wait_for_text("Welcome to folio");
    pty.send("/yaml");
    pty.wait_for_text("1 of 12 posts");
    pty.send("\rQ");
    assert!(pty.exit_status().success());
}

#[test]
fn missing_folder_prints_one_line() {
    let env = TestEnv::with_tour();
    let mut pty = env.folio(&["nosuch"], (120, 10));
    assert_eq!(pty.exit_status().exit_code(), 2);
    let text = pty.screen(vt100::Screen::contents);
    assert!(
        text.starts_with("folio: ") && text.contains("nosuch"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(!pty.bytes().contains(&0x1b), "folio sends no sequences");
}

#[test]
fn each_error_in_the_configuration_is_printed_with_a_position() {
    let env = TestEnv::with_tour();
    let config = "theme = \"dark\"\nmeasure = 5\nmouse = 1\n";
    fs::write(env.path("wrong.toml"), config).unwrap();
    let env = env.var("FOLIO_CONFIG", "wrong.toml");
    let mut pty = env.folio(&["posts"], (120, 10));
    assert_eq!(pty.exit_status().exit_code(), 2);
    let text = pty.screen(vt100::Screen::contents);
    assert!(
        text.starts_with("folio: wrong.toml:2:11: the measure can't be 5"),
        "{text}"
    );
    assert!(text.contains("\nfolio: wrong.toml:3:9: "), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(!pty.bytes().contains(&0x1b), "folio sends no sequences");
}

#[test]
fn keys_are_handled_while_posts_are_loading() {
    let post = |number: usize| {
        let (month, day) = (number % 12 + 1, number % 28 + 1);
        let date = format!("2020-{month:02}-{day:02}");
        let text = format!("+++\ntitle = \"Post {number:04}\"\ndate = {date}\n+++\n\nText.\n");
        (format!("{number:04}.md"), text)
    };
    let env = TestEnv::with_posts((0..2000).map(post));
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for("a list", |screen| screen.contents().contains("Post "));
    pty.send("?");
    pty.wait_for_text("go back to the list");
    pty.send("?/0123");
    pty.wait_for_text("1 of 2000 posts");
    pty.wait_for_text("▌Post 0123");
    pty.send("\rQ");
    assert!(pty.exit_status().success());
}
