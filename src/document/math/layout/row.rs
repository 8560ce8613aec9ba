//! Rows of a formula: sets its parts beside each other, with blanks between them, and grows delimiters and integrals to the
//! height of their neighbors.

use super::delimiter::{fenced, grown};
use super::{scripted, set};
use crate::document::math::boxes::{Block, beside};
use crate::document::math::tree::{Class, Node};
use crate::document::math::{one_row, spacing, symbols};

/// A part of a row, before delimiters and integrals have grown.
struct Item {
    block: Block,
    left: Class,
    right: Class,
    /// Columns of blanks that the author has set before the part.
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

/// Sets nodes beside each other. `before` is the class of the node at their left.
pub(super) fn row(nodes: &[Node], before: Option<Class>) -> Option<Block> {
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
