//! Shell sessions: lines with a prompt are commands, the other lines are output.

/// Returns the length in bytes of a line's prompt and the blank after it, or `None` for a line of output.
pub(super) fn prompt_length(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let symbol = line[start..].chars().next()?;
    let end = start + symbol.len_utf8();
    let is_prompt = matches!(symbol, '$' | '#' | '%' | '>' | '❯' | '➜');
    (is_prompt && line[end..].starts_with(' ')).then_some(end + 1)
}
