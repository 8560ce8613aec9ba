//! A formula in two dimensions: each node of the tree becomes a block of rows.

use unicode_segmentation::UnicodeSegmentation;

use pulldown_latex::event::ColumnAlignment;

use super::boxes::{Block, Position, beside, stack};
use super::tree::{Class, Grid, GridKind, Node};
use super::{one_row, spacing, symbols};

/// Columns between the columns of a matrix.
const MATRIX_GAP: usize = 2;
/// Columns between two pairs of columns of aligned lines.
const PAIR_GAP: usize = 4;

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

/// A part of a row whose neighbors are known, but not always its height.
struct Item {
    block: Block,
    left: Class,
    right: Class,
    /// Columns that the author wants before it.
    space: usize,
    growth: Growth,
}

/// A sign whose height depends on its neighbors, with its scripts.
enum Growth {
    None,
    Integral {
        below: Option<Node>,
        above: Option<Node>,
    },
    Fence {
        sign: char,
        is_large: bool,
        below: Option<Node>,
        above: Option<Node>,
    },
}

impl Item {
    fn new(block: Block, (left, right): (Class, Class)) -> Self {
        Self {
            block,
            left,
            right,
            space: 0,
            growth: Growth::None,
        }
    }
}

/// Sets nodes beside each other. `before` is the class of what is at their left.
fn row(nodes: &[Node], before: Option<Class>) -> Option<Block> {
    // The items of the row and of each open parenthesis, with the parenthesis and the columns before it.
    let mut frames: Vec<(Vec<Item>, char, usize)> = vec![(Vec::new(), ' ', 0)];
    let mut space = 0;
    for node in nodes {
        let (base, below, above) = match node {
            Node::Scripts {
                base,
                below,
                above,
                are_limits: false,
            } => (&**base, below.as_deref(), above.as_deref()),
            node => (node, None, None),
        };
        let mut item = match delimiter(base) {
            _ if matches!(node, Node::Space(_)) => {
                if let Node::Space(columns) = node {
                    space = space.max(*columns);
                }
                continue;
            }
            Some((sign, Class::Open, _)) if below.is_none() && above.is_none() => {
                frames.push((Vec::new(), sign, std::mem::take(&mut space)));
                continue;
            }
            Some((sign, Class::Close, _)) if frames.len() > 1 => {
                let (items, open, before) = frames.pop()?;
                space = before;
                let block = fenced(Some(open), joined(items, Some(Class::Open))?, Some(sign))?;
                Item::new(scripted(block, below, above)?, (Class::Open, Class::Close))
            }
            Some((sign, Class::Ordinary, is_large)) => {
                let mut item = Item::new(Block::text(sign), (Class::Ordinary, Class::Ordinary));
                let (below, above) = (below.cloned(), above.cloned());
                item.growth = Growth::Fence {
                    sign,
                    is_large,
                    below,
                    above,
                };
                item
            }
            _ if is_integral(base) => {
                let class = (Class::LargeOperator, Class::LargeOperator);
                let mut item = Item::new(set(base)?, class);
                let (below, above) = (below.cloned(), above.cloned());
                item.growth = Growth::Integral { below, above };
                item
            }
            _ => Item::new(set(node)?, spacing::sides(node)),
        };
        item.space = std::mem::take(&mut space);
        frames.last_mut()?.0.push(item);
    }
    // Parentheses that are never closed.
    while frames.len() > 1 {
        let (items, sign, space) = frames.pop()?;
        let mut open = Item::new(Block::text(sign), (Class::Open, Class::Open));
        open.space = space;
        let around = &mut frames.last_mut()?.0;
        around.push(open);
        around.extend(items);
    }
    joined(frames.pop()?.0, before)
}

/// Returns the sign of a delimiter with its class, and true if the author made it large. A vertical line is ordinary.
fn delimiter(node: &Node) -> Option<(char, Class, bool)> {
    let Node::Symbol {
        text,
        class,
        is_large,
    } = node
    else {
        return None;
    };
    let mut chars = text.chars();
    let (sign, None) = (chars.next()?, chars.next()) else {
        return None;
    };
    let is_fence = matches!(sign, '|' | '‖') || *is_large;
    match class {
        Class::Open | Class::Close => Some((sign, *class, *is_large)),
        Class::Ordinary if is_fence => Some((sign, *class, *is_large)),
        _ => None,
    }
}

fn is_integral(node: &Node) -> bool {
    node.class() == Class::LargeOperator
        && node
            .symbol()
            .is_some_and(|text| text.chars().all(symbols::is_integral))
}

/// Joins items beside each other: lets signs grow, and adds the blanks between them.
fn joined(mut items: Vec<Item>, before: Option<Class>) -> Option<Block> {
    let classes: Vec<Class> = items.iter().map(|item| item.left).collect();
    let mut previous = before;
    for (index, item) in items.iter_mut().enumerate() {
        if item.left == Class::Binary && spacing::is_sign(previous, classes.get(index + 1).copied())
        {
            (item.left, item.right) = (Class::Ordinary, Class::Sign);
        }
        previous = Some(item.right);
    }
    grow_fences(&mut items)?;
    grow_integrals(&mut items)?;
    let mut blocks = Vec::with_capacity(items.len() * 2);
    let mut previous = None;
    for item in items {
        let gap = previous
            .map_or(0, |previous| spacing::gap(previous, item.left))
            .max(item.space);
        let is_separated = blocks.last().is_some_and(|last: &Block| ends_blank(last))
            || item
                .block
                .rows
                .first()
                .is_some_and(|row| row.starts_with(' ') && item.block.height() == 1);
        if gap > 0 && previous.is_some() && !is_separated {
            blocks.push(Block::blank(gap, 1));
        }
        previous = Some(item.right);
        blocks.push(item.block);
    }
    if blocks.is_empty() {
        return Some(Block::text(""));
    }
    beside(&blocks)
}

fn ends_blank(block: &Block) -> bool {
    block.height() == 1 && block.rows[0].ends_with(' ')
}

/// Gives vertical lines the height of their neighbors; large ones the height of the row.
fn grow_fences(items: &mut [Item]) -> Option<()> {
    let extents: Vec<(usize, usize)> = items
        .iter()
        .map(|item| (item.block.ascent(), item.block.descent()))
        .collect();
    let highest = |extents: &[(usize, usize)]| {
        let ascent = extents.iter().map(|(ascent, _)| *ascent).max().unwrap_or(0);
        (
            ascent,
            extents
                .iter()
                .map(|(_, descent)| *descent)
                .max()
                .unwrap_or(0),
        )
    };
    for (index, item) in items.iter_mut().enumerate() {
        let Growth::Fence {
            sign,
            is_large,
            below,
            above,
        } = &item.growth
        else {
            continue;
        };
        let (ascent, descent) = if *is_large {
            highest(&extents)
        } else {
            highest(&extents[index.saturating_sub(1)..extents.len().min(index + 2)])
        };
        let grown = grown(*sign, ascent, descent);
        item.block = scripted(grown, below.as_ref(), above.as_ref())?;
    }
    Some(())
}

/// Gives integrals the height of what follows them, up to a relation.
fn grow_integrals(items: &mut [Item]) -> Option<()> {
    let (mut ascent, mut descent) = (0, 0);
    for item in items.iter_mut().rev() {
        if item.left == Class::Relation {
            (ascent, descent) = (0, 0);
        }
        if let Growth::Integral { below, above } = &item.growth {
            let (below, above) = (below.as_ref(), above.as_ref());
            let plain = scripted(item.block.clone(), below, above)?;
            item.block = if plain.height() == 1 && ascent + descent == 0 {
                plain
            } else {
                let sign = item.block.rows.first()?.trim().chars().next()?;
                integral(sign, ascent.max(1), descent.max(1), below, above)?
            };
        }
        ascent = ascent.max(item.block.ascent());
        descent = descent.max(item.block.descent());
    }
    Some(())
}

/// Sets an integral that is several rows high, with its limits at its right.
fn integral(
    sign: char,
    ascent: usize,
    descent: usize,
    below: Option<&Node>,
    above: Option<&Node>,
) -> Option<Block> {
    let signs = match sign {
        '∬' | '∯' => 2,
        '∭' | '∰' => 3,
        '⨌' => 4,
        _ => 1,
    };
    let height = ascent + descent + 1;
    let part = |index: usize| match index {
        0 => "⌠".repeat(signs),
        index if index == height - 1 => "⌡".repeat(signs),
        index if index == ascent && !matches!(sign, '∫' | '∬' | '∭' | '⨌') => {
            sign.to_string()
        }
        _ => "⎮".repeat(signs),
    };
    let mut rows: Vec<String> = (0..height).map(part).collect();
    if let Some(above) = above {
        rows[0].push_str(&script_text(above, symbols::superscript));
    }
    if let Some(below) = below {
        rows[height - 1].push_str(&script_text(below, symbols::subscript));
    }
    Block::new(rows, ascent).bounded()
}

/// Returns a script in small characters if Unicode has them all, else in normal ones.
fn script_text(node: &Node, form: impl Fn(char) -> Option<char>) -> String {
    let text = one_row::compact(node);
    one_row::small(&text, form).unwrap_or(text)
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
        let mark = match is_below {
            true => symbols::combining_below(accent),
            false => symbols::combining(accent).map(|(mark, _)| mark),
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

/// Sets a block between delimiters of its height.
fn fenced(left: Option<char>, inside: Block, right: Option<char>) -> Option<Block> {
    let (ascent, descent) = (inside.ascent(), inside.descent());
    let mut blocks = Vec::with_capacity(3);
    blocks.extend(left.map(|left| grown(left, ascent, descent)));
    blocks.push(inside);
    blocks.extend(right.map(|right| grown(right, ascent, descent)));
    beside(&blocks)
}

/// Draws a delimiter with `ascent` rows above and `descent` rows below the baseline.
fn grown(sign: char, ascent: usize, descent: usize) -> Block {
    let height = ascent + descent + 1;
    if height == 1 {
        return Block::text(sign);
    }
    if matches!(sign, '⟨' | '⟩') {
        return angle(sign, ascent, height);
    }
    let Some(pieces) = symbols::pieces(sign) else {
        return Block::text(sign);
    };
    let row = |index: usize| match pieces.center {
        Some('⎨') if height == 2 => ['⎰', '⎱'][index],
        Some(_) if height == 2 => ['⎱', '⎰'][index],
        Some(center) if index == ascent.clamp(1, height - 2) => center,
        _ if index == 0 => pieces.top,
        _ if index == height - 1 => pieces.bottom,
        _ => pieces.middle,
    };
    Block::new(
        (0..height).map(|index| row(index).to_string()).collect(),
        ascent,
    )
}

/// Draws an angle bracket of several rows.
fn angle(sign: char, baseline: usize, height: usize) -> Block {
    let last_column = (height - 1) / 2;
    let row = |index: usize| {
        // Twice the distance from the center.
        let distance = (2 * index).abs_diff(height - 1);
        let is_upper = 2 * index < height - 1;
        let (char, column) = match sign {
            _ if distance == 0 => (sign, 0),
            '⟨' => (if is_upper { '╱' } else { '╲' }, distance / 2),
            _ => (if is_upper { '╲' } else { '╱' }, distance / 2),
        };
        let left = if sign == '⟨' {
            column
        } else {
            last_column - column
        };
        format!("{}{char}", " ".repeat(left))
    };
    Block::new((0..height).map(row).collect(), baseline)
}

fn set_grid(grid: &Grid) -> Option<Block> {
    let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut cells: Vec<Vec<Block>> = Vec::with_capacity(grid.rows.len());
    for row_nodes in &grid.rows {
        let mut blocks = Vec::with_capacity(columns);
        for (column, cell) in row_nodes.iter().enumerate() {
            let continues = grid.kind == GridKind::Aligned && column % 2 == 1;
            let before = continues.then_some(Class::Ordinary);
            blocks.push(match cell {
                Node::Row(nodes) => row(nodes, before)?,
                other => set(other)?,
            });
        }
        cells.push(blocks);
    }
    let width_of = |column: usize| {
        let widths = cells
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.width);
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width_of).collect();
    let gaps: Vec<Gap> = (0..=columns)
        .map(|column| gap(grid, column, columns))
        .collect();
    let mut rows = Vec::new();
    let mut baseline = 0;
    let count = cells.len();
    let is_loose =
        |row: Option<&Vec<Block>>| row.is_some_and(|row| row.iter().any(|cell| cell.height() > 1));
    let is_spread = count == 2
        && matches!(grid.kind, GridKind::Matrix | GridKind::Cases { .. })
        && grid.lines.is_empty();
    for index in 0..=count {
        if grid.lines.contains(&index) {
            rows.push(rule(&widths, &gaps, index == 0, index == count));
        } else if (1..count).contains(&index)
            && grid.kind != GridKind::Stack
            && (is_spread || is_loose(cells.get(index - 1)) || is_loose(cells.get(index)))
        {
            rows.extend(blank_row(&widths, &gaps)?.rows);
        }
        let Some(row) = cells.get(index) else {
            break;
        };
        let mut blocks = Vec::with_capacity(columns * 2 + 1);
        let (ascent, descent) = (
            row.iter().map(Block::ascent).max().unwrap_or(0),
            row.iter().map(Block::descent).max().unwrap_or(0),
        );
        for column in 0..columns {
            blocks.push(gaps[column].block(ascent, descent));
            let cell = row.get(column).cloned().unwrap_or_else(|| Block::text(""));
            let position = position(grid, (index, column), count);
            blocks.push(cell.widened(widths[column], position));
        }
        blocks.push(gaps[columns].block(ascent, descent));
        let block = beside(&blocks)?;
        if count == 1 {
            baseline = rows.len() + block.baseline;
        }
        rows.extend(block.rows);
    }
    if count > 1 {
        baseline = rows.len().saturating_sub(1) / 2;
    }
    let block = Block::new(rows, baseline).bounded()?;
    match grid.kind {
        GridKind::Cases { is_right: false } => {
            fenced(Some('{'), beside(&[Block::blank(1, 1), block])?, None)
        }
        GridKind::Cases { is_right: true } => {
            fenced(None, beside(&[block, Block::blank(1, 1)])?, Some('}'))
        }
        _ => Some(block),
    }
}

/// Returns a row of blanks with the vertical lines between columns.
fn blank_row(widths: &[usize], gaps: &[Gap]) -> Option<Block> {
    let columns = widths
        .iter()
        .map(|width| Block::blank(*width, 1))
        .chain([Block::text("")]);
    let parts = gaps
        .iter()
        .zip(columns)
        .flat_map(|(gap, column)| [gap.block(0, 0), column]);
    beside(&parts.collect::<Vec<_>>())
}

/// What is between two columns, or at the outside of the first or the last one.
struct Gap {
    before: usize,
    has_bar: bool,
    after: usize,
}

impl Gap {
    fn block(&self, ascent: usize, descent: usize) -> Block {
        let bar = if self.has_bar { "│" } else { "" };
        let row = format!("{}{bar}{}", " ".repeat(self.before), " ".repeat(self.after));
        Block::new(vec![row; ascent + descent + 1], ascent)
    }
}

/// Returns what is before the column with the index `column`; after the last one, `column` is `columns`.
fn gap(grid: &Grid, column: usize, columns: usize) -> Gap {
    let has_bar = grid.bars.contains(&column);
    let is_inside = column > 0 && column < columns;
    if has_bar {
        return Gap {
            before: usize::from(column > 0),
            has_bar,
            after: usize::from(column < columns),
        };
    }
    let before = match grid.kind {
        _ if !is_inside => 0,
        GridKind::Aligned if column % 2 == 0 => PAIR_GAP,
        GridKind::Aligned => {
            let starts_with_operator = |row: &Vec<Node>| match row.get(column) {
                Some(Node::Row(nodes)) => {
                    matches!(
                        spacing::first_class(nodes),
                        Some(Class::Relation | Class::Binary)
                    )
                }
                _ => false,
            };
            let has_left = grid
                .rows
                .iter()
                .any(|row| row.get(column - 1) != Some(&Node::Row(Vec::new())));
            usize::from(has_left && grid.rows.iter().any(starts_with_operator))
        }
        _ => MATRIX_GAP,
    };
    Gap {
        before,
        has_bar,
        after: 0,
    }
}

/// Draws a horizontal line through all columns.
fn rule(widths: &[usize], gaps: &[Gap], is_top: bool, is_bottom: bool) -> String {
    let mut line = String::new();
    for (column, gap) in gaps.iter().enumerate() {
        line.push_str(&"─".repeat(gap.before));
        if gap.has_bar {
            let (is_left, is_right) = (column == 0, column + 1 == gaps.len());
            line.push(match (is_top, is_bottom, is_left, is_right) {
                (true, _, true, _) => '┌',
                (true, _, _, true) => '┐',
                (true, ..) => '┬',
                (_, true, true, _) => '└',
                (_, true, _, true) => '┘',
                (_, true, ..) => '┴',
                (_, _, true, _) => '├',
                (_, _, _, true) => '┤',
                _ => '┼',
            });
        }
        line.push_str(&"─".repeat(gap.after));
        line.push_str(&"─".repeat(widths.get(column).copied().unwrap_or(0)));
    }
    line
}

/// Returns the position of a cell in its column. `count` is the number of rows.
fn position(grid: &Grid, (row, column): (usize, usize), count: usize) -> Position {
    match grid.kind {
        GridKind::Multline if row == 0 => return Position::Left,
        GridKind::Multline if row + 1 == count => return Position::Right,
        GridKind::Multline => return Position::Center,
        GridKind::Aligned if column % 2 == 1 => return Position::Left,
        _ => {}
    }
    match grid.columns.get(column).or(grid.columns.last()) {
        Some(ColumnAlignment::Left) => Position::Left,
        Some(ColumnAlignment::Right) => Position::Right,
        _ => Position::Center,
    }
}
