//! If folio can't show its screen, it suggests a command that prints instead. This is so with redirected output, without a
//! terminal, and in a dumb terminal.

use crate::fixture::TestEnv;

#[test]
fn redirected_output_suggests_show() {
    let env = TestEnv::with_tour();
    let script = "{ \"$0\" posts; echo status $?; } 2>&1 | cat";
    let mut pty = env.sh(script, (120, 10));
    assert!(pty.exit_status().success());
    let text = pty.screen(vt100::Screen::contents);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("folio: standard output is not a terminal"));
    assert!(lines[0].contains("`folio show"), "{text}");
    assert_eq!(lines[1], "status 2");
}

#[test]
fn missing_terminal_suggests_show() {
    let env = TestEnv::with_tour();
    let output = env.output(&["posts"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("`folio show") && stderr.lines().count() == 1,
        "{stderr}"
    );
}

#[test]
fn dumb_terminal_suggests_show() {
    let env = TestEnv::with_tour().var("TERM", "dumb");
    let mut pty = env.folio(&["posts"], (120, 10));
    assert_eq!(pty.exit_status().exit_code(), 2);
    let text = pty.screen(vt100::Screen::contents);
    assert!(
        text.contains("TERM=dumb") && text.contains("`folio show"),
        "{text}"
    );
    assert!(!pty.bytes().contains(&0x1b));
}
