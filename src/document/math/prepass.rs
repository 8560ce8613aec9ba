//! Rewrites a formula before it is parsed.
//!
//! The parser does not know all commands that authors write. This pass replaces unknown commands (`\boxed`, `\over`, `\tag`,
//! …) with known commands, puts each argument in braces, and removes commands without a meaning on a terminal (labels,
//! colors). It rejects commands that a single formula does not need, such as macro definitions, and limits the nesting,
//! because the parser does neither.

mod command;
mod environment;
mod text;

/// Maximum nesting depth of groups, arguments and environments.
const MAX_DEPTH: usize = 32;

/// Operators that may be followed by `\limits` or `\nolimits`.
const LIMIT_OPERATORS: &[&str] = &[
    "Pr",
    "bigcap",
    "bigcup",
    "bigodot",
    "bigoplus",
    "bigotimes",
    "bigsqcap",
    "bigsqcup",
    "bigtimes",
    "biguplus",
    "bigvee",
    "bigwedge",
    "coprod",
    "fint",
    "gcd",
    "iiiint",
    "iiint",
    "iint",
    "inf",
    "int",
    "intBar",
    "intbar",
    "intcap",
    "intclockwise",
    "intcup",
    "intlarhk",
    "intop",
    "intx",
    "lim",
    "liminf",
    "limsup",
    "mathop",
    "max",
    "min",
    "oiiint",
    "oiint",
    "oint",
    "operatorname",
    "pointint",
    "prod",
    "smallint",
    "sum",
    "sup",
];

/// Rewrites a formula for the parser. Returns `None` if it contains a construct that is not supported.
pub(super) fn prepare(tex: &str) -> Option<String> {
    let mut pass = Prepass {
        unread: tex,
        depth: 0,
    };
    let content = pass.read_content(&End::Formula, ContentKind::Formula)?;
    Some(content.into_formula())
}

/// The text that ends a piece of a formula.
enum End<'t> {
    /// The end of the formula.
    Formula,
    /// A closing brace.
    Brace,
    /// The closing bracket of an optional argument.
    Bracket,
    /// `\right`.
    Right,
    /// `\end` with the name of an environment.
    Environment(&'t str),
}

/// The kind of a piece of a formula, which determines whether it may contain lines and cells.
#[derive(Clone, Copy, PartialEq)]
enum ContentKind {
    /// A formula. Around its lines and cells, [`Content::into_formula`] adds an environment that the parser knows.
    Formula,
    /// Lines and cells of an environment, or the lines of a `\substack`.
    InEnvironment,
    /// Neither lines nor cells.
    Group,
}

/// A rewritten piece of a formula.
#[derive(Default)]
struct Content {
    text: String,
    /// True if a line end (`\\`) was read.
    has_lines: bool,
    /// True if the end of a cell (`&`) was read.
    has_cells: bool,
    /// True if `text` ends with an operator that `\limits` or `\nolimits` may follow.
    may_take_limits: bool,
    /// The infix fraction (`\over`) whose denominator is being read.
    infix: Option<InfixFraction>,
    /// Start of the current cell in `text`, in bytes.
    cell_start: usize,
}

/// The first half of an infix fraction.
struct InfixFraction {
    /// The numerator.
    upper: String,
    /// The command between the numerator and the denominator.
    command: &'static str,
}

impl Content {
    /// Appends text.
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.may_take_limits = false;
    }

    /// Appends a command without arguments.
    fn push_command(&mut self, name: &str) {
        self.text.push('\\');
        self.text.push_str(name);
        self.text.push(' ');
        self.may_take_limits = LIMIT_OPERATORS.contains(&name);
    }

    /// Starts an infix fraction: the text of the cell so far is the numerator, the rest of the cell the denominator. Returns
    /// `None` if the cell already has an infix fraction.
    fn start_infix(&mut self, command: &'static str) -> Option<()> {
        if self.infix.is_some() {
            return None;
        }
        self.infix = Some(InfixFraction {
            upper: self.text.split_off(self.cell_start),
            command,
        });
        Some(())
    }

    /// Ends the current cell, and writes its infix fraction as a command with two arguments.
    fn end_cell(&mut self) {
        if let Some(InfixFraction { upper, command }) = self.infix.take() {
            let lower = self.text.split_off(self.cell_start);
            self.push(&match command {
                "atop" => format!("\\begin{{subarray}}{{c}}{upper}\\\\ {lower}\\end{{subarray}}"),
                "brace" => format!("\\left\\{{\\binom{{{upper}}}{{{lower}}}\\right\\}}"),
                "brack" => format!("\\left[\\binom{{{upper}}}{{{lower}}}\\right]"),
                "choose" => format!("\\binom{{{upper}}}{{{lower}}}"),
                _ => format!("\\frac{{{upper}}}{{{lower}}}"),
            });
        }
        self.may_take_limits = false;
    }

    /// Returns the text, within an environment if it has several lines or cells.
    fn into_formula(self) -> String {
        match (self.has_cells, self.has_lines) {
            (true, _) => format!("\\begin{{aligned}}{}\\end{{aligned}}", self.text),
            (false, true) => format!("\\begin{{gathered}}{}\\end{{gathered}}", self.text),
            _ => self.text,
        }
    }
}

/// The rewriting of one formula.
struct Prepass<'t> {
    /// The part of the formula that is not read yet.
    unread: &'t str,
    /// Number of groups, arguments and environments around the current position.
    depth: usize,
}

impl<'t> Prepass<'t> {
    /// Reads and rewrites the formula up to `end`, and consumes the end. Returns `None` if there is no end, if the formula is
    /// nested too deeply, or if it contains a construct that is not supported.
    fn read_content(&mut self, end: &End<'_>, kind: ContentKind) -> Option<Content> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let mut content = Content::default();
        loop {
            let Some(char) = self.unread.chars().next() else {
                if !matches!(end, End::Formula) {
                    return None;
                }
                break;
            };
            if self.consume_end(end) {
                break;
            }
            match char {
                '\\' => self.read_command(&mut content, kind)?,
                '&' if kind == ContentKind::Group => return None,
                '&' => {
                    self.unread = &self.unread[1..];
                    content.end_cell();
                    content.push("&");
                    content.has_cells = true;
                    content.cell_start = content.text.len();
                }
                '^' | '_' => {
                    self.unread = &self.unread[1..];
                    let argument = self.read_argument()?;
                    content.push(&format!("{char}{{{argument}}}"));
                    self.skip_blanks();
                }
                '$' | '}' => return None,
                _ => {
                    let token = self.read_token(char)?;
                    content.push(&token);
                }
            }
        }
        content.end_cell();
        self.depth -= 1;
        Some(content)
    }

    /// Consumes `end` and returns true if `end` comes next.
    fn consume_end(&mut self, end: &End<'_>) -> bool {
        let after_end = match end {
            // The caller checks if the formula is read completely.
            End::Formula => None,
            End::Brace => self.unread.strip_prefix('}'),
            End::Bracket => self.unread.strip_prefix(']'),
            End::Right => self
                .unread
                .strip_prefix("\\right")
                .filter(|after| !after.starts_with(|char: char| char.is_ascii_alphabetic())),
            End::Environment(name) => self.unread.strip_prefix("\\end").and_then(|after| {
                let name_and_rest = after.trim_start().strip_prefix('{')?;
                name_and_rest
                    .trim_start()
                    .strip_prefix(name)?
                    .trim_start()
                    .strip_prefix('}')
            }),
        };
        if let Some(after_end) = after_end {
            self.unread = after_end;
        }
        after_end.is_some()
    }

    /// Reads the next character `char`, which does not begin a command. If `char` is `{`, also reads the group; if it is `%`, the
    /// comment.
    fn read_token(&mut self, char: char) -> Option<String> {
        self.unread = &self.unread[char.len_utf8()..];
        Some(match char {
            '{' => format!(
                "{{{}}}",
                self.read_content(&End::Brace, ContentKind::Group)?.text
            ),
            '%' => {
                let comment_end = self.unread.find('\n').unwrap_or(self.unread.len());
                self.unread = &self.unread[comment_end..];
                String::new()
            }
            '~' => "\\ ".to_owned(),
            '#' => "\\#".to_owned(),
            char if char.is_whitespace() => " ".to_owned(),
            char => char.to_string(),
        })
    }

    /// Skips white space.
    fn skip_blanks(&mut self) {
        self.unread = self.unread.trim_start();
    }

    /// Reads the argument of a command: a group, a command with its arguments, or one character. Returns the argument without
    /// braces.
    fn read_argument(&mut self) -> Option<String> {
        self.skip_blanks();
        match self.unread.chars().next()? {
            '{' => {
                self.unread = &self.unread[1..];
                Some(self.read_content(&End::Brace, ContentKind::Group)?.text)
            }
            '\\' => {
                if self.depth == MAX_DEPTH {
                    return None;
                }
                self.depth += 1;
                let mut content = Content::default();
                self.read_command(&mut content, ContentKind::Group)?;
                self.depth -= 1;
                Some(content.text)
            }
            '}' | '&' | '^' | '_' | '$' => None,
            char => self.read_token(char),
        }
    }

    /// Reads an argument that is not a formula: a group or one character. Returns the argument unchanged, without braces.
    fn read_raw_argument(&mut self) -> Option<&'t str> {
        self.skip_blanks();
        let Some(inside) = self.unread.strip_prefix('{') else {
            let char = self.unread.chars().next()?;
            let (first, following) = self.unread.split_at(char.len_utf8());
            self.unread = following;
            return (!matches!(char, '\\' | '}' | '&')).then_some(first);
        };
        let (mut open, mut is_escaped) = (0_usize, false);
        for (index, char) in inside.char_indices() {
            match char {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '{' => open += 1,
                '}' if open == 0 => {
                    self.unread = &inside[index + 1..];
                    return Some(&inside[..index]);
                }
                '}' => open -= 1,
                _ => {}
            }
        }
        None
    }

    /// Reads an optional argument (`[…]`) that is a formula. Returns an empty text if the argument is missing.
    fn read_option(&mut self) -> Option<String> {
        let Some(inside) = self.unread.trim_start().strip_prefix('[') else {
            return Some(String::new());
        };
        self.unread = inside;
        let content = self.read_content(&End::Bracket, ContentKind::Group)?;
        Some(content.text.trim().to_owned())
    }

    /// Skips an optional argument (`[…]`) that is not a formula.
    fn skip_option(&mut self) {
        if let Some((_, after)) = self
            .unread
            .trim_start()
            .strip_prefix('[')
            .and_then(|inside| inside.split_once(']'))
        {
            self.unread = after;
        }
    }

    /// Reads a backslash and the name of a command; returns the name.
    fn read_name(&mut self) -> Option<&'t str> {
        let name_and_rest = self.unread.strip_prefix('\\')?;
        let letters = name_and_rest
            .bytes()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        let length = match letters {
            0 => name_and_rest.chars().next()?.len_utf8(),
            letters => letters,
        };
        let (name, after) = name_and_rest.split_at(length);
        self.unread = if letters > 0 {
            after.trim_start()
        } else {
            after
        };
        Some(name)
    }
}
