//! The user's editor, opened at a line.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

/// The reason why an edit failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum EditorError {
    /// `$VISUAL` or `$EDITOR` has an unclosed quote or no words.
    #[error("$EDITOR can't be read: {0}")]
    InvalidSetting(String),
    #[error("{program}: {error}; set $EDITOR")]
    NotStarted { program: String, error: io::Error },
    #[error("{program}: {status}")]
    Failed { program: String, status: ExitStatus },
}

/// Runs `$VISUAL`, else `$EDITOR`, else `vi` on a file and waits until the editor exits; `line` counts from 1. The caller must
/// give the terminal back first.
pub(super) fn edit(
    file: &Path,
    line: usize,
    env: impl Fn(&str) -> Option<String>,
) -> Result<(), EditorError> {
    let set = |name| env(name).filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL")
        .or_else(|| set("EDITOR"))
        .unwrap_or_else(|| "vi".to_owned());
    let Some((program, arguments)) = command(&editor, file, line) else {
        return Err(EditorError::InvalidSetting(editor));
    };
    match Command::new(&program).args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(EditorError::Failed { program, status }),
        Err(error) => Err(EditorError::NotStarted { program, error }),
    }
}

/// Returns the program and its arguments: the words of the setting, split as in a shell, then the file and the line in the
/// syntax of the editor. An unknown editor receives only the file.
fn command(editor: &str, file: &Path, line: usize) -> Option<(String, Vec<OsString>)> {
    let mut words = shlex::split(editor)?.into_iter();
    let program = words.next()?;
    let mut arguments: Vec<OsString> = words.map(Into::into).collect();
    let name = Path::new(&program).file_stem()?.to_str()?.to_lowercase();
    let mut at_line = file.as_os_str().to_owned();
    at_line.push(format!(":{line}"));
    match &*name {
        "vi" | "vim" | "nvim" | "view" | "nano" | "emacs" | "emacsclient" | "kak" | "joe"
        | "ne" | "mg" => {
            arguments.extend([format!("+{line}").into(), file.into()]);
        }
        "hx" | "helix" | "micro" => arguments.push(at_line),
        // Without `--wait` these editors exit at once.
        "subl" | "zed" | "zeditor" => arguments.extend(["--wait".into(), at_line]),
        "code" | "codium" | "vscodium" | "code-insiders" => {
            arguments.extend(["--wait".into(), "--goto".into(), at_line]);
        }
        _ => arguments.push(file.into()),
    }
    Some((program, arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_is_passed_in_the_syntax_of_each_editor() {
        for (editor, expected) in [
            ("vi", "vi +7 a b.md"),
            ("/usr/bin/nvim -u NONE", "/usr/bin/nvim -u NONE +7 a b.md"),
            ("hx", "hx a b.md:7"),
            ("code -n", "code -n --wait --goto a b.md:7"),
            ("emacsclient -t", "emacsclient -t +7 a b.md"),
            ("zed", "zed --wait a b.md:7"),
            ("'my editor' --flag", "my editor --flag a b.md"),
        ] {
            let (program, arguments) = command(editor, Path::new("a b.md"), 7).expect("an editor");
            let words = arguments
                .iter()
                .map(|word| word.to_string_lossy().into_owned());
            let shown = std::iter::once(program)
                .chain(words)
                .collect::<Vec<_>>()
                .join(" ");
            assert_eq!(shown, expected);
        }
        assert_eq!(command("'unclosed", Path::new("a"), 1), None);
    }
}
