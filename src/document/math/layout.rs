//! A formula in two dimensions: each node of the tree becomes a block of rows.

use unicode_segmentation::UnicodeSegmentation;

use super::boxes::{Block, Position, beside, stack};
use super::tree::Node;
use super::{one_row, spacing, symbols};

mod delimiter;
mod grid;
mod row;

use delimiter::fenced;
use grid::set_grid;
use row::row;

/// Sets a node, or returns `None` if it is larger than a formula may be.
pub(super) fn set(node: &Node) -> Option<Block> {
    match node {
        Node::Row(nodes) => row(nodes, None),
        Node::Symbol { text, .. } => Block::text(text.as_str()).bounded(),
        Node::Space(columns) => Some(Block::blank(*columns, 1)),
        Node::Fraction {
            over,
            under,
            has_bar,
        } => fraction(over, under, *has_bar),
        Node::Root { radicand, degree } => root(radicand, degree.as_deref()),
        Node::Scripts {
            base,
            below,
            above,
            are_limits,
        } => {
            let base = set(base)?;
            let (below, above) = (below.as_deref(), above.as_deref());
            if *are_limits {
                limits(base, below, above)
            } else {
                scripted(base, below, above)
            }
        }
        Node::Accent {
            base,
            accent,
            is_below,
        } => accented(base, *accent, *is_below),
        Node::Fenced {
            left,
            inside,
            right,
        } => fenced(*left, set(inside)?, *right),
        Node::Negated(_) => Block::text(one_row::compact(node)).bounded(),
        Node::Grid(grid) => set_grid(grid),
    }
}

fn fraction(over: &Node, under: &Node, has_bar: bool) -> Option<Block> {
    let (over, under) = (set(over)?, set(under)?);
    let is_nested = over.height() > 1 || under.height() > 1;
    let width = over.width.max(under.width) + if is_nested { 2 } else { 0 };
    let bar = if has_bar { "─" } else { " " };
    stack(vec![over, Block::text(bar.repeat(width.max(1))), under], 1)
}

fn root(radicand: &Node, degree: Option<&Node>) -> Option<Block> {
    let block = set(radicand)?;
    let (small, large) = match degree.map(one_row::compact) {
        None => (None, None),
        Some(degree) => match one_row::small(&degree, symbols::superscript) {
            Some(small) => (Some(small), None),
            None => (None, Some(degree)),
        },
    };
    let sign = match small.as_deref() {
        Some("³") => "∛".to_owned(),
        Some("⁴") => "∜".to_owned(),
        small => format!("{}√", small.unwrap_or_default()),
    };
    let is_symbol = block.height() == 1 && radicand.symbol().is_some();
    if is_symbol && large.is_none() {
        return Block::text(format!("{sign}{}", block.rows.first()?)).bounded();
    }
    let sign_columns = match block.height() {
        1 => sign.chars().count(),
        _ => small.as_ref().map_or(0, |degree| degree.chars().count()) + 1,
    };
    let front = sign_columns.max(
        large
            .as_ref()
            .map_or(0, |degree| degree.chars().count() + 1),
    );
    let mut rows = Vec::with_capacity(block.height() + 1);
    let degree = large.unwrap_or_default();
    rows.push(format!("{degree:>front$}{}", "_".repeat(block.width)));
    if block.height() == 1 {
        rows.push(format!("{sign:>front$}{}", block.rows.first()?));
        return Block::new(rows, 1).bounded();
    }
    let degree = small.unwrap_or_default();
    let last = block.height() - 1;
    for (index, row) in block.rows.iter().enumerate() {
        let sign = match index {
            index if index == last => format!("{degree}⎷"),
            _ => "│".to_owned(),
        };
        rows.push(format!("{sign:>front$}{row}"));
    }
    Block::new(rows, block.baseline + 1).bounded()
}

/// Sets a script as a block of its own.
fn script_block(node: &Node) -> Option<Block> {
    if spacing::has_stack(node) {
        set(node)
    } else {
        Block::text(one_row::compact(node)).bounded()
    }
}

/// Sets scripts above and below a base.
fn limits(base: Block, below: Option<&Node>, above: Option<&Node>) -> Option<Block> {
    let mut blocks = Vec::with_capacity(3);
    let above = above.map(script_block);
    let scripts = below.map(script_block);
    let mut base = base;
    // An arrow is as long as the text above it.
    if base.height() == 1
        && let [row] = base.rows.as_slice()
        && row.trim().chars().count() == 1
        && let Some(arrow) = row
            .trim()
            .chars()
            .next()
            .filter(|char| symbols::is_arrow(*char))
        && let Some(Some(text)) = &above
        && text.width > 1
    {
        base = Block::text(long_arrow(arrow, text.width + 2));
    }
    let index = usize::from(above.is_some());
    if let Some(above) = above {
        blocks.push(above?);
    }
    blocks.push(base);
    if let Some(below) = scripts {
        blocks.push(below?);
    }
    stack(blocks, index)
}

/// Draws an arrow of `width` columns.
fn long_arrow(arrow: char, width: usize) -> String {
    let (left, line, right) = match arrow {
        '←' => ("←", "─", "─"),
        '→' => ("─", "─", "→"),
        '↔' => ("←", "─", "→"),
        '⇐' => ("⇐", "═", "═"),
        '⇒' => ("═", "═", "⇒"),
        '⇔' => ("⇐", "═", "⇒"),
        '=' => ("═", "═", "═"),
        '↦' => ("├", "─", "→"),
        '↩' => ("←", "─", "╯"),
        '↪' => ("╰", "─", "→"),
        _ => return arrow.to_string(),
    };
    format!("{left}{}{right}", line.repeat(width.saturating_sub(2)))
}

/// Sets scripts at the right of a base.
fn scripted(base: Block, below: Option<&Node>, above: Option<&Node>) -> Option<Block> {
    if below.is_none() && above.is_none() {
        return Some(base);
    }
    let stacked = [below, above].into_iter().flatten().any(spacing::has_stack);
    let text = |node: Option<&Node>| node.map(one_row::compact);
    let small_below = text(below).map(|text| one_row::small(&text, symbols::subscript));
    let small_above = text(above).map(|text| one_row::small(&text, symbols::superscript));
    let are_small = [&small_below, &small_above]
        .into_iter()
        .flatten()
        .all(Option::is_some)
        && !stacked;
    let flat = |small: Option<Option<String>>| small.flatten().unwrap_or_default();
    if are_small && base.height() == 1 {
        let scripts = flat(small_below) + &flat(small_above);
        return beside(&[base, Block::text(scripts)]);
    }
    let block = |node: Option<&Node>, small: Option<Option<String>>| match (node, small.flatten()) {
        (None, _) => Some(None),
        (Some(_), Some(small)) if are_small => Some(Some(Block::text(small))),
        (Some(node), _) => script_block(node).map(Some),
    };
    let below = block(below, small_below)?;
    let above = block(above, small_above)?;
    // The scripts of a base of one row are outside its row; those of a higher base begin at its outer rows.
    let overlap = usize::from(base.height() > 1);
    let width = [&below, &above]
        .into_iter()
        .flatten()
        .map(|block| block.width)
        .max()
        .unwrap_or(0);
    let ascent = above.as_ref().map_or(0, |above| above.height() - overlap);
    let mut rows: Vec<String> =
        above.map_or_else(Vec::new, |above| above.widened(width, Position::Left).rows);
    let under = below.map_or_else(Vec::new, |below| below.widened(width, Position::Left).rows);
    let between = (base.height() + ascent)
        .saturating_sub(rows.len() + overlap * usize::from(!under.is_empty()));
    rows.extend(std::iter::repeat_n(" ".repeat(width), between));
    rows.extend(under);
    let column = Block::new(rows, ascent + base.baseline);
    beside(&[base, column])
}

fn accented(base: &Node, accent: char, is_below: bool) -> Option<Block> {
    let block = set(base)?;
    let text = block.rows.first()?;
    if block.height() == 1 && text.graphemes(true).count() == 1 {
        let mark = if is_below {
            symbols::combining_below(accent)
        } else {
            symbols::combining(accent).map(|(mark, _)| mark)
        };
        if let Some(mark) = mark {
            return Block::text(one_row::accent_each(text, mark)).bounded();
        }
    }
    let line = Block::text(accent_line(accent, is_below, block.width));
    if is_below {
        stack(vec![block, line], 0)
    } else {
        stack(vec![line, block], 1)
    }
}

/// Draws an accent of `width` columns, on a row of its own.
fn accent_line(accent: char, is_below: bool, width: usize) -> String {
    let middle = width.saturating_sub(2);
    let framed = |left: &str, right: &str| match width {
        0 | 1 => accent.to_string(),
        _ => format!("{left}{}{right}", "─".repeat(middle)),
    };
    match accent {
        '‾' => "_".repeat(width),
        '_' => "‾".repeat(width),
        '←' | '→' | '↔' | '⇒' => long_arrow(accent, width.max(1)),
        '⏞' | '⏟' if width < 3 => framed(
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
        '⎴' | '⏠' => framed("┌", "┐"),
        '⎵' | '⏡' => framed("└", "┘"),
        '⏜' => framed("╭", "╮"),
        '⏝' => framed("╰", "╯"),
        accent => accent.to_string(),
    }
}
