//! The tree of a formula, built from the events of the parser.

use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, Content, DelimiterSize, DelimiterType, DimensionUnit,
    EnvironmentFlow, Event, Font, Grouping, ScriptPosition, ScriptType, StateChange, Visual,
};
use pulldown_latex::{Parser, Storage};

use super::symbols;

/// Maximum number of the parser's events of one formula.
const MAX_EVENTS: usize = 4096;
/// Maximum depth of the tree. Each level that the pre-pass accepts becomes at most four levels of the tree.
const MAX_DEPTH: usize = 128;

/// The class of a symbol, which determines the blanks between it and its neighbors (Knuth, “The `TeXbook`”, chapter 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Ordinary,
    /// The name of a function.
    Function,
    /// A sum, an integral and the like.
    LargeOperator,
    Binary,
    Relation,
    Open,
    Close,
    Punctuation,
    /// A fraction or something in delimiters.
    Inner,
    /// A binary operator with only one operand, as the minus of `−x`.
    Sign,
}

/// A part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Parts side by side.
    Row(Vec<Node>),
    Symbol {
        text: String,
        class: Class,
        /// True if the author made the delimiter large.
        is_large: bool,
    },
    /// Columns of blanks.
    Space(usize),
    Fraction {
        over: Box<Node>,
        under: Box<Node>,
        has_bar: bool,
    },
    Root {
        radicand: Box<Node>,
        degree: Option<Box<Node>>,
    },
    Scripts {
        base: Box<Node>,
        below: Option<Box<Node>>,
        above: Option<Box<Node>>,
        /// True if the scripts are set below and above the base instead of at its right.
        are_limits: bool,
    },
    Accent {
        base: Box<Node>,
        accent: char,
        is_below: bool,
    },
    /// The parts between `\left` and `\right`, with the delimiters.
    Fenced {
        left: Option<char>,
        inside: Box<Node>,
        right: Option<char>,
    },
    Negated(Box<Node>),
    Grid(Grid),
}

/// A part of a formula that consists of rows and cells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    pub(super) kind: GridKind,
    pub(super) rows: Vec<Vec<Node>>,
    /// The alignment of each column. Further columns have the last alignment.
    pub(super) columns: Vec<ColumnAlignment>,
    /// The columns that have a vertical line before them.
    pub(super) bars: Vec<usize>,
    /// The rows that have a horizontal line above them.
    pub(super) lines: Vec<usize>,
}

/// The kind of a grid, which determines its alignment and delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GridKind {
    Matrix,
    /// Cases after a brace, or before it if `is_right`.
    Cases {
        is_right: bool,
    },
    /// Lines whose cells alternate between right and left alignment.
    Aligned,
    /// Centered lines.
    Lines,
    /// Lines, the first aligned left, the last aligned right, and the others centered.
    Multline,
    /// Lines of a limit.
    Stack,
}

impl Node {
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
            Self::Grid(Grid {
                kind: GridKind::Cases { .. },
                ..
            }) => Class::Inner,
            Self::Space(_) | Self::Root { .. } | Self::Grid(_) => Class::Ordinary,
        }
    }

    /// Returns the text of the node if it is a single symbol.
    pub(super) fn symbol(&self) -> Option<&str> {
        match self {
            Self::Symbol { text, .. } => Some(text),
            Self::Row(nodes) => match nodes.as_slice() {
                [only] => only.symbol(),
                _ => None,
            },
            _ => None,
        }
    }

    fn symbol_of(text: impl Into<String>, class: Class) -> Self {
        Self::Symbol {
            text: text.into(),
            class,
            is_large: false,
        }
    }
}

/// Parses a formula that the pre-pass has prepared. Returns `None` if it has a command that the parser does not know, or if it
/// is too large.
pub(super) fn parse(prepared: &str) -> Option<Node> {
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
    let node = reader.sequence(None)?;
    reader.events.next().is_none().then_some(node)
}

/// A reader of events in prefix order.
struct EventReader<'e, I: Iterator<Item = Event<'e>>> {
    events: std::iter::Peekable<I>,
    depth: usize,
}

impl<'e, I: Iterator<Item = Event<'e>>> EventReader<'e, I> {
    /// Reads elements up to the end of a group, a cell or a row. Does not consume the event that marks this end.
    fn sequence(&mut self, font: Option<Font>) -> Option<Node> {
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
                _ => nodes.push(self.element(font)?),
            }
        }
        Some(Node::Row(nodes))
    }

    /// Reads one element.
    fn element(&mut self, font: Option<Font>) -> Option<Node> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let node = match self.events.next()? {
            Event::Content(content) => symbol(content, font)?,
            Event::Begin(grouping) => self.group(grouping, font)?,
            Event::Visual(visual) => self.visual(visual, font)?,
            Event::Script { ty, position } => self.scripts(ty, position, font)?,
            Event::Space { width, .. } => Node::Space(match width {
                Some(width) if width.value > 0.0 => match width.unit {
                    DimensionUnit::Em => (width.value * 2.0).round().clamp(1.0, 8.0) as usize,
                    _ => 1,
                },
                _ => 0,
            }),
            Event::StateChange(_) => Node::Row(Vec::new()),
            Event::End | Event::EnvironmentFlow(_) => return None,
        };
        self.depth -= 1;
        Some(node)
    }

    fn boxed(&mut self, font: Option<Font>) -> Option<Box<Node>> {
        self.element(font).map(Box::new)
    }

    fn end(&mut self) -> Option<()> {
        matches!(self.events.next()?, Event::End).then_some(())
    }

    /// Reads the content of a group.
    fn group(&mut self, grouping: Grouping, font: Option<Font>) -> Option<Node> {
        match grouping {
            Grouping::Normal => {
                let group_font = match self.events.peek() {
                    Some(Event::StateChange(StateChange::Font(font))) => *font,
                    _ => None,
                };
                let node = self.sequence(font)?;
                self.end()?;
                Some(group_font.and_then(|_| word(&node)).unwrap_or(node))
            }
            Grouping::LeftRight(left, right) => {
                let inside = Box::new(self.sequence(font)?);
                self.end()?;
                Some(Node::Fenced {
                    left,
                    inside,
                    right,
                })
            }
            grouping => {
                let grid = self.grid(&grouping)?;
                self.end()?;
                Some(Node::Grid(grid))
            }
        }
    }

    /// Reads the rows and cells of an environment.
    fn grid(&mut self, grouping: &Grouping) -> Option<Grid> {
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
        let mut grid = Grid {
            kind,
            rows: vec![Vec::new()],
            columns,
            bars: Vec::new(),
            lines: Vec::new(),
        };
        if let Grouping::Array(columns) = grouping {
            for column in columns {
                match column {
                    ArrayColumn::Column(alignment) => grid.columns.push(*alignment),
                    ArrayColumn::Separator(_) => grid.bars.push(grid.columns.len()),
                }
            }
        }
        loop {
            let cell = self.sequence(None)?;
            if let Some(row) = grid.rows.last_mut() {
                row.push(cell);
            }
            match self.events.peek()? {
                Event::EnvironmentFlow(EnvironmentFlow::Alignment) => {}
                Event::EnvironmentFlow(EnvironmentFlow::NewLine {
                    horizontal_lines, ..
                }) => {
                    if !horizontal_lines.is_empty() {
                        grid.lines.push(grid.rows.len());
                    }
                    grid.rows.push(Vec::new());
                }
                Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. }) => {
                    grid.lines.push(0);
                    grid.rows = vec![Vec::new()];
                }
                _ => break,
            }
            self.events.next();
        }
        let is_blank = |row: &Vec<Node>| row.iter().all(|cell| *cell == Node::Row(Vec::new()));
        if grid.rows.len() > 1 && grid.rows.last().is_some_and(is_blank) {
            grid.rows.pop();
        }
        Some(grid)
    }

    fn visual(&mut self, visual: Visual, font: Option<Font>) -> Option<Node> {
        Some(match visual {
            Visual::SquareRoot => Node::Root {
                radicand: self.boxed(font)?,
                degree: None,
            },
            Visual::Root => {
                let radicand = self.boxed(font)?;
                Node::Root {
                    radicand,
                    degree: Some(self.boxed(font)?),
                }
            }
            Visual::Fraction(bar) => {
                let has_bar = bar.is_none_or(|bar| bar.value != 0.0);
                let over = self.boxed(font)?;
                Node::Fraction {
                    over,
                    under: self.boxed(font)?,
                    has_bar,
                }
            }
            Visual::Negation => Node::Negated(self.boxed(font)?),
        })
    }

    /// Reads a base with its scripts, or an accent.
    fn scripts(
        &mut self,
        kind: ScriptType,
        position: ScriptPosition,
        font: Option<Font>,
    ) -> Option<Node> {
        let base = self.boxed(font)?;
        let (has_below, has_above) = match kind {
            ScriptType::Subscript => (true, false),
            ScriptType::Superscript => (false, true),
            ScriptType::SubSuperscript => (true, true),
        };
        if position == ScriptPosition::AboveBelow
            && has_below != has_above
            && let Some(Event::Content(Content::Ordinary { content, .. })) = self.events.peek()
        {
            let accent = *content;
            self.events.next();
            return Some(Node::Accent {
                base,
                accent,
                is_below: has_below,
            });
        }
        let below = if has_below {
            Some(self.boxed(font)?)
        } else {
            None
        };
        let above = if has_above {
            Some(self.boxed(font)?)
        } else {
            None
        };
        let is_brace = matches!(&*base, Node::Accent { accent, .. } if symbols::combining(*accent).is_none()
            && symbols::combining_below(*accent).is_none());
        let are_limits = position != ScriptPosition::Right || is_brace;
        Some(Node::Scripts {
            base,
            below,
            above,
            are_limits,
        })
    }
}

/// Returns a group of letters in a typeface as one word: the name of a function.
fn word(node: &Node) -> Option<Node> {
    let Node::Row(nodes) = node else {
        return None;
    };
    let mut word = String::new();
    for node in nodes {
        match node {
            Node::Symbol {
                text,
                class: Class::Ordinary,
                ..
            } if text.chars().all(char::is_alphanumeric) => {
                word.push_str(text);
            }
            _ => return None,
        }
    }
    (nodes.len() > 1).then(|| Node::symbol_of(word, Class::Function))
}

/// Converts the content of one event.
fn symbol(content: Content<'_>, font: Option<Font>) -> Option<Node> {
    let spelled = |text: &str| {
        text.chars()
            .map(|char| symbols::letter(font, char))
            .collect::<String>()
    };
    Some(match content {
        Content::Text("&nbsp;") => Node::Space(1),
        Content::Text(text) => Node::symbol_of(unescaped(text), Class::Ordinary),
        Content::Number(text) => Node::symbol_of(spelled(text), Class::Ordinary),
        Content::Function("mod") => Node::symbol_of("mod", Class::Binary),
        Content::Function(text) if text.contains('\\') => return None,
        Content::Function(text) => Node::symbol_of(text, Class::Function),
        Content::Ordinary { content, .. } => {
            let char = match content {
                // The parser has the micro sign for the letter, and the sign of parallel lines for a norm.
                'µ' => 'μ',
                '∥' => '‖',
                char => char,
            };
            Node::symbol_of(symbols::letter(font, char), Class::Ordinary)
        }
        Content::LargeOp { content, .. } => Node::symbol_of(content, Class::LargeOperator),
        Content::BinaryOp { content: '/', .. } => Node::symbol_of('/', Class::Ordinary),
        Content::BinaryOp { content: '∗', .. } => Node::symbol_of('*', Class::Binary),
        Content::BinaryOp { content, .. } => Node::symbol_of(content, Class::Binary),
        Content::Relation { content, .. } => {
            let mut buffer = [0; 8];
            let text = content.encode_utf8_to_buf(&mut buffer);
            Node::symbol_of(String::from_utf8_lossy(text), Class::Relation)
        }
        Content::Delimiter { content, size, ty } => Node::Symbol {
            text: content.to_string(),
            class: match (ty, size) {
                (DelimiterType::Open, _) => Class::Open,
                (DelimiterType::Close, _) => Class::Close,
                (DelimiterType::Fence, _) => Class::Ordinary,
            },
            is_large: size.is_some_and(|size: DelimiterSize| size != DelimiterSize::Big)
                || size.is_some(),
        },
        Content::Punctuation('.') => Node::symbol_of('.', Class::Ordinary),
        Content::Punctuation(char) => Node::symbol_of(char, Class::Punctuation),
    })
}

/// Removes the backslashes of escaped characters.
fn unescaped(text: &str) -> String {
    text.replace("\\%", "%")
        .replace("\\{", "{")
        .replace("\\}", "}")
}
