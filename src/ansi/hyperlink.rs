//! Hyperlinks: `OSC 8 ; parameters ; URI ST`, which most terminals support.
//! See <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>.

use std::io::Write;

/// Maximum length of a URI in bytes, because VTE ignores longer URIs.
const MAX_URI_BYTES: usize = 2083;

/// Appends the sequence that starts a link to `uri`. Characters other than printable ASCII are percent-encoded, so that a URI
/// cannot end the sequence early.
///
/// Returns false and appends nothing if `uri` is empty, or too long after the encoding.
pub fn write_link_start(out: &mut Vec<u8>, uri: &str) -> bool {
    let start = out.len();
    out.extend(b"\x1b]8;;");
    let uri_start = out.len();
    for byte in uri.bytes() {
        if byte.is_ascii_graphic() {
            out.push(byte);
        } else {
            // Writing to a `Vec` cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    if !(1..=MAX_URI_BYTES).contains(&(out.len() - uri_start)) {
        out.truncate(start);
        return false;
    }
    out.extend(b"\x1b\\");
    true
}

/// Appends the sequence that ends a link.
pub fn write_link_end(out: &mut Vec<u8>) {
    out.extend(b"\x1b]8;;\x1b\\");
}

/// Returns true if the environment variables, read through `env`, identify a terminal that supports hyperlinks.
///
/// tmux supports hyperlinks from version 3.4 on, and GNU screen does not support them. Inside these two, the variables of the
/// outer terminal are ignored.
pub fn terminal_supports_hyperlinks(env: impl Fn(&str) -> Option<String>) -> bool {
    let var = |name| env(name).filter(|value| !value.is_empty());
    let term = var("TERM").unwrap_or_default();
    let program = var("TERM_PROGRAM").unwrap_or_default();
    if term == "dumb" {
        return false;
    }
    if program == "tmux" {
        return var("TERM_PROGRAM_VERSION")
            .is_some_and(|version| is_version_at_least(&version, 3, 4));
    }
    if var("TMUX").is_some() || term.starts_with("screen") || term.starts_with("tmux") {
        return false;
    }
    matches!(
        &*program,
        "iTerm.app" | "WezTerm" | "vscode" | "ghostty" | "Hyper" | "rio"
    ) || ["xterm-kitty", "alacritty", "foot", "wezterm", "contour"]
        .iter()
        .any(|name| term.starts_with(name))
        || term.contains("ghostty")
        || var("KITTY_WINDOW_ID").is_some()
        // Windows Terminal sets `WT_SESSION`.
        || var("WT_SESSION").is_some()
        // VTE supports hyperlinks from version 0.50 on. `VTE_VERSION` is 5000 for version 0.50.
        || var("VTE_VERSION")
            .and_then(|version| version.parse().ok())
            .is_some_and(|version: u32| version >= 5000)
}

/// Returns true if a version such as `3.4`, `3.5a` or `next-3.6` is at least `major.minor`.
fn is_version_at_least(version: &str, major: u32, minor: u32) -> bool {
    let mut numbers = version
        .split(|char: char| !char.is_ascii_digit())
        .filter_map(|number| number.parse::<u32>().ok());
    let parsed = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    parsed >= (major, minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link_start(uri: &str) -> String {
        let mut out = Vec::new();
        write_link_start(&mut out, uri);
        String::from_utf8(out).unwrap().replace('\x1b', "ESC")
    }

    #[test]
    fn a_uri_cannot_end_the_sequence() {
        assert_eq!(
            link_start("https://a.b/ü?q=1;2"),
            "ESC]8;;https://a.b/%C3%BC?q=1;2ESC\\"
        );
        assert_eq!(link_start("x\x1b\\y\x07\n"), "ESC]8;;x%1B\\y%07%0AESC\\");
        // U+009C ends a sequence, too: it is ST as one character.
        assert_eq!(link_start("\u{9c}"), "ESC]8;;%C2%9CESC\\");
    }

    #[test]
    fn empty_and_too_long_uris_are_not_links() {
        assert_eq!(link_start(""), "");
        assert_eq!(link_start(&"x".repeat(3000)), "");
    }

    #[test]
    fn hyperlinks_depend_on_the_terminal_and_the_version_of_tmux() {
        for (pairs, expected) in [
            (&[("TERM", "xterm-256color")][..], false),
            (&[("TERM", "xterm-kitty")], true),
            (&[("TERM", "foot-extra")], true),
            (&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")], true),
            (
                &[("TERM", "xterm-256color"), ("VTE_VERSION", "4205")],
                false,
            ),
            (
                &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")],
                true,
            ),
            (
                &[
                    ("TERM", "screen-256color"),
                    ("TMUX", "x"),
                    ("VTE_VERSION", "7600"),
                ],
                false,
            ),
            (
                &[("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.3a")],
                false,
            ),
            (
                &[("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.4")],
                true,
            ),
            (
                &[
                    ("TERM_PROGRAM", "tmux"),
                    ("TERM_PROGRAM_VERSION", "next-3.6"),
                ],
                true,
            ),
            (&[("TERM", "dumb"), ("WT_SESSION", "x")], false),
        ] {
            let env = |name: &str| {
                let pair = pairs.iter().find(|(key, _)| *key == name);
                pair.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(terminal_supports_hyperlinks(env), expected, "{pairs:?}");
        }
    }
}
