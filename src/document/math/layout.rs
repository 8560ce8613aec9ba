//! A formula in two dimensions: each node of the tree is laid out as a box of rows.

use unicode_segmentation::UnicodeSegmentation;

use super::boxes::{LayoutBox, place_below, place_beside};
use super::tree::MathNode;
use super::{one_row, spacing, symbols};
use crate::document::{Align, script_chars};

mod delimiter;
mod grid;
mod row;

use delimiter::place_between;
use grid::lay_out_grid;
use row::lay_out_row;

/// Lays out a node. Returns `None` if the result is too large.
pub(super) fn lay_out(node: &MathNode) -> Option<LayoutBox> {
    match node {
        // No node is at the left of the row.
        MathNode::Row(nodes) => lay_out_row(nodes, None),
        MathNode::Symbol { text, .. } => LayoutBox::text(text.as_str()).within_limits(),
        MathNode::Space(columns) => Some(LayoutBox::blank(*columns)),
        MathNode::Fraction {
            numerator,
            denominator,
            has_bar,
        } => fraction(numerator, denominator, *has_bar),
        MathNode::Root { radicand, degree } => root(radicand, degree.as_deref()),
        MathNode::Scripts {
            base,
            below,
            above,
            are_limits,
        } => {
            let base = lay_out(base)?;
            let (below, above) = (below.as_deref(), above.as_deref());
            if *are_limits {
                place_limits(base, below, above)
            } else {
                with_scripts(base, below, above)
            }
        }
        MathNode::Accent {
            base,
            accent,
            is_below,
        } => accented(base, *accent, *is_below),
        MathNode::Fenced {
            left,
            inside,
            right,
        } => place_between(*left, lay_out(inside)?, *right),
        MathNode::Negated(_) => LayoutBox::text(one_row::unspaced_text(node)).within_limits(),
        MathNode::Grid(grid) => lay_out_grid(grid),
    }
}

/// Lays out a fraction. The baseline is the row of the bar.
fn fraction(numerator: &MathNode, denominator: &MathNode, has_bar: bool) -> Option<LayoutBox> {
    let (numerator, denominator) = (lay_out(numerator)?, lay_out(denominator)?);
    // A part with several rows may be a fraction, whose bar must be shorter than the bar of this fraction.
    let has_tall_part = numerator.height() > 1 || denominator.height() > 1;
    let width = numerator.width.max(denominator.width) + if has_tall_part { 2 } else { 0 };
    let bar = if has_bar { "─" } else { " " };
    let bar = LayoutBox::text(bar.repeat(width.max(1)));
    place_below(vec![numerator, bar, denominator], 1)
}

/// Lays out a root. The degree is in front of the sign if Unicode has superscripts for all characters of the degree. Otherwise
/// the degree is above the sign.
fn root(radicand: &MathNode, degree: Option<&MathNode>) -> Option<LayoutBox> {
    let inside = lay_out(radicand)?;
    let (small_degree, large_degree) = match degree.map(one_row::unspaced_text) {
        None => (None, None),
        Some(degree) => match one_row::small(&degree, script_chars::superscript) {
            Some(small) => (Some(small), None),
            None => (None, Some(degree)),
        },
    };
    let sign = match small_degree.as_deref() {
        Some("³") => "∛".to_owned(),
        Some("⁴") => "∜".to_owned(),
        degree => format!("{}√", degree.unwrap_or_default()),
    };
    // A single symbol needs no line above it.
    let is_symbol = inside.height() == 1 && radicand.symbol_text().is_some();
    if is_symbol && large_degree.is_none() {
        return LayoutBox::text(format!("{sign}{}", inside.rows.first()?)).within_limits();
    }
    // Beside one row, the sign is `√`, `∛` or `∜`. Beside several rows, it is `⎷`. A small degree is in front of `√` and `⎷`.
    let sign_columns = match inside.height() {
        1 => sign.chars().count(),
        _ => {
            small_degree
                .as_ref()
                .map_or(0, |degree| degree.chars().count())
                + 1
        }
    };
    // A large degree is on the row above the sign, after a blank. The degree and the sign are right-aligned in these columns.
    let prefix_columns = sign_columns.max(
        large_degree
            .as_ref()
            .map_or(0, |degree| degree.chars().count() + 1),
    );
    let mut rows = Vec::with_capacity(inside.height() + 1);
    let large_degree = large_degree.unwrap_or_default();
    rows.push(format!(
        "{large_degree:>prefix_columns$}{}",
        "_".repeat(inside.width)
    ));
    if inside.height() == 1 {
        rows.push(format!("{sign:>prefix_columns$}{}", inside.rows.first()?));
        return LayoutBox::new(rows, 1).within_limits();
    }
    let small_degree = small_degree.unwrap_or_default();
    let last = inside.height() - 1;
    for (index, row) in inside.rows.iter().enumerate() {
        let sign = match index {
            index if index == last => format!("{small_degree}⎷"),
            _ => "│".to_owned(),
        };
        rows.push(format!("{sign:>prefix_columns$}{row}"));
    }
    LayoutBox::new(rows, inside.baseline + 1).within_limits()
}

/// Lays out a script as a box of its own.
fn script_box(node: &MathNode) -> Option<LayoutBox> {
    if spacing::needs_several_rows(node) {
        lay_out(node)
    } else {
        LayoutBox::text(one_row::unspaced_text(node)).within_limits()
    }
}

/// Places scripts above and below a base.
fn place_limits(
    mut base: LayoutBox,
    below: Option<&MathNode>,
    above: Option<&MathNode>,
) -> Option<LayoutBox> {
    let above = match above {
        Some(above) => Some(script_box(above)?),
        None => None,
    };
    let below = match below {
        Some(below) => Some(script_box(below)?),
        None => None,
    };
    // An arrow is two columns longer than the text above it.
    if let [row] = base.rows.as_slice()
        && row.trim().chars().count() == 1
        && let Some(arrow) = row
            .trim()
            .chars()
            .next()
            .filter(|char| symbols::is_arrow(*char))
        && let Some(text) = &above
        && text.width > 1
    {
        base = LayoutBox::text(long_arrow(arrow, text.width + 2));
    }
    let base_index = usize::from(above.is_some());
    let boxes = above.into_iter().chain([base]).chain(below);
    place_below(boxes.collect(), base_index)
}

/// Draws an arrow of `width` columns, or of one column if it cannot be made longer.
fn long_arrow(arrow: char, width: usize) -> String {
    let (left, line, right) = match arrow {
        '←' => ("←", "─", "─"),
        '→' => ("─", "─", "→"),
        '↔' => ("←", "─", "→"),
        '⇐' => ("⇐", "═", "═"),
        '⇒' => ("═", "═", "⇒"),
        '⇔' => ("⇐", "═", "⇒"),
        // An equals sign is extended like an arrow, as in `\xlongequal{text}`.
        '=' => ("═", "═", "═"),
        '↦' => ("├", "─", "→"),
        '↩' => ("←", "─", "╯"),
        '↪' => ("╰", "─", "→"),
        // Other arrows cannot be made longer.
        _ => return arrow.to_string(),
    };
    format!("{left}{}{right}", line.repeat(width.saturating_sub(2)))
}

/// Places scripts at the right of a base.
fn with_scripts(
    base: LayoutBox,
    subscript: Option<&MathNode>,
    superscript: Option<&MathNode>,
) -> Option<LayoutBox> {
    if subscript.is_none() && superscript.is_none() {
        return Some(base);
    }
    let needs_several_rows = [subscript, superscript]
        .into_iter()
        .flatten()
        .any(spacing::needs_several_rows);
    // A script is small if Unicode has a superscript or a subscript for each of its characters.
    let small_subscript = subscript
        .and_then(|node| one_row::small(&one_row::unspaced_text(node), script_chars::subscript));
    let small_superscript = superscript
        .and_then(|node| one_row::small(&one_row::unspaced_text(node), script_chars::superscript));
    let are_small = small_subscript.is_some() == subscript.is_some()
        && small_superscript.is_some() == superscript.is_some()
        && !needs_several_rows;
    if are_small && base.height() == 1 {
        let scripts = small_subscript.unwrap_or_default() + &small_superscript.unwrap_or_default();
        return place_beside(&[base, LayoutBox::text(scripts)]);
    }
    // Returns `None` if a script is too large, and `Some(None)` if there is no script.
    let to_box = |node: Option<&MathNode>, small: Option<String>| match (node, small) {
        (None, _) => Some(None),
        (Some(_), Some(small)) if are_small => Some(Some(LayoutBox::text(small))),
        (Some(node), _) => script_box(node).map(Some),
    };
    let subscript = to_box(subscript, small_subscript)?;
    let superscript = to_box(superscript, small_superscript)?;
    // If the base has one row, the scripts are above and below that row. Otherwise the last row of the upper script is level with
    // the first row of the base, and the first row of the lower script is level with the last row of the base.
    let shared_rows = usize::from(base.height() > 1);
    let width = [&subscript, &superscript]
        .into_iter()
        .flatten()
        .map(|layout_box| layout_box.width)
        .max()
        .unwrap_or(0);
    let rows_above_base = superscript
        .as_ref()
        .map_or(0, |superscript| superscript.height() - shared_rows);
    let mut rows: Vec<String> = superscript.map_or_else(Vec::new, |superscript| {
        superscript.padded(width, Align::Left).rows
    });
    let rows_below = subscript.map_or_else(Vec::new, |subscript| {
        subscript.padded(width, Align::Left).rows
    });
    // Blank rows separate the scripts: the lower script starts at or below the last row of the base.
    let blank_rows = (base.height() + rows_above_base)
        .saturating_sub(rows.len() + shared_rows * usize::from(!rows_below.is_empty()));
    rows.extend(std::iter::repeat_n(" ".repeat(width), blank_rows));
    rows.extend(rows_below);
    let scripts = LayoutBox::new(rows, rows_above_base + base.baseline);
    place_beside(&[base, scripts])
}

/// Lays out a base with an accent. If the base is one character and Unicode has a combining character for the accent, the base
/// gets this combining character. Otherwise the accent is on a row of its own.
fn accented(base: &MathNode, accent: char, is_below: bool) -> Option<LayoutBox> {
    let layout_box = lay_out(base)?;
    let text = layout_box.rows.first()?;
    if layout_box.height() == 1 && text.graphemes(true).count() == 1 {
        let mark = if is_below {
            symbols::combining_below(accent)
        } else {
            symbols::combining(accent).map(|(mark, _)| mark)
        };
        if let Some(mark) = mark {
            return LayoutBox::text(one_row::accent_each(text, mark)).within_limits();
        }
    }
    let line = LayoutBox::text(accent_line(accent, is_below, layout_box.width));
    if is_below {
        place_below(vec![layout_box, line], 0)
    } else {
        place_below(vec![line, layout_box], 1)
    }
}

/// Draws an accent of `width` columns, on a row of its own.
fn accent_line(accent: char, is_below: bool, width: usize) -> String {
    let middle = width.saturating_sub(2);
    let bracket = |left: &str, right: &str| match width {
        0 | 1 => accent.to_string(),
        _ => format!("{left}{}{right}", "─".repeat(middle)),
    };
    match accent {
        // A line above the base is drawn at the bottom of its row, a line below the base at the top of its row. Thus both touch
        // the base.
        '‾' => "_".repeat(width),
        '_' => "‾".repeat(width),
        '←' | '→' | '↔' | '⇒' => long_arrow(accent, width.max(1)),
        '⏞' | '⏟' if width < 3 => bracket(
            if is_below { "╰" } else { "╭" },
            if is_below { "╯" } else { "╮" },
        ),
        '⏞' | '⏟' => {
            let left = (width - 3) / 2;
            let (start, center, end) = if is_below {
                ("╰", "┬", "╯")
            } else {
                ("╭", "┴", "╮")
            };
            format!(
                "{start}{}{center}{}{end}",
                "─".repeat(left),
                "─".repeat(width - 3 - left)
            )
        }
        '⎴' | '⏠' => bracket("┌", "┐"),
        '⎵' | '⏡' => bracket("└", "┘"),
        '⏜' => bracket("╭", "╮"),
        '⏝' => bracket("╰", "╯"),
        accent => accent.to_string(),
    }
}
