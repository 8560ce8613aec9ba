//! Superscripts and subscripts in plain text.
//!
//! Below, a script is a superscript or a subscript. It is shown in small characters if Unicode has all of them: `x²`, `H₂O`,
//! `1ˢᵗ`. Otherwise all characters of the script keep their size and follow `^` or `_`, as in TeX: `x^q`, `x_(max,y)`. A mix of
//! small and normal letters would look like two words. A script in square brackets, such as a reference `word[1]`, is shown
//! without `^` or `_`.

use crate::document::script_chars::{subscript, superscript};

/// Characters that a superscript shows unchanged, because they are small or raised already.
const UNCHANGED_IN_SUPERSCRIPT: &str = ",.'™®⁰¹²³⁴⁵⁶⁷⁸⁹";

/// Punctuation that a subscript shows unchanged.
const UNCHANGED_IN_SUBSCRIPT: &str = ",.'′";

/// The way in which a script is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScriptSpelling {
    /// Each character is replaced by its small form.
    Small,
    /// The text is unchanged.
    Plain,
    /// `^` or `_` is shown before the text.
    Prefixed,
    /// `^(` or `_(` is shown before the text, and `)` after the text.
    Parenthesized,
    /// The text is unchanged and dimmed, because it does not directly follow a word, or consists of several words.
    Dimmed,
}

/// The vertical position of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Superscript,
    Subscript,
}

/// Returns the small form of a character, or `None` if Unicode has no small form of it.
pub(super) fn small_form(char: char, script: Script) -> Option<char> {
    let (form, unchanged) = match script {
        Script::Superscript => (superscript(char), UNCHANGED_IN_SUPERSCRIPT),
        Script::Subscript => (subscript(char), UNCHANGED_IN_SUBSCRIPT),
    };
    form.or_else(|| unchanged.contains(char).then_some(char))
}

/// Returns the way to show a script with the given text. `char_before` is the character before the script.
pub(super) fn spelling(text: &str, char_before: Option<char>, script: Script) -> ScriptSpelling {
    let is_attached = char_before.is_some_and(|char| !char.is_whitespace());
    let is_small = text.chars().all(|char| small_form(char, script).is_some());
    // A script without letters, such as the number at the start of a note, is shown in small characters even if no word precedes
    // it.
    if is_small && (is_attached || !text.contains(char::is_alphabetic)) {
        return ScriptSpelling::Small;
    }
    if !is_attached || text.trim().contains(char::is_whitespace) {
        return ScriptSpelling::Dimmed;
    }
    let is_in_brackets = text.starts_with('[') && text.ends_with(']');
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        _ if is_in_brackets => ScriptSpelling::Plain,
        (Some(single), None) if single.is_alphanumeric() => ScriptSpelling::Prefixed,
        // A symbol such as `†` cannot be taken for a part of the word.
        (Some(single), None) if !single.is_ascii() => ScriptSpelling::Plain,
        _ => ScriptSpelling::Parenthesized,
    }
}

#[cfg(test)]
mod tests {
    use super::Script::Superscript;
    use super::*;

    #[test]
    fn spelling_depends_on_the_text_of_the_script() {
        let superscript = |text| spelling(text, Some('x'), Superscript);
        assert_eq!(superscript("n+1"), ScriptSpelling::Small);
        assert_eq!(superscript("[1]"), ScriptSpelling::Plain);
        assert_eq!(superscript("q"), ScriptSpelling::Prefixed);
        assert_eq!(superscript("p/q"), ScriptSpelling::Parenthesized);
        assert_eq!(superscript("a caption"), ScriptSpelling::Dimmed);
        assert_eq!(spelling("1", None, Superscript), ScriptSpelling::Small);
        assert_eq!(
            spelling("photo", Some(' '), Superscript),
            ScriptSpelling::Dimmed
        );
    }
}
