//! The clipboard. A program of the system sets it. If there is no such program, or over ssh, the terminal sets it.
//!
//! OSC 52 makes the terminal set the clipboard (xterm, "Operating System Commands"), and works over ssh. tmux accepts this
//! sequence only if its option `set-clipboard` is `on`; the default is `external`. With either value, the command
//! `tmux load-buffer -w` sets the clipboard (tmux(1)).

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::terminal;
use super::threads;

/// Maximum length of a text for OSC 52, in bytes. xterm reads at most 100,000 bytes of a sequence. The start and the end of the
/// sequence take 8 bytes, so the text in base64 can take 99,992.
pub(super) const MAX_OSC_52_BYTES: usize = 74_994;

/// Outcome of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopyOutcome {
    Copied,
    /// The text is longer than [`MAX_OSC_52_BYTES`], and no clipboard program could be started.
    TooLong,
}

/// Copies a text to the clipboard.
///
/// # Errors
/// Fails if the terminal has disappeared.
pub(super) fn copy(text: &str, env: impl Fn(&str) -> Option<OsString>) -> io::Result<CopyOutcome> {
    let programs = programs(env);
    let mut is_tmux_started = false;
    for (program, arguments) in &programs {
        if start(program, arguments, text).is_err() {
            continue;
        }
        if *program != TMUX {
            return Ok(CopyOutcome::Copied);
        }
        is_tmux_started = true;
    }
    // Sent even if tmux was started, since `start` can't tell whether tmux then sets the terminal's clipboard.
    if text.len() <= MAX_OSC_52_BYTES {
        terminal::send(&osc_52(text))?;
        return Ok(CopyOutcome::Copied);
    }
    Ok(if is_tmux_started {
        CopyOutcome::Copied
    } else {
        CopyOutcome::TooLong
    })
}

/// The name of tmux's program. OSC 52 is sent in addition to starting this program.
const TMUX: &str = "tmux";

/// Returns true if folio runs over ssh, so that the user can't access this machine's clipboard and browser.
pub(super) fn is_remote(env: impl Fn(&str) -> Option<OsString>) -> bool {
    let is_set = |name| env(name).is_some();
    is_set("SSH_CONNECTION") || is_set("SSH_TTY")
}

/// Returns the programs that set a clipboard, in the order in which they are tried. Over ssh, returns no program but tmux.
fn programs(
    env: impl Fn(&str) -> Option<OsString>,
) -> Vec<(&'static str, &'static [&'static str])> {
    let is_set = |name| env(name).is_some();
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

/// Starts a program and writes the text to its standard input. Does not wait for the program to exit: some programs keep
/// running to serve the clipboard.
fn start(program: &str, arguments: &[&str], text: &str) -> io::Result<()> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let stdin = child.stdin.take();
    let text = text.to_owned();
    // Written on a thread: a long text does not fit into the pipe's buffer, and the program may read it slowly.
    let write_text = move || {
        if let Some(mut stdin) = stdin {
            let _ = stdin.write_all(text.as_bytes());
        }
        let _ = child.wait();
    };
    threads::start("folio-clipboard", write_text)?;
    Ok(())
}

/// Returns the OSC 52 sequence that sets the terminal's clipboard.
fn osc_52(text: &str) -> Vec<u8> {
    let mut bytes = b"\x1b]52;c;".to_vec();
    base64(text.as_bytes(), &mut bytes);
    bytes.push(0x07);
    bytes
}

/// Appends `bytes` in base64 (RFC 4648, section 4) to `out`.
pub(super) fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
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
    fn osc_52_holds_the_text_in_base64() {
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
    }

    #[test]
    fn longest_text_gives_the_longest_sequence_that_xterm_reads() {
        assert_eq!(osc_52(&"x".repeat(MAX_OSC_52_BYTES)).len(), 100_000);
    }

    #[test]
    fn programs_are_chosen_by_the_environment() {
        let program_names = |variables: &[&str]| -> Vec<&str> {
            let env = |name: &str| variables.contains(&name).then(|| OsString::from("x"));
            let programs = programs(env);
            let names = programs.iter().map(|(program, _)| *program);
            // These programs depend on the system that the tests run on.
            let is_of_system = |name: &&str| ["pbcopy", "clip.exe"].contains(name);
            names.filter(|name| !is_of_system(name)).collect()
        };
        assert_eq!(program_names(&[]), [""; 0]);
        assert_eq!(program_names(&["DISPLAY"]), ["xclip", "xsel"]);
        assert_eq!(
            program_names(&["WAYLAND_DISPLAY", "DISPLAY", "TMUX"]),
            ["wl-copy", "xclip", "xsel", "tmux"]
        );
        assert_eq!(
            program_names(&["SSH_CONNECTION", "DISPLAY", "TMUX"]),
            ["tmux"]
        );
    }
}
