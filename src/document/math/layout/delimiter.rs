//! Delimiters that are several rows high.

use crate::document::math::boxes::{Block, beside};
use crate::document::math::symbols;

/// Sets a block between delimiters of its height.
pub(super) fn fenced(left: Option<char>, inside: Block, right: Option<char>) -> Option<Block> {
    let (ascent, descent) = (inside.ascent(), inside.descent());
    let mut blocks = Vec::with_capacity(3);
    blocks.extend(left.map(|left| grown(left, ascent, descent)));
    blocks.push(inside);
    blocks.extend(right.map(|right| grown(right, ascent, descent)));
    beside(&blocks)
}

/// Draws a delimiter with `ascent` rows above and `descent` rows below the baseline.
pub(super) fn grown(sign: char, ascent: usize, descent: usize) -> Block {
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
