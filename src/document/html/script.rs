//! Superscripts and subscripts in plain text.
//!
//! A script is shown in small characters where Unicode has all of them: `x²`, `H₂O`, `1ˢᵗ`. Otherwise it stays large
//! behind a sign, as in TeX: `x^q`, `x_(max,y)`; small and large letters side by side would read as two words. A script
//! in brackets needs no sign: a reference `word[1]`.

/// Characters with a superscript form, and that form. Characters that are small already keep theirs.
const SUPERSCRIPTS: (&str, &str) = (
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχθ,.'′″*†‡™®°⁰¹²³⁴⁵⁶⁷⁸⁹",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡᶿ,.'′″*†‡™®°⁰¹²³⁴⁵⁶⁷⁸⁹",
);

/// Characters with a subscript form, and that form.
const SUBSCRIPTS: (&str, &str) = (
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ,.'′",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ,.'′",
);

/// The spelling of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScriptSpelling {
    /// Each character in its small form.
    Small,
    /// Unchanged.
    Plain,
    /// Behind `^` or `_`.
    Signed,
    /// Behind `^` or `_`, in parentheses.
    Bracketed,
    /// Unchanged and dimmed: small print that belongs to no word before it.
    Print,
}

/// The position of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Superscript,
    Subscript,
}

/// Returns the small form of a character.
pub(super) fn small(char: char, script: Script) -> Option<char> {
    let (large, small) = match script {
        Script::Superscript => SUPERSCRIPTS,
        Script::Subscript => SUBSCRIPTS,
    };
    let at = large.chars().position(|one| one == char)?;
    small.chars().nth(at)
}

/// Returns the spelling for the text of a script that follows the character `before`.
pub(super) fn spelling(text: &str, before: Option<char>, script: Script) -> ScriptSpelling {
    let is_attached = before.is_some_and(|before| !before.is_whitespace());
    let is_small = text.chars().all(|char| small(char, script).is_some());
    // The number in front of a note is attached to nothing.
    if is_small && (is_attached || !text.contains(char::is_alphabetic)) {
        return ScriptSpelling::Small;
    }
    if !is_attached || text.trim().contains(char::is_whitespace) {
        return ScriptSpelling::Print;
    }
    let is_bracketed = text.starts_with('[') && text.ends_with(']');
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        _ if is_bracketed => ScriptSpelling::Plain,
        (Some(one), None) if one.is_alphanumeric() => ScriptSpelling::Signed,
        (Some(one), None) if !one.is_ascii() => ScriptSpelling::Plain,
        _ => ScriptSpelling::Bracketed,
    }
}

#[cfg(test)]
mod tests {
    use super::Script::{Subscript, Superscript};
    use super::*;

    #[test]
    fn each_character_has_one_form() {
        for (large, small) in [SUPERSCRIPTS, SUBSCRIPTS] {
            assert_eq!(large.chars().count(), small.chars().count());
            assert!(
                small
                    .chars()
                    .all(|char| crate::text::width(&char.to_string()) == 1)
            );
        }
        assert_eq!(
            (small('2', Superscript), small('2', Subscript)),
            (Some('²'), Some('₂'))
        );
        assert_eq!(
            (small('q', Superscript), small('b', Subscript)),
            (None, None)
        );
    }

    #[test]
    fn a_script_is_spelled_by_what_it_holds() {
        let up = |text| spelling(text, Some('x'), Superscript);
        assert_eq!(up("n+1"), ScriptSpelling::Small);
        assert_eq!(up("[1]"), ScriptSpelling::Plain);
        assert_eq!(up("q"), ScriptSpelling::Signed);
        assert_eq!(up("p/q"), ScriptSpelling::Bracketed);
        assert_eq!(up("a caption"), ScriptSpelling::Print);
        assert_eq!(spelling("1", None, Superscript), ScriptSpelling::Small);
        assert_eq!(
            spelling("photo", Some(' '), Superscript),
            ScriptSpelling::Print
        );
    }
}
