//! Tables of characters: symbols that the parser does not know, typefaces, accents, and parts of delimiters.

use pulldown_latex::event::Font;

use crate::document::script_chars::counterpart;

/// Commands that the parser does not know, and their characters.
const SYMBOLS: &[(&str, &str)] = &[
    ("And", "&"),
    ("Longmapsto", "⟾"),
    ("N", "ℕ"),
    ("Proportion", "∷"),
    ("Q", "ℚ"),
    ("R", "ℝ"),
    ("Subset", "⋐"),
    ("Supset", "⋑"),
    ("Z", "ℤ"),
    ("aa", "å"),
    ("ae", "æ"),
    ("bigcirc", "◯"),
    ("boldline", "‖"),
    ("darr", "↓"),
    ("doublecap", "⋒"),
    ("doublecup", "⋓"),
    ("eqdef", "≝"),
    ("exist", "∃"),
    ("hArr", "⇔"),
    ("harr", "↔"),
    ("infin", "∞"),
    ("isin", "∈"),
    ("lArr", "⇐"),
    ("larr", "←"),
    ("mathdollar", "$"),
    ("minuscolon", "−:"),
    ("o", "ø"),
    ("parr", "⅋"),
    ("plusmn", "±"),
    ("rArr", "⇒"),
    ("rarr", "→"),
    ("rightangle", "∟"),
    ("sdot", "⋅"),
    ("ss", "ß"),
    ("sub", "⊂"),
    ("textregistered", "®"),
    ("uarr", "↑"),
    ("updownarrows", "⇅"),
    ("wasytherefore", "∴"),
];

/// Commands that must not reach the parser. Some define macros, which a single formula does not need. Others make the parser panic,
/// such as `\char é`, or are read wrongly, such as `\sideset`, of which two arguments are dropped.
const UNSUPPORTED: &[&str] = &[
    "Space",
    "begingroup",
    "buildrel",
    "char",
    "def",
    "end",
    "endgroup",
    "futurelet",
    "genfrac",
    "let",
    "newcommand",
    "providecommand",
    "renewcommand",
    "right",
    "sideset",
];

/// Commands for delimiters.
const DELIMITERS: &[&str] = &[
    "Downarrow",
    "Uparrow",
    "Updownarrow",
    "Vert",
    "backslash",
    "downarrow",
    "lVert",
    "langle",
    "lbrace",
    "lbrack",
    "lceil",
    "lfloor",
    "lgroup",
    "llcorner",
    "lmoustache",
    "lparen",
    "lrcorner",
    "lvert",
    "rVert",
    "rangle",
    "rbrace",
    "rbrack",
    "rceil",
    "rfloor",
    "rgroup",
    "rmoustache",
    "rparen",
    "rvert",
    "ulcorner",
    "uparrow",
    "urcorner",
    "vert",
];

/// Fractions with a character of their own.
const FRACTIONS: [(&str, &str, &str); 6] = [
    ("1", "2", "½"),
    ("1", "3", "⅓"),
    ("2", "3", "⅔"),
    ("1", "4", "¼"),
    ("3", "4", "¾"),
    ("1", "8", "⅛"),
];

/// Letters that are missing in the Unicode block of mathematical letters, because Unicode had them before that block. An entry
/// contains the font, the plain letters, and the letters in this font.
const LETTERLIKE: [(Font, &str, &str); 3] = [
    (Font::DoubleStruck, "CHNPQRZ", "ℂℍℕℙℚℝℤ"),
    (Font::Script, "BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ"),
    (Font::Fraktur, "CHIRZ", "ℭℌℑℜℨ"),
];

/// Returns the symbol for a command that the parser does not know, or `None` if the command is not in the table.
pub(super) fn symbol_for(command: &str) -> Option<&'static str> {
    let index = SYMBOLS
        .binary_search_by_key(&command, |(name, _)| name)
        .ok()?;
    Some(SYMBOLS[index].1)
}

/// Returns true for a command that must not reach the parser, such as a macro definition.
pub(super) fn is_unsupported(command: &str) -> bool {
    // `\symbf`, `\symup` and the like are commands of the package unicode-math.
    UNSUPPORTED.contains(&command) || command.starts_with("sym")
}

/// Returns true if a command or an escaped character is a delimiter.
pub(super) fn is_delimiter(command: &str) -> bool {
    matches!(command, "{" | "}" | "|") || DELIMITERS.contains(&command)
}

/// Returns the character for a fraction, such as `½`.
pub(super) fn fraction(numerator: &str, denominator: &str) -> Option<&'static str> {
    let mut fractions = FRACTIONS.iter();
    let entry = fractions.find(|(above, below, _)| (*above, *below) == (numerator, denominator));
    entry.map(|(_, _, char)| *char)
}

/// Returns the character for a letter or a digit in a typeface. Returns `char` unchanged if Unicode has no such character.
/// Upright, italic, sans serif and monospace letters are shown as plain letters.
pub(super) fn letter(font: Option<Font>, char: char) -> char {
    let Some(font) = font else {
        return char;
    };
    for (letter_font, plain, letterlike) in LETTERLIKE {
        if letter_font == font
            && let Some(letter) = counterpart((plain, letterlike), char)
        {
            return letter;
        }
    }
    // The first code points of the capital letters, the small letters and the digits (Unicode 15, Mathematical
    // Alphanumeric Symbols).
    let (capitals, smalls, digits) = match font {
        Font::Bold | Font::BoldSymbol | Font::BoldItalic => (0x1d400, 0x1d41a, Some(0x1d7ce)),
        Font::Script => (0x1d49c, 0x1d4b6, None),
        Font::BoldScript => (0x1d4d0, 0x1d4ea, None),
        Font::Fraktur => (0x1d504, 0x1d51e, None),
        Font::BoldFraktur => (0x1d56c, 0x1d586, None),
        Font::DoubleStruck => (0x1d538, 0x1d552, Some(0x1d7d8)),
        Font::BoldSansSerif | Font::SansSerifBoldItalic => (0x1d5d4, 0x1d5ee, Some(0x1d7ec)),
        _ => return char,
    };
    let is_bold = matches!(font, Font::Bold | Font::BoldSymbol | Font::BoldItalic);
    let code = match char {
        'A'..='Z' => capitals + (char as u32 - 'A' as u32),
        'a'..='z' => smalls + (char as u32 - 'a' as u32),
        '0'..='9' => match digits {
            Some(digits) => digits + (char as u32 - '0' as u32),
            None => return char,
        },
        // Greek letters change only in bold.
        'Α'..='Ω' if is_bold => 0x1d6a8 + (char as u32 - 'Α' as u32),
        'α'..='ω' if is_bold => 0x1d6c2 + (char as u32 - 'α' as u32),
        _ => return char,
    };
    char::from_u32(code).unwrap_or(char)
}

/// Returns the combining character of an accent, and true if the accent may be repeated on each character of a longer text.
pub(super) fn combining(accent: char) -> Option<(char, bool)> {
    Some(match accent {
        '´' => ('\u{301}', false),
        '‾' => ('\u{305}', true),
        '˘' => ('\u{306}', false),
        'ˇ' => ('\u{30c}', false),
        '˙' => ('\u{307}', false),
        '¨' => ('\u{308}', false),
        '`' => ('\u{300}', false),
        '^' => ('\u{302}', false),
        '~' => ('\u{303}', false),
        '→' => ('\u{20d7}', true),
        '←' => ('\u{20d6}', true),
        '↔' => ('\u{20e1}', true),
        '⇀' => ('\u{20d1}', true),
        '↼' => ('\u{20d0}', true),
        '⇒' => ('\u{20d7}', true),
        '˚' => ('\u{30a}', false),
        _ => return None,
    })
}

/// Returns the combining character of a line or an arrow below text.
pub(super) fn combining_below(accent: char) -> Option<char> {
    Some(match accent {
        '_' => '\u{332}',
        '→' => '\u{20ef}',
        '←' => '\u{20ee}',
        '↔' => '\u{34d}',
        _ => return None,
    })
}

/// Returns the name of an accent that can't be repeated on each character of a longer text. Returns an empty name for other
/// accents.
pub(super) fn accent_name(accent: char) -> &'static str {
    match accent {
        '´' => "acute",
        '˘' => "breve",
        'ˇ' => "check",
        '˙' => "dot",
        '¨' => "ddot",
        '`' => "grave",
        '^' => "hat",
        '~' => "tilde",
        '˚' => "ring",
        _ => "",
    }
}

/// Returns true for an integral sign.
pub(super) fn is_integral(char: char) -> bool {
    matches!(char, '∫'..='∳' | '⨋'..='⨜')
}

/// Returns true for an arrow that may have text above it, and for an equals sign.
pub(super) fn is_arrow(char: char) -> bool {
    matches!(
        char,
        '←' | '→' | '↔' | '⇐' | '⇒' | '⇔' | '↦' | '↩' | '↪' | '⇌' | '⇋' | '='
    )
}

/// The characters from which a delimiter of several rows is drawn.
pub(super) struct Pieces {
    pub(super) top: char,
    /// The character that is repeated between the others.
    pub(super) extension: char,
    pub(super) bottom: char,
    /// The point of a brace, at the baseline; `None` for other delimiters.
    pub(super) brace_point: Option<char>,
}

/// Returns the characters from which a delimiter of several rows is drawn, or `None` if it is not drawn from such characters.
pub(super) fn pieces(delimiter: char) -> Option<Pieces> {
    let (top, extension, bottom) = match delimiter {
        '(' | '⟮' => ('⎛', '⎜', '⎝'),
        ')' | '⟯' => ('⎞', '⎟', '⎠'),
        '[' | '⟦' => ('⎡', '⎢', '⎣'),
        ']' | '⟧' => ('⎤', '⎥', '⎦'),
        '{' => ('⎧', '⎪', '⎩'),
        '}' => ('⎫', '⎪', '⎭'),
        '⌊' => ('⎢', '⎢', '⎣'),
        '⌋' => ('⎥', '⎥', '⎦'),
        '⌈' => ('⎡', '⎢', '⎢'),
        '⌉' => ('⎤', '⎥', '⎥'),
        '|' | '∣' => ('│', '│', '│'),
        '‖' | '∥' => ('║', '║', '║'),
        '↑' => ('↑', '│', '│'),
        '↓' => ('│', '│', '↓'),
        '↕' => ('↑', '│', '↓'),
        _ => return None,
    };
    let brace_point = match delimiter {
        '{' => Some('⎨'),
        '}' => Some('⎬'),
        _ => None,
    };
    Some(Pieces {
        top,
        extension,
        bottom,
        brace_point,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_paired_strings_have_equal_lengths() {
        assert!(SYMBOLS.is_sorted_by_key(|(name, _)| name));
        for (_, from, to) in LETTERLIKE {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
        }
    }

    #[test]
    fn letters_change_with_the_typeface() {
        for (font, plain, expected) in [
            (Some(Font::DoubleStruck), 'R', 'ℝ'),
            (Some(Font::DoubleStruck), '1', '𝟙'),
            (Some(Font::Script), 'L', 'ℒ'),
            (Some(Font::Script), 'A', '𝒜'),
            (Some(Font::Fraktur), 'g', '𝔤'),
            (Some(Font::Bold), 'x', '𝐱'),
            (Some(Font::Bold), 'α', '𝛂'),
            (Some(Font::UpRight), 'd', 'd'),
            (None, 'x', 'x'),
        ] {
            assert_eq!(letter(font, plain), expected);
        }
    }
}
