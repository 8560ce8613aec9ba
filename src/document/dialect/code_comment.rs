//! Lines and comments within code that control how the code is shown. All are hidden; some set the language or the
//! title of the code.

use std::ops::Range;

use super::annotations::CodeLabelText;
use super::line::LineCursor;
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;

/// Characters at the start and the end of comments in programming languages.
const COMMENT_CHARS: [char; 15] = [
    '/', '*', '#', '<', '!', '-', '>', '{', '}', '%', '(', ')', ';', ':', '\'',
];

/// Hides comments such as `// highlight-next-line` (Docusaurus, “Code blocks”).
pub(super) fn highlighting_comments(rewriter: &mut Rewriter<'_>) {
    const DIRECTIVES: [&str; 3] = ["highlight-next-line", "highlight-start", "highlight-end"];
    for_lines_in_code(rewriter, "highlight-", |rewriter, line, _| {
        let text = rewriter.body[line.clone()].trim();
        // Batch files and BASIC have the comment `REM …`.
        let after_rem = ["REM ", "rem "]
            .iter()
            .find_map(|rem| text.strip_prefix(rem));
        let is_comment = after_rem.is_some() || text.starts_with(COMMENT_CHARS);
        let comment_text = after_rem
            .unwrap_or(text)
            .trim_matches(|char: char| char == ' ' || COMMENT_CHARS.contains(&char));
        if is_comment && DIRECTIVES.contains(&comment_text) {
            rewriter.hide_in_code(line);
        }
    });
}

/// Hides comments such as `// [!code ++]` after a line of code (`VitePress`, “Markdown Extensions”; Shiki,
/// “Notations”).
pub(super) fn notations(rewriter: &mut Rewriter<'_>) {
    const COMMENT_OPENERS: [&str; 6] = ["//", "<!--", "/*", "--", "#", "{/*"];
    for_lines_in_code(rewriter, "[!code ", |rewriter, line, match_start| {
        let text = rewriter.body[line.clone()].trim_end_matches(['\r', '\n']);
        let text_before = &text[..match_start - line.start];
        // `{/*` ends with another opener, `/*`: the longest opener leaves the shortest code.
        let code_before = COMMENT_OPENERS
            .iter()
            .filter_map(|opener| text_before.trim_end().strip_suffix(opener))
            .min_by_key(|code| code.len());
        let Some(code) = code_before else {
            return;
        };
        let Some(bracket) = text[text_before.len()..].find(']') else {
            return;
        };
        let text_after = text[text_before.len() + bracket + 1..].trim_start();
        let closer = ["-->", "*/}", "*/"]
            .into_iter()
            .find(|end| text_after.starts_with(end));
        let after_comment = &text_after[closer.map_or(0, str::len)..];
        let is_alone = code.trim().is_empty() && after_comment.trim().is_empty();
        if is_alone {
            rewriter.hide_in_code(line);
        } else {
            let start = line.start + code.trim_end().len();
            rewriter.hide_in_code(start..line.start + text.len() - after_comment.len());
        }
    });
}

/// Hides chunk options such as `#| echo: false` (Quarto, “Execution Options”, “Figures”). The value of `filename` or
/// `fig-cap` becomes the title of the code. `fig-cap` is the caption of the figure that the code draws.
pub(super) fn chunk_options(rewriter: &mut Rewriter<'_>) {
    for_lines_in_code(rewriter, "| ", |rewriter, line, match_start| {
        let text = &rewriter.body[line.clone()];
        let is_option = matches!(
            text[..match_start - line.start].trim_start(),
            "#" | "//" | "--" | "%%"
        );
        if !is_option {
            return;
        }
        let option = &text[match_start - line.start + "| ".len()..];
        if let Some(("filename" | "fig-cap", title)) = option.split_once(':') {
            let title = title.trim().trim_matches(['"', '\'']);
            rewriter.label_code(match_start, CodeLabelText::Title(title.into()));
        }
        rewriter.hide_in_code(line);
    });
}

/// Hides the `!` of annotation marks at the end of a line, such as `# (1)!`. In Material for `MkDocs`, the `!` is an
/// instruction to leave out the comment characters (“Stripping comments”).
pub(super) fn annotation_marks(rewriter: &mut Rewriter<'_>) {
    for_lines_in_code(rewriter, ")!", |rewriter, line, match_start| {
        let body = rewriter.body;
        let (before, after) = (
            &body[line.start..match_start],
            body[match_start + ")!".len()..line.end].trim(),
        );
        let number = before.rsplit_once('(').map_or("", |(_, number)| number);
        let is_mark = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_mark && matches!(after, "" | "-->" | "*/") {
            let exclamation_mark = match_start + 1..match_start + 2;
            rewriter.hide_in_code(exclamation_mark);
        }
    });
}

/// Hides the first line of indented code if the line names the language: `:::python`, `#!python` (Python-Markdown,
/// “`CodeHilite`”).
pub(super) fn language_lines(rewriter: &mut Rewriter<'_>) {
    for prefix in [":::", "#!"] {
        for_lines_in_code(rewriter, prefix, |rewriter, line, match_start| {
            let body = rewriter.body;
            // In fenced code, there is always code above: another line or the opening fence, which `is_code` includes. So
            // `is_first` is true only for the first line of indented code.
            let end_above = line.start.checked_sub(1);
            let is_first = end_above.is_none_or(|end_above| !rewriter.is_code(end_above));
            let name = body[match_start + prefix.len()..line.end]
                .split_whitespace()
                .next();
            let name = name.unwrap_or_default();
            // A path such as `/bin/sh` names the program that runs the code. This line is shown.
            let is_name = !name.is_empty() && !name.contains('/');
            if is_first && is_name && body[line.start..match_start].trim().is_empty() {
                rewriter.label_code(match_start, CodeLabelText::Language(name.into()));
                rewriter.hide_in_code(line);
            }
        });
    }
}

/// Hides lines that end in `#hide` or `# hide` (Franklin, “Code blocks”).
pub(super) fn hidden_lines(rewriter: &mut Rewriter<'_>) {
    for_lines_in_code(rewriter, "hide", |rewriter, line, _| {
        let text = rewriter.body[line.clone()].trim_end();
        if text.ends_with("#hide") || text.ends_with("# hide") {
            rewriter.hide_in_code(line);
        }
    });
}

/// Hides `{% raw %}` and `{% endraw %}` in code: Jekyll removes them, because Liquid runs before Markdown (Jekyll,
/// “Liquid”).
pub(super) fn raw_tags(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    for offset in rewriter.occurrences("raw") {
        let Some(range) = raw_tag(body, offset) else {
            continue;
        };
        if rewriter.is_code(range.start) {
            let line = cursor.line(range.start);
            let is_alone = body[line.clone()].trim().len() == range.len();
            rewriter.hide_in_code(if is_alone { line } else { range });
        }
    }
}

/// Returns the range of the tag `{% raw %}` or `{% endraw %}` whose name ends with the `raw` at byte `offset`.
fn raw_tag(body: &str, offset: usize) -> Option<Range<usize>> {
    /// Maximum number of blanks between the opener and the name.
    const MAX_BLANKS: usize = 7;
    let (before, after) = (&body[..offset], &body[offset + "raw".len()..]);
    let before_name = before.strip_suffix("end").unwrap_or(before);
    let up_to_opener = before_name.trim_end_matches(' ');
    let blanks = before_name.len() - up_to_opener.len();
    let before_tag = up_to_opener
        .strip_suffix('-')
        .unwrap_or(up_to_opener)
        .strip_suffix("{%")?;
    let from_closer = after.trim_start_matches(' ');
    let after_tag = from_closer
        .strip_prefix('-')
        .unwrap_or(from_closer)
        .strip_prefix("%}")?;
    (blanks <= MAX_BLANKS).then_some(before_tag.len()..body.len() - after_tag.len())
}

/// Calls `visit` for each line of code that contains `needle`. Passes the range of the line, and the offset of the first `needle`
/// in the line.
fn for_lines_in_code(
    rewriter: &mut Rewriter<'_>,
    needle: &str,
    mut visit: impl FnMut(&mut Rewriter<'_>, Range<usize>, usize),
) {
    for LineMatch { match_start, line } in rewriter.lines_with(needle) {
        if rewriter.is_code(match_start) {
            visit(rewriter, line, match_start);
        }
    }
}
