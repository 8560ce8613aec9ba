//! The clipboard: the system's where folio runs on the machine that has it, else the terminal's.
//!
//! The terminal is told by OSC 52 (xterm, "Operating System Commands"), which goes through ssh. tmux takes it only
//! where `set-clipboard` is `on`; by its own command it hands text on to the terminal also where that is `external`,
//! as it is by default (tmux(1), "load-buffer -w").

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::thread;

use super::terminal;

/// Bytes of text that a terminal's clipboard takes: xterm reads no more than 100,000 of a sequence, of which the text in
/// base64 has 99,992.
pub(super) const MOST: usize = 74_994;

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Copied,
    /// More than [`MOST`], and there is only the terminal.
    TooLong,
}

/// Puts a text on the clipboard.
///
/// # Errors
/// The terminal is gone.
pub(super) fn copy(text: &str, env: impl Fn(&str) -> Option<OsString>) -> io::Result<Done> {
    let programs = programs(env);
    let mut is_copied = false;
    for (program, arguments) in &programs {
        is_copied = run(program, arguments, text).is_ok();
        if is_copied && *program != TMUX {
            return Ok(Done::Copied);
        }
    }
    if text.len() <= MOST {
        terminal::send(&osc_52(text))?;
        return Ok(Done::Copied);
    }
    Ok(if is_copied {
        Done::Copied
    } else {
        Done::TooLong
    })
}

const TMUX: &str = "tmux";

/// Whether folio runs over ssh, on another machine than the one the reader sits at.
pub(super) fn is_remote(env: impl Fn(&str) -> Option<OsString>) -> bool {
    let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
    is_set("SSH_CONNECTION") || is_set("SSH_TTY")
}

/// The programs that take a text for a clipboard, the likeliest first; over ssh none but tmux, for the clipboard of this
/// machine is not the reader's.
fn programs(
    env: impl Fn(&str) -> Option<OsString>,
) -> Vec<(&'static str, &'static [&'static str])> {
    let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
    let mut programs: Vec<(&str, &[&str])> = Vec::new();
    if !is_remote(&env) {
        if cfg!(target_vendor = "apple") {
            programs.push(("pbcopy", &[]));
        }
        if cfg!(windows) || is_set("WSL_DISTRO_NAME") {
            programs.push(("clip.exe", &[]));
        }
        if is_set("WAYLAND_DISPLAY") {
            programs.push(("wl-copy", &[]));
        }
        if is_set("DISPLAY") {
            programs.push(("xclip", &["-selection", "clipboard"]));
            programs.push(("xsel", &["--clipboard", "--input"]));
        }
    }
    if is_set("TMUX") {
        programs.push((TMUX, &["load-buffer", "-w", "-"]));
    }
    programs
}

/// Hands a text to a program, without a shell. Some stay to serve the clipboard, so nobody waits for the end.
fn run(program: &str, arguments: &[&str], text: &str) -> io::Result<()> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let stdin = child.stdin.take();
    let text = text.to_owned();
    // A pipe holds less than a long text, and a program may take its time.
    let serve = move || {
        if let Some(mut stdin) = stdin {
            let _ = stdin.write_all(text.as_bytes());
        }
        let _ = child.wait();
    };
    thread::Builder::new()
        .name("folio-clipboard".to_owned())
        .spawn(serve)?;
    Ok(())
}

/// The sequence that sets the terminal's clipboard.
fn osc_52(text: &str) -> Vec<u8> {
    let mut bytes = b"\x1b]52;c;".to_vec();
    base64(text.as_bytes(), &mut bytes);
    bytes.push(0x07);
    bytes
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            out.push(if digit <= chunk.len() {
                DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]
            } else {
                b'='
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_written_in_base64() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("é\n", "w6kK"),
        ] {
            let expected = format!("\x1b]52;c;{expected}\x07");
            assert_eq!(String::from_utf8(osc_52(text)).unwrap(), expected);
        }
        assert_eq!(osc_52(&"x".repeat(MOST)).len(), 100_000);
    }

    #[test]
    fn the_clipboard_is_that_of_the_readers_machine() {
        let named = |set: &[&str]| -> Vec<&str> {
            let env = |name: &str| set.contains(&name).then(|| OsString::from("x"));
            let programs = programs(env);
            let system = ["pbcopy", "clip.exe"];
            let names = programs.iter().map(|(program, _)| *program);
            names.filter(|name| !system.contains(name)).collect()
        };
        assert_eq!(named(&[]), [""; 0]);
        assert_eq!(named(&["DISPLAY"]), ["xclip", "xsel"]);
        assert_eq!(
            named(&["WAYLAND_DISPLAY", "DISPLAY", "TMUX"]),
            ["wl-copy", "xclip", "xsel", "tmux"]
        );
        assert_eq!(named(&["SSH_CONNECTION", "DISPLAY", "TMUX"]), ["tmux"]);
    }
}
