//! The summary divider of Middleman's blog extension (Middleman, “Blogging”): a line with only `READMORE`.

use super::rewriter::Rewriter;

/// The text of a summary divider.
const DIVIDER: &str = "READMORE";

/// Removes summary dividers.
pub(super) fn summary_dividers(rewriter: &mut Rewriter<'_>) {
    for start in rewriter.occurrences(DIVIDER) {
        let range = start..start + DIVIDER.len();
        let is_whole_line = rewriter.is_block_level(&range);
        if is_whole_line && rewriter.may_rewrite(&range) {
            rewriter.overwrite_with_blanks(range);
        }
    }
}
