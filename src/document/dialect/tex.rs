//! Converts TeX formulas to lines of Unicode. Symbols and scripts come from `unicodeit`, which has no fractions and
//! takes the start of a longer command for a shorter one (`\log` for `\l`), so commands are parsed here.

use unicode_segmentation::UnicodeSegmentation;

/// Maximum nesting depth of groups.
const MAX_DEPTH: usize = 16;
/// Commands that are shown as their names.
const FUNCTIONS: [&str; 34] = [
    "arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "cos", "cosh", "cot", "coth", "csc",
    "deg", "det", "dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln",
    "log", "max", "min", "Pr", "sec", "sin", "sinh", "sup", "tan", "tanh",
];
/// Commands for the typeface or the style of a group.
const STYLE_COMMANDS: [&str; 16] = [
    "boxed",
    "displaystyle",
    "emph",
    "mathit",
    "mathrm",
    "mathsf",
    "mathtt",
    "mbox",
    "mathop",
    "operatorname",
    "scriptstyle",
    "text",
    "textbf",
    "textit",
    "textrm",
    "textstyle",
];
/// Accent commands with their combining characters. A line over or under the text applies to each character; other
/// accents apply to a single character.
const ACCENTS: [(&str, char, AccentReach); 14] = [
    ("acute", '\u{301}', AccentReach::One),
    ("bar", '\u{305}', AccentReach::Each),
    ("breve", '\u{306}', AccentReach::One),
    ("ddot", '\u{308}', AccentReach::One),
    ("dot", '\u{307}', AccentReach::One),
    ("doubleunderline", '\u{333}', AccentReach::Each),
    ("grave", '\u{300}', AccentReach::One),
    ("hat", '\u{302}', AccentReach::One),
    ("overline", '\u{305}', AccentReach::Each),
    ("slash", '\u{338}', AccentReach::One),
    ("strikethrough", '\u{335}', AccentReach::Each),
    ("tilde", '\u{303}', AccentReach::One),
    ("underline", '\u{332}', AccentReach::Each),
    ("vec", '\u{20d7}', AccentReach::One),
];
/// Names of environments that hold one formula per line.
const LINE_ENVIRONMENTS: [&str; 10] = [
    "align",
    "align*",
    "aligned",
    "equation",
    "equation*",
    "gather",
    "gather*",
    "gathered",
    "split",
    "multline",
];

/// Returns a formula as Unicode text with its lines separated by `\n`, or `None` if a part of it has no Unicode form.
pub(super) fn unicode(formula: &str) -> Option<String> {
    let mut parser = FormulaParser {
        rest: formula.trim(),
        depth: 0,
    };
    let mut text = parser.group(None)?;
    while text.contains("  ") {
        text = text.replace("  ", " ");
    }
    let lines: Vec<&str> = text
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let text = lines.join("\n");
    (!text.is_empty() && !text.contains('\\')).then_some(text)
}

/// The number of characters that an accent applies to.
#[derive(Clone, Copy, PartialEq)]
enum AccentReach {
    One,
    Each,
}

/// A parser of TeX formulas.
struct FormulaParser<'f> {
    /// The text that is not parsed yet.
    rest: &'f str,
    /// Number of groups and commands around the current position.
    depth: usize,
}

impl FormulaParser<'_> {
    /// Parses up to `end`, or to the end of the formula.
    fn group(&mut self, end: Option<char>) -> Option<String> {
        let mut out = String::new();
        while let Some(char) = self.rest.chars().next() {
            if Some(char) == end {
                self.rest = &self.rest[char.len_utf8()..];
                return Some(out);
            }
            match char {
                '^' | '_' => {
                    self.rest = self.rest[1..].trim_start();
                    let inside = self.argument()?;
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push_str(&script(char, &inside));
                }
                '}' => return None,
                '&' | '~' => {
                    self.rest = &self.rest[1..];
                    out.push(' ');
                }
                '\n' | '\r' | '\t' => {
                    self.rest = &self.rest[1..];
                    out.push(' ');
                }
                '-' => {
                    self.rest = &self.rest[1..];
                    out.push('−');
                }
                '\'' => {
                    self.rest = &self.rest[1..];
                    out.push('′');
                }
                _ => out.push_str(&self.argument()?),
            }
        }
        end.is_none().then_some(out)
    }

    /// Parses a group in braces, a command with its arguments, or one character.
    fn argument(&mut self) -> Option<String> {
        let char = self.rest.chars().next()?;
        self.rest = &self.rest[char.len_utf8()..];
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let argument = match char {
            '{' => self.group(Some('}')),
            '\\' => self.command(),
            '-' => Some("−".to_owned()),
            char => Some(char.to_string()),
        };
        self.depth -= 1;
        argument
    }

    /// Parses a command after its backslash.
    fn command(&mut self) -> Option<String> {
        let length = self
            .rest
            .bytes()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        if length == 0 {
            return self.escaped_character();
        }
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest
            .strip_prefix('*')
            .filter(|_| name == "operatorname")
            .unwrap_or(rest);
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                let (over, under) = (self.operand()?, self.operand()?);
                Some(fraction_character(&over, &under).unwrap_or_else(|| {
                    format!("{}/{}", parenthesized(&over), parenthesized(&under))
                }))
            }
            "binom" => Some(format!("C({}, {})", self.operand()?, self.operand()?)),
            "sqrt" => self.root(),
            "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "bigg"
            | "Bigg" | "middle" => {
                self.rest = self.rest.trim_start();
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
                Some(String::new())
            }
            "quad" | "qquad" | "space" => Some("  ".to_owned()),
            "limits" | "nolimits" | "nonumber" | "notag" => Some(String::new()),
            "pmod" => Some(format!("(mod {})", self.operand()?)),
            "bmod" | "mod" => Some(" mod ".to_owned()),
            "tag" | "label" => self.operand().map(|_| String::new()),
            "begin" | "end" => {
                let name = self.operand()?.replace('−', "-");
                LINE_ENVIRONMENTS
                    .contains(&name.trim())
                    .then(|| "\n".to_owned())
            }
            name if FUNCTIONS.contains(&name) => {
                let is_followed = self
                    .rest
                    .trim_start()
                    .starts_with(|char: char| char.is_alphanumeric() || char == '\\');
                Some(format!("{name}{}", if is_followed { " " } else { "" }))
            }
            name if STYLE_COMMANDS.contains(&name) => self.styled_group(name),
            name => self.symbol(name),
        }
    }

    /// Parses an argument, and removes the blanks around it.
    fn operand(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        self.argument().map(|text| text.trim().to_owned())
    }

    /// Parses the group of a style command. The content of a text command is not parsed as a formula.
    fn styled_group(&mut self, name: &str) -> Option<String> {
        if name.ends_with("style") {
            return Some(String::new());
        }
        let text = self.rest.trim_start();
        if name.contains("text") || name == "mbox" {
            let (inside, rest) = text.strip_prefix('{')?.split_once('}')?;
            self.rest = rest;
            return (!inside.contains(['{', '\\', '$'])).then(|| inside.to_owned());
        }
        self.operand()
    }

    /// Parses the optional degree and the operand of `\sqrt`.
    fn root(&mut self) -> Option<String> {
        let mut sign = "√".to_owned();
        self.rest = self.rest.trim_start();
        if let Some(rest) = self.rest.strip_prefix('[') {
            let (degree, rest) = rest.split_once(']')?;
            self.rest = rest;
            sign = match degree {
                "3" => "∛".to_owned(),
                "4" => "∜".to_owned(),
                degree => format!("{}√", script('^', degree)),
            };
        }
        let inside = self.operand()?;
        Some(sign + &parenthesized(&inside))
    }

    /// Parses the character after a backslash if it is not a letter.
    fn escaped_character(&mut self) -> Option<String> {
        let char = self.rest.chars().next()?;
        self.rest = &self.rest[char.len_utf8()..];
        Some(match char {
            ',' | ';' | ':' | ' ' | '>' => " ".to_owned(),
            '!' => String::new(),
            '\\' => "\n".to_owned(),
            '|' => "‖".to_owned(),
            '{' => "{".to_owned(),
            '}' => "}".to_owned(),
            '%' | '$' | '#' | '&' | '_' | '*' => char.to_string(),
            _ => return None,
        })
    }

    /// Parses a symbol, a letter in another typeface, or a letter with an accent.
    fn symbol(&mut self, name: &str) -> Option<String> {
        if let Some((_, mark, reach)) = ACCENTS.iter().find(|(command, ..)| *command == name) {
            return accented(&self.operand()?, *mark, *reach);
        }
        let text = unicodeit::replace_optimized(&format!("\\{name}"));
        let is_known = !text
            .chars()
            .any(|char| char.is_ascii_alphabetic() || char == '\\')
            && !text.is_empty();
        if is_known && !self.rest.starts_with('{') {
            return Some(text);
        }
        let inside = self.operand()?;
        let text = unicodeit::replace_optimized(&format!("\\{name}{{{inside}}}"));
        let is_set = !text.contains(['\\', '{', '}']) && !text.contains(name);
        is_set.then_some(text)
    }
}

/// Adds a combining character to each grapheme of `text`. Returns `None` if there is no grapheme, or more than `reach`
/// allows. Used instead of `unicodeit`'s accents, which panic on a group of more than one ASCII character.
fn accented(text: &str, mark: char, reach: AccentReach) -> Option<String> {
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    if graphemes.is_empty() || reach == AccentReach::One && graphemes.len() > 1 {
        return None;
    }
    let mut accented = String::with_capacity(text.len() + graphemes.len() * mark.len_utf8());
    for grapheme in graphemes {
        accented.push_str(grapheme);
        if !grapheme.chars().all(char::is_whitespace) {
            accented.push(mark);
        }
    }
    Some(accented)
}

/// Returns a superscript or subscript in small characters if Unicode has all of them, else after `sign` (`^` or `_`).
fn script(sign: char, inside: &str) -> String {
    let inside = inside.trim();
    if matches!(inside, "′" | "″" | "∘" | "°") {
        return if inside == "∘" {
            "°".to_owned()
        } else {
            inside.to_owned()
        };
    }
    let small = unicodeit::replace_optimized(&format!("{sign}{{{}}}", inside.replace(' ', "")));
    let is_small = !small.contains([sign, '{', '}', '\\']) && small != inside && !small.is_empty();
    if is_small {
        small
    } else if inside.chars().count() == 1 {
        format!("{sign}{inside}")
    } else {
        format!("{sign}({inside})")
    }
}

/// Returns the Unicode character of a fraction, or `None` if there is none.
fn fraction_character(numerator: &str, denominator: &str) -> Option<String> {
    let fractions = [
        ("1", "2", "½"),
        ("1", "3", "⅓"),
        ("2", "3", "⅔"),
        ("1", "4", "¼"),
        ("3", "4", "¾"),
        ("1", "8", "⅛"),
    ];
    let mut fractions = fractions.into_iter();
    fractions
        .find(|(over, under, _)| (*over, *under) == (numerator, denominator))
        .map(|(_, _, fraction)| fraction.to_owned())
}

/// Adds parentheses around an operand unless it is a name or a number.
fn parenthesized(text: &str) -> String {
    let is_plain = text
        .chars()
        .all(|char| char.is_alphanumeric() || matches!(char, '.' | '′'));
    if is_plain {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

#[cfg(test)]
mod tests {
    use super::unicode;

    #[test]
    fn formulas_become_lines_of_unicode() {
        for (formula, expected) in [
            (r"x^2 + y_1", Some("x² + y₁")),
            (r"\frac{a}{b}", Some("a/b")),
            (r"\frac{n+1}{2n}", Some("(n+1)/2n")),
            (
                r"\sum_{i=0}^n i^2 = \frac{(n^2+n)(2n+1)}{6}",
                Some("∑ᵢ₌₀ⁿ i² = ((n²+n)(2n+1))/6"),
            ),
            (r"O(n \log n)", Some("O(n log n)")),
            (r"\sqrt{2} \sqrt[3]{x+1}", Some("√2 ∛(x+1)")),
            (r"e^{-\lambda t}", Some("e^(−λ t)")),
            (r"\left( a \right)", Some("( a )")),
            (r"\text{if } x > 0", Some("if x > 0")),
            (r"\operatorname{Var}(X)", Some("Var(X)")),
            (r"\mathbb{R}^n", Some("ℝⁿ")),
            (r"\hat{x} \vec{v}", Some("x̂ v⃗")),
            (r"\overline{L_{1}} = REG", Some("L̅₁̅ = REG")),
            (r"\overline{AB} \bar é", Some("A̅B̅ é̅")),
            (r"\underline{a b}", Some("a̲ b̲")),
            (r"\hat{xy}", None),
            (r"\hat{}", None),
            (r"\alpha \to \beta", Some("α → β")),
            (r"90^\circ", Some("90°")),
            (
                r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
                Some("a = b\nc = d"),
            ),
            (r"\begin{bmatrix}1&2\end{bmatrix}", None),
            (r"\unknown{x}", None),
            (r"\frac{a}", None),
            (r"{", None),
            ("", None),
        ] {
            assert_eq!(unicode(formula).as_deref(), expected, "{formula}");
        }
    }

    #[test]
    fn deeply_nested_formulas_are_rejected() {
        assert_eq!(unicode(&"{".repeat(100_000)), None);
        assert_eq!(unicode(&r"\sqrt".repeat(100_000)), None);
    }
}
