//! The characters that have a superscript or a subscript form.

/// Characters with a superscript form, and their superscript forms. Signs that are already raised map to themselves.
const SUPERSCRIPTS: (&str, &str) = (
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφϕχθ′″‴*†‡∘°⊤",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵠᵡᶿ′″‴*†‡°°ᵀ",
);

/// Characters with a subscript form, and their subscript forms.
const SUBSCRIPTS: (&str, &str) = (
    "0123456789+-−=()aehijklmnoprstuvxβγρφϕχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ",
);

/// Returns the superscript form of a character, if Unicode has it.
pub(super) fn superscript(char: char) -> Option<char> {
    counterpart(SUPERSCRIPTS, char)
}

/// Returns the subscript form of a character, if Unicode has it.
pub(super) fn subscript(char: char) -> Option<char> {
    counterpart(SUBSCRIPTS, char)
}

/// Returns true for a superscript or a subscript form.
pub(super) fn is_script(char: char) -> bool {
    SUPERSCRIPTS.1.contains(char) || SUBSCRIPTS.1.contains(char)
}

/// Returns the character of the second string at the position of `char` in the first string.
pub(super) fn counterpart((from, to): (&str, &str), char: char) -> Option<char> {
    let index = from.chars().position(|other| other == char)?;
    to.chars().nth(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_one_character_and_one_column_wide() {
        for (from, to) in [SUPERSCRIPTS, SUBSCRIPTS] {
            assert_eq!(from.chars().count(), to.chars().count());
            let is_narrow = |char: char| crate::text::width(&char.to_string()) == 1;
            assert!(to.chars().all(is_narrow));
        }
        assert_eq!((superscript('2'), subscript('2')), (Some('²'), Some('₂')));
        assert_eq!((superscript('q'), subscript('b')), (None, None));
    }
}
