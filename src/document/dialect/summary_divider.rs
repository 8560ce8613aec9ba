//! Summary dividers, such as `<!-- more -->`, that share their line with text. A comment at the start of a line would turn
//! the whole line into HTML (CommonMark 4.6); an inline tag does not.

use super::code::summary_divider_len;
use super::rewriter::Rewriter;

/// Replaces each summary divider with an inline tag for the parser. The tag stands for empty HTML, so it shows nothing.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for start in rewriter.occurrences("<!--") {
        let Some(length) = summary_divider_len(&body[start..]) else {
            continue;
        };
        let range = start..start + length;
        if !rewriter.is_block_level(&range) && rewriter.may_rewrite(&range) {
            rewriter.replace_inline(range, "");
        }
    }
}
