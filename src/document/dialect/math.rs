//! Formulas between `$…$`, `$$…$$`, `` $`…`$ ``, `\(…\)` or `\[…\]`, and environments such as `\begin{align}`.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::rewriter::Rewriter;
use super::{Dialect, html_writer, line};
use crate::document::math::MAX_FORMULA_BYTES;
use crate::text;

/// Maximum length of the name of an environment, with the closing brace, in bytes.
const MAX_NAME_BYTES: usize = 16;

/// Returns the HTML of a formula within a line.
fn inline_html(formula: &str) -> String {
    format!("<folio-math tex=\"{}\">", html_writer::escape(formula))
}

/// Returns the HTML of a formula on lines of its own.
pub(super) fn display_html(formula: &str) -> String {
    format!(
        "<folio-display-math tex=\"{}\">",
        html_writer::escape(formula)
    )
}

/// Replaces formulas between dollars.
pub(super) fn dollars(rewriter: &mut Rewriter<'_>) {
    replace_dollars(rewriter, |_formula| true);
}

/// Replaces each formula between dollars if MDX would otherwise parse the braces in it as expressions. Such a formula
///
/// - contains an opening brace, but not as its first character, and
/// - contains a TeX command, or a subscript or superscript in braces.
pub(super) fn dollars_around_braces(rewriter: &mut Rewriter<'_>) {
    replace_dollars(rewriter, |formula| {
        let has_command = || {
            let mut commands = formula.split('\\').skip(1);
            commands.any(|name| name.starts_with(|char: char| char.is_ascii_alphabetic()))
        };
        formula.contains('{')
            && !formula.starts_with('{')
            && (formula.contains("_{") || formula.contains("^{") || has_command())
    });
}

/// Replaces the formulas between dollars for which `accepts` returns true.
fn replace_dollars(rewriter: &mut Rewriter<'_>, accepts: fn(&str) -> bool) {
    let body = rewriter.body;
    let bytes = body.as_bytes();
    let mut dollars = rewriter.occurrences("$");
    while let Some(start) = dollars.next() {
        let dollar_count = bytes[start..]
            .iter()
            .take_while(|byte| **byte == b'$')
            .count();
        let content_start = start + dollar_count;
        dollars.skip_to(content_start);
        if body[..start].ends_with('\\') {
            continue;
        }
        let dialect = rewriter.dialect;
        let is_github_like = matches!(dialect, Dialect::Auto | Dialect::Gfm);
        let (inside, closer) = match dollar_count {
            // GitHub writes formulas within a line as code between dollars.
            1 if is_github_like && body[content_start..].starts_with('`') => {
                (range_up_to(body, content_start + 1, "`$"), "`$")
            }
            1 if !is_github_like && !dialect.is_kramdown() => {
                (between_single_dollars(body, content_start), "$")
            }
            2 => (between_double_dollars(body, content_start), "$$"),
            _ => (None, ""),
        };
        let Some(inside) = inside else {
            continue;
        };
        let range = start..inside.end + closer.len();
        if !accepts(&body[inside.clone()])
            || !rewriter.may_rewrite(&range)
            || line::is_in_url(body, start)
        {
            continue;
        }
        let is_block_level = || rewriter.is_block_level(&range);
        let formula = without_block_quote_markers(body, inside);
        let html = match dollar_count {
            1 => inline_html(&formula),
            // Within a line, two dollars may be prose.
            _ if is_github_like && !is_block_level() => continue,
            // Within a line, two dollars enclose an inline formula in kramdown.
            _ if dialect.is_kramdown() && !is_block_level() => inline_html(&formula),
            _ => display_html(&formula),
        };
        dollars.skip_to(range.end);
        rewriter.replace(range, html);
    }
}

/// Replaces formulas between escaped brackets. Some authors write two backslashes, because Markdown removes one.
pub(super) fn brackets(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut backslashes = rewriter.occurrences("\\");
    while let Some(start) = backslashes.next() {
        let pairs = [
            ("\\\\(", "\\\\)"),
            ("\\\\[", "\\\\]"),
            ("\\(", "\\)"),
            ("\\[", "\\]"),
        ];
        // The second of two backslashes does not start a formula by itself.
        let is_second = body[..start].ends_with('\\');
        let Some((opener, closer)) = pairs
            .into_iter()
            .find(|(opener, _)| !is_second && body[start..].starts_with(opener))
        else {
            continue;
        };
        let Some(inside) = range_up_to(body, start + opener.len(), closer) else {
            continue;
        };
        let range = start..inside.end + closer.len();
        backslashes.skip_to(inside.start);
        let text = &body[inside.clone()];
        // An escaped bracket in prose does not start a formula.
        if (is_formula(text) || is_variable(text)) && rewriter.may_rewrite(&range) {
            backslashes.skip_to(range.end);
            let formula = without_block_quote_markers(body, inside);
            let html = if opener.ends_with('[') {
                display_html(&formula)
            } else {
                inline_html(&formula)
            };
            rewriter.replace(range, html);
        }
    }
}

/// The environments that are formulas without delimiters around them (amsmath). A star after the name removes the number of
/// the formula.
const ENVIRONMENTS: [&str; 8] = [
    "align",
    "alignat",
    "displaymath",
    "eqnarray",
    "equation",
    "flalign",
    "gather",
    "multline",
];

/// Replaces environments that are on lines of their own and have no dollars or brackets around them. `MathJax` and pandoc show
/// such environments as formulas.
pub(super) fn environments(rewriter: &mut Rewriter<'_>) {
    const OPENER: &str = "\\begin{";
    let body = rewriter.body;
    let mut openers = rewriter.occurrences(OPENER);
    while let Some(start) = openers.next() {
        let name_start = start + OPENER.len();
        let limit = text::floor_char_boundary(body, name_start + MAX_NAME_BYTES);
        let Some((name, _)) = body[name_start..limit].split_once('}') else {
            continue;
        };
        if !ENVIRONMENTS.contains(&name.strip_suffix('*').unwrap_or(name)) {
            continue;
        }
        let closer = format!("\\end{{{name}}}");
        let Some(opener_and_content) = range_up_to(body, start, &closer) else {
            continue;
        };
        let range = start..opener_and_content.end + closer.len();
        if rewriter.may_rewrite(&range) && rewriter.is_block_level(&range) {
            openers.skip_to(range.end);
            let formula = without_block_quote_markers(body, range.clone());
            rewriter.replace(range, display_html(&formula));
        }
    }
}

/// Returns the text of a formula. In a block quote, each line after the first begins with markers `>`, which are removed.
fn without_block_quote_markers(body: &str, formula: Range<usize>) -> Cow<'_, str> {
    let text = &body[formula.clone()];
    let Some((first_line, other_lines)) = text.split_once('\n') else {
        return Cow::Borrowed(text);
    };
    let depth = line::quote_depth(&body[line::start(body, formula.start)..formula.start]);
    if depth == 0 {
        return Cow::Borrowed(text);
    }
    let mut unquoted = first_line.to_owned();
    for line in other_lines.split('\n') {
        let mut line = line;
        for _ in 0..depth {
            line = line.trim_start().strip_prefix('>').unwrap_or(line);
        }
        unquoted.push('\n');
        unquoted.push_str(line);
    }
    Cow::Owned(unquoted)
}

/// Returns the range of the formula between single dollars that begins at byte `content_start`. The formula must not have white
/// space at its ends. It must be a letter, or contain a character that is typical of formulas: `$5 and $10` are prices,
/// `$HOME/$USER` is a path. Next to the dollars, outside the formula, there must be no letter or digit, except Chinese, Japanese
/// and Korean characters.
fn between_single_dollars(body: &str, content_start: usize) -> Option<Range<usize>> {
    let char_before = body[..content_start - 1].chars().next_back();
    let first = body[content_start..].chars().next()?;
    if first.is_whitespace() || char_before.is_some_and(is_narrow_alphanumeric) {
        return None;
    }
    let inside = range_up_to(body, content_start, "$")?;
    let text = &body[inside.clone()];
    let char_after = body[inside.end + 1..].chars().next();
    let is_closed = !text.ends_with([' ', '\n', '\\'])
        && !char_after.is_some_and(|char| is_narrow_alphanumeric(char) || char == '$');
    (is_closed && (is_variable(text) || is_formula(text))).then_some(inside)
}

/// Returns true for letters and digits, except those of Chinese, Japanese and Korean, which are two columns wide.
fn is_narrow_alphanumeric(char: char) -> bool {
    char.is_alphanumeric() && (char.is_ascii() || text::width(char.encode_utf8(&mut [0; 4])) < 2)
}

/// Returns true if `text` is a single letter.
fn is_variable(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Returns the range of the formula between double dollars that begins at byte `content_start`. The formula must not be blank.
fn between_double_dollars(body: &str, content_start: usize) -> Option<Range<usize>> {
    let inside = range_up_to(body, content_start, "$$")?;
    (!body[inside.clone()].trim().is_empty()).then_some(inside)
}

/// Returns true if `text` contains a character that is typical of formulas, and few words of prose. Characters that are also
/// common in prose count only in a short text.
fn is_formula(text: &str) -> bool {
    const MAX_SHORT_BYTES: usize = 24;
    let has_formula_char = text.contains(['\\', '^', '_', '=', '<', '>', '{', '+', '|'])
        || text.len() <= MAX_SHORT_BYTES
            && text.contains(['(', '-', '*', '/', ',', '\''])
            && !text.starts_with(|char: char| char.is_ascii_digit());
    // Three lower-case words of more than three letters are prose, unless they are the argument of a command for text.
    let long_words = text
        .split_whitespace()
        .filter(|word| word.len() > 3 && word.chars().all(|char| char.is_ascii_lowercase()));
    let has_text_command = || {
        let commands = ["\\text", "\\mbox", "\\mathrm", "\\operatorname"];
        commands.iter().any(|command| text.contains(command))
    };
    has_formula_char && (long_words.count() < 3 || has_text_command())
}

/// Returns the range from byte `position` to `closer`. A closer with a dollar is skipped if a backslash is before it. Returns
/// `None` if the range is empty, longer than [`MAX_FORMULA_BYTES`] or does not end in the same paragraph.
fn range_up_to(body: &str, position: usize, closer: &str) -> Option<Range<usize>> {
    let limit = text::floor_char_boundary(body, position + MAX_FORMULA_BYTES);
    let text = body.get(position..limit)?.as_bytes();
    let mut from = 0;
    let length = loop {
        let closer_start = from + memmem::find(&text[from..], closer.as_bytes())?;
        if closer.starts_with('\\') || closer_start == 0 || text[closer_start - 1] != b'\\' {
            break closer_start;
        }
        from = closer_start + 1;
    };
    // The first and the last part are not whole lines, so they do not count as blank lines.
    let mut lines = text[..length].split(|byte| *byte == b'\n');
    lines.next();
    lines.next_back();
    let has_blank_line = lines.any(|line| line.trim_ascii().is_empty());
    (!has_blank_line && length > 0).then_some(position..position + length)
}
