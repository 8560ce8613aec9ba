//! The text of a formula in one row. A formula of several lines, such as an `align` environment, has one row for each line.
//! This text is shown for inline formulas, and for formulas that are too wide in two dimensions. It is also the text that a
//! search finds.

use unicode_normalization::char::compose;
use unicode_segmentation::UnicodeSegmentation;

use super::spacing;
use super::symbols;
use super::tree::{Class, GridKind, MathGrid, MathNode};
use crate::document::script_chars;

/// The combining character that strikes through the character before it.
const COMBINING_SLASH: char = '\u{338}';
/// The combining character that places a hat above the character before it.
const COMBINING_HAT: char = '\u{302}';
/// The combining character that places a line above the character before it.
const COMBINING_OVERLINE: char = '\u{305}';

/// Returns a formula as text. Several lines are separated by `\n`.
pub(super) fn text(node: &MathNode) -> String {
    let lines = match line_grid(node) {
        Some(grid) => grid
            .rows
            .iter()
            .map(|row| cells_side_by_side(row))
            .collect(),
        None => vec![row_text(node, Blanks::Normal)],
    };
    let lines = lines.iter().map(|line| line.trim());
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the text of a node in a subscript or superscript. This text has no blanks around operators.
pub(super) fn unspaced_text(node: &MathNode) -> String {
    row_text(node, Blanks::Compact)
}

/// Converts each character of a subscript or superscript with `to_small`, which returns the small character. Returns `None` if
/// Unicode lacks one of the small characters.
pub(super) fn small(text: &str, to_small: impl Fn(char) -> Option<char>) -> Option<String> {
    text.chars().map(to_small).collect()
}

/// The blanks between the parts of a row.
#[derive(Clone, Copy, PartialEq)]
enum Blanks {
    /// Blanks around operators, as [`spacing::gap`] requires.
    Normal,
    /// Blanks only around words. Used in subscripts and superscripts.
    Compact,
}

/// Returns the grid of a formula that consists only of lines, such as an `align` environment.
fn line_grid(node: &MathNode) -> Option<&MathGrid> {
    match node {
        MathNode::Grid(grid) => matches!(
            grid.kind,
            GridKind::Aligned | GridKind::Lines | GridKind::Multline
        )
        .then_some(grid),
        MathNode::Row(nodes) => match nodes.as_slice() {
            [only] => line_grid(only),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the text of a node, with the blanks that `blanks` requires.
fn row_text(node: &MathNode, blanks: Blanks) -> String {
    match node {
        MathNode::Row(nodes) => side_by_side(nodes, blanks),
        MathNode::Symbol { text, .. } => text.clone(),
        MathNode::Space(columns) => " ".repeat(*columns),
        MathNode::Fraction {
            numerator,
            denominator,
            has_bar,
        } => fraction(numerator, denominator, *has_bar, blanks),
        MathNode::Root { radicand, degree } => root(radicand, degree.as_deref(), blanks),
        MathNode::Scripts {
            base, below, above, ..
        } => scripts(base, below.as_deref(), above.as_deref(), blanks),
        MathNode::Accent {
            base,
            accent,
            is_below,
        } => accented(base, *accent, *is_below, blanks),
        MathNode::Fenced {
            left,
            inside,
            right,
        } => {
            if let Some((upper, lower)) = binomial_parts(inside)
                && (*left, *right) == (Some('('), Some(')'))
            {
                return format!(
                    "C({}, {})",
                    row_text(upper, blanks),
                    row_text(lower, blanks)
                );
            }
            let mut text: String = left.iter().collect();
            text.push_str(&row_text(inside, blanks));
            text.extend(right);
            text
        }
        MathNode::Negated(base) => {
            let text = row_text(base, blanks);
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(only), None) => match compose(only, COMBINING_SLASH) {
                    Some(negated) => negated.to_string(),
                    None => format!("{only}{COMBINING_SLASH}"),
                },
                _ => accent_each(&text, COMBINING_SLASH),
            }
        }
        MathNode::Grid(grid) => grid_text(grid, blanks),
    }
}

/// Returns the text of nodes in a row, with the blanks that their classes require.
fn side_by_side(nodes: &[MathNode], blanks: Blanks) -> String {
    let mut row = String::new();
    // The class at the right end of the row so far, which determines the blanks before the next node (see `spacing::sides`).
    let mut class_before: Option<Class> = None;
    // The columns of the widest space command after the latest node with text.
    let mut space = 0;
    for (index, node) in nodes.iter().enumerate() {
        if let MathNode::Space(columns) = node {
            space = space.max(*columns);
            continue;
        }
        let (mut left, mut right) = spacing::sides(node);
        if left == Class::Binary
            && spacing::is_sign(class_before, spacing::first_class(&nodes[index + 1..]))
        {
            // A sign, such as the minus of `−x`. Its right side has the class `Open`, because no blank follows a sign.
            (left, right) = (Class::Ordinary, Class::Open);
        }
        let text = row_text(node, blanks);
        // An empty group counts as an operand: the minus of `{}-x` is no sign.
        if text.is_empty() {
            class_before = Some(Class::Ordinary);
            continue;
        }
        let columns = class_before.map_or(0, |class_before| match blanks {
            Blanks::Normal => spacing::gap(class_before, left),
            Blanks::Compact => spacing::compact_gap(class_before, left),
        });
        if !row.ends_with(' ') && !text.starts_with(' ') && class_before.is_some() {
            row.push_str(&" ".repeat(columns.max(space)));
        }
        row.push_str(&text);
        (class_before, space) = (Some(right), 0);
    }
    row
}

/// Number of blanks between two pairs of cells of a line.
const PAIR_GAP_COLUMNS: usize = 2;

/// Returns the text of the cells of a line. As in an `align` environment, every second cell continues the cell before it.
fn cells_side_by_side(cells: &[MathNode]) -> String {
    let mut nodes = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 && index % 2 == 0 {
            nodes.push(MathNode::Space(PAIR_GAP_COLUMNS));
        }
        match cell {
            MathNode::Row(inner) => nodes.extend(inner.iter().cloned()),
            node => nodes.push(node.clone()),
        }
    }
    side_by_side(&nodes, Blanks::Normal)
}

/// Returns the upper and the lower part of a binomial coefficient: a node that only contains a fraction without a bar.
fn binomial_parts(node: &MathNode) -> Option<(&MathNode, &MathNode)> {
    match node {
        MathNode::Row(nodes) => match nodes.as_slice() {
            [only] => binomial_parts(only),
            _ => None,
        },
        MathNode::Fraction {
            numerator,
            denominator,
            has_bar: false,
        } => Some((numerator, denominator)),
        _ => None,
    }
}

/// Returns the text of a fraction, with parentheses around a numerator or a denominator of several parts.
fn fraction(numerator: &MathNode, denominator: &MathNode, has_bar: bool, blanks: Blanks) -> String {
    let (numerator, denominator) = (row_text(numerator, blanks), row_text(denominator, blanks));
    if !has_bar {
        return format!("{numerator}, {denominator}");
    }
    if let Some(char) = symbols::fraction(&numerator, &denominator) {
        return char.to_owned();
    }
    // A product needs no parentheses as a numerator.
    let is_product = |text: &str| !text.contains([' ', '/', '+', '−', '=', '<', '>']);
    let numerator = if is_product(&numerator) || is_in_parentheses(&numerator) {
        numerator
    } else {
        format!("({numerator})")
    };
    // Returns true for superscripts, subscripts and symbols that may be part of a number or of a name. Ordinary digits and
    // letters are checked separately.
    let is_mark =
        |char: char| script_chars::is_script(char) || matches!(char, '′' | '!' | '∂' | '.');
    // A number or a name needs no parentheses as a denominator, such as `dx` in `a/dx`. Other denominators need them: in `a/2n`,
    // the `n` could be a factor of the fraction.
    let is_number = denominator
        .chars()
        .all(|char| char.is_ascii_digit() || is_mark(char));
    let is_name = denominator.chars().all(|char| {
        char.is_alphabetic() || is_mark(char) || matches!(char, COMBINING_HAT | COMBINING_OVERLINE)
    });
    if is_number || is_name || is_in_parentheses(&denominator) {
        format!("{numerator}/{denominator}")
    } else {
        format!("{numerator}/({denominator})")
    }
}

/// Returns true if one pair of parentheses encloses the complete text, and the text has no other parentheses.
fn is_in_parentheses(text: &str) -> bool {
    let inside = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    inside.is_some_and(|inside| !inside.contains(['(', ')']))
}

/// Returns the text of a root, with parentheses around a radicand of several parts.
fn root(radicand: &MathNode, degree: Option<&MathNode>, blanks: Blanks) -> String {
    let sign = match degree.map(unspaced_text).as_deref() {
        None => "√".to_owned(),
        Some("3") => "∛".to_owned(),
        Some("4") => "∜".to_owned(),
        Some(degree) => match small(degree, script_chars::superscript) {
            Some(small) => format!("{small}√"),
            None => format!("^({degree})√"),
        },
    };
    let text = row_text(radicand, blanks);
    // One letter, possibly with scripts, such as `x²`, needs no parentheses. A number needs none either.
    let has_only_letters_and_scripts = text
        .chars()
        .all(|char| char.is_alphabetic() || script_chars::is_script(char));
    let is_script = |grapheme: &&str| grapheme.chars().all(script_chars::is_script);
    let full_size_graphemes = text.graphemes(true).filter(|grapheme| !is_script(grapheme));
    let is_letter_with_scripts = has_only_letters_and_scripts && full_size_graphemes.count() < 2;
    let is_number = text
        .chars()
        .all(|char| char.is_ascii_digit() || char == '.');
    if is_letter_with_scripts || is_number || is_in_parentheses(&text) {
        format!("{sign}{text}")
    } else {
        format!("{sign}({text})")
    }
}

/// Returns the text of a base with its scripts. A base of several parts is in parentheses.
fn scripts(
    base: &MathNode,
    below: Option<&MathNode>,
    above: Option<&MathNode>,
    blanks: Blanks,
) -> String {
    let mut text = row_text(base, blanks);
    // A fraction of one character, such as `½`, needs no parentheses.
    let is_long_fraction = matches!(base, MathNode::Fraction { .. }) && text.chars().count() > 1;
    if is_long_fraction
        || matches!(base, MathNode::Row(_) | MathNode::Accent { .. }) && text.contains(' ')
    {
        text = format!("({text})");
    }
    if let Some(below) = below {
        text.push_str(&script('_', &unspaced_text(below), script_chars::subscript));
    }
    if let Some(above) = above {
        text.push_str(&script(
            '^',
            &unspaced_text(above),
            script_chars::superscript,
        ));
    }
    text
}

/// Returns a script in small characters. If Unicode lacks one of them, returns `sign` and the script in normal characters.
fn script(sign: char, text: &str, to_small: impl Fn(char) -> Option<char>) -> String {
    let text = text.trim();
    if let Some(small) = small(text, to_small) {
        small
    } else if text.graphemes(true).count() == 1 || is_in_parentheses(text) {
        format!("{sign}{text}")
    } else {
        format!("{sign}({text})")
    }
}

/// Returns the text of a base with an accent. If the base has several characters, an accent that can't be repeated on each of
/// them is written as a function, such as `hat(xy)`. An accent without a combining character, such as a brace, is left out.
fn accented(base: &MathNode, accent: char, is_below: bool, blanks: Blanks) -> String {
    let text = row_text(base, blanks);
    let is_one_character = text.graphemes(true).count() == 1;
    if is_below {
        return match symbols::combining_below(accent) {
            Some(mark) => accent_each(&text, mark),
            None => text,
        };
    }
    match symbols::combining(accent) {
        Some((mark, is_repeatable)) if is_one_character || is_repeatable => {
            accent_each(&text, mark)
        }
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

/// Returns the text of a grid in one row.
fn grid_text(grid: &MathGrid, blanks: Blanks) -> String {
    let join_cells = |row: &Vec<MathNode>, separator: &str| {
        let cells = row
            .iter()
            .map(|cell| row_text(cell, blanks).trim().to_owned());
        cells.collect::<Vec<_>>().join(separator)
    };
    let rows = grid.rows.iter();
    match grid.kind {
        GridKind::Matrix => rows
            .map(|row| join_cells(row, ", "))
            .collect::<Vec<_>>()
            .join("; "),
        GridKind::Stack => rows
            .map(|row| join_cells(row, " "))
            .collect::<Vec<_>>()
            .join(", "),
        GridKind::Cases {
            is_right: has_brace_at_right,
        } => {
            let rows = rows.map(|row| {
                let cells = row.iter().map(|cell| row_text(cell, blanks));
                let cells = cells.map(|cell| cell.trim().trim_end_matches([',', ' ']).to_owned());
                cells
                    .filter(|cell| !cell.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            });
            let cases = rows.collect::<Vec<_>>().join("; ");
            if has_brace_at_right {
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
