//! `:emoji:` by GitHub's names.

use super::draft::Draft;

/// Bytes of the longest name.
const LONGEST: usize = 40;

pub(super) fn read(draft: &mut Draft<'_>) {
    let body = draft.body;
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b':', &bytes[at..]) {
        let start = at + next;
        at = start + 1;
        let is_inside = |byte: Option<&u8>| {
            byte.is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'_')
            })
        };
        let name = &bytes[at..bytes.len().min(at + LONGEST)];
        let length = name.iter().take_while(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
        });
        let end = at + length.count();
        if end == at || bytes.get(end) != Some(&b':') {
            continue;
        }
        let is_free = !is_inside(start.checked_sub(1).and_then(|before| bytes.get(before)))
            && !is_inside(bytes.get(end + 1));
        if !is_free {
            continue;
        }
        if let Some(emoji) = emojis::get_by_shortcode(&body[at..end])
            && draft.is_free(&(start..end + 1))
        {
            draft.say(start..end + 1, emoji.as_str());
            at = end + 1;
        }
    }
}
