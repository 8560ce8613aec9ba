//! The tree of a formula, built from the events of the parser.

use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, Content, DelimiterType, DimensionUnit, EnvironmentFlow, Event,
    Font, Grouping, ScriptPosition, ScriptType, StateChange, Visual,
};
use pulldown_latex::{Parser, Storage};

use super::symbols;

/// Maximum number of parser events for one formula.
const MAX_EVENTS: usize = 4096;
/// Maximum depth of the tree. Each level of nesting that the pre-pass accepts becomes at most four levels of the tree.
const MAX_DEPTH: usize = 128;

/// The class of a symbol, which determines the blanks around the symbol (Knuth, “The `TeXbook`”, chapter 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter, a number, or anything without a more specific class.
    Ordinary,
    /// The name of a function.
    Function,
    /// A sum, an integral and the like.
    LargeOperator,
    /// A binary operator.
    Binary,
    Relation,
    /// An opening delimiter.
    Open,
    /// A closing delimiter.
    Close,
    Punctuation,
    /// A fraction or a part in delimiters.
    Inner,
    /// A binary operator with only one operand, such as the minus of `−x`.
    Sign,
}

/// A part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum MathNode {
    /// Parts side by side.
    Row(Vec<MathNode>),
    Symbol {
        text: String,
        class: Class,
        /// True if the symbol is a delimiter with a size command, such as `\big`.
        is_large: bool,
    },
    /// A space command, with its width in columns.
    Space(usize),
    Fraction {
        numerator: Box<MathNode>,
        denominator: Box<MathNode>,
        has_bar: bool,
    },
    Root {
        radicand: Box<MathNode>,
        degree: Option<Box<MathNode>>,
    },
    Scripts {
        base: Box<MathNode>,
        /// The subscript or the lower limit.
        below: Option<Box<MathNode>>,
        /// The superscript or the upper limit.
        above: Option<Box<MathNode>>,
        /// True if the scripts are placed below and above the base instead of at its right.
        are_limits: bool,
    },
    Accent {
        base: Box<MathNode>,
        accent: char,
        is_below: bool,
    },
    /// A part between `\left` and `\right`, with its delimiters.
    Fenced {
        left: Option<char>,
        inside: Box<MathNode>,
        right: Option<char>,
    },
    /// A part that is struck through (`\not`).
    Negated(Box<MathNode>),
    Grid(MathGrid),
}

/// A part of a formula that consists of rows and cells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MathGrid {
    pub(super) kind: GridKind,
    /// The cells of each row.
    pub(super) rows: Vec<Vec<MathNode>>,
    /// The alignment of each column. Further columns have the last alignment.
    pub(super) columns: Vec<ColumnAlignment>,
    /// The indices of the columns with a vertical line before them.
    pub(super) vertical_lines: Vec<usize>,
    /// The indices of the rows with a horizontal line above them.
    pub(super) horizontal_lines: Vec<usize>,
}

/// The kind of a grid. It determines the delimiters. The kinds `Aligned` and `Multline` also override the alignment of
/// columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GridKind {
    Matrix,
    /// Cases with a brace at their left, or at their right if `is_right`.
    Cases {
        is_right: bool,
    },
    /// Lines whose columns alternate between right and left alignment.
    Aligned,
    /// Centered lines.
    Lines,
    /// Lines, the first aligned left, the last aligned right, and the others centered.
    Multline,
    /// The lines of a limit (`\substack`).
    Stack,
}

impl MathNode {
    /// Returns the class that determines the blanks around the node.
    pub(super) fn class(&self) -> Class {
        match self {
            Self::Symbol { class, .. } => *class,
            Self::Row(nodes) => match nodes.as_slice() {
                [only] => only.class(),
                _ => Class::Ordinary,
            },
            Self::Scripts { base, .. } | Self::Accent { base, .. } => base.class(),
            Self::Negated(base) => base.class(),
            Self::Fraction { .. } | Self::Fenced { .. } => Class::Inner,
            Self::Grid(MathGrid {
                kind: GridKind::Cases { .. },
                ..
            }) => Class::Inner,
            Self::Space(_) | Self::Root { .. } | Self::Grid(_) => Class::Ordinary,
        }
    }

    /// Returns the text of the node if it is a single symbol.
    pub(super) fn symbol_text(&self) -> Option<&str> {
        match self {
            Self::Symbol { text, .. } => Some(text),
            Self::Row(nodes) => match nodes.as_slice() {
                [only] => only.symbol_text(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Creates a symbol without a size command.
    fn new_symbol(text: impl Into<String>, class: Class) -> Self {
        Self::Symbol {
            text: text.into(),
            class,
            is_large: false,
        }
    }
}

/// Parses a formula that the pre-pass has rewritten. Returns `None` if the parser reports an error, such as an unknown
/// command, or if the formula is too large.
pub(super) fn parse(prepared: &str) -> Option<MathNode> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(prepared, &storage) {
        if events.len() == MAX_EVENTS {
            return None;
        }
        events.push(event.ok()?);
    }
    let mut reader = EventReader {
        events: events.into_iter().peekable(),
        depth: 0,
    };
    let node = reader.read_elements(None)?;
    reader.events.next().is_none().then_some(node)
}

/// Builds nodes from the parser's events. The events are in prefix order: the event of a fraction, a root, a negation or
/// a script comes before the events of its operands.
struct EventReader<'e, I: Iterator<Item = Event<'e>>> {
    events: std::iter::Peekable<I>,
    /// Number of elements around the current position.
    depth: usize,
}

impl<'e, I: Iterator<Item = Event<'e>>> EventReader<'e, I> {
    /// Reads elements up to the end of a group or of a grid cell, as one [`MathNode::Row`]. Does not consume the event at the
    /// end.
    fn read_elements(&mut self, font: Option<Font>) -> Option<MathNode> {
        let mut font = font;
        let mut nodes = Vec::new();
        while let Some(event) = self.events.peek() {
            match event {
                Event::End | Event::EnvironmentFlow(_) => break,
                Event::StateChange(StateChange::Font(new)) => {
                    font = *new;
                    self.events.next();
                }
                Event::StateChange(_) => {
                    self.events.next();
                }
                _ => nodes.push(self.read_element(font)?),
            }
        }
        Some(MathNode::Row(nodes))
    }

    /// Reads one element.
    fn read_element(&mut self, font: Option<Font>) -> Option<MathNode> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let node = match self.events.next()? {
            Event::Content(content) => content_node(content, font)?,
            Event::Begin(grouping) => self.read_group(grouping, font)?,
            Event::Visual(visual) => self.read_visual(visual, font)?,
            Event::Script { ty, position } => self.read_scripts(ty, position, font)?,
            Event::Space { width, .. } => MathNode::Space(match width {
                // An em is about two columns wide.
                Some(width) if width.value > 0.0 => match width.unit {
                    DimensionUnit::Em => (width.value * 2.0).round().clamp(1.0, 8.0) as usize,
                    // A positive width in another unit becomes one column.
                    _ => 1,
                },
                _ => 0,
            }),
            // A change of state, such as a color, shows nothing.
            Event::StateChange(_) => MathNode::Row(Vec::new()),
            Event::End | Event::EnvironmentFlow(_) => return None,
        };
        self.depth -= 1;
        Some(node)
    }

    /// Reads one element into a box.
    fn read_boxed(&mut self, font: Option<Font>) -> Option<Box<MathNode>> {
        self.read_element(font).map(Box::new)
    }

    /// Consumes the event at the end of a group.
    fn read_end(&mut self) -> Option<()> {
        matches!(self.events.next()?, Event::End).then_some(())
    }

    /// Reads the content of a group.
    fn read_group(&mut self, grouping: Grouping, font: Option<Font>) -> Option<MathNode> {
        match grouping {
            Grouping::Normal => {
                let has_font = matches!(
                    self.events.peek(),
                    Some(Event::StateChange(StateChange::Font(Some(_))))
                );
                let node = self.read_elements(font)?;
                self.read_end()?;
                let function = if has_font { function_name(&node) } else { None };
                Some(function.unwrap_or(node))
            }
            Grouping::LeftRight(left, right) => {
                let inside = Box::new(self.read_elements(font)?);
                self.read_end()?;
                Some(MathNode::Fenced {
                    left,
                    inside,
                    right,
                })
            }
            grouping => {
                let grid = self.read_grid(&grouping)?;
                self.read_end()?;
                Some(MathNode::Grid(grid))
            }
        }
    }

    /// Reads the rows and cells of an environment.
    fn read_grid(&mut self, grouping: &Grouping) -> Option<MathGrid> {
        use ColumnAlignment::{Center, Left, Right};
        let (kind, columns) = match grouping {
            Grouping::Array(_) => (GridKind::Matrix, Vec::new()),
            Grouping::Matrix { alignment } => (GridKind::Matrix, vec![*alignment]),
            Grouping::Cases { left } => (GridKind::Cases { is_right: !left }, vec![Left]),
            Grouping::SubArray { alignment } => (GridKind::Stack, vec![*alignment]),
            Grouping::Multline => (GridKind::Multline, vec![Left]),
            Grouping::Aligned | Grouping::Align { .. } | Grouping::Split => {
                (GridKind::Aligned, vec![Right])
            }
            _ => (GridKind::Lines, vec![Center]),
        };
        let mut grid = MathGrid {
            kind,
            rows: vec![Vec::new()],
            columns,
            vertical_lines: Vec::new(),
            horizontal_lines: Vec::new(),
        };
        if let Grouping::Array(columns) = grouping {
            for column in columns {
                match column {
                    ArrayColumn::Column(alignment) => grid.columns.push(*alignment),
                    ArrayColumn::Separator(_) => grid.vertical_lines.push(grid.columns.len()),
                }
            }
        }
        loop {
            let cell = self.read_elements(None)?;
            if let Some(row) = grid.rows.last_mut() {
                row.push(cell);
            }
            match self.events.peek()? {
                Event::EnvironmentFlow(EnvironmentFlow::Alignment) => {}
                Event::EnvironmentFlow(EnvironmentFlow::NewLine {
                    horizontal_lines, ..
                }) => {
                    if !horizontal_lines.is_empty() {
                        grid.horizontal_lines.push(grid.rows.len());
                    }
                    grid.rows.push(Vec::new());
                }
                Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. }) => {
                    // Horizontal lines above the first row. The cell that was read before them is empty.
                    grid.horizontal_lines.push(0);
                    grid.rows = vec![Vec::new()];
                }
                _ => break,
            }
            self.events.next();
        }
        // A line end after the last row does not start another row.
        let is_blank =
            |row: &Vec<MathNode>| row.iter().all(|cell| *cell == MathNode::Row(Vec::new()));
        if grid.rows.len() > 1 && grid.rows.last().is_some_and(is_blank) {
            grid.rows.pop();
        }
        Some(grid)
    }

    /// Reads the operands of a root, a fraction or a negation.
    fn read_visual(&mut self, visual: Visual, font: Option<Font>) -> Option<MathNode> {
        Some(match visual {
            Visual::SquareRoot => MathNode::Root {
                radicand: self.read_boxed(font)?,
                degree: None,
            },
            Visual::Root => {
                let radicand = self.read_boxed(font)?;
                MathNode::Root {
                    radicand,
                    degree: Some(self.read_boxed(font)?),
                }
            }
            Visual::Fraction(bar) => {
                let has_bar = bar.is_none_or(|bar| bar.value != 0.0);
                let numerator = self.read_boxed(font)?;
                MathNode::Fraction {
                    numerator,
                    denominator: self.read_boxed(font)?,
                    has_bar,
                }
            }
            Visual::Negation => MathNode::Negated(self.read_boxed(font)?),
        })
    }

    /// Reads a base with its scripts, or an accent.
    fn read_scripts(
        &mut self,
        kind: ScriptType,
        position: ScriptPosition,
        font: Option<Font>,
    ) -> Option<MathNode> {
        let base = self.read_boxed(font)?;
        let (has_below, has_above) = match kind {
            ScriptType::Subscript => (true, false),
            ScriptType::Superscript => (false, true),
            ScriptType::SubSuperscript => (true, true),
        };
        // The parser reports an accent as a single character above or below the base.
        if position == ScriptPosition::AboveBelow
            && has_below != has_above
            && let Some(Event::Content(Content::Ordinary { content, .. })) = self.events.peek()
        {
            let accent = *content;
            self.events.next();
            return Some(MathNode::Accent {
                base,
                accent,
                is_below: has_below,
            });
        }
        let below = if has_below {
            Some(self.read_boxed(font)?)
        } else {
            None
        };
        let above = if has_above {
            Some(self.read_boxed(font)?)
        } else {
            None
        };
        // Horizontal braces and brackets are the only accents without a combining character. A script of such an accent is a
        // label below or above it.
        let is_brace = matches!(&*base, MathNode::Accent { accent, .. } if symbols::combining(*accent).is_none()
            && symbols::combining_below(*accent).is_none());
        let are_limits = position != ScriptPosition::Right || is_brace;
        Some(MathNode::Scripts {
            base,
            below,
            above,
            are_limits,
        })
    }
}

/// Joins the letters of a group to the name of a function. The group sets a typeface, as in `\mathrm{rank}`. Returns `None`
/// if the group has only one part, or a part that is not a letter or digit.
fn function_name(node: &MathNode) -> Option<MathNode> {
    let MathNode::Row(nodes) = node else {
        return None;
    };
    let mut name = String::new();
    for node in nodes {
        match node {
            MathNode::Symbol {
                text,
                class: Class::Ordinary,
                ..
            } if text.chars().all(char::is_alphanumeric) => {
                name.push_str(text);
            }
            _ => return None,
        }
    }
    (nodes.len() > 1).then(|| MathNode::new_symbol(name, Class::Function))
}

/// Returns the node for the content of an event.
fn content_node(content: Content<'_>, font: Option<Font>) -> Option<MathNode> {
    let in_font = |text: &str| {
        text.chars()
            .map(|char| symbols::letter(font, char))
            .collect::<String>()
    };
    Some(match content {
        Content::Text("&nbsp;") => MathNode::Space(1),
        Content::Text(text) => MathNode::new_symbol(unescape(text), Class::Ordinary),
        Content::Number(text) => MathNode::new_symbol(in_font(text), Class::Ordinary),
        Content::Function("mod") => MathNode::new_symbol("mod", Class::Binary),
        // Commands within the name are not supported, because the parser does not parse them.
        Content::Function(text) if text.contains('\\') => return None,
        Content::Function(text) => MathNode::new_symbol(text, Class::Function),
        Content::Ordinary { content, .. } => {
            let char = match content {
                // The parser returns the micro sign for the letter mu, and the parallel sign for the sign of a norm.
                'µ' => 'μ',
                '∥' => '‖',
                char => char,
            };
            MathNode::new_symbol(symbols::letter(font, char), Class::Ordinary)
        }
        Content::LargeOp { content, .. } => MathNode::new_symbol(content, Class::LargeOperator),
        // A slash has no blanks around it.
        Content::BinaryOp { content: '/', .. } => MathNode::new_symbol('/', Class::Ordinary),
        Content::BinaryOp { content: '∗', .. } => MathNode::new_symbol('*', Class::Binary),
        Content::BinaryOp { content, .. } => MathNode::new_symbol(content, Class::Binary),
        Content::Relation { content, .. } => {
            let mut buffer = [0; 8];
            let text = content.encode_utf8_to_buf(&mut buffer);
            MathNode::new_symbol(String::from_utf8_lossy(text), Class::Relation)
        }
        Content::Delimiter { content, size, ty } => MathNode::Symbol {
            text: content.to_string(),
            class: match ty {
                DelimiterType::Open => Class::Open,
                DelimiterType::Close => Class::Close,
                DelimiterType::Fence => Class::Ordinary,
            },
            is_large: size.is_some(),
        },
        // A period is a decimal point, which no blank follows.
        Content::Punctuation('.') => MathNode::new_symbol('.', Class::Ordinary),
        Content::Punctuation(char) => MathNode::new_symbol(char, Class::Punctuation),
    })
}

/// Removes the backslashes of escaped characters.
fn unescape(text: &str) -> String {
    text.replace("\\%", "%")
        .replace("\\{", "{")
        .replace("\\}", "}")
}
