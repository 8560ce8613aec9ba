//! Rewrites a formula before the parser sees it.
//!
//! The parser knows most commands but not all that authors write. This pass replaces the others by commands that the
//! parser knows (`\boxed`, `\over`, `\tag`, …), puts each argument in braces, and drops what has no meaning on a
//! terminal (labels, colors). It rejects what a single formula cannot need, such as macro definitions, so the parser
//! gets neither unbounded nesting nor input that it does not check.

use super::symbols;

/// Maximum nesting depth of groups, arguments and environments.
const MAX_DEPTH: usize = 32;

/// Commands with one argument that the parser knows.
const ONE_ARGUMENT: &[&str] = &[
    "Overrightarrow",
    "acute",
    "bar",
    "boldsymbol",
    "breve",
    "check",
    "ddot",
    "dot",
    "grave",
    "hat",
    "mathbb",
    "mathbbit",
    "mathbf",
    "mathbfcal",
    "mathbffrak",
    "mathbfit",
    "mathbfsfit",
    "mathbfsfup",
    "mathbfup",
    "mathbin",
    "mathcal",
    "mathclose",
    "mathfrak",
    "mathinner",
    "mathit",
    "mathnormal",
    "mathopen",
    "mathord",
    "mathpunct",
    "mathrel",
    "mathring",
    "mathrm",
    "mathsf",
    "mathsfit",
    "mathtt",
    "mathup",
    "overbrace",
    "overbracket",
    "overgroup",
    "overleftarrow",
    "overleftharpoon",
    "overleftrightarrow",
    "overline",
    "overparen",
    "overrightarrow",
    "overrightharpoon",
    "tilde",
    "underbar",
    "underbrace",
    "underbracket",
    "undergroup",
    "underleftarrow",
    "underleftrightarrow",
    "underline",
    "underparen",
    "underrightarrow",
    "vec",
    "widecheck",
    "widehat",
    "widetilde",
];

/// Commands that are another name of a command that the parser knows.
const ALIASES: &[(&str, &str)] = &[
    ("Bbb", "mathbb"),
    ("bm", "boldsymbol"),
    ("bold", "mathbf"),
    ("cfrac", "frac"),
    ("dbinom", "binom"),
    ("dfrac", "frac"),
    ("euscr", "mathcal"),
    ("frak", "mathfrak"),
    ("leftline", "mathord"),
    ("mathbbm", "mathbb"),
    ("mathbold", "mathbf"),
    ("mathclap", "mathord"),
    ("mathds", "mathbb"),
    ("mathllap", "mathord"),
    ("mathrlap", "mathord"),
    ("mathscr", "mathcal"),
    ("mathsfup", "mathsf"),
    ("overarc", "overparen"),
    ("pmb", "boldsymbol"),
    ("rlap", "mathord"),
    ("llap", "mathord"),
    ("scr", "mathcal"),
    ("smash", "mathord"),
    ("tbinom", "binom"),
    ("tfrac", "frac"),
    ("utilde", "underbar"),
    ("vcenter", "mathord"),
    ("wideparen", "overparen"),
];

/// Commands without a meaning on a terminal.
const IGNORED: &[&str] = &[
    "-",
    "/",
    "allowbreak",
    "displaylimits",
    "displaystyle",
    "hfil",
    "hfill",
    "mathstrut",
    "newpage",
    "noindent",
    "nobreak",
    "nolinebreak",
    "nonumber",
    "notag",
    "relax",
    "scriptscriptstyle",
    "scriptstyle",
    "strut",
    "textstyle",
    "vfill",
];

/// Commands with one argument that is text.
const TEXT: &[&str] = &[
    "emph",
    "hbox",
    "mbox",
    "text",
    "textbf",
    "textit",
    "textmd",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "texttt",
    "textup",
    "intertext",
    "mathtext",
    "shortintertext",
];

/// Commands that are shown as their names, beside those that the parser knows.
const FUNCTIONS: &[&str] = &[
    "arctg", "argmax", "argmin", "cosec", "ctg", "cth", "injlim", "plim", "projlim", "sh", "tg",
    "th",
];

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

/// Arrows that grow with the text above them, and the arrows that are drawn.
const EXTENSIBLE_ARROWS: &[(&str, &str)] = &[
    ("xLeftarrow", "Leftarrow"),
    ("xLeftrightarrow", "Leftrightarrow"),
    ("xRightarrow", "Rightarrow"),
    ("xhookleftarrow", "hookleftarrow"),
    ("xhookrightarrow", "hookrightarrow"),
    ("xleftarrow", "leftarrow"),
    ("xleftrightarrow", "leftrightarrow"),
    ("xleftrightharpoons", "leftrightharpoons"),
    ("xlongequal", "mathrel{=}"),
    ("xmapsto", "mapsto"),
    ("xrightarrow", "rightarrow"),
    ("xrightleftharpoons", "rightleftharpoons"),
];

/// Returns the formula for the parser, or `None` if it contains something that is not supported.
pub(super) fn prepare(tex: &str) -> Option<String> {
    let mut pass = Prepass {
        rest: tex,
        depth: 0,
    };
    let content = pass.content(&End::Formula, Level::Lines)?;
    Some(content.in_lines())
}

/// The end of a piece of a formula.
enum End<'t> {
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

/// The constructs that a piece of a formula may contain.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// Lines, which get an environment of their own if there are several.
    Lines,
    /// Rows and cells of an environment.
    Cells,
    /// Neither lines nor cells.
    Group,
}

/// A piece of a formula, rewritten.
#[derive(Default)]
struct Content {
    text: String,
    has_lines: bool,
    has_cells: bool,
    /// The last command that was written, if nothing came after it.
    last: &'static str,
    /// The numerator and the command of an infix fraction (`\over`) whose denominator is being read.
    infix: Option<(String, &'static str)>,
    /// Start of the current cell in `text`.
    cell: usize,
}

impl Content {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.last = "";
    }

    /// Writes a command without arguments.
    fn command(&mut self, name: &str) {
        self.text.push('\\');
        self.text.push_str(name);
        self.text.push(' ');
        let operator = LIMIT_OPERATORS.iter().find(|known| **known == name);
        self.last = operator.copied().unwrap_or_default();
    }

    /// Reads what follows as the denominator of a fraction over the cell so far.
    fn start_infix(&mut self, command: &'static str) -> Option<()> {
        if self.infix.is_some() {
            return None;
        }
        self.infix = Some((self.text.split_off(self.cell), command));
        Some(())
    }

    /// Ends the current cell.
    fn end_cell(&mut self) {
        if let Some((over, command)) = self.infix.take() {
            let under = self.text.split_off(self.cell);
            self.push(&match command {
                "atop" => format!("\\begin{{subarray}}{{c}}{over}\\\\ {under}\\end{{subarray}}"),
                "brace" => format!("\\left\\{{\\binom{{{over}}}{{{under}}}\\right\\}}"),
                "brack" => format!("\\left[\\binom{{{over}}}{{{under}}}\\right]"),
                "choose" => format!("\\binom{{{over}}}{{{under}}}"),
                _ => format!("\\frac{{{over}}}{{{under}}}"),
            });
        }
        self.last = "";
    }

    /// Returns the text, in an environment if it has several lines or cells.
    fn in_lines(self) -> String {
        match (self.has_cells, self.has_lines) {
            (true, _) => format!("\\begin{{aligned}}{}\\end{{aligned}}", self.text),
            (false, true) => format!("\\begin{{gathered}}{}\\end{{gathered}}", self.text),
            _ => self.text,
        }
    }
}

/// The rewriting of one formula.
struct Prepass<'t> {
    /// The part that is not read yet.
    rest: &'t str,
    /// Number of groups, arguments and environments around the current position.
    depth: usize,
}

impl<'t> Prepass<'t> {
    /// Reads up to `end`, which is consumed.
    fn content(&mut self, end: &End<'_>, level: Level) -> Option<Content> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let mut content = Content::default();
        loop {
            let Some(char) = self.rest.chars().next() else {
                if !matches!(end, End::Formula) {
                    return None;
                }
                break;
            };
            if self.ends(end) {
                break;
            }
            match char {
                '\\' => self.command(&mut content, level)?,
                '&' => match level {
                    Level::Group => return None,
                    _ => {
                        self.rest = &self.rest[1..];
                        content.end_cell();
                        content.push("&");
                        content.has_cells = true;
                        content.cell = content.text.len();
                    }
                },
                '^' | '_' => {
                    self.rest = &self.rest[1..];
                    let argument = self.argument()?;
                    content.push(&format!("{char}{{{argument}}}"));
                    self.skip_blanks();
                }
                '$' | '}' => return None,
                _ => {
                    let token = self.token(char)?;
                    content.push(&token);
                }
            }
        }
        content.end_cell();
        self.depth -= 1;
        Some(content)
    }

    /// Consumes `end` if it comes next.
    fn ends(&mut self, end: &End<'_>) -> bool {
        let rest = match end {
            End::Formula => None,
            End::Brace => self.rest.strip_prefix('}'),
            End::Bracket => self.rest.strip_prefix(']'),
            End::Right => self
                .rest
                .strip_prefix("\\right")
                .filter(|rest| !rest.starts_with(|char: char| char.is_ascii_alphabetic())),
            End::Environment(name) => self.rest.strip_prefix("\\end").and_then(|rest| {
                let rest = rest.trim_start().strip_prefix('{')?;
                rest.trim_start()
                    .strip_prefix(name)?
                    .trim_start()
                    .strip_prefix('}')
            }),
        };
        if let Some(rest) = rest {
            self.rest = rest;
        }
        rest.is_some()
    }

    /// Reads a character or a group that is not a command.
    fn token(&mut self, char: char) -> Option<String> {
        self.rest = &self.rest[char.len_utf8()..];
        Some(match char {
            '{' => format!("{{{}}}", self.content(&End::Brace, Level::Group)?.text),
            '%' => {
                let line = self.rest.find('\n').unwrap_or(self.rest.len());
                self.rest = &self.rest[line..];
                String::new()
            }
            '~' => "\\ ".to_owned(),
            '#' => "\\#".to_owned(),
            char if char.is_whitespace() => " ".to_owned(),
            char => char.to_string(),
        })
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Reads the argument of a command: a group, a command with its arguments, or one character. Returns it without
    /// braces.
    fn argument(&mut self) -> Option<String> {
        self.skip_blanks();
        match self.rest.chars().next()? {
            '{' => {
                self.rest = &self.rest[1..];
                Some(self.content(&End::Brace, Level::Group)?.text)
            }
            '\\' => {
                if self.depth == MAX_DEPTH {
                    return None;
                }
                self.depth += 1;
                let mut content = Content::default();
                self.command(&mut content, Level::Group)?;
                self.depth -= 1;
                Some(content.text)
            }
            '}' | '&' | '^' | '_' | '$' => None,
            char => self.token(char),
        }
    }

    /// Reads an argument that is not a formula. Returns it as it is written.
    fn raw_argument(&mut self) -> Option<&'t str> {
        self.skip_blanks();
        let Some(rest) = self.rest.strip_prefix('{') else {
            let char = self.rest.chars().next()?;
            let (first, rest) = self.rest.split_at(char.len_utf8());
            self.rest = rest;
            return (!matches!(char, '\\' | '}' | '&')).then_some(first);
        };
        let (mut open, mut is_escaped) = (0_usize, false);
        for (at, char) in rest.char_indices() {
            match char {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '{' => open += 1,
                '}' if open == 0 => {
                    self.rest = &rest[at + 1..];
                    return Some(&rest[..at]);
                }
                '}' => open -= 1,
                _ => {}
            }
        }
        None
    }

    /// Reads an optional argument as a formula.
    fn option(&mut self) -> Option<Option<String>> {
        let Some(rest) = self.rest.trim_start().strip_prefix('[') else {
            return Some(None);
        };
        self.rest = rest;
        let content = self.content(&End::Bracket, Level::Group)?;
        Some(Some(content.text).filter(|text| !text.trim().is_empty()))
    }

    /// Skips an optional argument that is not a formula.
    fn skip_option(&mut self) {
        if let Some((_, rest)) = self
            .rest
            .trim_start()
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
        {
            self.rest = rest;
        }
    }

    /// Reads the name of a command, after its backslash.
    fn name(&mut self) -> Option<&'t str> {
        let rest = self.rest.strip_prefix('\\')?;
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = match letters {
            0 => rest.chars().next()?.len_utf8(),
            letters => letters,
        };
        let (name, rest) = rest.split_at(length);
        self.rest = if letters > 0 { rest.trim_start() } else { rest };
        Some(name)
    }

    /// Reads a command with its arguments, and appends what the parser gets for it.
    fn command(&mut self, content: &mut Content, level: Level) -> Option<()> {
        let name = self.name()?;
        let name = ALIASES
            .iter()
            .find(|(alias, _)| *alias == name)
            .map_or(name, |(_, known)| known);
        match name {
            "\\" | "cr" | "newline" => self.line_end(content, level)?,
            "limits" | "nolimits" if content.last.is_empty() => {}
            "limits" | "nolimits" => {
                content.text.push('\\');
                content.text.push_str(name);
                content.text.push(' ');
            }
            "tag" | "label" | "eqref" | "ref" => self.reference(name, content)?,
            "over" | "above" => content.start_infix("over")?,
            "choose" => content.start_infix("choose")?,
            "atop" => content.start_infix("atop")?,
            "brack" => content.start_infix("brack")?,
            "brace" => content.start_infix("brace")?,
            "frac" | "binom" => {
                self.skip_option();
                let (over, under) = (self.argument()?, self.argument()?);
                content.push(&format!("\\{name}{{{over}}}{{{under}}}"));
            }
            "nicefrac" | "sfrac" => {
                let (over, under) = (self.argument()?, self.argument()?);
                content.push(&format!("{{{over}}}/{{{under}}}"));
            }
            "sqrt" => {
                let degree = self.option()?.map(|degree| format!("[{{{degree}}}]"));
                let radicand = self.argument()?;
                content.push(&format!(
                    "\\sqrt{}{{{radicand}}}",
                    degree.unwrap_or_default()
                ));
            }
            "overset" | "underset" | "stackrel" => {
                let (script, base) = (self.argument()?, self.argument()?);
                content.push(&format!("\\{name}{{{script}}}{{{base}}}"));
            }
            "not" | "cancel" | "bcancel" | "xcancel" => {
                let argument = self.argument()?;
                content.push(&format!("\\not{{{argument}}}"));
            }
            "boxed" | "fbox" | "framebox" => {
                let argument = match name {
                    "boxed" => self.argument()?,
                    _ => self.text()?,
                };
                content.push(&format!(
                    "\\begin{{array}}{{|c|}}\\hline {argument}\\\\ \\hline\\end{{array}}"
                ));
            }
            "operatorname" | "mathop" => self.operator(name, content)?,
            "mod" => content.push("\\ \\mathrm{mod}\\ "),
            "pmod" | "pod" => {
                let argument = self.argument()?;
                let word = if name == "pmod" {
                    "\\mathrm{mod}\\ "
                } else {
                    ""
                };
                content.push(&format!("\\quad({word}{argument})"));
            }
            "left" => self.left_right(content)?,
            "middle" | "big" | "bigl" | "bigr" | "bigm" | "Big" | "Bigl" | "Bigr" | "Bigm"
            | "bigg" | "biggl" | "biggr" | "biggm" | "Bigg" | "Biggl" | "Biggr" | "Biggm" => {
                let delimiter = self.delimiter()?;
                if !delimiter.is_empty() {
                    content.push(&format!("\\{name}{delimiter}"));
                }
            }
            "begin" => self.environment(content)?,
            "phantom" | "hphantom" => {
                self.argument()?;
                content.push("\\quad ");
            }
            "vphantom" | "color" | "cline" | "require" => {
                self.skip_option();
                self.raw_argument()?;
            }
            "textcolor" | "href" | "class" | "cssId" | "style" | "htmlClass" | "htmlId"
            | "htmlStyle" | "htmlData" => {
                self.raw_argument()?;
                let argument = self.argument()?;
                content.push(&format!("{{{argument}}}"));
            }
            "colorbox" | "fcolorbox" => {
                self.raw_argument()?;
                if name == "fcolorbox" {
                    self.raw_argument()?;
                }
                let text = self.text()?;
                content.push(&text);
            }
            "hspace" | "kern" | "mkern" | "hskip" | "mskip" | "mspace" => self.space(content)?,
            "colon" => content.push("\\mathpunct{:}"),
            "surd" => content.push("√"),
            "lt" => content.push("<"),
            "gt" => content.push(">"),
            "toprule" | "midrule" | "bottomrule" => content.command("hline"),
            "bra" | "ket" | "braket" => {
                let (left, right) = match name {
                    "bra" => ("\\langle ", "|"),
                    "ket" => ("|", "\\rangle "),
                    _ => ("\\langle ", "\\rangle "),
                };
                let argument = self.argument()?;
                content.push(&format!("{left}{argument}{right}"));
            }
            "substack" => {
                self.rest = self.rest.strip_prefix('{')?;
                let lines = self.content(&End::Brace, Level::Cells)?.text;
                content.push(&format!("\\substack{{{lines}}}"));
            }
            name if IGNORED.contains(&name) => {}
            name if TEXT.contains(&name) => {
                let text = self.text()?;
                content.push(&text);
            }
            name if FUNCTIONS.contains(&name) => {
                content.push(&format!("\\mathop{{{name}}}"));
                content.last = "mathop";
            }
            name if ONE_ARGUMENT.contains(&name) => {
                let argument = self.argument()?;
                content.push(&format!("\\{name}{{{argument}}}"));
            }
            name => self.symbol(name, content)?,
        }
        Some(())
    }

    /// Reads a command without arguments, or an arrow with text above it.
    fn symbol(&mut self, name: &str, content: &mut Content) -> Option<()> {
        if let Some((_, arrow)) = EXTENSIBLE_ARROWS.iter().find(|(known, _)| *known == name) {
            let below = self.option()?;
            let above = self.argument()?;
            let arrow = format!("\\overset{{{above}}}{{\\{arrow}}}");
            content.push(&match below {
                Some(below) => format!("\\underset{{{below}}}{{{arrow}}}"),
                None => arrow,
            });
        } else if let Some(symbol) = symbols::named(name) {
            content.push(symbol);
        } else if symbols::is_unsupported(name) {
            return None;
        } else {
            content.command(name);
        }
        Some(())
    }

    /// Reads the end of a line, after `\\`.
    fn line_end(&mut self, content: &mut Content, level: Level) -> Option<()> {
        if level == Level::Group {
            return None;
        }
        self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
        let is_dimension = |inside: &str| {
            inside.len() < 12
                && inside
                    .trim_start()
                    .starts_with(|char: char| char.is_ascii_digit() || "-.".contains(char))
        };
        if let Some(rest) = self.rest.strip_prefix('[')
            && let Some((inside, rest)) = rest.split_once(']')
            && is_dimension(inside)
        {
            self.rest = rest;
        }
        content.end_cell();
        content.push("\\\\ ");
        // A bracket here would be read as a distance between lines.
        if self.rest.trim_start().starts_with('[') {
            content.push("{}");
        }
        content.has_lines = true;
        content.cell = content.text.len();
        Some(())
    }

    /// Reads a number of a formula or a reference to one. A label is not shown.
    fn reference(&mut self, name: &str, content: &mut Content) -> Option<()> {
        let starred = self.rest.strip_prefix('*').filter(|_| name == "tag");
        self.rest = starred.unwrap_or(self.rest);
        let raw = self.raw_argument()?;
        let text = text_pieces(raw, self.depth)?;
        match name {
            "label" => {}
            "ref" => content.push(&text),
            "eqref" => content.push(&format!("{{\\text{{(}}{text}\\text{{)}}}}")),
            _ if starred.is_some() => content.push(&format!("\\qquad {text}")),
            _ => content.push(&format!("\\qquad{{\\text{{(}}{text}\\text{{)}}}}")),
        }
        Some(())
    }

    /// Reads the argument of a text command.
    fn text(&mut self) -> Option<String> {
        let raw = self.raw_argument()?;
        text_pieces(raw, self.depth)
    }

    /// Reads the name of an operator.
    fn operator(&mut self, command: &str, content: &mut Content) -> Option<()> {
        let starred = self.rest.strip_prefix('*');
        self.rest = starred.unwrap_or(self.rest);
        let before = self.rest;
        let raw = self.raw_argument()?;
        let inner = [
            "\\mathrm{",
            "\\text{",
            "\\textrm{",
            "\\mathsf{",
            "\\mathit{",
        ]
        .into_iter()
        .find_map(|font| raw.trim().strip_prefix(font)?.strip_suffix('}'))
        .or_else(|| raw.trim().strip_prefix("\\rm "))
        .unwrap_or(raw);
        let word = inner
            .replace("\\,", " ")
            .replace("\\!", "")
            .replace("\\ ", " ");
        let is_movable = starred.is_some() || command == "mathop";
        if !word.trim().is_empty()
            && word
                .chars()
                .all(|char| char.is_alphanumeric() || matches!(char, ' ' | '-'))
        {
            let command = if is_movable { "mathop" } else { "operatorname" };
            content.push(&format!("\\{command}{{{}}}", word.trim()));
            content.last = "mathop";
            return Some(());
        }
        self.rest = before;
        let argument = self.argument()?;
        content.push(&format!("{{\\rm {argument}}}"));
        Some(())
    }

    /// Reads what is between `\left` and `\right`.
    fn left_right(&mut self, content: &mut Content) -> Option<()> {
        let left = self.delimiter()?;
        let inside = self.content(&End::Right, Level::Group)?.text;
        let right = self.delimiter()?;
        let shown = |delimiter: String| match delimiter.is_empty() {
            true => ".".to_owned(),
            false => delimiter,
        };
        content.push(&format!(
            "\\left{}{inside}\\right{}",
            shown(left),
            shown(right)
        ));
        Some(())
    }

    /// Reads a delimiter; `.` stands for none, which is returned as an empty text.
    fn delimiter(&mut self) -> Option<String> {
        self.skip_blanks();
        if self.rest.starts_with('\\') {
            let name = self.name()?;
            return symbols::is_delimiter(name).then(|| format!("\\{name} "));
        }
        let char = self.rest.chars().next()?;
        self.rest = &self.rest[char.len_utf8()..];
        match char {
            '.' => Some(String::new()),
            '<' => Some("\\langle ".to_owned()),
            '>' => Some("\\rangle ".to_owned()),
            '(' | ')' | '[' | ']' | '|' | '/' | '‖' | '⟨' | '⟩' | '⌊' | '⌋' | '⌈' | '⌉' => {
                Some(char.to_string())
            }
            _ => None,
        }
    }

    /// Reads a distance: a space if it is positive.
    fn space(&mut self, content: &mut Content) -> Option<()> {
        self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
        self.skip_blanks();
        let distance = if self.rest.starts_with('{') {
            self.raw_argument()?.trim()
        } else {
            let number = self
                .rest
                .bytes()
                .take_while(|byte| byte.is_ascii_digit() || b"+-.".contains(byte));
            let number = number.count();
            let unit = self.rest[number..]
                .bytes()
                .take_while(u8::is_ascii_alphabetic)
                .take(2)
                .count();
            let (distance, rest) = self.rest.split_at(number + unit);
            self.rest = rest;
            distance
        };
        let is_number = distance.starts_with(|char: char| char.is_ascii_digit() || char == '.');
        if is_number && !distance.starts_with("0p") {
            content.push("\\ ");
        }
        Some(())
    }

    /// Reads an environment, after `\begin`.
    fn environment(&mut self, content: &mut Content) -> Option<()> {
        let name = self.raw_argument()?.trim();
        let end = End::Environment(name);
        match name {
            "equation" | "equation*" | "displaymath" | "math" | "subequations" => {
                let inside = self.content(&end, Level::Lines)?.in_lines();
                content.push(&inside);
            }
            "align" | "align*" | "aligned" | "flalign" | "flalign*" | "split" | "alignat"
            | "alignat*" | "alignedat" | "xalignat" | "xalignat*" => {
                self.skip_option();
                if name.contains("at") {
                    self.raw_argument()?;
                }
                self.cells("aligned", "", &end, content)?;
            }
            "eqnarray" | "eqnarray*" => self.cells("array", "{rcl}", &end, content)?,
            "gather" | "gather*" | "gathered" => {
                self.skip_option();
                self.cells("gathered", "", &end, content)?;
            }
            "multline" | "multline*" | "multlined" => self.cells("multline", "", &end, content)?,
            "cases" | "dcases" => self.cells("cases", "", &end, content)?,
            "rcases" | "drcases" => self.cells("rcases", "", &end, content)?,
            "matrix" | "smallmatrix" => self.cells("matrix", "", &end, content)?,
            "pmatrix" | "psmallmatrix" => self.cells("pmatrix", "", &end, content)?,
            "bmatrix" | "bsmallmatrix" => self.cells("bmatrix", "", &end, content)?,
            "vmatrix" | "Bmatrix" | "Vmatrix" => self.cells(name, "", &end, content)?,
            "matrix*" | "pmatrix*" | "bmatrix*" | "vmatrix*" | "Bmatrix*" | "Vmatrix*" => {
                let align = ["l", "c", "r"].into_iter().find(|align| {
                    self.rest
                        .trim_start()
                        .strip_prefix('[')
                        .is_some_and(|rest| rest.starts_with(align))
                });
                self.skip_option();
                let option = format!("[{}]", align.unwrap_or("c"));
                self.cells(name, &option, &end, content)?;
            }
            "array" | "darray" => {
                self.skip_option();
                let columns = format!("{{{}}}", columns(self.raw_argument()?)?);
                self.cells("array", &columns, &end, content)?;
            }
            "subarray" => {
                self.raw_argument()?;
                self.cells("subarray", "{c}", &end, content)?;
            }
            _ => return None,
        }
        Some(())
    }

    /// Reads the rows and cells of an environment, and writes them as the environment `name`.
    fn cells(
        &mut self,
        name: &str,
        option: &str,
        end: &End<'_>,
        content: &mut Content,
    ) -> Option<()> {
        let cells = self.content(end, Level::Cells)?.text;
        content.push(&format!("\\begin{{{name}}}{option}{cells}\\end{{{name}}}"));
        Some(())
    }
}

/// Returns the columns of an array without what only concerns distances: `l`, `c`, `r` and lines.
fn columns(written: &str) -> Option<String> {
    let mut columns = String::new();
    let mut rest = written;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        match char {
            'l' | 'c' | 'r' | '|' | ':' => columns.push(char),
            'p' | 'm' | 'b' | '@' | '!' => {
                if char.is_ascii_alphabetic() {
                    columns.push('l');
                }
                rest = rest.trim_start().strip_prefix('{')?.split_once('}')?.1;
            }
            char if char.is_whitespace() => {}
            _ => return None,
        }
    }
    columns.contains(['l', 'c', 'r']).then_some(columns)
}

/// Returns text with its formulas between dollars, as one group.
fn text_pieces(raw: &str, depth: usize) -> Option<String> {
    let mut group = "{".to_owned();
    let raw = raw.replace("\\(", "$").replace("\\)", "$");
    for (index, piece) in raw.split('$').enumerate() {
        if index % 2 == 1 {
            let mut pass = Prepass { rest: piece, depth };
            group.push_str(&pass.content(&End::Formula, Level::Group)?.text);
        } else if !piece.is_empty() {
            group.push_str(&format!("\\text{{{}}}", plain_text(piece)?));
        }
    }
    group.push('}');
    (raw.matches('$').count() % 2 == 0).then_some(group)
}

/// Returns text without its commands, or `None` if it contains one whose meaning is unknown.
fn plain_text(raw: &str) -> Option<String> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        match char {
            '{' | '}' => {}
            '~' | '\n' | '\t' | '\r' => text.push(' '),
            // The parser would take the rest of the line for a comment.
            '%' => text.push_str("\\%"),
            '\\' => {
                let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let name = &rest[..letters];
                if letters == 0 {
                    let escaped = rest.chars().next()?;
                    rest = &rest[escaped.len_utf8()..];
                    match escaped {
                        ' ' | ',' | ';' | ':' | '\\' => text.push(' '),
                        '%' | '{' | '}' => {
                            text.push('\\');
                            text.push(escaped);
                        }
                        '_' | '&' | '#' | '$' => text.push(escaped),
                        _ => return None,
                    }
                } else if TEXT.contains(&name) || matches!(name, "rm" | "bf" | "it" | "tt" | "sf") {
                    rest = rest[letters..].trim_start();
                } else if matches!(name, "quad" | "qquad" | "space") {
                    rest = rest[letters..].trim_start();
                    text.push(' ');
                } else if matches!(name, "dots" | "ldots") {
                    rest = rest[letters..].trim_start();
                    text.push('…');
                } else {
                    return None;
                }
            }
            char => text.push(char),
        }
    }
    Some(text)
}
