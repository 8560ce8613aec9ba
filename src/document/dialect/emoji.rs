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
        // Next to such a byte, a colon belongs to other text: a time such as `10:30:20`, a name such as `a::b`, or a URL.
        let prevents_emoji = |byte: Option<&u8>| {
            byte.is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'_')
            })
        };
        let after_colon = &bytes[name_start..bytes.len().min(name_start + MAX_NAME_BYTES)];
        let name = after_colon.iter().take_while(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
        });
        let name_end = name_start + name.count();
        if name_end == name_start || bytes.get(name_end) != Some(&b':') {
            continue;
        }
        let is_separate = !prevents_emoji(start.checked_sub(1).and_then(|index| bytes.get(index)))
            && !prevents_emoji(bytes.get(name_end + 1));
        if !is_separate {
            continue;
        }
        if let Some(emoji) = emojis::get_by_shortcode(&body[name_start..name_end])
            && rewriter.may_rewrite(&(start..name_end + 1))
        {
            rewriter.replace(start..name_end + 1, emoji.as_str());
            colons.skip_to(name_end + 1);
        }
    }
}
