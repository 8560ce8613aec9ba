//! The keys of the filter language, such as `year:` and `author:`.

/// Each key with a description of the value that it expects. For the key `is`, the description lists all values.
pub(super) const KEYS: [(&str, &str); 8] = [
    ("after", "a year, month or day, such as 2023-05"),
    ("author", "a name"),
    ("before", "a year, month or day, such as 2023-05"),
    ("in", "a folder of the library"),
    (
        "is",
        "unread, read, starred, draft, scheduled, expired or broken",
    ),
    ("lang", "a language, such as en"),
    ("series", "the name of a series"),
    ("year", "a year, such as 2024"),
];

/// Returns the keys of the filter language, without their colon.
pub fn filter_keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(key, _)| *key)
}

/// Returns the states of posts that the key `is` accepts as its value, in the order in which messages list them.
pub fn filter_states() -> impl Iterator<Item = &'static str> {
    let entry = KEYS.iter().find(|(key, _)| *key == "is");
    let description = entry.map_or("", |(_, description)| description);
    description
        .split([' ', ','])
        .filter(|word| !word.is_empty() && *word != "or")
}

/// Returns the key at the start of a token: letters before a colon, unless the token is an address (`https://`) or a path of
/// names (`std::fmt`).
pub(super) fn leading_key(token: &str) -> Option<&str> {
    let (key, value) = token.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_key && !value.starts_with("//") && !value.starts_with(':')).then_some(key)
}

/// Returns true if a word must be quoted, because it would be parsed as another term.
pub(super) fn needs_quotes(word: &str) -> bool {
    word.starts_with(['-', '#', '~']) || leading_key(word).is_some()
}

/// Returns the hint for the term `unknown_key:value`.
pub(super) fn hint_for_unknown_key(unknown_key: &str, value: &str) -> String {
    let nearest = KEYS
        .iter()
        .map(|(key, _)| (strsim::osa_distance(unknown_key, key), *key))
        .min();
    match nearest {
        // If the distance is as large as the length of the unknown key, the two may have no letter in common.
        Some((distance, key)) if distance <= 2 && distance < unknown_key.len() => {
            format!("did you mean `{key}:`?")
        }
        _ => {
            let keys = KEYS.map(|(key, _)| format!("`{key}:`")).join(", ");
            format!(
                "the keys are {keys}; to search for the text, write `\"{unknown_key}:{value}\"`"
            )
        }
    }
}
