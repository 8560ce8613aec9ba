//! The user's editor, opened at a line.

use std::ffi::OsString;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};
use std::process::{Command, ExitStatus};

/// The reason why an edit failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum EditorError {
    /// `$VISUAL` or `$EDITOR` has an unclosed quotation mark or no words.
    #[error("$VISUAL or $EDITOR is not a valid command: {0}")]
    InvalidSetting(String),
    /// The editor could not be started.
    #[error("{program}: {error}; set $EDITOR")]
    NotStarted { program: String, error: io::Error },
    /// The editor exited with an error status.
    #[error("{program}: {status}")]
    Failed { program: String, status: ExitStatus },
}

/// The editor that runs if none is set.
const DEFAULT_EDITOR: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// Stands in for each backslash while the value of `$VISUAL` or `$EDITOR` is split into words. No value contains this character.
const BACKSLASH_STAND_IN: &str = "\0";

/// Opens a file in the editor, and waits until the editor exits. The editor is `$VISUAL`, else `$EDITOR`, else
/// [`DEFAULT_EDITOR`]. `line` counts from 1. The caller must leave the terminal to the editor first.
pub(super) fn edit(
    file: &Path,
    line: usize,
    env: impl Fn(&str) -> Option<String>,
) -> Result<(), EditorError> {
    let variable = |name| env(name).filter(|value| !value.trim().is_empty());
    let editor = variable("VISUAL")
        .or_else(|| variable("EDITOR"))
        .unwrap_or_else(|| DEFAULT_EDITOR.to_owned());
    let Some((program, arguments)) = editor_command(&editor, file, line) else {
        return Err(EditorError::InvalidSetting(editor));
    };
    match Command::new(&program).args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(EditorError::Failed { program, status }),
        Err(error) => Err(EditorError::NotStarted { program, error }),
    }
}

/// Returns the program and its arguments. They are the words of `editor`, split as in a shell, and then the file and the line.
/// The syntax of the line depends on the editor; an unknown editor receives only the file. Returns `None` if `editor` is not a
/// valid command.
fn editor_command(editor: &str, file: &Path, line: usize) -> Option<(String, Vec<OsString>)> {
    let mut words = split_words(editor, MAIN_SEPARATOR)?.into_iter();
    let program = words.next()?;
    let mut arguments: Vec<OsString> = words.map(Into::into).collect();
    let name = Path::new(&program).file_stem()?.to_str()?.to_lowercase();
    let mut file_and_line = file.as_os_str().to_owned();
    file_and_line.push(format!(":{line}"));
    match &*name {
        "vi" | "vim" | "nvim" | "view" | "nano" | "emacs" | "emacsclient" | "kak" | "joe"
        | "ne" | "mg" => {
            arguments.extend([format!("+{line}").into(), file.into()]);
        }
        "hx" | "helix" | "micro" => arguments.push(file_and_line),
        // Without `--wait` these programs exit before the user closes the file.
        "subl" | "zed" | "zeditor" => arguments.extend(["--wait".into(), file_and_line]),
        "code" | "codium" | "vscodium" | "code-insiders" => {
            arguments.extend(["--wait".into(), "--goto".into(), file_and_line]);
        }
        _ => arguments.push(file.into()),
    }
    Some((program, arguments))
}

/// Splits `value` into words as a shell does. Returns `None` if a quotation mark is not closed. On systems whose paths contain
/// backslashes, a backslash is an ordinary character.
fn split_words(value: &str, path_separator: char) -> Option<Vec<String>> {
    if path_separator != '\\' {
        return shlex::split(value);
    }
    let words = shlex::split(&value.replace('\\', BACKSLASH_STAND_IN))?;
    let restored = words
        .iter()
        .map(|word| word.replace(BACKSLASH_STAND_IN, "\\"));
    Some(restored.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslash_is_an_escape_except_on_windows() {
        let value = r#""C:\Program Files\Vim\vim.exe" -u NONE C:\x"#;
        assert_eq!(
            split_words(value, '\\').unwrap(),
            [r"C:\Program Files\Vim\vim.exe", "-u", "NONE", r"C:\x"]
        );
        assert_eq!(split_words(r"my\ editor", '/').unwrap(), ["my editor"]);
    }

    #[test]
    fn line_is_passed_in_the_syntax_of_each_known_editor() {
        for (editor, expected) in [
            ("vi", "vi +7 a b.md"),
            ("/usr/bin/nvim -u NONE", "/usr/bin/nvim -u NONE +7 a b.md"),
            ("hx", "hx a b.md:7"),
            ("code -n", "code -n --wait --goto a b.md:7"),
            ("emacsclient -t", "emacsclient -t +7 a b.md"),
            ("zed", "zed --wait a b.md:7"),
            ("'my editor' --flag", "my editor --flag a b.md"),
        ] {
            let (program, arguments) =
                editor_command(editor, Path::new("a b.md"), 7).expect("an editor");
            let words = arguments
                .iter()
                .map(|word| word.to_string_lossy().into_owned());
            let command_line = std::iter::once(program)
                .chain(words)
                .collect::<Vec<_>>()
                .join(" ");
            assert_eq!(command_line, expected);
        }
        assert_eq!(editor_command("'unclosed", Path::new("a"), 1), None);
    }
}
