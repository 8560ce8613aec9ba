//! Commands: a command that the parser knows gets braces around its arguments; other commands are replaced.

use super::text::{TEXT_COMMANDS, text_group};
use super::{Content, ContentKind, End, Prepass};
use crate::document::math::symbols;

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

/// Commands that the parser does not know, and the commands that replace them. A command is replaced by one with the same
/// meaning. A command that only changes the layout of its argument is replaced by `mathord`, which shows the argument unchanged.
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

/// Functions that the parser does not know. They are shown as their names.
const FUNCTIONS: &[&str] = &[
    "arctg", "argmax", "argmin", "cosec", "ctg", "cth", "injlim", "plim", "projlim", "sh", "tg",
    "th",
];

/// Commands for arrows with text above them, and the commands for the arrows alone.
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

impl Prepass<'_> {
    /// Reads a command with its arguments, and appends the command for the parser. Returns `None` if the formula can't be set.
    pub(super) fn read_command(&mut self, content: &mut Content, kind: ContentKind) -> Option<()> {
        let name = self.read_name()?;
        let name = ALIASES
            .iter()
            .find(|(alias, _)| *alias == name)
            .map_or(name, |(_, known)| known);
        match name {
            "\\" | "cr" | "newline" => self.read_line_end(content, kind)?,
            // Left out, because the parser rejects these commands after anything but an operator.
            "limits" | "nolimits" if !content.may_take_limits => {}
            // Another `\limits` or `\nolimits` may follow, so `may_take_limits` must stay true. `push` would clear it.
            "limits" | "nolimits" => {
                content.text.push('\\');
                content.text.push_str(name);
                content.text.push(' ');
            }
            "tag" | "label" | "eqref" | "ref" => self.read_reference(name, content)?,
            "over" | "above" => content.start_infix("over")?,
            "choose" => content.start_infix("choose")?,
            "atop" => content.start_infix("atop")?,
            "brack" => content.start_infix("brack")?,
            "brace" => content.start_infix("brace")?,
            "frac" | "binom" | "nicefrac" | "sfrac" | "sqrt" | "overset" | "underset"
            | "stackrel" => self.read_two_arguments(name, content)?,
            "not" | "cancel" | "bcancel" | "xcancel" => {
                let argument = self.read_argument()?;
                content.push(&format!("\\not{{{argument}}}"));
            }
            "operatorname" | "mathop" => self.read_operator(name, content)?,
            "mod" => content.push("\\ \\mathrm{mod}\\ "),
            "left" => self.read_left_right(content)?,
            "middle" | "big" | "bigl" | "bigr" | "bigm" | "Big" | "Bigl" | "Bigr" | "Bigm"
            | "bigg" | "biggl" | "biggr" | "biggm" | "Bigg" | "Biggl" | "Biggr" | "Biggm" => {
                let delimiter = self.read_delimiter()?;
                if !delimiter.is_empty() {
                    content.push(&format!("\\{name}{delimiter}"));
                }
            }
            "begin" => self.read_environment(content)?,
            "hspace" | "kern" | "mkern" | "hskip" | "mskip" | "mspace" => {
                self.read_space(content)?;
            }
            "colon" => content.push("\\mathpunct{:}"),
            "surd" => content.push("√"),
            "lt" => content.push("<"),
            "gt" => content.push(">"),
            "toprule" | "midrule" | "bottomrule" => content.push_command("hline"),
            "substack" => {
                self.unread = self.unread.strip_prefix('{')?;
                // The argument may have several lines, as an environment has.
                let lines = self
                    .read_content(&End::Brace, ContentKind::InEnvironment)?
                    .text;
                content.push(&format!("\\substack{{{lines}}}"));
            }
            name => self.read_other_command(name, content)?,
        }
        Some(())
    }

    /// Reads the two arguments of a fraction, a root, or a command that places a script above or below a base. The first argument
    /// of a root is the degree, which may be missing.
    fn read_two_arguments(&mut self, name: &str, content: &mut Content) -> Option<()> {
        match name {
            "frac" | "binom" => {
                self.skip_option();
                let (upper, lower) = (self.read_argument()?, self.read_argument()?);
                content.push(&format!("\\{name}{{{upper}}}{{{lower}}}"));
            }
            "nicefrac" | "sfrac" => {
                let (upper, lower) = (self.read_argument()?, self.read_argument()?);
                content.push(&format!("{{{upper}}}/{{{lower}}}"));
            }
            "sqrt" => {
                let (degree, radicand) = (self.read_option()?, self.read_argument()?);
                content.push(&if degree.is_empty() {
                    format!("\\sqrt{{{radicand}}}")
                } else {
                    format!("\\sqrt[{{{degree}}}]{{{radicand}}}")
                });
            }
            _ => {
                let (script, base) = (self.read_argument()?, self.read_argument()?);
                content.push(&format!("\\{name}{{{script}}}{{{base}}}"));
            }
        }
        Some(())
    }

    /// Reads a command that has no rule of its own in [`Self::read_command`]. If the command is in one of the lists
    /// [`IGNORED`], [`TEXT_COMMANDS`], [`FUNCTIONS`] and [`ONE_ARGUMENT`], the rule of this list applies. Any command in none of
    /// the lists is left to [`Self::replace_command`].
    fn read_other_command(&mut self, name: &str, content: &mut Content) -> Option<()> {
        match name {
            name if IGNORED.contains(&name) => {}
            name if TEXT_COMMANDS.contains(&name) => {
                let text = self.read_text()?;
                content.push(&text);
            }
            name if FUNCTIONS.contains(&name) => {
                content.push(&format!("\\mathop{{{name}}}"));
                content.may_take_limits = true;
            }
            name if ONE_ARGUMENT.contains(&name) => {
                let argument = self.read_argument()?;
                content.push(&format!("\\{name}{{{argument}}}"));
            }
            name => self.replace_command(name, content)?,
        }
        Some(())
    }

    /// Reads the arguments of a command that the parser does not know, and appends other commands with the same meaning. Commands
    /// without a rule in this function are left to [`Self::read_symbol`].
    fn replace_command(&mut self, name: &str, content: &mut Content) -> Option<()> {
        match name {
            "boxed" | "fbox" | "framebox" => {
                let argument = match name {
                    "boxed" => self.read_argument()?,
                    _ => self.read_text()?,
                };
                content.push(&format!(
                    "\\begin{{array}}{{|c|}}\\hline {argument}\\\\ \\hline\\end{{array}}"
                ));
            }
            "pmod" | "pod" => {
                let argument = self.read_argument()?;
                let word = if name == "pmod" {
                    "\\mathrm{mod}\\ "
                } else {
                    ""
                };
                content.push(&format!("\\quad({word}{argument})"));
            }
            "phantom" | "hphantom" => {
                self.read_argument()?;
                content.push("\\quad ");
            }
            "vphantom" | "color" | "cline" | "require" => {
                self.skip_option();
                self.read_raw_argument()?;
            }
            "textcolor" | "href" | "class" | "cssId" | "style" | "htmlClass" | "htmlId"
            | "htmlStyle" | "htmlData" => {
                self.read_raw_argument()?;
                let argument = self.read_argument()?;
                content.push(&format!("{{{argument}}}"));
            }
            "colorbox" | "fcolorbox" => {
                self.read_raw_argument()?;
                if name == "fcolorbox" {
                    self.read_raw_argument()?;
                }
                let text = self.read_text()?;
                content.push(&text);
            }
            "bra" | "ket" | "braket" => {
                let (left, right) = match name {
                    "bra" => ("\\langle ", "|"),
                    "ket" => ("|", "\\rangle "),
                    _ => ("\\langle ", "\\rangle "),
                };
                let argument = self.read_argument()?;
                content.push(&format!("{left}{argument}{right}"));
            }
            name => self.read_symbol(name, content)?,
        }
        Some(())
    }

    /// Reads a command without arguments, or an arrow with text above it. Returns `None` if the command must not reach the parser.
    fn read_symbol(&mut self, name: &str, content: &mut Content) -> Option<()> {
        if let Some((_, arrow)) = EXTENSIBLE_ARROWS.iter().find(|(known, _)| *known == name) {
            let (below, above) = (self.read_option()?, self.read_argument()?);
            let arrow = format!("\\overset{{{above}}}{{\\{arrow}}}");
            content.push(&if below.is_empty() {
                arrow
            } else {
                format!("\\underset{{{below}}}{{{arrow}}}")
            });
        } else if let Some(symbol) = symbols::symbol_for(name) {
            content.push(symbol);
        } else if symbols::is_unsupported(name) {
            return None;
        } else {
            content.push_command(name);
        }
        Some(())
    }

    /// Reads the star and the distance that may follow the end of a line (`\\*[2pt]`), and appends the end of the line.
    fn read_line_end(&mut self, content: &mut Content, kind: ContentKind) -> Option<()> {
        /// Longer text in brackets is not a distance.
        const MAX_DISTANCE_BYTES: usize = 11;
        if kind == ContentKind::Group {
            return None;
        }
        self.unread = self.unread.strip_prefix('*').unwrap_or(self.unread);
        let is_distance = |inside: &str| {
            inside.len() <= MAX_DISTANCE_BYTES
                && inside
                    .trim_start()
                    .starts_with(|char: char| char.is_ascii_digit() || "-.".contains(char))
        };
        if let Some(bracketed) = self.unread.strip_prefix('[')
            && let Some((inside, after)) = bracketed.split_once(']')
            && is_distance(inside)
        {
            self.unread = after;
        }
        content.end_cell();
        content.push("\\\\ ");
        // The parser would read a bracket after `\\` as a distance between lines.
        if self.unread.trim_start().starts_with('[') {
            content.push("{}");
        }
        content.has_lines = true;
        content.cell_start = content.text.len();
        Some(())
    }

    /// Reads the number of a formula (`\tag`), or a reference to a formula. A label is not shown.
    fn read_reference(&mut self, name: &str, content: &mut Content) -> Option<()> {
        let after_star = self.unread.strip_prefix('*').filter(|_| name == "tag");
        self.unread = after_star.unwrap_or(self.unread);
        let raw = self.read_raw_argument()?;
        let text = text_group(raw, self.depth)?;
        match name {
            "label" => {}
            "ref" => content.push(&text),
            "eqref" => content.push(&format!("{{\\text{{(}}{text}\\text{{)}}}}")),
            _ if after_star.is_some() => content.push(&format!("\\qquad {text}")),
            _ => content.push(&format!("\\qquad{{\\text{{(}}{text}\\text{{)}}}}")),
        }
        Some(())
    }

    /// Reads the name of an operator, and appends it as upright text. An argument that is not a plain name is appended as an
    /// upright formula.
    fn read_operator(&mut self, command: &str, content: &mut Content) -> Option<()> {
        let after_star = self.unread.strip_prefix('*');
        self.unread = after_star.unwrap_or(self.unread);
        let argument_start = self.unread;
        let raw = self.read_raw_argument()?;
        // The name may be within a font command.
        let name = [
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
        let name = name
            .replace("\\,", " ")
            .replace("\\!", "")
            .replace("\\ ", " ");
        // `mathop` places limits below and above the operator, `operatorname` places them at the right.
        let has_limits = after_star.is_some() || command == "mathop";
        if !name.trim().is_empty()
            && name
                .chars()
                .all(|char| char.is_alphanumeric() || matches!(char, ' ' | '-'))
        {
            let command = if has_limits { "mathop" } else { "operatorname" };
            content.push(&format!("\\{command}{{{}}}", name.trim()));
            content.may_take_limits = true;
            return Some(());
        }
        self.unread = argument_start;
        let argument = self.read_argument()?;
        content.push(&format!("{{\\rm {argument}}}"));
        Some(())
    }

    /// Reads a part between `\left` and `\right`. `\left` is already read.
    fn read_left_right(&mut self, content: &mut Content) -> Option<()> {
        let left = self.read_delimiter()?;
        let inside = self.read_content(&End::Right, ContentKind::Group)?.text;
        let right = self.read_delimiter()?;
        let or_period = |delimiter: String| {
            if delimiter.is_empty() {
                ".".to_owned()
            } else {
                delimiter
            }
        };
        content.push(&format!(
            "\\left{}{inside}\\right{}",
            or_period(left),
            or_period(right)
        ));
        Some(())
    }

    /// Reads a delimiter. Returns an empty text for `.`, which means no delimiter.
    fn read_delimiter(&mut self) -> Option<String> {
        self.skip_blanks();
        if self.unread.starts_with('\\') {
            let name = self.read_name()?;
            return symbols::is_delimiter(name).then(|| format!("\\{name} "));
        }
        let char = self.unread.chars().next()?;
        self.unread = &self.unread[char.len_utf8()..];
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

    /// Reads a distance, and appends a blank if the distance is positive.
    fn read_space(&mut self, content: &mut Content) -> Option<()> {
        self.unread = self.unread.strip_prefix('*').unwrap_or(self.unread);
        self.skip_blanks();
        let distance = if self.unread.starts_with('{') {
            self.read_raw_argument()?.trim()
        } else {
            let number_len = self
                .unread
                .bytes()
                .take_while(|byte| byte.is_ascii_digit() || b"+-.".contains(byte))
                .count();
            let unit_len = self.unread[number_len..]
                .bytes()
                .take_while(u8::is_ascii_alphabetic)
                .take(2)
                .count();
            let (distance, after) = self.unread.split_at(number_len + unit_len);
            self.unread = after;
            distance
        };
        // A negative distance, `0pt` and `0px` show nothing.
        let is_number = distance.starts_with(|char: char| char.is_ascii_digit() || char == '.');
        if is_number && !distance.starts_with("0p") {
            content.push("\\ ");
        }
        Some(())
    }
}
