//! Emoji by GitHub's names: `:tada:`.

use super::rewriter::Rewriter;

/// Maximum length of an emoji name, in bytes.
const MAX_NAME_BYTES: usize = 40;

/// Replaces emoji names with emoji.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let bytes = body.as_bytes();
    let mut colons = rewriter.occurrences(":");
    while let Some(start) = colons.next() {
        let name_start = start + 1;
        let is_joined = |byte: Option<&u8>| {
            byte.is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'_')
            })
        };
        let after_colon = &bytes[name_start..bytes.len().min(name_start + MAX_NAME_BYTES)];
        let name = after_colon.iter().take_while(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
        });
        let end = name_start + name.count();
        if end == name_start || bytes.get(end) != Some(&b':') {
            continue;
        }
        let is_separate = !is_joined(start.checked_sub(1).and_then(|index| bytes.get(index)))
            && !is_joined(bytes.get(end + 1));
        if !is_separate {
            continue;
        }
        if let Some(emoji) = emojis::get_by_shortcode(&body[name_start..end])
            && rewriter.may_rewrite(&(start..end + 1))
        {
            rewriter.replace(start..end + 1, emoji.as_str());
            colons.skip_to(end + 1);
        }
    }
}
