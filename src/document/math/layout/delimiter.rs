//! Delimiters that are several rows high.

use crate::document::math::boxes::{LayoutBox, place_beside};
use crate::document::math::symbols;

/// Places a box between delimiters that are as high as the box.
pub(super) fn place_between(
    left: Option<char>,
    inside: LayoutBox,
    right: Option<char>,
) -> Option<LayoutBox> {
    let (ascent, descent) = (inside.ascent(), inside.descent());
    let mut boxes = Vec::with_capacity(3);
    boxes.extend(left.map(|left| draw_delimiter(left, ascent, descent)));
    boxes.push(inside);
    boxes.extend(right.map(|right| draw_delimiter(right, ascent, descent)));
    place_beside(&boxes)
}

/// Draws a delimiter with `ascent` rows above and `descent` rows below the baseline. A delimiter has one row if Unicode has no
/// pieces of it.
pub(super) fn draw_delimiter(delimiter: char, ascent: usize, descent: usize) -> LayoutBox {
    let height = ascent + descent + 1;
    if height == 1 {
        return LayoutBox::text(delimiter);
    }
    if matches!(delimiter, '⟨' | '⟩') {
        return draw_angle(delimiter, ascent, height);
    }
    let Some(pieces) = symbols::pieces(delimiter) else {
        return LayoutBox::text(delimiter);
    };
    let row = |index: usize| match pieces.brace_point {
        // Only braces have a point: `⎨` for the left brace, `⎬` for the right brace. Two rows have no room for the point, so they
        // show an upper and a lower curly section.
        Some('⎨') if height == 2 => ['⎰', '⎱'][index],
        Some(_) if height == 2 => ['⎱', '⎰'][index],
        // The point is at the baseline, but never in the first or the last row.
        Some(point) if index == ascent.clamp(1, height - 2) => point,
        _ if index == 0 => pieces.top,
        _ if index == height - 1 => pieces.bottom,
        _ => pieces.extension,
    };
    LayoutBox::new(
        (0..height).map(|index| row(index).to_string()).collect(),
        ascent,
    )
}

/// Draws an angle bracket of several rows.
fn draw_angle(bracket: char, baseline: usize, height: usize) -> LayoutBox {
    let last_column = (height - 1) / 2;
    let row = |index: usize| {
        // The center is between two rows if the height is even. Distances from the center are therefore doubled.
        let doubled_distance = (2 * index).abs_diff(height - 1);
        let is_upper = 2 * index < height - 1;
        let (char, columns_from_point) = match bracket {
            _ if doubled_distance == 0 => (bracket, 0),
            '⟨' => (if is_upper { '╱' } else { '╲' }, doubled_distance / 2),
            _ => (if is_upper { '╲' } else { '╱' }, doubled_distance / 2),
        };
        let indent = if bracket == '⟨' {
            columns_from_point
        } else {
            last_column - columns_from_point
        };
        format!("{}{char}", " ".repeat(indent))
    };
    LayoutBox::new((0..height).map(row).collect(), baseline)
}
