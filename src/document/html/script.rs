//! Superscripts and subscripts in plain text.
//!
//! Where every character has a small form in Unicode, that is what is shown: `x²`, `H₂O`, `1ˢᵗ`. Where one has not,
//! all stay large behind a sign, as in TeX and in mail: `x^q`, `x_(max,y)`; small and large letters side by side would
//! read as two words. What is in brackets of its own needs no sign: a reference `word[1]`.

/// The characters that have a superscript form, and that form. Those that are small already have their own.
const SUPERSCRIPTS: (&str, &str) = (
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχθ,.'′″*†‡™®°⁰¹²³⁴⁵⁶⁷⁸⁹",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡᶿ,.'′″*†‡™®°⁰¹²³⁴⁵⁶⁷⁸⁹",
);

/// The same below.
const SUBSCRIPTS: (&str, &str) = (
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ,.'′",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ,.'′",
);

/// How a script is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Character by character in its small form.
    Small,
    /// As it is.
    Plain,
    /// Behind `^` or `_`.
    Signed,
    /// Behind `^` or `_`, in parentheses.
    Bracketed,
    /// As it is and quietly, for it is small print and belongs to no word before it.
    Print,
}

/// The small form of a character.
pub(super) fn small(char: char, is_super: bool) -> Option<char> {
    let (large, small) = if is_super { SUPERSCRIPTS } else { SUBSCRIPTS };
    let at = large.chars().position(|one| one == char)?;
    small.chars().nth(at)
}

/// How a script of this text is spelled that follows `before`.
pub(super) fn spelling(text: &str, before: Option<char>, is_super: bool) -> Spelling {
    let is_attached = before.is_some_and(|before| !before.is_whitespace());
    let is_small = text.chars().all(|char| small(char, is_super).is_some());
    // In front of a note stands its number.
    if is_small && (is_attached || !text.contains(char::is_alphabetic)) {
        return Spelling::Small;
    }
    if !is_attached || text.trim().contains(char::is_whitespace) {
        return Spelling::Print;
    }
    let is_bracketed = text.starts_with('[') && text.ends_with(']');
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        _ if is_bracketed => Spelling::Plain,
        (Some(one), None) if one.is_alphanumeric() => Spelling::Signed,
        (Some(one), None) if !one.is_ascii() => Spelling::Plain,
        _ => Spelling::Bracketed,
    }
}

#[cfg(test)]
mod tests {
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
            (small('2', true), small('2', false)),
            (Some('²'), Some('₂'))
        );
        assert_eq!((small('q', true), small('b', false)), (None, None));
    }

    #[test]
    fn a_script_is_spelled_by_what_it_holds() {
        let up = |text| spelling(text, Some('x'), true);
        assert_eq!(up("n+1"), Spelling::Small);
        assert_eq!(up("[1]"), Spelling::Plain);
        assert_eq!(up("q"), Spelling::Signed);
        assert_eq!(up("p/q"), Spelling::Bracketed);
        assert_eq!(up("a caption"), Spelling::Print);
        assert_eq!(spelling("1", None, true), Spelling::Small);
        assert_eq!(spelling("photo", Some(' '), true), Spelling::Print);
    }
}
