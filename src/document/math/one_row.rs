//! The text of a formula: one row, or one row for each of its lines. It is shown for inline formulas and for formulas that
//! are too wide to be set in two dimensions, and it is the text that a search finds.

use unicode_normalization::char::compose;
use unicode_segmentation::UnicodeSegmentation;

use super::spacing;
use super::symbols;
use super::tree::{Class, Grid, GridKind, Node};

/// Returns a formula as text; its lines are separated by `\n`.
pub(super) fn text(node: &Node) -> String {
    let lines = match lines_of(node) {
        Some(grid) => grid
            .rows
            .iter()
            .map(|row| cells_side_by_side(row))
            .collect(),
        None => vec![row_text(node, Style::Normal)],
    };
    let lines = lines.iter().map(|line| line.trim());
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns a node as text without blanks around operators, as in a script.
pub(super) fn compact(node: &Node) -> String {
    row_text(node, Style::Compact)
}

/// Converts each character of a script to its small form. Returns `None` if Unicode lacks one of the forms.
pub(super) fn small(text: &str, form: impl Fn(char) -> Option<char>) -> Option<String> {
    text.chars().map(form).collect()
}

/// The blanks in a row.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Normal,
    Compact,
}

/// Returns the grid of a formula that consists only of lines, such as an `align` environment.
fn lines_of(node: &Node) -> Option<&Grid> {
    match node {
        Node::Grid(grid) => matches!(
            grid.kind,
            GridKind::Aligned | GridKind::Lines | GridKind::Multline
        )
        .then_some(grid),
        Node::Row(nodes) => match nodes.as_slice() {
            [only] => lines_of(only),
            _ => None,
        },
        _ => None,
    }
}

fn row_text(node: &Node, style: Style) -> String {
    match node {
        Node::Row(nodes) => side_by_side(nodes, style),
        Node::Symbol { text, .. } => text.clone(),
        Node::Space(columns) => " ".repeat(*columns),
        Node::Fraction {
            over,
            under,
            has_bar,
        } => fraction(over, under, *has_bar, style),
        Node::Root { radicand, degree } => root(radicand, degree.as_deref(), style),
        Node::Scripts {
            base, below, above, ..
        } => scripts(base, below.as_deref(), above.as_deref(), style),
        Node::Accent {
            base,
            accent,
            is_below,
        } => accented(base, *accent, *is_below, style),
        Node::Fenced {
            left,
            inside,
            right,
        } => {
            // The delimiters of a binomial coefficient.
            if let Some((over, under)) = coefficient(inside)
                && (*left, *right) == (Some('('), Some(')'))
            {
                return format!("C({}, {})", row_text(over, style), row_text(under, style));
            }
            let mut text: String = left.iter().collect();
            text.push_str(&row_text(inside, style));
            text.extend(right);
            text
        }
        Node::Negated(base) => {
            let text = row_text(base, style);
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(only), None) => match compose(only, '\u{338}') {
                    Some(negated) => negated.to_string(),
                    None => format!("{only}\u{338}"),
                },
                _ => accent_each(&text, '\u{338}'),
            }
        }
        Node::Grid(grid) => grid_text(grid, style),
    }
}

/// Returns the text of nodes in a row, with the blanks that their classes require.
fn side_by_side(nodes: &[Node], style: Style) -> String {
    let mut row = String::new();
    let mut before: Option<Class> = None;
    let mut space = 0;
    for (index, node) in nodes.iter().enumerate() {
        if let Node::Space(columns) = node {
            space = space.max(*columns);
            continue;
        }
        let (mut left, mut right) = spacing::sides(node);
        if left == Class::Binary
            && spacing::is_sign(before, spacing::first_class(&nodes[index + 1..]))
        {
            (left, right) = (Class::Ordinary, Class::Open);
        }
        let text = row_text(node, style);
        if text.is_empty() {
            before = Some(Class::Ordinary);
            continue;
        }
        let columns = before.map_or(0, |before| match style {
            Style::Normal => spacing::gap(before, left),
            Style::Compact => spacing::compact_gap(before, left),
        });
        if !row.ends_with(' ') && !text.starts_with(' ') && before.is_some() {
            row.push_str(&" ".repeat(columns.max(space)));
        }
        row.push_str(&text);
        (before, space) = (Some(right), 0);
    }
    row
}

/// Returns the text of the cells of a line. As in `align`, each second cell continues the cell before it.
fn cells_side_by_side(cells: &[Node]) -> String {
    let mut nodes = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 && index % 2 == 0 {
            nodes.push(Node::Space(2));
        }
        match cell {
            Node::Row(inner) => nodes.extend(inner.iter().cloned()),
            other => nodes.push(other.clone()),
        }
    }
    side_by_side(&nodes, Style::Normal)
}

/// Returns the upper and lower parts of a binomial coefficient: a fraction without a bar that is the only content of a node.
fn coefficient(node: &Node) -> Option<(&Node, &Node)> {
    match node {
        Node::Row(nodes) => match nodes.as_slice() {
            [only] => coefficient(only),
            _ => None,
        },
        Node::Fraction {
            over,
            under,
            has_bar: false,
        } => Some((over, under)),
        _ => None,
    }
}

fn fraction(over: &Node, under: &Node, has_bar: bool, style: Style) -> String {
    let (over, under) = (row_text(over, style), row_text(under, style));
    if !has_bar {
        return format!("{over}, {under}");
    }
    if let Some(char) = symbols::fraction(&over, &under) {
        return char.to_owned();
    }
    let is_product = |text: &str| !text.contains([' ', '/', '+', '−', '=', '<', '>']);
    let over = if is_product(&over) || is_in_parentheses(&over) {
        over
    } else {
        format!("({over})")
    };
    // After the bar, `2n` would read as a factor of the whole fraction, `dx` does not.
    let is_mark = |char: char| symbols::is_script(char) || matches!(char, '′' | '!' | '∂' | '.');
    let is_number = under
        .chars()
        .all(|char| char.is_ascii_digit() || is_mark(char));
    let is_name = under.chars().all(|char| {
        char.is_alphabetic() || is_mark(char) || char == '\u{302}' || char == '\u{305}'
    });
    if is_number || is_name || is_in_parentheses(&under) {
        format!("{over}/{under}")
    } else {
        format!("{over}/({under})")
    }
}

/// Returns true if one pair of parentheses encloses the whole text.
fn is_in_parentheses(text: &str) -> bool {
    let inside = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    inside.is_some_and(|inside| !inside.contains(['(', ')']))
}

fn root(radicand: &Node, degree: Option<&Node>, style: Style) -> String {
    let sign = match degree.map(compact).as_deref() {
        None => "√".to_owned(),
        Some("3") => "∛".to_owned(),
        Some("4") => "∜".to_owned(),
        Some(degree) => match small(degree, symbols::superscript) {
            Some(small) => format!("{small}√"),
            None => format!("^({degree})√"),
        },
    };
    let text = row_text(radicand, style);
    let is_plain = text
        .chars()
        .all(|char| char.is_alphabetic() || symbols::is_script(char))
        && text
            .graphemes(true)
            .filter(|grapheme| !grapheme.chars().all(symbols::is_script))
            .count()
            < 2
        || text
            .chars()
            .all(|char| char.is_ascii_digit() || char == '.');
    if is_plain || is_in_parentheses(&text) {
        format!("{sign}{text}")
    } else {
        format!("{sign}({text})")
    }
}

fn scripts(base: &Node, below: Option<&Node>, above: Option<&Node>, style: Style) -> String {
    let mut text = row_text(base, style);
    let is_fraction = matches!(base, Node::Fraction { .. }) && text.chars().count() > 1;
    if is_fraction || matches!(base, Node::Row(_) | Node::Accent { .. }) && text.contains(' ') {
        text = format!("({text})");
    }
    if let Some(below) = below {
        text.push_str(&script('_', &compact(below), symbols::subscript));
    }
    if let Some(above) = above {
        text.push_str(&script('^', &compact(above), symbols::superscript));
    }
    text
}

/// Returns a script in small characters, or after `sign` if Unicode lacks one of them.
fn script(sign: char, text: &str, form: impl Fn(char) -> Option<char>) -> String {
    let text = text.trim();
    if let Some(small) = small(text, form) {
        small
    } else if text.graphemes(true).count() == 1 || is_in_parentheses(text) {
        format!("{sign}{text}")
    } else {
        format!("{sign}({text})")
    }
}

fn accented(base: &Node, accent: char, is_below: bool, style: Style) -> String {
    let text = row_text(base, style);
    let single = text.graphemes(true).count() == 1;
    if is_below {
        return match symbols::combining_below(accent) {
            Some(mark) => accent_each(&text, mark),
            None => text,
        };
    }
    match symbols::combining(accent) {
        Some((mark, is_repeatable)) if single || is_repeatable => accent_each(&text, mark),
        Some(_) => format!("{}({text})", symbols::accent_name(accent)),
        None => text,
    }
}

/// Adds a combining character to each grapheme that is not a blank.
pub(super) fn accent_each(text: &str, mark: char) -> String {
    let mut accented = String::with_capacity(text.len() * 2);
    for grapheme in text.graphemes(true) {
        accented.push_str(grapheme);
        if !grapheme.chars().all(char::is_whitespace) {
            accented.push(mark);
        }
    }
    accented
}

fn grid_text(grid: &Grid, style: Style) -> String {
    let joined = |row: &Vec<Node>, separator: &str| {
        let cells = row
            .iter()
            .map(|cell| row_text(cell, style).trim().to_owned());
        cells.collect::<Vec<_>>().join(separator)
    };
    let rows = grid.rows.iter();
    match grid.kind {
        GridKind::Matrix => rows
            .map(|row| joined(row, ", "))
            .collect::<Vec<_>>()
            .join("; "),
        GridKind::Stack => rows
            .map(|row| joined(row, " "))
            .collect::<Vec<_>>()
            .join(", "),
        GridKind::Cases { is_right } => {
            let rows = rows.map(|row| {
                let cells = row.iter().map(|cell| row_text(cell, style));
                let cells = cells.map(|cell| cell.trim().trim_end_matches([',', ' ']).to_owned());
                cells
                    .filter(|cell| !cell.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            });
            let cases = rows.collect::<Vec<_>>().join("; ");
            if is_right {
                format!("{cases} }}")
            } else {
                format!("{{ {cases}")
            }
        }
        GridKind::Aligned | GridKind::Lines | GridKind::Multline => rows
            .map(|row| cells_side_by_side(row))
            .collect::<Vec<_>>()
            .join("; "),
    }
}
