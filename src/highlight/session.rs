//! A shell session: commands behind a prompt, and what they print between them.

/// The bytes of a command line's prompt, the blank behind it included; `None` for what a command prints.
pub(super) fn prompt(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let sign = line[start..].chars().next()?;
    let behind = start + sign.len_utf8();
    let is_prompt = matches!(sign, '$' | '#' | '%' | '>' | '❯' | '➜');
    (is_prompt && line[behind..].starts_with(' ')).then_some(behind + 1)
}
