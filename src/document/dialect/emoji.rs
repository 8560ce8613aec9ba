//! Emoji by GitHub's names: `:tada:`.

use super::rewriter::Rewriter;

/// Maximum length of an emoji name, in bytes.
const MAX_NAME_BYTES: usize = 40;

/// Replaces emoji names with emoji.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b':', &bytes[at..]) {
        let start = at + next;
        at = start + 1;
        let is_name_char = |byte: Option<&u8>| {
            byte.is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'_')
            })
        };
        let name = &bytes[at..bytes.len().min(at + MAX_NAME_BYTES)];
        let length = name.iter().take_while(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
        });
        let end = at + length.count();
        if end == at || bytes.get(end) != Some(&b':') {
            continue;
        }
        let is_separate = !is_name_char(start.checked_sub(1).and_then(|index| bytes.get(index)))
            && !is_name_char(bytes.get(end + 1));
        if !is_separate {
            continue;
        }
        if let Some(emoji) = emojis::get_by_shortcode(&body[at..end])
            && rewriter.is_unclaimed(&(start..end + 1))
        {
            rewriter.replace(start..end + 1, emoji.as_str());
            at = end + 1;
        }
    }
}
